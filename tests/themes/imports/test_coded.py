"""`reviewbook.themes.imports.coded`: a coded project comes into a review's tables whole, once, and leaves what is there as it is."""

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import rows_of, set_cell
from packages.coded_review import CODES, TEXT, bytes_of, cells, empty, own, project, refused
from packages.examples import examples

from reviewbook import check
from reviewbook.files import ledger
from reviewbook.review.reading import load_review
from reviewbook.themes.imports import coded
from reviewbook.themes.imports import project as qda

NEW_FILES = {"codes", "documents", "excerpts", "codings", "imports"}


def test_codes_come_in_as_a_tree_in_their_order(review, add):
    add(review)
    columns = ("code_id", "parent_id", "scheme", "position", "label", "description", "locator")
    assert cells(review, "codes", *columns) == [
        ("by_text", "contact", "themes", "2", "By text", "not_reported", "p.qdpx, code 3"),
        ("contact", "not_applicable", "themes", "1", "Contact", "Being in touch.", "p.qdpx, code 1"),
        ("face_to_face", "contact", "themes", "1", "Face to face", "not_reported", "p.qdpx, code 2"),
    ]


def test_documents_passages_and_codings_come_in_with_their_places(review, add):
    add(review)
    assert rows_of(review / "documents.csv") == [
        {
            "document_id": "interview_1",
            "name": "Interview 1.docx",
            "kind": "text",
            "report_id": "",
            "file": "interview_1.txt",
            "characters": "41",
            "locator": "p.qdpx, document 1",
        }
    ]
    assert rows_of(review / "excerpts.csv") == [
        {
            "excerpt_id": f"interview_1-00{number}",
            "speaker": "",
            "kind": "quotation",
            "text": text,
            "direction": "",
            "basis": "",
            "page": "not_reported",
            "document_id": "interview_1",
            "start": start,
            "end": end,
            "locator": "p.qdpx, Interview 1.docx",
        }
        for number, text, start, end in (
            (1, "I would rather\nmeet a person.", "0", "29"),
            (2, "Every week.", "30", "41"),
        )
    ]
    assert cells(review, "codings", "excerpt_id", "code_id", "coder", "locator") == [
        ("interview_1-001", "face_to_face", "Ann", "p.qdpx, coding 1"),
        ("interview_1-002", "by_text", "Ann", "p.qdpx, coding 2"),
        ("interview_1-002", "face_to_face", "Bob", "p.qdpx, coding 3"),
    ]


def test_import_is_accounted_for_and_what_is_left_is_kept(review, add):
    report = add(review)
    (done,) = report.files
    assert (done.entries, done.added, done.known) == (9, 9, 0)
    assert cells(review, "imports", "file", "format", "entries", "added", "known", "set_aside") == [
        ("p.qdpx", "refi-qda", "9", "9", "0", "1")
    ]
    assert cells(review, "set_aside", "number", "line", "entry", "field", "found", "why") == [
        ("1", "not_applicable", "not_applicable", "sets", "Clinics and 2 more", "a review has no sets")
    ]
    assert report.notes[0] == (
        "p.qdpx: 3 codes (3 new), 1 document (1 new), 2 passages (2 new), 3 codings (3 new)"
    )
    loaded = load_review(review)
    assert {resource["name"] for resource in loaded.package["resources"]} > NEW_FILES


def linked(review):
    return cells(review, "excerpt_reports", "excerpt_id", "report_id", "locator")


@pytest.mark.parametrize(
    "name",
    ["Synthetic2019", "synthetic2019.PDF", "Synthetic 2019", "Synthetic_2019.docx", "SYNTHETIC2019.txt"],
)
def test_document_with_the_name_of_a_report_names_it(synthetic, add, name):
    text = TEXT + name  # another length than the text that the review has
    add(synthetic, project(CODES, [("d", name, "text", text)], [("e", "d", 0, 7)], [("e", "c2")]))
    row = next(row for row in rows_of(synthetic / "documents.csv") if row["locator"] == "p.qdpx, document 1")
    assert row["report_id"] == "Synthetic2019"
    new = [row for row in linked(synthetic) if row[2].startswith("documents.csv")]
    assert new == [(f"{row['document_id']}-001", "Synthetic2019", f"documents.csv, {row['document_id']}")]


def test_case_with_the_name_of_a_report_names_it(synthetic, add):
    given = project(
        CODES,
        [("d", "Interview 1", "text", TEXT), ("f", "Interview 2", "text", TEXT + ".")],
        [("e1", "d", 0, 7), ("e2", "d", 8, 14), ("e3", "f", 0, 7)],
        [("e1", "c2"), ("e2", "c2"), ("e3", "c2")],
        [("Synthetic2019", "d"), ("Synthetic2021", None, "e2"), ("Ann", "f"), ("Synthetic2020a", None, "e3")],
    )
    report = add(synthetic, given)
    assert [row for row in linked(synthetic) if row[0].startswith("interview")] == [
        ("interview_1-001", "Synthetic2019", "documents.csv, interview_1"),
        ("interview_1-002", "Synthetic2019", "documents.csv, interview_1"),
        ("interview_1-002", "Synthetic2021", "p.qdpx, case Synthetic2021"),
        ("interview_2-001", "Synthetic2020a", "p.qdpx, case Synthetic2020a"),
    ]
    assert "New in excerpt_reports.csv: 4 reports behind passages" in report.notes
    assert not any("Without a report" in note for note in report.notes)


def test_document_whose_cases_name_two_reports_is_left_to_the_authors(synthetic, add):
    given = project(
        CODES,
        [("d", "Interview 1", "text", TEXT)],
        [("e", "d", 0, 7)],
        [("e", "c2")],
        [("Synthetic2019", "d"), ("Synthetic2021", "d")],
    )
    report = add(synthetic, given)
    assert not any(row[0].startswith("interview") for row in linked(synthetic))
    (piece,) = report.files[0].set_aside
    assert (piece.field, piece.found) == (
        "report of a document",
        "Interview 1: Synthetic2019, Synthetic2021",
    )


def test_report_option_is_for_documents_that_name_none(synthetic, add):
    given = project(
        CODES,
        [("d", "Synthetic2021.pdf", "text", TEXT), ("f", "Notes", "text", TEXT)],
        [("e1", "d", 0, 7), ("e2", "f", 0, 7)],
        [("e1", "c2"), ("e2", "c2")],
    )
    add(synthetic, given, report="Synthetic2019")
    documents = dict(cells(synthetic, "documents", "document_id", "report_id"))
    assert (documents["synthetic2021"], documents["notes"]) == ("Synthetic2021", "Synthetic2019")


def test_report_filled_in_later_is_named_by_the_passages_on_the_next_import(synthetic, add):
    first = add(synthetic, name="p.qdpx")
    assert any(note.startswith("Without a report: 1 document (interview_1)") for note in first.notes)
    at = [row["document_id"] for row in rows_of(synthetic / "documents.csv")].index("interview_1")
    set_cell(synthetic / "documents.csv", "report_id", "Synthetic2021", row=at + 2)
    second = add(synthetic, name="p.qdpx")
    assert second.changed == ["excerpt_reports"]
    assert [row[:2] for row in linked(synthetic) if row[0].startswith("interview")] == [
        ("interview_1-001", "Synthetic2021"),
        ("interview_1-002", "Synthetic2021"),
    ]
    before = bytes_of(synthetic)
    assert add(synthetic, name="p.qdpx").files[0].before
    assert bytes_of(synthetic) == before


def test_blank_report_is_filled_where_the_next_import_names_it(synthetic, add):
    add(synthetic)
    assert add(synthetic, report="Synthetic2021").changed == ["documents", "excerpt_reports"]
    assert dict(cells(synthetic, "documents", "document_id", "report_id"))["interview_1"] == "Synthetic2021"


def test_document_of_none_of_the_included_reports_stays_so(synthetic, add):
    add(synthetic)
    at = [row["document_id"] for row in rows_of(synthetic / "documents.csv")].index("interview_1")
    set_cell(synthetic / "documents.csv", "report_id", "not_applicable", row=at + 2)
    assert add(synthetic, report="Synthetic2021").changed == []


@pytest.mark.parametrize("where", ["review", "synthetic"])
def test_file_imported_again_changes_not_one_byte(request, add, where):
    folder = request.getfixturevalue(where)
    add(folder, texts=folder.parent / "texts")
    before = bytes_of(folder), bytes_of(folder.parent / "texts")
    report = add(folder, texts=folder.parent / "texts")
    assert [done.before for done in report.files] == [True]
    assert (bytes_of(folder), bytes_of(folder.parent / "texts"), report.changed) == (*before, [])


def test_a_text_or_description_that_the_authors_changed_stays_and_is_told(review, add):
    add(review)
    set_cell(review / "excerpts.csv", "text", "Every [day].", row=3)
    set_cell(review / "codes.csv", "description", "In contact.", row=3)
    report = add(review, name="later.qdpx")
    assert report.notes[-2:] == [
        "codes.csv stays as it is where its description of 1 row differs, first contact",
        "excerpts.csv stays as it is where its text of 1 row differs, first interview_1-002",
    ]
    assert report.changed == ["imports", "set_aside"]


def test_same_label_in_another_scheme_is_another_code(review, add):
    add(review)
    (done,) = add(review, scheme="practices").files
    assert (done.added, done.known) == (6, 3)
    assert len(rows_of(review / "imports.csv")) == 1
    assert cells(review, "imports", "added") == [("15",)]
    schemes = {row["code_id"]: row["scheme"] for row in rows_of(review / "codes.csv")}
    assert schemes["contact"] == "themes" and schemes["contact_2"] == "practices"


def test_scheme_that_the_file_names_goes_before_the_option_and_holds_below(review, add):
    given = [
        ("a", None, "A", None, True, "practices"),
        ("b", "a", "B"),
        ("c", None, "C"),
        ("d", None, "D", None, True, "My own"),
    ]
    add(review, project(given), scheme="aims")
    assert cells(review, "codes", "code_id", "scheme", "position") == [
        ("a", "practices", "1"),
        ("b", "practices", "1"),
        ("c", "aims", "1"),
        ("d", "my_own", "1"),
    ]
    (done,) = add(review, project(given), name="later.qdpx", scheme="aims").files
    assert (done.added, done.known) == (0, 4)


def test_synthetic_review_keeps_its_rows(synthetic, add):
    before = {path.stem: rows_of(path) for path in synthetic.glob("*.csv")}
    add(synthetic)
    for table, rows in before.items():
        assert all(row in rows_of(synthetic / f"{table}.csv") for row in rows)
    assert [p for p in check.check(synthetic) if p.severity == "problem"] == []


def test_excerpts_that_were_there_before_places_get_not_applicable(review, add):
    (review / "excerpts.csv").write_text(
        "locator,text,excerpt_id,kind\nby hand,Some words,X1,finding\n", "utf-8"
    )
    (review / "codes.csv").write_text(
        "code_id,scheme,position,label,locator\nold,themes,4,Old,by hand\n", "utf-8"
    )
    (review / "codings.csv").write_text("excerpt_id,code_id,coder,locator\nX1,old,me,by hand\n", "utf-8")
    add(review)
    rows = rows_of(review / "excerpts.csv")
    assert list(rows[0]) == ["locator", "text", "excerpt_id", "kind", "document_id", "start", "end"]
    assert [rows[0][name] for name in ("excerpt_id", "document_id", "start", "end")] == [
        "X1",
        "not_applicable",
        "not_applicable",
        "not_applicable",
    ]
    parents = dict(cells(review, "codes", "code_id", "parent_id"))
    assert (parents["old"], parents["contact"], parents["by_text"]) == (
        "not_applicable",
        "not_applicable",
        "contact",
    )
    assert dict(cells(review, "codes", "code_id", "position"))["contact"] == "5"
    load_review(review)


def test_author_s_own_columns_and_their_order_stay(review, add):
    (review / "codes.csv").write_text(
        "colour,label,code_id,scheme,position,locator\nred,Contact,in_touch,themes,1,by hand\n", "utf-8"
    )
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    own = {"name": "codes", "path": "codes.csv", "schema": {"fields": [{"name": "colour", "type": "string"}]}}
    (review / "datapackage.json").write_text(json.dumps(package | {"resources": [own]}), "utf-8")
    add(review)
    with (review / "codes.csv").open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    assert header == ["colour", "label", "code_id", "scheme", "position", "locator", "parent_id"]
    assert cells(review, "codes", "code_id", "parent_id", "colour")[2] == (
        "in_touch",
        "not_applicable",
        "red",
    )
    assert cells(review, "codes", "code_id", "parent_id")[:2] == [
        ("by_text", "in_touch"),
        ("face_to_face", "in_touch"),
    ]
    load_review(review)


def test_ids_differ_in_more_than_capitals(review, add):
    given = project(
        [("c", None, "X")],
        [("d", "T", "text", TEXT), ("f", "t", "text", TEXT)],
        [("e1", "d", 0, 7, None, "Q1"), ("e2", "f", 0, 7, None, "q1")],
        [("e1", "c"), ("e2", "c")],
    )
    add(review, given)
    assert cells(review, "documents", "document_id") == [("t",), ("t_2",)]
    assert cells(review, "excerpts", "excerpt_id") == [("Q1",), ("t_2-001",)]


def test_files_of_one_project_are_told_as_one_and_known_each(review, add, tmp_path):
    second = tmp_path / "codebook.csv"
    second.write_text("second")
    report = add(review, name="highlights.csv", more=[second])
    assert [done.file for done in report.files] == ["highlights.csv and codebook.csv"]
    assert set(cells(review, "imports", "file", "entries", "set_aside")) == {
        ("highlights.csv", "9", "1"),
        ("codebook.csv", "0", "0"),
    }
    assert {row["import_id"] for row in rows_of(review / "set_aside.csv")} == {report.files[0].import_id}
    (again,) = add(review, name="highlights.csv", more=[second]).files
    assert again.before


def test_options_that_do_not_fit_are_told_together(review, add):
    assert refused(review, add, scheme="My scheme", report="Nobody1999") == [
        ("IMPT-005", "--scheme", '"My scheme"'),
        ("IMPT-005", "--report", '"Nobody1999"'),
    ]


def test_project_that_holds_nothing_is_refused(review, add):
    assert refused(review, add, project()) == [("IMPT-011", "p.qdpx", "no code, no document and no passage")]


def test_document_of_another_length_than_before_is_refused(review, add):
    add(review)
    longer = project([], [("d1", "Interview 1.docx", "text", TEXT + " More.")])
    assert refused(review, add, longer, "later.qdpx") == [
        ("IMPT-012", "later.qdpx", '47 characters in "Interview 1.docx"')
    ]


@pytest.mark.parametrize("failing", range(1, 8))
def test_interrupted_write_leaves_the_old_files(synthetic, add, monkeypatch, failing):
    before, calls = bytes_of(synthetic), iter(range(1, 100))
    real = ledger.os.replace

    def replace_(source, target):
        if next(calls) == failing:
            raise OSError("disk full")
        real(source, target)

    monkeypatch.setattr(ledger.os, "replace", replace_)
    with pytest.raises(OSError, match="disk full"):
        add(synthetic)
    assert bytes_of(synthetic) == before


def test_dry_run_says_the_same_and_writes_nothing(synthetic, add):
    before = bytes_of(synthetic)
    dry = add(synthetic, dry_run=True)
    assert bytes_of(synthetic) == before
    assert add(synthetic) == dry


NAMES = st.text("aAbB é\n:", max_size=4)


@st.composite
def projects(draw):
    codes = draw(st.lists(NAMES, max_size=5))
    texts = draw(st.lists(st.text("ab \n", min_size=1, max_size=9), min_size=1, max_size=3))
    codes = [
        (f"c{n}", draw(st.sampled_from([None, *(f"c{m}" for m in range(n))])), name)
        for n, name in enumerate(codes)
    ]
    documents = [(f"d{n}", draw(NAMES), "text", text) for n, text in enumerate(texts)]
    excerpts = []
    for n in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(texts) - 1))
        start = draw(st.one_of(st.none(), st.integers(0, len(texts[at]))))
        end = None if start is None else draw(st.integers(start, len(texts[at])))
        said = texts[at][:3] if start is None else None
        excerpts.append((f"e{n}", f"d{at}", start, end, said, draw(st.sampled_from([None, "Q1", "n 2"]))))
    pairs = [(e[0], c[0]) for e in excerpts for c in codes]
    codings = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return project(
        codes, documents, excerpts, [(*pair, draw(st.sampled_from(["Ann", None]))) for pair in codings]
    )


OF_IMPORTS = ("imports.csv", "set_aside.csv", ".imports.json")


@examples(25)
@given(given_project=projects())
def test_any_project_makes_a_sound_review_and_adds_nothing_the_second_time(tmp_path_factory, given_project):
    folder = empty(tmp_path_factory.mktemp("any") / "review")
    file = folder.parent / "p.qdpx"
    file.write_text("p")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(qda, "read", lambda files, format: given_project)
        coded.add(folder, [file], "refi-qda")
        before = bytes_of(folder)
        loaded = load_review(folder)
        file.write_text("the same project in other bytes")
        (done,) = coded.add(folder, [file], "refi-qda").files
    assert {name: data for name, data in bytes_of(folder).items() if name not in OF_IMPORTS} == {
        name: data for name, data in before.items() if name not in OF_IMPORTS
    } | {"datapackage.json": (folder / "datapackage.json").read_bytes()}
    assert done.added == 0
    assert len(loaded.codes) == len(given_project.codes)
    assert len(loaded.documents) == len(given_project.documents)
    wanted = given_project.excerpts[given_project.excerpts["key"].isin(given_project.codings["excerpt"])]
    assert 0 <= len(wanted) - len(loaded.excerpts) <= len(wanted)
    assert len(loaded.codings) <= len(given_project.codings)


def test_an_excerpt_of_a_review_keeps_its_kind_speaker_page_and_locator(review, add):
    excerpts = [
        own("F1", "finding", "worker", "not_applicable"),
        own("Q1", "quotation", "not_reported", "12"),
    ]
    add(review, project(CODES, excerpts=excerpts, codings=[("F1", "c2", "Ann")]))
    columns = ("excerpt_id", "kind", "speaker", "page", "text", "locator")
    assert cells(review, "excerpts", *columns) == [
        ("F1", "finding", "worker", "not_applicable", "Words of F1", "p. 7"),
        ("Q1", "quotation", "not_reported", "12", "Words of Q1", "p. 7"),
    ]


def test_an_excerpt_of_a_review_needs_no_code(review, add):
    done = add(review, project(excerpts=[own("F1", "finding")]))
    assert cells(review, "excerpts", "excerpt_id", "kind") == [("F1", "finding")]
    assert done.files[0].set_aside == []


def test_an_unknown_kind_is_set_aside_and_never_guessed(review, add):
    excerpts = [own("F1", "finding"), own("X1", "memo")]
    codings = [("F1", "c2", "Ann"), ("X1", "c2", "Ann")]
    done = add(
        review, project(CODES, excerpts=excerpts, codings=codings, relations=[("F1", "X1", "supports")])
    )
    assert cells(review, "excerpts", "excerpt_id", "kind") == [("F1", "finding")]
    assert cells(review, "codings", "excerpt_id") == [("F1",)]
    assert [(piece.field, piece.found) for piece in done.files[0].set_aside] == [
        ("passage", "X1: memo"),
        ("coding", "c2 of X1"),
        ("relation", "supports F1"),
    ]


def test_a_speaker_that_a_review_could_not_hold_is_set_aside(review, add):
    done = add(review, project(excerpts=[own("F1", "finding", "Two Words")]))
    assert cells(review, "excerpts", "speaker") == [("",)]
    assert [(piece.field, piece.found) for piece in done.files[0].set_aside] == [("speaker", "F1: Two Words")]
    load_review(review)  # nothing is wrong with its tables


def test_an_excerpt_of_a_review_keeps_its_direction_and_basis_and_an_unknown_one_is_set_aside(review, add):
    excerpts = [
        own("F1", "finding", grounds=("limits", "measured")),
        own("F2", "finding", grounds=("against", "not_reported")),
    ]
    done = add(review, project(excerpts=excerpts))
    assert cells(review, "excerpts", "excerpt_id", "direction", "basis") == [
        ("F1", "limits", "measured"),
        ("F2", "", "not_reported"),
    ]
    assert [(piece.field, piece.found) for piece in done.files[0].set_aside] == [("direction", "F2: against")]
    load_review(review)  # nothing is wrong with its tables


def test_relations_come_into_a_table_that_the_review_did_not_have(review, add):
    excerpts = [own("F1", "finding"), own("F2", "finding"), own("Q1", "quotation")]
    relations = [("F1", "Q1", "illustrates"), ("F1", "F2", "contrary"), ("F2", "Q1", "limits")]
    done = add(review, project(excerpts=excerpts, relations=relations))
    assert cells(review, "finding_excerpts", "finding_id", "excerpt_id", "relation", "locator") == [
        ("F1", "F2", "contrary", "p.qdpx, relation 2"),
        ("F1", "Q1", "illustrates", "p.qdpx, relation 1"),
        ("F2", "Q1", "limits", "p.qdpx, relation 3"),
    ]
    assert "finding_excerpts" in done.changed
    assert done.notes[0].endswith("3 relations (3 new)")


@pytest.mark.parametrize(
    "relation",
    [
        ("Q1", "F1", "supports"),
        ("F1", "F2", "illustrates"),
        ("F1", "F1", "contrary"),
        ("F1", "F2", "causes"),
    ],
    ids=["of a quotation", "illustrated by a finding", "of itself", "unknown"],
)
def test_a_relation_that_a_review_could_not_hold_is_set_aside(relation, review, add):
    excerpts = [own("F1", "finding"), own("F2", "finding"), own("Q1", "quotation")]
    done = add(review, project(excerpts=excerpts, relations=[relation]))
    finding, other, what = relation
    assert [piece.found for piece in done.files[0].set_aside] == [f"{other} {what} {finding}"]
    assert not (review / "finding_excerpts.csv").exists()


def test_relations_and_kinds_that_are_there_stay_as_they_are(synthetic, add):
    before = bytes_of(synthetic)
    words = {row["excerpt_id"]: row["text"] for row in rows_of(synthetic / "excerpts.csv")}
    excerpts = [own("F1", "finding", text=words["F1"]), own("Q1", "finding", text=words["Q1"])]
    done = add(synthetic, project(excerpts=excerpts, relations=[("F1", "Q1", "supports")]))
    after = bytes_of(synthetic)
    assert {name for name in before if before[name] != after[name]} <= {"imports.csv", "datapackage.json"}
    assert done.notes[1:] == [
        "excerpts.csv stays as it is where its kind of 1 row differs, first Q1",
        "finding_excerpts.csv stays as it is where its relation of 1 row differs, first F1",
    ]


def test_an_excerpt_stands_in_a_document_that_only_the_review_has(synthetic, add):
    at = (None, 1, 9)
    excerpts = [
        own("N1", "quotation", at=at, document_id="text_2019"),
        own("N2", "quotation", at=at, document_id="lost"),
    ]
    done = add(synthetic, project(excerpts=excerpts))
    rows = {
        row["excerpt_id"]: (row["document_id"], row["start"], row["end"])
        for row in rows_of(synthetic / "excerpts.csv")
    }
    assert rows["N1"] == ("text_2019", "1", "9")
    assert rows["N2"] == ("not_applicable",) * 3
    assert [piece.found for piece in done.files[0].set_aside] == ["1 to 9 of lost"]


def test_an_excerpt_of_a_review_has_the_reports_of_its_own_alone(synthetic, add):
    report = rows_of(synthetic / "reports.csv")[0]["report_id"]
    excerpts = [own("N1", "quotation", at=("d1", 1, 2)), own("N2", "finding", at=("d1", 3, 4))]
    texts = [("d1", "Talk", "text", TEXT, None, "talk", "Synthetic2021", "Shelf 3")]
    add(synthetic, project((), texts, excerpts, cases=[(report, None, "N2")]))
    links = cells(synthetic, "excerpt_reports", "excerpt_id", "report_id")
    assert [link for link in links if link[0].startswith("N")] == [("N2", report)]


def test_codes_and_documents_of_a_review_keep_their_identifiers(synthetic, add):
    codes = [
        ("c1", None, "New", None, True, "themes", "my_code"),
        ("c2", None, "Other", None, True, "themes", "carrying_on"),
    ]
    texts = [
        ("d1", "Talk", "text", TEXT, None, "my_talk", "not_applicable", "Shelf 3"),
        ("d2", "Chat", "text", TEXT, None, "text_2019", "Synthetic2021", None),
    ]
    add(synthetic, project(codes, texts))
    ids = {row["label"]: row["code_id"] for row in rows_of(synthetic / "codes.csv")}
    assert (ids["New"], ids["Other"]) == ("my_code", "other")
    rows = {row["name"]: row for row in rows_of(synthetic / "documents.csv")}
    columns = ("document_id", "report_id", "locator")
    assert [rows["Talk"][name] for name in columns] == ["my_talk", "not_applicable", "Shelf 3"]
    assert [rows["Chat"][name] for name in columns] == ["chat", "Synthetic2021", "p.qdpx, document 2"]
