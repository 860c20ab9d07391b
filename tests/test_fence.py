"""The second wall: what a forgotten filter, a foreign key or a late template could show, PostgreSQL does not."""

import pytest
from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import override_settings
from django.urls import path

from linli.cases.actions import register_case
from linli.cases.models import Case, Promise, Requester
from linli.cases.tests.builders import a_case, a_resolved_case, an_appeal
from linli.fence.asking import ask
from linli.fence.rows import open_fence
from linli.fence.scoping import ScopedModel
from linli.journal.record import record
from linli.rota import events
from linli.rota.models import Post
from linli.territory.models import Lane

SCOPED = sorted((model for model in apps.get_models() if issubclass(model, ScopedModel)), key=lambda m: m._meta.label)


@pytest.fixture
def town(town):
    """The usual town, whose fence is opened again before the database asks at the end whether every truth holds."""
    yield town
    open_fence([town.guihua.pk, town.yinxing.pk])


# What is seen


def test_a_forgotten_filter_leaks_nothing(town, at):
    a_case(town, at=at)

    open_fence(town.operator_zhao.community_ids)
    assert Case.objects.exists() is False
    open_fence([])
    assert Case.objects.exists() is False
    open_fence(town.operator_lin.community_ids)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("model", SCOPED, ids=lambda model: model._meta.label)
def test_no_row_of_the_other_community_is_seen_in_any_table(town, at, model):
    a_resolved_case(town, at=at)

    open_fence([town.yinxing.pk])
    assert model.objects.filter(community=town.guihua).count() == 0
    open_fence([])
    assert model.objects.count() == 0


def test_the_street_sees_both(town, at):
    a_case(town, at=at)
    register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)

    open_fence(town.supervisor_chen.community_ids)

    assert sorted(Case.objects.values_list("community__name", flat=True)) == ["桂花社区", "银杏社区"]


def test_raw_sql_meets_the_same_wall(town, at):
    a_case(town, at=at)
    open_fence([town.yinxing.pk])

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case")
        assert cursor.fetchone() == (0,)


def test_a_count_over_a_join_meets_it_too(town, at):
    a_case(town, at=at)
    open_fence([town.yinxing.pk])

    assert Requester.objects.filter(case__number__startswith="GH").count() == 0


# What is written


def test_a_row_cannot_be_put_into_a_foreign_community(town, at):
    open_fence([town.guihua.pk])

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Lane.objects.create(community=town.yinxing, name="贤德北巷", kind=Lane.Kind.LANE)


def test_nor_moved_into_one(town, at):
    open_fence([town.guihua.pk])

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Lane.objects.filter(pk=town.lane.pk).update(community=town.yinxing)


def test_a_foreign_row_is_neither_changed_nor_removed(town, at):
    a_case(town, at=at)
    open_fence([town.yinxing.pk])

    assert Case.objects.update(title="x") == 0
    assert Promise.objects.all().delete() == (0, {})
    open_fence([town.guihua.pk])
    assert (Case.objects.get().title, Promise.objects.count()) == ("门口水沟堵了，污水漫到路面", 2)


def test_an_action_cannot_write_through_it(town, at):
    open_fence([town.guihua.pk])

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Post.objects.create(community=town.yinxing, name="热线", kind=Post.Kind.HOTLINE)


def test_an_event_of_another_community_is_not_written(town, at):
    open_fence([town.guihua.pk])

    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        record(events.SHIFT_PLANNED, Post(community=town.yinxing, pk=1), by=None, at=at)


def test_numbers_are_unique_even_across_the_fence(town, at):
    number = a_case(town, at=at).number
    open_fence([town.yinxing.pk])
    theirs = register_case(town.yinxing, an_appeal(), by=town.operator_zhao, at=at)

    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=theirs.pk).update(number=number)


# How it is opened


def seen():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('linli.communities', true)")
        return cursor.fetchone()[0] or "nothing"


def test_outside_a_transaction_it_is_not_opened_at_all(committed_db):
    with pytest.raises(RuntimeError, match="open_fence needs a transaction"):
        open_fence([7])


def test_after_the_transaction_it_is_closed_again(committed_db):
    with transaction.atomic():
        open_fence([7, 3])
        assert seen() == "3,7"
    assert seen() == "nothing"


@login_not_required
def rendered(request):
    open_fence([7])
    return HttpResponse(seen())


@login_not_required
def streamed(request):
    open_fence([7])
    return StreamingHttpResponse(seen() for _once in range(1))


@login_not_required
def lazy(request):
    open_fence([7])
    return TemplateResponse(request, engines["django"].from_string("{{ seen }}"), {"seen": seen})


urlpatterns = [path("rendered/", rendered), path("streamed/", streamed), path("lazy/", lazy)]


@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_is_written_after_its_view_sees_nothing(client, committed_db):
    pages = {page: client.get(f"/{page}/") for page in ("rendered", "streamed", "lazy")}

    bodies = {
        page: b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
        for page, answer in pages.items()
    }
    assert bodies == {"rendered": "7", "streamed": "nothing", "lazy": "nothing"}
    assert seen() == "nothing"


# Statements whose plan is kept


def test_a_kept_plan_looks_at_the_fence_every_time_it_runs(town, at):
    statement = "SELECT count(*) FROM cases_promise WHERE made_at <= %(at)s"
    register_case(town.guihua, an_appeal(), by=town.operator_lin, at=at)

    seen = []
    for _more in range(8):  # prepared at the fourth; the server settles on a plan for all values five later
        for community in (town.guihua, town.yinxing):
            open_fence([community.pk])
            seen.append(ask(statement, {"at": at})[0][0])

    assert seen == [2, 0] * 8


def test_a_kept_plan_is_counted_like_any_question(town, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert ask("SELECT %(n)s::int", {"n": 7}) == [(7,)]
    assert "SELECT" in asked[0]["sql"]


def test_a_kept_plan_is_kept(town):
    statement = "SELECT number FROM cases_case WHERE community_id = %(community)s AND number = 'kept'"
    for _more in range(3 + 5 + 3):  # before it is prepared, before the server settles on one plan, and by that plan
        ask(statement, {"community": town.guihua.pk})

    kept = "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE %(like)s"
    assert ask(kept, {"like": "SELECT number FROM cases_case%'kept'"}) == [(3,)]
