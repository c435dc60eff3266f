"""A site as a host of static pages serves it: compressed, at a path of its own."""

from __future__ import annotations

import functools
import gzip
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

COMPRESSED = (".html", ".css", ".js", ".json", ".svg", ".csv", ".txt", ".xml")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')


@functools.lru_cache(maxsize=2_000)
def sent(file: Path) -> bytes:
    """What is sent of a file: its bytes, compressed where that makes them less."""
    content = file.read_bytes()
    return gzip.compress(content, mtime=0) if file.suffix in COMPRESSED else content


def path_of(site: Path) -> str:
    """The path below which a site stands where it is published, as its first page says: "/reviewbook/"; "/" where it says nothing."""
    first = site / "book" / "index.html"
    found = _CANONICAL.search(first.read_text(encoding="utf-8")) if first.is_file() else None
    return urlsplit(found[1]).path.removesuffix("book/index.html") if found else "/"


class _Pages(http.server.SimpleHTTPRequestHandler):
    prefix = "/"

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.replace(self.prefix, "/", 1))

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        content = sent(file)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if file.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site that is served while the block runs."""
    handler = type("Pages", (_Pages,), {"prefix": path_of(site)})
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=str(site))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{path_of(site)}"
    finally:
        server.shutdown()
        server.server_close()
