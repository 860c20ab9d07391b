"""A small Party: a general branch, two branches under it, a group in the first, and members made in a line."""

from dataclasses import dataclass
from datetime import date

from linli.party.actions import enter_member, found_organisation, give_post
from linli.party.models import Member, Organisation
from linli.residents.actions import enter_person
from linli.residents.models import Person

LONG_AGO = date(2020, 1, 1)


@dataclass
class Small:
    """廖 (whose account is the secretary's) leads 第一支部; 黄 and 覃 are in it, 罗 in its group; 农 is in 第二支部."""

    general: Organisation
    first: Organisation
    second: Organisation
    group: Organisation
    liao: Member
    huang: Member
    qin: Member
    luo: Member
    nong: Member


def a_person(town, name, at, **facts):
    return enter_person(town.guihua, name=name, by=None, at=at, **facts)


def a_member(town, name, organisation, at, *, user=None, from_on=LONG_AGO, person=None, **given):
    if user is not None:  # another room's builder may have put them on the register already
        person = person or Person.objects.filter(user=user).first()
    person = person or a_person(town, name, at)
    if user is not None:
        person.user = user
        person.save(update_fields=["user"])
    given = {"standing": "full", **given}
    return enter_member(person, organisation=organisation, from_on=from_on, by=None, at=at, **given)


def a_small_party(town, at) -> Small:
    def found(kind, name, parent=None):
        return found_organisation(
            town.guihua,
            kind=kind,
            name=f"中共{name}",
            short_name=name,
            founded_on=LONG_AGO,
            parent=parent,
            by=None,
            at=at,
        )

    general = found("general_branch", "桂花总支")
    first, second = found("branch", "第一支部", general), found("branch", "第二支部", general)
    group = found("group", "一组", first)
    made = Small(
        general, first, second, group,
        liao=a_member(town, "廖建华", first, at, user=town.secretary_liao, joined_on=date(1990, 7, 1)),
        huang=a_member(town, "黄桂香", first, at, joined_on=date(1995, 7, 1), joined_precision="month"),
        qin=a_member(town, "覃伯勤", first, at, relation="mobile_out"),
        luo=a_member(town, "罗福生", group, at),
        nong=a_member(town, "农素英", second, at, standing="probationary"),
    )  # fmt: skip
    give_post(made.liao, organisation=first, code="secretary", from_on=LONG_AGO, by=None, at=at)
    return made
