"""The effect direction plot: an arrow for each study and outcome domain (Hilton Boon and Thomson 2021)."""

from __future__ import annotations

from IPython.display import HTML
from matplotlib.path import Path

from reviewbook.page.escape import html
from reviewbook.page.figure import INK, axes, inline
from reviewbook.page.svg import wrap
from reviewbook.results.directions import MEDIUM, SMALL, size
from reviewbook.results.drawing.laid_out import FILLS, cut, described, laid_out, short
from reviewbook.results.of_review import Study
from reviewbook.review.model import Review

MOST_DOMAINS = 8  # columns that a name stands over
ROW, LEFT = 0.44, 0.36  # inches; share of the width for names
LEAST = 1.2  # inches that `axes` needs at least
HEAD = 3  # lines of the name of a domain
AREA = {"large": 330, "medium": 150, "small": 60, "unknown": 60}  # of an arrow, in square points
WIDER = 2  # two arrows in one need more room
# Two arrows, to the left and to the right.
SIDEWAYS = Path(
    [(-1, 0), (-0.12, 0.62), (-0.12, -0.62), (-1, 0), (1, 0), (0.12, 0.62), (0.12, -0.62), (1, 0)],
    [Path.MOVETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * 2,
)
MARKS = {"favours": "^", "against": "v", "no_difference": SIDEWAYS, "conflicting": SIDEWAYS, "unclear": "$?$"}
KEY = (
    "Arrow up: favours; arrow down: against; filled arrows to both sides: no difference; hollow arrows to both sides: the results "
    "of the study conflict; question mark: unclear. A number beside an arrow: so many results, where there are several. Size of the "
    f"arrow: up to {SMALL} people, up to {MEDIUM}, or more; “n?” where no number is given."
)


def effect_direction(review: Review) -> HTML | None:
    """The direction of each study in each outcome domain, a row a study; None where no result has a direction."""
    drawn = laid_out(review, most_domains=MOST_DOMAINS)
    if not drawn.studies:
        return None
    column = 7 * (0.98 - LEFT) / len(drawn.domains)
    heads = [wrap(domain, 72 * column - 6, size=9) for domain in drawn.domains]
    heads = [cut(head, HEAD) for head in heads]
    top = 0.2 + 0.16 * max(map(len, heads))
    height = max(LEAST, top + 0.12 + ROW * len(drawn.studies))
    figure, ax = axes(height=height, left=LEFT)
    figure.subplots_adjust(bottom=1 - (top + ROW * len(drawn.studies)) / height, top=1 - top / height)
    ax.set_xlim(-0.5, len(drawn.domains) - 0.5)
    ax.set_ylim(len(drawn.studies) - 0.5, -0.5)
    for at, head in enumerate(heads):
        ax.text(at, -0.6, "\n".join(head), fontsize=9, fontweight="bold", color=INK, ha="center", va="bottom")
    row_of = {}
    place = -0.5 - 0.97 * LEFT / (0.98 - LEFT) * len(drawn.domains)  # where names begin
    for at, one in enumerate(drawn.studies):
        row_of[one.study_id] = at
        ax.plot([place, len(drawn.domains) - 0.5], [at + 0.5] * 2, color=INK, linewidth=0.3, clip_on=False)
        ax.text(
            place,
            at - 0.18,
            short(f"{one.place} {one.name}"),
            fontsize=9.5,
            color=INK,
            ha="left",
            va="center",
        )
        ax.text(place, at + 0.22, short(_about(one), 44), fontsize=8, color=INK, ha="left", va="center")
    for cell in drawn.cells.itertuples():
        x, y, how_large = drawn.domains.index(cell.domain), row_of[cell.study_id], size(cell.n)
        fill = FILLS[cell.direction]
        edge = INK if fill == "none" else fill
        mark = MARKS[cell.direction]
        ax.scatter(
            [x], [y], s=AREA[how_large] * (WIDER if mark is SIDEWAYS else 1), marker=mark, edgecolor=edge,
            facecolor=edge if cell.direction == "unclear" else fill, linewidth=0 if cell.direction == "unclear" else 1,
        )  # fmt: skip
        beside = [str(cell.results)] if cell.results > 1 else []
        beside += ["n?"] if how_large == "unknown" else []
        if beside:
            ax.annotate(
                " ".join(beside), (x, y), xytext=(12, -9), textcoords="offset points", fontsize=8, color=INK
            )
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
    image = inline(figure, title="Effect direction plot", description=described(drawn))
    note = " ".join(part for part in (KEY, drawn.left_out) if part)
    return HTML(f'{image.data}\n<p class="rb-note" style="text-align:start">{html(note)}</p>')


def _about(one: Study) -> str:
    """What stands beneath the name of a study: its design, its rating and how many people its results are about."""
    rating = "not rated" if one.points is None else f"rated {one.points:g}/{one.of:g}"
    people = "n not given" if one.n is None else f"n {one.n:,}"
    return ", ".join(part for part in (one.design, rating, people) if part)
