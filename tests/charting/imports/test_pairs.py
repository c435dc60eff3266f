"""Pairs of cells of two charters."""

import pytest
from packages import shared
from packages.extractions import COVIDENCE, sheet, taken


def test_pairs_are_counted_as_written_and_as_said(tmp_path):
    _, notes = taken(tmp_path, sheet(tmp_path, COVIDENCE))
    (line,) = [note for note in notes if note.startswith("Charted by two or more")]
    assert line.startswith(
        "Charted by two or more: 1 study, 4 pairs of cells: 4 differ as written, 1 in what they say"
    )


def test_one_charter_has_no_pairs(tmp_path):
    _, notes = taken(tmp_path, sheet(tmp_path, "Study,Kind\nDoe 2020,a\n"))
    assert not [note for note in notes if note.startswith("Charted by two")]


@pytest.mark.parametrize("file", ["samples/covidence/covidence_extraction_28feb24.csv"])
def test_of_a_published_extraction_230_of_518_pairs_differ_as_written(tmp_path, file):
    _, notes = taken(tmp_path, shared(file))
    (line,) = [note for note in notes if note.startswith("Charted by two or more")]
    assert "14 studies, 518 pairs of cells: 230 differ as written, 216 in what they say" in line
