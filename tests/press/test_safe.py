"""What Sphinx and the theme would take for more than text: links to scripts, and texts that templates print as they are."""

from docutils import nodes
from docutils.utils import new_document

from reviewbook.press import safe


def linked(*addresses: str) -> nodes.document:
    document = new_document("page")
    for address in addresses:
        document += nodes.paragraph("", "", nodes.reference("", "", nodes.Text("words"), refuri=address))
    return document


def test_a_link_to_a_script_leaves_its_text():
    document = linked("javascript:alert(1)", "DATA:text/html,x", "file:///etc/passwd", "vbscript:x")
    safe.lead_nowhere_else(None, document, "page")
    assert not list(document.findall(nodes.reference)) and document.astext().split() == ["words"] * 4


def test_links_of_the_web_and_of_the_book_stay():
    addresses = [
        "https://example.org/a:b",
        "mailto:a@example.org",
        "../book/methods.html#a:b",
        "#here",
        "methods.html",
    ]
    document = linked(*addresses)
    safe.lead_nowhere_else(None, document, "page")
    assert [link["refuri"] for link in document.findall(nodes.reference)] == addresses


def test_texts_that_templates_print_raw_are_escaped_and_others_are_not_there():
    context = {"docstitle": "</title><script>", "author": "`${x}`", "body": "<p>ours</p>", "project": None}
    safe._escape(None, "page", "page.html", context, None)
    assert not set(context["docstitle"] + context["author"]) & set("<>`$")
    assert context["body"] == "<p>ours</p>" and context["project"] is None
