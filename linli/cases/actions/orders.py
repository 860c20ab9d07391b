"""来单: a row of somebody else's table becomes a case. New ones are promised and dispatched, old ones only recorded."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record, without_listeners
from linli.sheets.cells import Stretch, text_of
from linli.sheets.registry import Given, Link, Setting
from linli.worktime.arithmetic import Clock, add
from linli.worktime.calendar import work_calendar

from .. import events
from ..models import Case, Category, Channel, Closure, Kind, Outcome, Promise, Remark, SentOrder, Status, Urgency
from ..queries.lookups import fallback_category, propose_category
from ..queries.orders import colleague_called, link_to
from .intake import Appeal, register_case
from .promising import break_promise, refresh_next_due, round_promise, waive, warn_at

MOST_WORDS = {"done": 2000, "content": 4000, "note": 2000}


def take_order(setting: Setting, given: Given) -> Link:
    """Register one row: a case with its promises, dispatched when open, with its own history when it is over.

    The caller's transaction is around it. Raises NoPolicy; IntegrityError for a number somebody took meanwhile.
    """
    with translation.override(settings.LANGUAGE_CODE):  # what is kept in rows is in the house's own language
        values = given.values
        if values.get("resolved_at") is None:
            case = _take_open(setting, values)
        else:
            case = _take_closed(setting, values)
        _keep_order(case, setting, given)
        _keep_note(case, setting, values)
        record(events.SENT, case, by=setting.by, at=setting.at, sender=setting.sender)
    return link_to(case)


def _appeal(setting: Setting, values: Mapping[str, Any], *, is_over: bool) -> Appeal:
    content = values.get("content") or values["title"]
    category = _category(values.get("category") or "", f"{values.get('title') or ''} {content}")
    phone, _rest = values.get("phone") or ("", "")
    reported: Stretch | None = values.get("first_reported_at")
    return Appeal(
        content=content[: MOST_WORDS["content"]],
        title=(values.get("title") or "")[:80],
        category=category,
        channel=values.get("channel") or setting.option or Channel.HOTLINE_12345,
        kind=values.get("kind") or Kind.HELP,
        urgency=values.get("urgency") or _usual_urgency(category),
        name=values.get("name") or "",
        phone=phone,
        wants_confidential=bool(values.get("wants_confidential")),
        place_text=values.get("place_text") or "",
        external_number=values.get("external_number") or "",
        first_reported_at=reported.first if reported else None,
        origin_label=setting.sender,
    )


def _usual_urgency(category: Category) -> str:
    """A relayed order is answered in the days its sender gives; only one marked urgent is run to in ten minutes."""
    return Urgency.GENERAL if category.urgency in (Urgency.NOW, Urgency.EMERGENCY) else category.urgency


def _category(said: str, words: str) -> Category:
    if said:
        named = Category.objects.filter(is_in_use=True, name=said.rsplit("/", maxsplit=1)[-1].strip()).first()
        if named:
            return named
    return (propose_category(said) if said else None) or propose_category(words) or fallback_category()


# Orders that are still to be done


def _take_open(setting: Setting, values: Mapping[str, Any]) -> Case:
    """Register and dispatch. It was received when the sender's table says, at the latest now."""
    received: Stretch | None = values.get("received_at")
    received_at = min(received.last, setting.at) if received else setting.at
    appeal = _appeal(setting, values, is_over=False)
    if appeal.first_reported_at and appeal.first_reported_at > received_at:
        appeal = Appeal(**{**appeal.__dict__, "first_reported_at": None})
    case = register_case(setting.community, appeal, by=setting.by, at=setting.at, received_at=received_at)
    due: Stretch | None = values.get("due_at")
    if due is not None:
        _promise_what_the_sender_asks(case, due.last, setting.sender)
    return case


def _promise_what_the_sender_asks(case: Case, due_at: datetime, sender: str) -> None:
    """Let the sender's deadline be the promise, where it is earlier than what the policy gives."""
    promise = round_promise(case, Promise.Kind.RESOLVE)
    if promise is None or not promise.made_at < due_at < promise.due_at:
        return
    days = (timezone.localdate(due_at) - timezone.localdate(promise.made_at)).days
    if days:
        promise.allowance, promise.clock = days, Clock.CALENDAR_DAYS
    else:
        promise.allowance, promise.clock = max(int((due_at - promise.made_at).total_seconds() // 60), 1), Clock.MINUTES
    said = timezone.localtime(due_at).strftime("%Y-%m-%d %H:%M")
    promise.source = _("{sender}来单要求：{due_at} 前办结").format(sender=sender, due_at=said)[:100]
    promise.due_at, promise.due_is_assumed = due_at, False
    promise.warn_at = warn_at(promise.made_at, due_at)
    promise.save(update_fields=["allowance", "clock", "source", "due_at", "due_is_assumed", "warn_at"])
    refresh_next_due(case)


# Ledgers of what is over


def _take_closed(setting: Setting, values: Mapping[str, Any]) -> Case:
    """Record what is over, with its own dates; nobody is told, nothing is dispatched, and nothing is made up.

    Where a ledger knows only the day or the month, the case was received at its beginning and resolved at its end:
    the reading that flatters least.
    """
    resolved: Stretch = values["resolved_at"]
    received: Stretch = values.get("received_at") or values.get("first_reported_at") or resolved
    resolved_at = min(resolved.last, setting.at)
    with without_listeners():
        appeal = _appeal(setting, values, is_over=True)
        if appeal.first_reported_at and appeal.first_reported_at > received.first:
            appeal = Appeal(**{**appeal.__dict__, "first_reported_at": None})
        case = register_case(
            setting.community, appeal, by=setting.by, at=setting.at, received_at=received.first, offer=False
        )
        closure = _close(case, setting, values, resolved_at)
        _judge(case, received, resolved, values.get("arrived_at"), resolved_at)
        refresh_next_due(case)
        record(
            events.RESOLVED, case, by=closure.by, at=resolved_at, recorded_at=setting.at, outcome=closure.outcome,
            closure=closure.pk,
        )  # fmt: skip
        record(events.ARCHIVED, case, by=setting.by, at=setting.at)
    return case


def _close(case: Case, setting: Setting, values: Mapping[str, Any], resolved_at: datetime) -> Closure:
    """Write the closure. It is by the colleague the ledger names, when there is one; else by who brought the ledger."""
    outcome = values.get("outcome") or Outcome.DONE
    handler = colleague_called(case.community_id, values.get("handler") or "")
    contacted: Stretch | None = values.get("contacted_at")
    case.status, case.outcome, case.resolved_at, case.archived_at = Status.ARCHIVED, outcome, resolved_at, setting.at
    case.handler = handler
    case.contacted_at = min(contacted.last, setting.at) if contacted else None
    case.save(update_fields=["status", "outcome", "resolved_at", "archived_at", "handler", "contacted_at"])
    return Closure.objects.create(
        community_id=case.community_id,
        case=case,
        round=case.round,
        at=resolved_at,
        by=handler or setting.by,
        outcome=outcome,
        done=(values.get("result") or _("（台账没有写办理结果）"))[: MOST_WORDS["done"]],
        handed_to=_("（台账没有写移交给谁）") if outcome == Outcome.HANDED_OVER else "",
    )


def _judge(case: Case, received: Stretch, resolved: Stretch, arrived: Stretch | None, resolved_at: datetime) -> None:
    """Keep or break each promise where the recorded moments leave no doubt; otherwise waive it and say why."""
    for kind, done in ((Promise.Kind.RESOLVE, resolved), (Promise.Kind.ARRIVE, arrived)):
        promise = round_promise(case, kind)
        if promise is None:
            continue
        verdict = was_kept(promise, received, done) if done else None
        if verdict is None or done is None:
            waive(promise, at=resolved_at, why=_("台账记的时间不够细，判断不了是否按时"))
            continue
        promise.done_at = min(done.last, resolved_at)
        if verdict:
            promise.kept_at = promise.done_at
        else:
            break_promise(case, promise, at=resolved_at)
        promise.save(update_fields=["done_at", "kept_at"])


def was_kept(promise: Promise, received: Stretch, done: Stretch) -> bool | None:
    """Say whether it was in time however the stretches are read; None when it depends on hours nobody wrote down."""
    latest = add(received.last, promise.allowance, Clock(promise.clock), work_calendar()).at
    if done.last <= promise.due_at:
        return True
    return False if done.first > latest else None


# What stays beside the case


def _keep_order(case: Case, setting: Setting, given: Given) -> SentOrder:
    values = given.values
    received, due, resolved = values.get("received_at"), values.get("due_at"), values.get("resolved_at")
    return SentOrder.objects.create(
        community_id=case.community_id,
        case=case,
        sender=setting.sender,
        key=given.key,
        external_number=values.get("external_number") or "",
        due_at=due.last if due else None,
        taken_at=setting.at,
        layout=setting.layout,
        cells=json.dumps([_plain(cell) for cell in given.cells], ensure_ascii=False),
        received_precision=received.precision if received else SentOrder.Precision.MINUTE,
        resolved_precision=resolved.precision if resolved else "",
    )


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else text_of(value)


def _keep_note(case: Case, setting: Setting, values: Mapping[str, Any]) -> None:
    """Keep what has no place of its own as a note: who handled it then, what residents said, other numbers."""
    _phone, rest = values.get("phone") or ("", "")
    parts = [
        (_("另外的电话"), rest),
        (_("经办人"), values.get("handler")),
        (_("群众评价"), values.get("satisfaction")),
        (_("办理情况"), values.get("result") if values.get("resolved_at") is None else ""),
        (_("备注"), values.get("note")),
    ]
    body = _("；").join(f"{label}：{said}" for label, said in parts if said)
    if body:
        body = _("来单写的：{body}").format(body=body)
        remark = Remark.objects.create(
            community_id=case.community_id, case=case, kind=Remark.Kind.NOTE, body=body[: MOST_WORDS["note"]],
            by=setting.by, at=setting.at,
        )  # fmt: skip
        record(events.NOTED, case, by=setting.by, at=setting.at, remark=remark.pk)


@transaction.atomic
def mark_answered(orders: QuerySet[SentOrder], *, by: User, at: datetime) -> int:
    """Remember which of these orders went back settled: they are not offered again; open ones still are."""
    settled = SentOrder.objects.filter(
        pk__in=orders.filter(answered_at=None).exclude(case__resolved_at=None).values("pk")
    )
    return settled.update(answered_at=at)
