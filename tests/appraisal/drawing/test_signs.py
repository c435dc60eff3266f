"""How an answer to a criterion is shown."""

import pytest

from reviewbook.appraisal.drawing.signs import answer
from reviewbook.appraisal.instruments import tool


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("yes", ("✓ yes", "rb-yes")),
        ("no", ("✗ no", "rb-no")),
        ("cannot_tell", ("? can't tell", "rb-cannottell")),
        ("conflict", ("! appraisers differ", "rb-differs")),
    ],
)
def test_an_answer_has_its_sign_and_the_tools_own_word(word, shown):
    assert answer(tool("mmat-2018"), word) == shown


def test_the_sign_is_that_of_what_an_answer_means_whatever_the_tool_calls_it():
    own = {"answers": {"mostly": {"label": "for the most part", "means": "met"}}}
    assert answer(own, "mostly") == ("✓ for the most part", "rb-yes")
    with pytest.raises(KeyError):
        answer(own, "yes")
