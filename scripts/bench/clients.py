"""The load: sixteen signed-in browsers without a screen, in a process of their own. Reads a plan, prints what it saw.

Each client keeps one connection and asks again as soon as it is answered. Latency runs from the first byte sent to the
last byte received. Every answer is checked for its status and its size.
"""

import json
import socket
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

KEY = "~KEY~"
"""Stands in a form for a key of its own: no request is the retry of another."""


@dataclass
class Client:
    port: int
    cookies: str
    requests: Iterator[tuple[str, str, str]]
    expected: int
    at_least: int
    line: socket.socket | None = None
    times: list[tuple[float, float]] = field(default_factory=list)
    ran_out: bool = False

    def work(self, until: float) -> None:
        """Ask until the moment `until`."""
        while time.perf_counter() < until:
            request = next(self.requests, None)
            if request is None:
                self.ran_out = True
                return
            began = time.perf_counter()
            self.ask(*request)
            self.times.append((began, time.perf_counter()))

    def ask(self, method: str, path: str, body: str) -> None:
        body = body.replace(KEY, str(uuid.uuid4()))
        sent = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookies}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
        if self.line is None:
            self.line = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.line.sendall(sent)
        head, _, rest = self._until(b"\r\n\r\n")
        status = int(head[9:12])
        length = _content_length(head)
        left = length - len(rest)
        got = [rest]
        while left > 0:
            got.append(self.line.recv(min(left, 262_144)))
            if not got[-1]:
                raise SystemExit(f"{path}: the connection ended in the middle")
            left -= len(got[-1])
        if status != self.expected or length < self.at_least:
            raise SystemExit(
                f"{method} {path} answered {status}: {(head + b''.join(got))[:3000].decode(errors='replace')}"
            )
        if b"connection: close" in head.lower():
            self.hang_up()

    def hang_up(self) -> None:
        if self.line:
            self.line.close()
            self.line = None

    def _until(self, mark: bytes) -> tuple[bytes, bytes, bytes]:
        got = b""
        while mark not in got:
            more = self.line.recv(262_144) if self.line else b""
            if not more:
                raise SystemExit("the connection ended before an answer")
            got += more
        return got.partition(mark)


def _content_length(head: bytes) -> int:
    lower = head.lower()
    begins = lower.find(b"content-length:")
    if begins < 0:
        raise SystemExit(f"an answer without a length: {head.decode()}")
    return int(lower[begins + 15 : lower.find(b"\r\n", begins) if lower.find(b"\r\n", begins) > 0 else None])


def main() -> None:
    plan: dict[str, Any] = json.load(sys.stdin)
    clients = [
        Client(
            plan["port"],
            each["cookies"],
            cycle(map(tuple, each["requests"])) if plan["again"] else iter(list(map(tuple, each["requests"]))),  # type: ignore[arg-type]
            plan["expected"],
            plan["at_least"],
        )
        for each in plan["clients"]
    ]
    for name, seconds in plan["rounds"]:
        for client in clients:
            client.hang_up()  # which web process answers a line is chance: another chance each round
        began, used = time.perf_counter(), time.process_time()
        threads = [threading.Thread(target=_guarded, args=(client, began + seconds)) for client in clients]
        _tell("begin", name=name)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ended = max((end for client in clients for _begin, end in client.times), default=began)
        _tell(
            "end",
            name=name,
            seconds=ended - began,
            cpu=time.process_time() - used,
            ran_out=any(client.ran_out for client in clients),
            times=[round(end - begin, 6) for client in clients for begin, end in client.times],
            trouble=_trouble[:1],
        )
        for client in clients:
            client.times.clear()


_trouble: list[str] = []


def _guarded(client: Client, until: float) -> None:
    try:
        client.work(until)
    except (SystemExit, OSError) as why:
        _trouble.append(str(why))


def _tell(what: str, **facts: Any) -> None:
    sys.stdout.write(json.dumps({"what": what} | facts) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
