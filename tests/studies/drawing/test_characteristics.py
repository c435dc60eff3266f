"""The table of characteristics of a review with a form."""

import pandas as pd
from packages import OPENED, SYNTHETIC, table
from packages.reading import by_head, rows
from packages.reviews import only, without_form

from reviewbook.page.words import escape
from reviewbook.studies import tables
from reviewbook.studies.drawing.characteristics import FIRST, characteristics, columns, grouping

REVIEW = OPENED[SYNTHETIC]


def with_questions(**changes):
    """The synthetic review with other cells in a column of questions: by identifier, the rest as they are."""
    questions = REVIEW.questions.copy()
    for column, cells in changes.items():
        questions[column] = questions["question_id"].map(cells).astype("string").fillna(questions[column])
    return only(REVIEW, questions=questions)


def test_the_columns_are_the_questions_that_the_form_puts_there_in_its_order():
    head, *_ = rows(characteristics(REVIEW, None).data, "tbl-characteristics")
    assert head == [
        "Report",
        "Intervention",
        "Design",
        "Setting",
        "Supervision",
        "Sessions a week",
        "Equipment",
        "Rating",
    ]
    assert "not charted yet" not in characteristics(REVIEW, None).data


def test_a_review_without_interventions_and_ratings_has_no_column_for_them():
    bare = only(
        REVIEW,
        **{name: REVIEW.tables[name][:0] for name in ("interventions", "ratings", "appraisals")},
        studies=REVIEW.studies.assign(intervention_id=pd.array(["not_applicable"] * 4, dtype="string")),
    )
    assert rows(characteristics(bare, None).data)[0][:2] == ["Report", "Design"]
    assert "Rating" not in rows(characteristics(bare, None).data)[0]


def test_it_is_divided_by_the_first_question_that_may_group_it_and_is_no_column():
    assert grouping(REVIEW, FIRST)["question_id"] == "design"
    assert grouping(with_questions(table_1={"supervision": "no"}), FIRST)["question_id"] == "supervision"
    assert grouping(REVIEW, None) is None and grouping(REVIEW, "blinding")["question_id"] == "blinding"
    shown = tables.characteristics(REVIEW).data
    assert [line for line in shown.splitlines() if line.startswith(":name:")] == [
        ":name: tbl-characteristics-qualitative",
        ":name: tbl-characteristics-mixed-methods",
        ":name: tbl-characteristics-quantitative",
    ]
    assert "Design" not in rows(shown)[0], "the caption says it"


def test_reports_may_be_grouped_by_what_holds_of_their_entity():
    shown = characteristics(REVIEW, "first_run").data
    captions = [line.partition("reports: ")[2] for line in shown.splitlines() if line.startswith(":::{list")]
    assert captions == ["2016-01", "2018", "First run not reported"]
    cited = [row for part in shown.split(":::{list-table}")[1:] for row in by_head(":::{list-table}" + part)]
    names = [f"{{cite:t}}`{one}`" for one in REVIEW.reports["report_id"]]
    assert sorted(row.partition(" (")[0] for row in cited) == sorted(names)
    assert [row for row in cited if "shares the sample of {cite:t}`Synthetic2018`" in row] == [
        "{cite:t}`Synthetic2019` (shares the sample of {cite:t}`Synthetic2018`)"
    ]


def test_whose_sample_a_report_shares_stands_beside_its_number_of_people_where_there_is_one():
    asked = {
        "question_id": "participants_n",
        "position": 20,
        "about": "report",
        "label": "People",
        "type": "number",
    }
    own = pd.DataFrame([asked | {"unit": "people", "table_1": "yes"}])
    review = only(REVIEW, questions=pd.concat([REVIEW.questions, own], ignore_index=True))
    told = by_head(characteristics(review, None).data)
    assert [cell for cell in told["{cite:t}`Synthetic2019`"] if "shares" in cell] == [
        "12 (shares the sample of {cite:t}`Synthetic2018`)"
    ]


def test_twelve_questions_share_columns_by_their_groups_each_kind_of_nothing_once():
    form = table(
        "question_id position about group label type unit table_1",
        *(
            (f"q{n}", n, "report", group, f"Question {n}", "text", None, "yes")
            for n, group in enumerate(["One"] * 5 + ["Two"] * 4 + ["Three"] * 3, 1)
        ),
    ).assign(asked_of=pd.NA, grouping=pd.NA, help=pd.NA)
    cells = {f"q{n}": pd.array(["not_reported"] * 5, dtype="string") for n in range(1, 13)}
    cells["q2"] = pd.array(["<b>", None, "x", "x", "x"], dtype="string")
    shown = characteristics(only(REVIEW, questions=form, reports=REVIEW.reports.assign(**cells)), None).data
    head, first, second, *_ = rows(shown)
    assert head == ["Report", "Intervention", "One", "Two", "Three", "Rating"]
    given, nothing = first[2].split("<br>")
    assert given == f"[Question 2:]{{.rb-term}} {escape('<b>')}"
    assert nothing == "[– not reported: question 1, question 3, question 4 and question 5]{.rb-nr}"
    assert "<b>" not in first[2]
    assert second[2].count("not reported") == 1 and "[not charted yet: question 2]{.rb-nr}" in second[2]
    assert first[3] == "[– not reported]{.rb-nr}"


def test_answers_about_several_studies_of_a_report_are_told_apart():
    review = with_questions(table_1={"recruited_from": "yes"})
    links = review.report_studies
    both = links[links["report_id"] == "Synthetic2018"].assign(study_id=review.studies["study_id"].iloc[-1])
    studies = review.studies.assign(
        recruited_from=pd.array(["Clinics", "Adverts", "Adverts", "Adverts"], dtype="string")
    )
    review = only(review, report_studies=pd.concat([links, both], ignore_index=True), studies=studies)
    told = by_head(characteristics(review, None).data)["{cite:t}`Synthetic2018`"]
    assert any("FlexLine trial: " in cell and "<br>" in cell for cell in told)


def test_a_form_that_puts_nothing_there_says_so():
    shown = characteristics(
        with_questions(table_1=dict.fromkeys(REVIEW.questions["question_id"], "no")), None
    )
    assert "puts no question into this table" in shown.data and "rb-missing" in shown.data


def test_without_a_form_the_library_s_own_columns_stand_there():
    head, *_ = rows(tables.characteristics(without_form(REVIEW)).data)
    assert head == [
        "Report",
        "Intervention",
        "Design",
        "Data collected",
        "Setting, country, period",
        "People with back pain",
        "Exercise workers",
        "Rating",
    ]


def test_in_a_column_of_a_group_a_number_of_people_that_is_called_as_the_group_is_n():
    own = REVIEW.questions.assign(table_1="yes", group="Runners")
    own.loc[own["question_id"] == "sessions", ["label", "unit"]] = ["Runners", "people"]
    told = by_head(characteristics(only(REVIEW, questions=own), None).data)
    cells = " ".join(told["{cite:t}`Synthetic2018`"])
    n = REVIEW.reports.set_index("report_id")["sessions"]["Synthetic2018"]
    assert f"[n:]{{.rb-term}} {n:.0f}<br>" in cells and "Runners" not in cells


def test_the_columns_are_laid_out_without_the_question_that_divides_the_table():
    by = grouping(REVIEW, FIRST)
    shown = [one["question_id"] for _, own in columns(REVIEW, by) for one in own]
    assert shown and by["question_id"] not in shown and columns(without_form(REVIEW), None) == []
