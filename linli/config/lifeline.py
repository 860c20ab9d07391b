"""A child ends when its parent does, even when the parent was killed: the parent's end of a pipe closes by itself."""

import os
import signal
import threading
import time

VARIABLE = "LINLI_LIFELINE"
GRACE_SECONDS = 8


def hold_on() -> None:
    """End this process by SIGTERM once whoever started it is gone; does nothing in a process started by hand."""
    end = os.environ.pop(VARIABLE, "")
    if not end:
        return

    def wait_for_the_end() -> None:
        os.read(int(end), 1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=wait_for_the_end, name="lifeline", daemon=True).start()


def exit_by(seconds: float) -> None:
    """See to it that the process is gone after `seconds`, whatever its threads are still doing."""

    def gone() -> None:
        time.sleep(seconds)
        os._exit(0)

    threading.Thread(target=gone, name="exit", daemon=True).start()
