"""A table of 12345 orders somebody has just brought: looked at, some cells to be mended, nothing taken yet."""

import io
from datetime import timedelta

from openpyxl import Workbook
from openpyxl.writer.excel import save_workbook

from linli.sheets import actions
from linli.sheets.registry import import_kind

from .stage import Stage

SENDER = "八步区 12345"
HEADER = (
    "序号",
    "工单编号",
    "来电人",
    "联系电话",
    "事发地址",
    "诉求内容",
    "派单时间",
    "办理时限",
    "办理结果",
    "办结时间",
)
ORDERS = (
    ("覃先生", "13907740021", "贤德北巷 6 号", "巷口路灯闪，晚上看不清台阶", 3),
    ("罗女士", "0774-5550132", "建安街 20 号", "夜宵摊油烟大，窗户不敢开", 5),
    ("吴海生", "138****0046", "贤德北巷 24 号", "垃圾清运晚了两天，有臭味", 3),
    ("黎女士", "1390774", "建安街 9 号", "水压低，三楼没有水", 2),
    ("同上", "同上", "建安街 9 号", "同一单元四楼也没有水", 2),
)


def bring(stage: Stage) -> None:
    """Bring the table as the office's worker does at nine this morning, and look at every row."""
    at, mo = stage.now, stage.users["mo"]
    sent_at = (at - timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "转办单"
    sheet.append([f"八步区 12345 转办工单（{at:%Y年%m月}）"])
    sheet.append(HEADER)
    for number, (name, phone, place, words, days) in enumerate(ORDERS, 1):
        due = "下周一" if number == 2 else (at + timedelta(days=days)).strftime("%Y-%m-%d 18:00")
        order = f"BB{at:%Y%m%d}{number:06}"
        sheet.append([number, order, name, phone, place, words, sent_at, due, None, None])
    sheet.append(["合计", None, None, None, None, f"{len(ORDERS)} 件"])
    buffer = io.BytesIO()
    save_workbook(book, buffer)
    run = actions.begin_import(
        stage.community, import_kind("orders"), name="12345转办单.xlsx", content=buffer.getvalue(), sender=SENDER,
        option="12345", by=mo, at=at,
    )  # fmt: skip
    run = actions.begin_checking(actions.map_columns(run, run.columns, by=mo, at=at), by=mo, at=at)
    actions.check_rows(run.pk, run.community_id, at=at)
