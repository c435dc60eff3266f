"""The command `reviewbook describe`: a review's tables listed anew."""

import json

from packages import SYNTHETIC, copied

from reviewbook.cli import main


def test_tables_that_are_gone_are_listed_no_more_and_the_rest_stays(tmp_path, capsys):
    there = copied(SYNTHETIC, tmp_path)
    file = there / "datapackage.json"
    before = json.loads(file.read_text("utf-8"))
    (there / "claims.csv").unlink()
    assert main(["describe", str(there)]) == 0
    after = json.loads(file.read_text("utf-8"))
    names = [{one["name"] for one in package["resources"]} for package in (before, after)]
    assert names[0] - names[1] == {"claims"} and not names[1] - names[0]
    assert after["title"] == before["title"]
    assert str(file) in capsys.readouterr().out


def test_listing_twice_gives_the_same_bytes(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    assert main(["describe", str(there)]) == 0
    first = (there / "datapackage.json").read_bytes()
    assert main(["describe", str(there)]) == 0
    assert (there / "datapackage.json").read_bytes() == first


def test_what_is_said_is_written_and_nothing_else_changes(tmp_path):
    there = copied(SYNTHETIC, tmp_path)
    file = there / "datapackage.json"
    before = json.loads(file.read_text("utf-8"))
    said = [
        "--description",
        "A review.",
        "--question",
        "Why?",
        "--answer",
        "So.",
        "--people",
        "Ada Roe; Ben Doe",
    ]
    assert main(["describe", str(there), *said, "--contact", "ada@example.org"]) == 0
    after = json.loads(file.read_text("utf-8"))
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"description", "questions", "answers", "contributors"}
    assert [one["title"] for one in after["contributors"] if one.get("role", "author") == "author"] == [
        "Ada Roe",
        "Ben Doe",
    ]
    assert [one["email"] for one in after["contributors"] if one.get("role") == "contact"] == [
        "ada@example.org"
    ]


def test_what_cannot_be_used_is_told_and_nothing_is_written(tmp_path, capsys):
    there = copied(SYNTHETIC, tmp_path)
    before = (there / "datapackage.json").read_bytes()
    for option, text in (
        ("--contact", "Ada"),
        ("--licence", "MIT"),
        ("--homepage", "here"),
        ("--updates", "sometimes"),
    ):
        assert main(["describe", str(there), "--description", "A review.", option, text]) == 1
        assert f'found "{text}"' in capsys.readouterr().err
    assert (there / "datapackage.json").read_bytes() == before
