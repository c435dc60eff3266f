"""Sensitivity analysis: what chapters show with and without the low-rated reports, and which conclusions rest on them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.appraisal import of_review
from reviewbook.appraisal import sensitivity as rules
from reviewbook.appraisal.of_review import low_points
from reviewbook.appraisal.rating_words import of_report
from reviewbook.page.grid import absent, absent_all, grid, in_place, no_scheme, page
from reviewbook.page.marks import Marks
from reviewbook.page.words import cite, coded, counted, escape, first, number, said, silence, symbol
from reviewbook.review import nouns
from reviewbook.review.designs import Designs, designs
from reviewbook.review.labels import UNSAID, label
from reviewbook.review.model import Review
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.review.schemes import titled
from reviewbook.studies.of_review import linked, people
from reviewbook.themes import coding
from reviewbook.themes import of_review as themes

NAMED = 20  # low-rated reports that are named under a table; more are counted
TITLES = {
    "studies": "reports, studies and people",
    "themes": "themes",
    "frameworks": "categories",
}
NEEDED = {
    "studies": ("reports", "studies"),
    "themes": ("codes", "excerpts", "codings"),
    "frameworks": ("codes", "excerpts", "codings"),
}
WEAK = ("alone", "mostly")  # verdicts that a reader should not miss
NOTHING_CHANGES = "What changes"


def sensitivity(review: Review, of: str) -> Markdown:
    """What changes when the reports rated below the review's ``min_rating`` are set aside.

    ``of`` is "studies" (reports, studies, interventions, people), "themes" (found in the data) or "frameworks" (every coding
    scheme that was brought to them).
    """
    caption, name = f"Sensitivity analysis: {TITLES[of]}", f"tbl-sensitivity-{of}"
    if line := absent(review, *NEEDED[of]):
        return in_place(line, caption=caption, name=name)
    rated = of_review.rated(review)
    low = rules.low_rated(rated, min_rating=review.min_rating)
    if line := _no_contrast(review, rated, low):
        return in_place(line, caption=caption, name=name)
    shows = {"studies": _counts, "themes": _themes, "frameworks": _frameworks}
    table = shows[of](review, low)
    if table is None:
        return in_place(no_scheme(of), caption=caption, name=name)
    head, rows, note = table
    return page(grid(head, rows, caption=caption, name=name), _set_aside(review, rated, low), note)


def conclusions(review: Review) -> Markdown:
    """The conclusions that rest on low-rated reports alone or mostly, with all reports behind each and their ratings."""
    caption, name = "Conclusions that rest on low-rated reports", "tbl-sensitivity-conclusions"
    if line := absent(review, "reports"):
        return in_place(line, caption=caption, name=name)
    rated = of_review.rated(review)
    low = rules.low_rated(rated, min_rating=review.min_rating)
    if line := _no_contrast(review, rated, low):
        return in_place(line, caption=caption, name=name)
    found = of_review.conclusions(review)
    if found.empty:
        line = "This review has no themes or categories, so that no conclusion is followed to its reports."
        return in_place(line, caption=caption, name=name)
    weak = found[found["verdict"].isin(WEAK)].sort_values("verdict", kind="stable")
    n = {verdict: int((found["verdict"] == verdict).sum()) for verdict in rules.VERDICTS}
    note = (
        f"Conclusions with a report behind them (themes, subthemes, categories): {len(found)}. Resting on low-rated "
        f"reports alone: {n['alone']}; mostly: {n['mostly']}; partly: {n['partly']}; not at all: {n['none']}."
    )
    if weak.empty:
        line = f"No conclusion rests alone or mostly on reports rated below {low_points(review)}."
        shown = grid([NOTHING_CHANGES], [[line]], caption=caption, name=name)
    else:
        marks = Marks(review)
        rows = [
            [
                escape(row.label if pd.isna(row.top) else f"{row.top}: {row.label}"),
                label(row.kind),
                f"{row.low}/{row.reports} {_rests(row.verdict)}",
                _with_ratings(row.low_reports, rated, marks),
                _with_ratings(row.other_reports, rated, marks),
            ]
            for row in weak.itertuples()
        ]
        head = ["Conclusion", "Kind", "Rests on low-rated reports", "Low-rated reports", "Other reports"]
        shown = grid(head, rows, caption=caption, name=name)
    return page(shown, _set_aside(review, rated, low), note)


Table = tuple[list[str], list[list[str]], str]  # head, rows, and a line to stand beneath


def _counts(review: Review, low: list[str]) -> Table:
    asked, known = people(review), designs(review)
    terms = {who: asked[f"{who}_n"] for who in nouns.PEOPLE if f"{who}_n" in asked}
    rows = []
    for row in rules.counts(
        review.reports, review.studies, linked(review), low=low, known=known
    ).itertuples():
        if row.unit == "interventions" and not row.all:
            continue  # the review is about none, or does not say yet about which
        if row.unit in nouns.PEOPLE and row.unit not in terms:
            continue  # the review speaks of none, or its form does not ask for them
        if row.unit in terms:
            unsaid = silence(review.studies[f"{row.unit}_n{AS_CHARTED}"]).capitalize()
            cells = [
                unsaid if pd.isna(n) else number(n) + (f" in {counted(k, 'study', 'studies')}" if k else "")
                for n, k in (
                    (row.all, row.said_all),
                    (row.without, row.said_without),
                    (row.set_aside, row.said_set_aside),
                )
            ]
            rows.append([f"{escape(nouns.capital(terms[row.unit]))}, each once", *cells])
        else:
            shown = (
                review.nouns.told(label(row.unit))
                if pd.isna(row.design)
                else f"— {_design(row.design, known)}"
            )
            rows.append([shown, number(row.all), number(row.without), number(row.set_aside)])
    also = f" or {review.nouns.a}" if review.has("interventions") else ""
    note = f"A study{also} is set aside only with the last of its reports."
    head = ["What is counted", "All reports", f"Without those below {low_points(review)}", "Set aside"]
    return head, rows, note


def _design(design: str, known: Designs) -> str:
    """A design as MyST, or which kind of nothing it is."""
    return coded(design) if design in UNSAID else escape(known.word(design))


def _themes(review: Review, low: list[str]) -> Table | None:
    return _support(review, low, coding.THEMES)


def _frameworks(review: Review, low: list[str]) -> Table | None:
    return _support(review, low, "frameworks")


def _support(review: Review, low: list[str], which: str) -> Table | None:
    paths = linked(review)
    coded = {scheme: themes.coded(review, scheme) for scheme in coding.schemes(review.codes, which)}
    table = rules.support(review.codes, coded, paths, low=low)
    if table.empty:
        return None
    several = table["scheme"].nunique() > 1
    by_basis = "basis" in themes.has_grounds(review)
    units = ["reports", *(["told"] * by_basis), "interventions", "excerpts"]
    heads = {
        "reports": "Reports left",
        "told": "That tell of it or measure it",
        "interventions": f"{review.nouns.several} left",
        "excerpts": "Passages left",
    }
    rows = []
    for row in table.itertuples():
        shown = f"{'— ' * row.depth}{escape(row.label)}"
        if several and row.depth == 0:
            shown = f"{escape(titled(review.package, row.scheme))}: {shown}"
        left = [_left(row, unit) for unit in units]
        if by_basis and row.open:
            known = left[1] if row.told else ""
            left[1] = " +".join(filter(None, [known, f"{_left(row, 'open')} open"]))
        rows.append([shown, *left, _rests(row.verdict)])
    head = [
        coding.noun(which)[0].capitalize(),
        *(heads[unit] for unit in units),
        "Rests on low-rated reports",
    ]
    note = "Each fraction is what is left of all; a passage goes only with the last of its reports."
    if by_basis and table["open"].any():
        note += " Open: on what their passages rest is not said or not charted yet, so that these reports may tell of it."
    return head, rows, note


def _left(row: Any, unit: str) -> str:
    """What is left of a unit, of all that there is: "4/7"."""
    before, after = getattr(row, unit), getattr(row, f"{unit}_without")
    return f"{after}/{before}" if before else "–"


def _no_contrast(review: Review, rated: pd.DataFrame, low: list[str]) -> str | None:
    """Why there is nothing to contrast, in one line; None where there is."""
    with_points = int(rated["points"].notna().sum())
    if not with_points:
        return (
            absent_all(review, "ratings", "appraisals")
            or "No report here has a rating in points of its tool's scale."
        )
    if review.min_rating == 0:
        return "No contrast is shown: `min_rating` is 0."
    if low:
        return None
    of = counted(with_points, "report that has a rating", "reports that have a rating")
    return f"Nothing: of {of}, none is rated below {low_points(review)}."


def _set_aside(review: Review, rated: pd.DataFrame, low: list[str]) -> str:
    """Which reports are set aside, and how many cannot be called low."""
    named = f" ({cite(low)})" if len(low) <= NAMED else ""
    line = f"Rated below {low_points(review)}: {len(low)} of {counted(len(review.reports), 'report')}{named}"
    unrated = len(review.reports) - int(rated["points"].notna().sum())
    return line + (f"; without a rating in points, and not set aside: {unrated}." if unrated else ".")


def _rests(verdict: str) -> str:
    """A verdict on a conclusion as a cell; only what weakens it is marked."""
    if pd.isna(verdict):
        return "–"
    return symbol(verdict) if verdict in WEAK else verdict


def _with_ratings(reports: list[str], rated: pd.DataFrame, marks: Marks) -> str:
    shown, more = first(reports)
    told = [
        f"{cite([report])} {said(of_report(report, rated))}{marks.of('ratings', report, 'rating')}"
        for report in shown
    ]
    return "<br>".join([*told, *([more] if more else [])]) or "–"
