"""公示牌: what hangs on the wall and on the public page, and the keepers' photos on it."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from linli.accounts.models import User
from linli.fence.whole import as_a_whole
from linli.files.actions import keep_file, remove_file
from linli.files.models import Upload
from linli.journal.record import record
from linli.territory.models import Zone

from .. import events
from ..models import Board, KeeperPhoto


@as_a_whole
def keep_board(board: Board, *, by: User, at: datetime, **given: Any) -> Board:
    """Save what a board says. Hanging it out and taking it down are lines of their own."""
    today, zone = timezone.localdate(at), board.zone
    hung_before = board.hangs_on(today)
    for name, value in given.items():
        setattr(board, name, value)
    board.save()
    record(events.BOARD_KEPT, zone, by=by, at=at, name=zone.name)
    if board.hangs_on(today) != hung_before:
        verb = events.BOARD_TAKEN_DOWN if hung_before else events.BOARD_HUNG
        record(verb, zone, by=by, at=at, name=zone.name, on=today)
    return board


@as_a_whole
def keep_photo(zone: Zone, keeper: User, upload: Upload, *, by: User, at: datetime) -> KeeperPhoto:
    """Put a keeper's photo on the boards of the community; the one before is taken away."""
    file, _is_new = keep_file(upload, by=by, at=at)
    photo = KeeperPhoto.objects.filter(community=zone.community_id, keeper=keeper).first()
    if photo is None:
        photo = KeeperPhoto.objects.create(community_id=zone.community_id, keeper=keeper, file=file)
    elif photo.file_id != file.pk:
        remove_file(photo.file, by=by, at=at)
        photo.file = file
        photo.save(update_fields=["file"])
    record(events.PHOTO_KEPT, zone, by=by, at=at, keeper=keeper.name)
    return photo


@as_a_whole
def remove_photo(zone: Zone, photo: KeeperPhoto, *, by: User, at: datetime) -> None:
    """Take a keeper's photo off the boards and destroy it in time, as any file taken away."""
    remove_file(photo.file, by=by, at=at)
    photo.delete()
    record(events.PHOTO_REMOVED, zone, by=by, at=at, keeper=photo.keeper.name)
