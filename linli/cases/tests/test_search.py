"""Looking for cases by words: what is found, in which order, how it is shown, and what nobody may find."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from linli.cases.actions import Appeal, add_remark, join_case, register_case
from linli.cases.models import Case, Kind, Remark
from linli.cases.queries import search as room
from linli.cases.queries.filters import CaseFilter
from linli.cases.queries.hits import Piece, excerpt, marked
from linli.cases.queries.search import TooShort, search, words_of
from linli.fence.rows import open_fence
from linli.territory.models import Lane

from .builders import a_case, a_case_in_hand, a_resolved_case, an_appeal, category


def found(user, q, **but):
    return cases_of(search(user, CaseFilter(q=q, **but), timezone.now()))


def cases_of(page):
    known = Case.objects.in_bulk([one.pk for one in page.cases])
    return [known[one.pk] for one in page.cases]


def test_every_part_of_a_case_is_found(town, at):
    case = a_case(town, at=at, external_number="451102202603020017", title="水沟堵塞")
    join_case(
        case, an_appeal(content="我家后门也漫水", name="覃叔", phone="+8613900000777"), by=town.operator_lin, at=at
    )
    add_remark(case, kind=Remark.Kind.NOTE, body="钥匙在门卫室", by=town.operator_lin, at=at)
    a_case(town, at=at, content="楼下路灯不亮", place_text="", name="莫先生", phone="")
    lin = town.operator_lin

    for words in (
        "污水", "堵塞", "建安街38号", "黄女士", "覃叔", "后门", "门卫", "0001", "0777", "13900000777", case.number,
        case.number.lower(), case.number[2:], "451102202603020017", "020017", "水沟 黄女士", "黄女士　污水", "３８号",
        "13900000777 水沟", "水 污水",
    ):  # fmt: skip
        assert found(lin, words) == [case], words
    for words in ("蚊子", "水沟 莫先生", "沟水", "0778", "%%", "13900000777 路灯"):
        assert found(lin, words) == [], words


def test_words_follow_what_is_written_later(town, at, minutes):
    case = a_resolved_case(town, at=at)
    assert found(town.operator_lin, "掏通了") == [case]

    Case.objects.filter(pk=case.pk).update(place_text="西约街9号")
    case.requesters.update(name="何先生")
    assert found(town.operator_lin, "西约街") == found(town.operator_lin, "何先生") == [case]
    assert found(town.operator_lin, "建安街") == found(town.operator_lin, "黄女士") == []
    assert found(town.operator_lin, "掏通了") == [case]


def test_a_name_kept_confidential_is_not_found(town, at):
    a_case(town, at=at, kind=Kind.REPORT, name="黄小芳")
    assert found(town.operator_lin, "黄小芳") == []


def test_who_may_see_a_case_finds_it_and_nobody_else(town, at):
    Lane.objects.create(community=town.guihua, name="江北路", kind=Lane.Kind.STREET)
    own, elsewhere = a_case(town, at=at), a_case_in_hand(town, at=at, place_text="江北路5号", by=town.keeper_li)

    assert found(town.keeper_wei, "水沟") == [own], "a keeper: the zone"
    assert found(town.keeper_li, "水沟") == [elsewhere, own], "and what is in their hand"
    for whole in (town.operator_lin, town.secretary_liao, town.supervisor_chen):
        assert found(whole, "水沟") == [elsewhere, own]
    assert found(town.operator_zhao, "水沟") == []
    assert found(town.operator_zhao, own.number) == found(town.operator_zhao, "13800000001") == []


def test_the_look_up_reads_no_wider_than_the_fence(town, at):
    """Whoever calls the database's function, and whatever they ask it, gets rows of open communities only."""
    mine = a_case(town, at=at)
    theirs = register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)
    asked = (
        "SELECT array_agg(id ORDER BY id) FROM cases_found(%s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, %s, 9)"
    )

    def keys(*fence, among=None, words=("水沟",)):
        open_fence(fence)
        with connection.cursor() as cursor:
            cursor.execute(asked, [list(words), among])
            return cursor.fetchone()[0] or []

    assert keys() == []
    assert keys(town.guihua.pk) == keys(town.guihua.pk, among=[mine.pk, theirs.pk]) == [mine.pk]
    assert keys(town.yinxing.pk) == keys(town.yinxing.pk, among=[mine.pk, theirs.pk]) == [theirs.pk]
    assert keys(town.guihua.pk, town.yinxing.pk) == [mine.pk, theirs.pk]
    assert keys(town.guihua.pk, words=["水沟') > 0 OR (true", "'; SELECT 1; --"]) == []
    for forbidden in ("SELECT words FROM cases_searchtext", "INSERT INTO cases_searchtext VALUES (1)"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(forbidden)
    open_fence([town.guihua.pk, town.yinxing.pk])


def test_filters_narrow_what_is_found(town, at, minutes):
    first = a_resolved_case(town, at=at)
    second = a_case(town, at=at + minutes(60 * 48), category=category("municipal.lamp"), channel="visit")
    lin = town.operator_lin

    assert found(lin, "水沟") == [second, first]
    assert found(lin, "水沟", state="open") == found(lin, "水沟", channels=("visit",)) == [second]
    assert found(lin, "水沟", state="ended") == found(lin, "水沟", categories=("municipal.drain",)) == [first]
    assert found(lin, "水沟", since=(at + minutes(60 * 24)).date()) == [second]
    assert found(lin, "水沟", until=at.date()) == [first]
    assert found(lin, "水沟", zones=(str(town.zone.pk),)) == [second, first]
    assert found(lin, "水沟", zones=("0",)) == found(lin, "水沟", state="callback", channels=("visit",)) == []
    assert found(town.keeper_wei, "水沟", who="me") == [second, first]


def test_pages_follow_one_another_without_gap_or_repeat(town, at, minutes, monkeypatch):
    monkeypatch.setattr(room, "SHOWN", 2)
    monkeypatch.setattr(room, "STEPS", (3, 5))
    cases = [a_case(town, at=at + minutes(n // 2)) for n in range(5)]

    shown, after = [], None
    for _ in range(3):
        page = search(town.operator_lin, CaseFilter(q="水沟"), timezone.now(), after)
        shown, after = shown + cases_of(page), page.after
    assert (shown, after) == (cases[::-1], None)


def test_the_index_finds_what_the_newest_rows_do_not_show(town, at, minutes):
    """Old and rare among many newer ones: the second way of looking, quarter after quarter."""
    lin, day = town.operator_lin, timedelta(days=1)
    old = [
        register_case(town.guihua, Appeal(f"白蚁蛀了房梁{n}", category(), "visit"), by=lin, at=at - day * n)
        for n in (1, 100, 190, 800)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL linli.search_looks_at = 2")
    for n in range(3):
        a_case(town, at=at + minutes(n))

    assert found(lin, "白蚁") == found(lin, "白蚁 房梁") == found(town.supervisor_chen, "白蚁") == old
    assert found(lin, "白蚁", since=(at - day * 150).date()) == old[:2]


def test_a_single_sign_is_too_little():
    for q in ("水", "水 沟", "，。", ""):
        with pytest.raises(TooShort):
            words_of(q)
    assert words_of("ＬＦ２０２６ 水沟，水沟 A") == ("lf2026", "水沟 水沟", "a")


def test_a_long_end_of_a_phone_number_is_compared_by_its_last_four_only(town, at):
    case = a_case(town, at=at, phone="+8613800005678")

    result = search(town.operator_lin, CaseFilter(q="9995678"), timezone.now())

    assert (cases_of(result), result.by_phone_end) == ([case], "5678")


def test_words_are_marked_however_they_are_written():
    assert marked("ＡＢ栋㎡水沟", ["ab", "水沟"]) == [Piece("ＡＢ", True), Piece("栋㎡"), Piece("水沟", True)]
    assert marked("沟水沟水沟", ["水沟"]) == [Piece("沟"), Piece("水沟水沟", True)]
    assert marked("<b>", ["路灯"]) == [Piece("<b>")]
    assert excerpt("一" * 50 + "水沟" + "二" * 90, ["水沟"]) == "…" + "一" * 18 + "水沟" + "二" * 52 + "…"


# The page


@pytest.fixture
def desk(client, town):
    client.force_login(town.operator_lin)
    return client


def test_the_page_marks_the_words_and_covers_names_and_numbers(desk, town, at):
    case = a_case(town, at=at, name="黄小芳")
    add_remark(case, kind=Remark.Kind.NOTE, body="钥匙在门卫室", by=town.operator_lin, at=at)

    page = desk.get("/cases/", {"q": "水沟"}).content.decode()
    assert "<mark>水沟</mark>" in page
    assert "黄*芳" in page
    assert "****0001" in page
    assert "黄小芳" not in page
    assert "13800000001" not in page
    assert "内部备注：" in (page := desk.get("/cases/", {"q": "门卫"}).content.decode())
    assert "钥匙在<mark>门卫</mark>室" in page


def test_the_page_says_what_to_do_when_nothing_is_found_or_too_little_asked(desk, town, at):
    a_case(town, at=at)

    assert "没有找到" in desk.get("/cases/", {"q": "蚊子"}).content.decode()
    page = desk.get("/cases/", {"q": "水", "state": "open"}).content.decode()
    assert "请至少写两个字" in page
    assert 'value="水"' in page
    assert "没有找到" in desk.get("/cases/", {"q": "水沟", "state": "filing", "older": "x"}).content.decode()


def test_a_page_of_results_costs_the_same_for_one_and_for_thirty(desk, town, at, minutes, django_assert_num_queries):
    def ask():
        return desk.get("/cases/", {"q": "水沟"})

    a_case(town, at=at)
    ask()
    with django_assert_num_queries(9):
        assert len(ask().context["rows"]) == 1
    for n in range(29):
        a_case(town, at=at + minutes(n))
    with django_assert_num_queries(9):
        assert len(ask().context["rows"]) == 30
