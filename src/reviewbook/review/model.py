"""A review in memory: its tables as tidy DataFrames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reviewbook.review import nouns, reads
from reviewbook.review.dictionary import TABLES
from reviewbook.review.groups import ALL
from reviewbook.review.nothing import AS_CHARTED
from reviewbook.review.problems import Problem, placed
from reviewbook.review.questions import ABOUT, FORM

__all__ = ["ALL", "Review", "Tables", "restrict", "tables_of"]


class Tables(dict[str, pd.DataFrame]):
    """The tables of a review by name, and beside them what was worked out of them (`reviewbook.review.kept`)."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        super().__init__(tables)
        self.kept: dict[Any, Any] = {}

    def __reduce__(self) -> tuple[type[Tables], tuple[dict[str, pd.DataFrame]]]:
        return Tables, (dict(self),)  # another process works out for itself what it needs


@dataclass(frozen=True)
class Review:
    """A review: its tables as tidy DataFrames, and what its datapackage.json says.

    ``review.reports`` is the table reports. A number's column is Int64 or Float64, missing where there is none; its companion
    ``<column>_as_charted`` keeps the cell as written, so that not_reported and blank stay apart. Text columns keep
    ``not_reported``, ``not_available`` and ``not_applicable`` as words and are missing where blank.
    """

    path: Path
    package: Mapping
    tables: Mapping[str, pd.DataFrame] = field(repr=False)
    subset: str = ALL  # or what `groups.subset_of` reads
    min_rating: int = (
        0  # points; the reports rated lower are contrasted with all, see reviewbook.appraisal.sensitivity
    )
    whole: Review | None = field(default=None, repr=False)
    notes_reads: bool = field(default=True, repr=False)
    # Which row of its file each row of a table is, where blank rows or a title shift them: see `placed`.
    rows: Mapping[str, np.ndarray] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.tables, Tables):
            object.__setattr__(self, "tables", Tables(self.tables))

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(name)
        frame = self.tables[name]
        if self.notes_reads:
            for file in _read_for(name):
                reads.note_file(self.path / f"{file}.csv")
            return reads.noticing(name, frame)
        return frame.copy(deep=False)  # pandas copies what the caller changes

    @property
    def name(self) -> str:
        return self.package["name"]

    @property
    def title(self) -> str:
        return self.package["title"]

    @property
    def nouns(self) -> nouns.Nouns:
        """What the review calls its own things."""
        return nouns.of(self.package)

    @property
    def full(self) -> Review:
        """The review before any report was left out."""
        return self.whole or self

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of this review's tables, their rows as the author's own files have them."""
        return placed(problems, self.rows)

    def charted(self, table: str) -> int:
        """How many rows of a table stand in its file: in a draft, others may stand in for what is named and not there yet."""
        frame, rows = getattr(self, table), self.rows.get(f"{table}.csv")
        return len(frame) if rows is None or len(rows) != len(frame) + 1 else int((rows[1:] != 0).sum())

    def holds(self, table: str, column: str) -> bool:
        """Whether a column of a table holds anything: a value, or a word for nothing."""
        frame = getattr(self, table)
        cells = frame[column + AS_CHARTED if column + AS_CHARTED in frame else column]
        return bool((cells.fillna("") != "").any())

    def has(self, *tables: str) -> bool:
        """Whether every one of these tables is there and has a row."""
        return all(len(getattr(self, table)) for table in tables)


def tables_of(review: Review, *names: str) -> dict[str, pd.DataFrame]:
    """Some tables of a review by name."""
    return {name: getattr(review, name) for name in names}


def _read_for(table: str) -> tuple[str, ...]:
    """The tables whose files a table is made of: answers that stand are columns of what they are about."""
    return (table, *FORM) if table in {about for about, _ in ABOUT.values()} else (table,)


def restrict(review: Review, *, reports: pd.Series, subset: str) -> Review:
    """The review with only these reports, and of every other table what belongs to them.

    Parameters
    ----------
    reports : Series of report_id to keep.

    Returns
    -------
    Review whose ``whole`` is the review before. Selection, codes, confidence, claims, disagreements, checklist and editions stay
    whole: they are about the review, not about single reports.
    """
    t = dict(review.tables)

    def keep(table: str, column: str, values: pd.Series) -> None:
        frame = getattr(review, table)
        t[table] = frame[frame[column].isin(values)].reset_index(drop=True)

    keep("reports", "report_id", reports)
    keep("report_studies", "report_id", t["reports"]["report_id"])
    keep("studies", "study_id", t["report_studies"]["study_id"])
    keep("interventions", "intervention_id", t["studies"]["intervention_id"])
    for table in ("appraisals", "ratings", "results", "excerpt_reports"):
        keep(table, "report_id", t["reports"]["report_id"])
    for table in ("feature_values", "tidier"):
        keep(table, "intervention_id", t["interventions"]["intervention_id"])
    about = {
        question: t[table][key]
        for question, kind in review.questions[["question_id", "about"]].itertuples(index=False, name=None)
        for table, key in [ABOUT[kind]]
    }
    if about:
        own = [
            one in set(about[question])
            for question, one in zip(*map(review.answers.get, ("question_id", "about_id")), strict=True)
        ]
        t["answers"] = review.answers[np.array(own, dtype=bool)].reset_index(drop=True)
    left_out = set(review.reports["report_id"]) - set(t["reports"]["report_id"])
    t["tidier"] = t["tidier"][~t["tidier"]["report_id"].isin(left_out)].reset_index(drop=True)
    for table in ("excerpts", "codings"):
        keep(table, "excerpt_id", t["excerpt_reports"]["excerpt_id"])
    there = review.finding_excerpts[["finding_id", "excerpt_id"]].isin(list(t["excerpts"]["excerpt_id"]))
    t["finding_excerpts"] = review.finding_excerpts[there.all(axis=1)].reset_index(drop=True)
    t["documents"] = review.documents[~review.documents["report_id"].isin(left_out)].reset_index(drop=True)
    return replace(review, tables=t, subset=subset, whole=review.full)
