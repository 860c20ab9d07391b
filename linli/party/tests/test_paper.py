"""双卡, 一表 and the note on A4: real sheets; and 一表 as a ledger."""

import time
from datetime import date

import pytest

from linli.party.actions import enter_members, report_in, write_note
from linli.party.actions.members import Entered
from linli.party.actions.paper import note_register_taken
from linli.party.models import Member
from linli.party.paper import print_meeting_card, print_member_card, print_note, print_register
from linli.party.queries.listing import MemberFilter, members_found
from linli.party.tables import COLUMNS, MEMBERS, keys, rows
from linli.residents.models import Person, Reading
from linli.sheets.registry import Asked

from .builders import a_member, a_person
from .test_life import hold

ON = date(2026, 3, 25)


def asked(town, **but):
    given = {"user": town.secretary_liao, "community": town.guihua, "as_of": ON, "filters": {}, "sort": "number",
             "codes": [column.code for column in COLUMNS]}  # fmt: skip
    return Asked(**{**given, **but})


def values(line, is_personal=False):
    return {
        column.code: column.read(line)
        if is_personal or not column.is_personal
        else column.covered and column.covered(line)
        for column in COLUMNS
    }


def test_cards_and_notes_are_pressed_in_a_second_each(town, party, at):
    meeting = hold(party, date(2026, 3, 10), "theme_day")
    report = report_in(
        party.luo, on=ON, accepted_by=None, employer="市政局", employer_organisation="市政局支部", by=None, at=at
    )
    note = write_note(report, year=2026, quarter=1, summary="扫了街", by=None, at=at)
    for print_it, thing in ((print_member_card, party.luo), (print_meeting_card, meeting), (print_note, note)):
        assert print_it(thing, at).startswith(b"%PDF")


def test_the_register_on_paper_keeps_numbers_covered_unless_they_are_wanted(town, party, at):
    found = members_found(town.secretary_liao, MemberFilter(), ON)
    made, count = print_register(town.guihua, found, sort="strokes", on=ON, is_personal=False, at=at)
    assert (made[:4], count) == (b"%PDF", 4)
    note_register_taken(town.guihua, None, count=4, reason="年底统计", by=town.secretary_liao, at=at)
    assert Reading.objects.count() == 0
    note_register_taken(town.guihua, found, count=4, reason="年底统计", by=town.secretary_liao, at=at)
    assert set(Reading.objects.values_list("reason", flat=True)) == {"年底统计"}
    assert Reading.objects.count() == 4


def test_a_ledger_has_the_sixteen_items_first_and_shows_numbers_only_when_asked(town, party, at):
    person = a_person(town, "韦启明", at, phone="13800000099", id_number="110101199003070038")
    a_member(town, "", party.first, at, person=person)
    usual = [str(column.label) for column in MEMBERS.columns if column.is_usual]
    assert usual == [
        "姓名", "公民身份号码", "性别", "民族", "出生日期", "学历", "人员类别", "所在党支部", "加入党组织日期",
        "转为正式党员日期", "工作岗位", "手机号码", "固定电话", "家庭住址", "党籍状态", "是否流动党员",
    ]  # fmt: skip
    everybody = keys(asked(town))
    covered = values(rows(asked(town), everybody)[-1])
    assert (covered["name"], covered["id_number"], covered["phone"]) == ("韦启明", None, "****0099")
    full = values(rows(asked(town, is_personal=True), everybody)[-1], is_personal=True)
    assert (full["id_number"], full["phone"]) == ("110101199003070038", "13800000099")


def test_a_ledger_stands_as_of_its_day_and_in_the_order_wanted(town, party):
    def names(**but):
        return [line.person.name for line in rows(asked(town, **but), keys(asked(town, **but)))]

    assert names(as_of=date(2019, 1, 1)) == []
    assert [names(sort="strokes")[n] for n in (0, -1)] == ["罗福生", "廖建华"]
    assert names(sort="pinyin") == ["黄桂香", "廖建华", "罗福生", "覃伯勤"]
    assert names(sort="branch") == ["廖建华", "黄桂香", "覃伯勤", "罗福生"]
    assert names(filters={"relation": "mobile_out"}) == ["覃伯勤"]


def test_rows_of_a_thousand_are_read_in_a_fixed_number_of_statements(town, party, at, django_assert_max_num_queries):
    people = Person.objects.bulk_create(
        Person(community=town.guihua, name=f"甲{n}", pinyin=f"jia {n}") for n in range(300)
    )
    enter_members(
        town.guihua,
        [Entered(Member(person=person, standing="full"), party.first, ON) for person in people],
        by=None,
        at=at,
    )
    begun = time.perf_counter()
    with django_assert_max_num_queries(12):
        wanted = asked(town, as_of=ON, sort="strokes")
        assert len(rows(wanted, keys(wanted))) == 304
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("who", ["operator_zhao", "operator_lin"])
def test_nobody_else_reads_a_ledger_of_members(town, party, who):
    assert keys(asked(town, user=getattr(town, who))) == []
    assert not getattr(town, who).has_perm(MEMBERS.permission)
