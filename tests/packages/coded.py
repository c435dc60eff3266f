"""What the tests of several readers of coded material use: files as the programs write them, and what a project gives in short."""

import sqlite3
from pathlib import Path

import openpyxl
import pytest

from reviewbook.review.problems import ReviewProblems
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


def described(project: qda.Project) -> dict[str, str]:
    return dict(zip(paths(project), project.codes["description"].fillna(""), strict=True))
