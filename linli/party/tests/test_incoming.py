"""Members brought in a list: weighed before anything is written, taken once, changed only in what the list says."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from linli.party.actions.bringing import take_members, weigh_members
from linli.party.incoming import COLUMNS, judge, key_of
from linli.party.models import Member
from linli.sheets.registry import Given, Setting

from .builders import a_person

AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def setting(town, at):
    return Setting(community=town.guihua, sender="街道", option="", layout=None, by=town.secretary_liao, at=at)


def a_row(number, **cells):
    values = {column.code: column.read(cells.get(column.code)) for column in COLUMNS}
    assert list(judge(values, AT)) == []
    return Given(number, key_of(values), values, list(cells.values()))


def test_a_list_is_weighed_and_taken_once(town, party, setting, at):
    a_person(town, "韦启明", at, id_number="110101199003070038")
    rows = [
        a_row(
            2, name="韦启明", id_number="110101199003070038", branch="第二支部", standing="正式党员", joined="1995.7"
        ),
        a_row(3, name="黄桂香", joined="1995.7"),
        a_row(4, name="罗福生", sponsors="老廖、老黄"),
        a_row(5, name="没有这人", branch="第二支部"),
        a_row(6, name="韦启明", id_number="110101199003070038", branch="第二支部"),
    ]
    assert [each.fate for each in weigh_members(setting, rows)] == ["new", "same", "changed", "wrong", "wrong"]
    assert Member.objects.count() == 5

    take_members(setting, rows)
    new = Member.objects.get(person__name="韦启明")
    assert (new.joined_on.isoformat(), new.joined_precision, new.belongings.get().organisation) == (
        "1995-07-01", "month", party.second,
    )  # fmt: skip
    party.luo.refresh_from_db()
    assert party.luo.sponsors == "老廖、老黄"
    assert [each.fate for each in take_members(setting, rows)] == ["same", "same", "same", "wrong", "wrong"]
    assert Member.objects.count() == 6


def test_a_branch_nobody_knows_and_two_of_a_name_are_named(town, party, setting, at):
    for _n in range(2):
        a_person(town, "韦小明", at)
    a_person(town, "韦启明", at)
    found = weigh_members(
        setting, [a_row(2, name="韦小明", branch="第一支部"), a_row(3, name="韦启明", branch="第九支部")]
    )
    assert [each.problems[0][0] for each in found] == ["name", "branch"]
