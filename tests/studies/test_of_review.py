"""How much a whole review includes, where and when: worked out once for its tables."""

from dataclasses import replace

import pandas as pd
from packages import OPENED, SYNTHETIC, WILLIAMS
from packages.reviews import only

from reviewbook.studies import links, of_review, periods, places
from reviewbook.studies.of_review import included


def test_reports_studies_and_interventions_are_the_rows_of_their_tables():
    assert included(OPENED[SYNTHETIC]) == {"reports": 5, "studies": 4, "interventions": 3}
    assert included(OPENED[WILLIAMS]) == {"reports": 15, "studies": 12, "interventions": 11}


def test_a_unit_whose_table_is_empty_is_left_out_and_not_counted_0():
    review = OPENED[SYNTHETIC]
    assert included(only(review, studies=review.studies[:0])) == {"reports": 5, "interventions": 3}


def test_where_and_when_are_those_of_the_rules_and_worked_out_once(monkeypatch):
    r = replace(OPENED[SYNTHETIC], tables=dict(OPENED[SYNTHETIC].tables))
    found = links.links(r.reports, r.report_studies, r.studies)
    where = places.counts(r.reports, r.studies, r.interventions, found)
    when = periods.by_year(r.reports, found)
    worked = []
    monkeypatch.setattr(places, "counts", lambda *tables: worked.append("where") or where)
    monkeypatch.setattr(periods, "by_year", lambda *tables: worked.append("when") or when)
    for _ in range(2):
        pd.testing.assert_frame_equal(of_review.places(r), where)
        pd.testing.assert_frame_equal(of_review.by_year(r), when)
        pd.testing.assert_frame_equal(of_review.linked(r), found)
    assert worked == ["where", "when"]
