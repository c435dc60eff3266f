"""How much a whole review includes."""

from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reviews import only

from reviewbook.studies.of_review import included


def test_reports_studies_and_interventions_are_the_rows_of_their_tables():
    assert included(OPENED[SYNTHETIC]) == {"reports": 5, "studies": 4, "interventions": 3}
    assert included(OPENED[WILLIAMS]) == {"reports": 15, "studies": 12, "interventions": 11}


def test_a_unit_whose_table_is_empty_is_left_out_and_not_counted_0():
    review = OPENED[SYNTHETIC]
    assert included(only(review, studies=review.studies[:0])) == {"reports": 5, "interventions": 3}
