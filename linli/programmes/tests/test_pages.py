"""The pages of campaigns: who enters, what they do there, and that a long list asks no more than a short one."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.cases.tests.builders import a_case
from linli.notices.actions import tell_waiting
from linli.notices.models import Notice
from linli.programmes.actions import pledge
from linli.programmes.models import Kept, Pledge, Theme
from linli.programmes.tests.at_work import campaign_at_work
from tests.cast import BEIJING
from tests.visiting import inside

PEOPLE = ("liao", "su", "luo", "mo", "lin", "zhao")
TABLE = """
themes            200 200 200 200 403 403
new_theme         200 403 403 403 403 403
begin             200 403 403 403 403 403
theme             200 200 200 200 403 404
theme_change      200 403 403 403 403 404
item              200 403 403 403 403 404
new_pledge        200 200 200 403 403 404
pledge            200 200 200 200 403 404
pledge_change     200 200 403 403 403 404
pledge_end        200 200 403 403 403 404
join              200 200 403 403 403 404
"""


@pytest.fixture
def people(town, cast):
    return {
        "liao": town.secretary_liao, "su": cast.su, "luo": cast.luo, "mo": town.worker_mo, "lin": town.operator_lin,
        "zhao": town.operator_zhao,
    }  # fmt: skip


@pytest.fixture
def things(town, cast):
    now = timezone.now()
    with inside(town):
        return campaign_at_work(town, cast.unit, a_case(town, at=now), now)


def test_who_enters(client, people, things):
    about = {"theme": things.theme, "theme_change": things.theme, "new_pledge": things.theme, "item": things.theme_item,
             "begin": ["sanlian_sandai_sichuang"]}  # fmt: skip
    found = []
    for line in TABLE.strip().splitlines():
        name = line.split()[0]
        plain = name in {"themes", "new_theme"}
        address = reverse(f"programmes:{name}", args=[] if plain else about.get(name, things.pledge))
        answers = []
        for who in PEOPLE:
            client.force_login(people[who])
            with transaction.atomic():
                answers.append(client.get(address).status_code)
                transaction.set_rollback(True)
        found.append(f"{name:17} {' '.join(map(str, answers))}")
    assert found == TABLE.strip().splitlines()


def test_a_theme_is_begun_filled_pledged_for_and_kept(client, town, cast):
    today = timezone.localdate()
    client.force_login(town.secretary_liao)
    assert "四包四帮" in client.get(reverse("programmes:themes")).content.decode()
    client.post(reverse("programmes:begin", args=["sibao_sibang"]), {"from_on": today.isoformat()})
    with inside(town):
        theme = Theme.objects.get()
        case = a_case(town, at=timezone.now())
        item = theme.items.first()
    page = client.get(reverse("programmes:theme", args=[theme.pk])).content.decode()
    assert page.count("待街道确认") == 8
    bare = client.post(reverse("programmes:item", args=[item.pk]), {"name": "包卫生"})
    assert "没有街道的说法，就先空着" in bare.content.decode()

    client.force_login(cast.su)
    given = {"unit": cast.unit.pk, "what": "修路灯", "from_on": today.isoformat()}
    client.post(reverse("programmes:new_pledge", args=[theme.pk]), given)
    with inside(town):
        made = Pledge.objects.get()
    client.force_login(town.secretary_liao)
    joining = reverse("programmes:join", args=[made.pk])
    assert case.number in client.get(joining, {"kind": "case"}).content.decode()
    client.post(joining, {"record": f"case-{case.pk}"})
    assert client.post(joining, {"record": "case-999999"}).status_code == 404
    page = client.get(reverse("programmes:pledge", args=[made.pk])).content.decode()
    assert case.number in page
    with inside(town):
        client.post(reverse("programmes:part", args=[made.pk]), {"kept": Kept.objects.get().pk})
        assert not Kept.objects.exists()


def test_a_member_pledges_for_themselves_and_nobody_else(client, town, cast, things):
    client.force_login(cast.luo)
    today = timezone.localdate().isoformat()
    address = reverse("programmes:new_pledge", args=things.theme)
    client.post(address, {"what": "教电脑", "from_on": today, "unit": cast.unit.pk, "person": town.keeper_wei.pk})
    with inside(town):
        made = Pledge.objects.get(what="教电脑")
        assert (made.person, made.unit) == (cast.person, None)


def test_nobody_pledges_for_nobody(client, town, cast, things):
    client.force_login(town.secretary_liao)
    answer = client.post(
        reverse("programmes:new_pledge", args=things.theme),
        {"what": "扫雪", "from_on": "2026-03-02", "until_on": "2026-03-01"},
    )
    page = answer.content.decode()
    assert ("请说是谁认领" in page, "结束的日子不能比开始早" in page, "扫雪" in page) == (True, True, True)


def test_whose_pledge_it_is_hears_of_it_when_another_wrote_it_down(town, cast, things):
    tell_waiting(at=timezone.now())
    with inside(town):
        heard = Notice.objects.filter(event__verb="programmes.pledged").values_list("reader__username", flat=True)
        assert list(heard) == ["su"]


def test_lists_ask_as_much_for_many_as_for_one(client, town, cast, things):
    client.force_login(town.secretary_liao)
    addresses = [reverse("programmes:theme", args=things.theme), reverse("programmes:themes")]

    def asked():
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as told:
                client.get(address)
            counts.append(len(told))
        return counts

    before = asked()
    at = timezone.now().astimezone(BEIJING)
    with inside(town):
        theme = Theme.objects.get()
        for n in range(3):
            pledge(theme, what=f"第 {n} 件", from_on=(at - timedelta(days=n)).date(), unit=cast.unit, by=cast.su, at=at)
    assert asked() == before
