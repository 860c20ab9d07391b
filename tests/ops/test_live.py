"""The stream of changes, from real processes: who is told, how soon, who is not, and that nothing stays stale."""

import http.client
import json
import os
import signal
import threading
import time
from urllib.parse import quote, urlencode

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from linli.cases.tests.builders import a_case, a_case_in_hand
from tests.ops.running import within
from tests.serving import served, var  # noqa: F401 - fixtures
from tests.visiting import database_beside_the_browser, inside, session_of, town  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow


class Line:
    """One page that listens; every message and when it came."""

    def __init__(self, address: str, session: str, *topics: str, doing: str = "", drawn_at=None) -> None:
        host = address.removeprefix("http://")
        asked = {"t": topics, "doing": doing, "at": (drawn_at or timezone.now()).isoformat()}
        self.connection = http.client.HTTPConnection(host, timeout=60)
        self.connection.request("GET", f"/live/?{urlencode(asked, doseq=True)}", headers={"Cookie": f"sessionid={session}"})
        self.answer = self.connection.getresponse()
        self.said: list[tuple[float, str]] = []
        self.is_over = False
        self.thread = threading.Thread(target=self._hear, daemon=True)
        self.thread.start()
        within(5, lambda: self.said)

    def _hear(self) -> None:
        event = ""
        try:
            for raw in self.answer:
                line = raw.decode().strip()
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.said.append((time.monotonic(), f"{event} {line.removeprefix('data: ')}".rsplit(" ", 1)[0] if event == "changed" else f"{event} {line[6:]}"))
                elif line.startswith("retry: "):
                    self.said.append((time.monotonic(), "retry"))
        except (OSError, ValueError, AttributeError):
            pass
        self.is_over = True

    @property
    def words(self) -> list[str]:
        return [word for _, word in self.said if word != "retry"]

    def close(self) -> None:
        import socket
        if self.connection.sock:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()


def test_who_is_told_and_how_soon(town, served):
    with inside(town):
        case = a_case(town, at=timezone.now())
    time.sleep(2.5)
    lin = Line(served, session_of(town.operator_lin), "cases", f"case:{case.number}", "notices")
    zhao = Line(served, session_of(town.operator_zhao), "cases", f"case:{case.number}", "notices")
    stranger = Line(served, "nobody", "cases")
    began = time.monotonic()
    with inside(town):
        a_case_in_hand(town, at=timezone.now())
    committed = time.monotonic()
    within(2, lambda: "changed cases" in lin.words)
    at = next(at for at, word in lin.said if word == "changed cases")
    print("after commit", at - committed, lin.words, zhao.words, stranger.words)
    time.sleep(1)
    print(lin.words, zhao.words)
    assert 0
