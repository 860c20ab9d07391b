"""People of the register the rows of a table may mean, by what tells them apart: one statement for a thousand rows."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from linli.fence.asking import ask

SEEN = """p.community_id = %(community)s AND p.merged_into_id IS NULL AND p.anonymised_on IS NULL"""
TOLD = """p.id, p.name, CASE p.birth_precision WHEN 'day' THEN p.birth_on END, p.id_number_hash, p.phone_hash"""
ALIKE = f"""
    SELECT {TOLD} FROM residents_person p
    WHERE {SEEN} AND p.id_number_hash <> '' AND p.id_number_hash = ANY(%(ids)s::text[])
    UNION SELECT {TOLD}
    FROM unnest(%(born_names)s::text[], %(births)s::date[]) AS said (name, birth_on)
    JOIN residents_person p USING (name, birth_on) WHERE {SEEN}
    UNION SELECT {TOLD}
    FROM unnest(%(called_names)s::text[], %(phones)s::text[]) AS said (name, phone_hash)
    JOIN residents_person p USING (name, phone_hash) WHERE {SEEN} AND p.phone_hash <> ''
    UNION SELECT {TOLD} FROM residents_person p WHERE {SEEN} AND p.name = ANY(%(names)s::text[])
    ORDER BY 1"""  # noqa: S608  our own words only
"""Each way has an index of its own; put together with OR they would read everybody of a common name."""


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
    return [Alike(*row) for row in ask(ALIKE, values)]
