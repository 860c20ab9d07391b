from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.fence.scoping import ScopedModel

from .codes import Outcome
from .policy import Category


class ReplyText(ScopedModel):
    """A text one may begin an answer with; of a category with its children, of an ending, or of any.

    Reference texts stand in data/reply_texts.toml. A row with the `code` of one takes its place in this community, and
    hides it when it is not in use.
    """

    code = models.CharField(max_length=40, blank=True, editable=False)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("归类")
    )
    outcome = models.CharField(_("怎样结束的"), max_length=24, choices=Outcome, blank=True)
    title = models.CharField(_("名称"), max_length=40)
    body = models.TextField(_("答复的话"), max_length=1000)
    is_in_use = models.BooleanField(_("还在用"), default=True)

    class Meta:
        verbose_name = _("答复用语")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "code"], name="a_reference_text_is_replaced_once", condition=~Q(code="")
            ),
            models.CheckConstraint(name="a_reply_text_has_words", condition=~Q(title="") & ~Q(body="")),
        ]

    def __str__(self) -> str:
        return self.title


class WatchedWord(ScopedModel):
    """A word of our own that an answer should not have, and what to say instead; beside data/reply_words.toml.

    A row not in use takes a word of that list out.
    """

    word = models.CharField(_("自己人的话"), max_length=20)
    say_instead = models.CharField(_("可以说成"), max_length=60, blank=True)
    is_in_use = models.BooleanField(_("还提醒"), default=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("提醒的词")
        constraints = [models.UniqueConstraint(fields=["community", "word"], name="a_word_is_watched_once")]

    def __str__(self) -> str:
        return self.word
