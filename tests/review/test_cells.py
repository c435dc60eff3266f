"""The cells of a table: read as they were written, in the types of the schema, each kind of nothing apart."""

import csv
import gc

import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS, only, set_cell
from packages.folders import load_without_package, write_rows

from reviewbook.review.reading import load_review


def test_blank_not_reported_and_not_applicable_stay_apart(tmp_path):
    folder = only("reports", "studies", "interventions", to=tmp_path)
    set_cell(folder / "reports.csv", "workers_n", "", row=4)
    reports = load_review(folder).reports.set_index("report_id")
    assert reports["workers_n"].isna().to_dict() == {
        "Synthetic2018": False,
        "Synthetic2019": True,
        "Synthetic2020a": True,
        "Synthetic2020b": False,
        "Synthetic2021": False,
    }
    assert reports["workers_n_as_charted"].tolist() == ["6", "not_reported", "", "3", "4"]
    assert reports["doi"].tolist()[-2:] == ["10.5555/synthetic2020b", "not_reported"]


def test_a_blank_text_is_missing_and_a_word_for_nothing_is_a_word(tmp_path):
    folder = only("interventions", to=tmp_path)
    set_cell(folder / "interventions.csv", "devices", "", row=2)
    assert load_review(folder).interventions["devices"].tolist() == [pd.NA, "not_applicable", "Smartphone"]


def test_numbers_have_the_types_of_the_schema():
    review = OPENED[SYNTHETIC]
    assert review.flow["n"].dtype == "Int64"
    assert review.agreement["kappa"].dtype == "Float64"
    assert review.agreement["kappa"].tolist() == [0.76, 0.77]
    assert review.reports["participants_age"].dtype == "string"


def test_zero_reported_is_zero_and_not_reported_is_missing():
    flow = OPENED[SYNTHETIC].flow.set_index("position")["n"]
    assert flow[6] == 0
    assert OPENED[WILLIAMS].flow["n"].isna().sum() == 8


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "note",
    [
        'a "quoted" word, and a comma',
        "two\nlines\r\nand\ra third",
        "a\ttab; a | bar; 'single'",
        "x" * 200_000,
        "five hundred ５００ – é",
        "\ufeffmark",
    ],
)
def test_a_cell_is_read_as_it_was_written(note, line_end, tmp_path):
    write_rows(tmp_path / "a", ["1.0", "2020", "2019", note, "x"], lineterminator=line_end)
    csv.field_size_limit(131_072)  # as Python sets it
    assert load_without_package(tmp_path / "a").editions["note"].tolist() == [note]


def test_a_long_table_is_read_cell_by_cell(tmp_path):
    # Longer than what is read at once; some columns repeat few cells, some none, one begins with few and ends with many.
    rows = [
        [f"e{n}", f"{1900 + n % 97}", "2019-05", f"note {n if n > 6000 else n % 3}", f'place "{n}",\n{n % 7}']
        for n in range(23_456)
    ]
    write_rows(tmp_path / "a", *rows)
    editions = load_without_package(tmp_path / "a").editions
    assert editions.to_numpy().tolist() == rows


def test_reading_leaves_the_collector_of_garbage_on():
    load_review(SYNTHETIC)
    assert gc.isenabled()
