"""Members: entered from a person of the register, changed, their standing noted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.fence.asking import ask
from linli.journal.record import event_of, record, record_all
from linli.residents.models import Person
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import ENDED, Belonging, Member, Organisation, Standing, Status
from .belonging import check_holds_members


class AlreadyAMember(Refusal):
    pass


class NotOnProbation(Refusal):
    pass


@transaction.atomic
def enter_member(
    person: Person, *, organisation: Organisation, from_on: date, by: User | None, at: datetime, came_from: str = "",
    **given: Any,
) -> Member:  # fmt: skip
    """Enter somebody of the register as a member of a branch or group since a day. Raises AlreadyAMember, NotABranch.

    `given` is what else is known: standing, relation, joined_on with joined_precision …
    """
    check_holds_members(organisation)
    member = Member(
        community_id=person.community_id, person=person, number=_next_number(person.community_id), **given
    )  # fmt: skip
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as why:
        if "person_id" not in str(why):
            raise
        raise AlreadyAMember(_("{name}已经在党员名册里了。").format(name=person.name), field="person") from why
    Belonging.objects.create(
        community_id=member.community_id, member=member, organisation=organisation, from_on=from_on, came_from=came_from
    )
    record(
        events.MEMBER_ENTERED, member, by=by, at=at, card=member.card_number, relation=member.relation,
        branch=organisation.short_name,
    )  # fmt: skip
    return member


class Entered(NamedTuple):
    """One line of a ledger: whose member row, in which organisation, since when."""

    member: Member
    organisation: Organisation
    from_on: date


@transaction.atomic
def enter_members(community: Community, lines: Sequence[Entered], *, by: User | None, at: datetime) -> list[Member]:
    """Enter many at once, in a fixed number of statements; the persons have to be new to the register of members."""
    for organisation in {line.organisation for line in lines}:
        check_holds_members(organisation)
    number = _next_number(community.pk)
    for count, line in enumerate(lines):
        line.member.community, line.member.number = community, number + count
    members = Member.objects.bulk_create([line.member for line in lines], batch_size=500)
    Belonging.objects.bulk_create(
        [
            Belonging(community=community, member=member, organisation=line.organisation, from_on=line.from_on)
            for member, line in zip(members, lines, strict=True)
        ],
        batch_size=500,
    )
    record_all(
        [
            event_of(
                events.MEMBER_ENTERED, member, by=by, at=at, card=member.card_number, relation=member.relation,
                branch=line.organisation.short_name,
            )
            for member, line in zip(members, lines, strict=True)
        ]
    )  # fmt: skip
    return members


def _next_number(community_id: int) -> int:
    """Return the next free number; whoever asks at the same moment waits until this transaction ends."""
    ask("SELECT pg_advisory_xact_lock(hashtext('party_member number'), %s)", [community_id])
    last = Member.objects.filter(community=community_id).aggregate(Max("number"))["number__max"]
    return int(last or 0) + 1


@transaction.atomic
def change_member(member: Member, *, by: User, at: datetime, **given: Any) -> Member:
    """Change what is known of a member; the row is taken as it is now."""
    member = _locked(member)
    for name, value in given.items():
        setattr(member, name, value)
    member.save(update_fields=list(given))
    record(events.MEMBER_CHANGED, member, by=by, at=at, card=member.card_number)
    return member


@transaction.atomic
def confirm_member(member: Member, *, on: date, by: User, at: datetime) -> None:
    """转正: the branch meeting took a probationary member in for good."""
    member = _locked(member)
    if member.standing == Standing.FULL:
        raise NotOnProbation(_("已经是正式党员了。"))
    member.standing, member.confirmed_on, member.confirmed_precision = Standing.FULL, on, Person.Precision.DAY
    member.save(update_fields=["standing", "confirmed_on", "confirmed_precision"])
    record(events.CONFIRMED, member, by=by, at=at, card=member.card_number)


@transaction.atomic
def note_status(member: Member, *, status: str, on: date, by: User, at: datetime) -> None:
    """Note that a membership is suspended, ended or normal again since a day.

    Who is a member no more leaves the branch and every post that day.
    """
    member = _locked(member)
    member.status, member.status_on = status, None if status == Status.NORMAL else on
    member.save(update_fields=["status", "status_on"])
    if status in ENDED:
        leave_all(member, on)
    record(events.STATUS_NOTED, member, by=by, at=at, card=member.card_number, status=status, on=on)


def leave_all(member: Member, on: date) -> None:
    """End where somebody belongs, and their posts, before `on`; what was to begin later does not begin."""
    member.belongings.filter(from_on__gte=on).delete()
    member.posts.filter(from_on__gte=on).delete()
    member.belongings.filter(until_on=None).update(until_on=on)
    member.posts.filter(until_on=None).update(until_on=on)


@transaction.atomic
def note_lost(member: Member, *, since: date, reason: str, by: User, at: datetime) -> None:
    """失联: nobody has reached this member since a day; `reason` is the kind of case."""
    member = _locked(member)
    member.lost_since, member.lost_reason = since, reason
    member.save(update_fields=["lost_since", "lost_reason"])
    record(events.LOST_NOTED, member, by=by, at=at, card=member.card_number, since=since.isoformat())


@transaction.atomic
def note_found(member: Member, *, by: User, at: datetime) -> None:
    """Somebody who was lost was reached again."""
    member = _locked(member)
    member.lost_since, member.lost_reason = None, ""
    member.save(update_fields=["lost_since", "lost_reason"])
    record(events.FOUND_AGAIN, member, by=by, at=at, card=member.card_number)


def _locked(member: Member) -> Member:
    rows = Member.objects.select_for_update(of=("self",)).select_related("person", "community")
    return rows.get(pk=member.pk)
