"""Lists of members: searched, narrowed, a page at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from django.db.models import Prefetch, Q, QuerySet

from linli.accounts.models import User
from linli.residents.models import Person
from linli.residents.queries import search

from ..models import Belonging, From, Member, Organisation, Post, Standing, Status
from .access import below, branch_of, readable_by

PAGE = 50
AGES: Mapping[str, tuple[int, int]] = {"young": (0, 35), "middle": (36, 59), "old": (60, 79), "very_old": (80, 200)}
"""Ages in full years a list may be narrowed to, both ends included."""


@dataclass(frozen=True)
class MemberFilter:
    """What a list shows; each part is one word of the address, blank for all."""

    q: str = ""
    organisation: str = ""
    standing: str = ""
    relation: str = ""
    status: str = ""
    lost: str = ""
    age: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> Self:
        return cls(**{each.name: str(query.get(each.name, "")).strip()[:50] for each in fields(cls)})

    @property
    def is_narrow(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def conditions(self, community_ids: frozenset[int], on: date) -> Q:
        found = _named(self.q, community_ids)
        if self.organisation.isdigit():
            inside = below([int(self.organisation)], community_ids)
            found &= Q(pk__in=Belonging.objects.in_force(on).filter(organisation__in=inside).values("member"))
        if self.standing in Standing.values:
            found &= Q(standing=self.standing)
        if self.relation in From.values:
            found &= Q(relation=self.relation)
        if self.status != "all":
            found &= Q(status=self.status) if self.status in Status.values else Q(status__in=HERE)
        if self.lost:
            found &= Q(lost_since__isnull=False)
        if self.age in AGES:
            found &= _aged(*AGES[self.age], on)
        return found


HERE = (Status.NORMAL, Status.SUSPENDED)


def _named(words: str, community_ids: frozenset[int]) -> Q:
    """Who of the register these words mean; one to three digits are the number of a card."""
    if not words:
        return Q()
    if words.isascii() and words.isdigit() and len(words) < 4:
        return Q(number=int(words))
    return Q(person__in=search(Person.objects.filter(community__in=community_ids), words).order_by().values("pk"))


def _aged(youngest: int, oldest: int, on: date) -> Q:
    return Q(person__birth_on__gt=_years_before(on, oldest + 1), person__birth_on__lte=_years_before(on, youngest))


def _years_before(on: date, years: int) -> date:
    year = max(on.year - years, 1)
    return on.replace(year=year, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def members_found(user: User, wanted: MemberFilter, on: date) -> QuerySet[Member]:
    """Return the members a list means, as this person may see them, by branch and number."""
    found = readable_by(user, on).filter(wanted.conditions(user.community_ids, on))
    return with_here(found, on).order_by("number")


def with_here(members: QuerySet[Member], on: date) -> QuerySet[Member]:
    """Fetch with members what a line of them says: who, in which branch, in which posts."""
    here = Belonging.objects.in_force(on).select_related("organisation__parent")
    posts = Post.objects.in_force(on).select_related("organisation")
    return members.select_related("person", "community").prefetch_related(
        Prefetch("belongings", here, to_attr="here"), Prefetch("posts", posts, to_attr="posts_now")
    )


def organisation_of(member: Member) -> Organisation | None:
    """Return where a member of `with_here` belongs: the group where there is one."""
    here: list[Belonging] = member.here  # type: ignore[attr-defined]
    return here[0].organisation if here else None


def branch_name_of(member: Member, *, is_full: bool = False) -> str:
    organisation = organisation_of(member)
    if organisation is None:
        return ""
    branch = branch_of(organisation)
    return branch.name if is_full else branch.short_name


def posts_said(member: Member) -> str:
    """Return the posts of a member of `with_here`, as a ledger says them: 支部书记、党委委员."""
    posts: list[Post] = member.posts_now  # type: ignore[attr-defined]
    return "、".join(f"{post.organisation.short_name}{post.get_code_display()}" for post in posts)  # catalogue: data
