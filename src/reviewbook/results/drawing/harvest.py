"""The harvest plot: for each outcome domain the studies under the direction that they speak for, as high as their rating.

After Ogilvie et al. 2008, whose bars are stems here, so that each study can carry the mark of its design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from IPython.display import HTML

from reviewbook.page.drawing import OTHER, PITCH, SIZE, SMALL, Look, Sheet, both, cut, key, looks, mark
from reviewbook.page.figure import framed
from reviewbook.page.svg import number, wrap
from reviewbook.results.directions import AGAINST, CONFLICTING, FAVOURS, NO_DIFFERENCE, UNCLEAR
from reviewbook.results.drawing.laid_out import LaidOut, data_of, described, laid_out, short, unit_of
from reviewbook.results.of_review import Study
from reviewbook.review.designs import designs
from reviewbook.review.model import Review

MOST_DOMAINS = 12
MOST_BARS = 12  # in one cell
LABEL = 132.0  # room for the names of domains, and on a phone for those of directions
TALLEST, STUB = 46.0, 3.0  # the highest rating, and a study that is not rated
COLUMNS = {
    "Against": (AGAINST,),
    "No difference or not clear": (NO_DIFFERENCE, CONFLICTING, UNCLEAR),
    "Favours": (FAVOURS,),
}
SAID = {
    "Favours": "in favour",
    "No difference or not clear": "with no difference or not clear",
    "Against": "against",
}
NO_DESIGN, OTHERS = "Design not given", "Other designs"


def harvest(review: Review) -> HTML | None:
    """For each outcome domain a stem for each study, as high as its rating, under its direction; None where there is none."""
    drawn = laid_out(review, most_domains=MOST_DOMAINS)
    if not drawn.studies:
        return None
    studies = {one.study_id: one for one in drawn.studies}
    cells = {
        (domain, column): [
            studies[row.study_id]
            for row in drawn.cells.itertuples()
            if row.domain == domain and row.direction in those
        ]
        for domain in drawn.domains
        for column, those in COLUMNS.items()
    }
    drawn_as = looks(designs(review).words.values())
    if any(one.design and one.design not in drawn_as for one in drawn.studies):
        drawn_as |= {OTHERS: ("w", "square")}

    def draw(sheet: Sheet) -> None:
        there = _there(drawn, drawn_as)
        key(
            sheet,
            [(css, words) for words, (css, _) in there.items()],
            shapes={words: shape for words, (_, shape) in there.items()},
        )
        (_one_below_the_other if sheet.narrow else _side_by_side)(sheet, drawn, cells, drawn_as)

    image = both(draw, title="Harvest plot", description=described(drawn), name="harvest")
    names = "; ".join(f"{one.place} {short(one.name, 60)}" for one in drawn.studies)
    note = " ".join(
        part
        for part in (_height(drawn), f"Below each mark the number of its study: {names}.", drawn.left_out)
        if part
    )
    return HTML(
        framed(
            review,
            image,
            name="harvest",
            finding=finding(drawn),
            unit=unit_of(drawn),
            tables=["results", "reports", "studies"],
            note=note,
            data=data_of(drawn),
        )
    )


def finding(drawn: LaidOut) -> str:
    """The domain that most studies speak about, and what they say."""
    n = drawn.cells["domain"].value_counts(sort=False)
    first = [domain for domain in drawn.domains if n[domain] == n.max()]
    if len(first) > 1:
        return f"{len(first):,} outcome domains have most studies: {int(n.max()):,} each"
    own = drawn.cells.loc[drawn.cells["domain"] == first[0], "direction"]
    told = [
        f"{int(own.isin(COLUMNS[column]).sum()):,} {words}"
        for column, words in SAID.items()
        if own.isin(COLUMNS[column]).any()
    ]
    return f"Most studies are about {first[0]}: {', '.join(told)}"


def _side_by_side(
    sheet: Sheet, drawn: LaidOut, cells: Mapping[tuple[str, str], list[Study]], drawn_as: Mapping[str, Look]
) -> None:
    """Domains downwards, the three directions across."""
    column = (sheet.width - LABEL) / len(COLUMNS)
    top = sheet.y + 20
    for at, head in enumerate(COLUMNS):
        sheet.text(head, LABEL + column * (at + 0.5), top - 4, "b s m")
    row = TALLEST + 46
    for at, domain in enumerate(drawn.domains):
        base = top + row * (at + 1) - 22
        sheet.path(f"M0 {number(base)}H{number(sheet.width)}", "r")
        names = cut(wrap(domain, LABEL - 10, size=SIZE), 4)
        sheet.lines(names, 0, base - 8 - PITCH * (len(names) - 1))
        for place, head in enumerate(COLUMNS):
            _stems(sheet, cells[domain, head], LABEL + column * place, column, base, drawn_as)
    bottom = top + row * len(drawn.domains)
    for at in range(len(COLUMNS)):
        sheet.path(f"M{number(LABEL + column * at)} {number(top + 4)}V{number(bottom - 6)}", "g")
    sheet.y = bottom


def _one_below_the_other(
    sheet: Sheet, drawn: LaidOut, cells: Mapping[tuple[str, str], list[Study]], drawn_as: Mapping[str, Look]
) -> None:
    """Domain by domain the three directions, one below the other."""
    label = 84.0
    for domain in drawn.domains:
        below = sheet.lines(cut(wrap(domain, sheet.width, bold=True), 3), 0, sheet.y + SIZE + 6, "b")
        sheet.y = below - SIZE + 2
        for head in COLUMNS:
            own = cells[domain, head]
            if not own:
                continue
            base = sheet.y + TALLEST + 24
            sheet.path(f"M0 {number(base)}H{number(sheet.width)}", "r")
            lines = wrap(head, label - 6, size=SMALL)
            sheet.lines(lines, 0, base - 6 - 14 * (len(lines) - 1), "s")
            _stems(sheet, own, label, sheet.width - label, base, drawn_as)
            sheet.y = base + 20


def _stems(
    sheet: Sheet,
    studies: Sequence[Study],
    left: float,
    room: float,
    base: float,
    drawn_as: Mapping[str, Look],
) -> None:
    """The stems of one cell, best rated first, with rating above and number below; what has no room is counted."""
    shown = studies[:MOST_BARS]
    step = min(22.0, room / (MOST_BARS + 0.5))
    begin = left + (4.0 if sheet.narrow else max(4.0, (room - step * len(shown)) / 2))
    marks: dict[str, str] = {}
    for at, one in enumerate(shown):
        css, shape = drawn_as.get(one.design, drawn_as.get(OTHERS, OTHER) if one.design else OTHER)
        tall = STUB if one.points is None or not one.of else max(STUB, TALLEST * one.points / one.of)
        x = begin + step * (at + 0.5)
        sheet.bar(x - 1, base - tall, 2, tall, "w")
        marks[css] = marks.get(css, "") + mark(shape, x, base - tall, 4.5)
        rating = "–" if one.points is None else f"{one.points:g}"
        sheet.text(rating, x, base - tall - 9, "s m")
        sheet.text(str(one.place), x, base + 14, "b s m")
    for css, line in marks.items():
        sheet.path(line, css)
    if (more := len(studies) - MOST_BARS) > 0:
        sheet.text(f"{more:,} more", left + room - 4, base - TALLEST - 12, "q s e")


def _there(drawn: LaidOut, drawn_as: Mapping[str, Look]) -> dict[str, Look]:
    """Which mark is which design, of those that are drawn."""
    there = {one.design for one in drawn.studies}
    shown = {name: look for name, look in drawn_as.items() if name in there}
    if "" in there:
        shown[NO_DESIGN] = OTHER
    if OTHERS in drawn_as:
        shown[OTHERS] = drawn_as[OTHERS]
    return shown


def _height(drawn: LaidOut) -> str:
    """What the height of a stem says."""
    rated = [one for one in drawn.studies if one.points is not None]
    if not rated:
        return "No study is rated, so that all stand at one height."
    unit = "per cent" if rated[0].of == 100 else f"points of {rated[0].of:g}"
    said = f"The height of a mark, and the number above it, is the rating in {unit}; of several reports the lowest."
    return said if len(rated) == len(drawn.studies) else f"{said} “–” marks a study that is not rated."
