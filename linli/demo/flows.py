"""How an appeal goes, step by step, through the actions people use. Each function is one way (see stories.Story)."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from linli.accounts.models import User
from linli.cases import actions
from linli.cases.actions import Appeal
from linli.cases.models import Case, Kind, Offer, Outcome, Remark

from . import aftermath
from .detours import extended, find_a_taker, joined_by_another, paused
from .plan import Matter
from .play import Steps, wait
from .stage import BEIJING, Stage

ZONES_DRAWN_ON = date(2009, 2, 20)  # before that there are no keepers to offer anything to
INTERNAL = ("根子还在老管道上，记到议事会去。", "租户刚换，房东电话已更新。", "老人耳背，敲门要重一点。")


class Telling:
    """One matter being acted out on one stage: who is at the desk, who handles it, and the minutes things take."""

    def __init__(self, key: str, stage: Stage, matter: Matter, note: Callable[[], None]) -> None:
        self.key, self.stage, self.matter, self.note = key, stage, matter, note
        self.rng = Random(matter.seed)
        self.registered_at = matter.received_at + self.seconds(45, 110)
        self.operator = self.handler = aftermath.at_the_desk(key, stage, matter)
        self.last = self.registered_at

    def seconds(self, least: int, most: int) -> timedelta:
        return timedelta(seconds=self.rng.randint(least, most))

    def minutes(self, least: float, most: float) -> timedelta:
        return self.seconds(round(least * 60), round(most * 60))

    def register(self, urgency: str, *, offer: bool) -> Case:
        case = actions.register_case(
            self.stage.community,
            self.appeal(urgency),
            by=self.operator,
            at=self.registered_at,
            received_at=self.matter.received_at,
            offer=offer and self.registered_at.date() >= ZONES_DRAWN_ON,
        )
        self.note()
        return case

    def appeal(self, urgency: str = "", *, caller: object = None) -> Appeal:
        matter = self.matter
        who = caller or matter.caller
        return Appeal(
            content=matter.words,
            category=self.stage.categories[matter.story.category],
            channel=matter.channel,
            place_text=matter.place,
            title=matter.title,
            name=getattr(who, "name", ""),
            phone=getattr(who, "phone", ""),
            is_anonymous=who is None or matter.story.anonymous,
            wants_confidential=matter.story.kind == Kind.REPORT,
            kind=Kind(matter.story.kind),
            urgency=urgency,
            external_number=f"12345-{self.matter.seed:09}" if matter.channel == "12345" else "",
        )

    def whoever_goes(self, case: Case) -> User:
        """Return whom the case waits for; before zones were drawn, one of the office."""
        offer = Offer.objects.select_related("to").filter(case=case, answer="").first()
        if offer is not None:
            return self.stage.users[offer.to.username]
        return aftermath.somebody_of_the_office(self.key, self.stage, case.received_at)


def tell(key: str, stage: Stage, matter: Matter, note: Callable[[], None]) -> Steps:
    """Return the steps of one matter."""
    telling = Telling(key, stage, matter, note)
    way = {"visit": visit, "unit": with_a_unit, "over": handed_over, "gone": handed_over, "told": at_the_door}
    return way.get(matter.story.way, at_the_desk)(telling)


def visit(telling: Telling) -> Steps:
    """力所能及: a keeper comes within ten minutes and has it settled within half an hour, mostly."""
    matter, trouble = telling.matter, telling.matter.trouble
    yield telling.registered_at
    case = telling.register("now", offer=True)
    yield from find_a_taker(telling, case)
    late = trouble == "late"
    arrives_at = max(case.received_at + telling.minutes(3.2, 9.6), telling.last + telling.seconds(50, 100))
    if late and telling.rng.random() < 0.5:
        arrives_at += telling.minutes(6, 14)
    if trouble != "forgotten":
        yield from wait(case, arrives_at)
        actions.record_arrival(case, by=telling.handler, at=arrives_at)
    if trouble == "joined":
        yield from joined_by_another(telling, case, arrives_at + telling.minutes(1, 3))
    if telling.rng.random() < 0.2:
        yield from wait(case, arrives_at + telling.minutes(4, 5))
        actions.add_remark(
            case,
            kind=Remark.Kind.NOTE,
            body=telling.rng.choice(INTERNAL),
            by=telling.handler,
            at=arrives_at + timedelta(minutes=5),
        )
    resolved_at = max(case.received_at + telling.minutes(13, 29), arrives_at + telling.minutes(6, 9))
    if late:
        resolved_at = case.received_at + telling.minutes(33, 75)
    yield from wait(case, resolved_at)
    if trouble == "forgotten":
        actions.add_arrival(
            case,
            who=telling.handler,
            arrived_at=arrives_at,
            note="到场后忙着处理忘了点，居民可以作证",
            by=telling.handler,
            at=resolved_at - timedelta(seconds=30),
        )
    settle(telling, case, resolved_at, Outcome.DONE, matter.done)
    yield from aftermath.aftermath(telling, case, resolved_at)


def with_a_unit(telling: Telling) -> Steps:
    """A keeper takes it on, a unit of the neighbourhood does the work: hours or days, promised in days."""
    matter, trouble, stage = telling.matter, telling.matter.trouble, telling.stage
    yield telling.registered_at
    case = telling.register("basic" if matter.story.category == "供水电气网" else "general", offer=True)
    yield from find_a_taker(telling, case)
    soon = case.urgency == "basic"
    came_at = telling.last + telling.minutes(8, 50)
    yield from wait(case, came_at)
    actions.record_arrival(case, by=telling.handler, at=came_at)
    asked_at = came_at + telling.minutes(3, 20)
    yield from wait(case, asked_at)
    unit = stage.units[matter.story.unit]
    help_asked = actions.ask_help(case, wanted=matter.story.wanted, unit=unit, by=telling.handler, at=asked_at)
    answer = f"已经请{unit.short_name}来办，有了时间马上告诉您。"
    actions.add_remark(
        case, kind=Remark.Kind.ANSWER, mode=Remark.Mode.PHONE, body=answer, by=telling.operator, at=asked_at
    )
    if trouble == "joined":
        yield from joined_by_another(telling, case, asked_at + telling.minutes(10, 50))
    done_at = asked_at + (
        telling.minutes(60, 600) if soon else in_daylight(telling, asked_at, telling.rng.randint(1, 4))
    )
    if trouble == "late":
        done_at = asked_at + (telling.minutes(1500, 2400) if soon else in_daylight(telling, asked_at, 9))
    elif trouble == "extended" and not soon:
        yield from extended(telling, case, asked_at + timedelta(days=2, hours=3))
        done_at = asked_at + in_daylight(telling, asked_at, 9)
    elif trouble == "paused" and not soon:
        yield from paused(telling, case, asked_at + timedelta(hours=20))
        done_at = asked_at + in_daylight(telling, asked_at, 7)
    yield from wait(case, done_at)
    reporter = stage.liaisons.get(unit.short_name)
    reporter = reporter if reporter and stage.now - done_at < timedelta(days=1000) else telling.handler
    report = telling.rng.choice(matter.story.reports)
    actions.report_help(help_asked, report=report, by=reporter, at=done_at)
    resolved_at = done_at + telling.minutes(15, 80)
    yield from wait(case, resolved_at)
    settle(telling, case, resolved_at, Outcome.DONE, matter.done)
    yield from aftermath.aftermath(telling, case, resolved_at)


def handed_over(telling: Telling) -> Steps:
    """Somebody looks at it and passes it to whom it belongs (or finds it gone by itself), and says so."""
    matter = telling.matter
    yield telling.registered_at
    case = telling.register("complex" if matter.story.category == "违建" else "general", offer=True)
    yield from find_a_taker(telling, case)
    came_at = telling.last + telling.minutes(5, 60)
    yield from wait(case, came_at)
    actions.record_arrival(case, by=telling.handler, at=came_at)
    resolved_at = aftermath.office_hours(came_at + telling.minutes(30, 600), telling)
    yield from wait(case, resolved_at)
    outcome = Outcome.NOT_NEEDED if matter.story.way == "gone" else Outcome.HANDED_OVER
    settle(telling, case, resolved_at, outcome, matter.done, handed_to=matter.story.handed_to)
    yield from aftermath.aftermath(telling, case, resolved_at)


def at_the_desk(telling: Telling) -> Steps:
    """Answered while the person is on the line or at the counter: advice, a refusal, or the right address."""
    matter = telling.matter
    resolved_at = telling.registered_at = telling.registered_at + telling.minutes(1, 6)
    yield telling.registered_at
    case = telling.register("general", offer=False)  # written down and answered in one go
    if matter.channel in {"letter", "mailbox"}:
        resolved_at = aftermath.office_hours(resolved_at + telling.minutes(30, 1200), telling)
        yield from wait(case, resolved_at)
    outcomes = {"no": Outcome.REFUSED, "not_ours": Outcome.NOT_OURS}
    outcome = outcomes.get(matter.story.way, Outcome.DONE)
    telling.handler = telling.operator
    settle(telling, case, resolved_at, outcome, matter.done or "当场答复。")
    yield from aftermath.aftermath(telling, case, resolved_at)


def at_the_door(telling: Telling) -> Steps:
    """One of the six kinds not handled here: told respectfully, emergencies at once."""
    story, community = telling.matter.story, telling.stage.community
    outcome = Outcome(story.outcome)
    if outcome != Outcome.EMERGENCY_TRANSFERRED:
        telling.registered_at += telling.minutes(1, 4)
    at = telling.registered_at
    yield at
    if outcome == Outcome.EMERGENCY_TRANSFERRED:
        actions.hand_over_emergency(community, telling.appeal(), number=story.handed_to, by=telling.operator, at=at)
        telling.note()
    else:
        case = telling.register("general", offer=False)
        actions.tell_at_the_door(case, outcome=outcome, told=story.told, by=telling.operator, at=at)


def settle(telling: Telling, case: Case, at: datetime, outcome: Outcome, done: str, *, handed_to: str = "") -> None:
    matter = telling.matter
    mode = {"letter": Remark.Mode.LETTER, "mailbox": Remark.Mode.PAGE, "hotline": Remark.Mode.PHONE}.get(
        matter.channel, Remark.Mode.IN_PERSON
    )
    actions.resolve_case(
        case,
        outcome=outcome,
        done=done or matter.answer,
        answer=matter.answer,
        mode=mode,
        handed_to=handed_to,
        by=telling.handler,
        at=at,
    )


def in_daylight(telling: Telling, start: datetime, days: int) -> timedelta:
    """Return how long it takes until some hour of daylight that many days on."""
    day = start.astimezone(BEIJING).date() + timedelta(days=days)
    return datetime.combine(day, time(telling.rng.randint(8, 16), telling.rng.randint(0, 59)), BEIJING) - start
