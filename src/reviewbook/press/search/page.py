"""The page that the field of the search leads to without scripts: all pages of the book. A Sphinx extension.

Sphinx's own search is left out: it knows the pages of Sphinx alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "search"  # its address, without the ending


def _no_index(app: Sphinx) -> None:
    """Called by Sphinx when it knows what it makes."""
    app.builder.search = False  # type: ignore[attr-defined]  # a builder of pages has it


def _page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Called by Sphinx for pages that have no source."""
    if app.builder.format == "html":
        yield NAME, {"title": "All pages"}, "search.html"


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("builder-inited", _no_index)
    app.connect("html-collect-pages", _page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
