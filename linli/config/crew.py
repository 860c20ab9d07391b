"""`linli serve` with several web processes at one port: Python answers one page at a time in each.

The kernel deals new connections out among the sockets, one for each process. We keep all of them open, so that callers
of a process that died wait for its successor; the processes end when we do, however we end.
"""

import os
import subprocess
import sys
import time
from functools import partial
from socket import socket

from . import lifeline, server
from .supervisor import LOOK_SECONDS, Child, Stopped, finish, stop_when_asked


def serve_together(sockets: list[socket]) -> None:
    """Serve with a process for each socket, starting again whatever falls, until SIGTERM or Ctrl-C."""
    pipe = os.pipe()
    children = [Child(f"web {n + 1}", partial(_start, each, pipe[0])) for n, each in enumerate(sockets)]
    stop_when_asked()
    try:
        while True:
            for child in children:
                child.look()
            time.sleep(LOOK_SECONDS)
    except Stopped:
        finish(children)


def _start(listening: socket, pipe: int) -> "subprocess.Popen[bytes]":
    told = {lifeline.VARIABLE: str(pipe), server.INHERITED: str(listening.fileno())}
    return subprocess.Popen(
        [sys.executable, "-m", "linli.config.command", "serve"],
        env=os.environ | told,
        pass_fds=[pipe, listening.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone
    )
