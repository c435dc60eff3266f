"""The matrix of signs: the order of its rows, its fractions and the HTML that stands without scripts."""

import gzip
import subprocess
import sys

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from packages import SYNTHETIC, table
from packages.matrices import COLUMNS, HOSTILE, MARKS, ROWS, VALUES, many

from reviewbook.page import matrix
from reviewbook.page.escape import json_in_script


def shown(rows=ROWS, columns=COLUMNS, values=VALUES, **options) -> BeautifulSoup:
    options = {"settled": ("yes", "no"), "title": "Features", "name": "fig-try", "marks": MARKS} | options
    return BeautifulSoup(matrix.matrix(rows, columns, values, **options).data, "html.parser")


def grid(page: BeautifulSoup) -> list[list[str]]:
    """The table row by row."""
    return [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.find_all("tr")]


# What the table says


def test_longer_list_goes_downwards_and_columns_of_a_group_stand_side_by_side():
    assert grid(shown()) == [
        ["Intervention", "Yes", "Technology", "Peers"],
        ["App", "Web", "Forum"],
        ["Yes", "", "2 to 3 of 4", "2 to 4 of 4", "1 to 3 of 4"],
        ["Alpha", "2 of 3", "✓", "✓", "✗"],
        ["Beta", "1 to 2 of 3", "✗", "–", "✓"],
        ["Gamma", "0 to 3 of 3", "?", "·", "·"],
        ["Delta", "2 to 3 of 3", "✓", "✓", "□"],
    ]


def test_rows_of_a_group_stand_together_with_the_fractions_of_the_group_and_the_unknown_last():
    assert grid(shown(by="region"))[3:] == [
        ["Asia (1)", "", "0 to 1 of 1", "0 to 1 of 1", "0 to 1 of 1"],
        ["Gamma", "0 to 3 of 3", "?", "·", "·"],
        ["Europe (2)", "", "2 of 2", "2 of 2", "0 to 1 of 2"],
        ["Alpha", "2 of 3", "✓", "✓", "✗"],
        ["Delta", "2 to 3 of 3", "✓", "✓", "□"],
        ["Not charted yet (1)", "", "0 of 1", "0 to 1 of 1", "1 of 1"],
        ["Beta", "1 to 2 of 3", "✗", "–", "✓"],
    ]


def test_few_rows_go_across_and_features_downwards():
    few = VALUES[VALUES["row"].isin(["a", "b"])]
    assert grid(shown(ROWS[:2], values=few, by="region")) == [
        ["Feature", "Yes", "Europe (1)", "Not charted yet (1)"],
        ["Alpha", "Yes", "Beta", "Yes"],
        ["Technology"],
        ["App", "1 of 2", "✓", "1 of 1", "✗", "0 of 1"],
        ["Web", "1 to 2 of 2", "✓", "1 of 1", "–", "0 to 1 of 1"],
        ["Peers"],
        ["Forum", "1 of 2", "✗", "0 of 1", "✓", "1 of 1"],
        ["Yes", "", "2 of 3", "", "1 to 2 of 3", ""],
    ]


def test_what_a_source_prints_of_a_feature_stands_before_what_is_counted_either_way():
    columns = COLUMNS.assign(printed=["", "3 of 4 <b>", None])
    down = grid(shown(columns=columns))
    assert down[2:4] == [
        ["As printed", "", "", "", "3 of 4 <b>"],
        ["Yes", "", "2 to 3 of 4", "2 to 4 of 4", "1 to 3 of 4"],
    ]
    across = grid(shown(ROWS[:2], columns, VALUES[VALUES["row"].isin(["a", "b"])]))
    assert across[0] == ["Feature", "Yes", "Alpha", "Beta"]
    assert across[5] == ["Forum 3 of 4 <b>", "1 of 2", "✗", "✓"]
    assert across[6] == ["Yes", "", "2 of 3", "1 to 2 of 3"]


def test_order_by_similarity_is_that_of_the_rule():
    names = [row[0] for row in grid(shown(order="similarity"))[3:]]
    assert names == ["Alpha", "Delta", "Beta", "Gamma"]


def test_every_sign_has_its_word_and_the_key_counts_them():
    page = shown()
    assert [item.get_text() for item in page.select(".rb-matrix-key li")] == [
        "✓ yes: 5", "✗ no: 2", "? unclear: 1", "– not reported: 1", "□ not available: 1", "· not charted yet: 2",
    ]  # fmt: skip
    assert [one.get_text() + one["aria-label"] for one in page.select("td > [aria-label]")][:6] == [
        "✓yes", "✓yes", "✗no", "✗no", "–not reported", "✓yes",
    ]  # fmt: skip


def test_a_matrix_of_a_checklist_counts_what_is_reported():
    marks = {value: value for value in ("reported", "partly", "not_reported")}
    values = table(
        "row column value", ("a", "1", "reported"), ("a", "2", "partly"), ("b", "1", "not_reported")
    )
    items = table("key label", ("1", "1. Brief name"), ("2", "2. Why"), ("3", "3. What"))
    page = shown(ROWS[:2], items, values, marks=marks, settled=(), nouns=(("study", "studies"), "item"))
    assert grid(page) == [
        ["Item", "Reported", "Alpha", "Beta"],
        ["1. Brief name", "1 of 2", "✓", "–"],
        ["2. Why", "0 to 1 of 2", "◐", "·"],
        ["3. What", "0 to 2 of 2", "·", "·"],
        ["Reported", "", "1 to 2 of 3", "0 to 2 of 3"],
    ]
    assert page.select_one(".rb-matrix-key p").get_text() == "2 studies by 3 items, 6 answers:"


def test_rows_and_cells_lead_to_the_page_of_the_intervention():
    page = shown()
    assert page.select_one("tbody th a")["href"] == "../interventions/a.html"
    links = [link["href"] for link in page.select("td a")]
    assert len(links) == 12 and links[1] == "../interventions/a.html#feature-web"


def test_a_matrix_of_thousands_of_cells_does_not_bury_the_page_under_links(monkeypatch):
    monkeypatch.setattr(matrix, "LINKED", 11)
    page = shown()
    assert not page.select("td a") and len(page.select("tbody th a")) == 4


def test_table_has_caption_scopes_and_a_named_frame():
    page = shown(by="region")
    assert page.caption.get_text() == "Features"
    assert {head["scope"] for head in page.find_all("th")} == {"col", "row", "colgroup", "rowgroup"}
    frame = page.select_one(".rb-matrix-frame")
    assert (frame["role"], frame["tabindex"], frame["aria-label"]) == ("region", "0", "Features")


def test_spans_fit_the_columns():
    for options in ({}, {"by": "region"}, {"rows": ROWS[:2], "values": VALUES[:6], "by": "region"}):
        widths = set()
        depth = []
        for row in shown(**options).find_all("tr"):
            cells = row.find_all(["th", "td"])
            widths.add(sum(int(cell.get("colspan", 1)) for cell in cells) + sum(depth))
            depth = [int(cell.get("colspan", 1)) for cell in cells if cell.get("rowspan")]
        assert len(widths) == 1, (options, widths)


def test_hostile_texts_stay_text():
    rows = ROWS.assign(label=HOSTILE, region=["x", HOSTILE, "y", "z"])
    columns = COLUMNS.assign(label=HOSTILE, group=HOSTILE, description=HOSTILE)
    for options in ({}, {"by": "region"}, {"rows": rows[:2], "values": VALUES[:6], "by": "region"}):
        text = str(shown(**{"rows": rows, "columns": columns, "title": HOSTILE} | options))
        assert "<img" not in text and "<b>bold" not in text and text.count("</script>") == 1


def test_same_tables_give_the_same_bytes_and_are_not_changed():
    kept = [frame.copy(deep=True) for frame in (ROWS, COLUMNS, VALUES)]
    assert str(shown(by="region")) == str(shown(by="region"))
    for frame, before in zip((ROWS, COLUMNS, VALUES), kept, strict=True):
        pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("d", "app", "Yes"), "none of yes, no, unclear, not_reported, not_available: .d, app. is 'Yes'"),
        (("z", "app", "yes"), "a row that is not there: .z, app."),
        (("d", "zoo", "yes"), "a column that is not there: .d, zoo."),
        (("a", "app", "no"), "a cell given twice: .a, app."),
    ],
)
def test_a_cell_that_fits_nowhere_is_refused(row, message):
    values = pd.concat([VALUES, table("row column value", row)], ignore_index=True)
    if row[0] == "d":
        values = values.iloc[[*range(8), len(values) - 1]]
    with pytest.raises(ValueError, match=message):
        shown(values=values)


def test_a_group_that_is_no_column_is_refused_with_those_that_are():
    with pytest.raises(ValueError, match="no column 'continent' to group by; there is region"):
        shown(by="continent")


def test_no_rows_or_columns_give_an_empty_table_and_no_error():
    assert grid(shown(rows=ROWS[:0], values=VALUES[:0]))[1] == ["Technology"]
    assert len(grid(shown(columns=COLUMNS[:0], values=VALUES[:0]))) == 1 + 1 + 4


# Matrices too large for a page


def test_a_large_matrix_shows_its_first_rows_and_the_fractions_of_all():
    parts = many(200)
    page = shown(**parts)
    rows = grid(page)
    assert [row[0] for row in rows[2:]] == [f"Name {at}" for at in range(15)]
    yes, no = (parts["values"].query(f"column == 'f0' and value == '{value}'") for value in ("yes", "no"))
    assert rows[1][:3] == ["Yes", "", f"{len(yes)} to {200 - len(no)} of 200"]
    assert (
        page.select_one(".rb-count").get_text()
        == "15 of 200 interventions are shown; the fractions count all of them."
    )


@pytest.mark.parametrize(("columns", "drawn"), [(8, 50), (30, 30), (60, 15)])
def test_of_a_large_matrix_fewer_rows_are_drawn_where_they_are_long(columns, drawn):
    parts = many(200)
    parts["columns"] = parts["columns"].head(columns)
    parts["values"] = parts["values"][parts["values"]["column"].isin(parts["columns"]["key"])]
    assert len(grid(shown(**parts))) == 2 + drawn


def test_a_group_of_a_large_matrix_counts_all_its_rows():
    rows = grid(shown(**many(200), by="parity"))
    assert rows[2][0] == "Even (100)" and rows[2][2].endswith(" of 100") and len(rows) == 2 + 1 + 15


@pytest.mark.parametrize(("n", "drawn"), [(62, 62), (63, 50)])
def test_a_matrix_of_up_to_500_cells_is_whole(n, drawn):
    parts = many(n)
    parts["columns"] = parts["columns"].head(8)
    parts["values"] = parts["values"][parts["values"]["column"].isin(parts["columns"]["key"])]
    assert len(grid(shown(**parts))) == 2 + drawn


def test_data_script_of_3000_by_60_is_small():
    parts = many(3000)
    model = matrix.model_of(**parts, marks=MARKS, settled=("yes", "no"), titles={}, evidence=True)
    assert len(gzip.compress(json_in_script(matrix.packed(model)).encode())) < 100_000


# A review's features


def test_same_bytes_in_every_process():
    code = (
        "from reviewbook.check import open_review; from reviewbook.interventions.drawing import features; import sys; "
        f"sys.stdout.buffer.write(features.features(open_review({str(SYNTHETIC)!r}), order='similarity').data.encode())"
    )
    run = [
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout for _ in range(2)
    ]
    assert run[0] == run[1]


def test_what_was_not_asked_or_does_not_apply_is_in_no_fraction_and_leads_nowhere():
    values = VALUES.assign(
        value=VALUES["value"].replace({"not_reported": "not_asked", "not_available": "not_applicable"})
    )
    marks = {one: one for one in ("yes", "no", "unclear", "not_applicable", "not_asked")}
    page = shown(values=values, marks=marks)
    (cell,) = [td for td in page.find_all("td") if td.find(attrs={"aria-label": "not asked"})]
    assert cell.find("a") is None and "not asked: 1" in page.find(class_="rb-matrix-key").get_text()
    assert grid(page)[2:] == [
        ["Yes", "", "2 to 3 of 4", "2 to 3 of 3", "1 to 2 of 3"],
        ["Alpha", "2 of 3", "✓", "✓", "✗"],
        ["Beta", "1 of 2", "✗", "", "✓"],
        ["Gamma", "0 to 3 of 3", "?", "·", "·"],
        ["Delta", "2 of 2", "✓", "✓", "/"],
    ]


def test_a_column_parts_rows_into_few_groups_of_short_titles():
    assert matrix.parts_rows(ROWS["region"])
    assert not matrix.parts_rows(ROWS["key"]) and not matrix.parts_rows(pd.Series([1, 1, 2]))
    assert not matrix.parts_rows(pd.Series(["x" * 99, "y", "y"], dtype="string"))
