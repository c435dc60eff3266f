"""What stands at the foot of every page that Sphinx makes."""

import json
from types import SimpleNamespace

import pytest
import yaml
from packages import ROOT

from reviewbook.press import foot

CONFIG = {"reviewbook": {"review": "doe"}}
PACKAGE = {"licenses": [{"name": "CC0-1.0", "path": "https://example.org/cc0"}]}


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data" / "doe").mkdir(parents=True)
    (tmp_path / "data" / "doe" / "datapackage.json").write_text(json.dumps(PACKAGE), "utf-8")
    (tmp_path / "_config.yml").write_text(yaml.safe_dump(CONFIG), "utf-8")
    (tmp_path / "_toc.yml").write_text("root: book/index\nchapters:\n- file: book/colophon\n", "utf-8")
    return tmp_path


def test_it_is_read_from_the_review_that_the_book_is_about(root):
    said = foot.said(root)
    assert 'Licence of this book: <a href="https://example.org/cc0">CC0-1.0</a>.' in said
    assert '<a href="#colophon">' in said
    assert "Re-publication as data of" in foot.said(ROOT)


def test_it_leads_only_to_a_colophon_that_the_book_has(root):
    (root / "_toc.yml").write_text("root: book/index\nchapters: []\n", "utf-8")
    assert "Licence of this book" in foot.said(root) and "colophon" not in foot.said(root)


@pytest.mark.parametrize("file", ["_config.yml", "_toc.yml", "data/doe/datapackage.json"])
def test_a_book_without_what_it_is_read_from_has_none(root, file):
    (root / file).unlink()
    assert foot.said(root) == ""


def test_each_page_has_its_own_way_to_the_colophon_and_keeps_what_authors_put_there(root):
    app = SimpleNamespace(config={"reviewbook_foot": foot.said(root), "reviewbook_errors": ""})
    context = {
        "pathto": lambda page, resource=False: f"../../{page}{'' if resource else '.html'}",
        "theme_extra_footer": "<p>Ours</p>",
    }
    foot._put(app, "a/b/c", "page.html", context, None)
    assert context["theme_extra_footer"].startswith('<p>Ours</p><p class="rb-foot">')
    for to in ("book/colophon.html", "book/index.html#how-to-cite-it", "downloads/index.html"):
        assert f'<a href="../../{to}">' in context["theme_extra_footer"]


def test_sphinx_writes_every_page_anew_where_it_is_another(root):
    told = []
    app = SimpleNamespace(
        add_config_value=lambda *given, **_: told.append(given), connect=lambda *_, **__: None
    )
    foot.setup(app)
    assert [(name, rebuild) for name, _, rebuild in told] == [
        ("reviewbook_foot", "html"),
        ("reviewbook_errors", "html"),
    ]
