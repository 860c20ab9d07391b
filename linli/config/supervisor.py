"""`linli demo`: database, web and worker together, kept alive until Ctrl-C.

The supervisor holds three things for its children: the listening socket (a killed web process loses no caller), one end
of a pipe (they end when it does) and a lock that the kernel frees when the last of them is gone.
"""

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from typing import IO

from . import lifeline, server
from .embedded import Hold
from .progress import say, step
from .trouble import Trouble

LOOK_SECONDS = 0.5
STOP_SECONDS = 7
READY_SECONDS = 120
OLD_CHILDREN_SECONDS = 20
WRONG_SETTING = 2  # a child that ends with this will not do better the next time


class Stopped(BaseException):
    """Somebody asked us to stop."""


def stop_when_asked() -> None:
    """Turn SIGTERM and Ctrl-C into `Stopped`, once; later ones may not interrupt the stopping."""

    def stop(number: int, frame: object) -> None:
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)


@dataclass
class Child:
    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    falls: int = 0

    def look(self) -> None:
        """Start the child if it does not run; one that keeps falling is started less and less often."""
        now = time.monotonic()
        if self.process is None:
            self.process, self.started_at = self.start(), now
            return
        code = self.process.poll()
        if code is None:
            if now - self.started_at > 60:
                self.falls = 0
            return
        if code == WRONG_SETTING:
            raise SystemExit(WRONG_SETTING)
        if now - self.started_at < min(2 * self.falls, 30):
            return
        self.falls += 1
        say(f"  !! {self.name} ended ({_how(code)}) and is started again")
        self.process, self.started_at = self.start(), now


@dataclass
class House:
    """One running demo: what the children share, and the children."""

    var: Path
    hold: Hold | None
    listening: socket
    children_lock: IO[str]
    children: list[Child] = field(default_factory=list)
    pipe: tuple[int, int] = field(default_factory=os.pipe)

    def run(self, *command: str, listening: bool = False) -> subprocess.Popen[bytes]:
        """Start a `linli` command that ends when we do."""
        kept = [self.pipe[0], self.children_lock.fileno()]
        environment = os.environ | {lifeline.VARIABLE: str(self.pipe[0])}
        environment.setdefault("LOG_LEVEL", "WARNING")
        if listening:
            kept.append(self.listening.fileno())
            environment[server.INHERITED] = str(self.listening.fileno())
        return subprocess.Popen(
            [sys.executable, "-m", "linli.config.command", *command],
            env=environment,
            pass_fds=kept,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the children in order
        )

    def run_to_end(self, name: str, *command: str) -> None:
        """Run a `linli` command and wait for it; trouble it has told of already ends us with the same code."""
        with step(name):
            child = self.run(*command)
            try:
                code = child.wait()
            except BaseException:
                child.terminate()
                child.wait()
                raise
            if code:
                raise SystemExit(code if code > 0 else 1)

    def open_doors(self) -> None:
        """Start web and worker."""
        server.listen(self.listening)
        self.children = [
            Child("web", lambda: self.run("serve", listening=True)),
            Child("worker", lambda: self.run("worker")),
        ]
        self.look()

    def look(self) -> None:
        """Start again whatever has fallen."""
        if self.hold and self.hold.mend():
            say("  !! the database ended and is started again")
        for child in self.children:
            child.look()

    def wait_until_ready(self) -> None:
        give_up = time.monotonic() + READY_SECONDS
        while (answer := ask(self.listening)).get("status") != "ready":
            if time.monotonic() > give_up:
                raise Trouble(f"Web and worker did not get ready in {READY_SECONDS} s: {json.dumps(answer)}")
            time.sleep(0.2)
            self.look()

    def close_doors(self) -> None:
        """Stop the children, the impatient way after a while."""
        finish(self.children)


def finish(children: list[Child]) -> None:
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    give_up = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def keep(house: House) -> None:
    """Look after the children until `Stopped`."""
    while True:
        time.sleep(LOOK_SECONDS)
        house.look()


def take_locks(var: Path) -> tuple[IO[str], IO[str]]:
    """Return our own lock and the children's, or say who has them.

    After a kill -9 of an earlier supervisor its children need a moment to notice.
    """
    var.mkdir(parents=True, exist_ok=True)
    ours, childrens = (var / "demo.lock").open("a+"), (var / "children.lock").open("a")
    try:
        fcntl.flock(ours, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        ours.seek(0)
        raise Trouble(f"The demo already runs here ({ours.read().strip() or 'it is just starting'}).") from None
    give_up = time.monotonic() + OLD_CHILDREN_SECONDS
    while True:
        try:
            fcntl.flock(childrens, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return ours, childrens
        except BlockingIOError:
            if time.monotonic() > give_up:
                raise Trouble(f"Parts of an earlier demo still run in {var}: end them first.") from None
            time.sleep(0.2)


def note_address(ours: IO[str], address: str) -> None:
    """Write down for a second start where the first one is."""
    ours.truncate(0)
    ours.write(f"{address}, process {os.getpid()}")
    ours.flush()


def address(listening: socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{'localhost' if host in {'0.0.0.0', '127.0.0.1', '::', '::1'} else host}:{port}/"  # noqa: S104


def ask(listening: socket) -> dict[str, str]:
    """Return what /readyz answers, ready or not."""
    try:
        with urllib.request.urlopen(f"{address(listening)}readyz", timeout=2) as answer:  # noqa: S310 - our own address
            return dict(json.load(answer))
    except urllib.error.HTTPError as refused:
        try:
            return dict(json.load(refused))
        except ValueError:
            return {"status": f"page error {refused.code}"}
    except (OSError, ValueError):
        return {"status": "silent"}


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
