"""Building the demo town: once, whole or not at all."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone, translation

from linli.cases.actions import keep_reply_text, sweep
from linli.cases.models import Category, ReplyText
from linli.cases.reference import begin_with_policies
from linli.journal.record import without_listeners
from linli.territory.models import Community

from . import (
    activities_life,
    assembly_bodies,
    assembly_matters,
    assembly_meetings,
    campaign_life,
    care_life,
    desk_now,
    families,
    filters,
    flows,
    ground,
    history,
    ledgers,
    looking_back,
    party_life,
    people,
    plan,
    rights_life,
    rulebook,
    shifts,
    stories,
    tables,
    zones_life,
)
from .play import Part, play, without_savepoints
from .stage import Stage

NAME = "灵峰社区"
CASES_A_YEAR = {"lingfeng": 300, "qianjin": 40}
EVERY = 40

Report = Callable[[str], None]


def build(report: Report, *, now: datetime | None = None, cases_a_year: dict[str, int] | None = None) -> None:
    """Build the town as it stands at `now`, unless it stands already; `report` hears how far it is.

    One transaction: whoever is stopped half-way finds nothing and begins again. The same `now` gives the same town,
    query codes and keys aside.
    """
    if Community.objects.filter(name=NAME).exists():
        report("演示社区已经在了")
        return
    with transaction.atomic(), without_savepoints(), translation.override("zh-hans"):
        _build(report, now or timezone.localtime(), cases_a_year or CASES_A_YEAR)


def _build(report: Report, now: datetime, cases_a_year: dict[str, int]) -> None:
    report("街道、社区、责任区、门牌")
    street, stages = ground.lay_out(now)
    people.enrol(street, stages)
    people.enter_units(stages)
    categories = {category.name: category for category in Category.objects.select_related("parent")}
    report("居民、驻区单位、排班")
    for key, stage in stages.items():
        begin_with_policies(stage.community)
        stage.categories = categories
        families.settle(key, stage)
        shifts.plan(key, stage)
    _own_words(stages["lingfeng"])
    play(_parts(report, stages, cases_a_year), until=now)
    tables.bring(stages["lingfeng"])
    report("结对和看望")
    care_life.live(stages["lingfeng"])
    sweep(now)
    rulebook.write(stages["lingfeng"])
    looking_back.look_back(stages["lingfeng"])
    filters.keep(stages["lingfeng"])
    ledgers.keep(stages["lingfeng"])
    report("一年的活动")
    activities_life.live(stages["lingfeng"])
    rights_life.ask(stages["lingfeng"])
    party_life.live(stages["lingfeng"])
    report("议事机构和两年的会")
    assembly_bodies.found(stages)
    assembly_meetings.live(stages["lingfeng"])
    assembly_matters.live(stages["lingfeng"])
    campaign_life.live(stages["lingfeng"])
    with without_listeners():
        zones_life.hang_boards(stages)
    report("演示社区建好了")


def _own_words(stage: Stage) -> None:
    """Let the community have a text of its own beside the reference ones."""
    with without_listeners():
        keep_reply_text(
            ReplyText(community=stage.community), title="贤德北巷水沟：等换管",
            body="{称呼}好，{地点}的水沟今天先掏通了。这一段管子太细，市政局已经答应换，换好以前我们每个星期一来看一次。"
            "下雨再积水，请打 {热线}。",
            category=stage.categories["排水"], outcome="done", is_in_use=True, by=stage.users["liao"], at=stage.now,
        )  # fmt: skip


def _parts(report: Report, stages: dict[str, Stage], cases_a_year: dict[str, int]) -> list[Part]:
    """Return everything that is to happen, each chapter counting its cases as they come in."""
    lingfeng = stages["lingfeng"]
    old = Chapter(report, "2009 年以来的诉求", len(history.matters(lingfeng)))
    parts = history.parts("lingfeng", lingfeng, partial(flows.tell, note=old.count))
    for key, stage in stages.items():
        matters = plan.a_year(stage, stories.read(*stories.THIS_YEAR), count=cases_a_year[key], seed=f"a year in {key}")
        year = Chapter(report, f"{stage.community.name}去年的诉求", len(matters))
        parts += [Part(flows.tell(key, stage, matter, note=year.count)) for matter in matters]
        parts += desk_now.parts(key, stage)
        parts += zones_life.parts(stage)
    return parts


class Chapter:
    """Counts the cases of one part of the story and says so now and then."""

    def __init__(self, report: Report, name: str, total: int) -> None:
        self.report, self.name, self.total, self.done = report, name, total, 0

    def count(self) -> None:
        self.done += 1
        if self.done % EVERY == 0 or self.done == self.total:
            self.report(f"{self.name} {self.done}/{self.total}")
