"""What a bulk deed would do to each case, or why not: asked for the preview, and again before each is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts.models import User

from .. import lifecycle
from ..models import BulkRun, Case, Category, Status
from .callbacks import TRIES_BEFORE_FILING, still_to_ask

Verb = BulkRun.Verb


@dataclass(frozen=True)
class Given:
    """What was asked for. `to` None is the next who should be asked."""

    reason: str = ""
    to: User | None = None
    other: Case | None = None
    category: Category | None = None
    words: str = ""


@dataclass(frozen=True)
class Foreseen:
    """One case of a preview: `will` says what happens, `why_not` why nothing does; exactly one of them."""

    case: Case
    will: str = ""
    why_not: str = ""


def foresee(verb: str, case: Case, given: Given, user: User) -> Foreseen:
    """Return what `verb` would do to `case` if `user` did it now."""
    move, permission, ask = _ASKED[verb]
    move = "offer" if verb == Verb.HAND_ON and case.handler_id is None else move
    permission = "cases.offer_case" if move == "offer" else permission
    if not lifecycle.may(move, case.status):
        return Foreseen(case, why_not=_("现在是「{status}」，不能这样做。").format(status=case.get_status_display()))
    if not user.has_perm(permission, case):
        return Foreseen(case, why_not=_("这一件不归您这样做。"))
    will, why_not = ask(case, given)
    return Foreseen(case, will=will, why_not=why_not)


def _hand_on(case: Case, given: Given) -> tuple[str, str]:
    if given.to and given.to.pk == case.handler_id:
        return "", _("已经在{name}手上。").format(name=given.to.name)
    whom = given.to.name if given.to else _("下一位该接的人")
    if case.handler:
        return _("从{old}转给{whom}，时限照走。").format(old=case.handler.name, whom=whom), ""
    return _("派给{whom}。").format(whom=whom), ""


def _link(case: Case, given: Given) -> tuple[str, str]:
    other = given.other
    if other is None or other.pk == case.pk or other.community_id != case.community_id:
        return "", _("不能和自己关联。")
    return _("和 {number} 关联。").format(number=other.number), ""


def _recategorise(case: Case, given: Given) -> tuple[str, str]:
    if given.category is None or given.category.pk == case.category_id:
        return "", _("已经是这一类。")
    return _("从「{old}」改到「{new}」，承诺不变。").format(old=case.category, new=given.category), ""


def _tell(case: Case, given: Given) -> tuple[str, str]:
    count = case.requesters.count()
    if not count:
        return "", _("这一件上没有诉求人。")
    return ngettext("{count} 位诉求人在查询页能看到。", "{count} 位诉求人在查询页能看到。", count).format(
        count=count
    ), ""


def _archive(case: Case, given: Given) -> tuple[str, str]:
    if case.status == Status.CALLED_BACK:
        return _("归档。"), ""
    if still_to_ask(case) or case.callbacks.filter(round=case.round).count() < TRIES_BEFORE_FILING:
        return "", _("还没有回访。")
    return _("试满 {count} 次没有接通，归档。").format(count=TRIES_BEFORE_FILING), ""


_ASKED: dict[str, tuple[str, str, Callable[[Case, Given], tuple[str, str]]]] = {
    Verb.HAND_ON: ("hand_on", "cases.hand_on_case", _hand_on),
    Verb.LINK: ("link", "cases.link_cases", _link),
    Verb.RECATEGORISE: ("recategorise", "cases.recategorise_case", _recategorise),
    Verb.TELL: ("remark", "cases.add_remark", _tell),
    Verb.ARCHIVE: ("archive", "cases.archive_case", _archive),
}


def as_kept(given: Given) -> dict[str, Any]:
    """Return what was asked for as it is kept with the run."""
    return {
        "reason": given.reason,
        "words": given.words,
        "to": given.to.pk if given.to else None,
        "other": given.other.pk if given.other else None,
        "category": given.category.pk if given.category else None,
    }


def as_given(run: BulkRun) -> Given:
    kept = run.given
    return Given(
        reason=kept["reason"],
        words=kept["words"],
        to=User.objects.filter(pk=kept["to"]).first(),
        other=Case.objects.filter(pk=kept["other"]).first(),
        category=Category.objects.filter(pk=kept["category"]).first(),
    )
