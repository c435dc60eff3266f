"""Chapter 08: printed numbers beside recomputed ones, what kinds of checks they are, and where the source disagrees with itself."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.claims.of_review import evaluated
from reviewbook.page.escape import html_in_myst as escape
from reviewbook.page.grid import FIRST_ROWS, ROWS, absent, file_link, grid, in_place, needs, page
from reviewbook.page.links import link, short_names
from reviewbook.page.marks import Marks, anchor
from reviewbook.page.words import SYMBOLS, listed, number, span
from reviewbook.review.bibliography import labels
from reviewbook.review.labels import UNSAID, label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING

CALLED = {  # tables whose names are no words of readers
    "codes": "Themes and categories",
    "codings": "Passages under themes and categories",
    "excerpts": "Passages",
    "excerpt_reports": "Reports behind passages",
    "finding_excerpts": "Passages behind findings",
}
KINDS = {
    "independent": "Independent: the tables have it from another place of the source, so it could have failed",
    "restated": "Restated: another number says it, or the same equation gives it",
    "same_sentence": "Same sentence: the tables have it from the very sentence that it would be checked against",
    "input": "Given once: nothing else in the tables can give it",
    "": "Not judged yet",
}
OF_ONE = {  # the same of one number
    "independent": "independent check",
    "restated": "restates another number",
    "same_sentence": "taken from the same sentence",
    "input": "given once",
}
OF_KINDS = "What the checks are worth, and how they end"
# Signs before a printed number, as readers read them.
SIGNS = {"<=": "at most ", ">=": "at least ", "<": "less than ", ">": "more than "}
TEXTS = ("excerpts", "eligibility")  # tables whose rows readers know by their text
SENTENCES = ("results", "flow", *TEXTS)  # names with commas in them
SHORT = 80  # characters of such a text
OF_REPORTS = ("reports", "ratings")  # tables whose key begins with a report
KEPT = {
    "both": "Both, each where it stands.",
    "first": "The first.",
    "other": "The other.",
    "neither": "Neither.",
}


def claims(review: Review, verdict: str) -> Markdown:
    """The printed numbers with one verdict as a list: both numbers, what to know, what kind of check it is, where, and the query."""
    from reviewbook.claims.verdicts import given  # loads DuckDB

    whole = review.full
    if line := absent(whole, "claims"):
        return page(line)
    table = evaluated(whole)
    own = table[table["verdict"] == verdict]
    if own.empty:
        return page("There is no such number.")
    marks, kind_in_words = Marks(whole), _kind_in_words(table)
    words, css = SYMBOLS[verdict]

    def item(row: Any) -> str:
        told = [escape(text) for text in (row.why, row.note) if given(text)]
        known = " ".join(told) + marks.of("claims", row.claim_id)
        return (
            f'<li id="{_claim(row.claim_id)}"><span class="{css}">{words}</span><div>'
            f"<p><b>{escape(row.statement)}</b></p>"
            f"{f'<p>{known.strip()}</p>' if known.strip() else ''}"
            f'<p class="rb-quiet">{_told(row.locator)} · {kind_in_words(row)} · {escape(row.claim_id)}</p>{_query(row.query)}</div>'
            f"<dl><div><dt>printed</dt><dd>{_printed(row)}</dd></div>"
            f"<div><dt>recomputed</dt><dd>{span(row.low, row.high)}</dd></div></dl></li>"
        )

    return page(*_listed(own, item, css="rb-claims", all_in=file_link(whole, "claims")))


def _listed(table: pd.DataFrame, item: Callable[[Any], str], *, css: str, all_in: str) -> list[str]:
    """Rows as a list, and beneath one that is cut as `grid` cuts tables a line that says so."""
    shown = table if len(table) <= ROWS else table.head(FIRST_ROWS)
    lines = [f'<ul class="{css}">', *(item(row) for row in shown.itertuples()), "</ul>"]
    cut = (
        f"{len(shown):,} of {len(table):,} are shown; all are in {all_in}." if len(shown) < len(table) else ""
    )
    return ["\n".join(lines), cut]


def _printed(row: Any) -> str:
    """A printed number as readers read it, with its unit: "<=20" -> "at most 20 people"."""
    from reviewbook.claims.kinds import STATEMENT
    from reviewbook.claims.verdicts import given

    text = "" if pd.isna(row.reported) else str(row.reported)
    sign = next((one for one in SIGNS if text.startswith(one)), "")
    printed = f"{SIGNS.get(sign, '')}{escape(text.removeprefix(sign))} {escape(row.unit)}"
    is_statement = given(row.printed_as) and row.printed_as == STATEMENT
    return f"{printed} <small>said without a number</small>" if is_statement else printed


def _query(query: object) -> str:
    """The query of a claim, which a reader opens; empty where there is none."""
    from reviewbook.claims.verdicts import given

    return (
        f'<details class="rb-query"><summary>Query</summary><code>{escape(query)}</code></details>'
        if given(query)
        else ""
    )


def _claim(claim: str) -> str:
    """What a claim is called in its page; identifiers hold nothing that needs quoting (their schema)."""
    return f"claim-{claim}"


def _to_claim(claims: pd.DataFrame) -> Callable[[str], str]:
    """How the page names a claim: with a link, where all that it shows are there to be led to."""
    if len(claims) > ROWS:
        return escape
    there = set(claims["claim_id"])
    return lambda one: f'<a href="#{_claim(one)}">{escape(one)}</a>' if one in there else escape(one)


def _kind_in_words(claims: pd.DataFrame) -> Callable[[Any], str]:
    """What kind of check a claim is, a restated one with the claim that it restates."""
    from reviewbook.claims.kinds import RESTATED
    from reviewbook.claims.verdicts import given

    to = _to_claim(claims)

    def worded(row: Any) -> str:
        if not given(row.kind):
            return "not judged yet"
        restates = row.kind == RESTATED and given(row.restates)
        return (
            f"restates {to(row.restates)}"
            if restates
            else OF_ONE.get(row.kind, escape(label(row.kind).lower()))
        )

    return worded


@needs("claims", caption=OF_KINDS, name="tbl-claims-kinds", whole=True)
def claim_kinds(review: Review) -> Markdown:
    """How many printed numbers are which kind of check, and how these end."""
    from reviewbook.claims.kinds import NOT_JUDGED, by_kind
    from reviewbook.claims.verdicts import VERDICTS

    whole, caption, name = review.full, OF_KINDS, "tbl-claims-kinds"
    table = by_kind(evaluated(whole))
    if table.at[NOT_JUDGED, "all"] == len(whole.claims):
        line = "What kind of check each number is, is not judged yet (column `kind` of the table `claims`)."
        return in_place(line, caption=caption, name=name)
    shown = [*VERDICTS, "all"]
    rows = [
        [KINDS[kind], *(number(table.at[kind, column]) for column in shown)]
        for kind in table.index
        if table.at[kind, "all"]
    ]
    head = ["What kind of check", "Hold", "Differ", "Cannot be decided", "All"]
    total = ["All", *(number(table[column].sum()) for column in shown)]
    return page(grid(head, rows, caption=caption, name=name, total=total, widths=[52, 10, 10, 16, 12]))


@needs(
    "disagreements",
    caption="Where the source disagrees with itself",
    name="tbl-disagreements",
    whole=True,
)
def disagreements(review: Review) -> Markdown:
    """Every two places of the source that do not fit together: what each says, what the tables keep, and what it touches."""
    whole = review.full
    table, touches = whole.disagreements, _touched(whole)

    def item(row: Any) -> str:
        return (
            f'<li id="{anchor(row.disagreement_id)}"><p><b>{_told(row.topic)}</b> '
            f'<span class="rb-quiet">{escape(row.disagreement_id)}</span></p>'
            f"<dl><div><dt>One place</dt><dd>{_place(row.value, row.locator)}</dd></div>"
            f"<div><dt>Another place</dt><dd>{_place(row.other_value, row.other_locator)}</dd></div>"
            f"<div><dt>What this book keeps</dt><dd>{_decided(row)}</dd></div></dl>{_touching(touches(row.disagreement_id))}</li>"
        )

    # All of them: the marks beside what they touch lead here.
    lines = ['<ul class="rb-disagreements">', *(item(row) for row in table.itertuples()), "</ul>"]
    return page("\n".join(lines))


def _told(value: object) -> str:
    """A charted value as HTML, or which kind of nothing it is."""
    text = "" if pd.isna(value) else str(value)
    return f'<span class="rb-nr">{UNSAID[text]}</span>' if text in UNSAID else escape(text)


def _touching(told: str) -> str:
    return f"<details><summary>What it touches</summary>{told}</details>" if told else ""


def _place(value: object, locator: object) -> str:
    return f"{_told(value)}<br><small>{_told(locator)}</small>"


def _decided(row: Any) -> str:
    """What the tables keep, and why."""
    kept = "Not decided yet." if pd.isna(row.decision) else KEPT.get(row.decision, _told(row.decision))
    return kept if pd.isna(row.note) or row.note in NOTHING else f"{kept} {escape(row.note)}"


def _touched(whole: Review) -> Callable[[str], str]:
    """What a disagreement touches, by table: rows by the names that readers know them by, else by their keys."""
    names, to = short_names(whole), _to_claim(whole.claims)
    of_studies = dict(zip(whole.studies["study_id"], whole.studies["label"], strict=True))
    of_features = dict(zip(whole.features["feature_id"], whole.features["label"], strict=True))
    texts = {name: _texts(getattr(whole, name)) for name in TEXTS}
    boxes = {str(row.position): _box(row) for row in whole.flow.itertuples()}
    results = whole.results.set_index("result_id")[["outcome", "report_id"]].T.to_dict("list")
    reports = labels(whole)
    cells = whole.disagreement_cells

    def one(table: str, key: str) -> str:
        if table == "claims":
            return to(key)
        if table == "results" and key in results:
            outcome, report = results[key]
            return f"{escape(outcome)} in {link('reports', report, reports.get(report, report))}"
        if table == "interventions" and key in names:
            return link("interventions", key, names[key])
        named = {"studies": of_studies, "features": of_features, "flow": boxes} | texts
        return escape(named.get(table, {}).get(key, key))

    def values(keys: Sequence[str]) -> str:
        """Cells of interventions, each feature once: "Reminders (FL and StrongBack); Group sessions (FL)"."""
        by: dict[str, list[str]] = {}
        for key in keys:
            intervention, _, feature = key.partition(" ")
            by.setdefault(feature, []).append(escape(names.get(intervention, intervention)))
        return "; ".join(f"{escape(of_features.get(one, one))} ({listed(own)})" for one, own in by.items())

    def named(table: str, keys: Sequence[str]) -> str:
        behind = dict.fromkeys(key.split(" ")[0] for key in keys) if table in OF_REPORTS else {}
        if behind and behind.keys() <= reports.keys():
            return listed(link("reports", one, reports[one]) for one in behind)
        if table == "feature_values":
            return values(keys)
        told = [one(table, key) for key in keys]
        return "; ".join(told) if table in SENTENCES else listed(told)

    def told(disagreement: str) -> str:
        own = cells[cells["disagreement_id"] == disagreement]
        parts = [
            f"{CALLED.get(table, escape(label(table)))}: {named(table, list(dict.fromkeys(some['row_key'])))}"
            for table, some in own.groupby("table_name", sort=False)
        ]
        return "<br>".join(parts)

    return told


def _texts(table: pd.DataFrame) -> dict[str, str]:
    """The beginning of each row's text, by the first column of its key; none where no text is charted."""
    told = table[table["text"].notna()]
    return {
        str(key): textwrap.shorten(str(text), SHORT, placeholder=" …")
        for key, text in zip(told.iloc[:, 0], told["text"], strict=True)
    }


def _box(row: Any) -> str:
    """A number of the flow in words: "Excluded, full text, reports: not in English"."""
    parts = [
        label(part) for part in (row.step, row.stage, row.unit) if pd.notna(part) and part not in NOTHING
    ]
    named = ", ".join([*parts[:1], *(part.lower() for part in parts[1:])])
    return f"{named}: {row.reason}" if pd.notna(row.reason) and row.reason not in NOTHING else named
