"""What prose says of the selection."""

import re

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, copied
from packages.policy import POLICY
from packages.reviews import only

from reviewbook.check import open_review
from reviewbook.files import describe
from reviewbook.review.dictionary import TABLES
from reviewbook.review.reading import load_review
from reviewbook.selection.drawing import flow_list
from reviewbook.selection.numbers import last_end, reach, selection_numbers
from reviewbook.selection.of_review import flow_of
from reviewbook.status import status


def test_a_review_that_is_under_way_says_what_is_left_so_far(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for table in set(TABLES) - {"sources", "records", "decisions", "imports"}:
        (folder / f"{table}.csv").unlink(missing_ok=True)
    lines = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    by_title = [line for line in lines if ",full_text," not in line and ",retrieval," not in line]
    (folder / "decisions.csv").write_text("".join(by_title), encoding="utf-8")
    describe.write(folder)
    values = selection_numbers(open_review(folder))
    assert values["answer"] == "Of 17 records screened so far, 9 are left."


def test_reports_that_cannot_all_come_of_the_records_left_are_not_said_to(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for table in set(TABLES) - {
        "sources",
        "records",
        "decisions",
        "imports",
        "reports",
        "studies",
        "report_studies",
        "interventions",
    }:
        (folder / f"{table}.csv").unlink(missing_ok=True)
    lines = (folder / "decisions.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if ",title_abstract," in line or line.startswith("record_id")]
    kept = [
        line.replace(",include,", ",exclude,") if line.startswith(("R0", "R13", "R18")) else line
        for line in kept
    ]
    (folder / "decisions.csv").write_text("".join(kept), encoding="utf-8")
    reports = pd.read_csv(folder / "reports.csv", dtype=str, keep_default_na=False)
    reports.assign(record_id="").to_csv(folder / "reports.csv", index=False)
    describe.write(folder)
    review = load_review(folder)
    told = selection_numbers(review)["answer"]
    assert re.fullmatch(
        r"Of 17 records screened so far, [1-4] are left; the tables hold 5 reports, more than can come of these\.",
        told,
    )
    found = flow_of(review)
    assert not [box for box in found.boxes if box.unit == "studies"]
    assert flow_list.finding(found.boxes, found.layout).endswith("of 20 records are left so far")
    (note,) = status(folder).notes
    assert note.startswith("5 reports stand in reports.csv, more than the ")


def test_the_answer_counts_what_came_by_every_route(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for table in ("records", "decisions", "imports", "set_aside", "merges"):
        (folder / f"{table}.csv").unlink(missing_ok=True)
    flow = """position,step,stage,unit,route,reason,n,locator
1,identified,not_applicable,records,databases,not_applicable,20,Fig. 1
2,screened,title_abstract,records,databases,not_applicable,20,Fig. 1
3,excluded,title_abstract,records,databases,not_applicable,12,Fig. 1
4,assessed,full_text,reports,databases,not_applicable,8,Fig. 1
5,excluded,full_text,reports,databases,not_applicable,4,Fig. 1
6,assessed,full_text,reports,other,not_applicable,{},Fig. 1
7,excluded,full_text,reports,other,not_applicable,not_reported,Fig. 1
8,included,not_applicable,reports,not_applicable,not_applicable,5,Fig. 1
"""
    said = {}
    for n in ("3", "not_reported"):
        (folder / "flow.csv").write_text(flow.format(n), encoding="utf-8")
        describe.write(folder)
        said[n] = str(selection_numbers(load_review(folder))["answer"])
    assert said["3"].startswith("Of 20 records screened, 11 full texts were assessed")
    assert "full texts" not in said["not_reported"]


def test_the_answer_says_what_was_found_again_brought_back_and_kept_by_each_reviewer(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    for table in ("records", "decisions", "imports", "set_aside", "merges"):
        (folder / f"{table}.csv").unlink(missing_ok=True)
    (folder / "flow.csv").write_text(
        """position,step,stage,unit,route,reason,n,locator
1,found_again,not_applicable,records,databases,not_applicable,5,Fig. 1
2,identified,not_applicable,records,databases,not_applicable,20,Fig. 1
3,screened,title_abstract,records,databases,not_applicable,20,Fig. 1
4,excluded,title_abstract,records,databases,not_applicable,13,Fig. 1
5,brought_back,title_abstract,records,databases,not_applicable,1,Fig. 1
6,kept_by_reviewer,title_abstract,records,databases,A,5,Fig. 1
7,kept_by_reviewer,title_abstract,records,databases,B,6,Fig. 1
8,assessed,full_text,reports,databases,not_applicable,8,Fig. 1
9,excluded,full_text,reports,databases,not_applicable,3,Fig. 1
10,included,not_applicable,reports,not_applicable,not_applicable,5,Fig. 1
""",
        encoding="utf-8",
    )
    describe.write(folder)
    answer = str(selection_numbers(load_review(folder))["answer"])
    assert answer.endswith(
        ". 5 records were found again by another search and counted once."
        " 1 record was brought back by discussion, excluded by title and abstract."
        " Records kept by each reviewer by title and abstract: A, 5; B, 6."
    )


def test_how_far_the_searches_reached_is_told_by_source_where_they_differ():
    values = selection_numbers(OPENED[WILLIAMS])
    far = (
        "The searches reached December 2017 in 3 databases and 1 alert, and March 2016 in 3 databases; "
        "of 12 further places this is not reported."
    )
    assert (values["reach"], values["searched_to"]) == (far, "December 2017")
    assert values["search"] == f"19 places were searched, 6 of them databases. {far}"
    assert values["n_databases"] == 6


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"searched_to": "2021-06", "updated_to": None}, "The searches reached June 2021."),
        ({"searched_to": None, "updated_to": None}, "The searches reached January 2022."),  # the last edition
    ],
)
def test_one_end_is_told_once(cells, says):
    review = OPENED[SYNTHETIC]
    text = {name: pd.array([value] * 3, dtype="string") for name, value in cells.items()}
    assert reach(only(review, sources=review.sources.assign(**text))) == says


def test_without_any_end_it_says_what_is_missing():
    review = OPENED[SYNTHETIC]
    silent = review.sources.assign(searched_to="not_reported", updated_to="not_applicable")
    bare = only(review, editions=review.editions[:0], sources=silent)
    open_end = review.editions.assign(searched_to=pd.array([None] * len(review.editions), dtype="string"))
    for one in (bare, only(bare, editions=open_end)):
        assert reach(one) == "How far the searches reached is not reported."
        assert (last_end(one), selection_numbers(one)["searched_to"]) == ("", "not reported")
    blank = silent.assign(searched_to=pd.array([None] * 3, dtype="string"))
    assert (
        last_end(bare) == ""
        and last_end(review) == "January 2022"
        and last_end(OPENED[WILLIAMS]) == "December 2017"
    )
    assert reach(only(bare, sources=blank)) == "How far the searches reached is not charted yet."


def test_places_that_nobody_counts_make_the_number_a_least_one():
    review = OPENED[SYNTHETIC]
    some = review.sources.assign(places_as_charted=pd.array(["", "not_reported", ""], dtype="string"))
    search = str(selection_numbers(only(review, sources=some))["search"])
    assert search.startswith("At least 3 places were searched, 2 of them databases. ")


@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        (["database"], "1 database was searched. "),
        (["database", "database"], "2 databases were searched. "),
        (
            ["website", None],
            "2 places were searched, none of them a database (of 1 the kind is not charted yet). ",
        ),
        (["website", "database"], "2 places were searched, 1 of them a database. "),
    ],
)
def test_places_of_one_kind_are_called_by_it(kinds, says):
    review = OPENED[SYNTHETIC]
    some = review.sources[: len(kinds)].assign(
        kind=pd.array(kinds, dtype="string"), places_as_charted=pd.array([""] * len(kinds), dtype="string")
    )
    assert str(selection_numbers(only(review, sources=some))["search"]).startswith(says)


def test_how_agreement_was_counted_is_said_only_of_decisions_that_are_at_hand():
    review, printed = (
        OPENED[WILLIAMS],
        "The figures are those that the review reports (first and second authors); no decisions",
    )
    said = {
        "printed": selection_numbers(review)["agreement_of"],
        "both": selection_numbers(OPENED[SYNTHETIC])["agreement_of"],
        "counted": selection_numbers(only(OPENED[SYNTHETIC], agreement=OPENED[SYNTHETIC].agreement[:0]))[
            "agreement_of"
        ],
        "neither": selection_numbers(only(review, agreement=review.agreement[:0]))["agreement_of"],
    }
    assert said["printed"].startswith(printed) and "last decision" not in said["printed"]
    assert "AC1" not in said["printed"] and all("AC1" in said[one] for one in ("both", "counted"))
    assert "those that the review reports. Beside" in said["both"] and "last decision" in said["both"]
    assert said["counted"].startswith("What counts is the last decision")
    assert said["neither"] == "How far two people agreed cannot be told here."


def test_numbers_that_no_source_gave_are_said_to_be_computed_and_not_that_the_review_lacks_them():
    said = str(selection_numbers(OPENED[WILLIAMS])["sum_answer"])
    assert said == (
        "Of the numbers in the figure, 235 (records screened by abstract), 113 (reports excluded in full text), 51 (remaining reasons "
        "together) and 12 (studies included) are computed, from the others or from the tables. They are drawn dashed."
    )


def test_of_a_list_of_the_included_the_answer_says_what_was_found_and_what_is_left():
    said = selection_numbers(OPENED[POLICY])["answer"]
    assert (
        said
        == "Of 22 records identified, 4 were removed as duplicates and 6 reports were included: 6 studies."
    )
