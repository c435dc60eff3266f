"""The rules of deduplication: which records are the same, which of them is kept, and how a judgement is taken back.

Matching is bib-dedupe's (Wagner 2024, doi:10.21105/joss.06318), chosen in docs/adr/0010. It reads Latin letters only, takes
a missing title for a match and puts errata with their articles; such pairs wait for a person instead of being merged.
"""

from __future__ import annotations

import math
import re
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from importlib import metadata
from itertools import chain, combinations

import pandas as pd

from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote

COLUMNS = ["record_id", "duplicate_of", "status", "method", "reason", "fields"]
MERGED, MAYBE, UNDONE = "merged", "maybe", "undone"
PERSON, OWN = "person", "reviewbook"
BEFORE = "set down in records.csv before"
# What a record says of the document; the more of it, the more complete the record.
DESCRIBING = ["title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract"]
DESCRIBING += ["record_type", "language", "url"]
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
LISTED = 20  # pairs that wait, printed; the rest is in merges.csv
PORTION = 1000  # records between two words of progress
NOTICE = re.compile(
    r"^\W*(erratum|errata|correction|corrigendum|corrigenda|retraction|retracted|expression of concern|comments?|"
    r"commentary|reply|response|author'?s?'? (reply|response)|protocol|withdrawn)\b|\(vol\.? \d|\(\d{4}\)\W*\d",
    re.IGNORECASE,
)

Progress = Callable[[str], None]


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
    cells = _described(records)
    identified = set(_same_identifier(cells))
    for pair in [*identified, *_same_title(cells)]:
        labels.setdefault(pair, None)
    said(f"{len(labels):,} pairs to compare")
    compared = _compared(prepared, sorted(labels))
    rank = _ranks(records, decided)
    rows = []
    for pair, likeness in compared:
        same, named = labels[pair] == "duplicate", pair in identified
        judged = _judged(cells[pair[0]], cells[pair[1]], likeness, same=same, identified=named)
        if judged:
            best, other = sorted(pair, key=rank.get)
            rows.append((other, best, *judged))
    return _table(rows)


def _matched(records: pd.DataFrame, said: Progress) -> tuple[pd.DataFrame, dict[tuple[str, str], str | None]]:
    """The records as bib-dedupe prepares them, by record_id, and its label of each pair that it took up."""
    from bib_dedupe.bib_dedupe import block, match, prep  # slow to import; only matching needs it

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
    from bib_dedupe.sim import calculate_similarities

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


def _described(records: pd.DataFrame) -> dict[str, dict[str, str]]:
    """What each record says of its document, by record_id: text, empty where nothing."""
    given = records.reindex(columns=DESCRIBING).astype("string")
    given = given.mask(given.isin(NOTHING)).fillna("")
    return dict(zip(records["record_id"], given.to_dict("records"), strict=True))


def _ranks(records: pd.DataFrame, decided: Collection[str]) -> dict[str, tuple]:
    """What to sort records by so that the one to keep comes first."""
    decided = set(decided)
    return {
        record: (record not in decided, -sum(map(bool, cells.values())), record)
        for record, cells in _described(records).items()
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
        sharing = defaultdict(lambda: defaultdict(list))
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
    if title is None:
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
    parts = [f"same {listed(same)}"] if same else []
    parts += [*alike, *([f"{listed(differ)} not the same"] if differ else []), *doubts]
    return "; ".join(parts)


def listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _table(rows: Iterable[tuple]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=COLUMNS, dtype="string")
    return table.sort_values(["record_id", "duplicate_of"], ignore_index=True)


class Groups:
    """Records that are one, by the pairs that joined them."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()):
        self._above: dict[str, str] = {}
        for pair in pairs:
            self.join(*pair)

    def root(self, record: str) -> str:
        path = []
        while (above := self._above.get(record, record)) != record:
            path.append(record)
            record = above
        self._above.update(dict.fromkeys(path, record))
        return record

    def join(self, a: str, b: str) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        self._above |= {first: first, second: first}

    def one(self, a: str, b: str) -> bool:
        return self.root(a) == self.root(b)

    def members(self) -> list[list[str]]:
        groups = defaultdict(list)
        for record in sorted(self._above):
            groups[self.root(record)].append(record)
        return list(groups.values())


def pairs_of(merges: pd.DataFrame, status: str) -> list[tuple[str, str]]:
    rows = merges.loc[merges["status"] == status, ["record_id", "duplicate_of"]]
    return list(rows.itertuples(index=False, name=None))


def _same_pair(merges: pd.DataFrame, a: str, b: str) -> pd.Series:
    one, other = merges["record_id"], merges["duplicate_of"]
    return ((one == a) & (other == b)) | ((one == b) & (other == a))


def adopted(records: pd.DataFrame, merges: pd.DataFrame) -> pd.DataFrame:
    """Rows of merges for the duplicates that records holds and merges does not speak of: a person's judgement.

    Left out is a record that a merged pair sets down already, and a pair that judged pairs connect, also those taken back:
    its duplicate_of may stand from before.
    """
    merged = pairs_of(merges, MERGED)
    lower, spoken = {a for a, _ in merged}, Groups(merged + pairs_of(merges, UNDONE))
    given = records[records["duplicate_of"].notna() & ~records["duplicate_of"].isin(NOTHING)]
    pairs = given[["record_id", "duplicate_of"]].itertuples(index=False, name=None)
    return _table(
        (a, b, MERGED, PERSON, BEFORE, None) for a, b in pairs if a not in lower and not spoken.one(a, b)
    )


def deduplicated(
    records: pd.DataFrame,
    merges: pd.DataFrame,
    *,
    decided: Collection[str] = (),
    progress: Progress | None = None,
) -> pd.DataFrame:
    """The table merges with what was judged before and what `candidates` finds now.

    What a person judged, what is merged and what was undone stays as it is; pairs that only wait are judged anew. A new pair
    that would join two records that were taken apart waits for a person. Duplicates that records holds and merges does not
    speak of are taken over as a person's judgement.

    Raises
    ------
    ReviewProblems where merges contradicts itself (see `contradictions`).
    """
    merges = with_adopted(records, merges)
    if wrong := contradictions(merges):
        raise ReviewProblems(wrong)
    stays = merges[(merges["status"] != MAYBE) | (merges["method"] == PERSON)]
    known = {frozenset(pair) for pair in zip(stays["record_id"], stays["duplicate_of"], strict=True)}
    groups, apart = Groups(pairs_of(stays, MERGED)), pairs_of(stays, UNDONE)
    merged, waiting = [], []
    for row in candidates(records, decided=decided, progress=progress).itertuples(index=False, name=None):
        a, b, status, method, reason, fields = row
        if frozenset((a, b)) in known:
            continue
        between = {groups.root(a), groups.root(b)}
        held = [pair for pair in apart if {groups.root(pair[0]), groups.root(pair[1])} == between]
        if held:
            reason += "; would join " + listed([f"{x} and {y}" for x, y in held]) + ", which were taken apart"
            waiting.append((a, b, MAYBE, method, reason, fields))
        elif status == MERGED:
            groups.join(a, b)
            merged.append(row)
        else:
            waiting.append(row)
    waiting = [row for row in waiting if not groups.one(row[0], row[1])]
    return _sorted(pd.concat([stays, _table(merged + waiting)], ignore_index=True))


def with_adopted(records: pd.DataFrame, merges: pd.DataFrame) -> pd.DataFrame:
    """The merges with the rows of `adopted`, sorted."""
    return _sorted(pd.concat([merges, adopted(records, merges)], ignore_index=True))


def _sorted(merges: pd.DataFrame) -> pd.DataFrame:
    return merges.sort_values(["record_id", "duplicate_of"], ignore_index=True)


def kept(records: pd.DataFrame, merges: pd.DataFrame, *, decided: Collection[str] = ()) -> dict[str, str]:
    """The record that is kept, by each record that is its duplicate.

    Of a group that merged pairs join, it is the one that no pair sets down as a duplicate; of several such (or none) the one
    with decisions, then the one with more fields filled, then the smaller record_id.
    """
    pairs = pairs_of(merges, MERGED)
    lower, rank = {a for a, _ in pairs}, _ranks(records, decided)
    found = {}
    for group in Groups(pairs).members():
        best = min(group, key=lambda record: (record in lower, rank[record]))
        found |= {record: best for record in group if record != best}
    return found


def apply(records: pd.DataFrame, merges: pd.DataFrame, *, decided: Collection[str] = ()) -> pd.DataFrame:
    """The records with ``duplicate_of`` as the merged pairs have it.

    Every duplicate names the record that is kept, never another duplicate (see `kept`). All others are not_applicable; a
    blank cell stays blank while its record waits in a pair that may be one.
    """
    merges = with_adopted(records, merges)
    best = kept(records, merges, decided=decided)
    waits = {record for pair in pairs_of(merges, MAYBE) for record in pair}
    now = records["duplicate_of"]
    still = records["record_id"].isin(waits) & now.isna()
    set_down = records["record_id"].map(best).astype("string").fillna(NOT_APPLICABLE)
    # not_reported is left to stand: a person's word that the source does not say
    return records.assign(
        duplicate_of=set_down.mask((still | now.isin(NOTHING)) & (set_down == NOT_APPLICABLE), now)
    )


def undo(merges: pd.DataFrame, record_id: str, duplicate_of: str, *, reason: str = "") -> pd.DataFrame:
    """The merges with one pair taken back, whichever of the two comes first; it is never proposed or merged again.

    Records that are one only through others can be taken apart too; `contradictions` names what still joins them.

    Raises
    ------
    ReviewProblems (DEDU-006) where the two were never judged to be the same.
    """
    at = _same_pair(merges, record_id, duplicate_of)
    words = "taken back" + (f": {reason}" if reason else "")
    if not at.any():
        if record_id == duplicate_of or not Groups(pairs_of(merges, MERGED)).one(record_id, duplicate_of):
            found = f"{record_id} and {duplicate_of}, which were not judged to be the same"
            raise ReviewProblems([Problem("DEDU-006", "merges.csv", found, "a pair that is merged or waits")])
        row = _table([(record_id, duplicate_of, UNDONE, PERSON, words, None)])
        return _sorted(pd.concat([merges, row], ignore_index=True))
    at &= merges["status"] != UNDONE
    return merges.assign(
        status=merges["status"].mask(at, UNDONE),
        reason=merges["reason"].mask(at, merges["reason"] + "; " + words),
    )


def merge(merges: pd.DataFrame, record_id: str, duplicate_of: str, *, reason: str) -> pd.DataFrame:
    """The merges with a person's own judgement: record_id is the duplicate, duplicate_of is kept.

    It takes the place of what was judged of the two before, also where they were taken apart.

    Raises
    ------
    ReviewProblems (DEDU-006) where both are the same record.
    """
    if record_id == duplicate_of:
        found = f"{record_id} as its own duplicate"
        raise ReviewProblems([Problem("DEDU-006", "merges.csv", found, "two records")])
    at = _same_pair(merges, record_id, duplicate_of)
    fields = merges.loc[at, "fields"].dropna().head(1)
    row = _table([(record_id, duplicate_of, MERGED, PERSON, reason, fields.iloc[0] if len(fields) else None)])
    own = merges.loc[at].drop(columns=COLUMNS).head(1).reset_index(drop=True)  # the author's own columns stay
    return _sorted(pd.concat([merges[~at], row.join(own)], ignore_index=True))


def waiting(merges: pd.DataFrame) -> pd.DataFrame:
    """The pairs that wait for a person, in the order of the table."""
    groups = Groups(pairs_of(merges, MERGED))
    pairs = zip(merges["record_id"], merges["duplicate_of"], strict=True)
    apart = pd.Series([not groups.one(*pair) for pair in pairs], index=merges.index, dtype="bool")
    return merges[apart & (merges["status"] == MAYBE)].reset_index(drop=True)


def summary(records: pd.DataFrame, merges: pd.DataFrame, *, decided: Collection[str] = ()) -> str:
    """What `reviewbook dedupe` prints: counts, the first pairs that wait, and duplicates that hold screening decisions.

    ``records`` as `apply` returns them.
    """
    found = records[~records["duplicate_of"].fillna("").isin(NOTHING)]
    above = dict(zip(found["record_id"], found["duplicate_of"], strict=True))
    wait, titles = waiting(merges), dict(zip(records["record_id"], records["title"], strict=True))
    pairs = int((merges["status"] == MERGED).sum())
    unique = len(records) - len(above)
    lines = [
        f"{_counted(len(records), 'record')}: {len(above):,} merged into others by {_counted(pairs, 'pair')}, {unique:,} unique.",
        f"Waiting for a person: {_counted(len(wait), 'pair')}.",
    ]
    for a, b, reason in wait[["record_id", "duplicate_of", "reason"]].head(LISTED).itertuples(index=False):
        lines.append(f"  {a} and {b}: {reason}")
        lines += [
            f"    {record}  {'no title' if pd.isna(titles[record]) else quote(titles[record])}"
            for record in (a, b)
        ]
    if len(wait) > LISTED:
        lines.append(
            f"  and {_counted(len(wait) - LISTED, 'more pair')}: the rows of merges.csv with status maybe."
        )
    if len(wait):
        lines.append(
            "  Settle each: --merge DUPLICATE KEPT --reason TEXT, or --undo ID ID where they are two."
        )
    if judged := sorted(set(decided) & set(above)):
        lines.append(
            f"Merged, but with screening decisions, which do not count there: {_counted(len(judged), 'record')}."
        )
    for record in judged:
        best = above[record]
        both = f"both have decisions: say in decisions.csv which hold, and put them under {best}"
        one = f"put its decisions under {best} in decisions.csv, or keep it: --merge {best} {record} --reason TEXT"
        lines.append(f"  {record}, duplicate of {best}: {both if best in decided else one}")
    return "\n".join(lines)


def _counted(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def merged_fields(
    records: pd.DataFrame, merges: pd.DataFrame, *, decided: Collection[str] = ()
) -> pd.DataFrame:
    """Where each field of a kept record would come from, were its duplicates' values used to complete it.

    Returns
    -------
    DataFrame, one row (record_id, field): from_record_id, value
        ``record_id`` is the kept record. Its own value comes first, then that of the most complete duplicate that has one;
        a field that none of them has is left out. The records themselves stay as they were found.
    """
    cells, rank = _described(records), _ranks(records, ())
    groups = defaultdict(list)
    for record, best in kept(records, merges, decided=decided).items():
        groups[best].append(record)
    rows = []
    for best in sorted(groups):
        order = [best, *sorted(groups[best], key=rank.get)]
        for name in DESCRIBING:
            source = next((record for record in order if cells[record][name]), None)
            if source is not None:
                rows.append((best, name, source, cells[source][name]))
    return pd.DataFrame(rows, columns=["record_id", "field", "from_record_id", "value"], dtype="string")


def contradictions(merges: pd.DataFrame) -> list[Problem]:
    """Pairs judged twice, and pairs that were taken back and are still one through others."""
    found, rows = [], {}
    listed = list(merges[["record_id", "duplicate_of", "status"]].itertuples(index=False, name=None))
    for at, (a, b, _) in enumerate(listed, 2):
        if (first := rows.setdefault(frozenset((a, b)), at)) != at:
            seen = f"the pair {a} and {b} of row {first} again"
            found.append(Problem("DEDU-007", "merges.csv", seen, "a pair once", row=at))
    merged = pairs_of(merges, MERGED)
    groups = Groups(merged)
    for at, (a, b, status) in enumerate(listed, 2):
        if status == UNDONE and groups.one(a, b):
            joined = [f"{x} and {y}" for x, y in sorted(merged) if groups.one(x, a)]
            seen = f"{a} and {b} taken apart, and still one by " + listed(joined)
            found.append(
                Problem("DEDU-005", "merges.csv", seen, "one of these taken back too", row=at, field="status")
            )
    return found
