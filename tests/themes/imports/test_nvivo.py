"""NVivo: lists of nodes and codebooks."""

import openpyxl
import pytest
from packages.coded import assert_sound, described, left, paths, refused, workbook, written

from reviewbook.themes.imports import project as qda


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
