"""Reading a review's folder: types, three kinds of nothing, what is refused, and the cut to a part of the review."""

import csv
import functools
import gc
import json
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from frictionless import Dialect, Resource, Schema
from frictionless.formats import CsvControl
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS, copied, only, rows_of, set_cell, without_low

from reviewbook.appraisal import answering
from reviewbook.check import open_review
from reviewbook.review.dictionary import TABLES, described, schema
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import find_review, load_review, read


def structural(folder) -> list[tuple]:
    return [(p.code, p.file, p.row, p.field, p.found) for p in read(folder)[1]]


def declare(folder, table: str, *fields: dict) -> None:
    """Let datapackage.json declare these fields of a table, beside those it has."""
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8"))
    for resource in package["resources"]:
        if resource["name"] == table:
            resource["schema"]["fields"] += fields
    file.write_text(json.dumps(package), "utf-8")


def add_column(folder, table: str, name: str, *cells: str) -> None:
    file = folder / f"{table}.csv"
    lines = file.read_text("utf-8").splitlines()
    file.write_text(
        "\n".join(f"{line},{cell}" for line, cell in zip(lines, [name, *cells], strict=True)) + "\n", "utf-8"
    )


# --- what is read


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
    assert reports["sample_of"].tolist() == ["not_applicable", "Synthetic2018", *["not_applicable"] * 3]


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


def test_a_table_that_is_not_there_is_empty_and_has_its_columns(tmp_path):
    folder = only("reports", "studies", "interventions", to=tmp_path)
    review = load_review(folder)
    assert review.checklist.columns.tolist() == [
        "item",
        "item_as_charted",
        "answer",
        "anchor",
        "note",
        "locator",
    ]
    assert review.checklist.empty
    assert not review.has("reports", "checklist")
    assert review.has("reports", "studies")


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.loc.__setitem__((0, "report_id"), "Changed"),
        lambda table: table.iloc.__setitem__((0, 0), "Changed"),
        lambda table: table.__setitem__("report_id", "Changed"),
        lambda table: table.insert(0, "first", 1),
        lambda table: table.pop("report_id"),
        lambda table: table["report_id"].__setitem__(0, "Changed"),
        lambda table: setattr(table, "index", table["report_id"]),
        lambda table: setattr(table, "columns", range(table.shape[1])),
        lambda table: table.attrs.__setitem__("changed", True),
    ],
)
def test_changing_a_table_does_not_change_the_review(change):
    review = OPENED[SYNTHETIC]
    before = review.tables["reports"].copy()
    change(review.reports)
    pd.testing.assert_frame_equal(review.reports, before)
    assert review.reports["report_id"][0] == "Synthetic2018"
    assert review.reports.attrs == {}


def test_a_spreadsheets_mark_and_line_ends_do_no_harm(tmp_path):
    folder = only("studies", "interventions", to=tmp_path)
    text = (folder / "studies.csv").read_text("utf-8")
    (folder / "studies.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    pd.testing.assert_frame_equal(load_review(folder).studies, OPENED[SYNTHETIC].studies)


def test_columns_may_stand_in_any_order(tmp_path):
    folder = only("agreement", to=tmp_path)
    agreement = pd.read_csv(folder / "agreement.csv", dtype=str)
    agreement[agreement.columns[::-1]].to_csv(folder / "agreement.csv", index=False)
    pd.testing.assert_frame_equal(load_review(folder).agreement, OPENED[SYNTHETIC].agreement)


def test_a_review_is_found_by_its_path_and_by_its_name_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_review(SYNTHETIC) == SYNTHETIC
    assert find_review("williams-2019") == find_review("data/williams-2019") == WILLIAMS
    assert find_review("../data/williams-2019") == WILLIAMS  # as the notebooks say it


def test_a_notebook_notes_the_files_that_it_read(tmp_path, monkeypatch):
    folder = copied(SYNTHETIC, tmp_path)
    monkeypatch.setenv("REVIEWBOOK_READS", str(tmp_path / "reads"))
    review = open_review(folder)
    assert (tmp_path / "reads").read_text().split() == [str(folder / "datapackage.json")]
    review.reports  # noqa: B018 - asking for the table is what counts
    assert (tmp_path / "reads").read_text().split()[1:] == [str(folder / "reports.csv")]


# --- what is refused


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("about 558", "TABL-006"),
        ("558.5", "TABL-006"),
        ("558.0", "TABL-006"),
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


@pytest.mark.parametrize("cell", ["93 %", "93,5", "9e1", "NaN", "inf", "9_3", "-", "101"])
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


def test_a_table_without_content_is_named(tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "editions.csv").write_bytes(b"")
    assert structural(folder) == [("TABL-001", "editions.csv", None, None, "an empty file")]


def test_a_table_with_its_header_alone_is_no_problem(tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "editions.csv").write_text("edition,published,searched_to,note,locator\n", "utf-8")
    review, problems = read(folder)
    assert problems == []
    assert review.editions.empty


def test_a_table_that_cannot_be_read_is_not_held_against_the_tables_that_name_its_rows(tmp_path):
    folder = only("reports", "studies", "interventions", to=tmp_path)
    add_column(folder, "studies", "mood", *["good"] * 4)
    assert structural(folder) == [("TABL-003", "studies.csv", 1, "mood", "an undeclared column")]


def test_a_repeated_column_is_named(tmp_path):
    folder = only("editions", to=tmp_path)
    add_column(folder, "editions", "note", "a", "b")
    assert structural(folder) == [("TABL-003", "editions.csv", 1, "note", "the column twice")]


def test_a_blank_line_and_a_short_row_are_named(tmp_path):
    folder = only("codings", to=tmp_path)
    header, first, *others = (folder / "codings.csv").read_text("utf-8").splitlines()
    lines = [header, first.rpartition(",")[0], "", *others]
    (folder / "codings.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert structural(folder) == [
        ("TABL-004", "codings.csv", 2, None, "a cell missing"),
        ("TABL-004", "codings.csv", 3, None, "a blank row"),
    ]


@pytest.mark.parametrize("text", ["[]", '"a review"', "{"])
def test_a_package_that_is_no_json_object_is_named(text, tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "datapackage.json").write_text(text, "utf-8")
    assert ("PACK-002", "datapackage.json") in [(code, file) for code, file, *_ in structural(folder)]


def test_tables_alone_are_read_and_the_missing_package_is_named(tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "datapackage.json").unlink()
    review, problems = read(folder)
    assert (problems[0].code, problems[0].found) == ("PACK-002", "no such file")
    assert review.title == review.name == "synthetic"
    assert len(review.editions) == 2


# --- keys


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


# --- the file as csv reads it


def write_rows(folder, *rows: list[str], **options) -> None:
    folder.mkdir(exist_ok=True)
    with (folder / "editions.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, **options).writerows(
            [["edition", "published", "searched_to", "note", "locator"], *rows]
        )


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "note",
    [
        'a "quoted" word, and a comma',
        "two\nlines\r\nand\ra third",
        "a\ttab; a | bar; 'single'",
        "a\0nul",
        "x" * 200_000,
        "five hundred ５００ – é",
        "\ufeffmark",
    ],
)
def test_a_cell_is_read_as_it_was_written(note, line_end, tmp_path):
    write_rows(tmp_path / "a", ["1.0", "2020", "2019", note, "x"], lineterminator=line_end)
    csv.field_size_limit(131_072)  # as Python sets it
    assert load_without_package(tmp_path / "a").editions["note"].tolist() == [note]


def load_without_package(folder):
    review, problems = read(folder)
    assert {p.code for p in problems} == {"PACK-002"}
    return review


def test_a_long_table_is_read_cell_by_cell(tmp_path):
    # Longer than what is read at once; some columns repeat few cells, some none, one begins with few and ends with many.
    rows = [
        [f"e{n}", f"{1900 + n % 97}", "2019-05", f"note {n if n > 6000 else n % 3}", f'place "{n}",\n{n % 7}']
        for n in range(23_456)
    ]
    write_rows(tmp_path / "a", *rows)
    editions = load_without_package(tmp_path / "a").editions
    assert editions.to_numpy().tolist() == rows


def test_the_last_row_of_a_long_table_is_checked_like_the_first(tmp_path):
    good = [[f"e{n}", "2020", "2019", f"note {n}", "x"] for n in range(12_345)]
    at = len(good) + 2
    for last, found in [
        (["e99999", "soon", "2019", "n", "x"], ("TABL-008", at, "published", '"soon"')),
        (["e99999", "2020", "2019", "", "x"], ("TABL-005", at, "note", "nothing")),
        (["e7", "2020", "2019", "n", "x"], ("TABL-009", at, None, "the edition of row 9 again")),
        (["e99999", "2020", "2019", "n"], ("TABL-004", at, None, "a cell missing")),
        (["e99999", "2020", "2019", "n", "x", ""], ("TABL-004", at, None, "a cell too many")),
        ([], ("TABL-004", at, None, "a blank row")),
        (["", "", "", "", ""], ("TABL-004", at, None, "a blank row")),
    ]:
        write_rows(tmp_path / "a", *good, last)
        found_there = [(p.code, p.row, p.field, p.found) for p in read(tmp_path / "a")[1]][1:]
        assert found_there == [found]


def test_of_very_many_faults_the_first_are_told(tmp_path):
    write_rows(tmp_path / "a", *([f"e{n}", "soon", "later", "n", "x"] for n in range(9000)))
    told = [(p.row, p.field) for p in read(tmp_path / "a")[1] if p.code == "TABL-008"]
    assert told == [(row, name) for row in range(2, 5002) for name in ("published", "searched_to")]


def test_reading_leaves_the_collector_of_garbage_on():
    load_review(SYNTHETIC)
    assert gc.isenabled()


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
        else:
            kind = kinds[error.type]
        if 'all "None"' not in error.note:
            found.add((kind, error.row_number, getattr(error, "field_name", None)))
    broken = {fault for fault in found if fault[0] == "TABL-004"}
    return broken or found


CELLS = st.sampled_from(
    [
        "",
        " ",
        "1",
        "01",
        "2",
        "-1",
        "3.5",
        "x",
        "X1",
        "yes",
        "reported",
        "not_reported",
        "not_applicable",
        "13",
    ]
)


@settings(max_examples=60, deadline=None)
@given(
    table=st.sampled_from(["tidier", "codes", "sources", "ratings", "editions"]),
    rows=st.lists(st.lists(CELLS, min_size=9, max_size=9), min_size=1, max_size=8),
)
def test_column_by_column_the_rules_find_what_frictionless_finds_row_by_row(table, rows):
    names = [field["name"] for field in schema(table)["fields"]]
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


# --- the author's own columns


def test_the_authors_own_column_is_read_in_its_type():
    studies = OPENED[SYNTHETIC].studies
    assert studies["follow_up_weeks"].tolist() == [26, 52, pd.NA, 12]
    assert studies["follow_up_weeks_as_charted"].tolist() == ["26", "52", "not_reported", "12"]


@pytest.mark.parametrize(
    ("declared", "cells", "expected"),
    [
        ({"type": "integer"}, ("1", "x"), [("TABL-006", 3, '"x"', "an integer or not_reported")]),
        ({"type": "number"}, ("1", "NaN"), [("TABL-006", 3, '"NaN"', "a number or not_reported")]),
        ({"type": "boolean"}, ("true", "maybe"), [("TABL-006", 3, '"maybe"', "a boolean or not_reported")]),
        (
            {"type": "string", "constraints": {"minLength": 3}},
            ("abc", "a"),
            [("TABL-008", 3, '"a"', "minLength 3")],
        ),
        (
            {"type": "string", "constraints": {"unique": True}},
            ("a", "a"),
            [("TABL-009", 3, '"a" again', "a value once")],
        ),
        (
            {"type": "integer", "constraints": {"enum": [1, 2]}},
            ("1", "3"),
            [("TABL-007", 3, '"3"', "one of 1, 2")],
        ),
        (
            {"type": "string", "constraints": {"required": True}},
            ("a", ""),
            [("TABL-005", 3, "nothing", "a value")],
        ),
        ({}, ("anything", "goes"), []),
    ],
)
def test_the_authors_own_column_is_checked_as_declared(declared, cells, expected, tmp_path):
    folder = only("editions", to=tmp_path)
    declare(folder, "editions", {"name": "own"} | declared)
    add_column(folder, "editions", "own", *cells)
    assert [(p.code, p.row, p.found, p.expected) for p in read(folder)[1]] == expected
    assert [p.field for p in read(folder)[1]] == ["own"] * len(expected)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"type": "mood"}, "mood"),
        ({"type": "integer", "constraints": {"tallest": 3}}, "tallest"),
        ({"constraints": None}, ""),
    ],
)
def test_an_authors_column_declared_in_a_way_that_does_not_exist_is_named(wrong, says, tmp_path):
    folder = only("editions", to=tmp_path)
    declare(folder, "editions", {"name": "own"} | wrong)
    add_column(folder, "editions", "own", "good", "bad")
    ((code, file, _, _, found),) = structural(folder)
    assert (code, file) == ("PACK-002", "datapackage.json")
    assert says in found


@pytest.mark.parametrize(
    "resources",
    [
        None,
        {},
        "x",
        ["x"],
        [{"name": ["studies"]}],
        [{"name": "studies"}],
        [{"name": "studies", "schema": "s.json"}],
        [{"name": "studies", "schema": {"fields": 5}}],
        [{"name": "studies", "schema": {"fields": ["follow_up_weeks", {"name": ["follow_up_weeks"]}]}}],
    ],
)
def test_resources_written_in_another_way_declare_nothing(resources, tmp_path):
    folder = only("studies", "interventions", to=tmp_path)
    file = folder / "datapackage.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"resources": resources}), "utf-8")
    found = [problem for problem in structural(folder) if problem[0] != "PACK-005"]
    assert found == [("TABL-003", "studies.csv", 1, "follow_up_weeks", "an undeclared column")]


def test_a_table_that_the_package_does_not_list_is_named_where_it_lists_others(tmp_path):
    folder = only("editions", "flow", to=tmp_path)
    file = folder / "datapackage.json"
    package = json.loads(file.read_text("utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] != "editions"]
    file.write_text(json.dumps(package), "utf-8")
    assert structural(folder) == [("PACK-005", "datapackage.json", None, None, 'no resource "editions"')]


# --- the cut to a part of the review


CUTS = pytest.mark.parametrize(
    ("review", "subset", "min_rating"),
    [
        pytest.param(review, subset, min_rating, id=f"{review.name}-{subset}-{min_rating}")
        for review in (SYNTHETIC, WILLIAMS)
        for subset in ["all", *sorted({row["role"] for row in rows_of(review / "reports.csv")})]
        for min_rating in (0, 3)
    ],
)


@functools.cache
def cut(review, *, subset, min_rating):
    """The review of a subset, without the reports rated lower."""
    return without_low(open_review(review, subset=subset, min_rating=min_rating))


@CUTS
def test_no_row_of_a_part_names_a_row_that_was_left_out(review, subset, min_rating):
    part = cut(review, subset=subset, min_rating=min_rating)
    for name in TABLES:
        for key in schema(name).get("foreignKeys", []):
            (column,), target = key["fields"], key["reference"]["resource"]
            if (name, column) in (("reports", "sample_of"), ("feature_values", "report_id")):
                continue  # what is said of a report that stays, or of its intervention, stays true of one that was left out
            named = set(getattr(part, name)[column].dropna()) - set(NOTHING)
            assert named <= set(getattr(part, target)[key["reference"]["fields"][0]]), (name, column)


@CUTS
def test_a_part_keeps_all_that_belongs_to_its_reports_and_nothing_else(review, subset, min_rating):
    whole, part = OPENED[review], cut(review, subset=subset, min_rating=min_rating)
    points = answering.overall(whole.ratings)["rating"].dropna().to_dict()
    kept = [
        report
        for report, role in whole.reports[["report_id", "role"]].itertuples(index=False)
        if subset in ("all", role) and points.get(report, 4) >= min_rating
    ]
    assert part.reports["report_id"].tolist() == kept
    assert set(part.studies["study_id"]) == set(part.reports["study_id"])
    assert set(part.interventions["intervention_id"]) == set(part.studies["intervention_id"])
    assert set(part.excerpts["excerpt_id"]) == set(part.excerpt_reports["excerpt_id"])
    for name, column in [
        ("ratings", "report_id"),
        ("appraisals", "report_id"),
        ("feature_values", "intervention_id"),
    ]:
        here = getattr(part, {"report_id": "reports", "intervention_id": "interventions"}[column])[column]
        before = getattr(whole, name)
        pd.testing.assert_frame_equal(
            getattr(part, name), before[before[column].isin(here)].reset_index(drop=True)
        )
    said = whole.tidier
    said = said[said["intervention_id"].isin(part.interventions["intervention_id"])]
    said = said[said["report_id"].isna() | said["report_id"].isin([*kept, "not_applicable"])]
    pd.testing.assert_frame_equal(part.tidier, said.reset_index(drop=True))
    for name in ("sources", "flow", "records", "decisions", "codes", "claims", "checklist", "editions"):
        pd.testing.assert_frame_equal(getattr(part, name), getattr(whole, name))


def test_reports_whose_rating_is_unknown_stay(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    answers = folder / "appraisals.csv"
    answers.write_text(
        answers.read_text("utf-8").partition("\n")[0] + "\n", "utf-8"
    )  # none to compute a rating from
    set_cell(
        folder / "ratings.csv", "rating", "not_reported", row=6
    )  # Synthetic2020b; Synthetic2021 has no row at all
    assert without_low(open_review(folder, min_rating=3)).reports["report_id"].tolist() == [
        "Synthetic2018",
        "Synthetic2020b",
        "Synthetic2021",
    ]


def test_a_part_remembers_the_whole_and_what_it_is_contrasted_with():
    part = open_review(SYNTHETIC, subset="coach", min_rating=2)
    assert part.reports["report_id"].tolist() == ["Synthetic2020a", "Synthetic2020b"]
    assert (part.subset, part.min_rating) == ("coach", 2)
    assert (part.full.subset, part.full.min_rating) == ("all", 2)
    assert len(part.full.reports) == 5
    assert part.full.full is part.full


def test_min_rating_leaves_no_report_out():
    assert len(open_review(SYNTHETIC, min_rating=4).reports) == 5


@REVIEWS
def test_the_whole_review_is_not_cut(review):
    opened = open_review(review)
    assert opened.full is opened
    assert {name: len(getattr(opened, name)) for name in TABLES} == {
        name: len(getattr(OPENED[review], name)) for name in TABLES
    }


def test_an_opened_review_is_opened_anew(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    first = open_review(folder, subset="coach")
    shutil.copy(SYNTHETIC / "ratings.csv", folder)
    assert open_review(first).reports["report_id"].tolist() == OPENED[SYNTHETIC].reports["report_id"].tolist()


def test_every_problem_of_structure_is_raised_at_once(tmp_path):
    folder = only("flow", "editions", to=tmp_path)
    set_cell(folder / "flow.csv", "n", "some", row=2)
    set_cell(folder / "editions.csv", "published", "soon", row=2)
    with pytest.raises(ReviewProblems) as raised:
        load_review(folder)
    assert [(p.code, p.file) for p in raised.value.problems] == [
        ("TABL-006", "flow.csv"),
        ("TABL-008", "editions.csv"),
    ]
