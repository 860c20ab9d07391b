"""Photos and papers of an activity: for ourselves, until somebody shows one to residents with consent."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.files import actions as files
from linli.files import events as file_events
from linli.files.models import File, Upload
from linli.journal.record import record
from linli.web.refusal import Refusal

from ..models import Activity, ActivityFile
from .locking import locked


class NobodyWasAsked(Refusal):
    pass


@transaction.atomic
def attach_photos(activity: Activity, uploads: Sequence[Upload], *, by: User, at: datetime) -> int:
    """Attach what came in; the same bytes twice is once. Return how many are new."""
    activity = locked(activity)
    mine = File.objects.kept().filter(pk__in=ActivityFile.objects.filter(activity=activity).values("file"))
    digests, last = set(mine.values_list("digest", flat=True)), mine.aggregate(last=Max("position"))["last"] or 0
    added: list[int] = []
    for upload in uploads:
        if upload.file_id is None and upload.digest in digests:
            continue
        file, is_new = files.keep_file(upload, position=last + len(added) + 1, by=by, at=at)
        if is_new:
            ActivityFile.objects.create(community_id=activity.community_id, activity=activity, file=file)
            digests.add(file.digest)
            added.append(file.pk)
    if len(digests) > settings.FILES_PER_THING:
        raise files.TooManyFiles(
            _("一件事最多放 {most} 个文件。请先移除用不着的，再附新的。").format(most=settings.FILES_PER_THING)
        )
    if added:
        record(file_events.ADDED, activity, by=by, at=at, count=len(added), files=added)
    return len(added)


@transaction.atomic
def show_photo(attached: ActivityFile, *, people_were_asked: bool, by: User, at: datetime) -> None:
    """Let residents see a photo. Whoever can be recognised in it has to have been asked."""
    if not people_were_asked:
        raise NobodyWasAsked(_("照片里认得出的人都同意了，才能给居民看。问过了请打勾；没问到的，先不公开。"))
    ActivityFile.objects.filter(pk=attached.pk).update(people_were_asked=True)
    files.show_file(attached.file, by=by, at=at)


@transaction.atomic
def hide_photo(attached: ActivityFile, *, by: User, at: datetime) -> None:
    """Show a photo to ourselves only, at once."""
    ActivityFile.objects.filter(pk=attached.pk).update(people_were_asked=False)
    files.hide_file(attached.file, by=by, at=at)


@transaction.atomic
def remove_photo(attached: ActivityFile, *, by: User, at: datetime) -> None:
    """Take a photo away; it can be brought back for a while, then its bytes are destroyed."""
    files.remove_file(attached.file, by=by, at=at)
