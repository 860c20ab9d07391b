"""What people say about a file they bring."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..headers import Header
from ..models import ImportRun
from ..registry import ImportKind
from ..workbooks import MEGABYTE, MOST_BYTES, Grid, SheetName, letter


class BringForm(forms.Form):
    """A file, and who sent it: what is learned of its columns is remembered under that name."""

    file = forms.FileField(
        label=gettext_lazy("表格文件"), max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.xlsm,.et"}),
    )  # fmt: skip
    sender = forms.CharField(
        label=gettext_lazy("谁发来的"), max_length=40,
        help_text=gettext_lazy("例如「八步区 12345」「本社区旧台账」。同一个单位请每次写得一样，它的列就不用再对。"),
    )  # fmt: skip
    option = forms.ChoiceField()

    def __init__(self, *args: Any, kind: ImportKind, senders: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "xlsx、xls、ods 或 csv，最大 {most} MB。什么时候交、交几次都行，同一个编号只登记一次。"
        ).format(most=MOST_BYTES // MEGABYTE)
        self.fields["sender"].widget.attrs["list"] = "senders"
        if not kind.answers:
            del self.fields["option"]
            return
        option = self.fields["option"]
        option.label = kind.question
        option.choices = kind.answers  # type: ignore[attr-defined]
        option.initial = kind.usual_answer

    def clean_sender(self) -> str:
        return " ".join(self.cleaned_data["sender"].split())

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise forms.ValidationError(
                _("文件有 {size} MB，最多收 {most} MB。请删掉图片和空白行，或者按月份分成几个文件。").format(
                    size=-(-self.cleaned_data["file"].size // MEGABYTE), most=MOST_BYTES // MEGABYTE
                )
            )
        return self.cleaned_data["file"]


class SheetForm(forms.Form):
    """Which sheet, and where its header stands, in the numbers people see in Excel."""

    sheet = forms.ChoiceField(label=gettext_lazy("哪一张表"))
    header_row = forms.IntegerField(label=gettext_lazy("表头从第几行开始"), min_value=1, max_value=1000)
    header_depth = forms.TypedChoiceField(
        label=gettext_lazy("表头占几行"), coerce=int, choices=[(1, "1"), (2, "2"), (3, "3")]
    )

    def __init__(self, data: QueryDict | None, *, sheets: Sequence[SheetName], run: ImportRun) -> None:
        initial = {"sheet": run.sheet, "header_row": run.header_first + 1, "header_depth": run.header_depth}
        super().__init__(data, initial=initial)
        self.fields["sheet"].choices = [  # type: ignore[attr-defined]
            (each.name, _("{sheet}（隐藏的）").format(sheet=each.name) if each.is_hidden else each.name)
            for each in sheets
        ]


SAMPLES = 4
NOT_READ = "-"


class MeaningField(forms.ChoiceField):
    """What one column means. Left out it is not read; that is an answer too, so nothing says 可不填 beside it."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or NOT_READ)


class ColumnsForm(forms.Form):
    """What each column of the sheet means; blank: it is not read."""

    with_hidden = forms.BooleanField(label=gettext_lazy("隐藏的行也要"), required=False)

    def __init__(self, data: QueryDict | None, *, kind: ImportKind, grid: Grid, header: Header, run: ImportRun) -> None:
        columns = run.columns
        initial = {f"column_{index}": columns.get(index, NOT_READ) for index in range(grid.width)}
        super().__init__(data, initial={**initial, "with_hidden": run.with_hidden})
        self.kind, self.places = kind, [index for index in range(grid.width) if _says_something(grid, header, index)]
        choices = [(NOT_READ, _("不读")), *[(column.code, _label(column)) for column in kind.columns]]
        for index in self.places:
            label = _("{letter} 列").format(letter=letter(index))
            if index < len(header.labels) and header.labels[index]:
                label = _("{letter} 列 {label}").format(letter=letter(index), label=header.labels[index])
            self.fields[f"column_{index}"] = MeaningField(label=label, choices=choices)
        if not grid.hidden:
            del self.fields["with_hidden"]

    @property
    def mapping(self) -> dict[int, str]:
        given = {index: self.cleaned_data.get(f"column_{index}") for index in self.places}
        return {index: code for index, code in given.items() if code and code != NOT_READ}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        seen: dict[str, int] = {}
        for index in self.places:
            code = given.get(f"column_{index}")
            if code and code != NOT_READ and (earlier := seen.setdefault(code, index)) != index:
                self.add_error(
                    f"column_{index}",
                    _("{letter} 列已经选了「{label}」，一样东西只能有一列。").format(
                        letter=letter(earlier), label=self.kind.column(code).label
                    ),
                )
        for column in self.kind.columns:
            if column.is_required and column.code not in seen:
                self.add_error(None, _("还没有说哪一列是「{label}」，每行都要有它。").format(label=column.label))
        return given


def _label(column: Any) -> str:
    return _("{label}（必有）").format(label=column.label) if column.is_required else str(column.label)


def _says_something(grid: Grid, header: Header, index: int) -> bool:
    if index < len(header.labels) and header.labels[index]:
        return True
    return any(index < len(row) and row[index] not in (None, "") for row in grid.rows[header.ends : header.ends + 200])
