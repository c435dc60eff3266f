"""The command `reviewbook flow`: a flow checked and told, drawn, or written as a template, by the ending of the file."""

import pytest
from packages import SYNTHETIC, broken
from packages.unfinished import UNFINISHED, typing

from reviewbook.cli import main

COUNTS = """step,stage,unit,reason,n
screened,title,records,,20
excluded,title,records,,15
assessed,full_text,reports,,{assessed}
excluded,full_text,reports,,2
included,,reports,,3
"""


@pytest.fixture
def counts(tmp_path):
    def written(assessed: int):
        file = tmp_path / "counts.csv"
        file.write_text(COUNTS.format(assessed=assessed), encoding="utf-8")
        return file

    return written


def test_without_a_file_to_write_the_flow_is_told_in_words(counts, capsys):
    assert main(["flow", str(counts(5))]) == 0
    told = capsys.readouterr().out
    assert told.startswith("20 records were screened by title"), told


@pytest.mark.parametrize(
    ("name", "begins"),
    [("flow.svg", b"<svg"), ("flow.png", b"\x89PNG"), ("flow.pdf", b"%PDF"), ("flow.csv", b"data,node,")],
)
def test_the_ending_says_what_is_written(counts, tmp_path, capsys, name, begins):
    to = tmp_path / name
    assert main(["flow", str(counts(5)), "-o", str(to)]) == 0
    assert to.read_bytes().lstrip().startswith(begins), to.read_bytes()[:40]
    assert capsys.readouterr().out.strip() == str(to)


def test_another_ending_is_a_problem_that_names_those_that_there_are(counts, tmp_path, capsys):
    assert main(["flow", str(counts(5)), "-o", str(tmp_path / "flow.gif")]) == 1
    said = capsys.readouterr()
    assert "EXPO-001" in said.out + said.err and ".svg, .png, .pdf, .csv" in said.out + said.err
    assert not (tmp_path / "flow.gif").exists()


def test_a_flow_that_contradicts_itself_is_drawn_only_where_that_is_asked_for(counts, tmp_path, capsys):
    to = tmp_path / "flow.svg"
    assert main(["flow", str(counts(6)), "-o", str(to)]) == 1 and not to.exists()
    said = capsys.readouterr().err
    assert "FLOW-001" in said and "--draw-anyway" in said
    assert main(["flow", str(counts(6)), "-o", str(to), "--draw-anyway"]) == 0 and to.exists()


def test_the_flow_of_a_review_is_counted_from_its_folder(capsys):
    assert main(["flow", str(SYNTHETIC)]) == 0
    assert "20 records were identified; 16 were identified from databases" in capsys.readouterr().out


@UNFINISHED
def test_reports_that_are_still_being_typed_are_not_counted_and_do_not_stop_a_flow(state, tmp_path, capsys):
    review, to = typing(state, tmp_path), tmp_path / "flow.svg"
    assert main(["flow", str(review), "-o", str(to)]) == 0
    said = capsys.readouterr()
    assert to.read_bytes().startswith(b"<svg") and said.out.strip() == str(to)
    assert "reports.csv is not counted: `reviewbook check` says what is wrong with it." in said.err


def test_a_flow_of_a_review_is_told_beside_what_is_to_do(tmp_path, capsys):
    assert main(["flow", str(broken("DECI-006", tmp_path))]) == 0
    said = capsys.readouterr()
    assert "records were" in said.out and "To do\nDECI-006  decisions.csv" in said.err


def test_a_broken_table_of_the_flow_stops_it(tmp_path, capsys):
    assert main(["flow", str(broken("TABL-006", tmp_path))]) == 1
    assert "TABL-006  flow.csv, row 2, field n" in capsys.readouterr().err
