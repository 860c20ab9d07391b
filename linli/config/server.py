"""`linli serve`: one web process. Several of them may share a database."""

import errno
import os
import resource
import socket
from typing import TYPE_CHECKING

import uvicorn

from . import assets, env, lifeline, opening
from .trouble import Trouble

if TYPE_CHECKING:
    from linli.live.stream import Live

INHERITED = "LINLI_SOCKET"  # the number of a listening socket that the parent keeps open over our restarts
STOP_SECONDS = 3
DEAD_LINE_SECONDS = 45


def bind(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """Return a socket bound to the address, or say in one sentence why it cannot be.

    `shared` lets further sockets of ours be bound to the same address.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror:
        raise env.WrongSetting(f"HOST={host!r} is not an address of this machine.") from None
    found = socket.socket(family, kind, protocol)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # a line on which nothing is acknowledged for so long is dead: its stream ends; accepted sockets inherit it
    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 1000 * DEAD_LINE_SECONDS)
    if shared:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        found.bind(place)
    except OSError as why:
        found.close()
        raise Trouble(_why_not(why, host, port)) from None
    return found


def listen(bound: socket.socket) -> None:
    try:
        bound.listen(2048)
    except OSError as why:
        host, port = bound.getsockname()[:2]
        raise Trouble(_why_not(why, host, port)) from None


def _why_not(why: OSError, host: str, port: int) -> str:
    if why.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program: stop it, or choose another port, PORT={port + 1}."
    if why.errno == errno.EACCES:
        return f"Port {port} may not be used by this user: choose one above 1023, for example PORT=8000."
    return f"Port {port} on {host} cannot be used: {why.strerror}."


def listening_sockets(count: int) -> list[socket.socket]:
    """Return so many sockets at HOST:PORT, among which the kernel deals out the callers."""
    host, port = address_asked_for()
    bind(host, port).close()  # sharing would not notice another `linli serve` of ours there
    found = [bind(host, port, shared=True) for _each in range(count)]
    for each in found:
        listen(each)
    return found


def processes_asked_for() -> int:
    """Return how many web processes serve together: WEB_PROCESSES, else one for each core, eight at most."""
    if INHERITED in os.environ:  # we are one of them, or a supervisor wants one
        return 1
    return env.number("WEB_PROCESSES", min(len(os.sched_getaffinity(0)), 8), least=1, most=64)


def address_asked_for() -> tuple[str, int]:
    return env.text("HOST", "127.0.0.1"), env.number("PORT", 8000, least=1, most=65535)


def listening_socket() -> socket.socket:
    """Return the parent's socket, or a new one at HOST:PORT."""
    if number := os.environ.pop(INHERITED, ""):
        return socket.socket(fileno=int(number))
    listening = bind(*address_asked_for())
    listen(listening)
    return listening


class Server(uvicorn.Server):
    """Streams never finish by themselves, so they are ended before the others are waited for."""

    def __init__(self, config: uvicorn.Config, live: "Live") -> None:
        super().__init__(config)
        self.live = live

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self.live.hub.close()
        await super().shutdown(sockets)


def make_room_for_streams() -> None:
    """Every open page is a file to the kernel: ask for as many as this user may have."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def serve(listening: socket.socket) -> None:
    """Answer requests until SIGTERM or Ctrl-C; requests under way get `STOP_SECONDS` to finish."""
    assets.compile_catalogues()
    make_room_for_streams()
    opening.set_up_django("app")
    assets.collect_static()
    from . import memory
    from .asgi import application, live  # looks through the collected files

    memory.load_for_good()
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=15,
        proxy_headers=env.yes(
            "BEHIND_TLS"
        ),  # believed from the proxies FORWARDED_ALLOW_IPS names, else from this machine
    )
    try:
        Server(config, live).run(sockets=[listening])
    finally:
        lifeline.exit_by(1.5)  # a thread that is stuck in a request may not keep the process
