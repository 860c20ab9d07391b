"""Slow steps say that they began, that they are still at it, and how long they took.

Standard library only: `scripts/install.py` uses it before anything is installed.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

STILL_AT_IT_SECONDS = 10


def say(sentence: str) -> None:
    print(sentence, flush=True)


def complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say `name`, repeat it with the elapsed time while the body runs, and close with the time it took."""
    began = time.monotonic()
    done = threading.Event()

    def keep_company() -> None:
        while not done.wait(STILL_AT_IT_SECONDS):
            say(f"     … {name}: {time.monotonic() - began:.0f} s so far")

    say(f"  -> {name}")
    threading.Thread(target=keep_company, daemon=True).start()
    try:
        yield
    except BaseException:
        say(f"  !! {name}: stopped after {time.monotonic() - began:.1f} s")
        raise
    else:
        say(f"  ok {name}: {time.monotonic() - began:.1f} s")
    finally:
        done.set()
