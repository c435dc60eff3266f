"""What a workbook notes of itself."""

from packages import SYNTHETIC, open_once

from reviewbook.workbook import noting, sheets, spread


def made():
    return sheets.of_review(open_once(SYNTHETIC), wide=spread.SPREADS).sheets


def test_what_is_noted_is_read_again():
    found = noting.read(noting.lines("synthetic", made(), ["A1"], ["features"]))
    assert (found.review, found.charters, found.also) == ("synthetic", ["A1"], ["features"])
    assert [(one.name, one.keys, one.rows) for one in found.sheets] == [
        (
            one.name,
            len(one.key),
            [{name: row.get(name, "") for name in [c.name for c in one.columns]} for row in one.rows],
        )
        for one in made()
    ]


def test_a_long_row_goes_on_in_the_next_cell_and_is_ascii():
    lines = list(noting.lines("ä" * 20_000, [], [], []))
    assert len(lines[0]) > 1 and max(map(len, lines[0])) <= noting.LONGEST and lines[0][0].isascii()
    assert noting.read(lines).review == "ä" * 20_000


def test_other_lines_are_none_of_ours():
    for rows in (
        [],
        [["x"]],
        [['{"made_by":"another"}']],
        [["[1]"]],
        [["3"]],
        [[noting.MADE_BY]],
        [[next(noting.lines("a", [], [], []))[0]], ["[1,2]"]],
        [[next(noting.lines("a", [], [], []))[0].replace('"version":1', '"version":2')]],
    ):
        assert noting.read(rows) is None
