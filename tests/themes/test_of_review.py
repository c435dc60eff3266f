"""What the chapters on themes work out of a whole review: once for its tables, and as the rules give it."""

from dataclasses import replace

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, open_once

from reviewbook.appraisal.of_review import low_rated
from reviewbook.studies.of_review import linked
from reviewbook.themes import coding, of_review
from reviewbook.themes.coding import THEMES


def test_what_two_parts_of_a_page_ask_for_is_worked_out_once(monkeypatch):
    worked = []
    rule = coding.coded
    monkeypatch.setattr(
        coding, "coded", lambda *tables, scheme: worked.append(scheme) or rule(*tables, scheme=scheme)
    )
    review = replace(OPENED[SYNTHETIC], tables=dict(OPENED[SYNTHETIC].tables))
    for rating in (0, 2):
        of_review.support(replace(review, min_rating=rating), THEMES)
        of_review.coded(review, THEMES)
    of_review.coded(review, "outcomes")
    assert worked == [THEMES, "outcomes"]


@pytest.mark.parametrize("min_rating", [0, 2, 3])
def test_support_marks_the_reports_rated_below_the_rating_that_was_asked_for(min_rating):
    r = open_once(SYNTHETIC, min_rating=min_rating)
    low = low_rated(r)
    assert bool(low) == bool(min_rating)
    wanted = coding.support(
        coding.coded(r.codes, r.codings, r.excerpts, r.excerpt_reports, scheme=THEMES),
        linked(r),
        low=low,
        relations=r.finding_excerpts,
    )
    pd.testing.assert_frame_equal(of_review.support(r, THEMES), wanted)


def test_the_summary_of_coders_is_of_the_schemes_of_a_kind():
    themes, frameworks = (
        of_review.coders_summary(OPENED[SYNTHETIC], which) for which in ("themes", "frameworks")
    )
    assert (themes["n_comparisons"], themes["n_shared"]) == (2, 4)
    assert frameworks != themes
