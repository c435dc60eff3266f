"""Chapters 05 and 06: what stands behind each code, findings, matrices of codes."""

from __future__ import annotations

import pandas as pd
from IPython.display import Markdown

from reviewbook import themes
from reviewbook.review import NOT_APPLICABLE, NOT_REPORTED, Review
from reviewbook.show.grid import grid, needs, page
from reviewbook.show.words import (
    cite,
    coded,
    escape,
    label,
    said,
)


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
            )
        )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


@needs("codes", "excerpts", "codings", caption="Findings", name=lambda which: f"tbl-findings-{which}")
def findings(review: Review, which: str) -> Markdown:
    """Every finding and quotation under each code, with who says it, in which report, and where."""
    parts = []
    for scheme in _schemes(review, which):
        coded_ = _coded(review, scheme)
        own = review.codings.set_index(["excerpt_id", "code_id"]).index
        nodes = themes.tree(review.codes, scheme=scheme)
        parents = set(nodes["parent_id"])
        for node in nodes.itertuples():
            under = coded_[coded_["code_id"] == node.code_id]
            if node.code_id in parents:  # shown under the codes below it, but for what has no such code
                below = coded_[
                    coded_["code_id"].isin(nodes.loc[nodes["parent_id"] == node.code_id, "code_id"])
                ]
                under = under[~under["excerpt_id"].isin(below["excerpt_id"])]
            else:
                under = under[
                    [pair in own for pair in zip(under["excerpt_id"], under["code_id"], strict=True)]
                ]
            if under.empty:
                continue
            rows = []
            for _, excerpt in under.groupby("excerpt_id", sort=False):
                first = excerpt.iloc[0]
                text = escape(first["text"])
                words = f"[“{text}”]{{.rb-quote}}" if first["kind"] == "quotation" else text
                page_ = (
                    ""
                    if first["page"] in (NOT_REPORTED, NOT_APPLICABLE) or pd.isna(first["page"])
                    else f", p. {escape(first['page'])}"
                )
                rows.append(
                    [
                        words,
                        coded(first["kind"]),
                        coded(first["speaker"]),
                        cite(excerpt["report_id"]) + page_,
                        said(first["locator"]),
                    ]
                )
            top = nodes.set_index("code_id").at[node.top, "label"]
            caption = (
                escape(node.label) if node.depth == 0 else f"{escape(top)}: {escape(node.label.lower())}"
            )
            head = ["Finding or quotation", "Kind", "Whose words or view", "Reports", "Where it says so"]
            parts.append(
                grid(
                    head,
                    rows,
                    caption=caption,
                    name=f"tbl-code-{node.code_id.replace('_', '-')}",
                    css="rb-prose",
                    widths=[44, 10, 12, 18, 16],
                )
            )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


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
            lines = [(report, cite([report])) for report in review.reports["report_id"]]
        elif column == "intervention_id":
            lines = [
                (key, escape(name))
                for key, name in review.interventions[["intervention_id", "name"]].itertuples(index=False)
            ]
        else:
            lines = [(value, coded(value)) for value in sorted(table[column].dropna().unique())]
        rows = []
        for value, shown in lines:
            found = [
                int(cells.at[code, value]) if value in cells and code in cells.index else 0
                for code in nodes["code_id"]
            ]
            rows.append([shown, *(f"[● {n}]{{.rb-yes}}" if n else "[·]{.rb-nr}" for n in found)])
        noun = {"report_id": "Report", "intervention_id": "Intervention", "speaker": "Speaker"}[column]
        head = [noun, *(("— " * node.depth) + escape(node.label) for node in nodes.itertuples())]
        caption = f"{escape(label(scheme))} by {noun.lower()}: number of findings and quotations (· = none)"
        name = f"tbl-{scheme.replace('_', '-')}-by-{noun.lower()}"
        parts.append(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-matrix"))
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")
