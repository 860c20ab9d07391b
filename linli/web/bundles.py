"""One stylesheet and one script for the browser, many small files for us.

`web/app.css` is css/app.css with its imports joined in; `web/app.js` is js/*.js, each in its own block. The finder
writes them next to the collected files whenever static files are asked for and a source has changed: development and
production serve the same bytes, no tool is needed and nothing generated is committed.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage

SOURCES = Path(__file__).parent / "static" / "web"
_IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?;\n')


def stylesheet() -> str:
    """css/app.css with each @import replaced by the file it names, in its layer."""
    css = SOURCES / "css"

    def join(line: re.Match[str]) -> str:
        text = _read(css / line[1])
        return f"@layer {line[2]} {{\n{text}}}\n" if line[2] else text

    return _IMPORT.sub(join, _read(css / "app.css"))


def script() -> str:
    """Each file keeps its names to itself: it imports nothing and exports nothing but the elements it defines."""
    return "\n".join(f"{{\n{_read(each)}}}\n" for each in sorted((SOURCES / "js").glob("*.js")))


BUNDLES: dict[str, Callable[[], str]] = {"web/app.css": stylesheet, "web/app.js": script}


class BundleFinder(BaseFinder):
    """Belongs in STATICFILES_FINDERS, before the finders of files that are there already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.STATIC_ROOT).parent / "bundles"
        self.storage = FileSystemStorage(location=self.folder)

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        if settings.STATIC_ROOT:
            return []
        return [Error("STATIC_ROOT says where the joined stylesheet and script are written.", id="web.E001")]

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002  as Django declares it
        found = [str(self._written(path))] if path in BUNDLES else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in BUNDLES:
            self._written(path)
            yield path, self.storage

    def _written(self, path: str) -> Path:
        """The bundle on disk. It is replaced whole and only when it differs, so that nobody reads half of one."""
        file, text = self.folder / path, BUNDLES[path]()
        if not file.exists() or _read(file) != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f"{file.name}.{os.getpid()}")
            draft.write_text(text, encoding="utf-8")
            draft.replace(file)
        return file


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")
