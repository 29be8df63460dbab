"""The front door of a web process: one event loop that takes customers' plain posts and shows kept pages, and lets the app do the rest.

A post that waits for its commit in a thread of its own costs twice what it does: sixteen threads fight for the interpreter. Here it
waits as a future, and one thread writes for all of them (`services.gathering`). What raises on the way is Granian's to answer (500),
what is refused is the app's: it gets the body that was read.
"""

import asyncio
from collections.abc import Callable, Sequence

from flask import Flask
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian.rsgi import Scope

from licorne import stopping, web_server
from licorne.services import submissions
from licorne.services.gathering import Gathering
from licorne.services.posts import Accepted, Post
from licorne.services.together import Wish
from licorne.web import plain_forms
from licorne.wsgi_bridge import Bridge


class FrontDoor:
    """What Granian calls (RSGI 1.x). `threads` are for what the app answers."""

    def __init__(self, app: Flask, threads: int) -> None:
        self._app = app
        self._bridge = Bridge(app, threads)
        self._told: dict[Wish[Post, Accepted], asyncio.Future[None]] = {}

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Before the first request, in the thread of the loop."""
        self._loop = loop
        self._posts = Gathering(self._perform, self._tell, submissions.MOST)
        stopping.notice_signals()  # after the loop has set its own: they are passed on to it

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """After the last request."""
        self._bridge.close()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """One request."""
        get = scope.headers.get
        asked = plain_forms.address(scope.path, scope.query_string, get("host", ""))
        body: bytes | None = None
        if asked is not None and scope.method == "GET":
            if self._show(asked, protocol):
                return
        elif asked is not None and scope.method == "POST" and _takes(scope):
            body = await protocol()
            if await self._accept(asked, body, protocol):
                return
        await self._bridge.answer(scope, protocol, body)

    def _show(self, asked: plain_forms.Address, protocol: HTTPProtocol) -> bool:
        with self._app.app_context():
            found = plain_forms.shown(self._app, asked)
        if found is not None:
            protocol.response_str(200, *found)
        return found is not None

    async def _accept(self, asked: plain_forms.Address, body: bytes, protocol: HTTPProtocol) -> bool:
        """Whether it was accepted and answered; whatever stands against it, the app finds and tells by itself."""
        with self._app.app_context():
            found = plain_forms.read(self._app, asked, body)
        if found is None:
            return False
        wish: Wish[Post, Accepted] = Wish(found.post)
        told = self._told[wish] = self._loop.create_future()
        self._posts.ask(wish)
        await told
        if wish.is_granted:
            protocol.response_bytes(303, found.head, b"")
        return wish.is_granted

    def _perform(self, group: Sequence[Wish[Post, Accepted]]) -> None:
        with self._app.app_context():
            submissions.perform(group)

    def _tell(self, group: Sequence[Wish[Post, Accepted]]) -> None:
        self._loop.call_soon_threadsafe(self._wake, group)

    def _wake(self, group: Sequence[Wish[Post, Accepted]]) -> None:
        for wish in group:
            told = self._told.pop(wish)
            if not told.done():  # else its request was given up
                told.set_result(None)


def _takes(scope: Scope) -> bool:
    get = scope.headers.get
    return plain_forms.takes(get("content-type", ""), get("content-length", ""), get("transfer-encoding", ""))


def serve(load: Callable[[], Flask], host: str, port: int, number: int = 1) -> None:
    """Serves the app that `load` makes behind a front door until SIGTERM or SIGINT; see `web_server.serve`."""
    web_server.serve_asynchronous(lambda: FrontDoor(load(), web_server.THREADS), host, port, number)
