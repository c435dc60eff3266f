"""The identifiers of passages and codes that come new."""

import pytest

from reviewbook.themes.imports import named


@pytest.mark.parametrize(("taken", "name"), [(["Q1"], "q1"), (["q1"], "Q1")])
def test_a_name_that_differs_from_one_there_in_capitals_alone_is_not_given_again(taken, name):
    names = named.Names(taken)
    assert names(name, "doc") == "doc-001"
    assert names("other", "doc") == "other" and names("OTHER", "Doc") == "Doc-002"
