"""Who sees which bodies: who keeps or reads them all, every body of their communities; everybody else, those they sit
in."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from linli.accounts.models import User
from linli.party.models import Belonging, Status
from linli.residents.queries import unit_ids_of

from ..models import Body, Seat, TurnOrder
from ..models.bodies import BodyQuerySet
from ..rules import READERS
from .sitting import SITTING_RELATIONS, grown_ups


def bodies_read_by(user: User, on: date) -> BodyQuerySet:
    """Return the bodies `user` may open now."""
    bodies = Body.objects.visible_to(user)
    if user.acts_as(READERS):
        return bodies
    held = Seat.objects.held_on(on).filter(Q(user=user) | Q(person__user=user), body=OuterRef("pk"))
    turns = TurnOrder.objects.filter(body=OuterRef("pk"), unit__in=unit_ids_of(user))
    return bodies.filter(
        Exists(held) | Exists(turns) | Q(seated_by="members", organisation__in=_own_organisations(user, on))
        | Q(seated_by="residents", community__in=_grown_up_in(user, on))
    )  # fmt: skip


def _own_organisations(user: User, on: date) -> set[int]:
    """Return the keys of the organisations `user` belongs to, up to the highest."""
    belongings = Belonging.objects.in_force(on).filter(
        community__in=user.community_ids, member__person__user=user, member__status=Status.NORMAL,
        member__relation__in=SITTING_RELATIONS,
    )  # fmt: skip
    found: set[int] = set()
    for belonging in belongings.select_related("organisation__parent__parent__parent"):
        here = belonging.organisation
        while here is not None:
            found.add(here.pk)
            here = here.parent  # type: ignore[assignment]
    return found


def _grown_up_in(user: User, on: date) -> list[int]:
    return [pk for pk in user.community_ids if grown_ups(pk, on).filter(user=user).exists()]
