"""What the remedy of a problem code says, done: by hand to the broken review of the code, or to what a verb was given.

To add one for a new code of `check`, write below a function that takes the broken review's folder and does what the remedy says::

    @repair("ABCD-001", "Write the value that is expected")
    def _(review):
        set_cell(review / "table.csv", "column", "value", row=2)

The words are those of the remedy that the function follows: a remedy that names several ways ("or ...") needs a function for
each. ``given`` changes the broken review first, for a way that the broken review as it is has no use for. For a code that only
a verb raises see `repairs_of_verbs`.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from reviewbook.cli import main
from reviewbook.files import describe

from . import SYNTHETIC, WILLIAMS, rows_of, set_cell


class Repair(NamedTuple):
    """One way to follow a remedy."""

    words: str  # of the remedy
    does: Callable[[Path], object]
    given: Callable[[Path], object] | None  # what is done to the broken review first


REPAIRS: dict[str, list[Repair]] = defaultdict(list)


def repair(code: str, words: str, *, given: Callable[[Path], object] | None = None):
    """Note a function as one way to follow the remedy of a code."""

    def note(does: Callable[[Path], object]):
        REPAIRS[code].append(Repair(words, does, given))
        return does

    return note


# --- what a person does in a spreadsheet, or in an editor


def write(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows(rows)


def cells(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def drop(file: Path, row: int) -> None:
    """Take a row out; ``row`` counts as a spreadsheet does."""
    rows = cells(file)
    del rows[row - 1]
    write(file, rows)


def drop_where(file: Path, **values: str) -> None:
    """Take the rows out that have these values."""
    header, *rows = cells(file)
    at = {header.index(name): value for name, value in values.items() if name in header}
    write(file, [header, *(row for row in rows if not at or any(row[n] != value for n, value in at.items()))])


def append(file: Path, *, like: int = 2, **values: str) -> None:
    """Add a row: a copy of another with other values."""
    header, *rows = cells(file)
    new = dict(zip(header, rows[like - 2], strict=True)) | values
    write(file, [header, *rows, [new[name] for name in header]])


def set_where(file: Path, column: str, text: str, /, **where: str) -> None:
    """Write a cell in each row that has these values."""
    header, *rows = cells(file)
    for row in rows:
        if all(row[header.index(name)] == wanted for name, wanted in where.items()):
            row[header.index(column)] = text
    write(file, [header, *rows])


def set_flow(review: Path, step: str, n: str, **where: str) -> None:
    set_where(review / "flow.csv", "n", n, step=step, **where)


def set_package(review: Path, **values: object) -> None:
    """Write properties into datapackage.json; None takes one out."""
    file = review / "datapackage.json"
    package = json.loads(file.read_text("utf-8")) | values
    file.write_text(
        json.dumps({name: value for name, value in package.items() if value is not None}), "utf-8"
    )


def restore(review: Path, *names: str) -> None:
    """The file as it is in the synthetic review, where that is what a person would write."""
    for name in names:
        shutil.copy(SYNTHETIC / name, review / name)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new), "utf-8")


def dedupe(review: Path, *options: str) -> None:
    assert main(["dedupe", "--review", str(review), *options]) == 0


# --- the package and its tables


@repair("PACK-002", "Correct the file at the place named")
def _(review):
    restore(review, "datapackage.json")


@repair(
    "PACK-002", "copy that of another review", given=lambda review: (review / "datapackage.json").unlink()
)
def _(review):
    shutil.copy(WILLIAMS / "datapackage.json", review)
    new = {
        "name": "synthetic",
        "title": "Exercise",
        "questions": ["What helps?"],
        "contributors": [{"title": "A. Author"}],
    }
    gone = ("resources", "bibliography", "citation", "relation", "updates", "changes")
    set_package(review, **dict.fromkeys(gone), **new)
    describe.write(review)


@repair("PACK-013", "Add to datapackage.json what is expected")
def _(review):
    licence = {"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}
    source = {"title": "SYNTHETIC: there is no source", "path": "https://example.org/synthetic"}
    set_package(review, sources=[source | {"licenses": [licence]}])


@repair("PACK-014", "List each person as a contributor of their own")
def _(review):
    words = ["describe", str(review), "--people", "SYNTHETIC Roe; SYNTHETIC Doe"]
    assert main(words) == 0


@repair("PACK-003", "Add the property to datapackage.json")
def _(review):
    set_package(review, licenses=[{"name": "CC-BY-4.0"}])


@repair("PACK-004", "move it out of the folder")
def _(review):
    (review / "notes.csv").unlink()


@repair(
    "PACK-004",
    "Rename the file to one of the tables that are expected",
    given=lambda review: [
        (review / "notes.csv").unlink(),
        (review / "checklist.csv").rename(review / "list.csv"),
    ],
)
def _(review):
    (review / "list.csv").rename(review / "checklist.csv")


@repair("PACK-005", "Run `reviewbook describe` on the folder")
def _(review):
    assert main(["describe", str(review)]) == 0


@repair("TABL-001", "Save the table as CSV in UTF-8 with one header row")
def _(review):
    file = review / "editions.csv"
    file.write_bytes(file.read_bytes().decode("latin-1").encode())


def _with_long_note(review: Path) -> None:
    restore(review, "editions.csv")
    set_cell(review / "editions.csv", "note", "long " * 200_001, row=2)


def _with_open_mark(review: Path) -> None:
    """A quotation mark that swallows what comes after it."""
    restore(review, "editions.csv")
    file = review / "editions.csv"
    text = file.read_text("utf-8").replace('"SYNTHETIC: one report added, five in all."', "five in all")
    row = text.splitlines()[2].removeprefix("0.2")
    file.write_text(text + "".join(f"{n}.0{row}\n" for n in range(1, 25_000)), "utf-8")
    replace(file, 'reports.",', "reports.,")


@repair("TABL-014", "close it", given=_with_open_mark)
def _(review):
    replace(review / "editions.csv", "reports.,", 'reports.",')


@repair("TABL-014", "shorten the cell", given=_with_long_note)
def _(review):
    set_cell(review / "editions.csv", "note", "long", row=2)


@repair("TABL-014", "take out rows and columns until there are as many as are expected")
def _(review):
    write(review / "editions.csv", [row[:5] for row in cells(review / "editions.csv")])


@repair("TABL-002", "Add the column and fill it")
def _(review):
    header, *rows = cells(review / "editions.csv")
    write(review / "editions.csv", [[*header, "note"], *([*row, "First state."] for row in rows)])


@repair("TABL-003", "take it out")
def _(review):
    write(review / "editions.csv", [row[:-1] for row in cells(review / "editions.csv")])


def misspell_note(review):
    restore(review, "editions.csv")
    replace(review / "editions.csv", "note", "notes")


@repair("TABL-003", "Rename the column to one that is expected", given=misspell_note)
def _(review):
    replace(review / "editions.csv", "notes", "note")


@repair("TABL-003", "add it to the fields of the table in datapackage.json")
def _(review):
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "editions":
            resource["schema"]["fields"].append({"name": "mood", "type": "string"})
    set_package(review, resources=package["resources"])


@repair("TABL-004", "Put cells that hold a comma into quotation marks")
def _(review):
    replace(
        review / "editions.csv",
        "SYNTHETIC: first state, four reports.",
        '"SYNTHETIC: first state, four reports."',
    )


def cut_a_row(review):
    restore(review, "editions.csv")
    replace(review / "editions.csv", "2021-12,2021-06,", "2021-12,")


@repair("TABL-004", "give each row as many cells as the header has", given=cut_a_row)
def _(review):
    replace(review / "editions.csv", "2021-12,", "2021-12,2021-06,")


@repair("TABL-005", "Fill the cell in")
def _(review):
    set_cell(review / "editions.csv", "note", "One report added.", row=3)


@repair("TABL-005", "take the row out")
def _(review):
    drop(review / "editions.csv", 3)


@repair("TABL-006", "Write what is expected, a number in plain digits")
def _(review):
    set_cell(review / "flow.csv", "n", "20", row=2)


def date_in_words(review):
    restore(review, "flow.csv")
    set_cell(review / "editions.csv", "published", "spring 2022", row=3)


@repair("TABL-007", "Write one of the values that are expected")
def _(review):
    set_cell(review / "interventions.csv", "delivery", "other", row=3)


@repair("TABL-008", "Look the value up again, and write it as is expected")
def _(review):
    set_cell(review / "flow.csv", "n", "3", row=3)


@repair("TABL-008", "write it as is expected", given=date_in_words)
def _(review):
    set_cell(review / "editions.csv", "published", "2022-03", row=3)


@repair("TABL-009", "Give the row a key of its own")
def _(review):
    set_cell(review / "editions.csv", "edition", "0.2", row=3)


@repair("TABL-009", "take the repeated row out")
def _(review):
    drop(review / "editions.csv", 3)


@repair("TABL-010", "Correct the name to one that is expected")
def _(review):
    replace(review / "codings.csv", "oportunity", "opportunity")


@repair("TABL-010", "add a row with this name to the other table")
def _(review):
    append(review / "codes.csv", like=9, code_id="oportunity", position="4", label="Chance")


@repair("TABL-011", "Add the table with a row for each name")
def _(review):
    restore(review, "records.csv")
    describe.write(review)


@repair("TABL-011", "take out the rows that name them")
def _(review):
    for table in ("decisions", "merges"):
        write(review / f"{table}.csv", cells(review / f"{table}.csv")[:1])
    describe.write(review)


@repair("TABL-012", "Fill the cells in")
def _(review):
    set_cell(review / "interventions.csv", "abbreviation", "MM", row=3)


@repair("TABL-012", "write not_reported where the source is silent")
def _(review):
    set_cell(review / "interventions.csv", "abbreviation", "not_reported", row=3)


@repair("TABL-012", "not_applicable where the question does not arise")
def _(review):
    set_cell(review / "interventions.csv", "abbreviation", "not_applicable", row=3)


@repair("CITE-001", "Add an entry with this key to the bibliography")
def _(review):
    with (review / "references.bib").open("a", encoding="utf-8") as lines:
        lines.write(
            "\n@article{Synthetic2021,\n  title = {Title}, author = {Author, A.}, journal = {Journal}, year = {2021}\n}\n"
        )


@repair(
    "CITE-001",
    "put a BibTeX file there in which each key stands once",
    given=lambda review: (review / "references.bib").unlink(),
)
def _(review):
    restore(review, "references.bib")


# --- the flow


@repair("FLOW-001", "correct the count that is wrong")
def _(review):
    set_flow(review, "automation_removed", "0")


@repair("FLOW-002", "Correct the counts so that the reasons add up to their total")
def _(review):
    set_flow(review, "other_removed", "0", reason="Retracted")


@repair("FLOW-002", "write not_reported for a reason whose count is not given")
def _(review):
    set_flow(review, "other_removed", "not_reported", reason="Retracted")


@repair("FLOW-003", "Correct the count")
def _(review):
    set_flow(review, "included", "4", unit="studies")


@repair("FLOW-003", "add what is missing to the table named, with its rows in the tables that go with it")
def _(review):
    append(
        review / "studies.csv",
        like=2,
        study_id="flex_interviews",
        label="FlexLine interviews",
        participants_n="12",
    )
    for column, value in (("study_id", "flex_interviews"), ("sample_of", "not_applicable")):
        set_where(review / "report_studies.csv", column, value, report_id="Synthetic2019")


@repair("FLOW-004", "correct the count that is wrong")
def _(review):
    set_cell(review / "sources.csv", "records", "4", row=4)


@repair("FLOW-005", "correct one of the two")
def _(review):
    set_flow(review, "synthesised", "2", unit="studies")


@repair("FLOW-005", "Count reports and studies apart")
def _(review):
    set_flow(review, "synthesised", "3", unit="reports")


@repair("FLOW-006", "Correct the count")
def _(review):
    restore(review, "flow.csv")


@repair("FLOW-006", "the decision or source of the records that were counted wrong")
def _(review):
    judged = [
        row["record_id"]
        for row in rows_of(review / "decisions.csv")
        if row["reason"] == "No exercise programme"
    ]
    one = judged[0]
    set_where(
        review / "decisions.csv",
        "reason",
        "No adults with back pain",
        record_id=one,
        reason="No exercise programme",
    )


@repair("FLOW-007", "Add the row of the box that is missing")
def _(review):
    append(review / "flow.csv", like=4, position="16", step="screened", stage="abstract", n="9")
    header, *rows = cells(review / "flow.csv")
    rows.insert(4, rows.pop())  # before the box that needs it
    write(review / "flow.csv", [header, *([str(at), *row[1:]] for at, row in enumerate(rows, 1))])


@repair("FLOW-007", "take out the row that needs it")
def _(review):
    drop(review / "flow.csv", 6)


@repair("FLOW-008", "Take one of the two rows out")
def _(review):
    drop(review / "flow.csv", 5)


@repair("FLOW-008", "tell them apart by stage, unit, reason or route")
def _(review):
    set_cell(review / "flow.csv", "reason", "Wrong language", row=5)


@repair("FLOW-010", "Correct the count of the previous version")
def _(review):
    set_flow(review, "previous", "3")


@repair("FLOW-010", "of both together")
def _(review):
    set_flow(review, "total", "7")


@repair("FLOW-011", "Correct the count in the synthesis")
def _(review):
    set_flow(review, "synthesised", "5")


@repair("FLOW-011", "its unit", given=lambda review: set_flow(review, "synthesised", "4", unit="reports") or [
    set_where(review / "flow.csv", "unit", "interventions", step="synthesised")])  # fmt: skip
def _(review):
    set_where(review / "flow.csv", "unit", "studies", step="synthesised")


@repair(
    "FLOW-012", "name one of the layouts that are expected in the property flow_layout of datapackage.json"
)
def _(review):
    set_package(review, flow_layout="prisma-2020")


@repair("FLOW-012", "take it out")
def _(review):
    set_package(review, flow_layout=None)


def link(review: Path, record: str, report: str = "Synthetic2021") -> None:
    set_where(review / "reports.csv", "record_id", record, report_id=report)


def decide_on_the_last(decision: str) -> Callable[[Path], None]:
    def decide(review: Path) -> None:
        link(review, "R18")
        for reviewer in dict.fromkeys(row["reviewer"] for row in rows_of(review / "decisions.csv")):
            set_where(
                review / "decisions.csv",
                "decision",
                decision,
                record_id="R18",
                stage="full_text",
                reviewer=reviewer,
            )

    return decide


@repair(
    "FLOW-016",
    "Run `reviewbook include`, which makes or links its report",
    given=lambda review: link(review, ""),
)
def _(review):
    assert main(["include", str(review), "--link", "R18", "Synthetic2021"]) == 0


@repair("FLOW-016", "write its record_id into the row of the report that stands for it")
def _(review):
    link(review, "R18")


@repair("FLOW-017", "Correct the decision on the record", given=decide_on_the_last("exclude"))
def _(review):
    decide_on_the_last("include")(review)


@repair("FLOW-017", "write into record_id the record that the report was found as")
def _(review):
    link(review, "R18")


@repair("FLOW-017", "not_applicable where it came from none")
def _(review):
    link(review, "not_applicable")


@repair("FLOW-018", "Write another record into record_id of one of the two")
def _(review):
    link(review, "R13", "Synthetic2020b")


@repair("FLOW-018", "not_applicable where it came from no record")
def _(review):
    link(review, "not_applicable", "Synthetic2020b")


@repair("DECI-001", "Take the decision out")
def _(review):
    drop(review / "decisions.csv", 38)


def by_a_third_reviewer(review):
    for column, value in (("reviewer", "CC"), ("decision", "include"), ("reason", "not_applicable")):
        set_cell(review / "decisions.csv", column, value, row=38)


@repair("DECI-001", "write the record that is kept into its record_id", given=by_a_third_reviewer)
def _(review):
    set_cell(review / "decisions.csv", "record_id", "R01", row=38)


@repair("DECI-007", "Write it under written as decisions.csv has it at this stage")
def _(review):
    set_cell(review / "reasons.csv", "written", "No results", row=4)


@repair("DECI-007", "take its row out of reasons.csv")
def _(review):
    drop(review / "reasons.csv", 4)


@repair("DECI-006", "Take the later decision out")
def _(review):
    drop(review / "decisions.csv", 65)


@repair("DECI-006", "add a decision include of the reviewer consensus at the earlier stage")
def _(review):
    earlier = {
        "stage": "title_abstract",
        "reviewer": "consensus",
        "decision": "include",
        "reason": "not_applicable",
    }
    append(review / "decisions.csv", like=65, **earlier)
    append(review / "decisions.csv", like=65, stage="retrieval", decision="include", reason="not_applicable")
    for step, n, where in (
        ("excluded", "7", {"stage": "title_abstract"}),
        ("sought", "10", {}),
        ("assessed", "10", {}),
        ("excluded", "5", {"stage": "full_text", "reason": "not_applicable"}),
        ("excluded", "2", {"reason": "No results"}),
    ):
        set_flow(review, step, n, **where)


# --- duplicates and agreement


@repair("DEDU-001", "take the pair back with --undo")
def _(review):
    dedupe(review, "--undo", "R13", "R12", "--reason", "Two records")


def unset_a_duplicate(review):
    restore(review, "merges.csv")
    set_where(review / "records.csv", "duplicate_of", "not_applicable", record_id="R17")


@repair(
    "DEDU-001",
    "Run `reviewbook dedupe`, which sets duplicate_of as merges.csv has it",
    given=unset_a_duplicate,
)
def _(review):
    dedupe(review)


@repair("DEDU-002", "Run `reviewbook dedupe`, which takes it over")
def _(review):
    dedupe(review)


@repair("DEDU-002", "give the reason with --merge")
def _(review):
    dedupe(review, "--merge", "R17", "R03", "--reason", "One trial")


@repair("DEDU-003", "Write the record that is kept into duplicate_of")
def _(review):
    set_where(review / "records.csv", "duplicate_of", "R02", record_id="R17")


def three_alike(review):
    """R17 is the same as R11 and R02."""
    for column, value in (
        ("title", "Synthetic record 02"),
        ("year", "2014"),
        ("doi", "10.5555/synthetic-02"),
    ):
        set_where(review / "records.csv", column, value, record_id="R17")


@repair("DEDU-003", "run `reviewbook dedupe`, which does so", given=three_alike)
def _(review):
    dedupe(review)


@repair("DEDU-004", "Write the record that is kept into duplicate_of of each")
def _(review):
    set_where(review / "records.csv", "duplicate_of", "R01", record_id="R10")
    set_where(review / "records.csv", "duplicate_of", "R02", record_id="R11")
    drop_where(review / "merges.csv", record_id="R10")
    dedupe(review)


def circle_with_the_kept_record(review):
    restore(review, "records.csv", "merges.csv")
    set_where(review / "records.csv", "duplicate_of", "R10", record_id="R01")


@repair("DEDU-004", "not_applicable where it is kept itself", given=circle_with_the_kept_record)
def _(review):
    set_where(review / "records.csv", "duplicate_of", "not_applicable", record_id="R01")


@repair("DEDU-005", "Run `reviewbook dedupe`, which takes them apart in records.csv too")
def _(review):
    dedupe(review)
    judged = {
        "reviewer": "consensus",
        "stage": "title_abstract",
        "decision": "exclude",
        "reason": "Off topic",
    }
    append(review / "decisions.csv", record_id="R17", **judged)
    for step, n in (("duplicates_removed", "2"), ("screened", "18"), ("excluded", "9")):
        set_flow(review, step, n, **({"stage": "title_abstract"} if step != "duplicates_removed" else {}))


@repair("DEDU-005", "merge the two again with --merge")
def _(review):
    dedupe(review, "--merge", "R17", "R03", "--reason", "One trial")


@repair("DEDU-007", "Keep the row that holds, and take the other out")
def _(review):
    drop(review / "merges.csv", 5)


@repair("SEAR-001", "correct the number in the line that combines it")
def _(review):
    set_cell(review / "searches.csv", "text", "1 and 2", row=4)


@repair("SEAR-001", "Write the line that is missing")
def _(review):
    head, one, two, last, *others = cells(review / "searches.csv")
    at = head.index("line")
    three, four = ([*two[:at], n, *two[at + 1 :]] for n in ("3", "4"))
    write(review / "searches.csv", [head, one, two, three, four, [*last[:at], "5", *last[at + 1 :]], *others])


@repair("SEAR-002", "correct the one that is wrong")
def _(review):
    set_cell(review / "searches.csv", "hits", "7", row=5)


@repair("SEAR-003", "Correct the day of the search")
def _(review):
    set_cell(review / "searches.csv", "run_at", "2022-01-15", row=5)


@repair("SEAR-003", "or the end of the period")
def _(review):
    set_cell(review / "sources.csv", "updated_to", "2021-12", row=3)


@repair("SEAR-004", "Take it in with `reviewbook import search`")
def _(review):
    file = review.parent / "synmed.txt"
    file.write_text("1. back pain AND exercise (7)\n", encoding="utf-8")
    assert main(["import", "search", str(file), "--review", str(review), "--source", "synmed"]) == 0


@repair("SEAR-004", "write one line whose text is not_reported")
def _(review):
    rows = cells(review / "searches.csv")
    write(
        review / "searches.csv",
        [
            *rows,
            ["synmed-1", "synmed", "1", "not_reported", "not_reported", "", "", "", "", "Synthetic paper"],
        ],
    )


@repair("PROT-001", "Write why it was done otherwise")
def _(review):
    set_cell(review / "protocol.csv", "reason", "SYNTHETIC: no time was left.", row=4)


@repair("PROT-001", "or not_reported where the source does not say it")
def _(review):
    set_cell(review / "protocol.csv", "reason", "not_reported", row=4)


@repair("IMPT-017", "run `reviewbook describe DIR --looked-at IMPORT_ID`")
def _(review):
    assert main(["describe", str(review), "--looked-at", "i5a0000000001"]) == 0


@repair("AGRE-001", "Correct the figure after its source")
def _(review):
    set_cell(review / "agreement.csv", "percent", "88", row=2)


# --- studies


@repair("STUD-001", "Give the study the size of its whole sample")
def _(review):
    set_where(review / "studies.csv", "participants_n", "41", study_id="flex_trial")


@repair("STUD-001", "correct the number of the report")
def _(review):
    set_cell(review / "reports.csv", "participants_n", "40", row=2)


@repair("STUD-002", "correct sample_of")
def _(review):
    set_cell(review / "report_studies.csv", "sample_of", "Synthetic2018", row=3)


def a_pilot_that_is_a_part_of_the_trial(review):
    restore(review, "report_studies.csv")
    set_where(review / "report_studies.csv", "sample_of", "Synthetic2020a", report_id="Synthetic2020b")


@repair(
    "STUD-002",
    "Put both reports under one study in report_studies.csv",
    given=a_pilot_that_is_a_part_of_the_trial,
)
def _(review):
    set_where(review / "report_studies.csv", "study_id", "strong_trial", report_id="Synthetic2020b")
    drop_where(review / "studies.csv", study_id="strong_pilot")
    drop_where(review / "answers.csv", about_id="strong_pilot")
    set_flow(review, "included", "3", unit="studies")


@repair("STUD-003", "Add a row with its report to report_studies.csv")
def _(review):
    append(review / "report_studies.csv", study_id="unreported_pilot", report_id="Synthetic2019")


@repair("STUD-003", "take the study out; then correct the counts of flow.csv")
def _(review):
    drop_where(review / "studies.csv", study_id="unreported_pilot")
    set_flow(review, "included", "4", unit="studies")


@repair("STUD-004", "Write its intervention_id into the row of its study in studies.csv")
def _(review):
    set_where(review / "studies.csv", "intervention_id", "movemore", study_id="move_cohort")


@repair("STUD-004", "take the intervention out of all tables; then correct the counts of flow.csv")
def _(review):
    for table in ("interventions", "feature_values", "tidier"):
        drop_where(review / f"{table}.csv", intervention_id="movemore")
    drop_where(review / "answers.csv", about_id="movemore")
    set_flow(review, "included", "2", unit="interventions")


@repair("STUD-005", "Correct the role of the report")
def _(review):
    set_cell(review / "reports.csv", "role", "physiotherapist", row=6)


@repair("STUD-005", "the worker_role of the intervention")
def _(review):
    set_where(review / "interventions.csv", "worker_role", "coach", intervention_id="movemore")


@repair("STUD-006", "Name the main report in sample_of of the others")
def _(review):
    set_cell(review / "report_studies.csv", "sample_of", "Synthetic2018", row=3)


@repair("STUD-006", "give reports on other people a study of their own")
def _(review):
    append(
        review / "studies.csv",
        like=2,
        study_id="flex_interviews",
        label="FlexLine interviews",
        participants_n="12",
    )
    set_cell(review / "report_studies.csv", "study_id", "flex_interviews", row=3)
    set_flow(review, "included", "5", unit="studies")


@repair("STUD-011", "Add a row with the report and its study to report_studies.csv")
def _(review):
    append(review / "report_studies.csv", report_id="Synthetic2019", sample_of="Synthetic2018")


@repair("TABL-031", "Run `reviewbook migrate` on the folder")
def _(review):
    assert main(["migrate", str(review)]) == 0


@repair("STUD-007", "correct the table that is wrong")
def _(review):
    set_cell(review / "studies.csv", "country", "Japan", row=3)


@repair("STUD-008", "Write the English short name of the country")
def _(review):
    set_cell(review / "studies.csv", "country", "Japan", row=3)


@repair("STUD-009", "Look both dates up again in the source")
def _(review):
    set_cell(review / "reports.csv", "study_from", "2018-03", row=4)
    set_cell(review / "reports.csv", "study_to", "2019-03", row=4)


@repair("STUD-009", "write a year alone where the day or month is not sure")
def _(review):
    set_cell(review / "reports.csv", "study_from", "2018", row=4)
    set_cell(review / "reports.csv", "study_to", "2019", row=4)


@repair("STUD-010", "Give one of them another name in every table, and a report in the bibliography too")
def _(review):
    for file in [*review.glob("*.csv"), review / "references.bib"]:
        file.write_text(file.read_text("utf-8").replace("synthetic2020A", "Synthetic2020b"), "utf-8")


@repair("STUD-012", "Write not_available into year until it is settled")
def _(review):
    set_cell(review / "reports.csv", "year", "not_available", row=6)
    without_year(review / "references.bib", "Synthetic2021")


@repair("STUD-012", "say in year_basis how sure the year is")
def _(review):
    set_cell(review / "reports.csv", "year_basis", "unverified", row=6)


# --- appraisal


@repair("APPR-001", "Take the row out")
def _(review):
    drop(review / "appraisals.csv", 28)


@repair(
    "APPR-001",
    "correct its criterion or tool after the appraisal form",
    given=lambda review: drop_where(
        review / "appraisals.csv", report_id="Synthetic2019", criterion="1.4", appraiser="AA"
    ),
)
def _(review):
    set_where(review / "appraisals.csv", "category", "qualitative", criterion="1.5", tool="mmat-2011")
    set_where(review / "appraisals.csv", "answer", "cannot_tell", criterion="1.5", tool="mmat-2011")
    set_where(review / "appraisals.csv", "criterion", "1.4", criterion="1.5", tool="mmat-2011")


@repair("APPR-002", "Write the category that is expected for this criterion")
def _(review):
    set_cell(review / "appraisals.csv", "category", "quantitative_randomised", row=2)


@repair("APPR-003", "Add a row for each criterion that is missing")
def _(review):
    missing = {"category": "qualitative", "criterion": "1.4", "appraiser": "BB", "answer": "cannot_tell"}
    append(review / "appraisals.csv", like=16, **missing)


@repair("APPR-004", "Correct the rating after its source")
def _(review):
    set_cell(review / "ratings.csv", "rating", "3", row=2)


@repair(
    "APPR-004",
    "name the unit that it is given in",
    given=lambda review: set_cell(review / "ratings.csv", "rating", "75", row=2),
)
def _(review):
    set_cell(review / "ratings.csv", "unit", "percent", row=2)


@repair("APPR-005", "correct what was copied wrong, the rating")
def _(review):
    set_cell(review / "ratings.csv", "rating", "3", row=2)


@repair("APPR-005", "the answers")
def _(review):
    set_where(review / "appraisals.csv", "answer", "yes", report_id="Synthetic2018")


@repair("APPR-006", "Name one of the tools that are expected")
def _(review):
    set_where(review / "appraisals.csv", "tool", "mmat-2018", tool="mmat-2009")


@repair(
    "APPR-006",
    "put a YAML file of that name into the folder instruments of the review, made like mmat-2011.yaml",
)
def _(review):
    from reviewbook.appraisal import instruments

    made = (Path(instruments.__file__).parent / "mmat-2018.yaml").read_text("utf-8")
    (review / "instruments").mkdir()
    (review / "instruments" / "mmat-2009.yaml").write_text(
        made.replace("id: mmat-2018", "id: mmat-2009"), "utf-8"
    )


@repair(
    "APPR-014", "Write into category of choices.csv the category that reports of this design are appraised by"
)
def _(review):
    set_cell(review / "choices.csv", "category", "qualitative", row=2)


@repair("APPR-014", "or not_applicable where no one category fits")
def _(review):
    set_cell(review / "choices.csv", "category", "not_applicable", row=2)


@repair("APPR-015", "Write one of the categories that are expected")
def _(review):
    set_cell(review / "choices.csv", "category", "qualitative", row=2)


@repair("APPR-015", "or not_applicable where no one category fits")
def _(review):
    set_cell(review / "choices.csv", "category", "not_applicable", row=2)


@repair("APPR-009", 'Write "overall": "count" into datapackage.json')
def _(review):
    set_package(review, overall="count")


@repair("APPR-009", "take the property out")
def _(review):
    set_package(review, overall=None)


@repair("APPR-011", "Read both answers again and correct the one that is wrong")
def _(review):
    set_where(review / "appraisals.csv", "answer", "yes", report_id="Synthetic2021", criterion="1.4")


@repair(
    "APPR-012",
    "Write one of the answers that are expected, settled with the second appraiser, and what was meant in the comment",
)
def _(review):
    header, row, *_ = cells(review / "appraisals.csv")
    one = {name: row[header.index(name)] for name in ("report_id", "tool", "criterion")}
    set_where(review / "appraisals.csv", "answer", "yes", **one)
    set_cell(
        review / "appraisals.csv",
        "comment",
        "Settled with the second appraiser: one of two arms is enough.",
        row=2,
    )


@repair("APPR-013", "Read the domains and the overall judgement again and correct the one that is wrong")
def _(review):
    set_where(review / "appraisals.csv", "answer", "serious", report_id="Synthetic2018", criterion="Overall")


@repair("INST-001", "Write at its line what is expected there")
def _(review):
    file = review / "instruments" / "own.yaml"
    file.write_text(file.read_text("utf-8").replace("rule: mean", "rule: none"), "utf-8")


# --- interventions


@repair(
    "INTV-001",
    "Add the row that is expected; where the source is silent, write not_reported as its value and its evidence, and not_available "
    "where the document at hand does not hold it",
)
def _(review):
    append(
        review / "feature_values.csv",
        like=7,
        feature_id="reminders",
        value="not_reported",
        evidence="not_reported",
    )


@repair(
    "INTV-002",
    "Add a row for the item; where the source is silent, write not_reported as its completeness and its text, and not_available "
    "where the document at hand does not hold it",
)
def _(review):
    silent = {"completeness": "not_reported", "text": "not_reported", "report_id": "not_applicable"}
    append(
        review / "tidier.csv",
        intervention_id="strongback",
        item="12",
        contradiction="not_applicable",
        **silent,
    )


@repair("INTV-003", "Write the evidence of yes, no and unclear")
def _(review):
    set_cell(review / "feature_values.csv", "evidence", "An email every Monday", row=5)


@repair(
    "INTV-003",
    "where the value is not_reported or not_available, write the same word as the evidence too",
    given=lambda review: (
        set_cell(review / "feature_values.csv", "evidence", "An email", row=9)
        or set_cell(review / "feature_values.csv", "value", "not_reported", row=5)
    ),
)
def _(review):
    set_cell(review / "feature_values.csv", "evidence", "not_reported", row=9)
    set_where(review / "feature_values.csv", "evidence", "not_reported", value="not_reported")


@repair("INTV-004", "Write not_applicable in the column contradiction")
def _(review):
    set_cell(review / "tidier.csv", "contradiction", "not_applicable", row=8)


@repair("INTV-004", "add the other statement in a row that names its report")
def _(review):
    append(review / "tidier.csv", like=8, report_id="Synthetic2019", text="By telephone.")


@repair("INTV-005", "Name a report about this intervention")
def _(review):
    set_cell(review / "tidier.csv", "report_id", "Synthetic2020a", row=32)


@repair("INTV-005", "not_applicable where the statement rests on several")
def _(review):
    set_cell(review / "tidier.csv", "report_id", "not_applicable", row=32)


@repair("INTV-006", "Read both again and correct the one that is wrong")
def _(review):
    set_cell(review / "tidier.csv", "completeness", "reported", row=39)


# --- themes


@repair("THEM-001", "Name its report in excerpt_reports.csv")
def _(review):
    append(review / "excerpt_reports.csv", excerpt_id="F3", report_id="Synthetic2019")


@repair("THEM-002", "Give it a code in codings.csv")
def _(review):
    append(review / "codings.csv", excerpt_id="Q3", code_id="stopping")


@repair("THEM-002", "take it out of excerpts.csv and of the tables that name it")
def _(review):
    for table in ("excerpts", "excerpt_reports", "finding_excerpts"):
        drop_where(review / f"{table}.csv", excerpt_id="Q3")


@repair("THEM-003", "Name a code of the same scheme in parent_id that is not below this one")
def _(review):
    set_cell(review / "codes.csv", "parent_id", "carrying_on", row=5)


@repair("THEM-003", "not_applicable for a code at the top")
def _(review):
    set_cell(review / "codes.csv", "parent_id", "not_applicable", row=5)


@repair("THEM-004", "the relation")
def _(review):
    set_cell(review / "finding_excerpts.csv", "relation", "supports", row=5)


@repair("THEM-004", "Correct the identifiers")
def _(review):
    set_cell(review / "finding_excerpts.csv", "excerpt_id", "Q3", row=5)


@repair("THEM-005", "Correct start, end or document_id")
def _(review):
    set_cell(review / "excerpts.csv", "end", "102", row=7)


@repair("THEM-005", "write not_reported as start and end")
def _(review):
    set_cell(review / "excerpts.csv", "start", "not_reported", row=7)
    set_cell(review / "excerpts.csv", "end", "not_reported", row=7)


@repair("THEM-006", "Name the reports of its excerpts in excerpt_reports.csv")
def _(review):
    append(review / "excerpt_reports.csv", excerpt_id="Q3", report_id="Synthetic2021")


# --- results


@repair("RESU-001", "Name in comparison what the result was compared with")
def _(review):
    set_cell(review / "results.csv", "comparison", "the same people before", row=9)


@repair("RESU-001", "write not_applicable as its direction")
def _(review):
    set_cell(review / "results.csv", "direction", "not_applicable", row=9)


@repair("RESU-001", "where the source does not say what it compared, write unclear")
def _(review):
    set_cell(review / "results.csv", "direction", "unclear", row=9)


@repair("RESU-002", "Give it the domain that readers will find it under")
def _(review):
    set_cell(review / "results.csv", "domain", "Wellbeing", row=15)


@repair("RESU-003", "Take one of the two rows out")
def _(review):
    drop(review / "results.csv", 9)


@repair("RESU-003", "correct the cell in which they differ")
def _(review):
    set_cell(review / "results.csv", "time_point", "after 52 weeks", row=9)


@repair("RESU-004", "Look the number up again")
def _(review):
    set_cell(review / "results.csv", "value", "87.5", row=8)


@repair("RESU-004", "where it is a change and no share, say so in the unit")
def _(review):
    set_cell(review / "results.csv", "unit", "percent more than before", row=8)


@repair("RESU-005", "Write the study into study_id")
def _(review):
    set_cell(review / "results.csv", "study_id", "flex_trial", row=2)


@repair("RESU-005", "of a result that is of several studies, give each study its row")
def _(review):
    append(
        review / "report_studies.csv",
        report_id="Synthetic2018",
        study_id="strong_trial",
        sample_of="Synthetic2020a",
    )
    set_cell(review / "reports.csv", "country", "Norway; Kenya", row=2)
    set_cell(review / "results.csv", "study_id", "strong_trial", row=2)
    for row in range(3, 9):
        set_cell(review / "results.csv", "study_id", "flex_trial", row=row)


# --- the charting form


@repair("CHAR-001", "Write the identifier as its table has it")
def _(review):
    set_cell(review / "answers.csv", "about_id", "Synthetic2021", row=33)


@repair("CHAR-002", "Correct the answer")
def _(review):
    set_cell(review / "answers.csv", "value", "2016-03", row=20)


@repair("CHAR-002", "change the type of the question")
def _(review):
    set_cell(review / "questions.csv", "type", "text", row=10)


def _one_more_choice(review):
    set_cell(review / "answers.csv", "value", "2016-01", row=20)
    set_cell(review / "answers.csv", "value", "by telephone", row=60)
    set_cell(review / "answers.csv", "value", "by telephone", row=61)


@repair("CHAR-002", "add it to choices.csv where it is one more choice", given=_one_more_choice)
def _(review):
    append(review / "choices.csv", question_id="supervision", value="by telephone", position="5")


@repair("CHAR-003", "Add a row with consensus as its charter, the answer that stands, and who settled it")
def _(review):
    append(
        review / "answers.csv",
        question_id="sessions",
        about_id="Synthetic2020b",
        charter="consensus",
        value="2",
        settled_by="A1 and A2",
        locator="Synthetic sheet of consensus, row Synthetic2020b",
    )


@repair("CHAR-004", "Write who settled it into settled_by")
def _(review):
    set_cell(review / "answers.csv", "settled_by", "A1 and A2", row=47)


@repair("CHAR-005", "Name in asked_of a question about the same kind of thing, and answers of its choices")
def _(review):
    set_cell(review / "questions.csv", "asked_of", "design = quantitative | mixed_methods", row=7)


@repair("CHAR-006", "Take the answer out")
def _(review):
    drop(review / "answers.csv", 4)


@repair("CHAR-006", "correct what the question is asked of")
def _(review):
    set_cell(
        review / "questions.csv", "asked_of", "design = quantitative | mixed_methods | qualitative", row=7
    )


@repair("CHAR-007", "Correct the cell of the table")
def _(review):
    set_cell(review / "reports.csv", "supervision", "partly", row=4)


@repair("CHAR-007", "correct the answer")
def _(review):
    set_cell(review / "answers.csv", "value", "unsupervised", row=57)


@repair("CHAR-007", "take the column out of the table")
def _(review):
    write(review / "reports.csv", [row[:-1] for row in cells(review / "reports.csv")])


@repair(
    "CHAR-008",
    "Name in counts_as another value of the same question, one that is not itself counted as a third",
)
def _(review):
    set_cell(review / "choices.csv", "counts_as", "supervised", row=11)


@repair("CHAR-009", "Give the question another question_id")
def _(review):
    set_cell(review / "questions.csv", "question_id", "place", row=6)


@repair("CHAR-010", "Write it as the choice")
def _(review):
    set_cell(review / "answers.csv", "value", "group class", row=53)


@repair("CHAR-010", "add it to choices.csv, counted as the other, where it is not meant so")
def _(review):
    append(
        review / "choices.csv",
        question_id="supervision",
        value="Group class",
        position="5",
        counts_as="supervised",
    )


@repair("CHAR-014", "Write it as the others have it")
def _(review):
    set_cell(review / "answers.csv", "value", "mat; band", row=10)


@repair("CHAR-014", "list the answers of the question in choices.csv, this one with the other in counts_as")
def _(review):
    for at, value in enumerate(("app", "band", "mat", "Mat"), 1):
        other = {"counts_as": "mat"} if value == "Mat" else {"counts_as": ""}
        own = {"question_id": "equipment", "value": value, "position": str(at), "label": "", "category": ""}
        append(review / "choices.csv", **own, **other)


@repair(
    "CHAR-015",
    "Name in asked_of a question of the form, a column of reports or the kind of an entity, and answers that it can have",
)
def _(review):
    set_cell(review / "codes.csv", "asked_of", "supervision = supervised | partly", row=2)


@repair("INTV-007", "Name in asked_of the kind, with kinds that interventions.csv has")
def _(review):
    set_cell(review / "features.csv", "asked_of", "kind = app | policy", row=2)


@repair("INTV-007", "a question about the intervention, with answers of its choices")
def _(review):
    set_cell(review / "features.csv", "asked_of", "delivery = web | mobile | other | web_and_mobile", row=2)


@repair("INTV-008", "Take the row out")
def _(review):
    for row in (10, 2):
        drop(review / "feature_values.csv", row)


@repair("INTV-008", "correct what the feature is asked of")
def _(review):
    set_cell(review / "features.csv", "asked_of", "kind = app | policy", row=2)


@repair("INTV-009", "Write the kind into the column kind of interventions.csv as entity_kinds spells it")
def _(review):
    file = review / "interventions.csv"
    header, *rows = cells(file)
    write(file, [[*header, "kind"], *([*row, "app"] for row in rows)])
    describe.write(review)


@repair("INTV-009", "take its words out")
def _(review):
    set_package(review, entity_kinds=None)


# --- printed numbers, rights


@repair("CLAI-001", "Write the query that gives the number")
def _(review):
    set_cell(review / "claims.csv", "query", "SELECT 31", row=7)


@repair("CLAI-001", "in the column reason why the tables cannot give it")
def _(review):
    set_cell(review / "claims.csv", "reason", "The tables hold no outcomes.", row=7)


@repair("CLAI-002", "Correct the query")
def _(review):
    set_cell(review / "claims.csv", "query", "SELECT count(*) FROM reports", row=2)


@repair("CLAI-003", "one row with one column")
def _(review):
    set_cell(review / "claims.csv", "query", "SELECT count(*) FROM reports", row=2)


@repair("CLAI-003", "with two: the lowest and the highest number")
def _(review):
    set_cell(review / "claims.csv", "query", "SELECT count(*), count(*) + 1 FROM reports", row=2)


@repair("CLAI-004", "Write a worker_role that interventions.csv has")
def _(review):
    set_cell(review / "claims.csv", "worker_role", "coach", row=5)


@repair("CLAI-004", "not_applicable where the number is about all of them")
def _(review):
    set_cell(review / "claims.csv", "worker_role", "not_applicable", row=5)


@repair("CLAI-007", "Correct what one of them says")
def _(review):
    set_cell(review / "disagreements.csv", "other_value", "Flex-Line", row=4)


@repair("CLAI-007", "take the disagreement out")
def _(review):
    drop(review / "disagreements.csv", 4)
    drop_where(review / "disagreement_cells.csv", disagreement_id="S3")


@repair("CLAI-008", "Correct the table, the key or the column")
def _(review):
    set_cell(review / "disagreement_cells.csv", "row_key", "8", row=2)


@repair("CLAI-008", "take the row out")
def _(review):
    drop(review / "disagreement_cells.csv", 2)


@repair("CLAI-009", "Name the claim in the column restates")
def _(review):
    set_cell(review / "claims.csv", "restates", "C1", row=8)


@repair("CLAI-009", "change the kind")
def _(review):
    set_cell(review / "claims.csv", "kind", "independent", row=8)


@repair("CLAI-010", "Name a claim that is not itself restated")
def _(review):
    set_cell(review / "claims.csv", "restates", "C1", row=8)


def restate_without_the_word(review):
    set_cell(review / "claims.csv", "kind", "input", row=8)
    set_cell(review / "claims.csv", "restates", "C1", row=8)


@repair("CLAI-010", "write not_applicable", given=restate_without_the_word)
def _(review):
    set_cell(review / "claims.csv", "restates", "not_applicable", row=8)


@repair("CLAI-010", "the kind restated where it does", given=restate_without_the_word)
def _(review):
    set_cell(review / "claims.csv", "kind", "restated", row=8)


@repair("CLAI-011", "Write the query that could have failed")
def _(review):
    set_cell(review / "claims.csv", "query", "SELECT 31", row=7)
    set_cell(review / "claims.csv", "reason", "not_applicable", row=7)


@repair("CLAI-011", "change the kind")
def _(review):
    set_cell(review / "claims.csv", "kind", "input", row=7)


@repair("STUD-007", "leave both and chart it in disagreements.csv, with both cells in disagreement_cells.csv")
def _(review):
    append(review / "disagreements.csv", disagreement_id="S4", topic="Country of the cohort")
    for table, key in (
        ("studies", "move_cohort"),
        ("interventions", "movemore"),
        ("reports", "Synthetic2021"),
    ):
        new = {"table_name": table, "row_key": key, "field_name": "country"}
        append(review / "disagreement_cells.csv", disagreement_id="S4", **new)


@repair("PRIV-006", 'Write "abstracts": "published" into datapackage.json where their publishers allow it')
def _(review):
    set_package(review, abstracts="published")


@repair("PRIV-006", 'write "withheld"')
def _(review):
    set_package(review, abstracts="withheld")


@repair("PRIV-006", "take the line out")
def _(review):
    set_package(review, abstracts=None)


# --- what is read kindly, what is open, what is cited


@repair("CITE-002", "Add an entry with this key to the bibliography")
def _(review):
    restore(review, "references.bib")


@repair("CITE-002", "correct the key where it is cited")
def _(review):
    set_package(review, citation="Synthetic2018")


@repair("CITE-003", "Give it an author or a title")
@repair("CITE-004", "Add the fields named")
@repair("CITE-005", "Correct the year in the bibliography")
def _(review):
    restore(review, "references.bib")


@repair("CITE-005", "or in reports.csv")
def _(review):
    set_cell(review / "reports.csv", "year", "2020", row=6)


@repair("CITE-005", "take it out of the bibliography where the table leaves it open")
def _(review):
    set_cell(review / "reports.csv", "year", "not_available", row=6)
    without_year(review / "references.bib", "Synthetic2021")


def without_year(file, key):
    """Take the year of one entry out of a bibliography."""
    before, _, entry = file.read_text("utf-8").partition(key + ",")
    undated = re.sub(r",? *year = \{[^}]*\}", "", entry, count=1)
    file.write_text(f"{before}{key},{undated}", "utf-8")


@repair("CHEC-001", "Write the name of one that is expected")
def _(review):
    set_cell(review / "checklist.csv", "instrument", "entreq", row=2)


@repair("CHEC-001", "take its rows out")
def _(review):
    drop(review / "checklist.csv", 2)


@repair("CHEC-002", "Correct the number of the item")
def _(review):
    set_cell(review / "checklist.csv", "item", "21", row=4)


@repair("CHEC-002", "or take its row out")
def _(review):
    drop(review / "checklist.csv", 4)


@repair("CLAI-005", "Change the query so that it asks for less")
@repair("CLAI-006", "Ask the tables alone")
def _(review):
    set_cell(review / "claims.csv", "query", "SELECT count(*) FROM reports", row=2)


def ask_for_a_little_too_much(review):
    set_package(review, claims={"seconds": 0.1})
    set_cell(
        review / "claims.csv", "query", "SELECT 5 + 0 * round(sum(sqrt(range))) FROM range(60000000)", row=2
    )


@repair("CLAI-005", "raise the limit in datapackage.json", given=ask_for_a_little_too_much)
def _(review):
    set_package(review, claims={"seconds": 20})


@repair("DRAF-001", "Name the place in the source")
def _(review):
    set_cell(review / "editions.csv", "locator", "Synthetic paper, section 5", row=3)


@repair("DRAF-002", "Add a decision by consensus for each")
def _(review):
    restore(review, "decisions.csv")


@repair("DRAF-003", "Settle each with `reviewbook dedupe`, by --merge or --undo")
def _(review):
    assert main(["dedupe", "--review", str(review), "--undo", "R12", "R05", "--reason", "Two trials."]) == 0


@repair("DRAF-004", "Add an answer by consensus for each")
def _(review):
    restore(review, "appraisals.csv")


@repair("DRAF-005", "Add codings of the coder consensus to the excerpt")
def _(review):
    for code in ("carrying_on", "stopping"):
        drop_where(review / "codings.csv", excerpt_id="F3", code_id=code, coder="consensus")
    append(review / "codings.csv", excerpt_id="F3", code_id="stopping", coder="consensus")


@repair("CONF-001", "Correct about_kind and about_id")
def _(review):
    set_cell(review / "confidence.csv", "about_id", "co_encouragement", row=5)


@repair("CONF-001", "take the row out")
def _(review):
    drop(review / "confidence.csv", 5)


@repair("CONF-002", "Add the reason that is expected")
def _(review):
    set_cell(review / "confidence.csv", "adequacy_reason", "SYNTHETIC: one report.", row=5)


@repair("CONF-002", "write not_reported where the source is silent")
def _(review):
    set_cell(review / "confidence.csv", "adequacy_reason", "not_reported", row=5)


@repair("CONF-003", "Add the judgements that are expected")
def _(review):
    restore(review, "confidence.csv")


@repair("CONF-003", "write not_reported where the source prints the level alone")
def _(review):
    set_cell(review / "confidence.csv", "relevance", "not_reported", row=5)


@repair("CONF-004", "Correct the level")
def _(review):
    set_cell(review / "confidence.csv", "level", "moderate", row=5)


@repair("CONF-004", "the concerns")
def _(review):
    set_cell(review / "confidence.csv", "adequacy", "moderate", row=5)


@repair("CONF-005", "Add a row of the assessor consensus")
def _(review):
    append(
        review / "confidence.csv",
        like=3,
        assessor="consensus",
        adequacy="moderate",
        level="moderate",
    )


@repair("FLOW-014", "Fill in the stage or the reason as in the rows beside it")
def _(review):
    restore(review, "flow.csv")


@repair("FLOW-015", "correct the one that is wrong")
def _(review):
    restore(review, "flow.csv")


@repair("PACK-007", "Write it as expected")
def _(review):
    set_package(review, title="SYNTHETIC example review")


@repair("PACK-010", "Move the workbook out of the folder")
def _(review):
    (review / "editions.xlsx").unlink()


@repair("TABL-013", "Give it another name")
def _(review):
    set_cell(review / "codes.csv", "code_id", "auxiliary", row=11)


@repair("TABL-021", "Run `reviewbook tidy` on the folder")
@repair("TABL-022", "run `reviewbook tidy` on the folder")
@repair("TABL-023", "Run `reviewbook tidy` on the folder")
def _(review):
    assert main(["tidy", str(review)]) == 0


@repair("TABL-024", "Write what the source has")
def _(review):
    set_cell(review / "excerpts.csv", "page", "5-10", row=2)


@repair("TABL-030", "Take the character out")
def _(review):
    restore(review, "editions.csv")
