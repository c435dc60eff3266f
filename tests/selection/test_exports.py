"""Strategies and protocol as files of a supplement."""

import csv
import io

import docx
import pytest
from packages import OPENED, SYNTHETIC, copied
from packages.reviews import only

from reviewbook.cli import main
from reviewbook.selection import exports


def test_the_text_can_be_run_again():
    told = exports.txt(OPENED[SYNTHETIC]).decode()
    assert (
        '2. (exercise* or "home programme").ti,ab.  (300)' in told and "Reviewed before (PRESS): yes" in told
    )
    assert told.index("SynBase") < told.index("SynMed")


def test_the_word_document_has_a_table_a_search_and_the_protocol():
    made = docx.Document(io.BytesIO(exports.docx(OPENED[SYNTHETIC])))
    first, second, planned = made.tables
    assert [cell.text for cell in first.rows[3].cells] == ["3", "1 and 2", "9"]
    assert len(second.rows) == 2 and planned.rows[3].cells[4].text == "SYNTHETIC: no time was left."
    assert exports.docx(OPENED[SYNTHETIC]) == exports.docx(OPENED[SYNTHETIC])


def test_the_table_runs_nothing_in_a_spreadsheet():
    review = OPENED[SYNTHETIC]
    evil = only(review, searches=review.searches.assign(text="=1+1"))
    rows = list(csv.DictReader(io.StringIO(exports.csv(evil).decode("utf-8-sig"))))
    assert not rows[0]["text"].startswith("=") and rows[0]["name"] == "SynBase (synthetic)"


@pytest.mark.parametrize("what", ["searches", "protocol"])
def test_the_command_writes_them_and_says_where_there_is_nothing(tmp_path, capsys, what):
    review = copied(SYNTHETIC, tmp_path)
    assert main(["export", what, str(review), "--to", str(tmp_path / "made.csv")]) == 0
    assert (tmp_path / "made.csv").read_bytes()
    (review / f"{what}.csv").unlink()
    assert main(["export", what, str(review), "--to", str(tmp_path / "none.csv")]) == 1
    assert "EXPO-003" in capsys.readouterr().err and not (tmp_path / "none.csv").exists()
