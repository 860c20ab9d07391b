"""kill -9 of the worker, the web process and the database while people work: what was acknowledged is there, once."""

import queue
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest

from linli.config import database

from .over_http import Caller
from .prepared import move_into
from .running import House, fresh_var, within
from .small_town import PASSWORD

pytestmark = pytest.mark.slow

OFFICE, KEEPERS = ("lin", "mo", "zheng"), ("wei", "li")
ACKNOWLEDGED_BETWEEN_KILLS = 12
DUE_EVERY, DUE_FOR = 4, 32  # seconds: promises come due all through the kills
BEIJING = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def house():
    for var in fresh_var():
        house = House(move_into(var))
        house.start()
        yield house
        house.stop()


def signed_in(port: int, name: str) -> Caller:
    caller = Caller(port)
    caller.sign_in(name, PASSWORD)
    return caller


class Work:
    """What people do, and everything the house has said yes to."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.registered: dict[UUID, str] = {}
        self.accepted: dict[str, str] = {}
        self.arrived: set[str] = set()
        self.failed: list[BaseException] = []
        self.handed: queue.Queue[str] = queue.Queue()
        self.is_over = threading.Event()
        self.threads = [threading.Thread(target=self.safely, args=(self.register, name)) for name in OFFICE]
        self.threads += [threading.Thread(target=self.safely, args=(self.keep, name)) for name in KEEPERS]
        self.callers = {name: signed_in(port, name) for name in (*OFFICE, *KEEPERS)}

    def safely(self, work, name: str) -> None:
        try:
            work(self.callers[name], name)
        except BaseException as why:  # noqa: BLE001 - told by the test, in its own thread
            self.failed.append(why)

    def take(self, caller: Caller, **fields: str) -> str:
        key = uuid4()
        form = {"content": "水沟堵了", "channel": "hotline", "place_text": "建安街38号", "key": str(key)}
        _status, where = caller.send("/cases/new/", form | fields)
        self.registered[key] = where.split("/")[2]
        return self.registered[key]

    def register(self, caller: Caller, name: str) -> None:
        while not self.is_over.is_set():
            self.handed.put(self.take(caller))

    def keep(self, caller: Caller, name: str) -> None:
        while not (self.is_over.is_set() and self.handed.empty()):
            try:
                number = self.handed.get(timeout=0.2)
            except queue.Empty:
                continue
            # 409: an earlier try was done, and its answer lost on the way
            caller.send(f"/cases/{number}/acceptance/", {}, until=(302, 409))
            self.accepted[number] = name
            caller.send(f"/cases/{number}/arrival/", {})
            self.arrived.add(number)

    @property
    def acknowledged(self) -> int:
        assert not self.failed, self.failed
        return len(self.registered) + len(self.accepted) + len(self.arrived)

    def goes_on(self) -> None:
        """Wait until much more has been acknowledged than until now."""
        before = self.acknowledged
        within(40, lambda: self.acknowledged >= before + ACKNOWLEDGED_BETWEEN_KILLS)


def register_what_comes_due(work: Work) -> tuple[dict[str, list[str]], datetime]:
    """Take matters received a while ago, so that their promises come due, or warn, one after another from now on.

    Return their numbers, and when the last of them has.
    """
    now = datetime.now(UTC) + timedelta(seconds=8)
    found: dict[str, list[str]] = {"arrive": [], "resolve": [], "warn": []}
    for kind, minutes in (("arrive", 10), ("resolve", 30), ("warn", 7)):
        for seconds in range(DUE_EVERY, DUE_FOR, DUE_EVERY):
            at = (now - timedelta(minutes=minutes) + timedelta(seconds=seconds)).astimezone(BEIJING)
            found[kind].append(work.take(work.callers["lin"], received_at=f"{at:%Y-%m-%dT%H:%M:%S}"))
    return found, now + timedelta(seconds=DUE_FOR)


def asker(house: House):
    parts = {"host": str(database.socket_folder(house.var)), "dbname": "linli", "user": "postgres"}
    connection = psycopg.connect(**parts, autocommit=True)
    return lambda query, *arguments: connection.execute(query, arguments or None).fetchall()


def test_everything_acknowledged_is_there_exactly_once(house):
    work = Work(house.port)
    coming, all_due_at = register_what_comes_due(work)
    for thread in work.threads:
        thread.start()
    work.goes_on()
    for part in ("worker", "serve", "database"):
        house.kill(part)
        work.goes_on()
    work.is_over.set()
    for thread in work.threads:
        thread.join(60)
    assert work.failed == []

    ask = asker(house)
    within(60, lambda: datetime.now(UTC) > all_due_at and nothing_is_left_to_sweep(ask))
    within(50, lambda: ask("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')") == [(0,)])
    within(10, lambda: ask("SELECT count(*) FROM notices_untold") == [(0,)])
    found = SimpleNamespace(ask=ask, work=work, coming=coming)
    every_case_is_there_once_and_whole(found)
    what_was_accepted_and_arrived_is_there_once(found)
    what_came_due_is_said_once(found)
    everybody_was_told_once(found)


def nothing_is_left_to_sweep(ask) -> bool:
    return ask(
        """SELECT count(*) FROM cases_promise WHERE coalesce(kept_at, broken_at, waived_at, paused_at) IS NULL
           AND (due_at < now() OR warn_at < now() AND warned_at IS NULL)"""
    ) == [(0,)]


def every_case_is_there_once_and_whole(found) -> None:
    """Two promises, a caller with a code, one line that begins it, and a line for every time somebody was asked.

    Who takes a case unasked is written down as asked and willing in one moment, with no line for the asking.
    """
    rows = found.ask(
        """SELECT intake_key, number,
            (SELECT count(*) FROM cases_promise p WHERE p.case_id = c.id),
            (SELECT count(*) FROM cases_requester r JOIN cases_querycode q ON q.requester_id = r.id
             WHERE r.case_id = c.id),
            (SELECT count(*) FROM journal_event e WHERE e.subject_id = c.id AND e.verb = 'cases.registered'),
            (SELECT count(*) FROM cases_offer o WHERE o.case_id = c.id AND o.answered_at IS DISTINCT FROM o.offered_at)
              - (SELECT count(*) FROM journal_event e WHERE e.subject_id = c.id AND e.verb = 'cases.offered')
           FROM cases_case c"""
    )
    assert {key: number for key, number, *_rest in rows} == found.work.registered
    assert len(rows) == len(found.work.registered)
    assert {tuple(rest) for _key, _number, *rest in rows} == {(2, 1, 1, 0)}
    by_day: dict[str, list[int]] = {}
    for number in found.work.registered.values():
        by_day.setdefault(number[:-5], []).append(int(number[-4:]))
    assert all(sorted(numbers) == list(range(1, len(numbers) + 1)) for numbers in by_day.values())


def what_was_accepted_and_arrived_is_there_once(found) -> None:
    rows = found.ask(
        """SELECT number, u.username, c.status,
            (SELECT count(*) FROM cases_offer o WHERE o.case_id = c.id AND o.answer = 'accepted'),
            (SELECT count(*) FROM journal_event e WHERE e.subject_id = c.id AND e.verb = 'cases.accepted'),
            (SELECT count(*) FROM cases_arrival a WHERE a.case_id = c.id),
            (SELECT count(*) FROM journal_event e WHERE e.subject_id = c.id AND e.verb = 'cases.arrived'),
            (SELECT count(p.kept_at) FROM cases_promise p WHERE p.case_id = c.id AND p.kind = 'arrive')
           FROM cases_case c JOIN accounts_user u ON u.id = c.handler_id"""
    )
    assert {number: who for number, who, *_rest in rows} == found.work.accepted
    assert found.work.arrived == set(found.work.accepted)
    assert {tuple(rest) for _number, _who, *rest in rows} == {("on_site", 1, 1, 1, 1, 1)}


def what_came_due_is_said_once(found) -> None:
    said = Counter(found.ask("SELECT verb, facts->>'row' FROM journal_event WHERE verb ~ 'promise_(warned|broken)'"))
    assert set(said.values()) == {1}
    broken = {
        (number, kind): row
        for number, kind, row in found.ask(
            "SELECT c.number, p.kind, p.id::text FROM cases_promise p JOIN cases_case c ON c.id = p.case_id"
            " WHERE p.broken_at = p.due_at"
        )
    }
    late = {(number, "arrive") for number in found.coming["arrive"] + found.coming["resolve"]}
    late |= {(number, "resolve") for number in found.coming["resolve"]}
    assert set(broken) == late
    assert {row for verb, row in said if verb == "cases.promise_broken"} == set(broken.values())
    warned = {row for (row,) in found.ask("SELECT id::text FROM cases_promise WHERE warned_at IS NOT NULL")}
    assert {row for verb, row in said if verb == "cases.promise_warned"} == warned
    to_be_warned = found.ask(
        "SELECT p.id::text FROM cases_promise p JOIN cases_case c ON c.id = p.case_id"
        " WHERE p.kind = 'arrive' AND c.number = ANY(%s)",
        found.coming["warn"],
    )
    assert {row for (row,) in to_be_warned} <= warned


def everybody_was_told_once(found) -> None:
    assert found.ask("SELECT event_id, reader_id FROM notices_notice GROUP BY 1, 2 HAVING count(*) > 1") == []
    offered = found.ask(
        """SELECT count(*), count(n.id), count(DISTINCT e.id) FROM journal_event e
           JOIN cases_offer o ON o.id = (e.facts->>'offer')::bigint
           LEFT JOIN notices_notice n ON n.event_id = e.id AND n.reader_id = o.to_id
           WHERE e.verb = 'cases.offered'"""
    )
    assert len(set(offered[0])) == 1
    untold = found.ask(
        """SELECT e.verb, e.id FROM journal_event e WHERE e.verb ~ 'promise_(warned|broken)'
           AND NOT EXISTS (SELECT FROM notices_notice n WHERE n.event_id = e.id)"""
    )
    assert untold == []
    assert found.ask("SELECT id FROM procrastinate_jobs WHERE status IN ('failed', 'aborted')") == []
