"""An evening that is on now, with everything that can hang on one."""

import io
from datetime import datetime, timedelta
from types import SimpleNamespace

from linli.activities.actions import (
    CameAlong,
    attach_photos,
    expect_people,
    note_guests,
    plan_series,
    show_photo,
    sign_up,
    take_attendance,
)
from linli.activities.models import Activity, ActivityFile, Guest, SignUp
from linli.activities.queries.wall import word_of
from linli.files.actions import make_file, receive_whole
from linli.files.tests.builders import a_photo
from linli.residents.actions import enter_person


def an_evening(town, now: datetime) -> SimpleNamespace:
    """Plan one of a weekly series, running now; return the URL words of what a page can be about."""
    people = [
        enter_person(town.guihua, name=name, by=town.worker_mo, at=now) for name in ("钟桂香", "农家豪", "韦启明")
    ]
    people[2].user = town.keeper_wei
    people[2].save(update_fields=["user"])
    plan_series(
        town.guihua, rule="FREQ=WEEKLY", until_on=(now + timedelta(days=15)).date(), title="周末歌会",
        kinds=["culture", "volunteer"], starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=2),
        place="社区活动室", plan="带上歌本。", is_public=True, takes_sign_ups=True, capacity=1, host=people[0],
        by=town.worker_mo, at=now - timedelta(days=3),
    )  # fmt: skip
    evening = Activity.objects.order_by("starts_at")[0]
    expect_people(evening, people=[people[0].pk], by=town.worker_mo, at=now)
    for person in people[1:]:
        sign_up(evening, person=person, by=town.worker_mo, at=now)
    take_attendance(evening, present=[people[1].pk], by=town.worker_mo, at=now)
    note_guests(evening, guests=[CameAlong(count=3, from_where="合唱队")], by=town.worker_mo, at=now)
    photo = a_photo_of(evening, town, now)
    return SimpleNamespace(
        activity=[evening.pk],
        activity_sign_up=[SignUp.objects.filter(activity=evening).order_by("pk")[0].pk],
        activity_guest=[Guest.objects.get(activity=evening).pk],
        activity_photo=[photo.file.key],
        wall_word=[word_of(evening)],
        board_of=[town.guihua.number_prefix],
    )


def a_photo_of(activity: Activity, town, now: datetime) -> ActivityFile:
    """Attach a photo that residents may see."""
    sent = a_photo()
    upload = receive_whole(
        town.guihua, name="歌会.jpg", content=io.BytesIO(sent), size=len(sent), by=town.worker_mo, at=now
    )
    attach_photos(activity, [upload], by=town.worker_mo, at=now)
    attached = ActivityFile.objects.select_related("file", "activity").get(activity=activity)
    make_file(attached.file_id, by=None, at=now)
    attached.file.refresh_from_db()
    show_photo(attached, people_were_asked=True, by=town.worker_mo, at=now)
    return attached
