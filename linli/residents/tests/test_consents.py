"""What somebody allowed, until they withdraw it; and who read their file."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.journal.record import sentence_of
from linli.notices.jobs import tell_waiting
from linli.notices.models import Notice
from linli.residents.actions import (
    AlreadyAgreed,
    CannotAgree,
    NeedsGuardian,
    enter_person,
    give_consent,
    name_guardian,
    note_reading,
    withdraw_consent,
)
from linli.residents.models import Consent, Person, Reading
from linli.residents.queries import allowed
from linli.residents.queries.minors import children_without_guardian, may_be_under_14

Purpose = Consent.Purpose


def test_a_consent_counts_until_it_is_withdrawn(town, at):
    huang, wei = (enter_person(town.guihua, name=name, by=town.worker_mo, at=at) for name in ("黄桂香", "韦启明"))
    for person, withdrawn_on in ((huang, None), (wei, at.date())):
        Consent.objects.create(
            community=town.guihua, person=person, purpose=Consent.Purpose.PHOTO_ON_BOARD, given_on=at.date(),
            channel=Consent.Channel.PAPER, withdrawn_on=withdrawn_on,
        )  # fmt: skip

    assert allowed([huang.pk, wei.pk], Consent.Purpose.PHOTO_ON_BOARD) == {huang.pk}
    assert allowed([huang.pk, wei.pk], Consent.Purpose.PHONE_ON_BOARD) == set()


def test_reading_a_file_twice_a_day_is_one_row(town, at, minutes):
    huang = enter_person(town.guihua, name="黄桂香", by=town.worker_mo, at=at)

    note_reading(huang, Reading.Part.FILE, by=town.worker_mo, at=at)
    note_reading(huang, Reading.Part.FILE, by=town.worker_mo, at=at + minutes(5))
    note_reading(huang, Reading.Part.FILE, by=town.secretary_liao, at=at)

    read = Reading.objects.order_by("pk").values_list("reader__name", "duty", "times", "last_at")
    assert list(read) == [
        ("莫秀丽", "桂花社区 社区工作者", 2, at + minutes(5)),
        ("廖建华", "桂花社区 社区党支部书记", 1, at),
    ]


@pytest.fixture
def huang(town, at):
    return enter_person(town.guihua, name="黄桂香", by=town.worker_mo, at=at)


@pytest.fixture
def child(town, at):
    return enter_person(town.guihua, name="黄小苗", birth_on=date(2016, 5, 1), by=town.worker_mo, at=at)


def agree(town, person, at, **but):
    given = {"purpose": Purpose.PHOTO_ON_BOARD, "channel": Consent.Channel.PAPER, "given_on": at.date()}
    return give_consent(person, by=town.worker_mo, at=at, **{**given, **but})


def test_it_is_given_for_one_use_and_withdrawn_at_once(town, at, huang):
    consent = agree(town, huang, at, evidence="同意书第 12 号")
    assert (consent.given_by, allowed([huang.pk], Purpose.PHOTO_ON_BOARD)) == ("黄桂香", {huang.pk})
    assert allowed([huang.pk], Purpose.ACTIVITY_PHOTOS) == set()

    withdraw_consent(consent, by=town.worker_mo, at=at)
    withdraw_consent(consent, by=town.worker_mo, at=at)

    assert allowed([huang.pk], Purpose.PHOTO_ON_BOARD) == set()
    said = list(Event.objects.filter(verb__contains="consent").order_by("pk").values_list("verb", "facts"))
    facts = {"purpose": "photo_on_board", "person": huang.pk}
    assert said == [("residents.consent_given", facts), ("residents.consent_withdrawn", facts)]


def test_whoever_keeps_the_boards_is_told_and_not_by_name(town, at, huang):
    withdraw_consent(agree(town, huang, at), by=town.worker_mo, at=at)
    tell_waiting()
    open_fence([town.guihua.pk])

    notices = Notice.objects.filter(event__verb="residents.consent_withdrawn").select_related("reader", "event")
    (notice,) = notices
    assert (notice.reader, notice.link) == (town.secretary_liao, f"/residents/people/{huang.pk}/consents/")
    assert sentence_of(notice.event) == "有人撤回了同意：公示牌上的照片，今天起不再用"


def test_once_is_enough_also_for_two_clerks(town, at, huang):
    agree(town, huang, at)

    with pytest.raises(AlreadyAgreed, match="「公示牌上的照片」已经同意过"), transaction.atomic():
        agree(town, huang, at)
    with pytest.raises(CannotAgree, match="日子还没有到"), transaction.atomic():
        agree(town, huang, at, purpose=Purpose.PAIRING, given_on=at.date() + timedelta(days=1))
    assert Consent.objects.count() == 1


def test_withdrawn_it_may_be_given_again(town, at, huang):
    withdraw_consent(agree(town, huang, at), by=town.worker_mo, at=at)
    agree(town, huang, at)

    assert (Consent.objects.count(), allowed([huang.pk], Purpose.PHOTO_ON_BOARD)) == (2, {huang.pk})


def test_nothing_new_is_agreed_for_the_frozen_and_the_dead(town, at, huang):
    for gone in ({"died_on": at.date()}, {"frozen_on": at.date(), "died_on": None}):
        vars(huang).update(gone)
        with pytest.raises(CannotAgree, match="已经停用，或者本人已经去世"):
            agree(town, huang, at)


def test_for_a_child_a_guardian_agrees(town, at, child):
    with pytest.raises(NeedsGuardian, match="还没有登记监护人"):
        agree(town, child, at)
    mother = name_guardian(child, name="韦秀英", phone="13800000002", by=town.worker_mo, at=at)
    with pytest.raises(NeedsGuardian, match="请选是哪一位监护人"):
        agree(town, child, at)

    assert agree(town, child, at, guardian=mother).given_by == "韦秀英"


@pytest.mark.parametrize(
    ("born", "precision", "may_be"),
    [
        (date(2012, 3, 2), "day", False), (date(2012, 3, 3), "day", True), (date(2012, 3, 1), "month", True),
        (date(2012, 2, 1), "month", False), (date(2012, 1, 1), "year", True), (date(2011, 1, 1), "year", False),
        (None, "day", False),
    ],
)  # fmt: skip
def test_who_may_be_under_14_counts_as_a_child(at, born, precision, may_be):
    assert may_be_under_14(Person(birth_on=born, birth_precision=precision), at.date()) is may_be


def test_children_nobody_can_agree_for_are_listed(town, at, child):
    enter_person(town.guihua, name="大人", birth_on=date(1980, 1, 1), by=town.worker_mo, at=at)
    enter_person(town.yinxing, name="别处的孩子", birth_on=date(2016, 1, 1), by=town.operator_zhao, at=at)
    assert list(children_without_guardian([town.guihua.pk], at.date())) == [child]

    name_guardian(child, name="韦秀英", by=town.worker_mo, at=at)
    assert list(children_without_guardian([town.guihua.pk], at.date())) == []
