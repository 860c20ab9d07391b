"""Setting the desk going again: what was going on when the town was built is long over when somebody looks next day.

Only the matters of data/desk_now.toml are touched, by the actions people use: those still open are ended and filed, and
the same things happen anew, now. Nothing else of the town changes, and an installation without it is left alone.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation

from linli.accounts.models import User
from linli.cases import actions
from linli.cases.actions import sweep
from linli.cases.models import Callback, Case, Category, Outcome, Pause, Promise, Requester
from linli.cases.queries.callbacks import still_to_ask
from linli.fence.rows import open_fence
from linli.journal.models import Event
from linli.journal.record import without_listeners
from linli.residents.models import Unit
from linli.territory.models import Community

from . import activities_life, people
from .desk_now import going_on, lines
from .play import play, without_savepoints
from .stage import Home, Resident, Stage

STALE_AFTER = timedelta(minutes=15)


COMMUNITIES = {"lingfeng": "灵峰社区", "qianjin": "前进社区"}


def freshen(*, now: datetime | None = None) -> int:
    """Begin the matters on the desk anew as of `now`, unless they began just now; return how many."""
    now = now or timezone.localtime()
    with transaction.atomic(), without_savepoints(), translation.override("zh-hans"):
        stages = {key: stage for key, name in COMMUNITIES.items() if (stage := standing(key, name, now))}
        if set(stages) != set(COMMUNITIES):
            return 0
        open_fence(stage.community.pk for stage in stages.values())
        found = [(stage, line, _seeded(stage, line)) for key, stage in stages.items() for line in lines(key, "open")]
        if any(case is None or case.received_at > now - STALE_AFTER for _stage, _line, case in found):
            return 0
        for stage, line, case in found:
            if case is not None:
                _remember_the_caller(stage, case, line)
                if case.is_open:
                    _end(case, stage, now)
        play([part for key, stage in stages.items() for part in going_on(key, stage)], until=now)
        activities_life.go_on(stages["lingfeng"])
        sweep(now)
        return len(found)


def standing(key: str, name: str, now: datetime) -> Stage | None:
    """Return the stage of a community as it stands; None where this is not the demo town."""
    community = Community.objects.filter(name=name).first()
    if community is None:
        return None
    open_fence([community.pk])
    wanted = people.usernames(key)
    users = {user.username: user for user in User.objects.filter(username__in=wanted)}
    if set(users) != wanted:
        return None
    units = {unit.short_name: unit for unit in Unit.objects.filter(community=community)}
    categories = {category.name: category for category in Category.objects.select_related("parent")}
    return Stage(community, now, users=users, units=units, categories=categories)


def _seeded(stage: Stage, line: dict[str, str]) -> Case | None:
    """Return the newest case of this line of the file."""
    same = Case.objects.filter(community=stage.community, title=line["title"], place_text=line["place"])
    return same.order_by("-received_at").first()


def _remember_the_caller(stage: Stage, case: Case, line: dict[str, str]) -> None:
    """Let the same person call again."""
    first = Requester.objects.get(case=case, is_first=True)
    said = line["place"]
    home = Home(said.split(" ")[0], 0, said)
    stage.residents.append(Resident(line.get("caller", first.name), "1", first.phone, home, is_named="caller" in line))


def _end(case: Case, stage: Stage, now: datetime) -> None:
    """End it as people would have, in time where nobody has looked since, and file it."""
    by, caller = case.handler or case.first_handler, stage.users.get("mo") or stage.users["zhao"]
    with without_listeners():
        if Pause.objects.filter(case=case, ended_at=None).exists():
            actions.resume_case(case, by=by, at=now)
        promise = Promise.objects.get(case=case, kind=Promise.Kind.RESOLVE, round=case.round)
        last = Event.objects.filter(subject_id=case.pk, subject_type__model="case").latest("at").at
        done_at = max(min(promise.due_at - timedelta(minutes=1), now), last)
        actions.resolve_case(
            case, outcome=Outcome.DONE, done="办好了。", answer="办好了，请您看看。", by=by, at=done_at
        )
        if caller.pk in {by.pk, case.first_handler_id}:
            return
        pending: list[Requester | None] = [*still_to_ask(case)]
        for requester in pending or [None]:
            actions.record_callback(
                case, requester=requester, reached=True, contacted_in_time=True, resolved=True, satisfaction="4",
                mode=Callback.Mode.PHONE, by=caller, at=max(done_at, now),
            )  # fmt: skip
        actions.archive_case(case, by=caller, at=max(done_at, now))
