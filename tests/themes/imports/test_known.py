"""What a review has already of coded material is known again."""

import pytest
from packages import rows_of
from packages.coded_review import CODES, ONE, TEXT, bytes_of, cells, own, project

from reviewbook.files import ledger
from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import coded
from reviewbook.themes.imports import project as qda


def test_like_passages_without_places_stay_apart(review, add):
    given = project(
        [("c", None, "X")],
        [("d", "t", "text")],
        [("e1", "d", None, None, "Yes."), ("e2", "d", None, None, "Yes.")],
        [("e1", "c"), ("e2", "c")],
    )
    add(review, given)
    before = bytes_of(review)
    assert cells(review, "excerpts", "excerpt_id", "text") == [("t-001", "Yes."), ("t-002", "Yes.")]
    add(review, given, name="later.qdpx")
    assert bytes_of(review)["excerpts.csv"] == before["excerpts.csv"]


def test_project_exported_later_adds_only_what_is_new(review, add):
    add(review)
    tables = ("codes", "documents", "excerpts", "codings")
    before = {table: rows_of(review / f"{table}.csv") for table in tables}
    later = project(
        [*CODES, ("c4", "c2", "At home"), ("c5", None, "Trust")],
        [("x", "Notes", "text", "Short."), ("d1", "Interview 1.docx", "text", TEXT)],
        [("n", "x", 0, 6), ("e0", "d1", 2, 7), ("e1", "d1", 0, 29), ("e2", "d1", 30, 41, "Every week.")],
        [("n", "c5"), ("e0", "c4", "Ann"), ("e1", "c2", "Ann"), ("e2", "c3", "Ann"), ("e2", "c2", "Bob")],
    )
    (done,) = add(review, later, name="later.qdpx").files
    assert (done.entries, done.added, done.known) == (16, 7, 9)
    after = {table: rows_of(review / f"{table}.csv") for table in tables}
    assert all(row in after[table] for table in tables for row in before[table])
    assert [len(after[table]) - len(before[table]) for table in tables] == [2, 1, 2, 2]
    ids = {row["excerpt_id"]: row["text"] for row in after["excerpts"]}
    assert (ids["interview_1-003"], ids["notes-001"]) == ("would", "Short.")
    positions = {row["code_id"]: row["position"] for row in after["codes"]}
    assert (positions["trust"], positions["at_home"]) == ("2", "1")


def test_second_coder_s_project_adds_codings_to_the_passages_that_both_have(review, add):
    def by(*codings):
        return project(
            CODES,
            [("d1", "Interview 1.docx", "text", TEXT)],
            [("e1", "d1", 0, 29), ("e2", "d1", 30, 41)],
            codings,
        )

    add(review, by(("e1", "c2"), ("e2", "c3")), name="ann.qdpx", coder="Ann")
    add(review, by(("e1", "c3"), ("e2", "c3")), name="bob.qdpx", coder="Bob")
    assert cells(review, "codings", "excerpt_id", "code_id", "coder") == [
        ("interview_1-001", "by_text", "Bob"),
        ("interview_1-001", "face_to_face", "Ann"),
        ("interview_1-002", "by_text", "Ann"),
        ("interview_1-002", "by_text", "Bob"),
    ]


def test_passage_read_first_without_its_place_is_known_by_its_words(review, add):
    named = [("d1", "Interview 1.docx", "text")]
    words = [
        ("e2", "d1", None, None, "Every  week."),
        ("e1", "d1", None, None, "I would rather meet a person."),
    ]
    add(review, project(CODES, named, words, [("e1", "c2", "Ann"), ("e2", "c3", "Ann")]), name="list.csv")
    (done,) = add(review).files
    assert (done.added, done.known) == (1, 8)
    assert len(rows_of(review / "excerpts.csv")) == 2


def test_passage_of_the_review_s_own_export_is_known_by_its_name_and_words(synthetic, add):
    own = rows_of(synthetic / "excerpts.csv")
    given = project(
        [],
        [("d", "All passages", "text", "\n".join(row["text"] for row in own))],
        [(row["excerpt_id"], "d", None, None, row["text"], row["excerpt_id"]) for row in own],
    )
    assert add(synthetic, given).changed == ["imports"]


def test_project_in_a_folder_is_known_by_its_database(review, monkeypatch, tmp_path):
    folder = tmp_path / "study.qda"
    folder.mkdir()
    monkeypatch.setattr(qda, "read", lambda files, format: ONE)
    with pytest.raises(ReviewProblems, match="IMPT-001"):
        coded.add(review, [folder], "qualcoder")
    (folder / "data.qda").write_text("tables")
    (done,) = coded.add(review, [folder], "qualcoder").files
    assert (done.file, done.import_id) == ("study.qda", ledger.import_id_of(folder / "data.qda"))
    (folder / "notes.txt").write_text("more")
    assert coded.add(review, [folder], "qualcoder").files[0].before


def test_of_documents_of_one_name_the_one_of_the_same_length_is_known(review, add):
    add(review)
    two = project(
        [], [("a", "Interview 1.docx", "text", "Another."), ("b", "Interview 1.docx", "text", TEXT)]
    )
    add(review, two, name="later.qdpx")
    assert cells(review, "documents", "document_id", "characters") == [
        ("interview_1", "41"),
        ("interview_1_2", "8"),
    ]


def test_a_finding_and_a_quotation_of_one_place_stay_apart(review, add):
    at = ("d1", 30, 41)
    excerpts = [
        own(key, kind, at=at) for key, kind in (("F1", "finding"), ("Q1", "quotation"), ("Q2", "quotation"))
    ]
    given = project(
        CODES, [("d1", "Talk", "text", TEXT)], excerpts, [("F1", "c2", "Ann"), ("Q2", "c3", "Bob")]
    )
    add(review, given)
    assert cells(review, "excerpts", "excerpt_id", "kind", "start", "end") == [
        ("F1", "finding", "30", "41"),
        ("Q1", "quotation", "30", "41"),
        ("Q2", "quotation", "30", "41"),
    ]
    assert cells(review, "codings", "excerpt_id", "code_id") == [("F1", "face_to_face"), ("Q2", "by_text")]
    assert add(review, given, "again.qdpx").changed == ["imports"]


def test_an_excerpt_under_another_name_is_known_by_its_place_and_kind(review, add):
    at = ("d1", 30, 41)
    for names in (("F1", "Q1"), ("F9", "Q9")):
        excerpts = [own(key, kind, at=at) for key, kind in zip(names, ("finding", "quotation"), strict=True)]
        add(review, project(CODES, [("d1", "Talk", "text", TEXT)], excerpts), f"{names[0]}.qdpx")
    assert cells(review, "excerpts", "excerpt_id", "kind") == [("F1", "finding"), ("Q1", "quotation")]


def test_an_excerpt_that_was_taken_away_comes_again_beside_another_of_its_place(review, add):
    at = ("d1", 30, 41)
    given = project(
        CODES, [("d1", "Talk", "text", TEXT)], [own("Q1", "quotation", at=at), own("Q2", "quotation", at=at)]
    )
    add(review, given)
    file = review / "excerpts.csv"
    file.write_text(
        "".join(line for line in file.read_text("utf-8").splitlines(True) if "Q2" not in line), "utf-8"
    )
    add(review, given, "again.qdpx")
    assert cells(review, "excerpts", "excerpt_id") == [("Q1",), ("Q2",)]


def test_a_passage_taken_with_the_blanks_around_it_is_known_without_them(review, add):
    given = project([("c", None, "X")], [("d", "t", "text", "One two. ")], [("e", "d", 0, 9)], [("e", "c")])
    add(review, given)
    table = review / "excerpts.csv"
    table.write_text(table.read_text().replace(",0,8,", ",0,9,"))  # as it came in before
    before = bytes_of(review)["excerpts.csv"]
    add(review, given, name="later.qdpx")
    assert bytes_of(review)["excerpts.csv"] == before
