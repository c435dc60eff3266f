"""Changes of files that nobody would make on purpose. A change is a name and a number, so that each can be made again, and alone."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

ODD = (
    *("", " ", "nan", "NaN", "None", "null", "NA", "<NA>", "inf", "-inf", "-1", "-0", "0", "1", "1e309", "0x10", "1_000", "1,5"),
    *("１２", "٣", "½", "99999999999999999999999", "1.0", "3.7", "true", "yes", "no", "2019-02-30", "2019-13", "0000", "9999-12-31"),
    *("not_reported", "not_applicable", "not_available", "NOT_REPORTED", "x" * 5000, "long " * 2000, "é", "e\u0301", "😀", "\u202eabc"),
    *("\u200b", "\ufeff", "\x00", "\x07", "\x1b[31m", "\r", "\n", "a\nb", "\t", "\u2028", "\x85", "<b>", "&amp;", "{{x}}", "{ref}`x`"),
    *("`", "|", "$x$", "\\", '"', "'", "--", "=1+1", "../x", "/etc/passwd", "C:\\x", "a,b", "a;b", "#", "%", "*", "```", ":::", "["),
)  # fmt: skip
NOTHING = ("", "not_reported", "not_applicable", "not_available")
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252", "utf-32", "utf-7", "shift_jis")
Table = list[list[str]]


# --- tables, cell by cell


def table(file: Path) -> Table:
    """The cells of a CSV table; bytes that are no text are kept as Python keeps them."""
    with file.open(encoding="utf-8", errors="surrogateescape", newline="") as lines:
        return [row for row in csv.reader(line.replace("\0", "") for line in lines) if row]


def write(file: Path, rows: Table, **form: str) -> None:
    with file.open("w", encoding="utf-8", errors="surrogateescape", newline="") as lines:
        csv.writer(lines, **{"lineterminator": "\n"} | form).writerows(rows)


def _cell(rng: random.Random, rows: Table) -> tuple[int, int]:
    row = rng.randrange(1, len(rows))
    return row, rng.randrange(len(rows[row]))


def _odd_cell(rng: random.Random, rows: Table) -> None:
    row, at = _cell(rng, rows)
    rows[row][at] = rng.choice(ODD)


def _blank_cells(rng: random.Random, rows: Table) -> None:
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        row, at = _cell(rng, rows)
        rows[row][at] = rng.choice(NOTHING)


def _blank_column(rng: random.Random, rows: Table) -> None:
    at, word = rng.randrange(len(rows[0])), rng.choice(NOTHING)
    for row in rows[1:]:
        if at < len(row):
            row[at] = word


def _odd_column(rng: random.Random, rows: Table) -> None:
    at, word = rng.randrange(len(rows[0])), rng.choice(ODD)
    for row in rows[1:]:
        if at < len(row):
            row[at] = word


def _cell_of_another_row(rng: random.Random, rows: Table) -> None:
    """A value that the column allows, in a place where it does not belong."""
    row, at = _cell(rng, rows)
    other = rows[rng.randrange(1, len(rows))]
    if at < len(other):
        rows[row][at] = other[at]


def _swap_cells(rng: random.Random, rows: Table) -> None:
    row, at = _cell(rng, rows)
    other = rng.randrange(len(rows[row]))
    rows[row][at], rows[row][other] = rows[row][other], rows[row][at]


def _swap_columns(rng: random.Random, rows: Table) -> None:
    """The cells of two columns; their names stay, or go with them."""
    one, two = (rng.randrange(len(rows[0])) for _ in range(2))
    for row in rows[rng.randrange(2) :]:
        if max(one, two) < len(row):
            row[one], row[two] = row[two], row[one]


def _duplicate_row(rng: random.Random, rows: Table) -> None:
    rows.insert(rng.randrange(1, len(rows) + 1), list(rng.choice(rows)))


def _delete_rows(rng: random.Random, rows: Table) -> None:
    for _ in range(rng.choice((1, 1, 1, 3, len(rows)))):
        if len(rows) > 1:
            del rows[rng.randrange(1, len(rows))]


def _shuffle_rows(rng: random.Random, rows: Table) -> None:
    rest = rows[1:]
    rng.shuffle(rest)
    rows[1:] = rest


def _delete_column(rng: random.Random, rows: Table) -> None:
    at = rng.randrange(len(rows[0]))
    for row in rows:
        del row[at : at + 1]


def _rename_column(rng: random.Random, rows: Table) -> None:
    at = rng.randrange(len(rows[0]))
    rows[0][at] = rng.choice((*ODD, rows[0][at].upper(), rng.choice(rows[0])))


def _ragged_row(rng: random.Random, rows: Table) -> None:
    row = rows[rng.randrange(len(rows))]
    if rng.random() < 0.5:
        row.append(rng.choice(ODD))
    else:
        del row[rng.randrange(len(row)) :]


CELLS: dict[str, Callable[[random.Random, Table], None]] = {
    "odd_cell": _odd_cell,
    "blank_cells": _blank_cells,
    "blank_column": _blank_column,
    "odd_column": _odd_column,
    "cell_of_another_row": _cell_of_another_row,
    "swap_cells": _swap_cells,
    "swap_columns": _swap_columns,
    "duplicate_row": _duplicate_row,
    "delete_rows": _delete_rows,
    "shuffle_rows": _shuffle_rows,
    "delete_column": _delete_column,
    "rename_column": _rename_column,
    "ragged_row": _ragged_row,
}


def change_table(name: str, rng: random.Random, file: Path) -> None:
    """Change the cells of a CSV file by one of CELLS; one without a row of cells stays as it is."""
    rows = table(file)
    if len(rows) > 1:
        CELLS[name](rng, rows)
        write(file, rows)


# --- bytes, whatever they are


def _truncate(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def _flip(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 3, 20))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _delete_piece(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 5, 50, 500)) :]


def _repeat_piece(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    piece = data[at : at + rng.choice((1, 20, 200))]
    return data[:at] + piece * rng.choice((2, 3, 100)) + data[at:]


def _insert(rng: random.Random, data: bytes) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(ODD).encode("utf-8", "surrogatepass") + data[at:]


def _noise(rng: random.Random, data: bytes) -> bytes:
    return rng.randbytes(rng.choice((0, 1, 100, 5000)))


BYTES = {
    "truncate": _truncate,
    "flip": _flip,
    "delete_piece": _delete_piece,
    "repeat_piece": _repeat_piece,
    "insert": _insert,
    "noise": _noise,
}


def _lines(change: Callable[[random.Random, list[str]], None]) -> Callable[[random.Random, bytes], bytes]:
    def changed(rng: random.Random, data: bytes) -> bytes:
        lines = data.decode("utf-8", "surrogateescape").split("\n")
        change(rng, lines)
        return "\n".join(lines).encode("utf-8", "surrogateescape")

    return changed


@_lines
def _delete_line(rng: random.Random, lines: list[str]) -> None:
    del lines[rng.randrange(len(lines))]


@_lines
def _repeat_line(rng: random.Random, lines: list[str]) -> None:
    lines.insert(rng.randrange(len(lines)), rng.choice(lines))


@_lines
def _swap_lines(rng: random.Random, lines: list[str]) -> None:
    one, two = (rng.randrange(len(lines)) for _ in range(2))
    lines[one], lines[two] = lines[two], lines[one]


@_lines
def _blank_lines(rng: random.Random, lines: list[str]) -> None:
    for _ in range(rng.choice((1, 3))):
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(("", " ", "\t", ",,,")))


@_lines
def _join_lines(rng: random.Random, lines: list[str]) -> None:
    at = rng.randrange(len(lines))
    lines[at : at + 2] = ["".join(lines[at : at + 2])]


def _encoding(rng: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def _line_ends(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b"\n", rng.choice((b"\r\n", b"\r", b"\n\n", b"\r\r\n", b"")))


def _separator(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b",", rng.choice((b";", b"\t", b"|", b" , ", b":", b",,")))


def _quotes(rng: random.Random, data: bytes) -> bytes:
    return data.replace(b'"', rng.choice((b"'", b"", b'""', "“".encode())))


TEXT = BYTES | {
    "delete_line": _delete_line,
    "repeat_line": _repeat_line,
    "swap_lines": _swap_lines,
    "blank_lines": _blank_lines,
    "join_lines": _join_lines,
    "encoding": _encoding,
    "line_ends": _line_ends,
    "separator": _separator,
    "quotes": _quotes,
}


def change_bytes(name: str, rng: random.Random, file: Path) -> None:
    """Change a file by one of TEXT; an empty one stays as it is."""
    data = file.read_bytes()
    if data:
        file.write_bytes(TEXT[name](rng, data))


def change_within(name: str, rng: random.Random, file: Path) -> None:
    """Change one file of a zip archive, whose list and checksums are right afterwards; what is no archive is changed itself."""
    try:
        with zipfile.ZipFile(file) as zipped:
            inside = {entry: zipped.read(entry) for entry in zipped.namelist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return change_bytes(name, rng, file)
    if not any(inside.values()):  # an earlier change has emptied it
        return None
    entry = rng.choice([entry for entry in inside if inside[entry]])
    inside[entry] = TEXT[name](rng, inside[entry])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for entry, data in inside.items():
            zipped.writestr(entry, data)
    file.write_bytes(out.getvalue())
    return None


# --- JSON

VALUES = (
    None,
    True,
    0,
    -1,
    1e308,
    "",
    "x",
    "not_reported",
    [],
    {},
    [[]],
    [None],
    {"a": {}},
    "x" * 5000,
    [1, "a"],
    "../../x",
    "😀",
)


def change_json(rng: random.Random, file: Path) -> None:
    """Change a value somewhere in a JSON file: another one, of another type, none, or under another name."""
    try:
        content = json.loads(file.read_bytes())
    except ValueError:
        return
    at = content
    while True:
        inner = list(at.items()) if isinstance(at, dict) else list(enumerate(at))
        if not inner:
            break
        key, value = rng.choice(inner)
        if isinstance(value, dict | list) and value and rng.random() < 0.8:
            at = value
            continue
        way = rng.randrange(4)
        if way == 0:
            del at[key]
        elif way == 1 and isinstance(at, dict):
            at[rng.choice(ODD)] = at.pop(key)
        elif way == 2:
            at[key] = [value, value]
        else:
            at[key] = rng.choice(VALUES)
        break
    file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
