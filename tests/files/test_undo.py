"""`reviewbook import --undo`: an import leaves as if it had never come, or what stands on it is told."""

import shutil

import pytest
from packages import SYNTHETIC, only, rows_of, set_cell

from reviewbook.cli import main
from reviewbook.files import journal
from reviewbook.files.undo import undo
from reviewbook.review.problems import ReviewProblems
from reviewbook.selection.imports import store

ONE = "TY  - JOUR\nID  - K1\nTI  - One\nPY  - 2001\nDO  - 10.1000/one\nER  - \n"
TWO = "TY  - JOUR\nID  - K2\nTI  - Two\nPY  - soon\nER  - \n"
DECIDED = "id,reviewer,stage,decision,decided_at\n"


@pytest.fixture
def review(tmp_path):
    """A review that has only its sources: synbase, synmed and synreg."""
    return only("sources", to=tmp_path)


@pytest.fixture
def take(review, tmp_path):
    """Import a text as a file; the identifier of the import."""

    def of(name: str, text: str, format_: str = "ris", **options) -> str:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        options = {"source_id": "synbase"} | options if format_ == "ris" else options
        return store.add(review, [file], format_, **options).files[0].import_id

    return of


def whole(folder) -> dict[str, bytes]:
    """Every file of a folder, also of those within."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def told(review, import_id) -> list[tuple]:
    """Code, file and found of each problem of an undo that must leave the folder as it is."""
    before = whole(review)
    with pytest.raises(ReviewProblems) as wrong:
        undo(review, import_id)
    assert whole(review) == before
    return [(p.code, p.file, p.found) for p in wrong.value.problems]


def test_an_import_that_is_taken_out_leaves_the_bytes_of_before(review, take):
    states = [whole(review)]
    ids = []
    for name, text, format_ in (
        ("a.ris", ONE + TWO, "ris"),
        ("b.ris", "\n" + ONE, "ris"),
        ("d.csv", DECIDED + "K1,Jane Doe,title_abstract,include,2024-01-02\ngone,Jane Doe,full_text,maybe,\n", "decisions"),
        ("e.csv", DECIDED + "K1,Jane Doe,title_abstract,exclude,2024-01-01\nK2,Bo Roe,title_abstract,maybe,\n", "decisions"),
    ):  # fmt: skip
        ids.append(take(name, text, format_))
        states.append(whole(review))
    assert ".private/reviewers.csv" in states[-1]
    for import_id in reversed(ids):
        states.pop()
        report = undo(review, import_id)
        assert whole(review) == states[-1] and report.changed


def test_reasons_that_an_import_listed_leave_with_it(review, take):
    take("a.ris", ONE)
    before = whole(review)
    log = "id,reviewer,stage,decision,reason\nK1,AA,full_text,exclude,wrong population\n"
    import_id = take("d.csv", log, "decisions")
    assert (review / "reasons.csv").exists()
    undo(review, import_id)
    assert whole(review) == before


def test_a_reason_that_another_import_gives_too_stays_with_it(review, take, tmp_path):
    take("a.ris", ONE)
    shutil.copytree(review, tmp_path / "without")
    log = "id,reviewer,stage,decision,reason\nK1,{},full_text,exclude,wrong population\n"
    first = take("d.csv", log.format("AA"), "decisions")
    take("e.csv", log.format("BB"), "decisions")
    assert main(["import", "--undo", first, "--review", str(review)]) == 0
    store.add(tmp_path / "without", [tmp_path / "e.csv"], "decisions")
    assert whole(review) == whole(tmp_path / "without")


def test_an_import_in_the_middle_leaves_what_the_others_alone_would_have_written(review, take, tmp_path):
    take("a.ris", ONE + TWO)
    shutil.copytree(review, tmp_path / "without")
    early = take("d.csv", DECIDED + "K1,AA,full_text,include,2024-01-01\n", "decisions")
    late = DECIDED + "K1,AA,full_text,exclude,2024-02-01\n"
    take("e.csv", late, "decisions")
    assert [row["turn"] for row in rows_of(review / "decisions.csv")] == ["1", "2"]
    undo(review, early)
    store.add(tmp_path / "without", [tmp_path / "e.csv"], "decisions")
    assert whole(review) == whole(tmp_path / "without")


def test_what_stands_on_an_import_is_told_whole(review, take):
    first = take("a.ris", ONE + TWO)
    second = take("b.ris", ONE + TWO.replace("Two", "Three"))
    log = take("d.csv", DECIDED + "K1,AA,full_text,include,\n", "decisions")
    set_cell(review / "records.csv", "title", "Another", row=2)
    assert told(review, first) == [
        ("IMPT-015", "records.csv", "1 row (K1) changed or gone since"),
        ("IMPT-015", "decisions.csv", f"1 row of d.csv ({log}) on 1 row (K1) of it"),
        ("IMPT-015", "records.csv", f"1 row (K1) of it known from b.ris ({second}) too"),
    ]


def test_a_pair_judged_and_a_duplicate_set_down_by_hand_stand_on_an_import(review, take):
    take("a.ris", ONE)
    other = take("b.ris", "\n" + ONE, source_id="synmed")
    assert (
        main(["dedupe", "--review", str(review), "--merge", "K1", "synmed-K1", "--reason", "the same"]) == 0
    )
    assert {file for _, file, _ in told(review, other)} == {"merges.csv", "records.csv"}


def test_an_identifier_that_is_none_is_told_with_those_that_there_are(review, take, capsys):
    first = take("a.ris", ONE)
    assert main(["import", "--undo", "i000", "--review", str(review)]) == 1
    said = capsys.readouterr().err
    assert "IMPT-005" in said and f"{first} (a.ris, ris)" in said


def test_what_an_earlier_version_imported_is_not_taken_out(tmp_path):
    review = shutil.copytree(SYNTHETIC, tmp_path / "synthetic")
    found = "synthetic-synbase.ris, imported by an earlier version"
    assert told(review, "i5a0000000001") == [("IMPT-015", "imports.csv", found)]


def test_a_dry_run_says_the_same_and_takes_nothing_out(review, take, capsys):
    first = take("a.ris", ONE + TWO)
    before = whole(review)
    assert main(["import", "--undo", first, "--review", str(review), "--dry-run"]) == 0
    said = (
        f"Taken out: a.ris ({first}): 2 rows of records.csv, 1 row of imports.csv, 1 row of set_aside.csv\n"
    )
    assert capsys.readouterr().out == said + "Nothing was written: this was a dry run.\n"
    assert whole(review) == before


def test_a_table_of_the_authors_own_form_comes_back_to_the_byte(review, take):
    own = "\ufeffrecord_id;title;source_id;duplicate_of;locator\nZ9;By hand;synbase;;p. 1\nA1;Two;synbase;;p. 2\n"
    (review / "records.csv").write_text(own, "utf-8")
    main(["describe", str(review)])
    before = whole(review)
    undo(review, take("a.ris", ONE))
    assert whole(review) == before


def test_nothing_else_can_be_asked_beside_it(review, take, capsys):
    first = take("a.ris", ONE)
    asked = ["import", "ris", "a.ris", "--undo", first, "--review", str(review), "--source", "synbase"]
    assert main(asked) == 1
    said = capsys.readouterr().err
    assert all(f"IMPT-005  {name}: " in said for name in ("FORMAT", "FILE", "--source"))


def test_a_journal_that_cannot_be_used_is_told(review, take):
    first = take("a.ris", ONE)
    (review / journal.FILE).write_text("{}")
    assert [found[:2] for found in told(review, first)] == [("IMPT-016", journal.FILE)]
