"""The effect direction plot: an arrow for each study and outcome domain (Hilton Boon and Thomson 2021)."""

from __future__ import annotations

from collections.abc import Iterator

from IPython.display import HTML

from reviewbook.page.drawing import PITCH, SIZE, SMALL, Sheet, both, cut
from reviewbook.page.figure import framed
from reviewbook.page.svg import number, text_width, wrap
from reviewbook.results.directions import AGAINST, ALL, CONFLICTING, FAVOURS, MEDIUM, NO_DIFFERENCE, size
from reviewbook.results.directions import SMALL as FEW
from reviewbook.results.drawing.laid_out import (
    WORDS,
    LaidOut,
    data_of,
    described,
    directions_said,
    laid_out,
    unit_of,
)
from reviewbook.results.of_review import Study
from reviewbook.review.model import Review

MOST_DOMAINS = 8  # columns that a name stands over
ROW, LABEL = 40.0, 220.0
HEAD = 3  # lines of the name of a domain
HALF = {"large": 11.0, "medium": 7.5, "small": 5.0, "unknown": 5.0}  # of an arrow's width
LOOKS = {FAVOURS: "y", AGAINST: "n", NO_DIFFERENCE: "w", CONFLICTING: "o"}
KEY = (
    "Arrow up: favours; arrow down: against; filled arrows to both sides: no difference; hollow arrows to both sides: the results "
    "of the study conflict; question mark: unclear. A number beside an arrow: so many results, where there are several. Size of the "
    f"arrow: up to {FEW} people, up to {MEDIUM}, or more; “n?” where no number is given."
)


def effect_direction(review: Review) -> HTML | None:
    """The direction of each study in each outcome domain, a row a study; None where no result has a direction."""
    drawn = laid_out(review, most_domains=MOST_DOMAINS)
    if not drawn.studies:
        return None

    def draw(sheet: Sheet) -> None:
        (_by_domain if sheet.narrow else _by_study)(sheet, drawn)

    title = "Effect direction plot"
    image = both(draw, title=title, description=described(drawn), name="effect-direction")
    note = " ".join(part for part in (KEY, drawn.left_out) if part)
    return HTML(
        framed(
            review,
            image,
            name="effect-direction",
            finding=directions_said(drawn),
            unit=unit_of(drawn),
            tables=["results", "reports", "studies"],
            note=note,
            data=data_of(drawn),
        )
    )


def _by_study(sheet: Sheet, drawn: LaidOut) -> None:
    """Studies downwards, domains across."""
    column = (sheet.width - LABEL) / len(drawn.domains)
    heads = [cut(wrap(domain, column - 8, bold=True, size=SMALL), HEAD) for domain in drawn.domains]
    top = PITCH * max(map(len, heads)) + 8
    x = {domain: LABEL + column * (at + 0.5) for at, domain in enumerate(drawn.domains)}
    for domain, head in zip(drawn.domains, heads, strict=True):
        sheet.lines(head, x[domain], top - 8 - PITCH * (len(head) - 1), "b s m")
    y = {}
    for at, one in enumerate(drawn.studies):
        begin = top + ROW * at
        y[one.study_id] = begin + ROW / 2
        sheet.path(f"M0 {number(begin)}H{number(sheet.width)}", "g")
        sheet.lines(cut(wrap(f"{one.place} {one.name}", LABEL - 12, size=SIZE), 1), 0, begin + 17)
        sheet.lines(cut(wrap(_about(one), LABEL - 12, size=SMALL), 1), 0, begin + 33, "q s")
    for cell in drawn.cells.itertuples():
        _mark(sheet, cell, x[cell.domain], y[cell.study_id])
    sheet.y = top + ROW * len(drawn.studies) + 1
    sheet.path(f"M0 {number(sheet.y - 1)}H{number(sheet.width)}", "g")


def _by_domain(sheet: Sheet, drawn: LaidOut) -> None:
    """Domain by domain the directions that occur, each with its studies: for where columns have no room."""
    named = {one.study_id: f"{one.place} {one.name}" for one in drawn.studies}
    for domain, own in drawn.cells.groupby("domain", sort=False):
        below = sheet.lines(cut(wrap(str(domain), sheet.width, bold=True), HEAD), 0, sheet.y + SIZE + 4, "b")
        sheet.y = below - SIZE + 3
        for direction in ALL:
            cells = own[own["direction"] == direction]
            if cells.empty:
                continue
            names = ", ".join(named[study] for study in cells["study_id"])
            _sign(sheet, direction, 10, sheet.y + 7, HALF["medium"])
            lines = wrap(f"{WORDS[direction]}: {names}", sheet.width - 26, size=SIZE)
            sheet.y = sheet.lines(lines, 26, sheet.y + 12) - SIZE + 5
        sheet.path(f"M0 {number(sheet.y + 1)}H{number(sheet.width)}", "g")
        sheet.y += 4


def _mark(sheet: Sheet, cell, x: float, y: float) -> None:
    """An arrow, as large as the people behind it are many, and what is to be said beside it."""
    how_large = size(cell.n)
    _sign(sheet, cell.direction, x, y, HALF[how_large])
    beside = [str(cell.results)] if cell.results > 1 else []
    beside += ["n?"] if how_large == "unknown" else []
    if beside:
        sheet.text(
            " ".join(beside),
            x + HALF[how_large] * (1.5 if cell.direction in (NO_DIFFERENCE, CONFLICTING) else 1) + 3,
            y + 12,
            "s",
        )


def _sign(sheet: Sheet, direction: str, x: float, y: float, half: float) -> None:
    if direction in LOOKS:
        sheet.path("".join(_arrow(direction, x, y, half)), LOOKS[direction])
    else:
        sheet.text("?", x - text_width("?", bold=True) / 2, y + 4.5, "c")


def _arrow(direction: str, x: float, y: float, half: float) -> Iterator[str]:
    """The outline of an arrow, or of two in one."""
    h, n = half, number
    if direction == FAVOURS:
        yield f"M{n(x)} {n(y - h)}l{n(h)} {n(2 * h)}h-{n(2 * h)}z"
    elif direction == AGAINST:
        yield f"M{n(x)} {n(y + h)}l{n(h)}-{n(2 * h)}h-{n(2 * h)}z"
    else:
        yield f"M{n(x - 1.5 * h)} {n(y)}l{n(1.3 * h)}-{n(h)}v{n(2 * h)}z"
        yield f"M{n(x + 1.5 * h)} {n(y)}l-{n(1.3 * h)}-{n(h)}v{n(2 * h)}z"


def _about(one: Study) -> str:
    """What stands beneath the name of a study: its design, its rating and how many people its results are about."""
    rating = "not rated" if one.points is None else f"rated {one.points:g}/{one.of:g}"
    people = "n not given" if one.n is None else f"n {one.n:,}"
    return ", ".join(part for part in (one.design, rating, people) if part)
