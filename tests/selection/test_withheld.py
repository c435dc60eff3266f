"""Which cells hold abstracts, and whether a review says that they may be published."""

import pandas as pd
import pytest

from reviewbook.selection import withheld


@pytest.mark.parametrize(
    "name", ["abstract", "AB", "N2", "Abstract Note", "abstract_en", "notes_abstract", "OAB"]
)
def test_a_name_of_abstracts_is_known(name):
    assert withheld.is_abstract(name)


@pytest.mark.parametrize(
    "name", ["title_abstract", "TI", "came_to_title_abstract", "screened_abstract", "note", ""]
)
def test_a_name_of_something_else_is_not_taken_for_it(name):
    assert not withheld.is_abstract(name)


def test_of_the_schemas_columns_only_that_of_records_holds_abstracts():
    assert withheld.columns("records", ["title", "abstract", "own_abstract"], ["title", "abstract"]) == [
        "abstract",
        "own_abstract",
    ]
    assert withheld.columns("flow", ["abstract"], ["abstract"]) == []


def test_a_short_piece_that_is_no_abstract_is_shown_as_it_is():
    assert withheld.piece("PY", "in press") == "in press"
    assert withheld.piece("AB", "in press") == withheld.INSTEAD
    assert len(withheld.piece("not_applicable", "x" * 5000)) < 260


@pytest.mark.parametrize(
    ("package", "may", "found"),
    [
        ({}, False, []),
        ({"abstracts": "withheld"}, False, []),
        ({"abstracts": "published"}, True, []),
        ({"abstracts": "yes"}, False, ['"yes"']),
        ({"abstracts": True}, False, ['"True"']),
        ({"abstracts": ["published"]}, False, ["\"['published']\""]),
    ],
)
def test_only_the_plain_word_publishes_abstracts(package, may, found):
    assert withheld.may_publish(package) is may
    assert [problem.found for problem in withheld.problems(package)] == found


def test_of_a_piece_whose_field_is_not_charted_the_length_decides():
    assert withheld.piece(pd.NA, "in press") == "in press"
    assert withheld.piece(None, "a" * 1000).endswith("(cut: it may hold an abstract)")
