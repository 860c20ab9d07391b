"""The plan of a year: what it holds, that it fits the seasons, and that a seed always gives the same one."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest

from linli.cases.models import NOT_HANDLED_HERE, Category
from linli.demo import history, plan, stories
from linli.demo.plan import in_season
from linli.demo.stage import BEIJING, Home, Resident, Stage

NOW = datetime(2026, 11, 23, 10, 4, tzinfo=BEIJING)
EVERY_LANE = ["灵峰南路", "灵峰市场路", "桂花巷", "建安街", "贤德北巷", "康宁小区", "文昌巷", "机械厂宿舍"]
EVERY_UNIT = ["市政局", "卫生服务中心", "康宁物业", "自来水公司", "灵峰小学", "老年活动中心"]


@pytest.fixture(scope="module")
def stage():
    homes = [Home(lane, n, f"{lane} {n} 号") for lane in EVERY_LANE for n in (2, 4, 6)]
    residents = [Resident(f"韦{n}", "1", f"+86138000010{n:02}", home) for n, home in enumerate(homes)]
    return Stage(None, NOW, homes=homes, residents=residents, units=dict.fromkeys(EVERY_UNIT))  # type: ignore[arg-type]


def year(stage, count=300):
    return plan.a_year(stage, stories.read(*stories.THIS_YEAR), count=count, seed="a year")


def test_the_same_seed_gives_the_same_year(stage):
    assert year(stage) == year(stage)
    assert history.matters(stage) == history.matters(stage)


def test_a_year_has_the_cases_it_should_in_the_order_of_time(stage):
    moments = [matter.received_at for matter in year(stage)]

    assert len(moments) == 300
    assert moments == sorted(moments)
    assert moments[0] > NOW - timedelta(days=370)
    assert moments[-1] < NOW


def test_every_kind_of_ending_and_trouble_occurs(stage):
    matters = year(stage)

    assert {matter.story.outcome for matter in matters if matter.story.outcome} == set(NOT_HANDLED_HERE)
    assert {matter.story.way for matter in matters} == {
        "visit",
        "unit",
        "desk",
        "over",
        "told",
        "no",
        "gone",
        "not_ours",
    }
    assert {matter.trouble for matter in matters} >= {
        *("late", "declined", "lapsed", "reopened", "joined", "forgotten", "not_reached", "extended", "paused")
    }


def test_the_last_days_go_well(stage):
    calm = [matter.trouble for matter in year(stage) if matter.received_at > NOW - timedelta(days=plan.QUIET_DAYS)]

    assert calm
    assert set(calm) == {""}


def test_matters_fit_their_season(stage):
    office_may_move_it = timedelta(days=10)  # to the working day before
    for matter in year(stage):
        day = matter.received_at.date()
        days = [day + timedelta(days=n) for n in range(office_may_move_it.days)]
        assert any(in_season(matter.story, near) for near in days), matter.title


def test_the_exams_are_protected_in_june(stage):
    nights = [matter.received_at for matter in year(stage) if matter.story.name == "考试期间施工"]

    assert len(nights) >= 4
    assert all(night.month == 6 and 5 <= night.day <= 9 for night in nights)


def test_some_callers_return(stage):
    callers = Counter(matter.caller.phone for matter in year(stage) if matter.caller)

    assert max(callers.values()) >= 3


def test_the_history_counts_exactly(stage):
    channels = Counter(matter.channel for matter in history.matters(stage))

    assert channels == {"hotline": 243, "letter": 14, "visit": 22}
    assert all(history.FIRST <= matter.received_at.date() <= date(2010, 4, 10) for matter in history.matters(stage))


@pytest.mark.django_db
def test_every_story_names_a_category_there_is():
    known = set(Category.objects.values_list("name", flat=True))
    told = stories.read(*stories.THIS_YEAR, "history_hotline", "history_letters")

    assert {story.category for story in told} - known == set()
