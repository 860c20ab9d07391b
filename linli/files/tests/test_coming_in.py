"""A file comes in over a bad line: piece by piece, each once, whatever is repeated, killed or given up."""

import base64
import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.packaging.custom import StringProperty

from linli.files import actions, storing
from linli.files.actions import UploadIsGone, keep_file
from linli.files.models import File, State, Upload

from .builders import PDF, a_document, a_photo, work

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}


def begin(client: Client, content: bytes, name: str = "水沟.jpg"):
    about = f"filename {base64.b64encode(name.encode()).decode()},for {base64.b64encode(b'/cases/').decode()}"
    return client.post(
        reverse("files:uploads"), headers={**TUS, "Upload-Length": str(len(content)), "Upload-Metadata": about}
    )


def send(client: Client, url: str, piece: bytes, offset: int):
    return client.patch(
        url, piece, content_type="application/offset+octet-stream", headers={**TUS, "Upload-Offset": str(offset)}
    )


def stored() -> list[str]:
    return sorted(path for day in storing.days() for path in storing.written_on(day))


@pytest.fixture
def phone(client, town):
    client.force_login(town.keeper_wei)
    return client


def test_a_photo_arrives_in_pieces_and_goes_on_where_the_line_broke(phone, town):
    photo = a_photo()
    begun = begin(phone, photo)
    url = begun.headers["Location"]
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0")

    assert send(phone, url, photo[:2000], 0).headers["Upload-Offset"] == "2000"
    assert phone.head(url).headers["Upload-Offset"] == "2000"
    again = send(phone, url, photo[:2000], 0)
    assert (again.status_code, again.headers["Upload-Offset"]) == (409, "2000"), "a repeated piece doubles nothing"
    gap = send(phone, url, photo[5000:], 5000)
    assert (gap.status_code, gap.headers["Upload-Offset"]) == (409, "2000"), "nor is one left out"
    assert send(phone, url, photo[2000:] + b"more", 2000).status_code == 409, "nor comes more than was said"
    assert send(phone, url, photo[2000:], 2000).headers["Upload-Offset"] == str(len(photo))

    upload = Upload.objects.get()
    assert (upload.name, upload.kind, upload.by, upload.meant_for) == ("水沟.jpg", "photo", town.keeper_wei, "/cases/")
    with storing.read(upload.path) as file:
        assert file.read() == photo
    work()
    assert stored() == [upload.path], "the pieces are gone"


def test_a_piece_stored_just_before_a_kill_is_sent_again(phone):
    photo = a_photo()
    url = begin(phone, photo).headers["Location"]
    upload = Upload.objects.get()
    storing.write(actions.receiving.piece_path(upload, 0), io.BytesIO(photo[:999]))  # and then the power went

    assert phone.head(url).headers["Upload-Offset"] == "0"
    send(phone, url, photo, 0)

    with storing.read(Upload.objects.get().path) as file:
        assert file.read() == photo


def test_what_is_not_taken_is_said_in_a_sentence(phone, settings):
    settings.FILES_MOST_BYTES = 1024 * 1024
    big = begin(phone, b"x" * 2_000_000, "../../电影.mp4")
    assert (big.status_code, big.content.decode()) == (413, "电影.mp4 太大了，每个不能超过 1 MB。")
    assert Upload.objects.count() == 0

    page = b"<!doctype html><script>alert(1)</script>"
    told = send(phone, begin(phone, page, "photo.jpg").headers["Location"], page, 0)
    assert (told.status_code, told.content.decode()[:19]) == (422, "photo.jpg 是网页或矢量图，可")
    assert File.objects.count() == 0

    settings.FILES_PER_PERSON_A_DAY = 1
    assert begin(phone, PDF).content.decode() == "水沟.jpg 没有收：今天已经传了 1 个，请明天再传，或告诉管理员。"
    assert phone.post(reverse("files:uploads"), headers=TUS).status_code == 400


def test_only_its_sender_finds_an_upload(phone, client, town):
    url = begin(phone, PDF).headers["Location"]
    for other in (town.operator_lin, town.operator_zhao, town.auditor_shen):
        stranger = Client()
        stranger.force_login(other)
        assert stranger.head(url).status_code == 404 or other == town.auditor_shen
        assert send(stranger, url, PDF, 0).status_code in {403, 404}
    assert Client().head(url).status_code == 302
    assert Upload.objects.get().received == 0


def test_given_up_is_gone_but_what_is_in_use_stays(phone, town, at):
    url = begin(phone, PDF).headers["Location"]
    send(phone, url, PDF, 0)
    upload = Upload.objects.get()
    keep_file(upload, by=town.keeper_wei, at=at)
    assert phone.delete(url).status_code == 409
    assert File.objects.count() == 1

    other = begin(phone, PDF).headers["Location"]
    send(phone, other, PDF[:20], 0)
    assert phone.delete(other).status_code == 204
    work()
    assert Upload.objects.count() == 1
    assert len(stored()) == 1


def an_upload(town, content: bytes, at, name: str = "a.jpg") -> Upload:
    return actions.receive_whole(
        town.guihua, name=name, content=io.BytesIO(content), size=len(content), by=town.keeper_wei, at=at
    )


def test_the_same_upload_twice_is_one_file(town, at):
    upload = an_upload(town, a_photo(), at)

    first, is_new = keep_file(upload, by=town.keeper_wei, at=at)
    second, is_new_again = keep_file(upload, by=town.keeper_wei, at=at)

    assert (first, is_new, is_new_again) == (second, True, False)
    work()
    work()  # a job that is run twice
    file = File.objects.get()
    assert (file.state, file.raw, file.width, file.height) == (State.READY, "", 640, 480)
    assert stored() == sorted([file.shown, file.thumb]), "what the camera made is destroyed"


def an_office_workbook() -> bytes:
    """A workbook as an office writes it: with the clerk's name and the firm's in its properties."""
    book, file = Workbook(), io.BytesIO()
    book.properties.creator = book.properties.lastModifiedBy = "Leaky Clerk"
    book.custom_doc_props.append(StringProperty(name="Firm", value="Leaky Ltd"))
    book.active["A1"] = "水沟已清"
    book.save(file)
    return file.getvalue()


def parts_of(file: File) -> dict[str, bytes]:
    with storing.read(file.shown) as content, zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_document_is_kept_without_what_it_says_of_its_author(town, at):
    came = an_office_workbook()
    file, _ = keep_file(an_upload(town, came, at, name="清单.xlsx"), by=town.keeper_wei, at=at)
    work()

    file.refresh_from_db()
    parts = parts_of(file)
    assert not [name for name in parts if name.startswith("docProps")]
    assert not [name for name, content in parts.items() if b"Leaky" in content or b"docProps" in content]
    with storing.read(file.shown) as content:
        content.seek(0, io.SEEK_END)
        assert file.size == content.tell(), "what is promised is what is downloaded"
        content.seek(0)
        assert load_workbook(io.BytesIO(content.read())).active["A1"].value == "水沟已清"


def test_properties_are_found_wherever_a_program_keeps_them(town, at):
    types = (
        b'<Types xmlns="t"><Override PartName="/package/a.psmdcp"/><Override PartName="/word/document.xml"/></Types>'
    )
    relations = (
        b'<Relationships xmlns="r"><Relationship Id="1" Type="http://x/officeDocument" Target="word/document.xml"/>'
        b'<Relationship Id="2" Type="http://x/metadata/core-properties" Target="/package/a.psmdcp"/></Relationships>'
    )
    more = {"[Content_Types].xml": types, "_rels/.rels": relations, "package/a.psmdcp": b"<by>Leaky Clerk</by>"}
    file, _ = keep_file(an_upload(town, a_document(more=more), at, name="说明.docx"), by=town.keeper_wei, at=at)
    work()

    file.refresh_from_db()
    parts = parts_of(file)
    assert set(parts) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
    assert b'<Types xmlns="t"><Override PartName="/word/document.xml" /></Types>' in parts["[Content_Types].xml"]
    assert parts["_rels/.rels"].count(b"<Relationship ") == 1


def test_a_document_that_cannot_be_opened_is_refused(town, at):
    broken, part = bytearray(an_office_workbook()), b"xl/worksheets/sheet1.xml"
    broken[broken.index(part) + len(part) + 20] ^= 0xFF  # it no longer unpacks to what it was
    file, _ = keep_file(an_upload(town, bytes(broken), at, name="清单.xlsx"), by=town.keeper_wei, at=at)
    work()

    file.refresh_from_db()
    assert (file.state, file.why_not, file.paths) == (State.REFUSED, "broken", [])


def test_half_an_upload_is_no_file(phone, town, at):
    send(phone, begin(phone, PDF).headers["Location"], PDF[:20], 0)
    with pytest.raises(UploadIsGone, match="没有传完"):
        keep_file(Upload.objects.get(), by=town.keeper_wei, at=at)


def test_a_photo_that_breaks_off_is_refused_when_drawn(town, at):
    photo = a_photo(1200, 900)
    file, _ = keep_file(an_upload(town, photo[: len(photo) // 2], at), by=town.keeper_wei, at=at)
    work()

    file.refresh_from_db()
    assert (file.state, file.why_not, file.paths) == (State.REFUSED, "broken", [])
    work()
    assert stored() == []


def test_a_full_disk_is_said_and_leaves_nothing(town, at, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storages["files"], "put", full)
    with pytest.raises(storing.NoRoomLeft, match="空间满了"):
        an_upload(town, PDF, at)


def test_the_sweep_takes_away_what_nobody_uses_and_nothing_else(town, at):
    """Orphans of a kill, forgotten uploads, what was removed long ago, and photos a dead worker left waiting."""
    kept, _ = keep_file(an_upload(town, a_photo(colour="red"), at), by=town.keeper_wei, at=at)
    removed, _ = keep_file(an_upload(town, a_photo(colour="blue"), at), by=town.keeper_wei, at=at)
    work()
    actions.changing.File.objects.filter(pk=removed.pk).update(removed_at=at, removed_by=town.keeper_wei)
    forgotten = an_upload(town, PDF, at)
    fresh = an_upload(town, a_photo(colour="green"), at + timedelta(days=2, hours=23))
    waiting, _ = keep_file(an_upload(town, a_photo(colour="pink"), at), by=town.keeper_wei, at=at)
    orphan = storing.write(storing.new_path(kept.key, "jpg", at), io.BytesIO(b"drawn, then killed"))
    nobodys = storing.write(f"{storing.day_of(at)}/.draft", io.BytesIO(b"half written"))
    connection.cursor().execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'files'")  # as if given up
    later = at + timedelta(days=3)

    swept = actions.sweep(by=None, at=later)
    work()

    kept.refresh_from_db()
    removed.refresh_from_db()
    waiting.refresh_from_db()
    assert (swept.unused, swept.destroyed, swept.waited, swept.orphans) == (1, 1, 1, 2)
    assert (removed.state, removed.paths, waiting.state) == (State.DESTROYED, [], State.READY)
    assert not Upload.objects.filter(pk=forgotten.pk).exists()
    assert stored() == sorted([*kept.paths, *waiting.paths, fresh.path])
    assert not any(storing.exists(path) for path in (orphan, nobodys))
    assert actions.sweep(by=None, at=later).orphans == 0


def test_lost_bytes_are_no_picture_any_more(town, at):
    file, _ = keep_file(an_upload(town, a_photo(), at), by=town.keeper_wei, at=at)
    work()
    file.refresh_from_db()
    storing.destroy([file.thumb])

    assert actions.check(mend=False, by=None, at=at).lost == 1
    actions.sweep(by=None, at=at + timedelta(hours=1))

    file.refresh_from_db()
    assert (file.state, file.is_ready) == (State.LOST, False)


def test_names_are_only_words():
    names = ["../../etc/passwd", "C:\\a\\b.jpg", "x\u202egpj.exe", "a\x00b.jpg", "", "长" * 200 + ".jpeg"]

    assert [actions.receiving.clean_name(name) for name in names] == [
        "passwd", "b.jpg", "x gpj.exe", "a b.jpg", "file", "长" * 75 + ".jpeg",
    ]  # fmt: skip
    assert house.FILES_UNDO_HOURS == 24
