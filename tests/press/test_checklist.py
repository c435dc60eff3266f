"""The page of reporting checklists."""

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, table
from packages.reviews import only

from reviewbook.press import checklist
from reviewbook.review.checklists import instrument

SCR = instrument("prisma-scr")
OLD = table(
    "instrument item answer anchor note locator",
    (None, 1, "reported", "book/index", "In the title", "Title"),
    (None, 22, "not_available", None, "not_available", "Whole text"),
)


def says(*answers):
    return checklist.summary(pd.Series(answers, dtype="string"), SCR).splitlines()[1:]


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        (
            ["reported"] * 12 + ["partly"] * 8 + ["not_reported", "not_available"],
            [
                "As far as the document at hand shows, of the 21 items that can be judged from it, 12 are reported in full, 8 in "
                "part and 1 is not reported.",
                "1 item cannot be judged: the document at hand does not hold the part that would tell, which says nothing "
                "against the review.",
            ],
        ),
        (
            ["reported"] + ["not_applicable"] * 2,
            [
                "As far as the document at hand shows, of the 1 item that can be judged from it, 1 is reported in full, 0 in part "
                "and 0 are not reported.",
                "2 items do not apply.",
                "19 items have no answer yet.",
            ],
        ),
        (
            ["not_available"] * 22,
            [
                "None of the items can be judged from the document at hand.",
                "22 items cannot be judged: the document at hand does not hold the part that would tell, which says nothing "
                "against the review.",
            ],
        ),
    ],
)
def test_only_what_can_be_judged_is_counted(answers, lines):
    assert says(*answers) == lines


def test_an_older_review_with_one_checklist_reads_as_one_page():
    page = checklist.page(only(OPENED[SYNTHETIC], checklist=OLD))
    assert page.count(":name: tbl-checklist\n") == 1 and "\n## " not in page
    assert "{doc}`First page </book/index>`" in page
    assert "  - [not available]{.rb-nr}\n  - –\n" in page


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=["synthetic", "williams"])
def test_each_checklist_has_its_heading_and_its_table(review):
    page = checklist.page(OPENED[review])
    assert page.count("\n## ") == 3
    for name in ("tbl-checklist", "tbl-checklist-entreq", "tbl-checklist-prisma-s"):
        assert page.count(f":name: {name}\n") == 1


def test_answers_without_a_checklist_are_told():
    twice = pd.concat([OLD, OLD], ignore_index=True)
    assert "4 answers belong to a checklist that is not named yet." in checklist.page(
        only(OPENED[SYNTHETIC], checklist=twice)
    )


def test_a_review_without_checklists_says_so():
    assert "This review gives no" in checklist.page(only(OPENED[SYNTHETIC], checklist=OLD[:0]))
