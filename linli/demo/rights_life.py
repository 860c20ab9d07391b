"""What people of 灵峰 allowed and took back, who read of them, what they asked, and what is kept too long."""

import tomllib
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.journal.record import without_listeners
from linli.residents.actions import (
    answer_request,
    begin_look,
    enter_person,
    give_consent,
    look_through,
    note_sharing,
    receive_request,
    remind_of_requests,
    withdraw_consent,
)
from linli.residents.models import (
    Consent,
    Household,
    HouseholdMember,
    Person,
    Population,
    Reading,
    RightsRequest,
    Sharing,
)
from linli.territory.models import Dwelling
from linli.territory.queries import open_every_fence

from .stage import DATA, Stage

Purpose, Channel, Kind = Consent.Purpose, Consent.Channel, RightsRequest.Kind
ON_A_BOARD = (Purpose.PHOTO_ON_BOARD, Purpose.PHONE_ON_BOARD)


def ask(stage: Stage) -> None:
    """Let people have decided, asked and moved away; the last request and withdrawal are told of as they happen."""
    data = tomllib.loads((DATA / "rights.toml").read_text(encoding="utf-8"))
    with without_listeners():
        _agree(stage)
        _read(stage, data["reading"])
        _pass_on(stage, data["sharing"])
        _answered(stage)
        _leave(stage, data["moved"], data["died"])
        _waiting(stage)
    _now(stage)
    open_every_fence()


def _keepers(stage: Stage) -> list[Person]:
    """Everybody who keeps a zone and stands on the register, always in one order."""
    today = stage.now.date()
    duties = Duty.objects.in_force(today).filter(role=Duty.Role.ZONE_KEEPER, community=stage.community)
    return list(Person.objects.filter(user__in=duties.values("user")).order_by("pk"))


def _agree(stage: Stage) -> None:
    """Keepers on their boards: most with photo and phone, every fifth without the phone, two took the photo back."""
    given = stage.now - timedelta(days=300)
    for n, keeper in enumerate(_keepers(stage)):
        for purpose in ON_A_BOARD[: 1 if n % 5 == 4 else 2]:
            if Consent.objects.filter(person=keeper, purpose=purpose).exists():
                continue
            consent = give_consent(
                keeper, purpose=purpose, channel=Channel.PAPER, given_on=given.date(), by=stage.users["mo"], at=given,
                evidence="同意书在档案柜第 2 层",
            )  # fmt: skip
            if purpose == Purpose.PHOTO_ON_BOARD and n in {3, 11}:
                withdraw_consent(consent, by=stage.users["mo"], at=stage.now - timedelta(days=40 + n))
    others = Person.objects.filter(community=stage.community, user=None, birth_on__lt=date(1990, 1, 1), frozen_on=None)
    for n, person in enumerate(others.order_by("pk")[10:22]):
        purpose = (Purpose.HONOUR_LIST, Purpose.ACTIVITY_PHOTOS, Purpose.TO_UNIT)[n % 3]
        give_consent(
            person, purpose=purpose, channel=Channel.COUNTER, given_on=given.date(), by=stage.users["mo"], at=given
        )


def _read(stage: Stage, lines: list[dict[str, str]]) -> None:
    wei = Person.objects.get(user=stage.users["wei"])
    rows = []
    for line in lines:
        at, reader = stage.now - timedelta(days=int(line["days"]), hours=1), stage.users[line["who"]]
        rows.append(
            Reading(
                community=stage.community, person=wei, reader=reader, duty=_duty(stage, reader), part=line["part"],
                reason=line["reason"], on=timezone.localdate(at), first_at=at, last_at=at, times=int(line["times"]),
            )
        )  # fmt: skip
    Reading.objects.bulk_create(rows)


def _duty(stage: Stage, user: User) -> str:
    return str(user.duties.filter(community=stage.community).order_by("from_on").first() or "")


def _pass_on(stage: Stage, lines: list[dict[str, str]]) -> None:
    people = list(Person.objects.filter(community=stage.community, user=None).order_by("pk")[:20])
    for line in lines:
        at = stage.now - timedelta(days=int(line["days"]))
        about = [person.pk for person in people[: int(line["people"])]]
        note_sharing(
            stage.community, recipient=line["recipient"], fields=line["fields"], basis=Sharing.Basis(line["basis"]),
            purpose=line["purpose"], people=about, by=stage.users["mo"], at=at,
        )  # fmt: skip


def _answered(stage: Stage) -> None:
    """One request that is over, for whoever looks how such an answer reads."""
    person, at = _keepers(stage)[1], stage.now - timedelta(days=60)
    asked = receive_request(
        stage.community, kind=Kind.CORRECT, channel=RightsRequest.Channel.COUNTER, person=person,
        wanted="电话换了，旧号码请删掉。", by=stage.users["mo"], at=at,
    )  # fmt: skip
    answer_request(
        asked, outcome=RightsRequest.Outcome.DONE, answer="电话已经改成新的，旧的删掉了，当面给本人看过。",
        by=stage.users["mo"], at=at + timedelta(days=2),
    )  # fmt: skip


def _leave(stage: Stage, moved: list[list[object]], died: list[list[object]]) -> None:
    """Families that moved away and people who died; the oldest of each are kept longer than they may be."""
    today, at = stage.now.date(), stage.now - timedelta(days=2600)
    dwelling = Dwelling.objects.filter(community=stage.community).order_by("-pk")[0]
    for name, sex, born, months in moved:
        person = _entered(stage, name, sex, born, at)
        until = today - relativedelta(months=int(str(months)))
        home = Household.objects.create(community=stage.community, dwelling=dwelling, from_on=at.date(), until_on=until)
        HouseholdMember.objects.create(
            community=stage.community, household=home, person=person, is_head=True, from_on=at.date(), until_on=until
        )
    for name, sex, born, months in died:
        person = _entered(stage, name, sex, born, at)
        Person.objects.filter(pk=person.pk).update(died_on=today - relativedelta(months=int(str(months))))


def _entered(stage: Stage, name: object, sex: object, born: object, at: datetime) -> Person:
    return enter_person(
        stage.community, name=str(name), sex=str(sex), birth_on=date(int(str(born)), 1, 1), birth_precision="year",
        by=stage.users["mo"], at=at,
    )  # fmt: skip


def _waiting(stage: Stage) -> None:
    """Two requests that wait, one of them due soon."""
    relative = Person.objects.filter(community=stage.community, died_on__isnull=False).order_by("pk")[0]
    moved = Person.objects.filter(community=stage.community, name="贝永康").order_by("pk")[0]
    receive_request(
        stage.community, kind=Kind.COPY, channel=RightsRequest.Channel.LETTER, person=relative,
        asker=RightsRequest.Asker.RELATIVE, asker_name="骆家二女", asker_phone="13800000099",
        wanted="给老人办抚恤，要一份登记的副本。", by=stage.users["mo"], at=stage.now - timedelta(days=18),
    )  # fmt: skip
    receive_request(
        stage.community, kind=Kind.ACCESS, channel=RightsRequest.Channel.PHONE, person=moved,
        wanted="搬走两年多了，想知道社区还留着什么。", by=stage.users["qin"], at=stage.now - timedelta(days=1),
    )  # fmt: skip


def _now(stage: Stage) -> None:
    """A consent taken back this morning, a reminder of what is due soon, a look at what is kept too long."""
    keeper = _keepers(stage)[2]
    phone = Consent.objects.filter(person=keeper, purpose=Purpose.PHONE_ON_BOARD, withdrawn_on=None).first()
    if phone:
        withdraw_consent(phone, by=stage.users["mo"], at=stage.now - timedelta(hours=2))
    remind_of_requests(stage.community.pk, at=stage.now)
    for population in (Population.MOVED_AWAY, Population.DIED):
        run = begin_look(stage.community, population, by=stage.users["liao"], at=stage.now)
        look_through(run.pk, stage.community.pk, at=stage.now)
