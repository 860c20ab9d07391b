"""Filling a scratch database: `python -m bench.fill past|standing|stock|due …` with scripts/ on the path.

Run by `scripts/bench` in processes of their own, as a process sets Django up for one database only.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from bench import copying
from bench.operations import CLIENTS, PASSWORD
from bench.rows import Door, Generator, Ground, Keys, Rule

YEARS_DAYS = 3 * 365
BATCH = 2_000
CALLERS = 20_000
DONE_JOBS = 20_000  # the worker keeps finished jobs for a week


def main() -> None:
    asks = argparse.ArgumentParser()
    asks.add_argument("step", choices=STEPS)
    asks.add_argument("--count", type=int, default=0)
    asks.add_argument("--seconds", type=int, default=0)
    wanted = asks.parse_args()

    from linli.config import opening

    opening.set_up_django("app")
    STEPS[wanted.step](wanted)


def past(wanted: argparse.Namespace) -> None:
    """Lay the ground and write what has ended, with indexes and counters made afterwards."""
    from linli.config import reference

    reference.load()
    _lay_out()
    with psycopg.connect(os.environ["BENCH_SUPERUSER"], autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        names = [table.name for table in copying.tables()]
        indexes = copying.take_indexes_away(connection, names)
        made = Generator(_ground(), Keys(**copying.last_keys(connection), numbers=Counter()), seed=20)
        writer = copying.Writer(os.environ["BENCH_SUPERUSER"])
        began = time.monotonic()
        with writer.open():
            for n in made.past(wanted.count, int(_today().timestamp()), YEARS_DAYS):
                if n % BATCH == BATCH - 1:
                    writer.write(made)
                if n % 20_000 == 19_999:
                    _say(f"{n + 1:>9,} cases of {wanted.count:,}, {(n + 1) / (time.monotonic() - began):,.0f} a second")
            writer.write(made)
        copying.set_sequences(connection)
        _say(f"{len(indexes)} indexes")
        copying.make_indexes(indexes)
        _number_series(connection, made)
        _finished_jobs(connection, wanted.count)
    _bring_up_to_date()


def standing(wanted: argparse.Namespace) -> None:
    """Write `count` cases that are not over: most in hand, some offered, some waiting for callback or filing."""
    now = int(time.time())
    share = (("accepted", 0.3), ("on_site", 0.35), ("offered", 0.1), ("resolved", 0.15), ("called_back", 0.1))
    statuses = [status for status, part in share for _one in range(int(wanted.count * part))]

    def write(made: Generator) -> None:
        made.chance.shuffle(statuses)
        for n, status in enumerate(statuses):
            is_open = status in ("accepted", "on_site", "offered")
            due = now + 2 * 3600 + n * 300 if is_open else now - 3 * 3600 - n
            made.case(now - 4 * 3600 - 30 * n, status, due=due)

    _write_now(write, seed=21)


def stock(wanted: argparse.Namespace) -> None:
    """Write offered cases for each keeper to accept, arrive at and resolve; print their numbers by keeper."""
    now = int(time.time())
    numbers: dict[str, list[str]] = {}

    def write(made: Generator) -> None:
        for zone, keepers in made.ground.keepers.items():
            doors = [door for door in made.ground.doors if door.zone == zone]
            for keeper in keepers:
                numbers[str(keeper[0])] = [
                    made.case(now - 60, "offered", due=now + 2 * 86400, door=made.chance.choice(doors), keeper=keeper)
                    for _one in range(wanted.count)
                ]

    _write_now(write, seed=22)
    json.dump({"numbers": numbers, "usernames": _usernames(numbers)}, sys.stdout)


def due(wanted: argparse.Namespace) -> None:
    """Write `count` cases in hand whose arrivals are all due in the second that begins in `seconds`."""
    now = int(time.time())

    def write(made: Generator) -> None:
        rule = next(rule for rule in made.ground.rules.values() if rule.arrive)
        made.ground.rules.update(dict.fromkeys(made.ground.rules, rule))
        for _one in range(wanted.count):
            made.case(now - 600, "accepted", due=now + wanted.seconds)

    before = _write_now(write, seed=23)
    with psycopg.connect(os.environ["BENCH_SUPERUSER"], autocommit=True) as connection:
        connection.execute(
            """UPDATE cases_promise SET warned_at = made_at, due_at = CASE kind
            WHEN 'resolve' THEN due_at + interval '1 day' ELSE due_at + random() * interval '999 ms' END
            WHERE case_id > %s""",
            [before],
        )
    json.dump({"after": before, "due": now + wanted.seconds}, sys.stdout)


STEPS = {"past": past, "standing": standing, "stock": stock, "due": due}


def _write_now(write: Any, *, seed: int) -> int:
    """Write a few thousand cases beside the past ones, triggers and indexes at work; return the last key before."""
    with psycopg.connect(os.environ["BENCH_SUPERUSER"], autocommit=True) as connection:
        keys = copying.last_keys(connection)
        numbers = Counter(
            {
                f"{on:%Y%m%d}": int(last)
                for on, last in connection.execute(
                    """SELECT "on", last FROM cases_numberseries
                    WHERE kind = '' AND "on" > now() - interval '30 days'"""
                ).fetchall()
            }
        )
        made = Generator(_ground(), Keys(**keys, numbers=numbers), seed)
        write(made)
        copying.write_at_once(os.environ["BENCH_SUPERUSER"], made)
        copying.set_sequences(connection)
        _number_series(connection, made)
        for table in copying.tables():
            connection.execute(f"ANALYZE {table.name}")
    return keys["case"]


def _lay_out() -> None:
    """Make the places and people of the demo town without its stories, and an operator for every client."""
    from django.contrib.auth.hashers import make_password
    from django.db import transaction
    from django.utils import timezone

    from linli.accounts.actions import grant_duty
    from linli.accounts.models import Duty, User
    from linli.cases.reference import begin_with_policies
    from linli.demo import ground, people

    with transaction.atomic():
        street, stages = ground.lay_out(timezone.localtime())
        people.enrol(street, stages)
        for stage in stages.values():
            begin_with_policies(stage.community)
        password, here = make_password(PASSWORD), stages["lingfeng"].community
        User.objects.update(password=password)
        for n in range(CLIENTS):
            user = User.objects.create(
                username=f"operator{n}", name=f"值班{n}", password=password, must_change_password=False
            )
            grant_duty(
                user, Duty.Role.DUTY_OPERATOR, by=None, at=timezone.now(), from_on=date(2024, 1, 1), community=here
            )


def _ground() -> Ground:
    from django.contrib.contenttypes.models import ContentType
    from django.db import transaction

    from linli.accounts.models import Duty, User
    from linli.cases.models import Case, Category, Policy
    from linli.fence.rows import open_fence
    from linli.fence.sealing import keyed_hash, seal
    from linli.territory import models as territory
    from linli.worktime.arithmetic import Clock

    with transaction.atomic():
        here = territory.Community.objects.get(number_prefix="LF")
        open_fence([here.pk])
        keepers: dict[int, list[tuple[int, str]]] = {}
        for duty in Duty.objects.in_force(date.today()).filter(community=here, role="zone_keeper"):  # noqa: DTZ011
            keepers.setdefault(int(duty.zone_id or 0), []).append((duty.user_id, duty.user.name))
        doors = territory.Door.objects.filter(community=here, zone__in=keepers).select_related("lane")
        rules = {}
        for policy in Policy.objects.filter(community=here, category=None, channel=""):
            minutes = policy.resolve_within * {Clock.MINUTES: 1}.get(Clock(policy.resolve_clock), 1440)
            rules[policy.urgency] = Rule(
                policy.pk,
                policy.source,
                (policy.arrive_within_minutes or 0) * 60,
                minutes * 60,
                policy.resolve_clock,
                policy.resolve_within,
            )
        return Ground(
            community=here.pk,
            prefix=here.number_prefix,
            doors=[Door(door.pk, door.lane_id, int(door.zone_id or 0), str(door)) for door in doors],
            keepers=keepers,
            operators=list(User.objects.filter(username__startswith="operator").values_list("pk", flat=True)),
            worker=User.objects.get(username="mo").pk,
            rules=rules,
            categories=list(Category.objects.filter(is_in_use=True).values_list("pk", "urgency")),
            case_type=ContentType.objects.get_for_model(Case).pk,
            phones=[
                (seal(phone), keyed_hash("phone", phone), phone[-4:])
                for phone in (f"+8613{n:09}" for n in range(CALLERS))
            ],
        )


def _usernames(keys: Any) -> dict[str, str]:
    from linli.accounts.models import User

    return {str(pk): name for pk, name in User.objects.filter(pk__in=map(int, keys)).values_list("pk", "username")}


def _today() -> datetime:
    from django.utils import timezone

    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(hours=1)


def _number_series(connection: psycopg.Connection, made: Generator) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            'INSERT INTO cases_numberseries (community_id, kind, "on", last) VALUES (%s, %s, %s::date, %s)'
            ' ON CONFLICT (community_id, kind, "on") DO UPDATE SET last = excluded.last',
            [(made.ground.community, "", day, last) for day, last in made.keys.numbers.items()],
        )


def _finished_jobs(connection: psycopg.Connection, cases: int) -> None:
    connection.execute("SET session_replication_role = replica")
    connection.execute(
        """INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)
        SELECT 'files', 'linli.files.jobs.destroy', '{}', 'succeeded', 1 FROM generate_series(1, %s)""",
        [min(DONE_JOBS, cases)],
    )
    connection.execute("SET session_replication_role = origin")


def _bring_up_to_date() -> None:
    """Let each room rebuild what its triggers keep: COPY went past them. Both cores are at it."""
    from linli.reports.actions import count_everything_anew

    with psycopg.connect(os.environ["BENCH_SUPERUSER"], autocommit=True) as connection:
        connection.execute("ANALYZE")
        indexes = copying.take_indexes_away(connection, ["cases_searchtext"])
    with ThreadPoolExecutor(3) as pool:
        counting = pool.submit(count_everything_anew)
        searching = [pool.submit(_write_search_texts, half) for half in (0, 1)]
        for half in searching:
            half.result()
        _say("what is searched through is written")
        copying.make_indexes(indexes)
        counting.result()
        _say("the figures are counted")


def _write_search_texts(half: int) -> None:
    with psycopg.connect(os.environ["BENCH_SUPERUSER"]) as connection:
        connection.execute(
            "SELECT set_config('linli.communities', string_agg(id::text, ','), true) FROM territory_community"
        )
        connection.execute("SELECT count(search_write(id)::text) FROM cases_case WHERE id %% 2 = %s", [half])


def _say(words: str) -> None:
    sys.stderr.write(f"     {words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
