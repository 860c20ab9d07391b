"""Bodies begin with the rule of their kind; a new rule follows the old one, and nobody rewrites any."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from linli.assembly.actions import NameIsTaken, RuleFromThen, change_rule, end_body
from linli.assembly.actions.bodies import NeedsAnOrganisation
from linli.assembly.models import Body, BodyRule
from linli.assembly.queries.sitting import rule_on
from linli.assembly.queries.starting import FIELDS, beginning_of
from linli.assembly.queries.wording import majority_words, quorum_words, say_rule
from linli.journal.models import Event

from .builders import LONG_AGO, a_body


@pytest.mark.parametrize("kind", Body.Kind.values)
def test_every_kind_has_a_rule_and_a_source_beside_each_line_of_it(kind):
    beginning = beginning_of(kind)

    assert set(beginning.sources) == set(FIELDS)
    assert all(beginning.sources.values())
    BodyRule(sources=beginning.sources, **beginning.values).full_clean(
        exclude=["community", "body", "from_on", "made_by"], validate_constraints=False
    )


def test_the_law_stands_in_the_rules_of_residents_and_representatives(town, at):
    residents, representatives = a_body(town, "residents", at), a_body(town, "representatives", at)
    theirs, rule = rule_on(residents, at.date()), rule_on(representatives, at.date())

    assert (theirs.notice_days, quorum_words(theirs), majority_words(theirs)) == (10, "过半数", "到会人数的过半数")
    assert (rule.meets_every_months, quorum_words(rule)) == (6, "三分之二以上")
    assert "第二十八条" in next(line.source for line in say_rule(rule) if line.label == "多久开一次")


def test_a_new_rule_follows_the_old_one_and_both_stay(town, at):
    body = a_body(town, "conference", at)

    new = change_rule(
        body, from_on=date(2026, 4, 1), reason="三月例会通过", values={"notice_days": 10},
        sources={"notice_days": "联席会章程第五条"}, by=town.secretary_liao, at=at,
    )  # fmt: skip

    assert (rule_on(body, date(2026, 3, 31)).notice_days, rule_on(body, date(2026, 4, 1)).notice_days) == (7, 10)
    assert new.topic_days == 15
    assert (new.sources["notice_days"], new.sources["topic_days"][:4]) == ("联席会章程第五条", "社区自定")
    with pytest.raises(RuleFromThen):
        change_rule(body, from_on=date(2026, 4, 1), reason="再改", values={}, sources={}, by=town.secretary_liao, at=at)


def test_a_rule_is_never_rewritten(town, at):
    body = a_body(town, "conference", at)

    with pytest.raises(IntegrityError, match="a rule is not rewritten"), transaction.atomic():
        body.rules.update(notice_days=1)


def test_two_bodies_of_one_name_are_refused_kindly(town, at):
    a_body(town, "conference", at, name="联席会")

    with pytest.raises(NameIsTaken) as why:
        a_body(town, "liaison_group", at, name="联席会")
    assert (why.value.field, Body.objects.count()) == ("name", 1)


def test_a_members_council_needs_to_know_whose_members(town, at):
    with pytest.raises(NeedsAnOrganisation):
        a_body(town, "member_council", at)


def test_an_ended_body_keeps_its_past(town, at):
    body = a_body(town, "liaison_group", at)

    end_body(body, on=date(2026, 3, 1), reason="并入联席会", by=town.secretary_liao, at=at)
    end_body(body, on=date(2026, 3, 2), reason="又按了一次", by=town.secretary_liao, at=at)

    body.refresh_from_db()
    assert body.ended_on == date(2026, 3, 1)
    assert list(Event.objects.filter(verb="assembly.body_ended").values_list("facts__reason", flat=True)) == [
        "并入联席会"
    ]
    assert a_body(town, "liaison_group", at).founded_on == LONG_AGO


def test_the_secretary_founds_a_body_and_changes_its_rule(town, client):
    client.force_login(town.secretary_liao)

    made = client.post(
        reverse("assembly:new_body"), {"kind": "supervision", "name": "居务监督委员会", "founded_on": "2026-01-01"}
    )
    body = Body.objects.get()
    assert made.url == reverse("assembly:body", args=[body.pk])
    page = client.get(made.url).content.decode()
    assert "第三十六条" in page
    assert "社区自定" in page
    form = client.get(reverse("assembly:rule", args=[body.pk])).context["form"]
    changed = client.post(
        reverse("assembly:rule", args=[body.pk]),
        {**form.initial, "from_on": "2026-06-01", "reason": "代表会议通过", "quorum": "2/3 at", "takes_proxies": ""},
    )
    assert changed.status_code == 302
    rule = body.rules.first()
    assert (quorum_words(rule), rule.sources["quorum"], rule.sources["reason"]) == (
        "三分之二以上", "社区自定", "代表会议通过",
    )  # fmt: skip


def test_who_only_works_here_reads_no_body_they_do_not_sit_in(town, at, client):
    body = a_body(town, "conference", at)
    client.force_login(town.keeper_wei)

    assert client.get(reverse("assembly:body", args=[body.pk])).status_code == 404
    assert body.name not in client.get(reverse("assembly:home")).content.decode()
    client.force_login(town.worker_mo)
    assert client.get(reverse("assembly:body", args=[body.pk])).status_code == 200
    assert client.post(reverse("assembly:rule", args=[body.pk]), {}).status_code == 403
