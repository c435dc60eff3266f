"""The words of what is marked up."""

import pytest
from docutils import nodes

from reviewbook.press import plain


@pytest.mark.parametrize(
    ("html", "words"),
    [("", ""), ("one <br>\n two", "one two"), ('<a title="&lt;b&gt;">R&amp;D</a> &lt;i&gt;', "R&D <i>")],
)
def test_html_says_its_words(html, words):
    assert plain.of_html(html) == words


def test_a_paragraph_says_the_words_of_html_in_it_and_stays_as_it_is():
    hint = '<a class="rb-hint" data-means="A &quot;pattern&quot;.">themes</a>'
    parts = [
        nodes.Text("Two "),
        nodes.raw("", hint, format="html"),
        nodes.Text(" & "),
        nodes.raw("", r"\x", format="latex"),
    ]
    paragraph = nodes.paragraph("", "", *parts, nodes.raw("", "<b>", format="html"), nodes.strong("", "more"))
    before = paragraph.pformat()
    assert plain.of_node(paragraph) == "Two themes & more"
    assert paragraph.pformat() == before


def test_a_piece_of_html_alone_is_a_part_too():
    assert plain.of_node(nodes.raw("", "<p>one</p>", format="html")) == "one"
    assert plain.of_node(nodes.raw("", "x", format="latex")) == ""
