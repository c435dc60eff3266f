"""How a text of a review gets onto a page without becoming anything else: one function for each place that it can go to.

Tables and datapackage.json come from people, and from files of strangers. What they hold is shown letter by letter and does
nothing: it runs no script, opens no file, asks no host, sets no formula. Whoever writes a value asks for the function of the
place; nothing else in the library turns text into markup (tests/test_house.py). Spreadsheets and Word: `reviewbook.files.cells`.
"""

from __future__ import annotations

import json
import re
from html import escape as _entities
from typing import Any
from urllib.parse import quote as _quote

from markupsafe import Markup

from reviewbook.review.characters import without_control

SCHEMES = ("http", "https", "mailto", "doi")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#$|~^@])")
# What begins a list, a comment, a directive, a rule or a target where it begins a line.
_BEGINS = re.compile(r"^(\d{1,9})([.)](?=\s|$))|^([-+%=:]|\((?=.*\)=))")
_REFERENCE = re.compile(r"&(?=#?\w+;)")  # what MyST would read as a character
# What HTML, MyST, TeX or a script's template could take for more, where it does not begin a line.
_ANYWHERE = re.compile(r"""[&<>"'\\`*_{}\[\]#$|~^@]""")
_HTML = frozenset("&<>\"'")


def one_line(text: object) -> str:
    """Text on one line, without characters that a page cannot hold."""
    return without_control(" ".join(str(text).split()))


def myst(text: object) -> str:
    """Text as MyST shows it letter by letter, on one line; also within a cell, a heading or emphasis.

    Examples
    --------
    >>> myst("{download}`x` for $5")
    '\\\\{download\\\\}\\\\`x\\\\` for \\\\$5'
    """
    line = _REFERENCE.sub(r"\\&", _SPECIAL.sub(r"\\\1", one_line(text)))
    return _BEGINS.sub(lambda begin: f"{begin[1]}\\{begin[2]}" if begin[1] else f"\\{begin[3]}", line)


def myst_link(text: object, url: object) -> str:
    """A link in MyST; the text alone where the address leads to none of `SCHEMES`."""
    to = address(url)
    return f"[{myst(text)}](<{to}>)" if to else myst(text)


def myst_code(text: object) -> str:
    """Text as code in a line of MyST: the signs that end it are more than any that the text holds.

    Examples
    --------
    >>> myst_code("SELECT 1"), myst_code("a `b`")
    ('`SELECT 1`', '`` a `b` ``')
    """
    line = one_line(text)
    most = max(map(len, re.findall("`+", line)), default=0)
    return f"{'`' * (most + 1)} {line} {'`' * (most + 1)}" if most else f"`{line}`" if line else ""


def html(text: object) -> str:
    """Text as HTML between tags, or as an attribute in quotation marks. Not within MyST: `html_in_myst`."""
    return _entities(without_control(text))


def html_in_myst(text: object) -> str:
    """Text between tags that stand in MyST, on one line: neither HTML nor MyST finds markup in it.

    Every sign that could mean anything is a numeric reference, which holds in both, in a block of HTML and in a line of MyST.
    """
    return _ANYWHERE.sub(
        lambda sign: _entities(sign[0]) if sign[0] in _HTML else f"&#{ord(sign[0])};", one_line(text)
    )


def theme(text: object) -> Markup:
    """Text for a theme that prints it raw, into tags, attributes or a script; a template that escapes it does so no second time."""
    return Markup(html_in_myst(text))


def address(url: object) -> str:
    """A web address with what is no part of one quoted; empty where it is of another scheme than `SCHEMES`, such as javascript.

    Examples
    --------
    >>> address("https://example.org/a b"), address("JavaScript:alert(1)"), address("doi:10.1/x")
    ('https://example.org/a%20b', '', 'https://doi.org/10.1/x')
    """
    # A browser skips white space and control characters in front of and within a scheme.
    written = re.sub(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+", " ", str(url)).strip()
    scheme, colon, rest = written.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in SCHEMES or not rest:
        return ""
    rest = _quote(rest, safe="/?#%:@!&()*+,;=-._~[]")
    return f"https://doi.org/{rest}" if scheme == "doi" else f"{scheme}:{rest}"


def svg(text: object, *, quotes: bool = True) -> str:
    """Text for SVG; ``quotes``: also as an attribute, else between tags alone, where quotation marks stand as they are."""
    return _entities(without_control(text), quote=quotes)


def css(text: object) -> Markup:
    """Text as a string in a style sheet that stands in a page, with its quotation marks; every sign that could end it is a number.

    Examples
    --------
    >>> print(css('Mood "apps" </style>'))
    "Mood \\22 apps\\22  \\3c \\2f style\\3e "
    """
    said = re.sub(r"[^\w .,:;()-]", lambda sign: f"\\{ord(sign[0]):x} ", one_line(text))
    return Markup(f'"{said}"')


def plotly(text: object) -> str:
    """Text for plotly, which reads some HTML in every text, and mathematics between two dollar signs."""
    return html(text).replace("$", "&#36;")


def json_in_script(data: Any, *, sort_keys: bool = False) -> str:
    """Data as JSON that ends no script element, opens no comment in it, and is JavaScript too.

    Raises
    ------
    ValueError: a number is NaN or infinite, which JSON has no word for.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys, allow_nan=False)
    return re.sub("[<>&$\u2028\u2029]", lambda sign: f"\\u{ord(sign[0]):04x}", text)
