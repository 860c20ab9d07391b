"""What a board shows on a day. Consents are asked for each time: withdrawn in the morning, gone in the morning."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from linli.accounts.models import Duty, User
from linli.cases.models import NOT_HANDLED_HERE, Case, NotCounted
from linli.files.models import File
from linli.residents.models import Consent, Person
from linli.residents.phones import dialled
from linli.residents.queries import allowed
from linli.territory.models import Zone

from ..models import Board, KeeperPhoto
from ..ranges import words_of
from .ground import ground, households_by_door


@dataclass(frozen=True)
class KeeperLine:
    """A keeper as the board may show them: the name is their public office, photo and phone need their consent."""

    keeper: User
    is_lead: bool
    since: date
    person: Person | None
    allows_photo: bool
    allows_phone: bool
    kept_photo: File | None

    @property
    def photo(self) -> File | None:
        """The photo, where there is one that may be shown."""
        return self.kept_photo if self.allows_photo and self.kept_photo and self.kept_photo.is_ready else None

    @property
    def phone(self) -> str:
        """The number to be dialled; blank without consent."""
        kept = self.keeper.phone or (self.person.phone if self.person else "")
        return dialled(kept) if self.allows_phone and kept else ""


@dataclass(frozen=True)
class Shown:
    """A board as it hangs. `handled` is how many matters were resolved since `counted_from`."""

    zone: Zone
    board: Board
    words: list[str]
    keepers: list[KeeperLine]
    households: int
    handled: int
    counted_from: date


def board_of(zone: Zone) -> Board:
    """Return the zone's board, a blank one where nobody has made it yet."""
    return Board.objects.filter(zone=zone).select_related("zone").first() or Board(
        zone=zone, community_id=zone.community_id
    )


def shown(zone: Zone, board: Board, on: date) -> Shown:
    """Return everything a board says on that day."""
    land = ground(zone.community_id, on)
    doors = land.of_zone(zone.pk)
    homes = households_by_door(zone.community_id, on)
    begins = board.published_from or on
    return Shown(
        zone=zone,
        board=board,
        words=words_of(land, doors),
        keepers=keeper_lines(zone, on),
        households=sum(homes.get(door.pk, 0) for door in doors),
        handled=handled(zone, begins),
        counted_from=begins,
    )


def keeper_lines(zone: Zone, on: date) -> list[KeeperLine]:
    """Return the keepers of a day, the lead first, with what they allow now. A fixed number of queries."""
    duties = list(Duty.objects.in_force(on).filter(zone=zone).select_related("user"))  # the lead first
    users = [duty.user_id for duty in duties]
    people = {
        each.user_id: each
        for each in Person.objects.filter(user__in=users, community=zone.community_id, merged_into=None)
    }
    keys = [person.pk for person in people.values()]
    photo, phone = (allowed(keys, use) for use in (Consent.Purpose.PHOTO_ON_BOARD, Consent.Purpose.PHONE_ON_BOARD))
    photos = KeeperPhoto.objects.filter(community=zone.community_id, keeper__in=users).select_related("file")
    files = {each.keeper_id: each.file for each in photos}
    return [
        KeeperLine(
            keeper=duty.user,
            is_lead=duty.is_lead,
            since=duty.from_on,
            person=(person := people.get(duty.user_id)),
            allows_photo=person is not None and person.pk in photo,
            allows_phone=person is not None and person.pk in phone,
            kept_photo=files.get(duty.user_id),
        )
        for duty in duties
    ]


def handled(zone: Zone, since: date) -> int:
    """Count the matters of a zone resolved since that day: 件, so merged ones and parts count once, and no tests."""
    begins = timezone.make_aware(datetime.combine(since, time()))
    not_counted = NotCounted.objects.filter(undone_at=None).values("case")
    resolved = Case.objects.filter(zone=zone, resolved_at__gte=begins).whole_matters()
    return resolved.exclude(outcome__in=NOT_HANDLED_HERE).exclude(pk__in=not_counted).count()


def hanging(community_id: int, on: date) -> list[Board]:
    """Return the boards that hang on that day, by the number of their zones."""
    boards = Board.objects.filter(community=community_id, published_from__lte=on).select_related("zone")
    return [board for board in boards.order_by("zone__number") if board.hangs_on(on)]
