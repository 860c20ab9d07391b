"""What people do with a file that is there: say what it shows, who may see it, black it out, take it away."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import Verb, record
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events, registry
from ..later import make_soon
from ..models import File, FilesPolicy, State
from ..pictures import Box


class NotToSee(Refusal):
    """The file is not (yet, or any more) something that can be shown."""


class CannotBlackOut(Refusal):
    pass


def lock(file: File) -> File:
    return File.objects.select_for_update(of=("self",)).get(pk=file.pk)


def _tell(verb: Verb, file: File, *, by: User | None, at: datetime, **facts: Any) -> None:
    """Write on the journal of what the file belongs to."""
    record(verb, registry.owner_of(file), by=by, at=at, files=[file.pk], **facts)


def _has_to_be_ready(file: File) -> None:
    if not file.is_ready:
        raise NotToSee(_("这个文件现在看不了：{state}。请刷新看看。").format(state=file.get_state_display()))


@transaction.atomic
def caption_file(file: File, *, caption: str, by: User, at: datetime) -> None:
    """Say in a few words what it shows; a blind reader hears this instead of the photo."""
    File.objects.filter(pk=file.pk).update(caption=caption)


@transaction.atomic
def show_file(file: File, *, by: User, at: datetime) -> None:
    """Let the resident see it too. Doing it twice says it once."""
    file = lock(file)
    _has_to_be_ready(file)
    if not file.is_public:
        file.is_public = True
        file.save(update_fields=["is_public"])
        _tell(events.SHOWN, file, by=by, at=at)


@transaction.atomic
def hide_file(file: File, *, by: User, at: datetime) -> None:
    """Keep it to ourselves again; possible at any time."""
    file = lock(file)
    if file.is_public:
        file.is_public = False
        file.save(update_fields=["is_public"])
        _tell(events.HIDDEN, file, by=by, at=at)


@transaction.atomic
def move_file(file: File, beside: Sequence[File], *, step: int, by: User, at: datetime) -> None:
    """Move it `step` places among `beside`, all files of the same thing in their order."""
    order = [each.pk for each in beside]
    here = order.index(file.pk)
    order.insert(max(0, min(len(order) - 1, here + step)), order.pop(here))
    for position, pk in enumerate(order, start=1):
        File.objects.filter(pk=pk).exclude(position=position).update(position=position)


@transaction.atomic
def black_out(file: File, *, boxes: Sequence[Box], by: User, at: datetime) -> None:
    """Black out parts of a photo. From now until it is drawn nobody sees it; what was under them is gone afterwards.

    The photo as it was is destroyed, unless the community keeps originals (FilesPolicy).
    """
    file = lock(file)
    _has_to_be_ready(file)
    if not file.is_photo:
        raise CannotBlackOut(_("只有照片可以涂黑。"))
    if not boxes:
        raise CannotBlackOut(_("请先画出要涂黑的地方，再按涂黑。"))
    file.boxes, file.state, file.redacted_at = [box.as_list() for box in boxes], State.WAITING, at
    file.save(update_fields=["boxes", "state", "redacted_at"])
    _tell(events.REDACTED, file, by=by, at=at, count=len(boxes))
    make_soon(file.pk, file.community_id)


@transaction.atomic
def read_original(file: File, *, reason: str, by: User, at: datetime) -> str:
    """Return where the photo before it was blacked out is, to somebody who says why; the journal keeps who and why."""
    file = lock(file)
    if not file.original or file.removed_at is not None:
        raise NotToSee(_("没有保留原图。"))
    _tell(events.ORIGINAL_READ, file, by=by, at=at, reason=reason)
    return file.original


@transaction.atomic
def remove_file(file: File, *, by: User, at: datetime) -> None:
    """Take it away for everybody at once. It can be brought back for FILES_UNDO_HOURS, then it is destroyed."""
    file = lock(file)
    if file.removed_at is None:
        file.removed_at, file.removed_by = at, by
        file.save(update_fields=["removed_at", "removed_by"])
        _tell(events.REMOVED, file, by=by, at=at)


@transaction.atomic
def bring_back(file: File, *, by: User, at: datetime) -> None:
    """Undo a removal that is not too long ago; who could see it then can see it again."""
    file = lock(file)
    if file.removed_at is None:
        return
    if file.state == State.DESTROYED or at - file.removed_at > timedelta(hours=settings.FILES_UNDO_HOURS):
        raise NotToSee(_("已经过了撤销的时间，文件销毁了。"))
    file.removed_at = file.removed_by = None
    file.save(update_fields=["removed_at", "removed_by"])
    _tell(events.BROUGHT_BACK, file, by=by, at=at)


@transaction.atomic
def set_policy(community: Community, *, originals: FilesPolicy.Originals, by: User, at: datetime) -> FilesPolicy:
    """Say what becomes of photos as they were before they were blacked out. It holds for what is blacked out later."""
    policy, _is_new = FilesPolicy.objects.update_or_create(community=community, defaults={"originals": originals})
    record(events.POLICY_SET, policy, by=by, at=at, originals=originals)
    return policy
