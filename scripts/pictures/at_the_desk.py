"""What the desk does beside a call: saved filters, who else is here, searching, merging, splitting, many at once."""

from .camera import DESK, PHONE, Camera, Visit

PAIR = "建安街 22 号", "建安街 24 号"


def take(visit: Visit) -> None:
    operator, colleague = visit.somebody("qin", DESK), visit.somebody("mo", DESK)
    first = write_down(operator, PAIR[0], "门口的路灯杆歪了，怕倒下来砸到人，路口还堆着一堆装修垃圾")
    second = write_down(operator, PAIR[1], "路灯杆歪得厉害，风一吹就晃")
    filters(operator)
    colleague.open(f"/cases/{first}/offer/").main.wait_for()
    operator.open(f"/cases/{first}/").waits_for("正在填")
    operator.take("others-here", "#others", "#case-head")
    colleague.open("/desk/")
    operator.open(f"/cases/{second}/merger/?other={first}")
    operator.fill("为什么是同一件事", "同一根灯杆，两家都打来了").take("merge-preview", "main h1", "main form")
    split(operator, first)
    operator.open("/cases/?q=水沟").take("search-1280", tall=860).leave()
    at_once(colleague)
    colleague.leave()
    replies(visit)


def write_down(operator: Camera, place: str, matter: str) -> str:
    """Register a matter nobody gives a name for; return its number."""
    operator.open("/desk/").fill("哪里", place).fill("什么事", matter).waits_for("责任区")
    operator.press("登记").waits_for("请这样告诉对方")
    return operator.number


def filters(operator: Camera) -> None:
    operator.open("/desk/")
    operator.page.locator(".saved-filters .chip", has_text="没人接的").click()
    operator.main.locator(".saved-filters .chip[aria-current]").wait_for()
    operator.take("desk-filters", ".saved-filters >> xpath=ancestor::section[1]")


def split(operator: Camera, number: str) -> None:
    operator.open(f"/cases/{number}/split/")
    for nth, (matter, category) in enumerate((("扶正路灯杆", "路灯"), ("运走路口的装修垃圾", "环境卫生")), start=1):
        operator.page.locator(f"[name=content_{nth}]").fill(matter)
        picked = operator.page.locator(f"[name=category_{nth}]")
        picked.select_option(picked.locator("option", has_text=category).first.get_attribute("value"))
    operator.take("split-1280", "main h1", "fieldset.sheet >> nth=1")
    operator.press("拆分并派出去").waits_for("拆出的部分")
    operator.take("split-parts", "#beside")


def at_once(worker: Camera) -> None:
    """Hand several matters of one lane on to one person; what cannot be done is said beforehand."""
    worker.open("/cases/?q=建安街")
    boxes = worker.page.locator("td.choose input")
    for nth in range(6):
        boxes.nth(nth).check()
    worker.press("批量办理").press("转交或派给").select("给谁", "李春芳").fill("原因", "都在建安街，顺路一起看")
    worker.press("先看每一件会怎样").waits_for("每一件会怎样").take(
        "bulk-preview-1280", "main h1", "main form >> nth=1"
    )


def replies(visit: Visit) -> None:
    """The texts a reply is put together from, and what is said when it could be kinder."""
    secretary = visit.somebody("liao", DESK).open("/replies/").take("replies-1280", tall=900)
    secretary.leave()
    keeper = visit.somebody("wei", PHONE).open("/tasks/")
    keeper.page.locator("article.task", has_text="晾晒").get_by_role("link", name="办结").click()
    keeper.fill("办得怎样", "和两家一起把晾衣杆往里移了一尺，加了接水盘。")
    keeper.page.locator("#texts summary").click()
    keeper.take("reply-texts-390", "#texts summary", "#texts li >> nth=1")
    keeper.page.locator("#texts summary").click()
    keeper.fill("怎样答复居民的", "您的工单已派李春芳处理，有事打 13907740021。")
    keeper.press("办结").waits_for("再看一眼").take(
        "reply-check-390", "#answer", "#advice", "button[name=go_on]"
    ).leave()
