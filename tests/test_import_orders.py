"""`linli import-orders`: what it says, what it registers, and how it ends."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from linli.cases.models import Case
from linli.config.command import cli
from linli.config.importing import SOME_ROWS_ARE_WRONG, bring_orders
from linli.config.trouble import Trouble
from linli.fence.rows import open_fence
from linli.sheets.tests.workbooks import HEADER, a_workbook, an_order

NEW = {"派单时间": None, "办理时限": None}


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "工单.xlsx"
    path.write_bytes(a_workbook([HEADER, an_order(1, **NEW), an_order(2, **{**NEW, "办理时限": "下周"})]))
    return path


def bring(file: Path, **but) -> int:
    given = {
        "community": "桂花社区", "sender": "八步区 12345", "by": "", "sheet": "", "channel": "12345", "dry_run": False,
        "corrected": None,
    }  # fmt: skip
    return bring_orders(file, **{**given, **but})


def test_it_takes_the_right_rows_names_the_wrong_ones_and_ends_with_three(town, file, capsys, tmp_path):
    marked = tmp_path / "改.xlsx"
    assert bring(file, dry_run=True, corrected=marked) == SOME_ROWS_ARE_WRONG
    open_fence([town.guihua.pk])
    assert Case.objects.count() == 0
    assert load_workbook(marked).active.cell(3, 11).value.startswith("要改。H 列")
    told = capsys.readouterr()
    assert "1 rows can be taken, 1 are wrong, 0 are here already." in told.out
    assert "工单!H3 办理时限 「下周」不是日期" in told.err

    assert bring(file) == SOME_ROWS_ARE_WRONG
    open_fence([town.guihua.pk])
    assert [case.first_handler for case in Case.objects.all()] == [town.secretary_liao]
    bring(file, by="lin")
    assert "0 rows can be taken, 1 are wrong, 1 are here already." in capsys.readouterr().out
    open_fence([town.guihua.pk])
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("but", "sentence"),
    [
        ({"community": "没有社区"}, "known here: 桂花社区, 银杏社区"),
        ({"community": ""}, "--community NAME"),
        ({"by": "wei"}, "may import orders"),
        ({"by": "zhao"}, "may import orders"),
        ({"channel": "鸽子"}, "is none of"),
        ({"sheet": "别的"}, "没有「别的」这张表"),
    ],
)
def test_it_says_in_one_sentence_what_it_needs(town, file, but, sentence):
    with pytest.raises(Trouble, match=sentence):
        bring(file, **but)


def test_a_file_that_is_none_is_named(town, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(Trouble, match="坏了"):
        bring(path)


def test_its_help_says_how_it_ends():
    told = CliRunner().invoke(cli, ["import-orders", "--help"]).output

    assert all(
        word in told for word in ("--community", "--sender", "--sheet", "--dry-run", "--corrected", "Ends with 3")
    )
