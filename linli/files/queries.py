"""Questions about uploads; what a thing's files are is asked where they are linked."""

from datetime import datetime, timedelta
from uuid import UUID

from linli.accounts.models import User
from linli.fence.asking import ask

from .models import FilesPolicy, Upload

STILL_AT_HAND = timedelta(hours=2)


def uploads_named(keys: list[UUID], by: User) -> list[Upload]:
    """Return the whole uploads of `by` with these keys, in the order they began; used ones too (a double click)."""
    if not keys:
        return []
    found = Upload.objects.visible_to(by).filter(key__in=keys, by=by).exclude(path="")
    return list(found.order_by("begun_at", "pk"))


_UNUSED = """
SELECT id FROM files_upload
WHERE by_id = %s AND begun_at > %s AND meant_for = %s AND file_id IS NULL AND path <> ''
"""


def unused_uploads(by: User, meant_for: str, at: datetime) -> list[Upload]:
    """Return what `by` sent from this page a while ago and nobody used: a phone may reload a page behind its camera."""
    found = ask(_UNUSED, [by.pk, at - STILL_AT_HAND, meant_for])  # nearly always nothing, and asked with every form
    return list(Upload.objects.filter(pk__in=[pk for (pk,) in found]).order_by("begun_at", "pk")) if found else []


def originals_rule(community_id: int) -> FilesPolicy.Originals:
    policy = FilesPolicy.objects.filter(community_id=community_id).first()
    return FilesPolicy.Originals(policy.originals) if policy else FilesPolicy.Originals.DESTROY
