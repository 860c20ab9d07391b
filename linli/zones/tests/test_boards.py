"""The public board: what everybody sees without signing in, and what nobody sees without a consent (14B.14, 14B.15)."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from linli.cases.tests.builders import a_resolved_case
from linli.files.actions import make_file, receive_whole
from linli.files.tests.builders import a_photo
from linli.residents.models import Consent, Household, Person
from linli.territory.models import Dwelling
from linli.zones.actions import keep_board, keep_photo, remove_photo
from linli.zones.models import KeeperPhoto
from linli.zones.queries.boards import board_of, handled
from tests.visiting import inside

TODAY = timezone.localdate()
PHONE = "+8613900001234"


@pytest.fixture
def board(town, land):
    town.keeper_wei.phone = PHONE
    town.keeper_wei.save(update_fields=["phone"])
    Person.objects.create(community=town.guihua, name="韦启明", user=town.keeper_wei, phone=PHONE)
    dwelling = Dwelling.objects.create(community=town.guihua, door=land.jianan.doors.first())
    Household.objects.create(community=town.guihua, dwelling=dwelling, from_on=TODAY)
    return keep_board(
        board_of(land.jianan), duties=["sanitation", "disputes"], other_duties="看护古井", public_phone="0774-5550111",
        supervise_phone="0774-5550112", published_from=TODAY, by=town.secretary_liao, at=timezone.now(),
    )  # fmt: skip


def consent(town, purpose):
    with inside(town):
        person = Person.objects.get(user=town.keeper_wei)
        return Consent.objects.create(
            community=town.guihua, person=person, purpose=purpose, given_on=TODAY, channel=Consent.Channel.PAPER
        )


def withdraw(town, given):
    with inside(town):
        given.withdrawn_on = TODAY
        given.save()


def page(client, number=3):
    answer = client.get(f"/zones/GH/{number}/")
    return answer.status_code, answer.content.decode()


def test_anybody_sees_what_a_board_says(client, town, board):
    status, text = page(client)

    assert status == 200
    for words in (
        "建安街责任区",
        "建安街 1—10 号",
        "环境卫生、矛盾调解、看护古井",
        "韦启明",
        "0774-5550111",
        "0774-5550112",
        "1 户",
    ):
        assert words in text


def test_nothing_of_anybodys_home_or_number_is_on_it(client, town, board):
    _status, text = page(client)

    assert "13900001234" not in text
    assert "/photo/" not in text


def test_a_phone_is_there_with_consent_and_gone_the_moment_it_is_withdrawn(client, town, board):
    given = consent(town, Consent.Purpose.PHONE_ON_BOARD)
    assert "tel:13900001234" in page(client)[1]

    withdraw(town, given)

    assert "13900001234" not in page(client)[1]


def test_consent_to_a_photo_is_none_to_a_phone(client, town, board):
    consent(town, Consent.Purpose.PHOTO_ON_BOARD)

    assert "13900001234" not in page(client)[1]


@pytest.fixture
def photo(town, board):
    with inside(town):
        at = timezone.now()
        upload = receive_whole(
            town.guihua, name="韦.jpg", content=io.BytesIO(a_photo()), size=len(a_photo()), by=town.secretary_liao,
            at=at,
        )  # fmt: skip
        kept = keep_photo(board.zone, town.keeper_wei, upload, by=town.secretary_liao, at=at)
        make_file(kept.file_id, by=None, at=at)
        return KeeperPhoto.objects.select_related("file").get(pk=kept.pk)


def test_a_photo_is_there_with_consent_and_gone_the_moment_it_is_withdrawn(client, town, photo):
    address = reverse("zones:public_photo", args=["GH", 3, photo.file.key])
    assert client.get(address).status_code == 404
    given = consent(town, Consent.Purpose.PHOTO_ON_BOARD)
    assert (address in page(client)[1], client.get(address).status_code) == (True, 200)

    withdraw(town, given)

    assert (address in page(client)[1], client.get(address).status_code) == (False, 404)


def test_a_photo_is_taken_away(client, town, photo):
    consent(town, Consent.Purpose.PHOTO_ON_BOARD)
    with inside(town):
        remove_photo(town.zone, photo, by=town.secretary_liao, at=timezone.now())

    assert client.get(reverse("zones:public_photo", args=["GH", 3, photo.file.key])).status_code == 404


def test_a_board_is_there_from_the_day_it_hangs_to_the_day_it_comes_down(client, town, board):
    with inside(town):
        keep_board(board, published_from=TODAY + timedelta(days=1), by=town.secretary_liao, at=timezone.now())
    assert page(client)[0] == 404

    with inside(town):
        yesterday = {"published_from": TODAY - timedelta(days=9), "published_until": TODAY}
        keep_board(board, **yesterday, by=town.secretary_liao, at=timezone.now())
    assert page(client)[0] == 404
    assert "建安街责任区" not in client.get("/zones/boards/").content.decode()


def test_boards_are_listed_by_community(client, town, board):
    text = client.get("/zones/boards/").content.decode()

    assert "/zones/GH/3/" in text
    assert "/zones/GH/4/" not in text


def test_matters_resolved_since_it_hangs_are_counted(town, board, at):
    case = a_resolved_case(town, at=at)
    assert case.zone == board.zone

    assert handled(board.zone, timezone.localdate(at)) == 1
    assert handled(board.zone, timezone.localdate(at) + timedelta(days=2)) == 0


def test_the_sheet_for_the_wall_is_a_pdf(client, town, photo):
    consent(town, Consent.Purpose.PHOTO_ON_BOARD)
    client.force_login(town.secretary_liao)

    answer = client.get(reverse("zones:board_file", args=[town.zone.pk]), headers={"host": "linli.example.cn"})

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_a_board_is_written_from_its_page(client, town, land):
    client.force_login(town.secretary_liao)
    typed = {"duties": ["policy"], "public_phone": "0774-5550111", "published_from": TODAY.isoformat()}

    client.post(reverse("zones:board", args=[land.xiande.pk]), typed)

    assert "政策宣传" in page(client, 4)[1]
