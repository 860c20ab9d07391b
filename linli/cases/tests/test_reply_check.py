"""The gentle look at an answer: silent over good ones people really write, clear about what a resident would miss."""

import pytest

from linli.cases.models import Category, Outcome
from linli.cases.queries.replies import reference_texts
from linli.cases.queries.reply_check import About, internal_words, look_at, look_at_message

DRAIN = "门口水沟堵了，污水漫到路面。老人不敢走。"
LAMP = "3 栋 2 单元楼道灯不亮好几天了，晚上回家看不见。"


def about(asked=DRAIN, outcome=Outcome.DONE, keywords=("水沟", "下水道", "积水"), place="建安街38号门口", **more):
    internal = {"工单": "您说的这件事", "派单": "安排人去", "诉求人": "您", "接诉即办": "不用写"}
    return About(asked, keywords, f"{place}{asked}", outcome, phones=("0774-5550110",), internal=internal, **more)


def kinds(answer, of):
    return [each.kind for each in look_at(answer, of)]


GOOD = [
    ("水沟通了，请您看看。", DRAIN),
    ("水沟通了，路面冲干净了，请您看看。", DRAIN),
    ("水沟通了，路面也冲干净了。装修的砂浆请装袋，别倒进沟里。", DRAIN),
    ("黄女士您好，沟里的淤泥清走了两车，今天水能下去了。雨天要是再堵，打 0774-5550110。", DRAIN),
    ("已换好灯泡和开关，今晚会亮。不亮请打 5550110。", LAMP),
    ("电工换了声控开关，您晚上回家试试，不行随时打电话。", LAMP),
    ("您好，3栋楼道的灯修好了，是线松了。以后再不亮找物业小陈或者打热线都行。", LAMP),
    ("我们到现场看了，井盖已经用新的换上，边上垫平了，再响请告诉我们。", "井盖翘起来了，晚上看不见，车过去咣当响。"),
    ("楼上答应晚上十点以后不放音响了，也跟您道了歉。再吵请打热线，我们半夜也来。", "楼上半夜放音响，小孩睡不着"),
    ("两家人坐下来谈好了：302 加接水盘，今晚装上。过几天我们再来看。", "邻居晾衣服滴水到我家被子上，302"),
    ("低保的材料您带身份证和户口簿来就行，走不动我们上门填。", "想问低保怎么办，要带什么"),
    ("垃圾今早清走了，垃圾桶也换成带盖的，以后每天两次。有味道再打电话。", "垃圾堆了三天没人收，好臭"),
    ("树枝锯了，断的那根也拖走了，刮大风时请先别把车停在树下。", "大榕树的树枝断了挂在电线上"),
    ("停水是主管爆了，抢修到下午四点，已经来水。水浑先放两分钟再用。", "从早上开始停水，一整栋都没有水"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "asked"), GOOD, ids=lambda text: text[:8])
def test_good_answers_are_left_alone(answer, asked):
    assert look_at(answer, about(asked, place="", keywords=())) == []


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("这条路归交通局管，社区没权改红绿灯，您可以打 12345 转交通局。", Outcome.NOT_OURS),
        ("已经移交城管执法，他们明天到现场量，有结果我们打电话告诉您。红绿灯那里先放了锥桶。", Outcome.HANDED_OVER),
        ("红绿灯的时长由交警定，我们问过了，早高峰不能再加，因为主路会堵。您可以走天桥。", Outcome.REFUSED),
        ("您说红绿灯已经好了，不用再办，以后有事请打热线。", Outcome.NOT_NEEDED),
    ],
)
def test_good_answers_to_what_was_not_done_are_left_alone(answer, outcome):
    asked = "路口红绿灯太短，老人过不去"
    assert look_at(answer, about(asked, outcome, (), place="")) == []


def test_every_reference_text_passes_its_own_look(db):
    """Filled for a case of its category; blanks for people to write in are blanks."""
    filled = {"称呼": "黄女士", "地点": "建安街38号门口", "热线": "0774-5550110", "编号": "GH20260302-0001",
              "办结时间": "今天 10:00", "查询码方式": "您可以在网站「查进度」里填查询码。"}  # fmt: skip
    loud = {}
    for code, text in reference_texts().items():
        category = Category.objects.filter(code=text.get("category", "other")).get()
        words = text["body"]
        for name, value in filled.items():
            words = words.replace(f"{{{name}}}", value)
        asked = f"建安街38号门口，{category.name}，{'、'.join(category.keywords)}"
        of = About(asked, (*category.keywords, category.name), asked, text["outcome"], internal={"工单": ""})
        found = kinds(words, of)
        if code.startswith("any."):
            found = [kind for kind in found if kind != "question"]  # what it is about is written in by hand
        if found:
            loud[code] = found
    assert loud == {}


@pytest.mark.parametrize(
    "answer", ["已处理。", "您好，您反映的问题已办结，感谢您的理解和支持。", "已按规定办理，处理完毕。"]
)
def test_an_answer_that_says_nothing_is_told_so(answer):
    found = look_at(answer, about())

    assert {"question", "done"} <= {each.kind for each in found}
    assert any("只说了办完" in each.sentence for each in found)


def test_what_is_missing_is_named():
    assert kinds("水沟已经疏通，路面冲干净了。", about()) == ["next"]
    assert kinds("因为水沟的事，请您再打热线。", about()) == ["done"]
    assert kinds("路灯换好了，今晚会亮，不亮请打热线。", about()) == ["question"]
    assert kinds("水沟这次先这样，请谅解，再见。", about(outcome=Outcome.REFUSED)) == ["done"]


def test_words_of_our_own_are_named_with_what_to_say_instead():
    (advice,) = look_at("您的工单已派单，诉求人请放心，水沟今天通了。", about())

    assert advice.kind == "internal"
    assert set(advice.found) == {"工单", "派单", "诉求人"}
    assert "“派单”可以说成“安排人去”" in advice.sentence


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("水沟通了，有事请打维修师傅 13800138000。", ("13800138000",)),
        ("水沟通了，请打 138-0013-8000 找师傅。", ("138-0013-8000",)),
        ("水沟通了，身份证 11010519491231002X 已核对，请放心。", ("11010519491231002X",)),
        ("水沟是 40 号住户倒砂浆堵的，已经通了，请放心。", ("40 号住户",)),
        ("水沟通了，是３栋２单元５０２室漏的，请放心。", ("3栋2单元502室",)),
    ],
)
def test_numbers_and_doors_of_others_are_named(answer, found):
    (advice,) = look_at(answer, about())

    assert (advice.kind, advice.found) == ("personal", found)


@pytest.mark.parametrize(
    "answer",
    [
        "水沟通了，有事请打热线 0774-5550110，或者 12345。",
        "建安街 38 号门口的水沟通了，请您看看。",
        "建安街 40 号前面那一段水沟也一起通了，请您看看。",
        "水沟通了，编号 GH20260302-0001，回执上有八位查询码 12345678，请放心。",
        "水沟通了，2026 年 3 月 2 日下午来的，花了 1380 元，下雨我们再来看。",
    ],
)
def test_hotlines_public_places_and_numbers_of_ours_are_nobodys(answer):
    assert look_at(answer, about()) == []


def test_a_name_is_somebodys_once_others_read_it_too():
    said = "黄女士，水沟通了，请您看看。"

    assert look_at(said, about()) == []
    assert kinds(said, about(names=("黄女士", "李先生"))) == ["personal"]


def test_why_it_takes_longer_is_only_looked_at_for_what_should_not_stand_there():
    assert look_at_message("等市政局的车。", about()) == []
    assert [each.kind for each in look_at_message("等 13800138000 回电，工单未批。", about())] == [
        "personal",
        "internal",
    ]


def test_the_list_of_words_is_the_communitys(town):
    assert internal_words(town.guihua.pk)["工单"] == "您说的这件事"
