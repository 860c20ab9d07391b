"""A hotline that never stands empty, and shifts planned in hours from `at`."""

import pytest

from linli.rota.actions import plan_shift
from linli.rota.models import Post


@pytest.fixture
def hotline(town):
    return Post.objects.create(
        community=town.guihua, name="民声热线", kind=Post.Kind.HOTLINE, is_round_the_clock=True, order=1
    )


@pytest.fixture
def reception(town):
    return Post.objects.create(community=town.guihua, name="接待室", kind=Post.Kind.RECEPTION, order=2)


@pytest.fixture
def shift(town, at, minutes):
    """Return a way to plan one: `shift(post, person, 0, 8)` is from `at` for eight hours."""

    def plan(post, person, begins, ends, **more):
        return plan_shift(
            post, person=person, starts_at=at + minutes(60 * begins), ends_at=at + minutes(60 * ends),
            by=town.officer_zheng, at=at, **more,
        )  # fmt: skip

    return plan
