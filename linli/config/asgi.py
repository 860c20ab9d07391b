"""The front door: Django's pages in threads, the streams of live pages beside them.

Django is faster as WSGI than as ASGI, three to eight times (measured); a stream needs none of it once it is let in.
"""

from a2wsgi import WSGIMiddleware
from a2wsgi.asgi_typing import Receive, Scope, Send

from linli.live.stream import PATH, Live

from . import env
from .wsgi import application as django  # before anything that needs Django's settings

THREADS = env.number("WEB_THREADS", 4, least=1, most=64)
live = Live()
pages = WSGIMiddleware(django, workers=THREADS)  # type: ignore[arg-type]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http":
        await (live.answer if scope["path"] == PATH else pages)(scope, receive, send)
    else:
        await send({"type": "websocket.close", "code": 1000, "reason": ""})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            live.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            await live.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
