"""QualCoder: a project, its database, and how positions are counted there."""

import sqlite3

import pytest
from packages.coded import (
    CATEGORY,
    CODE,
    CODED,
    SCHEMA,
    SOURCE,
    TEXT,
    assert_sound,
    codings,
    left,
    paths,
    qualcoder,
    refused,
    written,
)

from reviewbook.files import database
from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import project as qda


def test_a_qualcoder_project_comes_whole(study):
    project = qda.read([study], "qualcoder")
    assert_sound(project)
    assert (project.origin, project.name) == ("QualCoder 3.6", "study")
    assert paths(project) == ["[Effects]", "Effects > [Good]", "Effects > Good > helps", "place"]
    assert project.codes["description"].fillna("").tolist() == ["what it does", "", "it is of use", ""]
    assert project.documents["kind"].tolist() == ["text", "picture", "audio", "pdf"]
    assert project.documents["file"].fillna("").tolist() == ["", "p.png", "talk.mp3", "paper.pdf"]
    places = project.excerpts["place"].dropna().tolist()
    assert places == [
        "area from x 1, y 2.5, 30 wide, 40 high",
        "page 1, area from x 0, y 0, 5 wide, 5 high",
        "00:01:02 to 01:01:10.500",
    ]
    assert [
        len(table) for table in (project.documents, project.codes, project.excerpts, project.codings)
    ] == [4, 4, 5, 6]
    assert {("it helps", "helps", "ann"), ("it helps", "helps", "bob"), ("Köln", "place", None)} <= codings(
        project
    )


def test_what_a_review_has_no_place_for_is_counted(study):
    assert left(qda.read([study], "qualcoder")) == {
        "parts of files that are cases": 1,
        "memos of coded passages": 1,
        "marks of importance": 1,
        "colours of codes": 2,
        "memos of files": 1,
        "memos of cases": 1,
        "entries of the journal": 1,
    }


def test_a_case_holds_documents_and_the_passages_within_its_part(study):
    project = qda.read([study], "qualcoder")
    text = project.excerpts.set_index("key")["text"]
    cases = project.cases.astype(object).where(project.cases.notna(), None)
    found = {
        (row.name, row.document, row.excerpt and text[row.excerpt]) for row in cases.itertuples(index=False)
    }
    assert found == {("Anna", "1", None), ("Anna", "2", None), ("Köln", None, "Köln")}


def test_the_database_alone_is_the_project(study):
    project = qda.read([study / "data.qda"], "qualcoder")
    assert (project.name, len(project.codings)) == ("study", 6)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (TEXT, 28, 36),
        (TEXT.replace("\n", "\r\n"), 27, 35),
        (TEXT.replace("\n", "\r\n"), 28, 36),
        (TEXT.replace("\n", "\r\n"), 29, 37),
    ],
    ids=["utf-16", "one line break", "as they are", "utf-16 and two"],
)
def test_positions_counted_otherwise_become_characters(tmp_path, text, start, end):
    folder = qualcoder(
        tmp_path,
        source=[SOURCE, (1, "a", text, None, "")],
        code_name=[CODE, (1, "helps", None, "", "")],
        code_text=[CODED, (1, 1, "it helps", start, end, "ann", "", 0), (1, 1, "Grüße", 0, 5, "ann", "", 0)],
    )
    project = qda.read([folder], "qualcoder")
    assert_sound(project)
    assert project.excerpts["start"].tolist() == [0, TEXT.index("it helps")]
    assert project.documents["text"].tolist() == [TEXT]
    assert left(project) == {}


def test_where_the_program_keeps_no_words_of_passages_their_borders_show_how_it_counts(tmp_path):
    folder = qualcoder(
        tmp_path,
        source=[SOURCE, (1, "a", TEXT, None, "")],
        code_name=[CODE, (1, "helps", None, "", "")],
        code_text=[CODED, (1, 1, "", 28, 36, "ann", "", 0), (1, 1, None, 19, 22, "ann", "", 0)],
    )
    project = qda.read([folder], "qualcoder")
    assert project.excerpts["text"].tolist() == ["She", "it helps"]
    assert [one.example for one in project.left] == ["a: UTF-16 units"]


def test_cells_of_another_kind_in_the_database_are_named_all_at_once(tmp_path):
    folder = qualcoder(
        tmp_path,
        source=[SOURCE, (1, None, TEXT, None, None)],
        code_name=[CODE, (1, "helps", None, b"\xff", "")],
        code_text=[CODED, (1, 1, None, "here", None, None, None, None)],
    )
    assert refused("qualcoder", folder) == [
        ("QDAF-021", "data.qda, table code_name", 1),
        ("QDAF-021", "data.qda, table code_text", 1),
    ]


def test_a_passage_that_does_not_stand_where_it_should_keeps_its_text_alone(tmp_path):
    folder = qualcoder(
        tmp_path,
        source=[SOURCE, (1, "a", TEXT, None, "")],
        code_name=[CODE, (1, "helps", None, "", "")],
        code_text=[
            CODED,
            (1, 1, "it helps", 3, 11, "ann", "", 0),
            (1, 1, "gone", 30, 99, "ann", "", 0),
            (9, 1, "x", 0, 1, "", "", 0),
            (1, 5, "y", 0, 1, "", "", 0),
        ],
    )
    project = qda.read([folder], "qualcoder")
    assert project.excerpts["start"].isna().tolist() == [True, True]
    assert codings(project) == {("it helps", "helps", "ann"), ("gone", "helps", "ann")}
    assert left(project) == {
        "positions of passages": 2,
        "codings with a code that is no more": 1,
        "codings of files that are no more": 1,
    }


def test_codes_under_codes_of_a_newer_version_keep_their_place(tmp_path):
    schema = SCHEMA.replace("catid, owner, date, color", "catid, owner, date, color, supercid")
    folder = qualcoder(
        tmp_path,
        schema=schema,
        code_name=[
            ("cid", "name", "catid", "supercid"),
            (1, "up", None, None),
            (2, "under", None, 1),
            (3, "lost", 77, None),
        ],
    )
    project = qda.read([folder], "qualcoder")
    assert paths(project) == ["up", "up > under", "lost"]
    assert left(project) == {"parents of codes that are no more": 1}


def test_categories_above_themselves_are_refused(tmp_path):
    folder = qualcoder(tmp_path, code_cat=[CATEGORY, (1, "a", 2, ""), (2, "b", 1, "")])
    assert refused("qualcoder", folder) == [("QDAF-022", "data.qda", None)]


@pytest.mark.parametrize("program", ["taguette", "qualcoder"])
def test_databases_of_another_kind_or_damaged_are_refused(tmp_path, program):
    with sqlite3.connect(tmp_path / "other.sqlite3") as base:
        base.execute("CREATE TABLE projects (id)")
    base.close()
    whole = (tmp_path / "other.sqlite3").read_bytes()
    damaged = written(tmp_path, "damaged.sqlite3", whole[:100] + bytes(3000))
    assert refused(program, tmp_path / "other.sqlite3") == [("QDAF-020", "other.sqlite3", None)]
    assert refused(program, damaged) == [("QDAF-001", "damaged.sqlite3", None)]


def test_a_folder_without_a_project_is_refused(tmp_path):
    (tmp_path / "x.qda").mkdir()
    assert refused("qualcoder", tmp_path / "x.qda") == [("QDAF-001", "data.qda", None)]


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_project_that_a_program_has_open_is_refused(study, ending):
    (study / f"data.qda{ending}").write_bytes(b"changes")
    assert refused("qualcoder", study) == [("QDAF-001", "data.qda", None)]


def test_a_project_of_an_older_version_lacks_columns_and_tables(tmp_path):
    schema = (
        "CREATE TABLE source (id, name, fulltext); CREATE TABLE code_cat (catid, name); CREATE TABLE code_name (cid, name);"
        "CREATE TABLE code_text (ctid, cid, fid, seltext, pos0, pos1); CREATE TABLE project (memo, about);"
    )
    rows = {"source": [("id", "name", "fulltext"), (1, "a", TEXT)], "code_name": [("cid", "name"), (1, "x")]}
    coded = [("ctid", "cid", "fid", "seltext", "pos0", "pos1"), (1, 1, 1, "it helps", 27, 35)]
    project = qda.read([qualcoder(tmp_path, schema=schema, **rows, code_text=coded)], "qualcoder")
    assert codings(project) == {("it helps", "x", None)}


def test_a_database_is_left_as_it_was(study):
    before = (study / "data.qda").read_bytes()
    qda.read([study], "qualcoder")
    assert ((study / "data.qda").read_bytes(), [file.name for file in study.iterdir()]) == (
        before,
        ["data.qda"],
    )


def test_nothing_can_be_written_to_a_database(study):
    with (
        pytest.raises(ReviewProblems, match="readonly"),
        database.opened(study / "data.qda", tables=(), what="") as base,
    ):
        base.execute("DELETE FROM source")
