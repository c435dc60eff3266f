"""Which tables a phone shows as tables."""

import pytest

from reviewbook.page import grid, narrow
from reviewbook.page.marks import mark

HEAD = ["Feature", "All", "Research worker", "Usual worker"]
ROW = ["Daily living information or tools", "4 to 11 of 11", "0 to 4 of 4", "4 to 7 of 7"]


def test_few_columns_of_brief_values_stay_a_table():
    assert narrow.fits(HEAD, [ROW])


def test_marks_and_marked_words_count_as_what_is_seen():
    assert narrow.fits(
        HEAD, [[*ROW[:3], f"4 to 7 of 7{mark('x', 'A topic')}<br>[printed 6 of 7]{{.rb-printed}}"]]
    )


@pytest.mark.parametrize(
    "row",
    [
        [*ROW[:3], "What somebody said of it at more length than this"],
        [*ROW[:3], "{cite:t}`A2020`"],
        [*ROW[:3], "[rows](x.html)"],
        [*ROW[:3], "4\u00a0to\u00a07\u00a0of\u00a07\u00a0of\u00a0those\u00a0seen"],
        ["Kommunikationsmöglichkeitsverbesserungen", *ROW[1:]],
    ],
)
def test_what_is_long_or_wide_or_leads_elsewhere_becomes_cards(row):
    assert not narrow.fits(HEAD, [ROW, row])


def test_two_columns_need_no_care_and_six_have_no_room():
    assert not narrow.fits(HEAD[:2], [ROW[:2]])
    assert not narrow.fits(["A"] * 6, [["b"] * 6])


def test_a_table_says_so_by_its_class_and_a_matrix_never_does():
    assert ":class: rb-table rb-narrow\n" in grid.grid(HEAD, [ROW], caption="c", name="n")
    assert narrow.CSS not in grid.grid(HEAD, [ROW], caption="c", name="n", css="rb-matrix")
    assert narrow.CSS not in grid.grid(HEAD, [ROW], caption="c", name="n", total=["All", "x" * 99, "", ""])
