"""Mend in the built pages what the theme offers no option for: the weight of its icons, and two roles.

The theme sends Font Awesome twice, as a script (540 KB compressed) and as fonts (300 KB), for some thirty icons. The fonts
do all the work, and those icons take 7 KB. Where a pattern below is not found, the page stays as it was, heavier but right.
"""

import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

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
_PRIVATE_USE = range(0xE000, 0xF900)


def finish(html: Path) -> None:
    """Mend the built pages in place."""
    pages = list(html.rglob("*.html"))
    for page in pages:
        text = _TAGS.sub("", page.read_text(encoding="utf-8"))
        for fault, mended in _ROLES.items():
            text = text.replace(fault, mended)
        page.write_text(text, encoding="utf-8")
    _keep_icons_in_use(html, pages)


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
