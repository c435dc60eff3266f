"""Works as other programs take them, RIS, BibTeX and CSL-JSON, and as people cite them, written from the same few fields."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from reviewbook.files import bibtex
from reviewbook.files.wording import one_line

# Kind of a BibTeX entry -> as RIS and CSL call it.
KINDS = {
    "article": ("JOUR", "article-journal"),
    "book": ("BOOK", "book"),
    "incollection": ("CHAP", "chapter"),
    "inproceedings": ("CPAPER", "paper-conference"),
    "phdthesis": ("THES", "thesis"),
    "mastersthesis": ("THES", "thesis"),
    "techreport": ("RPRT", "report"),
    "misc": ("GEN", "document"),
}
OTHER = "misc"
MOST_CITED = 20  # people whom a citation names, all of them
# Field -> its tag in RIS, and its name in CSL where it is a text there.
TAGS = {
    "title": ("TI", "title"),
    "journal": ("T2", "container-title"),
    "year": ("PY", ""),
    "volume": ("VL", "volume"),
    "number": ("IS", "issue"),
    "pages": ("SP", "page"),
    "edition": ("ET", "edition"),
    "publisher": ("PB", "publisher"),
    "doi": ("DO", "DOI"),
    "url": ("UR", "URL"),
    "note": ("N1", "note"),
}


class Work(NamedTuple):
    """A work: its key, the kind of its BibTeX entry, its people as (family, given), and fields by name, what is blank left out."""

    key: str
    kind: str
    people: tuple[tuple[str, str], ...]
    fields: Mapping[str, str]


def ris(works: Iterable[Work]) -> bytes:
    """Works as RIS in UTF-8."""
    return "".join(_ris(work) for work in works).encode()


def _ris(work: Work) -> str:
    lines = [("TY", KINDS.get(work.kind, KINDS[OTHER])[0]), ("ID", work.key)]
    lines += [("AU", ", ".join(part for part in name if part)) for name in work.people]
    for field, (tag, _) in TAGS.items():
        text = one_line(work.fields.get(field, ""))
        if field == "pages" and (ends := re.fullmatch(r"(\S+?)\s*[-–—]+\s*(\S+)", text)):
            lines += [("SP", ends[1]), ("EP", ends[2])]
        elif text:
            lines.append((tag, text))
    return "".join(f"{tag}  - {one_line(text)}\n" for tag, text in lines) + "ER  - \n\n"


def as_bibtex(works: Iterable[Work]) -> bytes:
    """Works as BibTeX in UTF-8, each under its key."""
    entries = (
        bibtex.entry(work.key, work.kind, [bibtex.person(*name) for name in work.people], work.fields)
        for work in works
    )
    return "".join(entries).lstrip("\n").encode()


def csl(works: Iterable[Work]) -> bytes:
    """Works as CSL-JSON, as Zotero, pandoc and citeproc read it."""
    return (json.dumps([_csl(work) for work in works], ensure_ascii=False, indent=1) + "\n").encode()


def _csl(work: Work) -> dict[str, Any]:
    found: dict[str, Any] = {"id": work.key, "type": KINDS.get(work.kind, KINDS[OTHER])[1]}
    if work.people:
        found["author"] = [
            {"family": family, "given": given} if given else {"literal": family}
            for family, given in work.people
        ]
    for field, (_, name) in TAGS.items():
        if name and (text := one_line(work.fields.get(field, ""))):
            found[name] = text
    if re.fullmatch(r"\d{4}", year := work.fields.get("year", "")):
        found["issued"] = {"date-parts": [[int(year)]]}
    return found


def apa(work: Work) -> str:
    """A work as the APA style cites it, as plain text; what is not known is left out, but for the year.

    >>> apa(Work("a", "article", (("Doe", "Jane B."), ("Roe", "R.")), {"title": "Walking", "year": "2020", "doi": "10.1/x"}))
    'Doe, J. B., & Roe, R. (2020). Walking. https://doi.org/10.1/x'
    >>> apa(Work("b", "misc", (), {"title": "Trees", "edition": "2", "url": "https://example.org/"}))
    'Trees (Edition 2). (n.d.). https://example.org/'
    """

    def said(field: str) -> str:
        return one_line(work.fields.get(field, ""))

    title = said("title") + (f" (Edition {said('edition')})" if said("edition") else "")
    who, year = _cited_people(work.people), f"({said('year') or 'n.d.'})."
    volume = said("volume") + (f"({said('number')})" if said("number") else "")
    place = ", ".join(filter(None, (said("journal"), volume, said("pages"))))
    doi = f"https://doi.org/{said('doi')}" if said("doi").startswith("10.") else ""
    parts = [who, year, _closed(title)] if who else [_closed(title), year]
    parts += [_closed(one) for one in (place, "" if place else said("publisher"))]
    return " ".join(filter(None, [*parts, doi or said("url")]))


def _cited_people(names: Sequence[tuple[str, str]]) -> str:
    """People as the APA style lists them, with initials: of more than twenty the first nineteen and the last."""
    listed = [
        one_line(f"{family}, {' '.join(_initials(part) for part in given.split())}" if given else family)
        for family, given in names
    ]
    if len(listed) > MOST_CITED:
        return _closed(f"{', '.join(listed[: MOST_CITED - 1])}, . . . {listed[-1]}")
    if len(listed) > 1:
        return _closed(f"{', '.join(listed[:-1])}, & {listed[-1]}")
    return _closed("".join(listed))


def _initials(name: str) -> str:
    """A given name as a citation has it; what is initials already, as indexes have them, is parted.

    >>> _initials("Jean-Paul"), _initials("JB"), _initials("A.")
    ('J.-P.', 'J. B.', 'A.')
    """
    letters = name.rstrip(".")
    if letters.isupper() and 1 < len(letters) < 4 and letters.isalpha():
        return " ".join(f"{letter}." for letter in letters)
    return "-".join(f"{part[0]}." for part in letters.split("-") if part)


def _closed(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".?!" else text


def people(names: str) -> tuple[tuple[str, str], ...]:
    """The people of a cell that lists them, "Doe, J; Roe, R": (family, given); what has no comma stands there whole.

    >>> people("Doe, J; Council for Trees")
    (('Doe', 'J'), ('Council for Trees', ''))
    """
    parts = (one.strip().partition(",") for one in names.split(";") if one.strip())
    return tuple((family.strip(), given.strip()) for family, _, given in parts)


def of_entries(entries: Mapping[str, Any], keys: Sequence[str]) -> list[Work]:
    """Works of the entries of a bibliography (pybtex) under these keys, their LaTeX as letters; one without an entry is left out."""
    from pybtex.richtext import Text

    def letters(text: str) -> str:
        return one_line(str(Text.from_latex(text)) if "\\" in text or "{" in text else text)

    found = []
    for key in keys:
        if key not in entries:
            continue
        entry = entries[key]
        named = entry.persons.get("author") or entry.persons.get("editor") or []
        who = tuple(
            (
                letters(" ".join([*one.prelast_names, *one.last_names])),
                letters(" ".join([*one.first_names, *one.middle_names])),
            )
            for one in named
        )
        fields = {name.lower(): letters(text) for name, text in entry.fields.items()}
        if "journal" not in fields and (inside := fields.get("booktitle")):
            fields["journal"] = inside
        found.append(Work(key, entry.type, who, {name: fields[name] for name in TAGS if fields.get(name)}))
    return found
