"""At the foot of each chapter how to make it again: the command for papermill with the parameters that its notebook has.

A Sphinx extension, which `reviewbook.press.static` brings along.
"""

from __future__ import annotations

import ast
import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewbook.press import settings
from reviewbook.press.shell import template
from reviewbook.review.problems import ReviewProblems

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "notebooks/"
PAGE = "book/rerun"  # which says more
GIVEN = ("parameters", "injected-parameters")  # tags of cells; the later one holds
_LAST = 985


def command(notebook: Path) -> str:
    """The command that makes a notebook again, to be given in the folder of the book; "" where it has no parameters.

    The review is named as the folder in data/ that it lies in, wherever the book was built.
    """
    cells = json.loads(notebook.read_bytes())["cells"]
    given: dict[str, Any] = {}
    for tag in GIVEN:
        for cell in cells:
            if tag in cell["metadata"].get("tags", []):
                given |= _assigned("".join(cell["source"]))
    if not given:
        return ""
    if "review" in given:
        given["review"] = Path(str(given["review"])).name
    told = " ".join(f"-p {name} {shlex.quote(str(value))}" for name, value in given.items())
    return f"papermill {FOLDER}{notebook.name} out.ipynb {told}"


def _assigned(source: str) -> dict[str, Any]:
    """The names that a cell gives plain values, and those values."""
    found = {}
    for line in ast.parse(source).body:
        targets = (
            line.targets
            if isinstance(line, ast.Assign)
            else [line.target]
            if isinstance(line, ast.AnnAssign)
            else []
        )
        value = getattr(line, "value", None)
        for name in targets:
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                found[name.id] = value.value
    return found


def _put(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Called by Sphinx before it writes a page."""
    context["reviewbook"]["rerun"] = ""
    notebook = Path(app.srcdir) / f"{pagename}.ipynb"
    if not pagename.startswith(FOLDER) or not notebook.is_file() or not (said := command(notebook)):
        return
    try:
        place = settings.config(Path(app.confdir)).get("repository")
    except ReviewProblems:  # which a build tells
        place = None
    listed = PAGE in app.env.found_docs
    context["reviewbook"]["rerun"] = template("rerun.html").render(
        command=said,
        more=context["pathto"](PAGE) if listed else "",
        repository=place.get("url", "") if isinstance(place, dict) else "",
    )


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("html-page-context", _put, priority=_LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
