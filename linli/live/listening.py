"""One connection of this process that listens to the database, for as long as the process lives."""

import asyncio
import logging
import time
from typing import Any

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.db import connection as of_this_thread
from procrastinate.contrib.django import connector_params

from .actions import CHANNEL
from .hub import Hub

log = logging.getLogger(__name__)

QUIET_SECONDS = 10
"""After so long without a word the connection is asked whether it still lives."""
AGAIN_AFTER = 0.5


async def listen(hub: Hub) -> None:
    """Hear the database for ever. After every loss all pages are asked to come back once, as something was missed."""
    kinds = Kinds()
    while True:
        try:
            await _hear(hub, kinds)
        except (psycopg.Error, OSError, TimeoutError) as why:
            if hub.hears_since is not None:
                log.warning("live pages wait for the database: %s", str(why).split("\n", 1)[0])
            hub.hears_since = None
        await asyncio.sleep(AGAIN_AFTER)


async def _hear(hub: Hub, kinds: "Kinds") -> None:
    """Listen until the connection is lost."""
    parts: dict[str, Any] = await asyncio.to_thread(connector_params)
    parts |= {"connect_timeout": 5, "keepalives_idle": 20, "keepalives_interval": 5, "keepalives_count": 3}
    async with await psycopg.AsyncConnection.connect(**parts, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        hub.hears_since = time.time()
        hub.again()
        while True:
            async for said in connection.notifies(timeout=QUIET_SECONDS):
                await _pass_on(hub, kinds, said.payload)
            await asyncio.wait_for(connection.execute("SELECT 1"), 5)


async def _pass_on(hub: Hub, kinds: "Kinds", payload: str) -> None:
    """Tell whoever listens what the database said: "event 3 12 17" is "cases.case@3" and "cases.case:17"."""
    match payload.split(" "):
        case ["event", community, kind, key]:
            name = await kinds.name(kind)
            hub.publish(f"{name}@{community}")
            hub.publish(f"{name}:{key}")
        case ["flood", community]:
            hub.publish_all(community)
        case ["on", thing, presence]:
            hub.publish(f"on {thing}", besides=int(presence))
        case _:
            hub.publish(payload)


class Kinds:
    """What the database calls kinds of things by number, and we by name."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    async def name(self, kind: str) -> str:
        if kind not in self.names:
            self.names[kind] = await asyncio.to_thread(_name_of, int(kind))
        return self.names[kind]


def _name_of(kind: int) -> str:
    try:
        found = ContentType.objects.filter(pk=kind).first()
        return f"{found.app_label}.{found.model}" if found else str(kind)
    finally:
        of_this_thread.close()
