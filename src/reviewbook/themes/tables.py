"""Chapters 05 and 06: what stands behind each code, the table beside the thematic summary."""

from __future__ import annotations

from collections.abc import Mapping

from IPython.display import Markdown

from reviewbook.appraisal import sensitivity
from reviewbook.page.grid import file_link, grid, needs, page
from reviewbook.page.words import escape
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.themes import coding, of_review
from reviewbook.themes.drawing.coders import compared_coders
from reviewbook.themes.drawing.gaps import framework_gaps
from reviewbook.themes.drawing.maps import code_pairs
from reviewbook.themes.drawing.maps import saturation_table as saturation
from reviewbook.themes.drawing.summary import cautions

__all__ = ["code_pairs", "compared_coders", "framework_gaps", "saturation", "support"]


WIDTHS = {"reports": 18, "studies": 9, "interventions": 12, "speakers": 9}


@needs(
    "codes",
    "excerpts",
    "codings",
    caption="What stands behind each code",
    name=lambda which: f"tbl-support-{which}",
)
def support(review: Review, which: str) -> Markdown:
    """What stands behind each code: reports, studies, interventions, speakers, findings, quotations; nothing counted twice.

    A code that rests on a single report, or on low-rated ones alone or mostly, is marked. ``which`` is "themes" for the themes
    found in the data, "frameworks" for every scheme that was brought to them.
    """
    every = review.excerpts["speaker"].dropna().unique()
    of = {
        "reports": len(review.reports),
        "studies": len(review.studies),
        "interventions": len(review.interventions),
        "speakers": len({party for speaker in every for party in coding.parties(speaker)}),
    }
    of = {unit: n for unit, n in of.items() if n}  # of nothing there is no part
    parts = []
    for scheme in coding.schemes(review.codes, which):
        table = of_review.support(review, scheme)
        table["verdict"] = sensitivity.verdicts(table["reports"], table["low"]).fillna("none")
        behind = table.to_dict("index")
        rows = [
            [
                f'{"— " * node.depth}<a href="#code-{node.code_id}">{escape(node.label)}</a>',
                *_cells(behind.get(node.code_id), of),
            ]
            for node in coding.tree(review.codes, scheme=scheme).itertuples()
        ]
        head = ["Code", *map(label, of), "Findings", "Quotations"]
        parts.append(
            grid(
                head,
                rows,
                caption=f"What stands behind each code: {escape(label(scheme).lower())}",
                name=f"tbl-support-{scheme.replace('_', '-')}",
                css="rb-prose",
                widths=[34, *(WIDTHS[unit] for unit in of), 9, 9],
                all_in=file_link(review, "codes"),
            )
        )
    return page(*parts) if parts else page(f"This review has no coding scheme of this kind ({which}).")


def _cells(n: Mapping | None, of: Mapping[str, int]) -> list[str]:
    """The counts of a code; beside its reports what it rests on."""
    if n is None:
        return [f"0/{whole:,}" for whole in of.values()] + ["0", "0"]
    parts = [f"{n[unit]:,}/{whole:,}" for unit, whole in of.items()]
    marks = (f"[{words}]{{.{css}}}" for css, words in cautions(n["reports"], n["verdict"]))
    if "reports" in of:
        parts[0] = " ".join([parts[0], *marks])
    return [*parts, f"{n['findings']:,}", f"{n['quotations']:,}"]
