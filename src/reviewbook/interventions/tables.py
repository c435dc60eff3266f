"""Chapter 04: how many interventions have each feature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import pandas as pd
from IPython.display import Markdown

from reviewbook.interventions import of_review
from reviewbook.interventions.drawing.kinds import by_kind
from reviewbook.interventions.drawing.printed import beside, of_groups, open_kinds, printed
from reviewbook.interventions.drawing.tidier import tidier_contradictions, tidier_items
from reviewbook.interventions.drawing.upset import combinations_table as combinations
from reviewbook.interventions.drawing.upset import together_table as together
from reviewbook.interventions.feature_counts import SETTLED
from reviewbook.page.grid import file_link, grid, in_place, needs, page, uncharted
from reviewbook.page.links import naming, short_names
from reviewbook.page.marks import Marks
from reviewbook.page.words import coded, escape, of_all, symbol, unbroken
from reviewbook.review import entities
from reviewbook.review.groups import Group, groups
from reviewbook.review.labels import label
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.review.questions import KIND

__all__ = [
    "combinations",
    "fractions",
    "fractions_by_kind",
    "printed",
    "tidier_contradictions",
    "tidier_items",
    "together",
]


def _fractions(by: str | None = None, entities: str = "Interventions") -> tuple[str, str]:
    caption = f"{entities} with each feature" + (f", by {_grouping(by).lower()}" if by else "")
    return caption, "tbl-fractions" + (f"-by-{by.replace('_', '-')}" if by else "")


@needs(
    "features",
    "feature_values",
    caption=lambda by=None: _fractions(by)[0],
    name=lambda by=None: _fractions(by)[1],
)
def fractions(review: Review, by: str | None = None) -> Markdown:
    """How many interventions have each feature: what is printed of it, a range where cells are open, and the list behind each number."""
    if by and (line := uncharted(review, f"interventions.{by}", called=_grouping(by).lower())):
        caption, name = _fractions(by, review.nouns.several)
        return in_place(line, caption=caption, name=name)
    table = of_review.fractions(review, by)
    asked = groups(review.questions, review.choices).get(by or "") or (_kinds(review) if by == KIND else None)
    names, kinds = short_names(review), [*SETTLED, *open_kinds(table)]
    lists = [[row[kind] for kind in kinds] for row in table.to_dict("records")]
    tell, note = naming(
        "interventions", review.nouns.pair, chain(*lists), all_in=file_link(review, "feature_values")
    )
    printed_, marks = _printed_beside(review, by), Marks(review)
    head = [
        "Feature",
        *([asked.label if asked else _grouping(by)] if by else []),
        *(["Printed"] if printed_ else []),
        "With it",
        *map(symbol, kinds),
    ]
    rows = [
        [
            escape(row["label"]),
            *([_group(row[by], asked)] if by else []),
            *([printed_.get((row["feature_id"], row[by] if by else ""), "–")] if printed_ else []),
            unbroken(of_all(row["low"], row["high"], row["n"])) + _marked(marks, row["feature_id"], own),
            *(tell(ids, names) for ids in own),
        ]
        for row, own in zip(table.to_dict("records"), lists, strict=True)
    ]
    caption, name = _fractions(by, review.nouns.several)
    return page(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-wide"), note)


def fractions_by_kind(review: Review) -> Markdown | None:
    """How many interventions have each feature within each kind; None where the review does not have several kinds."""
    return fractions(review, by=KIND) if by_kind(review) else None


def _kinds(review: Review) -> Group:
    """The kinds of the interventions, in the words that readers see."""
    return Group(KIND, "entity", label(KIND), False, entities.titles(review.interventions, review.package))


def _grouping(by: str) -> str:
    """What a column is called by which interventions are grouped; whether a review has workers is not known here."""
    return "Group" if by == "worker_role" else label(by)


def _group(value: object, asked: Group | None) -> str:
    """A group of interventions as MyST, or which kind of nothing it is."""
    return (
        coded(value)
        if asked is None or pd.isna(value) or value in NOTHING
        else escape(asked.word(str(value)))
    )


def _marked(marks: Marks, feature: str, lists: Sequence[Sequence[str]]) -> str:
    """The marks of a number of interventions: of its feature, and of each cell that it counts."""
    cells = [f"{intervention} {feature}" for own in lists for intervention in own]
    return marks.show(marks.by("features", [feature]), marks.by("feature_values", cells))


def _printed_beside(review: Review, by: str | None) -> dict[tuple[str, str], str]:
    """What is printed of features whose cells are open, as MyST, by feature_id and group ("" where there are no groups)."""
    if by is None:
        return {(key, ""): "<br>".join(map(_in_two, told)) for key, told in beside(review).items()}
    if by != "worker_role":
        return {}
    return {
        (feature, role): escape(said)
        for role, told in of_groups(review).items()
        for feature, said in told.items()
    }


def _in_two(told: str) -> str:
    """What is printed, and what the tables allow, each in one line of a narrow column."""
    return " ".join(unbroken(escape(part)) for part in re.split(r"(?<=;) ", told))
