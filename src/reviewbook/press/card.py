"""The picture by which a link to the book is shown elsewhere: the title, what it holds, and its reports by rating and design.

It is drawn from the same numbers as the picture of the first page (`appraisal.drawing.placed`), as SVG, and made a PNG by what draws the
figures of manuscripts (docs/adr/0046): the same review gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewbook.appraisal.drawing import placed
from reviewbook.page.escape import svg as escape
from reviewbook.page.svg import text_width, wrap
from reviewbook.page.typeface import ON_PAPER
from reviewbook.page.words import counted
from reviewbook.press.manuscript.figures import Drawing, png
from reviewbook.review.model import Review

ADDRESS = "downloads/card.png"  # from the root of the site
WIDTH, HEIGHT = 1200, 630  # what networks ask for
DPI = 96  # a dot a user unit
EDGE = 64
PAPER, INK, MUTED, LINE, MARK = (
    "#ffffff",
    "#1b2530",
    "#58646f",
    "#d8dee3",
    "#145a8d",
)  # of book/_static/page.css
LINES = 5  # of a title; a longer one ends with dots
SIZES = (72, 58, 50, 44, 38)  # of a title, the largest that fits
HEADS = (18, 16, 14, 12)  # of a design, the largest in which no word is cut
MOST = 14  # marks side by side; of more there is the number
MOST_RATINGS, MOST_DESIGNS = 6, 4  # that the room holds


def picture(review: Review) -> bytes:
    """The card as PNG."""
    return png(Drawing(drawn(review), review.title, ""), dpi=DPI)


def drawn(review: Review) -> str:
    """The card as SVG."""
    heads, tiers = placed.counts(review)
    shown = tiers[:MOST_RATINGS] if 0 < len(heads) <= MOST_DESIGNS and len(tiers) <= MOST_RATINGS else []
    width = 550 if shown else WIDTH - 2 * EDGE
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>',
        f'<rect width="{WIDTH}" height="14" fill="{INK}"/>',
        _text(EDGE, 92, _kicker(review), 24, MUTED, bold=True),
        *_title(review.title, width),
        _text(EDGE, HEIGHT - 56, _counts(review), 26, MUTED),
        *(_marks(heads, shown, EDGE + width + 50) if shown else []),
    ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{ON_PAPER[0]},{ON_PAPER[1]}">\n{body}\n</svg>\n'
    )


def told(review: Review) -> str:
    """What the card shows, for those who do not see it."""
    return ". ".join(filter(None, (review.title.rstrip("."), _counts(review), placed.finding(review))))


def _kicker(review: Review) -> str:
    kind = str(review.package.get("review_type") or "")
    word = kind[:1].upper() + kind[1:]
    return (word if "review" in kind.casefold() else f"{word} review") if kind else "A review as a book"


def _counts(review: Review) -> str:
    """How much it holds, of what there is any."""
    parts = [
        (len(review.reports), ("report", "reports")),
        (len(review.studies), ("study", "studies")),
        (len(review.interventions), review.nouns.pair),
    ]
    return " · ".join(counted(n, *noun) for n, noun in parts if n)


def _title(title: str, width: float) -> list[str]:
    """A title in its lines, as large as it fits."""
    size = next((one for one in SIZES if len(wrap(title, width, bold=True, size=one)) <= LINES), SIZES[-1])
    lines = wrap(title, width, bold=True, size=size)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1].rpartition(' ')[0]} …"]
    return [
        _text(EDGE, 152 + size * (0.8 + 1.2 * at), line, size, INK, bold=True)
        for at, line in enumerate(lines)
    ]


def _marks(heads: Sequence[str], tiers: Sequence[tuple[str, Sequence[int]]], left: float) -> list[str]:
    """A row a rating, a column a design, a mark a report: circle, diamond, square, as on the first page."""
    top, step = 196, (HEIGHT - 196 - 110) / len(tiers)
    label = max(text_width(tier, size=20) for tier, _ in tiers) + 20
    column = (WIDTH - EDGE - left - label) / len(heads)
    words = [word for head in heads for word in head.split()]
    widest = max(text_width(word, bold=True, size=1) for word in words)
    size = next((one for one in HEADS if widest * one <= column - 10), HEADS[-1])
    found = []
    for at, head in enumerate(heads):
        for n, line in enumerate(wrap(head, column - 10, bold=True, size=size)[:2]):
            found.append(_text(left + label + at * column, top - 48 + n * 22, line, size, MUTED, bold=True))
    for row, (tier, numbers) in enumerate(tiers):
        y = top + row * step
        found.append(f'<path d="M{left:g} {y:g}H{WIDTH - EDGE}" stroke="{LINE}" stroke-width="2"/>')
        found.append(_text(left, y + step / 2 + 7, tier, 20, MUTED))
        for at, n in enumerate(numbers):
            found += _marks_of(n, at, left + label + at * column, y + step / 2, column, step)
    return found


def _marks_of(n: int, design: int, x: float, y: float, width: float, height: float) -> list[str]:
    """The marks of one rating and design in their room; their number where they do not fit."""
    room = 26
    across = max(int((width - 8) // room), 1)
    down = -(-n // across)
    if n > MOST or down * room > height:
        return [_shape(design, x + 10, y), _text(x + 28, y + 7, f"{n:,}", 20, INK, bold=True)]
    first = y - (down - 1) * room / 2
    return [_shape(design, x + 10 + at % across * room, first + at // across * room) for at in range(n)]


def _shape(design: int, x: float, y: float) -> str:
    if design == 0:
        return f'<circle cx="{x:g}" cy="{y:g}" r="9" fill="{MARK}"/>'
    turned = f' transform="rotate(45 {x:g} {y:g})"' if design == 1 else ""
    return f'<rect x="{x - 8:g}" y="{y - 8:g}" width="16" height="16" fill="{MARK}"{turned}/>'


def _text(x: float, y: float, text: str, size: float, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}"{weight}>{escape(text)}</text>'
