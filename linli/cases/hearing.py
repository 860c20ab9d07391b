"""What a page about cases may listen to, and who may."""

from linli.accounts.models import User
from linli.live.topics import Heard, anything_in, topic

from .models import Case

LABEL = "cases.case"


@topic("cases")
def any_case(user: User, _: str) -> Heard | None:
    """ "cases": something happened to a case of one's communities; which one is not said."""
    sees = any(user.has_perm(each) for each in ("cases.view_desk", "cases.view_tasks", "cases.list_cases"))
    return anything_in(user, LABEL) if sees or user.has_perm("reports.view_figures") else None


@topic("case")
def one_case(user: User, number: str) -> Heard | None:
    """ "case:GH-…": something happened to this one."""
    case = _seen(user, number)
    return Heard((f"{LABEL}:{case.pk}",)) if case else None


@topic("on")
def who_is_on_a_case(user: User, number: str) -> Heard | None:
    """ "on:GH-…": somebody opened or closed it; whoever listens is there themselves. "on": any case of one's own."""
    if not number:
        return _any_opened(user)
    case = _seen(user, number)
    thing = f"{LABEL}:{case.pk}" if case else ""
    return Heard((f"on {thing}",), thing, case.community_id) if case else None


def _any_opened(user: User) -> Heard | None:
    heard = any_case(user, "")
    return Heard(tuple(f"on {channel}" for channel in heard.channels)) if heard else None


def _seen(user: User, number: str) -> Case | None:
    case = Case.objects.visible_to(user).filter(number=number).only("pk", "community").first()
    return case if case and user.has_perm("cases.view_case", case) else None
