"""Who belongs where on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from ..models import BRANCHES, LEADING, Belonging, From, Member, Organisation, OrganisationKind, Post, Standing, Status
from ..models.organisations import OrganisationQuerySet
from .access import below
from .life import expected_relations


def belonging_to(organisation: Organisation, on: date) -> QuerySet[Belonging]:
    """Return who belongs to an organisation or to one below it on that day."""
    inside = below([organisation.pk], [organisation.community_id])
    return Belonging.objects.in_force(on).filter(organisation__in=inside)


def members_of(organisation: Organisation, on: date) -> QuerySet[Member]:
    """Return its members of that day in the order of their numbers, whatever their standing today."""
    return Member.objects.filter(pk__in=belonging_to(organisation, on).values("member")).order_by("number")


def expected_at(organisation: Organisation, kinds: Iterable[str], on: date) -> list[int]:
    """Return the keys of the persons who should come to a meeting of these kinds on that day: 应到.

    To a committee meeting its committee, to everything else the members whose organisation life is here (a setting);
    who is suspended, or out of contact, is expected nowhere.
    """
    kinds = set(kinds)
    members = Member.objects.filter(status=Status.NORMAL, lost_since=None, person__died_on=None)
    if kinds and kinds <= {"committee_meeting"}:
        posts = Post.objects.in_force(on).filter(organisation=organisation, code__in=LEADING)
        members = members.filter(pk__in=posts.values("member"))
    else:
        members = members.filter(
            pk__in=belonging_to(organisation, on).values("member"), relation__in=expected_relations()
        )
    return list(members.order_by("number").values_list("person_id", flat=True))


def full_members(organisation: Organisation, on: date) -> int:
    return members_of(organisation, on).filter(standing=Standing.FULL, status=Status.NORMAL).count()


def counts_by_organisation(organisations: Iterable[Organisation], on: date) -> dict[int, int]:
    """Return how many members each organisation has on that day, those below it among them: two queries for all."""
    every = list(organisations)
    direct = dict(
        Belonging.objects.in_force(on)
        .filter(organisation__in=[each.pk for each in every], member__status=Status.NORMAL)
        .values_list("organisation")
        .annotate(Count("pk"))
    )
    parents = {each.pk: each.parent_id for each in every}
    counts = dict.fromkeys(parents, 0)
    for pk, count in direct.items():
        here: int | None = pk
        while here in counts:
            counts[here] += count
            here = parents[here]
    return counts


def secretaries_of(organisations: Iterable[int], on: date) -> dict[int, Member]:
    """Return the secretary of each organisation on that day, by the organisation's key."""
    posts = Post.objects.in_force(on).filter(organisation__in=list(organisations), code="secretary")
    return {post.organisation_id: post.member for post in posts.select_related("member__person")}


def branches_of(community_id: int, on: date) -> QuerySet[Organisation]:
    return Organisation.objects.filter(community=community_id, kind__in=BRANCHES).standing(on)


def where_members_may_go(organisations: OrganisationQuerySet, on: date) -> QuerySet[Organisation]:
    """Return the branches and groups somebody may belong to, the branch before its groups."""
    holding = organisations.standing(on).filter(Q(kind__in=BRANCHES) | Q(kind=OrganisationKind.GROUP))
    return holding.select_related("parent")


def in_home_relation() -> list[str]:
    """Return the codes of those whose formal relation is kept here."""
    return [From.HOME.value, From.MOBILE_OUT.value]
