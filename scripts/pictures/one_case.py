"""One matter from the call to the figures: 黄琴's blocked drain, as the desk, the keeper and the resident see it."""

from datetime import datetime, timedelta

from .camera import BEIJING, DESK, PHONE, Camera, Visit, typed

CALLER, CALLERS_PHONE, PLACE = "黄琴", "13800000001", "建安街 38 号"
MATTER = "门口的水沟堵了，污水漫到路上，老人不敢走。"


def take(visit: Visit) -> None:
    somebody = visit.somebody
    somebody("", PHONE).open("/sign-in/login/").take("signin-390").leave()
    operator = somebody("qin", DESK).open("/desk/").take("desk-1280", tall=1000)
    number, code = register(operator)
    resident = somebody("", PHONE).open(f"/progress/{code}/").take("progress-390", tall=1100)
    keeper = somebody("wei", PHONE)
    go_there(keeper, number)
    secretary = somebody("liao", DESK)
    extend(keeper, secretary, number)
    resolve(keeper, number)
    worker = somebody("mo", DESK).open("/desk/?state=callback").take("to-call-back-1280", tall=640)
    call_back(worker, number, resident, code)
    operator.open(f"/cases/{number}/").take("case-1280", tall=1300)
    count(secretary)
    for camera in (operator, resident, keeper, secretary, worker):
        camera.leave()


def register(operator: Camera) -> tuple[str, str]:
    """Write 黄琴's matter down; return the number of the case and her query code."""
    form = operator.page.locator("section", has=operator.page.locator("#intake")).first
    operator.fill("什么事", "有人在楼下晕倒了，叫不醒").waits_for("像是紧急情况")
    operator.take("intake-emergency", form)
    operator.open("/cases/new/").fill("什么事", "隔壁欠我三万块不还，要社区帮我要回来")
    more = operator.page.locator("details.disclosure", has_text="要派人去办吗").first
    more.locator("summary").first.click()
    operator.choose("要派人去办吗", "应走诉讼、仲裁、信访等法定途径")
    operator.fill("怎样告诉对方的", "欠钱的事要到法院起诉，社区不能代您要账。法院诉讼服务电话 12368，不收咨询费。")
    operator.take("intake-told", more)
    operator.page.evaluate("sessionStorage.clear()")
    operator.open("/desk/").fill("谁", CALLER).fill("电话", CALLERS_PHONE).fill("哪里", PLACE).fill("什么事", MATTER)
    operator.waits_for("这个人以前的事").waits_for("分钟内到场").take("intake-found-1280", tall=1240)
    operator.press("登记").waits_for("请这样告诉对方")
    number = operator.page.url.rstrip("/").split("/")[-2]
    code = operator.page.locator(".query-code b").inner_text().replace(" ", "")
    operator.take("receipt", "article.receipt")
    operator.open("/desk/").fill("哪里", "建安街 36 号").fill("什么事", "我家门口水沟也堵了").waits_for("已有相同诉求")
    operator.take("intake-similar", "#found-similar section")
    operator.page.evaluate("sessionStorage.clear()")
    operator.open(f"/cases/{number}/").take("case-offered-1280", tall=760)
    operator.page.locator("a[href*='/phone/']").first.click()
    operator.take("full-number", "main h1", "main form")
    operator.open("/desk/")  # whoever works on it next is not shown that somebody else has it open
    return number, code


def go_there(keeper: Camera, number: str) -> None:
    """Accept the case and arrive. Whoever was asked, 韦光明 keeps the zone and may accept."""
    keeper.open("/tasks/")
    if keeper.page.locator("article.task", has_text=number).get_by_role("button", name="接单").count() == 0:
        raise SystemExit(f"{number} was not offered to 韦光明: is he on leave in this town?")
    task = keeper.page.locator("article.task", has_text=number)
    keeper.take("task-offered-390", task)
    keeper.open("/notices/").take("notices-390", tall=640)
    keeper.open(f"/cases/{number}/refusal/?next=/tasks/").take("decline-390", tall=560)
    other = keeper.context.new_page()  # the same page, left open in another tab that hears of nothing
    other.route("**/live/**", lambda route: route.abort())
    other.goto("/tasks/")
    keeper.open("/tasks/")
    task.get_by_role("button", name="接单").click()
    keeper.waits_for("接单了").take("task-accepted-390", task)
    other.locator("article.task", has_text=number).get_by_role("button", name="接单").click()
    first, keeper.page = keeper.page, other
    keeper.waits_for("不能再这样做了").take("refused-390", tall=640)
    other.close()
    keeper.page = first
    task = keeper.page.locator("article.task", has_text=number)
    keeper.open(f"/cases/{number}/handover/?next=/tasks/").take("hand-on-390", tall=640)
    keeper.open("/tasks/")
    task.get_by_role("button", name="我到场了").click()
    keeper.waits_for("您到场了").take("task-on-site-390", task)
    keeper.open(f"/cases/{number}/added-arrival/?next=/tasks/").take("added-arrival-390", tall=760)
    keeper.open(f"/cases/{number}/help/?next=/tasks/")
    keeper.main.get_by_label("请谁", exact=True).select_option(label="市政局")
    keeper.fill("请帮什么", "沟里是装修砂浆，请带疏通机来一趟").take("ask-help-390", tall=640)
    keeper.press("请来协办").waits_for("已请来协办")
    keeper.page.locator("button[name=mode]").first.click()
    keeper.open("/tasks/").take("tasks-elder-390", tall=1000)
    keeper.page.locator("button[name=mode]").first.click()


def extend(keeper: Camera, secretary: Camera, number: str) -> None:
    now = datetime.now(BEIJING)
    keeper.open(f"/cases/{number}/extension/?next=/tasks/")
    keeper.fill("为什么办不完", "要等市政局的疏通机，路上还要四十分钟")
    keeper.fill("延到什么时候", typed(now + timedelta(hours=2))).fill("什么时候告诉居民的", typed(now))
    keeper.take("extend-390", tall=760)
    keeper.press("申请延期").waits_for("批准以前时限不变")
    secretary.open(f"/cases/{number}/").press("批准或不批准").choose("同意延期吗", "同意")
    secretary.take("decide-extension", "main h1", "main form")
    secretary.press("决定").waits_for("同意延期了")


def resolve(keeper: Camera, number: str) -> None:
    keeper.open(f"/cases/{number}/resolution/?next=/tasks/")
    keeper.fill("办得怎样", "和市政局一起掏出装修砂浆两桶，水沟通了。")
    keeper.fill("怎样答复居民的", "水沟通了，路面也冲干净了。装修的砂浆请装袋，别倒进沟里。")
    keeper.take("resolve-390", tall=1180)
    keeper.press("办结").waits_for("办结了，等回访")


def call_back(worker: Camera, number: str, resident: Camera, code: str) -> None:
    resident.open(f"/progress/{code}/")
    resident.take("progress-answer-390", "form[aria-labelledby=answers-title]")
    resident.page.locator("button[name=mode]").first.click()
    resident.open(f"/progress/{code}/").take("progress-elder-390", tall=1000)
    worker.open(f"/cases/{number}/callback/")
    worker.choose("接通了吗", "接通了").choose("及时联系", "是").choose("解决了吗", "解决了").choose("满意吗", "满意")
    worker.take("call-back", "main h1", "main form")
    worker.press("记下回访").press("归档").waits_for("归档了")


def count(secretary: Camera) -> None:
    secretary.open("/figures/?period=twelve_months").take("figures-1280", tall=1000)
    secretary.take("figures-zones-1280", ".layout[data-layout=halves]")
    secretary.open("/figures/resolved_on_time/?period=twelve_months&part=missed").take("figures-rows-1280", tall=700)
