"""The page that hosts such as GitHub Pages show in place of one that is not there: a Sphinx extension.

It is shown at whatever address was asked for, at any depth, so its links start from the root of the site. Where that is stands in
_config.yml, or is not known; a script sees it by the site's own folders in the address, also where a site is looked at elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from reviewbook.press import menu, settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx

TITLE = "Page not found"
FOLDERS = ("book", "notebooks", "reports", "interventions", "data", "downloads", "_static")  # of every site
# What is said, where the address is below it; else what stands before one of the site's folders; else on hosts that give each repository
# a folder, that; else the root of the host.
REBASE = (
    "(b=>{const p=location.pathname,s=b.getAttribute('href'),"
    f"f=p.match(/^(.*?\\/)(?:{'|'.join(FOLDERS)})\\//),"
    "g=/\\.git(?:hub|lab)\\.io$/.test(location.hostname)&&p.match(/^\\/[^/]+\\//);"
    "b.href=location.protocol=='file:'?location.href:s!='/'&&p.startsWith(s)?s:f?f[1]:g?g[0]:'/'})(document.querySelector('base'))"
)
_LAST = 980  # after the menu and the head


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Called by Sphinx for pages that no file is written for."""
    if app.config.html_theme == menu.THEME:
        yield menu.LOST.removesuffix(".html"), {"title": TITLE}, menu.LOST


def _put(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """Called by Sphinx before it writes a page."""
    if templatename == menu.LOST:
        said = context["reviewbook"]
        said["base"] = urlsplit(settings.home(Path(app.confdir))).path or "/"
        said["rebase"] = REBASE
        said["begin"] = [(page.address, page.title) for page in said["first"]]


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("html-collect-pages", _pages)
    app.connect("html-page-context", _put, priority=_LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
