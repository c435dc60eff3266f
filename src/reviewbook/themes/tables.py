"""Chapters 05 and 06: what stands behind each code, the table beside the thematic summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from IPython.display import Markdown

from reviewbook.appraisal import sensitivity
from reviewbook.page.grid import file_link, grid, needs, no_scheme, page
from reviewbook.page.words import escape, of_all
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.schemes import within
from reviewbook.studies.of_review import interventions_open, names_interventions
from reviewbook.themes import coding, of_review
from reviewbook.themes.drawing import ground_words
from reviewbook.themes.drawing.coders import compared_coders
from reviewbook.themes.drawing.gaps import framework_gaps
from reviewbook.themes.drawing.maps import code_pairs
from reviewbook.themes.drawing.maps import saturation_table as saturation
from reviewbook.themes.drawing.summary import cautions

__all__ = ["code_pairs", "compared_coders", "framework_gaps", "saturation", "support"]


WIDTHS = {"reports": 18, "studies": 9, "interventions": 12, "speakers": 9}
RESTS = "Reports, by what they rest on"
NO_BREAK = "\N{NO-BREAK SPACE}"
SPEAKERS_RANGE = "Speakers are a range where a passage does not say who speaks."


@needs(
    "codes",
    "excerpts",
    "codings",
    caption=lambda which: f"What stands behind each {coding.noun(which)[0]}",
    name=lambda which: f"tbl-support-{which}",
)
def support(review: Review, which: str) -> Markdown:
    """What stands behind each code: reports, studies, interventions, speakers, findings, quotations; nothing counted twice.

    Where it is charted what excerpts say and rest on, the reports behind a code are told by that, and what limits it is counted
    apart. Where an excerpt does not say who speaks, the speakers are a range. A code that rests on a single report, or on
    low-rated ones alone or mostly, is marked. ``which`` is "themes" for the themes found in the data, "frameworks" for every
    scheme that was brought to them.
    """
    every = review.excerpts["speaker"].dropna().unique()
    speakers = {"speakers": len({party for speaker in every for party in coding.parties(speaker)})}
    of = {
        "reports": len(review.reports),
        "studies": len(review.studies),
        "interventions": len(review.interventions) if names_interventions(review) else 0,
    } | speakers
    of = {unit: n for unit, n in of.items() if n}  # of nothing there is no part
    grounded = bool(of_review.has_grounds(review))
    heads = [RESTS if grounded and unit == "reports" else review.nouns.told(label(unit)) for unit in of]
    widths = [34 - 6 * grounded, *(WIDTHS[unit] for unit in of), 9 + 9 * grounded, 9]
    parts, open_ = [], False
    unnamed = bool(interventions_open(review))
    for scheme in coding.schemes(review.codes, which):
        table = of_review.support(review, scheme)
        table["verdict"] = sensitivity.verdicts(table["reports"], table["low"]).fillna("none")
        behind, asked = table.to_dict("index"), of_review.wholes(review, scheme)
        if "speakers" in of:
            open_ |= bool((table["speakers_unsaid"].gt(0) & table["speakers"].lt(of["speakers"])).any())
        beside = bool(table[["limits", "general"]].to_numpy().any())
        on: list[Mapping] = []
        if grounded:
            on = [
                found(review, scheme).to_dict("index")
                for found in (of_review.reports_on, of_review.findings_on)
            ]
        rows = [
            [
                f'{"— " * node.depth}<a href="#code-{node.code_id}">{escape(node.label)}</a>',
                *_cells(
                    behind.get(node.code_id),
                    {unit: (asked[node.code_id] | speakers)[unit] for unit in of},
                    [each.get(node.code_id, {}) for each in on],
                    beside=beside,
                    open_interventions=unnamed,
                    some=asked[node.code_id]["not_asked"] > 0,
                ),
            ]
            for node in coding.tree(review.codes, scheme=scheme).itertuples()
        ]
        parts.append(
            grid(
                [
                    coding.noun(which)[0].capitalize(),
                    *heads,
                    "Findings",
                    "Quotations",
                    *(["Beside it"] * beside),
                ],
                rows,
                caption=f"What stands behind each {coding.noun(which)[0]}: {escape(within(review.package, scheme))}",
                name=f"tbl-support-{scheme.replace('_', '-')}",
                css="rb-prose",
                widths=[*widths, *([14] * beside)],
                all_in=file_link(review, "codes"),
            )
        )
    if parts:
        beneath = review.nouns.told(ground_words.BENEATH)
        return page(*parts, beneath if grounded else None, SPEAKERS_RANGE if open_ else None)
    return page(no_scheme(which))


def _cells(
    n: Mapping | None,
    of: Mapping[str, int],
    on: Sequence[Mapping],
    *,
    beside: bool,
    open_interventions: bool,
    some: bool,
) -> list[str]:
    """The counts of a code; beside its reports what weakens it.

    ``on`` is what its reports, and its findings, rest on (rows of `grounds.counts`); empty where that is charted nowhere.
    ``beside`` is whether any code has something that limits it or is general, ``open_interventions`` whether the intervention of
    a study is not charted yet: then how many stand behind a code is a range. ``some`` is whether the code was brought to some reports
    alone; ``of`` counts those that were asked.
    """
    n = n or {}
    parts = {unit: f"{n.get(unit, 0):,}/{whole:,}" if whole else "not asked" for unit, whole in of.items()}
    if open_interventions and of.get("interventions"):
        parts["interventions"] = of_all(n.get("interventions", 0), of["interventions"], of["interventions"])
    if "speakers" in of and n.get("speakers_unsaid") and n["speakers"] < of["speakers"]:
        parts["speakers"] = of_all(n["speakers"], of["speakers"], of["speakers"])
    parts |= {kind: f"{n.get(kind, 0):,}" for kind in ("findings", "quotations")}
    if on:
        parts["findings"] = _lines(ground_words.bases(on[1]))
    if beside:
        parts["beside"] = _lines(ground_words.beside(n["limits"], n["general"]) if n else []) or "–"
    if "reports" in of:
        lines = [parts["reports"] + (" asked" if some and of["reports"] else "")]
        if on and of["reports"]:
            lines = ground_words.bases(on[0], of["reports"], some=some)
        marks = cautions(n["reports"], n["verdict"]) if n else []
        parts["reports"] = " ".join([_lines(lines), *(f"[{words}]{{.{css}}}" for css, words in marks)])
    return list(parts.values())


def _lines(told: Sequence[str]) -> str:
    """Short lines of a cell, none of which breaks."""
    return "<br>".join(line.replace(" ", NO_BREAK) for line in told)
