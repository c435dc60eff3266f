"""How a report is named, from its entry in the bibliography."""

from packages import WILLIAMS

from reviewbook.review import bibliography
from reviewbook.review.reading import load_review


def test_accents_in_latex_are_read_in_names():
    assert bibliography.labels(load_review(WILLIAMS))["Korsbek2016"] == "Korsbek and Tønder 2016"
