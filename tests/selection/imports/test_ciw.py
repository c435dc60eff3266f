"""Web of Science, tagged."""

import pytest
from packages.exports import aside, cells


def test_web_of_science_lines_that_go_on_are_authors_or_text(read):
    text = (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Doe, J\n   Roe, R\nAF Doe, Jane\n   Roe, Richard\nTI A title\n"
        "   over two lines\nSO JOURNAL\nBP 1\nEP 9\nPY 2001\nXX odd\nUT WOS:1\nER\n\nPT J\nTI Two\nPY 2002\nEF"
    )
    export = read("ciw", text)
    assert cells(export, "title", "authors", "pages", "year", "source_key") == [
        ("A title over two lines", "Doe, Jane; Roe, Richard", "1-9", "2001", "WOS:1"),
        ("Two", None, None, "2002", None),
    ]
    assert aside(export) == [(14, "XX", "odd")]
    assert export.left == {"FN": 1, "VR": 1, "AU": 1}


@pytest.mark.parametrize(
    ("lines", "pages"),
    [
        ("PS 134-141", "134-141"),
        ("PS duz039", "duz039"),
        ("BP 1\nEP 9\nPS 1-9", "1-9"),
        ("AR 77\nPS 1-9", "77"),
        ("PS pp. 1 - 9", "1-9"),
    ],
)
def test_ciw_pages_may_stand_in_one_field(read, lines, pages):
    export = read("ciw", f"PT J\nTI One\n{lines}\nER\n")
    assert (cells(export, "pages"), export.set_aside) == ([(pages,)], [])


@pytest.mark.parametrize("tag", ["AN", "BD", "TN", "ST", "OR", "DS", "SQ", "CC", "MH", "TM"])
def test_ciw_tag_of_another_database_of_the_platform_is_left_and_not_set_aside(read, tag):
    export = read("ciw", f"PT J\nTI One\nUT ZOOREC:1\n{tag} what\nER\n")
    assert (export.left, export.set_aside) == ({tag: 1}, [])


def test_ciw_key_is_the_accession_number_where_there_is_no_other(read):
    assert cells(read("ciw", "PT J\nTI One\nAN ZOOR1\nER\n"), "source_key") == [("ZOOR1",)]


def test_an_address_behind_a_name_is_no_part_of_it(read):
    text = "PT J\nAU Doe, Ann (doe@example.org)\n   Roe, Bob\nTI One\nUT ZOOREC:1\nER\n"
    export = read("ciw", text)
    assert cells(export, "authors") == [("Doe, Ann; Roe, Bob",)]
    assert export.left == {"authors (e-mail address)": 1}
    written = 'title,authors\nOne,"Doe, Ann <doe@example.org>; roe@example.org; Poe, Cid, e-mail: poe@example.org"\n'
    assert cells(read("csv", written), "authors") == [("Doe, Ann; Poe, Cid",)]
