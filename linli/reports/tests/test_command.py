"""`linli figures` at the terminal."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner
from django.db import connection

from linli.cases.actions import register_case
from linli.cases.tests.builders import a_case, a_resolved_case, an_appeal
from linli.reports.command import figures
from linli.reports.metrics import METRICS
from linli.reports.printing import columns, padded, wrapped

from .histories import everything_that_happens

YEAR = ["--from", "2026-01-01", "--to", "2026-12-31"]


def run(*words, community="桂花社区"):
    return CliRunner().invoke(figures, ["--community", community, *words])


def as_json(*words, **options):
    result = run("--json", *words, **options)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_every_figure_has_exactly_these_keys(town, at):
    everything_that_happens(town, at)
    found = as_json(*YEAR)

    assert [each["metric"] for each in found] == list(METRICS)
    for each in found:
        assert list(each) == ["metric", "label", "unit", "value", "definition", "from", "to", "as_of"]
        assert all(each[key] for key in ("label", "unit", "definition"))
        assert (each["from"], each["to"]) == ("2026-01-01", "2026-12-31")
        assert datetime.fromisoformat(each["as_of"]).utcoffset().total_seconds() == 8 * 3600
        assert isinstance(each["value"], float if each["unit"] == "%" else int)


def test_rates_are_percentages_with_one_decimal(town, at, minutes):
    for late in (False, False, True):
        case = a_resolved_case(town, at=at)
        if late:
            case.promises.filter(kind="resolve").update(kept_at=None, broken_at=at + minutes(30))
    found = {each["metric"]: each for each in as_json(*YEAR, "--as-of", (at + minutes(60)).isoformat())}

    assert found["resolved_on_time"]["value"] == 66.7
    assert found["resolved_on_time"]["definition"].endswith("（2 ÷ 3）")
    assert found["callback_coverage"]["value"] is None


def test_only_the_named_community_is_counted_and_seen(town, at):
    a_case(town, at=at)
    register_case(town.yinxing, an_appeal(place_text=""), by=town.operator_zhao, at=at)
    found = {each["metric"]: each["value"] for each in as_json(*YEAR, community="银杏社区")}

    assert found["appeals_total"] == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('linli.communities')")
        assert cursor.fetchone() == (str(town.yinxing.pk),)


@pytest.mark.parametrize(
    ("as_of", "value"),
    [
        ("2026-03-02", 1),  # the whole day
        ("2026-03-01", 0),
        ("2026-03-02T09:49", 0),  # Beijing time
        ("2026-03-02T09:50", 1),
        ("2026-03-02T01:49:00+00:00", 0),
        ("2026-03-02T01:50:00+00:00", 1),
    ],
)
def test_as_of_says_until_when_things_have_happened(town, at, as_of, value):
    a_resolved_case(town, at=at)
    found = {each["metric"]: each["value"] for each in as_json(*YEAR, "--as-of", as_of)}

    assert found["hotline_appeals"] == value


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--from", "2026-02-30", "--to", "2026-03-01"], "--from 2026-02-30 is not a day: write it as 2009-01-01."),
        (["--from", "2026-03-02", "--to", "2026-03-01"], "--from 2026-03-02 is after --to 2026-03-01."),
        (["--from", "0001-01-01", "--to", "2026-03-01"], "--from and --to must lie between 1950-01-01 and 2200-12-31."),
        ([*YEAR, "--as-of", "noon"], "--as-of noon is not a moment: write it as 2010-04-13T08:36:20+08:00."),
    ],
)
def test_a_wrong_question_is_refused_in_one_sentence(town, words, sentence):
    result = run(*words)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{sentence}\n")


def test_an_unknown_community_is_told_which_are_known(town):
    result = run(*YEAR, community="灵峰镇")

    assert result.exit_code == 2
    assert result.stderr == "There is no community called 灵峰镇; known here: 桂花社区, 银杏社区.\n"


def test_people_read_an_aligned_table(town, at, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    everything_that_happens(town, at)
    result = run(*YEAR)
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert lines[0].startswith("桂花社区  2026-01-01 至 2026-12-31，截至 ")
    assert all(columns(line) <= 62 for line in lines)
    heads = [line for line in lines if line and not line.startswith(" ")][1:]
    assert len(heads) == len(METRICS)
    assert {columns(head[: head.index(head.split()[-2])]) for head in heads} == {
        columns(heads[0][: heads[0].index("件")])
    }


def test_a_chinese_character_takes_two_columns():
    assert columns("到场 96.4%") == 10
    assert padded("到场", 6) == "到场  "


def test_lines_are_broken_before_no_closing_mark_and_inside_no_fraction():
    text = "居民说解决了的 ÷ 问到的。（244 ÷ 257；没有接通 8）Open311 words"

    assert list(wrapped(text, 20)) == ["居民说解决了的 ÷ 问", "到的。（244 ÷ 257；", "没有接通 8）Open311", "words"]
