"""Photos and files of a case: attached at every step, seen by whom they should be, blacked out, removed."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from linli.cases.actions import ask_help, attach_files
from linli.cases.models import Case, CaseFile
from linli.files import actions, storing
from linli.files.models import File, State, Upload
from linli.files.tests.builders import PDF, a_document, a_photo, work
from linli.notices.models import Notice

from .builders import a_case, a_case_in_hand, a_case_on_site, a_unit, deliver, fresh, heard, journal, refused

pytestmark = pytest.mark.django_db
Step = CaseFile.Step


def photo(name: str = "水沟.jpg", **how) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_photo(**how), "text/html")  # what a browser says of it counts for nothing


def of(case: Case) -> list[tuple[str, str, bool]]:
    rows = CaseFile.objects.filter(case=case).order_by("file__position").select_related("file")
    return [(each.file.name, each.step, each.file.is_public) for each in rows]


def an_upload(town, content: bytes, *, by=None, name: str = "a.jpg", at=None) -> Upload:
    return actions.receive_whole(
        town.guihua, name=name, content=io.BytesIO(content), size=len(content), by=by or town.keeper_wei,
        at=at or timezone.now(),
    )  # fmt: skip


def attached(town, case: Case, *contents: bytes, public: bool = False) -> list[File]:
    uploads = [an_upload(town, content, name=f"{n}.jpg") for n, content in enumerate(contents, start=1)]
    files = attach_files(case, uploads, step=Step.REMARK, by=town.keeper_wei, at=timezone.now()).files
    work()
    for file in files:
        file.refresh_from_db()
        if public:
            actions.show_file(file, by=town.keeper_wei, at=timezone.now())
    return files


def at_screen(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name: str, case: Case, *more) -> str:
    return reverse(f"cases:{name}", args=[case.number, *more])


# At every step


def test_a_keeper_attaches_at_every_step_without_scripts(town, at):
    case = a_case_on_site(town, at=timezone.now() - timedelta(minutes=9))
    keeper = at_screen(town.keeper_wei)

    remark = {"kind": "note", "body": "井口被油渍封住", "files": [photo("一.jpg"), photo("二.jpg", colour="red")]}
    said = keeper.post(url("remark", case), remark, follow=True)
    assert "附上 2 个文件，正在处理。" in said.content.decode()
    assert "正在处理…" in said.content.decode()
    arrival = {"files": [photo("三.jpg", colour="blue")], "when": "arrival"}
    keeper.post(url("new_files", case), arrival)
    done = {
        "done": "掏通了",
        "outcome": "done",
        "answer": "水沟通了",
        "go_on": "yes",
        "files": [photo("四.jpg", colour="pink")],
    }
    keeper.post(url("resolution", case), done)

    assert of(case) == [
        ("一.jpg", "remark", False), ("二.jpg", "remark", False), ("三.jpg", "arrival", False),
        ("四.jpg", "resolution", False),
    ]  # fmt: skip
    work()
    assert set(File.objects.values_list("state", flat=True)) == {State.READY}
    page = keeper.get(url("detail", case)).content.decode()
    assert page.count('loading="lazy"') == 4


def test_photos_come_with_the_matter_itself(town):
    operator = at_screen(town.operator_lin)
    given = {"content": "墙裂了一条缝", "channel": "counter", "place_text": "建安街38号", "key": "b" * 32}

    operator.post(reverse("cases:intake"), {**given, "files": [photo()]})
    operator.post(reverse("cases:intake"), {**given, "files": [photo()]})  # a double click

    assert of(Case.objects.get()) == [("水沟.jpg", "intake", False)]


def test_what_is_not_taken_is_said_beside_the_field_and_nothing_is_lost(town, settings):
    case = a_case_on_site(town, at=timezone.now() - timedelta(minutes=9))
    keeper = at_screen(town.keeper_wei)
    bad = SimpleUploadedFile("照片.jpg", b"<!doctype html><script>x</script>", "image/jpeg")

    sent = {"kind": "note", "body": "写了很久的一句话", "files": [photo("好.jpg"), bad]}
    page = keeper.post(url("remark", case), sent).content.decode()

    assert "照片.jpg 是网页或矢量图，可能带程序，请截图成照片再传。" in page
    assert "写了很久的一句话" in page
    assert of(case) == []
    (key,) = re.findall(r'name="uploaded" value="([0-9a-f-]{36})" checked', page)
    keeper.post(url("remark", case), {"kind": "note", "body": "写了很久的一句话", "uploaded": [key]})
    keeper.post(url("remark", case), {"kind": "note", "body": "又按了一次", "uploaded": [key]})
    assert of(case) == [("好.jpg", "remark", False)], "the good one was kept, and used once"

    settings.FILES_MOST_BYTES = 5000
    big = SimpleUploadedFile("大.jpg", a_photo(2000, 1500) + b"\x00" * 200_000)
    page = keeper.post(url("new_files", case), {"files": [big]}).content.decode()
    assert "大.jpg 太大了，每个不能超过" in page
    assert "还没有选" not in page
    assert "还没有选照片或文件。" in keeper.post(url("new_files", case), {}).content.decode()


def test_the_same_photo_twice_is_recognised(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    keeper = at_screen(town.keeper_wei)
    keeper.post(url("new_files", case), {"files": [photo("a.jpg")]})

    said = keeper.post(url("new_files", case), {"files": [photo("b.jpg")]}, follow=True).content.decode()

    assert "b.jpg 这件事里已经有了，没有重复附。" in said
    assert len(of(case)) == 1


def test_a_case_holds_so_many_and_no_more(town, settings, at):
    settings.FILES_PER_THING = 2
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    keeper = at_screen(town.keeper_wei)
    three = [photo(f"{colour}.jpg", colour=colour) for colour in ("red", "green", "blue")]

    page = keeper.post(url("new_files", case), {"files": three}).content.decode()
    assert "blue.jpg 没有收：这里最多放 2 个文件。" in page
    uploads = [an_upload(town, a_photo(colour=colour)) for colour in ("red", "green", "blue")]
    with refused(actions.TooManyFiles, match="最多放 2 个"):
        attach_files(case, uploads, step=Step.REMARK, by=town.keeper_wei, at=at)


def test_a_helper_reports_with_a_photo(town):
    now = timezone.now()
    case = a_case_on_site(town, at=now - timedelta(minutes=9))
    unit = a_unit(town, liaison=town.worker_mo, at=now)
    asked = ask_help(case, wanted="带水枪", unit=unit, by=town.keeper_wei, at=now - timedelta(minutes=3))
    at_screen(town.worker_mo).post(url("help_report", case, asked.pk), {"report": "冲通了", "files": [photo()]})

    assert of(case) == [("水沟.jpg", "help", False)]
    deliver(town)
    assert "wei" in heard_of("files.added")


def heard_of(verb: str) -> list[str]:
    return sorted(Notice.objects.filter(event__verb=verb).values_list("reader__username", flat=True))


# Who sees what


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


def test_captions_and_order(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    files = attached(town, case, a_photo(), a_photo(colour="red"), a_document())
    keeper = at_screen(town.keeper_wei)

    keeper.post(url("file_caption", case, files[0].key), {"caption": "堵住的井口"})
    keeper.post(url("file_place", case, files[0].key), {"move": "later"})
    keeper.post(url("file_place", case, files[2].key), {"move": "later"})

    assert [name for name, _step, _public in of(case)] == ["2.jpg", "1.jpg", "3.jpg"]
    assert 'alt="照片 堵住的井口"' in keeper.get(url("detail", case)).content.decode()
    assert fresh(case).status == case.status
    assert heard("noted") == []


def test_a_gallery_costs_the_same_for_one_and_for_thirty(town):
    case = a_case_in_hand(town, at=timezone.now() - timedelta(minutes=3))
    keeper = at_screen(town.keeper_wei)
    counts = []
    for few in (1, 30):
        many = [bytes([n]) for n in range(len(of(case)), few)]
        uploads = [an_upload(town, PDF + b"%" + each.hex().encode() + b"\n%%EOF") for each in many]
        attach_files(case, uploads, step=Step.REMARK, by=town.keeper_wei, at=timezone.now())
        work()
        for page in (url("files", case), url("detail", case)):
            with CaptureQueriesContext(connection) as asked:
                keeper.get(page)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
