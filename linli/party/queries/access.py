"""Who sees which organisations and members."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from linli.accounts.models import Duty, User

from ..models import Belonging, Member, Organisation, Post, Status
from ..models.organisations import OrganisationQuerySet
from ..rules import KEEPERS


def below(tops: Iterable[int], community_ids: Iterable[int]) -> set[int]:
    """Return the keys of these organisations and of all below them."""
    children: dict[int | None, list[int]] = {}
    pairs = Organisation.objects.filter(community__in=community_ids).values_list("pk", "parent_id")
    for pk, parent_id in pairs:
        children.setdefault(parent_id, []).append(pk)
    found: set[int] = set()
    waiting = list(tops)
    while waiting:
        here = waiting.pop()
        found.add(here)
        waiting += children.get(here, [])
    return found


def kept_by(user: User, on: date) -> set[int] | None:
    """Return the keys of the organisations a keeper of the registers answers for; None for the whole community.

    Who holds a post in an organisation answers for it and everything below; who holds none, and has the duty all the
    same, for the whole community.
    """
    posts = Post.objects.visible_to(user).in_force(on).filter(member__person__user=user)
    tops = list(posts.values_list("organisation_id", flat=True))
    return below(tops, user.community_ids) if tops else None


def own_branch(user: User, on: date) -> Organisation | None:
    """Return the branch somebody belongs to, though they sit in a group of it."""
    belonging = (
        Belonging.objects.in_force(on)
        .filter(community__in=user.community_ids, member__person__user=user)
        .select_related("organisation__parent")
        .first()
    )
    return branch_of(belonging.organisation) if belonging else None


def branch_of(organisation: Organisation) -> Organisation:
    """Return the branch itself, or the one a group is of."""
    return organisation if organisation.is_branch or organisation.parent is None else organisation.parent


def readable_by(user: User, on: date) -> QuerySet[Member]:
    """Return the members `user` may read of.

    Keepers of the registers: those of the organisations they answer for (and who left these last). Members: those of
    their own branch. Everybody: themselves.
    """
    members = Member.objects.visible_to(user)
    own = Q(person__user=user)
    if user.acts_as(KEEPERS):
        kept = kept_by(user, on)
        return members if kept is None else members.filter(own | _last_in(kept, on))
    if user.acts_as([Duty.Role.PARTY_MEMBER]) and (branch := own_branch(user, on)):
        inside = Belonging.objects.in_force(on).filter(organisation__in=below([branch.pk], user.community_ids))
        return members.filter(own | Q(pk__in=inside.values("member"), status=Status.NORMAL))
    return members.filter(own)


def _last_in(kept: set[int], on: date) -> Q:
    """Members who belong to one of these, or belonged to one last and to none now."""
    now = Belonging.objects.in_force(on).filter(organisation__in=kept)
    theirs = Belonging.objects.filter(member=OuterRef("pk"))
    later = Belonging.objects.in_force(on).filter(member=OuterRef("pk"))
    left = Exists(theirs.filter(organisation__in=kept)) & ~Exists(later)
    return Q(pk__in=now.values("member")) | Q(left)


def organisations_read_by(user: User, on: date) -> OrganisationQuerySet:
    """Return the organisations `user` may open: what they answer for, or their own branch with its groups."""
    organisations = Organisation.objects.visible_to(user)
    if user.acts_as(KEEPERS):
        kept = kept_by(user, on)
        return organisations if kept is None else organisations.filter(pk__in=kept)
    if user.acts_as([Duty.Role.PARTY_MEMBER]) and (branch := own_branch(user, on)):
        return organisations.filter(pk__in=below([branch.pk], user.community_ids))
    return organisations.none()


def may_keep(user: User) -> bool:
    """Say whether the registers are this person's work now."""
    return user.acts_as(KEEPERS)
