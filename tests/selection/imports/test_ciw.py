"""Web of Science, tagged."""

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
