"""Each report as a mark by its rating and its design: one picture of what the evidence is. How it looks: `book/_static/landing.css`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from reviewbook.appraisal import answering, rating_words
from reviewbook.appraisal.of_review import MIN_RATING, rated, tools_of
from reviewbook.page.escape import html_in_myst as escape
from reviewbook.page.links import address
from reviewbook.page.words import counted, do, joined
from reviewbook.review.bibliography import labels
from reviewbook.review.designs import designs
from reviewbook.review.model import Review

NAMED = (
    40  # reports up to which each mark has its name beside it; of more the name shows when one points at it
)
MOST = 400  # marks that a picture can hold
SHAPES = 3  # that are told apart; further designs share the last, and have columns of their own all the same
NOT_RATED = "Not rated"
NO_DESIGN = "Design not charted yet"
_SURNAME = re.compile(r"^(.+?)(?: et al\.| and |, )? ?(?:\d{4}[a-z]?|n\.d\.)?$")


def placed(review: Review) -> str:
    """A table of marks: a row a rating, from the best on, a column a design, in each cell the reports, each a link to its page.

    Returns
    -------
    HTML without a blank line, which also holds within MyST; empty where no report is rated, or there are more than `MOST`.
    """
    table = rated(review).join(review.reports.set_index("report_id")["design"], how="right")
    tiers = _tiers(table, review)
    if len(table) > MOST or not tiers:
        return ""
    known = designs(review)
    columns: list[Any] = [*known.in_order(table["design"]), *([None] if table["design"].isna().any() else [])]
    order = {design: at for at, design in enumerate(known.words)}  # a design has one shape everywhere
    full = labels(review)
    short = _short({report: full[report] for report in table.index})
    heads = "".join(
        f'<th scope="col">{escape(known.word(one) if one is not None else NO_DESIGN)}</th>' for one in columns
    )
    rows = []
    for tier, reports in tiers:
        cells = []
        for design in columns:
            shape = SHAPES - 1 if design is None else min(order.get(str(design), SHAPES), SHAPES - 1)
            own = [one for one in reports if _same(table.at[one, "design"], design)]
            marks = "".join(
                f'<li><a class="rb-mark rb-shape-{shape}" href="{address("reports", one)}" '
                f'title="{escape(_told(one, full, table, known.word))}"><span>{escape(short[one])}</span></a></li>'
                for one in own
            )
            cells.append(f"<td>{f'<ul>{marks}</ul>' if marks else ''}</td>")
        rows.append(f'<tr><th scope="row">{escape(tier)}</th>{"".join(cells)}</tr>')
    many = " rb-many" if len(table) > NAMED else ""
    return "\n".join(
        [
            f'<figure class="rb-placed{many}">',
            f'<p class="rb-finding-of">{escape(_finding(table))}</p>',
            f'<p class="rb-unit">{escape(_unit(table, review))}</p>',
            '<div class="rb-frame"><table>',
            f'<caption class="rb-unseen">{escape(_unit(table, review))}</caption>',
            f'<thead><tr><th scope="col">Rating</th>{heads}</tr></thead>',
            f"<tbody>{''.join(rows)}</tbody>",
            "</table></div>",
            "</figure>",
        ]
    )


def counts(review: Review) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """What `placed` shows, in numbers: the designs, and for each rating from the best on how many reports of each design have it.

    Both are empty where no report is rated.
    """
    table = rated(review).join(review.reports.set_index("report_id")["design"], how="right")
    known = designs(review)
    columns: list[Any] = [*known.in_order(table["design"]), *([None] if table["design"].isna().any() else [])]
    tiers = [
        (tier, [sum(_same(table.at[one, "design"], design) for one in own) for design in columns])
        for tier, own in _tiers(table, review)
    ]
    return [known.word(one) if one is not None else NO_DESIGN for one in columns] if tiers else [], tiers


def finding(review: Review) -> str:
    """The title of the picture, made from the numbers; "" where no report is rated."""
    table = rated(review).join(review.reports.set_index("report_id")["design"], how="right")
    return _finding(table) if _tiers(table, review) else ""


def _tiers(table: pd.DataFrame, review: Review) -> list[tuple[str, list[str]]]:
    """The rows, each with its reports in order: ratings from the highest on, judgements from the best on, those without either last."""
    given = table[table["rating"].notna()]
    judged = table[table["rating"].isna() & table["judgement"].notna()]
    found: list[tuple[str, list[str]]] = []
    if len(given):
        alike = answering.alike(given)
        unit = str(alike["unit"].iloc[0])
        values = sorted(alike["rating"].astype(float).unique(), reverse=True)
        if unit != "percent":
            values = [float(n) for n in range(answering.maximum(unit), -1, -1)]
        for value in values:
            own = alike.index[alike["rating"].astype(float) == value]
            found.append((rating_words.out_of(f"{value:g}", unit), list(own)))
    order = [answer["label"] for tool in tools_of(review).values() for answer in tool["answers"].values()]
    by_word = ((str(word), list(judged.index[judged["judgement"] == word])) for word in dict.fromkeys(order))
    found += [(word, own) for word, own in by_word if own]
    if found and len(rest := table.index.difference([one for _, own in found for one in own], sort=False)):
        found.append((NOT_RATED, list(rest)))
    return found


def _same(one: object, design: object) -> bool:
    return bool(pd.isna(one)) if design is None else bool(pd.notna(one) and str(one) == design)


def _short(names: Mapping[str, str]) -> dict[str, str]:
    """Reports by their first author alone, where that is one report's."""
    found = {report: match[1] if (match := _SURNAME.match(name)) else name for report, name in names.items()}
    first = {report: name.split(" and ")[0].split(" et al")[0] for report, name in found.items()}
    often = pd.Series(list(first.values())).value_counts()
    return {
        report: name if often[name] == 1 else names[report].replace(" et al.", "")
        for report, name in first.items()
    }


def _told(report: str, full: Mapping[str, str], table: pd.DataFrame, word: Any) -> str:
    """What a mark says: the report, its design, its rating."""
    row = table.loc[report].to_dict()
    there = [key for key in ("rating", "judgement", "note", "basis") if pd.notna(row[key])]
    design = "design not charted yet" if pd.isna(row["design"]) else word(row["design"])
    return f"{full[report]}: {design}; {f'rating {rating_words.of_row(row)}' if there else NOT_RATED.lower()}"


def _finding(table: pd.DataFrame) -> str:
    """What the picture shows, made from the numbers: "Ratings go from 0/4 to 4/4; 5 of 15 reports are below 2/4"."""
    given = table[table["rating"].notna()]
    if given.empty:
        counts = table["judgement"].dropna().value_counts()
        return "Reports by judgement: " + joined(f"{n:,} {word}" for word, n in counts.items())
    alike = answering.alike(given)
    unit, values = str(alike["unit"].iloc[0]), alike["rating"].astype(float)
    low, high = (rating_words.out_of(f"{value:g}", unit) for value in (values.min(), values.max()))
    spread = f"Ratings go from {low} to {high}" if low != high else f"All rated reports have {low}"
    points = given["points"].dropna().astype(float)
    below = int((points < MIN_RATING).sum())
    if len(points) < len(given):
        return spread
    return f"{spread}; {below:,} of {counted(len(given), 'report')} {do(below, 'are')} below {rating_words.out_of(str(MIN_RATING), unit)}"


def _unit(table: pd.DataFrame, review: Review) -> str:
    """What is shown of how many."""
    names: Sequence[str] = [tool["title"] for tool in tools_of(review).values()]
    by = f"; {joined(names)}" if names else ""
    return f"{counted(len(table), 'report')} by rating and design, each leads to its page{by}"
