"""A table saved by spreadsheets and people in every way that they know is read as the canonical one, with notices alone."""

import pandas as pd
import pytest
from packages import broken, only, set_cell
from packages.folders import add_column, declare
from packages.saves import TABLES, WAYS, canonical_review, save_as

from reviewbook.check import check
from reviewbook.review.dictionary import columns
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import read
from reviewbook.review.table import headings, read_table


@pytest.fixture(scope="module")
def canonical(tmp_path_factory):
    folder = canonical_review(tmp_path_factory.mktemp("canonical"))
    return folder, *read(folder)


def test_there_are_at_least_sixty_ways():
    assert len(WAYS) >= 60


@pytest.mark.parametrize("way", WAYS)
def test_a_table_saved_in_another_way_is_read_as_the_canonical_one(way, canonical, tmp_path):
    folder, review, before = canonical
    assert before == []
    other, found = read(save_as(way, folder, tmp_path))
    for table in TABLES:
        pd.testing.assert_frame_equal(other.tables[table], review.tables[table])
    assert {one.severity for one in found} == {"notice"}
    codes = [(one.code, one.file) for one in found]
    assert len(codes) == len(set(codes)), "a kind of notice is told once of a file"


# --- what is told


def told(folder) -> list[tuple]:
    return [(p.code, p.file, p.row, p.field, p.found) for p in read(folder)[1]]


def test_each_kind_of_reading_is_told_once_with_its_first_place(tmp_path):
    folder = only("studies", "interventions", to=tmp_path)
    file = folder / "interventions.csv"
    set_cell(file, "delivery", "Web", row=2)
    set_cell(file, "delivery", "OTHER", row=3)
    set_cell(file, "region", "Not reported", row=3)
    head, *rows = file.read_text("utf-8").splitlines()
    head = head.replace("intervention_id,name", "Intervention ID,Name")
    file.write_bytes(
        "\n".join(["Our interventions, Ängste", "", head, rows[0], "", *rows[1:]]).encode("cp1252")
    )
    assert told(folder) == [
        (
            "TABL-021",
            "interventions.csv",
            None,
            None,
            'cp1252, in which the first letters beyond a to z read "Ängste", 2 rows above the header, 1 blank row',
        ),
        (
            "TABL-023",
            "interventions.csv",
            3,
            "intervention_id",
            'the heading "Intervention ID", read as intervention_id, and 1 more heading read so',
        ),
        (
            "TABL-022",
            "interventions.csv",
            4,
            "delivery",
            '"Web", read as "web", and 2 more cells read so',
        ),
    ]


def spread(file, *, title="A title") -> None:
    """A title and a blank row above the header, and a blank row below it: each row comes three further down."""
    head, rest = file.read_text("utf-8").split("\n", 1)
    file.write_text(f"{title}\n\n{head}\n\n{rest}", "utf-8")


def test_a_row_of_a_problem_of_structure_is_that_of_the_file(tmp_path):
    folder = only("reports", "report_studies", to=tmp_path)
    file, told_ = folder / "reports.csv", folder / "report_studies.csv"
    set_cell(told_, "study_id", "nowhere", row=3)
    spread(told_)
    set_cell(file, "setting", "two\nlines", row=2)
    set_cell(file, "year", "soon", row=5)
    set_cell(file, "report_id", "Synthetic2018", row=6)
    set_cell(file, "setting", "", row=6)
    spread(file)
    assert [one[:5] for one in told(folder) if one[0] != "TABL-021"] == [
        ("TABL-009", "reports.csv", 9, None, "the report_id of row 5 again"),
        ("TABL-006", "reports.csv", 8, "year", '"soon"'),
        ("TABL-012", "reports.csv", 9, "setting", "a blank cell"),
        ("TABL-010", "report_studies.csv", 9, "report_id", '"Synthetic2021"'),
        ("TABL-010", "report_studies.csv", 6, "study_id", '"nowhere"'),
    ]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("APPR-004", ()),
        ("DEDU-007", ("of row 4 again", "of row 7 again")),
        ("FLOW-008", ("in row 4", "in row 7")),
    ],
)
def test_a_row_of_a_problem_of_sense_is_that_of_the_file(code, words, tmp_path):
    folder = broken(code, tmp_path)
    (before,) = check(folder)
    spread(folder / before.file)
    (after,) = [one for one in check(folder) if one.code != "TABL-021"]
    assert (after.code, after.row) == (code, before.row + 3)
    assert (after.found + after.expected) == (before.found + before.expected).replace(*words or ("", ""))


def test_a_row_with_too_many_cells_is_named_by_its_row_in_the_file(tmp_path):
    folder = only("editions", to=tmp_path)
    lines = (folder / "editions.csv").read_text("utf-8").splitlines()
    lines = ["A title", *lines[:2], "", lines[2] + ",more"]
    (folder / "editions.csv").write_text("\n".join(lines), "utf-8")
    assert told(folder)[0] == ("TABL-004", "editions.csv", 5, None, "a cell too many")


# --- what stays a problem, and is told in one


@pytest.mark.parametrize("mark", "^:~ ")
def test_a_mark_that_nobody_knows_is_one_problem_not_one_a_column(mark, tmp_path):
    folder = only("editions", to=tmp_path)
    text = (folder / "editions.csv").read_text("utf-8")
    (folder / "editions.csv").write_text(text.replace(",", mark), "utf-8")
    assert told(folder) == [("TABL-001", "editions.csv", None, None, "no row with the names of the columns")]


def test_rows_without_a_header_are_one_problem(tmp_path):
    folder = only("editions", to=tmp_path)
    lines = (folder / "editions.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "editions.csv").write_text("".join(lines[1:]), "utf-8")
    assert [one[0] for one in told(folder)] == ["TABL-001"]


def test_a_heading_that_means_a_column_which_is_there_is_that_column_twice(tmp_path):
    folder = only("editions", to=tmp_path)
    add_column(folder, "editions", "Note", "a", "b")
    assert told(folder) == [("TABL-003", "editions.csv", 1, "note", "the column twice")]


def test_a_heading_misspelt_is_one_problem_that_says_which_column_is_missing(tmp_path):
    folder = only("editions", to=tmp_path)
    text = (folder / "editions.csv").read_text("utf-8")
    (folder / "editions.csv").write_text("A title\n" + text.replace("published", "publsihed"), "utf-8")
    (problem,) = read(folder)[1]
    assert (problem.code, problem.row, problem.field) == ("TABL-003", 2, "publsihed")
    assert problem.expected == "published, which is missing, or another of the data dictionary"


def test_cells_in_a_column_without_a_heading_are_a_problem_at_the_first(tmp_path):
    folder = only("editions", to=tmp_path)
    rows = [line.split(",", 1) for line in (folder / "editions.csv").read_text("utf-8").splitlines()]
    between = ["", "", "lost"]
    lines = [f"{first},{cell},{rest}" for (first, rest), cell in zip(rows, between, strict=True)]
    (folder / "editions.csv").write_text("\n".join(lines), "utf-8")
    assert told(folder) == [("TABL-003", "editions.csv", 3, None, '"lost" in a column without a heading')]


def test_a_column_of_the_authors_own_is_read_kindly_too(tmp_path):
    folder = only("editions", to=tmp_path)
    declare(folder, "editions", {"name": "weeks", "type": "integer"})
    declare(folder, "editions", {"name": "odd", "type": "string", "constraints": {"pattern": "(["}})
    add_column(folder, "editions", "Weeks", "4.0", "1 200")
    review, found = read(folder)
    assert review.editions["weeks"].tolist() == [4, 1200]
    assert [one.code for one in found] == ["PACK-007", "TABL-023", "TABL-022"]


def test_headings_are_named_as_the_columns_are(tmp_path):
    file = tmp_path / "editions.csv"
    file.write_text("A title\nEDITION;Searched to;mood\n", "utf-8")
    assert headings(file, columns("editions", {})) == ["edition", "searched_to", "mood"]


def test_the_canonical_rows_are_the_cells_as_they_stand_but_for_those_that_are_mended(tmp_path):
    file = tmp_path / "editions.csv"
    file.write_bytes(
        b'Edition;published;searched_to;note;locator\r\n\r\n 1 ;31.12.2019;2019;" a\r\nb ";x\r\n'
    )
    table = read_table(file, "editions", columns("editions", {}))
    assert [list(row) for row in table.canonical()] == [
        ["edition", "published", "searched_to", "note", "locator"],
        ["1", "2019-12-31", "2019", " a\r\nb ", "x"],
    ]
    assert table.rows.tolist() == [1, 3] and table.shifted
    with pytest.raises(ReviewProblems, match="TABL-001"):
        read_table(file, "flow", {"step": {"name": "step", "type": "string"}})
