"""TIDieR as a matrix: which items are told of which intervention."""

import json

from bs4 import BeautifulSoup
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook import charts
from reviewbook.interventions.drawing import tidier
from reviewbook.page import matrix


def test_the_matrix_leads_from_each_item_to_the_page_of_its_intervention():
    shown = charts.tidier_completeness(OPENED[SYNTHETIC]).data
    assert shown.count("#tidier-") == 36 and "../interventions/strongback.html#tidier-12" in shown
    assert "reported: 20<" in shown and "partly: 6<" in shown and "not reported: 10<" in shown


def test_a_matrix_too_large_for_its_page_has_its_cells_beside_the_tables(monkeypatch):
    review = OPENED[SYNTHETIC]
    assert tidier.data(review) is None  # the page holds them
    page = BeautifulSoup(charts.tidier_completeness(review).data, "html.parser")
    whole = json.loads(page.script.string)
    monkeypatch.setattr(matrix, "WHOLE", 35)
    monkeypatch.setattr(matrix, "PAGE", 2)
    monkeypatch.setattr(matrix, "LEAST", 2)
    page = BeautifulSoup(charts.tidier_completeness(review).data, "html.parser")
    assert page.select_one(".rb-matrix-view")["data-cells"] == "data/synthetic/tidier-matrix.js"
    assert not page.script and len(page.select("thead th a")) == 2
    assert page.select_one(".rb-count a")["href"] == "../data/synthetic/tidier.csv"
    text = tidier.data(review).decode()
    held = json.loads(text.removeprefix('reviewbook.data["matrix"]=').removesuffix(";\n"))
    assert held == whole | {"page": 2}


def test_a_review_without_tidier_has_no_such_file():
    assert tidier.data(only(OPENED[SYNTHETIC], tidier=OPENED[SYNTHETIC].tidier[:0])) is None
