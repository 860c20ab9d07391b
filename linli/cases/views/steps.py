"""What somebody may do with a case next, as its page offers it."""

from dataclasses import dataclass, field

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import User

from .. import lifecycle
from ..actions import is_unhappy
from ..models import Case, Promise, Status
from ..queries.callbacks import TRIES_BEFORE_FILING, left_to_ask
from ..queries.one_case import OneCase
from .addresses import address

KEYS = {
    "acceptance": "a", "arrival": "v", "resolution": "e", "callback": "c", "filing": "f", "reopening": "o",
    "offer": "p", "refusal": "z", "handover": "t", "help": "h", "added_arrival": "b", "extension": "x", "pause": "s",
    "resumption": "r",
}  # fmt: skip


WAYS: dict[str, tuple[LazyText | str, str, bool]] = {
    "acceptance": (_("接单"), "check", True),
    "arrival": (_("我到场了"), "pin", True),
    "resolution": (_("办结"), "check", False),
    "callback": (_("回访"), "phone", False),
    "reopening": (_("重新办"), "reopen", False),
    "filing": (_("归档"), "archive", True),
    "offer": (_("派给别人"), "arrow", False),
    "refusal": (_("现在去不了，说明原因"), "handover", False),
    "handover": (_("转交"), "handover", False),
    "help": (_("请来协办"), "person", False),
    "added_arrival": (_("补记到场"), "pin", False),
    "extension": (_("延期"), "clock", False),
    "resumption": (_("恢复办理"), "check", True),
    "pause": (_("暂停"), "pause", False),
    "merger": (_("并案"), "arrow", False),
    "merger_undone": (_("拆回来单独办"), "reopen", False),
    "link": (_("关联"), "list", False),
    "split": (_("拆分"), "plus", False),
    "category": (_("改归类"), "note", False),
}
"""The page of a step → what its button says, its icon, and whether it is done with one click."""


@dataclass(frozen=True)
class Step:
    """Something this person may do next. `posts` are done with one click; the others open a small form.

    `page` is the name of what it leads to, `key` the letter that reaches it; a step done with one
    click is only reached by it, not done.
    """

    label: str
    url: str
    icon: str
    posts: bool = False
    key: str = ""
    page: str = ""


def step(page: str, case: Case) -> Step:
    label, icon, posts = WAYS[page]
    return Step(str(label), address(page, case.number), icon, posts, KEYS.get(page, ""), page)


@dataclass
class Permissions:
    """What one person may do with one case; each permission is asked once, and only in standings that have the verb."""

    user: User
    case: Case
    known: dict[str, bool] = field(default_factory=dict)

    def __call__(self, permission: str, *, verb: str = "") -> bool:
        if verb and not lifecycle.may(verb, self.case.status):
            return False
        if permission not in self.known:
            self.known[permission] = self.user.has_perm(permission, self.case)
        return self.known[permission]


NATURAL = {
    Status.REGISTERED: {"acceptance", "offer"},
    Status.OFFERED: {"acceptance"},
    Status.RESOLVED: {"callback"},
    Status.CALLED_BACK: {"filing", "reopening"},
    Status.TOLD: {"filing", "reopening"},
}


def main_step(steps: list[Step], user: User, case: Case) -> Step | None:
    """Return the first step when it is this person's to take: nobody presses another's button by habit."""
    if not steps:
        return None
    if case.status in (Status.ACCEPTED, Status.ON_SITE):
        return steps[0] if case.handler_id == user.pk else None
    return steps[0] if steps[0].page in NATURAL.get(Status(case.status), ()) else None


def next_steps(one: OneCase, may: Permissions, *, paused: bool) -> list[Step]:
    """Return what the reader may do with the case now, the most natural step first."""
    case, unhappy = one.case, any(is_unhappy(each) for each in one.callbacks)
    in_time = any(
        each.kind == Promise.Kind.RESOLVE and each.is_open and not each.paused_at for each in one.own_promises
    )
    reopen, archive = ("reopen", "cases.reopen_case", "reopening"), ("archive", "cases.archive_case", "filing")
    resolve, offer = ("resolve", "cases.resolve_case", "resolution"), ("offer", "cases.offer_case", "offer")
    is_taken = case.status in (Status.ACCEPTED, Status.ON_SITE)
    wanted = [
        ("accept", "cases.accept_case", "acceptance"),
        ("resume", "cases.resume_case", "resumption"),
        ("arrive", "cases.record_arrival", "arrival"),
        *((resolve,) if is_taken else (offer, resolve)),
        ("call_back", "cases.call_back", "callback"),
        *((reopen, archive) if unhappy else (archive, reopen)),
        *((offer,) if is_taken else ()),
        ("hand_on", "cases.decline_case", "refusal"),
        ("hand_on", "cases.hand_on_case", "handover"),
        ("ask_help", "cases.ask_help", "help"),
        ("add_arrival", "cases.add_arrival", "added_arrival"),
        ("extend", "cases.ask_extension", "extension"),
        ("pause", "cases.pause_case", "pause"),
    ]
    hidden = {
        "pause": paused or not in_time,
        "extension": paused or one.extension is not None or not in_time,
        "resumption": not paused,
        "arrival": case.status == Status.ON_SITE,
        "refusal": case.status != Status.OFFERED or all(each.to_id != may.user.pk for each in one.offers_waiting),
        "handover": case.handler_id is None,
        "filing": case.status == Status.RESOLVED
        and (len(one.callbacks) < TRIES_BEFORE_FILING or bool(left_to_ask(one.requesters, one.callbacks))),
        "reopening": case.part_of_id is not None,
        "resolution": paused,
    }
    return [
        step(page, case) for verb, permission, page in wanted if not hidden.get(page) and may(permission, verb=verb)
    ]


def joining_steps(one: OneCase, may: Permissions) -> list[Step]:
    """Return what the reader may do about this case and others: merge, take apart, link, split, file elsewhere."""
    wanted = [
        ("merge", "cases.merge_case", "merger"),
        ("unmerge", "cases.undo_merger", "merger_undone"),
        ("link", "cases.link_cases", "link"),
        ("split", "cases.split_case", "split"),
        ("recategorise", "cases.recategorise_case", "category"),
    ]
    return [
        step(page, one.case)
        for verb, permission, page in wanted
        if not (one.case.part_of_id and verb in {"merge", "split"}) and may(permission, verb=verb)
    ]
