"""XML from strangers as a tree of elements."""

import pytest

from reviewbook.files import elements
from reviewbook.review.problems import ReviewProblems


def tree(text: str | bytes) -> elements.Node:
    return elements.parsed(text if isinstance(text, bytes) else text.encode(), name="a.xml")[0]


def refused(text: str | bytes) -> list[tuple[str, int | None]]:
    with pytest.raises(ReviewProblems) as wrong:
        tree(text)
    return [(problem.code, problem.row) for problem in wrong.value.problems]


def test_names_are_in_small_letters_without_namespaces_and_lines_are_known():
    root = tree('<q:Project xmlns:q="u" Name="A">\n<q:Code GUID="1"/>\n<Code guid="2"/>text</q:Project>')
    assert (root.tag, root.get("name"), root.get("none"), root.text.strip()) == ("project", "A", "", "text")
    assert [(node.get("guid"), node.line) for node in root.all("code")] == [("1", 2), ("2", 3)]
    assert root.first("code").get("guid") == "1" and root.first("other") is None


def test_elements_below_come_in_the_order_of_the_file():
    root = tree("<a><b><c/></b><d/></a>")
    assert [node.tag for node in root.below()] == ["a", "b", "c", "d"]


def test_blanks_alone_are_no_text_but_in_a_text_s_own_element():
    root = tree("<a> <b> </b><PlainTextContent>  </PlainTextContent></a>")
    assert [node.text for node in root.below()] == ["", "", "  "]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_text_is_read_in_any_usual_encoding_whatever_it_says(encoding):
    assert tree('<?xml version="1.0" encoding="utf-16"?><a>Grüße</a>'.encode(encoding)).text == "Grüße"


def test_characters_that_xml_forbids_become_blanks_and_are_counted():
    root, forbidden = elements.parsed(b"<a>one\x0btwo&#8;three</a>", name="a.xml")
    assert (root.text, forbidden) == ("one two three", 2)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b"PK\x03\x04", [("QDAF-002", None)]),
        (b" \n", [("QDAF-001", None)]),
        ("no XML", [("QDAF-002", None)]),
        ("<a>\n<b>", [("QDAF-001", 2)]),
        ("<a>\n</b>", [("QDAF-001", 2)]),
        ('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', [("QDAF-006", 1)]),
        ("<a>" * (elements.DEEPEST + 1), [("QDAF-007", 1)]),
    ],
)
def test_what_is_no_safe_xml_is_refused_with_its_line(text, wanted):
    assert refused(text) == wanted


def test_more_elements_than_any_project_has_are_refused(monkeypatch):
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 3)
    assert refused("<a><b/><b/><b/></a>") == [("QDAF-003", 1)]


def test_a_bound_is_named_with_what_was_met(monkeypatch):
    monkeypatch.setattr(elements, "MOST_ELEMENTS", 3)
    monkeypatch.setattr(elements, "DEEPEST", 2)
    for text, said in (
        (b"<a><b/><b/><b/></a>", "found 4 elements and more, expected at most 3."),
        (b"<a><b><c/></b></a>", "found elements 3 deep in one another, expected at most 2 deep."),
    ):
        with pytest.raises(ReviewProblems) as wrong:
            elements.parsed(text, name="a.xml")
        assert said in str(wrong.value)
