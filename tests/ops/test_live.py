"""The stream of changes, from real processes: who is told, how soon, who is not, and that nothing stays stale."""

import http.client
import os
import re
import signal
import socket
import threading
import time
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from linli.cases.actions import record_arrival
from linli.cases.tests.builders import a_case_in_hand
from linli.live.models import Presence
from tests.ops.running import within
from tests.serving import served, var  # noqa: F401 - fixtures
from tests.visiting import database_beside_the_browser, inside, session_of, town  # noqa: F401 - fixtures

pytestmark = pytest.mark.slow
A_SECOND = 1.0


class Line:
    """One page that listens: what it was told, with the seconds it took."""

    def __init__(self, address: str, session: str, *topics: str, drawn_at=None) -> None:
        asked = {"t": topics, "doing": "resolution", "at": (drawn_at or timezone.now()).isoformat()}
        self.connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
        self.connection.request(
            "GET", f"/live/?{urlencode(asked, doseq=True)}", headers={"Cookie": f"sessionid={session}"}
        )
        self.answer = self.connection.getresponse()
        self.text = ""
        threading.Thread(target=self._hear, daemon=True).start()
        within(5, lambda: "beat" in self.text or "end" in self.text)

    def _hear(self) -> None:
        try:
            while more := self.answer.read1():
                self.text += more.decode()
        except (OSError, http.client.HTTPException, ValueError, AttributeError):  # closed under its hands
            self.text += "event: cut\ndata: \n\n"

    @property
    def told(self) -> list[str]:
        """What was said, without the beats and without how to spread."""
        said = re.findall(r"event: (\w+)\ndata: (\S*)", self.text)
        return [f"{event} {word}" if event in {"changed", "end"} else event for event, word in said if event != "beat"]

    def hears(self, words: str, seconds: float = A_SECOND) -> float:
        began = time.monotonic()
        within(seconds, lambda: words in self.told)
        return time.monotonic() - began

    def close(self) -> None:
        self.connection.sock and self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.answer.close()


@pytest.fixture
def hearing(town, served):  # noqa: F811
    """A web process that has been listening for longer than a page may have been drawn before its moment."""

    def hears_already() -> bool:
        line = Line(served, session_of(town.keeper_li), "cases")
        time.sleep(0.2)
        told = line.told
        line.close()
        return told == []

    within(20, hears_already)
    return served


def test_open_pages_are_told(town, hearing, test_server, committed_db):  # noqa: F811
    """One web process for the whole story: it takes seconds to start."""
    a_change_is_told_within_a_second_to_whom_it_concerns(town, hearing)
    who_is_on_a_case_is_there_while_the_page_is(town, hearing)
    a_lost_database_connection_leaves_no_page_stale(town, hearing, test_server, committed_db["dbname"])
    a_stop_waits_for_no_stream(town, hearing)


def a_change_is_told_within_a_second_to_whom_it_concerns(cast, hearing):
    with inside(cast):
        case = a_case_in_hand(cast, at=timezone.now() - timedelta(minutes=5))
        other = a_case_in_hand(cast, at=timezone.now() - timedelta(minutes=5))
    time.sleep(2.1)  # a page may have been drawn a little before it says so
    of_it = Line(hearing, session_of(cast.operator_lin), f"case:{case.number}", f"case:{other.number}")
    desk = Line(hearing, session_of(cast.officer_zheng), "cases", "notices", "what:ever")
    across = Line(hearing, session_of(cast.operator_zhao), "cases", f"case:{case.number}", f"on:{case.number}")
    stranger = Line(hearing, "nobody", "cases")

    with inside(cast):
        record_arrival(case, by=cast.keeper_wei, at=timezone.now())
    of_it.hears(f"changed case:{case.number}")
    desk.hears("changed cases")
    late = Line(hearing, session_of(cast.worker_mo), "cases", drawn_at=timezone.now() - timedelta(seconds=1))
    late.hears("changed cases")
    unknown = Line(hearing, session_of(cast.worker_mo), "cases", drawn_at=timezone.now() - timedelta(days=1))
    unknown.hears("again")

    assert of_it.told == [f"changed case:{case.number}"]
    assert desk.told == ["changed cases"]
    assert (across.told, stranger.told) == ([], ["end out"])
    assert of_it.answer.headers["X-Accel-Buffering"] == "no"


def who_is_on_a_case_is_there_while_the_page_is(cast, hearing):
    with inside(cast):
        case = a_case_in_hand(cast, at=timezone.now() - timedelta(minutes=5))
    lin = Line(hearing, session_of(cast.operator_lin), f"on:{case.number}")
    mo = Line(hearing, session_of(cast.worker_mo), f"on:{case.number}")
    lin.hears(f"changed on:{case.number}")

    def there():
        with inside(cast):
            return sorted(Presence.objects.values_list("person__name", "doing"))

    assert there() == [("林小满", "resolution"), ("莫秀丽", "resolution")]
    across = Line(hearing, session_of(cast.operator_zhao), f"on:{case.number}")
    mo.close()
    within(3, lambda: there() == [("林小满", "resolution")])
    assert across.told == []


def a_lost_database_connection_leaves_no_page_stale(cast, hearing, test_server, database):
    desk = Line(hearing, session_of(cast.operator_lin), "cases")
    cut = (
        "SELECT pg_terminate_backend(pid), pid FROM pg_stat_activity WHERE datname = %s AND query ~ 'LISTEN|SELECT 1'"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state = 'idle'"
    )
    assert test_server.run(cut, database)
    desk.hears("again", 5)
    with inside(cast):
        a_case_in_hand(cast, at=timezone.now())
    desk.hears("changed cases")


def a_stop_waits_for_no_stream(cast, hearing):
    desk = Line(hearing, session_of(cast.operator_lin), "cases")
    began = time.monotonic()
    os.killpg(hearing.process.pid, signal.SIGTERM)
    hearing.process.wait(10)
    assert time.monotonic() - began < 3
    assert desk.told[-1] == "end later"
