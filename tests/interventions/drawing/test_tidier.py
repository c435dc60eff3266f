"""TIDieR as a matrix: which items are told of which intervention."""

from packages import OPENED, SYNTHETIC

from reviewbook import charts


def test_the_matrix_leads_from_each_item_to_the_page_of_its_intervention():
    shown = charts.tidier_completeness(OPENED[SYNTHETIC]).data
    assert shown.count("#tidier-") == 36 and "../interventions/strongback.html#tidier-12" in shown
    assert "reported: 20<" in shown and "partly: 6<" in shown and "not reported: 10<" in shown
