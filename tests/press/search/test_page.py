"""Without scripts the search leads to a list of all pages, and Sphinx makes no index of its own."""

from types import SimpleNamespace

from reviewbook.press.search import page


def test_sphinx_makes_the_list_and_no_index():
    app = SimpleNamespace(builder=SimpleNamespace(search=True, format="html"))
    page._no_index(app)
    assert not app.builder.search
    assert [(name, template) for name, _, template in page._page(app)] == [("search", "search.html")]
    app.builder.format = "latex"
    assert list(page._page(app)) == []
