from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel

from .people import Person


class Population(models.TextChoices):
    """What may grow too old to be kept; first months, least months and their source stand in data/retention.toml."""

    MOVED_AWAY = "moved_away", _("搬走的人")
    DIED = "died", _("去世的人")
    READINGS = "readings", _("查阅记录")
    CONSENTS = "consents", _("撤回的同意")
    REQUESTS = "requests", _("答复过的申请")
    SHARINGS = "sharings", _("对外提供记录")


PEOPLE = (Population.MOVED_AWAY, Population.DIED)


class RetentionRule(ScopedModel):
    """保存期限: how many months something is kept in this community, where that differs from what is shipped."""

    population = models.CharField(_("什么"), max_length=10, choices=Population)
    months = models.PositiveSmallIntegerField(_("保存几个月"))
    why = models.CharField(_("为什么"), max_length=200, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )

    class Meta:
        verbose_name = _("保存期限")
        constraints = [
            models.UniqueConstraint(name="one_retention_rule_of_a_population", fields=["community", "population"]),
            models.CheckConstraint(name="retention_is_months", condition=Q(months__range=(1, 600))),
        ]

    def __str__(self) -> str:
        return self.get_population_display()


class RetentionRun(ManyRows):
    """一次清理: looked through first (the dry run), carried out only when somebody says so; its report is kept.

    `report` counts what became of each by its outcome, also of rows too small to be listed one by one.
    """

    class Status(models.TextChoices):
        LOOKING = "looking", _("正在查看")
        LOOKED = "looked", _("看过了，还没有清理")
        WORKING = "working", _("正在清理")
        DONE = "done", _("清理完了")
        FAILED = "failed", _("没有做完")

    population = models.CharField(_("什么"), max_length=10, choices=Population)
    months = models.PositiveSmallIntegerField(_("保存几个月"))
    before_on = models.DateField(_("哪天以前的"))
    status = models.CharField(_("进度"), max_length=7, choices=Status, default=Status.LOOKING)
    begun_at = models.DateTimeField(_("什么时候看的"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    carried_out_at = models.DateTimeField(_("什么时候清理的"), null=True, blank=True)
    carried_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("清理")
        indexes = [models.Index(fields=["community", "-begun_at", "-id"], name="retention_runs_of_a_community")]
        constraints = [
            models.UniqueConstraint(
                name="one_retention_run_at_work",
                fields=["community", "population"],
                condition=Q(status__in=["looking", "working"]),
            ),
            models.CheckConstraint(
                name="what_is_carried_out_was_told_to",
                condition=Q(status__in=["looking", "looked", "failed"]) | Q(carried_out_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_population_display()} {self.before_on}"

    @property
    def is_busy(self) -> bool:
        return self.status in {self.Status.LOOKING, self.Status.WORKING}

    @property
    def is_about_people(self) -> bool:
        return self.population in PEOPLE


class RetentionItem(ManyRows):
    """One person a run would touch, or keeps, and why. When their data is deleted, no name is left here either."""

    class Outcome(models.TextChoices):
        DELETE = "delete", _("要删除")
        ANONYMISE = "anonymise", _("要去掉姓名等信息")
        KEEP = "keep", _("留着")
        DELETED = "deleted", _("已删除")
        ANONYMISED = "anonymised", _("已去掉姓名等信息")

    run = models.ForeignKey(RetentionRun, models.CASCADE, related_name="items")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    why = models.CharField(_("为什么"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_item_of_a_person_in_a_run", fields=["run", "person"]),
            models.CheckConstraint(name="what_is_kept_says_why", condition=~Q(outcome="keep") | ~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.why}".rstrip()
