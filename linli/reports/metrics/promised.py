"""What was promised and what became of it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.cases.models import BreachReason, Outcome, Promise

from ..populations import ARRIVALS, CONTACTS, MISSED_CASES, PROMISES, Population, Standing
from ..tallies import TOLD
from . import units
from .kinds import Metric, Part, Words, count, count_of, rate

ARRIVE, RESOLVE, ANY = Q(kind=Promise.Kind.ARRIVE), Q(kind=Promise.Kind.RESOLVE), Q()


SHORTLY: dict[Outcome, Words] = {
    Outcome.EMERGENCY_TRANSFERRED: _("转紧急"),
    Outcome.LEGAL_ROUTE: _("走法定途径"),
    Outcome.REPEAT_INFORMED: _("重复反映"),
    Outcome.SECRET_EXPLAINED: _("涉及秘密或隐私"),
    Outcome.OUTSIDE_DUTY_REDIRECTED: _("不在职责内"),
    Outcome.ILLEGAL_PERSUADED: _("不合法已劝导"),
}
"""The six kinds of NOT_HANDLED_HERE in few words: they stand beside each other with a number behind each."""


def told_instead(among: Q, tallies: tuple[str, ...], of: Population = PROMISES) -> Part:
    """The six kinds of matter not handled here: beside every rate, so that nobody can hide anything among them."""
    return Part("excluded", _("六类不在这里办"), of, among & stands(Standing.EXCLUDED), tallies)


def waiting(among: Q, tally: str, of: Population = PROMISES) -> Part:
    return Part("waiting", _("没到时限或暂停"), of, among & stands(Standing.WAITING), (tally,))


def stands(standing: str) -> Q:
    return Q(standing=standing)


ARRIVED_ON_TIME = rate(
    "arrived_on_time",
    _("到场守约率"),
    _("承诺到场的，时限前到场的 ÷ 已到场和已超时的；按诉求接到时间统计，每次承诺各算一次，暂停的时间不计。"),
    of=PROMISES,
    whole=_("应到场"),
    kept=(_("按时到场"), ARRIVE & stands(Standing.KEPT), ("arrive_kept",)),
    missed=(_("没按时到场"), ARRIVE & stands(Standing.MISSED), ("arrive_missed",)),
    beside=(
        told_instead(ARRIVE, ("arrive_excluded",)),
        Part("waived", _("不用到场"), PROMISES, ARRIVE & stands(Standing.WAIVED), ("arrive_waived",)),
        waiting(ARRIVE, "arrive_waiting"),
    ),
)

RESOLVED_ON_TIME = rate(
    "resolved_on_time",
    _("办结守约率"),
    _("时限前办结的 ÷ 已办结和超时还没办结的；按诉求接到时间统计，每次承诺各算一次，暂停的时间不计。"),
    of=PROMISES,
    whole=_("应办结"),
    kept=(_("按时办结"), RESOLVE & stands(Standing.KEPT), ("resolve_kept",)),
    missed=(_("没按时办结"), RESOLVE & stands(Standing.MISSED), ("resolve_missed",)),
    beside=(told_instead(RESOLVE, TOLD), waiting(RESOLVE, "resolve_waiting")),
)

RESPONSE_RATE = rate(
    "response_rate",
    _("响应率"),
    _("第一次办结时限前答复过居民的 ÷ 已答复和过了时限还没答复的诉求；按接到时间统计，一件事算一次。"),
    of=CONTACTS,
    whole=_("应答复"),
    kept=(_("按时答复"), stands(Standing.KEPT), ("contact_kept",)),
    missed=(_("没按时答复"), stands(Standing.MISSED), ("contact_missed",)),
    beside=(told_instead(ANY, ("contact_excluded",), CONTACTS), waiting(ANY, "contact_waiting", CONTACTS)),
)

NOT_HANDLED = count(
    "not_handled_here",
    _("不计入守约"),
    units.cases,
    _("六类不在这里办、告知了居民的诉求，每件都写明是哪一类、怎样告知的；按接到时间统计，每一轮办理各算一件。"),
    of=PROMISES,
    where=RESOLVE & stands(Standing.EXCLUDED),
    tallies=TOLD,
    beside=tuple(
        Part(
            outcome.value,
            label,
            PROMISES,
            RESOLVE & stands(Standing.EXCLUDED) & Q(ending=outcome),
            (f"told_{outcome.value}",),
        )
        for outcome, label in SHORTLY.items()
    ),
)

MISSED_PROMISES = count(
    "missed_promises",
    _("没守约的"),
    units.cases,
    _("到场或办结超过时限的诉求，不论后来办没办；按接到时间统计，一件事算一件，六类不在这里办的不算。"),
    of=MISSED_CASES,
    tallies=("missed",),
    beside=(Part("unfinished", _("还没办完"), MISSED_CASES, Q(ending=""), ("missed_unfinished",)),),
)

BREACH_REASONS = count(
    "breach_reasons",
    _("为什么没守约"),
    units.times,
    _("没按时到场和没按时办结的承诺，按经手人写下的原因分；按诉求接到时间统计，每次承诺各算一次。"),
    of=PROMISES,
    where=stands(Standing.MISSED),
    tallies=("arrive_missed", "resolve_missed"),
    beside=(
        *(
            Part(
                code.value,
                code.label,
                PROMISES,
                stands(Standing.MISSED) & Q(breach_reason__code=code),
                (f"late_{code}",),
            )
            for code in BreachReason.Code
        ),
        Part(
            "unexplained",
            _("还没写原因"),
            PROMISES,
            stands(Standing.MISSED) & Q(breach_reason=None),
            ("late_unexplained",),
        ),
    ),
)
"""Missed promises of both kinds together, as `missed_promises` counts cases."""


def _promises_of(part: Part, code: str, label: Words, definition: Words) -> Metric:
    return count_of(part, code, label, units.times, definition)


PROMISED = (
    ARRIVED_ON_TIME,
    _promises_of(
        ARRIVED_ON_TIME.part("kept"),
        "arrivals_kept",
        _("按时到场"),
        _("在时限前到场的到场承诺，包括补记后改为守约的；按诉求接到时间统计，每次承诺各算一次。"),
    ),
    _promises_of(
        ARRIVED_ON_TIME.part("missed"),
        "arrivals_missed",
        _("没按时到场"),
        _("过了时限才到场或还没到场的到场承诺；按诉求接到时间统计，每次承诺各算一次。"),
    ),
    RESOLVED_ON_TIME,
    _promises_of(
        RESOLVED_ON_TIME.part("kept"),
        "resolutions_kept",
        _("按时办结"),
        _("在时限前办结的办结承诺；按诉求接到时间统计，每次承诺各算一次。"),
    ),
    _promises_of(
        RESOLVED_ON_TIME.part("missed"),
        "resolutions_missed",
        _("没按时办结"),
        _("过了时限才办结或还没办结的办结承诺；按诉求接到时间统计，每次承诺各算一次。"),
    ),
    RESPONSE_RATE,
    NOT_HANDLED,
    MISSED_PROMISES,
    BREACH_REASONS,
    count(
        "arrivals_waived",
        _("不用到场"),
        units.times,
        _("没到时限就办结、用不着去人的到场承诺，不在到场守约率里；按诉求接到时间统计，每次承诺各算一次。"),
        of=PROMISES,
        where=ARRIVE & stands(Standing.WAIVED),
        tallies=("arrive_waived",),
    ),
    count(
        "arrivals_added_later",
        pgettext_lazy("统计", "补记到场"),
        units.times,
        _("当时忘了记、后来补上的到场，每次都写明怎么知道的；按诉求接到时间统计，一个人到一次算一次。"),
        of=ARRIVALS,
        where=Q(was_added_later=True),
        tallies=("arrivals_added",),
    ),
    count(
        "arrivals_corrected",
        _("补记后改为守约"),
        units.times,
        _("原先记成超时或不用到场、补记后改为守约的到场承诺，已算在按时到场里；按诉求接到时间统计，每次承诺各算一次。"),
        of=PROMISES,
        where=ARRIVE & stands(Standing.KEPT) & Q(corrected_at__isnull=False),
        tallies=("arrive_corrected",),
    ),
)
