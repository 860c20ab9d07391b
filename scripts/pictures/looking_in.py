"""The keeper's rounds: the zone on a phone, a visit, a need that becomes a case, pairings, birthdays."""

from .camera import DESK, PHONE, Visit

NEED = "楼道的灯坏了半个月，晚上上下楼看不见。"


def take(visit: Visit) -> None:
    keeper = visit.somebody("wei", PHONE).open("/care/zone/").take("keeper-zone-390", tall=1500)
    keeper.open("/care/").take("care-due-390", tall=900)
    keeper.open("/care/birthdays/").take("care-birthdays-390", tall=844)
    keeper.open("/care/pairings/").take("care-pairings-390", tall=844)
    keeper.open("/care/zone/").press("记看望").page.wait_for_url("**/visits/new/**")
    keeper.fill("过得怎么样", "精神好，自己买菜做饭。").fill("需要什么", NEED)
    keeper.take("visit-390", tall=1100)
    keeper.press("记下，再把需要登记").waits_for("由此登记一件事").take("visit-need-390", tall=1000)
    keeper.open("/care/zone/").page.get_by_role("button", name="长者模式").or_(
        keeper.page.get_by_role("link", name="长者模式")
    ).first.click()
    keeper.page.wait_for_load_state()
    keeper.open("/care/zone/").take("keeper-zone-elder-390", tall=1100).leave()
    visit.somebody("mo", DESK).open("/care/people/").take("care-people-1280", tall=860).leave()
