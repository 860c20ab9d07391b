from typing import TYPE_CHECKING, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.accounts.models import Duty
from linli.fence.scoping import ManyRows, ScopedQuerySet
from linli.territory.models import Door, Lane, Zone

from .codes import Channel, Kind, Outcome, Status, Urgency
from .policy import Category

if TYPE_CHECKING:
    from linli.accounts.models import User

OPEN = (Status.REGISTERED, Status.OFFERED, Status.ACCEPTED, Status.ON_SITE)
OPEN_IN_SQL = ", ".join(f"'{each.value}'" for each in OPEN)
"""The same for plain statements: written out, a kept plan finds the index of open cases by it."""
ENDED = (Status.RESOLVED, Status.CALLED_BACK, Status.ARCHIVED, Status.TOLD)
WHOLE_COMMUNITY = (
    Duty.Role.DUTY_OPERATOR,
    Duty.Role.DUTY_OFFICER,
    Duty.Role.COMMUNITY_WORKER,
    Duty.Role.BRANCH_SECRETARY,
    Duty.Role.STREET_SUPERVISOR,
)


def whole_communities(user: "User") -> set[int]:
    """Return the communities of which this person sees every case."""
    return {pk for duty in user.duties_meant if duty.role in WHOLE_COMMUNITY for pk in duty.community_ids}


class Ties(NamedTuple):
    """How one person stands to a case, told from what a page has read of it: its rules then ask nothing (rules.py).

    `had_a_hand` is None where only the database can say.
    """

    user_id: int
    was_offered: bool
    helps: bool
    had_a_hand: bool | None


class CaseQuerySet(ScopedQuerySet["Case"]):
    def visible_to(self, user: "User") -> Self:
        """Cases this person may see in the duty they act in.

        The office and the street see their whole community; a keeper sees their zone; and everybody sees what was
        offered to them, what they handle, and what their unit was asked to help with.
        """
        rows = super().visible_to(user)
        whole = whole_communities(user)
        if whole >= user.community_ids:
            return rows
        from .dispatch import CoHandling, Offer

        own = Q(community__in=whole) | Q(zone__in=user.zone_ids) | Q(handler=user) | Q(first_handler=user)
        own |= Q(pk__in=Offer.objects.filter(to=user).values("case"))
        own |= Q(pk__in=CoHandling.objects.for_person(user).values("case"))
        return rows.filter(own)

    def whole_matters(self) -> Self:
        """One 件 a matter: a merged case is part of another, a part split off of its whole."""
        return self.filter(part_of=None).exclude(status=Status.MERGED)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def ended(self) -> Self:
        return self.filter(status__in=ENDED)


def tells_more(content: str, title: str) -> bool:
    """Whether a matter was told in more words than the title made of them."""
    return content.strip().rstrip("。！？；!?;") != title  # catalogue: data


class Case(ManyRows):
    """诉求: one matter, however many people brought it. It never stands without a promise (a deferred trigger).

    A part (`part_of`) is worked on like a case and has no callers: the whole answers them, and cannot end before it.

    `next_due_at` repeats the earliest running promise so that the queue is one index scan; actions keep it.
    `first_handler` (首接) stays answerable to the end; the database refuses to change it.
    """

    number = models.CharField(_("编号"), max_length=20, unique=True)
    external_number = models.CharField(_("外部编号"), max_length=40, blank=True)
    intake_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    channel = models.CharField(_("来路"), max_length=12, choices=Channel)
    kind = models.CharField(_("类型"), max_length=10, choices=Kind, default=Kind.HELP)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("归类"))
    urgency = models.CharField(_("紧急程度"), max_length=10, choices=Urgency)
    title = models.CharField(_("事由"), max_length=80)
    content = models.TextField(_("什么事"), max_length=4000)
    received_at = models.DateTimeField(_("接到时间"))
    first_reported_at = models.DateTimeField(_("最早反映时间"))
    place_text = models.CharField(_("哪里"), max_length=200, blank=True)
    lane = models.ForeignKey(
        Lane, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("街巷")
    )
    door = models.ForeignKey(Door, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("门牌"))
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, db_index=False, related_name="+", verbose_name=_("责任区")
    )
    origin_label = models.CharField(_("由来"), max_length=80, blank=True)
    origin_url = models.CharField(max_length=200, blank=True)

    status = models.CharField(_("状态"), max_length=12, choices=Status, default=Status.REGISTERED)
    round = models.PositiveSmallIntegerField(_("第几次办"), default=1)
    is_within_power = models.BooleanField(_("力所能及"))
    first_handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("首接人")
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="cases_in_hand",
        verbose_name=_("经办人"),
    )
    next_due_at = models.DateTimeField(_("下一个时限"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("联系居民时间"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    outcome = models.CharField(_("结果"), max_length=24, choices=Outcome, blank=True)
    archived_at = models.DateTimeField(_("归档时间"), null=True, blank=True)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="parts", verbose_name=_("拆分自")
    )

    objects = CaseQuerySet.as_manager()  # type: ignore[misc]  # narrower than the one inherited

    class Meta:
        verbose_name = _("诉求")
        indexes = [
            models.Index(fields=["community", "next_due_at"], name="the_queue", condition=Q(status__in=OPEN)),
            models.Index(fields=["community", "-received_at", "-id"], name="cases_by_arrival"),
            models.Index(fields=["community", "status", "resolved_at"], name="cases_by_standing"),
            models.Index(fields=["handler", "status"], name="cases_in_a_hand"),
            models.Index(fields=["zone", "-received_at"], name="cases_of_a_zone"),
            models.Index(fields=["lane", "category", "-received_at"], name="cases_of_a_lane"),
            models.Index(
                fields=["community", "external_number"], name="cases_from_outside", condition=~Q(external_number="")
            ),
            models.Index(fields=["part_of"], name="parts_of_a_case", condition=Q(part_of__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="somebody_holds_what_is_accepted",
                condition=~Q(status__in=[Status.ACCEPTED, Status.ON_SITE]) | Q(handler__isnull=False),
            ),
            models.CheckConstraint(
                name="an_ended_case_says_when_and_how",
                condition=Q(status__in=[*OPEN, Status.MERGED], resolved_at=None, outcome="")
                | Q(status__in=ENDED, resolved_at__isnull=False) & ~Q(outcome=""),
            ),
            models.CheckConstraint(
                name="an_archived_case_says_when",
                condition=Q(status=Status.ARCHIVED, archived_at__isnull=False)
                | ~Q(status=Status.ARCHIVED) & Q(archived_at=None),
            ),
            models.CheckConstraint(name="a_matter_has_words", condition=~Q(content="")),
            models.CheckConstraint(
                name="first_reported_before_it_was_received",
                condition=Q(first_reported_at__lte=models.F("received_at")),
            ),
        ]

    ties: Ties | None = None
    """How the reader of a page stands to the case (set by queries.one_case)."""

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def is_visible_to(self, user: "User") -> bool:
        """Say of a case at hand what `visible_to` says of many; asks only what its own columns do not tell."""
        if self.community_id not in user.community_ids:
            return False
        if self.community_id in whole_communities(user) or self.zone_id in user.zone_ids:
            return True
        return user.pk in (self.handler_id, self.first_handler_id) or (
            Case.objects.visible_to(user).filter(pk=self.pk).exists()
        )

    @property
    def is_merged(self) -> bool:
        """Worked on as another case (see Merger); neither open nor ended by itself."""
        return self.status == Status.MERGED

    @property
    def says_more(self) -> bool:
        """Whether it was told in more words than its title."""
        return tells_more(self.content, self.title)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def waits_at_the_door(self) -> bool:
        """Registered and put before nobody yet: it is still being decided at intake whether somebody goes."""
        return self.status == Status.REGISTERED
