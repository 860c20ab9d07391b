"""Posts as the community keeps them."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from linli.accounts.models import User
from linli.journal.record import record
from linli.web.refusal import Refusal

from .. import events
from ..models import Post


class NameIsTaken(Refusal):
    pass


@transaction.atomic
def keep_post(post: Post, *, by: User, at: datetime, **given: Any) -> Post:
    """Save a new or changed post with what is `given` of it."""
    for name, value in given.items():
        setattr(post, name, value)
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as why:
        if "one_post_of_each_name" not in str(why):
            raise
        raise NameIsTaken(_("已经有一个叫「{name}」的岗位。").format(name=post.name), field="name") from why
    record(events.POST_CHANGED, post, by=by, at=at, post=post.name)
    return post
