"""All pages of a built book as one HTML document, in the order of its menu: what `paper` prints.

What stands apart for authors is left out, but for nothing else. Every id gets the number of its page before it, so that links
from page to page become links within the document.
"""

from __future__ import annotations

import posixpath
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html
from markupsafe import Markup

from reviewbook.page.escape import css
from reviewbook.press.menu import APART, DOWNLOADS, HOME
from reviewbook.press.shell import template

_HEAD = 60  # signs of a running head
_LISTS = "_index.html"  # of a folder whose pages follow their list
_NAMES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "for", "list")
_URL = re.compile(r"url\((['\"]?)#([^)'\"]+)\1\)")
# What only works on a screen, and queries, which are for a program.
_NOT_PRINTED = (
    "script",
    "template",
    "dialog",
    "button",
    "select",
    "input",
    "form",
    "section[@id='cite']",  # how one page of the site is cited
    *(
        f"*[contains(concat(' ', @class, ' '), ' {name} ')]"
        for name in ("headerlink", "rb-actions", "rb-chapters", "rb-rerun", "rb-plotly-frame", "rb-query")
    ),
)


class Place(NamedTuple):
    """What the contents of the document list: the id in it, the words, how deep it stands (0 a part, 1 a page, 2 a section)."""

    anchor: str
    title: str
    depth: int


class Joined(NamedTuple):
    """The document, and what its contents list."""

    title: str
    author: str
    language: str
    html: str
    places: tuple[Place, ...]


class _Page(NamedTuple):
    address: str
    key: str
    article: html.HtmlElement


def order(first: html.HtmlElement) -> list[tuple[str, list[str]]]:
    """The parts of a book as its first page's folded menu has them: each with the addresses of its pages from the site's root.

    Parameters
    ----------
    first : the first page, parsed
    """
    found: list[tuple[str, list[str]]] = []
    caption = ""
    (menu,) = first.xpath("//nav[contains(@class, 'rb-menu-narrow')]/details")
    for one in menu:
        if one.tag == "p":
            caption = one.text_content()
        elif one.tag == "ul":
            links = one.xpath(".//a")
            pages = [
                posixpath.normpath(posixpath.join(posixpath.dirname(HOME), a.get("href"))) for a in links
            ]
            found.append((caption or links[0].text_content(), pages))
            caption = ""
    # Files to take away are of no use on paper, and their checksums would change with the file that is printed.
    without = (DOWNLOADS.address,)
    shown = [
        (name, [page for page in pages if page not in without]) for name, pages in found if name not in APART
    ]
    return [(name, pages) for name, pages in shown if pages]


def joined(site: Path, *, numbers: Mapping[str, int] | None = None) -> Joined:
    """The document of a built book.

    Parameters
    ----------
    site : the folder of the site
    numbers : anchor -> number of the page of paper, for the contents; blank where not known yet
    """
    first = _parsed(site / HOME)
    parts = [(name, [*_with_entries(site, addresses)]) for name, addresses in order(first)]
    pages = {
        address: _Page(address, f"p{n}", _parsed(site / address).xpath("//article")[0])
        for n, address in enumerate(address for _, addresses in parts for address in addresses)
    }
    base = first.xpath("string(//link[@rel='canonical']/@href)")
    root = urljoin(base, "../") if base else ""
    styles: dict[str, None] = {}
    for address in pages:
        for sheet in _parsed(site / address).xpath("//link[@rel='stylesheet']/@href"):
            styles[posixpath.normpath(posixpath.join(posixpath.dirname(address), sheet.split("?")[0]))] = None
    queries = any(page.article.xpath(".//*[@class='rb-query']") for page in pages.values())
    for page in pages.values():
        _settle(page, pages, root)
    places: list[Place] = []
    bodies: list[tuple[str, str, list[tuple[str, str, Markup]]]] = []
    for at, (name, addresses) in enumerate(parts):
        places.append(Place(f"part{at}", name, 0))
        shown = []
        for address in addresses:
            page = pages[address]
            title = _words(page.article.xpath("(.//h1)[1]")[0])
            places.append(Place(page.key, title, 1))
            if not _is_entry(address):
                places += _sections(page)
            shown.append((page.key, title, Markup(html.tostring(page.article, encoding="unicode"))))
        bodies.append((f"part{at}", name, shown))
    title = first.xpath("string(//*[@class='rb-home'])")
    author = first.xpath("string(//meta[@name='author']/@content)")
    language = first.get("lang") or "en"
    foot = first.xpath("//footer[@class='rb-footer']")
    for one in foot:
        _settle(_Page(HOME, pages[HOME].key, one), pages, root)
        del one.attrib["id"]  # which is that of the page
    text = template("printed.html").render(
        title=title,
        author=author,
        language=language,
        styles=list(styles),
        places=places,
        numbers=numbers or {},
        parts=bodies,
        queries=queries,
        foot=[Markup(html.tostring(one, encoding="unicode", with_tail=False)) for one in foot],
        heads={
            key: css(_short(words) if key != pages[HOME].key else "")
            for _, _, shown in bodies
            for key, words, _ in shown
        },
        book=css(_short(title)),
    )
    return Joined(title, author, language, text, tuple(places))


def _short(text: str) -> str:
    """A running head, of which two stand side by side on a line."""
    return textwrap.shorten(text, _HEAD, placeholder=" …")


def _parsed(file: Path) -> html.HtmlElement:
    return html.document_fromstring(file.read_bytes().decode("utf-8"))


def _is_entry(address: str) -> bool:
    """Whether a page is that of one report or one intervention, or a list of them."""
    return posixpath.dirname(address) not in ("book", "notebooks")


def _with_entries(site: Path, addresses: Sequence[str]) -> Iterator[str]:
    """Addresses, each list of reports or interventions followed by the pages that it leads to."""
    for address in addresses:
        yield address
        if posixpath.basename(address) == _LISTS:
            folder = posixpath.dirname(address)
            (article,) = _parsed(site / address).xpath("//article")
            links = dict.fromkeys(
                posixpath.normpath(posixpath.join(folder, unquote(urlsplit(link).path)))
                for link in article.xpath(".//a/@href")
            )
            yield from (
                link
                for link in links
                if posixpath.dirname(link) == folder and link != address and (site / link).is_file()
            )


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split()).rstrip("#").strip()


def _sections(page: _Page) -> list[Place]:
    """The sections of a page below its title."""
    found = []
    for heading in page.article.xpath(".//h2"):
        holder = next((one for one in (heading, *heading.iterancestors()) if one.get("id")), None)
        if holder is not None and holder is not page.article:
            found.append(Place(holder.get("id"), _words(heading), 2))
    return found


def _settle(page: _Page, pages: Mapping[str, _Page], root: str) -> None:
    """Make a page fit for standing among others: without what only a screen can do, with ids of its own, its links leading there."""
    for name in _NOT_PRINTED:
        for one in page.article.xpath(f".//{name}"):
            one.drop_tree()
    for one in page.article.xpath(
        ".//noscript"
    ):  # what a heavy page keeps folded (press/light.py): paper shows it
        one.drop_tag()
    for one in page.article.iter():
        if not isinstance(one.tag, str):
            continue
        if name := one.get("id"):
            one.set("id", f"{page.key}-{name}")
        for key in _NAMES:
            if value := one.get(key):
                one.set(key, " ".join(f"{page.key}-{part}" for part in value.split()))
        for key, value in one.items():
            if "url(" in value:
                one.set(key, _URL.sub(rf"url(#{page.key}-\2)", value))
        if one.tag == "details":
            one.set("open", "open")
        _lead(one, page, pages, root)
    page.article.set("id", page.key)


def _lead(one: html.HtmlElement, page: _Page, pages: Mapping[str, _Page], root: str) -> None:
    """Let a link, an image or a use of a drawing lead to what it is of."""
    for key in ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href", "src"):
        value = one.get(key)
        if value is None:
            continue
        where = urlsplit(value)
        if where.scheme or where.netloc:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(page.address), unquote(where.path)))
        if not where.path:
            one.set(key, f"#{page.key}-{where.fragment}" if where.fragment else f"#{page.key}")
        elif one.tag != "a":
            one.set(key, target)
        elif target in ("index.html", *pages):
            key_of = pages[HOME if target == "index.html" else target].key
            one.set(key, f"#{key_of}-{where.fragment}" if where.fragment else f"#{key_of}")
        elif root:
            one.set(key, urljoin(root, target) + (f"#{where.fragment}" if where.fragment else ""))
        else:
            del one.attrib[key]
