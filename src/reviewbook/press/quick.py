"""A Sphinx extension that saves Sphinx and pybtex work which they do again for each reference; no page changes by it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pybtex.plugin
from sphinx.domains.std import StandardDomain

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


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


def _side_by_side(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings: one extension does not say whether pages may be read side by side."""
    numbering = app.extensions.get("sphinx_multitoc_numbering")
    if numbering and not config["use_multitoc_numbering"]:  # then it has nothing to do
        numbering.parallel_read_safe = True


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.add_domain(QuickStandardDomain, override=True)
    app.connect("env-updated", _forget)
    app.connect("config-inited", _side_by_side)
    if not hasattr(pybtex.plugin._load_entry_point, "cache_info"):
        # For each citation it looks through the metadata of every package that is installed.
        pybtex.plugin._load_entry_point = functools.cache(pybtex.plugin._load_entry_point)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
