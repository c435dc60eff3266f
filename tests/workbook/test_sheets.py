"""Which sheets the workbook of a review has."""

from packages import SYNTHETIC, WILLIAMS, copied, only, open_once, rows_of

from reviewbook.review.dictionary import TABLES
from reviewbook.review.reading import read
from reviewbook.workbook import sheets, spread
from reviewbook.workbook.sheets import MOST_ROWS, Table, of_field, of_review, shown, wanted


def titles(review, **asked) -> list[str]:
    return [one.title for one in of_review(read(review)[0], wide=spread.SPREADS, **asked).sheets]


def test_each_table_that_people_type_has_a_sheet_in_the_order_of_the_chapters():
    made = of_review(open_once(SYNTHETIC), wide=spread.SPREADS)
    there = [one.stem for one in SYNTHETIC.glob("*.csv") if one.stem not in sheets.MACHINES]
    assert list(dict.fromkeys(one.table for one in made.sheets)) == sorted(there, key=TABLES.index)
    assert set(made.left) == {"imports", "set_aside", "merges"}


def test_a_table_that_others_name_has_an_empty_sheet_and_no_other_does(tmp_path):
    review = only("studies", of=SYNTHETIC, to=tmp_path)
    assert titles(review) == ["studies", "interventions"]
    (review / "interventions.csv").unlink()
    assert titles(review) == ["studies", "interventions"]
    assert titles(review, also=["features"]) == ["studies", "interventions", "features"]
    assert "records" not in titles(WILLIAMS)  # no column of its reports names one


def test_keys_come_first_and_what_is_due_is_what_check_calls_blank():
    made = {one.title: one for one in of_review(open_once(SYNTHETIC), wide=spread.SPREADS).sheets}
    features = made["feature_values"]
    assert features.key == ("intervention_id", "feature_id")
    assert [one.name for one in features.columns][:2] == list(features.key)
    assert {one.name for one in features.columns if one.due} == {"value", "evidence", "report_id", "locator"}
    assert "help" not in {one.name for one in made["questions"].columns if one.due}  # may be blank
    rows = rows_of(SYNTHETIC / "feature_values.csv")
    assert [features.key_of(row) for row in features.rows] == [
        (row["intervention_id"], row["feature_id"]) for row in rows
    ]


def test_what_may_be_chosen_and_what_is_named_comes_from_the_schema():
    column = of_field(
        {"name": "a", "description": "Says it.", "unit": "weeks", "constraints": {"enum": ["x"]}}
    )
    assert (column.listed, column.help) == (("x",), "Says it. Unit: weeks.")
    found = {one.name: one.refers for one in of_review(open_once(SYNTHETIC)).sheets[1].columns}
    assert set(found.values()) == {""}
    studies = next(one for one in of_review(open_once(SYNTHETIC)).sheets if one.title == "studies")
    assert {one.name: one.refers for one in studies.columns if one.refers} == {
        "intervention_id": "interventions"
    }


def test_a_cell_that_no_spreadsheet_holds_is_named_and_stays():
    assert shown("a" * 32_000) == "a" * 32_000
    assert shown("a" * 32_001) == "(32,001 characters: too many for a spreadsheet, and left in the CSV)"


def test_a_table_of_too_many_rows_is_left_to_csv(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    r = read(review)[0]
    names, _ = wanted(review)
    tables = sheets.as_tables(review, names)
    tables["decisions"] = Table("decisions", ["record_id"], [{"record_id": "a"}] * (MOST_ROWS + 1))
    made = of_review(r, tables=tables)
    assert "decisions" not in [one.table for one in made.sheets]
    assert made.left["decisions"] == "100,001 rows are too many for a workbook: edit decisions.csv"


def test_titles_are_short_apart_and_without_signs_that_a_spreadsheet_refuses(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    who = ["A" * 40, "a" * 40, "x/[y]:z"]
    found = titles(review, charters=who)
    assert len({one.casefold() for one in found}) == len(found)
    assert max(map(len, found)) <= 31 and not set("".join(found)) & set("[]:*?/\\'")
    assert "reports x--y--z" in found
