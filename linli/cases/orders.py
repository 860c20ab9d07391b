"""来单的样子: the columns of 12345 orders and old ledgers, how their cells are read, what a row must say."""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.residents import phones
from linli.sheets.cells import (
    DITTO,
    NOTHING,
    Reader,
    Stretch,
    WrongCell,
    read_digits,
    read_name,
    read_one_of,
    read_text,
    read_when,
    read_yes,
    split_several,
    text_of,
)
from linli.sheets.registry import Column, ImportKind, declare_import
from linli.sheets.workbooks import Value

from .actions.orders import take_order
from .models import Channel, Kind, Outcome, Urgency
from .queries.orders import known_orders

WORDS = tomllib.loads((Path(__file__).parent / "data" / "orders.toml").read_text(encoding="utf-8"))
OLDEST_OPEN = timedelta(days=180)
"""An order without an end that is older than this is an old ledger's gap, not work to be dispatched."""
MOBILE = re.compile(r"(?<![0-9])(?:\+?86-?)?(1[3-9][0-9]{9})(?=[^0-9]|1[3-9][0-9]{9}|$)")
LANDLINE = re.compile(r"\+?\(?[0-9][0-9() \-－—转]{5,22}[0-9]")  # catalogue: data
STARRED = re.compile(r"[0-9]{0,4}[*＊x×]{2,8}[0-9]{2,4}")


def read_phone(value: Value) -> tuple[str, str]:
    """Read the first number of a cell in the form we keep, and whatever else stands there (a second number, a name).

    A number starred out by the sender, or a word in its place, is no number; it stays among the rest.
    """
    text = read_digits(value) if isinstance(value, int | float) else text_of(value)
    if not text or text.lower() in NOTHING or text in DITTO:
        return "", ""
    if STARRED.search(text) or not any(each.isdigit() for each in text):
        return "", text
    found = [match[1] for match in MOBILE.finditer(text)]
    if not found:
        found = [match[0] for part in split_several(value) for match in LANDLINE.finditer(part)] or [text]
    try:
        first = phones.normalise(found[0])
    except phones.WrongPhone as why:
        raise WrongCell(str(why)) from why
    rest = text.replace(found[0], "", 1).strip(" ,;/、，；()（）-:：")  # catalogue: data
    return first, rest


def _words(of: str) -> dict[str, str]:
    return {re.sub(r"\s", "", word).lower(): code for code, words in WORDS[of].items() for word in words}


def _one_of(of: str, labels: Any, *, strict: bool = False) -> Reader:
    own = {str(label).lower(): code for code, label in labels}
    return read_one_of({**own, **_words(of)}, [label for _code, label in labels], strict=strict)


STANDINGS = [("closed", gettext_lazy("已办结")), ("open", gettext_lazy("在办"))]
ENDS = [(code, label) for code, label in Outcome.choices if code in WORDS["outcome"]]


def _column(code: str, label: Any, read: Reader, **more: Any) -> Column:
    return Column(code=code, label=label, words=WORDS["columns"][code], read=read, **more)


def _number(value: Value) -> str:
    number = read_digits(value)
    if len(number) > 40:
        raise WrongCell(_("编号太长了（最多 40 个字）。请看看是不是选错了列。"))
    return "" if number.lower() in NOTHING else number


COLUMNS = (
    _column("own_number", gettext_lazy("本社区编号"), _number),
    _column("external_number", gettext_lazy("来单编号"), _number),
    _column("title", gettext_lazy("事由"), read_text(200)),
    _column("content", gettext_lazy("什么事"), read_text(4000), is_required=True),
    _column("name", gettext_lazy("称呼"), read_name()),
    _column("phone", gettext_lazy("电话"), read_phone, looks_like=lambda text: MOBILE.search(text) is not None),
    _column("place_text", gettext_lazy("哪里"), read_text(200)),
    _column("category", gettext_lazy("归类"), read_text(60)),
    _column("kind", gettext_lazy("类型"), _one_of("kind", Kind.choices)),
    _column("urgency", gettext_lazy("紧急程度"), _one_of("urgency", Urgency.choices)),
    _column("channel", gettext_lazy("来路"), _one_of("channel", Channel.choices)),
    _column("received_at", gettext_lazy("接到时间"), read_when, is_date=True),
    _column("first_reported_at", gettext_lazy("最早反映时间"), read_when, is_date=True),
    _column("due_at", gettext_lazy("来单时限"), read_when, is_date=True),
    _column("wants_confidential", gettext_lazy("请保密"), read_yes),
    _column("status", gettext_lazy("办没办结"), _one_of("status", STANDINGS), goes_back=True),
    _column("arrived_at", gettext_lazy("到场时间"), read_when, is_date=True, goes_back=True),
    _column("contacted_at", gettext_lazy("答复时间"), read_when, is_date=True, goes_back=True),
    _column("resolved_at", gettext_lazy("办结时间"), read_when, is_date=True, goes_back=True),
    _column("outcome", gettext_lazy("怎样结束的"), _one_of("outcome", ENDS), goes_back=True),
    _column("result", gettext_lazy("办得怎样"), read_text(2000), goes_back=True),
    _column("handler", gettext_lazy("经办人"), read_name(), goes_back=True),
    _column("satisfaction", gettext_lazy("群众评价"), read_text(200), goes_back=True),
    _column("note", gettext_lazy("备注"), read_text(1000)),
)


def judge(values: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    """Name what no single cell of a row tells; `at` is the moment of the dry run."""
    received, resolved, due = values.get("received_at"), values.get("resolved_at"), values.get("due_at")
    reported = values.get("first_reported_at")
    for code, said in (("received_at", received), ("resolved_at", resolved), ("first_reported_at", reported)):
        if said and said.first > at:
            yield code, _("这个时间还没到。请看看年份是不是写错了。")
        if said and said.precision == "year":
            yield code, _("只写了年。请至少写到月，例如 2009年3月。")
    begins = received or reported
    if resolved:
        if begins and resolved.last < begins.first:
            yield "resolved_at", _("办结早于接到。请对照原件，看哪一个写错了。")
        return
    if values.get("status") == "closed":
        yield "resolved_at", _("写着已办结，却没有办结时间。请补上（至少写到月），或者把状态改成在办。")
    elif begins and at - begins.last > OLDEST_OPEN:
        yield (
            "resolved_at",
            _("半年多以前的事，没有办结时间。办完的请补上；真的还在办，请当作新的一件登记，接到时间写近的。"),
        )
    yield from _judge_deadline(received, due, at)


def _judge_deadline(received: Stretch | None, due: Stretch | None, at: datetime) -> Iterator[tuple[str, str]]:
    if due is None:
        return
    if due.precision in {"month", "year"}:
        yield "due_at", _("时限要写到日，例如 2026-11-25。")
    elif received and due.last <= received.first:
        yield "due_at", _("时限早于接到时间。请对照来单，看哪一个写错了。")
    elif received is None and due.last <= at:
        yield "due_at", _("时限已经过了，又没有接到时间。请补上来单是什么时候派来的。")


def key_of(values: Mapping[str, Any]) -> str:
    """Return our own number or the sender's; where there is none, a print of when, who, where and what."""
    if number := values.get("own_number") or values.get("external_number"):
        return str(number)
    received = values.get("received_at") or values.get("first_reported_at") or values.get("resolved_at")
    said = [
        timezone.localtime(received.first).isoformat() if received else "",
        values.get("name") or "",
        (values.get("phone") or ("",))[0],
        values.get("place_text") or "",
        values.get("content") or "",
    ]
    return "print:" + hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:48]


ORDERS = declare_import(
    ImportKind(
        code="orders",
        label=gettext_lazy("来单或旧台账"),
        permission="cases.import_orders",
        columns=COLUMNS,
        judge=judge,
        key_of=key_of,
        known=known_orders,
        take=take_order,
        question=gettext_lazy("没有写来路的，算作"),
        answers=Channel.choices,
        usual_answer=Channel.HOTLINE_12345,
        about=gettext_lazy("有办结时间的，按原来的日期记成办完的事；没有的，当作新的事，登记、承诺、派人。"),
    )
)
