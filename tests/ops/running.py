"""A whole house in real processes, for tests that start, kill and stop it."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil

from linli.config import places

LINLI = [sys.executable, "-m", "linli.config.command"]
PATIENCE = 300  # seconds; a command takes a few, and many times that where the machine is busy
OURS = ("DATABASE_URL", "APP_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "SECRET_KEY", "PORT", "HOST")


def environment(var: Path, **more: str) -> dict[str, str]:
    """Return the environment of a fresh installation in `var`, whatever the tests themselves run under."""
    plain = {key: value for key, value in os.environ.items() if key not in OURS}
    return plain | {"LINLI_VAR": str(var), "PYTHONUNBUFFERED": "1"} | more


def linli(var: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*LINLI, *arguments],
        env=environment(var, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def fresh_var() -> Iterator[Path]:
    """Yield a folder for one installation; not in /tmp, whose folders the database's user may not enter."""
    var = places.VAR / "ops" / uuid.uuid4().hex[:8]
    var.mkdir(parents=True)
    yield var
    for process in processes_of(var):
        process.kill()
    if (var / "pg").is_symlink():
        shutil.rmtree((var / "pg").resolve())
    shutil.rmtree(var)


def processes_of(var: Path) -> list[psutil.Process]:
    """Return every living process that works for the installation in `var`, ourselves excepted."""
    home = str((var / "pg").resolve())
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            words = process.cmdline()
            if process.environ().get("LINLI_VAR") == str(var) or any(home in word for word in words):
                found.append(process)
        except psutil.Error:
            continue
    return found


def within(seconds: float, true: Callable[[], Any]) -> Any:
    """Return what `true` says once it is not nothing; fail after `seconds`."""
    give_up = time.monotonic() + seconds
    while not (answer := true()):
        assert time.monotonic() < give_up, f"not within {seconds} s"
        time.sleep(0.1)
    return answer


class House:
    """`linli demo` in a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var, self.port = var, free_port()
        self.log = var / "demo.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, seconds: float = 300) -> float:
        """Start it and wait until it is ready; return how long that took."""
        began = time.monotonic()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*LINLI, "demo"],
                env=environment(self.var, PORT=str(self.port)),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        within(seconds, lambda: self.said("Linli is at") or self.ended())
        assert self.ended() is None, self.log.read_text()
        assert self.ready(), self.log.read_text()
        return time.monotonic() - began

    def ended(self) -> int | None:
        return self.process.poll() if self.process else None

    def said(self, words: str) -> bool:
        return words in self.log.read_text()

    def ready(self) -> bool:
        return self.answers("readyz").get("status") == "ready"

    def answers(self, path: str) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.address}/{path}", timeout=5) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as refused:
            return dict(json.load(refused))
        except OSError:
            return {}

    def part(self, name: str) -> psutil.Process:
        """Return the process of "serve", "worker" or the "database"."""
        if name == "database":
            pid = int((self.var / "pg" / "data" / "postmaster.pid").read_text().split()[0])
            return psutil.Process(pid)
        return within(
            20, lambda: next((each for each in processes_of(self.var) if each.cmdline()[-1:] == [name]), None)
        )

    def kill(self, name: str) -> psutil.Process:
        found = self.part(name)
        found.kill()
        return found

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Ask it to stop; return how long it took until no process was left."""
        assert self.process
        began = time.monotonic()
        os.killpg(self.process.pid, number)
        self.process.wait(20)
        within(5, lambda: not processes_of(self.var))
        return time.monotonic() - began


def one_sentence(said: str) -> bool:
    """Whether trouble was told to a person: one line, ending like a sentence, and nothing of our insides."""
    lines = said.strip().splitlines()
    return len(lines) == 1 and "Traceback" not in said and bool(re.search(r'[.;)…"]$|PORT=\d+$|\w$', lines[0]))
