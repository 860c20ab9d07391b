"""Every open stream of this process, and what each of them is told.

A stream costs a set of channel names and nothing that runs: it is written to when something happened and waits for the
browser to go otherwise. What happens many times is told once (`AT_MOST_EVERY`), and every message says over how many
milliseconds the pages should spread their coming back, so that two thousand of them do not come at once.
"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

AT_MOST_EVERY = 0.3
"""Seconds between two tellings of one channel; the first of a burst goes out at once."""
MILLISECONDS_EACH = 5
SPREAD_AT_MOST = 10_000
HEARTBEAT_SECONDS = 15
REMEMBERED_SECONDS = 600
SURE_SECONDS = 2
"""A page was drawn a little before it says so, and two machines' clocks differ a little."""

Send = Callable[[Any], Awaitable[None]]


@dataclass(eq=False, slots=True)
class Stream:
    """One page that listens. `topics` are its channels and the word the page knows each by.

    `let_in` is the session, person and duty it was let in with, `presence_id` the row saying that it is open.
    """

    send: Send
    topics: Mapping[str, str]
    let_in: tuple[str, int, int] = ("", 0, 0)
    presence_id: int = 0
    pending: dict[str, str] = field(default_factory=dict)
    is_writing: bool = False
    is_over: bool = False


class Hub:
    """The streams of one process. Everything here runs in the one event loop; nothing asks the database."""

    def __init__(self) -> None:
        self.process = uuid.uuid4().hex
        self.streams: set[Stream] = set()
        self.is_closing = False
        self.hears_since: float | None = None
        """Wall-clock moment since which nothing was missed; None while the database is away."""
        self._listening: dict[str, set[Stream]] = {}
        self._told: dict[str, float] = {}
        self._waiting: dict[str, int] = {}
        """Channels about to be told, with the presence that is spared: who came need not hear of it. 0: nobody."""
        self._writing: set[asyncio.Task[None]] = set()

    def add(self, stream: Stream) -> None:
        self.streams.add(stream)
        for channel in stream.topics:
            self._listening.setdefault(channel, set()).add(stream)

    def remove(self, stream: Stream) -> None:
        stream.is_over = True
        self.streams.discard(stream)
        for channel in stream.topics:
            listeners = self._listening.get(channel, set())
            listeners.discard(stream)
            if not listeners:
                self._listening.pop(channel, None)

    def publish(self, channel: str, *, besides: int = 0) -> None:
        """Tell whoever listens to `channel`, soon and not too often."""
        now = time.time()
        soonest = self._told.get(channel, 0) + AT_MOST_EVERY
        self._told[channel] = now
        if channel not in self._listening:
            return
        if channel in self._waiting:
            self._waiting[channel] = 0
            return
        self._waiting[channel] = besides
        asyncio.get_running_loop().call_later(max(0.01, soonest - now), self._deliver, channel)

    def _deliver(self, channel: str) -> None:
        besides = self._waiting.pop(channel)
        self._told[channel] = time.time()
        listeners = [each for each in self._listening.get(channel, ()) if not besides or each.presence_id != besides]
        spread = spread_over(len(listeners))
        for stream in listeners:
            self.write(stream, f"changed {stream.topics[channel]}", f"{stream.topics[channel]} {spread}")

    def publish_all(self, community_id: str) -> None:
        """Tell of everything in a community: so much happened in one stroke that nobody counted what."""
        concerned = {
            stream
            for channel, streams in self._listening.items()
            if channel.endswith(f"@{community_id}")
            for stream in streams
        }
        self.again(concerned)

    def missed_since(self, stream: Stream, drawn_at: float) -> list[str]:
        """Return what changed on a page since it was drawn, as far as we heard; "" when we cannot know."""
        sure = drawn_at - SURE_SECONDS
        oldest = time.time() - REMEMBERED_SECONDS
        if self.hears_since is None or sure < self.hears_since or sure < oldest:
            return [""]
        return [
            word
            for channel, word in stream.topics.items()
            if self._told.get(channel, 0) >= sure and not channel.startswith("on ")  # asked of the database instead
        ]

    def again(self, streams: Iterable[Stream] | None = None) -> None:
        """Have pages come back once, because something may have been missed."""
        chosen = list(self.streams if streams is None else streams)
        spread = spread_over(len(chosen))
        for stream in chosen:
            self.write(stream, "again", str(spread))

    def end(self, stream: Stream, why: str) -> None:
        """Close a stream. `why` is "out" (no longer signed in, or acting as somebody else) or "later" (come back)."""
        stream.is_over = True
        self.write(stream, "end", why)

    def write(self, stream: Stream, event: str, data: str) -> None:
        """Put a message on its way; a browser slow to read gets the last of each kind, not a queue of them."""
        stream.pending[event] = data
        if not stream.is_writing:
            stream.is_writing = True
            task = asyncio.get_running_loop().create_task(self._write(stream))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

    async def _write(self, stream: Stream) -> None:
        try:
            while stream.pending:
                said, stream.pending = stream.pending, {}
                body = "".join(_line(event, data) for event, data in said.items()).encode()
                await stream.send({"type": "http.response.body", "body": body, "more_body": not stream.is_over})
                if stream.is_over:
                    return
        finally:
            stream.is_writing = False

    async def beat(self) -> None:
        """Say something on every line from time to time: proxies and dead browsers are found out by it."""
        while True:
            for n, stream in enumerate(list(self.streams)):
                self.write(stream, "beat", str(spread_over(len(self.streams))))
                if n % 100 == 99:
                    await asyncio.sleep(0.02)
            now = time.time()
            self._told = {each: at for each, at in self._told.items() if now - at < REMEMBERED_SECONDS}
            await asyncio.sleep(HEARTBEAT_SECONDS)

    async def close(self) -> None:
        """End every stream; the pages come back by themselves to whoever serves them next."""
        self.is_closing = True
        for stream in [each for each in self.streams if not each.is_over]:
            self.end(stream, "later")
        if self._writing:
            await asyncio.wait(list(self._writing), timeout=0.5)


def spread_over(pages: int) -> int:
    """Return over how many milliseconds so many pages should come back."""
    return min(MILLISECONDS_EACH * pages, SPREAD_AT_MOST)


def _line(event: str, data: str) -> str:
    return f"event: {event.split(' ', 1)[0]}\ndata: {data}\n\n"
