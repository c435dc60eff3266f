"""EndNote's tagged format."""

import pytest
from packages.exports import aside, cells

ENTRY = """%0 Journal Article
%T A study of
things
%A Doe, Ann
%A Roe, Bob
%J Journal of Tests
%V 3
%N 2
%P 1-9
%@ 1234-5678
%D 2015
%R doi:10.1000/A.1
%M K7
%U https://a.org/x
%X Ninety
% of things.
"""


def test_enw_fills_every_column_that_it_has(read):
    export = read("enw", ENTRY + "\n%0 Book\n%T Two\n%U https://doi.org/10.1000/b\n")
    columns = (
        "source_key",
        "title",
        "authors",
        "year",
        "journal",
        "volume",
        "issue",
        "pages",
        "doi",
        "url",
        "abstract",
    )
    first = (
        "K7",
        "A study of things",
        "Doe, Ann; Roe, Bob",
        "2015",
        "Journal of Tests",
        "3",
        "2",
        "1-9",
        "10.1000/a.1",
    )
    assert cells(export, *columns)[0] == (*first, "https://a.org/x", "Ninety % of things.")
    assert cells(export, "title", "record_type", "doi")[1] == ("Two", "Book", "10.1000/b")
    assert (export.entries, export.left, export.set_aside) == (2, {"%@": 1}, [])


@pytest.mark.parametrize("gap", ["", "\n"])
def test_enw_entries_begin_at_their_kind_with_and_without_a_blank_line(read, gap):
    export = read("enw", ("%0 Book\n%T One\n" + gap) * 2)
    assert cells(export, "title") == [("One",), ("One",)]


def test_enw_entries_without_a_kind_begin_behind_a_blank_line(read):
    export = read("enw", "%A Doe, J\n%T One\n\n%A Roe, R\n%A Poe, P\n%T Two\n")
    assert cells(export, "title", "authors") == [("One", "Doe, J"), ("Two", "Roe, R; Poe, P")]


def test_enw_tag_that_is_not_known_is_set_aside(read):
    export = read("enw", "%0 Book\n%T One\n%{ what\n")
    assert aside(export) == [(3, "%{", "what")]
