"""What people say about a ledger: its columns in order, its filters, its order; and the form it is wanted in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.territory.models import Community
from linli.web.widgets import DayInput

from ..headers import Header, header_at
from ..models import Ledger, Template
from ..queries.ledgers import BY_HAND, Draft
from ..registry import LedgerKind
from ..workbooks import Grid, letter
from .imports import NOT_READ, MeaningField

PLACE = "place_{code}"
FILTER = "f"


class LedgerForm(forms.Form):
    """A ledger put together: `place_…` says as which column one stands; blank, it is left out."""

    name = forms.CharField(label=gettext_lazy("台账名称"), max_length=60)
    as_of = forms.DateField(
        label=gettext_lazy("截至哪一天"), required=False, widget=DayInput,
        help_text=gettext_lazy("空着就是做表的那一天。"),
    )  # fmt: skip
    sort = forms.ChoiceField(label=gettext_lazy("怎样排"))
    is_shared = forms.BooleanField(label=gettext_lazy("同事也能用"), required=False)

    def __init__(self, data: QueryDict | None, *, kind: LedgerKind, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        self.kind = kind
        sorts = list(kind.sorts)
        if initial.get("sort") == BY_HAND:
            sorts.append((BY_HAND, _("自己排的次序")))
        self.fields["sort"].choices = sorts  # type: ignore[attr-defined]
        for column in kind.columns:
            self.fields[PLACE.format(code=column.code)] = forms.IntegerField(
                label=column.label, required=False, min_value=1, max_value=99,
                widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the columns wanted, in order; two of one number stand as the kind has them."""
        given = [
            (self.cleaned_data.get(PLACE.format(code=column.code)) or 0, column.code) for column in self.kind.columns
        ]
        return tuple(code for place, code in sorted(given, key=lambda each: each[0]) if place)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.codes:
            self.add_error(None, _("一列也没有选。请在要的列旁边写上第几列。"))
        return given


def places(codes: Sequence[str]) -> dict[str, int]:
    return {PLACE.format(code=code): n for n, code in enumerate(codes, 1)}


def as_typed(ledger: Ledger) -> dict[str, Any]:
    """Return a saved ledger as the first values of its form."""
    draft = Draft.of(ledger)
    return {
        "name": ledger.name, "as_of": ledger.as_of, "sort": ledger.sort, "is_shared": ledger.is_shared,
        **places(draft.codes),
    }  # fmt: skip


def filters_typed(data: QueryDict, kind: LedgerKind, community: Community) -> str:
    """Return what was typed into a kind's filters as an address, without those left blank."""
    form = kind.filters(None, community=community)
    found = QueryDict(mutable=True)
    for name in form.fields:
        if values := [value for value in data.getlist(f"{FILTER}-{name}") if value != ""]:
            found.setlist(name, values)
    return found.urlencode()


def filter_form(kind: LedgerKind, community: Community, *, data: QueryDict | None, kept: str = "") -> forms.Form:
    """Return a kind's filters to be drawn: as sent, or as kept."""
    first = QueryDict(kept)
    empty = kind.filters(None, community=community)
    several = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)
    initial = {
        name: first.getlist(name) if isinstance(field, several) else first.get(name, "")
        for name, field in empty.fields.items()
        if name in first
    }
    return kind.filters(data, community=community, prefix=FILTER, initial=initial)


class TakeForm(forms.Form):
    """A ledger taken away: for whom, in whose form, and with whole numbers only for a reason."""

    recipient = forms.CharField(
        label=gettext_lazy("报给谁"), max_length=40, required=False,
        help_text=gettext_lazy("写在表上，也记下来。例如「八步街道党工委」。"),
    )  # fmt: skip
    with_template = forms.BooleanField(label=gettext_lazy("填在对方的表样里"), required=False)
    personal = forms.BooleanField(
        label=gettext_lazy("带完整的个人信息"), required=False,
        help_text=gettext_lazy("不选就打星号。选了要写原因，每一页都印上您的姓名、时间和原因，也会记下来。"),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=200, required=False)

    def __init__(self, data: QueryDict | None, *, may_name: bool, template: Template | None) -> None:
        super().__init__(data, initial={"with_template": True, "recipient": template.asked_by if template else ""})
        if template is None:
            del self.fields["with_template"]
        if not may_name:
            del self.fields["personal"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("personal") and not (given.get("reason") or "").strip():
            self.add_error("reason", _("要带完整的个人信息，请写一句原因。"))
        return given


class TemplateForm(forms.Form):
    """The form somebody wants it in, and who that is."""

    file = forms.FileField(
        label=gettext_lazy("对方的表样"), max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.docx"}),
        help_text=gettext_lazy("xlsx 或者 docx，最大 3 MB。标题、合并的格子、列宽、页边都照原样留着。"),
    )  # fmt: skip
    asked_by = forms.CharField(label=gettext_lazy("谁要的表"), max_length=40)


class TemplateColumnsForm(forms.Form):
    """Which table of the form, where its header stands, and what each of its columns means; blank stays blank."""

    sheet = forms.ChoiceField(label=gettext_lazy("哪一张表"))
    header_row = forms.IntegerField(label=gettext_lazy("表头从第几行开始"), min_value=1, max_value=60)
    header_depth = forms.TypedChoiceField(
        label=gettext_lazy("表头占几行"), coerce=int, choices=[(1, "1"), (2, "2"), (3, "3")]
    )

    def __init__(self, data: QueryDict | None, *, kind: LedgerKind, grids: Sequence[Grid], template: Template) -> None:
        super().__init__(
            data,
            initial={
                "sheet": template.sheet, "header_row": template.header_first + 1,
                "header_depth": template.header_depth,
            },
        )  # fmt: skip
        word = _("表 {n}") if template.is_word else "{n}"
        self.fields["sheet"].choices = [(each.name, word.format(n=each.name)) for each in grids]  # type: ignore[attr-defined]
        self.grid = self._chosen(grids, template)
        self.header = self._header(template)
        choices = [(NOT_READ, _("空着，不填")), *[(column.code, str(column.label)) for column in kind.columns]]
        for index in range(self.grid.width):
            said = self.header.labels[index] if index < len(self.header.labels) else ""
            label = _("第 {n} 列 {label}").format(n=index + 1, label=said) if template.is_word else (
                _("{letter} 列 {label}").format(letter=letter(index), label=said)
            )  # fmt: skip
            self.fields[f"column_{index}"] = MeaningField(
                label=label.strip(), choices=choices, initial=template.columns.get(index, NOT_READ)
            )

    def _chosen(self, grids: Sequence[Grid], template: Template) -> Grid:
        wanted = self.data.get("sheet", template.sheet) if self.is_bound else template.sheet
        return next((each for each in grids if each.name == wanted), grids[0])

    def _header(self, template: Template) -> Header:
        row, depth = template.header_first + 1, template.header_depth
        if self.is_bound:
            given = (self.data.get("header_row", ""), self.data.get("header_depth", ""))
            if all(part.isdecimal() for part in given):
                row, depth = int(given[0]) or 1, min(int(given[1]) or 1, 3)
        return header_at(self.grid, min(row - 1, max(len(self.grid.rows) - 1, 0)), depth)

    @property
    def columns(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith("column_")]

    @property
    def mapping(self) -> dict[int, str]:
        given = {index: self.cleaned_data.get(f"column_{index}") for index in range(self.grid.width)}
        return {index: code for index, code in given.items() if code and code != NOT_READ}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.mapping:
            self.add_error(None, _("一列也没有对上，填出来会是空的。请至少选一列。"))
        return given


class OrderForm(forms.Form):
    """The rows of a short ledger in an order of one's own: a number for each; equal or blank ones keep their order."""

    def __init__(self, data: QueryDict | None, *, keys: Sequence[int], labels: Sequence[str]) -> None:
        super().__init__(data)
        self.keys = list(keys)
        for n, (key, label) in enumerate(zip(keys, labels, strict=True), 1):
            self.fields[f"row_{key}"] = forms.IntegerField(
                label=label, required=False, initial=n, min_value=1, max_value=9999,
                widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    @property
    def ordered(self) -> list[int]:
        last = len(self.keys) + 1
        return sorted(self.keys, key=lambda key: self.cleaned_data.get(f"row_{key}") or last)
