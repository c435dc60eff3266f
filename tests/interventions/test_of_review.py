"""How many interventions have each feature, worked out once for a review and each way of parting it."""

from dataclasses import replace

import pandas as pd
from packages import OPENED, SYNTHETIC

from reviewbook.interventions import feature_counts, of_review


def test_fractions_are_those_of_the_rule_and_worked_out_once_for_each_column(monkeypatch):
    worked = []
    rule = feature_counts.fractions
    monkeypatch.setattr(
        feature_counts,
        "fractions",
        lambda *tables, by, not_asked: worked.append(by) or rule(*tables, by=by, not_asked=not_asked),
    )
    r = replace(OPENED[SYNTHETIC], tables=dict(OPENED[SYNTHETIC].tables))
    for by in (None, "worker_role", None, "worker_role"):
        wanted = rule(r.feature_values, r.features, r.interventions, by=by)
        found = of_review.fractions(r, by)
        pd.testing.assert_frame_equal(found, wanted)
        found["yes"].iloc[0].append("spoilt")
    assert worked == [None, "worker_role"]
