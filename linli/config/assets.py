"""Files made from files: compiled catalogues and collected static files. Made again only when their sources changed."""

import fcntl
import hashlib
import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from .places import ROOT, VAR

LOCALE = ROOT / "linli" / "locale"


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Compile every catalogue newer than its compiled form, without its doubtful entries; return those compiled."""
    compiled = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        try:
            with source.open("rb") as words, draft.open("wb") as file:
                write_mo(file, read_po(words, locale=source.parts[-3]))
        except PermissionError:  # a service may not write beside its program; `linli migrate` has done it before
            continue
        draft.replace(target)
        compiled.append(source)
    return compiled


def collect_static() -> bool:
    """Collect static files into `var/static` unless they are already those; return whether anything was done.

    Django has to be set up. Web processes that start together take turns.
    """
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if settings.DEBUG:
        return False
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = VAR / "static.stamp"
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "static.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == digest.hexdigest() and Path(settings.STATIC_ROOT).exists():
            return False
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(digest.hexdigest())
    return True
