"""The charts of interventions as a chapter shows them."""

import pytest
from packages import OPENED, SYNTHETIC
from packages.reviews import only

from reviewbook.interventions import charts


@pytest.mark.parametrize("name", charts.__all__)
def test_a_review_without_their_tables_is_told_so(name):
    review = OPENED[SYNTHETIC]
    gone = {table: getattr(review, table).iloc[:0] for table in ("features", "tidier")}
    assert "This review gives no" in getattr(charts, name)(only(review, **gone)).data
