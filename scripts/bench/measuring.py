"""Running one operation against a served house: rates, latencies, processor time and statements."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.house import House
from bench.operations import CLIENTS, Operation, Plan, Stage, sign_in

COUNTED = 24  # requests whose statements are counted, by one client while nobody else works
DUE = 1_000
DUE_IN = 12


@dataclass(frozen=True)
class Measured:
    """The median of three runs: answers a second, milliseconds, and milliseconds of processor time an answer."""

    rate: float
    p50: float
    p95: float
    p99: float
    statements: float
    cpu: dict[str, float]
    client_share: float  # of one core


@dataclass(frozen=True)
class Swept:
    """Seconds after the due moment until the last of the promises was recorded, and the last notice written."""

    recorded: float
    notified: float
    notices: int


def pace() -> float:
    """Return the milliseconds a million multiplications take now: how fast the machine is, apart from the house."""
    began = time.perf_counter()
    sum(number * number for number in range(1_000_000))
    return 1000 * (time.perf_counter() - began)


def stage_of(house: House, cases: int, seconds: float) -> Stage:
    operators = [sign_in(house.port, f"operator{n}") for n in range(CLIENTS)]
    return Stage(house, cases, operators, random.Random(22), seconds)  # noqa: S311 - the same requests every time


def measure(stage: Stage, operation: Operation, *, warm: float, seconds: float) -> Measured:
    plan = operation.plan(stage)
    runs = _load(stage.house, plan, [("warm", warm), *[(str(n), seconds) for n in range(3)]])[1:]
    statements = _statements(stage.house, plan)

    def middle(pick: Any) -> float:
        return float(median(pick(run) for run in runs))

    def percentile(share: float) -> float:
        return 1000 * middle(lambda run: sorted(run["times"])[int(share * len(run["times"]))])

    return Measured(
        rate=middle(lambda run: len(run["times"]) / run["seconds"]),
        p50=percentile(0.5),
        p95=percentile(0.95),
        p99=percentile(0.99),
        statements=statements,
        cpu={
            who: 1000 * middle(lambda run, who=who: run["spent"][who] / len(run["times"]))
            for who in ("web", "database", "worker", "client")
        },
        client_share=middle(lambda run: run["cpu"] / run["seconds"]),
    )


def _load(house: House, plan: Plan, rounds: list[tuple[str, float]]) -> list[dict[str, Any]]:
    """Let the clients' process run the plan; return what each round saw."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.clients"],
        env=house.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if process.stdin is None or process.stdout is None:
        raise AssertionError("the clients were started with pipes")
    clients = [{"cookies": signed.cookies, "requests": requests} for signed, requests in plan.clients]
    json.dump(
        {
            "port": house.port, "clients": clients, "rounds": rounds, "again": plan.again, "expected": plan.expected,
            "at_least": plan.at_least,
        },
        process.stdin,
    )  # fmt: skip
    process.stdin.close()
    done, before = [], house.cpu_seconds()
    for line in process.stdout:
        told = json.loads(line)
        now = house.cpu_seconds()
        if told["what"] == "begin":
            before = now
            continue
        if told["trouble"] or not told["times"]:
            process.kill()
            raise SystemExit(f"The clients met trouble: {told['trouble'] or 'no answers'}")
        if told["ran_out"] and told["name"] != "counted":
            raise SystemExit("The clients ran out of requests: lay in more (operations.py).")
        told["spent"] = {who: now[who] - before[who] for who in now} | {"client": told["cpu"]}
        done.append(told)
    process.wait()
    return done


def _statements(house: House, plan: Plan) -> float:
    """Return how many statements the application sends for one answer, counted by the server itself."""
    signed, requests = plan.clients[0]
    few = Plan([(signed, requests[-COUNTED:])], plan.expected, plan.at_least, again=False)
    worker = house.worker.pid if house.worker else 0
    time.sleep(1)
    os.kill(worker, signal.SIGSTOP)
    try:
        house.ask("SELECT pg_stat_statements_reset()")
        [run] = _load(house, few, [("counted", 60)])
        calls = house.ask(
            """SELECT sum(calls) FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid
            WHERE toplevel AND rolname = 'linli_app'
            AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())"""
        )
    finally:
        os.kill(worker, signal.SIGCONT)
    return float(calls[0]) / len(run["times"])


def sweep(house: House) -> Swept:
    """Let a thousand promises fall due within one second; say when the last was recorded and told of."""
    made = json.loads(house.fill("due", count=DUE, seconds=DUE_IN))
    if made["due"] < time.time():
        raise SystemExit("Writing the promises took too long: raise DUE_IN.")
    time.sleep(max(0.0, made["due"] - time.time()))
    recorded = _wait_until(
        house, "SELECT count(*) FROM cases_promise WHERE case_id > %s AND broken_at IS NOT NULL", made
    )
    told = """SELECT count(DISTINCT e.id) FROM journal_event e JOIN notices_notice n ON n.event_id = e.id
        WHERE e.verb = 'cases.promise_broken' AND e.subject_id > %s"""
    notified = _wait_until(house, told, made)
    notices = house.ask(told.replace("DISTINCT e.id", "*"), made["after"])[0]
    last_due = made["due"] + 1  # they fall due over one second; what counts is how late the last one was seen
    return Swept(recorded - last_due, notified - last_due, notices)


def _wait_until(house: House, query: str, made: dict[str, Any]) -> float:
    import psycopg

    give_up = time.time() + 120
    with psycopg.connect(house.superuser, autocommit=True) as connection:
        while (row := connection.execute(query, [made["after"]]).fetchone()) and row[0] < DUE:
            if time.time() > give_up:
                raise SystemExit(f"After two minutes {row[0]} of {DUE} are done.")
            time.sleep(0.02)
    return time.time()
