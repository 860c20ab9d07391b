"""A resident unit without an account: it is given a link, takes the matter on, says when, and reports what it did."""

from datetime import datetime, timedelta

from .camera import BEIJING, DESK, PHONE, Visit, typed

UNIT = "康宁物业"


def take(visit: Visit) -> None:
    operator = visit.somebody("qin", DESK).open("/desk/").fill("谁", "甘秀兰").fill("电话", "13800000017")
    operator.fill("哪里", "康宁小区 2 栋").fill("什么事", "单元门的闭门器坏了，门关不上，半夜一直响").waits_for(
        "责任区"
    )
    operator.press("登记").waits_for("请这样告诉对方")
    number = operator.number
    operator.open(f"/cases/{number}/offer/").select("派给谁", UNIT).press("派出去").waits_for("派出去了")
    operator.open(f"/cases/{number}/").press("给它答复链接").press("开一个链接").waits_for("只显示这一次")
    operator.take("unit-link", ".link-slip")
    address = operator.page.locator("#address").input_value()
    operator.leave()
    unit = visit.somebody("", PHONE)
    unit.page.goto(address)
    unit.fill("预计什么时候办好", typed(datetime.now(BEIJING) + timedelta(hours=3))).take("unit-390", tall=1000)
    unit.press("接单").waits_for("联系居民").take("unit-taken-390", tall=1060)
    unit.fill("办了什么", "换了闭门器，试了十几次，门能自己关上，不响了。").press("报告办完").waits_for("谢谢")
    unit.take("unit-done-390", tall=700).leave()
