"""A register of a million people, written by the database itself: `python -m bench.neighbours --count 1000000`.

Four communities of one street, three people to a home, forty homes to a door. Names are put together from parts whose
reading the product gives; numbers are sealed ones of a few thousand, as sealing a million would measure nothing.
"""

import argparse
import os
import sys
from typing import Any

import psycopg

from bench import copying
from bench.operations import CLIENTS, PASSWORD

COMMUNITIES = 4
AT_HOME = 3
HOMES_AT_A_DOOR = 40
DOORS_IN_A_LANE = 60
NUMBERS = 4_000
SURNAMES = (
    "韦", "黄", "覃", "莫", "陈", "李", "梁", "廖", "陆", "蒙", "何", "罗", "农", "谭", "欧阳", "曾", "单", "仇",
    "区", "蓝",
)  # fmt: skip
GIVEN = (
    "秀英", "桂香", "建国", "志强", "丽", "美玲", "大庆", "小满", "春花", "光明", "国安", "启明", "一鸣", "凤兰",
    "玉珍", "永福", "海", "思源", "子轩", "雨桐", "金莲", "德胜", "素芬", "家豪", "文静", "少华", "晓东", "瑞雪",
    "长生", "爱民", "天佑", "佩云", "秋菊", "立新", "宏伟", "彩霞", "定国", "若溪", "俊杰", "慧敏",
)  # fmt: skip
TABLES = (
    "residents_person", "residents_slip", "residents_household", "residents_householdmember", "territory_dwelling",
)  # fmt: skip


def main() -> None:
    asks = argparse.ArgumentParser()
    asks.add_argument("--count", type=int, required=True)
    wanted = asks.parse_args()

    from linli.config import opening, reference

    opening.set_up_django("app")
    reference.load()
    communities = _lay_out()
    with psycopg.connect(os.environ["BENCH_SUPERUSER"], autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET synchronous_commit = off")  # of this connection, while filling
        _parts_of_names(connection)
        indexes = copying.take_indexes_away(connection, list(TABLES))
        connection.execute("SET session_replication_role = replica")
        for each in communities:
            _people(connection, each, wanted.count // len(communities))
            _say(f"{wanted.count // len(communities):,} people of community {each}")
        connection.execute("SET session_replication_role = origin")
        copying.make_indexes(indexes)
        connection.execute("ANALYZE")


def _lay_out() -> list[int]:
    """Make the demo town's ground, two communities more, and operators spread over them; return their keys."""
    from datetime import date

    from django.contrib.auth.hashers import make_password
    from django.db import transaction
    from django.utils import timezone

    from linli.accounts.actions import grant_duty
    from linli.accounts.models import Duty, User
    from linli.demo import ground, people
    from linli.territory.models import Community
    from linli.territory.queries import open_every_fence

    with transaction.atomic():
        street, stages = ground.lay_out(timezone.localtime())
        people.enrol(street, stages)
        while Community.objects.count() < COMMUNITIES:
            n = Community.objects.count()
            Community.objects.create(street=street, name=f"第{n}社区", number_prefix=f"B{'ABCDEF'[n]}", hotline="0")
        open_every_fence()
        communities = list(Community.objects.order_by("pk"))
        password = make_password(PASSWORD)
        for n in range(CLIENTS):
            user = User.objects.create(
                username=f"operator{n}", name=f"值班{n}", password=password, must_change_password=False
            )
            place = communities[n % len(communities)]
            grant_duty(
                user, Duty.Role.COMMUNITY_WORKER, by=None, at=timezone.now(), from_on=date(2024, 1, 1), community=place
            )
        return [each.pk for each in communities]


def _parts_of_names(connection: "psycopg.Connection[Any]") -> None:
    """Lay surnames, given names and sealed numbers into tables of this connection."""
    from linli.fence.sealing import keyed_hash, seal
    from linli.residents.naming import initials_of, pinyin_of

    def read(surname: str) -> str:
        whole = pinyin_of(f"{surname}一").split()
        return " ".join(whole[:-1])

    connection.execute("CREATE TEMP TABLE part (kind text, n int, word text, reading text, initials text)")
    connection.execute("CREATE TEMP TABLE number (n int, sealed text, print text, tail text)")
    with connection.cursor().copy("COPY part FROM STDIN") as copy:
        for n, word in enumerate(SURNAMES):
            copy.write_row(("surname", n, word, read(word), initials_of(read(word))))
        for n, word in enumerate(GIVEN):
            copy.write_row(("given", n, word, pinyin_of(f"一{word}")[3:], initials_of(pinyin_of(f"一{word}")[3:])))
    with connection.cursor().copy("COPY number FROM STDIN") as copy:
        for n in range(NUMBERS):
            phone = f"+86139{n * 24_631 % 100_000_000:08}"
            copy.write_row((n, seal(phone), keyed_hash("phone", phone), phone[-4:]))


PLACES = """
    WITH lane AS (
        INSERT INTO territory_lane (community_id, name, kind, aliases)
        SELECT %(community)s, '第' || n || '街', 'street', '[]'
        FROM generate_series(1, 1 + %(homes)s / %(homes_at_a_door)s / %(doors_in_a_lane)s) n RETURNING id
    ), door AS (
        INSERT INTO territory_door (community_id, lane_id, number, suffix, building_name, datum)
        SELECT %(community)s, id, n, '', '', 'CGCS2000'
        FROM lane, generate_series(1, %(doors_in_a_lane)s) n RETURNING id
    ) INSERT INTO territory_dwelling (community_id, door_id, label)
    SELECT %(community)s, id, (100 * (1 + n / 4) + n %% 4 + 1)::text
    FROM door, generate_series(0, %(homes_at_a_door)s - 1) n LIMIT %(homes)s
"""
HOUSEHOLDS = """
    INSERT INTO residents_household (community_id, dwelling_id, tenure, from_on)
    SELECT community_id, id, '01', '2015-01-01' FROM territory_dwelling
    WHERE community_id = %(community)s AND id > %(before)s
"""
PEOPLE = """
    INSERT INTO residents_person ({columns})
    SELECT {values}
    FROM generate_series(0, %(count)s - 1) i
    JOIN part s ON s.kind = 'surname' AND s.n = (i * 7 + i / 800) %% {surnames}
    JOIN part g ON g.kind = 'given' AND g.n = (i * 13 + i / 31) %% {given}
    JOIN number t ON t.n = i * 3 %% {numbers}
"""
VALUES = {
    "community_id": "%(community)s", "name": "s.word || g.word", "pinyin": "s.reading || ' ' || g.reading",
    "initials": "s.initials || g.initials", "sex": "(1 + i %% 2)::text", "phone": "t.sealed", "phone_hash": "t.print",
    "phone_tail": "t.tail", "birth_on": "date '1935-01-01' + (i * 37 %% 32000)::int", "birth_precision": "'day'",
    "id_kind": "'111'", "pinyin_is_by_hand": "false",
}  # fmt: skip
SLIPS = """
    INSERT INTO residents_slip (community_id, person_id, piece)
    SELECT p.community_id, p.id, piece
    FROM residents_person p, residents_pieces(p.name, p.former_name, p.pinyin, p.initials) AS piece
    WHERE p.community_id = %(community)s
"""
MEMBERS = """
    INSERT INTO residents_householdmember (community_id, household_id, person_id, is_head, relation, from_on)
    SELECT %(community)s, h.id, p.id, p.at_home = 0, CASE p.at_home WHEN 0 THEN '01' ELSE '10' END, '2015-01-01'
    FROM (
        SELECT id, (row_number() OVER (ORDER BY id) - 1) / %(at_home)s AS home,
            (row_number() OVER (ORDER BY id) - 1) %% %(at_home)s AS at_home
        FROM residents_person WHERE community_id = %(community)s
    ) p
    JOIN (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS home FROM residents_household
        WHERE community_id = %(community)s
    ) h USING (home)
"""


def _people(connection: "psycopg.Connection[Any]", community: int, count: int) -> None:
    before = connection.execute("SELECT coalesce(max(id), 0) FROM territory_dwelling").fetchone()
    facts = {
        "community": community, "count": count, "homes": count // AT_HOME + 1, "at_home": AT_HOME,
        "homes_at_a_door": HOMES_AT_A_DOOR, "doors_in_a_lane": DOORS_IN_A_LANE, "before": before[0] if before else 0,
    }  # fmt: skip
    values = _values()
    people = PEOPLE.format(
        columns=", ".join(f'"{name}"' for name in values),
        values=", ".join(values.values()),
        surnames=len(SURNAMES),
        given=len(GIVEN),
        numbers=NUMBERS,
    )
    for statement in (PLACES, HOUSEHOLDS, people, SLIPS, MEMBERS):
        connection.execute(statement, facts)


def _values() -> dict[str, str]:
    """Return what stands in each column of a person; what no part of ours says gets the default of its field."""
    from linli.residents.models import Person

    rest = [
        field
        for field in Person._meta.concrete_fields  # noqa: SLF001 - public by its name in Django
        if not field.primary_key and not field.null and field.column not in VALUES
    ]
    return VALUES | {str(field.column): f"'{field.get_default()}'" for field in rest}


def _say(words: str) -> None:
    sys.stderr.write(f"     {words}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
