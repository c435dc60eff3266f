"""What the figures of the charting share."""

from reviewbook.charting.coverage import STATES
from reviewbook.charting.drawing import parts


def test_every_state_has_a_sign_of_its_own_and_words():
    assert set(parts.SIGNS) == set(STATES)
    signs, words = zip(*parts.SIGNS.values(), strict=True)
    assert len(set(signs)) == len(signs) == len(set(words))


def test_a_key_names_the_states_that_are_there():
    said = parts.key({"charted": 1200, "open": 0, "not_reported": 3}, "2 questions")
    assert "charted: 1,200" in said and "not reported: 3" in said and "not charted yet" not in said


def test_the_parts_of_a_bar_are_shares_of_its_whole():
    drawn = parts.bar([("a", 1), ("b", 0), ("c", 2)], 4)
    assert 'class="a" style="width:25%"' in drawn and 'class="c" style="width:50%"' in drawn
    assert 'class="b"' not in drawn and 'aria-hidden="true"' in drawn
    assert "<i" not in parts.bar([("a", 0)], 0)


def test_what_has_no_value_is_said_by_state():
    assert parts.apart({"open": 2, "not_reported": 1, "charted": 9}) == "not reported 1, not charted yet 2"
    assert parts.apart({"charted": 9}) == ""


def test_nouns_agree_with_their_number():
    assert [parts.things(n, "study") for n in (1, 4)] == ["1 study", "4 studies"]
