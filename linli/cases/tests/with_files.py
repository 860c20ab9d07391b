"""Photos and files on cases, for the tests of them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases.actions import attach_files
from linli.cases.models import Case, CaseFile
from linli.files import actions
from linli.files.models import File, Upload
from linli.files.tests.builders import a_photo, work
from linli.notices.models import Notice

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


def heard_of(verb: str) -> list[str]:
    return sorted(Notice.objects.filter(event__verb=verb).values_list("reader__username", flat=True))
