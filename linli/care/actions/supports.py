"""Support behind the third wall. Everything here is told to the support's own journal and to nobody else.

The caller has opened the wall for `by` (fence.rows.open_sealed): without it these verbs find nothing and write nothing.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.territory.models import Community
from linli.web.refusal import Refusal

from ..models import Milestone, Support, SupportLine, SupportReader
from ..queries.supports import who_may_be_named

What = SupportLine.What
FIELDS = ("name", "phone", "kind", "agreement_number", "needs", "plan")


class CannotBeNamed(Refusal):
    pass


class SupportIsOver(Refusal):
    pass


@transaction.atomic
def open_support(
    community: Community,
    *,
    helper: User,
    starts_on: date,
    by: User,
    at: datetime,
    needs: Sequence[str] = (),
    **words: str,
) -> Support:
    """Begin a support. Whoever opens it and whoever helps are named on it; nobody else learns that it exists."""
    _may_be_named(community.pk, helper, at)
    support = Support.objects.create(
        community=community,
        readers=sorted({by.pk, helper.pk}),
        helper=helper,
        starts_on=starts_on,
        needs=",".join(needs),
        **{name: words.get(name, "") for name in FIELDS if name != "needs"},
    )
    for user in {by.pk: by, helper.pk: helper}.values():
        _name(support, user, by, at)
    _note(support, What.OPENED, by, at)
    return support


@transaction.atomic
def change_support(support: Support, *, by: User, at: datetime, needs: Sequence[str] = (), **words: Any) -> None:
    support = _running(support)
    for name in FIELDS:
        setattr(support, name, ",".join(needs) if name == "needs" else words.get(name, ""))
    support.save(update_fields=list(FIELDS))
    _note(support, What.PLANNED, by, at)


@transaction.atomic
def add_milestone(support: Support, *, on: date, text: str, by: User, at: datetime) -> Milestone:
    support = _running(support)
    milestone = Milestone.objects.create(community_id=support.community_id, support=support, on=on, text=text, by=by)
    _note(support, What.STEP, by, at)
    return milestone


@transaction.atomic
def name_reader(support: Support, *, user: User, by: User, at: datetime) -> None:
    """Let one more person know; twice is once."""
    support = _running(support)
    if user.pk in support.readers:
        return
    _may_be_named(support.community_id, user, at)
    _name(support, user, by, at)
    support.readers = sorted({*support.readers, user.pk})
    support.save(update_fields=["readers"])
    _note(support, What.NAMED, by, at)


@transaction.atomic
def strike_reader(support: Support, *, user: User, by: User, at: datetime) -> None:
    """Let somebody know no longer. Nobody strikes themselves, nor the helper: so somebody always remains."""
    support = _running(support)
    if user.pk == by.pk:
        raise CannotBeNamed(_("不能去掉自己。请让另一位看得到的同志来去掉。"))
    if user.pk == support.helper_id:
        raise CannotBeNamed(_("联络人要一直看得到。要换联络人，请先结束这一份，再立一份。"))
    if user.pk not in support.readers:
        return
    support.named.filter(user=user, until_at=None).update(until_at=at)
    support.readers = [pk for pk in support.readers if pk != user.pk]
    support.save(update_fields=["readers"])
    _note(support, What.STRUCK, by, at)


@transaction.atomic
def end_support(support: Support, *, result: str, ends_on: date, by: User, at: datetime) -> None:
    support = _running(support)
    if not support.starts_on <= ends_on <= timezone.localdate(at):
        raise SupportIsOver(_("结束的日子要在开始以后、今天以前。"), field="ends_on")
    support.ends_on, support.end_result = ends_on, result
    support.save(update_fields=["ends_on", "end_result"])
    _note(support, What.ENDED, by, at)


@transaction.atomic
def read_support(support: Support, *, by: User, at: datetime) -> None:
    """Remember that somebody read it: one line a person and day."""
    today = timezone.localdate(at)
    if not support.lines.filter(by=by, what=What.READ, at__date=today).exists():
        _note(support, What.READ, by, at)


def _running(support: Support) -> Support:
    support = Support.objects.select_for_update().get(pk=support.pk)
    if support.ends_on is not None:
        raise SupportIsOver(_("这一份已经结束了，只能看，不能再改。"))
    return support


def _may_be_named(community_id: int, user: User, at: datetime) -> None:
    if user not in who_may_be_named(community_id, timezone.localdate(at)):
        raise CannotBeNamed(
            _("{name}现在不能做这件事：要是本社区的帮教联络人、社区工作者或者书记。").format(name=user.name)
        )


def _name(support: Support, user: User, by: User, at: datetime) -> None:
    SupportReader.objects.create(community_id=support.community_id, support=support, user=user, named_by=by, from_at=at)


def _note(support: Support, what: What, by: User, at: datetime) -> None:
    SupportLine.objects.create(community_id=support.community_id, support=support, at=at, by=by, what=what)
