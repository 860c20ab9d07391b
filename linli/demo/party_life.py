"""The Party of the town: organisations, ninety-six members picked from its residents, a year of organisation life."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from django.db.models import Q

from linli.activities.models import Activity, Attendance, Expected
from linli.activities.models.kinds import label_of
from linli.journal.record import without_listeners
from linli.party.actions import (
    enter_members,
    found_organisation,
    give_post,
    note_contact,
    note_mobile,
    note_returned,
    plan_meeting,
    report_in,
    send_note,
    write_note,
)
from linli.party.actions.members import Entered
from linli.party.models import (
    BRANCHES,
    ClaimedPost,
    DuesFact,
    From,
    Member,
    Organisation,
    OrganisationActivity,
    PostCode,
    ServiceEntry,
    ServicePost,
    Skill,
    Standing,
)
from linli.party.queries.access import branch_of
from linli.party.queries.life import add_months
from linli.party.queries.service import draft_note
from linli.residents.models import Consent, Person, Work

from .stage import BEIJING, DATA, Stage

BOARD = (PostCode.SECRETARY, PostCode.DEPUTY, PostCode.ORGANISATION, PostCode.PUBLICITY, PostCode.DISCIPLINE)
SKILLS = (
    Skill.REPAIRS,
    Skill.ELECTRICS,
    Skill.COOKING,
    Skill.HAIR,
    Skill.LAW,
    Skill.PHOTOS,
    Skill.TUTORING,
    Skill.FIRST_AID,
)
FIRST = ("su", "wei", "li", "lu", "liang", "wangyan", "moqiang", "huangxiu", "tanbin", "luzhen", "suwei", "zhoumei",
         "linfeng", "nongying", "hejun", "luo", "mo", "zhongbo", "nong")  # fmt: skip
"""Who has an account and is in the first branch; 廖 leads the general branch from there, too."""


@dataclass
class Life:
    """The town's Party while it is built."""

    stage: Stage
    words: dict[str, Any]
    rng: Random
    today: date
    branches: list[Organisation] = field(default_factory=list)
    groups: list[Organisation] = field(default_factory=list)
    members: dict[int, list[Member]] = field(default_factory=dict)
    boards: dict[int, list[Member]] = field(default_factory=dict)


def live(stage: Stage) -> None:
    """Let the Party live: as quietly as history does, nobody is told of what is long over."""
    plan = tomllib.loads((DATA / "party.toml").read_text(encoding="utf-8"))
    life = Life(stage, plan["words"], Random("the party of the town"), stage.now.astimezone(BEIJING).date())
    with without_listeners():
        _found(life, plan)
        _enter(life, [line["members"] for line in plan["branch"]])
        _give_posts(life)
        _year_of_meetings(life)
        _planned_and_discussed(life)
        _go_away(life)
        _report(life)
        _dues(life)


def _found(life: Life, plan: dict[str, Any]) -> None:
    stage = life.stage
    elected = life.today.replace(month=3, day=1) - timedelta(days=700)

    def found(line: dict[str, Any], kind: str, order: int, parent: Organisation | None) -> Organisation:
        return found_organisation(
            stage.community, kind=kind, name=line["name"], short_name=line["short_name"], place=line.get("place", ""),
            founded_on=line["founded_on"], parent=parent, order=order, elected_on=elected, by=None, at=stage.now,
        )  # fmt: skip

    general = found(plan["general"], "general_branch", 0, None)
    for order, line in enumerate(plan["branch"], 1):
        branch = found(line, line["kind"], order * 10, general)
        life.branches.append(branch)
        for n, name in enumerate(line["groups"], 1):
            group = {"name": f"{branch.short_name}{name}", "short_name": name, "founded_on": line["founded_on"]}
            life.groups.append(found(group, "group", order * 10 + n, branch))


def _enter(life: Life, sizes: list[int]) -> None:
    """Pick members among the grown-ups: whoever has an account first, the old more often than the young."""
    stage, rng = life.stage, life.rng
    here = Person.objects.filter(community=stage.community, merged_into=None, died_on=None)
    adults = here.filter(birth_on__lte=life.today - timedelta(days=24 * 366))
    own = {
        person.user.username: person for person in here.filter(user__isnull=False).select_related("user") if person.user
    }
    staff = [own[name] for name in ("liao", *FIRST) if name in own]
    others = list(adults.filter(user=None).exclude(Q(name="罗福生")).order_by("pk"))
    rng.shuffle(others)
    people = iter([*staff, *sorted(others[: sum(sizes)], key=lambda person: person.pk)])
    lines = []
    for branch, size in zip(life.branches, sizes, strict=True):
        homes = [group for group in life.groups if group.parent_id == branch.pk] or [branch]
        for n in range(size):
            member, since = _member(life, next(people), n)
            lines.append(Entered(member, homes[n % len(homes)], since))
    for member in enter_members(stage.community, lines, by=None, at=stage.now):
        line = lines[member.number - 1]
        branch = branch_of(line.organisation)
        life.members.setdefault(branch.pk, []).append(member)
        life.members.setdefault(line.organisation.pk, [])
        if line.organisation.kind == "group":
            life.members[line.organisation.pk].append(member)
    Consent.objects.bulk_create(
        Consent(
            community=stage.community, person=line.member.person, purpose="phone_to_branch", given_on=life.today,
            channel="paper",
        )
        for line in lines[::2]
        if line.member.person.phone_tail
    )  # fmt: skip


def _member(life: Life, person: Person, n: int) -> tuple[Member, date]:
    rng, born = life.rng, person.birth_on or date(1970, 1, 1)
    age = max(life.today.year - born.year, 22)
    joined = date(born.year + rng.randint(20, max(min(age - 2, 45), 21)), 7, 1)
    joined = min(joined, life.today - timedelta(days=400))
    is_new = n % 24 == 23
    if is_new:
        joined = life.today - timedelta(days=200)
    years = rng.randint(1, 12)
    known = {"joined_precision": "month"} if n % 7 == 3 else {}
    return (
        Member(
            person=person, standing=Standing.PROBATIONARY if is_new else Standing.FULL, joined_on=joined,
            confirmed_on=None if is_new else joined + timedelta(days=365), sponsors=rng.choice(life.words["sponsors"]),
            skills=sorted({rng.choice(SKILLS).value for _ in range(rng.randint(0, 2))}),
            free_times=[rng.choice(["evenings", "weekends", "workdays"])], **known,
        ),
        max(life.today - timedelta(days=365 * years), joined),
    )  # fmt: skip


def _give_posts(life: Life) -> None:
    stage, general = life.stage, life.branches[0].parent
    since = life.branches[0].elected_on or life.today
    first = life.members[life.branches[0].pk]
    if general is not None:
        give_post(first[0], organisation=general, code=PostCode.SECRETARY, from_on=since, by=None, at=stage.now)
        give_post(first[1], organisation=general, code=PostCode.ORGANISATION, from_on=since, by=None, at=stage.now)
    for branch in life.branches:
        candidates = life.members[branch.pk][2 if branch is life.branches[0] else 0 :]
        board = candidates[: 5 if len(candidates) > 20 else 3]
        life.boards[branch.pk] = board
        for member, code in zip(board, BOARD, strict=False):
            give_post(member, organisation=branch, code=code, from_on=since, by=None, at=stage.now)
    for group in life.groups:
        leader = life.members[group.pk][-1]
        give_post(leader, organisation=group, code=PostCode.GROUP_LEADER, from_on=since, by=None, at=stage.now)


# A year of meetings


@dataclass(frozen=True)
class Plan:
    organisation: Organisation
    kinds: list[str]
    on: date
    title: str
    summary: str
    people: list[Member]


def _year_of_meetings(life: Life) -> None:
    """Write a year of meetings at once; what this month still owes is left to be arranged."""
    plans = [plan for n in range(12) for plan in _month(life, add_months(life.today, n - 11)) if plan.on < life.today]
    numbers: dict[int, count[int]] = {}
    meetings = sorted(plans, key=lambda plan: plan.on)
    activities = Activity.objects.bulk_create([_activity(life, plan) for plan in meetings])
    rows, expected, came = [], [], []
    for activity, plan in zip(activities, meetings, strict=True):
        number = next(numbers.setdefault(plan.on.year, count(1)))
        rows.append(
            OrganisationActivity(
                community=life.stage.community, activity=activity, organisation=plan.organisation, year=plan.on.year,
                number=number, agenda=plan.title,
            )
        )  # fmt: skip
        for member in plan.people:
            expected.append(Expected(community=life.stage.community, activity=activity, person_id=member.person_id))
            if attendance := _attendance(life, activity, member.person_id):
                came.append(attendance)
    OrganisationActivity.objects.bulk_create(rows)
    Expected.objects.bulk_create(expected, batch_size=2000)
    Attendance.objects.bulk_create(came, batch_size=2000)


def _month(life: Life, month: date) -> list[Plan]:
    """Return what was held in a month: the theme day with whatever falls into it, the committee, the groups."""
    rng, words, plans = life.rng, life.words, []
    this_month = month == life.today.replace(day=1)
    for n, branch in enumerate(life.branches):
        people = life.members[branch.pk]
        kinds = ["theme_day"]
        kinds += ["party_class"] if month.month % 3 == 2 else []
        kinds += ["branch_meeting"] if month.month % 3 == 0 else []
        kinds += ["life_meeting", "appraisal"] if month.month == 1 and n < 3 else []
        theme = rng.choice(words["themes"])
        if not (this_month and n >= 2):
            title = f"{branch.short_name}主题党日：{theme}"
            plans.append(Plan(branch, kinds, month.replace(day=10 + n), title, rng.choice(words["summaries"]), people))
        if not (this_month and n % 2):
            title = f"{branch.short_name}{label_of('committee_meeting')}"
            board = life.boards[branch.pk]
            plans.append(
                Plan(
                    branch,
                    ["committee_meeting"],
                    month.replace(day=4 + n),
                    title,
                    rng.choice(words["committee"]),
                    board,
                )
            )
    for n, group in enumerate(life.groups):
        if not (this_month and n):
            title = f"{group.short_name}会"
            plans.append(
                Plan(
                    group,
                    ["group_meeting"],
                    month.replace(day=6 + n),
                    title,
                    words["summaries"][2],
                    life.members[group.pk],
                )
            )
    return plans


def _activity(life: Life, plan: Plan) -> Activity:
    begins = _at(plan.on, 19, 30)
    branch = plan.organisation if plan.organisation.kind in BRANCHES else plan.organisation.parent
    board = life.boards[branch.pk] if branch else []
    return Activity(
        community=life.stage.community, title=plan.title, kinds=plan.kinds, starts_at=begins,
        ends_at=begins + timedelta(hours=1, minutes=30), started_at=begins + timedelta(minutes=5),
        ended_at=begins + timedelta(hours=1, minutes=20), place=branch.place if branch else "", summary=plan.summary,
        decisions=life.rng.choice(life.words["decisions"]), host=board[0].person, recorder=board[1].person,
        origin_label=plan.organisation.short_name, origin_url=f"/party/organisations/{plan.organisation.pk}/",
        planned_at=begins - timedelta(days=5), changed_at=begins - timedelta(days=5),
    )  # fmt: skip


def _attendance(life: Life, activity: Activity, person_id: int) -> Attendance | None:
    chance = life.rng.random()
    if chance > 0.97:
        return None
    state = "present" if chance < 0.86 else "excused"
    return Attendance(
        community=life.stage.community, activity=activity, person_id=person_id, state=state,
        reason="" if state == "present" else life.rng.choice(life.words["excuses"]), recorded_at=activity.ends_at,
    )  # fmt: skip


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BEIJING)


def _planned_and_discussed(life: Life) -> None:
    """One meeting is still to come: the committee of the second branch."""
    stage = life.stage
    begins = _at(life.today + timedelta(days=3), 19, 30)
    plan_meeting(
        life.branches[1], title="第二支部党员大会：评议全年工作", kinds=["branch_meeting"], starts_at=begins,
        ends_at=begins + timedelta(hours=2), place="居民议事厅", agenda="一、评议全年工作　二、明年的三件实事",
        by=stage.users["liao"], at=stage.now - timedelta(days=2),
    )  # fmt: skip


# Away, reported in, dues


def _go_away(life: Life) -> None:
    stage, liao = life.stage, life.stage.users["liao"]
    away = [members[-1 - n] for branch in life.branches[:3] for members in [life.members[branch.pk]] for n in (1, 2)]
    for n, member in enumerate(away):
        left_on = life.today - timedelta(days=220 + 60 * n)
        mobile = note_mobile(
            member, direction="out", left_on=left_on, reason="work", destination=life.words["destinations"][n % 5],
            reported_in_on=left_on + timedelta(days=30) if n % 2 else None, by=None, at=stage.now,
        )  # fmt: skip
        if n != 1:
            days = 20 + 45 * n
            contacted = life.today - timedelta(days=min(days, 200))
            note_contact(mobile, on=contacted, mode="phone", note="都好，过年回来", by=liao, at=stage.now)
    Member.objects.filter(pk=away[1].pk).update(lost_since=life.today - timedelta(days=210), lost_reason="1")
    for member in life.members[life.branches[3].pk][-2:]:
        note_mobile(
            member, direction="in", left_on=life.today - timedelta(days=300), reason="residence",
            destination="贺州八步", home_organisation="中共钟山县同古镇支部", by=None, at=stage.now,
        )  # fmt: skip


def _report(life: Life) -> None:
    """Eight reported in from their employers, with posts, help given and notes."""
    stage, rng, liao = life.stage, life.rng, life.stage.users["liao"]
    working = set(Work.objects.filter(until_on=None).values_list("person_id", flat=True))
    every = [member for branch in life.branches[:2] for member in life.members[branch.pk][8:]]
    reported = [member for member in every if member.person_id in working and member.relation == From.HOME][:8]
    last = add_months(life.today, -3)
    year, quarter = last.year, (last.month - 1) // 3 + 1
    for n, member in enumerate(reported):
        work = Work.objects.filter(person=member.person_id, until_on=None).select_related("unit").first()
        unit, employer = (work.unit, work.employer) if work else (None, "")
        report = report_in(
            member, on=life.today - timedelta(days=300 - n), accepted_by=stage.users["su"], unit=unit,
            employer=employer, employer_organisation=f"{unit.name if unit else employer}党支部", by=None, at=stage.now,
        )  # fmt: skip
        ClaimedPost.objects.bulk_create(
            ClaimedPost(community=stage.community, member=member, post=post, from_on=report.on)
            for post in sorted(rng.sample(ServicePost.values, 2))
        )
        if n < 5:
            note = write_note(
                report, year=year, quarter=quarter, summary=draft_note(member, year, quarter), by=liao, at=stage.now
            )
            if n < 4:
                send_note(note, on=life.today - timedelta(days=30), by=liao, at=stage.now)
            if n < 3:
                note_returned(note, on=life.today - timedelta(days=9), answer="已阅，支持", by=liao, at=stage.now)
    helping = [*life.members[life.branches[0].pk][:20], *reported]
    ServiceEntry.objects.bulk_create(
        ServiceEntry(
            community=stage.community, member=member, on=life.today - timedelta(days=rng.randint(1, 250)),
            what=rng.choice(life.words["services"]), minutes=rng.choice([30, 60, 90, 120, 180]),
            result=rng.choice(life.words["results"]), certifier="李春芳",
        )
        for member in helping
        for _n in range(rng.randint(1, 3))
    )  # fmt: skip


def _dues(life: Life) -> None:
    """Eight months of dues of every branch; one member has not paid for seven, and nobody asked yet why."""
    month = life.today.replace(day=1)
    unlucky = life.members[life.branches[1].pk][-4].pk
    facts = []
    for members in (life.members[branch.pk] for branch in life.branches):
        for member in members:
            for n in range(1, 9):
                that = add_months(month, -n)
                is_unpaid = member.pk == unlucky and n <= 7
                paid_on = None if is_unpaid else that + timedelta(days=life.rng.randint(0, 25))
                standing = "unpaid" if is_unpaid else "paid"
                facts.append(
                    DuesFact(
                        community=life.stage.community, member=member, month=that, standing=standing, paid_on=paid_on
                    )
                )
    DuesFact.objects.bulk_create(facts, batch_size=2000)
