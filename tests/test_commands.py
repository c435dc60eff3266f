"""What the verbs of the command line share."""

import argparse

import pytest
from packages import SYNTHETIC, broken, copied, set_cell

from reviewbook.commands import positive, require_sound
from reviewbook.review.problems import ReviewProblems


def test_a_number_of_jobs_is_whole_and_from_1():
    assert positive("1") == 1 and positive("12") == 12
    for text in ("0", "-1", "1.5", "two", ""):
        with pytest.raises(argparse.ArgumentTypeError, match="expected a whole number from 1"):
            positive(text)


def test_a_review_with_a_problem_is_no_ground_to_build_on(tmp_path):
    with pytest.raises(ReviewProblems, match="FLOW-001"):
        require_sound(broken("FLOW-001", tmp_path))
    require_sound(SYNTHETIC)


def test_a_notice_stops_nothing(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    set_cell(there / "interventions.csv", "devices", "", row=2)  # not charted yet
    require_sound(there)
