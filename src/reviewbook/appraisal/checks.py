"""What can be wrong with appraisals and ratings (checks.yaml lists the kinds)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from reviewbook.appraisal import answering, instruments, judging
from reviewbook.appraisal.answering import (
    CONSENSUS,
    Tools,
    criteria,
    gaps,
    maximum,
    standing,
    tensions,
)
from reviewbook.appraisal.instruments import tool as named
from reviewbook.appraisal.of_review import compared, tools_of
from reviewbook.appraisal.scoring import DIFFERS
from reviewbook.review.designs import DESIGN, Designs, categories, designs
from reviewbook.review.instruments import WORST_DOMAIN
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import Problem, ReviewProblems, quote


def answer_problems(
    appraisals: pd.DataFrame,
    ratings: pd.DataFrame,
    *,
    load: Callable[[str], dict] = named,
    designs: Mapping[str, str | None] | None = None,
) -> list[Problem]:
    """Tools that are not known, answers and criteria that a tool does not have, appraisals that are not complete, ratings beyond
    their unit.

    Parameters
    ----------
    load : gives a tool by its name, or raises ReviewProblems.
    designs : as in `gaps`.
    """
    found: list[Problem] = []
    tools: dict[str, dict] = {}
    for file, table in (("appraisals.csv", appraisals), ("ratings.csv", ratings)):
        for name in table["tool"].dropna().unique():
            try:
                tools.setdefault(name, load(name))
            except ReviewProblems as unknown:
                (first, *_), row = unknown.problems, int(table.index[table["tool"] == name][0]) + 2
                expected = first.expected if first.code == "APPR-006" else f"{first.file} as instruments are"
                found.append(Problem("APPR-006", file, quote(name), expected, row=row, field="tool"))
    found += _strangers(appraisals, tools)
    if not found and len(appraisals):
        found += _incomplete(appraisals, tools, designs)
        found += _unsettled(appraisals)
        found += _tensions(appraisals, tools)
        found += _milder(appraisals, tools)
    for unit in ratings["unit"].dropna().unique():
        most = maximum(unit)
        for at in ratings.index[((ratings["unit"] == unit) & (ratings["rating"] > most)).fillna(False)]:
            seen = str(ratings.at[at, "rating"])
            found.append(
                Problem("APPR-004", "ratings.csv", seen, f"at most {most}", row=at + 2, field="rating")
            )
    return found


def _strangers(appraisals: pd.DataFrame, tools: Tools) -> list[Problem]:
    """Criteria, categories and answers that a tool does not have: judged once for each distinct one, told for each row."""
    found: list[Problem] = []
    columns = ["tool", "category", "criterion", "answer"]
    for (name, category, criterion, answer), rows in appraisals.groupby(columns, sort=False).groups.items():
        if name not in tools:
            continue
        known = criteria(tools[name])
        home = next((block for block, items in known.items() if criterion in items), None)
        wrong: list[tuple[str, str, str, str]] = []
        if home is None:
            every = ", ".join(item for items in known.values() for item in items)
            wrong.append(("APPR-001", f"{criterion} under {name}", every, "criterion"))
        elif category != home:
            wrong.append(("APPR-002", f"{criterion} under {category}", home, "category"))
        if answer not in tools[name]["answers"]:
            wrong.append(("APPR-012", quote(answer), f"one of {', '.join(tools[name]['answers'])}", "answer"))
        found += [
            Problem(code, "appraisals.csv", seen, expected, row=at + 2, field=field)
            for at in rows
            for code, seen, expected, field in wrong
        ]
    return sorted(found, key=lambda problem: (problem.row or 0, problem.code))


def _tensions(appraisals: pd.DataFrame, tools: Tools) -> list[Problem]:
    """Notices of what `tensions` finds in the answers that stand."""
    found = []
    stands = standing(appraisals)
    for name, own in stands.groupby("tool"):
        for row in tensions(own, tool=tools[name]).itertuples():
            there = (appraisals["report_id"] == row.report_id) & (appraisals["criterion"] == row.criterion)
            found.append(
                Problem(
                    "APPR-011",
                    "appraisals.csv",
                    f"{row.criterion} met for {row.report_id}, and {row.unmet} not",
                    f"{row.criterion} met only where those are",
                    row=int(appraisals.index[there & (appraisals["tool"] == name)][0]) + 2,
                    field="answer",
                )
            )
    return found


def _milder(appraisals: pd.DataFrame, tools: Tools) -> list[Problem]:
    """Notices of overall judgements that stand and are milder than the worst domain (`judging.milder`)."""
    found = []
    for name, own in standing(appraisals).groupby("tool"):
        scoring = tools[name]["scoring"]
        if scoring["rule"] != WORST_DOMAIN or (overall := scoring.get("overall")) is None:
            continue
        for report, row in judging.milder(own, tool=tools[name]).iterrows():
            there = (appraisals["report_id"] == report) & (appraisals["criterion"] == overall)
            found.append(
                Problem(
                    "APPR-013",
                    "appraisals.csv",
                    f"{row['stated']} for {report}, and {row['worst']} in {row['lowest']}",
                    f"{row['worst']}, or worse",
                    row=int(appraisals.index[there & (appraisals["tool"] == name)][0]) + 2,
                    field="answer",
                )
            )
    return found


def _incomplete(
    appraisals: pd.DataFrame, tools: Tools, designs: Mapping[str, str | None] | None
) -> list[Problem]:
    """Gaps of every appraiser's own answers. A consensus beside others settles single criteria only."""
    alone = appraisals.groupby(["report_id", "tool"])["appraiser"].transform("nunique") == 1
    whole = appraisals[(appraisals["appraiser"] != CONSENSUS) | alone]
    found = []
    for (name, appraiser), own in whole.groupby(["tool", "appraiser"]):
        first = own.drop_duplicates("report_id").reset_index().set_index("report_id")["index"]
        found += [
            Problem(
                "APPR-003",
                "appraisals.csv",
                f"{gap.report_id} by {appraiser}: {gap.found}",
                gap.expected,
                row=int(first[gap.report_id]) + 2,
                field="category" if "block" in gap.found else "criterion",
            )
            for gap in gaps(own, tool=tools[name], designs=designs).itertuples()
        ]
    return sorted(found, key=lambda problem: problem.row or 0)


def _unsettled(appraisals: pd.DataFrame) -> list[Problem]:
    """One for each tool on whose criteria appraisers differ, and no consensus says what holds (DRAF-004)."""
    open_ = answering.in_conflict(appraisals)
    return [
        Problem(
            "DRAF-004",
            "appraisals.csv",
            f"{n:,} criteri{'on' if n == 1 else 'a'} of {tool} in conflict",
            "an answer by consensus for each",
            field="answer",
        )
        for tool, n in open_.items()
    ]


def rating_problems(table: pd.DataFrame) -> list[Problem]:
    """Reported ratings that differ from the answers (APPR-005); ``table`` is from `scoring.compared`."""
    return [
        Problem(
            "APPR-005",
            "ratings.csv",
            f"{row.written} for {row.report_id}",
            f"{row.computed:g}, from the answers in appraisals.csv ({row.convention})",
            row=row.Index + 2,
            field="rating",
        )
        for row in table[table["verdict"] == DIFFERS].itertuples()
    ]


def problems(r: Review) -> list[Problem]:
    """Every problem of a review's appraisals and ratings; the sums only where tools and answers are known."""
    found = instruments.own_problems(r.path)
    found += answer_problems(
        r.appraisals,
        r.ratings,
        load=functools.partial(instruments.tool, folder=r.path),
        designs=categories(r),
    )
    asked = r.package.get("overall")
    if asked not in (None, answering.COUNT):
        expected = f"{answering.COUNT}, or no such property"
        found.append(Problem("APPR-009", "datapackage.json", quote(str(asked)), expected, field="overall"))
    if any(problem.severity == "problem" for problem in found):
        return found
    return (
        found + rating_problems(compared(r)) + design_problems(r.reports, r.choices, designs(r), appraised(r))
    )


def appraised(r: Review) -> dict[str, list[Mapping]]:
    """The tools with more than one category that each report is appraised or rated by: report_id -> tools."""
    tools = {name: tool for name, tool in tools_of(r).items() if len(tool["categories"]) > 1}
    pairs = pd.concat(
        [r.appraisals[["report_id", "tool"]], r.ratings[["report_id", "tool"]]]
    ).drop_duplicates()
    found: dict[str, list[Mapping]] = {}
    for report, name in pairs.dropna().itertuples(index=False):
        if name in tools:
            found.setdefault(report, []).append(tools[name])
    return found


def design_problems(
    reports: pd.DataFrame, choices: pd.DataFrame, known: Designs, tools: Mapping[str, Sequence[Mapping]]
) -> list[Problem]:
    """Designs of the review's own that an appraisal needs a category of, and that have none (APPR-014) or one that no tool has (APPR-015).

    Parameters
    ----------
    tools : report_id -> tools with categories that it is appraised by.
    """
    if not known.mapped:
        return []
    rows = choices.index[choices["question_id"] == DESIGN]
    at = dict(zip(choices.loc[rows, "value"], rows, strict=True))
    found = []
    of_design = reports.dropna(subset=[DESIGN]).groupby(DESIGN)["report_id"].agg(list)
    for design in known.in_order(of_design.index):
        own = [tool for report in of_design[design] for tool in tools.get(report, ())]
        if not own or design in NOTHING or design not in at:
            continue
        expected = "one of " + ", ".join(dict.fromkeys(name for tool in own for name in tool["categories"]))
        given = known.categories.get(design)
        row = int(at[design]) + 2
        if given is None:
            n = sum(report in tools for report in of_design[design])
            seen = (
                f"no category of {quote(design)}, the design of {n:,} appraised report{'' if n == 1 else 's'}"
            )
            found.append(Problem("APPR-014", "choices.csv", seen, expected, row, "category"))
        elif given not in NOTHING and not any(given in tool["categories"] for tool in own):
            found.append(Problem("APPR-015", "choices.csv", quote(given), expected, row, "category"))
    return found
