"""Texts to answer with, and the words watched for, as a community keeps them."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Category, ReplyText, WatchedWord


class ReplacedBefore(Refusal):
    pass


@transaction.atomic
def keep_reply_text(
    text: ReplyText,
    *,
    title: str,
    body: str,
    category: Category | None,
    outcome: str,
    is_in_use: bool,
    by: User,
    at: datetime,
) -> ReplyText:
    """Save a new or changed text of the community; one with a code takes the place of that reference text."""
    text.title, text.body, text.category, text.outcome, text.is_in_use = title, body, category, outcome, is_in_use
    try:
        with transaction.atomic():
            text.save()
    except IntegrityError as why:
        raise ReplacedBefore(_("这段参考答复刚才已经有人改成自己的了，请回去看一看。")) from why
    record(events.REPLY_TEXT_KEPT, text, by=by, at=at, title=title)
    return text


@transaction.atomic
def watch_word(
    community_id: int, *, word: str, say_instead: str = "", is_in_use: bool = True, by: User, at: datetime
) -> WatchedWord:
    """Watch for a word in answers from now on, or no longer."""
    row, _is_new = WatchedWord.objects.update_or_create(
        community_id=community_id,
        word=word,
        defaults={"say_instead": say_instead, "is_in_use": is_in_use, "kept_by": by},
    )
    record(events.WORD_WATCHED if is_in_use else events.WORD_LET_BE, row, by=by, at=at, word=word)
    return row
