"""Activities: planned, signed up for, ticked at the door, and the code on the wall."""

from .camera import DESK, PHONE, Visit

ONE = "main a[href^='/activities/']"


def take(visit: Visit) -> None:
    worker = visit.somebody("mo", DESK).open("/activities/coming/").take("activities-1280", tall=900)
    worker.open("/activities/new/").take("activity-plan-1280", tall=1100)
    worker.open("/activities/coming/").page.locator(ONE, has_text="便民理发").first.click()
    worker.main.get_by_role("heading", level=1, name="便民理发").wait_for()
    barbers = worker.page.url
    worker.open(f"{barbers}wall/").take("activity-wall-1280", tall=760).leave()
    phone = visit.somebody("mo", PHONE).open(f"{barbers}attendance/").take("activity-tick-390", tall=844)
    phone.leave()
    member = visit.somebody("luo", PHONE).open("/activities/coming/")
    member.page.locator(ONE, has_text="我要报名").or_(
        member.page.locator("main li a[href^='/activities/']")
    ).first.click()
    member.page.wait_for_load_state()
    member.take("activity-390", tall=844).leave()
