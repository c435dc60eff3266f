"""Matrices of what was coded: reports, interventions, speakers or worker groups by the codes of each scheme.

A framework synthesis charts data against categories that were there before (Ritchie and Spencer 1994; Dixon-Woods 2011, BMC Med
9:39). A cell holds how many findings and quotations were coded there; a script of its own (`files`) holds which. An empty cell
says "none", never "no": a source may be silent on what was there. What no category caught is in `framework_gaps`, from which a
"best fit" framework synthesis goes on (Carroll et al. 2013, BMC Med Res Methodol 13:37).

`book/_static/themes.js` opens the excerpts of a cell; without scripts the cell leads to its code on the page. How the table
looks: `book/_static/page.css` and `themes.css`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from IPython.display import HTML, Markdown

from reviewbook.appraisal import of_review
from reviewbook.appraisal.of_review import low_points
from reviewbook.appraisal.rating_words import by_report
from reviewbook.page.escape import html as escape
from reviewbook.page.grid import COLUMNS, LINKED, ROWS, file_link, in_place, needs, no_scheme, nothing
from reviewbook.page.links import address
from reviewbook.page.scripts import script
from reviewbook.page.words import SYMBOLS, counted, joined, of_all
from reviewbook.review import bibliography
from reviewbook.review.groups import ALL, ROLE, Group, answers, named
from reviewbook.review.labels import UNSAID, label
from reviewbook.review.model import Review, restrict, tables_of
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED, NOTHING
from reviewbook.review.nouns import capital
from reviewbook.review.questions import ABOUT
from reviewbook.review.schemes import titled
from reviewbook.studies.links import lists
from reviewbook.studies.of_review import interventions_open, linked
from reviewbook.themes import brought, coding
from reviewbook.themes.drawing import ground_words
from reviewbook.themes.drawing.ways import ALWAYS, GROUPING, By, grouping, slug_of, ways
from reviewbook.themes.framework import KINDS, cells, having
from reviewbook.themes.of_review import coded, has_grounds, none_asked, not_asked

OPENED = 50  # excerpts that a cell opens at most
CELLS = 1_500  # of all tables that stand together: with numbers in them, a quarter of what a page may weigh
NEVER_FEWER = 20  # rows of a table with many columns
IN_THE_OPEN = 600  # cells of them; where there are more, those behind the first table are folded

NOT_ASKED = '<b class="rb-nr" aria-hidden="true">–</b><span>not asked</span>'
ELSEWHERE = "."  # the row of excerpts whose report is in none of the rows; no identifier is that
SPEAKER_UNSAID = {
    "": "speaker not charted yet",
    NOT_REPORTED: "speaker not reported",
    NOT_AVAILABLE: "speaker not available",
    NOT_APPLICABLE: "no speaker",
}


# The rows of a matrix -------------------------------------------------------------------------------------------------


def _rows(review: Review, by: str, way: By, names: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a matrix: key, label, href, group, unit (missing where it is not counted).

    ``names`` are the labels of reports (`check.labels`).
    """
    columns = ["key", "label", "href", "group", "unit"]
    if by == "report_id":
        rows = [(key, names[key], address("reports", key), pd.NA, key) for key in review.reports["report_id"]]
    elif by == "speaker":
        parties = {party for one in review.excerpts["speaker"].unique() for party in coding.parties(one)}
        rows = [(key, label(key), "", pd.NA, key) for key in sorted(parties)]
    elif way.group and not way.crossed:
        said = _said(review, way.group)
        rows = [(key, word, "", pd.NA, pd.NA if key in NOTHING else key) for key, word in said.items()]
    else:
        names = dict(zip(review.interventions["intervention_id"], review.interventions["name"], strict=True))
        if way.group:
            found = _leads(review, way.group)
            there = set(zip(found["answer"], found["intervention_id"], strict=True))
            pairs = [(answer, key) for answer in _said(review, way.group) for key in names]
            pairs = [pair for pair in pairs if pair in there]
        else:
            pairs = [(pd.NA, key) for key in names]
        rows = [
            (f"{answer}|{key}" if way.group else key, names[key], address("interventions", key), answer, key)
            for answer, key in pairs
        ]
    unsaid = {"": "No report named", ELSEWHERE: f"Reports of no {way.one}{_open(review, by)}"}
    if by == "speaker":
        unsaid = {key: UNSAID[key].capitalize() for key in NOTHING}
    rows += [(key, text, "", pd.NA, pd.NA) for key, text in unsaid.items()]
    return pd.DataFrame(rows, columns=columns).astype("string")


def _open(review: Review, by: str) -> str:
    """Whether it may still be charted what a report leads to: a review that is about no intervention says so."""
    settled = "intervention" in by and len(review.studies) and not interventions_open(review)
    return "" if settled else " known yet"


def _said(review: Review, group: Group) -> dict[str, str]:
    """The answers to a question that some report has, in their order, each in words."""
    there = _leads(review, group)["answer"].dropna().unique()
    return {one: group.word(one) for one in sorted(there, key=group.rank)}


def _placed(review: Review, table: pd.DataFrame, by: str, way: By) -> pd.DataFrame:
    """What was coded (`coding.coded`) with the key of its row (categories); an excerpt of two speakers, or of a report
    on two interventions, stands in two rows."""
    own = table[["code_id", "excerpt_id", "report_id", "kind", "direction", "basis"]]
    if by == "speaker":
        speaker, said = coding.numbered(table["speaker"])
        parties = [coding.parties(one) or ((one if one in NOTHING else ""),) for one in said]
        parties.append(("",))  # for -1: nobody is charted
        own, at, keys = _repeated(own, speaker, parties)
    else:
        report, names = coding.numbered(table["report_id"])
        found = {name: [name] for name in names}
        if by != "report_id":
            found = lists(_leads_to(review, by, way), "report_id", "to")
        own, at, keys = _repeated(own, report, [*(found.get(name, [ELSEWHERE]) for name in names), [""]])
    number, rows = pd.factorize(pd.Series(keys, dtype="string"))
    return own.assign(row=pd.Categorical.from_codes(number[at], rows))


def _leads(review: Review, group: Group | None) -> pd.DataFrame:
    """Where each report leads (`links.links`), with its answers to a question where one is asked for."""
    if group is None:
        return linked(review)
    own = answers(group, tables_of(review, "reports", "studies", "interventions"))
    own = own.rename(columns={"value": "answer"})
    return linked(review).merge(own, on=ABOUT[group.about][1], how="left")


def _leads_to(review: Review, by: str, way: By) -> pd.DataFrame:
    """Where each report leads, with the key of its row in ``to``, missing where it has none."""
    leads = _leads(review, way.group)
    to = leads["answer" if way.group else by]
    return leads.assign(to=to + "|" + leads["intervention_id"] if way.crossed else to)


def _repeated(
    own: pd.DataFrame, at: np.ndarray, keys: Sequence[Sequence[str]]
) -> tuple[pd.DataFrame, np.ndarray, list[str]]:
    """Rows as often as they have keys: the rows, the place of each one's key, all keys. ``at`` is the place of a row's keys in ``keys``."""
    lengths = np.array([len(some) for some in keys])
    many = lengths[at]
    nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    first = np.cumsum([0, *lengths[:-1]])[at]
    rows = own.iloc[np.repeat(np.arange(len(own)), many)]
    return rows, np.repeat(first, many) + nth, [key for some in keys for key in some]


class Laid(NamedTuple):
    """A scheme laid out by one column of the review."""

    nodes: pd.DataFrame  # the codes shown, each parent before its children
    every: int  # codes of the scheme
    rows: pd.DataFrame  # all of them
    shown: pd.DataFrame  # those in the page
    placed: pd.DataFrame
    asked: dict[str, int]  # of how many units each code is told; of all of it under ""
    out: dict[str, frozenset[str]]  # rows none of whose reports were asked for a code


def _laid(
    review: Review, scheme: str, table: pd.DataFrame, by: str, way: By, names: Mapping[str, str]
) -> Laid:
    nodes = coding.tree(review.codes, scheme=scheme)
    every = len(nodes)
    if (
        every > COLUMNS
    ):  # the upper ones first, as they count what lies below them, then those with most excerpts
        n = table.drop_duplicates(["code_id", "excerpt_id"])["code_id"].value_counts()
        order = np.lexsort((-n.reindex(nodes["code_id"], fill_value=0).to_numpy(), nodes["depth"]))
        nodes = nodes.iloc[np.sort(order[:COLUMNS])]
    placed, rows = _placed(review, table, by, way), _rows(review, by, way, names)
    rows = rows[rows["unit"].notna() | rows["key"].isin(placed["row"].unique())].reset_index(drop=True)
    beside = coding.schemes(review.codes, scheme if scheme == coding.THEMES else "frameworks")
    most = min(ROWS, max(NEVER_FEWER, CELLS // len(beside) // max(1, len(nodes))))
    unsaid = rows["unit"].isna()
    groups = rows["group"].fillna("")
    each = most // max(1, groups[~unsaid].nunique())
    shown = pd.concat([rows[~unsaid].groupby(groups, sort=False).head(each), rows[unsaid]])
    asked, out = _asked(review, scheme, by, way, rows)
    return Laid(nodes, every, rows, shown, placed, asked, out)


def _asked(
    review: Review, scheme: str, by: str, way: By, rows: pd.DataFrame
) -> tuple[dict[str, int], dict[str, frozenset[str]]]:
    """Of how many units each code of a scheme is told, and the rows none of whose reports were asked for it; "": for any code.

    Nobody knows of whom else a report that was not asked would have told: every speaker was asked.
    """
    every = rows["unit"].nunique()
    codes = review.codes.loc[review.codes["scheme"] == scheme, "code_id"]
    missed = not_asked(review, scheme) if by != "speaker" else {}
    if not missed:
        return dict.fromkeys(["", *codes], every), {}
    missed |= {"": none_asked(review, [scheme])}
    if by == "report_id":
        leads = pd.DataFrame({"report_id": review.reports["report_id"], "to": review.reports["report_id"]})
    else:
        leads = _leads_to(review, by, way)
    units = rows.dropna(subset="unit")
    asked, out = {}, {}
    for code in ["", *codes]:
        out[code] = brought.aside(leads, "to", missed.get(code, frozenset()))
        asked[code] = units.loc[~units["key"].isin(out[code]), "unit"].nunique()
    return asked, {code: gone for code, gone in out.items() if gone}


# HTML -----------------------------------------------------------------------------------------------------------------


def _caption(which: str) -> str:
    return f"Passages under each {coding.noun(which)[0]}"


@needs(
    "codes",
    "excerpts",
    "codings",
    caption=lambda which, *_, **__: _caption(which),
    name=lambda which, by, name=None: name or f"tbl-{which}-by-{slug_of(by)}",
)
def coded_matrix(review: Review, which: str, by: str, *, name: str | None = None) -> HTML | Markdown:
    """What was coded under each code of each scheme, row by row of ``by``; the excerpts of a cell open on demand.

    Parameters
    ----------
    which : "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them: each a table.
    by : "report_id", "intervention_id", "speaker" (each party; an excerpt of two stands in both rows), "role" (the worker
        group), a question of the form with which tables may be grouped, or "intervention_id x role" and the like (interventions by
        worker group, each with its reports of that group), or "grouping" (the review's own way, `ways.grouping`).
    name : of the first table; left out: "tbl-<scheme>-by-<by>".

    Returns
    -------
    HTML
        Up to `grid.COLUMNS` codes and `grid.ROWS` rows of each table, fewer where there are many codes or schemes; a line says what is
        left out, and the totals count all. Cells whose reports are all rated below ``review.min_rating`` are marked.

    Raises
    ------
    ValueError
        No such ``by``.
    """
    known = ways(review)
    if by != GROUPING and by not in known:
        raise ValueError(f"by: {by!r}, expected one of {', '.join((*known, GROUPING))}")
    if by == GROUPING and not (by := grouping(review)):
        line = nothing(f"No question of the form parts the passages, and no study names {review.nouns.a}.")
        return in_place(line, caption=_caption(which), name=name or f"tbl-{which}-by-{GROUPING}")
    low = of_review.low_rated(review) if review.min_rating else []
    schemes = coding.schemes(review.codes, which)
    names = bibliography.labels(review) if schemes and by == "report_id" else {}
    parts: list[str] = []
    n_cells = 0
    for scheme in schemes:
        own = f"tbl-{scheme.replace('_', '-')}-by-{known[by].slug}"
        if name:
            own = f"{name}-{scheme.replace('_', '-')}" if parts else name
        laid = _laid(review, scheme, coded(review, scheme), by, known[by], names)
        view = _view(review, scheme, by, known[by], laid, low=low, name=own)
        n_cells += len(laid.shown) * len(laid.nodes)
        if parts and n_cells > IN_THE_OPEN:
            view = f"<details><summary>{escape(titled(review.package, scheme))}</summary>\n{view}\n</details>"
        parts.append(view)
    if not parts:
        own = name or f"tbl-{which}-by-{known[by].slug}"
        return in_place(no_scheme(which), caption=_caption(which), name=own)
    return HTML("\n".join(parts))


def _view(
    review: Review,
    scheme: str,
    by: str,
    way: By,
    laid: Laid,
    *,
    low: Collection[str],
    name: str,
) -> str:
    title = f"{titled(review.package, scheme)} by {way.one}" + (
        f" and {way.group.label}" if way.group and way.crossed else ""
    )
    kinds = [kind for kind in KINDS if kind in laid.placed["kind"].unique()] or list(KINDS)
    found = cells(laid.placed, low=low)
    data = {
        **_opens(review, by),
        "source": f"data/{review.name}/codes",
        "csv": f"../data/{review.name}",
        "min-rating": str(review.min_rating),
    }
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    lines = [
        f'<div class="rb-coded-view" id="{escape(name)}"{attributes}>',
        _key(review, laid, way, kinds, low, found),
        f'<div class="rb-matrix-frame" tabindex="0" role="region" aria-label="{escape(title)}">',
        _table(laid, by, way, kinds, found, title, by_basis="basis" in has_grounds(review)),
        "</div>",
        _left_out(review, laid, way),
        "</div>",
    ]
    return "\n".join(line for line in lines if line)


def _opens(review: Review, by: str) -> dict[str, str]:
    """Which excerpts of `files` cells open: where these have no view for the part of the review, those of its reports among all."""
    if review.subset == ALL or (by in ALWAYS and not named(review.subset)[0]):
        return {"by": f"{review.subset} {by}"}
    return {
        "by": f"{ALL} {by}",
        "reports": " ".join(address("reports", one) for one in review.reports["report_id"]),
    }


def _key(
    review: Review, laid: Laid, way: By, kinds: list[str], low: Collection[str], there: pd.DataFrame
) -> str:
    numbers = " + ".join(f"{kind}s" for kind in kinds)
    told = [("yes", "●", numbers), ("", "·", "none; the source may be silent")]
    if there["weak"].any():
        told.insert(1, ("unclear", "○", f"{numbers}, none of which is known to be an account or a measure"))
    if not there["behind"].all():
        told.insert(1, ("no", "±", f"{numbers} that only limit it or speak of it in general"))
    if low:
        below = low_points(review)
        told.insert(len(told) - 1, ("alone", "!", f"{numbers}, from low-rated reports only (below {below})"))
    if laid.out:
        told.append(("not_reported", "–", "not asked of these reports"))
    items = "".join(f"<li>{_sign(key, sign)} {text}</li>" for key, sign, text in told)
    units = laid.rows["unit"].nunique()
    size = f"{counted(units, way.unit, way.several)} by {_codes(laid, laid.every)}"
    note = "In the totals each passage is counted once"
    if laid.nodes["depth"].any():
        note += "; a theme holds what lies below it, too"
    return f'<div class="rb-matrix-key"><p>{size}:</p><ul>{items}</ul><p>{note}.</p></div>'


def _codes(laid: Laid, n: int) -> str:
    """So many codes as readers know them: "12 themes and subthemes", "3 categories"."""
    if not laid.nodes["scheme"].eq(coding.THEMES).all():
        return counted(n, "category", "categories")
    return counted(n, "theme") if laid.nodes["depth"].eq(0).all() else f"{n:,} themes and subthemes"


def _left_out(review: Review, laid: Laid, way: By) -> str:
    parts = []
    if len(laid.shown) < len(laid.rows):
        shown, every = laid.shown["unit"].count(), laid.rows["unit"].count()
        parts.append(f"{shown:,} of {every:,} {way.several} are shown; the totals count all.")
    if len(laid.nodes) < laid.every:
        parts.append(
            f"{len(laid.nodes):,} of {_codes(laid, laid.every)} are shown: the upper ones, then those with most passages."
        )
    if not parts:
        return ""
    links = file_link(review, "codes", "codings", "excerpt_reports")
    return f'<p class="rb-count">{" ".join(parts)} All are in {links}.</p>'


def _sign(key: str, sign: str) -> str:
    return f'<b class="{SYMBOLS[key][1]}" aria-hidden="true">{sign}</b>'


def _table(
    laid: Laid, by: str, way: By, kinds: list[str], found: pd.DataFrame, title: str, *, by_basis: bool
) -> str:
    whole = laid.placed.assign(code_id="")
    by_row = [found, cells(whole, low=())]
    by_code = [cells(placed.assign(row=""), low=()) for placed in (laid.placed, whole)]
    there = [part[part["row"].isin(laid.shown["key"])] for part in by_row]
    numbers = {(cell.row, cell.code_id): cell for part in there for cell in part.itertuples(index=False)}
    k = {
        side: {
            (row.code_id, "" if pd.isna(row.group) else row.group): row.k
            for part in by_row
            for row in having(part[part[side]], laid.rows).itertuples(index=False)
        }
        for side in ("behind", "told", "may")
    }
    codes = ["", *laid.nodes["code_id"]]
    # An excerpt of which nobody says who speaks may be anybody's.
    nobody = laid.rows.loc[laid.rows["unit"].isna() & laid.rows["key"].ne(NOT_APPLICABLE), "key"]
    unsaid = {
        side: {code for part in by_row for code in part.loc[part[side] & part["row"].isin(nobody), "code_id"]}
        if by == "speaker"
        else set()
        for side in k
    }

    def fractions(group: str, whole: Mapping[str, int], side: str = "behind", high: str = "behind") -> str:
        parts = []
        for code in codes:
            of = whole[code]
            if not of:
                parts.append(NOT_ASKED)
                continue
            n, most = (k[one].get((code, group), 0) for one in (side, high))
            most = of if code in unsaid[high] else most
            parts.append(of_all(n, most, of) if n < most else f"{n:,}/{of:,}")
        return "".join(f'<td class="rb-total">{part}</td>' for part in parts)

    rows, groups = laid.rows, laid.rows.dropna(subset="group")
    of, whole = rows["unit"].nunique(), laid.asked
    told_of = f"of {of:,}" if all(n == of for n in whole.values()) else "of those asked"
    sums = {
        row.code_id: _number(row.findings, row.quotations, kinds)
        for part in by_code
        for row in part.itertuples(index=False)
    }
    each = "".join(f'<td class="rb-total">{sums.get(code, "0")}</td>' for code in codes)
    out = [
        _heads(laid.nodes, way.one),
        "<tbody>",
        f'<tr class="rb-total"><th scope="row">{capital(way.several)}, {told_of}</th>{fractions("", whole)}</tr>'
        if of
        else "",
        f'<tr class="rb-total"><th scope="row">– with an account or a measure</th>{fractions("", whole, "told", "may")}</tr>'
        if of and by_basis and k["told"] != k["behind"]
        else "",
        f'<tr class="rb-total"><th scope="row">Passages, each once</th>{each}</tr>',
        "</tbody>",
    ]
    sizes = groups["group"].value_counts(sort=False)
    # More links than that would bury the rest of the page for the keyboard; themes.js makes them.
    linked = found["row"].isin(laid.shown["key"]).sum() <= LINKED
    for group, own in laid.shown.groupby(laid.shown["group"].fillna(""), sort=False):
        out.append("<tbody>")
        if group:
            word = way.group.word(group) if way.group else label(group)
            own_rows = groups.loc[groups["group"] == group, "key"]
            head = f'<th scope="rowgroup">{escape(word)} ({sizes[group]:,})</th>'
            within = {code: int((~own_rows.isin(laid.out.get(code, ()))).sum()) for code in codes}
            out.append(f'<tr class="rb-group">{head}{fractions(group, within)}</tr>')
        for row in own.itertuples(index=False):
            name = escape(row.label)
            name = f'<a href="{escape(row.href)}">{name}</a>' if row.href else name
            sum_ = numbers.get((row.key, ""))
            total = _number(sum_.findings, sum_.quotations, kinds) if sum_ else "0"
            total = NOT_ASKED if row.key in laid.out.get("", ()) else total
            told = "".join(
                _cell(
                    numbers.get((row.key, code)), kinds, linked, asked=row.key not in laid.out.get(code, ())
                )
                for code in codes[1:]
            )
            out.append(
                f'<tr data-row="{escape(row.key)}"><th scope="row">{name}</th><td class="rb-total">{total}</td>{told}</tr>'
            )
        out.append("</tbody>")
    ids = escape(" ".join(codes[1:]))
    return (
        f'<table class="rb-matrix-grid rb-coded-grid" data-codes="{ids}"><caption>{escape(title)}</caption>\n'
        f"{chr(10).join(out)}\n</table>"
    )


def _heads(nodes: pd.DataFrame, noun: str) -> str:
    """The codes as heads: a top code over its own column and those of the codes below it."""
    sizes = nodes["top"].value_counts(sort=False)
    deep = ' rowspan="2"' if (sizes > 1).any() else ""
    labels = dict(zip(nodes["code_id"], nodes["label"], strict=True))
    first = [
        f'<th scope="col"{deep}><span>{escape(label(noun))}</span></th>',
        f'<th scope="col"{deep} class="rb-total"><span>Passages, each once</span></th>',
    ]
    second = []
    for node in nodes.itertuples(index=False):
        own = escape(node.label)
        named = f' data-code="{escape(node.code_id)}" data-label="{own}"'
        if node.code_id != node.top:
            path = f"{labels[node.top]}: {node.label}"
            named = f' data-code="{escape(node.code_id)}" data-label="{escape(path)}"'
            second.append(f'<th scope="col"{named}><span>{"– " * (node.depth - 1)}{own}</span></th>')
        elif sizes[node.top] > 1:
            first.append(f'<th scope="colgroup" colspan="{sizes[node.top]}">{own}</th>')
            second.append(f'<th scope="col"{named}><span>All of it</span></th>')
        else:
            first.append(f'<th scope="col"{deep}{named}><span>{own}</span></th>')
    lower = f"\n<tr>{''.join(second)}</tr>" if second else ""
    return f"<thead>\n<tr>{''.join(first)}</tr>{lower}\n</thead>"


def _number(findings: int, quotations: int, kinds: list[str]) -> str:
    """The findings and the quotations, or the only one of the two that the scheme has."""
    n = {"finding": findings, "quotation": quotations}
    return "+".join(f"{n[kind]:,}" for kind in kinds) if findings or quotations else "0"


def _cell(cell, kinds: list[str], linked: bool, *, asked: bool) -> str:
    if cell is None and not asked:
        return f'<td class="rb-not-asked">{NOT_ASKED}</td>'
    if cell is None:
        return '<td class="rb-none"><span>none</span></td>'  # the dot is in themes.css: there are thousands
    n = {"finding": cell.findings, "quotation": cell.quotations}
    said = joined(counted(n[kind], kind) for kind in kinds if n[kind])
    sign = _sign("yes", "●")
    if not cell.behind:
        sign, said = _sign("no", "±"), f"{said}, only limits or general"
    elif cell.weak:
        sign, said = _sign("unclear", "○"), f"{said}, none known to be an account or a measure"
    if cell.low_only:
        sign = _sign("alone", "!") + (sign if cell.weak or not cell.behind else "")
        said = f"{said}, low-rated reports only"
    number = _number(cell.findings, cell.quotations, kinds)
    told = f'{sign}<i aria-hidden="true">{number}</i><span>{said}</span>'
    return f'<td><a href="#code-{escape(cell.code_id)}">{told}</a></td>' if linked else f"<td>{told}</td>"


# What themes.js goes on from -------------------------------------------------------------------------------------------


def files(review: Review) -> Iterator[tuple[str, bytes]]:
    """The scripts data/<review>/codes/<code_id>.js, from which themes.js opens cells: (place in the site, content).

    A script holds the excerpts of one code that any matrix shows, of the whole review or of one worker group; of a cell the
    first `OPENED`. A code that no matrix shows, or that has no excerpt, has no script.
    """
    if not review.has("codes", "excerpts", "codings"):
        return
    names, rated = bibliography.labels(review), _rated(review)
    excerpts = review.excerpts
    excerpts = excerpts.assign(**{c: excerpts[c].fillna("") for c in ("speaker", "page", "locator", "text")})
    charted = has_grounds(review)
    links = review.excerpt_reports.drop_duplicates(["excerpt_id", "report_id"])
    reports_of = links.groupby("excerpt_id", sort=False)["report_id"].agg(list)
    about = dict(zip(review.codes["code_id"], review.codes["description"].fillna(""), strict=True))
    subsets = {ALL: review}
    for role, own in review.reports.groupby(ROLE):
        subsets[role] = restrict(review, reports=own["report_id"], subset=role)
    for scheme in dict.fromkeys(review.codes["scheme"]):
        opened = _opened(subsets, scheme, names)
        opened["at"] = pd.Index(excerpts["excerpt_id"]).get_indexer(opened["excerpt_id"])
        for code, own in opened.groupby("code_id", sort=False):
            at, places = np.unique(own["at"], return_inverse=True)
            there = excerpts.iloc[at]
            tied = [reports_of.get(excerpt, []) for excerpt in there["excerpt_id"]]
            known = {report: n for n, report in enumerate(dict.fromkeys(r for some in tied for r in some))}
            rows: dict[str, dict[str, list[int]]] = {}
            for view, row, place in zip(own["view"], own["row"], places.tolist(), strict=True):
                rows.setdefault(view, {}).setdefault(row, []).append(place)
            content = {
                "about": "" if about[code] in NOTHING else about[code],
                "excerpts": [
                    {
                        "id": e.excerpt_id,
                        "kind": e.kind,
                        "text": "" if e.text == NOT_APPLICABLE else e.text,
                        "speaker": SPEAKER_UNSAID.get(e.speaker) or label(e.speaker),
                        "page": e.page if e.page not in NOTHING else "",
                        "locator": e.locator if e.locator not in NOTHING else "",
                        "grounds": [*map(review.nouns.told, ground_words.of_excerpt(e._asdict(), charted))],
                        "reports": [known[report] for report in some],
                    }
                    for e, some in zip(there.itertuples(index=False), tied, strict=True)
                ],
                "reports": [
                    {"label": names[report], "href": address("reports", report), **rated[report]}
                    for report in known
                ],
                "rows": rows,
            }
            yield f"data/{review.name}/codes/{code}.js", script(f"codes/{code}", content)


def _rated(review: Review) -> dict[str, dict]:
    """For each report its rating in words and in points, None where it has none."""
    keys = review.reports["report_id"]
    if not (review.has("ratings") or review.has("appraisals")):
        return {key: {"rating": "", "points": None} for key in keys}
    rated = of_review.rated(review)
    points = rated["points"].reindex(keys)
    return {
        key: {"rating": told, "points": None if pd.isna(n) else float(n)}
        for key, told, n in zip(keys, by_report(rated, keys), points, strict=True)
    }


def _opened(subsets: Mapping[str, Review], scheme: str, names: Mapping[str, str]) -> pd.DataFrame:
    """What cells open, the first of each in the order of the excerpts: code_id, row, excerpt_id, view ("<subset> <by>")."""
    table, parts = coded(subsets[ALL], scheme), []
    known = ways(subsets[ALL])
    for subset, review in subsets.items():
        own = table
        if subset != ALL:
            own = table[table["report_id"].isin(review.reports["report_id"])]
        for by, way in known.items():
            if subset != ALL and by not in ALWAYS:
                continue
            laid = _laid(review, scheme, own, by, way, names)
            placed = laid.placed[["code_id", "row", "excerpt_id"]]
            placed = placed[
                placed["row"].isin(laid.shown["key"]) & placed["code_id"].isin(laid.nodes["code_id"])
            ]
            placed = placed.drop_duplicates()
            first = placed[placed.groupby(["code_id", "row"]).cumcount() < OPENED]
            parts.append(first.assign(view=f"{subset} {by}"))
    return pd.concat(parts, ignore_index=True)


# What a framework leaves out ------------------------------------------------------------------------------------------
