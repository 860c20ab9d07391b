"""What a change must pass; every failure is shown, not only the first. `make test` runs it.

check.py            everything
check.py --quick    all but the tests

The quick steps run beside each other, beside the making of the tests' database and, where there is no browser, beside
its download.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
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


Result = tuple[str, bool, float]  # the step's name, whether it passed, and the seconds it took
QUICK = (
    Step("types", ("mypy",)),
    Step("format", ("ruff", "format", "--check", "--quiet", ".")),
    Step("lint", ("ruff", "check", "--quiet", ".")),
    Step("floors", ("lint-imports",)),
    Step("migrations", ("linli", "manage", "makemigrations", "--check", "--dry-run"), tuple(NO_DATABASE.items())),
    Step("catalogue", ("python", "scripts/catalogue.py", "check")),
)
# half a minute on one core after a migration changed: here others use the second core, among the tests nobody could
TEMPLATE = Step("tests' database", ("python", "-m", "tests.database"))
# a file stays on one process, where its tests may share a house or a browser
SIDE_BY_SIDE = ("-q", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
TESTS = Step("tests", ("pytest", *SIDE_BY_SIDE, "-m", "not browser"))
JOURNEYS = Step("browser journeys", ("pytest", *SIDE_BY_SIDE, "-m", "browser"), may_be_empty=True)


def main() -> int:
    began = time.monotonic()
    # a hundred processes are begun: each would compile the whole house anew (`make clean` removes what is written)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    all_of_it = "--quick" not in sys.argv
    with ThreadPoolExecutor(3) as lanes:
        browser = lanes.submit(lambda: chromium.find() or chromium.install()) if all_of_it else None
        steps = (TEMPLATE, *QUICK) if all_of_it else QUICK
        results = list(lanes.map(_run_aside, steps))  # the slowest are begun first, the others fit beside them
        found = browser.result() if browser else None
    if all_of_it:
        results += [_run(TESTS), _journeys(found)]
    print()
    for name, passed, seconds in results:
        print(f"  {'ok' if passed else 'FAILED':<7}{name:<18}{seconds:6.1f} s")
    failed = [name for name, passed, _ in results if not passed]
    told = f"failed: {', '.join(failed)}" if failed else "all passed"
    print(f"\n{told}, {time.monotonic() - began:.0f} s in all", flush=True)
    return 1 if failed else 0


def _run_aside(step: Step) -> Result:
    """Run a step beside others: what it said is shown when it has ended, in one piece."""
    return _run(step, aside=True)


def _run(step: Step, *, aside: bool = False) -> Result:
    title = f"\n=== {step.name}: {' '.join(step.command)}"
    if not aside:
        print(title, flush=True)
    began = time.monotonic()
    program, *rest = step.command
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    environment = os.environ | {"PATH": path} | dict(step.environment)
    ended = subprocess.run(
        [str(BIN / program), *rest],
        cwd=ROOT,
        env=environment,
        check=False,
        text=True,
        stdout=subprocess.PIPE if aside else None,
        stderr=subprocess.STDOUT if aside else None,
    )
    seconds = time.monotonic() - began
    passed = ended.returncode == 0 or (step.may_be_empty and ended.returncode == NO_TESTS_CHOSEN)
    said = f"{title}\n{ended.stdout}" if aside else ""
    print(f"{said}=== {step.name}: {'ok' if passed else f'FAILED ({ended.returncode})'}, {seconds:.1f} s", flush=True)
    return step.name, passed, seconds


def _journeys(found: str | None) -> Result:
    if found:
        os.environ["CHROMIUM"] = found
        return _run(JOURNEYS)
    in_ci = os.environ.get("CI", "").lower() == "true"
    print(
        f"\n!!! NO BROWSER: the journeys {'cannot run' if in_ci else 'are SKIPPED'}. Install chromium or set CHROMIUM."
    )
    return JOURNEYS.name, not in_ci, 0.0


if __name__ == "__main__":
    sys.exit(main())
