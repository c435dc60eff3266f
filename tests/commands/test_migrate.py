"""The command `reviewbook migrate`: previewed, all or nothing, and nothing the second time."""

import pytest
from packages import SYNTHETIC, copied
from packages.earlier import earlier

from reviewbook.check import check
from reviewbook.cli import main


@pytest.fixture
def old(tmp_path):
    return earlier(copied(SYNTHETIC, tmp_path))


def held(folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_check_names_what_is_of_an_earlier_version_and_the_command(old, capsys):
    found = [problem for problem in check(old) if problem.severity == "problem"]
    assert [(p.code, p.file, p.row, p.field) for p in found] == [("TABL-031", "reports.csv", 1, "study_id")]
    assert main(["check", str(old)]) == 1
    assert "reviewbook migrate" in capsys.readouterr().out


def test_a_dry_run_shows_what_would_change_and_writes_nothing(old, capsys):
    before = held(old)
    assert main(["migrate", str(old), "--dry-run"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "reports.csv: without study_id and sample_of"
    assert out[-1].endswith("Nothing was written (--dry-run).")
    assert held(old) == before


def test_a_review_is_as_it_was_charted_and_a_second_run_changes_nothing(old, capsys):
    assert main(["migrate", str(old)]) == 0
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == "Written: reports.csv, report_studies.csv, datapackage.json."
    )
    assert {name: held(old)[name] for name in ("reports.csv", "report_studies.csv")} == {
        name: (SYNTHETIC / name).read_bytes() for name in ("reports.csv", "report_studies.csv")
    }
    assert [problem for problem in check(old) if problem.severity == "problem"] == []
    after = held(old)
    assert main(["migrate", str(old)]) == 0
    assert capsys.readouterr().out == "Nothing to migrate.\n" and held(old) == after


def test_where_a_cell_would_be_lost_nothing_is_written(old, capsys):
    text = (old / "reports.csv").read_text("utf-8")
    (old / "reports.csv").write_text(text.replace("flex_trial,Synthetic2018", ",Synthetic2018"), "utf-8")
    before = held(old)
    assert main(["migrate", str(old)]) == 1
    assert "TABL-005  reports.csv, row 3, field study_id" in capsys.readouterr().err
    assert held(old) == before
