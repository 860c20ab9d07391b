"""Zones as people live with them: a border that moved half a year ago, boards that hang, photos for them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from linli.accounts.models import User
from linli.files.actions import make_file, receive_whole
from linli.territory.models import Zone
from linli.zones.actions import keep_board, keep_photo, move_border, settle_borders
from linli.zones.queries.boards import board_of
from linli.zones.queries.ground import ground

from .pictures import portrait
from .play import Part
from .stage import Stage

HALF_A_YEAR = timedelta(days=182)
HUNG = timedelta(days=300)
BOARDS = {
    # zone: duties, others, telephone for complaints
    1: (["policy", "opinions", "sanitation", "security", "disputes"], "", "0774-5550119"),
    2: (["policy", "opinions", "sanitation", "hardship"], "接送放学的孩子过马路", "0774-5550119"),
    3: (["opinions", "sanitation", "disputes", "hardship", "repairs"], "每周一看一次下水道", "0774-5550119"),
    4: (["policy", "opinions", "security", "repairs", "manners"], "", "0774-5550119"),
    5: (["policy", "disputes", "repairs", "culture"], "", "0774-5550119"),
}
PHOTOGRAPHED = (1, 3, 5)
"""Zones whose lead has brought a photo."""


def parts(stage: Stage) -> list[Part]:
    """Return the borders that moved, to be acted out in the order of time: what was before lies where it lay."""
    return [Part(_move(stage, stage.zones[number], doors)) for number, doors in stage.moved.items()]


def _move(stage: Stage, zone: Zone, doors: list[int]) -> Iterator[datetime]:
    yield (when := (stage.now - HALF_A_YEAR).replace(hour=9, minute=30))
    already = {door.pk for door in ground(stage.community.pk, when.date()).of_zone(zone.pk)}
    move_border(
        zone, doors=already | set(doors), leftover=None, on=when.date(), reason="路口改造后，归就近的责任区",
        by=_secretary(stage), at=when,
    )  # fmt: skip


def _secretary(stage: Stage) -> User:
    return stage.users.get("liao") or next(iter(stage.users.values()))


def hang_boards(stages: dict[str, Stage]) -> None:
    """Draw every zone around its doors; hang the boards of the first community but for one zone still at it."""
    for stage in stages.values():
        settle_borders(stage.community.pk, on=stage.now.date())
    stage = stages["lingfeng"]
    hung, by = stage.now - HUNG, _secretary(stage)
    for number, (duties, others, complaints) in BOARDS.items():
        zone = stage.zones[number]
        zone.refresh_from_db()
        keep_board(
            board_of(zone), duties=duties, other_duties=others, public_phone="", supervise_phone=complaints,
            published_from=hung.date(), by=by, at=hung,
        )  # fmt: skip
        if number in PHOTOGRAPHED:
            _photograph(stage, zone, stage.keepers[zone.pk][0].user)


def _photograph(stage: Stage, zone: Zone, keeper: User) -> None:
    """Put a photo on file; whether it is seen is the keeper's to say (rights_life)."""
    by, at = _secretary(stage), stage.now - HUNG
    content = portrait(keeper.username)
    size = content.getbuffer().nbytes
    upload = receive_whole(stage.community, name=f"{keeper.name}.jpg", content=content, size=size, by=by, at=at)
    make_file(keep_photo(zone, keeper, upload, by=by, at=at).file_id, by=None, at=at)
