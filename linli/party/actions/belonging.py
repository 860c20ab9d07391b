"""组织关系: where a member belongs, moved within the community and out of it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Belonging, Member, Organisation, Status


class NotABranch(Refusal):
    pass


class CannotMove(Refusal):
    pass


def check_holds_members(organisation: Organisation) -> None:
    """Raise NotABranch unless members may belong to it."""
    if not organisation.holds_members:
        raise NotABranch(
            _("{name}不直接管党员。请选它下面的支部或党小组。").format(name=organisation.short_name),
            field="organisation",
        )


@transaction.atomic
def transfer_member(
    member: Member, *, to: Organisation | None, on: date, where: str = "", by: User, at: datetime
) -> None:
    """Move a member to another branch or group of ours since `on`; with `to` None, out to `where`.

    A transfer out ends their posts and makes them 已转出; a transfer in brings back who had left (`where` they were).
    """
    member = Member.objects.select_for_update(of=("self",)).select_related("community").get(pk=member.pk)
    if to is not None:
        check_holds_members(to)
    here = Belonging.objects.filter(member=member, until_on=None).first()
    if here and here.from_on >= on:
        raise CannotMove(_("转的日子要晚于到现在这个支部的日子（{day}）。").format(day=here.from_on), field="on")
    if here:
        here.until_on, here.went_to = on, where if to is None else to.name
        here.save(update_fields=["until_on", "went_to"])
    _leave_posts(member, on, to)
    if to is None:
        member.status, member.status_on = Status.TRANSFERRED, on
        member.save(update_fields=["status", "status_on"])
        record(events.TRANSFERRED_OUT, member, by=by, at=at, card=member.card_number, where=where, on=on)
        return
    try:
        with transaction.atomic():
            Belonging.objects.create(
                community_id=member.community_id, member=member, organisation=to, from_on=on,
                came_from=here.organisation.name if here else where,
            )  # fmt: skip
    except IntegrityError as why:
        if "two_organisations_at_once" not in str(why):
            raise
        raise CannotMove(_("那时候已经记在别的支部了，请看看日期。"), field="on") from why
    if member.status == Status.TRANSFERRED:
        member.status, member.status_on = Status.NORMAL, None
        member.save(update_fields=["status", "status_on"])
    record(events.TRANSFERRED_IN, member, by=by, at=at, card=member.card_number, branch=to.short_name, on=on)


def _leave_posts(member: Member, on: date, to: Organisation | None) -> None:
    """A post in an organisation somebody leaves ends; in the branch above their new group it goes on."""
    stays = {to.pk, to.parent_id} if to is not None else set()
    for post in member.posts.filter(until_on=None).exclude(organisation__in=[key for key in stays if key]):
        if to is not None and post.organisation.kind in {"committee", "general_branch"}:
            continue
        if post.from_on >= on:
            post.delete()
        else:
            post.until_on = on
            post.save(update_fields=["until_on"])
