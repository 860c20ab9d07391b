"""`linli backup` and `linli restore`: one file with the database, the uploaded files and a count of every table's rows.

The dump must see every row, so it is made over the fence: by the embedded server's superuser, or by the owner that
DATABASE_URL names where that owner has BYPASSRLS. Restoring needs no such right: rows go in before the fence goes up.
"""

import contextlib
import hashlib
import importlib.metadata
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from . import env, opening, places, roles, tables
from .embedded import SUPERUSER, Hold, address
from .progress import say, step
from .trouble import Trouble

DUMP, CONTENTS, FILES = "database.dump", "contents.json", "files"
ORDINARY_TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""


def make(file: Path, hold: Hold | None) -> None:
    """Write `file`, all of it or nothing; the copy is of one moment, whoever works meanwhile."""
    if file.exists():
        raise Trouble(f"{file} is there already: choose another name, or move it away.")
    if not file.absolute().parent.is_dir():
        raise Trouble(f"There is no folder {file.absolute().parent}.")
    parts = _all_seeing(hold)
    with roles.connect(parts, opening.where()) as connection, tempfile.TemporaryDirectory(dir=_room()) as folder:
        roles.check_server(connection)
        if hold is None:
            _check_may_dump(connection)
        dump = Path(folder) / DUMP
        with step("copying the database"), connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            moment = connection.execute("SELECT pg_export_snapshot()").fetchone()
            counts = _counts(connection)
            options = [f"--snapshot={moment[0]}" if moment else "", "--format=custom", "--no-owner", "--no-acl"]
            _run(hold, "pg_dump", *options, f"--file={dump}", "--dbname", _conninfo(parts), parts=parts)
        contents = {
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": importlib.metadata.version("linli"),
            "server": connection.info.server_version // 10000,
            "key": _key_print(),
            "rows": counts,
        }
        with step("packing"):
            _pack(file, dump, contents)
    say(f"{file}: {sum(counts.values())} rows of {len(counts)} tables. Keep the secret key as well, but not beside it:")
    say("without it the sealed numbers in the copy cannot be opened.")
    if bucket := env.text("FILES_BUCKET"):
        say(f"Photos and files are in the bucket {bucket}, not in the copy: copy that too.")


def bring_back(file: Path, hold: Hold | None, *, replace: bool) -> None:
    """Put the copy into the database in one transaction; its rows are counted before the transaction ends."""
    with tempfile.TemporaryDirectory(dir=_room()) as folder:
        contents = _unpack(file, Path(folder))
        parts = opening.parts("owner")
        with roles.connect(parts, opening.where()) as owner:
            roles.check_server(owner)
            roles.check_owner(owner)
            _check_empty(owner, replace=replace)
            _check_nobody_works(owner)
        with step("restoring the database"):
            _restore(hold, Path(folder) / DUMP, contents["rows"], parts)
        if (Path(folder) / FILES).exists():
            shutil.copytree(Path(folder) / FILES, places.VAR / FILES, dirs_exist_ok=True)
    with step("making what a newer release adds"):
        tables.bring_up_to_date(quiet=True)
    say(f"Restored: {sum(contents['rows'].values())} rows of {len(contents['rows'])} tables, counted.")
    if contents["key"] != _key_print():
        say("The copy was made with another secret key: bring that key back too, or its sealed numbers stay closed.")


# --- both ways ----------------------------------------------------------------------------------------------------


def _room() -> Path:
    """Return a folder for big temporary files: beside the data, for /tmp may be small."""
    room = places.VAR / "tmp"
    room.mkdir(parents=True, exist_ok=True)
    room.chmod(0o700)
    return room


def _all_seeing(hold: Hold | None) -> dict[str, str]:
    owner = opening.parts("owner")
    return address(hold.home, SUPERUSER, owner["dbname"]) if hold else owner


def _conninfo(parts: dict[str, str]) -> str:
    """Return the address without its password, which other users could read in the list of processes."""
    return make_conninfo(**{key: value for key, value in parts.items() if key != "password"})


def _program(hold: Hold | None, name: str) -> str:
    if hold:
        return str(hold.home.programs / name)
    if found := shutil.which(name):
        return found
    raise Trouble(f"{name} is missing: install the PostgreSQL client of the server's version (postgresql-client).")


def _environment(parts: dict[str, str]) -> dict[str, str]:
    return os.environ | ({"PGPASSWORD": parts["password"]} if parts.get("password") else {})


def _run(hold: Hold | None, program: str, *arguments: str, parts: dict[str, str]) -> None:
    done = subprocess.run(
        [_program(hold, program), *filter(None, arguments)],
        env=_environment(parts),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Trouble(f"{program} failed: {_first_error(done.stderr)}")


def _first_error(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return next((line for line in lines if "error" in line.lower() or "FATAL" in line), lines[-1] if lines else "")


def _counts(connection: psycopg.Connection) -> dict[str, int]:
    names = [name for (name,) in connection.execute(ORDINARY_TABLES).fetchall()]
    return {name: _count(connection, name) for name in names}


def _count(connection: psycopg.Connection, name: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name))).fetchone()
    return int(row[0]) if row else 0


def _key_print() -> str:
    """Return a print of the secret key that tells whether two keys are the same and nothing else."""
    return hashlib.sha256(f"backup {opening.secret_key()}".encode()).hexdigest()[:16]


# --- making -------------------------------------------------------------------------------------------------------


def _check_may_dump(connection: psycopg.Connection) -> None:
    sees = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
    forced = connection.execute("SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity").fetchone()
    if forced and forced[0] and not (sees and sees[0]):
        user = connection.info.user
        raise Trouble(f"The user {user} cannot see over the fence. As an administrator: ALTER ROLE {user} BYPASSRLS;")


def _pack(file: Path, dump: Path, contents: dict[str, Any]) -> None:
    draft = file.with_name(f"{file.name}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as raw, tarfile.open(fileobj=raw, mode="w") as archive:
        text = json.dumps(contents, indent=1).encode()
        about = tarfile.TarInfo(CONTENTS)
        about.size, about.mode = len(text), 0o600
        archive.addfile(about, io.BytesIO(text))
        archive.add(dump, DUMP)
        _pack_files(archive)
    draft.rename(file)


def _pack_files(archive: tarfile.TarFile) -> None:
    """Pack what is stored now. What is destroyed meanwhile was removed after that moment, and may be missing."""
    folder = places.VAR / FILES
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):  # a name with a dot is half written
            with contextlib.suppress(FileNotFoundError):
                archive.add(path, f"{FILES}/{path.relative_to(folder)}", recursive=False)


# --- bringing back ------------------------------------------------------------------------------------------------


def _unpack(file: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as archive:
            if hasattr(tarfile, "data_filter"):  # since 3.11.4
                archive.extraction_filter = tarfile.data_filter
            archive.extractall(folder)  # noqa: S202 - the administrator's own file
        return dict(json.loads((folder / CONTENTS).read_text()))
    except (tarfile.TarError, OSError, ValueError) as why:
        raise Trouble(f"{file} is not a copy made by linli backup: {str(why).splitlines()[0]}") from None


def _check_empty(owner: psycopg.Connection, *, replace: bool) -> None:
    standing = len(owner.execute(ORDINARY_TABLES).fetchall())
    if standing and not replace:
        raise Trouble(
            f"The database {owner.info.dbname} is not empty ({standing} tables): restore into an empty one, "
            "or say --replace to lose what it holds now."
        )


def _check_nobody_works(owner: psycopg.Connection) -> None:
    others = owner.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    ).fetchone()
    if others and others[0]:
        raise Trouble(f"Somebody works in {owner.info.dbname} ({others[0]} connections): stop linli first.")


def _restore(hold: Hold | None, dump: Path, rows: dict[str, int], parts: dict[str, str]) -> None:
    """Feed one transaction: an empty schema, tables, rows, their count, then indexes, constraints and the fence."""
    psql = subprocess.Popen(
        [_program(hold, "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", _conninfo(parts)],
        env=_environment(parts),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if psql.stdin is None:
        raise AssertionError("psql was started with a pipe")
    try:
        # an explicit COMMIT: should this process die, psql reads an end of file and nothing is kept
        psql.stdin.write(
            b"BEGIN; SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
        )
        for section in ("--section=pre-data", "--section=data"):
            _feed(hold, psql.stdin, section, dump)
        for line in _count_again(rows):
            psql.stdin.write(line.encode())
        _feed(hold, psql.stdin, "--section=post-data", dump)
        psql.stdin.write(b"COMMIT;\n")
    except BrokenPipeError:
        pass  # psql has stopped at an error and says so below
    _, said = psql.communicate()
    if psql.returncode:
        raise Trouble(f"Nothing was changed; restoring failed: {_first_error(said.decode(errors='replace'))}")


def _feed(hold: Hold | None, psql: Any, section: str, dump: Path) -> None:
    made = subprocess.Popen(
        [_program(hold, "pg_restore"), "--no-owner", "--no-acl", section, "--file=-", str(dump)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    if made.stdout is None:
        raise AssertionError("pg_restore was started with a pipe")
    shutil.copyfileobj(made.stdout, psql)
    _, said = made.communicate()
    if made.returncode:
        raise Trouble(f"Nothing was changed; the copy cannot be read: {_first_error(said.decode(errors='replace'))}")


def _count_again(rows: dict[str, int]) -> Iterator[str]:
    for name, count in rows.items():
        table = f'public."{name}"'
        yield (
            f"DO $$ BEGIN IF (SELECT count(*) FROM {table}) <> {int(count)} THEN "  # noqa: S608 - names from our own copy
            f"RAISE EXCEPTION 'table {name} does not hold {int(count)} rows'; END IF; END $$;\n"
        )
