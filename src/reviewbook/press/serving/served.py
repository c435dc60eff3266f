"""A book that is served, and built again whenever a source is saved, until Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from reviewbook.press.book import place_of
from reviewbook.press.run import own_review
from reviewbook.press.serving.builder import Builder
from reviewbook.press.serving.saves import saves
from reviewbook.press.serving.server import HERE, Server, is_loopback

NAMED = 4  # of files that were saved at once


def serve(
    root: Path,
    *,
    review: Path | None = None,
    host: str = HERE,
    port: int = 8000,
    jobs: int = 2,
    draft: bool = False,
    progress: Callable[[str], object] = print,
) -> None:
    """Serve a book, and build it again whenever a source is saved, until Ctrl-C.

    Parameters
    ----------
    root, review, jobs : as in `reviewbook.press.book.build`
    host, port : where; 0 is any free port
    draft : the draft, and not the strict book
    progress : called with the address, and then with one line per step

    Raises
    ------
    ReviewProblems (MACH-007) where the port cannot be used, (PACK-012) where _config.yml cannot.
    BuildFailed where the review's name is in use.
    """
    root = Path(root).resolve()
    review = Path(review).resolve() if review else own_review(root)
    place = place_of(root, review, draft=draft)
    server = Server(place / "html", host=host, port=port)
    server.start()
    try:
        builder = Builder(root, review, place, jobs=jobs, draft=draft)
        try:
            progress(f"The book is at {server.address} (Ctrl-C ends)")
            if not is_loopback(host):
                progress("Whoever reaches this machine can read it.")
            for at, names in enumerate(saves(root, review)):
                if at:  # what was saved during a build has no names
                    named = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
                    progress(f"saved  {named}".rstrip())
                server.state.tell(building=True)
                built = builder.build(
                    progress, saved=names, shown=lambda changed: server.state.tell(changed=changed)
                )
                server.state.tell(
                    problems=built.problems, failure=built.failure, building=False, changed=built.changed
                )
                files = (
                    f"{len(built.changed)} file{'' if len(built.changed) == 1 else 's'} of the site changed"
                )
                progress(f"  {files}, {built.seconds:.1f} s, {time.strftime('%H:%M:%S')}")
        finally:
            builder.stop()
    finally:
        server.stop()
