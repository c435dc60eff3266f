"""The page of a draft that says what is open."""

import pandas as pd

from reviewbook.press.open_points import banner, page
from reviewbook.review.problems import Problem, codes
from reviewbook.status import Row, stages

WRONG = Problem("TABL-007", "reports.csv", '"a_trial"', "one of a, b", row=4, field="design")
TO_DO = [Problem("INTV-002", "tidier.csv", f"no item {n} of a_b", "one") for n in range(12)]
NOTICE = Problem("STUD-007", "studies.csv", "Norway", "one country", row=2, field="country")
PROGRESS = pd.DataFrame([("reports", 13, 7, 325, 40)], columns=["table", "rows", "charted", "cells", "blank"])
STAGES = stages(
    [
        Row("screened", "title_abstract", "records", 18, 20, 2, 1, "`reviewbook import decisions FILE`"),
        Row("included", "", "reports", 5),
    ]
)


def test_every_open_point_stands_there_with_its_place_remedy_and_code():
    said = page(
        [WRONG, *TO_DO, NOTICE],
        PROGRESS,
        ["02-studies, tables.counts(review): TypeError: *NA*"],
        stages=STAGES,
    )
    assert said.startswith(
        "# What is open\n\n{.rb-answer}\nDraft of a review under way: 1 to mend, 12 to do."
    )
    sections = [line for line in said.splitlines() if line.startswith("## ")]
    assert sections == [
        "## Where the review is",
        *("## Must mend", "## To do", "## Notices"),
        *("## Could not be drawn", "## How far the review is"),
    ]
    plain = said.replace("\\", "")
    assert (
        "* - reports.csv, row 4, field design\n" in plain
        and 'Found "a_trial"; expected one of a, b.' in plain
    )
    assert f"  - {codes()['TABL-007'].remedy}\n" in plain
    assert '<a href="errors.html#tabl-007">TABL-007</a>' in said
    assert plain.count("INTV-002</a>") == 1 and "(12 in all)" in plain  # one kind, one row
    assert "- 02-studies, tables.counts(review): TypeError: *NA*" in plain and "\\*NA\\*" in said
    assert "* - reports\n  - 7 of 13 rows\n  - 40 of 325\n" in said


def test_where_nothing_is_open_the_page_says_so():
    said = page([], PROGRESS[:0], [], stages=STAGES[:0])
    assert "Nothing must be mended." in said and "Nothing is to do." in said
    assert "Notices" not in said and "Could not be drawn" not in said and "No table is there yet." in said
    assert banner([]) == "Draft of a review under way: 0 to mend, 0 to do."


def test_where_the_review_is_comes_first_with_what_to_do():
    said = page([], PROGRESS, [], stages=STAGES, notes=["No *records*."]).partition("## Must mend")[0]
    plain = said.partition("## Where the review is\n\n")[2].replace("\\", "")
    assert plain.startswith("No *records*.\n\n") and "\\*records" in said
    assert (
        "* - screened\n  - title_abstract\n  - 18 of 20 records, 2 open, 1 in conflict\n  - `reviewbook import"
        in plain
    )
    assert "* - included\n  - " in plain and "5 reports" in plain


def test_a_stage_that_somebody_named_after_markup_is_shown_letter_by_letter():
    strange = "<script>`x`</script> {doc}`y`"
    row = Row("screened", strange, "records", 1, 2, 1, 1, f"`reviewbook check d`: settle {strange}")
    said = page([], PROGRESS, [], stages=stages([row]))
    assert "<script>" not in said.replace("`<script>", "").replace("\\<script>", "") and "{doc}`" not in said
