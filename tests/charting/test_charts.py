"""The charts of the charting as a chapter shows them."""

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.charting import by_one, without_form

from reviewbook.charting import charts

ALL = pytest.mark.parametrize("chart", [charts.coverage, charts.answers, charts.charters])


@ALL
def test_a_chart_is_the_same_again_and_loads_its_style(chart):
    first = chart(OPENED[SYNTHETIC]).data
    assert first == chart(OPENED[SYNTHETIC]).data
    assert first.count('<div class="rb-charted">') == 1


@ALL
def test_without_a_form_nothing_is_drawn(chart):
    assert chart(without_form()).data.startswith("[This review gives no")


def test_where_one_charted_there_is_nothing_to_compare():
    assert charts.charters(by_one()) is None
    assert charts.charters(OPENED[WILLIAMS]) is None
    assert charts.answers(OPENED[WILLIAMS]) is not None
