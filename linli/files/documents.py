"""Documents of an office without what they say about whoever wrote them."""

import shutil
import tempfile
import zipfile
import zlib
from posixpath import normpath
from typing import IO
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

RELATIONS, TYPES = "_rels/.rels", "[Content_Types].xml"
TELL_OF_THE_AUTHOR = ("core-properties", "extended-properties", "custom-properties", "thumbnail")
"""How the kinds of those relations end: name and firm, program and template, own fields, a picture of page one."""
IN_MEMORY = 8 * 1024 * 1024
BROKEN = (
    zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, NotImplementedError, RuntimeError, EOFError
)  # fmt: skip
"""What reading a damaged or locked archive raises."""


def without_properties(content: IO[bytes]) -> IO[bytes]:
    """Return the document (docx, xlsx, pptx) without its properties, thumbnail and the times of its parts.

    What it says and how it looks is copied byte for byte. Raises one of BROKEN for an archive that cannot be read.
    """
    written = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller reads it
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        names = set(old.namelist())
        relations = fromstring(old.read(RELATIONS)) if RELATIONS in names else Element("none")
        gone = _drop(relations)
        for part in old.infolist():
            if part.filename in gone or part.filename.lower().startswith("docprops/"):
                continue
            with new.open(zipfile.ZipInfo(part.filename), "w", force_zip64=part.file_size >= 2**31) as to:
                if part.filename == RELATIONS:
                    to.write(_said(relations))
                elif part.filename == TYPES:
                    to.write(_said(_listed(fromstring(old.read(part)), gone)))
                else:
                    with old.open(part) as of:
                        shutil.copyfileobj(of, to)
    written.seek(0)
    return written


def _drop(relations: Element) -> set[str]:
    """Take the relations that tell of the author away, and return the parts they lead to."""
    gone = {each: _part(each.get("Target", "")) for each in relations if _tells(each.get("Type", ""))}
    for each in gone:
        relations.remove(each)
    return set(gone.values())


def _tells(kind: str) -> bool:
    return kind.endswith(TELL_OF_THE_AUTHOR)


def _part(target: str) -> str:
    """The name of a part in the archive, from a name that may begin at its root."""
    return normpath(target).lstrip("/")


def _listed(types: Element, gone: set[str]) -> Element:
    """The list of parts without those that are gone: a list that names what is not there is a broken document."""
    for each in list(types):
        part = each.get("PartName", "").lstrip("/")
        if part in gone or part.lower().startswith("docprops/"):
            types.remove(each)
    return types


def _said(root: Element) -> bytes:
    """Write it with one plain namespace, as every office programme does: some read no other."""
    root.set("xmlns", root.tag.partition("}")[0].lstrip("{"))
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]
    return tostring(root, encoding="UTF-8", xml_declaration=True)
