"""The pins of a repository of one's own: requirements.txt without what only those need who change the library.

``python -m reviewbook.press.repository.pins`` writes them, as `make lock` does, where all of requirements.txt is installed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from importlib import metadata

from reviewbook.files.replace import whole
from reviewbook.press.repository.frame import PINS
from reviewbook.review import place

PROVING = ("nbval", "pytest", "setuptools")  # beside what the library needs
HEAD = "# What the book is built and proved with, to the exact version. Made by reviewbook; a newer one brings other versions.\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r";.*\bextra\s*==")


def without(
    lock: str, asked: Iterable[str], needed: Iterable[str], requires: Callable[[str], Iterable[str] | None]
) -> str:
    """The lines of a lock file but for those that only other packages than the needed ones bring.

    Parameters
    ----------
    asked : the packages that the lock file was made for; what no package is known to bring, as on another system, stays
    needed : packages of which nothing may be missing
    requires : what a package says that it needs, as its metadata have it; what is for an extra alone is not followed

    >>> says = {"app": ["kit>=1"], "lint": ["kit", "words"]}
    >>> without("app==1\\nkit==2\\nlint==3\\nother==4\\nwords==5\\n", ["app", "lint"], ["app"], says.get)
    'app==1\\nkit==2\\nother==4\\n'
    """
    kept = _all(needed, requires)
    gone = _all((one for one in asked if _known(one) not in kept), requires) - kept
    return "".join(f"{line}\n" for line in lock.splitlines() if _known(line) not in gone)


def _all(first: Iterable[str], requires: Callable[[str], Iterable[str] | None]) -> set[str]:
    """Some packages and all that they need."""
    waiting, seen = [_known(name) for name in first], set()
    while waiting:
        name = waiting.pop()
        if name and name not in seen:
            seen.add(name)
            waiting += [_known(one) for one in requires(name) or () if not _EXTRA.search(one)]
    return seen


def _known(text: str) -> str:
    """The name of a package as all of its spellings are compared; "" of a line without one."""
    found = _NAME.match(text)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def _requires(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # for another system
        return []


def pinned() -> bytes:
    """The pins as they follow from requirements.txt and from what is installed."""
    book = place.library()
    asked, lock, project = (
        (book / name).read_text(encoding="utf-8")
        for name in ("requirements.in", "requirements.txt", "pyproject.toml")
    )
    # Of the library what stands in its source: what was installed of it may be of an earlier day.
    library = tomllib.loads(project)["project"]["dependencies"]
    return (HEAD + without(lock, asked.splitlines(), [*library, *PROVING], _requires)).encode()


if __name__ == "__main__":
    whole({PINS: pinned()})
