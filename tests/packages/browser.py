"""A browser for tests, with fonts of our choice; what a page of the book loads; what axe finds in a page, and how wide its lines are."""

from __future__ import annotations

import functools
import os
import re
import shutil
from base64 import b64encode
from pathlib import Path

from packages import ROOT
from reviewbook.page.svg import text_width
from reviewbook.page.typeface import FONTS
from reviewbook.press.static import SCRIPT_ALONE, STYLE_ALONE, loaded

STATIC = ROOT / "book" / "_static"
# The first is Chromium without its windows: the same pages in half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
# Without its sandbox, as CI runs as root; it finds no host but this one.
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
NONE = "no browser: install Chromium, or set CHROMIUM to its path"

OF_THE_MACHINE, DEJAVU_ALONE = "the machine's fonts", "DejaVu alone"
_LINES = """selector => { document.body.offsetWidth; return document.fonts.ready.then(() =>
    [...document.querySelectorAll(selector)].filter(text => text.checkVisibility()).map(text => {
        const style = getComputedStyle(text);
        return [text.textContent, style.fontWeight >= 600, parseFloat(style.fontSize), text.getComputedTextLength()];
    })); }"""

_ONE_OF_EACH_KIND = """() => {
    axe.configure({rules: [{id: "color-contrast", selector: "[data-of-each-kind]"}]});
    const grounds = new Map(), seen = new Map();
    const ground = element => {
        if (!element) return "";
        if (!grounds.has(element)) {
            const style = getComputedStyle(element);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.position, style.filter];
            const plain = own.join() === "rgba(0, 0, 0, 0),none,1,static,none";
            grounds.set(element, ground(element.parentElement) + (plain ? "" : own.join() + "/"));
        }
        return grounds.get(element);
    };
    const written = element => element.matches("input, select, textarea") ||
        [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    for (const element of document.body.querySelectorAll("*")) {
        if (!written(element) || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
        const style = getComputedStyle(element);
        const kind = [element.localName, element.getAttribute("class"), style.color, style.fill, style.fontSize,
            style.fontWeight, style.textShadow, ground(element)].join("|");
        if (!seen.has(kind)) seen.set(kind, []);
        seen.get(kind).push(element);
    }
    for (const alike of seen.values())
        for (let n = 0; n < 20; n++) alike[Math.floor(n * (alike.length - 1) / 19)].dataset.ofEachKind = "";
}"""


def find() -> str | None:
    """The path of a Chromium; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def tags(content: str, *, static: str = "../_static") -> str:
    """What a page of this content has in its head, as in the book: the scripts and styles of what it shows."""
    names = ["page", *loaded(content)]
    styles = [
        f'<link rel="stylesheet" href="{static}/{name}.css">' for name in names if name not in SCRIPT_ALONE
    ]
    scripts = [name for name in names if name not in STYLE_ALONE]
    return "\n".join([*styles, *(f'<script src="{static}/{name}.js" defer></script>' for name in scripts)])


def barriers(page) -> list[tuple[str, str]]:
    """What axe finds in a page: the rule and where it is broken first."""
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in violations(page)]


def violations(page, only: str = "") -> list[dict]:
    """The rules of axe that a page breaks, each with its nodes; ``only`` names one rule.

    Whether text stands out from its ground takes nearly all of axe's time, and a table repeats its few colours in thousands of
    cells: it is asked of twenty visible texts, spread over the page, of each combination of colours, grounds, size and weight alone.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    page.evaluate(_ONE_OF_EACH_KIND)
    rules = {rule: {"enabled": True} for rule in ("target-size", "label-content-name-mismatch")}
    # Without preload: axe would fetch style sheets anew, some from a wrong address.
    options = {"resultTypes": ["violations"], "preload": False}
    options |= {"runOnly": [only]} if only else {"rules": rules}
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    page.evaluate(
        "document.querySelectorAll('[data-of-each-kind]').forEach(e => delete e.dataset.ofEachKind)"
    )
    return found


@functools.cache
def _axe() -> str:
    import axe_playwright_python

    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def only_dejavu(folder: Path) -> dict[str, str]:
    """The environment in which a browser finds one family, that of matplotlib; ``folder`` takes the files for it."""
    import matplotlib

    for file in Path(matplotlib.get_data_path(), "fonts", "ttf").glob("DejaVuSans*.ttf"):
        shutil.copy(file, folder)
    config = folder / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return {"FONTCONFIG_FILE": str(config)}


def faces() -> str:
    """The style sheet of the fonts for a page that has no address, so with the files inside."""

    def inside(found: re.Match) -> str:
        return f"data:font/woff2;base64,{b64encode((FONTS / 'web' / found[1]).read_bytes()).decode()}"

    css = (FONTS / "web" / "inter.css").read_text(encoding="utf-8")
    return f"<style>{re.sub(r'(inter-[a-z0-9-]+[.]woff2)', inside, css)}</style>"


def lines(page, selector: str) -> list[tuple[str, float, float]]:
    """Each visible line of the drawings: its text, how wide it was planned, and how wide the browser sets it."""
    return [
        (text, text_width(text, bold=bold, size=size), real)
        for text, bold, size, real in page.evaluate(_LINES, selector)
    ]


def departures(page, selector: str) -> list[tuple[str, float, float]]:
    """Of `lines` those that depart from the plan by more than one in a hundred, and by more than a hair."""
    return [one for one in lines(page, selector) if abs(one[2] - one[1]) > max(0.1, 0.01 * one[1])]
