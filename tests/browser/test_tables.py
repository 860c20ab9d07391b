"""A table brought with a real file field, and a page that moves on by itself when the worker is done."""

import pytest
from django.utils import timezone

from linli.sheets.actions import take_rows
from linli.sheets.models import ImportRun
from linli.sheets.tests.workbooks import HEADER, a_workbook, an_order
from tests.visiting import inside

pytestmark = pytest.mark.browser


def test_a_table_from_the_file_field_to_its_cases(town, visit):
    new = {"派单时间": None, "办理时限": None}
    content = a_workbook([HEADER, an_order(1, **new), an_order(2, **{**new, "联系电话": "12"})])
    operator = visit(town.operator_lin).open("/sheets/in/orders/")
    operator.tab.get_by_label("表格文件").set_input_files(
        {"name": "三月工单.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )
    operator.fill("谁发来的", "八步区 12345").press_and_go("看看里面是什么")
    operator.press_and_go("检查每一行").sees("「工单」第 3 行 D 列（联系电话）")
    operator.press_and_go("导入这 1 行").sees("正在导入")
    with inside(town):
        run = ImportRun.objects.get()
    take_rows(run.pk, run.community_id, at=timezone.now())
    operator.sees("导入了 1 行")
