"""A copy comes back whole, or not at all."""

import json
import stat
import tarfile

import pytest

from .prepared import move_into
from .running import fresh_var, linli

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def var():
    for var in fresh_var():
        yield move_into(var)


@pytest.fixture
def elsewhere():
    yield from fresh_var()


@pytest.fixture(scope="module")
def copy(var, tmp_path_factory):
    file = tmp_path_factory.mktemp("copies") / "copy.linli"
    (var / "files").mkdir()
    (var / "files" / "photo.jpg").write_bytes(b"a photo")
    made = linli(var, "backup", str(file))
    assert made.returncode == 0, made.stderr
    return file


def contents(copy):
    with tarfile.open(copy) as archive:
        return json.load(archive.extractfile("contents.json"))


def test_copy_comes_back_in_another_place_with_every_row_and_file(copy, elsewhere, tmp_path):
    restored = linli(elsewhere, "restore", str(copy))
    assert restored.returncode == 0, restored.stderr
    assert "counted" in restored.stdout
    assert "another secret key" in restored.stdout
    assert (elsewhere / "files" / "photo.jpg").read_bytes() == b"a photo"
    assert linli(elsewhere, "backup", str(tmp_path / "again.linli")).returncode == 0
    assert contents(tmp_path / "again.linli")["rows"] == contents(copy)["rows"]


def test_copy_is_for_its_owner_alone_and_never_overwritten(copy, var):
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    before = copy.read_bytes()
    told = linli(var, "backup", str(copy))
    assert (told.returncode, told.stderr) == (1, f"{copy} is there already: choose another name, or move it away.\n")
    assert copy.read_bytes() == before


def test_database_with_tables_is_not_touched_unless_told(copy, var):
    told = linli(var, "restore", str(copy))
    assert told.returncode == 1
    assert "is not empty" in told.stderr
    assert linli(var, "restore", "--replace", str(copy)).returncode == 0


def test_broken_copy_changes_nothing(copy, var, tmp_path):
    broken = tmp_path / "broken.linli"
    with tarfile.open(copy) as archive:
        archive.extractall(tmp_path / "open", filter="data")
    dump = tmp_path / "open" / "database.dump"
    dump.write_bytes(dump.read_bytes()[: dump.stat().st_size // 2])
    with tarfile.open(broken, "w") as archive:
        archive.add(tmp_path / "open" / "contents.json", "contents.json")
        archive.add(dump, "database.dump")
    told = linli(var, "restore", "--replace", str(broken))
    assert told.returncode == 1
    assert "Nothing was changed" in told.stderr
    linli(var, "backup", str(tmp_path / "after.linli"))
    assert contents(tmp_path / "after.linli")["rows"] == contents(copy)["rows"]


def test_other_files_are_not_taken_for_copies(var, tmp_path):
    (tmp_path / "letter.txt").write_text("dear neighbours")
    told = linli(var, "restore", str(tmp_path / "letter.txt"))
    assert "is not a copy made by linli backup" in told.stderr
    assert told.returncode == 1
