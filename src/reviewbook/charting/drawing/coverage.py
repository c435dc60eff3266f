"""What became of each question of each report, study or entity: a matrix of signs, or, where that were too large, a bar a question.

How it looks: `book/_static/page.css` and `charting.css`. The same numbers stand in a table (`reviewbook.charting.tables.coverage`).
"""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.charting import of_review
from reviewbook.charting.coverage import CHARTED, NOT_ASKED, OPEN, STATES, by_question
from reviewbook.charting.drawing.parts import SIGNS, apart, bar, key, line, sign, things
from reviewbook.page.escape import html as escape
from reviewbook.page.figure import Data, framed
from reviewbook.page.grid import absent, page
from reviewbook.page.links import address, short_names
from reviewbook.page.words import counted, of_all
from reviewbook.review import bibliography
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nouns import THINGS
from reviewbook.review.questions import ABOUT

MOST_CELLS, MOST_COLUMNS = 1_500, 60  # of a matrix that can be read; above, each question is a bar
TITLE = "What became of each question"


def coverage(review: Review) -> HTML | Markdown | None:
    """What became of each question of each report, study and entity."""
    if line := absent(review, "questions"):
        return page(line)
    states = of_review.coverage(review)
    if states.empty:
        return None
    table = by_question(states, review.questions)
    parts = []
    for about in THINGS:
        own = table[table["about"] == about]
        n = len(getattr(review, ABOUT[about][0]))
        if own.empty or not n:
            continue
        cells = states[states["question_id"].isin(own["question_id"])]
        size = f"{counted(len(own), 'question')} of {things(n, about)}, {counted(len(cells), 'answer')}"
        told = cells["state"].value_counts()
        parts.append(key({state: int(told.get(state, 0)) for state in STATES}, size))
        large = len(cells) > MOST_CELLS or n > MOST_COLUMNS
        parts.append(_bars(own, about, n) if large else _matrix(review, own, cells, about))
    data = Data(
        ["Question", "About", *(SIGNS[state][1] for state in STATES)],
        [
            [row["label"], THINGS[row["about"]][0], *(int(row[state]) for state in STATES)]
            for _, row in table.iterrows()
        ],
    )
    return HTML(
        framed(
            review,
            '<div class="rb-charted">\n' + "\n".join(parts) + "\n</div>",
            name="coverage",
            finding=finding(states["state"]),
            unit=f"{counted(len(table), 'question')} of the charting form, and what became of each",
            tables=["questions", "answers" if len(review.answers) else "reports"],
            data=data,
            table=True,
        )
    )


def finding(states: pd.Series) -> str:
    """How many of the answers that were asked for are there, and how many are still to be given."""
    told = states.value_counts()
    asked = len(states) - int(told.get(NOT_ASKED, 0))
    given, left = int(told.get(CHARTED, 0)), int(told.get(OPEN, 0))
    rest = f"; {left:,} {'is' if left == 1 else 'are'} not charted yet" if left else ""
    return f"{given:,} of {counted(asked, 'answer')} {'was' if given == 1 else 'were'} found{rest}"


def _fraction(row: pd.Series) -> str:
    """How many are charted of those asked: a range where cells are open."""
    return of_all(int(row[CHARTED]), int(row[CHARTED] + row[OPEN]), int(row["asked"]))


def _matrix(review: Review, table: pd.DataFrame, cells: pd.DataFrame, about: str) -> str:
    """Questions downwards, what they are about across."""
    names = _names(review, about)
    title = f"{TITLE}: {THINGS[about][1]}"
    wide = cells.pivot(index="question_id", columns="about_id", values="state")
    heads = "".join(f'<th scope="col"><span>{name}</span></th>' for name in names.values())
    out = [
        f'<div class="rb-matrix-frame" tabindex="0" role="region" aria-label="{escape(title)}">',
        f'<table class="rb-matrix-grid"><caption>{escape(title)}</caption>',
        '<thead>\n<tr><th scope="col"><span>Question</span></th>'
        f'<th scope="col" class="rb-total"><span>Charted</span></th>{heads}</tr>\n</thead>',
    ]
    for group, own in table.groupby("group", sort=False):
        out.append("<tbody>")
        if table["group"].nunique() > 1:
            head = escape(group or "Further questions")
            out.append(
                f'<tr class="rb-group"><th scope="rowgroup" colspan="{len(names) + 2}"><span>{head}</span></th></tr>'
            )
        for _, row in own.iterrows():
            states = wide.loc[row["question_id"], list(names)]
            told = "".join(f"<td>{sign(state)}<span>{SIGNS[state][1]}</span></td>" for state in states)
            out.append(
                f'<tr><th scope="row">{escape(row["label"])}</th><td class="rb-total">{_fraction(row)}</td>{told}</tr>'
            )
        out.append("</tbody>")
    return "\n".join([*out, "</table>", "</div>"])


def _names(review: Review, about: str) -> dict[str, str]:
    """What questions are about, by its identifier, as the heads of a matrix have it: a link to its page where it has one."""
    table, own_key = ABOUT[about]
    keys = getattr(review, table)[own_key].tolist()
    if about == "report":
        shown = bibliography.labels(review)
        return {k: f'<a href="{address("reports", k)}">{escape(shown[k])}</a>' for k in keys}
    if about == "entity":
        names, short = dict(zip(keys, review.interventions["name"], strict=True)), short_names(review)
        return {k: _entity(k, _or(short[k], k), _or(names[k], k)) for k in keys}
    shown = dict(zip(keys, review.studies["label"], strict=True))
    return {k: escape(_or(shown[k], label(k))) for k in keys}


def _entity(key: str, short: str, name: str) -> str:
    """An entity as a link to its page, by its short name; what that stands for is told where it is pointed at."""
    told = "" if short == name else f' title="{escape(name)}"'
    return f'<a href="{address("interventions", key)}"{told}>{escape(short)}</a>'


def _or(name: object, otherwise: str) -> str:
    return otherwise if pd.isna(name) else str(name)


def _bars(table: pd.DataFrame, about: str, n: int) -> str:
    """A bar a question: as long as all are, parted by what became of it."""
    out = []
    for group, own in table.groupby("group", sort=False):
        if table["group"].nunique() > 1:
            out.append(f'<p class="rb-line-head">{escape(group or "Further questions")}</p>')
        lines = []
        for _, row in own.iterrows():
            parts = [
                (f"rb-state-{state.replace('_', '-')}", int(row[state]))
                for state in STATES
                if state != NOT_ASKED
            ]
            beside = apart({state: int(row[state]) for state in STATES})
            said = f"<strong>{_fraction(row)}</strong> charted" + (f"; {beside}" if beside else "")
            lines.append(line(escape(row["label"]), bar(parts, n), said))
        out.append(f'<ul class="rb-lines" aria-label="{escape(TITLE)}">{"".join(lines)}</ul>')
    return "\n".join(out)
