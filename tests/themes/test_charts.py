"""The charts of themes: each is drawn in its own module, and the facade offers all of them."""

import inspect

import pytest
from packages import OPENED, SYNTHETIC

from reviewbook import charts as facade
from reviewbook.themes import charts


@pytest.mark.parametrize("name", charts.__all__)
def test_every_chart_of_the_chapter_is_offered_to_the_notebooks_and_describes_itself(name):
    chart = getattr(charts, name)
    assert inspect.unwrap(getattr(facade, name)) is inspect.unwrap(chart)
    assert len(inspect.getdoc(chart)) > 20 and next(iter(inspect.signature(chart).parameters)) == "review"


def test_each_chart_shows_the_same_themes():
    review = OPENED[SYNTHETIC]
    drawn = {
        "theme_map": charts.theme_map(review, "themes"),
        "thematic_summary": charts.thematic_summary(review, "themes"),
        "coded_matrix": charts.coded_matrix(review, "themes", "report_id"),
    }
    for name, shown in drawn.items():
        for theme in ("Carrying on", "Stopping"):
            assert theme in shown.data, name
