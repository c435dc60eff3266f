"""The command `reviewbook include`: what it says of doubts, and how they are settled."""

import pytest
from packages import SYNTHETIC, copied, rows_of

from reviewbook.cli import main


@pytest.fixture
def review(tmp_path):
    return copied(SYNTHETIC, tmp_path)


def test_its_help_has_an_example(capsys):
    with pytest.raises(SystemExit):
        main(["include", "--help"])
    assert "reviewbook include data/my-review --dry-run" in capsys.readouterr().out


def test_reports_of_which_no_record_is_known_are_named(review, capsys):
    assert main(["include", str(review), "--dry-run", "--link", "R01", "Synthetic2018"]) == 0
    said = capsys.readouterr().out
    assert "Synthetic2018: there already, linked to record R01\n" in said
    assert "5 records included: 4 new, 1 linked, 0 known, 0 in doubt.\n" in said
    assert "No record is known for Synthetic2019, Synthetic2020a, Synthetic2020b and Synthetic2021:" in said


def test_a_doubt_is_told_with_what_settles_it(review, capsys):
    bib = review / "references.bib"
    bib.write_text(
        bib.read_text("utf-8").replace(
            "{SYNTHETIC}: A trial of {FlexLine} that never took place", "Synthetic record 01"
        ),
        "utf-8",
    )
    assert main(["include", str(review), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "Not taken, record R01: title, year or identifiers speak for and against: Synthetic2018\n" in said
    assert "--link RECORD REPORT" in said
    assert main(["include", str(review), "--new", "R01"]) == 0
    assert "R01" in {row["record_id"] for row in rows_of(review / "reports.csv")}


def test_the_last_stage_may_have_another_name(review, capsys):
    assert main(["include", str(review), "--dry-run", "--stage", "pilot"]) == 0  # full text needs no name
    assert "DECI" not in capsys.readouterr().err
