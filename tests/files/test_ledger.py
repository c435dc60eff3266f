"""The ledger of imports: what a report says, rows by their columns, and tables written whole or not at all."""

import csv
import io
import re
from collections import Counter

import pytest
from packages import SYNTHETIC, copied, only, rows_of
from packages.folders import declare
from packages.saves import saved

from reviewbook.files import ledger
from reviewbook.files.ledger import Imported, Report, Table
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.review import dictionary
from reviewbook.review.nothing import NOTHING
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review


def test_identifiers_are_made_from_names_and_are_free():
    made: list[str] = []
    for name in ("Mieli.Net", "MIELI net", "Élan (v2)", "1.1 Goals", "云", "a" * 60, "a" * 60 + "b"):
        made.append(ledger.identifier(name, made))
    assert made[:4] == ["mieli_net", "mieli_net_2", "elan_v2", "x1_1_goals"]
    assert re.fullmatch("x[0-9a-f]{8}", made[4]) and made[5:] == ["a" * 40, "a" * 40 + "_2"]


@pytest.mark.parametrize("word", NOTHING[1:])
def test_a_word_for_nothing_is_no_identifier(word):
    assert not ledger.IDENTIFIER.fullmatch(word) and ledger.IDENTIFIER.fullmatch(f"{word}_2")
    assert ledger.identifier(word.replace("_", " "), []) == f"{word}_2"


def test_a_file_is_known_by_its_bytes_and_not_by_its_name(tmp_path):
    for name, data in (("a", b"one"), ("b", b"one"), ("c", b"two")):
        (tmp_path / name).write_bytes(data)
    ids = [ledger.import_id_of(tmp_path / name) for name in "abc"]
    assert ids[0] == ids[1] != ids[2] and all(re.fullmatch("i[0-9a-f]{12}", one) for one in ids)
    with pytest.raises(ReviewProblems, match="IMPT-001  gone"):
        ledger.import_id_of(tmp_path / "gone")


def test_a_table_keeps_the_authors_columns_and_is_written_sorted_by_its_key(tmp_path):
    review = only("imports", to=tmp_path)
    declare(review, "imports", {"name": "mine", "type": "string"})
    names = [field["name"] for field in dictionary.schema("imports")["fields"]]
    header = ",".join(["import_id", "mine", *names[1:]])
    (review / "imports.csv").write_text(f"{header}\nib,x,b.ris,ris,s,1,1,0,0\n", "utf-8")
    table = ledger.Table.read(review, "imports")
    table.add([])
    assert not table.changed
    table.add([{"import_id": "ia", "file": 'a, "b".ris', "format": "ris"}])
    assert table.changed and table.written().decode().splitlines() == [
        header,
        'ia,,"a, ""b"".ris",ris,,,,,',
        "ib,x,b.ris,ris,s,1,1,0,0",
    ]


def test_a_table_that_is_not_canonical_is_added_to_in_the_canonical_form(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    file = review / "sources.csv"
    before, one = file.read_bytes(), rows_of(file)[0]
    head, *rows = csv.reader(io.StringIO(before.decode(), newline=""))
    shifted = [["Where we looked"], [name.upper() for name in head], [], *rows]
    file.write_bytes(saved(shifted, mark=";", encoding="utf-16"))
    table = ledger.Table.read(review, "sources")
    table.add([one | {"source_id": "zzz", "name": "Zürich; Library"}])
    ledger.write(review, [table], People(load_review(review)))
    *others, added = file.read_bytes().splitlines()
    assert others[0] == before.splitlines()[0] and sorted(others) == sorted(before.splitlines())
    assert added.startswith("zzz,Zürich; Library,".encode())


def test_turns_are_sorted_as_numbers():
    table = ledger.Table("decisions", ["record_id", "reviewer", "stage", "turn"], [])
    row = {"record_id": "r", "reviewer": "A", "stage": "title"}
    table.add(row | {"turn": turn} for turn in ("10", "9", "1"))
    assert [line.rpartition(",")[2] for line in table.written().decode().splitlines()] == [
        "turn",
        "1",
        "9",
        "10",
    ]


def test_tables_are_written_with_their_description(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    table = ledger.Table.read(review, "sources")
    rows = rows_of(review / "sources.csv")
    table.add([rows[0] | {"source_id": "zzz"}])
    ledger.write(review, [table], People(load_review(review)))
    assert [row["source_id"] for row in rows_of(review / "sources.csv")][-1] == "zzz"
    assert load_review(review).path == review
    assert not [path.name for path in review.iterdir() if path.name.startswith(".")]


def test_a_folder_that_is_no_review_is_refused(tmp_path):
    with pytest.raises(ReviewProblems, match="IMPT-004"):
        ledger.folder_of(tmp_path)


def test_a_report_says_its_notes_its_files_and_what_changed():
    pieces = [Piece(n, "K", "PY", "s. a.", "no year") for n in range(1, 23)]
    done = Imported("a.ris", "i1", "ris", 3, 1, 1, pieces, Counter({"KW": 2, "AD": 1}), "cp1252")
    before = Imported("b.ris", "i2", "ris", before=True)
    lines = ledger.in_words(Report([done, before], ["records", "imports"], ["New: 1 record"]))
    assert lines[:3] == [
        "New: 1 record",
        "a.ris: ris, 3 entries, 1 added, 1 known, 22 set aside; left in the file: KW 2, AD 1; read as cp1252",
        '  a.ris, line 1, K, PY: no year: "s. a.", and 21 more of PY in set_aside.csv',
    ]
    assert lines[-2:] == [
        "b.ris: imported before as ris (i2), nothing to add",
        "Changed: records.csv, imports.csv",
    ]
    assert ledger.in_words(Report([], []))[-1] == "Nothing changed."


def test_what_was_taken_and_what_was_not_have_their_rows():
    done = Imported("a.ris", "i1", "ris", 2, 1, 0, [Piece(None, "", "", " ", "why")])
    assert ledger.entered(done, "b.ris", source_id="s") == {
        "import_id": "i1",
        "file": "b.ris",
        "format": "ris",
        "source_id": "s",
        "entries": "2",
        "added": "1",
        "known": "0",
        "set_aside": "1",
    }
    (row,) = ledger.aside(done)
    assert (row["line"], row["entry"], row["found"], row["why"]) == (
        "not_applicable",
        "not_applicable",
        "a blank",
        "why",
    )


def test_a_sign_that_nothing_shows_comes_into_no_table():
    table = ledger.Table("sources", ["source_id", "name"], [])
    table.add([{"source_id": "a", "name": "Med\x0bline", "platform": None}])
    assert table.rows == [{"source_id": "a", "name": "Med\ufffdline", "platform": None}]


def test_a_report_tells_a_fault_of_a_field_once_and_each_piece_without_a_field():
    tags = [Piece(n, "K", tag, "x", "a tag that is not known") for n in range(1, 400) for tag in ("BD", "TN")]
    rows = [Piece(n, "not_applicable", "not_applicable", f"row {n}", "a row") for n in range(500, 525)]
    lines = ledger.in_words(Report([Imported("a.txt", "i1", "ciw", 3, 1, 1, tags + rows)], []))[1:-1]
    assert lines[:2] == [
        f'  a.txt, line 1, K, {tag}: a tag that is not known: "x", and 398 more of {tag} in set_aside.csv'
        for tag in ("BD", "TN")
    ]
    assert lines[2:] == [
        *(f'  a.txt, line {n}: a row: "row {n}"' for n in range(500, 518)),
        "  and 7 more in set_aside.csv",
    ]


def test_an_entry_that_has_no_name_but_its_line_is_placed_once():
    piece = Piece(2, "line 2", "pages", "05-Oct", "a date")
    told = ledger.in_words(Report([Imported("a.csv", "i1", "csv", 1, 1, 0, [piece])], ["records"]))
    assert '  a.csv, line 2, pages: a date: "05-Oct"' in told


def test_rows_are_swapped_where_they_stand_and_noted_as_they_were():
    rows = [{"source_id": name, "name": "x"} for name in ("b", "c", "a")]
    table = Table("sources", ["source_id", "name"], list(rows))
    table.keep_order()
    assert not table.in_order
    table.swap([(rows[0], {"source_id": "b", "name": "new"}), (rows[1], None)])
    assert table.written() == b"source_id,name\nb,new\na,x\n"
    assert table.replaced == rows[:2] and table.new == [{"source_id": "b", "name": "new"}] and table.changed


def test_a_table_that_is_sorted_by_its_key_stays_so():
    table = Table(
        "sources", ["source_id", "name"], [{"source_id": "a", "name": ""}, {"source_id": "c", "name": ""}]
    )
    table.keep_order()
    table.add([{"source_id": "b", "name": ""}])
    assert table.written() == b"source_id,name\na,\nb,\nc,\n"


def test_a_file_that_is_taken_in_again_has_another_identifier(tmp_path):
    file = tmp_path / "a.xlsx"
    file.write_bytes(b"x")
    imports = Table("imports", ["import_id", "format"], [])
    first = ledger.identified_anew(imports, file, "workbook")
    assert ledger.identified_anew(imports, file, "workbook") == first
    imports.rows.append({"import_id": first, "format": "workbook"})
    assert ledger.identified_anew(imports, file, "workbook") not in (first, "")
