"""Sixteen people looking others up at once: `python -m bench.readers --seconds 10`, in two processes as the web has.

Each asks the register as its page does (`queries.register.look_up`, as an operator of one community, inside the fence)
and again as soon as it is answered. What is printed is the milliseconds each kind of question took.
"""

import argparse
import json
import random
import sys
import threading
import time
from collections import defaultdict
from datetime import date

from bench.neighbours import DOORS_IN_A_LANE, GIVEN, SURNAMES

READERS = 8  # in each of the two processes


def main() -> None:
    asks = argparse.ArgumentParser()
    asks.add_argument("--seconds", type=float, required=True)
    asks.add_argument("--seed", type=int, required=True)
    wanted = asks.parse_args()

    from linli.config import opening

    opening.set_up_django("app")
    until = time.perf_counter() + 2 + wanted.seconds
    took: dict[str, list[float]] = defaultdict(list)
    readers = [
        threading.Thread(target=_read, args=(wanted.seed + n, until - wanted.seconds, until, took))
        for n in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    json.dump(took, sys.stdout)


def _read(seed: int, begin: float, until: float, took: dict[str, list[float]]) -> None:
    """Ask until the moment is there; what is asked before `begin` warms up and is not counted."""
    from django.db import connection, transaction

    from linli.accounts.models import User
    from linli.accounts.queries import signed_in
    from linli.fence.rows import open_fence
    from linli.residents.queries.register import look_up

    chance = random.Random(seed)  # noqa: S311 - the same questions every time
    reader = signed_in(User.objects.get(username=f"operator{seed % 16}").pk, date.today())  # noqa: DTZ011
    if reader is None:
        raise SystemExit("an operator without a duty")
    [community] = reader.community_ids
    while time.perf_counter() < until:
        kind, words = _question(chance)
        began = time.perf_counter()
        with transaction.atomic():
            open_fence([community])
            found = look_up(reader, {"q": words}, community_id=community, on=date.today())  # noqa: DTZ011
        ended = time.perf_counter()
        if kind != "end of a phone" and not found.lines:
            raise SystemExit(f"nobody is called {words}")
        if began > begin:
            took[kind].append(1000 * (ended - began))
    connection.close()


def _question(chance: random.Random) -> tuple[str, str]:
    """Return a kind of question, and its words."""
    from linli.residents.naming import initials_of, pinyin_of

    surname, given = chance.choice(SURNAMES), chance.choice(GIVEN)
    door = f"第{chance.randint(1, 30)}街 {chance.randint(1, DOORS_IN_A_LANE)} 号"
    return chance.choice(
        [
            ("part of a name", given),
            ("surname and part of a name", f"{surname}{given[:1]}"),
            ("initials", initials_of(pinyin_of(surname + given))),
            ("end of a phone", f"{chance.randrange(10_000):04}"),
            ("door", door),
        ]
    )


if __name__ == "__main__":
    main()
