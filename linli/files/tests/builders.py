"""Files as phones, offices and mischief make them."""

import io
import zipfile

from PIL import Image, ImageDraw
from procrastinate.contrib.django.models import ProcrastinateJob

from linli.fence.rows import open_fence
from linli.files import jobs
from linli.territory.models import Community

GPS = 0x8825
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def a_picture(width: int = 640, height: int = 480, *, colour: str = "olive", mode: str = "RGB"):
    """A picture with a white square in its upper left corner, so that one sees which way is up."""
    picture = Image.new(mode, (width, height), colour)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 8, height // 8), fill="white")
    return picture


def written(picture, kind: str = "JPEG", **how) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def a_photo(width: int = 640, height: int = 480, *, colour: str = "olive", orientation: int = 1) -> bytes:
    """A JPEG as a phone makes it: with GPS, its maker, a thumbnail's worth of XMP, and a turn."""
    picture = a_picture(width, height, colour=colour)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Leaky Phones Ltd", "Leaky 9", orientation
    exif.get_ifd(GPS).update({1: "N", 2: (24.0, 24.0, 12.5), 3: "E", 4: (111.0, 33.0, 59.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF>GPSLatitude 24.4</rdf:RDF></x:xmpmeta>"
    return written(picture, exif=exif, xmp=xmp, comment=b"leaky comment", quality=90)


def a_document(main: str = "word/document.xml", *, more: dict[str, bytes] | None = None) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"<Types/>", main: b"<w/>", **(more or {})}.items():
            archive.writestr(name, content)
    return file.getvalue()


def work() -> None:
    """Do what the worker would, what it leaves to itself included. Open the fence of all again."""
    known = {"linli.files.jobs.make": jobs.make, "linli.files.jobs.destroy": jobs.destroy}
    last = 0
    while job := ProcrastinateJob.objects.filter(queue_name="files", pk__gt=last).order_by("pk").first():
        known[job.task_name](**job.args)
        last = job.pk
    open_fence(Community.objects.values_list("pk", flat=True))
