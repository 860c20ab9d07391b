"""Photos and files of a case. What is done to one file stands in files.actions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.files import events as file_events
from linli.files.actions import TooManyFiles, keep_file
from linli.files.models import File, Upload
from linli.journal.record import record

from ..models import Case, CaseFile
from .locking import lock


@dataclass(frozen=True)
class Attached:
    """What became of the uploads: `files` are new, `known` are names of files this case already has."""

    files: list[File] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


@transaction.atomic
def attach_files(
    case: Case, uploads: Sequence[Upload], *, step: CaseFile.Step, from_whom: str = "", by: User | None, at: datetime
) -> Attached:
    """Attach what came in to the case, for ourselves only until somebody shows it to the resident.

    The same upload, or the same bytes, twice is once: a double click attaches nothing more. Raises TooManyFiles.
    """
    if not uploads:
        return Attached()
    case, done = lock(case, "attach"), Attached()
    mine = File.objects.kept().filter(pk__in=CaseFile.objects.filter(case=case).values("file"))
    digests, last = set(mine.values_list("digest", flat=True)), mine.aggregate(last=Max("position"))["last"] or 0
    for upload in uploads:
        if upload.file_id is None and upload.digest in digests:
            done.known.append(upload.name)
            continue
        file, is_new = keep_file(upload, position=last + len(done.files) + 1, from_whom=from_whom, by=by, at=at)
        if is_new:
            CaseFile.objects.create(community_id=case.community_id, case=case, file=file, step=step)
            digests.add(file.digest)
            done.files.append(file)
    if len(digests) > settings.FILES_PER_THING:
        raise TooManyFiles(
            _("一件事最多放 {most} 个文件。请先移除用不着的，再附新的。").format(most=settings.FILES_PER_THING)
        )
    if done.files:
        keys = [file.pk for file in done.files]
        record(file_events.ADDED, case, by=by, at=at, count=len(keys), files=keys, step=step)
    return done
