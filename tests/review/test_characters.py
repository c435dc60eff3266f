"""Characters that XML cannot hold are found, taken out, and made visible."""

import pytest

from reviewbook.review.characters import CONTROL, holds_control, may_hold_control, named, without_control

FORBIDDEN = ["\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\ufffe", "\uffff"]


@pytest.mark.parametrize("character", FORBIDDEN)
def test_a_forbidden_character_is_found_taken_out_and_named(character):
    text = f"a{character}b"
    assert CONTROL.search(text) and may_hold_control(text.encode())
    assert holds_control(text) and holds_control(f"é{text}")
    assert without_control(text) == "ab" and without_control(text, instead=" ") == "a b"
    assert named(text).startswith("a\\") and not CONTROL.search(named(text))


def test_all_other_text_stays():
    text = "tab\t, lines\n\r, \x7f\x85\u2028, \u202e right to left, \u4e2d\u6587, \U0001f600, \ufffd"
    assert without_control(text) == named(text) == text and not may_hold_control(text.encode())
    assert not holds_control(text) and not holds_control("tab\t, lines\n\r, \x7f") and holds_control("\ud800")
