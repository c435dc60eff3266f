"""The rules of appraisal: MMAT answers scored, ratings as reported, and where the two differ."""

from __future__ import annotations

import pandas as pd

from reviewbook.instruments import instrument
from reviewbook.problems import Problem

CONSENSUS = "consensus"
MAXIMUM = {"points_of_4": 4, "points_of_5": 5, "percent": 100}
COMPONENTS = {
    "qualitative": "qualitative",
    "quantitative_randomised": "quantitative",
    "quantitative_nonrandomised": "quantitative",
    "quantitative_descriptive": "quantitative",
    "mixed_methods": "mixed_methods",
}


class NoOverallRating(ValueError):
    """Raised where a tool's authors discourage a total (MMAT 2018)."""


def criteria(tool: str) -> dict[str, dict[str, str]]:
    """Criteria of a tool: category -> criterion -> label, the screening questions under "screening"."""
    data = instrument(tool)
    return {"screening": data["screening"]} | {name: c["criteria"] for name, c in data["categories"].items()}


def standing(appraisals: pd.DataFrame) -> pd.DataFrame:
    """The answer that stands for each criterion: one row (report_id, tool, category, criterion), answer.

    The consensus where there is one; else the answer on which all appraisers agree; else "conflict".
    """
    keys = ["report_id", "tool", "category", "criterion"]
    ordered = appraisals.sort_values([*keys, "appraiser"])
    agreed = ordered[ordered["appraiser"] == CONSENSUS]
    settled = set(zip(*(agreed[k] for k in keys), strict=True))
    open_ = ordered[[key not in settled for key in zip(*(ordered[k] for k in keys), strict=True)]]
    grouped = open_.groupby(keys)["answer"].agg(["first", "nunique"]).reset_index()
    grouped["answer"] = grouped["first"].where(grouped["nunique"] == 1, "conflict")
    both = pd.concat([agreed[[*keys, "answer"]], grouped[[*keys, "answer"]]])
    return both.sort_values(keys).reset_index(drop=True)


def rating(answers: pd.DataFrame, *, tool: str) -> pd.Series:
    """Points per report under the tool's own scoring rule.

    Parameters
    ----------
    answers : DataFrame, one row per (report_id, category, criterion)
        ``answer`` is "yes", "no", "cannot_tell" or "conflict"; only "yes" earns a point.
    tool : {"mmat-2011"}

    Returns
    -------
    Series of Int64, 0 to 4 points, indexed by report_id
        Mixed methods: the lowest of the components (Pluye et al. 2011), the mixed block counting one more than its criteria
        met, because it has three criteria.

    Raises
    ------
    NoOverallRating for a tool whose authors discourage a total (MMAT 2018).

    Examples
    --------
    >>> answers = pd.DataFrame({"report_id": "Doe2015", "category": "qualitative",
    ...                         "criterion": ["1.1", "1.2", "1.3", "1.4"], "answer": ["yes", "yes", "no", "cannot_tell"]})
    >>> rating(answers, tool="mmat-2011").to_dict()
    {'Doe2015': 2}
    """
    rule = instrument(tool)["scoring"]
    if rule["rule"] != "criteria_met":
        raise NoOverallRating(
            f"{instrument(tool)['title']} discourages an overall rating; show the answers by criterion."
        )
    scored = answers[answers["category"] != "screening"]
    met = (scored["answer"] == "yes").groupby([scored["report_id"], scored["category"]]).sum().unstack()
    if "mixed_methods" in met:
        met["mixed_methods"] += rule["mixed_block_bonus"]
    return met.min(axis=1).astype("Int64").rename("points")


def overall(ratings: pd.DataFrame) -> pd.DataFrame:
    """One rating a report, as reported.

    Returns
    -------
    DataFrame indexed by report_id: tool, rating (Int64), unit, component
        The overall rating where one is printed; else the lowest of the components printed, named in ``component``.
    """
    ranked = ratings.assign(
        silent=ratings["rating"].isna(), rank=(ratings["component"] != "overall").astype(int)
    )
    first = ranked.sort_values(["report_id", "silent", "rank", "rating"]).drop_duplicates("report_id")
    return first.set_index("report_id")[["tool", "rating", "unit", "component"]]


def by_design(ratings: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Ratings by design: one row a design, in the schema's order.

    Columns: design, reports, rated, minimum, maximum, median (missing where nothing is rated), report_ids (of the rated,
    as a list).
    """
    joined = reports[["report_id", "design"]].join(overall(ratings)["rating"], on="report_id")
    rows = []
    for design in ("qualitative", "mixed_methods", "quantitative"):
        own = joined[joined["design"] == design]
        given = own["rating"].dropna().astype(float)
        spread = (given.min(), given.max(), given.median()) if len(given) else (None, None, None)
        if len(own):
            rows.append(
                (design, len(own), len(given), *spread, own.loc[own["rating"].notna(), "report_id"].tolist())
            )
    return pd.DataFrame(
        rows, columns=["design", "reports", "rated", "minimum", "maximum", "median", "report_ids"]
    )


def compared(appraisals: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Overall ratings as reported beside those that the answers give: one row a report with both (in points)."""
    rows = []
    for tool, answers in standing(appraisals).groupby("tool"):
        if instrument(tool)["scoring"]["rule"] != "criteria_met":
            continue
        printed = (ratings["tool"] == tool) & (ratings["component"] == "overall") & ratings["rating"].notna()
        reported = overall(ratings[printed])
        for report, points in rating(answers, tool=tool).items():
            if report in reported.index:
                row = reported.loc[report]
                as_points = row["rating"] / 25 if row["unit"] == "percent" else row["rating"]
                rows.append((report, tool, as_points, points))
    return pd.DataFrame(rows, columns=["report_id", "tool", "reported", "computed"])


def problems(appraisals: pd.DataFrame, ratings: pd.DataFrame) -> list[Problem]:
    """Criteria that the tool does not have, appraisals that are not complete, ratings beyond their unit."""
    found: list[Problem] = []
    for at, row in appraisals.iterrows():
        known = criteria(row["tool"])
        home = [category for category, items in known.items() if row["criterion"] in items]
        place = {"file": "appraisals.csv", "row": at + 2}
        if not home:
            every = ", ".join(item for items in known.values() for item in items)
            found.append(
                Problem(
                    "APPR-001",
                    found=f"{row['criterion']} under {row['tool']}",
                    expected=every,
                    field="criterion",
                    **place,
                )
            )
        elif row["category"] not in home:
            seen = f"{row['criterion']} under {row['category']}"
            found.append(Problem("APPR-002", found=seen, expected=home[0], field="category", **place))
    if not found and len(appraisals):
        found += _incomplete(appraisals)
    for at, row in ratings.iterrows():
        most = MAXIMUM[row["unit"]]
        if pd.notna(row["rating"]) and row["rating"] > most:
            found.append(
                Problem(
                    "APPR-004",
                    "ratings.csv",
                    str(row["rating"]),
                    f"at most {most}",
                    row=at + 2,
                    field="rating",
                )
            )
    if not found and len(appraisals) and len(ratings):
        table = compared(appraisals, ratings)
        for report, tool, reported, computed in table[table["reported"] != table["computed"]].itertuples(
            index=False
        ):
            same = (
                (ratings["report_id"] == report)
                & (ratings["tool"] == tool)
                & (ratings["component"] == "overall")
            )
            seen, expected = f"{reported:g} for {report}", f"{computed}, from the answers in appraisals.csv"
            found.append(
                Problem(
                    "APPR-005", "ratings.csv", seen, expected, row=ratings.index[same][0] + 2, field="rating"
                )
            )
    return found


def _incomplete(appraisals: pd.DataFrame) -> list[Problem]:
    found = []
    alone = appraisals.groupby(["report_id", "tool"])["appraiser"].transform("nunique") == 1
    whole = (
        appraisals["appraiser"] != CONSENSUS
    ) | alone  # a consensus beside others settles single criteria only
    for (report, tool, appraiser), own in appraisals[whole].groupby(["report_id", "tool", "appraiser"]):
        known, who = criteria(tool), f"{report} by {appraiser}"
        categories = set(own["category"]) - {"screening"}
        for category in sorted(categories):
            lacking = [
                item
                for item in known[category]
                if item not in set(own.loc[own["category"] == category, "criterion"])
            ]
            if lacking:
                found.append(
                    Problem(
                        "APPR-003", "appraisals.csv", f"{who}: no {', '.join(lacking)}", f"all of {category}"
                    )
                )
        if "mixed_methods" in categories:
            parts = {COMPONENTS[category] for category in categories}
            for part in ("qualitative", "quantitative"):
                if part not in parts:
                    found.append(
                        Problem("APPR-003", "appraisals.csv", f"{who}: mixed methods, no {part} block", "one")
                    )
    return found
