"""A review in memory: tables that nobody changes, what a notebook read of them, and a part of the reports."""

import functools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS, copied, rows_of, set_cell, without_low
from packages.reviews import only

from reviewbook.appraisal import answering
from reviewbook.check import open_review
from reviewbook.page.grid import uncharted
from reviewbook.review import reads
from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.model import restrict
from reviewbook.review.nothing import NOTHING


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.loc.__setitem__((0, "report_id"), "Changed"),
        lambda table: table.iloc.__setitem__((0, 0), "Changed"),
        lambda table: table.__setitem__("report_id", "Changed"),
        lambda table: table.insert(0, "first", 1),
        lambda table: table.pop("report_id"),
        lambda table: table["report_id"].__setitem__(0, "Changed"),
        lambda table: setattr(table, "index", table["report_id"]),
        lambda table: setattr(table, "columns", range(table.shape[1])),
        lambda table: table.attrs.__setitem__("changed", True),
    ],
)
def test_changing_a_table_does_not_change_the_review(change):
    review = OPENED[SYNTHETIC]
    before = review.tables["reports"].copy()
    change(review.reports)
    pd.testing.assert_frame_equal(review.reports, before)
    assert review.reports["report_id"][0] == "Synthetic2018"
    assert review.reports.attrs == {}


def test_a_notebook_notes_the_files_that_it_read(tmp_path, monkeypatch):
    folder = copied(SYNTHETIC, tmp_path)
    monkeypatch.setenv("REVIEWBOOK_READS", str(tmp_path / "reads"))
    review = open_review(folder)
    assert (tmp_path / "reads").read_text().split() == [str(folder / "datapackage.json")]
    review.reports  # noqa: B018 - asking for the table is what counts
    # The answers that stand are columns of what they are about.
    made_of = [str(folder / f"{table}.csv") for table in ("answers", "choices", "questions", "reports")]
    assert sorted((tmp_path / "reads").read_text().split()[1:]) == made_of


CUTS = pytest.mark.parametrize(
    ("review", "subset", "min_rating"),
    [
        pytest.param(review, subset, min_rating, id=f"{review.name}-{subset}-{min_rating}")
        for review in (SYNTHETIC, WILLIAMS)
        for subset in ["all", *sorted({row["role"] for row in rows_of(review / "reports.csv")})]
        for min_rating in (0, 3)
    ],
)


@functools.cache
def cut(review, *, subset, min_rating):
    """The review of a subset, without the reports rated lower."""
    return without_low(open_review(review, subset=subset, min_rating=min_rating))


@CUTS
def test_no_row_of_a_part_names_a_row_that_was_left_out(review, subset, min_rating):
    part = cut(review, subset=subset, min_rating=min_rating)
    for name in TABLES:
        for key in schema(name).get("foreignKeys", []):
            (column,), target = key["fields"], key["reference"]["resource"]
            if (name, column) in (("report_studies", "sample_of"), ("feature_values", "report_id")):
                continue  # what is said of a report that stays, or of its intervention, stays true of one that was left out
            named = set(getattr(part, name)[column].dropna()) - set(NOTHING)
            assert named <= set(getattr(part, target)[key["reference"]["fields"][0]]), (name, column)


@CUTS
def test_a_part_keeps_all_that_belongs_to_its_reports_and_nothing_else(review, subset, min_rating):
    whole, part = OPENED[review], cut(review, subset=subset, min_rating=min_rating)
    points = answering.overall(whole.ratings)["rating"].dropna().to_dict()
    kept = [
        report
        for report, role in whole.reports[["report_id", "role"]].itertuples(index=False)
        if subset in ("all", role) and points.get(report, 4) >= min_rating
    ]
    assert part.reports["report_id"].tolist() == kept
    assert set(part.studies["study_id"]) == set(part.report_studies["study_id"])
    assert set(part.report_studies["report_id"]) == set(kept)
    assert set(part.interventions["intervention_id"]) == set(part.studies["intervention_id"])
    assert set(part.excerpts["excerpt_id"]) == set(part.excerpt_reports["excerpt_id"])
    for name, column in [
        ("ratings", "report_id"),
        ("appraisals", "report_id"),
        ("feature_values", "intervention_id"),
    ]:
        here = getattr(part, {"report_id": "reports", "intervention_id": "interventions"}[column])[column]
        before = getattr(whole, name)
        pd.testing.assert_frame_equal(
            getattr(part, name), before[before[column].isin(here)].reset_index(drop=True)
        )
    said = whole.tidier
    said = said[said["intervention_id"].isin(part.interventions["intervention_id"])]
    said = said[said["report_id"].isna() | said["report_id"].isin([*kept, "not_applicable"])]
    pd.testing.assert_frame_equal(part.tidier, said.reset_index(drop=True))
    for name in ("sources", "flow", "records", "decisions", "codes", "claims", "checklist", "editions"):
        pd.testing.assert_frame_equal(getattr(part, name), getattr(whole, name))


def test_reports_whose_rating_is_unknown_stay(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    answers = folder / "appraisals.csv"
    answers.write_text(
        answers.read_text("utf-8").partition("\n")[0] + "\n", "utf-8"
    )  # none to compute a rating from
    set_cell(
        folder / "ratings.csv", "rating", "not_reported", row=6
    )  # Synthetic2020b; Synthetic2021 has no row at all
    assert without_low(open_review(folder, min_rating=3)).reports["report_id"].tolist() == [
        "Synthetic2018",
        "Synthetic2020b",
        "Synthetic2021",
    ]


def test_a_part_remembers_the_whole_and_what_it_is_contrasted_with():
    part = open_review(SYNTHETIC, subset="coach", min_rating=2)
    assert part.reports["report_id"].tolist() == ["Synthetic2020a", "Synthetic2020b"]
    assert (part.subset, part.min_rating) == ("coach", 2)
    assert (part.full.subset, part.full.min_rating) == ("all", 2)
    assert len(part.full.reports) == 5
    assert part.full.full is part.full


def test_min_rating_leaves_no_report_out():
    assert len(open_review(SYNTHETIC, min_rating=4).reports) == 5


@REVIEWS
def test_the_whole_review_is_not_cut(review):
    opened = open_review(review)
    assert opened.full is opened
    assert {name: len(getattr(opened, name)) for name in TABLES} == {
        name: len(getattr(OPENED[review], name)) for name in TABLES
    }


def test_a_subset_leaves_out_the_statements_of_reports_that_are_not_in_it():
    r = OPENED[SYNTHETIC]
    kept = restrict(
        r, reports=r.reports["report_id"][r.reports["report_id"] != "Synthetic2019"], subset="all"
    ).tidier
    of_flexline = kept[kept["intervention_id"] == "flexline"]["report_id"].dropna()
    assert "Synthetic2019" in set(r.tidier["report_id"].dropna())
    assert set(of_flexline) - {"not_applicable"} == {"Synthetic2018"}


def test_rows_that_stand_in_are_not_charted():
    review = OPENED[SYNTHETIC]
    n = len(review.studies)
    assert review.charted("studies") == n
    standing = replace(review, rows={"studies.csv": np.array([1, *range(2, n + 1), 0])})
    assert standing.charted("studies") == n - 1


def test_a_part_of_a_review_with_a_form_and_no_answers_keeps_the_columns_of_answers():
    review = OPENED[SYNTHETIC]
    silent = replace(review, tables=dict(review.tables) | {"answers": review.answers.iloc[:0]})
    part = restrict(silent, reports=review.reports["report_id"].head(2), subset="all")
    assert list(part.answers) == list(review.answers) and part.answers.empty


def test_a_column_of_blanks_holds_nothing_and_one_of_silence_something():
    review = OPENED[SYNTHETIC]
    for cell, held in ((None, False), ("not_reported", True)):
        reports = review.reports.assign(setting=pd.array([cell] * 5, dtype="string"))
        assert only(review, reports=reports).holds("reports", "setting") is held


def test_that_a_column_is_looked_at_for_anything_in_it_is_noted_as_reading_it():
    with reads.noted() as read:
        OPENED[SYNTHETIC].holds("reports", "study_from")
        uncharted(OPENED[SYNTHETIC], "studies.participants_n")
    assert {("reports", "study_from"), ("studies", "participants_n_as_charted")} <= read
