"""`reviewbook status`: where a review is, for people and for programs."""

import json

import pytest
from packages import HERE, SYNTHETIC, copied

from reviewbook.cli import main


def test_it_says_by_stage_how_far_a_review_is_and_what_comes_next(capsys):
    assert main(["status", str(HERE / "half_charted")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"Where {HERE / 'half_charted'} is"
    (line,) = [line for line in said if "sources" in line and "open" in line]
    assert line.split() == ["searched", "with", "a", "date", "2", "of", "3", "sources,", "1", "open"]
    after = said[said.index("Next") + 1 :]
    assert len(after) == 3 and after[0].endswith("8 to mend")


def test_the_same_as_json(capsys):
    assert main(["status", str(SYNTHETIC), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"review", "stages", "notes", "failures", "next"}
    (row,) = [one for one in told["stages"] if one["stage"] == "confidence"]
    assert row | {"next": ""} == {
        "stage": "confidence", "part": "", "unit": "findings", "done": 6, "of": 11, "open": 5, "conflicts": 0, "next": "",
    }  # fmt: skip
    (unknown,) = [one for one in told["stages"] if one["part"] == "found"]
    assert unknown["open"] is None


def test_no_name_of_the_tables_steers_the_terminal(tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    file = review / "answers.csv"
    file.write_text(file.read_text("utf-8").replace(",A2,", ",A2\x1b[31m,"), "utf-8")
    assert main(["status", str(review)]) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_without_a_name_it_is_the_review_in_which_one_stands(capsys, monkeypatch):
    monkeypatch.chdir(SYNTHETIC)
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["review"] == "synthetic"


@pytest.mark.parametrize("arguments", [["no-such-folder"], []])
def test_where_there_is_no_review_it_says_so(arguments, capsys, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert main(["status", *arguments]) == 1
    assert capsys.readouterr().err.startswith("PACK-00")
