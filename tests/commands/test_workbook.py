"""The command `reviewbook workbook`, and the way back."""

import re

import pytest
from packages import SYNTHETIC, only, rows_of
from packages.workbooks import typed

from reviewbook.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command in a folder with a small review; status, what was said, codes of the problems."""
    only("sources", "editions", of=SYNTHETIC, to=tmp_path)
    monkeypatch.chdir(tmp_path)

    def run(*arguments) -> tuple[int, str, list[str]]:
        status = main([str(one) for one in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, re.findall(r"^([A-Z]{4}-\d{3})  ", said.err, re.MULTILINE)

    return run


def test_a_workbook_is_written_changed_taken_in_and_undone(run, tmp_path):
    assert run("workbook", "synthetic", "-o", "review.xlsx") == (0, "review.xlsx\n", [])
    typed(tmp_path / "review.xlsx", "sources", "synmed", "platform", "+44")
    before = (tmp_path / "synthetic" / "sources.csv").read_bytes()
    told = run("import", "workbook", "review.xlsx", "--review", "synthetic", "--dry-run")
    assert told[0] == 0 and 'platform of synmed: "not_reported" becomes "+44"' in told[1]
    assert (tmp_path / "synthetic" / "sources.csv").read_bytes() == before
    status, said, _ = run("import", "workbook", "review.xlsx", "--review", "synthetic")
    assert status == 0 and "Changed: sources.csv, imports.csv" in said
    assert rows_of(tmp_path / "synthetic" / "sources.csv")[1]["platform"] == "+44"
    undo = re.search(r"reviewbook (import --undo \S+ --review synthetic)", said)[1].split()
    assert run(*undo)[0] == 0
    assert (tmp_path / "synthetic" / "sources.csv").read_bytes() == before


def test_a_workbook_is_not_written_over_unless_that_is_said(run, tmp_path):
    assert run("workbook", "synthetic")[:2] == (0, "synthetic.xlsx\n")
    assert run("workbook", "synthetic")[2] == ["WORK-006"]
    assert run("workbook", "synthetic", "--replace")[0] == 0


def test_what_cannot_be_written_is_named(run):
    assert run("workbook", "synthetic", "-o", "review.csv")[::2] == (1, ["EXPO-001"])
    assert run("workbook", "synthetic", "-o", "synthetic/datapackage.json")[0] == 1
    with pytest.raises(SystemExit):
        run("workbook", "synthetic", "--table", "colours")


def test_remove_is_for_workbooks_alone(run, tmp_path):
    (tmp_path / "a.ris").write_text("TY  - JOUR\nER  - \n")
    assert run("import", "ris", "a.ris", "--review", "synthetic", "--source", "synbase", "--remove")[2] == [
        "IMPT-005"
    ]
