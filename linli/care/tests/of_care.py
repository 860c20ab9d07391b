"""Somebody who is looked after in every way there is: what the pages of care can be about."""

from datetime import datetime, timedelta
from uuid import uuid4

from linli.care.actions import (
    Agreement,
    Helper,
    Report,
    add_milestone,
    enter_group,
    make_plan,
    open_support,
    pair,
    record_visit,
)
from linli.fence.rows import open_sealed
from linli.residents.actions import enter_person
from linli.residents.models import Consent, Household, HouseholdMember
from linli.territory.models import Dwelling
from tests.cast import LONG_AGO, Town


def care_at_work(town: Town, at: datetime) -> dict[str, list[object]]:
    """Return URL words by name. 农婆婆 lives in the zone of 韦; of the support only 廖 and 莫 know."""
    by = {"by": town.worker_mo, "at": at}
    person = enter_person(town.guihua, name="农婆婆", phone="13800000019", **by)
    dwelling = Dwelling.objects.create(community=town.guihua, door=town.door, label="9 楼")
    home = Household.objects.create(community=town.guihua, dwelling=dwelling, from_on=LONG_AGO)
    HouseholdMember.objects.create(community=town.guihua, household=home, person=person, is_head=True, from_on=LONG_AGO)
    entry = enter_group(person, group="living_alone", from_on=LONG_AGO, **by)
    plan = make_plan(person, what="送餐", every_days=7, answerable=town.keeper_wei, from_on=LONG_AGO, **by)
    agreed = Agreement(Consent.Channel.COUNTER, at.date())
    pairing = pair(
        person,
        helper=Helper(team="爱心车队"),
        cause="illness",
        needs="买菜",
        starts_on=LONG_AGO,
        agreement=agreed,
        **by,
    )
    report = Report(situation="还好", needs="灯坏了", promised="带灯泡来")
    visit = record_visit(plan, report, key=uuid4(), by=town.keeper_wei, at=at - timedelta(days=9))
    open_sealed(town.secretary_liao.pk)
    support = open_support(
        town.guihua, name="温一舟", kind="resettling", plan="学电工", helper=town.worker_mo, starts_on=at.date(),
        by=town.secretary_liao, at=at,
    )  # fmt: skip
    add_milestone(support, on=at.date(), text="见了面", by=town.secretary_liao, at=at)
    return {
        "cared": [f"person-{person.pk}"], "entry": [entry.pk], "plan": [plan.pk], "pairing": [pairing.pk],
        "visit": [visit.pk], "support": [support.pk],
    }  # fmt: skip
