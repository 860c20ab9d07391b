"""An upload becomes a file of something."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.web.refusal import Refusal

from ..later import make_soon
from ..models import File, Upload


class UploadIsGone(Refusal):
    """It waited for more than a day, or never came in whole."""


class TooManyFiles(Refusal):
    pass


@transaction.atomic
def keep_file(
    upload: Upload, *, position: int = 0, from_whom: str = "", caption: str = "", by: User | None, at: datetime
) -> tuple[File, bool]:
    """Make a file of what came in, and have it drawn anew soon. Return it, and whether it is new.

    The same upload twice is the same file. The caller links it to what it belongs to and writes the journal.
    """
    found = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if found is None or not found.is_whole:
        raise UploadIsGone(_("有一个文件没有传完，或者放得太久了。请重新选一次，字还在。"))
    if found.file is not None:
        return found.file, False
    file = File.objects.create(
        community_id=found.community_id,
        kind=found.kind,
        name=found.name,
        caption=caption,
        position=position,
        by=by,
        from_whom=from_whom,
        at=at,
        digest=found.digest,
        size=found.size,
        raw=found.path,
    )
    found.file = file
    found.save(update_fields=["file"])
    make_soon(file.pk, file.community_id)
    return file, True
