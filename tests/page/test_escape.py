"""Each function of page/escape.py is read back by what reads there: MyST, HTML, a browser's rules for addresses, JSON."""

import json

import pytest
from bs4 import BeautifulSoup
from docutils.core import publish_doctree
from docutils.nodes import Text, reference
from hypothesis import given
from hypothesis import strategies as st
from myst_parser.parsers.docutils_ import Parser
from packages import hostile

from reviewbook.page import escape

PAYLOADS = [text.format(mark="q000z", canary="/etc/passwd") for text in hostile.WRITTEN]
texts = st.text(st.sampled_from("aB1 \n\t\\`*_{}[]<>#$|~^@:;!?%+=-.()&\"'/\u4e2d\u202e"), max_size=30)


def read(source: str):
    """MyST as the book reads it, but for the extensions of Sphinx, and quotation marks that stay as they are."""
    settings = {
        "myst_enable_extensions": ["colon_fence", "deflist", "attrs_inline", "attrs_block", "html_image"],
        "report_level": 5,
        "smart_quotes": False,
    }
    return publish_doctree(source, parser=Parser(), settings_overrides=settings)


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", PAYLOADS)
@pytest.mark.parametrize(
    "place", ["{}", "- {}", "# {}", "| a |\n| --- |\n| {} |", ":::{{note}}\n{}\n:::", "**{}**"]
)
def test_myst_shows_a_payload_as_text_wherever_it_stands(place, text):
    tree = read(place.format(escape.myst(text)))
    if "|" not in place:  # tables in bars are none of ours; what they hold must yet do nothing
        assert one_line(text) in one_line(tree.astext())
    harmless = ("document", "paragraph", "bullet_list", "list_item", "title", "strong", "note", "table", "tgroup", "colspec",
                "thead", "tbody", "row", "entry", "#text")  # fmt: skip
    assert {node.tagname for node in tree.findall()} <= set(harmless)


@given(texts)
def test_myst_shows_any_text_as_it_is(text):
    tree = read(f"x\n\n- {escape.myst(text)}\n")
    assert one_line(tree.astext()) == one_line(f"x {text}")
    assert {type(node) for node in tree.findall() if not node.children} <= {Text, type(tree[1][0])}


@given(texts)
def test_html_in_myst_holds_in_a_line_of_myst_and_in_a_block_of_html(text):
    line = read(f"x <b>{escape.html_in_myst(text)}</b>")
    assert "".join(node.astext() for node in line.findall(Text) if node.parent.tagname != "raw") == (
        f"x {one_line(text)}" if one_line(text) else "x "
    )
    block = f"<details><summary>x</summary>{escape.html_in_myst(text)}</details>"
    assert BeautifulSoup(block, "html.parser").get_text() == f"x{one_line(text)}"


@given(texts)
def test_html_is_read_back_between_tags_and_as_an_attribute(text):
    tag = BeautifulSoup(f'<p title="{escape.html(text)}">{escape.html(text)}</p>', "html.parser").p
    assert (tag.get_text(), tag["title"]) == (text, text) and tag.find(True) is None


@given(texts)
def test_code_holds_any_text(text):
    code = escape.myst_code(text)
    tree = read(f"x {code}")
    assert one_line(tree.astext()) == one_line(f"x {text}")
    assert len(list(tree.findall(lambda node: node.tagname == "literal"))) == bool(one_line(text))


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JavaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "vbscript:x", "\x01javascript:x", "x", "", "//example.org", "https:", "../../etc/passwd"],
)  # fmt: skip
def test_no_other_scheme_makes_a_link(url):
    assert escape.address(url) == ""
    tree = read(escape.myst_link("x", url))
    assert tree.astext() == "x" and not list(tree.findall(reference))


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTP://example.org/%20", "http://example.org/%20"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("doi:10.1/<x>", "https://doi.org/10.1/%3Cx%3E"),
        ('https://example.org/"><b>', "https://example.org/%22%3E%3Cb%3E"),
        ("https://example.org/a\nb`", "https://example.org/a%20b%60"),
    ],
)
def test_a_web_address_leads_there(url, leads):
    assert escape.address(url) == leads
    (link,) = read(escape.myst_link("a *b*", url)).findall(reference)
    assert (link["refuri"], link.astext()) == (leads, "a *b*")


@given(texts)
def test_json_in_a_script_is_read_back_and_ends_no_element(text):
    written = escape.json_in_script({text: [text, "</script>", "<!--", "\u2028", "$"]})
    assert json.loads(written) == {text: [text, "</script>", "<!--", "\u2028", "$"]}
    assert not set(written) & set("<>&$\u2028\u2029")


def test_json_has_no_word_for_no_number():
    with pytest.raises(ValueError):
        escape.json_in_script(float("nan"))


def test_a_theme_that_escapes_a_text_again_shows_the_same():
    from jinja2 import Environment

    text = "${x} `</title><script>alert(1)</script>` it's"
    environment = Environment(autoescape=False)
    for template in ("{{ text }}", "{{ text|e }}"):
        shown = environment.from_string(template).render(text=escape.theme(text))
        assert BeautifulSoup(f"<p>{shown}</p>", "html.parser").get_text() == text
        assert not set(shown) & set("<>`${\"'")


def test_what_xml_cannot_hold_is_left_out_everywhere():
    for function in (
        escape.myst,
        escape.html,
        escape.html_in_myst,
        escape.svg,
        escape.plotly,
        escape.myst_code,
    ):
        assert "a" in function("a\x00\x0b\ufffe") and not set(function("a\x00\x0b\ufffe")) & set(
            "\x00\x0b\ufffe"
        )


def test_plotly_is_given_no_mathematics_and_no_tags():
    assert escape.plotly("$5 <b>") == "&#36;5 &lt;b&gt;"
    assert escape.svg('a<b>&"', quotes=False) == 'a&lt;b&gt;&amp;"'
