"""Photos and files of a case: attached at every step, with a caption and in order."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import ask_help, attach_files
from linli.cases.models import Case
from linli.files import actions
from linli.files.models import File, State
from linli.files.tests.builders import PDF, a_document, a_photo, work

from .builders import a_case_in_hand, a_case_on_site, a_unit, deliver, fresh, heard, refused
from .with_files import Step, an_upload, at_screen, attached, heard_of, of, photo, url

pytestmark = pytest.mark.django_db


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
