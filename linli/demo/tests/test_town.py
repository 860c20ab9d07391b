"""The demo town, built once for this file inside a transaction that is rolled back. A short year keeps it quick."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import Q

from linli.accounts.models import Duty, User
from linli.activities.models import Activity
from linli.activities.queries import Counts, counts_of
from linli.assembly.models import Body, Meeting, Task
from linli.assembly.queries.rotation import strip_of
from linli.assembly.queries.sitting import how_many_sit_in
from linli.care.models import Pairing, ServicePlan, Support, Visit
from linli.care.queries.due import visits_due
from linli.care.queries.people import totals
from linli.cases.models import Case, CaseFile, Channel, CoHandling, GoodDeed, Status, UnitLink
from linli.demo import people, town
from linli.demo.freshen import freshen
from linli.demo.stage import BEIJING
from linli.fence.rows import open_fence, open_sealed
from linli.fence.sealing import keyed_hash
from linli.files.models import File
from linli.journal.models import Event
from linli.notices.models import Untold
from linli.party.models import Member, Organisation, OrganisationActivity
from linli.party.queries.access import readable_by
from linli.party.queries.calendar import life_of
from linli.reports.metrics import metric
from linli.reports.models import PublishedStatistic
from linli.reports.queries.published import ids_of
from linli.reports.scope import Scope, Window
from linli.residents.models import Household, Person
from linli.residents.numbers import birth_date, normalise_identity_number
from linli.residents.phones import normalise
from linli.rota.models import Absence, GapWarning, Pattern, Post, Swap
from linli.rota.queries import gaps, on_duty
from linli.rota.queries.turns import preview
from linli.sheets.models import ImportRun, Ledger
from linli.territory.models import Community, Door, DoorZone, Zone
from linli.zones.queries.boards import hanging, keeper_lines

pytestmark = pytest.mark.xdist_group("demo town")
NOW = datetime(2026, 11, 23, 10, 4, tzinfo=BEIJING)
FIRST, LAST = datetime(2009, 1, 1, tzinfo=BEIJING), datetime(2010, 4, 14, tzinfo=BEIJING)


@pytest.fixture(scope="module", autouse=True)
def said(django_db_setup, django_db_blocker):
    """Build the town; the value is what the builder said."""
    with django_db_blocker.unblock(), transaction.atomic():
        lines: list[str] = []
        town.build(lines.append, now=NOW, cases_a_year={"lingfeng": 24, "qianjin": 8})
        yield lines
        transaction.set_rollback(True)


@pytest.fixture
def lingfeng():
    return Community.objects.get(name="灵峰社区")


@pytest.fixture
def qianjin():
    return Community.objects.get(name="前进社区")


@pytest.fixture(autouse=True)
def whole_fence(said):
    open_fence(Community.objects.values_list("pk", flat=True))


# What the article tells


def of_the_article(lingfeng):
    return Case.objects.filter(community=lingfeng, received_at__gte=FIRST, received_at__lt=LAST)


def test_243_calls_were_answered_and_handled(lingfeng):
    calls = of_the_article(lingfeng).filter(channel=Channel.HOTLINE)

    assert calls.count() == 243
    assert set(calls.values_list("status", flat=True)) == {Status.ARCHIVED}
    assert calls.filter(resolved_at__lt=LAST).count() == 243


def test_36_letters_and_visits(lingfeng):
    channels = Counter(of_the_article(lingfeng).exclude(channel=Channel.HOTLINE).values_list("channel", flat=True))

    assert channels == {Channel.LETTER: 14, Channel.VISIT: 22}


def test_51_deeds_of_the_voice_station(lingfeng):
    deeds = GoodDeed.objects.filter(community=lingfeng, done_on__range=(date(2009, 1, 1), date(2010, 4, 13)))

    assert Counter(deeds.values_list("source", flat=True)) == {GoodDeed.Source.VOICE_STATION: 51}


def test_the_drain_stank_for_more_than_two_years(lingfeng):
    drain = Case.objects.get(community=lingfeng, title__startswith="建安街、贤德北巷")

    assert drain.first_reported_at < datetime(2008, 1, 1, tzinfo=BEIJING)
    assert drain.resolved_at - drain.first_reported_at > timedelta(days=730)
    assert drain.status == Status.ARCHIVED
    assert drain.handler.username == "wei"
    assert drain.resolved_at.date() > Zone.objects.get(community=lingfeng, number=3).drawn_on
    assert CoHandling.objects.get(case=drain).unit.short_name == "市政局"
    assert drain.requesters.count() == 3
    assert drain.promises.get().broken_at is not None
    assert GoodDeed.objects.get(case=drain).done_on == date(2009, 8, 12)


# The desk at this moment


def test_the_desk_is_alive(lingfeng):
    here = Case.objects.filter(community=lingfeng)
    now = here.filter(received_at__gt=NOW - timedelta(hours=4)).open()
    resolving = Q(promises__kind="resolve", promises__round=1)

    assert now.count() == 8
    assert now.filter(resolving, promises__broken_at__isnull=False).count() == 1
    assert now.filter(promises__warned_at__isnull=False, promises__done_at=None, promises__broken_at=None).count() == 2
    assert now.filter(status=Status.OFFERED).count() == 1
    assert now.filter(pauses__ended_at=None, pauses__isnull=False).count() == 1
    assert here.filter(status=Status.RESOLVED).count() >= 6
    assert here.open().filter(next_due_at__lt=NOW).count() == 1


def test_the_unanswered_offer_went_on_to_the_second_keeper(lingfeng):
    waiting = Case.objects.get(community=lingfeng, status=Status.OFFERED)

    assert list(waiting.offers.values_list("to__username", "answer")) == [("zhoumei", "lapsed"), ("linfeng", "")]


def test_the_hot_spot_and_the_caller_who_is_expected(lingfeng):
    drains = Case.objects.filter(
        community=lingfeng, lane__name="建安街", door__number__range=(30, 46), category__code="municipal.drain"
    )
    caller = keyed_hash("phone", normalise("13800000001"))

    assert drains.filter(received_at__gt=NOW - timedelta(days=365)).count() == 3
    assert list(
        Case.objects.filter(requesters__phone_hash=caller).order_by("received_at").values_list("title", flat=True)
    ) == ["问老年优待证怎么办", "建安街 38 号水沟有异味"]


def test_a_unit_without_an_account_is_asked_behind_a_link(lingfeng):
    link = UnitLink.objects.get(community=lingfeng, revoked_at=None)
    asked = CoHandling.objects.get(case=link.case, unit=link.unit)

    assert (link.unit.short_name, link.case.is_open, link.expires_at > NOW) == ("康宁物业", True, True)
    assert (asked.is_awaited, asked.accepted_at) == (True, None)


def test_a_matter_that_was_really_two_was_split(lingfeng):
    parts = Case.objects.filter(community=lingfeng, part_of__isnull=False).order_by("number")

    assert [part.handler.username for part in parts] == ["wei", "li"]
    assert {part.part_of.status for part in parts} == {Status.ARCHIVED}


def test_nothing_has_happened_in_the_future():
    assert Event.objects.filter(at__gt=NOW).count() == 0


def test_only_what_goes_on_now_is_news(lingfeng):
    moments = Untold.objects.values_list("event__at", flat=True)

    assert moments
    assert min(moments) > NOW - timedelta(days=1)


# People and places


def test_every_zone_has_two_or_three_keepers():
    for zone in Zone.objects.all():
        assert Duty.objects.in_force(NOW.date()).filter(zone=zone).count() in {2, 3}, zone.name


def test_six_zones_in_lingfeng(lingfeng):
    assert Zone.objects.filter(community=lingfeng).count() == 6


@pytest.mark.parametrize(
    ("place", "kinds"), [("灵峰社区", ["hotline", "service_centre", "officer"]), ("前进社区", ["hotline", "officer"])]
)
def test_round_the_clock_posts_stand_empty_only_where_it_was_told(place, kinds):
    posts = Post.objects.filter(community__name=place, is_round_the_clock=True)

    assert [post.kind for post in posts] == kinds
    for post in posts:
        found = gaps(post, NOW - timedelta(days=60), NOW + timedelta(days=30))
        assert len(found) == (post.kind == Post.Kind.SERVICE_CENTRE), "the one gap there is was told"


def test_the_rota_is_in_use(lingfeng):
    warning = GapWarning.objects.get(community=lingfeng, filled_at=None)
    swap = Swap.objects.get(community=lingfeng)

    assert (warning.post.kind, warning.starts_at.astimezone(BEIJING).hour) == (Post.Kind.SERVICE_CENTRE, 16)
    assert (swap.state, swap.taker.username) == (Swap.State.WAITING, "qin")
    assert Absence.objects.get(community=lingfeng, starts_at__lte=NOW, ends_at__gt=NOW).person.username == "lu"
    turn = preview(Pattern.objects.get(community=lingfeng), NOW.date(), NOW.date() + timedelta(days=7))
    assert {each.verdict for each in turn} == {"there"}, "the written rota and the turn say the same"


def test_shifts_are_shared_fairly_and_nobody_has_two_in_a_row():
    for post in Post.objects.filter(is_round_the_clock=True):
        people_in_turn = list(post.shifts.order_by("starts_at").values_list("person", flat=True))
        shares = Counter(people_in_turn).values()

        assert max(shares) - min(shares) <= 1
        assert all(one != next_one for one, next_one in pairwise(people_in_turn))


def test_the_day_shift_is_the_one_of_the_design(lingfeng):
    names = {kind: [user.name for user in on_duty(lingfeng.pk, kind, NOW)] for kind in ["hotline", "officer"]}

    assert names == {"hotline": ["覃娟"], "officer": ["廖建华"]}


def test_the_people_one_may_sign_in_as():
    signs = people.signs()

    assert [username for username, _password, _who in signs] == [
        *("qin", "mo", "liao", "wei", "li", "weiping", "zhao", "chen", "admin", "audit", "su", "luo", "fang")
    ]
    for username, password, who in signs:
        user = User.objects.get(username=username)
        assert check_password(password, user.password)
        assert user.is_active
        assert not user.must_change_password
        assert who.startswith(user.name)
        assert user.duties.in_force(NOW.date()).exists()


def test_the_party_of_the_town_is_alive(lingfeng):
    members = Member.objects.filter(community=lingfeng)
    branches = Organisation.objects.filter(community=lingfeng, kind__in=("branch", "joint_branch"))
    assert (members.count(), branches.count()) == (96, 4)
    assert set(members.values_list("relation", flat=True)) == {"home", "reported", "mobile_in", "mobile_out"}
    lives = life_of(Organisation.objects.filter(community=lingfeng), NOW.date())
    assert {line.is_done for life in lives for line in life.lines} == {True, False}
    liao, su = (User.objects.get(username=name) for name in ("liao", "su"))
    assert {readable_by(user, NOW.date()).count() for user in (liao, su)} == {96}


def test_six_bodies_sit_and_the_chair_goes_round_eight_units(lingfeng, qianjin):
    bodies = {body.kind: body for body in Body.objects.filter(community=lingfeng)}
    counts = how_many_sit_in(list(bodies.values()), NOW.date())
    assert (counts[bodies["conference"].pk], counts[bodies["representatives"].pk]) == (9, 25)
    assert (counts[bodies["supervision"].pk], counts[bodies["liaison_group"].pk]) == (5, 8)
    assert counts[bodies["member_council"].pk] > 80
    assert counts[bodies["residents"].pk] > 800
    strip = strip_of(bodies["conference"], NOW)
    shown = [(term.number, term.unit.short_name) for term in (strip.before, strip.now, strip.then)]
    assert shown == [(5, "人社局"), (6, "市政局"), (7, "灵峰小学")]
    assert (strip.now.starts_on, strip.now.ends_on, strip.days_left) == (date(2026, 7, 1), date(2026, 12, 31), 38)
    assert [term.status for term in bodies["conference"].terms.all()].count("skipped") == 1
    assert Body.objects.filter(community=qianjin).count() == 1


def test_identity_numbers_are_valid_and_nobodys():
    numbers = [person.id_number for person in Person.objects.exclude(id_number_hash="")]

    assert len(numbers) > 100
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert normalise_identity_number(number) == number
        assert (number[:6], birth_date(number).year) == ("451102", 1900)


def test_a_community_of_ordinary_size_lives_here(lingfeng):
    people = Person.objects.filter(community=lingfeng)
    households = Household.objects.filter(community=lingfeng)

    assert 1150 <= people.count() <= 1350
    assert 430 <= households.count() <= 470
    assert households.exclude(members__is_head=True).count() == 0
    assert people.filter(user__isnull=False).count() == 29
    assert people.filter(lunar_month__isnull=False).count() > 40
    assert people.get(name="阿依古丽·买买提").initials == "ayglmmt"
    assert people.get(name="韦𬭎").pinyin == "wei hong"
    children = people.filter(birth_on__gt=date(NOW.year - 14, NOW.month, NOW.day))
    assert children.exclude(relations__kind="guardian").count() == 0


def test_a_sheet_of_residents_was_taken_and_ledgers_are_kept(lingfeng):
    run = ImportRun.objects.get(community=lingfeng, kind="people")
    found = Counter(run.rows.values_list("standing", flat=True))
    assert (run.status, found["wrong"], found["taken"] > 3) == ("done", 4, True)
    assert list(Ledger.objects.filter(community=lingfeng).values_list("name", flat=True).order_by("pk")) == [
        "八十岁以上老人", "各户一览", "驻区单位通讯录", "结对一览",
    ]  # fmt: skip


def test_a_keeper_lives_in_their_own_zone(lingfeng):
    wei = Person.objects.get(user__username="wei")

    assert wei.memberships.get().household.dwelling.door.zone.number == 3


# The other community


def test_the_other_community_has_its_own_cases_and_sees_no_other(lingfeng, qianjin):
    zhao = User.objects.get(username="zhao")
    visible = Case.objects.visible_to(zhao)

    assert visible.count() == 8 + 2
    assert set(visible.values_list("community", flat=True)) == {qianjin.pk}
    open_fence([qianjin.pk])
    assert Case.objects.count() == 8 + 2
    assert not Event.objects.exclude(community=qianjin).exists()


def test_nobody_of_one_community_handles_a_case_of_the_other(lingfeng, qianjin):
    for community in (lingfeng, qianjin):
        handlers = User.objects.filter(cases_in_hand__community=community)
        assert set(handlers.values_list("duties__community", flat=True)) == {community.pk}


# Once, and said


def test_building_again_changes_nothing():
    before = (Case.objects.count(), Event.objects.count(), User.objects.count())
    lines: list[str] = []

    town.build(lines.append, now=NOW)

    assert lines == ["演示社区已经在了"]
    assert (Case.objects.count(), Event.objects.count(), User.objects.count()) == before


def test_progress_is_said(said):
    assert "2009 年以来的诉求 279/279" in said
    assert "灵峰社区去年的诉求 24/24" in said
    assert said[-1] == "演示社区建好了"


# The next day


@pytest.fixture
def and_back():
    """Let a test change the town, for itself alone."""
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def test_the_desk_has_a_few_photos_and_one_is_blacked_out(lingfeng):
    files = File.objects.filter(pk__in=CaseFile.objects.filter(case__community=lingfeng).values("file"))

    assert Counter(files.values_list("state", flat=True)) == {"ready": 5}
    assert files.filter(is_public=True).count() == 2
    assert files.filter(redacted_at__isnull=False).count() == 1
    assert all(file.caption and file.raw == "" for file in files)


def test_people_did_things_together_for_a_year(lingfeng):
    of_branches = OrganisationActivity.objects.filter(community=lingfeng)
    here = Activity.objects.filter(community=lingfeng).exclude(pk__in=of_branches.values("activity"))
    assert 100 <= here.held().count() <= 120
    assert {kind for kinds in here.held().values_list("kinds", flat=True) for kind in kinds} == {
        "health", "culture", "education", "greening", "aid", "volunteer",
    }  # fmt: skip
    (today,) = here.filter(started_at=None, starts_at__lte=NOW)
    assert counts_of([today.pk])[today.pk] == Counts(present=5, guests=2, going=14)
    (full,) = here.filter(capacity=20)
    assert counts_of([full.pk])[full.pk] == Counts(going=20, waiting=5)
    assert here.exclude(cancelled_at=None).count() == 1


def test_the_desk_goes_on_the_next_day(lingfeng, and_back):
    def on_the_desk():
        return Case.objects.filter(community=lingfeng).open().order_by("-received_at")

    before, cases = set(on_the_desk().values_list("pk", flat=True)), Case.objects.count()
    others = Case.objects.filter(community=lingfeng).exclude(pk__in=before).exclude(status="resolved")
    untouched = sorted(others.values_list("pk", "status"))
    now = NOW + timedelta(days=1)

    assert freshen(now=NOW + timedelta(minutes=5)) == 0, "nothing is stale yet"
    assert freshen(now=now) == 9
    assert freshen(now=now + timedelta(minutes=1)) == 0

    open_fence(Community.objects.values_list("pk", flat=True))
    assert Activity.objects.filter(community=lingfeng, started_at=None, starts_at__lt=now).count() == 1
    again = list(on_the_desk())
    assert len(again) == 8
    assert before.isdisjoint(case.pk for case in again)
    assert Case.objects.count() == cases + 9 + 1, "and the neighbour's call about the same cover"
    assert {case.title for case in again} == set(Case.objects.filter(pk__in=before).values_list("title", flat=True))
    assert max(case.received_at for case in again) > now - timedelta(minutes=5)
    assert set(Case.objects.filter(pk__in=before).values_list("status", flat=True)) <= {"archived", "resolved"}
    assert sorted(others.filter(pk__in=[pk for pk, _ in untouched]).values_list("pk", "status")) == untouched


def test_no_other_installation_is_touched(lingfeng, and_back):
    User.objects.filter(username="qin").update(username="somebody-else")

    assert freshen(now=NOW + timedelta(days=1)) == 0


def test_what_was_published_differs_from_today(lingfeng):
    published = PublishedStatistic.objects.get(community=lingfeng, metric="appeals_total")
    scope = Scope(frozenset([lingfeng.pk]), Window(published.from_on, published.to_on), NOW)
    today, _missed = ids_of(metric("appeals_total"), scope)

    assert today < set(published.kept_ids)
    assert len(published.kept_ids) - len(today) == 1


def test_a_border_moved_half_a_year_ago_and_what_was_before_stays(lingfeng):
    earlier, now = (
        set(DoorZone.objects.on(day).filter(zone__number=2, community=lingfeng).values_list("door", flat=True))
        for day in (NOW.date() - timedelta(days=300), NOW.date())
    )
    moved = Door.objects.filter(pk__in=now - earlier)

    assert earlier < now
    assert {(door.lane.name, door.zone.number) for door in moved.select_related("lane", "zone")} == {("桂花巷", 2)}
    assert Event.objects.filter(community=lingfeng, verb="zones.border_moved").count() == 2


def test_five_boards_hang_with_what_their_keepers_allow(lingfeng):
    boards = hanging(lingfeng.pk, NOW.date())
    keepers = [line for board in boards for line in keeper_lines(board.zone, NOW.date())]

    assert [board.zone.number for board in boards] == [1, 2, 3, 4, 5]
    assert {(bool(line.phone), line.allows_phone) for line in keepers} == {(True, True), (False, False)}
    assert {line.kept_photo is not None and line.photo is not None for line in keepers} == {True, False}


# Care


def test_a_year_of_care_has_something_late_something_due_and_a_need_that_became_a_case(lingfeng):
    pairings = Pairing.objects.filter(community=lingfeng).running()
    today = NOW.date()

    assert pairings.count() == 40
    assert pairings.filter(next_visit_on__lt=today).count() == 6
    assert 9 <= pairings.filter(next_visit_on__range=(today, today + timedelta(days=7))).count() <= 12
    assert Visit.objects.filter(community=lingfeng, visited_at__lte=NOW).count() > 120
    assert Visit.objects.get(case__isnull=False).case.status == Status.ARCHIVED
    assert ServicePlan.objects.filter(next_visit_on__isnull=False).count() == 16


def test_keepers_have_somebody_to_visit_and_few_are_told_as_few(lingfeng):
    for username in ("wei", "li"):
        keeper = User.objects.get(username=username)
        assert (username, len(visits_due(keeper, NOW.date(), until=date(2026, 11, 30)).rows) > 0) == (username, True)
    told = {each.group.code: each.people for each in totals(User.objects.get(username="liao"))[0]}
    assert told["aged"] > 20
    assert (told["returned_overseas"], told["member_in_difficulty"]) == (None, None)


def test_two_supports_are_there_for_those_named_and_for_nobody_else(lingfeng):
    assert Support.objects.count() == 0
    open_sealed(User.objects.get(username="fang").pk)
    assert Support.objects.count() == 2
    open_sealed(User.objects.get(username="mo").pk)
    assert Support.objects.count() == 0
    open_fence(Community.objects.values_list("pk", flat=True))


def test_two_years_of_meetings_were_held_and_some_are_to_come(lingfeng):
    meetings = Meeting.objects.filter(community=lingfeng)
    held = meetings.filter(closed_at__isnull=False)
    assert (held.count(), meetings.filter(opened_at=None).count()) == (32, 3)
    assert set(held.values_list("body__kind", flat=True)) == {
        "conference", "member_council", "representatives", "supervision"
    }  # fmt: skip
    assert held.filter(minutes__approved_at=None).count() == 1
    assert not held.filter(rule=None).exists()
    tasks = Task.objects.filter(community=lingfeng)
    assert tasks.filter(done_on__isnull=False).count() > 20
    assert 3 <= tasks.filter(done_on=None, dropped_at=None).count() <= 11
