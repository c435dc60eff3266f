"""Take a wide sheet of a charter in again."""

import csv
import doctest
import io

from hypothesis import Phase, given
from hypothesis import strategies as st
from packages import SYNTHETIC, copied, rows_of
from packages.examples import examples
from packages.extractions import answers, refused, sheet, taken

from reviewbook import open_review
from reviewbook.charting import exports
from reviewbook.charting.imports import typed
from reviewbook.files.undo import undo


def test_examples():
    assert doctest.testmod(typed).failed == 0


def written(review, folder):
    """The sheets of a review, in a folder."""
    found = exports.sheets(open_review(review))
    for name, data in found.items():
        (folder / name).write_bytes(data)
    return {name: folder / name for name in found}


def test_sheets_that_nobody_changed_change_nothing(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    for name, file in written(review, tmp_path).items():
        charter = name.split("-")[1].removesuffix(".csv")
        if charter != exports.STANDING:
            assert typed.add(review, file, charter=charter).changed == []


def test_each_changed_cell_is_told_and_changes_its_answer_alone(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    file = written(review, tmp_path)["reports-A1.csv"]
    before = answers(review)
    file.write_text(
        file.read_text().replace(
            "Synthetic2018,supervised,3,mat; band,yes", "Synthetic2018,unsupervised,,mat,yes"
        )
    )
    report = typed.add(review, file, charter="A1")
    assert report.notes == [
        "Cells of A1 that change (3):",
        '  B2, supervision of Synthetic2018: "supervised" becomes "unsupervised"',
        '  C2, sessions of Synthetic2018: "3" becomes not charted',
        '  D2, equipment of Synthetic2018: "mat; band" becomes "mat"',
    ]
    after = answers(review)
    assert {key for key in {*before, *after} if before.get(key) != after.get(key)} == {
        (one, "Synthetic2018", "A1") for one in ("supervision", "sessions", "equipment")
    }
    undo(review, report.files[0].import_id)
    assert answers(review) == before


def test_what_a_column_of_the_table_answers_changes_there(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    file = sheet(tmp_path, "report_id,setting\nSynthetic2018,At home\n")
    before = (review / "reports.csv").read_bytes()
    report = typed.add(review, file, charter="A1")
    assert rows_of(review / "reports.csv")[0]["setting"] == "At home"
    undo(review, report.files[0].import_id)
    assert (review / "reports.csv").read_bytes() == before


def test_rows_and_columns_that_are_not_in_the_sheet_are_named_and_stay(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    before = answers(review)
    report = typed.add(review, sheet(tmp_path, "report_id,sessions\nSynthetic2018,3\n"), charter="A1")
    assert answers(review) == before
    assert report.notes[0].startswith("Not in the sheet, and left as they are: Synthetic2019")
    assert report.notes[1].startswith(
        "Questions without a column in the sheet, and left as they are: supervision"
    )


def test_all_that_is_wrong_is_told_by_its_cell(tmp_path):
    review = copied(SYNTHETIC, tmp_path)
    text = "report_id,sessions,colour,blinding,sessions\nSynthetic2018,three,red,maybe,3\nNobody1999,3,,,\nSynthetic2018,3,,,\n"
    file = sheet(tmp_path, text)
    try:
        typed.add(review, file, charter="A1")
    except Exception as error:
        found = {(one.code, one.field) for one in error.problems}
    assert found == {
        ("CHAR-013", "E1"),
        ("CHAR-013", "C1"),
        ("CHAR-013", "A3"),
        ("CHAR-013", "A4"),
        ("CHAR-002", "B2"),
        ("CHAR-002", "D2"),
    }
    assert refused(typed.add, review, file) == [("IMPT-005", "nothing")]
    assert refused(typed.add, review, sheet(tmp_path, "a,b\n1,2\n"), charter="A")[0][0] == "CHAR-013"


def test_a_sheet_can_go_back_to_what_it_was(tmp_path):
    review, _ = taken(
        tmp_path, sheet(tmp_path, "Study,Why\nDoe 2020,a thing\nRoe 2021,another\n"), charter="A"
    )
    one, other = (
        sheet(tmp_path, f"report_id,why\nDoe2020,{word}\n", f"{word}.csv") for word in ("one", "other")
    )
    for file in (one, other, one):
        assert typed.add(review, file, charter="A").changed == ["answers", "imports"]
    assert answers(review)["why", "Doe2020", "A"] == "one"


VALUES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Co", "Cn"]), max_size=12
)


@examples(12, phases=[Phase.generate])  # of an import, shrinking takes minutes
@given(st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=2))
def test_whatever_is_typed_comes_out_as_it_went_in(tmp_path_factory, cells):
    folder = tmp_path_factory.mktemp("typed")
    review, _ = taken(
        folder, sheet(folder, "Study,Why,How\nDoe 2020,a thing,so\nRoe 2021,another,or so\n"), charter="A"
    )
    out = io.StringIO()
    rows = [[one, *map(typed.shown, row)] for one, row in zip(("Doe2020", "Roe2021"), cells, strict=True)]
    csv.writer(out, lineterminator="\n").writerows([["report_id", "why", "how"], *rows])
    typed.add(review, sheet(folder, out.getvalue(), "typed.csv"), charter="A")
    files = written(review, folder)
    again = files.get("reports-A.csv")
    found = list(csv.reader(io.StringIO(again.read_text("utf-8"))))[1:] if again else [["", "", ""]] * 2
    wanted = [[typed.kinds.word(cell.strip()) for cell in row] for row in cells]
    assert [[typed.meant(cell) for cell in row[1:]] for row in found] == wanted
    if again:
        assert typed.add(review, again, charter="A").changed == []
