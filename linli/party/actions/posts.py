"""党内职务: given and ended."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Member, Organisation, Post, PostCode


class AlreadyHasASecretary(Refusal):
    pass


class AlreadyInThePost(Refusal):
    pass


class EndsBeforeItBegins(Refusal):
    pass


@transaction.atomic
def give_post(
    member: Member, *, organisation: Organisation, code: str, from_on: date, by: User | None, at: datetime
) -> Post:
    """Let a member hold a post of an organisation. An organisation has one secretary at a time."""
    try:
        with transaction.atomic():
            post = Post.objects.create(
                community_id=member.community_id, member=member, organisation=organisation, code=code, from_on=from_on
            )
    except IntegrityError as why:
        if "one_secretary_at_a_time" in str(why):
            raise AlreadyHasASecretary(
                _("{name}那时候已经有书记了。先给原来的书记记下卸任的日子。").format(name=organisation.short_name),
                field="code",
            ) from why
        if "one_post_of_a_kind_at_a_time" not in str(why):
            raise
        raise AlreadyInThePost(_("这个职务已经记过了。"), field="code") from why
    record(
        events.POST_GIVEN, post, by=by, at=at, card=member.card_number, branch=organisation.short_name,
        post=PostCode(code).value, on=from_on,
    )  # fmt: skip
    return post


@transaction.atomic
def end_post(post: Post, *, on: date, by: User, at: datetime) -> None:
    """Note that somebody holds a post no more since `on`; ending it again changes nothing."""
    post = (
        Post.objects.select_for_update(of=("self",)).select_related("member__community", "organisation").get(pk=post.pk)
    )
    if post.until_on is not None:
        return
    if on <= post.from_on:
        raise EndsBeforeItBegins(_("卸任的日子要晚于上任的日子（{day}）。").format(day=post.from_on), field="on")
    post.until_on = on
    post.save(update_fields=["until_on"])
    record(
        events.POST_ENDED, post, by=by, at=at, card=post.member.card_number, branch=post.organisation.short_name,
        post=post.code, on=on,
    )  # fmt: skip
