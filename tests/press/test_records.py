"""What a notebook was run with: which of its cells still hold when something changed, and what is not known."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from packages import OPENED, SYNTHETIC

from reviewbook.press import notebooks, records, uses
from reviewbook.press.records import CODE, LIBRARY, Job, Stale
from reviewbook.press.uses import Cell
from reviewbook.review.reads import FILE, ROWS, WHOLE

OPENING = [
    Cell("review = 'toy'", False, ()),
    Cell("from reviewbook import tables, open_review", False, ()),
    Cell("review = open_review(review)", False, ("opens",)),
]
FLOW, THEMES, NOTHING = (
    Cell("tables.flow(review)", True, ("tables", "flow")),
    Cell("tables.themes(review)", True, ("tables", "themes")),
    Cell("tables.scope(review)", True, ("tables",)),
)
READ = {
    OPENING[2].source: [(FILE, "toy/datapackage.json")],
    FLOW.source: [(FILE, "toy/flow.csv"), ("flow", ROWS), ("flow", "n")],
    THEMES.source: [(FILE, "toy/codes.csv"), ("codes", ROWS), ("codes", WHOLE), (FILE, "works.bib")],
}


class Book:
    """One notebook of three cells that show something, its record, and all that it depends on, to be changed at will."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch):
        self.root, self.cells = root, [*OPENING, FLOW, THEMES, NOTHING]
        self.inputs = {LIBRARY: "1", "requirements.txt": "1", "the list of tables": "1"}
        self.library = dict.fromkeys(["opens", "tables", "flow", "themes"], "1")
        self.columns: dict[str, str] = {}
        self.asked: list[str] = []
        (root / "toy").mkdir()
        for name in ("flow.csv", "codes.csv", "datapackage.json"):
            self.save(f"toy/{name}", "1")
        self.save("works.bib", "1")
        monkeypatch.setattr(uses, "digests", lambda modules: {one: self.library[one] for one in modules})

    def save(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")
        os.utime(self.root / name, (1_000_000, 1_000_000))

    def job(self) -> Job:
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(one.source) for one in self.cells]
        )
        target, record = self.root / "toy.ipynb", self.root / "toy.json"
        inputs = self.inputs | {CODE: records.of_code(notebook)}
        return Job("toy", target, target, record, notebook, inputs, self.cells)

    def ran(self, **how: Any) -> None:
        """The notebook was run, stored and remembered."""
        job = self.job()
        for at, cell in enumerate(job.notebook.cells, 1):
            cell.execution_count = at
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=cell.source)]
        notebooks.write(job.target, notebooks.text(job.notebook))
        how = {"since": time.time(), "columns": self.digests} | how
        reads = [READ.get(cell.source, []) for cell in self.cells]
        records.remember(job, self.root, records.of_outputs(job.notebook), reads=reads, **how)

    def digests(self, read: Any) -> dict[str, str]:
        self.asked += [records.name_of(one) for one in read]
        tables = {"flow.csv", "codes.csv"}
        return {
            name: self.columns.get(name, "1") if one[0] != FILE else (self.root / one[1]).read_text()
            for one in read
            if Path(name := records.name_of(one)).name not in tables
        }

    def why(self) -> Stale | None:
        return records.why_stale(self.job(), self.root, self.digests)


@pytest.fixture
def book(tmp_path, monkeypatch) -> Book:
    made = Book(tmp_path, monkeypatch)
    made.ran()
    return made


def kept(why: Stale | None) -> list[int]:
    assert why is not None
    return list(why.kept)


def test_what_did_not_change_is_not_stale_and_no_column_is_looked_at(book):
    book.asked.clear()
    assert book.why() is None
    assert book.asked == []


def test_a_changed_column_makes_the_cells_stale_that_read_it(book):
    book.save("toy/flow.csv", "2")
    book.columns["flow.n"] = "2"
    assert book.why() == Stale("flow.csv changed", {4: [[*one] for one in READ[THEMES.source]], 5: []})
    book.columns = {"codes.*": "2"}
    book.save("toy/codes.csv", "2")
    assert kept(book.why()) == [3, 5]
    book.columns = {"flow.": "2"}  # how many rows it has
    assert kept(book.why()) == [4, 5]


def test_a_changed_column_that_no_cell_read_makes_nothing_stale(book):
    book.save("toy/flow.csv", "2")
    book.columns["flow.locator"] = "2"
    assert book.why() is None


def test_a_changed_file_makes_the_cells_stale_that_read_it(book):
    book.save("works.bib", "2")
    assert book.why() == Stale("works.bib changed", {3: [[*one] for one in READ[FLOW.source]], 5: []})


def test_a_changed_description_of_the_review_makes_all_cells_stale(book):
    book.save("toy/datapackage.json", "2")  # read when it is opened
    assert book.why() == Stale("datapackage.json changed")


@pytest.mark.parametrize(
    ("module", "places"), [("flow", [4, 5]), ("themes", [3, 5]), ("tables", []), ("opens", [])]
)
def test_a_changed_part_of_the_library_makes_the_cells_stale_that_use_it(book, module, places):
    book.inputs[LIBRARY] = book.library[module] = "2"
    why = book.why()
    assert why is not None and why.reason == "the library changed" and list(why.kept) == places


def test_a_changed_part_of_the_library_that_no_cell_uses_makes_nothing_stale(book):
    book.inputs[LIBRARY] = "2"
    assert book.why() is None


def test_a_library_that_reads_the_tables_in_another_way_makes_the_cells_stale(book):
    book.inputs[LIBRARY] = book.columns["flow.n"] = "2"
    assert kept(book.why()) == [4, 5]


@pytest.mark.parametrize("what", ["requirements.txt", "the list of tables"])
def test_whatever_else_changes_makes_all_cells_stale(book, what):
    book.inputs[what] = "2"
    assert book.why() == Stale(f"{what} changed")


MORE = Cell("tables.more(review)", True, ("tables",))
OTHER = Cell("review = 'other'", False, ())


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        ([*OPENING, MORE, FLOW, THEMES, NOTHING], [4, 5, 6]),
        ([*OPENING, THEMES, FLOW, NOTHING], [3, 4, 5]),
        ([*OPENING, FLOW, NOTHING], [3, 4]),
        ([*OPENING, FLOW, MORE, NOTHING], [3, 5]),
        ([*OPENING, FLOW, FLOW, THEMES, NOTHING], [3, 4, 5, 6]),
        # What stands before: all that is shown depends on it.
        ([OTHER, *OPENING[1:], FLOW, THEMES, NOTHING], []),
        ([OPENING[0], OTHER, *OPENING[1:], FLOW, THEMES, NOTHING], []),
        ([*OPENING[1:], FLOW, THEMES, NOTHING], []),
        ([OPENING[1], OPENING[0], OPENING[2], FLOW, THEMES, NOTHING], []),
    ],
    ids=[
        *("a new cell", "a moved cell", "a removed cell", "a changed cell", "a cell twice"),
        *("another parameter", "one more parameter", "no parameter", "parameters moved"),
    ],
)
def test_with_other_code_the_cells_are_kept_that_were_there_and_have_the_same_before_them(
    book, cells, places
):
    book.cells = cells
    why = book.why()
    assert why is not None and why.reason == "its code changed" and list(why.kept) == places


def test_a_parameter_that_is_gone_again_makes_all_cells_stale(book):
    book.cells = [OPENING[0], OTHER, *OPENING[1:], FLOW]
    book.ran()
    book.cells = [*OPENING, FLOW]
    assert book.why() == Stale("its code changed")


def test_with_other_code_and_other_tables_both_count(book):
    book.cells = [*OPENING, MORE, THEMES, FLOW]
    book.save("toy/flow.csv", "2")
    book.columns["flow.n"] = "2"
    assert kept(book.why()) == [4]


def test_edited_results_make_all_cells_stale(book):
    target = book.job().target
    edited = nbformat.read(target, as_version=4)
    edited.cells[3].outputs[0].text = "edited"
    nbformat.write(edited, target)
    assert book.why() == Stale("the stored results were edited")


@pytest.mark.parametrize(
    "spoil", ["no record", "half a record", "another record", "no result", "no notebook", "a list"]
)
def test_what_cannot_be_read_is_as_good_as_never_run(book, spoil):
    job = book.job()
    match spoil:
        case "no record":
            job.record.unlink()
        case "half a record":
            job.record.write_text(job.record.read_text("utf-8")[:100], "utf-8")
        case "another record":
            job.record.write_text("{}", "utf-8")
        case "no result":
            job.target.unlink()
        case "no notebook":
            job.target.write_text("{}", "utf-8")
        case "a list":
            job.record.write_text("[]", "utf-8")
    assert book.why() == Stale("no earlier run is recorded")


def test_a_record_of_before_cells_were_told_apart_keeps_none(book):
    record = json.loads(book.job().record.read_text("utf-8"))
    for cell in record["cells"]:
        del cell["shows"]
    book.job().record.write_text(json.dumps(record), "utf-8")
    book.save("toy/flow.csv", "2")
    book.columns["flow.n"] = "2"
    assert book.why() == Stale("flow.csv changed")
    del record["cells"]
    book.job().record.write_text(json.dumps(record), "utf-8")
    assert book.why() == Stale("flow.csv changed")


def test_a_notebook_that_is_no_chapter_is_stale_as_a_whole(book):
    book.save("toy/flow.csv", "2")
    job = replace(book.job(), cells=None)
    assert records.why_stale(job, book.root, book.digests) == Stale("flow.csv changed")


def test_without_the_review_nothing_is_known_of_single_cells(book):
    book.ran(columns=None)
    assert book.why() is None
    book.save("toy/flow.csv", "2")
    assert book.why() == Stale("flow.csv changed")


def test_a_review_that_can_no_longer_be_opened_makes_all_cells_stale(book):
    book.save("toy/flow.csv", "2")
    assert records.why_stale(book.job(), book.root, lambda read: {}) == Stale("flow.csv changed")


def test_nothing_is_remembered_of_a_file_that_was_saved_since(book):
    before = book.job().record.read_bytes()
    book.save("toy/flow.csv", "2")
    began = time.time()
    os.utime(book.root / "toy" / "flow.csv", (began + 1, began + 1))
    book.ran(since=began)
    assert book.job().record.read_bytes() == before
    book.columns["flow.n"] = "2"
    assert kept(book.why()) == [4, 5]


def test_what_still_holds_is_remembered_with_what_is_now(book):
    book.save("toy/flow.csv", "2")
    book.inputs[LIBRARY] = book.library["flow"] = "2"
    records.renew(book.job(), book.root, since=time.time())
    book.columns["flow.n"] = "2"  # nobody looks: no file changed
    assert book.why() is None
    os.utime(book.root / "toy" / "flow.csv")
    before = book.job().record.read_bytes()
    (book.root / "toy" / "flow.csv").write_text("3", "utf-8")
    records.renew(book.job(), book.root, since=time.time() - 1)
    assert book.job().record.read_bytes() == before


# --- of columns

COLUMN, OF_ALL, ROW_COUNT = ("reports", "year"), ("reports", WHOLE), ("reports", ROWS)
ALL = [COLUMN, OF_ALL, ROW_COUNT, ("reports", "no_such_column"), ("codes", WHOLE)]


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda t: t, set()),
        (lambda t: t.assign(year=t["year"] + 1), {COLUMN, OF_ALL}),
        (lambda t: t.assign(year=t["year"].where(t.index > 0)), {COLUMN, OF_ALL}),
        (lambda t: t.assign(year=t["year"].astype("string")), {COLUMN, OF_ALL}),
        (lambda t: t.assign(year=t["year"].to_numpy()[::-1]), {COLUMN, OF_ALL}),
        (lambda t: t.assign(role="none"), {OF_ALL}),
        (lambda t: t.assign(role=t["role"].where(t.index > 0, "<NA>")), {OF_ALL}),
        (lambda t: t.iloc[:-1], {*ALL[:4]}),
        (lambda t: t.assign(more=1), {*ALL[:4]}),
        (lambda t: t.rename(columns={"role": "part"}), {*ALL[:4]}),
    ],
)
def test_a_digest_of_columns_changes_with_what_was_read_of_them(change, changed):
    review = OPENED[SYNTHETIC]
    other = replace(review, tables={**review.tables, "reports": change(review.tables["reports"].copy())})
    before, after = records.of_columns(review, ALL), records.of_columns(other, ALL)
    assert before.keys() == {records.name_of(one) for one in ALL}
    assert {one for one in ALL if before[records.name_of(one)] != after[records.name_of(one)]} == changed


def test_blank_and_a_word_for_it_are_not_the_same():
    review = OPENED[SYNTHETIC]

    def of(*cells: str | None) -> str:
        frame = pd.DataFrame({"role": pd.array(cells, dtype="string")})
        told = replace(review, tables={**review.tables, "reports": frame})
        return records.of_columns(told, [("reports", "role")])["reports.role"]

    assert len({of(None), of(""), of("<NA>"), of("None"), of("nan")}) == 5


def test_how_many_rows_are_charted_counts_as_rows():
    review = OPENED[SYNTHETIC]
    # In a draft, a study that is named and not there yet stands in: its row in the file is 0.
    n = len(review.tables["studies"])
    stands_in = replace(review, rows={"studies.csv": [1, *range(2, n + 1), 0]})
    stands_in = replace(stands_in, rows={"studies.csv": pd.Series(stands_in.rows["studies.csv"]).to_numpy()})
    read = [("studies", ROWS), ("studies", "country")]
    before, after = records.of_columns(review, read), records.of_columns(stands_in, read)
    assert before["studies."] != after["studies."] and before["studies.country"] == after["studies.country"]


def test_of_a_subset_the_whole_review_counts():
    review = OPENED[SYNTHETIC]
    part = replace(review, tables={**review.tables, "reports": review.reports.head(1)}, whole=review)
    assert records.of_columns(part, ALL) == records.of_columns(review, ALL)


def test_a_table_that_the_library_no_longer_knows_has_no_digest():
    assert records.of_columns(OPENED[SYNTHETIC], [("no_such_table", WHOLE)]) == {}
