"""The third wall: only who is named on a support can see that it exists, on its own pages and nowhere else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from linli.accounts.models import Duty, User
from linli.care.actions import (
    CannotBeNamed,
    SupportIsOver,
    add_milestone,
    change_support,
    end_support,
    name_reader,
    open_support,
    read_support,
    strike_reader,
)
from linli.care.models import Milestone, Support, SupportLine, SupportReader
from linli.care.queries.supports import supports_of
from linli.fence.rows import open_fence, open_sealed
from linli.journal.models import Event
from linli.notices.models import Untold
from linli.residents.models import Person, Reading
from linli.residents.registry import chapters, held
from tests.cast import LONG_AGO

SEALED = (Support, SupportReader, Milestone, SupportLine)
NAME = "温一舟"


@pytest.fixture
def su(town):
    user = User.objects.create(username="su", name="苏文", must_change_password=False)
    Duty.objects.create(user=user, role=Duty.Role.SUPPORT_HELPER, community=town.guihua, from_on=LONG_AGO)
    return user


@pytest.fixture
def support(town, su, at):
    """Opened by 廖, with 苏 as helper; the wall is closed again."""
    open_sealed(town.secretary_liao.pk)
    made = open_support(
        town.guihua, name=NAME, phone="+8613800000077", kind="resettling", agreement_number="帮-77", needs=["work"],
        plan="找一份保安的工作", helper=su, starts_on=at.date(), by=town.secretary_liao, at=at,
    )  # fmt: skip
    add_milestone(made, on=at.date(), text="见了一面", by=town.secretary_liao, at=at)
    open_fence([town.guihua.pk])
    return made


def counted():
    return [model.objects.count() for model in SEALED]


# What the database shows


def test_without_saying_who_reads_nothing_is_there(town, support):
    open_fence([town.guihua.pk])
    assert counted() == [0, 0, 0, 0]
    with connection.cursor() as cursor:
        for model in SEALED:
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
            assert cursor.fetchone() == (0,)


def test_only_who_is_named_sees_it(town, su, support):
    everybody = User.objects.exclude(pk__in=[su.pk, town.secretary_liao.pk])
    for user in everybody:
        open_fence([town.guihua.pk, town.yinxing.pk])
        open_sealed(user.pk)
        assert (user.name, counted()) == (user.name, [0, 0, 0, 0])
    for user in (su, town.secretary_liao):
        open_fence([town.guihua.pk])
        open_sealed(user.pk)
        assert counted() == [1, 2, 1, 2]


def test_not_even_those_outside_their_community(town, su, support):
    open_fence([town.yinxing.pk])
    open_sealed(su.pk)
    assert counted() == [0, 0, 0, 0]


def test_an_ordinary_door_closes_the_wall_again(town, su, support):
    open_sealed(su.pk)
    open_fence([town.guihua.pk])
    assert counted() == [0, 0, 0, 0]


def test_outside_a_transaction_it_is_not_opened_at_all(committed_db):
    with pytest.raises(RuntimeError, match="open_sealed needs a transaction"):
        open_sealed(7)


def test_nobody_writes_what_they_could_not_read(town, su, support):
    open_sealed(town.worker_mo.pk)
    assert Support.objects.update(plan="x") == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Milestone.objects.create(community=town.guihua, support=support, on=LONG_AGO, text="x", by=town.worker_mo)
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Support.objects.create(
            community=town.guihua, readers=[su.pk], name="x", kind="resettling", helper=su, starts_on=LONG_AGO
        )


def test_the_wall_and_the_named_agree(town, su, support):
    open_sealed(su.pk)
    Support.objects.update(readers=[su.pk, town.secretary_liao.pk, town.worker_mo.pk])
    with pytest.raises(IntegrityError, match="those named on it"), transaction.atomic():
        connection.check_constraints()
    Support.objects.update(readers=sorted([su.pk, town.secretary_liao.pk]))


def test_its_words_are_sealed_and_its_journal_is_only_added_to(town, su, support):
    open_sealed(su.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name || phone || kind || needs || plan || agreement_number FROM care_support")
        kept = cursor.fetchone()[0]
    assert [word for word in (NAME, "0077", "resettling", "work", "保安", "帮-77") if word in kept] == []
    with pytest.raises((IntegrityError, InternalError), match="only added to"), transaction.atomic():
        SupportLine.objects.all().delete()


def test_there_is_no_place_for_an_offence_a_term_or_a_drug():
    kept = {field.name for field in Support._meta.get_fields() if not field.one_to_many}
    assert kept == {
        "id", "community", "readers", "name", "phone", "kind", "agreement_number", "needs", "plan", "helper",
        "starts_on", "ends_on", "end_result",
    }  # fmt: skip
    assert not [field for field in Support._meta.get_fields() if field.related_model is Person]


# What is done with it


def test_naming_and_striking(town, su, support, at):
    open_sealed(su.pk)
    name_reader(support, user=town.worker_mo, by=su, at=at)
    open_sealed(town.worker_mo.pk)
    assert supports_of(town.worker_mo) == [support]

    open_sealed(town.secretary_liao.pk)
    strike_reader(support, user=town.worker_mo, by=town.secretary_liao, at=at)

    open_sealed(town.worker_mo.pk)
    assert supports_of(town.worker_mo) == []
    open_sealed(su.pk)
    for who, by in ((su, town.secretary_liao), (su, su)):
        with pytest.raises(CannotBeNamed):
            strike_reader(support, user=who, by=by, at=at)
    with pytest.raises(CannotBeNamed, match="林小满现在不能做这件事"):
        name_reader(support, user=town.operator_lin, by=su, at=at)
    whats = [line.what for line in SupportLine.objects.order_by("pk")]
    assert whats == ["opened", "step", "named", "struck"]


def test_reading_is_one_line_a_day_and_an_end_is_an_end(town, su, support, at):
    open_sealed(su.pk)
    for later in (0, 1, 30):
        read_support(support, by=su, at=at + timedelta(hours=later))
    change_support(support, name=NAME, kind="resettling", plan="学电工", needs=["skills"], by=su, at=at)
    end_support(support, result="settled", ends_on=at.date(), by=su, at=at)

    assert SupportLine.objects.filter(what="read").count() == 2
    with pytest.raises(SupportIsOver):
        add_milestone(support, on=at.date(), text="x", by=su, at=at)


# Where it is not


def test_the_journal_the_notices_and_the_register_know_nothing(town, su, support):
    assert not Event.objects.filter(verb__contains="support").exists()
    assert not Event.objects.filter(subject_type__model__in=["support", "milestone", "supportreader"]).exists()
    assert (Untold.objects.count(), Reading.objects.count(), Person.objects.count()) == (0, 0, 0)
    assert held([1, 2, 3]) == {}
    assert "support" not in {each.code for each in chapters()}


ADDRESSES = (
    "/accounts/audit/", "/accounts/people/", "/accounts/me/", "/figures/", "/notices/", "/care/", "/care/zone/",
    "/care/people/", "/care/people/?q=一舟", "/care/totals/", "/care/visits/", "/care/pairings/", "/care/supports/",
    "/cases/?q=一舟", "/tables/",
)  # fmt: skip


def test_no_page_of_anybody_else_shows_a_trace(client, town, su, support):
    admin = User.objects.create(username="sys", name="系统管理员", must_change_password=False)
    Duty.objects.create(user=admin, role=Duty.Role.SYS_ADMIN, community=town.guihua, from_on=LONG_AGO)
    people = [admin, town.operator_lin, town.keeper_wei, town.worker_mo, town.officer_zheng, town.auditor_shen,
              town.supervisor_chen, town.operator_zhao]  # fmt: skip
    own = f"/care/supports/{support.pk}/"
    for user in people:
        client.force_login(user)
        for address in ADDRESSES:
            page = client.get(address)
            assert not {word for word in (NAME, "温*舟", "保安", "帮-77", own) if word in page.content.decode()}
        for address in (own, f"{own}change/", f"{own}steps/", f"{own}readers/", f"{own}end/"):
            assert client.get(address).status_code in {404, 405}
            assert client.post(address, {"text": "x", "user": user.pk}).status_code in {404, 405}


def test_even_who_is_named_meets_it_only_on_its_own_pages(client, town, su, support):
    client.force_login(town.secretary_liao)
    for address in ADDRESSES:
        assert (NAME in client.get(address).content.decode(), address) == (False, address)
    assert NAME in client.get(f"/care/supports/{support.pk}/").content.decode()
    client.force_login(su)
    page = client.get("/care/supports/")
    assert "温*舟" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_whole_life_on_its_pages(client, town, su):
    client.force_login(town.secretary_liao)
    given = {"name": NAME, "kind": "recovery", "needs": ["mind", "work"], "plan": "每周见一次", "helper": su.pk,
             "starts_on": "2026-03-02", "is_adult": "on"}  # fmt: skip
    without = client.post("/care/supports/new/", {**given, "is_adult": ""})
    assert without.status_code == 200
    own = client.post("/care/supports/new/", given)["Location"]

    client.force_login(su)
    assert client.post(f"{own}steps/", {"on": "2026-03-03", "text": "见面"}).status_code == 302
    assert client.post(f"{own}readers/", {"user": town.worker_mo.pk}).status_code == 302
    assert client.post(f"{own}readers/", {"strike": town.worker_mo.pk}).status_code == 302
    assert client.post(f"{own}change/", {"name": NAME, "kind": "recovery", "plan": "学手艺"}).status_code == 302
    assert client.post(f"{own}end/", {"result": "settled", "ends_on": "2026-03-04"}).status_code == 302

    said = client.get(own).content.decode()
    assert all(word in said for word in (NAME, "协助社区康复", "见面", "学手艺", "看了", "去掉了看得到的人"))
