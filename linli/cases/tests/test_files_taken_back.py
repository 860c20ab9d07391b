"""Photos and files of a case: blacked out, removed, and brought back for a while."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from linli.files import actions, storing
from linli.files.models import State
from linli.files.tests.builders import a_photo, work

from .builders import a_case_in_hand, journal, refused
from .with_files import at_screen, attached, url

pytestmark = pytest.mark.django_db


# Blacked out


def pixel(path: str, x: int, y: int) -> int:
    with storing.read(path) as file:
        return max(Image.open(io.BytesIO(file.read())).getpixel((x, y)))


BOX = {"form-TOTAL_FORMS": "8", "form-INITIAL_FORMS": "0", "form-0-left": "50", "form-0-top": "50",
       "form-0-width": "25", "form-0-height": "25"}  # fmt: skip


def test_blacked_out_for_everybody_by_typed_numbers(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    (file,) = attached(town, case, a_photo(colour="white"), public=True)
    before, keeper = file.paths, at_screen(town.keeper_wei)
    page = url("file_redaction", case, file.key)

    assert '<rect x="50.0"' in keeper.post(page, {**BOX, "do": "look"}).content.decode()
    assert "四个数都要填" in keeper.post(page, {**BOX, "form-0-height": ""}).content.decode()
    nothing = {name: "" if "0-" in name else value for name, value in BOX.items()}
    assert "请先画出" in keeper.post(page, nothing).content.decode()
    assert pixel(file.shown, 400, 300) > 240
    keeper.post(page, BOX)
    assert keeper.get(url("file_picture", case, file.key)).status_code == 404, "nobody sees it while it is drawn"
    work()

    file.refresh_from_db()
    assert (file.state, file.original, pixel(file.shown, 400, 300) < 12) == (State.READY, "", True)
    assert not any(storing.exists(path) for path in before)
    assert keeper.get(url("file_picture", case, file.key)).status_code == 200
    assert "files.redacted" in journal(case)
    assert at_screen(town.secretary_liao).get(url("file_original", case, file.key)).status_code == 200
    no = at_screen(town.secretary_liao).post(url("file_original", case, file.key), {"reason": "看看"})
    assert (no.status_code, "没有保留原图" in no.content.decode()) == (409, True)


def test_an_original_is_kept_where_the_community_says_so_and_read_with_a_reason(town):
    secretary, keeper = at_screen(town.secretary_liao), at_screen(town.keeper_wei)
    secretary.post(reverse("files:policy"), {"originals": "keep"})
    assert keeper.get(reverse("files:policy")).status_code == 403
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    (file,) = attached(town, case, a_photo(colour="white"))
    first = file.shown
    keeper.post(url("file_redaction", case, file.key), BOX)
    work()
    keeper.post(url("file_redaction", case, file.key), {**BOX, "form-0-left": "0"})
    work()

    file.refresh_from_db()
    assert (file.original, pixel(file.shown, 400, 300) < 12, pixel(file.shown, 40, 300) < 12) == (first, True, True)
    page = url("file_original", case, file.key)
    assert keeper.get(page).status_code == 403
    assert secretary.post(page, {"reason": ""}).headers["Content-Type"].startswith("text/html")
    answer = secretary.post(page, {"reason": "居民说拍的不是他家"})
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert Image.open(io.BytesIO(answer.getvalue())).getpixel((400, 300)) > (240, 240, 240)
    assert journal(case)[-1] == "files.original_read"


# Removed and brought back


def test_removed_at_once_and_brought_back_for_a_while(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    (file,) = attached(town, case, a_photo(), public=True)
    code, keeper = case.requesters.get().query_code, at_screen(town.keeper_wei)
    public = reverse("cases:progress_picture", args=[code, file.key])

    assert at_screen(town.keeper_li).post(url("file_removal", case, file.key)).status_code == 403
    keeper.post(url("file_removal", case, file.key))
    assert [keeper.get(url("file_picture", case, file.key)).status_code, Client().get(public).status_code] == [404, 404]
    assert "放回 1.jpg" in keeper.get(url("files", case)).content.decode()
    keeper.post(url("file_return", case, file.key))
    assert Client().get(public).status_code == 200

    keeper.post(url("file_removal", case, file.key))
    file.refresh_from_db()
    with refused(actions.NotToSee, match="撤销的时间"):
        actions.bring_back(file, by=town.keeper_wei, at=timezone.now() + timedelta(hours=25))
    actions.sweep(by=None, at=timezone.now() + timedelta(hours=25))
    work()
    file.refresh_from_db()
    assert (file.state, file.paths) == (State.DESTROYED, [])
    assert keeper.get(url("file", case, file.key)).status_code == 200
    assert [verb for verb in journal(case) if verb in {"files.removed", "files.brought_back", "files.destroyed"}] == [
        "files.removed", "files.brought_back", "files.removed", "files.destroyed",
    ]  # fmt: skip
