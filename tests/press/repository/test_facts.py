"""What a review says of itself, changed without an editor."""

import json

import pytest
from packages import SYNTHETIC, copied

from reviewbook.press.repository import facts
from reviewbook.review.problems import ReviewProblems


def test_what_is_said_is_written_and_nothing_else_changes(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    before = json.loads((there / "datapackage.json").read_text("utf-8"))
    said = {"description": "A review.", "people": "Ada Roe; Ben Doe", "contact": "ada@example.org"}
    after = json.loads(
        facts.write(there, {**said, "questions": ["Why?"], "answers": ["So."]}).read_text("utf-8")
    )
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"description", "questions", "answers", "contributors"}
    by_role = {one["title"]: one.get("role", "author") for one in after["contributors"] if "email" not in one}
    assert [name for name, role in by_role.items() if role == "author"] == ["Ada Roe", "Ben Doe"]
    assert [one["email"] for one in after["contributors"] if one.get("role") == "contact"] == [
        "ada@example.org"
    ]


def test_what_cannot_be_used_is_told_and_nothing_is_written(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    before = (there / "datapackage.json").read_bytes()
    for name, text in (
        ("contact", "Ada"),
        ("licence", "MIT"),
        ("homepage", "here"),
        ("updates", "sometimes"),
        ("looked_at", ["i000000000000"]),
    ):
        with pytest.raises(ReviewProblems) as raised:
            facts.write(there, {"description": "A review.", name: text})
        assert [one.code for one in raised.value.problems] == ["PACK-007"]
    assert (there / "datapackage.json").read_bytes() == before
