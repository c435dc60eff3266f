"""Taguette: highlights, codebooks, databases, and bytes that become characters."""

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import shared
from packages.coded import (
    CODEBOOK,
    HIGHLIGHTS,
    assert_sound,
    codings,
    left,
    paths,
    refused,
    workbook,
    written,
)

from reviewbook.themes.imports import project as qda
from reviewbook.themes.imports import taguette


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_taguettes_sample_comes_with_its_counts(ending):
    files = [shared(f"samples/qda/taguette/{name}.{ending}") for name in ("highlights", "codebook")]
    project = qda.read(files, "taguette")
    assert_sound(project)
    counts = [len(table) for table in (project.documents, project.codes, project.excerpts, project.codings)]
    assert counts == [4, 6, 22, 22]
    assert project.codes.loc[2, ["name", "description"]].tolist() == ["gender", "mentions gender"]
    assert project.left == ()


def test_taguettes_database_gives_texts_and_positions():
    project = qda.read([shared("samples/qda/taguette/project.sqlite3")], "taguette")
    table = qda.read([shared("samples/qda/taguette/highlights.csv")], "taguette")
    assert_sound(project)
    assert len(project.excerpts) == project.excerpts["start"].count() == 22
    apart = [["".join(text.split()) for text in each.excerpts["text"]] for each in (project, table)]
    assert apart[0] == apart[1]
    assert project.documents.loc[0, "text"].startswith("CoC_Example1\nrOpenSci code of conduct\nWHO")
    assert left(project) == {"the description of the project": 1}


def test_taguettes_codebook_of_an_older_version_is_read():
    project = qda.read([shared("samples/qda/taguette/taguette-1.4.1-codebook.csv")], "taguette")
    assert project.codes["name"].tolist() == ["xsd:element name", "CodeBook", "Variables"]


def test_a_codebook_as_qdc_gives_codes_and_its_table_the_descriptions():
    pytest.importorskip("reviewbook.themes.imports.refi")
    files = [shared(f"samples/qda/taguette/codebook.{ending}") for ending in ("qdc", "csv")]
    project = qda.read(files, "taguette")
    assert project.origin == "Taguette 1.5.1"
    assert project.codes["name"].tolist() == [
        "harassment",
        "person_talk",
        "gender",
        "gender_id",
        "consequences",
        "license",
    ]
    assert project.codes["description"].notna().all()


def test_highlights_with_several_tags_are_one_passage_each(tmp_path):
    project = qda.read(
        [written(tmp_path, "h.csv", HIGHLIGHTS), written(tmp_path, "c.csv", CODEBOOK)], "taguette"
    )
    assert_sound(project)
    assert paths(project) == ["fear", "hope", "lone"]
    assert project.codes["description"].fillna("").tolist() == ["being afraid", "looking ahead", ""]
    assert codings(project) == {
        ("We hope", "hope", None),
        ("We hope", "fear", None),
        ("So do I", "hope", None),
    }
    assert project.excerpts["document"].tolist() == ["A", "B"]


def test_a_dot_in_a_tag_makes_no_level_and_a_highlight_without_a_tag_stays(tmp_path):
    text = "id,document,tag,content\n1,A,work.pay,Money\n2,A,,Nothing said\n"
    project = qda.read([written(tmp_path, "h.csv", text)], "taguette")
    assert (paths(project), len(project.excerpts), len(project.codings)) == (["work.pay"], 2, 1)


def test_the_same_files_as_table_and_as_workbook_are_one_project(tmp_path):
    rows = [line.split(",") for line in HIGHLIGHTS.strip().split("\n")]
    book = workbook(tmp_path, "h.xlsx", highlights=rows)
    project = qda.read([written(tmp_path, "h.csv", HIGHLIGHTS), book], "taguette")
    assert (len(project.excerpts), len(project.codings)) == (2, 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_are_read_in_any_usual_form(tmp_path, encoding, mark, end):
    rows = [
        ["CONTENT", "Tag", "ID", "Document"],
        ['Grüße, alle; "zwei"\nZeilen', "Höflich", "1", "A"],
        ["", "", "", ""],
    ]
    text = (
        end.join(mark.join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in rows) + end * 3
    )
    project = qda.read([written(tmp_path, "h.csv", text.encode(encoding))], "taguette")
    assert codings(project) == {('Grüße, alle; "zwei"\nZeilen', "Höflich", None)}


def test_one_number_for_two_texts_is_refused_with_its_row(tmp_path):
    other = written(tmp_path, "other.csv", "id,document,tag,content\n2,B,hope,Another\n")
    assert refused("taguette", written(tmp_path, "h.csv", HIGHLIGHTS), other) == [
        ("QDAF-023", "other.csv", 2)
    ]


def test_two_descriptions_of_a_tag_are_refused_with_their_row(tmp_path):
    other = written(tmp_path, "other.csv", "tag,description\nlone,alone\nhope,despair\n")
    assert refused("taguette", written(tmp_path, "c.csv", CODEBOOK), other) == [("QDAF-023", "other.csv", 3)]


def test_every_row_that_cannot_be_used_is_named(tmp_path):
    text = 'id,document,tag,content\n1,A,hope,\n2,A,hope,We,hope\n"3",A,hope,Fine\n'
    codebook = written(tmp_path, "c.csv", "tag,description\n,nameless\n")
    found = refused("taguette", written(tmp_path, "h.csv", text), codebook)
    assert sorted(found) == [("QDAF-021", "c.csv", 2), ("QDAF-021", "h.csv", 2), ("QDAF-021", "h.csv", 3)]


def taguette_database(
    folder: Path, contents: str, spans: list[tuple], commands: list[tuple] = (), projects: int = 1
) -> Path:
    file = folder / "project.sqlite3"
    with sqlite3.connect(file) as base:
        base.executescript(
            "CREATE TABLE projects (id, name, description); CREATE TABLE documents (id, name, description, filename, contents);"
            "CREATE TABLE tags (id, path, description); CREATE TABLE highlight_tags (highlight_id, tag_id);"
            "CREATE TABLE highlights (id, document_id, start_offset, end_offset, snippet);"
            "CREATE TABLE commands (id, user_login, payload);"
        )
        base.executemany("INSERT INTO projects VALUES (?, 'P', '')", [(n,) for n in range(projects)])
        base.execute("INSERT INTO documents VALUES (1, 'Interview', '', 'i.docx', ?)", [contents])
        base.executemany("INSERT INTO tags VALUES (?, ?, '')", [(1, "hope"), (2, "fear")])
        base.executemany("INSERT INTO highlights VALUES (?, 1, ?, ?, ?)", spans)
        base.executemany("INSERT INTO highlight_tags VALUES (?, 1)", [(span[0],) for span in spans])
        base.execute("INSERT INTO highlight_tags VALUES (1, 2)")
        base.executemany("INSERT INTO commands VALUES (?, ?, ?)", commands)
    base.close()
    return file


def test_taguettes_bytes_become_characters(tmp_path):
    contents = "\n <h1>Grüße</h1>\n<p>Ein <b>😀 &amp;</b> Tag</p><p>Ende</p>Rest"
    # bytes, of which white space before all text has none: "Grüße" 7, "\n" 1, "Ein " 4, "😀 &" 6, " Tag" 4, "Ende" 4, "Rest" 4
    spans = [(1, 8, 22, ""), (2, 12, 26, ""), (3, 12, 14, ""), (4, 20, 99, "<p>Tag <i>x</i></p>")]
    project = qda.read([taguette_database(tmp_path, contents, spans)], "taguette")
    assert_sound(project)
    assert project.documents.loc[0, ["text", "file"]].tolist() == [
        "Grüße\nEin 😀 & Tag\nEnde\nRest",
        "i.docx",
    ]
    assert project.excerpts.sort_values("key")["text"].tolist() == [
        "Ein 😀 & Tag",
        "😀 & Tag\nEnde",
        "😀",
        "Tag x",
    ]
    assert left(project) == {"positions of highlights": 1}


def test_taguettes_history_says_who_gave_a_tag(tmp_path):
    def change(number, user, tags):
        payload = {"type": "highlight_add", "highlight_id": 1, "tags": tags}
        return (number, user, json.dumps(payload))

    commands = [
        change(1, "ann", [1]),
        change(2, "bob", [1, 2]),
        (3, "eve", json.dumps({"type": "tag_add"})),
        (4, "eve", "{"),
    ]
    project = qda.read([taguette_database(tmp_path, "<p>We hope</p>", [(1, 0, 7, "")], commands)], "taguette")
    assert codings(project) == {("We hope", "hope", "ann"), ("We hope", "fear", "bob")}


def test_a_highlight_with_other_words_than_its_place_has_them(tmp_path):
    spans = [(1, 0, 7, "We hope"), (2, 0, 7, "<b>So do I</b>")]
    project = qda.read([taguette_database(tmp_path, "<p>We hope</p>", spans)], "taguette")
    assert project.excerpts["text"].tolist() == ["We hope", "So do I"]


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ("documents SET contents = NULL, description = NULL, name = NULL, filename = NULL", []),
        ("tags SET path = NULL, description = NULL", []),
        ("projects SET name = NULL, description = NULL", []),
        ("highlights SET start_offset = NULL, snippet = NULL", []),
        ("commands SET payload = NULL, user_login = NULL", []),
        ("highlights SET end_offset = 'x'", [("QDAF-021", "project.sqlite3, table highlights", 1)]),
        ("documents SET contents = x'00ff'", [("QDAF-021", "project.sqlite3, table documents", 1)]),
        ("tags SET id = 1", [("QDAF-021", "project.sqlite3, table tags", 2)]),
        ("highlights SET id = NULL", [("QDAF-021", "project.sqlite3, table highlights", 1)]),
    ],
)
def test_what_is_missing_in_a_database_is_missing_and_what_is_of_another_kind_is_named(
    tmp_path, change, wrong
):
    file = taguette_database(tmp_path, "<p>We hope</p>", [(1, 0, 7, "We hope")], [(1, "ann", "{}")])
    base = sqlite3.connect(file)
    with base:
        base.execute(f"UPDATE {change}")
    base.close()
    if wrong:
        assert refused("taguette", file) == wrong
    else:
        assert_sound(qda.read([file], "taguette"))


def test_a_database_of_several_projects_is_refused(tmp_path):
    file = taguette_database(tmp_path, "<p>x</p>", [(1, 0, 1, "")], projects=2)
    assert refused("taguette", file) == [("QDAF-023", "project.sqlite3", None)]


def test_a_database_stands_alone(tmp_path, study):
    file = taguette_database(tmp_path, "<p>x</p>", [(1, 0, 1, "")])
    codebook = written(tmp_path, "codes.csv", "tag,code,description\nx,x,\n")
    assert refused("taguette", codebook, file) == [("QDAF-023", "project.sqlite3", None)]
    assert refused("qualcoder", codebook, study) == [("QDAF-023", "data.qda", None)]


@given(st.lists(st.text("aé日😀 \n", min_size=1, max_size=6), min_size=1, max_size=6), st.data())
def test_each_span_of_bytes_holds_its_own_characters(pieces, data):
    text = taguette.PlainText("".join(f"<p>x{piece}</p>" for piece in pieces))
    flat = "".join(f"x{piece}" for piece in pieces)
    start = data.draw(st.integers(0, len(flat) - 1))
    end = data.draw(st.integers(start + 1, len(flat)))
    place = text.span(len(flat[:start].encode()), len(flat[:end].encode()))
    assert "".join(text.text[slice(*place)].split()) == "".join(flat[start:end].split())
    assert text.span(len(flat.encode()), len(flat.encode()) + 1) is None
