"""What `linli demo` does, in order."""

import os
from datetime import UTC, datetime, timedelta

from . import opening, places, roles, server, stamps, supervisor
from .progress import say, step

DESK_GOES_STALE = timedelta(minutes=15)


def run() -> None:
    """Stand the demo town up and keep it until Ctrl-C or SIGTERM."""
    supervisor.stop_when_asked()
    try:
        _run()
    except supervisor.Stopped:
        say("Stopped. The data stays: start again with the same command.")


def _run() -> None:
    host, port = server.address_asked_for()
    ours, childrens = supervisor.take_locks(places.VAR)
    listening = server.bind(host, port)
    where = supervisor.address(listening)
    with ours, childrens, listening, opening.database_at_hand() as hold:
        supervisor.note_address(ours, where)
        house = supervisor.House(places.VAR, hold, listening, childrens)
        try:
            _prepare(house)
            with step("starting web and worker"):
                house.open_doors()
                house.wait_until_ready()
            _welcome(where)
            supervisor.keep(house)
        finally:
            house.close_doors()


def _prepare(house: supervisor.House) -> None:
    """Bring tables, files, reference data and the town up to date; what is already there costs nothing."""
    with roles.connect(opening.parts("owner"), opening.where()) as owner:
        roles.check_server(owner)
        stamped = stamps.read(owner)
    tables, reference = stamps.tables_now(), stamps.reference_now()
    if stamped.get("tables") != tables:
        house.run_to_end("making tables and rights", "migrate", "--quiet")
    if stamped.get("reference") != reference or os.environ.get("LINLI_DEMO_AGAIN"):
        house.run_to_end("reference data and the demo town", "build-town")
        with roles.connect(opening.parts("owner"), opening.where()) as owner:
            stamps.write(owner, reference=reference)
    _freshen(house, stamped)


def _freshen(house: supervisor.House, stamped: dict[str, str]) -> None:
    """Let the desk begin anew when the house was shut for a while: what is on it is otherwise all late."""
    began = stamped.get("desk", "")
    if began and datetime.now(UTC) - datetime.fromisoformat(began) < DESK_GOES_STALE:
        return
    if stamped.get("reference"):  # a town just built needs nothing
        house.run_to_end("setting the desk going again", "freshen-town")
    with roles.connect(opening.parts("owner"), opening.where()) as owner:
        stamps.write(owner, desk=datetime.now(UTC).isoformat(timespec="seconds"))


def _welcome(where: str) -> None:
    say(f"\nLinli is at {where}  (Ctrl-C stops it)\n")
    people = places.VAR / "demo-people.txt"
    if people.exists():
        say(people.read_text())
