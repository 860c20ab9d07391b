"""A sheet of residents that was brought in last week, some cells of it still to be mended; and ledgers people saved."""

import io
from datetime import timedelta

from openpyxl import Workbook
from openpyxl.writer.excel import save_workbook

from linli.residents.models import HouseholdMember
from linli.residents.numbers import identity_check
from linli.residents.phones import dialled
from linli.sheets import actions
from linli.sheets.queries.ledgers import Draft
from linli.sheets.registry import import_kind, ledger_kind

from .stage import Stage

HEADER = ("序号", "姓名", "性别", "民族", "身份证号码", "出生日期", "联系电话", "家庭住址", "与户主关系", "文化程度")
FIRST, KNOWN = 60, 8
SAVED = (
    ("八十岁以上老人", "people", ("name", "sex", "birth", "age", "phone", "address", "zone"), "age_from=80", "strokes"),
    ("各户一览", "households", ("address", "zone", "head", "phone", "count", "members", "verified"), "", "door"),
    ("驻区单位通讯录", "units", ("name", "kind", "address", "phone", "head", "party_org", "secretary"), "", "kind"),
    ("结对一览", "pairings", ("helper", "name", "zone", "starts_on", "visits", "last"), "", "due"),
)


def keep(stage: Stage) -> None:
    """Bring the sheet as the office's worker did a week ago, and save three ways of reading."""
    _bring(stage)
    for name, kind, codes, filters, sort in SAVED:
        draft = Draft(ledger_kind(kind), codes, filters, None, sort)
        actions.save_ledger(
            stage.community, draft, name=name, is_shared=True, by=stage.users["mo"], at=stage.now - timedelta(days=3)
        )


def _bring(stage: Stage) -> None:
    at, mo = stage.now - timedelta(days=6), stage.users["mo"]
    run = actions.begin_import(
        stage.community, import_kind("people"), name="摸底登记表.xlsx", content=_sheet(stage), sender="入户摸底",
        option="year", by=mo, at=at,
    )  # fmt: skip
    run = actions.begin_checking(actions.map_columns(run, run.columns, by=mo, at=at), by=mo, at=at)
    actions.check_rows(run.pk, run.community_id, at=at)
    actions.begin_taking(run, by=mo, at=at)
    actions.take_rows(run.pk, run.community_id, at=at)


def _sheet(stage: Stage) -> bytes:
    """Return a sheet as they come: a title, people known already, a family that has just come, and slips."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "摸底"
    sheet.append(["入户摸底登记表"])
    sheet.append(HEADER)
    rows = [*_known(stage), *_new(stage)]
    for n, row in enumerate(rows, 1):
        sheet.append([n, *row])
    sheet.append(["合计", f"{len(rows)} 人"])
    buffer = io.BytesIO()
    save_workbook(book, buffer)
    return buffer.getvalue()


def _known(stage: Stage) -> list[list[object]]:
    """Return people of the register as somebody at the door wrote them down, some with an education not known yet."""
    members = HouseholdMember.objects.filter(community=stage.community, is_head=True, until_on=None)
    members = members.exclude(person__phone_hash="").select_related("person").order_by("pk")[FIRST : FIRST + KNOWN]
    return [
        [
            member.person.name, member.person.get_sex_display(), member.person.ethnicity_label, None,
            str(member.person.birth_on or "")[:10], dialled(member.person.phone), None, None, "初中" if n % 2 else None,
        ]
        for n, member in enumerate(members)
    ]  # fmt: skip


def _new(stage: Stage) -> list[list[object]]:
    home = f"{stage.homes[0].said} 909 室"
    return [
        [
            "莫　桂芬",
            "女",
            "瑶",
            _number("19000612", "482"),
            "1952-06-12",
            "13800002901/0774-5550190",
            home,
            "户主",
            "高中",
        ],
        ["覃志远", "男", "壮", _number("19001103", "315"), "1949-11-03", "13800002902", "同上", "丈夫", "本科"],
        ["覃小雨", "女", "〃", None, "2009.4", None, "同上", "女儿", "高中"],
        ["韦国强", "男", "汉", 451102190003151182, None, "13800002903", home, None, None],
        ["梁秀珍", "女", "汉", None, "1948年2月30日", "138****2904", home, None, None],
        ["黎美兰", "女", "汉", None, "1961-05-02", "13800002905", "建安街 399 号", None, None],
        ["罗阿姨", "女", None, None, None, None, None, None, None],
    ]


def _number(born: str, order: str) -> str:
    """Return an identity number nobody holds: its region did not exist when it says somebody was born."""
    seventeen = f"451102{born}{order}"
    return seventeen + identity_check(seventeen)
