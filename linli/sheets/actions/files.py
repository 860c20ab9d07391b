"""Keeping files sealed, opening them again, and forgetting them in time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.sealing import seal_bytes, unseal_bytes
from linli.web.refusal import Refusal

from ..models import Workbook

BROUGHT_FILES_KEPT = timedelta(days=30)
MADE_FILES_KEPT = timedelta(days=3)


class FileIsGone(Refusal):
    pass


@transaction.atomic
def keep_file(community_id: int, name: str, content: bytes, *, kept: timedelta, by: User, at: datetime) -> Workbook:
    """Seal a file and keep it for a while."""
    return Workbook.objects.create(
        community_id=community_id,
        name=name[-120:],
        content=seal_bytes(content),
        size=len(content),
        made_at=at,
        made_by=by,
        expires_at=at + kept,
    )


def workbook_of(workbook: Workbook | None, at: datetime) -> bytes:
    """Return what a kept file holds. Raises FileIsGone when it was forgotten, or should have been."""
    if workbook is None or workbook.expires_at <= at:
        raise FileIsGone(_("这个文件已经过了保留的日子，删掉了。请重新交一次，或者重新导出。"))
    return unseal_bytes(bytes(workbook.content))


@transaction.atomic
def forget_expired(*, by: None = None, at: datetime) -> int:
    """Delete every file whose time is over, in the communities whose fence is open; runs keep their results."""
    return Workbook.objects.filter(expires_at__lte=at).delete()[0]
