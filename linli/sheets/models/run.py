from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.fence.scoping import ScopedModel

from .layout import Layout
from .workbook import Workbook


class ImportRun(ScopedModel):
    """导入: one file brought in, from upload to result. `done` of `total` rows is its progress in the step it is at."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("对列")
        CHECKING = "checking", _("正在检查")
        CHECKED = "checked", _("检查过")
        TAKING = "taking", _("正在导入")
        DONE = "done", _("导入过")
        FAILED = "failed", _("没有做完")

    kind = models.CharField(max_length=20)
    sender = models.CharField(_("来单单位"), max_length=40)
    option = models.CharField(max_length=20, blank=True)
    file_name = models.CharField(_("文件"), max_length=120)
    digest = models.CharField(max_length=64)
    workbook = models.ForeignKey(Workbook, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁"))
    begun_at = models.DateTimeField(_("时间"))
    sheet = models.CharField(_("表"), max_length=60)
    header_first = models.PositiveIntegerField(_("表头从第几行"), default=0)
    header_depth = models.PositiveSmallIntegerField(_("表头占几行"), default=1)
    mapping: Any = models.JSONField(default=dict)
    with_hidden = models.BooleanField(_("隐藏的行也要"), default=False)
    layout = models.ForeignKey(Layout, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(_("到哪一步"), max_length=10, choices=Status, default=Status.UPLOADED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    skipped: Any = models.JSONField(default=dict)
    failure = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("导入")
        indexes = [models.Index(fields=["community", "-begun_at", "-id"], name="imports_of_a_community")]
        constraints = [
            models.CheckConstraint(name="an_import_has_a_sender", condition=~Q(sender="")),
            models.CheckConstraint(name="a_failed_import_says_why", condition=~Q(status="failed") | ~Q(failure="")),
        ]

    def __str__(self) -> str:
        return f"{self.sender} {self.file_name}"

    @property
    def is_busy(self) -> bool:
        return self.status in (self.Status.CHECKING, self.Status.TAKING)

    @property
    def columns(self) -> dict[int, str]:
        return {int(column): code for column, code in self.mapping.items()}


class RunRow(ScopedModel):
    """One row of an import that said something, by its number in Excel: what is wrong with it, or what became of it.

    `problems` are [column letter, header, sentence], `changes` the codes of the columns that differ from what is known;
    what a person told us stays in the file.
    """

    class Standing(models.TextChoices):
        RIGHT = "right", _("可以导入")
        WRONG = "wrong", _("要改")
        CHANGED = "changed", _("会改动")
        KNOWN = "known", _("已有")
        TAKEN = "taken", pgettext_lazy("行", "已导入")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("行"))
    key = models.CharField(max_length=64, blank=True)
    standing = models.CharField(max_length=7, choices=Standing)
    problems: Any = models.JSONField(default=list)
    changes: Any = models.JSONField(default=list)
    label = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["run", "standing", "number"], name="rows_of_an_import")]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_row_of_a_number"),
            models.CheckConstraint(
                name="a_wrong_row_says_what", condition=~Q(standing="wrong") | ~Q(problems=[])
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.run} {self.number}"


class ExportRun(ScopedModel):
    """导出: a table asked for, made, and kept for a while. With personal data only for a reason, which is kept."""

    class Status(models.TextChoices):
        MAKING = "making", _("正在做")
        READY = "ready", _("做好了")
        FAILED = "failed", _("没有做成")

    kind = models.CharField(max_length=20)
    title = models.CharField(_("名称"), max_length=120)
    wanted: Any = models.JSONField(default=dict)
    is_personal = models.BooleanField(_("含个人信息"), default=False)
    reason = models.CharField(_("原因"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁"))
    begun_at = models.DateTimeField(_("时间"))
    status = models.CharField(max_length=8, choices=Status, default=Status.MAKING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    workbook = models.ForeignKey(Workbook, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("导出")
        indexes = [models.Index(fields=["community", "-begun_at", "-id"], name="exports_of_a_community")]
        constraints = [
            models.CheckConstraint(
                name="personal_data_leaves_for_a_reason", condition=Q(is_personal=False) | ~Q(reason="")
            ),
            models.CheckConstraint(name="a_failed_export_says_why", condition=~Q(status="failed") | ~Q(failure="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_busy(self) -> bool:
        return self.status == self.Status.MAKING
