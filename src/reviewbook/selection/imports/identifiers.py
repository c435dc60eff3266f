"""Identifiers of a record: its DOI, its PubMed identifier, its ISBN, its address, and its key in the source that it came from.

One gate for all of them, whichever reader or table they come from: a rule gives the whole identifier in its one form, or none. A part
of an identifier, kept as if it were the whole, is that of another work; so what is broken is mended only where that is certain. What
people and programs write where there is none (NA, 0, -1, unknown ...) is no identifier.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import unquote

# Words for none, in small letters, with a blank for every other sign; "no doi" and "pmid not available" are too.
NAMED = r"(?:doi|isbn|pmid|pubmed|id|identifier|key|url|link|data|value)"
THERE = r"(?:(?: yet)? (?:available|applicable|reported|known|given|found|assigned|provided|specified|stated|indexed))?"
NONE = re.compile(
    rf"|no {NAMED}{THERE}|(?:{NAMED} )?(?:na|n a|nan|nat|nd|n d|nil|null|unknown|undefined|undetermined|unavailable|missing|empty|blank"
    rf"|tba|tbd|(?:not|none|no){THERE})"
)
# A count of nothing, a code for what is missing (-1, -99), an error of a spreadsheet (#N/A).
NO_NUMBER = re.compile(
    r"\+?0+(?:[.,]0*)?|[-\u2010-\u2015\u2212] ?\d+(?:[.,]0*)?|#[A-Za-z]+(?:/[A-Za-z0-9])?[!?]?"
)
SURELY_SOME = re.compile(r"[A-Za-z0-9][^\s:]*[1-9]")  # no word or number for none begins so
AROUND = "\"'()[]{} "  # braces of BibTeX, and the like
LONGEST_NONE = 40  # characters, brackets and quotation marks with them

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
MATHS = re.compile(r"\$+(?=[<>])|(?<=[<>])\$+")  # what LaTeX needs around "<" and ">"
COMMAND = re.compile(r"\\[A-Za-z]+")
OPENING = "\"'([{<\u201c\u2018"
CLOSING = dict(zip(")]}>", "([{<", strict=True))
# doi.org, the resolvers of publishers (doi.acm.org) and of libraries (doi-org.proxy.example.edu); or "doi:", "info:doi/".
PREFIX = re.compile(
    r"(?:(?:https?:/+)?(?:[\w-]+[.-])?doi[.-](?!10\.)[\w.-]+/+|(?:urn:|info:)?doi(?:(?=10\.)|(?!\w)) *[:=/.-]? *)+",
    re.IGNORECASE,
)
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/(\S+)")
ANOTHER = re.compile(r"(?<=[;,|])(?=https?:|www\.|ftp:|doi\b|10\.\d{4,9}/)", re.IGNORECASE)
CUT_SHORT = re.compile(r"(?:\.\.|\u2026)\W*$|\ufffd|\\")
YEAR = re.compile(r"\W*(?:1[5-9]|20)\d\d\W*")
# What stands behind an identifier and is surely no part of it: a remark in brackets, another identifier, a note on dates, a tag of RIS.
BESIDE = re.compile(
    r"[(\[](?=[^()\[\]]*[a-z]{3}|(?:1[5-9]|20)\d\d[)\]])[^()\[\]]*[)\]](?!\S)|[;,|&/](?!\S)|\S+ \[pii\]"
    r"|(?:and|pm(?:c?id|c\d+)|pii|is[sb]n|arxiv|epub|ecollection|(?:first )?published|accessed|retrieved|available|doi)\b"
    r"|https?:|ftp:|www\.|10\.\d{4,9}/|[A-Z][A-Z0-9] {1,4}- ",
    re.IGNORECASE,
)
PMID = re.compile(
    r"(?:(?:https?:/+)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)/"
    r"|(?:pubmed|medline|pmid)(?: (?:id|identifier|number))? ?[:=]? ?)?"
    r"0*(?P<number>[1-9]\d{0,7})(?:\.0+)?/?(?: ?\[(?:pmid|uid)\])?(?P<end>[.,;|]?)(?: (?P<rest>.+))?",
    re.IGNORECASE,
)
# With or without hyphens; of the thirteen digits, the last is a sum of the others, and so is the last of ten.
ISBN = re.compile(
    r"(?:(?:e-?|p-?)?isbn(?:[- ]?1[03])?:? ?)?(?P<number>97[89](?:[- ]?\d){10}|\d(?:[- ]?\d){8}[- ]?[\dx])(?![\dx-])"
    r"(?P<end>[.,;|]?)(?: ?(?P<rest>.+))?",
    re.IGNORECASE,
)
ISSN = re.compile(r"(?:[ep]?-?issn:? ?)?\d{4}-?\d{3}[\dx]\b(?! ?-?\d)", re.IGNORECASE)
URL = re.compile(r"[^\s.:/]*[^\W_][.:/]\S*")

# Nearly all of them: nothing in them has to be read otherwise, and the rules below give the same.
SOUND = {
    "doi": re.compile(r"10\.\d{4,9}/[\w./()-]*[^\W_]", re.ASCII),
    "pmid": re.compile(r"[1-9]\d{0,7}", re.ASCII),
    "url": re.compile(
        r"https?://(?![^/]*doi)[\w-]+(?:\.[\w-]+)+/[\w./?&=%:+~-]*[^\W_]", re.ASCII | re.IGNORECASE
    ),
    "source_key": re.compile(r"(?!\S*doi)[A-Za-z][\w:.-]*\d", re.ASCII | re.IGNORECASE),
}


class Identifier(NamedTuple):
    """What a field holds: an identifier, and what stands behind it there; both blank where it holds none."""

    value: str
    rest: str = ""


NOTHING = Identifier("")


def is_none(text: str) -> bool:
    """Whether a field holds nothing, or a word or number that stands for no identifier.

    >>> is_none("N/A"), is_none("(not available)"), is_none("-1"), is_none("10"), is_none("NA-10")
    (True, True, True, False, False)
    """
    if SURELY_SOME.match(text):
        return False
    plain = " ".join(text.split())
    if len(plain) > LONGEST_NONE:
        return False
    plain = PREFIX.sub("", plain, count=1) if PREFIX.match(plain) else plain
    words = re.sub(r"[\W_]+", " ", plain.lower()).strip()
    return NO_NUMBER.fullmatch(plain.strip(AROUND)) is not None or NONE.fullmatch(words) is not None


def identifier(column: str, text: str) -> Identifier:
    """The identifier that a field holds whole, in its one form; blank where there is none, or only a part of one.

    Parameters
    ----------
    column : {"doi", "pmid", "isbn", "url", "source_key"}
    text : of the field, with whatever stands around the identifier there: braces, a resolver's address, blanks, a remark.

    Examples
    --------
    >>> identifier("doi", "https://doi.org/10.1000/ABC.1").value, identifier("pmid", "PMID: 77").value
    ('10.1000/abc.1', '77')
    >>> identifier("doi", "10.1371/journal. pone.0180070").value, identifier("doi", "10.1371/journal pone").value
    ('10.1371/journal.pone.0180070', '')
    """
    if column in SOUND and SOUND[column].fullmatch(text):
        return Identifier(text.lower() if column == "doi" else text)
    if is_none(text):
        return NOTHING
    found = RULES[column](INVISIBLE.sub("", text))
    # what would be read otherwise once more is not certain
    return found if RULES[column](found.value) == (found.value, "") else NOTHING


def doi(text: str) -> str | None:
    """A DOI bare and in lower case, from any of its usual forms; None where the text is not one DOI and nothing else.

    >>> doi("https://doi.org/10.1000/ABC.1")
    '10.1000/abc.1'
    """
    found = identifier("doi", text)
    return found.value if found.value and not found.rest else None


def _doi(text: str) -> Identifier:
    head, *more = ANOTHER.sub(" ", _without_address(text)).split() or [""]
    whole = True
    while (
        more
        and (_is_cut(head) or head[-1] == "/")
        and not (BESIDE.match(" ".join(more)) or YEAR.fullmatch(more[0]))
    ):
        head += more.pop(0)
        whole = False
    rest = " ".join(more)
    if _is_cut(head) or CUT_SHORT.search(head) or (rest and not BESIDE.match(rest)):
        return NOTHING
    found = DOI.fullmatch(_closed(_decoded(head, str.lower)))
    if found is None or _is_cut(found[0]) or not (whole or re.search(r"\d", found[1])):
        return NOTHING
    return Identifier(found[0], rest)


def _without_address(text: str) -> str:
    """A text without what stands before and around a DOI, its signs as they are meant."""
    bare = _without_latex(text).strip().lstrip(OPENING)
    if before := PREFIX.match(bare):
        bare = bare[before.end() :]
        if (
            "/" in before[0]
        ):  # in an address, what is asked of it; a DOI's own ? and # are written as %3F and %23
            bare = re.sub(r"[?#]\S*", "", bare)
    bare = _decoded(bare)
    return re.sub(
        r"(?:\s*\[doi\])+\W*$", "", PREFIX.sub("", bare, count=1) if PREFIX.match(bare) else bare, flags=re.I
    )


def _decoded(text: str, case: Callable[[str], str] = str) -> str:
    """A text without the codes of addresses and of HTML, however often they were put in."""
    while (plain := case(MATHS.sub("", html.unescape(unquote(text))))) != text:
        text = plain
    return text


def _without_latex(text: str) -> str:
    for command, sign in (("less", "<"), ("greater", ">"), ("underscore", "_"), ("asciitilde", "~")):
        text = re.sub(rf"\{{?\\text{command}\b\s*(?:\{{\}})?\}}?", sign, text)
    return text if COMMAND.search(text) else MATHS.sub("", re.sub(r"[\\{}]", "", text))


def _is_cut(text: str) -> bool:
    """Whether a DOI surely goes on behind a text: it ends with a sign that no DOI ends with, or with a full stop before any digit."""
    found = DOI.fullmatch(text)
    return not found or text[-1] in "-_(<" or (text[-1] == "." and not re.search(r"\d", found[1]))


def _closed(text: str) -> str:
    """A text without the marks of a sentence at its end, and without brackets there that nothing opens."""
    while text and (
        text[-1] in ".,;:|\"'\u201d\u2019"
        or (text[-1] in CLOSING and text.count(text[-1]) > text.count(CLOSING[text[-1]]))
    ):
        text = text[:-1]
    return text


def _pmid(text: str) -> Identifier:
    found = PMID.fullmatch(_closed(" ".join(_without_latex(text).split()).lstrip(OPENING)))
    if found is None:
        return NOTHING
    rest = found["rest"] or ""
    listed = found["end"] in (";", "|") and found["end"]
    return Identifier(found["number"], rest) if not rest or listed or BESIDE.match(rest) else NOTHING


def is_issn(text: str) -> bool:
    """Whether a field holds the number of a series and no ISBN.

    >>> is_issn("1471-244X (Electronic)"), is_issn("978-0-306-40615-7")
    (True, False)
    """
    return ISSN.match(text.strip().lstrip(OPENING)) is not None


def _isbn(text: str) -> Identifier:
    found = ISBN.fullmatch(_closed(" ".join(_without_latex(text).split()).lstrip(OPENING)))
    if found is None:
        return NOTHING
    rest, whole = found["rest"] or "", _thirteen(re.sub(r"[- ]", "", found["number"]).upper())
    listed = found["end"] in (",", ";", "|") and found["end"]
    if not whole or not (not rest or listed or BESIDE.match(rest) or ISBN.match(rest)):
        return NOTHING
    return Identifier(whole, rest)


def _thirteen(digits: str) -> str:
    """An ISBN of ten or thirteen signs as thirteen digits; blank where its last sign is not what the others ask for.

    The sums are those of the International Standard Book Number Users' Manual (International ISBN Agency).
    """
    if len(digits) == 10:
        total = sum((10 - at) * (10 if sign == "X" else int(sign)) for at, sign in enumerate(digits))
        body = f"978{digits[:9]}" if total % 11 == 0 else ""
    else:
        body = digits[:12]
    if not body:
        return ""
    last = str(-sum(int(sign) * (3 if at % 2 else 1) for at, sign in enumerate(body)) % 10)
    return body + last if len(digits) == 10 or digits[12] == last else ""


def _url(text: str) -> Identifier:
    bare = re.sub(r"\\(?:url|href|path)\b", "", text)
    bare = re.sub(r"^URL: ?", "", _without_latex(bare).strip().lstrip(OPENING), flags=re.IGNORECASE)
    head, *more = ANOTHER.sub(" ", bare).split() or [""]
    rest, whole = " ".join(more), _closed(head)
    if not URL.fullmatch(whole) or "\\" in whole or (rest and not BESIDE.match(rest)):
        return NOTHING
    if is_none(whole) or re.fullmatch(r"\w+:/*", whole):  # "https://doi.org/NA", "https://"
        return NOTHING
    return Identifier(whole, rest)


def _key(text: str) -> Identifier:
    bare = " ".join(text.split())
    while len(bare) > 1 and bare[0] + bare[-1] in ("{}", '""'):
        bare = bare[1:-1].strip()
    return NOTHING if is_none(bare) else Identifier(bare)


RULES: Mapping[str, Callable[[str], Identifier]] = {
    "doi": _doi,
    "pmid": _pmid,
    "isbn": _isbn,
    "url": _url,
    "source_key": _key,
}
