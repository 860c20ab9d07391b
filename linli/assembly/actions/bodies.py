"""Bodies: started with the rule of their kind, given a new rule from a day on, ended."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.party.models import Organisation
from linli.territory.models import Community
from linli.web.refusal import Refusal

from .. import events
from ..models import Body, BodyRule
from ..queries.starting import beginning_of


class NameIsTaken(Refusal):
    pass


class NeedsAnOrganisation(Refusal):
    pass


class RuleFromThen(Refusal):
    """A rule begins on that day or later already."""


class StillMeets(Refusal):
    pass


RULE_FIELDS = (
    "quorum_num", "quorum_den", "quorum_reached_at", "majority_num", "majority_den", "majority_reached_at",
    "majority_of", "notice_days", "topic_days", "meets_every_months", "secrecy", "takes_proxies",
    "takes_anonymous_opinions",
)  # fmt: skip


@transaction.atomic
def start_body(
    community: Community,
    *,
    kind: str,
    name: str,
    founded_on: date,
    by: User | None,
    at: datetime,
    organisation: Organisation | None = None,
) -> Body:
    """Found a body of a kind with the rule of its kind; every number of it has its source beside it."""
    beginning = beginning_of(kind)
    sits_for_members = beginning.seated_by == Body.SeatedBy.MEMBERS
    if sits_for_members and organisation is None:
        raise NeedsAnOrganisation(_("请选是哪个党组织的党员参加。"), field="organisation")
    body = Body(
        community=community,
        kind=kind,
        name=name,
        seated_by=beginning.seated_by,
        organisation=organisation if sits_for_members else None,
        has_rotating_chair=beginning.has_rotating_chair,
        founded_on=founded_on,
    )
    try:
        with transaction.atomic():
            body.save(force_insert=True)
    except IntegrityError as why:
        if "one_body_of_each_name" not in str(why):
            raise
        raise NameIsTaken(_("已经有一个叫「{name}」的机构。").format(name=name), field="name") from why
    BodyRule.objects.create(
        community=community, body=body, from_on=founded_on, sources=beginning.sources, made_by=by, **beginning.values
    )
    record(events.BODY_STARTED, body, by=by, at=at, name=name)
    return body


@transaction.atomic
def change_rule(
    body: Body, *, from_on: date, reason: str, values: Mapping[str, Any], sources: Mapping[str, str], by: User,
    at: datetime,
) -> BodyRule:  # fmt: skip
    """Let a new rule follow the present one from a day on; meetings called before keep theirs.

    `values` are fields of the rule, what is not given stays as it was; so with `sources`.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    last = body.rules.select_for_update().first()
    if last is not None and from_on <= last.from_on:
        raise RuleFromThen(
            _("现在的规则从 {day} 起。新规则要晚于这一天；写下的规则不改，只往后接。").format(day=last.from_on),
            field="from_on",
        )
    before = {name: getattr(last, name) for name in RULE_FIELDS} if last else {}
    said = dict(last.sources) if last else {}
    if last is not None:
        BodyRule.objects.filter(pk=last.pk).update(until_on=from_on)
    rule = BodyRule.objects.create(
        community_id=body.community_id, body=body, from_on=from_on, made_by=by,
        sources=said | dict(sources) | {"reason": reason}, **(before | dict(values)),
    )  # fmt: skip
    record(events.RULE_CHANGED, body, by=by, at=at, name=body.name, on=from_on, reason=reason)
    return rule


@transaction.atomic
def end_body(body: Body, *, on: date, reason: str, by: User, at: datetime) -> None:
    """撤销: a body ends; its seats end with it. What it met and decided stays."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    if body.ended_on is not None:
        return
    if on <= body.founded_on:
        raise RuleFromThen(_("撤销的日子要晚于成立的日子（{day}）。").format(day=body.founded_on), field="on")
    if body.meetings.filter(starts_at__date__gte=on, cancelled_at=None, closed_at=None).exists():
        raise StillMeets(_("这一天以后还有排好的会。先把会取消，再撤销。"), field="on")
    body.ended_on = on
    body.save(update_fields=["ended_on"])
    body.seats.filter(until_on=None, from_on__lt=on).update(until_on=on, end_reason=reason[:200])
    record(events.BODY_ENDED, body, by=by, at=at, name=body.name, on=on, reason=reason)
