"""Make .venv and install exactly what a lock file names: `python3 scripts/install.py run|dev`.

Standard library only, and readable for an old Python until the version is checked. Does nothing when nothing changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
NEEDED = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11")


def main():
    if sys.version_info < NEEDED:
        newer = next(filter(None, map(shutil.which, NEWER_NAMES)), None)
        if newer is None:
            sys.exit(
                "Python 3.11 or later is needed; this is %d.%d. Name one: make demo PYTHON=/path/to/python3.12"
                % sys.version_info[:2]
            )
        os.execv(newer, [newer, *sys.argv])
    kind = sys.argv[1]
    if _fresh(kind) or (kind == "run" and _fresh("dev")):
        return
    sys.path.insert(0, str(ROOT))
    from linli.config.progress import step

    if not _works(VENV / "bin" / "python"):
        with step("making .venv"):
            _make_venv()
    pip = _pip()
    with step("installing the packages of requirements/%s.lock" % kind):
        _run(pip + ["install", "--require-hashes", "-r", str(ROOT / "requirements" / (kind + ".lock"))])
    with step("installing linli itself"):
        _run(pip + ["install", "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    _stamp(kind).write_text(_print(kind))


def _make_venv():
    if subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, check=False
    ).returncode:
        # some systems leave ensurepip out of Python: their own pip installs into the environment from outside
        _run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)])


def _pip():
    inside = [str(VENV / "bin" / "python"), "-m", "pip"]
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*inside, "--version"], capture_output=True, check=False).returncode == 0:
        return inside + quiet
    return [sys.executable, "-m", "pip", "--python", str(VENV / "bin" / "python"), *quiet]


def _run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout)
        sys.exit("Installing failed: %s" % " ".join(command[:6]))


def _works(python):
    return python.exists() and subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0


def _stamp(kind):
    return VENV / ("installed-%s" % kind)


def _print(kind):
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for name in ("pyproject.toml", "requirements/%s.lock" % kind):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def _fresh(kind):
    return _stamp(kind).exists() and _stamp(kind).read_text() == _print(kind) and (VENV / "bin" / "linli").exists()


if __name__ == "__main__":
    main()
