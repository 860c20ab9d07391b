"""Photos and files of a case are seen by whom they should be, and can do nothing in a browser."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import merge_case, undo_merger
from linli.files.tests.builders import PDF, a_photo

from .builders import a_case, a_case_in_hand, deliver, journal
from .with_files import at_screen, attached, heard_of, of, photo, url

pytestmark = pytest.mark.django_db


PIECES = ("file", "file_picture", "file_thumb", "file_download")


def test_every_byte_passes_the_door_of_its_case(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    other = a_case(town, at=timezone.now(), place_text="别处")
    (file,) = attached(town, case, a_photo(), public=True)

    for name in PIECES:
        seen = {
            user.username: at_screen(user).get(url(name, case, file.key)).status_code
            for user in (town.keeper_wei, town.secretary_liao, town.operator_zhao, town.auditor_shen)
        }
        assert seen == {"wei": 200, "liao": 200, "zhao": 404, "shen": 404}, name
        assert Client().get(url(name, case, file.key)).status_code == 302
        assert at_screen(town.keeper_wei).get(url(name, other, file.key)).status_code == 404


def test_what_is_served_can_do_nothing_in_a_browser(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    one, paper = attached(town, case, a_photo(), PDF)
    keeper = at_screen(town.keeper_wei)

    answer = keeper.get(url("file_picture", case, one.key))
    headers = {name.lower(): value for name, value in answer.items()}
    assert headers["content-type"] == "image/jpeg"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert headers["content-disposition"].startswith("inline;")
    assert headers["cache-control"] == "private, no-cache"
    assert b"Leaky" not in answer.getvalue()
    assert keeper.get(url("file_picture", case, one.key), headers={"If-None-Match": headers["etag"]}).status_code == 304

    document = keeper.get(url("file_picture", case, paper.key))
    assert document.headers["Content-Disposition"].startswith("attachment;")
    assert document.getvalue() == PDF


@pytest.mark.parametrize(
    ("wanted", "status", "part", "said"),
    [
        ("bytes=0-9", 206, PDF[:10], f"bytes 0-9/{len(PDF)}"),
        ("bytes=10-", 206, PDF[10:], f"bytes 10-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=-5", 206, PDF[-5:], f"bytes {len(PDF) - 5}-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=0-1,4-5", 200, PDF, None),
        ("bytes=900-", 416, b"", f"bytes */{len(PDF)}"),
        ("bytes=5-2", 416, b"", f"bytes */{len(PDF)}"),
    ],
)
def test_a_broken_download_goes_on(town, wanted, status, part, said):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    (paper,) = attached(town, case, PDF)

    answer = at_screen(town.keeper_wei).get(url("file_download", case, paper.key), headers={"Range": wanted})

    assert (answer.status_code, answer.getvalue(), answer.headers.get("Content-Range")) == (status, part, said)


def test_nginx_may_send_the_bytes(town, settings):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    (file,) = attached(town, case, a_photo())
    settings.FILES_ACCEL = "/stored/"

    answer = at_screen(town.keeper_wei).get(url("file_picture", case, file.key))

    assert answer.headers["X-Accel-Redirect"] == f"/stored/{file.shown}"
    assert answer.content == b""
    assert at_screen(town.operator_zhao).get(url("file_picture", case, file.key)).status_code == 404


def test_a_resident_sees_only_what_is_shown_on_purpose(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    shown, ours = attached(town, case, a_photo(), a_photo(colour="red"))
    code = case.requesters.get().query_code
    keeper, resident = at_screen(town.keeper_wei), Client()

    keeper.post(url("file_audience", case, shown.key), {"who": "resident"})
    keeper.post(url("file_audience", case, shown.key), {"who": "resident"})
    page = resident.get(reverse("cases:progress_of", args=[code])).content.decode()
    assert (str(shown.key) in page, str(ours.key) in page) == (True, False)
    pictures = [reverse("cases:progress_picture", args=[code, file.key]) for file in (shown, ours)]
    assert [resident.get(each).status_code for each in pictures] == [200, 404]

    keeper.post(url("file_audience", case, shown.key), {"who": "us"})
    assert resident.get(pictures[0]).status_code == 404
    assert journal(case)[-3:] == ["files.added", "files.shown", "files.hidden"]
    stranger = at_screen(town.keeper_li)
    assert stranger.post(url("file_audience", case, ours.key), {"who": "resident"}).status_code == 403


def test_a_resident_sends_photos_for_us_alone(town, settings):
    settings.FILES_FROM_A_RESIDENT = 2
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    code, resident = case.requesters.get().query_code, Client()
    send = reverse("cases:progress_files", args=[code])

    page = resident.post(
        send, {"files": [photo("我拍的.jpg"), SimpleUploadedFile("x.svg", b"<svg/>")]}
    ).content.decode()
    assert "x.svg 是网页或矢量图" in page
    assert of(case) == []
    said = resident.post(send, {"files": [photo("我拍的.jpg")]}, follow=True).content.decode()
    assert "收到您的照片了" in said
    resident.post(send, {"files": [photo("二.jpg", colour="red"), photo("三.jpg", colour="blue")]})
    resident.post(send, {"files": [photo("二.jpg", colour="red")]}, follow=True)

    assert of(case) == [("我拍的.jpg", "resident", False), ("二.jpg", "resident", False)]
    assert "有照片要补给社区" not in resident.get(reverse("cases:progress_of", args=[code])).content.decode()
    deliver(town)
    assert heard_of("files.added") == ["lin", "lin", "wei", "wei"]
    assert resident.post(reverse("cases:progress_files", args=["00000000"]), {"files": [photo()]}).status_code == 404


def test_what_was_attached_to_a_merged_case_is_seen_where_it_is_worked_on(town, minutes):
    now = timezone.now()
    main, case = a_case_in_hand(town, at=now - minutes(5)), a_case_in_hand(town, at=now - minutes(3))
    (file,) = attached(town, case, a_photo())
    thumb = url("file_thumb", case, file.key)
    keeper = at_screen(town.keeper_wei)
    pages = [url("detail", main), url("files", main)]
    assert [thumb in keeper.get(page).content.decode() for page in pages] == [False, False]

    merger = merge_case(case, into=main, reason="同一条沟", by=town.operator_lin, at=now)
    assert [thumb in keeper.get(page).content.decode() for page in pages] == [True, True]
    assert keeper.get(thumb).status_code == 200

    undo_merger(merger, reason="不是一条沟", by=town.operator_lin, at=now)
    assert [thumb in keeper.get(page).content.decode() for page in pages] == [False, False]
