"""What a change must pass, step after step; every failure is shown, not only the first. `make test` runs it.

check.py            everything
check.py --quick    all but the tests
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import chromium

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
NO_TESTS_CHOSEN = 5  # pytest's exit code
# the autodetector compares models with migration files; it only warns where no database answers
NO_DATABASE = {"DATABASE_URL": "postgresql:///none?host=/nonexistent", "PYTHONWARNINGS": "ignore::RuntimeWarning"}


@dataclass(frozen=True)
class Step:
    name: str
    command: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()
    may_be_empty: bool = False


QUICK = (
    Step("format", ("ruff", "format", "--check", "--quiet", ".")),
    Step("lint", ("ruff", "check", "--quiet", ".")),
    Step("types", ("mypy",)),
    Step("floors", ("lint-imports",)),
    Step("migrations", ("linli", "manage", "makemigrations", "--check", "--dry-run"), tuple(NO_DATABASE.items())),
    Step("catalogue", ("python", "scripts/catalogue.py", "check")),
)
# a file stays on one process, where its tests may share a house or a browser
SIDE_BY_SIDE = ("-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
TESTS = Step("tests", ("pytest", *SIDE_BY_SIDE, "-m", "not browser"))
JOURNEYS = Step("browser journeys", ("pytest", *SIDE_BY_SIDE, "-m", "browser"), may_be_empty=True)


def main() -> int:
    began = time.monotonic()
    steps = [*QUICK] if "--quick" in sys.argv else [*QUICK, TESTS]
    results = [(step.name, *_run(step)) for step in steps]
    if "--quick" not in sys.argv:
        results.append((JOURNEYS.name, *_journeys()))
    print()
    for name, passed, seconds in results:
        print(f"  {'ok' if passed else 'FAILED':<7}{name:<18}{seconds:6.1f} s")
    failed = [name for name, passed, _ in results if not passed]
    told = f"failed: {', '.join(failed)}" if failed else "all passed"
    print(f"\n{told}, {time.monotonic() - began:.0f} s in all", flush=True)
    return 1 if failed else 0


def _run(step: Step) -> tuple[bool, float]:
    print(f"\n=== {step.name}: {' '.join(step.command)}", flush=True)
    began = time.monotonic()
    program, *rest = step.command
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = os.environ | {"PATH": path} | dict(step.environment)
    code = subprocess.run([str(BIN / program), *rest], cwd=ROOT, env=environment, check=False).returncode
    seconds = time.monotonic() - began
    passed = code == 0 or (step.may_be_empty and code == NO_TESTS_CHOSEN)
    print(f"=== {step.name}: {'ok' if passed else f'FAILED ({code})'}, {seconds:.1f} s", flush=True)
    return passed, seconds


def _journeys() -> tuple[bool, float]:
    began = time.monotonic()
    found = chromium.find() or chromium.install()
    if found:
        os.environ["CHROMIUM"] = found
        return _run(JOURNEYS)
    in_ci = os.environ.get("CI", "").lower() == "true"
    print(
        f"\n!!! NO BROWSER: the journeys {'cannot run' if in_ci else 'are SKIPPED'}. Install chromium or set CHROMIUM."
    )
    return not in_ci, time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
