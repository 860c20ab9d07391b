"""What residents said when they were called back. Who handled a matter never asks (the database refuses it)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.cases.models import UNHAPPY, Satisfaction

from ..populations import CALLBACKS
from ..tallies import TOLD
from . import units
from .kinds import Part, count, count_of, rate
from .promised import RESOLVE, told_instead

HAPPY = tuple(each for each in Satisfaction if each not in UNHAPPY)
REACHED = Q(reached=True)
told = told_instead(RESOLVE, TOLD)
ANSWERED, SILENT = ("said_resolved", "said_unresolved"), ("said_nothing",)

CALLBACK_COVERAGE = rate(
    "callback_coverage",
    _("回访覆盖"),
    _("问到居民的 ÷ 回访过的；按诉求接到时间统计，每一轮办理各算一次，打几遍也算一次，居民自己在查询页答的也算。"),
    of=CALLBACKS,
    whole=_("回访过"),
    kept=(_("问到了"), REACHED, ANSWERED),
    missed=(_("没有接通"), Q(reached=False), SILENT),
    beside=(told,),
)

RESOLUTION_RATE = rate(
    "resolution_rate",
    _("解决率"),
    _("居民说解决了的 ÷ 问到的；按诉求接到时间统计，每一轮办理各算一次，没有接通的不算在内。"),
    of=CALLBACKS,
    whole=_("问到了"),
    kept=(_("居民说解决了"), REACHED & Q(resolved=True), ("said_resolved",)),
    missed=(_("居民说没有解决"), REACHED & Q(resolved=False), ("said_unresolved",)),
    beside=(told, Part("unreached", _("没有接通"), CALLBACKS, Q(reached=False), SILENT)),
)

SATISFACTION_RATE = rate(
    "satisfaction_rate",
    _("满意率"),
    _("居民说非常满意、满意或基本满意的 ÷ 说了满意不满意的；按诉求接到时间统计，每一轮办理各算一次。"),
    of=CALLBACKS,
    whole=_("说了满意不满意"),
    kept=(_("基本满意以上"), REACHED & Q(satisfaction__in=HAPPY), ("said_happy",)),
    missed=(_("不满意"), REACHED & Q(satisfaction__in=UNHAPPY), ("said_unhappy",)),
    beside=(
        told,
        Part("silent", _("问到了但没评价"), CALLBACKS, REACHED & Q(satisfaction=""), ("said_no_opinion",)),
        Part("unreached", _("没有接通"), CALLBACKS, Q(reached=False), SILENT),
    ),
)

SAID = (
    CALLBACK_COVERAGE,
    count(
        "callbacks_attempted",
        _("回访过"),
        units.times,
        _("办结后回访过的，问到和没接通都算；按诉求接到时间统计，每一轮办理各算一次，打几遍也算一次。"),
        of=CALLBACKS,
        tallies=(*ANSWERED, *SILENT),
    ),
    count_of(
        CALLBACK_COVERAGE.part("kept"),
        "callbacks_answered",
        _("问到了"),
        units.times,
        _("办结后问到了居民的回访；按诉求接到时间统计，每一轮办理各算一次，居民自己在查询页答的也算。"),
    ),
    RESOLUTION_RATE,
    SATISFACTION_RATE,
)
