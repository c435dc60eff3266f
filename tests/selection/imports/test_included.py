"""`reviewbook include`: what it writes, that it is whole or not at all, that it can be taken out again."""

import json

import pytest
from packages import SYNTHETIC, copied, rows_of, set_cell
from packages.policy import POLICY, made
from pybtex.database import parse_file

from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.files import ledger
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import included

INCLUDE = "i6f775a4dcb15"


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    return made(tmp_path_factory.mktemp("policy"))


@pytest.fixture
def review(policy, tmp_path):
    return copied(policy, tmp_path)


def contents(folder) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}


def undone(review) -> None:
    assert main(["import", "--undo", INCLUDE, "--review", str(review)]) == 0


def test_the_synthetic_review_is_what_the_commands_make(policy):
    of_commands = {name: data for name, data in contents(policy).items() if name != ".imports.json"}
    kept = {name: data for name, data in contents(POLICY).items() if name != "README.md"}
    assert kept == of_commands


def test_every_included_record_has_a_report_a_study_and_an_entry(review):
    reports, links = rows_of(review / "reports.csv"), rows_of(review / "report_studies.csv")
    chosen = {row["record_id"] for row in rows_of(review / "decisions.csv")}
    assert {row["record_id"] for row in reports} == chosen and len(reports) == 6
    assert {row["study_id"] for row in links} == {row["study_id"] for row in rows_of(review / "studies.csv")}
    assert [row["report_id"] for row in links] == [row["report_id"] for row in reports]
    assert set(parse_file(review / "references.bib").entries) == {row["report_id"] for row in reports}


def test_year_doi_title_and_authors_are_the_records_and_nothing_else_is_said(review):
    records = {row["record_id"]: row for row in rows_of(review / "records.csv")}
    entries = parse_file(review / "references.bib").entries
    for report in rows_of(review / "reports.csv"):
        record, entry = records[report["record_id"]], entries[report["report_id"]]
        assert (report["year"], report["doi"]) == (record["year"], record["doi"])
        assert entry.fields["title"] == f"{{{record['title']}}}"
        assert report["locator"] == f"record {report['record_id']}"
        assert set(report) == {"report_id", "record_id", "year", "year_basis", "doi", "locator"}


def test_a_second_run_changes_nothing(review, capsys):
    before = contents(review)
    assert main(["include", str(review)]) == 0
    assert contents(review) == before and capsys.readouterr().out.endswith("Nothing changed.\n")


def test_it_can_be_taken_out_and_done_again(review):
    before = contents(review)
    undone(review)
    assert not {"reports.csv", "studies.csv", "report_studies.csv", "references.bib"} & set(contents(review))
    assert main(["include", str(review)]) == 0
    assert contents(review) == before


def test_what_was_deleted_by_hand_can_be_brought_in_again(review):
    before = {row["import_id"] for row in rows_of(review / "imports.csv")}
    for name in ("reports.csv", "studies.csv", "report_studies.csv", "references.bib"):
        (review / name).unlink()
    assert main(["include", str(review)]) == 0
    imports = rows_of(review / "imports.csv")
    assert len(imports) == len({row["import_id"] for row in imports}) == len(before) + 1
    assert len(rows_of(review / "reports.csv")) == 6


def test_what_was_changed_since_is_not_taken_out(review, capsys):
    file = review / "references.bib"
    file.write_text(file.read_text("utf-8").replace("Canopy", "Corrected"), "utf-8")
    before = contents(review)
    assert main(["import", "--undo", INCLUDE, "--review", str(review)]) == 1
    assert "IMPT-015  references.bib" in capsys.readouterr().err and contents(review) == before


def test_a_dry_run_writes_nothing(review, capsys):
    undone(review)
    before = contents(review)
    assert main(["include", str(review), "--dry-run"]) == 0
    assert contents(review) == before and "Would be written: reports.csv" in capsys.readouterr().out


def test_the_bibliography_is_the_one_that_the_package_names_and_keeps_what_it_holds(review):
    undone(review)
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    (review / "datapackage.json").write_text(json.dumps(package | {"bibliography": "own.bib"}), "utf-8")
    own = "% mine\n@misc{Elm2016, author = {Another, A}, title = {Something else}, year = 2016}"
    (review / "own.bib").write_text(own, "utf-8")
    assert main(["include", str(review)]) == 0
    text = (review / "own.bib").read_text("utf-8")
    assert text.startswith(own + "\n\n@article{Elm2016b,") and not (review / "references.bib").exists()
    imports = rows_of(review / "imports.csv")
    (again,) = (row["import_id"] for row in imports if row["format"] == "include")
    assert main(["import", "--undo", again, "--review", str(review)]) == 0
    assert (review / "own.bib").read_text("utf-8") == own


def test_a_bibliography_that_cannot_be_read_stops_it(review):
    undone(review)
    for name, text in (("references.bib", "@misc{open"), ("notes.txt", "")):
        package = json.loads((review / "datapackage.json").read_text("utf-8"))
        (review / "datapackage.json").write_text(json.dumps(package | {"bibliography": name}), "utf-8")
        (review / name).write_text(text, "utf-8")
        before = contents(review)
        with pytest.raises(ReviewProblems, match="CITE-001"):
            included.include(review)
        assert contents(review) == before


def test_all_files_are_written_or_none(review, monkeypatch):
    undone(review)
    before = contents(review)
    monkeypatch.setattr(ledger, "described", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        included.include(review)
    assert contents(review) == before


def test_a_report_that_was_there_is_linked_and_keeps_its_row(review):
    undone(review)
    head = "report_id,year,doi,country,locator\n"
    (review / "reports.csv").write_text(
        f"{head}Mine,2016,10.5555/SYNTHETIC-policy-canopy,Norway,page 3\n", "utf-8"
    )
    (review / "references.bib").write_text(
        "@misc{Mine, author = {E, E}, title = {Mine}, year = 2016}\n", "utf-8"
    )
    set_cell(review / "records.csv", "title", "Mine", row=2)
    assert main(["include", str(review)]) == 0
    (mine,) = (row for row in rows_of(review / "reports.csv") if row["report_id"] == "Mine")
    assert (mine["record_id"], mine["country"], mine["year_basis"]) == ("syngreen-00001", "Norway", "")
    assert len(rows_of(review / "reports.csv")) == 6 and len(rows_of(review / "studies.csv")) == 5


def test_what_it_makes_passes_the_check(review):
    assert {problem.code for problem in check(review)} == {"TABL-012"}  # blanks, which are to do


def test_the_studies_of_the_last_stage_need_a_last_stage(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    with pytest.raises(ReviewProblems, match="DECI-009") as raised:
        included.include(review, new=["R01", "R01"], link=[("R03", "Nobody")])
    found = {problem.found for problem in raised.value.problems}
    assert found == {"R01 twice", '"R03"', '"Nobody"'}
