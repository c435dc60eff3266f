"""The rules of appraisal: which answer stands, what a report lacks, how a tool's own rule rates it, and who agreed.

A tool is what `reviewbook.appraisal.instruments.tool` gives. Only an answer that means *met* earns a point; *no* and *can't tell* earn
none. Sources of the scoring rules stand in the tools' data files.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from itertools import chain

import numpy as np
import pandas as pd

from reviewbook import agreement
from reviewbook.appraisal import judging
from reviewbook.review.designs import Designs
from reviewbook.review.instruments import CRITERIA_MET, MEANINGS, WORST_DOMAIN
from reviewbook.review.nothing import AS_CHARTED, WORDS

SCREENING, OVERALL = "screening", "overall"
CONSENSUS, CONFLICT = agreement.CONSENSUS, agreement.CONFLICT
UNSETTLED = (
    "unsettled"  # stands for an answer in a file that is none of the tool's, until a person settles it
)
COUNT = "count"
FAILED = "failed screening"
SCREENED = "screened alone"  # on the way: the criteria of a category are to come
KEYS = ["report_id", "tool", "category", "criterion"]
Tools = Mapping[str, dict]  # name of a tool -> the tool
RATED = ["tool", "rating", "unit", "component", "basis", "note", "judgement"]


class NoOverallRating(ValueError):
    """Raised where a tool's authors discourage or do not define a total (MMAT 2018, RoB 2)."""


def criteria(tool: Mapping) -> dict[str, dict[str, str]]:
    """Criteria of a tool: category -> criterion -> label, the screening questions under "screening"."""
    blocks = {SCREENING: tool["screening"]} if tool["screening"] else {}
    return blocks | {name: block["criteria"] for name, block in tool["categories"].items()}


def asked(tool: Mapping, category: str, answered: Collection[str]) -> dict[str, str]:
    """The criteria of a category that are shown, with their labels: an optional one that nobody answered is left out."""
    known = set(answered)
    items = criteria(tool)[category].items()
    return {item: text for item, text in items if item not in tool["optional"] or item in known}


# --- which answer stands, and who agreed


def standing(appraisals: pd.DataFrame) -> pd.DataFrame:
    """The answer that stands for each criterion.

    Returns
    -------
    DataFrame, one row (report_id, tool, category, criterion), sorted so: answer, how
        The consensus where there is one; else the answer on which all appraisers agree; else "conflict". ``how`` is
        "consensus", "agreed" (two appraisers or more), "single" (one) or "conflict".
    """
    # By numbers, which sort and group several times as fast as names.
    keys = {key: pd.factorize(appraisals[key], sort=True) for key in KEYS}
    appraiser, appraisers = pd.factorize(appraisals["appraiser"], sort=True)
    answer, answers = pd.factorize(appraisals["answer"])
    rows = pd.DataFrame({key: number for key, (number, _) in keys.items()})
    rows = rows.assign(
        appraiser=np.where(appraiser < 0, len(appraisers), appraiser),
        answer=np.where(answer < 0, np.nan, answer),
        settles=np.append(appraisers == CONSENSUS, False)[appraiser],
    )
    rows = rows[(rows[KEYS] >= 0).all(axis=1)].sort_values([*KEYS, "appraiser"])
    settled = rows.groupby(KEYS)["settles"].transform("any")
    out = (
        rows[rows["settles"] | ~settled]
        .groupby(KEYS)
        .agg(
            answer=("answer", "first"),
            kinds=("answer", "nunique"),
            n=("answer", "size"),
            settled=("settles", "any"),
        )
        .reset_index()
    )
    for key, (_, names) in keys.items():
        out[key] = names.take(out[key])
    said = pd.array([*answers, None], dtype="string")
    out["answer"] = said[out["answer"].fillna(len(answers)).to_numpy(dtype=int)]
    out["how"] = "single"
    out.loc[out["n"] > 1, "how"] = "agreed"
    out.loc[out["kinds"] > 1, ["answer", "how"]] = CONFLICT
    out.loc[out["settled"], "how"] = CONSENSUS
    return out[[*KEYS, "answer", "how"]].astype({"answer": "string", "how": "string"})


def conflicts(appraisals: pd.DataFrame) -> pd.DataFrame:
    """Every criterion on which appraisers differed: those still open, and those settled by consensus.

    Returns
    -------
    DataFrame, one row (report_id, tool, category, criterion): answers, answer, how
        ``answers`` is what each appraiser answered, "AA: no; BB: cannot_tell"; ``answer`` and ``how`` as in `standing`.
    """
    given = appraisals[appraisals["appraiser"] != CONSENSUS].sort_values([*KEYS, "appraiser"])
    differ = given.groupby(KEYS)["answer"].transform("nunique") > 1
    contested = given[differ]
    said = (contested["appraiser"].astype("string") + ": " + contested["answer"].astype("string")).rename(
        "answers"
    )
    together = said.groupby([contested[key] for key in KEYS]).agg("; ".join).astype("string").reset_index()
    return together.merge(standing(appraisals), on=KEYS)


def in_conflict(appraisals: pd.DataFrame) -> pd.Series:
    """On how many criteria appraisers differ and no consensus says what holds: Series of int, by tool; a tool without any is left out."""
    contested = conflicts(appraisals)
    return contested.loc[contested["how"] == CONFLICT, "tool"].value_counts(sort=False)


def agreed(appraisals: pd.DataFrame, *, tools: Tools) -> pd.DataFrame:
    """Agreement between appraisers before consensus, by criterion and over all criteria of a tool.

    Returns
    -------
    DataFrame, one row (tool, criterion, reviewers): the columns of `agreement.between`, ``units`` being reports
        For each tool first the rows of criterion "all", where a unit is one criterion of one report and screening questions
        count; then its criteria, in the tool's order. Criteria that no two appraisers answered are left out.
    """
    parts = []
    judged = appraisals[appraisals["appraiser"] != CONSENSUS]
    for name, own in judged.groupby("tool"):
        answers = list(tools[name]["answers"])
        units = own.assign(unit=own["report_id"].astype("string") + "\n" + own["criterion"].astype("string"))
        every = {"all": 0} | {c: at for at, c in enumerate(chain(*criteria(tools[name]).values()), 1)}
        rows = pd.concat([units.assign(criterion="all"), units[units["criterion"].isin(list(every))]])
        rows = rows.sort_values("criterion", key=lambda names: names.map(every), kind="stable")
        found = agreement.between(
            rows, unit="unit", rater="appraiser", answer="answer", answers=answers, by="criterion"
        )
        parts.append(found.assign(tool=name))
    nothing = agreement.between(judged[:0], unit="report_id", rater="appraiser", answer="answer", answers=[])
    out = pd.concat([*parts, nothing.assign(tool="", criterion="")], ignore_index=True)
    return out[["tool", "criterion", *nothing.columns]].astype({"tool": "string", "criterion": "string"})


# --- what a report lacks, and how it is rated


def blocks(answers: pd.DataFrame, *, tool: Mapping) -> pd.DataFrame:
    """What the answers come to in each block of criteria.

    Parameters
    ----------
    answers : DataFrame, one row (report_id, category, criterion): answer, a word of the tool, "conflict" or "unsettled".

    Returns
    -------
    DataFrame, one row (report_id, category), without screening and without an overall judgement: a column for each of `MEANINGS`,
    open (appraisers differ, or to settle), missing (counts of criteria, the last of those without an answer), of (criteria in
    the block, an optional one where it is answered)
    """
    means = {word: answer["means"] for word, answer in tool["answers"].items()}
    means |= {CONFLICT: "open", UNSETTLED: "open"}
    overall = answers["criterion"].isin([tool["scoring"].get("overall")])
    own = answers[(answers["category"] != SCREENING) & ~overall]
    kinds = [*MEANINGS, "open"]
    kind = pd.Index(kinds).get_indexer(own["answer"].map(means))
    rows = own.loc[kind >= 0, ["report_id", "category"]]
    each = pd.get_dummies(pd.Categorical.from_codes(kind[kind >= 0], kinds), dtype=int).set_axis(rows.index)
    counts = each.groupby([rows["report_id"], rows["category"]]).sum().reset_index()
    size = {
        name: len(block["criteria"].keys() - tool["optional"]) for name, block in tool["categories"].items()
    }
    more = own["criterion"].isin(tool["optional"])[kind >= 0]
    beside = more.groupby([rows["report_id"], rows["category"]]).sum().reset_index(drop=True)
    counts["of"] = (counts["category"].map(size) + beside).astype("Int64")
    counts["missing"] = counts["of"] - counts[kinds].sum(axis=1).astype("Int64")
    return counts.rename_axis(columns=None)


def gaps(
    answers: pd.DataFrame, *, tool: Mapping, designs: Mapping[str, str | None] | None = None
) -> pd.DataFrame:
    """What keeps an appraisal from being complete: criteria without an answer, blocks that are missing or too many.

    Parameters
    ----------
    answers : as in `blocks`.
    designs : report_id -> category that its design is appraised by, as far as it is known; a mixed-methods report needs the blocks of
        one. Left out: what the answers alone show.

    Returns
    -------
    DataFrame, one row a gap: report_id, found, expected (both in words)
    """
    own = answers[answers["category"] != SCREENING]
    rows: list[tuple[str, str, str]] = [
        (name, "answers to the screening questions alone", "the criteria of a category beside them")
        for name, failed in only_screened(answers, tool=tool).items()
        if not failed
    ]
    report, reports = pd.factorize(own["report_id"], sort=True)
    category, names = pd.factorize(own["category"], sort=True)
    criterion, items = pd.factorize(own["criterion"])
    there = np.zeros((len(reports), len(names)), dtype=bool)
    there[report, category] = True
    for at, name in enumerate(names):
        of = [one for one in tool["categories"][name]["criteria"] if one not in tool["optional"]]
        item = pd.Index(of).get_indexer(items)[criterion]
        known = (category == at) & (item >= 0)
        given = np.zeros((len(reports), len(of)), dtype=bool)
        given[report[known], item[known]] = True
        for which in np.flatnonzero(there[:, at] & ~given.all(axis=1)):
            lacking = [one for one, has in zip(of, given[which], strict=True) if not has]
            rows.append((reports[which], f"no {', '.join(lacking)}", f"all of {name}"))
    blocks_, of_report = np.unique(there, axis=0, return_inverse=True)
    structure = functools.cache(lambda at, design: _structure(frozenset(names[blocks_[at]]), tool, design))
    for name, at in zip(reports, of_report.tolist(), strict=True):
        rows += [(name, *fault) for fault in structure(at, (designs or {}).get(name))]
    return pd.DataFrame(rows, columns=["report_id", "found", "expected"]).sort_values(
        "report_id", kind="stable"
    )


def _structure(categories: frozenset[str], tool: Mapping, design: str | None) -> list[tuple[str, str]]:
    """Blocks that a report lacks or has too many of, where the tool combines blocks."""
    known = tool["categories"]
    found: list[tuple[str, str]] = []
    if not tool["combined"]:
        return found
    whole = [name for name in tool["combined"] if name in categories]
    if not whole:
        listed = ", ".join(name for name in known if name in categories)
        if len({known[name]["component"] for name in categories}) > 1:
            return [(f"{listed}: no mixed_methods block", "the block of the mixed design beside them")]
        if len(categories) > 1:
            return [(f"two blocks: {listed}", "the one that fits the design")]
        if design in tool["combined"]:
            return [
                (
                    f"{design}, and a block of {listed} alone",
                    "a qualitative, one quantitative and a mixed block",
                )
            ]
        return found
    for component in tool["combined"][whole[0]]:
        having = [name for name in known if name in categories and known[name]["component"] == component]
        if not having:
            found.append((f"{whole[0].replace('_', ' ')}, no {component} block", f"one {component} block"))
        elif len(having) > 1:
            found.append((f"{len(having)} {component} blocks: {', '.join(having)}", f"one {component} block"))
    return found


def tensions(answers: pd.DataFrame, *, tool: Mapping) -> pd.DataFrame:
    """Criteria that rest on other blocks and are met, although a criterion of those blocks is not (MMAT 2018: 5.5).

    Returns
    -------
    DataFrame, one row (report_id, criterion): unmet (the criteria of the other blocks that are not met, in words)
    """
    means = answers["answer"].map({word: answer["means"] for word, answer in tool["answers"].items()})
    component = answers["category"].map(
        {name: block["component"] for name, block in tool["categories"].items()}
    )
    rows = []
    for criterion, needs in tool["rests_on"].items():
        met = answers.loc[(answers["criterion"] == criterion) & (means == "met"), "report_id"]
        against = answers[(means == "not_met") & component.isin(needs) & answers["report_id"].isin(met)]
        unmet = against.sort_values("criterion").groupby("report_id")["criterion"].agg(", ".join)
        rows += [(report, criterion, items) for report, items in unmet.items()]
    return pd.DataFrame(rows, columns=["report_id", "criterion", "unmet"])


def ratings(answers: pd.DataFrame, *, tool: Mapping, overall: str | None = None) -> pd.DataFrame:
    """Every report rated under the tool's own scoring rule.

    Parameters
    ----------
    answers : DataFrame, one row (report_id, category, criterion)
        ``answer`` is a word of the tool, or "conflict" where appraisers differ; only an answer that means met earns a point.
    overall : {None, "count"}
        "count" rates by criteria met under a tool that has no overall rating too (MMAT 2018), against its authors' advice.

    Returns
    -------
    DataFrame indexed by report_id, sorted: points (Int64), of (the most there can be), lowest (the blocks that set it), note,
    judgement (a word of the tool, under the rule worst_domain; else missing), basis ("appraised" where it is the appraisers' own)
        Mixed methods: the lowest of the components, MMAT 2011's mixed block counting one more than its criteria met (Pluye et
        al. 2011; see the tool's data file). Points are missing, and ``note`` says why, where the appraisal is not complete, an
        answer is open between appraisers, or the report failed the screening questions and was appraised no further.

    Raises
    ------
    NoOverallRating for a tool without an overall rating, unless ``overall`` asks for a count and its criteria can be counted.
    """
    rule = tool["scoring"]
    if rule["rule"] == WORST_DOMAIN:
        return _judged(answers, tool)
    if rule["maximum"] is None or (rule["rule"] != CRITERIA_MET and overall != COUNT):
        raise NoOverallRating(f"{tool['title']} has no overall rating. {rule['caution']}")
    table = blocks(answers, tool=tool)
    table["points"] = table["met"].astype("Int64") + table["category"].map(rule["bonus"]).fillna(0).astype(
        "Int64"
    )
    group = table.groupby("report_id")
    screened_alone = only_screened(answers, tool=tool)
    points = group["points"].min() if tool["combined"] else group["points"].sum()
    every = points.index.union(screened_alone.index).rename("report_id")
    out = pd.DataFrame({"points": points.astype("Int64").reindex(every)})
    out["of"] = rule["maximum"]
    least = table[table["points"] == group["points"].transform("min")]
    out["lowest"] = least.groupby("report_id")["category"].agg(", ".join)
    out["note"] = _notes(answers, tool).reindex(out.index)
    out["points"] = out["points"].astype("Int64").mask(out["note"].notna())
    out = out.assign(judgement=pd.NA, basis="computed")
    return out.astype({"of": "Int64", "lowest": "string", "judgement": "string"})


def _notes(answers: pd.DataFrame, tool: Mapping) -> pd.Series:
    """Why reports have no rating: what they lack, and on what appraisers differ; a report that has one is left out."""
    alone = only_screened(answers, tool=tool)
    failed = screened(answers, tool=tool)[alone[alone].index]
    notes: dict[str, list[str]] = {report: [f"{FAILED} ({words})"] for report, words in failed.items()}
    for row in gaps(answers, tool=tool).itertuples():
        notes.setdefault(row.report_id, []).append(row.found)
    for word, says in ((CONFLICT, "appraisers differ on"), (UNSETTLED, "to settle:")):
        still = answers[(answers["answer"] == word) & (answers["category"] != SCREENING)]
        for report, items in still.groupby("report_id")["criterion"].agg(list).items():
            notes.setdefault(report, []).append(f"{says} {', '.join(items)}")
    return pd.Series({report: "; ".join(said) for report, said in notes.items()}, dtype="string")


def _judged(answers: pd.DataFrame, tool: Mapping) -> pd.DataFrame:
    """As `ratings`, under the rule worst_domain: a judgement of the appraisers' own stands whatever a report lacks."""
    table = judging.judged(answers[answers["category"] != SCREENING], tool=tool)
    every = pd.Index(answers["report_id"].unique(), dtype="string").sort_values()
    table = table.reindex(every).rename_axis("report_id")
    stated = table["stated"].notna()
    note = _notes(answers, tool).reindex(table.index).mask(stated)
    out = pd.DataFrame({"points": pd.NA, "of": pd.NA}, index=table.index, dtype="Int64")
    return out.assign(
        lowest=table["lowest"],
        note=note.astype("string"),
        judgement=table["judgement"].mask(note.notna()),
        basis=stated.map({True: "appraised", False: "computed"}),
    )


def screened(answers: pd.DataFrame, *, tool: Mapping) -> pd.Series:
    """Screening questions that are not answered with what means met: report_id -> "S2: can't tell", sorted; others left out."""
    own = answers[answers["category"] == SCREENING].sort_values(["report_id", "criterion"])
    words = {word: answer["label"] for word, answer in tool["answers"].items()}
    words |= {CONFLICT: "appraisers differ", UNSETTLED: "to settle"}
    met = [word for word, answer in tool["answers"].items() if answer["means"] == "met"]
    own = own[~own["answer"].isin(met)]
    said = own["criterion"].astype("string") + ": " + own["answer"].map(words).astype("string")
    return said.groupby(own["report_id"]).agg("; ".join).astype("string")


def only_screened(answers: pd.DataFrame, *, tool: Mapping) -> pd.Series:
    """The reports that are answered on the screening questions alone: report_id -> whether they failed one, sorted.

    Who fails them is appraised no further, and stays one of the reports all the same.
    """
    further = answers.loc[answers["category"] != SCREENING, "report_id"]
    asked = answers[(answers["category"] == SCREENING) & ~answers["report_id"].isin(further)]
    means = asked["answer"].map({word: answer["means"] for word, answer in tool["answers"].items()})
    return means.isin(["not_met", "unclear"]).groupby(asked["report_id"]).any().astype(bool)


# --- ratings as reported, and as the answers give them


def maximum(unit: str) -> int:
    """The most that a unit allows: 100 of "percent", 4 of "points_of_4" and "stars_of_4"."""
    return 100 if unit == "percent" else int(unit.rpartition("_")[2])


def overall(ratings: pd.DataFrame, computed: pd.DataFrame | None = None) -> pd.DataFrame:
    """One rating a report: as reported; where none is, as its answers give it.

    Parameters
    ----------
    ratings : table ratings.
    computed : what `computed` gives; left out: reported ratings alone.

    Returns
    -------
    DataFrame indexed by report_id: tool, rating (Int64), unit, component, basis, note, judgement
        The overall rating where one is printed; else the lowest of the components printed, named in ``component``. ``basis`` is
        "reported" or "computed". A computed one is missing where there are answers and no rating; ``note`` then says what the
        appraisal lacks, and is missing where the tool has no rating. A reported one is missing where its cell holds a word for
        nothing; ``note`` is that word.
    """
    written = ratings.get("rating" + AS_CHARTED, pd.Series(pd.NA, ratings.index, "string"))
    ranked = ratings.assign(
        silent=ratings["rating"].isna(),
        rank=(ratings["component"] != OVERALL).astype(int),
        basis="reported",
        note=written.where(written.isin(WORDS)).astype("string"),
        judgement=pd.array([pd.NA] * len(ratings), dtype="string"),
    )
    first = ranked.sort_values(["report_id", "silent", "rank", "rating"]).drop_duplicates("report_id")
    own = first.set_index("report_id")[RATED]
    if computed is None or computed.empty:
        return own
    own = own[own["rating"].notna() | ~own.index.isin(computed.index)]
    more = computed.loc[~computed.index.isin(own.index)]
    return pd.concat([own, more[own.columns]]).sort_index()


def computed(stands: pd.DataFrame, *, tools: Tools, overall: str | None = None) -> pd.DataFrame:
    """The rating that the answers give each report, under every tool that rates.

    Parameters
    ----------
    stands : what `standing` gives.
    overall : as in `ratings`.

    Returns
    -------
    DataFrame indexed by report_id: tool, rating (Int64, missing where not complete), unit, component, basis, note, judgement (the
    tool's label of an overall judgement, under the rule worst_domain)
    """
    parts = []
    for name, own in stands.groupby("tool"):
        rule = tools[name]["scoring"]
        try:
            rated = ratings(own, tool=tools[name], overall=overall)
        except NoOverallRating:
            rated = pd.DataFrame(index=pd.Index(own["report_id"].unique(), name="report_id"))
            rated = rated.assign(points=pd.NA, note=pd.NA, judgement=pd.NA, basis="computed")
        labels = {word: answer["label"] for word, answer in tools[name]["answers"].items()}
        unit = f"points_of_{rule['maximum']}" if rule["maximum"] else pd.NA
        rated = rated.assign(
            tool=name, unit=unit, component=OVERALL, judgement=rated["judgement"].map(labels)
        )
        parts.append(rated.rename(columns={"points": "rating"}))
    if not parts:
        return pd.DataFrame(columns=RATED, index=pd.Index([], name="report_id")).astype({"rating": "Int64"})
    table = pd.concat(
        part.astype({"rating": "Int64", "note": "string", "judgement": "string"}) for part in parts
    )
    silent = table["rating"].isna() & table["judgement"].isna()
    table = table[~silent | ~table.index.isin(table.index[~silent])]  # of several tools, the first that rates
    return table[~table.index.duplicated()][RATED].sort_index()


def points(rated: pd.DataFrame, *, tools: Tools) -> pd.Series:
    """Ratings in points of their tool's scale, Float64: 75 % of four is 3; missing where a unit has another scale.

    Parameters
    ----------
    rated : DataFrame with tool, rating and unit, as `overall` gives it.
    """
    most = (
        rated["tool"]
        .map({name: tool["scoring"]["maximum"] for name, tool in tools.items()})
        .astype("Float64")
    )
    of = (
        rated["unit"].map({unit: maximum(unit) for unit in rated["unit"].dropna().unique()}).astype("Float64")
    )
    same = (rated["unit"] == "percent") | (of == most)
    return (rated["rating"].astype("Float64") * most / of).where(same)


def alike(rated: pd.DataFrame) -> pd.DataFrame:
    """Ratings in one unit, so that they can be ranged: as they are where they share one, else in per cent of what each allows.

    Parameters
    ----------
    rated : what `overall` gives.

    Returns
    -------
    DataFrame, the rated reports alone: as given, rating (Float64) and unit in one unit
    """
    given = rated[rated["rating"].notna()]
    values = given["rating"].astype("Float64")
    if given["unit"].nunique() < 2:
        return given.assign(rating=values)
    most = given["unit"].map({unit: maximum(unit) for unit in given["unit"].unique()})
    return given.assign(rating=values * 100 / most, unit="percent")


def by_design(rated: pd.DataFrame, reports: pd.DataFrame, *, known: Designs) -> pd.DataFrame:
    """Ratings by design: one row a design, in the review's order; then what is no design, a blank one (missing) last.

    Parameters
    ----------
    rated : what `alike` gives.
    known : the designs of the review.

    Returns
    -------
    DataFrame: design, reports, rated, minimum, maximum (missing where nothing is rated), counts (rating -> reports, as a dict,
    lowest first), report_ids (of the rated, as a list)
    """
    joined = reports[["report_id", "design"]].join(rated["rating"], on="report_id")
    rows = []
    for design in [*known.in_order(joined["design"]), None]:
        own = joined[joined["design"] == design] if design else joined[joined["design"].isna()]
        given = own["rating"].dropna().astype(float)
        spread = (given.min(), given.max()) if len(given) else (None, None)
        counts = given.value_counts().sort_index().to_dict()
        if len(own):
            rows.append(
                (
                    design,
                    len(own),
                    len(given),
                    *spread,
                    counts,
                    own.loc[own["rating"].notna(), "report_id"].tolist(),
                )
            )
    return pd.DataFrame(
        rows, columns=["design", "reports", "rated", "minimum", "maximum", "counts", "report_ids"]
    )

    return pd.DataFrame(
        rows, columns=["design", "reports", "rated", "minimum", "maximum", "counts", "report_ids"]
    )


def judged_by_design(
    rated: pd.DataFrame, reports: pd.DataFrame, *, tools: Tools, known: Designs
) -> list[dict[str, int]]:
    """Overall judgements in words by design: judgement -> reports, from the best on, one a row of `by_design`.

    Parameters
    ----------
    rated : what `overall` gives.
    """
    order = [answer["label"] for tool in tools.values() for answer in tool["answers"].values()]
    joined = reports[["report_id", "design"]].join(rated["judgement"], on="report_id")
    found = []
    for design in by_design(alike(rated), reports, known=known)["design"]:
        same = joined["design"].eq(design).fillna(False) if design else joined["design"].isna()
        counts = joined.loc[same, "judgement"].value_counts()
        found.append({word: int(counts[word]) for word in dict.fromkeys(order) if word in counts.index})
    return found
