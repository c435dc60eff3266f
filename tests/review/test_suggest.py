"""What somebody may have meant."""

import pytest

from reviewbook.review.suggest import beside, nearest, one_of, perhaps

VERBS = ["status", "check", "build", "tidy", "data/my-review"]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("chekc", "check"),
        ("BUILD", "build"),
        ("bild", "build"),
        ("my-review", "data/my-review"),
        ("zzz", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_meant_and_none_where_none_is_near(said, meant):
    assert nearest(said, VERBS) == meant


def test_of_several_that_hold_a_word_none_is_guessed():
    assert nearest("mmat", ["mmat-of-2011-and-more", "mmat-of-2018-and-more"]) is None


def test_a_problem_says_it_at_its_end():
    assert perhaps("tidir", ["tidier"]) == ', perhaps "tidier"' and perhaps("x", ["tidier"]) == ""
    assert one_of(["tidier", "codebook"], "tidir") == 'one of tidier, codebook, perhaps "tidier"'
    assert one_of(["tidier", "codebook"]) == "one of tidier, codebook"


def test_a_file_that_is_not_there_has_a_near_one_beside_it(tmp_path):
    (tmp_path / "decisions.csv").touch()
    (tmp_path / ".decision.csv").touch()
    assert beside(tmp_path / "decision.csv") == ', perhaps "decisions.csv"'
    assert beside(tmp_path / "gone" / "decision.csv") == ""
    assert beside(tmp_path) == f", such as one in the folder {tmp_path.name}"
