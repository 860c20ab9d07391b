"""表决: who voted, and what was voted; of a secret ballot nothing joins the two."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ManyRows, ScopedModel

from .agenda import AgendaItem
from .matters import Matter
from .meetings import Invited, Meeting


class Ballot(ScopedModel):
    """一次表决: opened in a meeting, closed once, its result frozen when it is counted.

    The numbers of the result are written when it closes, computed by the meeting's rule, and never changed (trigger).
    """

    class Kind(models.TextChoices):
        MOTION = "motion", _("赞成、反对、弃权")
        OPTIONS = "options", _("几个方案选一个")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="ballots")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, blank=True, related_name="ballots")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="ballots")
    question = models.CharField(_("表决什么"), max_length=200)
    kind = models.CharField(_("怎样选"), max_length=7, choices=Kind, default=Kind.MOTION)
    is_secret = models.BooleanField(_("无记名"), default=False)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    expected = models.PositiveIntegerField(_("应到"), null=True, blank=True)
    present = models.PositiveIntegerField(_("实到"), null=True, blank=True)
    has_quorum = models.BooleanField(_("够开会人数"), null=True, blank=True)
    counts = models.JSONField(_("票数"), null=True, blank=True)
    needed = models.PositiveIntegerField(_("要多少票"), null=True, blank=True)
    passed = models.BooleanField(_("通过"), null=True, blank=True)
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    annulled_because = models.CharField(_("为什么作废"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("表决")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], name="one_vote_is_taken_at_a_time", condition=Q(closed_at=None, annulled_at=None)
            ),
            models.CheckConstraint(
                name="a_closed_ballot_has_its_result",
                condition=Q(closed_at=None, passed=None, counts=None)
                | Q(closed_at__isnull=False, passed__isnull=False, counts__isnull=False, has_quorum__isnull=False),
            ),
            models.CheckConstraint(
                name="annulling_says_why",
                condition=Q(annulled_at=None, annulled_because="")
                | Q(annulled_at__isnull=False) & ~Q(annulled_because=""),
            ),
        ]


class Choice(ScopedModel):
    """What may be chosen: of a motion for, against, abstain; of options each one, and abstain."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="choices")
    code = models.CharField(max_length=10)
    label = models.CharField(_("选项"), max_length=80)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "code"], name="one_choice_of_each_code")]


class OpenVote(ManyRows):
    """A vote by name. `cast_by` is the account it came from: their own, their proxy's, or who entered the paper."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="open_votes")
    voter = models.ForeignKey(Invited, models.PROTECT, related_name="+")
    choice = models.ForeignKey(Choice, models.PROTECT, related_name="+")
    cast_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "voter"], name="one_open_vote_each")]


class Urn(ScopedModel):
    """票箱 of a secret ballot: who put something in, and what is in it, side by side and never joined.

    `voted` is kept sorted, `slips` is sealed and shuffled anew with every slip; there is no row, moment, number or
    journal line for a single vote, so that nothing in the tables tells which slip came with whom.
    """

    ballot = models.OneToOneField(Ballot, models.CASCADE, related_name="urn")
    voted = ArrayField(models.BigIntegerField(), default=list)
    slips = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_urn_is_for_as_many_slips_as_voters",
                condition=Q(voted__len=F("slips__len")) | Q(slips__len=0),
            )
        ]


class PaperCount(ScopedModel):
    """纸票: how many papers for each choice one person counted. Two people count; only equal counts are taken in."""

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="paper_counts")
    counts = models.JSONField()
    voters = ArrayField(models.BigIntegerField(), default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "by"], name="everybody_counts_papers_once")]
