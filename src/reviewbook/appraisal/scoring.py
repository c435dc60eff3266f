"""Published scores held against the answers printed with them.

A tool with a rule of its own (MMAT 2011) is checked by that rule. Where a tool has none and authors score all the same (MMAT
2018), the scores of one table are checked by the convention, of those seen in print, that explains most of them: it is named,
and what it does not explain differs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd

from reviewbook.appraisal import answering
from reviewbook.review.instruments import CRITERIA_MET

HOLDS, DIFFERS, UNCHECKED = "holds", "differs", "cannot_be_checked"
COLUMNS = ["report_id", "part", "written", "value", "computed", "unit", "verdict", "why", "convention"]
WITHIN_PERCENT = 1  # a percentage that is rounded or cut off is off by less


class Convention(NamedTuple):
    """A way to score: what is counted of a single-method and of a mixed-methods study."""

    name: str
    says: str
    screening: bool  # the screening questions are counted too
    mixed: str  # "lowest" component, "all" blocks together, or the "own" block of the mixed design alone


CONVENTIONS = tuple(
    Convention(
        f"{mixed}{'_with_screening' if screening else ''}",
        f"criteria met{' with the screening questions' if screening else ''}, mixed methods by {words}",
        screening,
        mixed,
    )
    for screening in (False, True)
    for mixed, words in (
        ("lowest", "the lowest block"),
        ("all", "all blocks together"),
        ("own", "the mixed block alone"),
    )
)
RULE = Convention("rule", "the tool's own rule", False, "rule")


def check(answers: pd.DataFrame, published: pd.DataFrame, *, tool: Mapping) -> pd.DataFrame:
    """Every published score beside the one that its answers give.

    Parameters
    ----------
    answers : DataFrame, one row (report_id, category, criterion): answer.
    published : DataFrame, one row a printed score: report_id, category (the row it was printed in, or "overall"), written, value,
        of, unit (percent, points, stars or words). With a column ``part`` ("overall" or a block), what each is a score of;
        without, a score printed beside blocks of a mixed-methods study is that of the whole where there is but one.

    Returns
    -------
    DataFrame, one row a score, in the order given: report_id, part, written, value, computed, unit, verdict, why, convention
        ``part`` is "overall", or the block whose score it is; ``computed`` is in the unit of ``value``. ``verdict`` is holds,
        differs or cannot_be_checked, ``why`` says what else is known of it.
    """
    share = _shares(answers, tool)
    scores = published if "part" in published else _parts(published, answers, tool, share)
    convention = RULE
    if tool["scoring"]["rule"] != CRITERIA_MET:
        convention = max(CONVENTIONS, key=lambda c: sum(_fits(row, c, share) for row in scores.itertuples()))
    mixed = (
        scores["report_id"].isin(answers.loc[answers["category"].isin(tool["combined"]), "report_id"]).any()
    )

    def says(one: Convention) -> str:
        return one.says if mixed else one.says.partition(", mixed")[0]

    lacking = _lacking(answers, tool)
    rows = []
    for row in scores.itertuples():
        computed = _computed(row, convention, share)
        if row.unit == "words":
            verdict, why = UNCHECKED, "printed in words"
        elif computed is None:
            verdict, why = UNCHECKED, lacking.get(row.report_id, "no answers")
        elif _close(row, computed):
            verdict, why = HOLDS, ""
        else:
            others = (c for c in CONVENTIONS if c is not convention and _fits(row, c, share))
            other = next(map(says, others), None)
            verdict, why = DIFFERS, f"it is that of: {other}" if other else "contradicted by its own answers"
        rows.append(
            (
                row.report_id,
                row.part,
                row.written,
                row.value,
                computed,
                row.unit,
                verdict,
                why,
                says(convention),
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype({"value": "Float64", "computed": "Float64"})


def by_report(answers: pd.DataFrame, *, tool: Mapping, name: str, overall: str | None = None) -> pd.DataFrame:
    """Every report with its rating in points, per cent and stars, and what stands beside it.

    Parameters
    ----------
    answers, overall : as `answering.ratings` takes them; ``name`` is what the tool is called.

    Returns
    -------
    DataFrame, one row a report, in the order of the answers: report_id, tool, blocks (its categories; of a report that was
    appraised no further "failed screening", or "screened alone"), points, of, percent, stars, judgement (the tool's label of it),
    lowest (the blocks that set the points, or the domains that set the judgement), screening (questions not met), note (why there
    is no rating)
    """
    alone = answering.only_screened(answers, tool=tool)
    own = answers[(answers["category"] != answering.SCREENING) | answers["report_id"].isin(alone.index)]
    named = own["category"].mask(
        own["category"] == answering.SCREENING,
        own["report_id"].map(alone).map({True: answering.FAILED, False: answering.SCREENED}),
    )
    out = named.groupby(own["report_id"], sort=False).agg(lambda names: "; ".join(dict.fromkeys(names)))
    out = out.rename("blocks").reset_index().assign(tool=name)
    try:
        rated = answering.ratings(answers, tool=tool, overall=overall)
    except answering.NoOverallRating as none:
        rated = (
            pd.DataFrame({"note": pd.Series(_lacking(answers, tool), dtype="string")})
            .reindex(out["report_id"])
            .fillna({"note": str(none)})
        )
        rated = rated.assign(points=pd.NA, of=pd.NA, lowest=pd.NA, judgement=pd.NA)
        rated["note"] = rated["note"].mask(rated.index.isin(alone[alone].index), answering.FAILED)
    out = out.join(rated.astype({"points": "Int64", "of": "Int64"}), on="report_id")
    out["percent"] = out["points"].astype("Float64") * 100 / out["of"]
    out["stars"] = ["★" * n if pd.notna(n) else pd.NA for n in out["points"]]
    labels = {word: answer["label"] for word, answer in tool["answers"].items()}
    out["judgement"] = out["judgement"].map(labels).astype("string")
    out["screening"] = out["report_id"].map(answering.screened(answers, tool=tool)).astype("string")
    columns = [
        "report_id",
        "tool",
        "blocks",
        "points",
        "of",
        "percent",
        "stars",
        "judgement",
        "lowest",
        "screening",
        "note",
    ]
    return out[columns]


def in_words(checked: pd.DataFrame) -> list[str]:
    """Published scores beside their answers, as a person reads it at a terminal."""
    if checked.empty:
        return []
    counts = checked["verdict"].value_counts()
    holds, cannot = int(counts.get(HOLDS, 0)), int(counts.get(UNCHECKED, 0))
    lines = [
        f"{holds} of {len(checked) - cannot} published scores are what their answers give ({checked['convention'].iloc[0]})."
    ]
    for row in checked[checked["verdict"] == DIFFERS].itertuples():
        unit = " %" if row.unit == "percent" else ""
        part = "" if row.part == answering.OVERALL else f" ({row.part})"
        lines.append(
            f"  {row.report_id}{part}: published {row.written}, the answers give {row.computed:g}{unit}: {row.why}"
        )
    lines += [
        f"  {row.report_id}: published {row.written}, cannot be decided: {row.why}"
        for row in checked[checked["verdict"] == UNCHECKED].itertuples()
    ]
    return lines


def compared(stands: pd.DataFrame, ratings: pd.DataFrame, *, tools: Mapping[str, Mapping]) -> pd.DataFrame:
    """Ratings as reported beside those that the answers give, of reports that have both.

    Parameters
    ----------
    stands : what `answering.standing` gives.
    ratings : table ratings.

    Returns
    -------
    DataFrame, one row a reported rating, in the table's order and with its index: tool, and the columns of `check`
    """
    parts = []
    for name, tool in tools.items():
        answers = stands[stands["tool"] == name]
        reported = ratings[(ratings["tool"] == name) & ratings["rating"].notna()]
        reported = reported[reported["report_id"].isin(answers["report_id"])]
        if reported.empty or tool["scoring"]["maximum"] is None:
            continue
        units = reported["unit"].str.partition("_")[0]
        scores = reported[["report_id"]].assign(
            category=reported["component"],
            part=_block(reported, answers, tool),
            written=reported["rating"].astype("string"),
            value=reported["rating"],
            of=[pd.NA if unit == "percent" else answering.maximum(unit) for unit in reported["unit"]],
            unit=units,
        )
        parts.append(check(answers, scores, tool=tool).set_axis(scores.index).assign(tool=name))
    columns = ["tool", *COLUMNS]
    return pd.concat(parts)[columns].sort_index() if parts else pd.DataFrame(columns=columns)


def _block(reported: pd.DataFrame, answers: pd.DataFrame, tool: Mapping) -> list[str]:
    """The block that a component's rating is of: "quantitative" is the one quantitative block that the report has."""
    component = {name: block["component"] for name, block in tool["categories"].items()}
    own = answers[["report_id", "category"]].drop_duplicates()
    having = dict(
        zip(zip(own["report_id"], own["category"].map(component), strict=True), own["category"], strict=True)
    )
    pairs = zip(reported["report_id"], reported["component"], strict=True)
    return [part if part == answering.OVERALL else having.get((report, part), part) for report, part in pairs]


def _parts(published: pd.DataFrame, answers: pd.DataFrame, tool: Mapping, share: Share) -> pd.DataFrame:
    """The scores with what each is a score of.

    One printed beside several blocks is the whole study's if there is but one; else each is its block's, but that of the mixed
    block is the whole study's where it is that by any way of counting.
    """
    several = set(answers.loc[answers["category"].isin(tool["combined"]), "report_id"])
    scores = published.assign(part=answering.OVERALL)
    for _, own in scores[scores["report_id"].isin(several)].groupby("report_id"):
        if own["written"].nunique() == 1:
            scores = scores.drop(own.index[1:])
            continue
        for row in own.itertuples():
            whole = row.category in tool["combined"] and any(
                _fits(row, convention, share) for convention in (RULE, *CONVENTIONS)
            )
            scores.loc[row.Index, "part"] = answering.OVERALL if whole else row.category
    return scores


# (convention, report_id, "overall" or block) -> points, and the most there can be; None where it cannot be told
Share = Callable[[Convention, str, str], tuple[int, int] | None]


def _shares(answers: pd.DataFrame, tool: Mapping) -> Share:
    """What is complete, scored by the tool's rule or by a convention."""
    blocks = answering.blocks(answers, tool=tool)
    ready = blocks[(blocks["missing"] == 0) & (blocks["open"] == 0)]
    each = {(r.report_id, r.category): (int(r.met), int(r.of)) for r in ready.itertuples()}
    lacking = set(answering.gaps(answers, tool=tool)["report_id"])
    asked = answers[answers["category"] == answering.SCREENING]
    means = {word: answer["means"] for word, answer in tool["answers"].items()}
    met = (asked["answer"].map(means) == "met").groupby(asked["report_id"]).agg(["sum", "size"])
    screening = {report: (int(yes), int(of)) for report, yes, of in met.itertuples()}
    reports: dict[str, dict[str, tuple[int, int]]] = {}
    for (report, category), points in each.items():
        reports.setdefault(report, {})[category] = points

    def share(convention: Convention, report: str, part: str) -> tuple[int, int] | None:
        if part != answering.OVERALL:
            return each.get((report, part))
        if report not in reports:
            return None
        return _whole(reports[report], tool, convention, screening.get(report), report in lacking)

    return share


def _whole(
    blocks: Mapping[str, tuple[int, int]],
    tool: Mapping,
    convention: Convention,
    screening: tuple[int, int] | None,
    lacking: bool,
) -> tuple[int, int] | None:
    """Points of a whole report and the most there can be; None where the convention cannot tell."""
    rule, combined = tool["scoring"], next((name for name in tool["combined"] if name in blocks), None)
    if lacking and not (combined and convention.mixed == "own"):
        return None  # the mixed block alone can be scored where the others were not appraised
    if convention is RULE:
        if rule["rule"] != CRITERIA_MET:
            return None
        points = [met + rule["bonus"].get(name, 0) for name, (met, _) in blocks.items()]
        return min(points) if tool["combined"] else sum(points), rule["maximum"]
    counted = list(blocks.values())
    if combined and convention.mixed == "own":
        counted = [blocks[combined]]
    elif combined and convention.mixed == "lowest":
        counted = [min(counted, key=lambda block: block[0] / block[1])]
    if convention.screening:
        if screening is None:
            return None
        counted.append(screening)
    return sum(met for met, _ in counted), sum(of for _, of in counted)


def _lacking(answers: pd.DataFrame, tool: Mapping) -> dict[str, str]:
    """Why reports have no score: what they lack, and what is open."""
    gaps = answering.gaps(answers, tool=tool)[["report_id", "found"]]
    open_ = answers[answers["answer"].isin([answering.CONFLICT, answering.UNSETTLED])]
    still = (
        ("to settle: " + open_.groupby("report_id")["criterion"].agg(", ".join)).rename("found").reset_index()
    )
    return pd.concat([gaps, still]).groupby("report_id")["found"].agg("; ".join).to_dict()


def _computed(row, convention: Convention, share: Share) -> float | None:
    """The share in the unit of the printed score."""
    if row.unit == "words" or pd.isna(row.value):
        return None
    found = share(convention, row.report_id, row.part)
    if found is None:
        return None
    points, of = found
    if row.unit == "percent":
        return 100 * points / of
    return float(points) if pd.isna(row.of) or row.of == of else points / of * row.of


def _fits(row, convention: Convention, share: Share) -> bool:
    computed = _computed(row, convention, share)
    return computed is not None and _close(row, computed)


def _close(row, computed: float) -> bool:
    return abs(row.value - computed) < (WITHIN_PERCENT if row.unit == "percent" else 0.005)
