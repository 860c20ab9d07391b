"""What the article of 2010-04-13 tells, as records: 243 calls, 36 letters and visits, 51 deeds, and the drain."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.cases import actions
from linli.cases.actions import Appeal
from linli.cases.models import Case, Kind, Outcome, Remark
from linli.cases.queries.callbacks import still_to_ask

from . import stories
from .plan import Matter, a_history
from .play import Part, Steps, wait
from .stage import BEIJING, DATA, Stage

FIRST, LAST = date(2009, 1, 1), date(2010, 4, 13)
DRAIN = "drain"


def matters(stage: Stage) -> list[Matter]:
    """Return the 243 calls and the 36 letters and visits, in the order of time."""
    calls = a_history(stage, stories.read("history_hotline"), first=FIRST, last=LAST, seed="243 calls")
    letters = a_history(stage, stories.read("history_letters"), first=FIRST, last=LAST, seed="36 letters and visits")
    return sorted([*calls, *letters], key=lambda matter: matter.received_at)


class Drain:
    """The blocked drain of 建安街 and 贤德北巷: reported in May 2007, in nobody's hands but the secretary's until its
    zone was drawn in 2009, solved that August. Received before 2009, so it is none of the 243 and none of the 36."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.case: Case | None = None
        self.plan = tomllib.loads((DATA / "drain.toml").read_text(encoding="utf-8"))

    def steps(self) -> Steps:
        """Act the two years out; leaves the case where the deed that came of it can name it."""
        stage, plan, users = self.stage, self.plan, self.stage.users
        received_at = _beijing(plan["received"])
        registered_at = received_at + timedelta(minutes=6)
        yield registered_at
        self.case = case = actions.register_case(
            stage.community,
            self._appeal(plan["caller"], plan["words"]),
            by=users["yifang"],
            at=registered_at,
            received_at=received_at,
            offer=False,
        )
        yield registered_at + timedelta(minutes=20)
        actions.accept_case(case, by=users["zhongguo"], at=registered_at + timedelta(minutes=20))
        for line in sorted(plan["remark"] + plan["joined"], key=lambda line: line["at"]):
            yield from wait(case, _beijing(line["at"]))
            self._say(case, line, by="zhongguo")
        yield from self._in_the_keepers_hands(case)
        called_at = _beijing(plan["callback"]["at"])
        yield called_at
        for nth, requester in enumerate(still_to_ask(case) or [None]):
            actions.record_callback(
                case,
                requester=requester,
                reached=True,
                contacted_in_time=True,
                resolved=True,
                satisfaction="5",
                comment="" if nth else plan["callback"]["comment"],
                by=users["yifang"],
                at=called_at,
            )
        yield called_at + timedelta(hours=2)
        actions.archive_case(case, by=users["yifang"], at=called_at + timedelta(hours=2))

    def _in_the_keepers_hands(self, case: Case) -> Steps:
        plan, users, keeper = self.plan, self.stage.users, self.stage.users["wei"]
        handed_at = _beijing(plan["hand_on"]["at"])
        yield from wait(case, handed_at)
        actions.hand_on_case(case, reason=plan["hand_on"]["reason"], to=keeper, by=users["zhongguo"], at=handed_at)
        accepted_at, arrived_at = _beijing(plan["accepted"]["at"]), _beijing(plan["arrived"]["at"])
        yield accepted_at
        actions.accept_case(case, by=keeper, at=accepted_at)
        yield arrived_at
        actions.record_arrival(case, by=keeper, at=arrived_at)
        asked, unit = plan["help"], self.stage.units[plan["help"]["unit"]]
        yield _beijing(asked["at"])
        help_asked = actions.ask_help(case, wanted=asked["wanted"], unit=unit, by=keeper, at=_beijing(asked["at"]))
        for line in plan["later"]:
            yield _beijing(line["at"])
            self._say(case, line, by="wei")
        yield _beijing(asked["reported_at"])
        actions.report_help(help_asked, report=asked["report"], by=keeper, at=_beijing(asked["reported_at"]))
        resolved = plan["resolved"]
        yield _beijing(resolved["at"])
        actions.resolve_case(
            case,
            outcome=Outcome.DONE,
            done=resolved["done"],
            answer=resolved["answer"],
            mode=Remark.Mode.IN_PERSON,
            by=keeper,
            at=_beijing(resolved["at"]),
        )

    def _say(self, case: Case, line: dict[str, Any], *, by: str) -> None:
        at, user = _beijing(line["at"]), self.stage.users[by]
        if "caller" in line:
            actions.join_case(case, self._appeal(line["caller"], line["words"]), by=self.stage.users["jiang"], at=at)
        else:
            mode = Remark.Mode.IN_PERSON if line["kind"] == Remark.Kind.ANSWER else ""
            actions.add_remark(case, kind=line["kind"], mode=mode, body=line["body"], by=user, at=at)

    def _appeal(self, caller: str, words: str) -> Appeal:
        who = self.stage.resident(caller)
        return Appeal(
            content=words,
            category=self.stage.categories[self.plan["category"]],
            channel="visit",
            place_text=self.plan["place"],
            title=self.plan["title"],
            name=who.name,
            phone=who.phone,
            kind=Kind.COMPLAINT,
            urgency=self.plan["urgency"],
        )


def deeds(stage: Stage, drain: Drain) -> list[Part]:
    """Return the 51 deeds of the voice station, and those of the last year."""
    plan = tomllib.loads((DATA / "history_deeds.toml").read_text(encoding="utf-8"))
    today = stage.now.astimezone(BEIJING).date()
    old = [_deed(stage, "voice_station", date.fromisoformat(row[0]), row[1:], drain) for row in plan["deeds"]]
    new = [_deed(stage, row[1], today - timedelta(days=row[0]), row[2:], drain) for row in plan["recent"]]
    return [Part(steps) for steps in [*old, *new]]


def _deed(stage: Stage, source: str, done_on: date, row: list[str], drain: Drain) -> Steps:
    title, for_whom, done_by, result, *mark = row
    at = datetime.combine(done_on, time(17, 45), BEIJING)
    yield at
    actions.record_deed(
        stage.community,
        source=source,
        title=title,
        done_on=done_on,
        for_whom=for_whom,
        done_by=done_by,
        result=result,
        case=drain.case if mark == [DRAIN] else None,
        by=stage.users["yifang" if done_on <= LAST else "mo"],
        at=at,
    )


def parts(key: str, stage: Stage, tell: Callable[[str, Stage, Matter], Steps]) -> list[Part]:
    """Return all of the history as parts to be played."""
    drain = Drain(stage)
    acted = [Part(tell(key, stage, matter)) for matter in matters(stage)]
    return [Part(drain.steps()), *acted, *deeds(stage, drain)]


def _beijing(moment: datetime) -> datetime:
    return moment.replace(tzinfo=BEIJING)
