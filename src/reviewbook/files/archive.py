"""Zip archives from strangers (.qdpx, .xlsx, .docx), opened without trust: what is not safe is refused before anything is unpacked.

Nothing is ever unpacked to disk: an entry is read into memory, and no further than it may be long.
"""

from __future__ import annotations

import io
import posixpath
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewbook.review.problems import Problem, ReviewProblems, quote

MOST_ENTRIES = 20_000  # a project holds a file or three a document
LARGEST = 256 * 2**20  # bytes of an entry that is read: the text of 500 theses
# Text and XML shrink to a twentieth, a text of one letter to a thousandth; below this length no ratio harms anyone.
HARMLESS = 16 * 2**20
MOST_SHRUNK = 200
MOST_READ = 2**30  # bytes of all entries together that are read from one archive
ARCHIVES = frozenset([".zip", ".qdpx", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst", ".jar"])
DRIVE = re.compile(r"[A-Za-z]:")
ENCRYPTED = 0x1  # of a zip entry's flags


class Archive:
    """A zip archive whose list of entries has been judged safe.

    names : the paths of its files as they stand in it, with "/" between folders; folders are left out.
    """

    def __init__(self, zipped: zipfile.ZipFile, name: str):
        self._zip, self._name, self._read = zipped, name, 0
        self._entries = {_path(entry): entry for entry in zipped.infolist() if not entry.is_dir()}
        self._folded = {path.casefold(): path for path in reversed(self._entries)}
        self.names = tuple(self._entries)

    def find(self, path: str) -> str | None:
        """The name of the file at a path, in capitals or small letters; None where there is none."""
        return path if path in self._entries else self._folded.get(path.casefold())

    def size(self, name: str) -> int:
        """How many bytes a file has, as the archive says."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises
        ------
        ReviewProblems (QDAF-001) where they are damaged, (QDAF-003) where they are more than `LARGEST`, or more than `MOST_READ`
        with all that was read before.
        """
        entry = self._entries[name]
        if entry.file_size > LARGEST:
            found = f"{quote(name)} with {_size(entry.file_size)}"
            raise refused("QDAF-003", self._name, found, f"at most {_size(LARGEST)}")
        self._read += entry.file_size
        if self._read > MOST_READ:
            raise refused(
                "QDAF-003", self._name, f"texts of {_size(self._read)}", f"at most {_size(MOST_READ)}"
            )
        try:
            with self._zip.open(entry) as file:
                # zipfile stops at the declared length and then compares a checksum, so a false length is found out.
                return file.read()
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            found = f"{quote(name)} damaged ({str(error).lower() or 'it ends too early'})"
            raise refused("QDAF-001", self._name, found, "an archive that can be unpacked") from None


@contextmanager
def opened(file: Path | bytes, *, name: str | None = None) -> Iterator[Archive]:
    """A zip archive, open while the block lasts.

    Parameters
    ----------
    file : its path, or its bytes (an archive within an archive, as a .docx is)
    name : what problems call it; the file's own name where none is given

    Raises
    ------
    ReviewProblems, before anything is unpacked, naming everything found: no zip archive or a damaged one (QDAF-001); too many
    entries, an entry that grows too much, entries that share their bytes or are archives themselves (QDAF-003); absolute paths,
    paths out of the archive, links, one name twice (QDAF-004); encrypted entries (QDAF-005).
    """
    name = name or (file.name if isinstance(file, Path) else "archive")
    try:
        length = file.stat().st_size if isinstance(file, Path) else len(file)
        zipped = zipfile.ZipFile(file if isinstance(file, Path) else io.BytesIO(file))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        found = f"a damaged zip archive ({str(error).lower()})"
        raise refused("QDAF-001", name, found, "an archive that can be unpacked") from None
    except OSError as error:
        raise refused(
            "QDAF-001", name, (error.strerror or str(error)).lower(), "a file that can be read"
        ) from None
    with zipped:
        if unsafe := _unsafe(zipped.infolist(), name, length):
            raise ReviewProblems(unsafe)
        yield Archive(zipped, name)


def _unsafe(entries: list[zipfile.ZipInfo], name: str, length: int) -> list[Problem]:
    if len(entries) > MOST_ENTRIES:
        found = f"{len(entries):,} entries"
        return [Problem("QDAF-003", name, found, f"at most {MOST_ENTRIES:,}")]
    problems: list[Problem] = []

    def wrong(code: str, found: str, expected: str) -> None:
        problems.append(Problem(code, name, found, expected))

    if sum(entry.compress_size for entry in entries) > length:
        wrong("QDAF-003", "entries that share their bytes", "entries that stand one after another")
    total = sum(entry.file_size for entry in entries)
    if total > HARMLESS and total > MOST_SHRUNK * length:
        wrong(
            "QDAF-003", f"{_size(total)} packed into {_size(length)}", f"at most {MOST_SHRUNK} times its size"
        )
    seen: set[str] = set()
    for entry in entries:
        path, what = _path(entry), quote(entry.filename)
        if path.startswith("/") or DRIVE.match(path):
            wrong("QDAF-004", f"the absolute path {what}", "a path within the archive")
        elif ".." in path.split("/"):
            wrong("QDAF-004", f"{what}, which leads out of the archive", "a path within the archive")
        if stat.S_ISLNK(entry.external_attr >> 16):
            wrong("QDAF-004", f"{what}, a link to another file", "files")
        if path in seen:
            wrong("QDAF-004", f"{what} twice", "each file once")
        seen.add(path)
        if entry.flag_bits & ENCRYPTED:
            wrong("QDAF-005", f"{what} encrypted", "files without a password")
        if posixpath.splitext(path)[1].lower() in ARCHIVES:
            wrong("QDAF-003", f"{what}, an archive in the archive", "files that are no archives")
        if entry.file_size > HARMLESS and entry.file_size > MOST_SHRUNK * max(entry.compress_size, 1):
            found = f"{what}, which grows from {_size(entry.compress_size)} to {_size(entry.file_size)}"
            wrong("QDAF-003", found, f"at most {MOST_SHRUNK} times its size")
    return problems


def _path(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/")  # some programs on Windows write their own separator


def _size(n: int) -> str:
    return f"{n / 2**20:,.1f} MB" if n >= 2**20 else f"{n:,} bytes"


def refused(code: str, name: str, found: str, expected: str, *, row: int | None = None) -> ReviewProblems:
    """The one problem of a file that is not read any further; ``row`` is its line."""
    return ReviewProblems([Problem(code, name, found, expected, row=row)])
