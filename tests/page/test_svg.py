"""What the drawings share: how wide text is, where it wraps, which links lead somewhere, what XML can hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbook.page import escape, svg


def test_text_grows_with_its_letters_its_size_and_its_weight():
    assert svg.text_width("") == 0
    assert svg.text_width("aa") == 2 * svg.text_width("a")
    assert svg.text_width("a", size=30) == 2 * svg.text_width("a", size=15)
    assert svg.text_width("a", bold=True) > svg.text_width("a")


def test_words_wrap_where_the_next_would_not_fit():
    assert svg.wrap("aa bb cc", svg.text_width("aa bb")) == ["aa bb", "cc"]
    assert svg.wrap("", 100) == [""]


@given(st.text("ab ", max_size=40), st.integers(20, 200))
def test_wrapping_loses_no_letter_and_no_line_is_too_wide(text, width):
    lines = svg.wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(svg.text_width(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("#x", True),
        ("../a.html", True),
        ("https://a.org", True),
        ("HTTP://a.org", True),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("//a.org", False),
        ("data:text/html,x", False),
        ("\\\\host", False),
    ],
)
def test_a_link_is_relative_or_of_the_web(href, leads):
    assert svg.leads_somewhere(href) is leads


def test_what_xml_cannot_hold_is_left_out_and_the_rest_escaped():
    assert escape.svg('a<b>&"\x00\x0b\ufffe') == "a&lt;b&gt;&amp;&quot;"


@pytest.mark.parametrize(("value", "written"), [(2.0, "2"), (3.04, "3"), (2.25, "2.2"), (-0.5, "-0.5")])
def test_places_are_written_with_one_decimal_at_most(value, written):
    assert svg.number(value) == written


def test_rectangles_meet_where_they_share_room_and_not_where_they_touch():
    one = svg.Rect(0, 0, 10, 10)
    assert one.meets(svg.Rect(9, 9, 5, 5)) and not one.meets(svg.Rect(10, 0, 5, 5))
    assert (one.right, one.bottom, one.middle) == (10, 10, 5)
