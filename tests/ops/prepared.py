"""An installation made once and then copied: migrated, with reference data and with the cast living in it.

Most tests of real processes ask what becomes of a house that stands, not how one is built: theirs is a copy. How a
house is built from nothing, as a person would, is told in test_demo.
"""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from linli.config import places, stamps
from linli.config.embedded_home import settle

from .running import environment, linli

OPS = places.VAR / "ops"
MADE_BY = (Path(__file__), Path(__file__).with_name("small_town.py"), places.ROOT / "tests" / "cast.py")
# a copy outlives a kill of its server, which is what tests try on it; a power cut it would not
QUICK = "\nfsync = off\nfull_page_writes = off\n"


def move_into(var: Path) -> Path:
    """Let a copy stand in the empty folder `var`, as if it had been built there; return `var`."""
    made = _prepared()
    shutil.copy2(made / "secret-key", var)
    _copy(made / "pg" / "data", settle(var / "pg").data)
    return var


def _copy(folder: Path, to: Path) -> None:
    subprocess.run(["cp", "-Rp", str(folder), str(to)], check=True)  # the owner stays: the server's user


def _prepared() -> Path:
    """Build it where it does not stand yet; processes that start together take turns."""
    digest = hashlib.sha256(b"".join(each.read_bytes() for each in MADE_BY)).hexdigest()[:8]
    name = f"prepared-{stamps.tables_now()[:8]}-{stamps.reference_now()[:8]}-{digest}"
    OPS.mkdir(parents=True, exist_ok=True)
    with (OPS / "prepared.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (OPS / name).exists():
            for older in OPS.glob("prepared-*"):
                _remove(older)
            _build(OPS / "prepared-draft")
            (OPS / "prepared-draft").rename(OPS / name)
    return OPS / name


def _build(var: Path) -> None:
    var.mkdir()
    migrated = linli(var, "migrate", "--quiet")
    assert migrated.returncode == 0, migrated.stderr
    subprocess.run([sys.executable, "-m", "tests.ops.small_town"], cwd=places.ROOT, env=environment(var), check=True)
    with (var / "pg" / "data" / "postgresql.conf").open("a") as settings:
        settings.write(QUICK)


def _remove(var: Path) -> None:
    if (var / "pg").is_symlink():
        shutil.rmtree((var / "pg").resolve())
    shutil.rmtree(var)
