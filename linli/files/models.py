from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel, ScopedQuerySet


class Kind(models.TextChoices):
    PHOTO = "photo", _("照片")
    PDF = "pdf", "PDF"
    WORD = "word", _("Word 文档")
    EXCEL = "excel", _("Excel 表格")
    SLIDES = "slides", _("幻灯片")


class Why(models.TextChoices):
    """Why a file is not taken, as the sentence a person reads."""

    TOO_BIG = "too_big", _("太大了，每个不能超过 {most} MB。")
    EMPTY = "empty", _("是空的，请重新选。")
    UNKNOWN = "unknown", _("收不了这种文件。可以传照片（JPEG、PNG、WebP、HEIC）、PDF、Word、Excel、PPT。")
    OLD_OFFICE = "old_office", _("是旧格式，请另存为 docx、xlsx、pptx 或 PDF 再传。")
    VIDEO = "video", _("是视频或录音，这里收不了，请拍照片。")
    DRAWN = "drawn", _("是网页或矢量图，可能带程序，请截图成照片再传。")
    PROGRAM = "program", _("里带有程序或宏，不能收。请去掉以后另存再传。")
    TWO_IN_ONE = "two_in_one", _("里面藏着另一个文件，不能收。请重新拍或重新存一份。")
    TOO_LARGE_PICTURE = "too_large_picture", _("像素太多，打不开。请把手机相机设成普通大小再拍，或截一张图。")
    BOMB = "bomb", _("解开以后大得不正常，不能收。")
    BROKEN = "broken", _("打不开，可能没存完整。请重新拍或重新存一份。")
    TOO_MANY = "too_many", _("没有收：这里最多放 {most} 个文件。")
    TOO_MANY_TODAY = "too_many_today", _("没有收：今天已经传了 {most} 个，请明天再传，或告诉管理员。")
    CUT_SHORT = "cut_short", _("还没传完，请再传一次。")


class Upload(ScopedModel):
    """A file on its way in. Its pieces arrive in order and begin at `pieces`; `received` says how far it is.

    So a bad line can go on where it broke off. Once whole it is looked at: `why_not` says why it is not taken. `file`
    is set when somebody used it; used twice (a double click) it is still one file. What nobody uses within a day is
    swept away.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    meant_for = models.CharField(max_length=200, blank=True)
    name = models.CharField(_("文件名"), max_length=120)
    size = models.BigIntegerField(_("大小"))
    received = models.BigIntegerField(default=0)
    pieces = models.JSONField(default=list, blank=True)
    begun_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    path = models.CharField(max_length=120, blank=True)
    why_not = models.CharField(max_length=20, choices=Why, blank=True)
    file = models.OneToOneField("File", models.CASCADE, null=True, blank=True, related_name="upload")

    class Meta:
        indexes = [
            models.Index(fields=["by", "begun_at"], name="uploads_of_a_person"),
            models.Index(fields=["begun_at"], name="uploads_nobody_used", condition=Q(file=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="no_more_arrives_than_was_said", condition=Q(received__gte=0) & Q(received__lte=F("size"))
            ),
            models.CheckConstraint(
                name="a_whole_upload_was_looked_at",
                condition=Q(path="") | Q(received=F("size")) & ~Q(kind="") & ~Q(digest=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.path != ""


class State(models.TextChoices):
    WAITING = "waiting", _("正在处理")
    READY = "ready", _("可以看")
    REFUSED = "refused", _("没有收下")
    LOST = "lost", _("文件找不到了")
    DESTROYED = "destroyed", _("已销毁")


class FileQuerySet(ScopedQuerySet["File"]):
    def kept(self) -> Self:
        """Files nobody has taken away."""
        return self.filter(removed_at=None)

    def public(self) -> Self:
        """Files a resident may see: shown on purpose, ready, and not taken away."""
        return self.kept().filter(is_public=True, state=State.READY)


class File(ScopedModel):
    """One photo or document. A photo is drawn anew from its pixels, with nothing of what the camera wrote into it.

    `raw` is what arrived, destroyed as soon as `shown` (and `thumb`) are made. `original` is the photo before it was
    blacked out, where the community keeps that. While `boxes` wait to be drawn nobody sees the photo.
    """

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    why_not = models.CharField(max_length=20, choices=Why, blank=True)
    name = models.CharField(_("文件名"), max_length=120)
    caption = models.CharField(_("说明"), max_length=100, blank=True)
    is_public = models.BooleanField(_("给居民看"), default=False)
    position = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    from_whom = models.CharField(_("谁传的"), max_length=60, blank=True)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    raw = models.CharField(max_length=120, blank=True)
    shown = models.CharField(max_length=120, blank=True)
    thumb = models.CharField(max_length=120, blank=True)
    original = models.CharField(max_length=120, blank=True)
    boxes = models.JSONField(default=list, blank=True)
    redacted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = FileQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("文件")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["at"], name="files_in_the_works", condition=Q(state="waiting")),
            models.Index(
                fields=["removed_at"],
                name="files_to_destroy",
                condition=Q(removed_at__isnull=False) & ~Q(state="destroyed"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_ready_file_has_its_bytes",
                condition=~Q(state="ready")
                | ~Q(shown="") & Q(raw="") & Q(boxes=[]) & (~Q(kind="photo") | ~Q(thumb="")),
            ),
            models.CheckConstraint(
                name="a_destroyed_file_holds_nothing",
                condition=~Q(state="destroyed") | Q(raw="", shown="", thumb="", original="", removed_at__isnull=False),
            ),
            models.CheckConstraint(name="a_refused_file_says_why", condition=~Q(state="refused") | ~Q(why_not="")),
            models.CheckConstraint(
                name="an_original_is_of_a_redacted_photo", condition=Q(original="") | Q(redacted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.name

    @property
    def is_photo(self) -> bool:
        return self.kind == Kind.PHOTO

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY and self.removed_at is None

    @property
    def paths(self) -> list[str]:
        """Everything stored for this file."""
        return [path for path in (self.raw, self.shown, self.thumb, self.original) if path]


class FilesPolicy(ScopedModel):
    """What a community wants done with the photo as it was before it was blacked out. Without a row it is destroyed."""

    class Originals(models.TextChoices):
        DESTROY = "destroy", _("涂黑以后销毁原图")
        KEEP = "keep", _("保留涂黑前的原图")

    originals = models.CharField(_("涂黑前的原图"), max_length=7, choices=Originals, default=Originals.DESTROY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community"], name="one_files_policy_a_community")]

    def __str__(self) -> str:
        return str(self.community)
