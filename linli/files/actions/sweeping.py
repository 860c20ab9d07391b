"""Setting right what a kill, a lost disk or a forgotten form left behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from linli.accounts.models import User
from linli.journal.record import record
from linli.territory.queries import open_every_fence

from .. import events, registry, storing
from ..later import destroy_soon, make_soon
from ..models import File, State, Upload

UNUSED_FOR = timedelta(days=1)
WAITING_FOR = timedelta(minutes=10)
LOOK_BACK_DAYS = 10
AT_ONCE = 500


@dataclass(frozen=True)
class Swept:
    """How many of each were found."""

    unused: int = 0
    destroyed: int = 0
    waited: int = 0
    lost: int = 0
    orphans: int = 0


@transaction.atomic
def sweep(*, by: User | None, at: datetime) -> Swept:
    """Look once at everything that may have been left lying. The worker does it every hour; twice does no harm."""
    open_every_fence()
    recent = [day for day in storing.days() if _age(day, at) in range(LOOK_BACK_DAYS)]
    return Swept(
        orphans=len(_destroy(orphans(recent, at))),  # first: what follows has its own bytes destroyed
        unused=_drop_unused(at),
        destroyed=_destroy_removed(at),
        waited=_draw_again(at),
        lost=_mark_lost(File.objects.filter(at__gt=at - 2 * UNUSED_FOR)),
    )


@transaction.atomic
def check(*, mend: bool, by: User | None, at: datetime) -> Swept:
    """Compare every stored byte with every row, both ways; `mend` marks what is lost and destroys what is nobody's."""
    open_every_fence()
    found, ready = orphans(storing.days(), at), File.objects.filter(state=State.READY)
    if mend:
        return Swept(lost=_mark_lost(ready), orphans=len(_destroy(found)))
    return Swept(lost=sum(_is_lost(file) for file in ready.iterator()), orphans=len(found))


def _age(day: str, at: datetime) -> int:
    try:
        return (at.astimezone(UTC).date() - date.fromisoformat(day)).days
    except ValueError:
        return -1


def _drop_unused(at: datetime) -> int:
    left = list(Upload.objects.filter(file=None, begun_at__lt=at - UNUSED_FOR)[:AT_ONCE])
    destroy_soon([upload.path for upload in left if upload.path])  # its pieces are found as orphans
    Upload.objects.filter(pk__in=[upload.pk for upload in left]).delete()
    return len(left)


def _destroy_removed(at: datetime) -> int:
    until = at - timedelta(hours=settings.FILES_UNDO_HOURS)
    over = File.objects.select_for_update(of=("self",), skip_locked=True).filter(removed_at__lt=until)
    files = list(over.exclude(state=State.DESTROYED)[:AT_ONCE])
    for file in files:
        destroy_soon(file.paths)
        file.raw = file.shown = file.thumb = file.original = ""
        file.state, file.boxes = State.DESTROYED, []
        file.save()
        if (owner := registry.owner_of(file)) is not None:
            record(events.DESTROYED, owner, by=None, at=at, files=[file.pk])
    return len(files)


def _draw_again(at: datetime) -> int:
    """A job may have been given up after many tries; drawing is safe to ask for again."""
    waiting = list(File.objects.filter(state=State.WAITING, at__lt=at - WAITING_FOR, removed_at=None)[:AT_ONCE])
    for file in waiting:
        make_soon(file.pk, file.community_id)
    return len(waiting)


def _mark_lost(files: Iterable[File]) -> int:
    lost = [file.pk for file in files if file.state == State.READY and _is_lost(file)]
    return File.objects.filter(pk__in=lost).update(state=State.LOST)


def _is_lost(file: File) -> bool:
    return not all(storing.exists(path) for path in (file.shown, file.thumb) if path)


def orphans(days: Iterable[str], at: datetime) -> list[str]:
    """Return what is stored and named by no row. What was written today may belong to a row not yet committed."""
    return [path for day in days if _age(day, at) >= 2 for path in _orphans_of(day)]


def _orphans_of(day: str) -> list[str]:
    paths = storing.written_on(day)
    keys = {key for path in paths if (key := storing.key_in(path))}
    named: set[str] = set()
    for file in File.objects.filter(key__in=keys):
        named |= set(file.paths)
    uploads = Upload.objects.filter(Q(key__in=keys), file=None)
    taken = {upload.key for upload in uploads}  # still on its way in: its pieces too
    files_of = File.objects.filter(upload__key__in=keys).exclude(raw="")
    named |= set(files_of.values_list("raw", flat=True))
    return [path for path in paths if path not in named and storing.key_in(path) not in taken]


def _destroy(paths: list[str]) -> list[str]:
    storing.destroy(paths)
    return paths
