"""The files of a review that can be downloaded from its book: as they are, but for what belongs to others."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

from reviewbook.files import canonical
from reviewbook.review.dictionary import CHOICES, TABLES, schema
from reviewbook.review.model import Review
from reviewbook.review.package import read_package
from reviewbook.selection import withheld

# What of a review's folder can be downloaded, at data/<review>/ of the built book.
DOWNLOADS = ("*.csv", "datapackage.json", "README.md", "instruments/*.yaml")


def of_review(folder: Path) -> list[Path]:
    """The files of a review that can be downloaded, in the order of their names."""
    return sorted({file for pattern in DOWNLOADS for file in folder.glob(pattern)})


def write(review: Review, place: Path) -> None:
    """Put the files of a review into a folder that is there; without abstracts, unless its datapackage.json permits them.

    A column of abstracts is left out, of the table and of its description alike, and README.md says so. The review's own
    folder stays as it is.
    """
    package = read_package(review.path)[0]
    for file in of_review(review.path):
        to = place / file.relative_to(review.path)
        to.parent.mkdir(exist_ok=True)
        to.write_bytes(canonical.data_of(file, package))
    if not withheld.may_publish(review.package):
        _withhold(place)


def _withhold(place: Path) -> None:
    """Take the abstracts out of published files; a file without any stays as it is, to the byte."""
    gone: dict[str, list[str]] = {}
    for file in sorted(place.glob("*.csv")):
        if names := _without_columns(file):
            gone[file.stem] = names
    pieces = (place / "set_aside.csv").is_file() and _without_pieces(place / "set_aside.csv")
    if gone:
        _redescribe(place / "datapackage.json", gone)
    if gone or pieces:
        readme = place / "README.md"
        said = readme.read_text(encoding="utf-8").rstrip() + "\n\n" if readme.is_file() else ""
        readme.write_text(f"{said}{withheld.NOTE}\n", encoding="utf-8")


def _rewrite(file: Path, change: Callable[[list[str]], list[str]]) -> bool:
    """Change the rows of a CSV file, or leave the file as it is; whether any row was changed."""
    aside, changed = file.with_suffix(".part"), False
    csv.field_size_limit(2**31 - 1)
    with (
        file.open(encoding="utf-8-sig", newline="") as old,
        aside.open("w", encoding="utf-8", newline="") as new,
    ):
        writer = csv.writer(new, lineterminator="\n")
        for row in csv.reader(old):
            now = change(row)
            changed = changed or now != row
            writer.writerow(now)
    if changed:
        aside.replace(file)
    else:
        aside.unlink()
    return changed


def _header(file: Path) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines), [])


def _without_columns(file: Path) -> list[str]:
    """Leave the columns of abstracts out of a table; their names."""
    known = [f["name"] for f in schema(file.stem)["fields"]] if file.stem in TABLES else []
    header = _header(file)
    gone = withheld.columns(file.stem, header, known)
    if gone:
        stay = [at for at, name in enumerate(header) if name not in gone]
        _rewrite(file, lambda row: [row[at] for at in stay if at < len(row)])
    return gone


def _without_pieces(file: Path) -> bool:
    """Cut pieces of imported files that are abstracts, or long enough to hold one; whether there was any."""
    header = _header(file)
    field, found = header.index("field"), header.index("found")

    def cut(row: list[str]) -> list[str]:
        return (
            row
            if row == header
            else [*row[:found], withheld.piece(row[field], row[found]), *row[found + 1 :]]
        )

    return _rewrite(file, cut)


def _redescribe(file: Path, gone: dict[str, list[str]]) -> None:
    """Let datapackage.json describe the tables as they are published."""
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package.get("resources", []):
        names = gone.get(resource.get("name"), [])
        described = resource.get("schema", {})
        if names and "fields" in described:
            described["fields"] = [f for f in described["fields"] if f.get("name") not in names]
    package[withheld.PROPERTY] = CHOICES[withheld.PROPERTY][0]
    file.write_text(json.dumps(package, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
