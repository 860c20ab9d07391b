"""台账: cases as tables people take away, and a sender's orders answered in the sender's own layout."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from linli.accounts.models import User
from linli.residents import phones
from linli.sheets.models import ExportRun
from linli.sheets.registry import ExportKind, Table, declare_export
from linli.sheets.writing import BackSheet, write_back
from linli.web.masks import mask_name, mask_phone

from .models import Arrival, Callback, Case, Kind, Outcome, Promise, Requester, SentOrder, Status
from .queries.filters import CaseFilter
from .queries.orders import orders_of
from .queries.search import TooShort, cursor_from, search

AT_ONCE = 300
MOST_FOUND = 5000
OWN_NUMBER = gettext_lazy("本社区编号")


def cases_wanted(user: User, community_id: int, wanted: CaseFilter, now: datetime) -> list[int]:
    """Return the keys of the cases a filter means, as this person may see them, in the order they were received."""
    if wanted.q:
        return _found(user, wanted, now)
    cases = Case.objects.visible_to(user).filter(wanted.condition(user, now), community=community_id)
    return list(cases.order_by("received_at", "pk").values_list("pk", flat=True))


def _found(user: User, wanted: CaseFilter, now: datetime) -> list[int]:
    keys: list[int] = []
    after = cursor_from("")
    while len(keys) < MOST_FOUND:
        try:
            found = search(user, wanted, now, after)
        except TooShort:
            return []
        keys += [case.pk for case in found.cases]
        after = found.after
        if after is None:
            break
    return keys[::-1]


def ledger(run: ExportRun, at: datetime) -> Table:
    """Return the ledger `run` asks for: what is shown of people follows from whether personal data were asked for."""
    wanted = CaseFilter.read(QueryDict(run.wanted.get("filter", "")))
    keys = cases_wanted(run.by, run.community_id, wanted, at)
    local = timezone.localtime(at)
    return Table(
        title=run.title,
        sheet=_("事项台账"),
        columns=COLUMNS,
        rows=_rows(keys, is_personal=run.is_personal, now=at),
        total=len(keys),
        lines=[
            ngettext(
                "单位：{place}　截至：{moment}　共 {count} 件",
                "单位：{place}　截至：{moment}　共 {count} 件",
                len(keys),
            ).format(
                place=run.community, moment=date_format(local, pgettext("时间格式", "Y年n月j日 H:i")), count=len(keys)
            )
        ],
        foot=_("制表人：{name}　　审核人：　　　　　　填报日期：{day}").format(
            name=run.by.name, day=local.date().isoformat()
        ),
        legend=_legend(run),
    )


COLUMNS = [
    (OWN_NUMBER, 20), (gettext_lazy("来单编号"), 20), (gettext_lazy("接到时间"), 16), (gettext_lazy("来路"), 10),
    (gettext_lazy("类型"), 8), (gettext_lazy("归类"), 16), (gettext_lazy("紧急程度"), 10), (gettext_lazy("事由"), 24),
    (gettext_lazy("什么事"), 40), (gettext_lazy("哪里"), 24), (gettext_lazy("责任区"), 14),
    (gettext_lazy("诉求人"), 12), (gettext_lazy("联系电话"), 16), (gettext_lazy("首接人"), 10),
    (gettext_lazy("经办人"), 10), (gettext_lazy("办理状态"), 10), (gettext_lazy("到场时限"), 16),
    (gettext_lazy("到场时间"), 16), (gettext_lazy("办结时限"), 16), (gettext_lazy("办结时间"), 16),
    (gettext_lazy("是否守约"), 10), (gettext_lazy("怎样结束的"), 12), (gettext_lazy("办得怎样"), 40),
    (gettext_lazy("解决了吗"), 10), (gettext_lazy("满意情况"), 10),
]  # fmt: skip


def _legend(run: ExportRun) -> list[tuple[str, str]]:
    covered = _("姓名和电话打了星号；要看全的，在系统里写原因导出。")
    named = _("含姓名和电话，导出原因：{reason}。请妥善保管，用完删除。").format(reason=run.reason)
    return [
        (_("诉求人、联系电话"), named if run.is_personal else covered),
        (_("请保密的、举报的"), _("姓名、电话和举报的内容一律不导出。")),
        (_("是否守约"), _("办结承诺：守约、超时、暂停或在办；「不计」附原因，见系统。")),
        (_("办理状态"), _("、").join(str(label) for label in Status.labels)),
        (_("怎样结束的"), _("、").join(str(label) for label in Outcome.labels)),
    ]


def _rows(keys: Sequence[int], *, is_personal: bool, now: datetime) -> Iterator[list[Any]]:
    """Yield one row for each case, read some at a time."""
    for begins in range(0, len(keys), AT_ONCE):
        some = keys[begins : begins + AT_ONCE]
        cases = {case.pk: case for case in with_all(Case.objects.filter(pk__in=some), is_personal=is_personal)}
        yield from (_row(cases[key], is_personal=is_personal, now=now) for key in some if key in cases)


def with_all(cases: QuerySet[Case], *, is_personal: bool) -> QuerySet[Case]:
    """Fetch what a row reads; sealed numbers are opened only where they are shown."""
    told = Requester.objects.all() if is_personal else Requester.objects.unopened()
    return cases.select_related("category__parent", "zone", "handler", "first_handler").prefetch_related(
        "promises", "arrivals", "closures__answer", "callbacks", Prefetch("requesters", told)
    )


def _row(case: Case, *, is_personal: bool, now: datetime) -> list[Any]:
    promises = {each.kind: each for each in case.promises.all() if each.round == case.round}
    resolve, arrive = promises.get(Promise.Kind.RESOLVE), promises.get(Promise.Kind.ARRIVE)
    arrival, answered = _first_arrival(case), _answered(case)
    closure = next((each for each in case.closures.all() if each.round == case.round), None)
    name, phone = _who(case, is_personal=is_personal)
    is_told_on = case.kind == Kind.REPORT
    return [
        case.number, case.external_number, case.received_at, case.get_channel_display(), case.get_kind_display(),
        str(case.category), case.get_urgency_display(), _("（举报，不导出）") if is_told_on else case.title,
        _("（举报，不导出）") if is_told_on else case.content, "" if is_told_on else case.place_text,
        str(case.zone or ""), name, phone, case.first_handler.name, case.handler.name if case.handler else "",
        case.get_status_display(), arrive.due_at if arrive else "", arrival.at if arrival else "",
        resolve.due_at if resolve else "", case.resolved_at or "", _kept(resolve, now), case.get_outcome_display(),
        closure.done if closure and not is_told_on else "", "" if answered is None else _yes(answered.resolved),
        answered.get_satisfaction_display() if answered else "",
    ]  # fmt: skip


def _first_arrival(case: Case) -> Arrival | None:
    return next((each for each in case.arrivals.all() if each.round == case.round), None)


def _answered(case: Case) -> Callback | None:
    return next((each for each in case.callbacks.all() if each.round == case.round and each.reached), None)


def _yes(value: bool | None) -> str:  # noqa: FBT001  a fact out of a column
    return "" if value is None else pgettext("表格", "是") if value else pgettext("表格", "否")


def _kept(promise: Promise | None, now: datetime) -> str:
    if promise is None or promise.waived_at:
        return _("不计")
    if promise.kept_at:
        return _("守约")
    if promise.broken_at or promise.due_at < now:
        return _("超时")
    return _("暂停") if promise.paused_at else _("在办")


def _who(case: Case, *, is_personal: bool) -> tuple[str, str]:
    """Return names and numbers of those who brought it; of whoever asked to be kept confidential, nothing."""
    told = list(case.requesters.all())
    if case.kind == Kind.REPORT or any(each.wants_confidential for each in told):
        return _("（保密）"), _("（保密）")
    return _("、").join(filter(None, (_name(each, is_personal) for each in told))), _("、").join(
        filter(None, (_phone(each, is_personal) for each in told))
    )


def _name(requester: Requester, is_personal: bool) -> str:  # noqa: FBT001
    return requester.name if is_personal else mask_name(requester.name)


def _phone(requester: Requester, is_personal: bool) -> str:  # noqa: FBT001
    return phones.dialled(requester.phone) if is_personal else mask_phone(requester.phone_tail)


LEDGER = declare_export(
    ExportKind(
        code="cases",
        label=gettext_lazy("事项台账"),
        permission="cases.export_cases",
        table=ledger,
        back_url_name="cases:list",
    )
)


# The way back: a sender's orders in the sender's own layout


def answers_wanted(community_id: int, wanted: dict[str, Any]) -> QuerySet[SentOrder]:
    """Return the orders of a sender that go back: those settled and not sent back yet, or all taken since a day."""
    orders = orders_of(community_id, wanted["sender"]).exclude(layout=None)
    if wanted.get("which") == "all":
        since = datetime.fromisoformat(wanted["since"]) if wanted.get("since") else None
        return orders.filter(taken_at__gte=timezone.make_aware(since)) if since else orders
    return orders.filter(answered_at=None).exclude(case__resolved_at=None)


def write_answers(run: ExportRun, tell: Callable[[int, int], None]) -> bytes:
    """Write every layout of the sender as a sheet: their header rows, their columns, their cells, and our answers."""
    orders = list(
        SentOrder.objects.filter(community=run.community_id, pk__in=run.wanted["keys"])
        .select_related("layout", "case__handler", "case__category")
        .prefetch_related("case__arrivals", "case__closures__answer", "case__callbacks")
        .order_by("layout_id", "pk")
    )
    run.total = len(orders)
    sheets = []
    for layout, some in groupby(orders, key=lambda order: order.layout):
        if layout is not None:
            rows = [answered_cells(order, {int(at): code for at, code in layout.mapping.items()}) for order in some]
            sheets.append(BackSheet(layout.sheet, layout.head, layout.merges, rows))
        tell(sum(len(sheet.rows) for sheet in sheets), len(orders))
    return write_back(sheets)


def answered_cells(order: SentOrder, mapping: dict[int, str]) -> list[Any]:
    """Return the order's own cells with our answers where the sender left their columns blank."""
    cells = json.loads(order.cells) if order.cells else []
    cells += [None] * (max(mapping, default=-1) + 1 - len(cells))
    answers = answers_of(order.case)
    for column, code in mapping.items():
        if code in answers and cells[column] in (None, ""):
            cells[column] = answers[code]
    return cells


def answers_of(case: Case) -> dict[str, Any]:
    """Return what a sender's answer columns may hold; nothing is filled in for what has not happened."""
    closure = next((each for each in case.closures.all() if each.round == case.round), None)
    arrival, answered = _first_arrival(case), _answered(case)
    found = {
        "status": _("已办结") if case.resolved_at else _("在办"),
        "arrived_at": arrival.at if arrival else None,
        "contacted_at": case.contacted_at,
        "resolved_at": case.resolved_at,
        "outcome": case.get_outcome_display(),
        "result": (closure.answer.body if closure.answer else closure.done) if closure else "",
        "handler": case.handler.name if case.handler else "",
        "satisfaction": answered.get_satisfaction_display() if answered else "",
    }
    return {code: value for code, value in found.items() if value not in (None, "")}


ANSWERS = declare_export(
    ExportKind(
        code="answers",
        label=gettext_lazy("按来单格式回填"),
        permission="cases.answer_sender",
        write=write_answers,
        back_url_name="cases:senders",
    )
)
