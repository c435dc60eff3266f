"""Work that is saved changes nothing: a page is loaded once, until pages are read anew."""

from types import SimpleNamespace

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
    assert events == [("env-updated", quick._forget), ("config-inited", quick._side_by_side)]
    assert quick.pybtex.plugin._load_entry_point.cache_info()
