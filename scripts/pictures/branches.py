"""The Party: members, one of them, their card, the table, what the branches still owe."""

from .camera import DESK, Visit
from .on_paper import sheet


def take(visit: Visit) -> None:
    officer = visit.somebody("su", DESK).open("/party/").take("organisations-1280", tall=700)
    officer.open("/party/members/").take("members-1280", tall=860)
    officer.page.locator("main tbody a[href^='/party/members/']").first.click()
    officer.page.wait_for_url("**/party/members/*/")
    officer.take("member-1280", tall=1000)
    member = officer.page.url
    sheet(officer, f"{member}card.pdf", "member-card-a4")
    officer.open(f"{member}transfer/").take("member-transfer", "main h1", "main form")
    officer.open("/party/life/").take("party-life-1280", tall=900)
    officer.page.locator("main a", has_text="安排").first.click()
    officer.page.wait_for_url("**/meetings/new/**")
    officer.take("party-arrange-1280", tall=1000)
    officer.open("/party/life/").page.locator("main a[href^='/party/meetings/']").first.click()
    officer.page.wait_for_url("**/party/meetings/*/")
    sheet(officer, f"{officer.page.url}card.pdf", "meeting-card-a4")
    officer.open("/party/register/").take("party-register", "main h1", "main form >> nth=1")
    officer.leave()
