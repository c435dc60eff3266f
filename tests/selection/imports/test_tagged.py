"""Files of tagged lines: fields that go on, come again, or are not known."""

from packages.exports import BOTH, ONE, TWO, aside, cells


def test_ris_second_title_is_set_aside_and_a_second_author_is_an_author(read):
    text = "TY  - JOUR\nTI  - One\nTI  - Other\nAU  - Doe, Jane\nAU  - Roe, R.;Poe, E.,\nER  - \n"
    export = read("ris", text)
    assert cells(export, "title", "authors") == [("One", "Doe, Jane; Roe, R.; Poe, E.")]
    assert aside(export) == [(3, "TI", "Other")]


def test_ris_lines_that_go_on_are_part_of_the_field_before(read):
    text = "TY  - JOUR\nTI  - A title\n      over two lines\nAB  - First\nIL - 6 rose\n\nA-B  - is no tag\nER  - \n"
    export = read("ris", text)
    assert cells(export, "title", "abstract") == [
        ("A title over two lines", "First IL - 6 rose A-B - is no tag"),
    ]


def test_ris_tag_that_is_not_known_is_set_aside_and_a_known_one_without_a_column_is_left(read):
    export = read("ris", "TY  - JOUR\nTI  - One\nQQ  - what\nKW  - a\nKW  - b\nSN  - 1234\nER  - \n")
    assert aside(export) == [(3, "QQ", "what")]
    assert export.left == {"KW": 2, "SN": 1}


def test_a_field_for_isbn_and_issn_gives_the_isbn_and_leaves_the_issn(read):
    text = "TY  - BOOK\nTI  - One\nSN  - {}\nER  - \n"
    for sn, isbn, left in (
        ("978-0-306-40615-7 (print)", "9780306406157", {}),
        ("1471-244X (Electronic)", None, {"SN": 1}),
        ("series 7", None, {"SN": 1}),
    ):
        export = read("ris", text.format(sn))
        assert (cells(export, "isbn"), export.left) == ([(isbn,)], left)
    broken = read("bibtex", "@book{a,\n  title = {One},\n  isbn = {978-0-306-40615-8}\n}\n")
    assert (cells(broken, "isbn"), aside(broken)) == ([(None,)], [(3, "isbn", "978-0-306-40615-8")])


def test_ris_entry_that_says_nothing_is_set_aside_whole(read):
    export = read("ris", ONE + "N1  - stray\nPY  - soon\nER  - \n" + TWO)
    assert cells(export, "title", "year") == BOTH
    assert (export.entries, aside(export)) == (3, [(5, "not_applicable", "N1 stray\nPY soon")])


def test_ris_date_without_a_year_is_left_where_the_year_is_there(read):
    export = read("ris", "TY  - JOUR\nTI  - One\nDA  - Jan\nPY  - 2001\nER  - \n")
    assert (cells(export, "year"), export.left, export.set_aside) == ([("2001",)], {"DA": 1}, [])
