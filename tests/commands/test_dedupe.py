"""The command `reviewbook dedupe`: what it writes, what it leaves as it was, and what it says."""

import json

import pytest
from packages import SYNTHETIC, copied, rows_of, set_cell
from packages.records import merges, records
from packages.unfinished import UNFINISHED, typing

from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.review.dictionary import schema
from reviewbook.selection import candidates, duplicates
from reviewbook.selection.imports import merges as ledger

NA = "not_applicable"


@pytest.fixture
def review(tmp_path):
    return copied(SYNTHETIC, tmp_path)


def dedupe(review, *options: str) -> int:
    return main(["dedupe", "--review", str(review), *options])


def contents(review) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(review.iterdir())}


def test_the_second_run_changes_nothing(review, capsys):
    assert dedupe(review) == 0
    first = contents(review)
    assert dedupe(review) == 0 and contents(review) == first
    assert capsys.readouterr().out.endswith("Nothing changed.\n")
    assert [p for p in check(review) if p.code.startswith("DEDU")] == []


def test_it_names_the_files_that_changed_and_no_other(review, capsys):
    def said(*options: str) -> tuple[str, list[str]]:
        before = contents(review)
        assert dedupe(review, *options) == 0
        now = contents(review)
        return capsys.readouterr().out.splitlines()[-1], [name for name in now if now[name] != before[name]]

    assert said("--undo", "R10", "R01") == (
        "Written: merges.csv, records.csv.",
        ["merges.csv", "records.csv"],
    )
    at = [row["record_id"] for row in rows_of(review / "records.csv")].index("R10")
    set_cell(review / "records.csv", "duplicate_of", "R01", row=at + 2)
    assert said() == ("Written: records.csv.", ["records.csv"])


def test_only_duplicate_of_is_written_to_the_byte(review):
    file = review / "records.csv"
    odd = (
        file.read_bytes()
        .replace(b"Synthetic record 01,", b'"Synthetic record ""01""" ,')
        .replace(b"\n", b"\r\n")
    )
    odd = odd.replace(b"synbase,not_applicable,", b'synbase,"not_applicable",', 1)
    odd = odd.replace(b"synmed,R02,", b'synmed,"R02",')
    file.write_bytes(b"\xef\xbb\xbf" + odd)
    assert dedupe(review, "--undo", "R10", "R01") == 0
    assert file.read_bytes() == b"\xef\xbb\xbf" + odd.replace(b"synmed,R01,", b"synmed,not_applicable,")


def test_the_column_is_added_where_it_is_not_there(review):
    file = review / "records.csv"
    file.write_text("record_id,title,source_id,locator\nR01,A,synbase,x\nR02,A,synbase,x", encoding="utf-8")
    (review / "merges.csv").write_text(
        ",".join(candidates.COLUMNS) + "\nR02,R01,merged,person,one,\n", encoding="utf-8"
    )
    ledger.write(
        review, records({"duplicate_of": NA}, {"duplicate_of": "R01"}), merges(("R02", "R01", "merged"))
    )
    assert file.read_text(encoding="utf-8") == (
        "record_id,title,source_id,locator,duplicate_of\nR01,A,synbase,x,not_applicable\nR02,A,synbase,x,R01"
    )
    package = json.loads((review / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [r for r in package["resources"] if r["name"] == "records"]
    assert resource["schema"]["fields"][-1]["name"] == "duplicate_of"


def test_a_review_without_merges_gets_the_table_and_its_duplicates_a_row(review):
    (review / "merges.csv").unlink()
    assert main(["describe", str(review)]) == 0 and dedupe(review) == 0
    rows = [
        (row["record_id"], row["duplicate_of"], row["method"], row["reason"])
        for row in rows_of(review / "merges.csv")
    ]
    assert rows == [
        (a, b, "person", duplicates.BEFORE) for a, b in (("R10", "R01"), ("R11", "R02"), ("R17", "R03"))
    ]
    package = json.loads((review / "datapackage.json").read_text(encoding="utf-8"))
    assert "merges" in [resource["name"] for resource in package["resources"]]


def test_a_dry_run_writes_nothing(review, capsys):
    before = contents(review)
    assert dedupe(review, "--dry-run", "--undo", "R10", "R01") == 0
    assert contents(review) == before and "Nothing was written" in capsys.readouterr().out


def test_pairs_that_wait_are_listed_with_their_titles(review, capsys):
    set_cell(review / "records.csv", "doi", "10.5555/synthetic-05", row=7)
    assert dedupe(review) == 0
    said = capsys.readouterr().out
    assert (
        "Waiting for a person: 1 pair.\n  R06 and R05: same DOI; title 0.94 alike; year not the same\n"
        in said
    )
    assert '    R05  "Synthetic record 05"\n' in said


def test_what_too_many_like_records_leave_out_is_said_with_its_number(review, capsys):
    for table in ("merges", "decisions"):
        (review / f"{table}.csv").unlink()
    rows = [
        f"S{at:03},Bulletin {at} of ward {at % 7} in year {at % 5},synbase,synthetic,Berg A,Ward News,{1900 + at}"
        for at in range(120)
    ]
    head = "record_id,title,source_id,locator,authors,journal,year"
    (review / "records.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    assert dedupe(review, "--dry-run") == 0
    said = capsys.readouterr().out
    assert "120 records: 0 merged into others by 0 pairs, 120 unique.\n" in said
    assert "Not compared, because too many records share the same:\n" in said
    assert (
        "of 7,140 pairs that share the first author and the initials of the journal "
        "(1 group of more than 100 records, 120 in all; each was compared with those next to it by title)\n"
    ) in said


def test_decisions_on_a_duplicate_are_named_with_what_to_do(review, capsys):
    assert dedupe(review, "--merge", "R01", "R10", "--reason", "the fuller export") == 0
    said = capsys.readouterr().out
    assert (
        "R01, duplicate of R10: put its decisions under R10 in decisions.csv, or keep it: --merge R10 R01"
        in said
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--undo", "R99", "R01"], 'DEDU-006  --undo: found "R99"'),
        (["--merge", "R02", "R01"], "DEDU-006  --merge: found no reason"),
        (["--reason", "x"], "DEDU-006  --reason: found no pair that it is for"),
        (["--undo", "R04", "R05"], "DEDU-006  merges.csv: found R04 and R05"),
        (["--merge", "R04", "R04", "--reason", "x"], "DEDU-006  merges.csv: found R04 as its own duplicate"),
        (["--merge", "R12", "R05", "--merge", "R13", "R05", "--reason", "x"], "DEDU-005  merges.csv, row"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(review, capsys, options, said):
    before = contents(review)
    assert dedupe(review, *options) == 1
    assert capsys.readouterr().err.startswith(said) and contents(review) == before


def test_a_table_that_cannot_be_written_is_a_problem_and_leaves_nothing_behind(review, capsys, monkeypatch):
    before = contents(review)
    monkeypatch.setattr(
        "os.replace", lambda *names: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    assert dedupe(review, "--undo", "R10", "R01") == 1
    assert capsys.readouterr().err.startswith("PACK-006") and contents(review) == before


def test_the_authors_own_columns_of_merges_stay(review):
    (review / "merges.csv").write_text(
        ",".join(candidates.COLUMNS) + ",seen_by,n\nR11,R02,merged,person,one,,AA,007\n", encoding="utf-8"
    )
    file = review / "datapackage.json"
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "merges":
            resource["schema"]["fields"] += [
                {"name": "seen_by", "type": "string"},
                {"name": "n", "type": "integer"},
            ]
    file.write_text(json.dumps(package), encoding="utf-8")
    assert dedupe(review, "--merge", "R11", "R02", "--reason", "looked at") == 0
    rows = {
        row["record_id"]: (row["reason"], row["seen_by"], row["n"]) for row in rows_of(review / "merges.csv")
    }
    assert rows["R11"] == ("looked at", "AA", "007")


@UNFINISHED
def test_reports_that_are_still_being_typed_do_not_stop_it(state, tmp_path, capsys):
    review = typing(state, tmp_path)
    before = (review / "reports.csv").read_bytes()
    assert dedupe(review) == 0 and "20 records: " in capsys.readouterr().out
    assert (review / "reports.csv").read_bytes() == before


def test_records_that_are_broken_stop_it(review, capsys):
    set_cell(review / "records.csv", "year", "soon", row=2)
    assert dedupe(review) == 1 and "TABL-006  records.csv, row 2, field year" in capsys.readouterr().err


def test_a_review_without_records_is_told_what_brings_them_in(tmp_path, capsys):
    (tmp_path / "datapackage.json").write_text('{"name": "mine", "title": "Mine"}', "utf-8")
    (tmp_path / "records.csv").write_text(",".join(schema_columns()) + "\n", "utf-8")
    assert dedupe(tmp_path) == 0
    assert "`reviewbook import` takes them in" in capsys.readouterr().out
    (tmp_path / "records.csv").unlink()
    assert dedupe(tmp_path) == 0
    assert "`reviewbook import` takes them in" in capsys.readouterr().out


def schema_columns() -> list[str]:
    return [field["name"] for field in schema("records")["fields"]]
