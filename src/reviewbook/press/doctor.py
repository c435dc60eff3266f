"""What an installation and the folder of a review lack for building a book: what was found, what for, and how to get it."""

from __future__ import annotations

import locale
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from reviewbook.files import digest
from reviewbook.files.lock import LOCKS, is_held

FINE, LACKS, LOOK, OPTIONAL = "fine", "LACKS", "look", "optional"
STATES = (FINE, LACKS, LOOK, OPTIONAL)  # LACKS alone keeps a book from being built
OLDEST = (3, 11)
BUILD = "building a book"
LITTLE, TOO_LITTLE = 2**30, 100 * 2**20  # bytes: a book of a large review takes some hundred megabytes
NAMED = 5  # packages and files that are named
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
FONTS = ("Inter-Regular.ttf", "Inter-Bold.ttf", "widths.json", "web")
NETWORK = ("nfs", "nfs4", "cifs", "smbfs", "smb3", "sshfs", "fuse.sshfs", "afs", "9p", "webdav", "davfs")
CLOUDS = ("dropbox", "onedrive", "google drive", "googledrive", "icloud", "nextcloud", "owncloud", "box sync")
# What services leave beside a file that two saved: "reports (Ada's conflicted copy 2026-01-02).csv", "reports-DESKTOP-4F.csv".
CONFLICT = re.compile(
    r"\([^)]*(?:conflict|konflikt)[^)]*\)|_conflict-\d|\.sync-conflict-|-(?:desktop|laptop)-\w+\.|\(\d+\)\.\w+$",
    re.IGNORECASE,
)
OPEN = re.compile(r"^(?:\.~lock\.(?P<office>.+)#|~\$(?P<excel>.+))$")


class Finding(NamedTuple):
    """One thing that was looked at. ``needed`` is what for; ``remedy`` how to get it, or what to do; both blank where it is fine."""

    what: str
    state: str  # one of `STATES`
    found: str
    needed: str = ""
    remedy: str = ""


def installation(book: Path | None) -> list[Finding]:
    """What the machine and the library have, for the book in a folder or for none."""
    pins = book / "requirements.txt" if book else None
    there = book or Path.cwd()
    return [
        python(sys.version_info[:3]),
        *packages(metadata.requires("reviewbook") or [], version_of),
        *(
            [pinned(pins.read_text(encoding="utf-8").splitlines(), version_of)]
            if pins and pins.is_file()
            else []
        ),
        fonts(digest.LIBRARY / "page" / "fonts"),
        *([written("_build", book / "_build")] if book else []),
        written("temporary files", Path(tempfile.gettempdir()), Path(tempfile.gettempdir(), LOCKS)),
        space(shutil.disk_usage(there).free),
        encoding(sys.getfilesystemencoding(), locale.getpreferredencoding(False)),
        *([at_work(book / "_build", is_held)] if book else []),
        *programs(shutil.which, os.environ),
    ]


def folder(review: Path) -> list[Finding]:
    """What is odd about the folder of a review: where it is, and what others left in it."""
    import psutil

    names = sorted(one.name for one in review.iterdir())
    mounts = [(one.mountpoint, one.fstype) for one in psutil.disk_partitions(all=True)]
    found = [*left_by_others(review.name, names), *shared(review, mounts)]
    if is_held(review):
        found.append(at_work(review, is_held))
    return found or [Finding(review.name, FINE, "nobody else's files in it")]


def version_of(package: str) -> str | None:
    """The version of a package that is installed; None where it is not."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def python(version: Sequence[int]) -> Finding:
    said = ".".join(map(str, version))
    if tuple(version[:2]) >= OLDEST:
        return Finding("Python", FINE, said)
    wanted = ".".join(map(str, OLDEST))
    return Finding("Python", LACKS, said, BUILD, f"Install Python {wanted} or newer, and reviewbook into it")


def packages(requires: Iterable[str], version: Callable[[str], str | None]) -> Iterator[Finding]:
    """The packages that the library needs: those that are not there, and those of another version than it is made for.

    Parameters
    ----------
    requires : as the metadata of the library list them; those of an extra are left out.
    """
    wanted = [one for one in map(Requirement, requires) if _applies(one)]
    versions = {one.name: version(one.name) for one in wanted}
    missing = [one.name for one in wanted if versions[one.name] is None]
    odd = [
        f"{one.name} {there}, not {one.specifier}"
        for one in wanted
        if (there := versions[one.name]) is not None and not one.specifier.contains(there, prereleases=True)
    ]
    if missing:
        install = f"`python -m pip install {' '.join(missing)}`"
        yield Finding("packages", LACKS, f"not installed: {_few(missing)}", BUILD, install)
    if odd:
        install = "`python -m pip install --upgrade reviewbook`, in an environment of its own"
        yield Finding("packages", LOOK, _few(odd), "what the library is tested with", install)
    if not missing and not odd:
        yield Finding("packages", FINE, f"all {len(wanted)} that the library needs")


def pinned(lines: Iterable[str], version: Callable[[str], str | None]) -> Finding:
    """Whether the packages are those that a book pins."""
    pins = [Requirement(line) for line in lines if line.strip() and not line.lstrip().startswith(("#", "-"))]
    pins = [one for one in pins if _applies(one)]
    odd = [
        f"{one.name} {there or 'not installed'}, not {one.specifier}"
        for one in pins
        if (there := version(one.name)) is None or not one.specifier.contains(there, prereleases=True)
    ]
    if not odd:
        return Finding("pins", FINE, f"all {len(pins)} packages as requirements.txt has them")
    said = f"{len(odd)} of {len(pins)} packages are not as requirements.txt has them: {_few(odd)}"
    needed = "results that are the same byte for byte"
    return Finding("pins", LOOK, said, needed, "`python -m pip install -r requirements.txt`")


def _applies(one: Requirement) -> bool:
    return one.marker is None or one.marker.evaluate({"extra": ""})


def fonts(place: Path) -> Finding:
    missing = [name for name in FONTS if not (place / name).exists()]
    if not missing:
        return Finding("fonts", FINE, "Inter, as the library brings it")
    install = "`python -m pip install --force-reinstall reviewbook`"
    return Finding("fonts", LACKS, f"not there: {_few(missing)}", "pages and figures", install)


def written(what: str, *places: Path) -> Finding:
    """Whether files can be written into folders, or those above them that are there."""
    for place in places:
        there = next((one for one in (place, *place.parents) if one.exists()), place)
        try:
            with tempfile.TemporaryFile(dir=there):
                pass
        except OSError as error:
            why = f"{there}: {(error.strerror or str(error)).lower()}"
            return Finding(what, LACKS, why, BUILD, "Give yourself leave to write there, or free its disk")
    return Finding(what, FINE, "can be written")


def space(free: int) -> Finding:
    said = f"{free / 2**30:,.1f} GB free"
    if free >= LITTLE:
        return Finding("disk", FINE, said)
    state = LACKS if free < TOO_LITTLE else LOOK
    return Finding("disk", state, said, BUILD, "Free space; `_build` may be taken away, and is built anew")


def encoding(files: str, texts: str) -> Finding:
    said = f"{texts}, names of files {files}"
    if {one.lower().replace("-", "") for one in (files, texts)} == {"utf8"}:
        return Finding("encoding", FINE, said)
    needed = "names and texts that are not plain English"
    return Finding("encoding", LOOK, said, needed, "Set PYTHONUTF8=1 in the environment")


def at_work(place: Path, held: Callable[[Path], bool]) -> Finding:
    """Whether another process holds a folder. A lock that a process left when it died is nobody's, and never in the way."""
    if not held(place):
        return Finding("at work", FINE, "no other reviewbook")
    remedy = "Wait until it is done, or stop it; a second command waits by itself"
    return Finding("at work", LOOK, f"another reviewbook in {place.name}", "who comes second waits", remedy)


def programs(which: Callable[[str], str | None], environment: Mapping[str, str]) -> list[Finding]:
    """Programs beside Python, none of which a book needs."""
    browser = environment.get("CHROMIUM") or next(filter(None, map(which, BROWSERS)), None)
    wanted = [
        ("git", which("git"), "the history of the tables, and publishing", "Install git (git-scm.com)"),
        (
            "Chromium",
            browser,
            "`reviewbook export pdf`, and the tests of built pages in a browser",
            "Install Chromium, or set CHROMIUM to its path",
        ),
        (
            "LibreOffice",
            which("soffice"),
            "looking at exported documents; no verb needs it",
            "Install LibreOffice",
        ),
    ]
    return [
        Finding(name, FINE, Path(path).name) if path else Finding(name, OPTIONAL, "not found", needed, remedy)
        for name, path, needed, remedy in wanted
    ]


def left_by_others(review: str, names: Iterable[str]) -> Iterator[Finding]:
    """Files in the folder of a review that a cloud made of two that were saved at once, or that say that one is open."""
    names = list(names)
    if copies := [name for name in names if CONFLICT.search(name)]:
        remedy = "Compare each with the table of its name, take over what is missing there, and delete it"
        yield Finding(
            review, LOOK, f"copies of a conflict: {_few(copies)}", "what stands in them is not read", remedy
        )
    matches = [found for name in names if (found := OPEN.match(name))]
    if opened := [found["office"] or found["excel"] for found in matches]:
        remedy = "Close it before a command writes; where nobody has it open, delete the file that says so"
        needed = "what is saved there later overwrites what a command wrote"
        yield Finding(review, LOOK, f"open in an office program: {_few(opened)}", needed, remedy)


def shared(review: Path, mounts: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Whether the folder of a review is on a drive of a network, or one that a cloud keeps the same on several machines.

    Parameters
    ----------
    mounts : where drives are, and the kind of each.
    """
    path = review.resolve()
    inside = [(Path(where), kind) for where, kind in mounts if path.is_relative_to(where)]
    kind = max(inside, key=lambda one: len(one[0].parts), default=(path, ""))[1].lower()
    needed = "one person writes at a time, and a save is seen late"
    if kind in NETWORK:
        remedy = "Keep the review on a drive of this machine, and share it by git"
        yield Finding(review.name, LOOK, f"on a drive of the network ({kind})", needed, remedy)
    cloud = next((one for part in path.parts for one in CLOUDS if part.lower().startswith(one)), None)
    if cloud:
        remedy = "Pause it while commands write, or keep the review outside and share it by git"
        yield Finding(review.name, LOOK, f"in a folder of {cloud}", needed, remedy)


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
