"""Tables in their canonical form: the same bytes however they were saved, and nothing lost."""

import csv
import shutil
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, WILLIAMS, only, set_cell
from packages.folders import add_column, declare
from packages.saves import TABLES, WAYS, canonical_review, save_as

from reviewbook.files.canonical import as_csv, data_of, tidied
from reviewbook.review.reading import read


@pytest.fixture(scope="module")
def canonical(tmp_path_factory):
    return canonical_review(tmp_path_factory.mktemp("canonical"))


@pytest.mark.parametrize("way", WAYS)
def test_however_a_table_was_saved_its_canonical_form_is_the_same(way, canonical, tmp_path):
    folder = save_as(way, canonical, tmp_path)
    for table in TABLES:
        assert data_of(folder / f"{table}.csv") == (canonical / f"{table}.csv").read_bytes()


@pytest.mark.parametrize("folder", [SYNTHETIC, WILLIAMS], ids=lambda path: path.name)
def test_the_reviews_of_the_repository_are_canonical(folder):
    assert tidied(folder) == ([], [])


CELLS = st.text(st.sampled_from([*",\"\n\r \t;'\0aé\u2028\ufeff"]), max_size=6)


@given(st.lists(st.lists(CELLS, max_size=4), max_size=4))
def test_rows_are_written_as_the_module_csv_writes_them(rows):
    lines = []
    # With this end of lines it puts every cell that holds a line end into quotation marks, in all versions of Python.
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n").writerows(rows)
    assert as_csv(rows) == "".join(f"{line[:-2]}\n" for line in lines).encode()
    assert as_csv(map(tuple, rows)) == as_csv(rows)


@pytest.mark.parametrize("cell", ["a\rb", "a\nb", "a\r\nb", 'a "b"', "a,b", " a ", "a\tb", "a\0b", "ü"])
def test_a_cell_is_written_so_that_it_is_read_again(cell, tmp_path):
    data = as_csv([["x", cell], [cell, ""]])
    (tmp_path / "a.csv").write_bytes(data)
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as lines:
        assert list(csv.reader(lines)) == [["x", cell], [cell, ""]]
    assert data.endswith(b",\n") and not data.endswith(b"\r\n")


def test_order_own_columns_and_cells_that_are_not_understood_stay(tmp_path):
    folder = only("flow", to=tmp_path)
    declare(folder, "flow", {"name": "mood", "type": "string"})
    rows = [
        "Mood;Position;step;unit;n;locator",
        " fine ;2;Screened;records;1,234;b",
        ";1;odd step;records;about 5;a",
    ]
    (folder / "flow.csv").write_text("\n".join(rows), "utf-8")
    before = [one for one in read(folder)[1] if one.severity == "problem"]
    assert data_of(folder / "flow.csv").decode().splitlines() == [
        "mood,position,step,unit,n,locator",
        ' fine ,2,screened,records,"1,234",b',
        ",1,odd step,records,about 5,a",
    ]
    (folder / "flow.csv").write_bytes(data_of(folder / "flow.csv"))
    after = read(folder)[1]
    assert [one for one in after if one.severity == "problem"] == before != []
    assert not {one.code for one in after} & {"TABL-021", "TABL-022", "TABL-023"}


def test_what_cannot_be_read_is_given_as_it_stands(tmp_path):
    folder = only("editions", "flow", to=tmp_path)
    editions = (folder / "editions.csv").read_text("utf-8").replace(",", ";").splitlines()
    for lines in ([*editions, "a;b;c;d;e;f"], [*editions, "a;b"], ["What;is;this"], [editions[0] + ";mood"]):
        (folder / "editions.csv").write_text("\n".join(lines), "utf-8")
        assert data_of(folder / "editions.csv") == (folder / "editions.csv").read_bytes()
        found, refused = tidied(folder)
        assert found == [] and {one.file for one in refused} == {"editions.csv"}


def test_the_package_is_written_without_a_mark(tmp_path):
    folder = only("editions", to=tmp_path)
    file = folder / "datapackage.json"
    text = file.read_text("utf-8")
    for encoding, says in (("utf-8-sig", "a byte order mark"), ("utf-16", "UTF-16")):
        file.write_bytes(text.encode(encoding))
        found, refused = tidied(folder)
        assert [(one.file, one.data, one.says) for one in found] == [(file, text.encode(), [says])]
        assert refused == [] and data_of(file) == text.encode()


def test_without_a_package_that_can_be_read_nothing_is_tidied(tmp_path):
    folder = only("editions", to=tmp_path)
    (folder / "datapackage.json").write_text("{", "utf-8")
    add_column(folder, "editions", "Mine", "a", "b")
    found, refused = tidied(folder)
    assert found == [] and ("PACK-002", "datapackage.json") in {(one.code, one.file) for one in refused}


def test_every_row_that_changes_is_told_before_and_after(tmp_path):
    folder = only("interventions", to=tmp_path)
    file = folder / "interventions.csv"
    set_cell(file, "delivery", "Web", row=2)
    set_cell(file, "delivery", "OTHER", row=3)
    head, *rows = file.read_text("utf-8").splitlines()
    head = head.replace("intervention_id", "Intervention ID")
    file.write_text("\n".join(["A title,of it", "", head, "", *rows]), "utf-8")
    (one,), _ = tidied(folder)
    changes = list(one.changes)
    assert [change.row for change in changes] == [1, 3, 5, 6]
    assert changes[0] == (1, "A title,of it", None)
    assert changes[1].before == head and changes[1].after.startswith("intervention_id,name,")
    assert changes[2].before == rows[0] and changes[2].after == rows[0].replace(",Web,", ",web,")
    assert changes[3].after == rows[1].replace(",OTHER,", ",other,")


def test_line_ends_alone_are_tidied_without_a_word_on_rows(tmp_path):
    folder = only("editions", to=tmp_path)
    data = (folder / "editions.csv").read_bytes()
    (folder / "editions.csv").write_bytes(data.replace(b"\n", b"\r\n"))
    assert read(folder)[1] == []
    (one,), _ = tidied(folder)
    assert (one.data, one.says, list(one.changes)) == (data, ["line ends or quotation marks"], [])


def test_a_file_that_is_no_table_is_given_as_it_is(tmp_path):
    shutil.copy(SYNTHETIC / "editions.csv", tmp_path / "notes.csv")
    (tmp_path / "notes.csv").write_text("edition;note\n", "utf-8")
    assert data_of(tmp_path / "notes.csv") == b"edition;note\n"
