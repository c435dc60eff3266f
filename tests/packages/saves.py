"""Ways in which spreadsheets and people save a table of a review that is canonical: all of them mean the same."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from packages import only, set_cell
from reviewbook.review.dictionary import schema
from reviewbook.review.nothing import NOTHING

TABLES = (
    "studies",
    "interventions",
    "reports",
    "agreement",
    "editions",
    "flow",
)  # few, with columns of every kind
Rows = list[list[str]]


def canonical_review(to: Path) -> Path:
    """A review of these tables with letters beyond a to z, a cell of two lines, a day, and a count of thousands."""
    folder = only(*TABLES, to=to)
    set_cell(folder / "studies.csv", "label", "Étude de l’Été – größer", row=2)
    set_cell(
        folder / "reports.csv", "setting", 'Two clinics;\n"one" in Ålesund, one in Zürich\tand | more', row=2
    )
    set_cell(folder / "editions.csv", "published", "2022-03-31", row=3)
    set_cell(folder / "editions.csv", "note", "première édition", row=2)
    set_cell(folder / "agreement.csv", "resolution", "Überein", row=2)
    set_cell(folder / "interventions.csv", "name", "Größe", row=2)
    set_cell(folder / "flow.csv", "n", "12345", row=2)
    set_cell(folder / "flow.csv", "locator", "S. 7, »flow«", row=2)
    return folder


def save_as(way: str, folder: Path, to: Path) -> Path:
    """A copy of a review whose tables are saved in one of the `WAYS`."""
    shutil.copytree(folder, to, dirs_exist_ok=True)
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines))
        (to / f"{table}.csv").write_bytes(WAYS[way](rows, table))
    return to


def saved(rows: Rows, *, mark=",", encoding="utf-8", end="\n", quoting=csv.QUOTE_MINIMAL, before="") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark, lineterminator=end, quoting=quoting).writerows(rows)
    return (before + out.getvalue()).encode(encoding)


def other_bytes(**options):
    return lambda rows, table: saved(rows, **options)


FORMS = {
    "semicolon": other_bytes(mark=";"),
    "tab": other_bytes(mark="\t"),
    "upright line": other_bytes(mark="|"),
    "sep=;": other_bytes(mark=";", before="sep=;\r\n", end="\r\n"),
    "sep=,": other_bytes(before="sep=,\n"),
    "sep= and tab": other_bytes(mark="\t", before="sep=\t\n"),
    "Excel in Germany": other_bytes(mark=";", encoding="cp1252", end="\r\n"),
    "Excel's Unicode text": other_bytes(mark="\t", encoding="utf-16", end="\r\n"),
    "cp1252": other_bytes(encoding="cp1252"),
    "mark": other_bytes(encoding="utf-8-sig"),
    "mark, semicolon, line ends of Windows": other_bytes(encoding="utf-8-sig", mark=";", end="\r\n"),
    "UTF-16": other_bytes(encoding="utf-16"),
    "UTF-16 without a mark": other_bytes(encoding="utf-16-le"),
    "UTF-16, great end first": other_bytes(encoding="utf-16-be"),
    "semicolon, old Mac line ends": other_bytes(mark=";", end="\r"),
    "semicolon, all cells quoted": other_bytes(mark=";", quoting=csv.QUOTE_ALL),
}


def inserted(*rows: list[str], at: int, **options):
    return lambda cells, table: saved([*cells[:at], *rows, *cells[at:]], **options)


def each_row(change, **options):
    return lambda rows, table: saved([change(list(row)) for row in rows], **options)


SHAPES = {
    "a title above": inserted(["What we found"], at=0),
    "a title, a date and a blank row above": inserted(["What we found"], ["3 May 2024"], [], at=0),
    "a title as wide as the table": inserted(["What we found", "", "", "", ""], at=0),
    "a title above, semicolon": inserted(["What we found; a table, of many"], [], at=0, mark=";"),
    "a title in cp1252": inserted(["Was wir fanden – Übersicht"], at=0, encoding="cp1252"),
    "blank rows above": inserted([], [], at=0),
    "a blank row below the header": inserted([], at=1),
    "a blank row of commas": inserted([""] * 5, at=2),
    "a blank row of more commas than columns": inserted([""] * 60, at=2),
    "a blank row of few commas": inserted(["", ""], at=2),
    "a blank row of blanks": inserted([" ", "\u00a0", ""], at=2),
    "blank rows at the end": lambda rows, table: saved([*rows, [], [""] * len(rows[0]), []]),
    "blank rows in between, tab": inserted([], [], at=2, mark="\t"),
    "columns without content": each_row(lambda row: [*row, "", ""]),
    "cells without content behind the last": lambda rows, table: saved(
        [rows[0], *([*row, "", " "] for row in rows[1:])]
    ),
    "a first column without content": each_row(lambda row: ["", *row]),
    "a column without content in between, semicolon": each_row(
        lambda row: [*row[:2], "", *row[2:]], mark=";"
    ),
    "columns without content and a title": inserted(["What we found"], at=0),
}


def headed(change, **options):
    return lambda rows, table: saved([[change(name) for name in rows[0]], *rows[1:]], **options)


HEADINGS = {
    "capitals": headed(str.upper),
    "first letters": headed(str.capitalize),
    "blanks": headed(lambda name: name.replace("_", " ")),
    "as a title": headed(lambda name: name.replace("_", " ").title()),
    "Report ID": headed(
        lambda name: name.replace("_id", "_ID").replace("_", " ").capitalize().replace(" id", " ID")
    ),
    "hyphens": headed(lambda name: name.replace("_", "-")),
    "no blanks": headed(lambda name: name.replace("_", "")),
    "blanks around": headed(lambda name: f" {name} "),
    "unbroken blanks": headed(lambda name: name.replace("_", "\u00a0") + "\u00a0"),
    "blanks of no width": headed(lambda name: "\u200b" + name),
    "a mark twice": lambda rows, table: b"\xef\xbb\xbf" + saved(rows, encoding="utf-8-sig"),
    "as a title, semicolon, cp1252": headed(
        lambda n: n.replace("_", " ").title(), mark=";", encoding="cp1252"
    ),
}


def nothing(change):
    """A change of the words for nothing."""
    return lambda cell: change(cell) if cell in NOTHING else cell


def celled(change, *kinds: str, **options):
    """A change of the cells in columns of some kinds."""

    def save(rows: Rows, table: str) -> bytes:
        fields = {f["name"]: f for f in schema(table)["fields"]}
        held = [kind_of(fields[name], table) if name in fields else "own" for name in rows[0]]
        changed = [
            [change(cell) if kind in kinds and cell else cell for cell, kind in zip(row, held, strict=True)]
            for row in rows[1:]
        ]
        return saved([rows[0], *changed], **options)

    return save


def kind_of(field: dict, table: str) -> str:
    constraints = field.get("constraints", {})
    if field["type"] != "string":
        return field["type"]
    if "enum" in constraints:
        return "closed"
    if (pattern := constraints.get("pattern", "")).startswith("^\\d{4}"):
        return "day"
    if pattern.startswith(("^[a-z]", "^(percent")):
        return "words"
    keys = {name for key in schema(table).get("foreignKeys", []) for name in key["fields"]}
    if field["name"] in {*schema(table)["primaryKey"], *keys}:
        return "name"
    return "prose" if constraints.get("required") else "text"


def digits(change):
    """A change of cells that hold a number, no word for nothing."""
    return lambda cell: change(cell) if cell.replace(".", "").isdigit() else cell


def day(form: str):
    """An ISO day as people write it; less than a day stays."""

    def change(cell: str) -> str:
        return pd.Timestamp(cell).strftime(form) if len(cell) == 10 and int(cell[8:]) > 12 else cell

    return change


def month(form: str):
    return lambda cell: (
        pd.Timestamp(cell + "-01").strftime(form) if len(cell) == 7 and cell[4] == "-" else cell
    )


def thousands(blank: str):
    return digits(lambda cell: f"{cell[:-3]}{blank}{cell[-3:]}" if len(cell) > 3 else cell)


def decimals(cell: str) -> str:
    return cell.replace(".", ",") if cell[-1:].isdigit() else cell


WORDS = ("closed", "words")
CELLS = {
    "closed lists in capitals": celled(str.upper, *WORDS),
    "closed lists with a first capital": celled(str.capitalize, *WORDS),
    "closed lists with blanks": celled(lambda cell: cell.replace("_", " "), *WORDS),
    "closed lists as a title": celled(lambda cell: cell.replace("_", " ").title(), *WORDS),
    "closed lists with hyphens": celled(lambda cell: cell.replace("_", "-"), *WORDS),
    "closed lists with a blank behind": celled(lambda cell: cell + " ", *WORDS),
    "closed lists with an unbroken blank": celled(
        lambda cell: cell.replace("_", "\u00a0") + "\u00a0", *WORDS
    ),
    "closed lists with a blank of no width": celled(lambda cell: cell[:2] + "\u200b" + cell[2:], *WORDS),
    "whole numbers with a decimal": celled(digits(lambda cell: f"{cell}.0"), "integer"),
    "whole numbers with a decimal comma": celled(digits(lambda cell: f"{cell},0"), "integer", mark=";"),
    "whole numbers with unbroken blanks around": celled(lambda cell: f"\u00a0{cell} ", "integer"),
    "whole numbers with a blank of no width": celled(lambda cell: f"{cell}\u200b", "integer"),
    "thousands parted by blanks": celled(thousands(" "), "integer"),
    "thousands parted by unbroken blanks": celled(thousands("\u202f"), "integer"),
    "decimal commas": celled(decimals, "number"),
    "decimal commas, semicolon": celled(decimals, "number", mark=";"),
    "decimal commas, Excel in Germany": celled(decimals, "number", mark=";", encoding="cp1252", end="\r\n"),
    "words for nothing as people write them": celled(
        nothing(lambda cell: cell.replace("_", " ").capitalize()),
        "integer",
        "number",
        "closed",
        "day",
        "text",
    ),
    "words for nothing in capitals": celled(nothing(str.upper), "integer", "number", "closed", "day"),
    "names with blanks around": celled(lambda cell: f" {cell} ", "name"),
    "names with unbroken blanks around": celled(lambda cell: f"\u00a0{cell}\u00a0", "name"),
    "names with a blank of no width": celled(lambda cell: cell[:1] + "\u200b" + cell[1:], "name"),
    "names with a mark": celled(lambda cell: "\ufeff" + cell, "name"),
    "days with points": celled(day("%d.%m.%Y"), "day"),
    "days with strokes": celled(day("%d/%m/%Y"), "day"),
    "days as in America": celled(day("%m/%d/%Y"), "day"),
    "days with the month named": celled(day("%d %B %Y"), "day"),
    "days with midnight": celled(lambda cell: f"{cell} 00:00:00" if len(cell) == 10 else cell, "day"),
    "months with strokes": celled(month("%m/%Y"), "day"),
    "months named": celled(month("%B %Y"), "day"),
}


WAYS: dict[str, Callable[[Rows, str], bytes]] = FORMS | SHAPES | HEADINGS | CELLS
