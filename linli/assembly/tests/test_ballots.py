"""A vote is taken once from who may, counted by the rule, and frozen; of a secret one nothing joins who and what."""

import json
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.accounts.models import Duty, User
from linli.assembly import actions
from linli.assembly.models import BodyRule, Invited, OpenVote, PaperCount, Urn
from linli.assembly.queries.ballots import Bar, bar_of, counted, outcome_of, who_voted
from linli.fence.rows import open_fence
from tests.cast import LONG_AGO, build_town

from .builders import a_committee
from .test_at_once import AT, at_once


def running_meeting(town, at, *people, present=None, **rule):
    """A meeting of a committee of these users that has begun; `rule` changes what its rule says."""
    body = a_committee(town, at, *people)
    if rule:
        since = at.date() - timedelta(days=1)
        actions.change_rule(body, from_on=since, reason="试", values=rule, sources={}, by=None, at=at)
    meeting = actions.plan_meeting(
        body, title="例会", starts_at=at + timedelta(days=20), ends_at=at + timedelta(days=20, hours=2), place="会议室",
        by=town.secretary_liao, at=at,
    )  # fmt: skip
    actions.call_meeting(meeting, by=town.secretary_liao, at=at)
    begun = at + timedelta(days=20)
    meeting = actions.open_meeting(meeting, chair=None, recorder=None, by=town.secretary_liao, at=begun)
    there = {each.pk: "present" for each in meeting.invited.all() if present is None or each.user in present}
    actions.take_attendance(meeting, presence=there, by=town.secretary_liao, at=begun)
    meeting.refresh_from_db()
    return meeting


def people(town, many):
    made = User.objects.bulk_create(
        User(username=f"sitter{n}", name=f"席{n}", must_change_password=False) for n in range(many)
    )
    Duty.objects.bulk_create(
        Duty(user=user, role=Duty.Role.PARTY_MEMBER, community=town.guihua, from_on=LONG_AGO) for user in made
    )
    return made


def seat_of(meeting, user):
    return meeting.invited.get(user=user).pk


def test_open_votes_are_counted_by_the_rule_and_frozen(town, at):
    sitters = people(town, 5)
    meeting = running_meeting(town, at, *sitters, present=sitters[:4])
    liao, now = town.secretary_liao, at + timedelta(days=20)
    ballot = actions.open_ballot(meeting, question="同意改造", by=liao, at=now)
    with pytest.raises(actions.CannotVoteNow):
        actions.open_ballot(meeting, question="另一项", by=liao, at=now)
    actions.cast_vote(ballot, voter=seat_of(meeting, sitters[0]), choice="for", by=sitters[0], at=now)
    with pytest.raises(actions.VotedAlready):
        actions.cast_vote(ballot, voter=seat_of(meeting, sitters[0]), choice="against", by=sitters[0], at=now)
    with pytest.raises(actions.NotToVote):  # not there
        actions.cast_vote(ballot, voter=seat_of(meeting, sitters[4]), choice="for", by=sitters[4], at=now)
    with pytest.raises(actions.NotToVote):  # somebody else's slip
        actions.cast_vote(ballot, voter=seat_of(meeting, sitters[1]), choice="for", by=sitters[0], at=now)
    with pytest.raises(actions.NoSuchChoice):
        actions.cast_vote(ballot, voter=seat_of(meeting, sitters[1]), choice="maybe", by=sitters[1], at=now)
    hands = {seat_of(meeting, each): "for" for each in sitters[1:3]} | {seat_of(meeting, sitters[3]): "abstain"}
    actions.take_hands(ballot, votes=hands, by=liao, at=now)
    ballot = actions.close_ballot(ballot, by=liao, at=now)
    assert ballot.counts == {"for": 3, "against": 0, "abstain": 1}
    assert (ballot.expected, ballot.present, ballot.has_quorum, ballot.passed) == (5, 4, True, True)
    assert f"（{ballot.needed} 票）为通过" in counted(ballot).words
    with pytest.raises(actions.BallotIsClosed):
        actions.cast_vote(ballot, voter=seat_of(meeting, sitters[4]), choice="for", by=sitters[4], at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(ballot).objects.filter(pk=ballot.pk).update(passed=False)
    annulled = actions.annul_ballot(ballot, reason="有人没有听清", by=liao, at=now)
    assert annulled.annulled_because == "有人没有听清"


def test_a_proxy_votes_only_where_the_rule_allows_it(town, at):
    sitters = people(town, 3)
    for allows, expected in ((False, None), (True, {"for": 1, "against": 0, "abstain": 0})):
        with transaction.atomic():
            meeting = running_meeting(town, at, *sitters, present=sitters[:1], takes_proxies=allows, secrecy="open")
            away, there = meeting.invited.get(user=sitters[1]), meeting.invited.get(user=sitters[0])
            Invited.objects.filter(pk=away.pk).update(proxy=there)
            ballot = actions.open_ballot(meeting, question="同意", by=town.secretary_liao, at=at)
            if expected is None:
                with pytest.raises(actions.NotToVote):
                    actions.cast_vote(ballot, voter=away.pk, choice="for", by=sitters[0], at=at)
            else:
                actions.cast_vote(ballot, voter=away.pk, choice="for", by=sitters[0], at=at)
                assert actions.close_ballot(ballot, by=town.secretary_liao, at=at).counts == expected
            transaction.set_rollback(True)


def secret_ballot(town, at, sitters):
    meeting = running_meeting(town, at, *sitters, secrecy="secret")
    ballot = actions.open_ballot(meeting, question="选方案", options=["挖开", "换管"], by=town.secretary_liao, at=at)
    assert ballot.is_secret
    return meeting, ballot


def everything_in(community):
    """Every row of every table of the community, and of those without one, as text."""
    rows = []
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t')
            rows += [(table, json.loads(row) if isinstance(row, str) else row) for (row,) in cursor.fetchall()]
    return rows


def without_chance(rows):
    """The rows without what differs between any two runs: keys, sealed slips (only how many, and how long)."""
    plain = []
    for table, found in rows:
        row = dict(found)
        if table == "assembly_urn":
            row["slips"] = [len(slip) for slip in row["slips"]]
        for chance in ("password", "session_key", "session_data", "screen_secret"):
            row.pop(chance, None)
        plain.append((table, json.dumps(row, sort_keys=True, ensure_ascii=False)))
    return sorted(plain)


@pytest.mark.parametrize("is_counted", [False, True])
def test_after_a_secret_ballot_who_voted_what_may_be_anybody(town, at, is_counted):
    """Let the same people vote twice over, the other way round: every table looks the same, in every row."""
    sitters = people(town, 4)
    meeting, ballot = secret_ballot(town, at, sitters)
    key = Path(settings.URN_KEYS) / f"{town.guihua.pk}-{ballot.pk}"
    assert key.stat().st_mode & 0o077 == 0
    ways = (["o1", "o2", "o2", "abstain"], ["abstain", "o2", "o1", "o2"])
    seen = []
    before = key.read_bytes()
    for way in ways:
        with transaction.atomic():
            for user, choice in zip(sitters, way, strict=True):
                actions.cast_vote(ballot, voter=seat_of(meeting, user), choice=choice, by=user, at=at)
            if is_counted:
                done = actions.close_ballot(ballot, by=town.secretary_liao, at=at)
                assert done.counts == {"o1": 1, "o2": 2, "abstain": 1}
                assert Urn.objects.get(ballot=ballot).slips == []
            rows = everything_in(town.guihua)
            seen.append([row for row in without_chance(rows) if row[0] != "journal_event" or "id" in row[1]])
            said = json.dumps([row for table, row in rows if table == "assembly_urn"])
            assert not any(f'"{code}' in said for code in ("o1", "o2", "abstain"))
            assert not OpenVote.objects.exists()
            transaction.set_rollback(True)
        assert key.read_bytes() == before

    def no_keys(rows):
        cut = []
        for table, row in rows:
            plain = json.loads(row)
            plain.pop("id", None)
            cut.append((table, json.dumps(plain, sort_keys=True)))
        return sorted(cut)

    assert no_keys(seen[0]) == no_keys(seen[1])


def test_slips_are_shuffled_and_sealed_anew_every_time(town, at, monkeypatch):
    sitters = people(town, 3)
    meeting, ballot = secret_ballot(town, at, sitters)
    copies = []
    for user in reversed(sitters):
        actions.cast_vote(ballot, voter=seat_of(meeting, user), choice="o1", by=user, at=at)
        copies.append(Urn.objects.get(ballot=ballot))
    assert [len(set(copy.slips)) for copy in copies] == [1, 2, 3]
    assert not set(copies[1].slips) & set(copies[2].slips)
    assert len({len(slip) for copy in copies for slip in copy.slips}) == 1
    assert copies[2].voted == sorted(copies[2].voted)
    with pytest.raises(actions.VotedAlready):
        actions.cast_vote(ballot, voter=seat_of(meeting, sitters[0]), choice="o2", by=sitters[0], at=at)
    assert Urn.objects.get(ballot=ballot).slips == copies[2].slips


def test_papers_are_taken_in_when_two_count_the_same(town, at):
    sitters = people(town, 3)
    meeting, ballot = secret_ballot(town, at, sitters)
    voters = [seat_of(meeting, user) for user in sitters[:2]]
    one, other = town.secretary_liao, town.worker_mo
    with pytest.raises(actions.PapersDiffer):
        actions.count_papers(ballot, counts={"o1": 3}, voters=voters, by=one, at=at)
    assert actions.count_papers(ballot, counts={"o1": 2}, voters=voters, by=one, at=at) is False
    assert set(PaperCount.objects.get().counts) == {"sealed"}
    with pytest.raises(actions.PapersDiffer):
        actions.count_papers(ballot, counts={"o1": 1, "o2": 1}, voters=voters, by=other, at=at)
    with pytest.raises(actions.PapersDiffer):
        actions.close_ballot(ballot, by=one, at=at)
    assert actions.count_papers(ballot, counts={"o1": 2}, voters=voters, by=other, at=at) is True
    assert not PaperCount.objects.exists()
    assert who_voted(ballot) == set(voters)
    with pytest.raises(actions.NotToVote):
        actions.take_hands(ballot, votes={voters[0]: "o1"}, by=one, at=at)
    done = actions.close_ballot(ballot, by=one, at=at)
    assert (done.counts, done.passed) == ({"o1": 2, "o2": 0, "abstain": 0}, True)


def test_an_urn_without_its_key_says_so_and_can_be_annulled(town, at):
    sitters = people(town, 2)
    meeting, ballot = secret_ballot(town, at, sitters)
    actions.cast_vote(ballot, voter=seat_of(meeting, sitters[0]), choice="o1", by=sitters[0], at=at)
    (Path(settings.URN_KEYS) / f"{town.guihua.pk}-{ballot.pk}").unlink()
    with pytest.raises(actions.UrnIsLost):
        actions.close_ballot(ballot, by=town.secretary_liao, at=at)
    actions.annul_ballot(ballot, reason="机器坏了", by=town.secretary_liao, at=at)
    with pytest.raises(actions.BallotIsClosed):
        actions.cast_vote(ballot, voter=seat_of(meeting, sitters[1]), choice="o1", by=sitters[1], at=at)


@pytest.fixture
def secret_in_the_open(committed_db):
    with transaction.atomic():
        town = build_town()
        meeting, ballot = secret_ballot(town, AT, [town.keeper_wei, town.keeper_li])
    return town, meeting, ballot


def test_a_double_click_and_two_people_at_once_leave_one_slip_each(secret_in_the_open):
    town, meeting, ballot = secret_in_the_open
    with transaction.atomic():
        open_fence([town.guihua.pk])
        wei, li = seat_of(meeting, town.keeper_wei), seat_of(meeting, town.keeper_li)

    def vote(user, seat):
        return lambda: actions.cast_vote(ballot, voter=seat, choice="o1", by=user, at=AT)

    deeds = [vote(town.keeper_wei, wei), vote(town.keeper_wei, wei), vote(town.keeper_li, li)]
    assert at_once(town, *deeds) == ["VotedAlready"]
    with transaction.atomic():
        open_fence([town.guihua.pk])
        assert who_voted(ballot) == {wei, li}
        done = actions.close_ballot(ballot, by=town.secretary_liao, at=AT)
        assert done.counts == {"o1": 2, "o2": 0, "abstain": 0}
    assert not (Path(settings.URN_KEYS) / f"{town.guihua.pk}-{ballot.pk}").exists()


SHARES = st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda share: share[0] <= share[1])


@given(SHARES, st.booleans(), st.sampled_from(["present", "expected"]), st.integers(0, 200), st.integers(0, 200))
def test_what_a_rule_needs_is_the_smallest_number_that_is_enough(share, reached_at, of, present, more):
    num, den = share
    rule = BodyRule(
        quorum_num=num, quorum_den=den, quorum_reached_at=reached_at, majority_num=num, majority_den=den,
        majority_reached_at=reached_at, majority_of=of,
    )  # fmt: skip
    expected = present + more
    bar, part = bar_of(rule, expected=expected, present=present), Fraction(num, den)

    def enough(many, whole):
        return many >= 1 and (many >= part * whole if reached_at else many > part * whole)

    whole = expected if of == "expected" else present
    assert enough(bar.needed, whole)
    assert not enough(bar.needed - 1, whole)
    assert enough(bar.quorum, expected)
    assert not enough(bar.quorum - 1, expected)
    assert outcome_of({"for": bar.needed}, bar, is_motion=True) == bar.has_quorum
    assert not outcome_of({"for": bar.needed - 1}, bar, is_motion=True)


def test_of_several_options_one_alone_must_have_enough():
    bar = Bar(expected=10, present=8, quorum=6, needed=4)
    assert outcome_of({"o1": 5, "o2": 3, "abstain": 0}, bar, is_motion=False)
    assert not outcome_of({"o1": 4, "o2": 4, "abstain": 0}, bar, is_motion=False)
    assert not outcome_of({"o1": 3, "o2": 1, "abstain": 9}, bar, is_motion=False)
    assert not outcome_of({"o1": 8}, replace(bar, present=5), is_motion=False)
