"""Dispatch by rules and promises by policies, as the secretary keeps them; and what a rule did to one case."""

from .camera import DESK, Visit

HEADING = ".page-head, main h1"


def take(visit: Visit) -> None:
    secretary = visit.somebody("liao", DESK)
    secretary.open("/rules/").take("rules-1280", ".page-head", "section.sheet >> nth=0")
    secretary.open("/rules/new/").select("归类", "市政设施").choose("怎样派", "轮流：手上少的先来，一样多就轮着")
    secretary.take("rule-form-1280", "main h1", "main form")
    secretary.press("先看看上个月会怎样").waits_for("要是上个月就有这一条").take("rule-preview-1280", "#preview")
    secretary.open("/policies/").take("policies-1280", tall=1060)
    planned = secretary.page.locator("section", has_text="将来").first
    planned.locator("li", has_text="将来").get_by_role("link").first.click()
    secretary.waits_for("和上一版比").take("policy-1280", ".page-head", "section[aria-labelledby=versions]")
    secretary.leave()
    operator = visit.somebody("qin", DESK).open("/desk/")
    operator.fill("哪里", "桂花巷 5 号").fill("什么事", "楼下垃圾桶满了两天没人收，臭得开不了窗").waits_for(
        "分钟内到场"
    )
    operator.press("登记").waits_for("请这样告诉对方")
    operator.open(f"/cases/{operator.number}/").take("case-why", "section[aria-labelledby=people-title]").leave()
