"""Ways of looking at the desk that are kept: by whom, for whom, with their numbers, and taken away without harm."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.accounts.models import User
from linli.cases.actions import MOST_SAVED_FILTERS, NameTaken, TooMany, remove_filter, restore_filter, save_filter
from linli.cases.models import SavedFilter
from linli.cases.queries.filters import CaseFilter
from linli.cases.queries.saved_filters import shown_filters

from .builders import a_case, a_case_in_hand, everything, refused

DRAINS = CaseFilter(state="open", categories=("municipal.drain",))


@pytest.fixture
def keep(town, at):
    def keep(name="水沟", wanted=DRAINS, *, by=None, is_shared=False):
        given = {"name": name, "wanted": wanted, "is_shared": is_shared, "by": by or town.operator_lin, "at": at}
        return save_filter(town.guihua, **given)

    return keep


def seen_by(user, now):
    return {shown.kept.name: shown.count for shown in shown_filters(User.objects.get(pk=user.pk), now)}


def test_ones_own_and_what_is_shared_stand_on_the_desk_with_their_numbers(keep, town, at, minutes):
    a_case(town, at=at)
    a_case_in_hand(town, at=at)
    keep()
    keep("谁都看", CaseFilter(state="late"), by=town.worker_mo, is_shared=True)
    keep("我在办的", CaseFilter(state="open", who="me"), by=town.keeper_wei, is_shared=True)

    later = at + minutes(3)
    assert seen_by(town.operator_lin, later) == {"水沟": 2, "谁都看": 0, "我在办的": 0}
    assert seen_by(town.worker_mo, later) == {"谁都看": 0, "我在办的": 0}
    assert seen_by(town.operator_lin, at + minutes(90))["谁都看"] == 2
    assert seen_by(town.operator_zhao, later) == {}, "nothing of another community"


def test_a_name_is_used_once_and_there_is_an_end_to_them(keep, town):
    keep()
    keep(by=town.worker_mo)
    before = everything()
    with refused(NameTaken, "水沟"):
        keep()
    assert everything() == before
    for n in range(MOST_SAVED_FILTERS - 1):
        keep(f"第{n}个")
    with refused(TooMany):
        keep("再一个")


def test_what_is_removed_comes_back_unless_its_name_was_given_away(keep, town, at, minutes):
    kept = keep()
    remove_filter(kept, by=town.operator_lin, at=at + minutes(1))
    assert seen_by(town.operator_lin, at) == {}
    restore_filter(kept, by=town.operator_lin, at=at + minutes(2))
    assert seen_by(town.operator_lin, at) == {"水沟": 0}
    remove_filter(kept, by=town.operator_lin, at=at + minutes(3))
    keep()
    with refused(NameTaken):
        restore_filter(kept, by=town.operator_lin, at=at + minutes(4))


def test_over_the_pages_it_is_saved_shared_changed_removed_and_brought_back(client, town):
    a_case(town, at=timezone.now())
    client.force_login(town.operator_lin)
    address = f"state=open&zone={town.zone.pk}"
    typed = {"name": "三区", "state": "open", "zone": town.zone.pk, "is_shared": "on"}

    assert client.post("/filters/new/", {**typed, "name": ""}).context["form"]["zone"].value() == [str(town.zone.pk)]
    saved = client.post("/filters/new/", typed)
    kept = SavedFilter.objects.get()
    assert (saved.url, kept.address, kept.is_shared) == (f"/desk/?{address}", address, True)
    desk = client.get(saved.url)
    assert [(row.kept.name, row.count) for row in desk.context["saved"]()] == [("三区", 1)]
    assert "三区" in desk.content.decode()

    client.post(f"/filters/{kept.pk}/", {"name": "三区超时", "state": "late"})
    assert SavedFilter.objects.values_list("name", "address", "is_shared").get() == ("三区超时", "state=late", False)
    gone = client.post(f"/filters/{kept.pk}/removal/")
    assert "撤销" in client.get(gone.url).content.decode()
    client.post(f"/filters/{kept.pk}/return/")
    assert SavedFilter.objects.get().removed_at is None


@pytest.mark.parametrize(
    ("who", "answers"), [("worker_mo", [404, 403]), ("officer_zheng", [404, 200]), ("operator_zhao", [404, 404])]
)
def test_who_may_change_a_filter_of_somebody_else(client, town, keep, who, answers):
    mine, ours = keep(), keep("大家的", is_shared=True)
    client.force_login(getattr(town, who))

    assert [client.get(f"/filters/{each.pk}/").status_code for each in (mine, ours)] == answers


def test_the_desk_asks_as_much_for_ten_filters_as_for_one(client, town, keep):
    client.force_login(town.operator_lin)

    def queries() -> int:
        client.get("/desk/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/desk/")
        return len(asked)

    keep()
    one = queries()
    for n in range(9):
        keep(f"第{n}个", is_shared=n % 2 == 0)
    assert queries() == one


def test_a_filtered_desk_shows_and_counts_what_it_says(client, town):
    now = timezone.now()
    mine = a_case(town, at=now, content="路灯不亮")
    a_case(town, at=now, place_text="说不清", content="有人吵架")
    client.force_login(town.operator_lin)

    page = client.get(f"/desk/?zone={town.zone.pk}&q=路灯")

    assert [row.pk for row in page.context["rows"]] == [mine.pk]
    assert page.context["counts"]["open"] == 1
    assert "存成常用筛选" in page.content.decode()
