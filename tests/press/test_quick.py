"""Work that is saved changes nothing: a page is loaded once, until pages are read anew."""

from types import SimpleNamespace

import pytest
from docutils import nodes
from jinja2 import Environment as Templates
from sphinx import addnodes
from sphinx.environment.collectors.toctree import TocTreeCollector

from reviewbook.press import quick


class Environment:
    """Counts how often the tree of a page is loaded."""

    def __init__(self) -> None:
        self.domaindata: dict = {}
        self.loaded: list[str] = []
        self.config = "its own"
        self.app = SimpleNamespace(registry=SimpleNamespace(enumerable_nodes={}))

    def get_doctree(self, page: str) -> object:
        self.loaded.append(page)
        return object()


def test_a_page_is_loaded_once_for_all_who_look_at_it():
    env = Environment()
    reader = quick._Reader(env)
    assert reader.get_doctree("a") is reader.get_doctree("a")
    assert (reader.get_doctree("b"), env.loaded, reader.config)[1:] == (["a", "b"], "its own")


def test_references_to_numbers_go_through_the_reader_and_pages_read_anew_are_loaded_anew(monkeypatch):
    env, asked = Environment(), []
    monkeypatch.setattr(quick.StandardDomain, "resolve_xref", lambda self, env, *given: asked.append(env))
    domain = quick.QuickStandardDomain(env)
    for kind in ("numref", "ref", "numref"):
        domain.resolve_xref(env, "a", None, kind)
    first, other, again = asked
    assert first is again is domain.reader and other is env
    quick._forget(None, SimpleNamespace(get_domain=lambda name: domain))
    domain.resolve_xref(env, "a", None, "numref")
    assert asked[-1] is not first


def test_pages_are_read_side_by_side_unless_they_are_numbered_through_the_book():
    for numbered in (True, False):
        extension = SimpleNamespace(parallel_read_safe=None)
        app = SimpleNamespace(extensions={"sphinx_multitoc_numbering": extension})
        quick._side_by_side(app, {"use_multitoc_numbering": numbered})
        assert extension.parallel_read_safe is (None if numbered else True)


def test_sphinx_s_own_domain_is_replaced_and_entry_points_are_looked_up_once():
    added, events = [], []
    app = SimpleNamespace(
        add_domain=lambda domain, override: added.append((domain, override)),
        connect=lambda event, call: events.append((event, call)),
    )
    assert quick.setup(app) == {"parallel_read_safe": True, "parallel_write_safe": True}
    assert added == [(quick.QuickStandardDomain, True)]
    assert [event for event, _ in events] == [
        "builder-inited",
        "env-purge-doc",
        "env-updated",
        "config-inited",
    ]
    assert quick.pybtex.plugin._load_entry_point.cache_info()


# --- outlines


class Domain:
    """Numbers sections, figures and tables, and code that has a caption, as Sphinx's does."""

    name = "std"

    def get_enumerable_node_type(self, node: nodes.Element) -> str | None:
        kinds = {nodes.figure: "figure", nodes.table: "table", nodes.section: "section"}
        if isinstance(node, nodes.container) and any(isinstance(one, nodes.literal_block) for one in node):
            return "code-block"
        return kinds.get(type(node))

    def get_numfig_title(self, node: nodes.Element) -> str | None:
        return next((one.astext() for one in node if isinstance(one, (nodes.caption, nodes.title))), None)


def page(*parts: nodes.Node) -> nodes.document:
    tree = nodes.document(None, None)
    tree += list(parts)
    return tree


def captioned(kind: type, name: str, *inside: nodes.Node, title: type = nodes.caption) -> nodes.Element:
    return kind("", title("", f"About {name}"), *inside, ids=[name])


TREES = {
    "index": page(
        nodes.section("", nodes.title("", "Start"), nodes.paragraph("", "Words"), ids=["start"]),
        nodes.compound("", addnodes.toctree(entries=[(None, "a"), (None, "self"), (None, "https://x")])),
    ),
    "a": page(
        nodes.section(
            "",
            captioned(nodes.figure, "one", nodes.image(), nodes.legend("", captioned(nodes.table, "within"))),
            nodes.section(
                "", nodes.bullet_list("", nodes.list_item("", captioned(nodes.figure, "deep"))), ids=["s2"]
            ),
            nodes.figure("", nodes.image(), ids=["uncaptioned"]),
            captioned(nodes.table, "two", nodes.tgroup("", nodes.row("", nodes.entry())), title=nodes.title),
            nodes.container("", nodes.caption("", "Code"), nodes.literal_block("", "x"), ids=["code"]),
            nodes.container("", nodes.paragraph("", "Code"), ids=["none"]),
            ids=["s1"],
        )
    ),
}


class Book:
    """As much of Sphinx's environment as numbering figures asks for."""

    def __init__(self) -> None:
        self.loaded: list[str] = []
        self.config = SimpleNamespace(numfig=True, root_doc="index", numfig_secnum_depth=1)
        self.domains = {"std": Domain()}
        self.domains["std"]._virtual_doc_names = {}  # type: ignore[attr-defined]
        self.toc_secnumbers = {"a": {"": (2,), "#s1": (2,), "#s2": (2, 1)}}
        self.toc_fignumbers: dict = {}

    def get_doctree(self, name: str) -> nodes.document:
        self.loaded.append(name)
        return TREES[name]


def test_figures_have_the_numbers_that_whole_pages_give_them():
    numbers = getattr(
        TocTreeCollector.assign_figure_numbers, "__wrapped__", TocTreeCollector.assign_figure_numbers
    )
    whole, outlined = Book(), Book()
    changed = numbers(None, whole), numbers(None, quick._Outlines(outlined))
    assert changed[0] == changed[1] == ["a"]
    assert outlined.toc_fignumbers == whole.toc_fignumbers
    assert {kind: list(found) for kind, found in whole.toc_fignumbers["a"].items()} == {
        "figure": ["one", "deep"],
        "table": ["within", "two"],
        "code-block": ["code"],
    }


def test_an_outline_is_made_once_until_the_page_is_read_anew_and_holds_next_to_nothing():
    book = Book()
    for _ in range(2):
        quick._Outlines(book).get_doctree("a")
    assert book.loaded == ["a"]
    kept = [type(node).__name__ for node in quick._Outlines(book).get_doctree("a").findall()]
    assert not {"image", "tgroup", "row", "paragraph", "document"} & set(kept)
    assert "image" in [type(node).__name__ for node in TREES["a"].findall()], "the page itself stays whole"
    quick._forget_outline(None, book, "a")
    quick._Outlines(book).get_doctree("a")
    assert book.loaded == ["a", "a"]


# --- templates, and how pages are written


def builder(tmp_path) -> SimpleNamespace:
    return SimpleNamespace(
        templates=SimpleNamespace(environment=Templates()), _write_parallel=None, _write_serial=None
    )


def test_templates_that_were_parsed_are_kept_for_the_next_build(tmp_path):
    app = SimpleNamespace(builder=builder(tmp_path), doctreedir=str(tmp_path / ".doctrees"))
    quick._save_templates(app)
    templates = app.builder.templates.environment
    (file := tmp_path / "shown.html").write_text("{{ 6 * 7 }}")

    def load(name):
        return file.read_text(), str(file), lambda: True

    from jinja2 import FunctionLoader

    templates.loader = FunctionLoader(load)
    assert templates.get_template("shown.html").render() == "42"
    assert len(list((tmp_path / "templates").iterdir())) == 1
    file.write_text("{{ 6 * 8 }}")
    templates.cache.clear()
    assert templates.get_template("shown.html").render() == "48", "of another text, it is parsed anew"


@pytest.mark.parametrize("count", [quick.FEW, quick.FEW + 1])
def test_few_pages_are_written_without_another_process(count):
    done = []
    book = SimpleNamespace(_write_serial=lambda pages: done.append(("here", pages)))
    pages = [str(n) for n in range(count)]
    quick._write(book, lambda pages, nproc: done.append((nproc, pages)), pages, 3)
    assert done == [("here" if count == quick.FEW else 4, pages)]


# --- looking through a page


def tree() -> nodes.Element:
    return TREES["a"].deepcopy()


CONDITIONS = [
    None,
    nodes.caption,
    nodes.Element,
    nodes.Text,
    lambda node: isinstance(node, (nodes.figure, nodes.table)),
]


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize(
    "named", [{}, {"include_self": False}, {"descend": False}, {"siblings": True}, {"ascend": True}]
)
def test_nodes_are_found_in_the_order_of_docutils(condition, named):
    quick._walk_quickly()
    page = tree()
    for start in (page, page[0], page[0][1]):
        found = [*start.findall(condition, **named)]
        assert [id(one) for one in found] == [id(one) for one in by_docutils(start, condition, **named)]


def by_docutils(node, condition, include_self=True, descend=True, siblings=False, ascend=False):
    """Nodes as the documentation of docutils says."""

    def below(one):
        yield one
        for child in one.children:
            yield from below(child)

    def following(one):
        after = one.parent.children[one.parent.index(one) + 1 :] if one.parent else []
        for other in after:
            yield from below(other) if descend else [other]
        if ascend and one.parent is not None:
            yield from following(one.parent)

    chosen = [one for one in below(node) if one is not node] if descend else []
    chosen = [*([node] if include_self else []), *chosen, *(following(node) if siblings or ascend else [])]
    kinds = condition if isinstance(condition, type) else object
    holds = condition if condition and not isinstance(condition, type) else lambda one: isinstance(one, kinds)
    return [one for one in chosen if holds(one)]


def test_what_is_put_in_place_of_a_node_that_was_found_is_looked_at_as_docutils_does():
    quick._walk_quickly()
    page = nodes.section("", *(nodes.paragraph("", str(n)) for n in range(3)))
    seen = []
    for one in page.findall(nodes.paragraph):
        seen.append(one.astext())
        if one.astext() == "0":  # the second of two that stand for one is met; the first was passed
            one.replace_self([nodes.paragraph("", "a"), nodes.paragraph("", "b")])
        if one.astext() == "1":
            page.remove(one)  # and the next is passed over
    assert seen == ["0", "b", "1"]
