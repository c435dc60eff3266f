"""A Sphinx extension that says at the foot of every page whose the book is, under which licence, and what was changed.

What it says is data: datapackage.json of the review that _config.yml names. So plain ``jupyter-book build .`` says it too.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewbook.page import colophon, reporting
from reviewbook.press import settings
from reviewbook.press.citing import ANCHOR
from reviewbook.press.menu import DOWNLOADS
from reviewbook.review.package import FILE, read_package
from reviewbook.review.problems import ReviewProblems

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "book/colophon"
# Whose value Sphinx compares with that of the build before: where it is another, all pages are written anew.
_SAID, _ERRORS = "reviewbook_foot", "reviewbook_errors"
# What stands in it for addresses, which each page has its own for.
_HERE, _CITE, _DATA = "#colophon", "#cite", "#data"
_LAST = 950  # after what the theme sets, and after `safe`, which escapes what is only text


def said(root: Path) -> str:
    """The foot of the pages of a book; "" where its review cannot be read, or says nothing.

    Parameters
    ----------
    root : folder of _config.yml and _toc.yml
    """
    try:
        review = root / "data" / settings.config(root)["reviewbook"]["review"]
        listed = PAGE in settings.pages(root)
    except (ReviewProblems, OSError):
        return ""
    return (
        colophon.foot(read_package(review)[0], colophon=_HERE if listed else "", cite=_CITE, data=_DATA)
        if (review / FILE).is_file()
        else ""
    )


def receiver(root: Path) -> str:
    """Where readers of a book report errors (`reporting.receiver`); "" where its review cannot be read, or nobody can be told."""
    try:
        review = root / "data" / settings.config(root)["reviewbook"]["review"]
    except (ReviewProblems, OSError):
        return ""
    if not (review / FILE).is_file():
        return ""
    return reporting.receiver(read_package(review)[0], settings.repository(root))


def _say(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings."""
    config[_SAID] = said(Path(app.confdir))
    config[_ERRORS] = receiver(Path(app.confdir))


def _put(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Called by Sphinx before it writes a page: the theme shows it at the end of the page's foot."""
    foot = ""
    if to := context.get("pathto"):
        ways = {_CITE: f"{to('book/index').rstrip('#')}#{ANCHOR}", _DATA: to(DOWNLOADS.address, 1)}
        foot = app.config[_SAID]
        if f'"{_HERE}"' in foot:
            ways[_HERE] = to(PAGE)
        for place, address in ways.items():
            foot = foot.replace(f'"{place}"', f'"{address}"')
    foot += reporting.line(app.config[_ERRORS], f"{pagename}.html")
    context["theme_extra_footer"] = f"{context.get('theme_extra_footer') or ''}{foot}"


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    for name in (_SAID, _ERRORS):
        app.add_config_value(name, "", "html", types=[str])
    app.connect("config-inited", _say)
    app.connect("html-page-context", _put, priority=_LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
