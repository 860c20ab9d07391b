"""流动党员: registered, asked how they are, and back."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import From, Member, MobileContact, MobileRecord


class AlreadyAway(Refusal):
    pass


class BackTooEarly(Refusal):
    pass


@transaction.atomic
def note_mobile(
    member: Member, *, direction: str, left_on: date, by: User | None, at: datetime, **given: Any
) -> MobileRecord:
    """Register a member as mobile, out of the community or into it; their 来源类型 follows."""
    try:
        with transaction.atomic():
            found = MobileRecord.objects.create(
                community_id=member.community_id, member=member, direction=direction, left_on=left_on, **given
            )
    except IntegrityError as why:
        if "away_once_at_a_time" not in str(why):
            raise
        raise AlreadyAway(_("已经登记过一次流动，还没有返回。先记返回，再登记新的。")) from why
    relation = From.MOBILE_OUT if direction == MobileRecord.Direction.OUT else From.MOBILE_IN
    Member.objects.filter(pk=member.pk).update(relation=relation)
    record(events.MOBILE_NOTED, found, by=by, at=at, card=member.card_number)
    return found


@transaction.atomic
def note_contact(
    mobile: MobileRecord, *, on: date, mode: str, note: str = "", by: User | None, at: datetime
) -> MobileContact:
    """Note that somebody asked a mobile member how they are. Whoever answers is not lost."""
    contact = MobileContact.objects.create(
        community_id=mobile.community_id, record=mobile, on=on, mode=mode, note=note, by=by
    )
    Member.objects.filter(pk=mobile.member_id, lost_since__lte=on).update(lost_since=None, lost_reason="")
    record(events.CONTACTED, mobile, by=by, at=at, card=mobile.member.card_number)
    return contact


@transaction.atomic
def note_return(mobile: MobileRecord, *, on: date, by: User, at: datetime) -> None:
    """Note that a mobile member is back (or, who flowed in, gone home): their formal relation is what it was."""
    mobile = MobileRecord.objects.select_for_update(of=("self",)).select_related("member__community").get(pk=mobile.pk)
    if on < mobile.left_on:
        raise BackTooEarly(_("返回的日子要晚于外出的日子（{day}）。").format(day=mobile.left_on), field="on")
    mobile.returned_on = on
    mobile.save(update_fields=["returned_on"])
    if mobile.direction == MobileRecord.Direction.OUT:
        Member.objects.filter(pk=mobile.member_id).update(relation=From.HOME)
    record(events.RETURNED, mobile, by=by, at=at, card=mobile.member.card_number, on=on)
