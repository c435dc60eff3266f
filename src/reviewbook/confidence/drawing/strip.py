"""The trust strip: one line of marks for each theme, category or finding. How it looks: `book/_static/confidence.css`."""

from __future__ import annotations

from collections.abc import Sequence

from reviewbook.confidence import assessing, of_review
from reviewbook.confidence.drawing import told
from reviewbook.page.escape import html_in_myst as escape
from reviewbook.review.model import Review
from reviewbook.themes import coding

MOST = 50  # strips of one kind of scheme on a page
OPEN = 6  # that a reader sees at once; the others, where they are half as many or more, are folded


def strips(review: Review, which: str, *, page: str = "") -> str:
    """A strip for each code at the top of the schemes of a kind, and for whatever else of them was assessed.

    Parameters
    ----------
    which : "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.
    page : address of the page that the codes have their places on; blank on that page itself

    Where nobody has judged any of them, which a sentence before them says, no strip has a place for it.

    Returns
    -------
    HTML without a blank line, which also holds within MyST; empty where there is nothing to show.
    """
    found = []
    for scheme in coding.schemes(review.codes, which):
        given = told.by_subject(of_review.measures(review, scheme))
        table = of_review.subjects(review, scheme)
        found += [(row, given[row.about_kind, row.about_id]) for row in table.itertuples(index=False)]
    if not found:
        return ""
    n = len(found)
    judged = any(row.state != assessing.NOT_ASSESSED for row, _ in found)
    lines = [_strip(row, given, page, judged=judged) for row, given in found[:MOST]]
    if len(lines) < n:
        lines.append(f'<li class="rb-nr">{len(lines):,} of {n:,} are shown.</li>')
    if 2 * len(lines) < 3 * OPEN:
        return _list(lines)
    more = f"<details><summary>The other {n - OPEN:,}</summary>\n{_list(lines[OPEN:])}\n</details>"
    return f"{_list(lines[:OPEN])}\n{more}"


def _list(lines: Sequence[str]) -> str:
    return "\n".join(['<ul class="rb-trust-list">', *lines, "</ul>"])


def sign(css: str, sign_: str, word: str) -> str:
    """A mark as HTML, which also holds within MyST: its sign, which a screen reader passes over, and its word."""
    return f'<span class="{css}"><span aria-hidden="true">{sign_}</span> {escape(word)}</span>'


def anchor(row) -> str:
    """Where a code or finding stands in its chapter (themes/drawing/summary.py).

    Identifiers hold letters, digits, "_", "." and "-" alone (their schemas), so nothing needs quoting.
    """
    kind = "code" if row.about_kind == assessing.CODE else "excerpt"
    return f"#{kind}-{row.about_id}"


def named(row) -> str:
    """What a code or finding is called, as plain text: the label of the code, the sentence of the finding."""
    return str(row.label if row.about_kind == assessing.CODE else row.text)


def _strip(row, given, page: str, *, judged: bool) -> str:
    cells = [f"<div><dt>Confidence</dt><dd>{sign(*told.mark(row))}</dd></div>"] if judged else []
    for component, about in assessing.instrument()["components"].items():
        mark = "" if row.state == assessing.NOT_ASSESSED else f"{sign(*told.concern(row, component))}<br>"
        beside = escape(told.short(component, given))
        cells.append(f"<div><dt>{about['label']}</dt><dd>{mark}{beside}</dd></div>")
    title = f'<a href="{page}{anchor(row)}">{escape(named(row))}</a>'
    return f'<li class="rb-trust"><p>{title}</p><dl>{"".join(cells)}</dl></li>'
