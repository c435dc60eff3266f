"""The table of characteristics of a review with a form."""

import re

import pandas as pd
from packages import OPENED, SYNTHETIC, table
from packages.reading import by_head, rows
from packages.reviews import only, without_form

from reviewbook.page.words import escape
from reviewbook.studies import tables
from reviewbook.studies.drawing.characteristics import FIRST, characteristics, grouping
from reviewbook.studies.drawing.table_one import TableOne

REVIEW = OPENED[SYNTHETIC]


def with_questions(**changes):
    """The synthetic review with other cells in a column of questions: by identifier, the rest as they are."""
    questions = REVIEW.questions.copy()
    for column, cells in changes.items():
        questions[column] = questions["question_id"].map(cells).astype("string").fillna(questions[column])
    return only(REVIEW, questions=questions)


def of_reports(markdown: str) -> dict[str, list[str]]:
    """The cells of each row after the first, by the report."""
    found = {}
    for part in markdown.split(":::{list-table}")[1:]:
        for first, *rest in rows(":::{list-table}" + part)[1:]:
            found[first.split("`")[1]] = rest
    return found


def test_the_columns_are_the_questions_that_the_form_puts_there_in_its_order():
    head, *_ = rows(characteristics(REVIEW, None).data, "tbl-characteristics")
    # Five questions in the four columns that are left of six: those of one group share one.
    assert head == ["Report and intervention", "Design", "Setting", "Concept", "Rating"]
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
    cited = [
        row.partition("<br>")[0]
        for part in shown.split(":::{list-table}")[1:]
        for row in by_head(":::{list-table}" + part)
    ]
    names = [f"{{cite:t}}`{one}`" for one in REVIEW.reports["report_id"]]
    assert sorted(cited) == sorted(names)
    (sharing,) = re.findall(r"\* - (.*shares the sample.*)", shown)
    assert sharing.startswith("{cite:t}`Synthetic2019`<br>")
    assert sharing.endswith("<br>[shares the sample of {cite:t}`Synthetic2018`]{.rb-detail}")


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
    told = of_reports(characteristics(review, None).data)
    assert [cell for cell in told["Synthetic2019"] if "shares" in cell] == [
        "[12]{.rb-n}<br>[shares the sample of {cite:t}`Synthetic2018`]{.rb-detail}"
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
    assert head == ["Report and intervention", "One", "Two", "Three", "Rating"]
    assert first[1] == f"[Question 2:]{{.rb-term}} {escape('<b>')}" and "<b>" not in first[1]
    assert first[0].endswith(
        "<br>[not reported: question 1, question 3, question 4 and question 5]{.rb-nr .rb-detail}"
    )
    assert first[2] == first[3] == "[– not reported]{.rb-nr}", (
        "a column of which nothing is known says so itself"
    )
    assert second[1] == "[– not reported]{.rb-nr}"


def test_answers_about_several_studies_of_a_report_are_told_apart():
    review = with_questions(table_1={"recruited_from": "yes"})
    links = review.report_studies
    both = links[links["report_id"] == "Synthetic2018"].assign(study_id=review.studies["study_id"].iloc[-1])
    studies = review.studies.assign(
        recruited_from=pd.array(["Clinics", "Adverts", "Adverts", "Adverts"], dtype="string")
    )
    review = only(review, report_studies=pd.concat([links, both], ignore_index=True), studies=studies)
    told = of_reports(characteristics(review, None).data)["Synthetic2018"]
    assert any("FlexLine trial: Clinics; " in cell and ": Adverts" in cell for cell in told)


def test_a_form_that_puts_nothing_there_says_so():
    shown = characteristics(
        with_questions(table_1=dict.fromkeys(REVIEW.questions["question_id"], "no")), None
    )
    assert "puts no question into this table" in shown.data and "rb-missing" in shown.data


def test_without_a_form_the_library_s_own_columns_stand_there():
    head, *_ = rows(tables.characteristics(without_form(REVIEW)).data)
    assert head == [
        "Report and intervention",
        "Design and data",
        "Setting, country, period",
        "People with back pain",
        "Exercise workers",
        "Rating",
    ]


def test_in_a_column_of_a_group_the_number_of_people_stands_first_and_where_it_is_not_known_that():
    own = REVIEW.questions.assign(table_1="yes", group="Runners")
    own.loc[own["question_id"] == "sessions", ["label", "unit"]] = ["Runners", "people"]
    told = of_reports(characteristics(only(REVIEW, questions=own), None).data)
    n = REVIEW.reports.set_index("report_id")["sessions"]["Synthetic2018"]
    (cell,) = [cell for cell in told["Synthetic2018"] if cell.startswith(f"[{n:.0f}]{{.rb-n}}<br>")]
    assert "Runners" not in cell
    reports = REVIEW.reports.assign(sessions=pd.NA, sessions_as_charted="not_reported")
    silent = of_reports(characteristics(only(REVIEW, questions=own, reports=reports), None).data)
    assert any(cell.startswith("[number not reported]{.rb-nr}<br>") for cell in silent["Synthetic2018"])


def test_where_and_when_stand_together_before_the_setting():
    told = of_reports(tables.characteristics(without_form(REVIEW)).data)["Synthetic2018"]
    row = REVIEW.reports.set_index("report_id").loc["Synthetic2018"]
    place = re.sub("<a.*?</a>", "", told[1])  # the source disagrees on the country
    assert place == (
        f"{row['country']}, {row['study_from']} to {row['study_to']} <br>[{row['setting']}]{{.rb-detail}}"
    )


def test_a_rating_is_shown_as_dots_that_those_who_hear_it_need_not():
    told = of_reports(tables.characteristics(REVIEW).data)
    assert told["Synthetic2018"][-1] == '<span class="rb-dots" aria-hidden="true">●●●○</span> 3/4'
    assert "rb-dots" not in told["Synthetic2021"][-1], "of single questions alone there are no points"


def test_the_columns_are_laid_out_without_the_question_that_divides_the_table():
    by = grouping(REVIEW, FIRST)
    shown = [one["question_id"] for _, own in TableOne(REVIEW, by).columns for one in own]
    assert shown and by["question_id"] not in shown
