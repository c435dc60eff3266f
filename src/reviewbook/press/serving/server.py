"""Serve a book from this machine to this machine, build it again when a source is saved, and tell the pages that are open."""

from __future__ import annotations

import ast
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from reviewbook.press import book
from reviewbook.press.run import own_review
from reviewbook.press.serving.builder import Builder, Built
from reviewbook.review.problems import Problem, ReviewProblems

HERE = "127.0.0.1"
LOOPBACK = (HERE, "localhost", "::1")
OWN = "/_reviewbook/"  # addresses that are not of the book
ASLEEP = 15  # seconds after which a word keeps a connection open
WATCHED = ("data", "book", "notebooks")


class State:
    """What the open pages are told: problems, what is being built, and what changed."""

    def __init__(self) -> None:
        self.said: dict[str, Any] = {"problems": [], "failure": "", "building": True}
        self.listeners: set[queue.SimpleQueue[str]] = set()
        self.lock = threading.Lock()

    def tell(self, *, changed: list[str] | None = None, **said: Any) -> None:
        """Tell every open page; one that is opened later is told all but what changed."""
        with self.lock:
            self.said |= said
            message = json.dumps(self.said | {"changed": changed or []})
            for listener in self.listeners:
                listener.put(message)

    def listen(self) -> queue.SimpleQueue[str]:
        """What is told from now on, and first how things stand."""
        listener: queue.SimpleQueue[str] = queue.SimpleQueue()
        with self.lock:
            listener.put(json.dumps(self.said | {"changed": []}))
            self.listeners.add(listener)
        return listener

    def leave(self, listener: queue.SimpleQueue[str]) -> None:
        """Nobody listens there any more."""
        with self.lock:
            self.listeners.discard(listener)


class _Handler(SimpleHTTPRequestHandler):
    """Sends the files of a site, each page with the script that listens."""

    protocol_version = "HTTP/1.1"
    server: Server

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, directory=str(arguments[2].html), **options)

    def do_GET(self) -> None:
        if not self._asked_here():
            self.send_error(HTTPStatus.FORBIDDEN, "This book is served to this machine alone")
        elif (path := urlsplit(self.path).path) == f"{OWN}events":
            self._events()
        elif path.startswith(OWN):
            name = path.removeprefix(OWN)
            own = Path(__file__).with_name(name) if name in ("pages.js", "pages.css") else None
            if own is None:
                self.send_error(HTTPStatus.NOT_FOUND)
            else:
                self._send(own.read_bytes(), self.guess_type(name))
        else:
            self._page(path)

    def _asked_here(self) -> bool:
        """Whether the address is one of this server: another site must not read the book through a name that it gives us."""
        name = urlsplit(f"//{self.headers.get('Host', '')}").hostname
        return name in (*LOOPBACK, self.server.host)

    def _page(self, path: str) -> None:
        file = Path(self.translate_path(path))
        if file.is_dir():
            file /= "index.html"
        if not file.is_file():
            lost = Path(self.directory, "404.html")
            self._send(self._listening(lost) if lost.is_file() else WAIT, "text/html", HTTPStatus.NOT_FOUND)
        elif file.suffix == ".html":
            self._send(self._listening(file), "text/html")
        else:
            self._send(file.read_bytes(), self.guess_type(str(file)))

    def _listening(self, file: Path) -> bytes:
        return file.read_bytes().replace(b"</head>", LISTENS + b"</head>", 1) or WAIT

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        listener = self.server.state.listen()
        try:
            while True:
                try:
                    said = f"event: state\ndata: {listener.get(timeout=ASLEEP)}\n\n"
                except queue.Empty:
                    said = ": still here\n\n"
                self.wfile.write(said.encode())
                self.wfile.flush()
        except OSError:  # the page was closed
            return
        finally:
            self.server.state.leave(listener)
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """The terminal is for what is built."""


LISTENS = (
    b'<link rel="stylesheet" href="/_reviewbook/pages.css"><script src="/_reviewbook/pages.js"></script>'
)
WAIT = (
    b"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Not built yet</title>"
    + LISTENS
    + (
        b"</head><body><main><h1>This page is not there</h1><p>It may not be built yet.</p></main></body></html>"
    )
)


class Server(ThreadingHTTPServer):
    """The book at an address of this machine."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, html: Path, *, host: str, port: int):
        self.html, self.host, self.state = html, host, State()
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise ReviewProblems(
                [Problem("MACH-007", f"{host}:{port}", why, "a port that is free")]
            ) from None

    @property
    def address(self) -> str:
        """Where the book is."""
        return f"http://{self.host}:{self.server_address[1]}/book/index.html"

    def handle_error(self, *_: Any) -> None:
        """A page that was closed while it was sent."""


def pages_of_tables(notebooks: Path) -> dict[str, str]:
    """The page on which each table is shown: "ratings" -> "notebooks/03-appraisal.html", by the first that offers it."""
    found: dict[str, str] = {}
    for notebook in sorted(notebooks.glob("*.ipynb")):
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if cell["cell_type"] == "code" and source.startswith("tables.downloads(review,"):
                for argument in ast.parse(source, mode="eval").body.args[1:]:  # type: ignore[attr-defined]
                    found.setdefault(argument.value, f"notebooks/{notebook.stem}.html")
    return found


def serve(
    root: Path,
    *,
    review: Path | None = None,
    host: str = HERE,
    port: int = 8000,
    jobs: int = 2,
    draft: bool = False,
    progress: Callable[[str], object] = print,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serve a book, and build it again whenever a source is saved, until Ctrl-C.

    Parameters
    ----------
    root, review, jobs : as in `book.build`
    host, port : where; 0 is any free port
    ready : is told the address once the server listens

    Raises
    ------
    ReviewProblems (MACH-007) where the port cannot be used.
    """
    from watchfiles import watch

    name = (review or own_review(root)).name
    place = root / "_build" / (f"{name}{book.DRAFT}" if draft else name if review else "")
    server = Server(place / "html", host=host, port=port)
    ended = threading.Event()
    builder = Builder(root, review, jobs=jobs, draft=draft)
    listens = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    listens.start()
    try:
        progress(f"The book is at {server.address} (Ctrl-C ends)")
        if ready:
            ready(server.address)
        _once(builder, server.state, root, progress)
        folders = [root / one for one in WATCHED if (root / one).is_dir()]
        files = [root / "_config.yml", root / "_toc.yml", *([review] if review else [])]
        for changes in watch(*folders, *files, debounce=80, step=20, stop_event=ended, raise_interrupt=True):
            names = sorted(
                {Path(file).name for _, file in changes if not Path(file).name.startswith((".", "~"))}
            )
            if names:
                progress(f"saved  {', '.join(names[:4])}{', …' if len(names) > 4 else ''}")
                _once(builder, server.state, root, progress)
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        builder.stop()


def _once(builder: Builder, state: State, root: Path, progress: Callable[[str], object]) -> None:
    """Build, and tell the pages what came of it."""
    state.tell(building=True)
    built = builder.build(lambda line: progress(f"  {line}"))
    state.tell(
        problems=list(_with_pages(built, pages_of_tables(root / "notebooks"))),
        failure=built.failure,
        building=False,
        changed=built.changed,
    )
    for problem in built.problems:
        progress(
            f"  {problem['code']}  {problem['file']}: found {problem['found']}, expected {problem['expected']}"
        )
    if built.failure:
        progress(built.failure)
    progress(
        f"  {len(built.changed)} files of the site changed, {built.seconds:.1f} s, {time.strftime('%H:%M:%S')}"
    )


def _with_pages(built: Built, pages: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The problems, each with the page where its table is shown; "" where there is none."""
    for problem in built.problems:
        yield problem | {"page": pages.get(problem["file"].removesuffix(".csv"), "")}
