"""How values are said: charted text letter by letter, numbers as readers expect them."""

import pandas as pd
import pytest

from reviewbook.page import words


def test_charted_text_is_shown_letter_by_letter():
    text = words.escape("50 % *stars* | a_b [x](y) <b> `c` {d} $e$")
    assert text == r"50 % \*stars\* \| a\_b \[x\](y) \<b\> \`c\` \{d\} \$e\$"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. Brief name", r"1\. Brief name"),
        ("12) twelve", r"12\) twelve"),
        ("- none", r"\- none"),
        ("+ more", r"\+ more"),
        ("% of all", r"\% of all"),
        (":::{note}", r"\:::\{note\}"),
        ("1.5 points in 2005-2006", "1.5 points in 2005-2006"),
    ],
)
def test_charted_text_that_begins_like_a_list_or_a_comment_is_still_text(text, shown):
    assert words.escape(text) == shown


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (1234567, "1,234,567"),
        (2.5, "2.5"),
        (3.0, "3"),
        (99.99999999999999, "100"),
        (None, "–"),
    ],
)
def test_numbers_are_said_as_readers_expect(value, says):
    assert words.number(value) == says


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("worker", "workers"),
        ("coach", "coaches"),
        ("study", "studies"),
        ("survey", "surveys"),
        ("nurse", "nurses"),
    ],
)
def test_nouns_have_their_plural(noun, several):
    assert words.counted(2, noun) == f"2 {several}"


def test_a_part_of_nothing_is_no_fraction():
    assert [words.fraction(0, 0), words.fraction(0, 3), words.fraction(1200, 3400)] == [
        "–",
        "0/3",
        "1,200/3,400",
    ]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (["not_reported", None], "not charted yet"),
        (["not_reported", ""], "not charted yet"),
        (["not_reported"], "not reported"),
        (["not_available"], "not available"),
        (["not_available", "not_reported"], "not reported or not available"),
        ([], "not reported"),
    ],
)
def test_a_blank_cell_is_not_charted_and_no_silent_source(cells, says):
    assert words.silence(pd.Series(cells, dtype="string")) == says


@pytest.mark.parametrize("word", ["not_reported", "not_available", "not_applicable"])
def test_each_kind_of_nothing_is_said_in_its_own_words(word):
    plain = word.replace("_", " ")
    assert words.said(word) == words.coded(word) == words.symbol(word)
    assert words.said(word).endswith(f"{plain}]{{.rb-nr}}")


@pytest.mark.parametrize(
    ("count", "of", "says"),
    [
        (8, 15, "most of them (8 of 15)"),
        (5, 15, "the largest number (5 of 15)"),
        (2, 4, "the largest number (2 of 4)"),
        (1200, 2000, "most of them (1,200 of 2,000)"),
    ],
)
def test_most_are_more_than_half(count, of, says):
    assert words.leading(count, of) == says


def test_commands_and_options_of_a_remedy_are_code():
    said = words.remedy("PACK-008")
    assert said == r"Go to the folder that holds \_config.yml and notebooks/, or name it with `--root`."
    assert "Run `reviewbook describe` on the folder, which" in words.remedy("PACK-005")


def test_a_part_of_a_whole_is_a_range_where_it_is_not_settled():
    told = [words.of_all(*one) for one in ((5, 5, 11), (0, 7, 7), (0, 0, 3), (1000, 2000, 3000), (0, 0, 0))]
    assert told == ["5 of 11", "0 to 7 of 7", "0 of 3", "1,000 to 2,000 of 3,000", "–"]


def test_a_range_in_a_narrow_column_stays_in_one_line():
    assert words.unbroken("0 to 7 of 7") == "0\u00a0to\u00a07\u00a0of\u00a07"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2017", "2017"),
        ("2017-12", "December 2017"),
        ("2017-12-01", "1 December 2017"),
        ("2016-03/2017", "March 2016 to 2017"),
        ("2017-13", "2017-13"),
        ("soon", "soon"),
    ],
)
def test_a_date_is_said_in_words_as_exactly_as_it_is_charted(text, says):
    assert words.date(text) == says
