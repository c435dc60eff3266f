"""What the numbers of a figure surely say."""

import pytest

from reviewbook.page.finding import Span, leaders


@pytest.mark.parametrize(
    ("spans", "first"),
    [
        ([("a", 3, 3), ("b", 2, 2)], ["a"]),
        ([("a", 3, 3), ("b", 3, 3), ("c", 1, 1)], ["a", "b"]),
        ([("a", 3, 5), ("b", 2, 2)], ["a"]),
        ([("a", 3, 3), ("b", 2, 3)], []),
        ([("a", 3, 4), ("b", 3, 3)], []),
        ([("a", 0, 0)], []),
        ([], []),
    ],
)
def test_only_what_surely_is_counted_most_often_leads(spans, first):
    assert leaders([Span(*one) for one in spans]) == first
