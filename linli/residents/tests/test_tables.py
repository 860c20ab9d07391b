"""People, units and doors are brought in as tables: read however they are written, recognised, taken many at once."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.residents.actions import enter_person
from linli.residents.actions.settling import Doors, NoSuchDoor, label_of
from linli.residents.codes import ETHNICITY
from linli.residents.models import Household, HouseholdMember, Person, Unit, Work
from linli.residents.tables.reading import read_birth, read_code, read_id_number, read_name, read_phones
from linli.sheets import actions
from linli.sheets.cells import WrongCell
from linli.sheets.models import ImportRun
from linli.sheets.registry import import_kind
from linli.sheets.tests.workbooks import a_workbook
from linli.territory.models import Door, Lane

ONE, TWO = "45110219000101001X", "451102190001010028"
HEADER = ("序号", "姓名", "性别", "民族", "身份证号码", "出生日期", "联系电话", "家庭住址", "与户主关系", "工作单位")


def a_row(n, name="覃娟", **but):
    said = {"sex": "女", "people": "壮族", "number": TWO, "born": None, "phone": "13800000001",
            "home": "建安街38号302室", "relation": "户主", "work": None}  # fmt: skip
    return [n, name, *(said | but).values()]


def brought(town, at, rows, *, kind="people", name="居民.xlsx", option="year"):
    run = actions.begin_import(
        town.guihua, import_kind(kind), name=name, content=a_workbook(rows), sender="本社区", option=option,
        by=town.worker_mo, at=at,
    )  # fmt: skip
    run = actions.begin_checking(
        actions.map_columns(run, run.columns, by=town.worker_mo, at=at), by=town.worker_mo, at=at
    )
    actions.check_rows(run.pk, run.community_id, at=at)
    open_fence([town.guihua.pk])
    return run


def taken(town, at, rows, **more):
    run = brought(town, at, rows, **more)
    return take(town, at, run)


def take(town, at, run):
    actions.begin_taking(run, by=town.worker_mo, at=at)
    actions.take_rows(run.pk, run.community_id, at=at)
    open_fence([town.guihua.pk])
    return run


def standings(run):
    return [(row.number, row.standing, row.changes) for row in run.rows.all()]


def sentences(run):
    return [(row.number, column, sentence) for row in run.rows.all() for column, _label, sentence in row.problems]


# Cells


@pytest.mark.parametrize(
    ("said", "read"),
    [("张　三", "张三"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("无", ""), ("𬭚·John", "𬭚·John")],
)
def test_names(said, read):
    assert read_name(said) == read


def test_identity_numbers():
    read = [read_id_number(said) for said in ("45110219000101001x", 451102000101001, f"'{TWO}", "不详", "E12345678")]
    assert read == [ONE, ONE, TWO, "", "E12345678"]
    for said, sentence in (
        (451102190001010028, "这个号码存成了数字，Excel 只记得住 15 位"),
        ("451102********001X", "打了星号"),
        ("451102190001010010", "最后一位对不上"),
    ):
        with pytest.raises(WrongCell, match=sentence):
            read_id_number(said)


def test_births_phones_and_codes():
    for said, precision in (("2009.3", "month"), ("2009年3月", "month"), ("20090301", "day"), (39873, "day")):
        assert read_birth(said)[:2] == (date(2009, 3, 1), precision)
    assert read_birth("1953年农历三月初五").lunar_day == 5
    assert read_phones("0774-5550110，13800000001（儿子）") == ("+8613800000001", "+867745550110")
    assert read_phones("1380000000113900000002") == ("+8613800000001", "+8613900000002")
    with pytest.raises(WrongCell, match="最多记两个"):
        read_phones("13800000001/13800000002/13800000003")
    people = read_code(ETHNICITY, ending="族")
    assert [people(said) for said in ("壮", "壮族", "08", 8, "")] == ["08", "08", "08", "08", ""]


def test_addresses(town):
    doors = Doors(town.guihua.pk)
    found = doors.find("八步街道建安街３８号３０２室", "")
    assert (found.door_id, found.label) == (town.door.pk, "302")
    assert doors.find("建安街38号", "2单元 401房").label == "2单元401"
    assert doors.find("建安街38-302", "").label == "302"
    for said, sentence in (
        ("贤德路3号", "登记着的有：建安街"),
        ("建安街", "没有写几号"),
        ("建安街99号", "登记里没有「建安街 99」"),
    ):
        with pytest.raises(NoSuchDoor, match=sentence):
            doors.find(said, "")
    assert label_of("三楼") == "三楼"


# Taking


def test_people_come_in_with_their_homes(town, at):
    head = ["居民基本情况"]
    son = a_row(
        2, "覃小明", sex="1", people="〃", number=None, born="2015.3.9", phone=None, home="同上", relation="儿子"
    )
    run = taken(town, at, [head, HEADER, a_row(1, work="供水公司"), son, ["合计", "2 人"]])

    assert standings(run) == [(3, "taken", []), (4, "taken", [])]
    juan, ming = Person.objects.order_by("pk")
    assert (juan.name, juan.pinyin, juan.birth_on, juan.phone, juan.ethnicity) == (
        "覃娟", "qin juan", date(1900, 1, 1), "+8613800000001", "08",
    )  # fmt: skip
    assert (ming.sex, ming.ethnicity, ming.birth_on) == ("1", "08", date(2015, 3, 9))
    home = Household.objects.get()
    assert (str(home), home.from_on) == ("建安街 38 号 302", date(2026, 1, 1))
    assert list(home.members.order_by("pk").values_list("person__name", "is_head", "relation")) == [
        ("覃娟", True, "01"), ("覃小明", False, "20"),
    ]  # fmt: skip
    assert Work.objects.get().employer == "供水公司"
    assert Event.objects.filter(verb="residents.person_entered").count() == 2
    assert Event.objects.get(verb="sheets.brought_up_to_date").facts == {
        "taken": 2,
        "changed": 0,
        "known": 0,
        "wrong": 0,
    }


def test_a_second_time_nothing_is_new_and_nothing_changes(town, at):
    rows = [HEADER, a_row(1, work="供水公司"), a_row(2, "覃小明", number=None, born="2015", relation="子")]
    taken(town, at, rows)
    again = brought(town, at, rows)

    assert standings(again) == [(2, "known", []), (3, "known", [])]
    assert (Person.objects.count(), Household.objects.count()) == (2, 1)


def test_only_what_a_row_says_is_changed(town, at):
    taken(town, at, [HEADER, a_row(1, work="供水公司")])
    Door.objects.create(community=town.guihua, lane=town.lane, number=40, zone=town.zone)
    row = [1, "覃娟", None, None, TWO, None, "13900000002", "建安街40号", None, "电力公司"]
    run = brought(town, at, [HEADER, row])
    assert standings(run) == [(2, "changed", ["phone", "address", "employer"])]

    take(town, at, run)
    juan = Person.objects.get()
    assert (juan.phone, juan.sex, juan.ethnicity) == ("+8613900000002", "2", "08")
    lived = HouseholdMember.objects.order_by("from_on").values_list("household__dwelling__door__number", "until_on")
    assert list(lived) == [(38, date(2026, 3, 2)), (40, None)]
    assert list(Household.objects.order_by("pk").values_list("until_on", flat=True)) == [date(2026, 3, 2), None]
    assert [work.employer for work in Work.objects.filter(until_on=None)] == ["电力公司"]
    assert Event.objects.get(verb="residents.person_changed").facts == {"what": "电话"}


def test_who_counts_as_known(town, at):
    by = {"by": town.worker_mo, "at": at}
    enter_person(town.guihua, name="覃娟", id_number=TWO, **by)
    enter_person(town.guihua, name="丁一", birth_on=date(1953, 8, 1), **by)
    enter_person(town.guihua, name="丁二", phone="13800000009", **by)
    enter_person(town.guihua, name="丁三", birth_on=date(1960, 1, 1), phone="13800000010", **by)
    enter_person(town.guihua, name="丁三", birth_on=date(1961, 1, 1), phone="13800000010", **by)
    run = brought(town, at, [
        HEADER,
        a_row(1, "覃绢", number=TWO),
        a_row(2, "丁一", number=ONE, born="1953-08-01", sex=None, people=None, phone=None, home=None, relation=None),
        a_row(3, "丁二", number=None, phone="13800000009", sex=None, people=None, home=None, relation=None),
        a_row(4, "丁三", number=None, phone="13800000010", sex=None, people=None, home=None, relation=None),
        a_row(5, "丁四", number=None, phone=None, sex=None, people=None, home=None, relation=None),
        a_row(6, "丁五", number=None, phone="13800000011", home="建安街99号"),
    ])  # fmt: skip

    assert standings(run) == [
        (2, "wrong", []), (3, "changed", ["id_number"]), (4, "known", []), (5, "wrong", []), (6, "wrong", []),
        (7, "wrong", []),
    ]  # fmt: skip
    assert sentences(run) == [
        (2, "E", "这个号码登记的是覃*，名字不一样。请对照证件：名字写错了就改表，改过名的先到档案里改名。"),
        (5, "B", "登记里有 2 位同名的都对得上，分不出是哪一位。请补上身份证号码。"),
        (6, "B", "只有姓名，认不出是哪一位。身份证号码、出生日期、电话、住址，请至少补上一样。"),
        (7, "H", "登记里没有「建安街 99」这个门牌。请先把门牌导入或添上，或者把住址改对。"),
    ]  # fmt: skip


def test_one_person_twice_in_a_file_is_said_or_taken_once(town, at):
    rows = [HEADER, a_row(1), a_row(2), a_row(3, number=None, born="1900-01-01", relation=None)]
    run = taken(town, at, rows)

    assert sentences(run) == [(3, "", "和第 2 行说的是同一个。同一个只留一行；不是同一个，请把认得出的那几列写清楚。")]
    assert standings(run) == [(2, "taken", []), (3, "wrong", []), (4, "known", [])]
    assert Person.objects.count() == 1


def test_a_broken_off_run_neither_loses_nor_doubles(town, at, monkeypatch):
    from linli.sheets.actions import taking

    monkeypatch.setattr(taking, "MANY_AT_ONCE", 2)
    rows = [HEADER, *[a_row(n, f"丁{'一二三四五'[n - 1]}", number=None, phone=f"1380000000{n}") for n in range(1, 6)]]
    run = brought(town, at, rows)
    actions.begin_taking(run, by=town.worker_mo, at=at)
    told = []

    def tell(done, total):
        told.append((done, total))
        if done == 2:
            raise RuntimeError("the light went out")

    with pytest.raises(RuntimeError):
        actions.take_rows(run.pk, run.community_id, tell=tell, at=at)
    open_fence([town.guihua.pk])
    assert (Person.objects.count(), ImportRun.objects.get().done) == (2, 2)
    actions.take_rows(run.pk, run.community_id, at=at)
    open_fence([town.guihua.pk])
    assert (Person.objects.count(), ImportRun.objects.get().status) == (5, "done")


def test_somebody_entered_at_the_same_moment_is_said(town, at):
    run = brought(town, at, [HEADER, a_row(1), a_row(2, "丁一", number=ONE, relation=None)])
    other = enter_person(town.guihua, name="覃绢", id_number=TWO, by=town.worker_mo, at=at)
    take(town, at, run)

    assert standings(run) == [(2, "wrong", []), (3, "taken", [])]
    assert list(Person.objects.order_by("pk").values_list("name", flat=True)) == [other.name, "丁一"]


def test_as_many_statements_for_three_as_for_thirty(town, at):
    def asked(count, begin):
        rows = [
            a_row(n, f"{'丁王李'[n % 3]}{chr(0x4E00 + begin + n)}", number=None, phone=f"138{begin + n:08}",
                  home=f"建安街38号{n}室") for n in range(count)
        ]  # fmt: skip
        run = brought(town, at, [HEADER, *rows])
        actions.begin_taking(run, by=town.worker_mo, at=at)
        with CaptureQueriesContext(connection) as captured:
            actions.take_rows(run.pk, run.community_id, at=at)
        open_fence([town.guihua.pk])
        return len(captured)

    assert asked(30, 100) <= asked(3, 300) + 1  # one more for a savepoint released with more rows


def test_the_other_community_brings_into_its_own(town, at, client):
    taken(town, at, [HEADER, a_row(1)])
    client.force_login(town.operator_zhao)
    run = ImportRun.objects.get()
    assert client.get(f"/sheets/imports/{run.pk}/").status_code == 404


def test_the_pages_say_new_changed_and_the_rule(client, town, at):
    taken(town, at, [HEADER, a_row(1)])
    client.force_login(town.worker_mo)
    rows = [
        HEADER,
        a_row(1, phone="13900000002"),
        a_row(2, "丁一", number=ONE, relation=None),
        a_row(3, "丁二", number=5),
    ]
    file = SimpleUploadedFile("居民.xlsx", a_workbook(rows))
    answer = client.post("/sheets/in/people/", {"file": file, "sender": "本社区", "option": "today"})
    open_fence([town.guihua.pk])
    run = ImportRun.objects.latest("pk")
    columns = {f"column_{index}": code for index, code in run.columns.items()}
    page = client.post(answer.url, columns | {"do": "check"}, follow=True).content.decode()

    assert "导入这 2 行" in page
    assert "怎样算同一位：身份证号码一样的" in page
    changed = client.get(f"/sheets/imports/{run.pk}/?rows=changed").content.decode()
    assert "会改动：联系电话" in changed
    assert "覃*" in changed
    corrected = client.get(f"/sheets/imports/{run.pk}/corrected/").content
    assert "不是身份证号码" in load_workbook(io.BytesIO(corrected)).active["K4"].value


# Units and doors


def test_units_come_in_and_are_changed(town, at):
    header = ("单位名称", "单位性质", "统一社会信用代码", "地址", "负责人", "党员人数")
    run = taken(town, at, [header, ["灵峰供水公司", "国企", "91451102MA00000155", "建安街38号", "莫一", "12人"],
                           ["桂花小学", "学校", None, None, None, None]], kind="units", option="")  # fmt: skip
    assert standings(run) == [(2, "taken", []), (3, "taken", [])]
    run = taken(town, at, [header, ["供水公司（新名）", None, "91451102MA00000155", None, "莫二", None],
                           ["桂花小学", "学校", None, None, None, None]], kind="units", option="")  # fmt: skip
    assert standings(run) == [(2, "taken", ["head"]), (3, "known", [])]
    unit = Unit.objects.get(uscc="91451102MA00000155")
    assert (unit.name, unit.kind, unit.door, unit.head, unit.party_member_count) == (
        "灵峰供水公司", "company", town.door, "莫二", 12,
    )  # fmt: skip


def test_doors_come_in_with_zones_and_rooms(town, at):
    header = ("街巷", "门牌号", "责任区", "室号")
    rows = [
        ["建安街", 38, "建安街责任区", "301、302"], ["贤德北巷", "12-1号", None, "101-103"],
        ["建安街", 40, "没有的区", None],
        ["建安街", "门口", None, None],
    ]  # fmt: skip
    run = taken(town, at, [header, *rows], kind="doors", option="")

    assert standings(run) == [(2, "taken", ["rooms"]), (3, "taken", []), (4, "wrong", []), (5, "wrong", [])]
    assert sentences(run) == [
        (4, "C", "没有叫「没有的区」的责任区。请先划好责任区，或者把名称写得和登记的一样。"),
        (5, "B", "「门口」不是门牌号。请只写数字，例如 38 或者 12-1。"),
    ]
    lane = Lane.objects.get(name="贤德北巷")
    assert (lane.kind, [str(each) for each in lane.doors.get().dwellings.all()]) == (
        "lane", ["贤德北巷 12-1 号 101", "贤德北巷 12-1 号 102", "贤德北巷 12-1 号 103"],
    )  # fmt: skip
    again = brought(town, at, [header, *rows[:2]], kind="doors", option="")
    assert [row.standing for row in again.rows.all()] == ["known", "known"]
