"""Printing: a template and its data become a PDF, in a process of its own.

typst needs 0.3–0.6 s and up to 150 MB for a file, and cannot be stopped half-way. A short process of its own gives the
memory back, can be ended when it takes too long, and takes nothing down with it; no more than two run at once beside
one web process. Words reach a template as data only (JSON), never as text of the template: nothing typed is executed.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from .fonts import folders

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE = 2
WAIT_SECONDS = 15
TIMEOUT_SECONDS = 60
_places = BoundedSemaphore(AT_ONCE)


class PressBusy(Exception):
    """Too many are printing at this moment."""


class PressFailed(Exception):
    """The template could not be set: our fault. The message is what typst said; it may quote no data."""


def press(template: str, data: Mapping[str, Any], *, fonts: Path | None = None) -> bytes:
    """Return `template` (a path below the package, such as cases/data/order.typ) set with `data`, as PDF.

    The same data gives the same bytes: no moment and no random name gets into the file. Raises PressBusy, PressFailed,
    NoChineseFont.
    """
    ask = {
        "template": template,
        "data": json.dumps(data, ensure_ascii=False),
        "fonts": [str(each) for each in folders(fonts)],
    }
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise PressBusy
    try:
        made = subprocess.run(
            [sys.executable, "-I", "-c", PRESSMAN, str(ROOT)],
            input=json.dumps(ask).encode(),
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as why:
        raise PressFailed(f"{template} took longer than {TIMEOUT_SECONDS} s") from why
    finally:
        _places.release()
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise PressFailed(f"{template}: {made.stderr.decode(errors='replace')[-500:]}")
    return made.stdout


PRESSMAN = """
import datetime, json, sys
import typst

ask = json.load(sys.stdin)
pdf = typst.compile(
    f"{sys.argv[1]}/{ask['template']}",
    root=sys.argv[1],
    font_paths=ask["fonts"],
    ignore_system_fonts=True,
    sys_inputs={"data": ask["data"]},
    timestamp=0,
)
sys.stdout.buffer.write(pdf)
"""
