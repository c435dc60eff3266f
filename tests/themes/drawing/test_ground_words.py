"""What reports do for a code, in words that agree with their number."""

import pandas as pd
import pytest

from reviewbook.themes import grounds
from reviewbook.themes.drawing import ground_words


def test_each_ground_has_its_words():
    assert set(ground_words.REPORTS) == set(grounds.GROUNDS)
    assert set(ground_words.BASIS) == set(ground_words.CELLS) == set(grounds.BEHIND)
    assert set(ground_words.DIRECTION) == set(grounds.ASIDE)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ({}, "0 of 15 reports"),
        ({"participants_account": 1}, "1 of 15 reports tells of it from participants’ accounts"),
        (
            {"participants_account": 10, "measured": 1, "hypothesis": 2, "not_reported": 1},
            "10 of 15 reports tell of it from participants’ accounts, 1 more measures something of it, 1 more stands "
            "behind it on grounds not said and 2 more only suppose it",
        ),
        ({"hypothesis": 1, "limits": 1}, "1 of 15 reports only supposes it and 1 more only limits it"),
        ({"component_present": 3}, "3 of 15 reports name only a part of an intervention for it"),
        (
            {"limits": 2, "general": 1},
            "2 of 15 reports only limit it and 1 more only speaks of it in general",
        ),
        ({"not_charted": 9}, "9 of 15 reports"),
        ({"not_charted": 9, "general": 2}, "9 of 15 reports and 2 more only speak of it in general"),
        (
            {"measured": 2, "not_charted": 1},
            "2 of 15 reports measure something of it and 1 more stands behind it on grounds not charted yet",
        ),
    ],
)
def test_reports_are_told_ground_by_ground(on, said):
    assert ground_words.reports(on, 15) == said


@pytest.mark.parametrize(
    ("on", "of", "said"),
    [
        ({}, 15, ["0/15"]),
        ({"limits": 2}, None, ["0"]),
        ({"not_charted": 4}, 15, ["4/15"]),
        (
            {"measured": 3, "hypothesis": 1, "limits": 2},
            15,
            ["3/15 measured", "+1 supposed"],
        ),
        ({"component_present": 2}, None, ["2 part only"]),
    ],
)
def test_a_cell_has_what_stands_behind_the_code_ground_by_ground(on, of, said):
    assert ground_words.bases(on, of) == said


@pytest.mark.parametrize(
    ("limits", "general", "said"),
    [
        (0, 0, ""),
        (1, 0, "1 passage limits it"),
        (2, 1, "2 passages limit it and 1 passage speaks of it in general only"),
    ],
)
def test_what_stands_beside_a_code_is_told_apart(limits, general, said):
    assert ground_words.aside(limits, general) == said


@pytest.mark.parametrize(
    ("limits", "general", "said"),
    [(0, 0, []), (1, 0, ["1 limits it"]), (2, 1, ["2 limit it", "1 in general"]), (0, 1, ["1 in general"])],
)
def test_a_cell_has_what_stands_beside_the_code(limits, general, said):
    assert ground_words.beside(limits, general) == said


def test_what_stands_beside_several_codes_is_said_of_them():
    assert ground_words.aside(1, 2, whom="them") == (
        "1 passage limits them and 2 passages speak of them in general only"
    )


BOTH = ("direction", "basis")


@pytest.mark.parametrize(
    ("direction", "basis", "charted", "said"),
    [
        ("supports", "measured", BOTH, ["measured"]),
        ("limits", "not_reported", BOTH, ["± limits it", "basis not said"]),
        (pd.NA, None, BOTH, ["direction not charted yet", "basis not charted yet"]),
        (pd.NA, "hypothesis", ("basis",), ["hypothesis"]),
        ("general", None, (), []),
    ],
)
def test_an_excerpt_says_what_it_rests_on_where_that_is_charted(direction, basis, charted, said):
    assert ground_words.of_excerpt({"direction": direction, "basis": basis}, charted) == said
