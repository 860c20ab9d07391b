"""Questions about uploads; what a thing's files are is asked where they are linked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from linli.accounts.models import User

from .models import FilesPolicy, Upload

STILL_AT_HAND = timedelta(hours=2)


def uploads_named(keys: list[UUID], by: User) -> list[Upload]:
    """Return the whole uploads of `by` with these keys, in the order they began; used ones too (a double click)."""
    found = Upload.objects.visible_to(by).filter(key__in=keys, by=by).exclude(path="")
    return list(found.order_by("begun_at", "pk"))


def unused_uploads(by: User, meant_for: str, at: datetime) -> QuerySet[Upload]:
    """Return what `by` sent from this page a while ago and nobody used: a phone may reload a page behind its camera."""
    mine = Upload.objects.filter(by=by, meant_for=meant_for, file=None, begun_at__gt=at - STILL_AT_HAND)
    return mine.exclude(path="").order_by("begun_at", "pk")


def originals_rule(community_id: int) -> FilesPolicy.Originals:
    policy = FilesPolicy.objects.filter(community_id=community_id).first()
    return FilesPolicy.Originals(policy.originals) if policy else FilesPolicy.Originals.DESTROY
