"""A Sphinx extension that tells of what two pages call by one name, whichever of them are read, and in which process.

Sphinx tells of it when it reads the second page in the process that read the first, which then has lost the name. Here each page
is read as if it were alone, and they are compared when all are read: the last page in order has the name, as where one after the
other is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# Where Sphinx keeps the names that pages give: domain and kind.
_KEPT = (("std", "labels"), ("std", "anonlabels"), ("std", "objects"), ("std", "terms"), ("math", "objects"))
_NAMES = "reviewbook_names"  # in the environment: page -> its names
_LAST = 900  # after whatever gives names
_log = logging.getLogger(__name__)


class Name(NamedTuple):
    """What a page calls something, where Sphinx keeps it and what it leads to; ``line`` is that of the page."""

    domain: str
    kind: str
    name: Any
    leads_to: tuple[Any, ...]
    line: int | None


def _names(env: BuildEnvironment) -> dict[str, list[Name]]:
    if not hasattr(env, _NAMES):
        setattr(env, _NAMES, {})
    return getattr(env, _NAMES)


def _begin(app: Sphinx, page: str, source: list[str]) -> None:
    """Called by Sphinx before it reads a page."""
    for domain, kind in _KEPT:
        app.env.domaindata[domain][kind] = {}


def _end(app: Sphinx, doctree: nodes.document) -> None:
    """Called by Sphinx when it has read a page."""
    env = app.env
    _names(env)[env.docname] = [
        Name(domain, kind, name, leads_to, getattr(doctree.ids.get(str(leads_to[1])), "line", None))
        for domain, kind in _KEPT
        for name, leads_to in env.domaindata[domain][kind].items()
    ]


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Called by Sphinx when a page is gone or about to be read again."""
    _names(env).pop(page, None)


def _merge(app: Sphinx, env: BuildEnvironment, pages: Iterable[str], other: BuildEnvironment) -> None:
    """Called by Sphinx with what another process read."""
    _names(env).update({page: _names(other)[page] for page in pages})


def _settle(app: Sphinx, env: BuildEnvironment) -> None:
    """Called by Sphinx when all pages are read."""
    for domain, kind in _KEPT:
        env.domaindata[domain][kind] = {}
    env.domaindata["std"]["labels"] |= StandardDomain.initial_data["labels"]
    env.domaindata["std"]["anonlabels"] |= StandardDomain.initial_data["anonlabels"]
    for page, names in sorted(_names(env).items()):
        for one in names:
            known = env.domaindata[one.domain][one.kind]
            if one.name in known:
                _tell(env, one, page, known[one.name][0])
            known[one.name] = one.leads_to


def _tell(env: BuildEnvironment, one: Name, page: str, other: str) -> None:
    """In Sphinx's words."""
    where = (page, one.line)
    if (one.domain, one.kind) == ("std", "anonlabels"):  # of which those with a title are some
        _log.warning(
            "duplicate label %s, other instance in %s", one.name, env.doc2path(other), location=where
        )
    elif (one.domain, one.kind) == ("std", "objects"):
        _log.warning("duplicate %s description of %s, other instance in %s", *one.name, other, location=where)
    elif one.domain == "math":
        _log.warning("duplicate label of equation %s, other instance in %s", one.name, other, location=where)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("source-read", _begin)
    app.connect("doctree-read", _end, priority=_LAST)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _settle, priority=0)  # before whatever looks names up
    return {"parallel_read_safe": True, "parallel_write_safe": True}
