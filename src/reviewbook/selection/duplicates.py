"""The rules of deduplication: which records are the same, which of them is kept, and how a judgement is taken back.

Matching is bib-dedupe's (Wagner 2024, doi:10.21105/joss.06318), chosen in docs/adr/0010. It reads Latin letters only, takes
a missing title for a match and puts errata with their articles; such pairs wait for a person instead of being merged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import pandas as pd

from reviewbook.review.nothing import NOT_APPLICABLE, NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.selection.candidates import (
    COLUMNS,
    DESCRIBING,
    MAYBE,
    MERGED,
    PERSON,
    UNDONE,
    Progress,
    as_prose,
    as_table,
    candidates,
    described,
    ranks,
)

BEFORE = "set down in records.csv before"
LISTED = 20  # pairs that wait, printed; the rest is in merges.csv


class Groups:
    """Records that are one, by the pairs that joined them, and the pairs of them that were taken apart."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), *, apart: Iterable[tuple[str, str]] = ()):
        self._above: dict[str, str] = {}
        self._apart: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pair in pairs:
            self.join(*pair)
        for pair in apart:
            for root in self.between(*pair):
                self._apart[root].append(pair)

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
        if first != second and second in self._apart:
            self._apart[first] += self._apart.pop(second)

    def between(self, a: str, b: str) -> frozenset[str]:
        """The same for any two records of the same two groups."""
        return frozenset((self.root(a), self.root(b)))

    def taken_apart(self, a: str, b: str) -> list[tuple[str, str]]:
        """The pairs of the same two groups that were taken apart."""
        between = self.between(a, b)
        told = min((self._apart.get(root, []) for root in between), key=len)
        return [pair for pair in told if self.between(*pair) == between]

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
    return as_table(
        (a, b, MERGED, PERSON, BEFORE, NOT_APPLICABLE)
        for a, b in pairs
        if a not in lower and not spoken.one(a, b)
    )


def deduplicated(
    records: pd.DataFrame,
    merges: pd.DataFrame,
    *,
    decided: Collection[str] = (),
    progress: Progress | None = None,
    notice: Progress | None = None,
) -> pd.DataFrame:
    """The table merges with what was judged before and what `candidates` finds now.

    What a person judged, what is merged and what was undone stays as it is; pairs that only wait are judged anew, and two groups
    of merged records wait as one pair, of the records that are kept. What was taken apart stays apart with all that is merged
    into either; a new pair that would join the two waits for a person. Duplicates that records holds and merges does not speak
    of are taken over as a person's judgement. ``progress`` and ``notice`` are told what `candidates` tells them.

    Raises
    ------
    ReviewProblems where merges contradicts itself (see `contradictions`).
    """
    merges = with_adopted(records, merges)
    if wrong := contradictions(merges):
        raise ReviewProblems(wrong)
    stays = merges[(merges["status"] != MAYBE) | (merges["method"] == PERSON)]
    known = {frozenset(pair) for pair in zip(stays["record_id"], stays["duplicate_of"], strict=True)}
    groups = Groups(pairs_of(stays, MERGED), apart=pairs_of(stays, UNDONE))
    merged, waiting = [], []
    found = candidates(records, decided=decided, progress=progress, notice=notice)
    for row in found.itertuples(index=False, name=None):
        a, b, status, *_ = row
        if frozenset((a, b)) in known:
            continue
        if status == MERGED and not groups.taken_apart(a, b):
            groups.join(a, b)
            merged.append(row)
        else:
            waiting.append(row)
    now = pd.concat([stays, as_table(merged)], ignore_index=True)
    best, rank = kept(records, now, decided=decided), ranks(records, decided)

    def named(row: tuple) -> list[str]:
        """The records kept of the two groups, the one to keep last; the row's own two where those are judged."""
        heads = sorted((best.get(record, record) for record in row[:2]), key=rank.__getitem__, reverse=True)
        return list(row[:2]) if frozenset(heads) in known else heads

    # One question for two groups: of a pair that would be merged, then of the records kept, then of the first pair.
    waiting.sort(key=lambda row: (row[2] != MERGED, {*row[:2]} != {*named(row)}))
    asked, questions = {groups.between(*pair) for pair in pairs_of(stays, MAYBE)}, []
    for row in waiting:
        a, b, status, method, reason, fields = row
        between, apart = groups.between(a, b), groups.taken_apart(a, b)
        # Two groups taken apart are two; only a pair that would be merged is asked about, once.
        if len(between) == 1 or between in asked or len(apart) > (status == MERGED):
            continue
        asked.add(between)
        heads = named(row)
        if {a, b} != {*heads}:
            reason += f"; compared were {a} and {b}"
        if apart:
            reason += f"; would join {as_prose([f'{x} and {y}' for x, y in apart])}, which were taken apart"
        questions.append((*heads, MAYBE, method, reason, fields))
    return _sorted(pd.concat([now, as_table(questions)], ignore_index=True))


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
    lower, rank = {a for a, _ in pairs}, ranks(records, decided)
    found: dict[str, str] = {}
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
    asked = waiting(merges)
    waits = {best.get(record, record) for record in (*asked["record_id"], *asked["duplicate_of"])}
    now = records["duplicate_of"]
    still = records["record_id"].isin(waits) & now.isna()
    set_down = records["record_id"].map(best).astype("string").fillna(NOT_APPLICABLE)
    # not_reported is left to stand: a person's word that the source does not say
    return records.assign(
        duplicate_of=set_down.mask((still | now.isin(NOTHING)) & (set_down == NOT_APPLICABLE), now)
    )


def undo(merges: pd.DataFrame, record_id: str, duplicate_of: str, *, reason: str = "") -> pd.DataFrame:
    """The merges with one pair taken back, whichever of the two comes first; it is never proposed or merged again.

    Of a pair that waits, all that waits between the two groups of merged records is taken back: it is one question.
    Records that are one only through others can be taken apart too; `contradictions` names what still joins them.

    Raises
    ------
    ReviewProblems (DEDU-006) where the two were never judged to be the same.
    """
    at, groups = _same_pair(merges, record_id, duplicate_of), Groups(pairs_of(merges, MERGED))
    waits = merges["status"] == MAYBE
    if not (at & ~waits).any() and not groups.one(record_id, duplicate_of):
        # One answer for the two groups.
        pairs = zip(merges["record_id"], merges["duplicate_of"], strict=True)
        between = groups.between(record_id, duplicate_of)
        at |= waits & pd.Series(
            [groups.between(*pair) == between for pair in pairs], index=merges.index, dtype="bool"
        )
    words = "taken back" + (f": {reason}" if reason else "")
    if not at.any():
        if record_id == duplicate_of or not groups.one(record_id, duplicate_of):
            found = f"{record_id} and {duplicate_of}, which were not judged to be the same"
            raise ReviewProblems([Problem("DEDU-006", "merges.csv", found, "a pair that is merged or waits")])
        row = as_table([(record_id, duplicate_of, UNDONE, PERSON, words, NOT_APPLICABLE)])
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
    row = as_table(
        [(record_id, duplicate_of, MERGED, PERSON, reason, fields.iloc[0] if len(fields) else NOT_APPLICABLE)]
    )
    own = merges.loc[at].drop(columns=COLUMNS).head(1).reset_index(drop=True)  # the author's own columns stay
    return _sorted(pd.concat([merges[~at], row.join(own)], ignore_index=True))


def waiting(merges: pd.DataFrame) -> pd.DataFrame:
    """The pairs that wait for a person, in the order of the table: the first of each two groups of merged records."""
    groups = Groups(pairs_of(merges, MERGED))
    pairs = zip(merges["record_id"], merges["duplicate_of"], strict=True)
    between = pd.Series([groups.between(*pair) for pair in pairs], index=merges.index, dtype="object")
    asked = merges[(merges["status"] == MAYBE) & (between.map(len) == 2)]
    return asked[~between[asked.index].duplicated()].reset_index(drop=True)


def summary(
    records: pd.DataFrame,
    merges: pd.DataFrame,
    *,
    decided: Collection[str] = (),
    left_out: Collection[str] = (),
) -> str:
    """What `reviewbook dedupe` prints: counts, the first pairs that wait, and duplicates that hold screening decisions.

    ``records`` as `apply` returns them; ``left_out`` as `candidates` tells it: the pairs that were not compared.
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
    if left_out:
        lines += [
            "Not compared, because too many records share the same:",
            *(f"  {words}" for words in left_out),
        ]
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
    cells, rank = described(records), ranks(records, ())
    groups = defaultdict(list)
    for record, best in kept(records, merges, decided=decided).items():
        groups[best].append(record)
    rows = []
    for best in sorted(groups):
        order = [best, *sorted(groups[best], key=rank.__getitem__)]
        for name in DESCRIBING:
            source = next((record for record in order if cells[record][name]), None)
            if source is not None:
                rows.append((best, name, source, cells[source][name]))
    return pd.DataFrame(rows, columns=["record_id", "field", "from_record_id", "value"], dtype="string")


def contradictions(merges: pd.DataFrame) -> list[Problem]:
    """Pairs judged twice, and pairs that were taken back and are still one through others."""
    found: list[Problem] = []
    rows: dict[frozenset[str], int] = {}
    pairs = list(merges[["record_id", "duplicate_of", "status"]].itertuples(index=False, name=None))
    for at, (a, b, _) in enumerate(pairs, 2):
        if (first := rows.setdefault(frozenset((a, b)), at)) != at:
            seen = f"the pair {a} and {b} of row {first} again"
            found.append(Problem("DEDU-007", "merges.csv", seen, "a pair once", row=at))
    merged = pairs_of(merges, MERGED)
    groups = Groups(merged)
    for at, (a, b, status) in enumerate(pairs, 2):
        if status == UNDONE and groups.one(a, b):
            joined = [f"{x} and {y}" for x, y in sorted(merged) if groups.one(x, a)]
            seen = f"{a} and {b} taken apart, and still one by " + as_prose(joined)
            found.append(
                Problem("DEDU-005", "merges.csv", seen, "one of these taken back too", row=at, field="status")
            )
    return found
