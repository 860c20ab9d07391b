"""Somebody helps somebody who agreed to it; visits move the day of the next one, and a need becomes a case."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from linli.care.actions import (
    ConsentMissing,
    Helper,
    NeedIsRegistered,
    PairedAlready,
    PairingIsOver,
    Report,
    VisitCannotBe,
    VisitIsWithdrawn,
    change_pairing,
    correct_visit,
    end_pairing,
    make_plan,
    pair,
    record_visit,
    register_need,
    remind_of_birthdays,
    remind_of_visits,
    show_phone,
    withdraw_visit,
)
from linli.care.models import Pairing, Visit
from linli.care.queries.due import visits_due
from linli.care.queries.visits import history_of
from linli.cases.models import Case, Category
from linli.journal.models import Event
from linli.residents.actions import withdraw_consent
from linli.residents.models import Consent, Person, Reading
from linli.residents.registry import held

from .looking import refused, told

WORDS = Report(situation="腿比上个月好些", needs="厨房的灯坏了，够不着", promised="降温前来看被子")


def days(n):
    return timedelta(days=n)


def visited(target, town, at, report=WORDS, **more):
    return record_visit(target, report, **{"key": uuid4(), "by": town.keeper_wei, "at": at, **more})


# Pairing


def test_a_pairing_records_the_consent_given_with_it(town, neighbours, at, pairing):
    consent = Consent.objects.get()

    assert (consent.person, consent.purpose, consent.channel) == (neighbours.huang, "pairing", "paper")
    assert (pairing.consent, pairing.next_visit_on) == (consent, at.date() + days(90))
    assert Event.objects.get(verb="care.paired").facts == {"who": "黄*香", "helper": "韦*明"}


def test_without_consent_it_is_refused_with_what_is_missing(town, neighbours, at):
    with refused(ConsentMissing, "还缺覃凤英本人的同意"):
        pair(
            neighbours.home,
            helper=Helper(team="爱心车队"),
            cause="other",
            starts_on=at.date(),
            by=town.worker_mo,
            at=at,
        )


def test_a_consent_given_before_counts_and_one_taken_back_does_not(town, neighbours, at, pairing):
    again = pair(
        neighbours.huang, helper=Helper(team="爱心车队"), cause="illness", starts_on=at.date(), by=town.worker_mo, at=at
    )
    assert again.consent == pairing.consent
    withdraw_consent(pairing.consent, by=town.worker_mo, at=at)

    assert list(Pairing.objects.running()) == []
    assert visits_due(town.worker_mo, at.date(), until=at.date() + days(365)).rows == []
    with refused(ConsentMissing):
        pair(
            neighbours.huang,
            helper=Helper(team="义工队"),
            cause="illness",
            starts_on=at.date(),
            by=town.worker_mo,
            at=at,
        )


def test_the_same_two_are_paired_once_and_may_be_again_later(town, neighbours, at, pairing):
    same = {"helper": Helper(person=neighbours.wei), "cause": "other", "starts_on": at.date(), "at": at}
    with refused(PairedAlready):
        pair(neighbours.huang, **same, by=town.worker_mo)
    end_pairing(pairing, reason="replaced", ends_on=at.date(), by=town.worker_mo, at=at)

    pair(neighbours.huang, **same, by=town.worker_mo)
    assert Pairing.objects.count() == 2


@pytest.mark.parametrize(
    ("but", "truth"),
    [
        ({"helper_team": "车队"}, "a_pairing_has_one_helper"),
        ({"helper_person": None}, "a_pairing_has_one_helper"),
        ({"person": None}, "a_pairing_is_for_a_person_or_a_household"),
        ({"ends_on": date(2027, 1, 1)}, "an_ended_pairing_says_why"),
        ({"consent": None}, "a_running_pairing_rests_on_a_consent"),
    ],
)
def test_what_the_database_holds_of_a_pairing(pairing, but, truth):
    for name, value in but.items():
        setattr(pairing, name, value)
    with pytest.raises(IntegrityError, match=truth), transaction.atomic():
        pairing.save()


def test_nobody_is_paired_with_themselves(town, neighbours, at, pairing):
    pairing.person = neighbours.wei
    with pytest.raises(IntegrityError, match="nobody_is_paired_with_themselves"), transaction.atomic():
        pairing.save()


def test_a_change_moves_the_due_day_and_an_end_stops_it(town, at, pairing):
    given = {"cause": "other", "needs": "", "plan": "", "every_days": 30}
    change_pairing(pairing, **given, by=town.worker_mo, at=at)
    assert Pairing.objects.get().next_visit_on == at.date() + days(30)

    end_pairing(pairing, reason="well_again", ends_on=at.date(), by=town.worker_mo, at=at)

    assert Pairing.objects.get().next_visit_on is None
    with refused(PairingIsOver, "已经结束"):
        change_pairing(pairing, **given, by=town.worker_mo, at=at)


def test_both_are_kept_on_the_register_while_it_runs(town, neighbours, at, pairing):
    keys = [neighbours.huang.pk, neighbours.wei.pk, neighbours.su.pk]

    assert held(keys) == {neighbours.huang.pk: ["还有结对在帮"], neighbours.wei.pk: ["还在结对帮别人"]}
    end_pairing(pairing, reason="moved", ends_on=at.date(), by=town.worker_mo, at=at)
    assert held(keys) == {}


# Visits


def test_a_visit_is_sealed_and_moves_the_due_day(town, at, pairing):
    visit = visited(pairing, town, at + days(10))

    pairing.refresh_from_db()
    assert pairing.next_visit_on == (at + days(100)).date()
    assert (visit.person, visit.is_unchanged) == (pairing.person, False)
    assert Event.objects.get(verb="care.visited").facts == {"who": "黄*香"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT situation || needs || promised FROM care_visit")
        assert "灯" not in cursor.fetchone()[0]


def test_a_promised_day_comes_first_if_it_is_earlier(town, at, pairing):
    visited(pairing, town, at, Report(needs="药", follow_up_on=at.date() + days(3)))

    pairing.refresh_from_db()
    assert pairing.next_visit_on == at.date() + days(3)


def test_the_same_draft_sent_twice_is_one_visit(town, at, pairing):
    key = uuid4()

    assert visited(pairing, town, at, key=key) == visited(pairing, town, at + days(1), key=key)
    assert Visit.objects.count() == 1
    assert Event.objects.filter(verb="care.visited").count() == 1


def test_nothing_changed_is_one_tap_and_verifies_the_file(town, neighbours, at, pairing):
    visit = visited(pairing, town, at, Report())

    assert (visit.is_unchanged, visit.situation) == (True, "")
    person = Person.objects.get(pk=neighbours.huang.pk)
    assert (person.last_verified_on, person.verified_by) == (at.date(), town.keeper_wei)


def test_a_visit_to_come_is_refused(town, at, pairing):
    with refused(VisitCannotBe, "还没有到"):
        visited(pairing, town, at, visited_at=at + days(1))


def test_a_correction_keeps_what_was_written(town, at, pairing):
    first = visited(pairing, town, at)

    again = correct_visit(
        first, Report(situation="好多了"), by=town.keeper_wei, at=at + days(1), visited_at=at - days(1)
    )

    assert [before.situation for before in history_of(again)] == ["腿比上个月好些"]
    assert list(Visit.objects.that_count()) == [again]
    pairing.refresh_from_db()
    assert pairing.next_visit_on == (at + days(89)).date()
    with refused(VisitIsWithdrawn):
        correct_visit(first, Report(situation="x"), by=town.keeper_wei, at=at, visited_at=at)


def test_a_withdrawn_visit_counts_for_nothing_and_stays(town, at, pairing):
    visit = visited(pairing, town, at + days(10))

    withdraw_visit(visit, why="记到别家去了", by=town.worker_mo, at=at + days(11))

    pairing.refresh_from_db()
    assert pairing.next_visit_on == (at + days(90)).date()
    assert Visit.objects.get().withdrawn_why == "记到别家去了"


# 由此登记


def test_a_need_becomes_a_case_without_retyping(town, neighbours, at, pairing):
    visit = visited(pairing, town, at)
    given = {"content": visit.needs, "place_text": "建安街38号", "category": Category.objects.get(code="other")}

    case = register_need(visit, **given, by=town.keeper_wei, at=at)

    caller = case.requesters.get()
    assert (case.content, case.channel, case.zone, case.origin_label) == (
        "厨房的灯坏了，够不着", "home_visit", town.zone, "看望时说的",
    )  # fmt: skip
    assert (case.origin_url, caller.name, caller.phone) == (
        f"/care/visits/{visit.pk}/", "黄桂香", neighbours.huang.phone,
    )  # fmt: skip
    visit.refresh_from_db()
    assert visit.case == case
    with refused(NeedIsRegistered, case.number):
        register_need(visit, **given, by=town.keeper_wei, at=at)


def test_the_case_goes_with_the_corrected_visit(town, at, pairing):
    visit = visited(pairing, town, at)
    given = {"content": "灯坏了", "place_text": "", "category": Category.objects.get(code="other")}
    case = register_need(visit, **given, by=town.keeper_wei, at=at)

    again = correct_visit(visit, WORDS, by=town.keeper_wei, at=at, visited_at=at)

    assert (again.case, Case.objects.get().visit) == (case, again)


def test_a_number_is_shown_with_a_line_in_the_persons_own_file(town, neighbours, at):
    assert show_phone(neighbours.huang, by=town.keeper_wei, at=at) == "+8613800000001"

    reading = Reading.objects.get()
    assert (reading.part, reading.reason, reading.reader) == ("phone", "看望前打电话", town.keeper_wei)


# Reminders


def test_a_due_visit_is_told_once_to_the_helper(town, at, pairing):
    later = at + days(88)

    assert remind_of_visits(town.guihua.pk, at=at) == 0
    assert remind_of_visits(town.guihua.pk, at=later) == 1
    assert remind_of_visits(town.guihua.pk, at=later + days(1)) == 0
    assert told(town) == [("韦启明", "care.visit_due")]


def test_of_a_team_or_a_plan_without_anybody_the_keepers_hear(town, neighbours, at, agreed):
    pair(
        neighbours.home, helper=Helper(team="爱心车队"), cause="other", starts_on=at.date(), agreement=agreed,
        by=town.worker_mo, at=at,
    )  # fmt: skip
    make_plan(neighbours.huang, what="送餐", every_days=90, from_on=at.date(), by=town.worker_mo, at=at)

    assert remind_of_visits(town.guihua.pk, at=at + days(90)) == 2
    assert told(town) == [
        ("李春芳", "care.plan_due"), ("李春芳", "care.visit_due"),
        ("韦启明", "care.plan_due"), ("韦启明", "care.visit_due"),
    ]  # fmt: skip


def test_a_birthday_ahead_is_told_once_to_the_keepers(town, neighbours, at, aged):
    assert remind_of_birthdays(town.guihua.pk, at=at) == 1  # 4 March, two days on
    assert remind_of_birthdays(town.guihua.pk, at=at + days(1)) == 0

    assert told(town) == [("李春芳", "care.birthday_ahead"), ("韦启明", "care.birthday_ahead")]
    assert Event.objects.get(verb="care.birthday_ahead").facts == {"who": "黄*香", "on": "2026-03-04"}


def test_a_lunar_birthday_is_told_on_its_day_of_this_year(town, neighbours, at, aged):
    Person.objects.filter(pk=neighbours.huang.pk).update(lunar_month=1, lunar_day=15, birth_on=None)

    assert remind_of_birthdays(town.guihua.pk, at=at) == 1  # 元宵 is 3 March 2026
    assert Event.objects.get(verb="care.birthday_ahead").facts["on"] == "2026-03-03"
