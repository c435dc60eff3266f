"""MAXQDA: codebooks and coded segments."""

import zipfile
from pathlib import Path

import pytest
from packages.coded import assert_sound, described, left, paths, refused, workbook

from reviewbook.themes.imports import project as qda


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
