"""Which records may be the same: found by bib-dedupe and by rules of our own, each pair with its reason."""

from __future__ import annotations

import math
import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from itertools import chain, combinations

import pandas as pd

from reviewbook.review.nothing import NOTHING

COLUMNS = ["record_id", "duplicate_of", "status", "method", "reason", "fields"]
MERGED, MAYBE, UNDONE = "merged", "maybe", "undone"
PERSON, OWN = "person", "reviewbook"
Progress = Callable[[str], None]


# What a record says of the document; the more of it, the more complete the record.
DESCRIBING = [
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "abstract",
    "record_type",
    "language",
    "url",
]
# Our columns and bib-dedupe's.
COMPARED = {
    "title": "title",
    "authors": "author",
    "journal": "container_title",
    "year": "year",
    "volume": "volume",
    "issue": "number",
    "pages": "pages",
    "abstract": "abstract",
    "doi": "doi",
}
WORDED = ("title", "authors", "journal", "abstract")  # likeness by degrees; the others are the same or differ
LIKE_TITLE = (
    0.9  # below this, 1,415 records gave more pairs to look at and hardly a duplicate (docs/deduplication.md)
)
LIKE_AUTHORS = 0.75  # as bib-dedupe's own uncertain pairs
LEAST_TITLE = 0.5  # titles as written; bib-dedupe takes a title for the same as one that it only begins
SUPPLEMENT = (
    3  # an identifier on more titles than this is that of a whole supplement, and says nothing of its parts
)
COMMON_TITLE = 10  # a title on more records than this is one such as "Editorial"
PORTION = 1000  # records between two words of progress
NOTICE = re.compile(
    r"^\W*(erratum|errata|correction|corrigendum|corrigenda|retraction|retracted|expression of concern|comments?|"
    r"commentary|reply|response|author'?s?'? (reply|response)|protocol|withdrawn)\b|\(vol\.? \d|\(\d{4}\)\W*\d",
    re.IGNORECASE,
)


def candidates(
    records: pd.DataFrame, *, decided: Collection[str] = (), progress: Progress | None = None
) -> pd.DataFrame:
    """The pairs of records that are, or may be, the same.

    Parameters
    ----------
    records : table records.
    decided : records with screening decisions, preferred as the one that is kept.
    progress : is told in words how far it is (matching takes minutes for tens of thousands of records).

    Returns
    -------
    DataFrame, one row a pair, sorted: record_id, duplicate_of, status, method, reason, fields
        ``duplicate_of`` is the one of the two that is kept: the one with decisions, then the one with more fields filled,
        then the smaller record_id. ``status`` is "merged" where bib-dedupe judges the two the same, or title and DOI or
        PMID are the same (``method`` "reviewbook"), and nothing speaks against it; else "maybe".
    """
    said = progress or (lambda _: None)
    records = records.sort_values("record_id", ignore_index=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # bib-dedupe uses what pandas 4 will drop
        prepared, labels = _matched(records, said)
    cells = described(records)
    identified = set(_same_identifier(cells))
    for pair in [*identified, *_same_title(cells)]:
        labels.setdefault(pair, None)
    said(f"{len(labels):,} pairs to compare")
    compared = _compared(prepared, sorted(labels))
    rank = ranks(records, decided)
    rows = []
    for pair, likeness in compared:
        same, named = labels[pair] == "duplicate", pair in identified
        judged = _judged(cells[pair[0]], cells[pair[1]], likeness, same=same, identified=named)
        if judged:
            best, other = sorted(pair, key=rank.__getitem__)
            rows.append((other, best, *judged))
    return as_table(rows)


def _matched(records: pd.DataFrame, said: Progress) -> tuple[pd.DataFrame, dict[tuple[str, str], str | None]]:
    """The records as bib-dedupe prepares them, by record_id, and its label of each pair that it took up."""
    from reviewbook.selection.matching import block, match, prep  # slow to import; only matching needs it

    given = records.reindex(columns=list(COMPARED)).astype("string")
    given = given.mask(given.isin(NOTHING)).fillna("")
    frame = pd.DataFrame({theirs: given[ours].astype(object) for ours, theirs in COMPARED.items()})
    frame = frame.rename(columns={"container_title": "journal"}).map(_plain_digits)
    frame["author"] = frame["author"].str.replace(";", " and ", regex=False)
    frame["doi"] = frame["doi"].map(_doi)
    frame.insert(0, "ID", records["record_id"].astype(object))
    frame["ENTRYTYPE"] = "article"  # bib-dedupe is laxer with conference papers
    # cpu=1: one process, so that the pairs come in the same order on any machine. bib-dedupe fails where a column is empty in
    # all records: each portion has one more record, with something in every field.
    full = pd.DataFrame([dict.fromkeys(frame, "Some, One") | {"ID": "", "year": "2000"}])
    portions = []
    for start in range(0, len(frame), PORTION):
        said(f"prepared {start:,} of {len(frame):,} records")
        portion = pd.concat([frame.iloc[start : start + PORTION], full], ignore_index=True)
        portions.append(prep(portion, verbosity_level=0, cpu=1).iloc[:-1])
    if not portions:
        return frame.set_index("ID"), {}
    # A missing first author would count as one that they share.
    prepared = pd.concat(portions, ignore_index=True).fillna("")
    said(f"looking for pairs among {len(frame):,} records")
    pairs = match(block(prepared, verbosity_level=0, cpu=1), verbosity_level=0, cpu=1)
    labels = zip(pairs["ID_1"], pairs["ID_2"], pairs["duplicate_label"], strict=True)
    return prepared.set_index("ID", drop=False), {tuple(sorted((a, b))): label for a, b, label in labels}


def _compared(prepared: pd.DataFrame, pairs: list[tuple[str, str]]) -> list[tuple[tuple[str, str], dict]]:
    """Each pair with the likeness of its fields by bib-dedupe, 0 to 1; None where one of the two has none."""
    if not pairs:
        return []
    from reviewbook.selection.matching import calculate_similarities

    sides = [prepared.loc[list(side)].reset_index(drop=True) for side in zip(*pairs, strict=True)]
    both = pd.concat([sides[0].add_suffix("_1"), sides[1].add_suffix("_2")], axis=1)
    scored = calculate_similarities(both, cpu=1).to_dict("records")
    return [
        (
            pair,
            {
                ours: float(row[theirs]) if row[f"{theirs}_1"] and row[f"{theirs}_2"] else None
                for ours, theirs in COMPARED.items()
            },
        )
        for pair, row in zip(pairs, scored, strict=True)
    ]


def described(records: pd.DataFrame) -> dict[str, dict[str, str]]:
    """What each record says of its document, by record_id: text, empty where nothing."""
    given = records.reindex(columns=DESCRIBING).astype("string")
    given = given.mask(given.isin(NOTHING)).fillna("")
    return dict(zip(records["record_id"], given.to_dict("records"), strict=True))


def ranks(records: pd.DataFrame, decided: Collection[str]) -> dict[str, tuple]:
    """What to sort records by so that the one to keep comes first."""
    decided = set(decided)
    return {
        record: (record not in decided, -sum(map(bool, cells.values())), record)
        for record, cells in described(records).items()
    }


def _doi(text: str) -> str:
    return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text.strip().casefold())


def _plain_digits(text: str) -> str:
    """The text with its digits as 0 to 9: bib-dedupe fails on those of other scripts."""
    return "".join(str(unicodedata.digit(c, c)) for c in unicodedata.normalize("NFKC", text))


def _folded(title: str) -> str:
    """A title down to its letters and digits, in any script."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold()))


def _latin(title: str) -> bool:
    letters = [c for c in unicodedata.normalize("NFKD", title) if c.isalpha()]
    return 3 * sum(not c.isascii() for c in letters) <= len(letters)


def _same_identifier(cells: dict[str, dict[str, str]]) -> Iterable[tuple[str, str]]:
    """Pairs with one DOI or one PubMed identifier."""
    for name, plain in (("doi", _doi), ("pmid", str.strip)):
        sharing: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for record, cell in cells.items():
            if cell[name]:
                sharing[plain(cell[name])][_folded(cell["title"])].append(record)
        for titles in sharing.values():
            groups = titles.values() if len(titles) > SUPPLEMENT else [chain(*titles.values())]
            for group in groups:
                yield from combinations(sorted(group), 2)


def _same_title(cells: dict[str, dict[str, str]]) -> Iterable[tuple[str, str]]:
    """Pairs with one title: bib-dedupe compares records only where two of their fields agree."""
    sharing = defaultdict(list)
    for record, cell in cells.items():
        sharing[_folded(cell["title"])].append(record)
    for title, group in sharing.items():
        if title and len(group) <= COMMON_TITLE:
            yield from combinations(sorted(group), 2)


def _judged(
    a: dict, b: dict, likeness: dict, *, same: bool, identified: bool
) -> tuple[str, str, str, str] | None:
    """Status, method, reason and fields of a pair; None where the two are plainly different."""
    from rapidfuzz import fuzz

    titles = _folded(a["title"]), _folded(b["title"])
    written = fuzz.ratio(*titles) / 100 if all(titles) else None
    likeness = dict(likeness)
    latin = _latin(a["title"]) and _latin(b["title"])
    if likeness["title"] is None or not latin:
        likeness["title"] = written
    likeness["doi"] = float(_doi(a["doi"]) == _doi(b["doi"])) if a["doi"] and b["doi"] else None
    likeness["pmid"] = float(a["pmid"].strip() == b["pmid"].strip()) if a["pmid"] and b["pmid"] else None
    doubts = [
        f"{words} differ" for name, words in (("doi", "DOIs"), ("pmid", "PMIDs")) if likeness[name] == 0
    ]
    title, years = likeness["title"], [int(y) for y in (a["year"], b["year"]) if y.isdigit()]
    if title is None or written is None:
        doubts.append("a title is missing")
    else:
        if written < LEAST_TITLE:
            doubts.append(f"the titles as written are only {_two(written)} alike")
        if bool(NOTICE.search(a["title"])) != bool(NOTICE.search(b["title"])):
            doubts.append("one is a notice or comment about the other")
    named = identified and title is not None and titles[0] == titles[1]
    if same and (latin or (title or 0) >= LIKE_TITLE):
        status, method = MERGED, library()
    elif named:
        status, method = MERGED, OWN
    elif identified:
        status, method = MAYBE, OWN
    elif (
        (title or 0) >= LIKE_TITLE
        and (likeness["authors"] is None or likeness["authors"] >= LIKE_AUTHORS)
        and (len(years) < 2 or abs(years[0] - years[1]) <= 1)
    ):
        status, method = MAYBE, library()
    else:
        return None
    if doubts:
        status = MAYBE
    fields = "; ".join(f"{name} {'missing' if v is None else _two(v)}" for name, v in likeness.items())
    # bib-dedupe's 1.00 also stands for a title that is a part of the other: in words, titles are compared as written.
    worded = likeness | {"title": written if written and written >= LEAST_TITLE else None}
    return status, method, _reason(worded, doubts), fields


def library() -> str:
    """The matching library with its version, as merges.method names it."""
    from importlib import metadata  # reads e-mail, which brings much

    return f"bib-dedupe {metadata.version('bib-dedupe')}"


def _two(value: float) -> str:
    return f"{math.floor(value * 100) / 100:.2f}"  # rounded down: only what is the same is 1.00


def _reason(likeness: dict, doubts: list[str]) -> str:
    """Why two records are, or may be, the same: "same title and year; authors 0.91 alike; pages not the same"."""
    words = {"doi": "DOI", "pmid": "PMID"}
    known = {name: value for name, value in likeness.items() if value is not None}
    same = [words.get(name, name) for name, value in known.items() if value == 1]
    alike = [f"{n} {_two(v)} alike" for n, v in known.items() if n in WORDED and LEAST_TITLE <= v < 1]
    differ = [
        n for n, v in known.items() if v < (LEAST_TITLE if n in WORDED else 1) and n not in ("doi", "pmid")
    ]
    parts = [f"same {as_prose(same)}"] if same else []
    parts += [*alike, *([f"{as_prose(differ)} not the same"] if differ else []), *doubts]
    return "; ".join(parts)


def as_table(rows: Iterable[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=COLUMNS, dtype="string")
    return table.sort_values(["record_id", "duplicate_of"], ignore_index=True)


def as_prose(words: list[str]) -> str:
    """Words as a list in prose: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
