"""Which work a row of an extraction is of: what its columns say of authors, title, year and DOI, as the table of records has it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from reviewbook.charting.imports.kinds import dated
from reviewbook.files.wording import compared, one_line
from reviewbook.review.nothing import NOTHING

YEAR = re.compile(r"(?<!\d)((?:15|16|17|18|19|20)\d{2})(?!\d)")
CITED = re.compile(
    r"(?P<authors>.*?[^\W\d_].*?)[\s,_.(\[]*(?P<year>(?:17|18|19|20)\d{2})(?P<letter>[a-z]?)(?![\w])(?P<rest>.*)",
    re.DOTALL,
)
ET_AL = re.compile(r",?\s*\b(?:et\.? ?al\.?|and others|and colleagues)(?!\w)", re.IGNORECASE)
APA = re.compile(r"([^,;&]+?,\s*(?:[^\W\d_a-z]\.?[- ]?){1,4})(?:,\s*&|,\s*and\b|,|&|\band\b|$)")
DOI = re.compile(r"10\.\d{4,9}/[^\s\"<>;]*[^\s\"<>;.,)]")
LONG = 60  # characters: a longer citation holds more than authors and year


class Work(NamedTuple):
    """What a row says of its work."""

    key: tuple[str, ...]  # what rows of one work have in common
    label: str  # the work as the sheet calls it
    told: dict[
        str, str
    ]  # title, authors, year, doi, journal, volume, issue, pages, url, source_key, note; those that are given
    number: str  # that of the program or the sheet; blank where it has none


def work(cells: Mapping[str, str], *, numbered: bool) -> Work:
    """The work that a row is of.

    Parameters
    ----------
    cells : what its columns tell (`headings.ROLES`).
    numbered : whether the numbers of the sheet tell works apart.
    """
    said = {name: one_line(cell) for name, cell in cells.items() if one_line(cell) not in NOTHING}
    study, citation = said.get("study", ""), said.get("citation", "")
    parsed = CITED.fullmatch(citation or study)
    told: dict[str, str] = {
        name: said[name] for name in ("title", "journal", "volume", "issue", "pages", "url") if name in said
    }
    if found := DOI.search(said.get("doi", "") or said.get("url", "") or citation):
        told["doi"] = found[0].lower()
    named, title = _whole(citation, parsed)
    if named := said.get("authors") or named or (parsed["authors"] if parsed else citation):
        told["authors"] = authors(named)
    if title:
        told.setdefault("title", title)
    if year := _year(said, parsed):
        told["year"] = year
    if citation and (len(citation) > LONG or (parsed and re.search(r"\w", parsed["rest"]))):
        told["note"] = citation
    several = told.get("authors", "").split(";")
    first = several[0].split(",")[0]
    short = citation
    if parsed and not (named and len(citation) > LONG):
        short = f"{parsed['authors'].strip(' ,.(_')} {parsed['year']}{parsed['letter']}"
    elif len(citation) > LONG:
        short = ""
        first += " et al." if len(several) > 1 else ""
    label = study or short or " ".join(filter(None, (first, told.get("year", "")))) or told.get("title", "")
    told["source_key"] = study or citation
    number = said.get("number", "")
    if numbered and number:
        key: tuple[str, ...] = (compared(number),)
    else:
        names = (
            study or citation or f"{told.get('authors', '')}{told.get('year', '')}",
            told.get("title", ""),
            told.get("doi", ""),
        )
        key = tuple(map(compared, names))
    return Work(key, label, {name: text for name, text in told.items() if text}, number)


def _whole(citation: str, parsed: re.Match | None) -> tuple[str, str]:
    """The authors and the title of a citation that is written out, (2019) behind the authors or the year last; blank where it is none."""
    if (
        parsed
        and "(" in citation[parsed.end("authors") : parsed.start("year")]
        and len(parsed["rest"]) > LONG / 4
    ):
        title = re.split(r"[.?!]\s", parsed["rest"].lstrip(" ).,"), maxsplit=1)[0]
        return parsed["authors"].strip(" ,("), title
    parts = re.split(r"\.\s+", citation)
    if (
        len(citation) > LONG
        and len(parts) > 2
        and re.fullmatch(r"[^.:]+? [A-Z]{1,3}(?:, [^.:]+? [A-Z]{1,3})*(?:,? et al)?", parts[0])
    ):
        return parts[0], parts[1]
    return "", ""


def _year(said: Mapping[str, str], parsed: re.Match | None) -> str:
    """The year: of its own column, else of the date of publication, else of the citation."""
    if found := YEAR.search(said.get("year", "")):
        return found[1]
    day = said.get("date", "")
    if (found := YEAR.search(day)) or (found := YEAR.search(dated(day) or "")):
        return found[1]
    return parsed["year"] if parsed else ""


def authors(text: str) -> str:
    """Names as the table of records lists them, parted by semicolons.

    >>> authors("Smith, J., & Doe, A. B."), authors("Smith et al."), authors("Roe J, Doe A and Poe K"), authors("van Lee")
    ('Smith, J.; Doe, A. B.', 'Smith; et al.', 'Roe J; Doe A; Poe K', 'van Lee')
    """
    text = text.strip(" ,.(_-") if not re.search(r"\b[A-Z]\.$", text.strip()) else text.strip(" ,(_-")
    others = bool(ET_AL.search(text))
    text = ET_AL.sub("", text).strip(" ,")
    if ";" in text:
        names = text.split(";")
    elif "".join(re.findall(r"\w", "".join(one[0] for one in APA.finditer(text)))) == "".join(
        re.findall(r"\w", re.sub(r"\band\b", "", text))
    ) or (APA.match(text) and APA.sub("", text).strip(" ,&") == ""):
        names = APA.findall(text)
    elif re.search(r"&|\band\b", text) or text.count(",") > 1:
        names = re.split(r"\s*(?:,\s*&|,\s*and\b|,|&|\band\b)\s*", text)
    else:
        names = [text]
    return "; ".join([name.strip() for name in names if name.strip()] + (["et al."] if others else []))
