"""Plain CSV read in one go: the same cells as with care, and what is not plain is left to care."""

import csv
import io
from itertools import islice

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewbook.review import caps, plain, table
from reviewbook.review.cells import read_cells, read_plain

NAMES = ["one", "two", "three"]
HEADER = "one,two,three\n"
LONG = "a title of thirty bytes or so"
SIGNS = st.sampled_from([*'ab,"\n\r \0é\u2028\ufeff;', "😀", "cell", '""', '",', ',"', "x" * 30])


def rows_of(columns) -> list[list[str]]:
    return [list(row) for row in table.rows_of(dict(enumerate(columns)))]


def with_care(text: str, names=NAMES):
    return read_cells(islice(csv.reader(io.StringIO(text, newline="")), 1, None), len(names))


def in_one_go(text: str, names=NAMES, size: int = plain.BLOCK, mark: str = ","):
    """What is read of a table, so many bytes at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain, "BLOCK", size)
        data = io.BytesIO(text.encode())
        plain.pass_header(data, names)
        return read_plain(data, len(names), mark=mark)


def written(rows, **form) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", **form).writerows([NAMES, *rows])
    return out.getvalue()


@given(st.lists(SIGNS, max_size=40).map("".join), st.sampled_from([1, 7, 64, 4096]))
@example('"a""b",c,"d\ne"\n,,\n', 7)
@example('a,b,"c', 4096)
@example('a"b",c,d\n', 4096)
@example('"a"b,c,d\n', 4096)
@example("a,b\nc,d,e,f\n", 4096)
@example("a,b,c\n\nd,e,f\n", 4096)
@example("a,b,c\n\n\n", 4096)
def test_any_text_is_read_as_with_care_or_left_to_care(text, size):
    try:
        read = in_one_go(HEADER + text, size=size)
    except plain.Odd:
        return
    care = with_care(HEADER + text)
    assert rows_of(read.columns) == rows_of(care.columns)
    assert read.lengths.tolist() == care.lengths.tolist() and read.wider == care.wider == 0


CELLS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=40)


@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=12),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from([16, 4096]),
    st.booleans(),
)
def test_what_a_program_writes_as_csv_is_plain(rows, quoting, size, ends):
    text = written(rows, quoting=quoting)
    read = in_one_go(text if ends else text.removesuffix("\n"), size=size)
    assert rows_of(read.columns) == rows


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\r\nd,e,f\r\n",
        "a,b,c\rd,e,f\n",
        "a,b\n",
        "a,b,c,d\n",
        "a,b,c\n\nd,e,f\n",
        'a,b"c,d\n',
        'a,"b"c,d\n',
        'a,b ,"c\n',
        "a,b\0,c\n",
        f"a,{'b' * (caps.CHARACTERS + 1)},c\n",
        # As many cells as in rows of three, but not three in each.
        "a,b\nc,d,e,f\n",
    ],
)
def test_what_is_not_plain_is_left_to_care(text):
    with pytest.raises(plain.Odd):
        in_one_go(HEADER + text)


@pytest.mark.parametrize("header", ["one,two\n", "one,two,three\r\n", '"one,two,three\n', "one;two;three\n"])
def test_a_header_that_is_not_the_one_known_is_left_to_care(header):
    with pytest.raises(plain.Odd):
        in_one_go(header + "a,b,c\n")


@pytest.mark.parametrize("header", ["\ufeffone,two,three\n", '"one","two","three"\n'])
def test_a_header_with_quotation_marks_or_behind_a_byte_order_mark_is_plain(header):
    assert rows_of(in_one_go(header + "a,b,c\n").columns) == [["a", "b", "c"]]


def test_another_mark_may_part_the_cells():
    read = in_one_go(HEADER + 'a;"b;c";d,e\n', mark=";")
    assert rows_of(read.columns) == [["a", "b;c", "d,e"]]


def test_of_one_column_a_blank_line_may_be_a_row_or_none_and_it_is_left_to_care():
    with pytest.raises(plain.Odd):
        in_one_go("one\na\n", names=["one"])


def test_a_table_of_more_rows_than_may_be_is_left_to_care(monkeypatch):
    monkeypatch.setattr(caps, "ROWS", 3)
    assert len(in_one_go(HEADER + "a,b,c\n" * 3).lengths) == 3
    with pytest.raises(plain.Odd):
        in_one_go(HEADER + "a,b,c\n" * 4)


def test_short_cells_are_given_once_and_long_ones_and_many_that_differ_row_by_row(monkeypatch):
    monkeypatch.setattr(plain, "BLOCK", 400)
    data = io.BytesIO("".join(f"{'ab'[n % 2]},{n}{LONG},{n}\n" for n in range(100)).encode())
    columns = list(zip(*plain.blocks(data, 3), strict=True))
    assert len(columns[0]) > 5
    assert all(sorted(some.cells) == ["a", "b"] and some.codes.max() == 1 for some in columns[0])
    assert all(some.cells[0].endswith(LONG) and some.codes is None for some in columns[1])
    assert [some.codes is None for some in columns[2]] == [False] + [True] * (len(columns[2]) - 1)
    assert [cell for some in columns[2] for cell in some.cells] == [str(n) for n in range(100)]


def test_cells_of_any_length_up_to_three_words_are_told_apart():
    cells = [sign * n for n in range(27) for sign in "ab"] + ["a" * n + "b" for n in range(26)]
    read = in_one_go(HEADER + "".join(f"{cell},{cell[::-1]},x\n" for cell in cells))
    assert rows_of(read.columns) == [[cell, cell[::-1], "x"] for cell in cells]


def test_cells_that_share_their_number_are_told_apart_nevertheless(monkeypatch):
    monkeypatch.setattr(plain, "MIX", np.uint64(0))  # of a cell only its last word counts
    cells = ["abcdefgh1", "ijklmnop1", "abcdefgh2"] * 3
    read = in_one_go(HEADER + "".join(f"{cell},a,x\n" for cell in cells))
    assert rows_of(read.columns) == [[cell, "a", "x"] for cell in cells]


@pytest.mark.parametrize("worth", [0, 10**9])
def test_a_table_is_the_same_in_one_go_and_with_care(worth, tmp_path, monkeypatch):
    monkeypatch.setattr(plain, "WORTH", worth)
    asked = []
    blocks = plain.blocks
    monkeypatch.setattr(plain, "blocks", lambda *a, **k: asked.append(a) or blocks(*a, **k))
    file = tmp_path / "editions.csv"
    file.write_text('edition,published,note\ne1,2019, a\n,,\ne2,2020,"b, c"\n', "utf-8")
    known = {name: {"name": name} for name in ("edition", "published", "note")}
    read = table.read_table(file, "editions", known)
    assert bool(asked) == (worth == 0)
    assert rows_of(read.written.values()) == [["e1", "2019", " a"], ["e2", "2020", "b, c"]]
    assert [notice.found for notice in read.notices] == ["1 blank row"]
    assert np.array_equal(read.rows, [1, 2, 4])
