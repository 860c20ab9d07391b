"""Bodies of the town, who sits there, and nine terms of the chair in half-years around today."""

import tomllib
from datetime import date, datetime, time
from random import Random
from typing import Any

from dateutil.relativedelta import relativedelta

from linli.assembly.actions import (
    add_turn,
    change_rule,
    change_term,
    end_seat,
    give_seat,
    hand_over,
    plan_terms,
    replace_seat,
    seat_delegates,
    skip_term,
    start_body,
    write_report,
)
from linli.assembly.models import Body, ChairTerm
from linli.assembly.queries.sitting import grown_ups
from linli.journal.record import without_listeners
from linli.party.models import Organisation
from linli.residents.models import Person

from .stage import BEIJING, DATA, Stage


def found(stages: dict[str, Stage]) -> None:
    """Found the bodies as quietly as history does: nobody is told of what is long over."""
    plan = tomllib.loads((DATA / "assembly.toml").read_text(encoding="utf-8"))
    stage = stages["lingfeng"]
    with without_listeners():
        _know_the_heads(stage, plan["unit"])
        conference = _conference(stage, plan)
        _chairs(stage, plan, conference)
        group = _start(stage, "liaison_group", plan)
        _seat_liaisons(stage, group, plan["unit"])
        general = Organisation.objects.get(community=stage.community, kind="general_branch")
        _start(stage, "member_council", plan, organisation=general)
        _start(stage, "residents", plan)
        _seat_representatives(stage, _start(stage, "representatives", plan), plan["representatives"]["seats"])
        _seat_supervisors(stage, _start(stage, "supervision", plan), plan["supervision"])
        other = stages["qianjin"]
        theirs = plan | {"representatives": plan["other"]}
        _seat_representatives(other, _start(other, "representatives", theirs), plan["other"]["seats"])


def morning(on: date) -> datetime:
    return datetime.combine(on, time(9, 30), BEIJING)


def half_year(on: date) -> date:
    """Return the first day of the half-year a day is in."""
    return on.replace(month=1 if on.month < 7 else 7, day=1)


def _start(stage: Stage, kind: str, plan: dict[str, Any], organisation: Organisation | None = None) -> Body:
    line = plan[kind]
    since = line["founded_on"]
    return start_body(
        stage.community, kind=kind, name=line["name"], founded_on=since, organisation=organisation, by=None,
        at=morning(since),
    )  # fmt: skip


def _know_the_heads(stage: Stage, lines: list[dict[str, Any]]) -> None:
    """Write down who leads each unit's Party organisation, where nobody did."""
    for line in lines:
        unit = stage.units[line["short_name"]]
        unit.party_secretary = unit.party_secretary or line["head"]
        unit.party_org_name = unit.party_org_name or line["organisation"]
        unit.save(update_fields=["party_secretary", "party_org_name"])


def _conference(stage: Stage, plan: dict[str, Any]) -> Body:
    line, liao = plan["conference"], stage.users["liao"]
    body = _start(stage, "conference", plan)
    since = date(2020, 1, 1)
    person = Person.objects.filter(user=liao).first()
    given = {"person": person} if person else {"name": liao.name, "user": liao}
    give_seat(body, post="社区党支部书记", from_on=since, by=liao, at=morning(since), **given)
    changed = stage.now.date() - relativedelta(months=line["rule_on_months_ago"])
    change_rule(
        body, from_on=changed, reason=line["rule_reason"], values={"notice_days": line["notice_days"]},
        sources={"notice_days": line["rule_source"]}, by=liao, at=morning(changed),
    )  # fmt: skip
    for each in plan["unit"]:
        add_turn(body, stage.units[each["short_name"]], by=liao, at=morning(since))
    seat_delegates(body, from_on=since, by=liao, at=morning(since))
    return body


def _chairs(stage: Stage, plan: dict[str, Any], body: Body) -> None:
    """Play nine terms: four done, one skipped, one in office, three to come."""
    line, liao, today = plan["chair"], stage.users["liao"], stage.now.date()
    first = half_year(today) - relativedelta(months=6 * line["halves_back"])
    plan_terms(body, months=6, count=line["terms"], starts_on=first, by=liao, at=morning(first))
    skipped = body.terms.get(unit__short_name=line["skip"])
    skip_term(skipped, reason=line["skip_reason"], by=liao, at=morning(first + relativedelta(months=5)))
    said = {each["short_name"]: each for each in plan["unit"]}
    note = "第一任，从社区党支部接过名册、章程和会议记录。"
    for _n in range(line["halves_back"] + 1):
        after = body.terms.filter(status=ChairTerm.Status.PLANNED).select_related("unit").order_by("starts_on").first()
        assert after is not None  # noqa: S101 - nine are planned
        words, at = said[after.unit.short_name], min(morning(after.starts_on), stage.now)
        hand_over(body, after=after, note=note, work_plan=words["plan"], by=liao, at=at)
        note = words["note"]
        if words.get("report"):
            last_days = min(morning(after.ends_on - relativedelta(days=3)), stage.now)
            write_report(after, report=words["report"], by=liao, at=last_days)
    if user := stage.liaisons.get("市政局"):
        now = body.terms.get(status=ChairTerm.Status.ACTIVE)
        change_term(now, user=user, by=liao, at=min(morning(now.starts_on), stage.now))


def _seat_liaisons(stage: Stage, body: Body, lines: list[dict[str, Any]]) -> None:
    since, liao = date(2020, 1, 1), stage.users["liao"]
    for line in lines:
        unit = stage.units[line["short_name"]]
        user = stage.liaisons.get(unit.short_name)
        name = user.name if user else line["liaison"]
        give_seat(body, name=name, user=user, unit=unit, post="联络员", from_on=since, by=liao, at=morning(since))


def _pick(stage: Stage, count: int, seed: str) -> list[Person]:
    """Pick grown-ups of a settled age, always the same."""
    today = stage.now.date()
    settled = grown_ups(stage.community.pk, today).filter(birth_on__lte=today - relativedelta(years=35), user=None)
    people = list(settled.exclude(birth_on__lte=today - relativedelta(years=78)).order_by("pk"))
    return Random(seed).sample(people, count)


def _seat_representatives(stage: Stage, body: Body, count: int) -> None:
    """Seat representatives for five years; one left, one was replaced."""
    since, by = body.founded_on, next(iter(stage.users.values()))
    people = _pick(stage, count + 2, f"representatives of {body.name}")
    seats = [
        give_seat(body, person=person, post="居民代表", from_on=since, by=by, at=morning(since))
        for person in people[: count + 1]
    ]  # fmt: skip
    changed = stage.now.date() - relativedelta(months=7)
    replace_seat(
        seats[0], on=changed, reason="搬到别的社区去了", person=people[-1], by=by, at=morning(changed)
    )  # fmt: skip
    end_seat(seats[1], on=changed, reason="身体不好，本人提出", by=by, at=morning(changed))


def _seat_supervisors(stage: Stage, body: Body, line: dict[str, Any]) -> None:
    since, liao, head = body.founded_on, stage.users["liao"], stage.users[line["head"]]
    person = Person.objects.filter(user=head).first()
    given = {"person": person} if person else {"name": head.name, "user": head}
    give_seat(body, post="主任", from_on=since, by=liao, at=morning(since), **given)
    for person in _pick(stage, line["members"], "supervisors"):
        give_seat(body, person=person, post="委员", from_on=since, by=liao, at=morning(since))
