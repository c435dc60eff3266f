"""Answers to a review's own questions, counted."""

import pandas as pd
from packages import OPENED, SYNTHETIC, table
from packages.reading import by_head, rows
from packages.reviews import only, without_form

from reviewbook.studies import tables

REVIEW = OPENED[SYNTHETIC]


def test_answers_stand_in_the_words_and_the_order_of_the_choices_with_who_gave_them():
    assert rows(tables.counts(REVIEW, "supervision").data, "tbl-by-supervision") == [
        ["Supervision", "Reports (n/N)", "Which"],
        ["Supervised", "2/5", "{cite:t}`Synthetic2018,Synthetic2019`"],
        ["Partly supervised", "1/5", "{cite:t}`Synthetic2020a`"],
        ["Unsupervised", "1/5", "{cite:t}`Synthetic2020b`"],
        ["[– not reported]{.rb-nr}", "1/5", "{cite:t}`Synthetic2021`"],
    ]


def test_of_several_answers_each_counts_and_the_page_says_that_shares_add_to_more():
    shown = tables.counts(REVIEW, "equipment").data
    assert "shares may add to more than all" in shown
    told = by_head(shown)
    assert sum(int(n.split("/")[0]) for n, _ in told.values()) > len(REVIEW.reports)
    assert "shares may add" not in tables.counts(REVIEW, "supervision").data


def test_of_what_was_not_asked_no_whole_is_made():
    shown = tables.counts(REVIEW, "blinding").data
    assert {n.split("/")[1] for n, _ in by_head(shown).values()} == {"3"}
    assert (
        "Not asked of 2 of 5 reports (asked where design = quantitative | mixed_methods)."
        in shown.replace("\\", "")
    )


def test_studies_and_entities_are_counted_as_such():
    assert rows(tables.counts(REVIEW, "recruited_from").data)[0][1] == "Studies (n/N)"
    head, *told = rows(tables.counts(REVIEW, "first_run").data)
    assert head[1] == "Interventions (n/N)" and any("../interventions/" in row[2] for row in told)


def test_two_questions_make_a_table_of_which_nothing_is_lost():
    shown = tables.cross(REVIEW).data
    assert "Reports by design and supervision" in shown
    head, *told, total = rows(shown, "tbl-cross")
    assert head[-1] == total[0] == "In all" and total[-1] == "5"
    assert [sum(map(int, row[1:-1])) for row in told] == [int(row[-1]) for row in told]
    several = tables.cross(REVIEW, rows="design", columns="equipment").data
    assert "shares may add to more than all" in several


def test_what_a_review_does_not_ask_has_no_table():
    bare = without_form(REVIEW)
    for shown in (tables.cross(bare), tables.groups(bare), tables.numbers(bare)):
        assert "rb-missing" in shown.data
    assert "tbl-by-supervision" in tables.groups(REVIEW).data
    open_ = only(REVIEW, reports=REVIEW.reports.assign(blinding=table("x", *[(None,)] * 5)["x"]))
    assert "rb-missing" in tables.counts(open_, "blinding").data


def test_two_questions_that_say_the_same_are_not_crossed_where_another_says_more():
    same = REVIEW.questions[REVIEW.questions["question_id"] == "supervision"].assign(
        question_id="again", position=1, label="Again"
    )
    questions = pd.concat([same, REVIEW.questions.assign(position=REVIEW.questions["position"] + 1)])
    questions.loc[questions["question_id"] == "design", "position"] = 30
    again = only(
        REVIEW,
        questions=questions.reset_index(drop=True),
        reports=REVIEW.reports.assign(again=REVIEW.reports["supervision"]),
    )
    assert "Reports by again and design" in tables.cross(again).data
    assert "Reports by again and supervision" in tables.cross(again, columns="supervision").data
