"""The first sheet of a workbook."""

import io

import openpyxl
from packages import SYNTHETIC, copied, only, set_cell

from reviewbook.workbook import whole
from reviewbook.workbook.reading import FRONT


def lines(review, **asked) -> list[list[str]]:
    page = openpyxl.load_workbook(io.BytesIO(whole.made(review, **asked).data))[FRONT]
    return [[cell for cell in row if cell] for row in page.iter_rows(values_only=True)]


def test_it_says_what_to_do_what_cells_say_and_how_far_each_table_is(tmp_path):
    review = only("studies", of=SYNTHETIC, to=tmp_path)
    set_cell(review / "studies.csv", "country", "", row=2)
    found = lines(review)
    assert found[0] == ["SYNTHETIC example review: exercise programmes for back pain"]
    said = {line[0]: line[1:] for line in found if line}
    assert {"To bring it back", "not_reported", "not_available", "not_applicable", "(blank)"} <= set(said)
    assert said["studies"][1:] == ["4", "3", "1"]


def test_it_names_what_is_left_and_counts_wide_sheets(tmp_path):
    said = {line[0]: line[1:] for line in lines(copied(SYNTHETIC, tmp_path)) if line}
    assert said["imports"] == ["what imports note there, nobody types"]
    assert said["reports A1"][1:] == ["5", "5", "0"]  # what is blank there is not asked of these reports
