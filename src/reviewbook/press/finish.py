"""Mend in the built pages what the theme offers no option for: the weight of its icons, two roles, where citations lead, and headings
that the search would show as HTML.

The theme sends Font Awesome twice, as a script (540 KB compressed) and as fonts (300 KB), for some thirty icons. The fonts
do all the work, and those icons take 7 KB. Where a pattern below is not found, the page stays as it was, heavier but right.
"""

import pickle
import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from reviewbook.page.escape import html as escape

_ICON_RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"(?:\\([0-9a-f]+)\s?|([^"]*))"\}')
_FONT_SOURCE = re.compile(
    r'url\(\.\./webfonts/([\w-]+)\.woff2\) format\("woff2"\),url\([^)]*\) format\("truetype"\)'
)
# The icons' script, and the fonts announced ahead although a page may need none of them.
_TAGS = re.compile(
    r'\s*(?:<script src="[^"]*/fontawesome/[^"]*"></script>|<link rel="preload"[^>]*/webfonts/[^>]*/>)'
)
# Written so, a screen reader finds no item in the bibliography's list, and the sidebar lies outside every landmark.
_ROLES = {
    'role="doc-biblioentry"': 'role="listitem"',
    '<div class="bd-sidebar-primary': '<div role="complementary" aria-label="This book" class="bd-sidebar-primary',
}
# Sphinx's search puts headings, which are plain text, into the page as HTML.
_FOUND = "titles[file] !== title ? `${titles[file]} > ${title}` : title,"
_FOUND_AS_TEXT = "titles[file] !== title ? `${titles[file]} > ${_asHtml(title)}` : _asHtml(title),"
_AS_HTML = """
const _asHtml = (text) => {
  const shown = document.createElement("p");
  shown.textContent = text;
  return shown.innerHTML;
};
"""
_CITED = re.compile(r'(<a class="reference internal" href=")([^"#]*#[^"]+)(")')
_LISTED = re.compile(r'(<div class="citation" id="([^"]+)"[^>]*>.*?)(</p>\s*</div>)', re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>")
_PRIVATE_USE = range(0xE000, 0xF900)


def finish(
    html: Path, *, reports: Mapping[str, str] | None = None, cited: Mapping[str, str] | None = None
) -> None:
    """Mend the built pages in place.

    Parameters
    ----------
    reports : report_id -> how it is named, of those that have a page of their own (reports/ID.html)
        Citations of them lead there, and the bibliography names that page beside each of them.
    cited : from `citations`
    """
    reports = reports or {}
    theirs = {place: key for place, key in (cited or {}).items() if key in reports}
    pages = list(html.rglob("*.html"))
    for page in pages:
        text = _TAGS.sub("", page.read_text(encoding="utf-8"))
        for fault, mended in _ROLES.items():
            text = text.replace(fault, mended)
        if theirs:
            text = _lead_to_reports(text, page.relative_to(html).as_posix(), theirs, reports)
        page.write_text(text, encoding="utf-8")
    for script in html.glob("_static/searchtools.js"):
        text = script.read_text(encoding="utf-8")
        script.write_text(text.replace(_FOUND, _FOUND_AS_TEXT) + _AS_HTML, encoding="utf-8")
    _keep_icons_in_use(html, pages)


def citations(doctrees: Path) -> dict[str, str]:
    """What each entry of the built bibliography is about: "book/references.html#id2" -> its key.

    Sphinx numbers the entries; which key a number stands for is known to its environment alone.

    Parameters
    ----------
    doctrees : the folder of Sphinx's environment of the build
    """
    with (doctrees / "environment.pickle").open("rb") as file:
        environment = pickle.load(file)
    return {
        f"{one.bibliography_key.docname}.html#{one.citation_id}": one.key
        for one in environment.domaindata["cite"]["citations"]
    }


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


def mark_as_draft(html: Path, words: str, *, leads_to: str) -> None:
    """Put a line on top of every page that says what a draft it is, and leads to the page that says what is open.

    Parameters
    ----------
    leads_to : its address from the root of the site
    """
    for page in html.rglob("*.html"):
        folder = page.parent.relative_to(html).as_posix()
        link = posixpath.relpath(leads_to, folder)
        line = f'<aside class="rb-draft" aria-label="Draft">{escape(words)} <a href="{link}">What is open</a></aside>'
        text = page.read_text(encoding="utf-8")
        page.write_text(_BODY.sub(lambda body: body[0] + line, text, count=1), encoding="utf-8")  # noqa: B023


def list_in_sitemap(html: Path, addresses: Iterable[str]) -> None:
    """Add pages that Sphinx did not make to the site's sitemap; where there is none, the site's address is not known.

    Parameters
    ----------
    addresses : from the root of the site
    """
    file = html / "sitemap.xml"
    if not file.is_file():
        return
    text = file.read_text(encoding="utf-8")
    end = "</urlset>"
    (start,) = re.findall(r"<loc>([^<]*?)book/index\.html</loc>", text)
    added = "".join(f"<url><loc>{start}{address}</loc></url>" for address in addresses)
    file.write_text(text.replace(end, added + end), encoding="utf-8")


def _keep_icons_in_use(html: Path, pages: list[Path]) -> None:
    """Leave in Font Awesome's style sheet and fonts what the pages, scripts and style sheets ask for."""
    names, characters = set(), set()
    for file in [*pages, *html.glob("_static/**/*.js"), *html.glob("_static/**/*.css")]:
        if "fontawesome" not in file.parts:
            text = file.read_text(encoding="utf-8")
            names |= _names(text)
            if file.suffix == ".css":  # the theme's own marks stand there as characters
                characters |= {ord(char) for char in text if ord(char) in _PRIVATE_USE}
                characters |= {
                    int(code, 16) for code in re.findall(r'content:\s*"\\([ef][0-9a-f]{3})"', text)
                }
    for stylesheet in html.glob("_static/vendor/fontawesome/*/css/all.min.css"):
        css = _without_unused(stylesheet.read_text(encoding="utf-8"), names)
        characters |= {int(rule[2], 16) for rule in _ICON_RULE.finditer(css) if rule[2]}
        css = _FONT_SOURCE.sub(r'url(../webfonts/\1.woff) format("woff")', css)
        stylesheet.write_text(css, encoding="utf-8")
        folder = stylesheet.parent.parent
        for font in (folder / "webfonts").glob("*.ttf"):
            _subset(font, characters)
            font.with_suffix(".woff2").unlink()
            font.unlink()
        for script in (folder / "js").glob("*.js"):
            script.unlink()


def _without_unused(css: str, names: set[str]) -> str:
    return _ICON_RULE.sub(lambda rule: rule[0] if _names(rule[1]) & names else "", css)


def _names(text: str) -> set[str]:
    return set(re.findall(r"\bfa-[a-z0-9-]+", text))


def _subset(font: Path, characters: set[int]) -> None:
    """Write the font with these characters alone, as WOFF (WOFF2 would need another package)."""
    glyphs = TTFont(font, recalcTimestamp=False)  # else the time of the build is in the file
    options = subset.Options(flavor="woff", notdef_outline=False, layout_features=[])
    tool = subset.Subsetter(options)
    tool.populate(unicodes=characters)
    tool.subset(glyphs)
    glyphs.flavor = "woff"
    glyphs.save(font.with_suffix(".woff"))
