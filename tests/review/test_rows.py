"""Where the rows of a table begin in a file, what parts its cells, and which files are no table in text."""

import csv
import io
from collections import namedtuple

import pytest

from reviewbook.review.problems import ReviewProblems
from reviewbook.review.rows import header_at, mark_of, opened, text_of

Row = namedtuple("Row", "cells")
NAMES = ["id", "name", "note"]


def as_text(rows, mark=",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue()


def known(cells) -> int:
    return len(set(NAMES) & {cell.casefold() for cell in cells})


def read(file) -> tuple:
    found = opened(file, NAMES)
    with found.rows() as rows:
        return found.header, found.names, list(rows), found.odd


@pytest.fixture
def file(tmp_path):
    return tmp_path / "a.csv"


@pytest.mark.parametrize("mark", ",;\t|")
def test_without_names_cells_are_parted_by_the_mark_that_gives_rows_of_one_width(mark):
    text = as_text([["A", "B"], ["x, y, z", "1"], ["one; two", "2"], ["x|y", "3"]], mark)
    assert mark_of(text) == mark


def test_the_header_is_the_first_row_with_most_names_that_are_known():
    rows = [Row(cells) for cells in (["Our studies"], ["name of it", "24"], ["id", "name"], ["1", "Ann"])]
    assert header_at(rows, known) == 2
    assert header_at(rows[:2], known) is None
    assert header_at(rows, lambda cells: "1" in cells) == 3


def test_a_canonical_file_is_read_row_by_row_and_nothing_is_said(file):
    file.write_text("id,note\n1,a;b\n\n2,c\n", "utf-8")
    assert read(file) == (1, ["id", "note"], [["1", "a;b"], [], ["2", "c"]], [])
    assert opened(file, NAMES).text is None


@pytest.mark.parametrize(
    ("text", "header", "odd"),
    [
        ("id;note\n1;a,b\n", 1, ["`;` between the cells"]),
        (
            "sep=;\r\nid;note\r\n1;a,b\r\n",
            1,
            ["a line that says what parts the cells", "`;` between the cells"],
        ),
        ("id\tnote\n1\ta,b\n", 1, ["a tab between the cells"]),
        ('A title\n\n"of, two\nlines"\nID,Note\n1,"a,b"\n', 4, ["3 rows above the header"]),
        ('\nID,note\n1,"a,b"\n', 2, ["1 row above the header"]),
        ('\ufeffid,note\n1,"a,b"\n', 1, ["a byte order mark"]),
    ],
)
def test_the_header_has_its_row_and_what_is_not_canonical_is_said(text, header, odd, file):
    file.write_text(text, "utf-8", newline="")
    row, names, rows, said = read(file)
    assert (row, [name.lower() for name in names], rows, said) == (
        header,
        ["id", "note"],
        [["1", "a,b"]],
        odd,
    )


@pytest.mark.parametrize(
    ("word", "encoding", "said"),
    [
        ("Größe", "cp1252", 'cp1252, in which the first letters beyond a to z read "Größe"'),
        ("“créée” – naïve", "cp1252", 'cp1252, in which the first letters beyond a to z read "“créée”"'),
        ("Größe", "utf-16", "UTF-16"),
        ("Größe", "utf-16-be", "UTF-16"),
    ],
)
def test_an_encoding_is_said_with_the_first_letters_by_which_to_judge_it(word, encoding, said, file):
    file.write_bytes(f"id,note\n1,{word}\n".encode(encoding))
    _, _, rows, odd = read(file)
    assert (rows, odd) == ([["1", word]], [said])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "an empty file"),
        (b"\n,,\n", "an empty file"),
        (b"PK\x03\x04 workbook", "a zip file or a workbook (.xlsx)"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x00\x01\x02\x03\xff" * 20, "a file of bytes, no text"),
        ("id,note\n1,Größe\n".encode("utf-16")[:-1], "UTF-16 with broken signs"),
        (b"A;B\n1;2\n", "no row with the names of the columns"),
        ("id,note\n1,première\n".encode("mac-roman"), "an encoding that cannot be told"),
        ("id,note\n1,précis\n".encode("mac-roman"), "an encoding that cannot be told"),
        ("id,note\n1,so – there\n".encode("mac-roman"), "an encoding that cannot be told"),
        ("id,note\n1,Привет\n".encode("cp1251"), "an encoding that cannot be told"),
        ("id,note\n1,日本語の論文\n".encode("shift-jis"), "an encoding that cannot be told"),
    ],
)
def test_what_is_no_table_in_text_is_one_problem(data, found, file):
    file.write_bytes(data)
    with pytest.raises(ReviewProblems) as raised:
        opened(file, NAMES)
    (problem,) = raised.value.problems
    assert problem.code == "TABL-001" and problem.found.startswith(found)


def test_a_header_is_looked_for_within_thirty_rows_that_hold_something(file):
    file.write_text("\n" * 100 + "words\n" * 29 + "id,name\n1,Ann\n", "utf-8")
    assert read(file)[0] == 130
    file.write_text("words\n" * 30 + "id,name\n1,Ann\n", "utf-8")
    with pytest.raises(ReviewProblems, match="no row with the names"):
        opened(file, NAMES)


def test_a_text_of_another_kind_is_refused_under_the_code_asked_for(file):
    file.write_bytes(b"\xff\xfe" + "{}".encode("utf-16-le"))
    assert text_of(file, "JSON", code="PACK-002") == ("{}", ["UTF-16"])
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(ReviewProblems, match="PACK-002"):
        text_of(file, "JSON", code="PACK-002")
