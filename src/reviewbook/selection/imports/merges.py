"""Write what deduplication found into a review: records.csv (its column duplicate_of) and merges.csv."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reviewbook.files import canonical, describe, ledger
from reviewbook.files.replace import whole
from reviewbook.review.dictionary import schema
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.review.problems import Problem, ReviewProblems

COLUMN = "duplicate_of"
CELL = re.compile(r'("(?:[^"]|"")*"[^,\r\n]*|[^,\r\n]*)(,|\r\n|\n|\r|\Z)')


def write(folder: Path, records: pd.DataFrame, merges: pd.DataFrame) -> list[str]:
    """Write the tables of a review and list them in its datapackage.json; the names of the files that changed.

    Parameters
    ----------
    records : table records as the review has it, with duplicate_of as it shall be. No other cell is written, to the byte, unless
        the rows or headings of records.csv are not those of plain CSV: then it is written whole in the canonical form.
    merges : table merges as it shall be.

    Raises
    ------
    ReviewProblems where records.csv cannot be rewritten without a change of other cells (TABL-001), or the folder cannot be
    written (PACK-006).
    """
    listing, merged = folder / "records.csv", folder / "merges.csv"
    wanted = {
        # merges.csv first: should the second fail, the next run makes records.csv follow it.
        merged: _table(merges).encode("utf-8"),
        listing: _with_duplicates(
            _plain_data(listing), records[COLUMN].fillna("").tolist(), file=listing.name
        ),
    }
    changed = _other(wanted)
    if changed:
        headers = {file.stem: _header(now) for file, now in changed.items()}
        changed |= _other({folder / describe.PACKAGE: ledger.described(folder, headers)})
        whole(changed)
    return [file.name for file in changed]


def _other(wanted: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Those files that do not hold yet what they shall hold."""
    return {file: now for file, now in wanted.items() if not file.is_file() or file.read_bytes() != now}


def _header(table: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def _table(merges: pd.DataFrame) -> str:
    """The table as CSV: the schema's columns, then the author's own."""
    names = [field["name"] for field in schema("merges")["fields"]]
    names += [name for name in merges if name not in names and not name.endswith(AS_CHARTED)]
    # A number is written as it was charted.
    cells = [merges.get(name + AS_CHARTED, merges[name]).astype("string").fillna("") for name in names]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(zip(*cells, strict=True))
    return out.getvalue()


def _plain_data(file: Path) -> bytes:
    """The bytes of records.csv; in the canonical form where its rows and headings do not stand there as in plain CSV."""
    told = canonical.read(file.parent, file.stem).notices
    form = [one.found for one in told if one.code in ("TABL-021", "TABL-023")]
    return file.read_bytes() if form in ([], ["a byte order mark"]) else canonical.data_of(file)


def _with_duplicates(data: bytes, wanted: list[str], *, file: str) -> bytes:
    """The bytes of records.csv with these cells in its column duplicate_of, which is added at the end if it is not there."""
    text = data.decode("utf-8")
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    before = list(csv.reader(io.StringIO(text.removeprefix(mark), newline="")))
    adds = COLUMN not in before[0]
    at = len(before[0]) if adds else before[0].index(COLUMN)
    cells, rows, out = [], iter([COLUMN, *wanted]), [mark]
    for match in CELL.finditer(text.removeprefix(mark)):
        cells.append(match[1])
        if match[2] == ",":
            continue
        if cells != [""]:  # no blank line, nor the end of the text
            value = next(rows, "")
            if adds:
                cells.append(value)
            elif _plain(cells[at]) != value:
                cells[at] = value
        out.append(",".join(cells) + match[2])
        cells = []
    rewritten = "".join(out)
    after = list(csv.reader(io.StringIO(rewritten.removeprefix(mark), newline="")))
    if [row[:at] + row[at + 1 :] for row in after] != [
        row if adds else row[:at] + row[at + 1 :] for row in before
    ] or [row[at] for row in after if row] != [COLUMN, *wanted]:
        found = "quotes that programs read in different ways"
        raise ReviewProblems([Problem("TABL-001", file, found, "a CSV table")])
    return rewritten.encode("utf-8")


def _plain(cell: str) -> str:
    return cell[1:-1].replace('""', '"').strip() if cell.startswith('"') else cell.strip()
