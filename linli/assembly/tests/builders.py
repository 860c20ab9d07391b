"""Bodies of 桂花社区, for the tests of this room and those above."""

from datetime import date

from linli.assembly.actions import add_turn, give_seat, hand_over, plan_terms, start_body
from linli.assembly.models import Body, ChairTerm
from linli.residents.actions import enter_unit
from linli.residents.models import LiaisonOfficer

LONG_AGO = date(2020, 1, 1)


def a_body(town, kind, at, *, name="", by=None, organisation=None, founded_on=LONG_AGO) -> Body:
    name = name or str(Body.Kind(kind).label)
    return start_body(
        town.guihua, kind=kind, name=name, founded_on=founded_on, organisation=organisation, by=by, at=at
    )  # fmt: skip


def a_seat(body, at, *, from_on=LONG_AGO, **given):
    """Seat somebody: `person`, or `name` for who is in no register."""
    return give_seat(body, from_on=from_on, by=None, at=at, **given)


def a_committee(town, at, *people) -> Body:
    """居务监督委员会 with a seat for each of these users, in order; the first is its head."""
    body = a_body(town, "supervision", at)
    for n, user in enumerate(people):
        a_seat(body, at, name=user.name, user=user, post="" if n else "主任")
    return body


UNITS = ("市政局", "人社局", "卫生服务中心", "幼儿园", "灵峰小学", "康宁物业", "自来水公司", "供电所")


def units(town, at, *, count=8, liaison=None):
    """Units whose Party secretaries are known; `liaison` signs in for the second."""
    made = [
        enter_unit(
            town.guihua, name=f"桂花{name}", short_name=name, kind="office", party_secretary=f"{name[0]}书记", by=None,
            at=at,
        )
        for name in UNITS[:count]
    ]  # fmt: skip
    if liaison is not None:
        LiaisonOfficer.objects.create(community=town.guihua, unit=made[1], user=liaison, from_on=LONG_AGO)
    return made


def a_conference(town, at, *, count=8, terms=9, months=6, starts_on=date(2026, 1, 1), liaison=None) -> Body:
    """A joint conference whose chair goes round among `count` units; `terms` of them are planned, none has begun."""
    body = a_body(town, "conference", at)
    for unit in units(town, at, count=count, liaison=liaison):
        add_turn(body, unit, by=None, at=at)
    if terms:
        plan_terms(body, months=months, count=terms, starts_on=starts_on, by=None, at=at)
    return body


def pass_on(body, at, *, by) -> ChairTerm:
    """Hand the chair over to whoever is next."""
    after = body.terms.filter(status="planned").order_by("starts_on").first()
    return hand_over(body, after=after, note="交接清楚", by=by, at=at).after
