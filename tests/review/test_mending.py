"""What a cell or a heading stands for that is written in another way; what could mean two things stays as it is."""

import pytest

from reviewbook.review.dictionary import schema
from reviewbook.review.mending import by_key, key, meanings, mended_cells, mended_heading, names_in

INTEGER = {"type": "integer"}
NUMBER = {"type": "number"}
DESIGN = {"type": "string", "constraints": {"enum": ["qualitative", "mixed_methods"]}}
DAY = {"type": "string", "constraints": {"pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}}
NAME = {"type": "string", "constraints": {"pattern": r"^[A-Za-z][A-Za-z0-9_.-]*$"}}
WORD = {"type": "string", "constraints": {"pattern": "^[a-z][a-z0-9_]*$"}}
TEXT = {"type": "string"}


def fields(table: str) -> dict:
    return {f["name"]: f for f in schema(table)["fields"]}


def required(field: dict) -> dict:
    return field | {"constraints": field.get("constraints", {}) | {"required": True}}


def mended(cell: str, field: dict, **options) -> str:
    """What a cell is read as; itself where it is left alone."""
    return mended_cells([cell], field, **options).get(0, cell)


@pytest.mark.parametrize(
    ("field", "cell", "read"),
    [
        (INTEGER, "2008.0", "2008"),
        (INTEGER, "2008,00", "2008"),
        (INTEGER, "1 234", "1234"),
        (INTEGER, "-12\u202f345\u00a0678", "-12345678"),
        (INTEGER, "\u22125", "-5"),
        (INTEGER, "\u00a05\u200b", "5"),
        (INTEGER, "Not reported", "not_reported"),
        (INTEGER, "\u00a0", ""),
        (NUMBER, "42,5", "42.5"),
        (NUMBER, "-0,234", "-0.234"),
        (NUMBER, "1234,567", "1234.567"),
        (NUMBER, "1 234,5", "1234.5"),
        (DESIGN, "Qualitative", "qualitative"),
        (DESIGN, "qualitative ", "qualitative"),
        (DESIGN, "Mixed-methods", "mixed_methods"),
        (DESIGN, "MIXED\u00a0METHODS", "mixed_methods"),
        (DESIGN, "quali\u00adtative", "qualitative"),
        (DESIGN, "Not applicable", "not_applicable"),
        (DAY, "31.12.2019", "2019-12-31"),
        (DAY, "12/31/2019", "2019-12-31"),
        (DAY, "5.5.2019", "2019-05-05"),
        (DAY, "2019/12/31", "2019-12-31"),
        (DAY, "2019-12-31 00:00:00", "2019-12-31"),
        (DAY, "12/2019", "2019-12"),
        (DAY, "2019-5", "2019-05"),
        (DAY, "31 Dec. 2019", "2019-12-31"),
        (DAY, "December 31, 2019", "2019-12-31"),
        (DAY, "Dec 2019", "2019-12"),
        (DAY, "2019.0", "2019"),
        (DAY, " 2019", "2019"),
        (DAY, "not reported", "not_reported"),
        ({"type": "date"}, "31.12.2019", "2019-12-31"),
        (NAME, " Doe2015\u00a0", "Doe2015"),
        (NAME, "Doe\u00a02015", "Doe2015"),
        (NAME, "Doe\u200b2015", "Doe2015"),
        (WORD, "Full text", "full_text"),
        (WORD, "full\u00a0text", "full_text"),
        (TEXT, "Not Reported", "not_reported"),
        (TEXT, " \u00a0", ""),
    ],
)
def test_what_can_mean_one_thing_alone_is_read_as_that(field, cell, read):
    assert mended(cell, field) == read
    assert mended(read, field) == read, "what is canonical stays"
    assert meanings(cell, field) == []


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        (INTEGER, "1,234"),
        (INTEGER, "2.000"),
        (INTEGER, "12 34"),
        (INTEGER, "about 5"),
        (INTEGER, "５"),
        (INTEGER, " 5 "),
        (NUMBER, "1,234"),
        (NUMBER, "1,234.5"),
        (NUMBER, "42,5 %"),
        (DESIGN, "quali"),
        (DESIGN, "n/a"),
        (DAY, "03.04.2019"),
        (DAY, "31.02.2019"),
        (DAY, "2019.1"),
        (DAY, "May-19"),
        (DAY, "31.12.19"),
        (DAY, "43830"),
        (DAY, "1 Ju 2019"),
        (DAY, "2019-12-31 14:05"),
        (NAME, "Doe 2015"),
        (NAME, "doe2015"),
        (WORD, "title/abstract"),
        (TEXT, " some words "),
        (TEXT, "Not reported here"),
        ({"type": "boolean"}, "TRUE "),
        ({"type": "string", "constraints": {"pattern": "(["}}, "x "),
        ({"type": "string", "constraints": None}, "x "),
    ],
)
def test_what_is_not_certain_is_left_as_it_is(field, cell):
    assert mended(cell, field) == cell


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        (NUMBER, "1,234", ["1234", "1.234"]),
        (INTEGER, "1,234", ["1234"]),
        (INTEGER, "2.000", ["2000"]),
        (DAY, "03.04.2019", ["2019-03-04", "2019-04-03"]),
        (DAY, "soon", []),
        (TEXT, "1,234", []),
        ({"type": "string", "constraints": {"pattern": "(["}}, "03.04.2019", []),
    ],
)
def test_what_could_mean_two_things_is_said(field, cell, said):
    assert meanings(cell, field) == said


def test_a_time_is_kept_where_the_column_has_times():
    decided_at = fields("decisions")["decided_at"]
    assert mended("31.12.2019 9:05:01", decided_at) == "2019-12-31T09:05:01"
    assert mended("2019-12-31 14:05", decided_at) == "2019-12-31T14:05"
    assert mended("03.04.2019 14:05", decided_at) == "03.04.2019 14:05"


def test_a_printed_number_is_read_as_a_number_and_never_guessed():
    reported = fields("claims")["reported"]
    assert [mended(cell, reported) for cell in ("42,5", "1 234", "1,234", "< 5", "<=20")] == [
        "42.5",
        "1234",
        "1,234",
        "< 5",
        "<=20",
    ]


def test_where_a_value_is_required_no_word_for_nothing_is_read():
    for field in (INTEGER, DESIGN, TEXT, NAME):
        assert mended("Not reported", required(field)) == "Not reported"
    assert mended("Not reported", fields("checklist")["answer"]) == "not_reported"  # one of the closed list


def test_a_name_of_another_table_is_read_by_the_pattern_of_that_table():
    assert dict(names_in("report_studies")) == {
        "report_id": NAME["constraints"]["pattern"],
        "study_id": NAME["constraints"]["pattern"],
        "sample_of": NAME["constraints"]["pattern"],
    }
    assert mended("Doe\u00a02015", TEXT, name_pattern=NAME["constraints"]["pattern"]) == "Doe2015"
    assert mended("Not applicable", TEXT, name_pattern=NAME["constraints"]["pattern"]) == "not_applicable"
    assert mended(" A.\u00a0Smith ", TEXT, name_pattern="") == "A. Smith"
    assert mended(" A.\u00a0Smith ", TEXT) == " A.\u00a0Smith "


def test_only_the_cells_that_need_it_are_named_by_their_numbers():
    assert mended_cells(["qualitative", "Qualitative", "", "odd", "QUALITATIVE"], DESIGN) == {
        1: "qualitative",
        4: "qualitative",
    }
    names = [f"n{at}" for at in range(1000)]
    assert mended_cells([*names, "x ", "\u200by"], required(NAME)) == {1000: "x", 1001: "y"}


def test_two_values_alike_but_for_capitals_are_never_taken_for_each_other():
    field = {"type": "string", "constraints": {"enum": ["A_B", "a b", "c"]}}
    assert [mended(cell, field) for cell in ("A b", "C")] == ["A b", "c"]
    assert by_key(["A_B", "a b", "c", "c"]) == {"c": "c"}


@pytest.mark.parametrize(
    "heading", ["Report ID", "report-id", "REPORT_ID", " reportId", "\ufeffreport_id", "Report\u00a0id"]
)
def test_a_heading_is_known_whatever_its_capitals_blanks_and_hyphens(heading):
    assert mended_heading(heading, ["study_id", "report_id"]) == "report_id"


def test_a_heading_that_is_not_known_is_itself_without_blanks_around():
    assert mended_heading(" Report no. ", ["report_id"]) == "Report no."
    assert mended_heading("ID", ["id", "i_d"]) == "ID"
    assert mended_heading("i_d", ["id", "i_d"]) == "i_d"


def test_no_two_columns_of_a_table_are_alike_but_for_capitals():
    for table in ("reports", "decisions", "claims", "flow"):
        names = list(fields(table))
        assert len({key(name) for name in names}) == len(names)
