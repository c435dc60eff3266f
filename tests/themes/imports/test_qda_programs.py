"""Files of Taguette, QualCoder, NVivo and MAXQDA become codes, documents, passages and codings, or are refused with every reason."""

import json
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import shared

from reviewbook.files import database
from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import code_list, taguette
from reviewbook.themes.imports import project as qda

HIGHLIGHTS = "id,document,tag,content\n1,A,hope,We hope\n1,A,fear,We hope\n2,B,hope,So do I\n"
CODEBOOK = "tag,description,number of highlights\nfear,being afraid,1\nhope,looking ahead,2\nlone,,0\n"
TEXT = "Grüße 😀 aus Köln.\nShe said it helps."  # 16 + 1 + 18 characters


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def workbook(folder: Path, name: str, **tables: list[list]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in tables.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / name)
    return folder / name


def paths(project: qda.Project) -> list[str]:
    """The codes by their paths, groups in brackets."""
    rows = project.codes.set_index("key")
    found = []
    for row in rows.itertuples():
        path, parent = [row.name if row.codable else f"[{row.name}]"], row.parent
        while isinstance(parent, str):
            path, parent = [rows.loc[parent, "name"], *path], rows.loc[parent, "parent"]
        found.append(" > ".join(path))
    return found


def codings(project: qda.Project) -> set[tuple]:
    """Text of the passage, name of the code, and coder, of each coding."""
    text = project.excerpts.set_index("key")["text"]
    code = project.codes.set_index("key")["name"]
    rows = project.codings.astype(object).where(project.codings.notna(), None)
    return {(text[row.excerpt], code[row.code], row.coder) for row in rows.itertuples()}


def left(project: qda.Project) -> dict[str, int]:
    return {one.what: one.n for one in project.left}


def refused(format: str, *files: Path) -> list[tuple[str, str, int | None]]:
    with pytest.raises(ReviewProblems) as caught:
        qda.read(files, format)
    return [(problem.code, problem.file, problem.row) for problem in caught.value.problems]


def assert_sound(project: qda.Project) -> None:
    """Every key is there once, every reference leads somewhere, and positions hold the text."""
    for table in ("codes", "documents", "excerpts"):
        assert getattr(project, table)["key"].is_unique
    assert project.codes["parent"].dropna().isin(project.codes["key"]).all()
    assert project.excerpts["document"].dropna().isin(project.documents["key"]).all()
    assert project.codings["excerpt"].isin(project.excerpts["key"]).all()
    assert project.codings["code"].isin(project.codes["key"]).all()
    assert not project.codings.duplicated().any()
    text = project.documents.set_index("key")["text"]
    for row in project.excerpts.dropna(subset=["start", "document"]).itertuples():
        if isinstance(text[row.document], str):
            assert text[row.document][row.start : row.end] == row.text
    for one in project.left:
        assert one.n > 0
        assert one.what and one.example and one.why


# --- Taguette ---


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


# --- QualCoder ---

SCHEMA = """
CREATE TABLE project (databaseversion, date, memo, about, codername);
CREATE TABLE source (id INTEGER PRIMARY KEY, name, fulltext, mediapath, memo, owner, date, av_text_id, risid);
CREATE TABLE code_cat (catid INTEGER PRIMARY KEY, name, owner, date, memo, supercatid);
CREATE TABLE code_name (cid INTEGER PRIMARY KEY, name, memo, catid, owner, date, color);
CREATE TABLE code_text (ctid INTEGER PRIMARY KEY, cid, fid, seltext, pos0, pos1, owner, date, memo, avid, important);
CREATE TABLE code_image (imid INTEGER PRIMARY KEY, id, x1, y1, width, height, cid, memo, date, owner, important, pdf_page);
CREATE TABLE code_av (avid INTEGER PRIMARY KEY, id, pos0, pos1, cid, memo, date, owner, important);
CREATE TABLE cases (caseid INTEGER PRIMARY KEY, name, memo, owner, date);
CREATE TABLE case_text (id INTEGER PRIMARY KEY, caseid, fid, pos0, pos1, owner, date, memo);
CREATE TABLE journal (jid INTEGER PRIMARY KEY, name, jentry, date, owner);
"""


def qualcoder(folder: Path, *, name: str = "study.qda", schema: str = SCHEMA, **tables: list[tuple]) -> Path:
    """A project's folder; each row of a table by the names that its first tuple gives."""
    (folder / name).mkdir()
    with sqlite3.connect(folder / name / "data.qda") as base:
        base.executescript(schema)
        tables = {"project": [("memo", "about"), ("", "QualCoder 3.6")]} | tables
        for table, (columns, *rows) in tables.items():
            marks = ", ".join("?" * len(columns))
            base.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
    base.close()
    return folder / name


SOURCE = ("id", "name", "fulltext", "mediapath", "memo")
CATEGORY = ("catid", "name", "supercatid", "memo")
CODE = ("cid", "name", "catid", "memo", "color")
CODED = ("cid", "fid", "seltext", "pos0", "pos1", "owner", "memo", "important")


@pytest.fixture
def study(tmp_path):
    """Two coders on one text, a picture, a recording and a page of a PDF; nested categories; two cases."""
    return qualcoder(
        tmp_path,
        source=[
            SOURCE,
            (1, "anna.txt", TEXT, None, "a memo"),
            (2, "p.png", None, "/images/p.png", ""),
            (3, "talk.mp3", None, "audio:/x/talk.mp3", ""),
            (4, "paper.pdf", "A page.", "/docs/paper.pdf", ""),
        ],
        code_cat=[CATEGORY, (7, "Effects", None, "what it does"), (8, "Good", 7, "")],
        code_name=[CODE, (1, "helps", 8, "it is of use", "#fff"), (2, "place", None, None, "#000")],
        code_text=[
            CODED,
            (1, 1, "it helps", 27, 35, "ann", "", 1),
            (1, 1, "it helps", 27, 35, "bob", "sure?", None),
            (2, 1, "Köln", 12, 16, "", "", None),
        ],
        code_image=[
            ("id", "x1", "y1", "width", "height", "cid", "owner", "pdf_page"),
            (2, 1, 2.5, 30, 40, 1, "ann", None),
            (4, 0, 0, 5, 5, 1, "ann", 0),
        ],
        code_av=[("id", "pos0", "pos1", "cid", "owner"), (3, 62_000, 3_670_500, 2, "ann")],
        cases=[("caseid", "name", "memo"), (1, "Anna", ""), (2, "Köln", "city"), (3, "Nobody", "")],
        case_text=[
            ("caseid", "fid", "pos0", "pos1"),
            (1, 1, 0, 35),
            (2, 1, 8, 17),
            (3, 1, 0, 3),
            (1, 2, 0, 0),
        ],
        journal=[("name", "jentry"), ("Day 1", "began")],
    )


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


TABLES = {
    "categories.csv": "catid,name,memo,supercatid\n7,Effects,what it does,\n8,Good,,7\n",
    "codes.csv": "cid,name,memo,catid,color\n1,helps,it is of use,8,#fff\n2,place,,,#000\n",
    "codings.csv": "ctid,cid,fid,pos0,pos1,owner\n1,1,1,26,34,ann\n2,1,1,26,34,bob\n3,2,1,12,16,\n",
    "sources.csv": "id,name,mediapath\n1,anna.txt,\n2,p.png,/images/p.png\n",
}
NAMED = {
    "categories.csv": "category,parent\nEffects,\nGood,Effects\n",
    "codes.csv": "code,category,description\nhelps,Good,it is of use\nplace,,\n",
    "codings.csv": "source,code,start,end,coder\nanna.txt,helps,26,34,ann\nanna.txt,helps,26,34,bob\nanna.txt,place,12,16,\n",
    "sources.csv": "file,characters\nanna.txt,35\np.png,\n",
}
SPELT_OUT = {
    "categories.csv": "category_id,category_name,parent_category_id\n7,Effects,\n8,Good,7\n",
    "codes.csv": "code_id,code_name,category_id,description\n1,helps,8,it is of use\n2,place,,\n",
    "codings.csv": "code_id,source_id,position_start,position_end,coder\n1,1,26,34,ann\n1,1,26,34,bob\n2,1,12,16,\n",
    "sources.csv": "source_id,name,kind\n1,anna.txt,text\n2,p.png,picture\n",
}


@pytest.mark.parametrize("tables", [TABLES, NAMED, SPELT_OUT], ids=["numbers", "names", "spelt out"])
def test_qualcoders_tables_go_together(tmp_path, tables):
    project = qda.read([written(tmp_path, name, text) for name, text in tables.items()], "qualcoder")
    assert_sound(project)
    assert paths(project) == ["[Effects]", "Effects > [Good]", "Effects > Good > helps", "place"]
    assert project.excerpts[["start", "end"]].to_numpy().tolist() == [[26, 34], [12, 16]]
    assert project.excerpts["text"].isna().all()
    assert project.codings["coder"].fillna("").tolist() == ["ann", "bob", ""]
    assert project.documents["name"].tolist() == ["anna.txt", "p.png"]


def test_codings_alone_bring_codes_by_their_names_but_not_by_numbers(tmp_path):
    project = qda.read([written(tmp_path, "codings.csv", NAMED["codings.csv"])], "qualcoder")
    assert (paths(project), project.documents["name"].tolist()) == (["helps", "place"], ["anna.txt"])
    found = refused("qualcoder", written(tmp_path, "codings.csv", TABLES["codings.csv"]))
    assert found == [("QDAF-021", "codings.csv", row) for row in (2, 3, 4)]


def test_codes_without_a_name_are_named_and_codings_are_there_once(tmp_path):
    nameless = written(tmp_path, "codes.csv", "cid,name,catid\n1,,\n2,b,\n")
    assert refused("qualcoder", nameless) == [("QDAF-021", "codes.csv", 2)]
    twice = written(tmp_path, "codings.csv", "code,source,start,end\nx,a,0.0,5.0\nx,a,0,5\n")
    project = qda.read([twice], "qualcoder")
    assert_sound(project)
    assert (len(project.excerpts), len(project.codings)) == (1, 1)


def test_positions_that_are_none_are_named(tmp_path):
    text = "code,source,start,end\nx,a,5,5\nx,a,one,2\nx,a,0,5\n"
    assert refused("qualcoder", written(tmp_path, "codings.csv", text)) == [
        ("QDAF-021", "codings.csv", row) for row in (2, 3)
    ]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "codes.txt",
            "code1\tA memo\ncat1>>code2\ncat3>>cat2>>code4\tanother\ncat3>>code5\n",
            [
                "code1",
                "[cat1]",
                "cat1 > code2",
                "[cat3]",
                "cat3 > [cat2]",
                "cat3 > cat2 > code4",
                "cat3 > code5",
            ],
        ),
        (
            "codes.txt",
            "A>>b>>>c>>>d\r\nA>>e\r\n\r\n",
            ["[A]", "A > b", "A > b > c", "A > b > c > d", "A > e"],
        ),
        ("codes.csv", '"A>b",memo\nA>c,\n', ["[A]", "A > b", "A > c"]),
        ("codes.txt", "one\ntwo\n", ["one", "two"]),
        ("codes.csv", "Code,Memo\nA>>b,memo\nA>>c,\n", ["[A]", "A > b", "A > c"]),
    ],
)
def test_qualcoders_lists_of_codes_are_read(tmp_path, name, text, found):
    assert paths(qda.read([written(tmp_path, name, text)], "qualcoder")) == found


def test_qualcoders_codebook_in_words_is_read(tmp_path):
    text = (
        "Codebook for x\r\n========\r\nCategory: Effects, catid:7, Owner: ann\r\nMemo: what it does\r\nin two lines\r\n"
        "--Code: helps, much, cid:1, Frq: 2, Owner: ann\r\n--Memo: \r\nKod: place, cid:2, Frq: 1, Owner: \r\nNotiz: where"
    )
    project = qda.read([written(tmp_path, "codebook.txt", text)], "qualcoder")
    assert paths(project) == ["[Effects]", "Effects > helps, much", "place"]
    assert project.codes["description"].fillna("").tolist() == ["what it does\nin two lines", "", "where"]


def test_a_list_beside_a_table_of_codes_is_refused(tmp_path):
    files = [written(tmp_path, "codes.csv", TABLES["codes.csv"]), written(tmp_path, "list.txt", "a>>b\n")]
    assert refused("qualcoder", *files) == [("QDAF-023", "codes.csv", None)]


# --- NVivo ---


def described(project: qda.Project) -> dict[str, str]:
    return dict(zip(paths(project), project.codes["description"].fillna(""), strict=True))


def test_nvivos_list_of_nodes_is_placed_by_parents(tmp_path):
    text = (
        "# made by hand\nName,Parent,Description,Category,Aggregate,Color,Age\nCoping,,ways to cope,Themes,True,#ff0000,3\n"
        "Other,Coping,,,,,\nTrust,,,,,,\nOther,Trust,more,,,,\nDeep,Other,,,,,\nAlone,Nowhere,,,,,\n"
    )
    project = qda.read([written(tmp_path, "nodes.csv", text)], "nvivo")
    assert_sound(project)
    assert described(project) == {
        "Coping": "ways to cope",
        "Coping > Other": "",
        "Trust": "",
        "Trust > Other": "more",
        "Trust > Other > Deep": "",
        "[Nowhere]": "",
        "Nowhere > Alone": "",
    }
    assert left(project) == {
        "rows above the header": 1,
        "the column Category": 1,
        "the column Aggregate": 1,
        "the column Color": 1,
        "the column Age": 1,
    }


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["Name", "Parent", "Files"],
            ["Coping", "Nodes", 3],
            ["Peers", "Nodes\\\\Coping", 2],
            ["Calls", "Nodes\\\\Coping\\Peers", 1],
        ],
        [
            ["Hierarchical Name", "Description"],
            ["Codes\\\\Coping", ""],
            ["Codes\\\\Coping\\Peers", ""],
            ["Codes\\\\Coping\\Peers\\Calls", ""],
        ],
        [
            ["Name", "Files", "References"],
            ["Coping", 3, 4],
            ["Coping\\Peers", 2, 2],
            ["Coping\\Peers\\Calls", 1, 1],
        ],
        [["Name", "Files", "References"], ["Coping", 3, 4], ["   Peers", 2, 2], ["      Calls", 1, 1]],
        [["Path", "Name"], ["", "Coping"], ["Coping", "Peers"], ["Coping\\Peers", "Calls"]],
        [
            ["Codes", None, None],
            [None, None, None],
            ["Description", "Name", "Parent"],
            [None, "Calls", "Peers"],
            [None, "Peers", "Coping"],
            [None, "Coping", None],
        ],
    ],
    ids=[
        "parents as paths",
        "hierarchical names",
        "names as paths",
        "indented",
        "path beside the name",
        "parents below",
    ],
)
def test_nvivos_tree_is_the_same_however_it_is_written(tmp_path, rows):
    project = qda.read([workbook(tmp_path, "codes.xlsx", Codes=rows)], "nvivo")
    assert sorted(paths(project)) == ["Coping", "Coping > Peers", "Coping > Peers > Calls"]


def test_cells_that_a_workbook_indents_are_levels(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Name", "References"], ["Coping", 1], ["Peers", 2]):
        book.active.append(row)
    book.active["A3"].alignment = openpyxl.styles.Alignment(indent=1)
    book.save(tmp_path / "codes.xlsx")
    assert paths(qda.read([tmp_path / "codes.xlsx"], "nvivo")) == ["Coping", "Coping > Peers"]


def test_a_single_blank_before_a_name_is_no_level(tmp_path):
    project = qda.read([written(tmp_path, "n.csv", "Name,Files\nCoping,1\n Trust,2\n")], "nvivo")
    assert paths(project) == ["Coping", "Trust"]


def test_nodes_above_themselves_are_refused_with_their_rows(tmp_path):
    text = "Name,Parent\na,b\nb,a\nc,a\n"
    assert refused("nvivo", written(tmp_path, "n.csv", text)) == [
        ("QDAF-022", "n.csv", row) for row in (2, 3, 4)
    ]


# --- MAXQDA ---


@pytest.mark.parametrize(
    "rows",
    [
        [["Code", "Memo"], ["Coping > Peers > Calls", "by phone"]],
        [["Code", "Memo"], ["Coping\\Peers\\Calls", "by phone"], ["Coping", ""]],
        [["Obercode", "Code", "Code-Memo"], ["Coping > Peers", "Calls", "by phone"]],
        [["Parent code", "Code", "Memo"], ["Coping > Peers", "Coping > Peers > Calls", "by phone"]],
        [
            ["Memo", "Ebene 1", "Ebene 2", "Ebene 3"],
            ["", "Coping", "", ""],
            ["", "", "Peers", ""],
            ["by phone", "", "", "Calls"],
        ],
        [["Category", "Code", "Subcode", "Definition"], ["Coping", "Peers", "Calls", "by phone"]],
        [
            ["Name", "GUID", "Parent GUID", "Description"],
            ["Calls", "c", "p", "by phone"],
            ["Peers", "p", "r", ""],
            ["Coping", "r", "", ""],
        ],
    ],
    ids=["paths", "backslashes", "parent as a path", "both paths", "levels", "tiers", "guids"],
)
def test_maxqdas_tree_is_the_same_however_it_is_written(tmp_path, rows):
    project = qda.read([workbook(tmp_path, "codebook.xlsx", Codes=rows)], "maxqda")
    assert_sound(project)
    named = {path.replace("[", "").replace("]", ""): text for path, text in described(project).items()}
    assert named == {"Coping": "", "Coping > Peers": "", "Coping > Peers > Calls": "by phone"}


def test_maxqdas_codebook_on_two_sheets_is_one_tree(tmp_path):
    book = workbook(
        tmp_path,
        "codebook.xlsx",
        Codes=[
            ["Code", "Parent Code", "Memo", "GUID", "Color"],
            ["A", None, "first", "g1", "red"],
            ["x", "A", None, "g2", "red"],
            [None, None, None, None, "sum"],
        ],
        More=[["Code", "Parent Code", "Memo"], ["A", None, "other words"], ["y", "A", 12.0]],
        Read_me=[["This book was exported."], ["Enjoy."]],
        Empty=[],
    )
    project = qda.read([book], "maxqda")
    assert described(project) == {"A": "first", "A > x": "", "A > y": "12"}
    assert left(project) == {
        "the sheet Read_me": 2,
        "the column Color": 3,
        "the column GUID": 2,
        "rows without a code": 1,
        "rows that name a code again": 1,
        "other descriptions of a code": 1,
    }


SEGMENTS = [
    [
        "Farbe",
        "Kommentar",
        "Dokumentgruppe",
        "Dokumentname",
        "Code",
        "Anfang",
        "Ende",
        "Gewicht",
        "Segment",
        "Autor",
        "Fläche",
    ],
    ["●", "sehr gut", "Klinik", "Anna", "Coping > Peers", 3, 4, 0, "Die anderen helfen.", "ann", 19],
    ["●", None, "Klinik", "Anna", "Hope", 3, 4, 0, "Die anderen helfen.", "bob", 19],
    ["●", None, None, "Studie", "Peers", "2: 345", "2: 410", 0, "They help.", "ann", 10],
    ["●", None, None, "Talk", "Peers", "0:01:02.5", "0:01:10.0", 0, None, "ann", None],
]


def test_maxqdas_coded_segments_come_with_place_coder_and_group(tmp_path):
    project = qda.read([workbook(tmp_path, "segments.xlsx", Segmente=SEGMENTS)], "maxqda")
    assert_sound(project)
    assert paths(project) == ["[Coping]", "Coping > Peers", "Hope"]
    assert project.documents[["name", "kind"]].to_numpy().tolist() == [
        ["Anna", "text"],
        ["Studie", "pdf"],
        ["Talk", "audio"],
    ]
    assert project.excerpts["place"].tolist() == [
        "Anfang 3, Ende 4",
        "Anfang 2: 345, Ende 2: 410",
        "Anfang 0:01:02.5, Ende 0:01:10.0",
    ]
    assert project.codings["coder"].tolist() == ["ann", "bob", "ann", "ann"]
    assert project.cases[["name", "document"]].to_numpy().tolist() == [["Klinik", "Klinik: Anna"]]
    assert left(project) == {
        "the column Farbe": 4,
        "the column Gewicht": 4,
        "the column Fläche": 3,
        "the column Kommentar": 1,
    }


def test_segments_and_codebook_of_maxqda_go_together(tmp_path):
    codebook = workbook(
        tmp_path,
        "codebook.xlsx",
        Codes=[["Code", "Memo"], ["Coping > Peers", "with others"], ["Coping", ""], ["Fear", ""]],
    )
    project = qda.read([workbook(tmp_path, "segments.xlsx", S=SEGMENTS), codebook], "maxqda")
    assert described(project) == {"Coping": "", "Coping > Peers": "with others", "Fear": "", "Hope": ""}
    assert len(project.codings) == 4


# --- What is refused ---

PROGRAMS = [name for name in qda.READERS if name != "refi-qda"]


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "IMPT-001"),
        ("blank.csv", b"\xef\xbb\xbf \r\n\r\n", "IMPT-001"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "IMPT-001"),
        ("paper.csv", b"%PDF-1.4 ...", "IMPT-001"),
        ("bytes.csv", bytes(range(256)) * 9, None),
        ("page.csv", b"<!DOCTYPE html><html><p>code</p></html>", "QDAF-020"),
        ("records.csv", b"Title,Year,DOI\nA paper,2001,10.1/x\n", "QDAF-020"),
        ("open.csv", b'code,tag,content,name\n"a,b\n', None),
        ("broken.xlsx", b"PK\x03\x04 and no more", "QDAF-001"),
    ],
)
def test_a_file_that_is_none_is_refused_without_a_traceback(tmp_path, program, name, content, code):
    found = refused(program, written(tmp_path, name, content))
    assert {place for _, place, _ in found} == {name}
    assert code is None or [one[0] for one in found] == [code]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_file_that_is_not_there_is_named(tmp_path, program):
    assert [one[:2] for one in refused(program, tmp_path / "none.csv")] == [("IMPT-001", "none.csv")]


@pytest.mark.parametrize(
    ("program", "name", "text"),
    [
        ("taguette", "nodes.csv", "Name,Parent,Description\na,,x\n"),
        ("nvivo", "codebook.csv", CODEBOOK),
        ("nvivo", "people.csv", "Name,Age\nAnn,3\n"),
        ("maxqda", "nodes.csv", "Name,Parent,Description\na,,x\n"),
        ("maxqda", "highlights.csv", HIGHLIGHTS),
        ("qualcoder", "highlights.csv", HIGHLIGHTS),
        (
            "qualcoder",
            "talk.txt",
            "A line of an interview that is far too long to be the name of a code, as all will see.\nYes.\n",
        ),
    ],
)
def test_a_table_of_another_program_is_refused(tmp_path, program, name, text):
    assert refused(program, written(tmp_path, name, text)) == [("QDAF-020", name, None)]


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


@pytest.mark.parametrize("program", ["nvivo", "maxqda", "qualcoder"])
def test_an_exchange_file_is_sent_to_its_own_format(tmp_path, program):
    with pytest.raises(ReviewProblems, match="import this file as refi-qda"):
        qda.read([written(tmp_path, "p.qde", "<Project/>")], program)


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


def altered(folder: Path, change, rows: list[list] = (["Code", "Memo"], ["a", "b"])) -> Path:
    """A workbook with the bytes of its parts changed."""
    whole = workbook(folder, "whole.xlsx", Codes=rows)
    with (
        zipfile.ZipFile(whole) as old,
        zipfile.ZipFile(folder / "new.xlsx", "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            for place, data in change(name, old.read(name)):
                new.writestr(place, data)
    return folder / "new.xlsx"


def with_entities(name, data):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    cut = data.find(b"?>") + 2 if data.startswith(b"<?xml") else 0
    yield name, data[:cut] + bomb + data[cut:] if name.endswith("sheet1.xml") else data


def without_sheet(name, data):
    if not name.endswith("sheet1.xml"):
        yield name, data


def cut_short(name, data):
    yield name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data


def leading_out(name, data):
    yield name, data
    if name.endswith("sheet1.xml"):
        yield "../../evil.xml", data


def of_zeros(name, data):
    yield name, bytes(300_000_000) if name.endswith("sheet1.xml") else data


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (with_entities, "QDAF-006"),
        (without_sheet, "QDAF-001"),
        (cut_short, "QDAF-001"),
        (leading_out, "QDAF-004"),
        (of_zeros, "QDAF-003"),
    ],
)
def test_a_workbook_that_is_unsafe_or_damaged_is_refused(tmp_path, change, code):
    assert set(refused("maxqda", altered(tmp_path, change))) == {(code, "new.xlsx", None)}


def test_a_cell_far_away_costs_no_memory(tmp_path):
    def far(name, data):
        row = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        yield name, data.replace(b"</sheetData>", row) if name.endswith("sheet1.xml") else data

    assert refused("maxqda", altered(tmp_path, far)) == [("QDAF-021", "new.xlsx, sheet Codes", 1_048_576)]


def test_a_whole_number_in_a_workbook_is_written_without_a_fraction(tmp_path):
    def as_fraction(name, data):
        yield name, data.replace(b"<v>12</v>", b"<v>12.0</v>")

    book = altered(tmp_path, as_fraction, [["Code", "Memo"], ["a", 12], ["b", 1.5]])
    assert qda.read([book], "maxqda").codes["description"].tolist() == ["12", "1.5"]


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        new.writestr("content.xml", "<a/>")
    assert refused("nvivo", tmp_path / "x.xlsx") == [("QDAF-020", "x.xlsx", None)]


# --- Trees ---

NAME = st.text("abc", min_size=1, max_size=2)
TREES = st.dictionaries(st.lists(NAME, min_size=1, max_size=4).map(tuple), st.none(), min_size=1, max_size=12)


def with_parents(tree) -> list[tuple[str, ...]]:
    return sorted({path[:depth] for path in tree for depth in range(1, len(path) + 1)})


@given(TREES)
def test_a_tree_by_depth_or_by_level_comes_back(tree):
    tree = with_parents(tree)
    indented = ["\t" * (len(path) - 1) + path[-1] for path in tree]
    levels = [[""] * (len(path) - 1) + [path[-1]] + [""] * (4 - len(path)) for path in tree]
    assert code_list.by_depth(indented) == code_list.by_level(levels) == tree


@given(TREES)
def test_a_tree_by_parents_comes_back_where_names_tell_codes_apart(tree):
    tree = [
        tuple(f"{depth}{'/'.join(path[:depth])}" for depth in range(1, len(path) + 1))
        for path in with_parents(tree)
    ]
    rows = [(n, path[-1], path[-2] if path[1:] else "") for n, path in enumerate(tree)]
    assert code_list.by_parent(reversed(rows), "x.csv") == tree[::-1]


@given(TREES)
def test_a_list_gives_each_code_once_under_its_parent(tree):
    codes = code_list.CodeList()
    for path in tree:
        codes.add(path)
    project = qda.Project("x", "x", qda.frame("codes", codes.rows()))
    found = [path.replace("[", "").replace("]", "") for path in paths(project)]
    assert sorted(found) == sorted(" > ".join(path) for path in with_parents(tree))
    assert set(project.codes.loc[project.codes["codable"], "name"]) == {path[-1] for path in tree}
