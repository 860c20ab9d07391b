"""`/live/`: the raw ASGI end of a stream. One coroutine waits for the browser to go; the hub writes."""

import asyncio
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from urllib.parse import parse_qs

from a2wsgi.asgi_typing import HTTPScope, Receive, Send
from django.conf import settings
from django.db import DatabaseError
from django.http import parse_cookie

from . import entrance
from .hub import Hub, Stream, spread_over
from .listening import listen

log = logging.getLogger(__name__)

PATH = "/live/"
CHECK_SECONDS = 25
RENEW_SECONDS = 20
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Live:
    """The streams of a web process: let in, kept, ended."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.door = ThreadPoolExecutor(3, thread_name_prefix="live")
        self.communities: dict[int, int] = {}
        self._duties: list[asyncio.Task[None]] = []
        self._leaving: set[asyncio.Future[None]] = set()

    def start(self) -> None:
        """Begin to listen; the database may be away."""
        loops = (listen(self.hub), self.hub.beat(), self._check(), self._renew())
        self._duties = [asyncio.create_task(each) for each in loops]

    async def stop(self) -> None:
        """End every stream, and note that nobody is on anything here any more."""
        open_things = [each.presence_id for each in self.hub.streams if each.presence_id]
        await self.hub.close()
        for duty in self._duties:
            duty.cancel()
        if open_things:
            self._see_off(open_things, list(self.communities))
        if self._leaving:
            await asyncio.wait(list(self._leaving), timeout=1)
        self.door.shutdown(wait=False, cancel_futures=True)

    async def answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await _refuse(send, 405)
            return
        if self.hub.is_closing:
            await _refuse(send, 503)
            return
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        key = _session_key(scope)
        loop = asyncio.get_running_loop()
        try:
            words, doing = asked.get("t", []), asked.get("doing", [""])[0]
            ask = partial(entrance.let_in, key, words, doing, self.hub.process)
            listener = await loop.run_in_executor(self.door, ask) if key else None
        except DatabaseError:
            await _refuse(send, 503)
            return
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        if listener is None:
            await send({"type": "http.response.body", "body": b"event: end\ndata: out\n\n"})
            return
        let_in = key, listener.user_id, listener.duty_id
        stream = Stream(send, listener.topics, let_in, listener.presence_id)
        await self._keep(stream, listener, _moment(asked.get("at", [""])[0]), receive)

    async def _keep(self, stream: Stream, listener: entrance.Listener, drawn_at: float, receive: Receive) -> None:
        """Hold the stream until the browser goes."""
        for community in listener.community_ids:
            self.communities[community] = self.communities.get(community, 0) + 1
        self.hub.add(stream)
        try:
            first = f"event: beat\ndata: {spread_over(len(self.hub.streams))}\n\n".encode()
            await stream.send({"type": "http.response.body", "body": first, "more_body": True})
            for word in self.hub.missed_since(stream, drawn_at):
                self.hub.write(stream, f"changed {word}" if word else "again", f"{word} 0" if word else "0")
            if stream.presence_id and await self._ask(
                entrance.is_not_alone, stream.presence_id, listener.community_ids
            ):
                word = next(each for channel, each in stream.topics.items() if channel.startswith("on "))
                self.hub.write(stream, f"changed {word}", f"{word} 0")
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.hub.remove(stream)
            for community in listener.community_ids:
                self.communities[community] -= 1
            if stream.presence_id and not self.hub.is_closing:
                self._see_off([stream.presence_id], listener.community_ids)

    def _see_off(self, presences: list[int], communities: Iterable[int]) -> None:
        done = asyncio.get_running_loop().run_in_executor(self.door, entrance.see_off, presences, communities)
        self._leaving.add(done)
        done.add_done_callback(self._left)

    def _left(self, done: "asyncio.Future[None]") -> None:
        self._leaving.discard(done)
        if not done.cancelled() and (why := done.exception()):
            log.info("a closed page is forgotten in a while: %s", str(why).split("\n", 1)[0])

    async def _check(self) -> None:
        """End the streams of whoever signed out, or no longer holds the duty they came in with."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            asked = {each.let_in for each in self.hub.streams}
            over = (await self._ask(entrance.no_longer_in, asked) if asked else None) or set()
            for stream in [each for each in self.hub.streams if each.let_in in over]:
                self.hub.end(stream, "out")

    async def _renew(self) -> None:
        """Keep the presence of our pages fresh."""
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            if any(each.presence_id for each in self.hub.streams):
                await self._ask(entrance.renew, self.hub.process, [pk for pk, n in self.communities.items() if n > 0])

    async def _ask(self, question, *given):
        try:
            return await asyncio.get_running_loop().run_in_executor(self.door, question, *given)
        except DatabaseError as why:
            log.info("live pages ask again later: %s", str(why).split("\n", 1)[0])
            return None


def _session_key(scope: HTTPScope) -> str:
    header = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    return parse_cookie(header.decode("latin-1")).get(settings.SESSION_COOKIE_NAME, "")


def _moment(text: str) -> float:
    """Return the moment a page says it was drawn at, in seconds since 1970; 0 when it does not say."""
    try:
        return datetime.fromisoformat(text).timestamp()
    except ValueError:
        return 0.0


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"retry-after", b"3")]})
    await send({"type": "http.response.body", "body": b""})
