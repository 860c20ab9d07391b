"""Tables brought in, and the order on a sheet of A4."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import typst

from .camera import BEIJING, DESK, PICTURES, Camera, Visit

DOTS_AN_INCH = 96
SHEET = """#set page(width: {width}, height: {height}, margin: 0pt)
#image("sheet.pdf", width: 100%)
"""
HEADER = ("序号", "工单编号", "来电人", "联系电话", "事发地址", "诉求内容", "派单时间", "办理时限")
ORDERS = (
    ("覃先生", "13907740021", "贤德北巷 8 号", "巷口的电线垂下来，伸手就碰得到", ""),
    ("罗女士", "0774-5550132", "建安街 18 号", "店门口的地砖松了，下雨溅一身水", "下周一"),
    ("吴海生", "13907740046", "贤德北巷 22 号", "树枝伸到二楼窗边，刮风打玻璃", ""),
    ("黎女士", "1390774", "建安街 9 号", "水压低，三楼没有水", ""),
)


def take(visit: Visit) -> None:
    worker = visit.somebody("mo", DESK)
    order(worker)
    orders(worker)
    worker.leave()


def orders(worker: Camera) -> None:
    """Bring a table of 12345 orders: what each column is, what is wrong with its rows, and those that were taken."""
    now = datetime.now(BEIJING)
    lines = [",".join(HEADER)]
    for nth, (name, phone, place, matter, due) in enumerate(ORDERS, start=1):
        due_at = due or f"{now + timedelta(days=3):%Y-%m-%d} 18:00"
        lines.append(f"{nth},BB{now:%Y%m%d%H%M}{nth:02},{name},{phone},{place},{matter},{now:%Y-%m-%d %H:%M},{due_at}")
    table = {"name": "12345转办单.csv", "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode("utf-8-sig")}
    worker.open("/sheets/in/orders/").page.locator("[name=file]").set_input_files(table)  # type: ignore[arg-type]
    worker.fill("谁发来的", "八步区 12345").press("看看里面是什么").waits_for("哪一列是什么")
    worker.take("import-columns-1280", tall=1000)
    worker.press("检查每一行").waits_for("行可以导入").take("import-checked-1280", ".page-head", ".run-rows")
    worker.press("导入这").waits_for("导入了")
    address = worker.page.url.partition("?")[0]
    worker.open(f"{address}?rows=taken").take("import-done-1280", ".page-head", ".run-rows")


def order(worker: Camera) -> None:
    """Take the sheet as it comes out of the printer, with the numbers masked."""
    worker.open("/cases/?q=晾晒滴水").page.locator("tbody th a").first.click()
    worker.page.locator("#case-head").wait_for()
    sheet(worker, f"/cases/{worker.number}/order.pdf", "order-a4")


def sheet(camera: Camera, address: str, name: str, *, lies: bool = False) -> None:
    """Take the first sheet of a printout as it comes out of the printer; `lies` when it is wider than tall."""
    if camera.wanted and name not in camera.wanted:
        return
    width, height = ("297mm", "210mm") if lies else ("210mm", "297mm")
    printed = camera.page.request.get(address).body()
    with tempfile.TemporaryDirectory() as place:
        Path(place, "sheet.pdf").write_bytes(printed)
        Path(place, "sheet.typ").write_text(SHEET.format(width=width, height=height), encoding="utf-8")
        seen = typst.compile(Path(place, "sheet.typ"), root=place, format="png", ppi=DOTS_AN_INCH)
    path = PICTURES / f"{name}.png"
    path.write_bytes(seen[0] if isinstance(seen, list) else seen)
    camera.keep(path)
