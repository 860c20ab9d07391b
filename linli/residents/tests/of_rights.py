"""Somebody who asked, agreed and was read of, and a dry run: what the pages of rights can be about."""

from datetime import datetime

from linli.residents.actions import (
    begin_look,
    enter_person,
    give_consent,
    look_through,
    note_reading,
    note_sharing,
    receive_request,
)
from linli.residents.models import Consent, Person, Population, Reading, RightsRequest, Sharing
from tests.cast import Town


def rights_at_work(town: Town, at: datetime) -> dict[str, list[object]]:
    """Return URL words by name. 韦 the keeper is on the register himself, and somebody read his file."""
    by = {"by": town.worker_mo, "at": at}
    huang = enter_person(town.guihua, name="黄桂香", id_number="110101199003070038", phone="13800000001", **by)
    wei = Person.objects.filter(user=town.keeper_wei).first()
    wei = wei or enter_person(town.guihua, name="韦启明", user=town.keeper_wei, phone="13800000009", **by)
    consent = give_consent(
        huang, purpose=Consent.Purpose.PHOTO_ON_BOARD, channel=Consent.Channel.PAPER, given_on=at.date(), **by
    )
    asked = receive_request(
        town.guihua, kind=RightsRequest.Kind.COPY, channel=RightsRequest.Channel.COUNTER, person=huang, **by
    )
    note_reading(wei, Reading.Part.FILE, **by)
    note_sharing(
        town.guihua, recipient="街道民政办", fields="姓名、电话", basis=Sharing.Basis.DUTY, purpose="高龄津贴核对",
        people=[huang.pk], **by,
    )  # fmt: skip
    run = begin_look(town.guihua, Population.MOVED_AWAY, **by)
    look_through(run.pk, town.guihua.pk, at=at)
    return {
        "huang": [huang.pk], "wei_on_file": [wei.pk], "consent": [consent.pk], "asked_data": [asked.pk],
        "old_run": [run.pk], "kept_kind": ["died"],
    }  # fmt: skip
