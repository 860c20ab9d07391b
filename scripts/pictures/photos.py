"""Photos of a case, and blacking out what is nobody's business."""

from .camera import PHONE, Visit


def take(visit: Visit) -> None:
    keeper = visit.somebody("tanbin", PHONE).open("/tasks/")
    keeper.page.locator("article.task", has_text="消防通道").get_by_role("link", name="三轮车").first.click()
    keeper.take("photos-390", "section[aria-labelledby=files-title]")
    keeper.page.locator("section[aria-labelledby=files-title] li a").first.click()
    keeper.waits_for("谁能看").take("photo-390", tall=900)
    keeper.leave()
    keeper = visit.somebody("wei", PHONE).open("/tasks/")
    keeper.page.locator("article.task", has_text="晾晒").get_by_role("link", name="邻居晾晒").first.click()
    keeper.page.locator("section[aria-labelledby=files-title] li a").first.click()
    keeper.press("涂黑人脸、车牌").waits_for("哪里要涂黑")
    box = keeper.page.locator(".black-box").bounding_box()
    if box:
        left, top = box["x"] + box["width"] * 0.62, box["y"] + box["height"] * 0.3
        keeper.page.mouse.move(left, top)
        keeper.page.mouse.down()
        keeper.page.mouse.move(left + 60, top + 60, steps=5)
        keeper.page.mouse.up()
    keeper.take("black-out-390", tall=880).leave()
