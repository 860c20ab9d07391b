"""People of the register the rows of a table may mean, by what tells them apart: one statement for a thousand rows."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from linli.fence.asking import ask

SEEN = """p.community_id = %(community)s AND p.merged_into_id IS NULL AND p.anonymised_on IS NULL"""
TOLD = """p.id, p.name, CASE p.birth_precision WHEN 'day' THEN p.birth_on END, p.id_number_hash, p.phone_hash"""
BORN = f"""SELECT found.* FROM unnest(%(born_names)s::text[], %(births)s::date[]) AS said (name, birth_on)
    CROSS JOIN LATERAL (SELECT {TOLD} FROM residents_person p
        WHERE {SEEN} AND p.name = said.name AND p.birth_on = said.birth_on OFFSET 0) AS found"""  # noqa: S608  our own words only
CALLED = f"""SELECT found.* FROM unnest(%(called_names)s::text[], %(phones)s::text[]) AS said (name, phone_hash)
    CROSS JOIN LATERAL (SELECT {TOLD} FROM residents_person p
        WHERE {SEEN} AND p.phone_hash = said.phone_hash AND p.phone_hash <> '' AND p.name = said.name OFFSET 0
    ) AS found"""  # noqa: S608  our own words only
BY_NUMBER = f"""SELECT {TOLD} FROM residents_person p
    WHERE {SEEN} AND p.id_number_hash <> '' AND p.id_number_hash = ANY(%(ids)s::text[])"""  # noqa: S608  our own words only
NAMED = f"SELECT {TOLD} FROM residents_person p WHERE {SEEN} AND p.name = ANY(%(names)s::text[])"  # noqa: S608  our own words only
WAYS = {"ids": BY_NUMBER, "births": BORN, "phones": CALLED, "names": NAMED}
"""Each way has an index of its own; put together with OR they would read everybody of a common name. OFFSET keeps a way
one look into its index for each row of the table, where the planner would rather read a whole community once. A way
nobody wants is left out: of an empty list the planner believes anything, and reads the smallest index to its end."""


class Alike(NamedTuple):
    """Somebody of the register, as far as recognising needs it; `born` only where the day is known."""

    key: int
    name: str
    born: date | None
    id_number_hash: str
    phone_hash: str


def people_alike(
    community_id: int,
    *,
    ids: Iterable[str],
    births: Iterable[tuple[str, date]],
    phones: Iterable[tuple[str, str]],
    names: Iterable[str],
) -> list[Alike]:
    """Return who has one of these identity numbers (as hashes), name and day of birth, name and phone, or names."""
    born, called = list(births), list(phones)
    values = {
        "community": community_id, "ids": list(ids), "names": list(names),
        "born_names": [name for name, _on in born], "births": [on for _name, on in born],
        "called_names": [name for name, _hash in called], "phones": [hash_ for _name, hash_ in called],
    }  # fmt: skip
    wanted = [way for code, way in WAYS.items() if values[code]]
    return [Alike(*row) for row in ask(f"{' UNION '.join(wanted)} ORDER BY 1", values)] if wanted else []
