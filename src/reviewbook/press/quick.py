"""A Sphinx extension that saves Sphinx and pybtex work which they do again for each reference or page; no page changes by it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pybtex.plugin
from docutils import nodes
from jinja2 import FileSystemBytecodeCache
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.environment.collectors.toctree import TocTreeCollector

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

# In Sphinx's environment: page -> its tree, with nothing but what is numbered.
_OUTLINES = "reviewbook_outlines"
FEW = 4  # pages, which are written before another process would have begun


class _Reader:
    """Sphinx's environment, which loads the tree of a page once for all who only look at it (sphinx#12883)."""

    def __init__(self, env: BuildEnvironment):
        self._env = env
        self.get_doctree = functools.cache(env.get_doctree)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)


class QuickStandardDomain(StandardDomain):
    """Sphinx's own domain; its references to numbered figures and tables load the page of each anew."""

    reader: _Reader | None = None

    def resolve_xref(
        self, env: Any, fromdocname: str, builder: Any, typ: str, *args: Any
    ) -> nodes.Element | None:
        """As Sphinx's."""
        if typ == "numref":
            if self.reader is None:
                self.reader = _Reader(env)
            env = self.reader
        return super().resolve_xref(env, fromdocname, builder, typ, *args)


def _forget(app: Sphinx, env: BuildEnvironment) -> None:
    """Called by Sphinx when pages have been read anew."""
    domain = env.get_domain("std")
    if isinstance(domain, QuickStandardDomain):
        domain.reader = None


class _Outlines:
    """Sphinx's environment while it numbers figures: the trees of all pages, of which it needs next to nothing."""

    def __init__(self, env: BuildEnvironment):
        vars(self)["_env"] = env

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._env, name, value)

    def get_doctree(self, page: str) -> nodes.document:
        outlines = _outlines(self._env)
        if page not in outlines:
            outlines[page] = outline(self._env.get_doctree(page), list(self._env.domains.values()))
        return outlines[page]


def _outlines(env: BuildEnvironment) -> dict[str, Any]:
    if not hasattr(env, _OUTLINES):
        setattr(env, _OUTLINES, {})
    return getattr(env, _OUTLINES)


def outline(tree: nodes.Element, domains: Sequence[Any]) -> nodes.Element:
    """A copy of a page's tree, of which is left what Sphinx looks at to number it: sections, lists of pages, and what has a caption."""
    kinds = [domain.get_enumerable_node_type(tree) for domain in domains]
    left = []
    for child in tree.children:
        if not isinstance(child, nodes.Element):
            continue
        if any(kinds) and isinstance(child, (nodes.caption, nodes.title, nodes.literal_block)):
            left.append(child.deepcopy())  # whether there is one decides
        elif (found := outline(child, domains)).children or _is_numbered(child, domains):
            left.append(found)
    bare = tree.copy() if not isinstance(tree, nodes.document) else nodes.Element()
    bare.children = left
    return bare


def _is_numbered(node: nodes.Element, domains: Iterable[Any]) -> bool:
    return isinstance(node, addnodes.toctree) or any(
        domain.get_enumerable_node_type(node) for domain in domains
    )


def _forget_outline(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Called by Sphinx when a page is gone or about to be read again."""
    _outlines(env).pop(page, None)


def _number_outlines() -> None:
    """Let Sphinx number figures by the outlines of pages."""
    numbers = TocTreeCollector.assign_figure_numbers
    if not hasattr(numbers, "__wrapped__"):
        TocTreeCollector.assign_figure_numbers = functools.wraps(numbers)(  # type: ignore[method-assign]
            lambda self, env: numbers(self, _Outlines(env))  # type: ignore[arg-type]
        )


def _instances(self: nodes.Node, wanted: Any) -> Iterator[nodes.Node]:
    """As docutils' `_fast_findall`, which is a generator within a generator for each level; the order is the same, whatever changes."""
    if isinstance(self, wanted):
        yield self
    levels = [iter(self.children)]
    while levels:
        for child in levels[-1]:
            if isinstance(child, wanted):
                yield child
            if child.children:
                levels.append(iter(child.children))
                break
        else:
            levels.pop()


def _fitting(
    self: nodes.Node,
    condition: Any = None,
    include_self: bool = True,
    descend: bool = True,
    *others: Any,
    **named: Any,
) -> Iterator[nodes.Node]:
    """As docutils' `findall`, which asks by its slow way whether a condition that is no class holds."""
    if (
        callable(condition)
        and not isinstance(condition, type)
        and include_self
        and descend
        and not (others or named)
    ):
        return filter(condition, _instances(self, object))
    return _findall(self, condition, include_self, descend, *others, **named)


_findall = getattr(nodes.Node.findall, "__wrapped__", nodes.Node.findall)


def _walk_quickly() -> None:
    """Let docutils look through the trees of pages in loops."""
    nodes.Node._fast_findall = _instances  # type: ignore[attr-defined]
    nodes.Node._superfast_findall = lambda self: _instances(self, object)  # type: ignore[attr-defined]
    nodes.Node.findall = functools.wraps(_findall)(_fitting)  # type: ignore[method-assign]


def _save_templates(app: Sphinx) -> None:
    """Called by Sphinx when it knows how it writes pages: their templates are parsed once, and not in each build."""
    if environment := getattr(getattr(app.builder, "templates", None), "environment", None):
        (folder := Path(app.doctreedir).parent / "templates").mkdir(parents=True, exist_ok=True)
        environment.bytecode_cache = FileSystemBytecodeCache(str(folder))
    app.builder._write_parallel = functools.partial(  # type: ignore[method-assign]
        _write, app.builder, app.builder._write_parallel
    )


def _write(builder: Builder, side_by_side: Any, pages: Sequence[str], nproc: int) -> None:
    """Write pages in other processes where they are many, and else in this one."""
    if len(pages) > FEW:
        side_by_side(pages, nproc + 1)  # while this one waits for them, it has nothing to do
    else:
        builder._write_serial(pages)


def _side_by_side(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings: one extension does not say whether pages may be read side by side."""
    numbering = app.extensions.get("sphinx_multitoc_numbering")
    if numbering and not config["use_multitoc_numbering"]:  # then it has nothing to do
        numbering.parallel_read_safe = True


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.add_domain(QuickStandardDomain, override=True)
    app.connect("builder-inited", _save_templates)
    app.connect("env-purge-doc", _forget_outline)
    app.connect("env-updated", _forget)
    app.connect("config-inited", _side_by_side)
    _number_outlines()
    _walk_quickly()
    if not hasattr(pybtex.plugin._load_entry_point, "cache_info"):
        # For each citation it looks through the metadata of every package that is installed.
        pybtex.plugin._load_entry_point = functools.cache(pybtex.plugin._load_entry_point)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
