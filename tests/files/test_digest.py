"""A digest is another where what it is of is another."""

import json

import pytest

from reviewbook.files import digest


def test_a_bibliography_is_looked_for_where_the_review_names_it(tmp_path):
    review = tmp_path / "data" / "toy"
    review.mkdir(parents=True)
    (review / "datapackage.json").write_text(json.dumps({"bibliography": "../../works.bib"}), "utf-8")
    assert digest.of_bibliography(review) is None  # it is not there
    (tmp_path / "works.bib").write_text("@misc{A}", "utf-8")
    before = digest.of_bibliography(review)
    (tmp_path / "works.bib").write_text("@misc{B}", "utf-8")
    assert before is not None and digest.of_bibliography(review) not in (before, None)


@pytest.mark.parametrize("said", [None, "{", "[]", "{}", '{"bibliography": 3}', '{"bibliography": ["a"]}'])
def test_a_review_that_names_no_bibliography_has_none(tmp_path, said):
    if said is not None:
        (tmp_path / "datapackage.json").write_text(said, "utf-8")
    assert digest.of_bibliography(tmp_path) is None


def test_the_library_is_another_when_a_file_of_it_is_written_comes_or_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(digest, "LIBRARY", tmp_path)
    (tmp_path / "a.py").write_text("1", "utf-8")
    before = digest.of_library()
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled", "utf-8")
    assert digest.of_library() == before
    (tmp_path / "b.py").write_text("", "utf-8")
    assert digest.of_library() != before
    (tmp_path / "b.py").unlink()
    assert digest.of_library() == before
    (tmp_path / "a.py").write_text("10", "utf-8")
    assert digest.of_library() != before
