"""Somebody is counted among a group, and no longer."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.residents.models import Person
from linli.web.refusal import Refusal

from .. import events
from ..groups import name_of
from ..models import GroupEntry


class InThatGroupAlready(Refusal):
    pass


class NotThen(Refusal):
    pass


@transaction.atomic
def enter_group(
    person: Person,
    *,
    group: str,
    from_on: date,
    by: User | None,
    at: datetime,
    detail: str = "",
    entry_reason: str = "",
    source_document: str = "",
) -> GroupEntry:
    """Count `person` among a group from a day on."""
    if from_on > timezone.localdate(at):
        raise NotThen(_("这一天还没到。等到了那天再列入，或者改成今天。"), field="from_on")
    try:
        with transaction.atomic():
            entry = GroupEntry.objects.create(
                community_id=person.community_id,
                person=person,
                group=group,
                detail=detail,
                from_on=from_on,
                entry_reason=entry_reason,
                source_document=source_document,
            )
    except IntegrityError as why:
        if "nobody_is_in_a_group_twice_at_once" not in str(why):
            raise
        raise InThatGroupAlready(
            _("{name}在这段时间已经列为「{group}」，不用再列一次。").format(name=person.name, group=name_of(group)),
            field="group",
        ) from why
    record(events.GROUP_ENTERED, entry, by=by, at=at, from_on=from_on)
    return entry


@transaction.atomic
def end_group(entry: GroupEntry, *, until_on: date, reason: str, by: User, at: datetime) -> None:
    """Count somebody no longer among a group from that day on; a mistake ends the day it began."""
    entry = GroupEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.until_on is not None:
        raise NotThen(_("这一类已经结束了，不用再结束一次。"))
    if reason == GroupEntry.EndReason.MISTAKE:
        until_on = entry.from_on
    if not entry.from_on <= until_on <= timezone.localdate(at):
        raise NotThen(_("结束的日子要在列入那天以后、今天以前。"), field="until_on")
    entry.until_on, entry.end_reason = until_on, reason
    entry.save(update_fields=["until_on", "end_reason"])
    record(events.GROUP_LEFT, entry, by=by, at=at, reason=reason)
