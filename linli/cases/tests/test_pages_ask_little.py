"""However many cases there are, a page asks the database the same number of questions."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.cases.actions import add_remark, ask_help, join_case, offer_to, record_callback
from linli.cases.models import Category, DispatchRule, Remark
from linli.residents.models import Unit
from linli.rota.actions import plan_shift
from linli.rota.models import Post
from linli.territory.models import Zone
from tests.cast import LONG_AGO

from .builders import a_case, a_case_in_hand, a_case_on_site, a_resolved_case, a_unit, an_appeal, deliver, pause


def questions(client, url):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in asked]


def grown(client, url, more):
    """Return how many questions `url` asks now, and after `more` has happened."""
    client.get(url)  # what is asked once a process is asked now
    before = questions(client, url)
    more()
    after = questions(client, url)
    return len(before), len(after)


def every_kind_of_case(town, times=1):
    """Cases in every standing, of every channel and of different categories, held, asked, paused and helped with."""
    minutes = timezone.timedelta(minutes=1)
    categories = list(Category.objects.filter(parent__isnull=False))
    for n in range(times):
        at = timezone.now() - minutes * (25 + n)
        a_case(town, at=at, category=categories[n % len(categories)])
        offer_to(a_case(town, at=at, place_text=""), town.keeper_wei, by=town.operator_lin, at=at)
        a_case_in_hand(town, at=at, channel="letter", name=f"覃{n}")
        site = a_case_on_site(town, at=at, phone=f"+86138000001{n:02}")
        ask_help(site, wanted="梯子", helper=town.keeper_wei, by=town.keeper_li, at=at + 6 * minutes)
        ask_help(
            site,
            wanted="车",
            unit=a_unit(town, at=at, name=f"单位 {Unit.objects.count()}"),
            by=town.keeper_li,
            at=at + 6 * minutes,
        )
        waiting = a_case_on_site(town, at=at)
        pause(waiting, by=town.keeper_wei, at=at + 7 * minutes, until=at + 900 * minutes)
        a_resolved_case(town, at=at)


@pytest.fixture
def busy(town):
    every_kind_of_case(town)
    post = Post.objects.create(community=town.guihua, name="民声热线", kind=Post.Kind.HOTLINE)
    now = timezone.now()
    hour = timezone.timedelta(hours=1)
    plan_shift(post, person=town.operator_lin, starts_at=now - hour, ends_at=now + hour, by=None, at=now)
    return town


LISTS = (
    ("operator_lin", "/desk/"),
    ("operator_lin", "/desk/?state=soon"),
    ("operator_lin", "/desk/?state=callback"),
    ("operator_lin", "/cases/"),
    ("operator_lin", "/cases/?q=水沟&state=open&since=2026-01-01"),
    ("supervisor_chen", "/cases/"),
    ("keeper_wei", "/cases/"),
    ("keeper_wei", "/tasks/"),
    ("keeper_li", "/tasks/"),
)


def test_a_list_asks_as_much_for_six_cases_as_for_thirty(client, busy):
    def asked():
        found = {}
        for who, url in LISTS:
            client.force_login(getattr(busy, who))
            client.get(url)  # what is asked once a process is asked now
            found[who, url] = len(questions(client, url))
        return found

    few = asked()
    every_kind_of_case(busy, times=4)

    assert asked() == few


def test_a_long_history_costs_the_page_of_a_case_nothing(client, busy, at, minutes):
    case = a_case_on_site(busy, at=at)
    add_remark(case, kind=Remark.Kind.NOTE, body="看过了", by=busy.keeper_wei, at=at + minutes(6))
    client.force_login(busy.operator_lin)

    def more():
        for n in range(20):
            kind = Remark.Kind.ANSWER if n % 2 else Remark.Kind.NOTE
            add_remark(case, kind=kind, body="又看了", by=busy.keeper_wei, at=at + minutes(7 + n))
            join_case(case, an_appeal(name=f"邻{n}"), by=busy.operator_lin, at=at + minutes(7 + n))

    few, many = grown(client, f"/cases/{case.number}/", more)

    assert few == many


def test_nor_that_of_a_case_called_back_often(client, busy, at, minutes):
    case = a_resolved_case(busy, at=at)
    for n in range(3):  # after three tries it may be filed, which is one step more
        record_callback(case, reached=False, by=busy.worker_mo, at=at + minutes(50 + n))
    client.force_login(busy.operator_lin)

    def more():
        for n in range(9):
            record_callback(case, reached=False, by=busy.worker_mo, at=at + minutes(61 + n))

    few, many = grown(client, f"/cases/{case.number}/", more)

    assert few == many


def test_the_progress_page_neither(client, busy, at, minutes):
    case = a_case_on_site(busy, at=at)
    code = case.requesters.get().query_code

    def more():
        for n in range(20):
            add_remark(case, kind=Remark.Kind.ANSWER, body="快好了", by=busy.keeper_wei, at=at + minutes(7 + n))

    add_remark(case, kind=Remark.Kind.ANSWER, body="快好了", by=busy.keeper_wei, at=at + minutes(6))
    few, many = grown(client, f"/progress/{code}/", more)

    assert few == many


def test_nor_the_look_up_at_the_desk(client, busy):
    client.force_login(busy.operator_lin)
    typed = {"place_text": "建安街38号", "content": "水沟堵了", "phone": "13800000001"}

    def look():
        with CaptureQueriesContext(connection) as asked:
            client.post("/cases/new/look/", typed)
        return len(asked)

    look()
    few = look()
    every_kind_of_case(busy, times=4)

    assert look() == few


def test_nor_registering_where_there_are_many_rules_and_keepers(client, town):
    def register():
        form = {"content": "水沟堵了", "channel": "hotline", "place_text": "建安街38号", "key": uuid4()}
        with CaptureQueriesContext(connection) as asked:
            assert client.post("/cases/new/", form).status_code == 302
        return len(asked)

    def one_more(n):
        """One more zone with its keepers, one more colleague, and a rule that does not fit."""
        zone = Zone.objects.create(community=town.guihua, number=10 + n, name=f"{n} 区", drawn_on=LONG_AGO)
        for role, where in ((Duty.Role.ZONE_KEEPER, zone), (Duty.Role.ZONE_KEEPER, zone), ("community_worker", None)):
            person = User.objects.create(username=f"{User.objects.count()}", name="同事", must_change_password=False)
            Duty.objects.create(user=person, role=role, community=town.guihua, zone=where, from_on=LONG_AGO)
        DispatchRule.objects.create(community=town.guihua, order=n + 1, name=f"{n}", target="zone", channel="media")

    client.force_login(town.operator_lin)
    one_more(0)
    register()
    few = register()
    for n in range(1, 30):
        one_more(n)

    assert register() == few


def test_nor_the_notices(client, town, at):
    a_case(town, at=at)
    deliver(town)
    client.force_login(town.keeper_wei)

    def more():
        for _more in range(20):
            a_case(town, at=at)
        deliver(town)

    few, many = grown(client, "/notices/", more)

    assert few == many
    assert len(client.get("/notices/").context["told"]) == 21


def test_nor_the_audit(client, town, at):
    a_case(town, at=at)
    client.force_login(town.auditor_shen)

    few, many = grown(client, "/accounts/audit/", lambda: [a_resolved_case(town, at=at) for _more in range(4)])

    assert few == many


@pytest.mark.parametrize(
    ("who", "url", "at_most"),
    [("operator_lin", "/desk/", 13), ("operator_lin", "/cases/", 8), ("keeper_wei", "/tasks/", 18)],
)
def test_and_not_many(client, busy, who, url, at_most):
    client.force_login(getattr(busy, who))
    client.get(url)

    asked = questions(client, url)

    assert len(asked) <= at_most


def test_nobody_asks_for_the_same_row_over_and_over(client, busy):
    """The sign of a forgotten select_related: one sentence with many different keys."""
    every_kind_of_case(busy, times=4)
    people = User._meta.db_table
    for who, url in (("operator_lin", "/desk/"), ("operator_lin", "/cases/"), ("keeper_wei", "/tasks/")):
        client.force_login(getattr(busy, who))
        single = [sql for sql in questions(client, url) if f'FROM "{people}" WHERE "{people}"."id" =' in sql]
        assert len(single) <= 1, url
