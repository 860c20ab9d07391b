"""What somebody allowed, until they withdraw it; and who read their file."""

from linli.residents.actions import enter_person, note_reading
from linli.residents.models import Consent, Reading
from linli.residents.queries import allowed


def test_a_consent_counts_until_it_is_withdrawn(town, at):
    huang, wei = (enter_person(town.guihua, name=name, by=town.worker_mo, at=at) for name in ("黄桂香", "韦启明"))
    for person, withdrawn_on in ((huang, None), (wei, at.date())):
        Consent.objects.create(
            community=town.guihua, person=person, purpose=Consent.Purpose.PHOTO_ON_BOARD, given_on=at.date(),
            channel=Consent.Channel.PAPER, withdrawn_on=withdrawn_on,
        )  # fmt: skip

    assert allowed([huang.pk, wei.pk], Consent.Purpose.PHOTO_ON_BOARD) == {huang.pk}
    assert allowed([huang.pk, wei.pk], Consent.Purpose.PHONE_ON_BOARD) == set()


def test_reading_a_file_twice_a_day_is_one_row(town, at, minutes):
    huang = enter_person(town.guihua, name="黄桂香", by=town.worker_mo, at=at)

    note_reading(huang, Reading.Part.FILE, by=town.worker_mo, at=at)
    note_reading(huang, Reading.Part.FILE, by=town.worker_mo, at=at + minutes(5))
    note_reading(huang, Reading.Part.FILE, by=town.secretary_liao, at=at)

    read = Reading.objects.order_by("pk").values_list("reader__name", "duty", "times", "last_at")
    assert list(read) == [
        ("莫秀丽", "桂花社区 社区工作者", 2, at + minutes(5)),
        ("廖建华", "桂花社区 社区党支部书记", 1, at),
    ]
