"""Who may listen: the same session, the same duty in use and the same doors as for any page, asked once at the start.

Everything here runs in a thread of its own and asks the database; see `stream` for the other side.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, get_user
from django.contrib.auth import SESSION_KEY as USER_KEY
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from linli.accounts.middleware import SESSION_KEY, DutyInUseMiddleware
from linli.accounts.models import Duty, User
from linli.fence.rows import open_fence

from . import actions
from .queries import is_somebody_else_on
from .topics import understand

LetIn = tuple[str, int, int]
"""A session key, a person and the duty they came in with (0: none)."""
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Listener:
    """Somebody let in: by which channels they are told of which words of theirs, and as whom they were let in."""

    user_id: int
    session_key: str
    duty_id: int
    community_ids: frozenset[int]
    topics: Mapping[str, str] = field(default_factory=dict)
    presence_id: int = 0


def gives_back_its_connection(ask: Callable[P, R]) -> Callable[P, R]:
    """Return this thread's connection to the pool when the question is answered; nobody else would."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return ask(*args, **kwargs)
        finally:
            connection.close()

    return asked


@gives_back_its_connection
def let_in(session_key: str, words: Iterable[str], doing: str, process: str) -> Listener | None:
    """Return what somebody may hear, or None for whoever is not signed in. Listening is no use of the session."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    with transaction.atomic():
        request.user = get_user(request)
        if not isinstance(request.user, User) or request.user.must_change_password:
            return None
        DutyInUseMiddleware(lambda _: HttpResponse())(request)
        user = request.user
        open_fence(user.community_ids)
        heard = understand(words, user)
        presence = 0
        for each in heard.values():
            if each.open_thing and not presence:
                now = timezone.now()
                there = actions.come(
                    each.open_thing, community_id=each.community_id, doing=doing, process=process, by=user, at=now
                )
                presence = there.pk
        return Listener(
            user_id=user.pk,
            session_key=session_key,
            duty_id=user.acting.pk if user.acting else 0,
            community_ids=user.community_ids,
            topics={channel: word for word, each in heard.items() for channel in each.channels},
            presence_id=presence,
        )


@gives_back_its_connection
def is_not_alone(presence: int, communities: Iterable[int]) -> bool:
    """Say whether somebody else has open what this page shows."""
    with transaction.atomic():
        open_fence(communities)
        return is_somebody_else_on(presence, now=timezone.now())


@gives_back_its_connection
def see_off(presences: Iterable[int], communities: Iterable[int]) -> None:
    """Note that pages were closed."""
    with transaction.atomic():
        open_fence(communities)
        actions.leave(presences)


@gives_back_its_connection
def renew(process: str, communities: Iterable[int]) -> None:
    with transaction.atomic():
        open_fence(communities)
        actions.renew(process, at=timezone.now())


@gives_back_its_connection
def no_longer_in(let_in: Collection[LetIn]) -> set[LetIn]:
    """Return those who would not be let in so again: signed out, shut out, another password, another duty.

    Three questions to the database, however many they are: sessions that stand, people, duties held today.
    """
    found = Session.objects.filter(pk__in={key for key, _, _ in let_in}, expire_date__gt=timezone.now())
    sessions = {session.pk: session.get_decoded() for session in found}
    asked = {duty for *_, duty in let_in} | {said[SESSION_KEY] for said in sessions.values() if said.get(SESSION_KEY)}
    duties = Duty.objects.in_force(timezone.localdate()).filter(pk__in=asked)
    held = {0} | set(duties.values_list("pk", flat=True))
    people = User.objects.filter(pk__in={user for _, user, _ in let_in}, is_active=True).only("password")
    prints = {str(each.pk): each.get_session_auth_hash() for each in people}

    def still(key: str, user: int, duty: int) -> bool:
        said = sessions.get(key, {})
        signed_in = said.get(USER_KEY) == str(user) and said.get(HASH_SESSION_KEY) == prints.get(str(user), "")
        chosen = said.get(SESSION_KEY)
        return signed_in and duty in held and (chosen == duty or chosen not in held)

    return {each for each in let_in if not still(*each)}
