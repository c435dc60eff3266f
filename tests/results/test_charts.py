"""The charts of results as a chapter shows them."""

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reading import told
from packages.results import undirected
from packages.reviews import only

from reviewbook.results import charts

BOTH = pytest.mark.parametrize("chart", [charts.effect_direction, charts.harvest])


@BOTH
def test_a_figure_tells_the_direction_of_every_study_by_domain(chart):
    assert told(chart(OPENED[SYNTHETIC]).data) == [
        "Pain: FlexLine trial conflicting, StrongBack trial favours, StrongBack pilot favours; "
        "Function: FlexLine trial favours, StrongBack trial favours, StrongBack pilot against; "
        "Keeping it up: FlexLine trial favours, StrongBack trial against, StrongBack pilot favours, MoveMore cohort unclear; "
        "Harms: FlexLine trial unclear; Wellbeing: StrongBack trial no difference. The tables beneath hold the same."
    ]


@BOTH
def test_where_no_result_has_a_direction_nothing_is_drawn(chart):
    review = OPENED[SYNTHETIC]
    for none in (OPENED[WILLIAMS], undirected(), only(review, results=review.results[:0])):
        assert chart(none) is None


@BOTH
def test_a_figure_is_the_same_again(chart):
    assert chart(OPENED[SYNTHETIC]).data == chart(OPENED[SYNTHETIC]).data
