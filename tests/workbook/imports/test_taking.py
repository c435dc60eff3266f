"""Take a workbook in again: all of it or nothing."""

import csv
import datetime
import random
import shutil
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import MEASURES, SAMPLES, SYNTHETIC, WILLIAMS, copied, only, rows_of, set_cell
from packages.examples import examples
from packages.workbooks import at, changed, header_of, notes, told, typed, written

from reviewbook.files.undo import undo
from reviewbook.review.dictionary import schema
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review
from reviewbook.workbook.imports import taking
from reviewbook.workbook.meaning import escaped


def files(review: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(review.iterdir()) if one.is_file()}


def row_of(file: Path, key: str) -> dict[str, str]:
    return next(row for row in rows_of(file) if next(iter(row.values())) == key)


@pytest.fixture
def review(tmp_path):
    """Some tables of the synthetic review: quicker to write and read than all of them."""
    (tmp_path / "data").mkdir()
    few = ("sources", "eligibility", "features", "editions", "studies", "report_studies", "imports")
    return only(*few, of=SYNTHETIC, to=tmp_path / "data")


@pytest.fixture
def charted(tmp_path):
    (tmp_path / "data").mkdir()
    return only("answers", "choices", "appraisals", "report_studies", of=SYNTHETIC, to=tmp_path / "data")


@pytest.mark.parametrize("source", [SYNTHETIC, SAMPLES, MEASURES, WILLIAMS], ids=lambda path: path.name)
def test_a_workbook_that_nobody_changed_leaves_every_file_byte_for_byte(source, tmp_path):
    review = copied(source, tmp_path)
    before = files(review)
    assert taking.add(review, written(review)).changed == []
    assert files(review) == before


def test_each_change_is_told_by_cell_and_made_and_can_be_undone(review):
    before = files(review)
    file = typed(written(review), "sources", "synmed", "platform", "=A platform")
    said = notes(review, file, dry_run=True)
    assert said == [
        "sources.csv, sheet sources:",
        'sources!C3, platform of synmed: "not_reported" becomes "=A platform"',
    ]
    assert files(review) == before
    report = taking.add(review, file)
    assert (report.files[0].added, report.changed) == (1, ["sources", "imports"])
    assert row_of(review / "sources.csv", "synmed")["platform"] == "=A platform"
    number = report.files[0].import_id
    assert report.notes[-1] == f"To undo all of it: reviewbook import --undo {number} --review {review}"
    undo(review, number)
    assert files(review) == before


def test_rows_that_have_an_order_of_their_own_stay_where_they_stand(review):
    order = [row["feature_id"] for row in rows_of(review / "features.csv")]
    assert order != sorted(order)
    taking.add(review, typed(written(review), "features", order[1], "label", "Another"))
    assert [row["feature_id"] for row in rows_of(review / "features.csv")] == order
    assert row_of(review / "features.csv", order[1])["label"] == "Another"


def test_answers_of_a_charter_change_theirs_alone_and_a_new_one_says_where_it_stands(charted):
    file = typed(written(charted), "reports A1", "Synthetic2018", "blinding", "No")
    typed(file, "reports A1", "Synthetic2021", "blinding", "yes")
    typed(file, "reports A1", "Synthetic2021", "blinding comment", "after a look")
    typed(file, "reports consensus", "Synthetic2021", "blinding", "yes")
    taking.add(charted, file)
    held = {(r["question_id"], r["about_id"], r["charter"]): r for r in rows_of(charted / "answers.csv")}
    before = {(r["question_id"], r["about_id"], r["charter"]): r for r in rows_of(SYNTHETIC / "answers.csv")}
    mended = held.pop(("blinding", "Synthetic2018", "A1"))
    assert mended == before.pop(("blinding", "Synthetic2018", "A1")) | {"value": "no"}
    fresh = held["blinding", "Synthetic2021", "A1"]
    assert (fresh["value"], fresh["comment"]) == ("yes", "after a look")
    settled = held.pop(("blinding", "Synthetic2021", "consensus"))
    assert settled["settled_by"] == "not_reported"
    assert settled["locator"] == "review.xlsx, sheet reports consensus, row 7, column blinding"
    held.pop(("blinding", "Synthetic2021", "A1"))
    before.pop(("blinding", "Synthetic2021", "A1"), None)
    assert held == before


def test_an_answer_that_is_blanked_is_not_charted_and_an_appraisal_is_taken_out(charted):
    file = typed(written(charted), "reports A1", "Synthetic2018", "blinding", None)
    typed(file, "mmat-2018 AA", "Synthetic2021", "1.1", "")
    typed(file, "mmat-2018 AA", "Synthetic2021", "2.1", "Cannot tell")
    n = len(rows_of(charted / "appraisals.csv"))
    taking.add(charted, file)
    blank = [
        r
        for r in rows_of(charted / "answers.csv")
        if (r["question_id"], r["about_id"], r["charter"]) == ("blinding", "Synthetic2018", "A1")
    ]
    assert [row["value"] for row in blank] == [""]
    rows = {
        (r["criterion"], r["tool"], r["appraiser"], r["report_id"]): r
        for r in rows_of(charted / "appraisals.csv")
    }
    assert len(rows) == n
    assert ("1.1", "mmat-2018", "AA", "Synthetic2021") not in rows
    fresh = rows["2.1", "mmat-2018", "AA", "Synthetic2021"]
    assert (fresh["category"], fresh["answer"]) == ("quantitative_randomised", "cannot_tell")


def test_a_new_report_may_be_charted_in_the_same_workbook(charted):
    def change(book):
        book["reports"].append({"A": "New2024"})
        at(book["reports"], "New2024", "locator").value = "Table 1"
        at(book["reports"], "New2024", "reference").value = "99"
        for cell in range(1, 5):
            book["report_studies"].cell(
                7, cell, ("New2024", "flex_trial", "not_applicable", "Table 1")[cell - 1]
            )
        book["reports A1"].append({"A": "New2024"})
        at(book["reports A1"], "New2024", "blinding").value = "unclear"

    taking.add(charted, changed(written(charted), change))
    assert row_of(charted / "reports.csv", "New2024")["locator"] == "Table 1"
    assert [r["value"] for r in rows_of(charted / "answers.csv") if r["about_id"] == "New2024"] == ["unclear"]


def test_an_answer_about_nothing_is_named(charted):
    file = changed(
        written(charted), lambda book: book["reports A1"].append({"A": "Nobody2024", "B": "supervised"})
    )
    assert told(charted, file) == [("WORK-003", "'reports A1'!A8", '"Nobody2024"')]


def test_who_charts_first_fills_in_an_empty_sheet(tmp_path):
    review = only("questions", "choices", "reports", to=tmp_path)
    file = typed(written(review, charters=["CD"]), "reports CD", "Synthetic2018", "blinding", "yes")
    taking.add(review, file)
    assert [(r["charter"], r["value"]) for r in rows_of(review / "answers.csv")] == [("CD", "yes")]
    load_review(review)


def test_a_table_that_a_review_has_not_yet_comes_with_its_first_row(tmp_path):
    review = only("sources", to=tmp_path)
    file = written(review, also=["editions"])
    changed(file, lambda book: book["editions"].append(["0.1", "2024-05-06", "2024-05", "first", "here"]))
    taking.add(review, file)
    assert [row["edition"] for row in rows_of(review / "editions.csv")] == ["0.1"]
    load_review(review)


def test_rows_that_are_gone_stay_unless_that_is_asked_for(review):
    last = rows_of(review / "eligibility.csv")[-1]["criterion_id"]
    n = len(rows_of(review / "eligibility.csv"))

    def change(book):
        page = book["eligibility"]
        page.delete_rows(at(page, last, "criterion_id").row)

    file = changed(written(review), change)
    before = files(review)
    assert notes(review, file) == [
        f"Not in the sheet eligibility any more, and left as they are (--remove takes them out): {last}"
    ]
    assert files(review) == before
    report = taking.add(review, file, remove=True)
    assert len(rows_of(review / "eligibility.csv")) == n - 1
    undo(review, report.files[0].import_id)
    assert files(review) == before


def test_a_row_on_which_others_stand_is_not_taken_out(review):
    def change(book):
        page = book["studies"]
        page.delete_rows(at(page, "flex_trial", "study_id").row)

    found = told(review, changed(written(review), change), remove=True)
    assert {code for code, _, _ in found} == {"TABL-010"} and "flex_trial" in found[0][2]


def test_every_problem_is_named_by_its_cell_at_once_and_nothing_is_written(charted):
    def change(book):
        at(book["reports"], "Synthetic2018", "year").value = "many"
        at(book["reports"], "Synthetic2018", "year_basis").value = "guess"
        at(book["studies"], "flex_trial", "intervention_id").value = "nobody"
        at(book["studies"], "flex_trial", "label").value = None
        at(book["reports A1"], "Synthetic2018", "blinding").value = "perhaps"
        at(book["questions"], "design", "position").value = 0

    found = told(charted, changed(written(charted), change))
    assert {(code, place) for code, place, _ in found} == {
        ("TABL-006", "reports!C2"),
        ("TABL-007", "reports!D2"),
        ("TABL-010", "studies!B2"),
        ("TABL-005", "studies!C2"),
        ("WORK-004", "'reports A1'!K3"),
        ("TABL-008", "questions!B2"),
    }


def test_of_a_row_that_stands_twice_every_other_fault_is_named_too(review):
    def change(book):
        at(book["sources"], "synmed", "kind").value = "odd"
        book["sources"].cell(at(book["sources"], "synreg", "kind").row, 1).value = "synmed"

    found = {(code, place) for code, place, _ in told(review, changed(written(review), change))}
    assert found >= {("WORK-003", "sources!A4"), ("TABL-007", "sources!D3")}


def test_many_faults_of_one_column_are_told_together_and_few_by_cell(review):
    def change(book):
        for key in ("synbase", "synmed", "synreg"):
            at(book["sources"], key, "kind").value = "odd"
        for row in range(2, 7):
            book["eligibility"].cell(row, 3).value = "odd"

    with pytest.raises(ReviewProblems) as raised:
        taking.add(review, changed(written(review), change))
    lines = [line for line in str(raised.value).splitlines() if line.startswith("TABL")]
    assert [line.split(": found")[0] for line in lines] == [
        "TABL-007  review.xlsx, row 2, field sources!D2",
        "TABL-007  review.xlsx, row 3, field sources!D3",
        "TABL-007  review.xlsx, row 4, field sources!D4",
        "TABL-007  review.xlsx, rows 2-6, field eligibility!C",
    ]


def test_what_was_wrong_before_keeps_nobody_from_changing_something_else(review):
    set_cell(review / "sources.csv", "kind", "odd", row=2)
    taking.add(review, typed(written(review), "sources", "synbase", "platform", "Another"))
    assert row_of(review / "sources.csv", "synbase")["platform"] == "Another"
    assert told(review, typed(written(review), "sources", "synmed", "kind", "odd"))[0][1] == "sources!D3"


def test_tables_that_changed_since_are_kept_cell_by_cell(review):
    file = typed(written(review), "sources", "synmed", "platform", "typed")
    set_cell(review / "sources.csv", "name", "Since", row=3)
    set_cell(review / "sources.csv", "name", "Since too", row=2)
    taking.add(review, file)
    assert row_of(review / "sources.csv", "synmed")["platform"] == "typed"
    assert row_of(review / "sources.csv", "synmed")["name"] == "Since"
    assert row_of(review / "sources.csv", "synbase")["name"] == "Since too"
    set_cell(review / "sources.csv", "platform", "since", row=3)
    assert told(review, file) == [("WORK-005", "sources!C3", '"typed", where "not_reported" stood')]


def test_a_workbook_may_be_taken_in_again_and_again(review):
    file = written(review)
    first = taking.add(review, typed(file, "sources", "synmed", "platform", "one"))
    assert taking.add(review, file).changed == []
    set_cell(
        review / "sources.csv", "platform", "not_reported", row=3
    )  # as it was: the same change once more
    second = taking.add(review, file)
    ids = [row["import_id"] for row in rows_of(review / "imports.csv")]
    assert first.files[0].import_id != second.files[0].import_id and len(set(ids)) == len(ids)


def test_a_day_that_a_spreadsheet_made_is_the_day_that_stood_there(review):
    before = files(review)
    file = typed(written(review), "editions", "0.2", "published", datetime.datetime(2022, 3, 1))
    assert taking.add(review, file).changed == [] and files(review) == before


# --- whatever people type

KEPT = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t")
TYPED = st.one_of(
    st.text(KEPT, max_size=30),
    st.builds(
        str.__add__,
        st.sampled_from(
            ["=", "+", "-", "@", "'", '"', "0", "00", "1/5/", "_x0041_", "1e", "#", ";", ",", "TRUE"]
        ),
        st.text(KEPT, max_size=12),
    ),
    st.integers(0, 10**30).map(lambda n: f"{n:020d}"),
)


def free(table: str) -> list[str]:
    """The columns of a table that hold any text."""
    about = schema(table)
    named = {one["fields"][0] for one in about.get("foreignKeys", [])} | {*about["primaryKey"]}
    return [one["name"] for one in about["fields"]
            if one["name"] not in named and one.get("type") == "string" and not one.get("constraints")]  # fmt: skip


TABLES = ("reports", "studies", "interventions", "codes", "feature_values")


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return only(*TABLES, of=SYNTHETIC, to=tmp_path_factory.mktemp("small"))


@pytest.mark.hypothesis
@given(
    st.lists(
        st.tuples(st.sampled_from(TABLES), st.integers(0, 99), st.integers(0, 99), TYPED),
        min_size=50,
        max_size=50,
    ),
    st.integers(),
)
@examples(20)
def test_random_edits_come_back_as_they_were_typed(small, edits, seed):
    """Fifty cells an example, in sheets whose rows were sorted otherwise, columns moved and blank rows put between."""
    with tempfile.TemporaryDirectory() as aside:
        review = Path(shutil.copytree(small, Path(aside) / small.name))
        wanted = {table: rows_of(review / f"{table}.csv") for table in TABLES}
        chosen: dict[tuple[str, tuple, str], str] = {}
        for table, row, column, text in edits:
            names = [name for name in free(table) if name in wanted[table][0]]
            cells = wanted[table][row % len(wanted[table])]
            name = names[column % len(names)]
            key = tuple(cells[part] for part in schema(table)["primaryKey"] if part in cells)
            chosen[table, key, name] = text
        file = written(review)
        book = openpyxl.load_workbook(file)
        for table in TABLES:
            _typed(
                book[table],
                {at[1:]: text for at, text in chosen.items() if at[0] == table},
                schema(table)["primaryKey"],
                random.Random(seed),
            )
        book.save(file)
        taking.add(review, file)
        for table in TABLES:
            keys = [part for part in schema(table)["primaryKey"] if part in wanted[table][0]]
            for cells in wanted[table]:
                for name in cells:
                    at_ = (table, tuple(cells[part] for part in keys), name)
                    if at_ in chosen and chosen[at_].strip() != cells[name].strip():
                        cells[name] = chosen[at_].strip()
            assert rows_of(review / f"{table}.csv") == wanted[table]
        again = written(review)
        assert taking.add(review, again).changed == []


def _typed(page, cells: dict, key: list[str], chance: random.Random) -> None:
    """Type texts into a sheet, and put its rows and columns into another order, with blank rows between."""
    header = header_of(page)
    lines = [[cell.value for cell in row] for row in page.iter_rows(min_row=header)]
    names, *rows = lines
    keys = [names.index(part) for part in key if part in names]
    for row in rows:
        for (known, name), text in cells.items():
            if tuple(row[at] for at in keys) == known:
                row[names.index(name)] = escaped(text) or None
    order = chance.sample(range(len(names)), len(names))
    chance.shuffle(rows)
    page.delete_rows(header, page.max_row)
    for number, row in enumerate([names, *rows], header):
        number += 3 * (number > header + 1)
        for column, place in enumerate(order, 1):
            cell = page.cell(number, column)
            cell.value = row[place]
            if isinstance(row[place], str):
                cell.data_type = "s"


def test_the_csv_module_reads_what_was_written(review):
    taking.add(review, typed(written(review), "sources", "synmed", "name", 'a "b", c\nd'))
    with (review / "sources.csv").open(encoding="utf-8", newline="") as lines:
        assert 'a "b", c\nd' in {cell for row in csv.reader(lines) for cell in row}
