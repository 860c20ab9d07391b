"""Streets, lanes and compounds by the names people use."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.whole import as_a_whole
from linli.journal.record import record
from linli.territory.models import Community, Lane
from linli.web.refusal import Refusal

from .. import events
from .borders import hold_borders


class NameIsTaken(Refusal):
    """Another lane is called so: an address would not say which of them is meant."""


@as_a_whole
def enter_lane(community: Community, *, name: str, kind: str, aliases: Sequence[str], by: User, at: datetime) -> Lane:
    """Put a lane on the register, with what else it is called."""
    hold_borders(community.pk)
    _must_be_free(community.pk, [name, *aliases])
    lane = Lane.objects.create(community=community, name=name, kind=kind, aliases=_others(name, aliases))
    record(events.LANE_ENTERED, lane, by=by, at=at, name=name)
    return lane


@as_a_whole
def rename_lane(
    lane: Lane, *, name: str, kind: str, aliases: Sequence[str], keeps_old_name: bool, by: User, at: datetime
) -> None:
    """Call a lane otherwise. What it was called is found further on as another name, unless it was only a slip."""
    hold_borders(lane.community_id)
    lane.refresh_from_db()
    before = lane.name
    aliases = [*aliases, *([before] if keeps_old_name else [])]
    _must_be_free(lane.community_id, [name, *aliases], but=lane)
    lane.name, lane.kind, lane.aliases = name, kind, _others(name, aliases)
    lane.save(update_fields=["name", "kind", "aliases"])
    called = _("也叫：{names}").format(names=_("、").join(lane.aliases)) if lane.aliases else ""
    record(events.LANE_NAMED, lane, by=by, at=at, before=before, name=name, aliases=called)


def _others(name: str, aliases: Iterable[str]) -> list[str]:
    return [each for each in dict.fromkeys(aliases) if each != name]


def _must_be_free(community_id: int, names: Iterable[str], *, but: Lane | None = None) -> None:
    called = {each: lane for lane in Lane.objects.filter(community=community_id)
              if lane != but for each in (lane.name, *lane.aliases)}  # fmt: skip
    for n, name in enumerate(names):
        if name in called:
            raise NameIsTaken(
                _("“{name}”已经是{lane}的名字了。请换一个，或者去看看是不是同一条。").format(
                    name=name, lane=called[name].name
                ),
                field="aliases" if n else "name",
            )
