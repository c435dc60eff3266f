"""The tables of studies as a chapter shows them."""

import re

import pandas as pd
from packages import OPENED, SAMPLES, SYNTHETIC, table
from packages.reading import by_head, rows
from packages.reviews import only, without_form

from reviewbook.studies import tables


def test_people_are_shown_once_with_the_studies_that_give_no_number():
    assert rows(tables.people(OPENED[SYNTHETIC]).data, "tbl-people")[1:] == [
        ["People with back pain", "109", "3/4", "MoveMore cohort (not reported)"],
        ["Exercise workers", "13", "3/4", "StrongBack trial (not reported)"],
    ]


def test_a_report_of_which_no_dates_are_charted_has_its_row_all_the_same():
    review = without_form(OPENED[SYNTHETIC])
    for missing, said in ((["study_to"], 5), (["study_from", "study_to"], 0)):
        none = review.reports[missing].mask(
            review.reports[missing].notna()
        )  # of the type that the columns have
        reports = review.reports.assign(**none)
        shown = tables.characteristics(only(review, reports=reports)).data
        # What is charted of no report is said once beneath each table.
        groups = len(reports["role"].unique())
        assert shown.count("not charted yet") == 0
        assert shown.count("Not charted yet: Study period.") == (0 if said else groups)
        assert all(f"{{cite:t}}`{report}`" in shown for report in reports["report_id"])


def test_reports_are_counted_by_design_with_the_most_frequent_first():
    assert rows(tables.counts(without_form(OPENED[SYNTHETIC]), "design").data, "tbl-by-design") == [
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
    (both, *_), (later, *cells) = rows(
        tables.characteristics(OPENED[SAMPLES]).data, "tbl-characteristics-physiotherapist"
    )[1:3]
    assert both == (
        '{cite:t}`Both2020`<br>[<a href="../interventions/bendwell.html">BendWell</a>]{.rb-detail}'
        '<br>[<a href="../interventions/liftup.html">LiftUp</a>]{.rb-detail}'
        "<br>[2 studies: BendWell trial and LiftUp interviews]{.rb-detail}"
    )
    assert later.startswith("{cite:t}`Later2021`")
    assert "shares the sample of {cite:t}`Both2020`" in " ".join(cells)
    per = by_head(tables.per_intervention(OPENED[SAMPLES]).data, "tbl-per-intervention")
    assert [cells[1:3] for cells in per.values()] == [["1", "2"], ["2", "2"]]


def test_a_report_on_no_intervention_is_told_apart_from_one_whose_intervention_is_not_charted():
    review = without_form(OPENED[SYNTHETIC])

    own = review.report_studies.query("report_id == 'Synthetic2018'")["study_id"]

    def shown(word, of):
        named = review.studies["intervention_id"].mask(review.studies["study_id"].isin(of), word)
        studies = review.studies.assign(intervention_id=named.astype("string"))
        return tables.characteristics(only(review, studies=studies)).data

    def about(word, of):
        told = rows(shown(word, of), "tbl-characteristics-physiotherapist")
        return next(row[0] for row in told if "Synthetic2018" in row[0]).split("<br>")[1]

    every = review.studies["study_id"]
    assert about("not_applicable", every) == "[not applicable]{.rb-nr}"
    assert about(None, own) == "[not charted yet]{.rb-nr}"


def test_a_review_without_studies_keeps_the_name_of_the_table():
    review = OPENED[SYNTHETIC]
    assert rows(tables.people(only(review, studies=review.studies[:0])).data, "tbl-people") == [
        ["[This review gives no studies (table `studies`).]{.rb-absent}"],
    ]


def test_the_mark_of_a_disagreement_stands_at_every_count_that_it_touches():
    review = without_form(OPENED[SYNTHETIC])
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
    (first, second, *_) = rows(shown, "tbl-characteristics-physiotherapist")[1:]
    assert [at for at, cell in enumerate(first) if "rb-disagrees" in cell] == [1, 2, 3]
    assert [at for at, cell in enumerate(second) if "rb-disagrees" in cell] == [5]


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
        "uncertain",
        "[– not reported]{.rb-nr}",
    ]


def test_the_people_of_each_study_add_up_to_those_of_all():
    review = OPENED[SYNTHETIC]
    _, *told, total = rows(tables.people_by_study(review).data, "tbl-people-by-study")
    assert len(told) == len(review.studies) and total[0] == "In all"
    for at, who in ((1, "participants_n"), (2, "workers_n")):
        given = [int(re.sub(r"\D.*", "", row[at])) for row in told if row[at][:1].isdigit()]
        assert sum(given) == int(re.sub(r"\D.*", "", total[at])) == int(review.studies[who].sum())


def test_people_that_a_question_counts_are_summed_beside_the_others():
    review = OPENED[SYNTHETIC]
    asked = {
        "question_id": "carers",
        "position": 20,
        "about": "study",
        "label": "Carers",
        "type": "number",
        "unit": "people",
    }
    questions = pd.concat([review.questions, pd.DataFrame([asked])], ignore_index=True)
    carers = pd.array([3, None, 4, None], dtype="Float64")
    words = pd.array(["3", "not_reported", "4", ""], dtype="string")
    own = only(
        review, questions=questions, studies=review.studies.assign(carers=carers, carers_as_charted=words)
    )
    told = rows(tables.people(own).data)[-1]
    assert told[:3] == ["Carers", "7", "2/4"]
    head, *_, total = rows(tables.people_by_study(own).data)
    assert total[head.index("Carers")] == "7"


def test_where_nobody_is_counted_there_is_no_table_of_people():
    review = OPENED[SYNTHETIC]
    blank = {f"{who}_n_as_charted": "" for who in ("participants", "workers")}
    own = only(review, studies=review.studies.assign(**blank))
    for shown in (tables.people(own), tables.people_by_study(own)):
        assert "rb-missing" in shown.data
    assert "rb-missing" not in tables.people(review).data


def test_a_review_about_no_intervention_lists_the_studies_with_several_reports():
    review = OPENED[SYNTHETIC]
    own = only(review, interventions=review.interventions[:0])
    assert rows(tables.per_intervention(own).data, "tbl-per-intervention")[1:] == [
        ["FlexLine trial", "2", "{cite:t}`Synthetic2018,Synthetic2019`"]
    ]
    apart = review.report_studies.drop_duplicates("study_id")
    assert "rb-missing" in tables.per_intervention(only(own, report_studies=apart)).data


def test_a_column_of_which_nothing_is_charted_has_no_count():
    review = without_form(OPENED[SYNTHETIC])
    blank = review.reports.assign(role=pd.array([None] * 5, dtype="string"))
    assert "rb-missing" in tables.counts(only(review, reports=blank), "role").data
    assert "rb-missing" not in tables.counts(review, "role").data


def test_a_number_is_counted_as_its_middle_and_its_ends():
    assert (
        tables.counts(OPENED[SYNTHETIC], "sessions").data
        == tables.numbers(OPENED[SYNTHETIC], "sessions").data
    )
