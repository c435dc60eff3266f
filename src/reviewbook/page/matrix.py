"""A matrix of signs as an HTML table: interventions by features or by the items of a checklist, reports by questions.

Every cell is a sign that says its word to screen readers; every row and column has its fractions, with the cells behind them in sight.
The longer list goes downwards. `book/_static/interventions.js` groups, sorts and searches it, and opens the evidence of a cell; without
scripts the table is whole, or, where it is very large, its first part with all its fractions. How it looks:
`book/_static/interventions.css`.
"""

from __future__ import annotations

import string
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from IPython.display import HTML

from reviewbook.page import similarity
from reviewbook.page.escape import html as escape
from reviewbook.page.escape import json_in_script
from reviewbook.page.grid import LINKED, WHOLE
from reviewbook.page.words import NOT_ASKED, SYMBOLS, counted, of_all, plural
from reviewbook.review.labels import label
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOTHING
from reviewbook.review.nouns import MANY, ONE, capital

# Of a larger matrix so many rows are shown at once, fewer where they are long: each cell is two elements of the page.
PAGE, LEAST, CELLS = 50, 10, 900
LETTERS = string.digits + string.ascii_letters  # one a mark: a column of cells is packed as a word
UNSIGNED = {
    "": "·",
    NOT_AVAILABLE: "□",
    NOT_APPLICABLE: "/",
    "not_charted": "·",
    "computed": "=",
    NOT_ASKED: "",
}  # where the words have no sign
PRINTED = "As printed"
# Groups, and letters of one's title, of a column that is offered for grouping.
MOST_GROUPS, LONGEST_GROUP = 60, 60
OF_ROWS = ("key", "label", "href", "full")  # the columns of rows that are none to group by
ASIDE = (NOT_ASKED, NOT_APPLICABLE)  # values of cells that no fraction counts
Order = Literal["charted", "similarity"]


class Mark(NamedTuple):
    """How one value is shown: sign, word, class."""

    sign: str
    word: str
    css: str


class Grouping(NamedTuple):
    """A way to part the rows: its key and title, the titles of its groups, and the number of each row's group."""

    key: str
    title: str
    groups: list[str]
    of: np.ndarray


class Part(NamedTuple):
    """Rows that stand together: the title of their group, all of them, and those that the page shows."""

    title: str
    rows: np.ndarray
    shown: list[int]


class Model(NamedTuple):
    """All that a matrix can show, rows and columns in the order charted."""

    rows: pd.DataFrame
    columns: pd.DataFrame
    codes: np.ndarray  # row by column: the number of the cell's mark
    marks: list[Mark]
    settled: list[int]
    aside: list[int]  # the marks of cells that no fraction counts
    groupings: list[Grouping]
    alike: list[int]  # rows by similarity
    nouns: list[tuple[str, str]]  # what a row and a column is called, one and several
    evidence: bool

    @property
    def downwards(self) -> bool:
        """Whether the rows go downwards: where they are the longer list."""
        return len(self.rows) > len(self.columns)

    @property
    def printed(self) -> bool:
        """Whether a source prints something of a column."""
        return bool(self.columns["printed"].ne("").any())

    @property
    def page(self) -> int:
        """How many rows are shown at once where not all are."""
        return max(LEAST, min(PAGE, CELLS // max(1, len(self.columns))))

    @property
    def paged(self) -> bool:
        """Whether the page holds the first part alone."""
        return self.codes.size > WHOLE and len(self.rows) > self.page


# Any matrix -----------------------------------------------------------------------------------------------------------


def matrix(
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    values: pd.DataFrame,
    *,
    marks: Mapping[str, str],
    title: str,
    name: str,
    settled: Collection[str] = (),
    nouns: tuple[tuple[str, str], str] = ((ONE, MANY), "feature"),
    by: str | None = None,
    order: Order = "charted",
    titles: Mapping[str, str] | None = None,
    evidence: bool = False,
    script: str = "",
    source: str = "",
) -> HTML:
    """A matrix of signs as HTML that asks no other host; the same bytes for the same tables.

    Parameters
    ----------
    rows : DataFrame, one row an intervention, in the order charted
        key, label; and, each optional: href (the address of its page), full (its whole name, where the label is a short one);
        every further column is one to group by, of coded words.
    columns : DataFrame, one row a feature, in the order charted
        key, label; and, each optional: group (columns of one group are put side by side, under its head), anchor (the place of
        the feature on an intervention's page, so that a cell leads to ``href#anchor``), description, printed (what a source
        prints of it, in plain words: it stands with the feature, before what is counted).
    values : DataFrame, one row a cell: row, column (their keys), value
        A cell that is not there, or has no value, is not charted yet.
    marks : value -> its key in `words.SYMBOLS`, in the order told
        The first is what is counted, and what similarity goes by.
    title, name : what the matrix is called, and its id on the page.
    settled : those values that settle the matter, such as yes and no; none given: all of ``marks``
        Any other cell is open, and makes a range of what is counted: "3 to 8 of 11"; of `ASIDE` no fraction counts any.
    nouns : what one row and several are called, and what one column is.
    by, order : the column of ``rows`` to group by, and the order of rows; readers with scripts can choose anew.
    titles : column of ``rows`` -> how readers see its name.
    evidence : whether a cell opens what it rests on, from ``interventions/<row key>.js`` of the site; needs href and anchor.
    script, source : where a matrix that is too large for its page has its cells, as a script of the site (`packed`), and a table.

    Returns
    -------
    HTML
        The longer of the two lists goes downwards. Above `WHOLE` cells and `PAGE` rows (fewer long ones), the first stand in the table;
        the fractions count all.

    Raises
    ------
    ValueError
        A value that is none of ``marks``, a cell twice or of no row or column, a ``by`` that is no column to group by.

    Examples
    --------
    >>> shown = matrix(
    ...     pd.DataFrame({"key": ["a"], "label": ["App A"]}),
    ...     pd.DataFrame({"key": ["f"], "label": ["Forum"]}),
    ...     pd.DataFrame({"row": ["a"], "column": ["f"], "value": ["yes"]}),
    ...     marks={"yes": "yes", "no": "no"}, title="Features", name="fig-try")
    >>> '<th scope="row">Forum</th><td class="rb-total">1 of 1</td>' in shown.data
    True
    """
    model = model_of(
        rows,
        columns,
        values,
        marks=marks,
        settled=settled,
        nouns=nouns,
        titles=titles,
        evidence=evidence,
    )
    return as_html(model, title=title, name=name, by=by, order=order, script=script, source=source)


def model_of(
    rows: pd.DataFrame,
    columns: pd.DataFrame,
    values: pd.DataFrame,
    *,
    marks: Mapping[str, str],
    settled: Collection[str] = (),
    titles: Mapping[str, str] | None = None,
    evidence: bool = False,
    nouns: tuple[tuple[str, str], str] = ((ONE, MANY), "feature"),
) -> Model:
    """The tables as codes of marks, checked; the last mark is that of what is not charted yet."""
    given = list(marks)
    at_row, at_column = (
        pd.Index(t["key"]).get_indexer(values[c]) for t, c in ((rows, "row"), (columns, "column"))
    )
    code = pd.Index([*given, ""]).get_indexer(values["value"].fillna(""))
    for wrong, what in (
        (code < 0, f"a value that is none of {', '.join(given)}"),
        (at_row < 0, "a row that is not there"),
        (at_column < 0, "a column that is not there"),
        (values.duplicated(["row", "column"]).to_numpy(), "a cell given twice"),
    ):
        if wrong.any():
            first = values[wrong].iloc[0]
            raise ValueError(f"{what}: ({first['row']}, {first['column']}) is {first['value']!r}")
    codes = np.full((len(rows), len(columns)), len(given), dtype=np.uint8)
    codes[at_row, at_column] = code
    optional = {"group": "", "anchor": "", "description": "", "printed": ""}
    table = columns.assign(
        **{
            c: columns[c].astype("string").fillna("") if c in columns else empty
            for c, empty in optional.items()
        }
    )
    beside = np.argsort(pd.factorize(table["group"])[0], kind="stable")
    own = rows.assign(
        href=rows["href"].fillna("") if "href" in rows else "", full=rows.get("full", rows["label"])
    )
    alike = similarity.order(pd.DataFrame(codes == 0))
    return Model(
        rows=own[list(OF_ROWS)].astype("string").reset_index(drop=True),
        columns=table[["key", "label", *optional]].astype("string").iloc[beside].reset_index(drop=True),
        codes=codes[:, beside],
        marks=[_mark(value) for value in [*marks.values(), ""]],
        settled=[given.index(value) for value in settled or given],
        aside=[given.index(value) for value in given if value in ASIDE],
        groupings=[_grouping(rows[c], (titles or {}).get(c, label(c))) for c in rows if c not in OF_ROWS],
        alike=alike,
        nouns=[nouns[0], (nouns[1], plural(nouns[1]))],
        evidence=evidence,
    )


def parts_rows(column: pd.Series) -> bool:
    """Whether a column parts the rows into few groups whose titles are short, so that they may be grouped by it."""
    if column.dtype != "string":
        return False
    groups = column.fillna("").unique()
    return 1 < len(groups) <= min(MOST_GROUPS, len(column) - 1) and all(
        len(g) <= LONGEST_GROUP for g in groups
    )


def _mark(value: str) -> Mark:
    words, css = SYMBOLS[value]
    sign, _, word = words.partition(" ")
    return Mark(UNSIGNED[value], words, css) if value in UNSIGNED else Mark(sign, word, css)


def _grouping(column: pd.Series, title: str) -> Grouping:
    """Groups by title, what is not known last."""
    values = column.astype("string").fillna("")
    known = sorted(set(values) - set(NOTHING), key=lambda value: (label(value).casefold(), value))
    groups = [*known, *(nothing for nothing in reversed(NOTHING) if (values == nothing).any())]
    titles = [label(value) if value else SYMBOLS[""][0].capitalize() for value in groups]
    return Grouping(str(column.name), title, titles, pd.Index(groups).get_indexer(values))


def packed(model: Model) -> dict[str, Any]:
    """The model for interventions.js: columns of cells as words, one letter a mark."""
    letters = np.array(list(LETTERS))[model.codes]
    return {
        "rows": {column: model.rows[column].tolist() for column in model.rows},
        "columns": model.columns.to_dict("records"),
        "cells": ["".join(letters[:, at]) for at in range(letters.shape[1])],
        "marks": [mark._asdict() for mark in model.marks],
        "settled": model.settled,
        **({"aside": model.aside} if model.aside else {}),
        "groupings": [grouping._asdict() | {"of": grouping.of.tolist()} for grouping in model.groupings],
        "alike": model.alike,
        "nouns": model.nouns,
        "downwards": model.downwards,
        "evidence": model.evidence,
        "page": model.page if model.paged else None,
    }


# HTML -----------------------------------------------------------------------------------------------------------------
# interventions.js builds the same table anew when a reader chooses; test_interventions_browser.py compares the two.


def as_html(
    model: Model,
    *,
    title: str,
    name: str,
    by: str | None,
    order: Order,
    script: str = "",
    source: str = "",
) -> HTML:
    grouping = next((grouping for grouping in model.groupings if grouping.key == by), None)
    if by is not None and grouping is None:
        offered = ", ".join(grouping.key for grouping in model.groupings) or "none"
        raise ValueError(f"no column {by!r} to group by; there is {offered}")
    table = _table(model, _arranged(model, grouping, order), title=title, grouping=grouping)
    outside = script if model.paged else ""
    parts = [
        f'<div class="rb-matrix-view" id="{escape(name)}" data-order="{order}"'
        + (f' data-by="{escape(by)}"' if by else "")
        + (f' data-cells="{escape(outside)}"' if outside else "")
        + ">",
        _key(model),
        f'<div class="rb-matrix-frame" tabindex="0" role="region" aria-label="{escape(title)}">',
        table,
        "</div>",
        _shown(model, source) if model.paged else "",
        "" if outside else f'<script type="application/json">{json_in_script(packed(model))}</script>',
        "</div>",
    ]
    return HTML("\n".join(part for part in parts if part))


def known(model: Model) -> str:
    """How many of the cells that were asked are settled, and as what: "181 of 319 answers are known: 150 yes, 31 no"."""
    counts = np.bincount(model.codes.ravel(), minlength=len(model.marks))
    asked = int(model.codes.size - sum(counts[at] for at in model.aside))
    settled = int(sum(counts[at] for at in model.settled))
    told = ", ".join(f"{counts[at]:,} {model.marks[at].word}" for at in model.settled)
    if not settled:
        return f"None of {counted(asked, 'answer')} is known yet"
    return f"{settled:,} of {counted(asked, 'answer')} {'is' if settled == 1 else 'are'} known: {told}"


def _arranged(model: Model, grouping: Grouping | None, order: Order) -> list[Part]:
    """The rows in order, group by group, as far as the page shows them."""
    rows = np.array(model.alike if order == "similarity" else range(len(model.rows)), dtype=int)
    left = model.page if model.paged else len(rows)
    parts = []
    for at, title in enumerate(grouping.groups if grouping else [""]):
        own = rows[grouping.of[rows] == at] if grouping else rows
        if left:
            parts.append(Part(title, own, own[:left].tolist()))
        left -= min(left, len(own))
    return parts


def _key(model: Model) -> str:
    counts = np.bincount(model.codes.ravel(), minlength=len(model.marks))
    size = " by ".join(counted(n, *noun) for n, noun in zip(model.codes.shape, model.nouns, strict=True))
    told = "".join(
        f"<li>{_sign(mark)} {mark.word}: {n:,}</li>"
        for at, (mark, n) in enumerate(zip(model.marks, counts, strict=True))
        if n or at in model.settled
    )
    return f'<div class="rb-matrix-key"><p>{size}, {counted(model.codes.size, "answer")}:</p><ul>{told}</ul></div>'


def _shown(model: Model, source: str) -> str:
    whole = f"{len(model.rows):,} {model.nouns[0][1]}"
    line = f"{model.page} of {whole} are shown; the fractions count all of them."
    link = (
        f' <a href="{escape(source)}">{escape(source.rpartition("/")[2])}</a> has them all.' if source else ""
    )
    return f'<p class="rb-count">{line}{link}</p>'


def _table(model: Model, parts: Sequence[Part], *, title: str, grouping: Grouping | None) -> str:
    build = _down if model.downwards else _across
    css = "rb-matrix-grid rb-down" if model.downwards else "rb-matrix-grid"
    return (
        f'<table class="{css}"><caption>{escape(title)}</caption>\n{build(model, parts, grouping)}\n</table>'
    )


def _down(model: Model, parts: Sequence[Part], grouping: Grouping | None) -> str:
    """Rows downwards: the columns' fractions stand under their heads."""
    tops, told = _column_groups(model), _total(model)
    deep = ' rowspan="2"' if tops else ""
    head = [_head(capital(model.nouns[0][0]), deep), _head(told, f'{deep} class="rb-total"')]
    heads = "".join(_head(text) for text in model.columns["label"])
    groups = "".join(f'<th scope="colgroup" colspan="{n}">{escape(text)}</th>' for text, n in tops)
    first = "".join(head) + (f"{groups}</tr>\n<tr>{heads}" if tops else heads)
    out = [f"<thead>\n<tr>{first}</tr>\n</thead>", "<tbody>"]
    if model.printed:
        own = "".join(map(_as_printed, model.columns["printed"]))
        out.append(f'<tr class="rb-total"><th scope="row">{PRINTED}</th><td></td>{own}</tr>')
    own = "".join(_fraction(_range(model, model.codes[:, c])) for c in range(len(model.columns)))
    out.append(f'<tr class="rb-total"><th scope="row">{escape(told)}</th><td></td>{own}</tr>')
    out.append("</tbody>")
    for part in parts:
        out.append("<tbody>")
        if grouping:
            own = "".join(
                _fraction(_range(model, model.codes[part.rows, c])) for c in range(len(model.columns))
            )
            out.append(
                f'<tr class="rb-group"><th scope="rowgroup">{_group_title(part)}</th><td></td>{own}</tr>'
            )
        for row in part.shown:
            own = _fraction(_range(model, model.codes[row]))
            cells = "".join(_cell(model, row, c) for c in range(len(model.columns)))
            out.append(f"<tr>{_row_head(model, row, 'row')}{own}{cells}</tr>")
        out.append("</tbody>")
    return "\n".join(out)


def _across(model: Model, parts: Sequence[Part], grouping: Grouping | None) -> str:
    """Rows across: the columns stand downwards, each group of them under its head."""
    told = _total(model)
    deep = ' rowspan="2"' if grouping else ""
    first = [_head(label(model.nouns[1][0]), deep), _head(told, f'{deep} class="rb-total"')]
    heads, groups, width = [], [], 2
    for part in parts:
        heads += [_row_head(model, row, "col") for row in part.shown]
        width += len(part.shown)
        if grouping:
            groups.append(f'<th scope="colgroup" colspan="{len(part.shown) + 1}">{_group_title(part)}</th>')
            heads.append(_head(told, ' class="rb-total"'))
            width += 1
    top = "".join(first) + ("".join(groups) + "</tr>\n<tr>" if grouping else "") + "".join(heads)
    out, group = [f"<thead>\n<tr>{top}</tr>\n</thead>", "<tbody>"], ""
    for at, column in enumerate(model.columns.itertuples(index=False)):
        if column.group != group:
            group = column.group
            out += ["</tbody>", "<tbody>"] if at else []
            out.append(
                f'<tr class="rb-group"><th scope="rowgroup" colspan="{width}"><span>{escape(group)}</span></th></tr>'
            )
        note = f' <small class="rb-printed">{escape(column.printed)}</small>' if column.printed else ""
        cells = [
            f'<th scope="row">{escape(column.label)}{note}</th>',
            _fraction(_range(model, model.codes[:, at])),
        ]
        for part in parts:
            cells += [_cell(model, row, at) for row in part.shown]
            if grouping:
                cells.append(_fraction(_range(model, model.codes[part.rows, at])))
        out.append(f"<tr>{''.join(cells)}</tr>")
    cells = [_head(told, scope="row"), "<td></td>"]
    for part in parts:
        cells += [_fraction(_range(model, model.codes[row])) for row in part.shown]
        if grouping:
            cells.append("<td></td>")
    out += ["</tbody>", "<tbody>", f'<tr class="rb-total">{"".join(cells)}</tr>']
    return "\n".join([*out, "</tbody>"])


def _column_groups(model: Model) -> list[tuple[str, int]]:
    """The groups of columns with their sizes; none where there is but one."""
    sizes = model.columns["group"].value_counts(sort=False)
    return list(sizes.items()) if len(sizes) > 1 else []


def _total(model: Model) -> str:
    """The head of what is counted."""
    return label(model.marks[0].word)


def _range(model: Model, codes: np.ndarray) -> str:
    """How many of some cells surely have the first mark and how many may: "3 to 8 of 11"; those set aside are in no count."""
    codes = codes[~np.isin(codes, model.aside)] if model.aside else codes
    low = int((codes == 0).sum())
    return of_all(low, low + int((~np.isin(codes, model.settled)).sum()), codes.size)


def _group_title(part: Part) -> str:
    return f"{escape(part.title)} ({len(part.rows):,})"


def _head(text: str, attributes: str = "", *, scope: str = "col") -> str:
    inner = escape(text) if scope == "row" else f"<span>{escape(text)}</span>"
    return f'<th scope="{scope}"{attributes}>{inner}</th>'


def _row_head(model: Model, row: int, scope: str) -> str:
    text, href, full = (model.rows.at[row, column] for column in ("label", "href", "full"))
    whole = f' title="{escape(full)}"' if full != text else ""
    text = escape(text)
    if href:
        text = f'<a href="{escape(href)}"{whole}>{text}</a>'
    return f'<th scope="{scope}">{text if scope == "row" else f"<span>{text}</span>"}</th>'


def _as_printed(text: str) -> str:
    return f'<td class="rb-total rb-printed">{escape(text)}</td>'


def _fraction(text: str) -> str:
    return f'<td class="rb-total">{escape(text)}</td>'


def _sign(mark: Mark) -> str:
    return f'<b class="{mark.css}" aria-hidden="true">{mark.sign}</b>'


def _cell(model: Model, row: int, column: int) -> str:
    mark = model.marks[model.codes[row, column]]
    told = f'class="{mark.css}" aria-label="{mark.word}"'
    href, anchor = model.rows.at[row, "href"], model.columns.at[column, "anchor"]
    is_asked = model.codes[row, column] not in model.aside
    if href and anchor and is_asked and model.codes.size <= LINKED:
        return f'<td><a {told} href="{escape(f"{href}#{anchor}")}">{mark.sign}</a></td>'
    return f'<td><b {told} role="img">{mark.sign}</b></td>'
