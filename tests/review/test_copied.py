"""What datapackage.json says of one review and of another."""

import json

from packages import SYNTHETIC, copied

from reviewbook.review import copied as rules
from reviewbook.review.reading import load_review


def test_a_copy_that_still_has_the_words_of_the_other_review_is_noticed(tmp_path):
    copied(SYNTHETIC, tmp_path)
    other = tmp_path / "data" / "other"
    (tmp_path / "data" / SYNTHETIC.name).rename(other)
    copied(SYNTHETIC, tmp_path)
    review = load_review(other)
    assert {problem.field for problem in rules.copied(review)} == {"title", "description", "questions"}
    package = json.loads((other / "datapackage.json").read_text("utf-8"))
    package |= {"title": "Another", "description": "Another.", "questions": ["Which?"]}
    (other / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert rules.copied(load_review(other)) == []


def test_a_package_beside_it_that_cannot_be_read_is_none_of_its_problems(tmp_path):
    review = load_review(copied(SYNTHETIC, tmp_path))
    (tmp_path / "data" / "broken").mkdir()
    (tmp_path / "data" / "broken" / "datapackage.json").write_text("[" * 100_000, "utf-8")
    assert rules.copied(review) == []
