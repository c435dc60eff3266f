"""The way through the book, the same above every page: a Sphinx extension for the pages of Sphinx, and `top` for all others.

The parts of _toc.yml are its items, in a reader's order. What is there twice, folded for narrow windows, is shown once.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from markupsafe import Markup, escape

from reviewbook.press import chapters, plain, settings
from reviewbook.press.shell import template
from reviewbook.review.problems import ReviewProblems

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HOME, SUMMARY = "book/index.html", "Summary"
EXPLORE = "Explore"  # the part that the lists of reports and interventions stand in, where there is one of that name
THEME = "reviewbook"  # of the pages of Sphinx, as _config.yml names it
LOST = "404.html"  # the page that hosts show in place of one that is not there
ABOUT = "About"  # the part that the downloads stand in, where there is one of that name
APART = ("For authors",)  # the parts that stand apart from what readers come for
TURNS = ("prev", "next")  # what Sphinx calls the pages beside a page
_PARTS = "reviewbook_menu"  # whose value Sphinx compares with that of the build before: where it is another, all pages are written anew
_LAST = 960  # after the foot is known
# Before anything is drawn: the colours as the reader chose them, else as the system has them.
COLOURS = Markup(
    '(r=>{let m="auto";try{m=localStorage.getItem("mode")||m}catch{}r.dataset.mode=m;'
    'r.dataset.theme=m=="light"||m=="dark"?m:matchMedia("(prefers-color-scheme: dark)").matches?"dark":"light"})'
    "(document.documentElement)"
)


class Page(NamedTuple):
    """A page of the book: its address from the site's root, and its title."""

    address: str
    title: str


DOWNLOADS = Page(
    "downloads/index.html", "Data and downloads"
)  # a page of every book (`reviewbook.press.offered`)


class Part(NamedTuple):
    """A part of the book as its table of contents has it."""

    caption: str
    pages: list[Page]


class Item(NamedTuple):
    """A page of the menu: its address from the page that shows it, its title, whether it is that page."""

    address: str
    title: str
    current: bool


class Shown(NamedTuple):
    """A part of the menu, which leads to its first page."""

    caption: str
    pages: list[Item]
    current: bool
    apart: bool


def contents(source: Path) -> list[Part]:
    """The book's table of contents: the parts of _toc.yml, each page with its short name or its first heading.

    Parameters
    ----------
    source : the folder that holds _toc.yml and the pages that it names

    Raises
    ------
    ReviewProblems (PACK-012) where _toc.yml cannot be used.
    """
    book = chapters.of(source)
    toc, names = book.toc or settings.toc(source), book.names
    parts = toc.get("parts") or [{"chapters": toc.get("chapters", [])}]
    return [
        Part(
            str(part.get("caption", "Chapters")),
            [
                Page(
                    f"{chapter['file']}.html",
                    str(
                        names.get(chapter["file"])
                        or chapter.get("title")
                        or _heading(source, chapter["file"])
                    ),
                )
                for chapter in part["chapters"]
                if "file" in chapter
            ],
        )
        for part in parts
    ]


def listed(contents: Sequence[Part], address: str) -> str:
    """The address of a page from one folder below the root; "" where the book does not have it."""
    there = (page.address for part in contents for page in part.pages)
    return next((f"../{one}" for one in there if one == address), "")


def _heading(source: Path, name: str) -> str:
    """The first heading of a page, which is its title; its name where it has none."""
    page = source / f"{name}.md"
    if page.is_file():
        lines = page.read_text(encoding="utf-8").splitlines()
    elif not (notebook := source / f"{name}.ipynb").is_file():  # which Sphinx tells
        lines = []
    else:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        lines = [
            line
            for cell in cells
            if cell["cell_type"] == "markdown"
            for line in "".join(cell["source"]).splitlines()
        ]
    return next((line[2:].strip() for line in lines if line.startswith("# ")), name.rpartition("/")[2])


def parts_of(contents: Sequence[Part], lists: Sequence[Page]) -> list[Part]:
    """The parts of the menu: the first page, then those of the table of contents, with what Sphinx does not make.

    Parameters
    ----------
    lists : the pages that list all reports and all interventions: they stand in the part `EXPLORE`, or where there is none in one
        of their own before the parts that stand apart; so do the downloads in the part `ABOUT`
    """
    parts = [Part(SUMMARY, [Page(HOME, SUMMARY)]), *contents]
    return _with(_with(parts, EXPLORE, lists), ABOUT, [DOWNLOADS])


def _with(parts: Sequence[Part], caption: str, pages: Sequence[Page]) -> list[Part]:
    """Parts of the menu with further pages in the one of that name, or in one of their own."""
    if any(part.caption == caption for part in parts):
        return [
            part._replace(pages=[*part.pages, *pages]) if part.caption == caption else part for part in parts
        ]
    at = next((n for n, part in enumerate(parts) if part.caption in APART), len(parts))
    return [*parts[:at], *([Part(caption, list(pages))] if pages else []), *parts[at:]]


def shown(parts: Sequence[Part], page: str) -> list[Shown]:
    """The menu as a page shows it; ``page`` is its address from the root of the site.

    Of pages that are not in it, such as that of one report, the list in their folder is the current one.
    """
    listed = {one.address for part in parts for one in part.pages}
    folder = posixpath.dirname(page)
    here = page if page in listed else f"{folder}/_index.html"

    def item(one: Page) -> Item:
        return Item(posixpath.relpath(one.address, folder or "."), one.title, one.address == here)

    found = [
        Shown(part.caption, [item(one) for one in part.pages], False, part.caption in APART) for part in parts
    ]
    return [part._replace(current=any(one.current for one in part.pages)) for part in found if part.pages]


def turn(parts: Sequence[Part], page: str, beside: Mapping[str, str]) -> Page:
    """The page before or after one, by the name that the menu has for it, which is short.

    Parameters
    ----------
    page : the address, from the root of the site, of the page that leads there
    beside : its link from there and its title, which is HTML and named where the menu does not have the page
    """
    address = posixpath.normpath(posixpath.join(posixpath.dirname(page), beside["link"]))
    names = {one.address: one.title for part in parts for one in part.pages}
    return Page(beside["link"], escape(names[address]) if address in names else Markup(beside["title"]))


def top(parts: Sequence[Part], page: str, book: str) -> Markup:
    """What stands above the text of a page.

    On the page for wrong addresses, which is shown at any of them, links start from the root of the site (`reviewbook.press.lost`).
    """
    folder = posixpath.dirname(page) or "."
    return Markup(
        template("top.html").render(
            parts=shown(parts, page),
            book=book,
            home=posixpath.relpath(HOME, folder),
            search=posixpath.relpath("search.html", folder),
            skip=f"{LOST if page == LOST else ''}#main-content",
        )
    )


def bottom(said: str) -> Markup:
    """What stands below the text of a page: whose the book is (`reviewbook.page.colophon.foot`, which is HTML)."""
    return Markup('<footer class="rb-footer">{}</footer>').format(Markup(said)) if said else Markup()


def lists(review: Path, entities: str) -> list[Page]:
    """The pages that list all reports and all interventions of the review in a folder, where it has any.

    Parameters
    ----------
    entities : what it calls its interventions, in the plural
    """
    named = {"reports": "All reports", "interventions": f"All {entities}"}
    return [
        Page(f"{kind}/_index.html", title)
        for kind, title in named.items()
        if (file := review / f"{kind}.csv").is_file() and chapters.has_row(file)
    ]


def _know(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings."""
    root = Path(app.confdir)
    try:
        listed = contents(root)
        review = root / "data" / settings.config(root)["reviewbook"]["review"]
    except (ReviewProblems, OSError):  # which a build tells
        listed, review = [], root
    config[_PARTS] = [
        [part.caption, [list(page) for page in part.pages]]
        for part in parts_of(listed, lists(review, chapters.of(root).nouns.many))
    ]


def _put(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Called by Sphinx before it writes a page."""
    parts = [Part(caption, [Page(*page) for page in pages]) for caption, pages in app.config[_PARTS]]
    context["reviewbook"] = {
        "colours": COLOURS,
        "top": top(parts, f"{pagename}.html", app.config.html_title),
        "first": [Page(part.pages[0].address, part.caption) for part in parts if part.pages],
        "foot": bottom(context.get("theme_extra_footer") or ""),
        "parts": [part for part in parts if part.pages],  # of the page that lists all
        "sections": [] if f"{pagename}.html" == HOME else _sections(doctree),
        "turns": {way: turn(parts, f"{pagename}.html", one) for way in TURNS if (one := context.get(way))},
    }


def _sections(doctree: Any) -> list[tuple[str, str]]:
    """The sections of a page below its title: anchor and heading."""
    found = []
    for section in [] if doctree is None else doctree.findall(nodes.section):
        if isinstance(section.parent, nodes.section) and isinstance(section.parent.parent, nodes.document):
            title = next(iter(section.findall(nodes.title)), None)
            if title is not None and section["ids"]:
                found.append((f"#{section['ids'][0]}", plain.of_node(title)))
    return found


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.add_html_theme(THEME, str(Path(__file__).parent / "theme"))
    app.add_config_value(_PARTS, [], "html", types=[list])
    app.connect("config-inited", _know)
    app.connect("html-page-context", _put, priority=_LAST)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
