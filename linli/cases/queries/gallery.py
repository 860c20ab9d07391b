"""The photos and files of a case, in their order."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from linli.accounts.models import User
from linli.files.models import State

from ..models import Case, CaseFile
from .joining import merged_into


def files_of(case: Case) -> QuerySet[CaseFile]:
    """Return what is attached and not taken away; one query with everything a gallery shows."""
    mine = CaseFile.objects.filter(case=case, file__removed_at=None).select_related("file__by")
    return mine.order_by("file__position", "file_id")


def files_of_merged(case: Case, user: User) -> list[CaseFile]:
    """Return what is attached to the cases worked on as `case` that `user` may see, with those cases."""
    merged = Case.objects.visible_to(user).filter(pk__in=[each.pk for each in merged_into(case)])
    files = CaseFile.objects.filter(case__in=merged, file__removed_at=None).select_related("file__by", "case")
    return list(files.order_by("case__number", "file__position", "file_id"))


def files_for_resident(case: Case) -> QuerySet[CaseFile]:
    """Return what a resident may see with the query code."""
    return files_of(case).filter(file__is_public=True, file__state=State.READY)


def removed_files(case: Case, at: datetime) -> QuerySet[CaseFile]:
    """Return what was taken away and can still be brought back, newest first."""
    since = at - timedelta(hours=settings.FILES_UNDO_HOURS)
    gone = CaseFile.objects.filter(case=case, file__removed_at__gt=since).exclude(file__state=State.DESTROYED)
    return gone.select_related("file__by", "file__removed_by").order_by("-file__removed_at")


def room_for_files(case: Case) -> int:
    """Return how many more files the case may hold."""
    return max(0, settings.FILES_PER_THING - files_of(case).count())


def room_for_resident(case: Case, at: datetime) -> int:
    """Return how many more photos a resident may send about the case today."""
    today = CaseFile.objects.filter(case=case, step=CaseFile.Step.RESIDENT, file__at__gt=at - timedelta(days=1)).count()
    return max(0, min(settings.FILES_FROM_A_RESIDENT - today, room_for_files(case)))
