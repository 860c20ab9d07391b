"""What of a member is shown to whom, in words."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from linli.residents import codes, phones
from linli.residents.dates import age_on, say_day
from linli.residents.models import Consent, Person, Work
from linli.residents.queries import allowed, homes_of

from ..models import FreeTime, Member, Skill

JOINT = "、"  # catalogue: data


def phones_shown(people: Iterable[Person]) -> dict[int, str]:
    """Return the whole phone numbers of those who let their branch see them; of nobody else."""
    every = list(people)
    may = allowed([person.pk for person in every], Consent.Purpose.PHONE_TO_BRANCH)
    return {person.pk: phones.dialled(person.phone) for person in every if person.pk in may and person.phone}


def skills_said(member: Member) -> str:
    return JOINT.join(str(Skill(code).label) for code in member.skills if code in Skill.values)


def free_times_said(member: Member) -> str:
    return JOINT.join(str(FreeTime(code).label) for code in member.free_times if code in FreeTime.values)


def works_of(people: Iterable[int], on: date) -> dict[int, Work]:
    """Return where these people work on that day, by their keys; what has no dates counts as now."""
    found: dict[int, Work] = {}
    for work in Work.objects.filter(person__in=list(people)).select_related("unit").order_by("from_on", "pk"):
        if (work.from_on is None or work.from_on <= on) and (work.until_on is None or work.until_on > on):
            found[work.person_id] = work
    return found


def facts_of(member: Member, on: date) -> list[tuple[Any, str]]:
    """Return what keepers and the member read: the person's own facts as the register has them, then the Party's."""
    person = member.person
    home, work = homes_of([person.pk], on).get(person.pk), works_of([person.pk], on).get(person.pk)
    born = say_day(person.birth_on, person.birth_precision)
    archive = say_day(member.archive_birth_on, member.archive_birth_precision)
    said = [
        (_("性别"), str(person.get_sex_display())),
        (_("民族"), codes.ETHNICITY.label(person.ethnicity)),
        (_("出生"), _("{day}（{age} 岁）").format(day=born, age=age_on(person.birth_on, on)) if born else ""),
        (_("档案上的出生日期"), _("{day}，和居民登记不一样，以档案为准").format(day=archive) if archive else ""),
        (_("学历"), codes.EDUCATION.label(person.education)),
        (_("住址"), str(home.household.dwelling) if home else ""),
        (_("工作单位及职务"), str(work) if work else ""),
        (_("递交入党申请书"), say_day(member.applied_on, member.applied_precision)),
        (_("列为入党积极分子"), say_day(member.activist_on, member.activist_precision)),
        (_("列为发展对象"), say_day(member.candidate_on, member.candidate_precision)),
        (_("入党日期"), say_day(member.joined_on, member.joined_precision)),
        (_("转正日期"), say_day(member.confirmed_on, member.confirmed_precision)),
        (_("入党介绍人"), member.sponsors),
        (_("特长"), skills_said(member)),
        (_("什么时候能帮忙"), free_times_said(member)),
        (_("想做的事"), member.willing),
    ]
    return [(label, words) for label, words in said if words]
