"""What prose says of the studies."""

from dataclasses import replace

import pandas as pd
from packages import WILLIAMS, open_once

from reviewbook import tables
from reviewbook.studies.numbers import studies_numbers


def test_people_that_no_study_counts_are_not_reported_and_not_0():
    review = open_once(WILLIAMS)
    nobody = review.studies.assign(participants_n=pd.array([None] * len(review.studies), dtype="Int64"))
    silent = replace(review, tables=dict(review.tables) | {"studies": nobody})
    assert studies_numbers(silent)["n_participants"] == "not reported"
    assert "[– not reported]{.rb-nr}" in tables.people(silent).data
