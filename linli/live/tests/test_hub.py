"""The streams of one process: what is told, to whom, how often, and what is told at the start."""

import asyncio
import time

import pytest

from linli.live.hub import SPREAD_AT_MOST, Hub, Stream, spread_over


class Page:
    """A browser at the other end; `holds` keeps it from reading."""

    def __init__(self, hub: Hub, presence_id: int = 0, **topics: str) -> None:
        self.text, self.holds = "", False
        self.stream = Stream(self.send, {channel.replace("_", "@"): word for channel, word in topics.items()})
        self.stream.presence_id = presence_id
        hub.add(self.stream)

    async def send(self, message) -> None:
        while self.holds:  # noqa: ASYNC110 - as slow as a reader
            await asyncio.sleep(0.01)
        self.text += message["body"].decode()

    @property
    def told(self) -> list[str]:
        return [line.removeprefix("data: ") for line in self.text.splitlines() if line.startswith("data: ")]


@pytest.fixture
def played():
    """Play a scene in an event loop of its own."""
    return lambda scene: asyncio.run(scene(Hub()))


def test_only_who_listens_is_told_and_a_burst_is_told_twice_at_most(played):
    async def scene(hub):
        desk, other = Page(hub, cases_1="cases"), Page(hub, cases_2="cases")
        for _ in range(100):
            hub.publish("cases@1")
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.5)
        return desk.told, other.told

    told, other = played(scene)
    assert 1 <= len(told) <= 3
    assert set(told) == {"cases 5"}
    assert other == []


def test_a_slow_reader_gets_the_last_of_each_kind_not_a_queue(played):
    async def scene(hub):
        page = Page(hub, cases_1="cases", notices_1="notices")
        page.holds = True
        hub.publish("cases@1")
        await asyncio.sleep(0.05)
        for n in range(20):
            hub.write(page.stream, "beat", str(n))
        hub.publish("notices@1")
        await asyncio.sleep(0.05)
        page.holds = False
        await asyncio.sleep(0.05)
        return page.told

    assert played(scene) == ["cases 5", "19", "notices 5"]


def test_who_came_is_not_told_of_having_come(played):
    async def scene(hub):
        mine, theirs = Page(hub, presence_id=7, on_1="on"), Page(hub, presence_id=8, on_1="on")
        hub.publish("on@1", besides=7)
        await asyncio.sleep(0.05)
        first = (mine.told, theirs.told)
        hub.publish("on@1", besides=7)
        hub.publish("on@1", besides=8)
        await asyncio.sleep(0.5)
        return first, mine.told, theirs.told

    first, mine, theirs = played(scene)
    assert first == ([], ["on 5"])
    assert (mine, len(theirs)) == (["on 10"], 2), "two came within one telling: both are told"


def test_a_page_is_told_at_the_start_what_happened_since_it_was_drawn(played):
    async def scene(hub):
        page = Page(hub, cases_1="cases", notices_1="notices")
        now = time.time()
        assert hub.missed_since(page.stream, now) == [""], "nobody has listened yet"
        hub.hears_since = now - 100
        hub.publish("cases@1")
        return [hub.missed_since(page.stream, at) for at in (now, now - 50, now + 60, now - 200, 0)]

    assert played(scene) == [["cases"], ["cases"], [], [""], [""]]


def test_a_flood_reaches_its_community_and_an_end_closes_the_line(played):
    async def scene(hub):
        here, there = Page(hub, cases_1="cases"), Page(hub, cases_2="cases")
        hub.publish_all("1")
        await asyncio.sleep(0.05)
        hub.end(here.stream, "out")
        await hub.close()
        return here.text, there.text

    here, there = played(scene)
    assert here == "event: again\ndata: 5\n\nevent: end\ndata: out\n\n"
    assert there == "event: end\ndata: later\n\n"


def test_pages_come_back_over_a_time_that_grows_with_their_number():
    assert [spread_over(n) for n in (1, 40, 2000, 10**6)] == [5, 200, 10_000, SPREAD_AT_MOST]
