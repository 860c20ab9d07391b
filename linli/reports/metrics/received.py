"""What came in, and what was done for it: appeals by channel, deeds."""

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from linli.cases.models import NOT_HANDLED_HERE, Channel, GoodDeed

from ..populations import CASES, DEEDS
from . import units
from .kinds import Metric, count


def of_channel(channel: Channel) -> Metric:
    return count(
        f"channel_{channel.value}",
        format_lazy(_("来路：{channel}"), channel=channel.label),
        units.cases,
        format_lazy(
            _("最早经「{channel}」接到的诉求，不论结果；按接到时间统计，一件事算一件。"), channel=channel.label
        ),
        of=CASES,
        where=Q(channel=channel),
        tallies=("received",),
        channel=channel.value,
    )


RECEIVED = (
    count(
        "appeals_total",
        _("接到诉求"),
        units.cases,
        _("接到并登记的诉求，不论来路和结果；按接到时间统计，一件事算一件，后来的人反映同一件事不另算。"),
        of=CASES,
        tallies=("received",),
    ),
    count(
        "hotline_appeals",
        _("热线诉求"),
        units.appeals,
        _("热线接听、并且已经办结或告知的诉求；按接到时间统计，一件事算一起，几个人反映同一件事也只算一起。"),
        of=CASES,
        where=Q(channel=Channel.HOTLINE) & ~Q(ending=""),
        tallies=("hotline_ended",),
    ),
    count(
        "letters_and_visits",
        _("来信来访"),
        units.cases,
        _("受理的来信和来访，当场告知不在这里办的六类不算；按接到时间统计，一封信或一次来访算一件，多人同来也是一件。"),
        of=CASES,
        where=Q(channel__in=(Channel.LETTER, Channel.VISIT)) & ~Q(ending__in=NOT_HANDLED_HERE),
        tallies=("letters_and_visits",),
    ),
    count(
        "good_deeds",
        _("办好事实事"),
        units.deeds,
        _("民声驿站办好、记下了结果的实事；按办成日期统计，一件实事只算在一处，和办结的诉求不是一回事。"),
        of=DEEDS,
        where=Q(source=GoodDeed.Source.VOICE_STATION),
    ),
    *(of_channel(channel) for channel in Channel),
)
