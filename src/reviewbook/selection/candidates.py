"""Which records may be the same: found by bib-dedupe and by rules of our own, each pair with its reason."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd

from reviewbook.review.nothing import NOTHING
from reviewbook.selection import blocks

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
IDENTIFIERS = ("doi", "pmid")
AS_TOLD = {"doi": "DOI", "pmid": "PMID"}
WORDED = ("title", "authors", "journal", "abstract")  # likeness by degrees; the others are the same or differ
# What bib-dedupe judges a pair by.
FOR_MATCHING = [
    *("ID", "search_set", "ENTRYTYPE", "title", "author", "author_full", "container_title"),
    *("year", "volume", "number", "pages", "abstract", "doi"),
]
LIKE_TITLE = (
    0.9  # below this, 1,415 records gave more pairs to look at and hardly a duplicate (docs/deduplication.md)
)
LIKE_AUTHORS = 0.75  # as bib-dedupe's own uncertain pairs
LIKE_WORDS = 0.7  # "tumour" and "tumor" are so alike; "adult" and "adolescent" are not
LEAST_TITLE = 0.5  # titles as written; bib-dedupe takes a title for the same as one that it only begins
SUPPLEMENT = (
    3  # an identifier on more titles than this is that of a whole supplement, and says nothing of its parts
)
COMMON_TITLE = 10  # a title on more records than this is one such as "Editorial"
PORTION = 1000  # records between two words of progress
COMPARED_AT_ONCE = 20_000  # pairs in memory: each is a row with all that two records say
NOTICE = re.compile(
    r"^\W*(erratum|errata|correction|corrigendum|corrigenda|retraction|retracted|expression of concern|comments?|"
    r"commentary|reply|response|author'?s?'? (reply|response)|protocol|withdrawn)\b|\(vol\.? \d|\(\d{4}\)\W*\d",
    re.IGNORECASE,
)


def candidates(
    records: pd.DataFrame,
    *,
    decided: Collection[str] = (),
    progress: Progress | None = None,
    notice: Progress | None = None,
) -> pd.DataFrame:
    """The pairs of records that are, or may be, the same.

    Parameters
    ----------
    records : table records.
    decided : records with screening decisions, preferred as the one that is kept.
    progress : is told in words how far it is (matching takes minutes for tens of thousands of records).
    notice : is told in words which pairs were not compared, because too many records share the same.

    Returns
    -------
    DataFrame, one row a pair, sorted: record_id, duplicate_of, status, method, reason, fields
        ``duplicate_of`` is the one of the two that is kept: the one with decisions, then the one with more fields filled,
        then the smaller record_id. ``status`` is "merged" where bib-dedupe judges the two the same, or title and DOI or
        PMID are the same (``method`` "reviewbook"), and nothing speaks against it; else "maybe".
    """
    said, noticed = progress or _silent, notice or _silent
    records = records.sort_values("record_id", ignore_index=True)
    if records.empty:
        return as_table([])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # bib-dedupe uses what pandas 4 will drop
        prepared = _prepared(records, said)
        said(f"looking for pairs among {len(records):,} records")
        asked = _asked(prepared, list(described(records).values()))
        prepared = prepared[FOR_MATCHING]
        for left_out in asked.left_out:
            noticed(blocks.words(left_out))
        rank, identifiers = ranks(records, decided), records["record_id"].tolist()
        rows = []
        for start in range(0, len(asked.codes), COMPARED_AT_ONCE):
            said(f"compared {start:,} of {len(asked.codes):,} pairs")
            portion = asked.codes[start : start + COMPARED_AT_ONCE]
            for one, two, *judged in _judgements(prepared, asked, portion):
                best, other = sorted((identifiers[one], identifiers[two]), key=rank.__getitem__)
                rows.append((other, best, *judged))
    return as_table(rows)


def _silent(_: str) -> None: ...


def _prepared(records: pd.DataFrame, said: Progress) -> pd.DataFrame:
    """The records as bib-dedupe prepares them."""
    from reviewbook.selection.matching import prep  # slow to import; only matching needs it

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
    # A missing first author would count as one that they share. As objects, cells are read ten times as fast.
    return pd.concat(portions, ignore_index=True).fillna("").astype(object)


class _Asked(NamedTuple):
    """The pairs to compare, as numbers (see `blocks.pairs`), and what is known of their records.

    ``must`` are those that are compared only if their titles share words; ``identified`` have one DOI or PMID, ``always`` are
    judged also where bib-dedupe has no word for them. ``cells``, ``latin`` and ``wording`` (the title, prepared where it is in
    Latin letters) stand in the order of the records. ``containers`` are the identifiers of supplements, books and the like.
    """

    codes: np.ndarray
    must: np.ndarray
    identified: np.ndarray
    always: np.ndarray
    cells: list[dict[str, str]]
    latin: np.ndarray
    wording: list[str]
    containers: set[tuple[str, str]]
    left_out: list[blocks.LeftOut]


def _asked(prepared: pd.DataFrame, cells: list[dict[str, str]]) -> _Asked:
    from reviewbook.selection.matching import blocked

    places = blocks.orders(prepared)
    free, must, left_out = blocked(prepared, places)
    latin = np.array([_latin(cell["title"]) for cell in cells])
    wording = [
        theirs if readable and theirs else _folded(cell["title"])
        for theirs, readable, cell in zip(prepared["title"], latin, cells, strict=True)
    ]
    containers: set[tuple[str, str]] = set()
    identified = []
    for name in IDENTIFIERS:
        keys, of_containers = _by_identifier(name, cells, wording)
        identified.append(blocks.paired(keys, places, shared=f"the {AS_TOLD[name]} and the title"))
        containers |= {(name, identifier) for identifier in of_containers}
    named = [_folded(cell["title"]) or None for cell in cells]
    same_title = blocks.paired(named, (), shared="the title alone", largest=COMMON_TITLE)
    left_out += [one.left_out for one in (*identified, same_title) if one.left_out]
    by_identifier = np.unique(np.concatenate([one.codes for one in identified]))
    always = np.union1d(by_identifier, same_title.codes)
    free = np.union1d(free, always)
    must = np.setdiff1d(must, free)
    codes = np.union1d(free, must)
    return _Asked(codes, must, by_identifier, always, cells, latin, wording, containers, left_out)


def _by_identifier(
    name: str, cells: list[dict[str, str]], wording: list[str]
) -> tuple[list[tuple | None], set[str]]:
    """What records share that have one DOI (or PMID), and which of these are those of a container.

    A container (a supplement, a book, the proceedings of a conference) has its identifier on parts whose titles differ.
    """
    own = [_plain(name, cell) for cell in cells]
    titles: dict[str, set[str]] = defaultdict(set)
    for identifier, words in zip(own, wording, strict=True):
        if identifier:
            titles[identifier].add(words)
    containers = {identifier for identifier, found in titles.items() if _on_parts(found)}
    whole = {identifier for identifier in containers if len(titles[identifier]) > SUPPLEMENT}
    keys = [
        (identifier, words if identifier in whole else "") if identifier else None
        for identifier, words in zip(own, wording, strict=True)
    ]
    return keys, containers


def _on_parts(titles: set[str]) -> bool:
    """Whether titles are those of several documents, not one title in several spellings."""
    longest = max(
        titles, key=lambda title: (len(title), title)
    )  # two parts may each begin with a shorter one
    return any(titles_differ(longest, title) for title in titles)


def _judgements(prepared: pd.DataFrame, asked: _Asked, codes: np.ndarray) -> Iterable[tuple]:
    """Of each pair that is, or may be, one: the positions of the two records, status, method, reason and fields."""
    from reviewbook.selection.matching import judged, with_shared_words

    codes = codes[_worth_comparing(prepared, asked, codes)]
    sides = blocks.pairs(codes, len(prepared))
    both = [prepared.take(side).reset_index(drop=True).add_suffix(f"_{n}") for n, side in enumerate(sides, 1)]
    overlap = np.isin(codes, asked.must)
    pairs = with_shared_words(pd.concat(both, axis=1).assign(require_title_overlap=overlap))
    found = judged(pairs)
    left = pairs.index.to_numpy()
    codes, one, other = codes[left], sides[0][left], sides[1][left]
    identified, always = np.isin(codes, asked.identified), np.isin(codes, asked.always)
    labelled, same = found["duplicate_label"].notna(), found["duplicate_label"] == "duplicate"
    likeness = pd.DataFrame(
        {
            ours: found[theirs].where((pairs[f"{theirs}_1"] != "") & (pairs[f"{theirs}_2"] != ""))
            for ours, theirs in COMPARED.items()
        }
    )
    # Most pairs end here: bib-dedupe's "maybe" is wide.
    readable = asked.latin[one] & asked.latin[other]
    close = labelled & ~((likeness["title"] < LIKE_TITLE) & readable)
    wanted = always | same | close
    rows = likeness[wanted].to_dict("records")
    for at, row in zip(np.flatnonzero(wanted), rows, strict=True):
        pair = int(one[at]), int(other[at])
        values = {name: None if math.isnan(value) else value for name, value in row.items()}
        known = {"same": bool(same.iloc[at]), "identified": bool(identified[at])}
        if judgement := _judged(asked, pair, values, **known):
            yield *pair, *judgement


def _worth_comparing(prepared: pd.DataFrame, asked: _Asked, codes: np.ndarray) -> np.ndarray:
    """Whether each pair may come to anything: parts of a series do not, unless year and pages are the same (see `_judged`)."""
    one, other = blocks.pairs(codes, len(prepared))
    years, pages = (prepared[name].to_numpy() for name in ("year", "pages"))
    may = (years[one] == years[other]) & (pages[one] != "") & (pages[other] != "")
    may |= np.isin(codes, asked.identified)
    doubtful = np.flatnonzero(~may)
    may[doubtful] = [not _series(asked, (int(one[at]), int(other[at]))) for at in doubtful]
    return may.astype(bool)


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


@functools.lru_cache(2**16)
def _folded(title: str) -> str:
    """A title down to its letters and digits, in any script."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold()))


@functools.lru_cache(2**16)
def _latin(title: str) -> bool:
    letters = [c for c in unicodedata.normalize("NFKD", title) if c.isalpha()]
    return 3 * sum(not c.isascii() for c in letters) <= len(letters)


def _plain(name: str, cell: dict[str, str]) -> str:
    """The DOI or PMID of a record, so that it can be held against that of another."""
    return _doi(cell[name]) if name == "doi" else cell[name].strip()


def _shared(a: dict[str, str], b: dict[str, str]) -> list[tuple[str, str]]:
    """The identifiers that are the same in both, each with its name."""
    return [(name, _plain(name, a)) for name in IDENTIFIERS if a[name] and _plain(name, a) == _plain(name, b)]


def titles_differ(one: str, other: str) -> bool:
    """Whether each of two titles has words that the other lacks, and these are not the same words in another spelling.

    A title that has only more words (a subtitle, "Erratum:") does not differ from the shorter one.
    """
    from rapidfuzz import fuzz

    ours, theirs = _unshared(one, other)
    if not ours or not theirs or fuzz.ratio(" ".join(ours), " ".join(theirs)) >= 100 * LIKE_WORDS:
        return False
    return not _abbreviates(*sorted(("".join(ours), "".join(theirs)), key=len))


def numbers_differ(one: str, other: str) -> bool:
    """Whether two titles differ in numbers, or single letters, and in nothing else, as those of a series do: "Part A", "Part B"."""
    ours, theirs = _unshared(one, other)
    numbers = all(word[0].isdigit() or len(word) == 1 for word in (*ours, *theirs))
    return bool(ours and theirs) and numbers and "".join(ours).lstrip("0") != "".join(theirs).lstrip("0")


def _series(asked: _Asked, pair: tuple[int, int]) -> bool:
    """Whether the titles of two records are those of a series, as they are written or as they are prepared."""
    written = (_folded(asked.cells[at]["title"]) for at in pair)
    return numbers_differ(*written) or numbers_differ(*(asked.wording[at] for at in pair))


def _unshared(one: str, other: str) -> tuple[list[str], list[str]]:
    """The words of each of two titles that the other lacks, in their order."""
    ours, theirs = _counted(one), _counted(other)
    return list((ours - theirs).elements()), list((theirs - ours).elements())


@functools.lru_cache(2**16)
def _counted(title: str) -> Counter[str]:
    return Counter(title.split())


def _abbreviates(short: str, long: str) -> bool:
    """Whether a word is made of letters of the other, in their order and from the same first one: "vs" of "versus"."""
    letters = iter(long)
    return short[0] == long[0] and not short.isdecimal() and all(letter in letters for letter in short)


def _judged(
    asked: _Asked, pair: tuple[int, int], likeness: dict, *, same: bool, identified: bool
) -> tuple[str, str, str, str] | None:
    """Status, method, reason and fields of a pair; None where the two are plainly different."""
    from rapidfuzz import fuzz

    a, b = (asked.cells[at] for at in pair)
    likeness = dict(likeness)
    latin = asked.latin[pair[0]] and asked.latin[pair[1]]
    titles = _folded(a["title"]), _folded(b["title"])
    written = fuzz.ratio(*titles) / 100 if all(titles) else None
    if likeness["title"] is None or not latin:
        likeness["title"] = written
    series = _series(asked, pair)
    close = same or (likeness["title"] or 0) >= LIKE_TITLE
    if series:
        close = same and likeness["pages"] == likeness["year"] == 1
    if not identified and not close:
        return None
    for name in IDENTIFIERS:
        given = _plain(name, a), _plain(name, b)
        likeness[name] = float(given[0] == given[1]) if all(given) else None
    doubts = [f"{AS_TOLD[name]}s differ" for name in IDENTIFIERS if likeness[name] == 0]
    title, years = likeness["title"], [int(y) for y in (a["year"], b["year"]) if y.isdigit()]
    shared = [AS_TOLD[name] for name, _ in _shared(a, b)]
    if title is None or written is None:
        doubts.append("a title is missing")
    else:
        if written < LEAST_TITLE:
            doubts.append(f"the titles as written are only {_two(written)} alike")
        if bool(NOTICE.search(a["title"])) != bool(NOTICE.search(b["title"])):
            doubts.append("one is a notice or comment about the other")
        if same and series:
            doubts.append("the titles differ in a number or a letter")
        elif same and shared and titles_differ(*(asked.wording[at] for at in pair)):
            doubts.append(f"one {as_prose(shared)} on titles that differ")
    named = identified and title is not None and titles[0] == titles[1]
    if named and not same and asked.containers.issuperset(_shared(a, b)):
        doubts.append(f"the {as_prose(shared)} stands on other titles too")
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


@functools.cache
def library() -> str:
    """The matching library with its version, as merges.method names it."""
    from importlib import metadata  # reads e-mail, which brings much

    return f"bib-dedupe {metadata.version('bib-dedupe')}"


def _two(value: float) -> str:
    return f"{math.floor(value * 100) / 100:.2f}"  # rounded down: only what is the same is 1.00


def _reason(likeness: dict, doubts: list[str]) -> str:
    """Why two records are, or may be, the same: "same title and year; authors 0.91 alike; pages not the same"."""
    known = {name: value for name, value in likeness.items() if value is not None}
    same = [AS_TOLD.get(name, name) for name, value in known.items() if value == 1]
    alike = [f"{n} {_two(v)} alike" for n, v in known.items() if n in WORDED and LEAST_TITLE <= v < 1]
    differ = [n for n, v in known.items() if v < (LEAST_TITLE if n in WORDED else 1) and n not in IDENTIFIERS]
    parts = [f"same {as_prose(same)}"] if same else []
    parts += [*alike, *([f"{as_prose(differ)} not the same"] if differ else []), *doubts]
    return "; ".join(parts)


def as_table(rows: Iterable[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=COLUMNS, dtype="string")
    return table.sort_values(["record_id", "duplicate_of"], ignore_index=True)


def as_prose(words: list[str]) -> str:
    """Words as a list in prose: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
