"""Doors in words and words as doors."""

import pytest

from linli.territory.models import Door
from linli.zones.queries.ground import ground
from linli.zones.ranges import NotUnderstood, read_ranges, words_of
from tests.cast import LONG_AGO


@pytest.fixture
def here(land, town):
    Door.objects.create(community=town.guihua, lane=land.street, number=4, suffix="1", zone=land.jianan)
    return ground(town.guihua.pk, LONG_AGO)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("建安街", ["建安街 1—10 号"]),
        ("建安街 全部", ["建安街 1—10 号"]),
        ("建安街 1—9 号 单号", ["建安街 1—9 号 单号"]),
        ("建安街1-10号双号", ["建安街 2—10 号 双号"]),
        ("建安街 １至３、７，9 号", ["建安街 1—3 号、7 号、9 号"]),
        ("贤德北 2~5\n\n建安街 10", ["建安街 10 号", "贤德北巷 2—5 号"]),
        ("建安街 4-1", ["建安街 4-1 号"]),
        ("建安街 3—4-1", ["建安街 3—4-1 号"]),
        ("建安街 3、4", ["建安街 3 号、4 号"]),
    ],
)
def test_words_are_read_and_read_back(here, said, words):
    doors = read_ranges(here, said)

    assert words_of(here, doors) == words
    assert {door.pk for door in read_ranges(here, "\n".join(words))} == {door.pk for door in doors}


def test_each_wrong_line_has_a_sentence(here):
    with pytest.raises(NotUnderstood) as wrong:
        read_ranges(here, "建安接 1—8 号\n建安街 90—99\n建安街 甲\n建安街 1")

    assert wrong.value.args[0] == [
        "第 1 行“建安接 1—8 号”：登记册里没有这条街巷。可以写：建安街、贤德北巷",
        "第 2 行“建安街 90—99”：建安街没有这样的门牌（现有 1—10）。",
        "第 3 行“建安街 甲”：号数没看懂，请写成“1—88 号”或“1—87 号 单号”。",
    ]
