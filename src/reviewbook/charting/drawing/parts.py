"""What the figures of this chapter share: what questions are about in words, the signs of what became of them, and bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewbook.charting.coverage import CHARTED, NOT_ASKED, OPEN, STATES
from reviewbook.page.escape import html as escape
from reviewbook.page.words import NOT_YET, UNSAID, counted
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED
from reviewbook.review.nouns import THINGS

# State -> sign, words. The sign and the pattern of charting.css tell states apart without colour.
SIGNS = {
    CHARTED: ("✓", "charted"),
    NOT_REPORTED: ("–", UNSAID[NOT_REPORTED]),
    NOT_AVAILABLE: ("□", UNSAID[NOT_AVAILABLE]),
    NOT_APPLICABLE: ("/", UNSAID[NOT_APPLICABLE]),
    OPEN: ("·", NOT_YET),
    NOT_ASKED: ("", "not asked"),
}


def things(n: int, about: str) -> str:
    """A number with its noun: "1 study", "15 reports"."""
    return counted(n, *THINGS[about])


def sign(state: str) -> str:
    """The sign of a state, for those who see it; its words stand beside it."""
    return f'<b class="rb-state-{state.replace("_", "-")}" aria-hidden="true">{SIGNS[state][0]}</b>'


def key(counts: Mapping[str, int], size: str) -> str:
    """What the signs mean, each with its number of cells; states that no cell is in are left out."""
    told = "".join(
        f"<li>{sign(state)} {SIGNS[state][1]}: {counts[state]:,}</li>"
        for state in STATES
        if counts.get(state)
    )
    return f'<div class="rb-matrix-key"><p>{escape(size)}:</p><ul>{told}</ul></div>'


def bar(parts: Sequence[tuple[str, int]], of: int) -> str:
    """A bar of parts, each of a class: as wide as its share of ``of``; what is left stays empty. Its numbers stand beside it."""
    drawn = "".join(
        f'<i class="{css}" style="width:{100 * n / of:.4g}%"></i>' for css, n in parts if n and of
    )
    return f'<span class="rb-line-bar" aria-hidden="true">{drawn}</span>'


def line(name: str, drawn: str, said: str, css: str = "") -> str:
    """A line of a figure: its name, what is drawn, and the same in words, all three as HTML; a class of its own where one is given."""
    own = f' class="{css}"' if css else ""
    return f'<li{own}><span class="rb-line-name">{name}</span>{drawn}<span class="rb-line-said">{said}</span></li>'


def apart(counts: Mapping[str, int]) -> str:
    """The numbers of states but charted, in words: "not reported 3, not charted yet 1"; blank where there are none."""
    return ", ".join(
        f"{SIGNS[state][1]} {counts[state]:,}" for state in STATES if state != CHARTED and counts.get(state)
    )
