"""Reporting checklists as data, and how far the answers go."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, table

from reviewbook.review import checklists
from reviewbook.review.dictionary import schema

ITEMS = {"prisma-scr": 22, "prisma-s": 16, "entreq": 21}
COLUMNS = "instrument item answer anchor note locator"


@pytest.mark.parametrize(("name", "items"), ITEMS.items())
def test_a_checklist_has_its_published_number_of_items(name, items):
    tool = checklists.instrument(name)
    assert list(tool["items"]) == list(range(1, items + 1))
    assert all(item["label"] and item["section"] for item in tool["items"].values())
    assert tool["id"] == name and tool["source"]


def test_the_usual_checklist_comes_first():
    assert checklists.instruments() == ("prisma-scr", "entreq", "prisma-s")


def test_every_answer_that_a_table_may_hold_is_counted():
    (answer,) = [field for field in schema("checklist")["fields"] if field["name"] == "answer"]
    assert list(checklists.ANSWERS) == answer["constraints"]["enum"]


def test_items_that_cannot_be_judged_are_left_out_of_what_is_counted():
    answers = pd.Series(["reported", "partly", "not_reported", "not_available", "not_applicable"])
    found = checklists.tally(answers, items=8)
    assert (found["judged"], found["not_available"], found["not_applicable"], found["open"]) == (3, 1, 1, 3)
    assert sum(found[part] for part in ("judged", "not_available", "not_applicable", "open")) == 8


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([(None, 2), (None, 1)], [("prisma-scr", 1), ("prisma-scr", 2)]),  # as in every older review
        ([("entreq", 1), ("prisma-scr", 2)], [("prisma-scr", 2), ("entreq", 1)]),
        ([(None, 1), ("entreq", 1)], [("entreq", 1), ("", 1)]),
        ([(None, 1), (None, 1)], [("", 1), ("", 1)]),  # of two checklists, nobody knows which
        ([("not_available", 1)], [("prisma-scr", 1)]),
    ],
)
def test_a_table_that_names_no_checklist_is_about_the_usual_one(rows, named):
    given = table(COLUMNS, *((name, item, "reported", None, None, "x") for name, item in rows))
    found = checklists.answered(given)
    assert list(zip(found["instrument"], found["item"], strict=True)) == named


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=["synthetic", "williams"])
def test_a_review_answers_items_that_there_are(review):
    assert checklists.problems(OPENED[review]) == []
    assert set(checklists.answered(OPENED[review].checklist)["instrument"]) == set(ITEMS)


def test_results_of_single_reports_are_sought_where_the_book_has_them():
    own = OPENED[WILLIAMS].checklist.set_index(["instrument", "item"])
    assert own.at[("prisma-scr", 17), "anchor"] == "notebooks/09-results", "the map says that it shows none"
