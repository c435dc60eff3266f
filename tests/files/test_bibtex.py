"""BibTeX as it is written: what pybtex reads of it is what was given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples
from pybtex.database import parse_string

from reviewbook.files.bibtex import entry, escaped, person
from reviewbook.page.reference import title_of

ODD = "50% of A & B_2 #1 $5 ~x^2 \"q\" `x` back\\slash it''s -- a --- dash ,, ?` <b> é 王"


def read(text: str):
    return parse_string(text, "bibtex").entries["K"]


@pytest.mark.parametrize("text", [ODD, "Müller & Söhne", "and", "O'Neil"])
def test_a_title_is_read_as_it_was_given(text):
    assert title_of(read(entry("K", "misc", [], {"title": text}))) == text


@given(st.text(alphabet="ab-'`,?!~%&_#\\\"^<> é", max_size=12).map(lambda text: f"x{text}x"))
@examples(40)
def test_any_line_of_signs_is_read_as_it_was_given(text):
    assert title_of(read(entry("K", "misc", [], {"title": text}))) == " ".join(text.split())


def test_braces_become_brackets_for_none_may_be_left_open():
    assert escaped("a {b} }c") == "a (b) )c"
    assert title_of(read(entry("K", "misc", [], {"title": "open {"}))) == "open ("


def test_what_is_blank_is_left_out():
    assert entry("K", "misc", [], {"title": "", "year": "2020"}) == "\n@misc{K,\n  year = {2020}\n}\n"


def test_names_are_read_as_they_were_given():
    people = [
        person("van der Berg", "J."),
        person("Council for Trees and Parks"),
        person("Smith and Sons", "A"),
    ]
    found = read(entry("K", "misc", people, {"title": "t"})).persons["author"]
    assert [[*one.prelast_names, *one.last_names] for one in found] == [
        ["van", "der", "Berg"],
        ["{Council for Trees and Parks}"],
        ["{Smith and Sons}"],
    ]
    assert [one.first_names for one in found] == [["J."], [], ["A"]]
