"""What prose says of the studies."""

from dataclasses import replace

import pandas as pd
import pytest
from packages import OPENED, SAMPLES, WILLIAMS, open_once

from reviewbook import tables
from reviewbook.studies.numbers import studies_numbers


def test_reports_of_several_studies_are_counted_where_there_are_any():
    assert studies_numbers(OPENED[SAMPLES])["several"] == (
        "2 of 2 interventions have more than one report, 1 of 3 reports shares the sample of another "
        "and 1 tells of more than one study."
    )
    assert "tell" not in str(studies_numbers(open_once(WILLIAMS))["several"])


@pytest.mark.parametrize(("word", "says"), [("not_reported", "not reported"), ("", "not charted yet")])
def test_people_that_no_study_counts_are_not_0(word, says):
    review = open_once(WILLIAMS)
    nobody = review.studies.assign(
        participants_n=pd.array([None] * len(review.studies), dtype="Int64"), participants_n_as_charted=word
    )
    silent = replace(review, tables=dict(review.tables) | {"studies": nobody})
    assert studies_numbers(silent)["people"].startswith(f"an unknown number of service users ({says})")
    assert says.capitalize() in tables.people(silent).data
