"""What prose says of the charting."""

from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.charting import by_nobody, by_one, unsettled, wide, without_form

from reviewbook.charting.numbers import NO_FORM, NOBODY, charting_numbers


def test_the_answer_counts_what_was_asked_and_not_what_was_not():
    told = charting_numbers(OPENED[SYNTHETIC])
    assert told["answer"] == (
        "9 questions were asked of 5 reports, 4 studies and 3 interventions: 31 of 40 answers are given and 9 are not reported. "
        "Charters agree on 16 of 23 pairs of answers; 7 of 7 differences are resolved."
    )
    assert told["differ"] == "0 answers are not resolved: the charters differ."


def test_each_kind_of_thing_has_its_own_numbers():
    told = charting_numbers(OPENED[SYNTHETIC])["charted"]
    assert told.startswith(
        "7 questions about reports: 26 of 33 answers are given and 7 are not reported. 1 question about studies:"
    )
    assert told.endswith("2 answers are not asked for, and counted nowhere.")


def test_what_is_open_makes_a_range_and_what_differs_is_told():
    told = charting_numbers(unsettled())
    assert told["differ"] == "1 answer is not resolved: the charters differ."
    assert "30 to 31 of 40 answers are given, 9 are not reported and 1 is open." in told["answer"]
    assert told["answer"].endswith("6 of 7 differences are resolved, and 1 is open.")


def test_how_far_charters_agree_is_told_with_what_differs_as_written():
    assert charting_numbers(OPENED[SYNTHETIC])["agree"] == (
        "Two charters (A1 and A2): 23 pairs of answers, of which 9 differ as written. Both answered in 23 of them: 16 of 23 are alike "
        "(70 %, 95 % interval 49 to 84), 1 is nearly alike, 5 differ and in 1 one says that nothing is reported and the other gives a "
        "value. 7 of 7 differences are resolved."
    )


def test_one_charter_or_none_is_told_in_one_sentence():
    assert charting_numbers(by_one())["agree"] == "A1 alone charted: there is nothing to compare."
    assert charting_numbers(by_nobody())["agree"] == charting_numbers(OPENED[WILLIAMS])["agree"] == NOBODY
    assert "Charters agree" not in charting_numbers(by_one())["answer"]


def test_texts_are_told_by_their_number():
    told = charting_numbers(OPENED[SYNTHETIC])["answers"]
    assert told.startswith("9 of 9 questions have an answer. 3 questions are answered in texts")


def test_a_review_without_a_form_says_so_and_nothing_else():
    told = charting_numbers(without_form())
    assert {told[name] for name in ("answer", "charted", "answers", "agree", "differ")} == {NO_FORM}


def test_a_form_of_which_nothing_is_asked_yet_says_so():
    told = charting_numbers(wide(0))
    assert told["charted"].startswith("1 question about studies")
