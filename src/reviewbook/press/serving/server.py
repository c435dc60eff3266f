"""The files of a site at an address of this machine, and a stream of events for the pages that are open.

Files are sent as they are, and pages with the script that listens: on the disk nothing changes. Nothing is sent to who asks by
another name than that of this machine, so that no other site can read the book through a name that it gives us.
"""

from __future__ import annotations

import json
import os
import queue
import socket
import sys
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from reviewbook.review.problems import Problem, ReviewProblems

HERE = "127.0.0.1"
OWN = "/_reviewbook/"  # addresses that are not of the book
ASLEEP = 15  # seconds after which a word keeps a connection open
SWAP = 0.5  # the longest, in seconds, that a new site takes to be in the place of the old one


class State:
    """What the open pages are told: problems, whether the book is being built, and which files changed since they were sent."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {"problems": [], "failure": "", "building": True}
        self.began = self.now = (
            time.time_ns()
        )  # numbers of builds; a page of an earlier server has an earlier one
        self.changed: dict[str, int] = {}
        self.listeners: set[queue.SimpleQueue[str | None]] = set()
        self.lock = threading.Lock()

    def tell(self, *, changed: list[str] | None = None, **said: Any) -> None:
        """Tell every open page."""
        with self.lock:
            self.said |= said
            if changed:
                self.now = max(self.now + 1, time.time_ns())
                self.changed |= dict.fromkeys(changed, self.now)
            message = json.dumps(self.said | {"changed": changed or [], "anew": False})
            for listener in self.listeners:
                listener.put(message)

    def listen(self, since: int) -> queue.SimpleQueue[str | None]:
        """What is told from now on, and first how things stand, and what changed since the build that a page was sent from."""
        listener: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        with self.lock:
            changed = sorted(one for one, then in self.changed.items() if then > since)
            listener.put(json.dumps(self.said | {"changed": changed, "anew": since < self.began}))
            self.listeners.add(listener)
        return listener

    def leave(self, listener: queue.SimpleQueue[str | None]) -> None:
        """Nobody listens there any more."""
        with self.lock:
            self.listeners.discard(listener)

    def end(self) -> None:
        """Nothing more is told: the listeners get None."""
        with self.lock:
            for listener in self.listeners:
                listener.put(None)


class _Handler(SimpleHTTPRequestHandler):
    """Sends the files of a site, each page with the script that listens."""

    protocol_version = "HTTP/1.1"
    server: Server

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, directory=str(arguments[2].html), **options)

    def do_GET(self) -> None:
        try:
            asked = urlsplit(self.path)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        if not self._asked_here():
            self.send_error(HTTPStatus.FORBIDDEN, "This book is served under another name")
        elif asked.path == f"{OWN}events":
            self._events(asked.query)
        elif asked.path.startswith(OWN):
            self._own(asked.path.removeprefix(OWN))
        else:
            self._page(asked.path)

    do_HEAD = do_GET

    def _asked_here(self) -> bool:
        """Whether a number, or the name that we were given, was asked: only a name could be somebody else's."""
        with suppress(ValueError):
            name = urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""
            return name in ("localhost", self.server.host.lower()) or bool(ip_address(name))
        return False

    def _own(self, name: str) -> None:
        if name in ("pages.js", "pages.css"):
            self._send(Path(__file__).with_name(name).read_bytes(), self.guess_type(name))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _page(self, path: str) -> None:
        place = Path(self.translate_path(path))
        since = self.server.state.now  # before it is read: what is built meanwhile is told
        until = time.monotonic() + SWAP
        while not self.server.html.is_dir() and time.monotonic() < until:
            time.sleep(SWAP / 50)
        if path.endswith("/"):
            place /= "index.html"
        elif self._inside(place) and place.is_dir():  # else what it links to would be sought beside it
            self._to(f"{quote(unquote(path))}/")
            return
        content = self._content(place)
        if content is None:
            self._send(_listening(LOST, since), "text/html", HTTPStatus.NOT_FOUND)
        elif place.suffix == ".html":
            self._send(_listening(content, since), "text/html")
        else:
            self._send(content, self.guess_type(str(place)))

    def _inside(self, place: Path) -> bool:
        """Whether a file or folder is there, and one of the site wherever links lead."""
        with suppress(OSError, RuntimeError, ValueError):  # a name that no file has, or links in a circle
            return place.resolve(strict=True).is_relative_to(self.server.html.resolve())
        return False

    def _content(self, place: Path) -> bytes | None:
        with suppress(OSError):  # none of that name, or gone meanwhile
            return place.read_bytes() if self._inside(place) else None
        return None

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self._close_off()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _to(self, path: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self._close_off()

    def _close_off(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header(
            "Cross-Origin-Resource-Policy", "same-origin"
        )  # data are scripts, which any site may load
        self.end_headers()

    def _events(self, query: str) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self._close_off()
        if self.command == "HEAD":
            return
        since = parse_qs(query).get("since", [""])[0]
        listener = self.server.state.listen(int(since) if since.isdecimal() else 0)
        try:
            while True:
                try:
                    said = listener.get(timeout=ASLEEP)
                except queue.Empty:
                    self.wfile.write(b": still here\n\n")
                    continue
                if said is None:
                    return
                self.wfile.write(f"event: state\ndata: {said}\n\n".encode())
        except OSError:  # the page was closed
            return
        finally:
            self.server.state.leave(listener)

    def log_message(self, *_: Any) -> None:
        """The terminal is for what is built."""


def _listening(page: bytes, since: int) -> bytes:
    """A page with the script that listens, which knows what it was sent from."""
    script = f'<script src="{OWN}pages.js" data-since="{since}" defer></script>'
    return page.replace(
        b"</head>", f'<link rel="stylesheet" href="{OWN}pages.css">{script}</head>'.encode(), 1
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


LOST = b"""<!DOCTYPE html>
<html lang="en" class="rb-lost">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not there</title></head>
<body><main><h1>This page is not there</h1><p>It may not be built yet: then it comes by itself.</p>
<p><a href="/">The first page of the book</a></p></main></body>
</html>
"""


class Server(ThreadingHTTPServer):
    """The book at an address of this machine.

    Parameters
    ----------
    html : folder of the site; it may come, go and be replaced
    host, port : where; port 0 is any that is free

    Raises
    ------
    ReviewProblems (MACH-007) where that cannot be used.
    """

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let two servers have one port

    def __init__(self, html: Path, *, host: str = HERE, port: int = 0):
        self.html, self.host, self.state = html, host, State()
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            free = Problem("MACH-007", f"{host}:{port}", why, "a free port at an address of this machine")
            raise ReviewProblems([free]) from None

    def server_bind(self) -> None:
        """Without a look for this machine's name, which can take seconds and which nobody needs."""
        TCPServer.server_bind(self)

    @property
    def address(self) -> str:
        """Where the book is, for a browser on this machine."""
        host = {"0.0.0.0": HERE, "::": "::1"}.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.server_address[1]}/"

    def start(self) -> None:
        """Listen, in a thread."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Let go of the address and of the pages that are open."""
        self.state.end()
        self.shutdown()
        self.server_close()

    def handle_error(self, *asked: Any) -> None:
        """A page that was closed while it was sent is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*asked)
