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


def test_an_option_is_written_and_one_that_cannot_be_used_is_told(tmp_path, capsys):
    there = copied(SYNTHETIC, tmp_path)
    assert main(["describe", str(there), "--question", "Why?", "--question", "Whom?"]) == 0
    assert json.loads((there / "datapackage.json").read_text("utf-8"))["questions"] == ["Why?", "Whom?"]
    assert main(["describe", str(there), "--contact", "Ada"]) == 1
    assert 'field contact: found "Ada"' in capsys.readouterr().err
