"""Open pages in a browser and measure them."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from packages.browser import violations

from audit.serving import sent

BOXES = (Path(__file__).parent / "boxes.js").read_text(encoding="utf-8")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 812}
WIDTHS = (320, 375, 1280, 1920)
SCREEN = 900  # px
_REDIRECT = re.compile(rb"http-equiv=.?refresh", re.IGNORECASE)
# Figures are drawn when they come into view; then from the beginning, as a reader would find it.
_SCROLL = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += 600) {
        scrollTo(0, y);
        await new Promise(done => setTimeout(done, 20));
    }
    scrollTo(0, 0);
}"""


def pages(site: Path, only: Sequence[str] = ()) -> list[str]:
    """The pages of a site with something to read, by their addresses; ``only`` are patterns."""
    found = (file for file in sorted(site.rglob("*.html")) if "_static" not in file.parts)
    names = [file.relative_to(site).as_posix() for file in found if not _REDIRECT.search(file.read_bytes())]
    return [name for name in names if not only or any(fnmatch.fnmatch(name, one) for one in only)]


def is_hidden(site: Path, name: str) -> bool:
    """Whether a page tells search engines not to list it, as the page of lost ones does."""
    return '<meta name="robots" content="noindex' in (site / name).read_text("utf-8")


def visit(
    browser: Any, site: Path, address: str, names: Sequence[str]
) -> Iterator[tuple[str, dict[str, float | None]]]:
    """Each page with what was measured of it, by the names of `budgets.PAGE`.

    Parameters
    ----------
    site : its folder, for what is sent of a file
    address : where it is served
    """
    context = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = context.new_page()
    requests: list[str] = []
    errors: list[str] = []
    page.on("request", lambda one: requests.append(one.url))
    page.on("requestfailed", lambda one: errors.append(one.url))
    page.on("response", lambda one: errors.append(one.url) if one.status >= 400 else None)
    page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda one: errors.append(str(one)))
    for name in names:
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")
        page.goto("about:blank")
        requests.clear()
        errors.clear()
        page.goto(f"{address}{name}", wait_until="load")
        nodes, height, for_authors = page.evaluate(
            "[document.querySelectorAll('*').length, document.documentElement.scrollHeight,"
            " !!document.querySelector('.rb-menu-wide .rb-apart [aria-current]')]"
        )
        page.evaluate(_SCROLL)
        page.wait_for_timeout(300)  # what came into view is loaded
        asked = [one for one in requests if not one.startswith(("data:", "blob:"))]
        own = [one for one in asked if one.startswith(address)]
        places = (unquote(one.removeprefix(address).partition("?")[0]) for one in own)
        files = [site / place for place in places if (site / place).is_file()]
        broken = {rule["id"] for rule in violations(page)}
        page.emulate_media(color_scheme="dark")
        broken |= {rule["id"] for rule in violations(page, "color-contrast")}
        page.set_viewport_size(PHONE)
        broken |= {rule["id"] for rule in violations(page)}
        sideways = []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": SCREEN})
            sideways.append(page.evaluate("document.documentElement.scrollWidth - innerWidth"))
        yield (
            name,
            {
                "KB": sum(map(len, map(sent, files))) / 1000,
                "requests": len(asked),
                "foreign": len(asked) - len(own),
                "axe": len(broken),
                "screens": None if for_authors else height / SCREEN,
                "overflow": max(sideways),
                "nodes": nodes,
                "errors": len(errors),
            },
        )
    context.close()
