"""The tables of results as a chapter shows them."""

from dataclasses import replace

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reading import by_head, rows
from packages.results import reviewed, undirected
from packages.reviews import only

from reviewbook.results import tables


def test_every_result_stands_with_its_number_its_note_and_its_place():
    head, *told = rows(tables.results(OPENED[WILLIAMS]).data)
    assert head == ["Outcome", "Result", "Report", "Whose, when and of how many", "Where it says so"]
    assert len(told) == len(OPENED[WILLIAMS].results)
    (phone,) = [row for row in told if "smartphone" in row[0]]
    assert phone == [
        "*Use and uptake*<br>Service users who were still using their smartphone",
        "93 %",
        "{cite:t}`Forchuk2015a`",
        "service users<br>after 12 months<br>[not reported: of how many]{.rb-nr}",
        "Intervention use (usual workers), par. 1",
    ]
    (visits,) = [row for row in told if "Site visits" in row[0]]
    assert visits[1].startswith("Fell at first; then stable in months 5 and 6. <a ")
    assert "disagreement-D09" in visits[1], "Table 2 says that no quantitative results are reported"
    marked = [row[-2] for row in told if "disagreement-" in row[-2]]
    assert len(marked) == 1 and "n = 400 <a " in marked[0] and "disagreement-D06" in marked[0]
    assert visits[3] == "up to months 5 and 6<br>[not reported: number, whose, of how many]{.rb-nr}", (
        "of what it is silent, once"
    )


def test_directions_have_a_column_where_any_is_charted():
    head, first, *_ = rows(tables.results(OPENED[SYNTHETIC]).data)
    assert head[2] == "Which way" and first[2] == "[▲ favours]{.rb-yes}<br>compared with: usual care"
    assert first[1] == "−12.5 points (difference from usual care)"
    assert "Which way" not in rows(tables.results(undirected()).data)[0]


def test_a_direction_that_is_not_charted_yet_says_so_beside_others():
    review = reviewed(("Synthetic2018", "a", "P", "favours"), ("Synthetic2018", "b", "P", None))
    assert [row[2] for row in rows(tables.results(review).data)[2:]] == ["[not charted yet]{.rb-nr}"]


def test_results_stand_by_domain_and_those_without_one_last():
    review = reviewed(
        ("Synthetic2018", "a", "P", "favours"),
        ("Synthetic2018", "b", None, "favours"),
        ("Synthetic2018", "c", "Q", "favours"),
        ("Synthetic2018", "d", "P", "favours"),
    )
    assert [row[0] for row in rows(tables.results(review).data)[1:]] == [
        "*P*<br>a", "*P*<br>d", "*Q*<br>c", "*Domain not charted yet*<br>b",
    ]  # fmt: skip


def test_each_study_stands_in_each_domain_with_the_results_behind_its_direction():
    shown = rows(tables.directions(OPENED[SYNTHETIC]).data)
    assert len(shown) == 13
    assert shown[1] == [
        "Pain", "1 FlexLine trial", "[◁▷ conflicting]{.rb-unclear}",
        "3 results: 2 [▲ favours]{.rb-yes}, 1 [◄► no difference]{.rb-even}", "38", "Quantitative", "3/4", "{cite:t}`Synthetic2018`",
    ]  # fmt: skip
    assert [row[1][0] for row in shown[1:4]] == ["1", "2", "3"], "by rating"
    (unrated,) = [row for row in shown if row[1] == "4 MoveMore cohort"]
    assert unrated[3:7] == ["1 result: 1 [? unclear]{.rb-unclear}", "4", "Qualitative", "–"]


def test_domains_add_up_and_the_test_says_where_it_is_not_allowed():
    told = by_head(tables.directions_by_domain(OPENED[SYNTHETIC]).data)
    assert told["Keeping it up"] == ["2", "1", "0", "0", "1", "2/3", "not done: fewer than 6"]
    assert told["Harms"][5] == "–", "a part of no clear direction is none"


def test_the_sign_test_stands_with_its_share_where_it_is_allowed():
    review = OPENED[SYNTHETIC]
    six = [f"many_{at}" for at in range(6)]
    reports = pd.concat([review.reports.head(1)] * 6, ignore_index=True).assign(report_id=six)
    studies = pd.concat([review.studies.head(1)] * 6, ignore_index=True).assign(study_id=six)
    links = pd.DataFrame({"report_id": six, "study_id": six, "sample_of": None})
    own = reviewed(*((one, "pain", "Pain", "favours") for one in six))
    told = by_head(
        tables.directions_by_domain(only(own, reports=reports, studies=studies, report_studies=links)).data
    )
    assert told["Pain"][5:] == ["6/6", "p = 0.031; 100 % (61 to 100)"]
    told = by_head(
        tables.directions_by_domain(
            only(own, reports=reports, studies=studies, report_studies=links[:5])
        ).data
    )
    assert told["Pain"][5:] == ["5/5", "not done: fewer than 6"]


def test_without_low_rated_reports_the_table_says_what_is_left():
    review = replace(OPENED[SYNTHETIC], min_rating=2)
    shown = tables.direction_contrast(review).data
    assert by_head(shown)["Function"] == ["2/3", "2/2", "1/3", "0/2"]
    assert by_head(shown)["Harms"] == ["0 to 1 of 1"] * 4, "what is unclear is never a zero"
    assert "Set aside, as rated below 2 points: {cite:t}`Synthetic2020b`." in shown


@pytest.mark.parametrize(
    ("min_rating", "says"),
    [(0, "No contrast was asked for"), (1, "No report with a direction is rated below 1 point.")],
)
def test_without_anything_to_set_aside_a_line_says_so(min_rating, says):
    assert says in tables.direction_contrast(replace(OPENED[SYNTHETIC], min_rating=min_rating)).data


def test_a_domain_whose_studies_are_all_set_aside_has_no_fraction():
    review = replace(reviewed(("Synthetic2020b", "pain", "Pain", "favours")), min_rating=2)
    assert by_head(tables.direction_contrast(review).data)["Pain"] == ["1/1", "–", "0/1", "–"]


def test_where_no_result_has_a_direction_there_is_no_table_of_them():
    for review in (OPENED[WILLIAMS], undirected()):
        assert (
            tables.NO_DIRECTION in tables.directions(review).data
            and tables.directions_by_domain(review) is None
        )
        assert tables.direction_contrast(review) is None


def test_a_review_without_results_is_told_so():
    review = OPENED[SYNTHETIC]
    shown = tables.results(only(review, results=review.results[:0])).data
    assert "This review gives no results of the reports (table `results`)." in shown
