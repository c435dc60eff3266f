"""Drawings that are tables in a page's HTML, such as a matrix of features: read as tables, so that no cell of them is lost."""

from __future__ import annotations

import re

from lxml import html

from reviewbook.press.manuscript.tables import Grid

_LINE = "\ue000"  # where a line begins; of a private plane
# What a page shows to the eye beside the words, or folds away.
_BESIDE = ".//button | .//script | .//style | .//template"


def matrices(text: str) -> list[Grid]:
    """The tables of what a cell of a notebook shows; a heading that spans several columns is
    repeated in each, any other cell stands in the first. A row of one cell is the title of the rows beneath."""
    found = []
    for table in html.fragment_fromstring(text, create_parent=True).iter("table"):
        for gone in table.xpath(_BESIDE):
            gone.drop_tree()
        caption = " ".join("".join(table.xpath("./caption//text()")).split())
        heads = _rows(table.xpath("./thead/tr"), repeat=True)
        rows = _rows(table.xpath("./tbody/tr") or table.xpath("./tr"))
        head = tuple(
            ": ".join(dict.fromkeys(part for part in column if part)) for column in zip(*heads, strict=False)
        )
        if rows:
            found.append(Grid(caption, "", head, tuple(map(tuple, rows))))
    return found


def _rows(elements: list, *, repeat: bool = False) -> list[list[str]]:
    rows: list[list[str]] = []
    below: dict[int, tuple[int, str]] = {}  # column -> how many rows more it stands in, and what
    for element in elements:
        row: list[str] = []
        if not repeat and len(element) == 1 and int(element[0].get("colspan", 1)) > 1:
            rows.append([_text(element[0])])  # the title of the rows beneath
            continue
        for cell in element.xpath("./th | ./td"):
            while len(row) in below:
                row.append(_from_above(below, len(row)))
            text = _text(cell)
            for at in range(int(cell.get("colspan", 1))):
                text = text if repeat or not at else ""
                if (more := int(cell.get("rowspan", 1)) - 1) > 0:
                    below[len(row)] = (more, text)
                row.append(text)
        while len(row) in below:
            row.append(_from_above(below, len(row)))
        rows.append(row)
    return rows


def _from_above(below: dict[int, tuple[int, str]], at: int) -> str:
    more, text = below.pop(at)
    if more > 1:
        below[at] = (more - 1, text)
    return text


def _text(cell) -> str:
    """What a cell says; in the place of a drawing, what its label says."""
    for at, drawing in enumerate(cell.xpath(".//svg")):
        label = drawing.get("aria-label", "")
        drawing.tail = f"{', ' if at else ''}{label} {drawing.tail or ''}"
        drawing.drop_tree()
    for sign in cell.xpath(".//*[self::a or self::b][@aria-label][string-length() = 1]"):
        sign.text = f"{sign.text or ''} {sign.get('aria-label')}"  # the label says what the sign means
    for small in cell.xpath(".//small"):
        small.text = f"{_LINE}{small.text or ''}"
    text = " ".join(" ".join(cell.itertext()).split()).replace(" ,", ",")
    return re.sub(rf"\s*{_LINE}\s*", "\n", text)
