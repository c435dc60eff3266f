"""Chapter 04: how many interventions have each feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import pandas as pd
from IPython.display import Markdown

from reviewbook.interventions import of_review
from reviewbook.interventions.drawing.kinds import by_kind
from reviewbook.interventions.drawing.printed import of_groups, open_kinds, printed
from reviewbook.interventions.drawing.tidier import tidier_contradictions, tidier_items
from reviewbook.interventions.drawing.upset import combinations_table as combinations
from reviewbook.interventions.drawing.upset import together_table as together
from reviewbook.interventions.feature_counts import NOT_CHARTED, SETTLED
from reviewbook.page.grid import file_link, grid, needs, page, uncharted
from reviewbook.page.links import naming, short_names
from reviewbook.page.marks import Marks
from reviewbook.page.words import coded, escape, of_all
from reviewbook.review import entities
from reviewbook.review.groups import Group, groups
from reviewbook.review.labels import NOT_YET, label, within
from reviewbook.review.model import Review
from reviewbook.review.nothing import NOTHING
from reviewbook.review.nouns import capital
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
    """How many interventions have each feature, a range where cells are open.

    Parameters
    ----------
    by : a column of interventions, of each of whose values the table has a column of ranges beside that of all; None: the table names
        which interventions are behind each number.
    """
    return _by_group(review, by) if by else _named(review)


def _named(review: Review) -> Markdown:
    """The ranges of all interventions, and the names behind each number."""
    table = of_review.fractions(review)
    names, kinds = short_names(review), [*SETTLED, *open_kinds(table)]
    lists = [[row[kind] for kind in kinds] for row in table.to_dict("records")]
    all_in = file_link(review, "feature_values")
    tell, note = naming("interventions", review.nouns.pair, chain(*lists), all_in=all_in, linked=False)
    words = {kind: NOT_YET if kind == NOT_CHARTED else label(kind).lower() for kind in kinds}
    marks = Marks(review)
    rows = []
    for row, own in zip(table.to_dict("records"), lists, strict=True):
        told = [f"{words[kind]}: {tell(ids, names)}" for kind, ids in zip(kinds, own, strict=True) if ids]
        who = capital("; ".join(told))
        rows.append([escape(row["label"]), _range(row) + _marked(marks, row["feature_id"], own), who or "–"])
    caption, name = _fractions(None, review.nouns.several)
    head = ["Feature", "With it", "Which"]
    return page(grid(head, rows, caption=caption, name=name, css="rb-sticky", widths=[22, 18, 60]), note)


def _by_group(review: Review, by: str) -> Markdown:
    """The ranges of all interventions, and of each group beside them, with what is printed of either; of groups that are not charted
    a line beneath says so."""
    silent = uncharted(review, f"interventions.{by}", called=_grouping(by).lower())
    own = of_review.fractions(review, None if silent else by)
    groups_ = [] if silent else list(own.sort_values(by)[by].unique())
    told = {(row["feature_id"], None if silent else row[by]): row for row in own.to_dict("records")}
    asked = groups(review.questions, review.choices).get(by) or (_kinds(review) if by == KIND else None)
    printed_, marks = of_groups(review), Marks(review)

    def cell(row: Mapping[str, Any] | None, group: str | None) -> str:
        if row is None:  # of none in the group the feature is asked
            return "–"
        said = None if group is None else printed_.get(group, {}).get(row["feature_id"])
        return _range(row) + (f"<br>[printed {escape(said)}]{{.rb-printed}}" if said else "")

    every = of_review.fractions(review)
    kinds = [*SETTLED, *open_kinds(every)]
    rows = []
    for row in every.sort_values(["low", "high"], ascending=False, kind="stable").to_dict("records"):
        feature = row["feature_id"]
        marked = _marked(marks, feature, [row[kind] for kind in kinds])
        each = (cell(told.get((feature, one)), str(one) if by == "worker_role" else None) for one in groups_)
        rows.append([escape(row["label"]), cell(row, "") + marked, *each])
    head = ["Feature", "All", *(_group(group, asked) for group in groups_)]
    caption, name = _fractions(by, review.nouns.several)
    if asked and by != "worker_role":
        caption = f"{_fractions(None, review.nouns.several)[0]}, by {escape(within(asked.label))}"
    return page(grid(head, rows, caption=caption, name=name, css="rb-sticky rb-counts"), silent)


def _range(row: Mapping[str, Any]) -> str:
    return of_all(row["low"], row["high"], row["n"])


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
