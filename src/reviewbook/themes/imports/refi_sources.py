"""Where the texts of a REFI-QDA project are: in the archive that it came in, or in the folder beside it."""

from __future__ import annotations

import re
from pathlib import Path

from reviewbook.files.archive import LARGEST, Archive, refused
from reviewbook.review.problems import quote


class Archived:
    """Texts in the archive that the project came in: by their path, beside the project or in its folder of sources."""

    def __init__(self, archive: Archive, project: str, name: str):
        self._archive, self._project, self._name = archive, project, name
        self._folder = project.rpartition("/")[0]
        self._taken = {project}

    def read(self, path: str) -> bytes | None:
        name = _inside(path, self._name)
        for folder in ("sources/", ""):
            place = f"{self._folder}/{folder}{name}".lstrip("/")
            if name and (found := self._archive.find(place)):
                self._taken.add(found)
                return self._archive.read(found)
        return None

    def others(self) -> list[str]:
        return [name for name in self._archive.names if name not in self._taken and not of_macos(name)]


class Beside:
    """Texts in the folder of sources beside a project that was unpacked."""

    def __init__(self, file: Path):
        self._folder, self._name = file.parent, file.name

    def read(self, path: str) -> bytes | None:
        name = _inside(path, self._name)
        for folder in ("sources", "Sources"):
            place = self._folder / folder / name
            if name and place.is_file() and place.resolve().is_relative_to(self._folder.resolve()):
                return place.read_bytes() if place.stat().st_size <= LARGEST else None
        return None

    def others(self) -> list[str]:
        return []


def _inside(path: str, file: str) -> str:
    """The path of a text within the sources; blank where it lies elsewhere (on the computer it was made on)."""
    scheme, colon, rest = path.partition("://")
    scheme, rest = (scheme.lower(), rest) if colon else ("internal", path)
    rest = rest.replace("\\", "/")
    leads_out = ".." in rest.split("/")
    if scheme == "internal":
        if leads_out or (rest.startswith("/") and not colon) or re.match(r"/?[A-Za-z]:", rest):
            expected = "a path within the archive"
            raise refused(
                "QDAF-004", file, f"the text {quote(path)}, which lies outside the archive", expected
            )
        return re.sub(r"^/*(?:sources/)?", "", rest, flags=re.IGNORECASE)
    return rest.lstrip("/") if scheme == "relative" and not leads_out else ""


def of_macos(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


def project_in(archive: Archive, name: str) -> str:
    """The project's entry: project.qde where it is, else the only .qde or .qdc, the one nearest the top first."""
    for ending in (".qde", ".qdc"):
        found = [path for path in archive.names if path.lower().endswith(ending) and not of_macos(path)]
        if found:
            return min(
                found, key=lambda path: (path.count("/"), not path.lower().endswith("project.qde"), path)
            )
    what = "an archive without project.qde"
    if archive.find("xl/workbook.xml"):
        what = "a workbook (.xlsx)"
    elif archive.find("word/document.xml"):
        what = "a Word document (.docx)"
    raise refused("QDAF-002", name, what, "a REFI-QDA project (.qdpx)")
