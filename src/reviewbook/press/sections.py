"""Sections of a chapter for which a review has nothing: they are not on its page, nor in the list of what is on it.

A section whose heading, a markdown cell, has the tag `TAG` stands on the page only as far as its cells show something. What a
function of the library shows in place of what is not there says so by its class (`reviewbook.page.grid.MISSING`). A notebook
that papermill ran keeps these lines: only the book leaves them out. A Sphinx extension, so that plain ``jupyter-book build .``
gives the same pages as `reviewbook build`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from reviewbook.page.grid import ANSWERS, MISSING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TAG = "if-any"
HEADING = re.compile(r"(#+)\s")
REFERS = re.compile(r"\{(?:numref|ref)\}`(?:[^`]*<)?([^`<>]+)>?`")
LABELS = re.compile(r"^\(([^)\n]+)\)=\s*$|^:(?:name|label): *(\S+)\s*$", re.MULTILINE)


def trimmed(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """A notebook without what its tagged sections have nothing for.

    Returns
    -------
    dict, the notebook as JSON has it, with fewer cells
        Links from elsewhere to a table or figure that is left out lead to the heading that comes next.
    """
    cells, gone = notebook["cells"], set()
    whole = set()  # of sections that go with all that is in them
    for at in reversed(range(len(cells))):
        if TAG not in _tags(cells[at]) or not (level := _level(cells[at])):
            continue
        end = next((n for n in range(at + 1, len(cells)) if 0 < _level(cells[n]) <= level), len(cells))
        gone |= {n for n in range(at, end) if _says_missing(cells[n])}
        if not any(_shows(cells[n]) for n in range(at, end) if n not in gone):
            whole |= set(range(at, end))
    gone |= whole
    named = {name for n, cell in enumerate(cells) if n not in gone for name in REFERS.findall(_written(cell))}
    gone -= {n for n in gone - whole if named & set(labels(cells[n]))}  # something on the page refers to it
    found, names = [], []
    for at, cell in enumerate(cells):
        if at in gone:
            names += labels(cell)
            continue
        if names and _level(cell):
            targets = "".join(f"({name})=\n" for name in dict.fromkeys(names))
            cell, names = {**cell, "source": targets + source(cell)}, []
        found.append(cell)
    return {**notebook, "cells": found}


def labels(cell: Mapping[str, Any]) -> list[str]:
    """The names of the tables and figures that a cell shows."""
    figure = cell["metadata"].get("mystnb", {}).get("figure", {}).get("name")
    shown = (name for text in _shown(cell) for pair in LABELS.findall(text) for name in pair if name)
    return [*([figure] if figure else []), *shown]


def source(cell: Mapping[str, Any]) -> str:
    """What is written in a cell."""
    return "".join(cell["source"])


def _written(cell: Mapping[str, Any]) -> str:
    """What is written in a cell that readers see: a text, or the caption of its figure."""
    if cell["cell_type"] == "markdown":
        return source(cell)
    return str(cell["metadata"].get("mystnb", {}).get("figure", {}).get("caption", ""))


def _level(cell: Mapping[str, Any]) -> int:
    """The level of the heading that a cell begins with; 0 where it begins with none."""
    heading = HEADING.match(source(cell)) if cell["cell_type"] == "markdown" else None
    return len(heading[1]) if heading else 0


def _tags(cell: Mapping[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


def _shown(cell: Mapping[str, Any]) -> Iterator[str]:
    """What a cell shows as text, each output once."""
    for output in cell.get("outputs", ()):
        yield from ("".join(text) for text in output.get("data", {}).values() if isinstance(text, str | list))


def _says_missing(cell: Mapping[str, Any]) -> bool:
    """Whether a cell shows nothing but that there is nothing to show."""
    shown = [text for text in _shown(cell) if "IPython.core.display" not in text]
    return bool(shown) and all(MISSING in text and ANSWERS not in text for text in shown)


def _shows(cell: Mapping[str, Any]) -> bool:
    return cell["cell_type"] == "code" and "remove-cell" not in _tags(cell) and bool(cell.get("outputs"))


def _read(app: Sphinx, page: str, text: list[str]) -> None:
    """Called by Sphinx when it has read the source of a page."""
    if app.env.doc2path(page).endswith(".ipynb") and f'"{TAG}"' in text[0]:
        text[0] = json.dumps(trimmed(json.loads(text[0])), ensure_ascii=False)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
