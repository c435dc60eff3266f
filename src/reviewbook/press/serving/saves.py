"""When the sources of a book are saved: by what is in them, never by a message of the system alone, which can be lost or mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reviewbook.files import digest
from reviewbook.press.book import digest_sources, is_aside

FOLDERS = ("book", "data", "notebooks")
BESIDE = ("*.yml", "*.md", "*.cff", "requirements.txt")
QUIET = 50  # milliseconds without a change after which a burst of saves is over
BURST = 1_000  # the longest that one is waited for
LOOK = 300  # between two looks at what the system tells nothing about


def saves(root: Path, review: Path, ended: Any = None) -> Iterator[list[str]]:
    """Names of the files that were saved, at once for a start, and then whenever the sources are other than when it was last told.

    What is saved while nobody waits here, such as during a build, is told next.

    Parameters
    ----------
    root : the book
    review : folder of its review, wherever it is
    ended : a `threading.Event`; once it is set, nothing more is told
    """
    from watchfiles import Change, watch

    before, beside = _sources(root, review), _beside(root)
    yield []
    while True:
        folders = _folders(root, review)
        look, names = True, set()  # something may have been saved while nothing was watched
        watched = watch(
            *folders,
            watch_filter=None,  # the usual one looks for names such as .venv in the whole path
            step=QUIET,
            debounce=BURST,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            stop_event=ended,
        )
        for changes in watched:
            names |= {Path(file).name for _, file in changes}
            if (now := _beside(root)) != beside:
                names |= {name for name, _ in now.items() ^ beside.items()}
                beside, look = now, True
            # A folder that went away is watched no more, though one of its name may be there again.
            gone = {Path(file) for change, file in changes if change == Change.deleted} & folders.keys()
            moved = bool(gone) or _folders(root, review) != folders
            if look or changes or moved:
                now_there = _sources(root, review)
                look = now_there is None
                if now_there not in (None, before):
                    before = now_there
                    yield sorted(name for name in names if not is_aside(Path(name)))
                if not look:
                    names = set()
            if moved:
                break
        else:
            return


def _sources(root: Path, review: Path) -> str | None:
    """A digest of the sources, or why there is none, which a build will say; None where one went away while it was read."""
    try:
        return digest_sources(root, review)
    except FileNotFoundError:
        return None
    except OSError as error:
        return str(error)


def _beside(root: Path) -> dict[str, tuple[int, int, int]]:
    """The files in the book's own folder, which is looked at, as what is built lies in it too: by name, what a save changes."""
    found = {}
    for file in (file for pattern in BESIDE for file in root.glob(pattern)):
        try:
            seen = file.stat()
        except OSError:  # gone meanwhile
            continue
        found[file.name] = (seen.st_mtime_ns, seen.st_size, seen.st_ino)
    return found


def _folders(root: Path, review: Path) -> dict[Path, int]:
    """The folders that are there, each with its number, which another of that name may not have."""
    asked = [*(root / one for one in FOLDERS), review, digest.LIBRARY]
    return {folder: folder.stat().st_ino for folder in asked if folder.is_dir()}
