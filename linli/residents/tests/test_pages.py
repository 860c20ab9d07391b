"""The register as people meet it: looking somebody up, entering, opening a file, seeing a number."""

from datetime import date

import pytest
from django.utils import timezone

from linli.journal.models import Event
from linli.residents import registry
from linli.residents.actions import Comer
from linli.residents.models import Household, Person, Reading, Relation, Unit, Work
from linli.residents.registry import ChapterLine, chapter

from .builders import MAN, enter, settle


@pytest.fixture
def staff(client, town):
    client.force_login(town.worker_mo)
    return client


def page(client, address, **words):
    return client.get(address, words).content.decode()


# The list


@pytest.mark.parametrize(
    "words", ["桂", "qgx", "guixiang", "0001", "建安街38号", "建安街 38 号 覃", "13800000001", MAN]
)
def test_somebody_is_looked_up_by_any_of_it(staff, town, at, words):
    settle(town, at, enter(town, at, phone="13800000001", id_number=MAN))
    enter(town, at, "黄大海", phone="13800000002")

    shown = page(staff, "/residents/", q=words)
    assert ("覃桂香" in shown, "黄大海" in shown) == (True, False)


def test_numbers_are_covered_in_the_list(staff, town, at):
    enter(town, at, phone="13800000001", id_number=MAN)

    shown = page(staff, "/residents/")
    assert ("****0001" in shown, "13800000001" in shown, MAN in shown) == (True, False, False)


@pytest.mark.parametrize(
    ("narrowed", "names"),
    [
        ({"age": "old"}, {"覃桂香"}),
        ({"age": "under14"}, {"黄小妹"}),
        ({"state": "here"}, {"覃桂香", "黄小妹"}),
        ({"state": "away"}, {"莫家安"}),
        ({"verified_before": "2026-01-01"}, {"黄小妹", "莫家安"}),
    ],
)
def test_the_list_is_narrowed(staff, town, at, narrowed, names):
    today = timezone.localdate()
    old = enter(town, at, birth_on=date(today.year - 70, 1, 1), last_verified_on=date(2026, 2, 1))
    settle(town, at, old, Comer(enter(town, at, "黄小妹", birth_on=date(today.year - 8, 1, 1)), "40"))
    enter(town, at, "莫家安")

    shown = page(staff, "/residents/", **narrowed)
    assert {name for name in ("覃桂香", "黄小妹", "莫家安") if name in shown} == names


def test_the_list_asks_as_much_for_three_as_for_one(staff, town, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked():
        with CaptureQueriesContext(connection) as queries:
            staff.get("/residents/", {"q": "覃"})
        return len(queries)

    settle(town, at, enter(town, at))
    staff.get("/residents/")
    one = asked()
    for name in ("覃小明", "覃小红"):
        settle(town, at, enter(town, at, name), label=name)
    assert asked() == one


def test_the_other_community_and_who_has_no_business_here_see_nothing(client, town, at):
    person = enter(town, at)

    client.force_login(town.operator_zhao)
    assert "覃桂香" not in page(client, "/residents/", q="覃")
    assert client.get(f"/residents/people/{person.pk}/").status_code == 404
    for user in (town.supervisor_chen, town.auditor_shen):
        client.force_login(user)
        assert client.get("/residents/").status_code == 403


# Entering


def test_a_name_is_enough(staff, town):
    sent = staff.post("/residents/new/", {"name": "覃桂香"})

    person = Person.objects.get()
    assert (sent.url, person.name, person.pinyin) == (f"/residents/people/{person.pk}/", "覃桂香", "qin gui xiang")


def test_three_lines_make_a_home(staff, town):
    staff.post("/residents/new/", {"name": "覃桂香", "phone": "13800000001", "place": "建安街 38 号 302"})
    staff.post("/residents/new/", {"name": "黄小妹", "place": "建安街38号302"})

    household = Household.objects.get()
    assert str(household) == "建安街 38 号 302"
    assert [member.person.name for member in household.members.order_by("pk")] == ["覃桂香", "黄小妹"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(staff, town):
    typed = {"name": "覃桂香", "id_number": MAN[:-1] + "9", "birth": "2月30", "phone": "1380", "lunar": "三月"}
    shown = staff.post("/residents/new/", typed).content.decode()

    assert Person.objects.count() == 0
    for sentence in ("最后一位对不上", "看不出是哪一天", "不像一个电话号码", "农历生日请写成"):
        assert sentence in shown
    assert all(value in shown for value in typed.values())


def test_who_may_be_meant_already_is_shown_first(staff, town, at):
    enter(town, at, phone="13800000001", birth_on=date(1953, 8, 1))

    shown = staff.post("/residents/new/", {"name": "覃桂香"}).content.decode()
    assert ("已经有这样的人" in shown, "1953-08-01" in shown, Person.objects.count()) == (True, True, 1)
    assert "覃桂香" in staff.post("/residents/alike/", {"name": "", "phone": "138 0000 0001"}).content.decode()
    staff.post("/residents/new/", {"name": "覃桂香", "is_new": "on"})
    assert Person.objects.count() == 2


def test_a_birth_that_differs_from_the_number_is_warned_of_and_kept(staff, town):
    shown = staff.post("/residents/new/", {"name": "覃桂香", "id_number": MAN, "birth": "1989.3"}, follow=True)

    assert "1990-03-07 不一样" in shown.content.decode()
    assert Person.objects.get().birth_words == "1989-03"


def test_a_double_click_enters_one(staff, town):
    for _press in range(2):
        staff.post("/residents/new/", {"name": "覃桂香", "phone": "13800000001"})

    assert Person.objects.count() == 1


# The file


def test_opening_a_file_is_kept(staff, town, at):
    person = enter(town, at)
    page(staff, f"/residents/people/{person.pk}/")

    reading = Reading.objects.get()
    assert (reading.person, reading.reader, reading.part) == (person, town.worker_mo, Reading.Part.FILE)


def test_a_file_says_what_is_known(staff, town, at):
    person = enter(
        town, at, phone="13800000001", id_number=MAN, ethnicity="13", education="71", lunar_month=3, lunar_day=5
    )
    settle(town, at, person, Comer(enter(town, at, "黄小妹"), "30"))

    shown = page(staff, f"/residents/people/{person.pk}/")
    for words in ("qin gui xiang", "瑶族", "初中毕业", "农历三月初五", "建安街 38 号", "黄小妹", "110101********0038"):
        assert words in shown
    assert (MAN in shown, "13800000001" in shown) == (False, False)


def test_rooms_above_add_chapters_for_who_may_read_them(client, town, at, monkeypatch):
    person = enter(town, at)
    settle(town, at, person)
    monkeypatch.setattr(registry, "_chapters", {})
    chapter(
        "party", "党员", "residents.merge_people",
        lines=lambda key, user: [ChapterLine("支部", f"第一支部 {key} {user.name}")], export=lambda key: [key],
    )  # fmt: skip

    client.force_login(town.secretary_liao)
    assert f"第一支部 {person.pk} 廖建华" in page(client, f"/residents/people/{person.pk}/")
    client.force_login(town.keeper_wei)
    assert "第一支部" not in page(client, f"/residents/people/{person.pk}/")


def test_a_number_is_shown_for_a_reason_that_is_kept(staff, town, at):
    person = enter(town, at, phone="13800000001", id_number=MAN)

    refused = staff.post(f"/residents/people/{person.pk}/number/?part=phone", {"reason": " "})
    assert "13800000001" not in refused.content.decode()
    shown = staff.post(f"/residents/people/{person.pk}/number/?part=phone", {"reason": "约上门时间"})
    assert ("13800000001" in shown.content.decode(), shown["Cache-Control"][:9]) == (True, "max-age=0")
    assert (
        MAN in staff.post(f"/residents/people/{person.pk}/number/?part=id-number", {"reason": "办证"}).content.decode()
    )
    assert list(Reading.objects.order_by("pk").values_list("part", "reason")) == [
        ("phone", "约上门时间"), ("id_number", "办证"),
    ]  # fmt: skip
    assert Event.objects.filter(verb="residents.number_revealed").count() == 2


def test_a_keeper_sees_no_whole_number(client, town, at):
    person = enter(town, at, phone="13800000001")
    settle(town, at, person)
    client.force_login(town.keeper_wei)

    assert "显示" not in page(client, f"/residents/people/{person.pk}/")
    assert client.get(f"/residents/people/{person.pk}/number/?part=phone").status_code == 403
    assert client.post(f"/residents/people/{person.pk}/verification/").status_code == 302
    person.refresh_from_db()
    assert person.verified_by == town.keeper_wei


def test_a_person_is_changed_and_blank_numbers_stay(staff, town, at):
    person = enter(town, at, phone="13800000001", id_number=MAN, birth_on=date(1990, 3, 7))
    address = f"/residents/people/{person.pk}/change/"
    shown = page(staff, address)
    assert ("尾号 0001" in shown, "13800000001" in shown, MAN in shown) == (True, False, False)

    staff.post(
        address, {"name": "覃桂香", "birth": "1990-03-07", "id_kind": "111", "education": "21", "drop_phone": "on"}
    )
    person.refresh_from_db()
    assert (person.education, person.id_number, person.phone) == ("21", MAN, "")


def test_kin_and_work_begin_and_end(staff, town, at):
    person, child = enter(town, at), enter(town, at, "黄小妹")
    unit = Unit.objects.create(community=town.guihua, name="市政局", short_name="市政局", kind=Unit.Kind.OFFICE)

    staff.post(f"/residents/people/{person.pk}/relations/new/", {"kind": "child", "other": child.pk})
    staff.post(f"/residents/people/{person.pk}/works/new/", {"unit": unit.pk, "post": "会计", "from_on": "2020-01-01"})
    nobody = staff.post(f"/residents/people/{person.pk}/relations/new/", {"kind": "child"})
    assert "请选一位登记过的居民" in nobody.content.decode()
    shown = page(staff, f"/residents/people/{person.pk}/")
    assert ("黄小妹" in shown, "市政局 会计" in shown) == (True, True)
    staff.post(f"/residents/relations/{Relation.objects.get().pk}/end/")
    staff.post(f"/residents/works/{Work.objects.get().pk}/end/")
    assert (Relation.objects.get().until_on, Work.objects.get().until_on) == (timezone.localdate(),) * 2


def test_units_are_kept(staff, town):
    typed = {"name": "八步区市政局", "kind": "office", "uscc": "11451102000000019n", "place": "建安街 38 号"}
    staff.post("/residents/units/new/", typed)

    unit = Unit.objects.get()
    assert (unit.short_name, unit.uscc, unit.door) == ("八步区市政局", "11451102000000019N", town.door)
    wrong = staff.post(f"/residents/units/{unit.pk}/", typed | {"uscc": "91451102MA00000156"})
    assert "最后一位对不上" in wrong.content.decode()
    staff.post(f"/residents/units/{unit.pk}/", typed | {"short_name": "市政局", "left_on": "2026-01-01"})
    assert "已退出" in page(staff, "/residents/units/")
