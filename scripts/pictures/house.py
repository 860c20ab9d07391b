"""The demo town the pictures are taken in."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from .camera import ROOT

VAR = ROOT / "var" / "pictures"
READY_WITHIN = 1800  # seconds


@contextmanager
def house(address: str | None) -> Iterator[str]:
    """Give the address of a demo town: the one that runs already, or one of our own that ends with us."""
    if address:
        yield address.rstrip("/")
        return
    throw_away()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    plain = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "APP_DATABASE_URL", "HOST")}
    demo = subprocess.Popen(
        [sys.executable, "-m", "linli.config.command", "demo"],
        cwd=ROOT,
        env=plain | {"LINLI_VAR": str(VAR), "PORT": str(port), "PYTHONUNBUFFERED": "1"},
        start_new_session=True,  # Ctrl-C is ours to pass on
    )
    try:
        yield _once_ready(f"http://localhost:{port}", demo)
    finally:
        demo.send_signal(signal.SIGTERM)
        demo.wait(timeout=60)
        throw_away()


def _once_ready(address: str, demo: subprocess.Popen[bytes]) -> str:
    give_up = time.monotonic() + READY_WITHIN
    while time.monotonic() < give_up:
        if demo.poll() is not None:
            sys.exit(f"The demo town stopped with code {demo.returncode}.")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 - our own address
                return address
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(1)
    sys.exit(f"The demo town was not ready within {READY_WITHIN} s.")


def throw_away() -> None:
    if (VAR / "pg").is_symlink():  # its files lie where the database's user may go
        shutil.rmtree((VAR / "pg").resolve(), ignore_errors=True)
    shutil.rmtree(VAR, ignore_errors=True)
