"""The figures page: how many promises were kept, every number with its definition and the way to its rows."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.accounts.doors import SignedInRequest, admits

from ..drawing import draw
from ..metrics import metric
from ..models import By
from ..periods import Period, say_window
from ..queries.breakdowns import KINDS
from ..queries.figures import figures as figures_of
from ..queries.tables import tables
from ..queries.tallied import tallied
from ..queries.weeks import weeks
from .asked import asked

PROMISES = ("arrived_on_time", "resolved_on_time", "response_rate", "not_handled_here")
VOICES = ("callback_coverage", "resolution_rate", "satisfaction_rate")
COUNTS = ("appeals_total", "hotline_appeals", "letters_and_visits", "good_deeds")
LONG_PERIODS = (Period.TWELVE_MONTHS, Period.THIS_YEAR)
ARRIVALS = ("arrivals_waived", "arrivals_added_later", "arrivals_corrected")
MISSED = ("missed_promises", "breach_reasons", "arrivals_missed", "resolutions_missed")
SHOWN = (*PROMISES, *VOICES, *COUNTS, *ARRIVALS, *MISSED)


@require_safe
@admits("reports.view_figures")
def figures(request: SignedInRequest) -> HttpResponse:
    wanted = asked(request)
    context = {"asked": wanted, "form": wanted.form, "periods": Period.choices, "kinds": KINDS.items()}
    if wanted.scope is None:
        return render(request, "reports/figures.html", context)
    read = tallied(wanted.scope, (By.ALL, By.ZONE, By.CHANNEL))
    shown = [metric(code) for code in SHOWN]
    found, by_week = figures_of(wanted.scope, shown, read), weeks(wanted.scope)
    return render(
        request,
        "reports/figures.html",
        context
        | {
            "window": say_window(wanted.scope.window, wanted.form.today),
            "period": wanted.form.period.label if wanted.form.period in LONG_PERIODS else "",
            "as_of": wanted.scope.as_of,
            "promises": [found[code] for code in PROMISES],
            "voices": [found[code] for code in VOICES],
            "counts": [found[code] for code in COUNTS],
            "arrivals": [found[code] for code in ARRIVALS],
            "missed": found["missed_promises"],
            "reasons": found["breach_reasons"],
            "missed_arrivals": found["arrivals_missed"],
            "missed_resolutions": found["resolutions_missed"],
            "weeks": by_week,
            "chart": draw(by_week, [f"{week.begins_on.month}/{week.begins_on.day}" for week in by_week], _("近 12 周")),
            "tables": tables(wanted.scope, read),
        },
    )
