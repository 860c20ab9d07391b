"""`linli figures`: the figures of one community at the terminal, for people and for programs."""

import json
from datetime import date, datetime, time
from typing import IO, Any

import click
from django.db import connection, transaction
from django.utils import timezone

from linli.fence.rows import open_fence
from linli.territory.models import Community
from linli.worktime.arithmetic import BEIJING, end_of

from .actions import count_anew, count_everything_anew
from .printing import as_table
from .queries.figures import Figure
from .queries.figures import figures as figures_of
from .queries.proof import differences
from .scope import EARLIEST, LATEST, Scope, Window


class WrongQuestion(click.ClickException):
    """What was asked cannot be answered; the message is the one sentence that says why."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file, err=file is None)


class WrongCounters(WrongQuestion):
    """The counters do not hold what a recount finds."""

    exit_code = 1


@click.command(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--community", "name", metavar="NAME", help="The community's name, such as 灵峰社区.")  # catalogue: data
@click.option("--from", "first", metavar="DAY", help="The first day, such as 2009-01-01.")
@click.option("--to", "last", metavar="DAY", help="The last day, included.")
@click.option("--as-of", metavar="MOMENT", help="Count only what had happened by then (ISO 8601); now by default.")
@click.option("--json", "is_json", is_flag=True, help="Print a JSON list for programs.")
@click.option(
    "--verify", "is_proof", is_flag=True, help="Prove that the counters hold what a recount of all rows finds."
)
@click.option("--rebuild", "is_rebuilt", is_flag=True, help="Throw the counters away and count every case anew.")
def figures(
    name: str, first: str, last: str, as_of: str | None, *, is_json: bool, is_proof: bool, is_rebuilt: bool
) -> None:
    """Print a community's figures for a period, each with its definition.

    Days are those of Beijing. An appeal belongs to the day it was received, a good deed to the day it was done. A
    rate without a denominator has no value.

    With --verify or --rebuild it looks after the counters the figures are read from: of every community, or with
    --verify of the one named. --verify ends with 1 and a line for each difference when there is any.
    """
    if is_rebuilt:
        click.echo(f"{count_everything_anew()} cases counted anew.")
    if is_proof:
        _prove(name)
    if is_proof or is_rebuilt:
        return
    if not (name and first and last):
        raise WrongQuestion("Say --community, --from and --to; or --verify, or --rebuild.")
    window = _window(_day("--from", first), _day("--to", last))
    moment = _moment(as_of) if as_of else timezone.localtime()
    with transaction.atomic():
        community = _community(name)
        open_fence([community.pk])
        found = list(figures_of(Scope(frozenset([community.pk]), window, moment)).values())
    if is_json:
        click.echo(json.dumps([as_json(each, window, moment) for each in found], ensure_ascii=False, indent=2))
    else:
        click.echo(as_table(found, community.name, window, moment))


def _prove(name: str | None) -> None:
    while count_anew():
        pass
    communities = [_community(name)] if name else list(Community.objects.order_by("pk"))
    wrong = 0
    for community in communities:
        with transaction.atomic():
            if len(connection.savepoint_ids) == 0:  # inside another transaction it would be too late
                connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            open_fence([community.pk])
            for each in differences(community.pk, timezone.localtime()):
                by, key, day = each.place
                where = " ".join(str(part) for part in (by, key, day) if part)
                click.echo(f"{community.name}  {where}  {each.tally}: kept {each.kept}, counted {each.counted}")
                wrong += 1
    if wrong:
        raise WrongCounters(f"{wrong} counters are wrong; linli figures --rebuild counts everything anew.")
    click.echo("Every counter holds what a recount finds.")


def as_json(figure: Figure, window: Window, as_of: datetime) -> dict[str, str | int | float | None]:
    """Return one figure as programs read it; rates are numbers in percent with one decimal."""
    value = figure.value if isinstance(figure.value, int | None) else float(figure.value)
    return {
        "metric": figure.metric.code,
        "label": str(figure.metric.label),
        "unit": figure.unit,
        "value": value,
        "definition": figure.definition,
        "from": window.from_on.isoformat(),
        "to": window.to_on.isoformat(),
        "as_of": as_of.astimezone(BEIJING).isoformat(),
    }


def _community(name: str) -> Community:
    community = Community.objects.filter(name=name).first()
    if community is None:
        known = ", ".join(Community.objects.order_by("pk").values_list("name", flat=True))
        raise WrongQuestion(
            f"There is no community called {name}; known here: {known}."
            if known
            else f"There is no community called {name}: no community has been set up yet."
        )
    return community


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongQuestion(f"{option} {text} is not a day: write it as 2009-01-01.") from None


def _window(first: date, last: date) -> Window:
    if last < first:
        raise WrongQuestion(f"--from {first} is after --to {last}.")
    try:
        return Window(first, last)
    except ValueError:
        raise WrongQuestion(f"--from and --to must lie between {EARLIEST} and {LATEST}.") from None


def _moment(text: str) -> datetime:
    """Return the moment; one without a zone is Beijing's, a day alone is its end."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise WrongQuestion(f"--as-of {text} is not a moment: write it as 2010-04-13T08:36:20+08:00.") from None
    if len(text) <= len("2010-04-13") and moment.time() == time.min:
        return end_of(moment.date())
    return moment if timezone.is_aware(moment) else moment.replace(tzinfo=BEIJING)
