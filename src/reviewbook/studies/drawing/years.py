"""When reports appeared: a mark a report over its year, in the shape of its design; of very many reports bars."""

from __future__ import annotations

from IPython.display import HTML, Markdown

from reviewbook.page.drawing import OTHER, SMALL, Look, Sheet, both, key, looks, widest
from reviewbook.page.figure import Data, framed
from reviewbook.page.grid import absent, nothing, page
from reviewbook.page.svg import number, text_width
from reviewbook.page.words import counted, joined
from reviewbook.review import bibliography
from reviewbook.review.designs import designs
from reviewbook.review.model import Review
from reviewbook.studies import of_review, periods
from reviewbook.studies.drawing.when import undated_words

MOST_MARKS = 24  # over one year; where there are more, bars stand for all
SIZE = 5.5  # of a mark
TALL = 200  # of the highest bar
NO_DESIGN = "Design not charted yet"


def years(review: Review) -> HTML | Markdown:
    """Reports by year of publication, each a mark in the shape of its design; those without a year are named beneath."""
    if line := absent(review, "reports"):
        return page(line)
    known = _designs(review)
    table = review.reports.assign(design=review.reports["design"].fillna("") if known else "")
    table = table.dropna(subset=["year"])
    if table.empty:
        return page(nothing("No report of this review has a year yet."))
    span = range(int(table["year"].min()), int(table["year"].max()) + 1)
    cells = table.groupby(["design", "year"]).size()
    by_design = {
        design: {int(year): int(n) for year, n in cells[design].items()}
        for design in (known or {"": ("Reports", ("v", "circle"))})
        if design in cells.index
    }
    totals = {year: sum(own.get(year, 0) for own in by_design.values()) for year in span}
    words = {design: known[design][0] if known else "Reports" for design in by_design}
    marks = {design: known[design][1] if known else ("v", "circle") for design in by_design}

    def draw(sheet: Sheet) -> None:
        if known:
            told = {design: f"{words[design]} {sum(own.values()):,}" for design, own in by_design.items()}
            shapes = {told[design]: marks[design][1] for design in by_design}
            key(sheet, [(marks[design][0], text) for design, text in told.items()], shapes=shapes)
        _columns(sheet, by_design, totals, marks)

    undated = undated_words(periods.undated(review.reports), bibliography.labels(review))
    told = ", ".join(f"{year}: {n}" for year, n in totals.items() if n)
    title = "Reports by year of publication"
    drawn = both(
        draw,
        title=title,
        description=" ".join(filter(None, (f"Reports by year: {told}.", undated))),
        name="years",
    )
    rows = [[year, n, *(own.get(year, 0) for own in by_design.values())] for year, n in totals.items()]
    parts = list(words.values()) if known else []
    data = Data(["Year", "Reports", *parts], [row[: 2 + len(parts)] for row in rows])
    return HTML(
        framed(
            review,
            drawn,
            name="years",
            finding=finding(totals),
            unit=_unit(len(table), len(review.reports), bool(known)),
            tables=["reports"],
            note=undated,
            data=data,
        )
    )


def _columns(
    sheet: Sheet, by_design: dict[str, dict[int, int]], totals: dict[int, int], marks: dict[str, Look]
) -> None:
    """The years from left to right, what appeared in each above it."""
    slot, highest = sheet.width / len(totals), max(totals.values())
    alone = highest <= MOST_MARKS
    size = min(SIZE, slot * 0.36)
    step = 2.6 * size + 1
    tall = step * highest if alone else TALL
    base = sheet.y + 16 + tall
    places: dict[Look, list[tuple[float, float]]] = {}
    for at, (year, n) in enumerate(totals.items()):
        x, stacked = slot * (at + 0.5), 0
        top = base - (step if alone else TALL / highest) * n
        if alone:
            for design, own in by_design.items():
                for _ in range(own.get(year, 0)):
                    places.setdefault(marks[design], []).append((x, base - step * (stacked + 0.5) - 1))
                    stacked += 1
        else:
            sheet.bar(slot * at + slot * 0.12, top, slot * 0.76, base - top)
        if n and text_width(f"{n:,}", bold=True, size=SMALL) <= slot + 2:
            sheet.text(f"{n:,}", x, top - 5, "b s m")
    for (css, shape), at_them in places.items():
        sheet.marks(at_them, css, shape=shape, size=size)
    sheet.path(f"M0 {number(base + 1)}H{number(sheet.width)}", "r")
    room = widest(map(str, totals), size=SMALL)
    every = next((n for n in (1, 2, 5, 10, 20, 50) if n * slot >= room + 6), 100)
    for at, year in enumerate(totals):
        if year % every == 0 or len(totals) == 1:
            x = min(max(slot * (at + 0.5), room / 2), sheet.width - room / 2)
            sheet.text(str(year), x, base + 17, "s m")
    sheet.y = base + 22


def finding(totals: dict[int, int]) -> str:
    """In which year most appeared, of those that have a year; year -> reports, without a gap."""
    n, most = sum(totals.values()), max(totals.values())
    best = [year for year, reports in totals.items() if reports == most]
    if len(totals) == 1:
        return (
            f"All {counted(n, 'report')} appeared in {best[0]}"
            if n > 1
            else f"The report appeared in {best[0]}"
        )
    if len(best) == 1 and most > 1:
        return f"More reports appeared in {best[0]} than in any other year: {most:,} of {n:,}"
    spread = f"Reports appeared from {min(totals)} to {max(totals)}"
    if len(best) <= 3 and most > 1:
        return (
            f"{spread}, most of them in {joined(map(str, best))} ({most:,} each)"
            if len(best) * most * 2 > n
            else (f"{spread}, at most {most:,} in a year ({joined(map(str, best))})")
        )
    return f"{spread}, at most {counted(most, 'report')} a year"


def _unit(dated: int, n: int, by_design: bool) -> str:
    of = counted(n, "report") if dated == n else f"{dated:,} of {counted(n, 'report')} whose year is known"
    return f"Reports by year of publication{', each a mark in the shape of its design' if by_design else ''}; {of}"


def _designs(review: Review) -> dict[str, tuple[str, Look]]:
    """The designs of the reports, each with its words and its mark; none where the review's form does not ask for them."""
    asked = of_review.question(review, "design") is not None
    if len(review.questions) and not asked and not review.holds("reports", "design"):
        return {}
    own, there = designs(review), review.reports["design"].dropna().unique()
    order = own.in_order(there)
    drawn = looks([*own.words, *(one for one in order if one not in own.words)])
    return {one: (own.word(one), drawn[one]) for one in order} | {"": (NO_DESIGN, OTHER)}
