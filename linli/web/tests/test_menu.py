import pytest
from django.contrib.auth.models import AnonymousUser

from linli.web import menu
from linli.web.menu import MenuItem

pytestmark = pytest.mark.urls("linli.web.tests.addresses")


class Keeper:
    def has_perm(self, permission):
        return permission == "cases.view_tasks"


@pytest.fixture(autouse=True)
def three_items(monkeypatch):
    monkeypatch.setattr(menu, "_items", [])
    menu.add(
        MenuItem(
            "任务", "tasks", permission="cases.view_tasks", places={"dock", "masthead"}, order=30, short_label="办"
        )
    )
    menu.add(MenuItem("手机", "phone", places={"masthead"}, order=20))
    menu.add(MenuItem("首页", "start", places={"masthead"}, order=10))


def labels(user, place="masthead", path="/"):
    return [entry.label for entry in menu.entries(menu.open_to(user), place, path)]


def current(path):
    return [entry.label for entry in menu.entries(menu.open_to(Keeper()), "masthead", path) if entry.current]


def test_entries_stand_in_order_and_only_where_they_belong():
    assert labels(Keeper()) == ["首页", "手机", "任务"]
    assert labels(Keeper(), "dock") == ["办"]
    assert labels(Keeper(), "public") == []


def test_nobody_sees_what_they_may_not_open():
    assert labels(AnonymousUser()) == ["首页", "手机"]


@pytest.mark.parametrize(
    ("path", "label"),
    [("/", ["首页"]), ("/phone/", ["手机"]), ("/phone/tasks/7/", ["任务"]), ("/elsewhere/", [])],
)
def test_the_entry_that_leads_here_is_current(path, label):
    assert current(path) == label


def test_registering_twice_changes_nothing():
    menu.add(MenuItem("首页", "start", places={"masthead"}, order=10))

    assert labels(Keeper()).count("首页") == 1


@pytest.mark.parametrize(("count", "in_row"), [(3, 3), (9, 9), (10, 8), (14, 8)])
def test_what_the_row_has_no_room_for_is_folded_away(count, in_row):
    all_of_them = [menu.Entry(f"第{n}项", f"/{n}/", "list") for n in range(count)]

    row, rest = menu.shared_out(all_of_them)

    assert (len(row), row + rest) == (in_row, all_of_them)
