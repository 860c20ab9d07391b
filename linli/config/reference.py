"""Reference content: what every installation has, loaded from files. Loading twice changes nothing."""

import importlib
import importlib.util

from . import places
from .progress import say, step

ROOMS = ("worktime", "cases")


def load() -> None:
    """Let each room load its own, lower rooms first. Django has to be set up."""
    for room in ROOMS:
        module = f"linli.{room}.reference"
        if importlib.util.find_spec(module) is None:
            continue
        with step(f"reference data of {room}"):
            importlib.import_module(module).load_reference()


def build_town() -> None:
    """Build the demo town where it does not stand yet, and write down who can sign in."""
    if importlib.util.find_spec("linli.demo.town") is None:
        return
    from linli.demo import people, town

    town.build(lambda sentence: say(f"     {sentence}"))
    rows = [("User", "Password", "Who"), *people.signs()]
    wide = max(len(row[0]) for row in rows) + 2, max(len(row[1]) for row in rows) + 2
    lines = [f"  {user:<{wide[0]}}{password:<{wide[1]}}{who}" for user, password, who in rows]
    (places.VAR / "demo-people.txt").write_text("\n".join(lines) + "\n")
