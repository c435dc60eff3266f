"""The rules of decisions and agreement: which decision stands, what it comes to, and how far reviewers agreed.

Which decision stands: the last one that a reviewer gave on a record at a stage. Last is the highest ``turn`` where all of the
reviewer's rows on that record and stage have one; then the latest ``decided_at`` where all have one (a day without a time
counts from midnight, a time without a zone as UTC); then the order of rows. A decision that was withdrawn last leaves none,
and a blank one is none. The reviewer "consensus" settles a disagreement and is never compared with anybody.

The coefficients are a few lines of published formulae over counts, because the libraries that have them do not fit: irrCAC
(0.4.4), the one with intervals, needs pandas below 3; the modules of statsmodels and scikit-learn take seconds to import; and
all but statsmodels' Cohen's kappa want a row for every record where a table of counts is enough. The tests hold every
coefficient against the libraries statsmodels and agreement, and the intervals against statsmodels and figures of irrCAC.

- Cohen's kappa of two reviewers (Cohen 1960, Educ Psychol Meas 20:37), its interval from the large-sample variance of Fleiss,
  Cohen and Everitt (1969, Psychol Bull 72:323; not the one for testing that kappa is 0).
- Fleiss' kappa of all reviewers (Fleiss 1971, Psychol Bull 76:378), in the form that lets records have different numbers of
  reviewers, and its interval (Gwet 2014, Handbook of inter-rater reliability, 4th ed.).
- PABAK, the prevalence- and bias-adjusted kappa (Byrt, Bishop and Carlin 1993, J Clin Epidemiol 46:423): 2 p - 1 for two
  answers; with `maybe` as a third, (3 p - 1) / 2 (Brennan and Prediger 1981).
- AC1 and its interval (Gwet 2008, Br J Math Stat Psychol 61:29).
- Krippendorff's alpha for nominal data (Hayes and Krippendorff 2007, Commun Methods Meas 1:77).

- The interval of the share agreed is Wilson's (1927, J Am Stat Assoc 22:209).

Intervals are at 95 %, with the quantile of the normal distribution.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
import pandas as pd

from reviewbook.review.nothing import given as holding

INCLUDE, EXCLUDE, MAYBE, WITHDRAWN = "include", "exclude", "maybe", "withdrawn"
ANSWERS = (INCLUDE, EXCLUDE, MAYBE)
KEY = ("record_id", "stage", "reviewer")  # of a decision, but for its turn
ORDER = ("decided_at", "turn")  # what puts decisions of one key in order; the second goes before the first
CONFLICT = "conflict"
CONSENSUS = "consensus"
MAYBE_AS = ("own", "include", "exclude", "leave_out")
Z = NormalDist().inv_cdf(0.975)
NO_SPREAD = 1e-15  # a variance below this is 0 but for rounding
ONE_ANSWER = "one answer throughout: agreement by chance is 1, kappa is not defined"
NO_INTERVAL = "the variance is 0: no interval for {}"
KEPT_ALONE = "records that all left out are not known: agreement by chance is not either"
COEFFICIENTS = ("kappa", "kappa_low", "kappa_high", "pabak", "ac1", "ac1_low", "ac1_high", "alpha")


def standing(decisions: pd.DataFrame, *, maybe: str = "own") -> pd.DataFrame:
    """The decision of each reviewer that stands (see the rule above).

    Parameters
    ----------
    decisions : table decisions; turn, decided_at and reason may be left out.
    maybe : {"own", "include", "exclude", "leave_out"}
        What `maybe` counts as: an answer of its own, one of the others, or as if the record had not been judged.

    Returns
    -------
    DataFrame, one row (record_id, stage, reviewer), in the order of the table: decision (include, exclude, maybe), reason

    Raises
    ------
    ValueError where ``maybe`` or a decision is none of the words allowed.
    """
    return _as(decisions, _standing(coded(decisions), maybe=maybe))


def coded(decisions: pd.DataFrame) -> pd.DataFrame:
    """The decisions with categories in place of texts: who asks several things of many decisions should take these.

    Parameters
    ----------
    decisions : table decisions; turn, decided_at and reason may be left out.

    Returns
    -------
    DataFrame of the same rows: record_id, stage, reviewer, decision and reason as categories, those of all but record_id sorted;
        turn and decided_at as they are. `standing`, `final` and `conflicts` of it have categories too.
    """
    columns = {name: decisions[name] for name in (*KEY, "decision", "reason", *ORDER) if name in decisions}
    for name, column in columns.items():
        if name in ORDER or isinstance(column.dtype, pd.CategoricalDtype):
            continue
        if name == "record_id":  # to sort a million takes long
            columns[name] = pd.Series(pd.Categorical.from_codes(*pd.factorize(column)), index=column.index)
        else:
            columns[name] = column.astype("category")
    return pd.DataFrame(columns, copy=False)


def _as(decisions: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """What was found with texts for categories, unless the decisions have categories themselves."""
    if isinstance(decisions["record_id"].dtype, pd.CategoricalDtype):
        return found
    return found.astype({name: "string" for name, dtype in found.dtypes.items() if dtype == "category"})


def _standing(given: pd.DataFrame, *, maybe: str) -> pd.DataFrame:
    """`standing` of decisions as `coded` gives them, as categories."""
    if maybe not in MAYBE_AS:
        raise ValueError(f"maybe: found {maybe!r}, expected one of {', '.join(MAYBE_AS)}")
    allowed = [*ANSWERS, WITHDRAWN]
    given = _where(given, given["decision"].notna())
    if len(odd := given.loc[~given["decision"].isin(allowed), "decision"]):
        raise ValueError(f"found decision {odd.iloc[0]!r}, expected one of {', '.join(allowed)}")
    given = given.assign(decision=given["decision"].cat.set_categories(allowed))
    kept = _where(given, _last(given))
    kept = _where(kept, kept["decision"] != WITHDRAWN)
    if maybe == "leave_out":
        kept = _where(kept, kept["decision"] != MAYBE)
    out = kept[[*KEY, "decision"]].reset_index(drop=True)
    if maybe in ANSWERS:
        out["decision"] = out["decision"].mask(out["decision"] == MAYBE, maybe)
    out["decision"] = out["decision"].cat.set_categories(list(ANSWERS))
    out["reason"] = kept["reason"].array if "reason" in kept else pd.Categorical([None] * len(kept))
    return out


def _where(table: pd.DataFrame, kept: pd.Series | np.ndarray) -> pd.DataFrame:
    """The rows that are kept; nearly always that is all of them, and to take these anew is long."""
    return table if kept.all() else table[kept]


def _last(decisions: pd.DataFrame) -> np.ndarray:
    """Whether a row is the last of its reviewer, record and stage."""
    key = _group(decisions, KEY)
    last = ~pd.Series(key).duplicated(keep=False).to_numpy()
    again = np.flatnonzero(~last)  # few: only these are put in order
    if len(again):
        key, rows = key[again], decisions.iloc[again]
        ranks = [np.arange(len(again))]
        for column in ORDER:
            if column in rows:
                value = _times(rows[column]) if column == "decided_at" else rows[column]
                value = pd.Series(pd.to_numeric(value).to_numpy(dtype=float, na_value=np.nan))
                ranks.append(value.mask(value.isna().groupby(key).transform("any"), 0).to_numpy())
        order = np.lexsort((*ranks, key))
        ends = np.append(key[order][1:] != key[order][:-1], True)
        last[again[order[ends]]] = True
    return last


def _times(column: pd.Series) -> pd.Series:
    """Days and times as microseconds since 1970, missing where the cell is none."""
    times = pd.to_datetime(column, format="ISO8601", utc=True, errors="coerce").dt.as_unit("us")
    return times.astype("int64").where(times.notna())


def _group(table: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """A whole number for each row, the same where all these columns, of categories, are."""
    key = np.zeros(len(table), dtype=np.int64)
    for column in columns:
        own = table[column].cat
        key = key * (len(own.categories) + 1) + own.codes.to_numpy() + 1
    return key


def _numbered(table: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """The same with small numbers, in order of first appearance."""
    return pd.factorize(_group(table, columns))[0]


def _codes(given: pd.Series, answers: Sequence[str]) -> np.ndarray:
    given = given.astype("category").cat.set_categories(list(answers))
    return given.cat.codes.to_numpy(dtype=np.int64)


def _answers(judged: pd.DataFrame) -> np.ndarray:
    return _codes(judged["decision"], ANSWERS)


def final(decisions: pd.DataFrame, *, maybe: str = "own") -> pd.DataFrame:
    """What was decided on each record at each stage.

    A decision by "consensus" stands; else what all reviewers with a standing decision agree on; else "conflict".

    Parameters
    ----------
    decisions, maybe : as in `standing`.

    Returns
    -------
    DataFrame, one row (record_id, stage), in the order of the table: decision (include, exclude, maybe, conflict), reason, how
        ``reason`` belongs to the standing exclusion and is missing elsewhere; where reviewers agree to exclude and word it
        differently, it is that of the first reviewer in alphabetical order who gives one. ``how`` is "consensus", "agreed"
        (two reviewers or more), "single" (one) or "conflict".
    """
    return _as(decisions, _final(_standing(coded(decisions), maybe=maybe)))


def _final(given: pd.DataFrame) -> pd.DataFrame:
    """`final` of what `_standing` gives."""
    group = _numbered(given, ["record_id", "stage"])
    size = int(group.max()) + 1 if len(group) else 0
    settles = (given["reviewer"] == CONSENSUS).to_numpy(dtype=bool)
    settled = np.bincount(group[settles], minlength=size) > 0
    counts = settles | ~settled[group]
    judged = _tally(group[counts], _answers(given)[counts], size)
    agreed, reviewers = (judged > 0).sum(axis=1) == 1, judged.sum(axis=1)
    decision = np.where(agreed, judged.argmax(axis=1), len(ANSWERS))
    how = np.select([settled, ~agreed, reviewers > 1], [0, 1, 2], default=3)
    # Numbered as they appear, a group's first row is the one with a number above all before.
    first = np.flatnonzero(np.diff(np.maximum.accumulate(group), prepend=-1))
    out = given.loc[first, ["record_id", "stage"]].reset_index(drop=True)
    out["decision"] = pd.Categorical.from_codes(decision, [*ANSWERS, CONFLICT])
    said = holding(given["reason"])
    at = np.flatnonzero(said.to_numpy() & counts & (decision == ANSWERS.index(EXCLUDE))[group])
    by_name = at[np.lexsort((given["reviewer"].cat.codes.to_numpy()[at], group[at]))]
    excluded, first = np.unique(group[by_name], return_index=True)
    reason = np.full(size, -1)
    reason[excluded] = given["reason"].cat.codes.to_numpy()[by_name[first]]
    out["reason"] = pd.Categorical.from_codes(reason, given["reason"].cat.categories)
    out["how"] = pd.Categorical.from_codes(how, [CONSENSUS, CONFLICT, "agreed", "single"])
    return out


def _tally(group: np.ndarray, answers: np.ndarray, size: int) -> np.ndarray:
    """How often each answer was given in each of so many groups."""
    kinds = len(ANSWERS)
    return np.bincount(group * kinds + answers, minlength=size * kinds).reshape(size, kinds)


def conflicts(decisions: pd.DataFrame, *, maybe: str = "own") -> pd.DataFrame:
    """Every record on which reviewers disagreed at a stage: those still open, and those settled by consensus.

    Parameters
    ----------
    decisions, maybe : as in `standing`.

    Returns
    -------
    DataFrame, one row (record_id, stage), in the order of the table: decisions, decision, how
        ``decisions`` is what each reviewer decided, "AA: include; BB: exclude"; ``decision`` and ``how`` as in `final`:
        "conflict" both where the disagreement is open.
    """
    return _as(decisions, _conflicts(_standing(coded(decisions), maybe=maybe)))


def _conflicts(stands: pd.DataFrame) -> pd.DataFrame:
    """`conflicts` of what `_standing` gives."""
    given = stands[stands["reviewer"] != CONSENSUS].reset_index(drop=True)
    group = _numbered(given, ["record_id", "stage"])
    kinds = (_tally(group, _answers(given), int(group.max(initial=-1)) + 1) > 0).sum(axis=1)
    contested = given[kinds[group] > 1]
    contested = contested.assign(at=group[contested.index]).sort_values(["at", "reviewer"])
    words = (
        contested["reviewer"].astype("string") + ": " + contested["decision"].astype("string")
    ).to_numpy()
    firsts = np.flatnonzero(~contested["at"].duplicated())
    said = contested.iloc[firsts][["record_id", "stage"]]
    together = ["; ".join(part) for part in np.split(words, firsts)[1:]]
    said["decisions"] = pd.array(together, dtype="string")
    came_to = _final(stands[stands["record_id"].isin(said["record_id"])].reset_index(drop=True))
    return said.merge(came_to[["record_id", "stage", "decision", "how"]], on=["record_id", "stage"])


def agreement(decisions: pd.DataFrame, *, maybe: str = "own", kept_alone: bool = False) -> pd.DataFrame:
    """Agreement between reviewers at each stage, before consensus.

    Parameters
    ----------
    decisions, maybe : as in `standing`.
    kept_alone : the records are those alone that somebody kept. What all left out is then not known, nor is agreement by
        chance: every coefficient is missing.

    Returns
    -------
    DataFrame, one row (stage, reviewers): a row for each pair that judged a record in common, in alphabetical order, and
    where more than two reviewers judged at a stage one for all together
        - reviewers: "AA and BB", or "all 3"; reviewer_a, reviewer_b: the pair, missing in the row for all
        - records: judged by both; in the row for all, by two reviewers or more
        - agreed, percent: records on which all who judged them agree, and their share of the records (0 to 100);
          percent_low, percent_high: its interval
        - kappa, kappa_low, kappa_high: Cohen's, in the row for all Fleiss'; kappa_kind says which
        - pabak; ac1, ac1_low, ac1_high; alpha (Krippendorff's, nominal). In the row for all they rest, like Fleiss' kappa, on
          the mean share of agreeing pairs of reviewers
        - note: why a figure is missing

        Answers are those that somebody gave at the stage, include and exclude at least: PABAK and AC1 depend on how many there
        are. Kappa and alpha are missing where one answer was given throughout. Intervals end at -1 and 1, and are missing where
        the variance is 0, as in perfect agreement or one single record: the formula has nothing to say there.
    """
    return _agreement(_standing(coded(decisions), maybe=maybe), kept_alone=kept_alone)


def _agreement(stands: pd.DataFrame, *, kept_alone: bool = False) -> pd.DataFrame:
    judged = stands[stands["reviewer"] != CONSENSUS]
    rows = []
    for stage, at_stage in judged.groupby("stage", sort=False, observed=True):
        given = ANSWERS if (at_stage["decision"] == MAYBE).any() else ANSWERS[:2]
        own = between(at_stage, unit="record_id", rater="reviewer", answer="decision", answers=given)
        rows.append(own.rename(columns={"units": "records"}).assign(stage=stage))
    nothing = between(judged[:0], unit="record_id", rater="reviewer", answer="decision", answers=ANSWERS)
    rows.append(nothing.rename(columns={"units": "records"}).assign(stage=pd.array([], "string")))
    out = pd.concat(rows, ignore_index=True)
    if kept_alone:
        out[[*COEFFICIENTS, "kappa_kind"]] = pd.NA
        out["note"] = KEPT_ALONE
    out = out.astype({"stage": "string", "note": "string"})
    return out[["stage", *[name for name in out if name != "stage"]]]


def between(
    judged: pd.DataFrame, *, unit: str, rater: str, answer: str, answers: Sequence[str], by: str = ""
) -> pd.DataFrame:
    """Agreement between raters over units that several of them judged.

    Parameters
    ----------
    judged : DataFrame, one row a (``unit``, ``rater``), with its ``answer``, one of ``answers``.
    unit, rater, answer : names of its columns.
    answers : all that may be given; PABAK and AC1 depend on how many there are.
    by : name of a column whose values are compared each by itself, in the order in which they come.

    Returns
    -------
    DataFrame as `agreement` gives it, without stage, one row a pair of raters, and one for all where there are more than two;
    ``units`` is the number of units compared. With ``by`` its column comes first.
    """
    kinds = {
        "string": ["reviewers", "reviewer_a", "reviewer_b"],
        "Int64": ["units", "agreed"],
        "Float64": ["percent", "percent_low", "percent_high", *COEFFICIENTS],
    }
    columns = [name for names in kinds.values() for name in names]
    columns.insert(columns.index("kappa_high") + 1, "kappa_kind")
    types = {name: kind for kind, names in kinds.items() for name in names}
    if by:
        columns, types = [by, *columns], types | {by: "string"}
    each = judged.groupby(by, sort=False, observed=True) if by else [("", judged)] if len(judged) else []
    rows = [
        {by: value} | row
        for value, own in each
        for row in _compared(own, unit, rater, _codes(own[answer], answers), len(answers))
    ]
    out = pd.DataFrame(rows, columns=[*columns, "note"])
    return out.astype(types | {"kappa_kind": "string", "note": "string"})


def _compared(judged: pd.DataFrame, unit: str, rater: str, answers: np.ndarray, size: int) -> list[dict]:
    record = pd.factorize(judged[unit])[0]
    reviewer, names = pd.factorize(judged[rater], sort=True)
    rows = []
    for (a, b), counts in _pairs(record, reviewer, answers, size=size):
        row = {"reviewers": f"{names[a]} and {names[b]}", "reviewer_a": names[a], "reviewer_b": names[b]}
        rows.append(row | of_two(counts))
    if len(names) > 2:
        by_record = np.bincount(record * size + answers, minlength=(record.max() + 1) * size).reshape(
            -1, size
        )
        patterns, n = np.unique(by_record[by_record.sum(axis=1) > 1], axis=0, return_counts=True)
        if len(n):
            rows.append({"reviewers": f"all {len(names)}"} | of_several(patterns, n))
    return rows


def of_two(counts: np.ndarray) -> dict[str, object]:
    """The figures of two who answered the same units, as `between` names them, from the table of their answers.

    Parameters
    ----------
    counts : square array, one row an answer of the first, one column the same answers of the second: whole numbers of units.
    """
    size = len(counts)
    one = np.eye(size, dtype=np.int64)
    patterns = (one[:, None, :] + one[None, :, :]).reshape(-1, size)
    figures = _figures(patterns, counts.ravel())
    kappa, variance = cohen(counts)
    figures |= _with_interval("kappa", kappa, variance) | {"kappa_kind": "Cohen"}
    return figures | {"note": _note(figures)}


def of_several(patterns: np.ndarray, n: np.ndarray) -> dict[str, object]:
    """The figures of any number who answered, as `between` names them.

    Parameters
    ----------
    patterns : array, one row a way in which a unit was answered, one column an answer: how many gave it.
    n : units answered in each way.
    """
    figures = _figures(patterns, n) | {"kappa_kind": "Fleiss"}
    return figures | {"note": _note(figures)}


def _pairs(record: np.ndarray, reviewer: np.ndarray, answers: np.ndarray, *, size: int):
    """Every pair of reviewers with records in common, and the table of their answers on them (a down, b across)."""
    order = np.lexsort((reviewer, record))
    record, reviewer, answers = record[order], reviewer[order], answers[order]
    cells, reviewers = size * size, int(reviewer.max()) + 1
    found: list[pd.Series] = []
    # Rows of one record stand together: its pairs of rows are those 1, 2, 3 ... apart.
    for apart in range(1, len(record)):
        same = record[apart:] == record[:-apart]
        if not same.any():
            break
        a, b = np.flatnonzero(same), np.flatnonzero(same) + apart
        key = (reviewer[a] * reviewers + reviewer[b]) * cells + answers[a] * size + answers[b]
        found.append(pd.Series(key).value_counts())
    if not found:
        return
    counts = pd.concat(found).groupby(level=0).sum().sort_index()
    for pair, of_pair in counts.groupby(counts.index // cells):
        table = np.zeros(cells, dtype=np.int64)
        table[of_pair.index % cells] = of_pair
        yield divmod(pair, reviewers), table.reshape(size, size)


def _figures(patterns: np.ndarray, n: np.ndarray) -> dict:
    """Everything but Cohen's kappa, over ``n`` records of each pattern (how many reviewers gave each answer)."""
    patterns, n = patterns[n > 0], n[n > 0]
    records, judges = int(n.sum()), patterns.sum(axis=1)
    agreed = int(n[(patterns > 0).sum(axis=1) == 1].sum())
    same = (patterns * (patterns - 1)).sum(axis=1) / (judges * (judges - 1))  # share of agreeing pairs
    observed = float(n @ same / records)
    size = patterns.shape[1]
    shares = patterns / judges[:, None]
    prevalence = n @ shares / records
    row: dict[str, float | None] = {"units": records, "agreed": agreed, "percent": 100 * agreed / records}
    row["percent_low"], row["percent_high"] = (100 * end for end in wilson(agreed, records))
    row["pabak"] = (size * observed - 1) / (size - 1)
    for name, weights in (("kappa", prevalence), ("ac1", (1 - prevalence) / (size - 1))):
        value, variance = _corrected(same, shares @ weights, n)
        row |= _with_interval(name, value, variance)
    judgements = n @ patterns
    every = int(judgements.sum())
    by_chance = (judgements * (judgements - 1)).sum() / (every * (every - 1))
    coincident = n @ (patterns * (patterns - 1) / (judges - 1)[:, None]).sum(axis=1) / every
    row["alpha"] = 1 - (1 - coincident) / (1 - by_chance) if np.count_nonzero(judgements) > 1 else None
    return row


def _corrected(same: np.ndarray, by_chance: np.ndarray, n: np.ndarray) -> tuple[float | None, float | None]:
    """Agreement corrected for chance, and its variance, from each pattern's agreement and agreement by chance (Gwet 2008)."""
    records = n.sum()
    observed, chance = n @ same / records, n @ by_chance / records
    if chance > 1 - 1e-12:
        return None, None
    value = (observed - chance) / (1 - chance)
    each = (same - chance) / (1 - chance) - 2 * (1 - value) * (by_chance - chance) / (1 - chance)
    variance = n @ (each - value) ** 2 / (records * (records - 1)) if records > 1 else None
    return float(value), variance


def cohen(counts: np.ndarray) -> tuple[float | None, float | None]:
    """Cohen's kappa and its large-sample variance, from the table of two reviewers' answers."""
    records = int(counts.sum())
    if np.count_nonzero(counts) == 1 and np.trace(counts):
        return None, None
    p = counts / records
    a, b = p.sum(axis=1), p.sum(axis=0)
    observed, chance = np.trace(p), a @ b
    kappa = (observed - chance) / (1 - chance)
    agreeing = np.diag(p) @ (1 - (a + b) * (1 - kappa)) ** 2
    apart = (p * (b[:, None] + a[None, :]) ** 2).sum() - np.diag(p) @ (a + b) ** 2
    variance = agreeing + (1 - kappa) ** 2 * apart - (kappa - chance * (1 - kappa)) ** 2
    return float(kappa), variance / (records * (1 - chance) ** 2)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The interval of a share k of n; it has ends at 0 and 1 too."""
    middle, spread = k + Z**2 / 2, Z * math.sqrt(k * (n - k) / n + Z**2 / 4)
    return max(0.0, (middle - spread) / (n + Z**2)), min(1.0, (middle + spread) / (n + Z**2))


def _with_interval(name: str, value: float | None, variance: float | None) -> dict:
    low = high = None
    if value is not None and variance is not None and variance > NO_SPREAD:
        half = Z * math.sqrt(variance)
        low, high = max(-1.0, value - half), min(1.0, value + half)
    return {name: value, f"{name}_low": low, f"{name}_high": high}


def _note(row: dict) -> str | None:
    if row["kappa"] is None:
        return ONE_ANSWER
    without = [name for name, key in (("kappa", "kappa_low"), ("AC1", "ac1_low")) if row[key] is None]
    return NO_INTERVAL.format(" and ".join(without)) if without else None


def reported(
    decisions: pd.DataFrame, *, maybe: str = "own", kept_alone: bool = False
) -> tuple[pd.DataFrame, str]:
    """Agreement, and as a person reads it at a terminal.

    Parameters
    ----------
    decisions, maybe, kept_alone : as in `agreement`.

    Returns
    -------
    DataFrame as `agreement` gives it
    str: a table a stage, the conflicts, and the rule that was followed; percentages alone where ``kept_alone``
    """
    stands = _standing(coded(decisions), maybe=maybe)
    compared = _agreement(stands, kept_alone=kept_alone)
    return compared, _in_words(stands, compared, maybe=maybe, kept_alone=kept_alone)


def _in_words(stands: pd.DataFrame, compared: pd.DataFrame, *, maybe: str, kept_alone: bool) -> str:
    judges = stands.loc[stands["reviewer"] != CONSENSUS, "reviewer"].nunique()
    lines = [f"{_counted(len(stands), 'decision')} by {_counted(judges, 'reviewer')} stand, "]
    lines[0] += f"on {_counted(stands['record_id'].nunique(), 'record')}."
    contested = _conflicts(stands)
    for stage, rows in compared.groupby("stage", sort=False):
        head = HEADINGS[:4] if kept_alone else HEADINGS
        lines += ["", stage, *columns([head, *(_cells(r, kept_alone) for r in rows.to_dict("records"))])]
        lines += [
            f"  {row.reviewers}: {row.note}"
            for row in rows.dropna(subset="note").itertuples()
            if not kept_alone
        ]
        here = contested[contested["stage"] == stage]
        settled = int((here["how"] == CONSENSUS).sum())
        lines.append(f"  conflicts: {len(here)}, {settled} of them settled by consensus")
    if len(compared) and compared["reviewer_a"].isna().any():
        lines += [
            "",
            "all: records judged by two or more; agreed is unanimous; kappa is Fleiss', else Cohen's",
        ]
    counts = {
        "own": "an answer of its own",
        "include": "include",
        "exclude": "exclude",
        "leave_out": "no decision",
    }
    lines += [
        "",
        f"The last decision of a reviewer on a record counts; maybe is {counts[maybe]}; consensus is not compared.",
    ]
    if kept_alone:
        lines.append(f"Percentages alone: {KEPT_ALONE}.")
    return "\n".join(lines)


HEADINGS = ("reviewers", "records", "agreed", "percent", "kappa [95 %]", "PABAK", "AC1 [95 %]", "alpha")


def _cells(row: dict, kept_alone: bool) -> tuple[str, ...]:
    shares = (row["reviewers"], f"{row['records']}", f"{row['agreed']}", f"{row['percent']:.1f}")
    if kept_alone:
        return shares
    return (
        *shares,
        interval(row, "kappa"),
        _number(row["pabak"]),
        interval(row, "ac1"),
        _number(row["alpha"]),
    )


def interval(row: dict, name: str) -> str:
    """A coefficient of a row of `between` with its interval: "0.680 [0.422, 0.939]"; "-" where there is none."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return _number(row[name]) + ("" if pd.isna(low) else f" [{_number(low)}, {_number(high)}]")


def _number(value: float) -> str:
    return "-" if pd.isna(value) else f"{value:.3f}"


def _counted(n: int, thing: str) -> str:
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def columns(rows: list[tuple[str, ...]]) -> list[str]:
    """Rows with their cells under each other: the first to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  "
        + "  ".join(
            c.ljust(w) if at == 0 else c.rjust(w) for at, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
