"""Chapters 05 and 06: what stands behind each code, findings, matrices of codes."""

from __future__ import annotations

import pandas as pd
from IPython.display import Markdown

from reviewbook import themes
from reviewbook.review import NOT_APPLICABLE, NOT_REPORTED, Review
from reviewbook.show.grid import ROWS, file_link, grid, needs, page
from reviewbook.show.links import link
from reviewbook.show.words import (
    cite,
    coded,
    escape,
    label,
    said,
)

FINDINGS = 400  # rows of all tables of findings together; where there are more, each code has the same number of first ones


def _schemes(review: Review, which: str) -> list[str]:
    every = list(dict.fromkeys(review.codes["scheme"]))
    return [s for s in every if (s == themes.THEMES) == (which == themes.THEMES)]


def _coded(review: Review, scheme: str) -> pd.DataFrame:
    return themes.coded(review.codes, review.codings, review.excerpts, review.excerpt_reports, scheme=scheme)


def _path(review: Review) -> pd.DataFrame:
    return review.reports[["report_id", "study_id"]].merge(
        review.studies[["study_id", "intervention_id"]], on="study_id"
    )


@needs(
    "codes",
    "excerpts",
    "codings",
    caption="What stands behind each code",
    name=lambda which: f"tbl-support-{which}",
)
def support(review: Review, which: str) -> Markdown:
    """What stands behind each code: findings, quotations, reports, studies, interventions; nothing counted twice.

    ``which`` is "themes" for the themes found in the data, "frameworks" for every scheme that was brought to them.
    """
    parts = []
    for scheme in _schemes(review, which):
        table = themes.support(_coded(review, scheme), _path(review))
        rows = []
        for node in themes.tree(review.codes, scheme=scheme).itertuples():
            row = (
                table.loc[node.code_id] if node.code_id in table.index else pd.Series(0, index=table.columns)
            )
            indent = "— " * node.depth
            numbers = [f"{row['reports']}/{len(review.reports)}", f"{row['studies']}/{len(review.studies)}"]
            numbers += [
                f"{row['interventions']}/{len(review.interventions)}",
                str(row["findings"]),
                str(row["quotations"]),
            ]
            rows.append([f"{indent}{escape(node.label)}", said(node.description), *numbers])
        head = [
            "Code",
            "What belongs under it",
            "Reports",
            "Studies",
            "Interventions",
            "Findings",
            "Quotations",
        ]
        caption = f"What stands behind each code: {escape(label(scheme).lower())}"
        parts.append(
            grid(
                head,
                rows,
                caption=caption,
                name=f"tbl-support-{scheme.replace('_', '-')}",
                css="rb-prose",
                widths=[18, 37, 9, 9, 9, 9, 9],
                all_in=file_link(review, "codes"),
            )
        )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


@needs("codes", "excerpts", "codings", caption="Findings", name=lambda which: f"tbl-findings-{which}")
def findings(review: Review, which: str) -> Markdown:
    """The findings and quotations under each code, with who says each, in which report, and where; at most `FINDINGS` of them."""
    under = [(node, own) for scheme in _schemes(review, which) for node, own in _under(review, scheme)]
    of = [own["excerpt_id"].nunique() for _, own in under]
    most = FINDINGS if sum(of) <= FINDINGS else max(1, FINDINGS // len(of))
    head = ["Finding or quotation", "Kind", "Whose words or view", "Reports", "Where it says so"]
    parts = []
    for (node, own), n in zip(under, of, strict=True):
        shown = own[own["excerpt_id"].isin(own["excerpt_id"].unique()[:most])]
        rows = [_finding(excerpt) for _, excerpt in shown.groupby("excerpt_id", sort=False)]
        caption = (
            escape(node.label) if node.depth == 0 else f"{escape(node.above)}: {escape(node.label.lower())}"
        )
        parts.append(
            grid(
                head,
                rows,
                caption=caption,
                name=f"tbl-code-{node.code_id.replace('_', '-')}",
                css="rb-prose",
                widths=[44, 10, 12, 18, 16],
                of=n,
                most=most,
                all_in=file_link(review, "excerpts", "codings"),
            )
        )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


def _under(review: Review, scheme: str) -> list[tuple]:
    """The codes of a scheme that have excerpts to show, each (its node, with the label of its top code ``above``; its excerpts).

    What stands under a code is shown there alone: a code above others shows what has no code below it.
    """
    coded_ = _coded(review, scheme)
    nodes = themes.tree(review.codes, scheme=scheme)
    nodes["above"] = nodes["top"].map(nodes.set_index("code_id")["label"])
    # Excerpts under a child of each code, and those that were given the code itself.
    below = coded_[["code_id", "excerpt_id"]].merge(nodes[["code_id", "parent_id"]], on="code_id")
    below = pd.MultiIndex.from_frame(below[["parent_id", "excerpt_id"]])
    given = pd.MultiIndex.from_frame(review.codings[["code_id", "excerpt_id"]])
    pairs = pd.MultiIndex.from_frame(coded_[["code_id", "excerpt_id"]])
    parent = coded_["code_id"].isin(nodes["parent_id"]).to_numpy()
    own = coded_[(parent & ~pairs.isin(below)) | (~parent & pairs.isin(given))]
    by_code = dict(iter(own.groupby("code_id", sort=False)))
    return [(node, by_code[node.code_id]) for node in nodes.itertuples() if node.code_id in by_code]


def _finding(excerpt: pd.DataFrame) -> list[str]:
    """An excerpt, one row a report of it, as the cells of a row."""
    first = excerpt.iloc[0]
    text = escape(first["text"])
    words = f"[“{text}”]{{.rb-quote}}" if first["kind"] == "quotation" else text
    page_ = (
        ""
        if first["page"] in (NOT_REPORTED, NOT_APPLICABLE) or pd.isna(first["page"])
        else f", p. {escape(first['page'])}"
    )
    return [
        words,
        coded(first["kind"]),
        coded(first["speaker"]),
        cite(excerpt["report_id"]) + page_,
        said(first["locator"]),
    ]


@needs(
    "codes",
    "excerpts",
    "codings",
    caption="Codes",
    name=lambda which, column: f"tbl-codes-{which}-by-{column.partition('_')[0]}",
)
def code_matrix(review: Review, which: str, column: str) -> Markdown:
    """Codes by reports ("report_id"), interventions ("intervention_id") or speakers: how many excerpts in each cell."""
    parts = []
    for scheme in _schemes(review, which):
        table = _coded(review, scheme).merge(_path(review), on="report_id")
        nodes = themes.tree(review.codes, scheme=scheme)
        cells = themes.matrix(table, column)
        if column == "report_id":
            lines = {report: cite([report]) for report in review.reports["report_id"].head(ROWS)}
        elif column == "intervention_id":
            names = review.interventions[["intervention_id", "name"]].head(ROWS)
            lines = {key: link("interventions", key, name) for key, name in names.itertuples(index=False)}
        else:
            lines = {value: coded(value) for value in sorted(table[column].dropna().unique())}
        cells = cells.reindex(index=nodes["code_id"], columns=list(lines), fill_value=0)
        rows = [
            [shown, *(f"[● {n}]{{.rb-yes}}" if n else "[·]{.rb-nr}" for n in cells[value])]
            for value, shown in lines.items()
        ]
        noun = {"report_id": "Report", "intervention_id": "Intervention", "speaker": "Speaker"}[column]
        of = {"Report": len(review.reports), "Intervention": len(review.interventions)}.get(noun, len(rows))
        total = None
        if of > len(rows):
            whole = table.drop_duplicates(["code_id", "excerpt_id"])["code_id"].value_counts()
            every = [f"● {n:,}" for n in whole.reindex(nodes["code_id"], fill_value=0)]
            total = [f"All {of:,} {noun.lower()}s, each excerpt once", *every]
        head = [noun, *(("— " * node.depth) + escape(node.label) for node in nodes.itertuples())]
        caption = f"{escape(label(scheme))} by {noun.lower()}: number of findings and quotations (· = none)"
        name = f"tbl-{scheme.replace('_', '-')}-by-{noun.lower()}"
        all_in = file_link(review, "codings", "excerpt_reports")
        parts.append(
            grid(
                head,
                rows,
                caption=caption,
                name=name,
                css="rb-sticky rb-matrix",
                of=of,
                total=total,
                all_in=all_in,
            )
        )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")
