"""The tables of studies as a chapter shows them."""

import re

import pandas as pd
from packages import OPENED, SAMPLES, SYNTHETIC, table
from packages.reading import by_head, rows
from packages.reviews import only

from reviewbook.studies import tables


def test_people_are_shown_once_with_the_studies_that_give_no_number():
    assert rows(tables.people(OPENED[SYNTHETIC]).data, "tbl-people")[1:] == [
        ["People with back pain", "109", "3/4", "MoveMore cohort (not reported)"],
        ["Exercise workers", "13", "3/4", "StrongBack trial (not reported)"],
    ]


def test_a_report_of_which_no_dates_are_charted_has_its_row_all_the_same():
    review = OPENED[SYNTHETIC]
    for missing, said in ((["study_to"], 5), (["study_from", "study_to"], 0)):
        none = review.reports[missing].mask(
            review.reports[missing].notna()
        )  # of the type that the columns have
        reports = review.reports.assign(**none)
        shown = tables.characteristics(only(review, reports=reports)).data
        # What is charted of no report is said once beneath each table.
        assert shown.count("not charted yet") == said
        assert shown.count("Not charted yet: Period.") == (0 if said else len(reports["role"].unique()))
        assert all(f"{{cite:t}}`{report}`" in shown for report in reports["report_id"])


def test_reports_are_counted_by_design_with_the_most_frequent_first():
    assert rows(tables.counts(OPENED[SYNTHETIC], "design").data, "tbl-by-design") == [
        ["Design", "Reports (n/N)", "Which"],
        ["Qualitative", "2/5", "{cite:t}`Synthetic2019,Synthetic2021`"],
        ["Quantitative", "2/5", "{cite:t}`Synthetic2018,Synthetic2020b`"],
        ["Mixed methods", "1/5", "{cite:t}`Synthetic2020a`"],
    ]


def test_a_region_is_counted_over_interventions_and_not_over_reports():
    head, *_ = rows(tables.counts(OPENED[SYNTHETIC], "region").data, "tbl-by-region")
    assert head == ["Region", "Interventions (n/N)", "Which"]


def test_an_intervention_stands_with_its_studies_and_reports_apart():
    told = by_head(tables.per_intervention(OPENED[SYNTHETIC]).data, "tbl-per-intervention")
    assert told['<a href="../interventions/flexline.html">FlexLine</a>'] == [
        "Physiotherapist",
        "1",
        "2",
        "{cite:t}`Synthetic2018,Synthetic2019`",
    ]


def test_a_report_of_two_studies_names_both_and_their_interventions():
    told = by_head(tables.characteristics(OPENED[SAMPLES]).data, "tbl-characteristics-physiotherapist")
    about, *_ = told["{cite:t}`Both2020`"]
    assert about == (
        '<a href="../interventions/bendwell.html">BendWell</a><br><a href="../interventions/liftup.html">LiftUp</a>'
        "<br>2 studies: BendWell trial and LiftUp interviews"
    )
    assert "shares the sample of {cite:t}`Both2020`" in " ".join(told["{cite:t}`Later2021`"])
    per = by_head(tables.per_intervention(OPENED[SAMPLES]).data, "tbl-per-intervention")
    assert [cells[1:3] for cells in per.values()] == [["1", "2"], ["2", "2"]]


def test_a_report_on_no_intervention_is_told_apart_from_one_whose_intervention_is_not_charted():
    review = OPENED[SYNTHETIC]

    def about(word):
        studies = review.studies.assign(
            intervention_id=pd.array([word] * len(review.studies), dtype="string")
        )
        told = by_head(
            tables.characteristics(only(review, studies=studies)).data, "tbl-characteristics-physiotherapist"
        )
        return told["{cite:t}`Synthetic2018`"][0]

    assert about("not_applicable") == "[not applicable]{.rb-nr}"
    assert about(None) == "[not charted yet]{.rb-nr}"


def test_a_review_without_studies_keeps_the_name_of_the_table():
    review = OPENED[SYNTHETIC]
    assert rows(tables.people(only(review, studies=review.studies[:0])).data, "tbl-people") == [
        ["[This review gives no studies (table `studies`).]{.rb-absent}"],
    ]


def test_the_mark_of_a_disagreement_stands_at_every_count_that_it_touches():
    review = OPENED[SYNTHETIC]
    cells = [("S2", "reports", "Synthetic2018", field) for field in ("country", "design", "participants_n")]
    cells += [
        ("S2", "studies", "flex_trial", "participants_n"),
        ("S2", "ratings", "Synthetic2019 mmat-2011 overall", "rating"),
    ]
    marked = only(review, disagreement_cells=table("disagreement_id table_name row_key field_name", *cells))

    def where(shown) -> list[list[int]]:
        """In which cells of which rows a mark stands."""
        return [[at for at, cell in enumerate(row) if "rb-disagrees" in cell] for row in rows(shown.data)[1:]]

    assert where(tables.counts(marked, "design")) == [[], [1], []]
    assert where(tables.counts(marked, "country")) == [[], [1], []]
    assert where(tables.counts(marked, "role")) == [[], []]
    assert where(tables.people(marked)) == [[1], []]
    assert where(tables.people_by_study(marked)) == [[1], [], [], [], [1]]  # and their sum
    assert where(tables.countries(marked)) == [[0], [], []]
    shown = tables.characteristics(marked).data
    (first, second, *_) = rows(shown)[1:]
    assert [at for at, cell in enumerate(first) if "rb-disagrees" in cell] == [2, 4, 5]
    assert [at for at, cell in enumerate(second) if "rb-disagrees" in cell] == [7]


def test_a_year_that_is_not_settled_says_so_in_the_count_and_not_what_its_cell_holds():
    review = OPENED[SYNTHETIC]
    silent = {
        "year": pd.array([None, None, 2020, 2020, 2021], dtype="Int64"),
        "year_as_charted": pd.array(
            ["not_available", "not_reported", "2020", "2020", "2021"], dtype="string"
        ),
        "year_basis": pd.array(["not_settled", "not_reported", *["verified"] * 3], dtype="string"),
    }
    counted = tables.counts(only(review, reports=review.reports.assign(**silent)), "year").data
    assert [row[0] for row in rows(counted)[1:]] == [
        "2020",
        "2021",
        "not settled",
        "[– not reported]{.rb-nr}",
    ]


def test_the_people_of_each_study_add_up_to_those_of_all():
    review = OPENED[SYNTHETIC]
    _, *told, total = rows(tables.people_by_study(review).data, "tbl-people-by-study")
    assert len(told) == len(review.studies) and total[0] == "In all"
    for at, who in ((1, "participants_n"), (2, "workers_n")):
        given = [int(re.sub(r"\D.*", "", row[at])) for row in told if row[at][:1].isdigit()]
        assert sum(given) == int(re.sub(r"\D.*", "", total[at])) == int(review.studies[who].sum())
