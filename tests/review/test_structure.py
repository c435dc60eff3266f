"""The structure of a table: types, keys and allowed values, found column by column as Frictionless finds them row by row."""

import csv
import json
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, WILLIAMS, copied, only, set_cell
from packages.examples import examples
from packages.folders import add_column, structural, write_rows

from reviewbook.check import check
from reviewbook.review import structure
from reviewbook.review.dictionary import described, schema
from reviewbook.review.nothing import NOTHING
from reviewbook.review.reading import read


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("about 558", "TABL-006"),
        ("558.5", "TABL-006"),
        ("2.000", "TABL-006"),
        ("5e2", "TABL-006"),
        ("1,000", "TABL-006"),
        ("5_58", "TABL-006"),
        ("５５８", "TABL-006"),
        ("NaN", "TABL-006"),
        ("inf", "TABL-006"),
        ("0x22e", "TABL-006"),
        ("n/a", "TABL-006"),
        ("-430", "TABL-008"),
    ],
)
def test_a_count_in_another_form_is_refused_and_named(cell, code, tmp_path):
    folder = only("flow", of=WILLIAMS, to=tmp_path)
    set_cell(folder / "flow.csv", "n", cell, row=4)
    assert structural(folder) == [(code, "flow.csv", 4, "n", f'"{cell}"')]


@pytest.mark.parametrize("cell", ["93 %", "93,500", "9e1", "NaN", "inf", "9_3", "-", "101"])
def test_a_share_in_another_form_is_refused_once(cell, tmp_path):
    folder = only("agreement", to=tmp_path)
    set_cell(folder / "agreement.csv", "percent", cell, row=2)
    code = "TABL-008" if cell == "101" else "TABL-006"
    assert structural(folder) == [(code, "agreement.csv", 2, "percent", f'"{cell}"')]


@pytest.mark.parametrize(
    ("cell", "n"), [("558", 558), ("0558", 558), (" 558 ", 558), ("0", 0), ("not_reported", pd.NA)]
)
def test_a_plain_count_is_read(cell, n, tmp_path):
    folder = only("flow", of=WILLIAMS, to=tmp_path)
    set_cell(folder / "flow.csv", "n", cell, row=4)
    review, problems = read(folder)
    assert problems == []
    assert review.flow["n"][2] is n or review.flow["n"][2] == n


def test_a_count_too_large_for_a_table_is_refused(tmp_path):
    folder = only("studies", "interventions", to=tmp_path)
    set_cell(folder / "studies.csv", "participants_n", "9" * 30, row=2)
    assert structural(folder) == [("TABL-006", "studies.csv", 2, "participants_n", f'"{"9" * 30}"')]


def test_not_reported_is_offered_only_where_it_is_allowed(tmp_path):
    folder = only("flow", to=tmp_path)
    set_cell(folder / "flow.csv", "position", "not_reported", row=2)
    set_cell(folder / "flow.csv", "n", "some", row=2)
    expected = {problem.field: problem.expected for problem in read(folder)[1]}
    assert expected == {"position": "an integer", "n": "an integer or not_reported"}


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path):
    folder = only("editions", to=tmp_path)
    set_cell(folder / "editions.csv", "note", "two\nlines", row=2)
    set_cell(folder / "editions.csv", "published", "soon", row=3)
    assert structural(folder) == [("TABL-008", "editions.csv", 3, "published", '"soon"')]


@pytest.mark.parametrize("cell", NOTHING[1:])
def test_a_word_for_nothing_is_no_name_where_a_name_is_required(cell, tmp_path):
    folder = only("excerpt_reports", "excerpts", "reports", "studies", "interventions", to=tmp_path)
    set_cell(folder / "excerpt_reports.csv", "report_id", cell, row=2)
    assert structural(folder) == [("TABL-010", "excerpt_reports.csv", 2, "report_id", f'"{cell}"')]


@pytest.mark.parametrize("cell", NOTHING[1:])
def test_a_word_for_nothing_is_allowed_where_no_name_is_required(cell, tmp_path):
    folder = only("records", "sources", "imports", to=tmp_path)
    set_cell(folder / "records.csv", "duplicate_of", cell, row=2)
    assert structural(folder) == []


def test_a_table_that_cannot_be_read_is_not_held_against_the_tables_that_name_its_rows(tmp_path):
    folder = only("reports", "studies", "interventions", to=tmp_path)
    add_column(folder, "studies", "mood", *["good"] * 4)
    assert structural(folder) == [("TABL-003", "studies.csv", 1, "mood", "an undeclared column")]


def test_a_short_row_is_named_by_its_row_in_the_file_and_a_blank_line_is_none(tmp_path):
    folder = only("codings", to=tmp_path)
    header, first, *others = (folder / "codings.csv").read_text("utf-8").splitlines()
    lines = [header, "", first.rpartition(",")[0], *others]
    (folder / "codings.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert structural(folder) == [
        ("TABL-004", "codings.csv", 3, None, "a cell missing"),
        ("TABL-021", "codings.csv", None, None, "1 blank row"),
    ]


@pytest.mark.parametrize(
    ("table", "field", "cell", "code", "expected"),
    [
        ("agreement", "percent", "1,234", "TABL-006", "1234 or 1.234, whichever is meant"),
        ("flow", "n", "1,234", "TABL-006", "1234, if that is meant"),
        ("agreement", "percent", "a few", "TABL-006", "a number or not_reported"),
        ("editions", "published", "03.04.2019", "TABL-008", "2019-03-04 or 2019-04-03, whichever is meant"),
    ],
)
def test_what_could_be_meant_is_said(table, field, cell, code, expected, tmp_path):
    folder = only(table, to=tmp_path)
    set_cell(folder / f"{table}.csv", field, cell, row=2)
    assert [(p.code, p.field, p.expected) for p in read(folder)[1]] == [(code, field, expected)]


DECISION = {"record_id": "R01", "reviewer": "AA", "stage": "title", "decision": "include", "locator": "x"}


def decided(folder, *rows: dict) -> list[tuple]:
    """What is said of the keys of a table of decisions."""
    folder.mkdir()
    rows = [DECISION | row for row in rows]
    with (folder / "decisions.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return [(p.row, p.found) for p in read(folder)[1] if p.code == "TABL-009"]


def test_a_reviewer_may_decide_again_in_another_turn(tmp_path):
    assert decided(tmp_path / "a", {"turn": "1"}, {"turn": "2"}, {"turn": "3"}) == []


def test_a_decision_without_a_turn_is_the_first(tmp_path):
    again = "the record_id, reviewer, stage, turn of row 2 again"
    assert decided(tmp_path / "a", {"turn": ""}, {"turn": "2"}) == []
    assert decided(tmp_path / "b", {"turn": ""}, {"turn": "1"}) == [(3, again)]
    assert decided(tmp_path / "c", {"turn": "01"}, {"turn": ""}) == [(3, again)]
    assert decided(tmp_path / "d", {"turn": "2"}, {"turn": "2"}) == [(3, again)]


def test_keys_of_more_parts_than_one_number_can_tell_apart_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(structure, "COUNTED", 10)
    rows = [
        {"record_id": f"R0{n % 5 + 1}", "reviewer": "AB"[n % 2], "turn": str(n % 3 + 1)} for n in range(30)
    ]
    assert decided(tmp_path / "a", *rows) == []
    again = "the record_id, reviewer, stage, turn of row 8 again"
    assert decided(tmp_path / "b", *rows, rows[6]) == [(32, again)]


def test_without_turns_each_reviewer_decides_once_at_a_stage(tmp_path):
    assert decided(tmp_path / "a", {}, {"reviewer": "BB"}, {"stage": "abstract"}, {"record_id": "R02"}) == []
    again = "the record_id, reviewer, stage of row {} again"
    assert decided(tmp_path / "b", {}, {"reviewer": "BB"}, {}, {}) == [
        (4, again.format(2)),
        (5, again.format(4)),
    ]


def test_two_blank_keys_are_blank_not_the_same(tmp_path):
    write_rows(tmp_path / "a", ["", "2020", "2019", "n", "x"], ["", "2021", "2020", "n", "x"])
    told = [(p.code, p.row, p.field) for p in read(tmp_path / "a")[1] if p.code != "PACK-002"]
    assert told == [("TABL-005", 2, "edition"), ("TABL-005", 3, "edition")]


def test_the_last_row_of_a_long_table_is_checked_like_the_first(tmp_path):
    good = [[f"e{n}", "2020", "2019", f"note {n}", "x"] for n in range(12_345)]
    at = len(good) + 2
    for last, found in [
        (["e99999", "soon", "2019", "n", "x"], ("TABL-008", at, "published", '"soon"')),
        (["e99999", "2020", "2019", "", "x"], ("TABL-005", at, "note", "nothing")),
        (["e7", "2020", "2019", "n", "x"], ("TABL-009", at, None, "the edition of row 9 again")),
        (["e99999", "2020", "2019", "n"], ("TABL-004", at, None, "a cell missing")),
        (["e99999", "2020", "2019", "n", "x", "y"], ("TABL-004", at, None, "a cell too many")),
    ]:
        write_rows(tmp_path / "a", *good, last)
        found_there = [(p.code, p.row, p.field, p.found) for p in read(tmp_path / "a")[1]][1:]
        assert found_there == [found]


def test_of_very_many_faults_the_first_are_told(tmp_path):
    write_rows(tmp_path / "a", *([f"e{n}", "soon", "later", "n", "x"] for n in range(9000)))
    told = [(p.row, p.field) for p in read(tmp_path / "a")[1] if p.code == "TABL-008"]
    assert told == [(row, name) for row in range(2, 5002) for name in ("published", "searched_to")]


def by_frictionless(file: Path, table: str, names: list[str]) -> set[tuple]:
    """What Frictionless says of a table row by row: kind of fault, row, field."""
    known = {field["name"]: field for field in schema(table)["fields"]}
    plain = CsvControl(delimiter=",", line_terminator="\n", quote_char='"', skip_initial_space=False)
    resource = Resource(
        path=file.name,
        basepath=str(file.parent),
        schema=Schema.from_descriptor(described(table, [known[name] for name in names])),
        dialect=Dialect(controls=[plain]),
        encoding="utf-8",
    )
    kinds = {"type-error": "TABL-006", "primary-key": "TABL-009", "blank-row": "TABL-004"}
    found = set()
    for error in resource.validate().tasks[0].errors:
        if error.type == "constraint-error":
            rule = error.note.split('"')[1]
            kind = {"required": "TABL-005", "enum": "TABL-007"}.get(rule, "TABL-008")
            if (kind, getattr(error, "field_name", None)) == ("TABL-005", "locator"):
                kind = "DRAF-001"  # what every row should say, and can be shown without
        else:
            kind = kinds[error.type]
        if 'all "None"' not in error.note:
            found.add((kind, error.row_number, getattr(error, "field_name", None)))
    broken = {fault for fault in found if fault[0] == "TABL-004"}
    return broken or found


CELLS = st.sampled_from(
    [
        "",
        "1",
        "01",
        "2",
        "-1",
        "3.5",
        "x",
        "X-1",
        "yes",
        "reported",
        "not_reported",
        "not_applicable",
        "13",
    ]
)


@examples(60)
@given(
    table=st.sampled_from(["tidier", "codes", "sources", "ratings", "editions", "features", "imports"]),
    rows=st.lists(st.lists(CELLS, min_size=12, max_size=12), min_size=1, max_size=8),
)
def test_column_by_column_the_rules_find_what_frictionless_finds_row_by_row(table, rows):
    names = [field["name"] for field in schema(table)["fields"]]
    rows = [row for row in rows if any(row[: len(names)])]  # blank ones are passed over
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{table}.csv"
        with file.open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines).writerows([names, *(row[: len(names)] for row in rows)])
        ours = {
            (p.code, p.row, p.field)
            for p in read(folder)[1]
            if p.file == file.name and p.code not in ("TABL-010", "TABL-011", "TABL-012")
        }
        theirs = by_frictionless(file, table, names)
    assert ours == theirs


@pytest.mark.parametrize(("report", "codes"), [("not_applicable", {"TABL-009"}), ("", set())])
def test_the_review_judges_an_item_as_a_whole_but_once_and_a_blank_judges_nothing(tmp_path, report, codes):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "tidier.csv"
    head, *rows = file.read_text("utf-8").splitlines()
    at = head.split(",").index("report_id")
    own = next(row for row in rows if row.split(",")[at] == "not_applicable")
    cells = own.split(",")
    cells[at] = report
    file.write_text("\n".join([head, *rows, ",".join(cells)]) + "\n", "utf-8")
    assert {problem.code for problem in check(folder) if problem.severity == "problem"} == codes


@pytest.mark.parametrize(
    ("table", "column", "value", "code", "expected"),
    [
        (
            "records",
            "duplicate_of",
            "R99",
            "TABL-010",
            "a record_id of records.csv, not_reported, not_available or not_applicable",
        ),
        ("records", "source_id", "lost", "TABL-010", "a source_id of sources.csv"),
        (
            "records",
            "year",
            "1066",
            "TABL-008",
            "at least 1500, not_reported, not_available or not_applicable",
        ),
        ("features", "position", "0", "TABL-008", "at least 1"),
        ("excerpts", "kind", "rumour", "TABL-007", "one of quotation, finding"),
        (
            "reports",
            "year_basis",
            "guess",
            "TABL-007",
            "one of verified, unverified, not_settled, not_reported, not_available or not_applicable",
        ),
    ],
)
def test_what_is_expected_names_the_words_for_nothing_where_they_may_stand(
    table, column, value, code, expected, tmp_path
):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / f"{table}.csv", column, value, row=2)
    (problem,) = [problem for problem in read(folder)[1] if problem.code == code]
    assert problem.expected == expected


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\uffff"])
def test_a_character_that_nothing_shows_is_found_and_the_cell_is_read_all_the_same(character, tmp_path):
    write_rows(
        tmp_path / "a",
        ["1.0", "2020", "2019", f"a{character}b", "x"],
        ["2.0", "2020", "2019", "a\tb\nc", "x"],
    )
    review, problems = read(tmp_path / "a")
    (problem,) = [problem for problem in problems if problem.code == "TABL-030"]
    assert (problem.file, problem.row, problem.field) == ("editions.csv", 2, "note")
    assert problem.found.startswith('"a\\') and review.editions["note"].tolist() == [
        f"a{character}b",
        "a\tb\nc",
    ]


def test_a_character_that_nothing_shows_is_found_wherever_a_file_is_cut_while_reading(tmp_path):
    half = "x" * (1 << 19)
    ahead = len(f"edition,published,searched_to,note,locator\r\n1.0,2020,2019,{half},")
    for before in (1, 2):  # bytes of the character in the first part
        folder = tmp_path / str(before)
        write_rows(folder, ["1.0", "2020", "2019", half, "x" * ((1 << 20) - ahead - before) + "\uffff"])
        assert (folder / "editions.csv").read_bytes().index(b"\xef\xbf\xbf") == (1 << 20) - before
        assert [problem.code for problem in read(folder)[1] if problem.code.startswith("TABL")] == [
            "TABL-030"
        ]


def test_texts_of_datapackage_json_are_looked_at_to_the_last(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8"))
    package["contributors"][0]["title"] = "Doe\x0b"
    file.write_text(json.dumps(package), "utf-8")
    assert [(p.code, p.field, p.found) for p in read(folder)[1]] == [
        ("PACK-007", "contributors[0].title", "the character U+000B")
    ]


def test_what_a_spreadsheet_made_of_cells_is_named_in_the_tables_that_authors_edit(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    add_column(review, "records", "pages", "11-Feb", "44502", "5-9", *[""] * 17)
    add_column(review, "records", "issue", "3", "44502", "#VALUE!", *[""] * 17)
    set_cell(review / "records.csv", "doi", "1.0E+15", row=5)
    set_cell(review / "set_aside.csv", "found", "05-Oct", row=2)
    found = [(p.file, p.row, p.field) for p in check(review) if p.code == "TABL-024"]
    places = [(2, "pages"), (3, "issue"), (4, "issue"), (5, "doi")]
    assert sorted(found) == [("records.csv", *place) for place in places]
