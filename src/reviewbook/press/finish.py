"""Mend in the built pages what Sphinx offers no option for: a role, and where citations lead."""

import posixpath
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from reviewbook.page.escape import html as escape

SITEMAP = "sitemap.xml"
NO_PAGES = ("404.html", "index.html", "search.html", "genindex.html")  # nothing in them is to be found
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_SAFE = "/:%?#[]@!$&'()*+,;=~"
# Written so, a screen reader finds no item in the bibliography's list.
_ROLE = 'role="doc-biblioentry"', 'role="listitem"'
_CITED = re.compile(r'(<a class="reference internal" href=")([^"#]*#[^"]+)(")')
_LISTED = re.compile(r'(<div class="citation" id="([^"]+)"[^>]*>.*?)(</p>\s*</div>)', re.DOTALL)
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"#:]+)(?:#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)
_BODY = re.compile(r'<body\b[^>]*>(?:\s*<a class="rb-skip"[^>]*>[^<]*</a>)?')


def mended(
    text: str, page: str, *, reports: Mapping[str, str] | None = None, cited: Mapping[str, str] | None = None
) -> str:
    """A page of Sphinx without what that offers no option for.

    Parameters
    ----------
    page : its address from the root of the site
    reports : report_id -> how it is named, of those that have a page of their own (reports/ID.html)
        Citations of them lead there, and the bibliography names that page beside each of them.
    cited : what each entry of the built bibliography is about: "book/references.html#id2" -> its key
    """
    text = text.replace(*_ROLE)
    theirs = {place: key for place, key in (cited or {}).items() if key in (reports or {})}
    return _lead_to_reports(text, page, theirs, reports or {}) if theirs else text


def _lead_to_reports(text: str, page: str, cited: Mapping[str, str], reports: Mapping[str, str]) -> str:
    """A page whose citations of included reports lead to their pages; ``page`` is its address from the site's root."""
    folder = posixpath.dirname(page)

    def address(key: str) -> str:
        return posixpath.relpath(f"reports/{key}.html", folder or ".")

    def cite(found: re.Match) -> str:
        path, _, anchor = found[2].partition("#")
        place = posixpath.normpath(posixpath.join(folder, path)) if path else page
        key = cited.get(f"{place}#{anchor}")
        return f"{found[1]}{address(key)}{found[3]}" if key else found[0]

    def entry(found: re.Match) -> str:
        key = cited.get(f"{page}#{found[2]}")
        if not key:
            return found[0]
        return f'{found[1]} <a href="{address(key)}">All on {escape(reports[key])}</a>{found[3]}'

    return _LISTED.sub(entry, _CITED.sub(cite, text))


def marked_as_draft(text: str, page: str, words: str, *, leads_to: str) -> str:
    """A page with a line on top that says what a draft it is, and leads to the page that says what is open.

    Parameters
    ----------
    page, leads_to : addresses from the root of the site
    """
    link = posixpath.relpath(leads_to, posixpath.dirname(page) or ".")
    line = f'<aside class="rb-draft" aria-label="Draft">{escape(words)} <a href="{link}">What is open</a></aside>'
    # After the link that leads past all that stands above the page, which is the first that a keyboard comes to.
    return _BODY.sub(lambda start: start[0] + line, text, count=1)


def without_links(text: str, page: str, out: Iterable[str]) -> str:
    """A page without links to pages that the book does not have: their words stay.

    Parameters
    ----------
    page : its address from the root of the site
    out : pages from the root of the book, such as "notebooks/05-themes"
    """
    gone = {f"{name}.html" for name in out}
    if not any(name in text for name in gone):
        return text
    folder = posixpath.dirname(page)

    def link(found: re.Match) -> str:
        place = posixpath.normpath(posixpath.join(folder, found[1]))
        return found[2] if place in gone else found[0]

    return _LINK.sub(link, text)


def for_crawlers(home: str, addresses: Iterable[str]) -> dict[str, bytes]:
    """The files that search engines ask for: the list of pages, and where it is. None of them where it is not known where the site will be.

    Parameters
    ----------
    home : the address of the site
    addresses : of its files, from its root
    """
    if not home:
        return {}
    pages = [
        one
        for one in sorted(addresses)
        if one.endswith(".html") and one not in NO_PAGES and not one.startswith("_")
    ]
    listed = "".join(f"<url><loc>{escape(quote(home + one, safe=_SAFE))}</loc></url>\n" for one in pages)
    whole = f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{_SITEMAPS}">\n{listed}</urlset>\n'
    robots = f"User-agent: *\nAllow: /\nSitemap: {home}{SITEMAP}\n"
    return {SITEMAP: whole.encode(), "robots.txt": robots.encode()}
