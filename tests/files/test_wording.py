"""Words as foreign files have them."""

import pytest

from reviewbook.files.wording import TICKS, bare, compared, latin, letters, one_line, unmarked, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Doe&#x0027;s &amp; Roe&apos;s", "Doe's & Roe's"),
        ("twice &amp;lt;i&amp;gt;x&amp;lt;/i&amp;gt; escaped", "twice x escaped"),
        ("CO<sub>2</sub> and <i>E. <b>coli</b></i>", "CO2 and E. coli"),
        ("<h4>Aim</h4>To see.<br/>Then", " Aim To see. Then"),
        ("<jats:p>One</jats:p>", " One "),
        ('<tex-math notation="LaTeX">$x$</tex-math> <mml:mi>y</mml:mi> <underline>z</underline>', "$x$ y z"),
        ("P<0.05, n>3, a <b c", "P<0.05, n>3, a <b c"),
        ("R&D; AT&T <Go to> <b>", "R&D; AT&T <Go to> <b>"),
    ],
)
def test_plain_text_has_no_entities_and_no_markup_and_keeps_what_is_neither(text, expected):
    assert unmarked(text) == expected


def test_words_are_compared_without_case_signs_of_footnotes_and_closing_marks():
    assert [bare(text) for text in ("Can’t tell*", " YES. ", "−", "cannot_tell", "No†")] == [
        "can't tell",
        "yes",
        "-",
        "cannot tell",
        "no",
    ]
    assert bare(" ✓ ") in TICKS


@pytest.mark.parametrize("name", ["Author (Year)", "AUTHOR_YEAR", "author-year", "Ａｕｔｈｏｒ Year"])
def test_names_are_known_by_letters_and_digits_alone(name):
    assert letters(name) == "authoryear"


def test_names_are_compared_with_and_for_its_sign_and_signs_alone_as_they_stand():
    assert compared("R&D (2nd)") == compared("r and d 2nd") == "randd2nd"
    assert compared(" ? ") == "?"


def test_a_text_on_one_line_has_one_blank_for_each_run_of_white_space():
    assert one_line(" a\n\tb  c ") == "a b c" and words("a b a") == {"a", "b"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Işık", "Isik"),
        ("Øster-Ågård", "Oster-Agard"),
        ("Łęcki", "Lecki"),
        ("Strauß", "Strauss"),
        ("Đorđević", "Djordjevic"),
        ("Þórðarson", "Thordharson"),
        ("Ħal Ŧ", "Hal T"),
        ("Ærø", "Aero"),
        ("Doe’s 王 Ωmega", "Doe’s 王 Ωmega"),
    ],
)
def test_latin_letters_are_written_with_those_from_a_to_z_and_all_else_stays(written, expected):
    assert latin(written) == expected
