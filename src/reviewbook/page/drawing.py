"""Drawings for pages, twice each: as wide as a book's text, and for a phone, where nothing is scaled down or scrolls.

A `Sheet` takes texts, bars and marks in user units, which are pixels of a page, and becomes an ``<svg>``. Its colours are the
tokens of page.css (docs/design.md), with the light ones beside them for a file of its own; widths of texts are those of the
family that is sent along (page/typeface.py), so that nothing overlaps on any machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from reviewbook.page.escape import svg as escaped
from reviewbook.page.svg import number, text_width, wrap
from reviewbook.page.typeface import PLAIN, STACK

WIDE, NARROW = 720, 340  # user units; page.css says from which width on the wide one is shown
SIZE, SMALL = 13, 12  # of letters
PITCH = 16  # distance of lines
GAP = 8  # between what stands side by side
MOST_LINES = 3  # of a label
LABELS = 230  # the most room of labels beside their bars
NUMBERS = 170  # the most room of numbers behind them

INK, MUTED, LINE, EDGE, VALUE, PAPER = (
    f"var(--rb-{name},{light})"
    for name, light in (
        ("ink", "#1b2530"),
        ("muted", "#58646f"),
        ("line", "#d8dee3"),
        ("edge", "#7f8b97"),
        ("link", "#145a8d"),
        ("paper", "#fff"),
    )
)
YES, NO, UNCLEAR = (
    f"var(--rb-{name},{light})"
    for name, light in (("yes", "#0b6e69"), ("no", "#a3401c"), ("unclear", "#85560a"))
)
# Texts: b bold, q quiet, s small, m and e where they are anchored. Shapes: v a value, w one beside it, p what may be, u what is not
# known, y yes, n no, c unclear, o its outline, r a rule, g a grid line, k the ink, h hollow.
STYLE = f"""
.rb-drawn{{font:400 {SIZE}px/1 {STACK};{PLAIN}}}
.rb-drawn text{{fill:{INK};forced-color-adjust:none}}
.rb-drawn .b{{font-weight:700}}
.rb-drawn .s{{font-size:{SMALL}px}}
.rb-drawn text.q{{fill:{MUTED}}}
.rb-drawn .m{{text-anchor:middle}}
.rb-drawn .e{{text-anchor:end}}
.rb-drawn .v{{fill:{VALUE}}}
.rb-drawn .w{{fill:{EDGE}}}
.rb-drawn .p{{fill:{VALUE};fill-opacity:.1;stroke:{EDGE};stroke-dasharray:3 2}}
.rb-drawn .u{{fill:none;stroke:{EDGE};stroke-dasharray:3 3}}
.rb-drawn .y{{fill:{YES}}}
.rb-drawn .n{{fill:{NO}}}
.rb-drawn .c{{fill:{UNCLEAR}}}
.rb-drawn .r{{fill:none;stroke:{EDGE}}}
.rb-drawn .g{{fill:none;stroke:{LINE}}}
.rb-drawn .o{{fill:none;stroke:{UNCLEAR};stroke-width:1.5}}
.rb-drawn text.c{{fill:{UNCLEAR};font-weight:700}}
.rb-drawn .band{{fill:{INK};fill-opacity:.05}}
.rb-drawn .dot{{fill:{LINE}}}
.rb-drawn .k{{fill:none;stroke:{INK};stroke-width:1.5}}
.rb-drawn .h{{fill:{PAPER};stroke:{VALUE};stroke-width:1.5}}
"""
# Marks of equal area around 0 0, of the size 1: the designs of reports, as the first page has them.
CIRCLE, DIAMOND, SQUARE = "circle", "diamond", "square"
SHAPES = (CIRCLE, DIAMOND, SQUARE)


class Sheet:
    """A drawing in the making; ``y`` is how far down it goes."""

    def __init__(self, width: float) -> None:
        self.width, self.y = width, 0.0
        self.parts: list[str] = []

    @property
    def narrow(self) -> bool:
        return self.width < WIDE

    def text(self, text: str, x: float, y: float, css: str = "") -> None:
        """A line of text with its baseline at ``y``."""
        own = f' class="{css}"' if css else ""
        self.parts.append(f'<text{own} x="{number(x)}" y="{number(y)}">{escaped(text, quotes=False)}</text>')

    def lines(self, lines: Iterable[str], x: float, y: float, css: str = "") -> float:
        """Lines of text, the first with its baseline at ``y``; where a further one would have its own."""
        for line in lines:
            self.text(line, x, y, css)
            y += PITCH
        return y

    def bar(self, x: float, y: float, width: float, height: float, css: str = "v") -> None:
        if width > 0 and height > 0:
            self.path(f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h-{number(width)}z", css)

    def path(self, line: str, css: str) -> None:
        self.parts.append(f'<path class="{css}" d="{line}"/>')

    def marks(
        self, places: Iterable[tuple[float, float]], css: str, *, shape: str = CIRCLE, size: float = 4.5
    ) -> None:
        """Marks of one kind, as one path."""
        line = "".join(mark(shape, x, y, size) for x, y in places)
        if line:
            self.path(line, css)

    def svg(self, kind: str, *, title: str, description: str, name: str, style: bool) -> str:
        """The drawing as an image that says what it shows.

        Parameters
        ----------
        kind : "wide" or "narrow", which page.css shows in turn.
        name : what its ids begin with.
        style : whether it brings the styles; one drawing of a page is enough.
        """
        base = f"{name}-{kind}"
        return "\n".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" class="rb-drawn {kind}" '
                f'viewBox="0 0 {number(self.width)} {number(self.y)}" role="img" '
                f'aria-labelledby="{base}-title" aria-describedby="{base}-desc">',
                f'<title id="{base}-title">{escaped(title, quotes=False)}</title>',
                f'<desc id="{base}-desc">{escaped(description, quotes=False)}</desc>',
                *([f"<style>{STYLE}</style>"] if style else []),
                *self.parts,
                "</svg>",
            ]
        )


def mark(shape: str, x: float, y: float, size: float) -> str:
    """The outline of a mark, as a part of a path."""
    if shape == DIAMOND:
        r = 1.25 * size
        return f"M{number(x)} {number(y - r)}l{number(r)} {number(r)}-{number(r)} {number(r)}-{number(r)}-{number(r)}z"
    if shape == SQUARE:
        r = 0.89 * size
        return f"M{number(x - r)} {number(y - r)}h{number(2 * r)}v{number(2 * r)}h-{number(2 * r)}z"
    one, two = number(size), number(2 * size)
    return f"M{number(x - size)} {number(y)}a{one} {one} 0 1 0 {two} 0a{one} {one} 0 1 0-{two} 0z"


Look = tuple[str, str]  # class and shape of a mark
OTHER: Look = ("u", CIRCLE)  # of what is not known


def looks(kinds: Iterable[str]) -> dict[str, Look]:
    """A mark for each kind, such as a design, in their order: filled, then hollow ones; those beyond share the last."""
    every = [(css, shape) for css in ("v", "h") for shape in SHAPES]
    return {kind: every[min(at, len(every) - 1)] for at, kind in enumerate(kinds)}


def both(draw: Callable[[Sheet], object], *, title: str, description: str, name: str) -> str:
    """What ``draw`` draws, at both widths, as HTML: whoever hears the page meets the one that is shown."""
    found = []
    for width, kind in ((WIDE, "wide"), (NARROW, "narrow")):
        sheet = Sheet(width)
        draw(sheet)
        found.append(sheet.svg(kind, title=title, description=description, name=name, style=kind == "wide"))
    return "\n".join(found)


def cut(lines: Sequence[str], most: int = MOST_LINES) -> list[str]:
    """The first lines of a label; the last ends in "…" where there are more."""
    return list(lines) if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]


def widest(texts: Iterable[str], *, bold: bool = False, size: float = SIZE) -> float:
    """The room of the widest of some texts."""
    return max((text_width(text, bold=bold, size=size) for text in texts), default=0.0)


class Bars:
    """Rows of bars on one scale: on a wide sheet each label stands beside its bar, on a narrow one above it.

    Parameters
    ----------
    labels, numbers : those of all rows, so that there is room for them; ``numbers`` stand behind the bars.
    most : the value that is as wide as there is room.
    """

    def __init__(self, sheet: Sheet, labels: Sequence[str], numbers: Sequence[str], most: float) -> None:
        self.sheet = sheet
        self.left = 0.0 if sheet.narrow else min(LABELS, widest(labels) + 2) + 2 * GAP
        self.room = sheet.width if sheet.narrow else self.left - 2 * GAP
        after = min(NUMBERS, widest(numbers, bold=True)) + GAP
        self.scale = (sheet.width - self.left - after) / (most or 1)

    def heading(self, text: str) -> None:
        """A line over the rows that follow."""
        sheet = self.sheet
        top = sheet.y + (14 if sheet.y else 0)
        bottom = sheet.lines(cut(wrap(text, sheet.width, bold=True, size=SIZE), 2), 0, top + SIZE, "b")
        sheet.path(f"M0 {number(bottom - SIZE + 3)}H{number(sheet.width)}", "g")
        sheet.y = bottom - SIZE + 9

    def row(
        self,
        label: str,
        parts: Sequence[tuple[str, float]],
        said: str,
        *,
        notes: Sequence[str] = (),
        second: Sequence[tuple[str, float]] = (),
        of: float = 0,
        high: float = 12,
        most_lines: int = MOST_LINES,
    ) -> tuple[float, float]:
        """A row: its label with notes beneath, its bar in parts (class, value), and what it says behind that.

        Parameters
        ----------
        second : a thinner bar under the first.
        of : how far a thin line goes that says of how many.

        Returns
        -------
        The top of the bar, and where it ends.
        """
        sheet = self.sheet
        names = cut(wrap(label, self.room, size=SIZE), most_lines)
        quiet = [line for note in notes for line in wrap(note, self.room, size=SMALL)]
        y = sheet.y + SIZE
        below = sheet.lines(quiet, 0, sheet.lines(names, 0, y), "q s")
        text = PITCH * (len(names) + len(quiet))
        bars = high + (6 if second else 0)
        if sheet.narrow:
            top = below - SIZE + 3
            bottom = top + max(bars, PITCH - 2) + 9
        else:
            top = sheet.y + 3 if len(names) + len(quiet) > 1 else sheet.y + max(0, (PITCH - bars) / 2)
            bottom = sheet.y + max(text, bars + 2) + 8
        at = self.left
        for css, value in parts:
            wide = value * self.scale
            inset = 0.5 if css in ("p", "u") else 0.0
            sheet.bar(at + inset, top + inset, wide - 2 * inset, high - 2 * inset, css)
            at += wide
        whole = self.left + of * self.scale
        if at < whole - 0.5:
            sheet.path(f"M{number(at)} {number(top + high / 2)}H{number(whole)}", "g")
        under = self.left
        for css, value in second:
            sheet.bar(under, top + high + 1, value * self.scale, 5, css)
            under += value * self.scale
        if not parts or at == self.left:
            sheet.path(f"M{number(self.left)} {number(top)}v{number(high)}", "r")
        end = max(at, under, whole)
        sheet.text(said, end + GAP, top + high / 2 + 4.5, "b")
        sheet.y = bottom
        return top, end


def key(sheet: Sheet, items: Iterable[tuple[str, str]], *, shapes: Mapping[str, str] | None = None) -> None:
    """What bars and marks mean, side by side as far as there is room: each by its class, with its words.

    ``shapes`` are those of marks, by their words; what has none is shown as a piece of a bar, or of a line.
    """
    x, y = 0.0, sheet.y + 8
    for css, words in items:
        shape = (shapes or {}).get(words)
        sample = 10 if shape else 18
        told = cut(wrap(words, sheet.width - sample - 6, size=SMALL), 2)
        wide = sample + 6 + widest(told, size=SMALL)
        if x and x + wide > sheet.width:
            x, y = 0.0, y + 18
        if shape:
            sheet.marks([(x + 5, y)], css, shape=shape)
        elif css in ("r", "g", "k"):
            sheet.path(f"M{number(x)} {number(y)}h{sample}", css)
        else:
            sheet.bar(x + 0.5, y - 5.5, sample - 1, 11, css)
        sheet.lines(told, x + sample + 6, y + 4.5, "s")
        y += PITCH * (len(told) - 1)
        x += wide + 18
    sheet.y = y + 18
