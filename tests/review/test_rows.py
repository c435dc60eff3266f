"""Where the rows of a table begin in a file, and what parts its cells."""

import csv
import io
from collections import namedtuple

import pytest

from reviewbook.review.rows import header_at, mark_of

Row = namedtuple("Row", "cells")


def as_text(rows, mark=",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
    return out.getvalue()


def known(cells) -> int:
    return len({"id", "name", "note"} & {cell.casefold() for cell in cells})


@pytest.mark.parametrize("mark", ",;\t|")
def test_without_names_cells_are_parted_by_the_mark_that_gives_rows_of_one_width(mark):
    text = as_text([["A", "B"], ["x, y, z", "1"], ["one; two", "2"], ["x|y", "3"]], mark)
    assert mark_of(text) == mark


def test_the_header_is_the_first_row_with_most_names_that_are_known():
    rows = [Row(cells) for cells in (["Our studies"], ["name of it", "24"], ["id", "name"], ["1", "Ann"])]
    assert header_at(rows, known) == 2
    assert header_at(rows[:2], known) is None
    assert header_at(rows, lambda cells: "1" in cells) == 3
