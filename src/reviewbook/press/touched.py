"""A Sphinx extension that names the pages which a change touches, so that an incremental build equals one from nothing.

Sphinx reads a page again when its file is newer. A page here also shows numbers, titles, labels and citations of others and
loads styles: what each takes from elsewhere is noted when it is read, and compared before pages are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from reviewbook.files import digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

# What is kept in Sphinx's environment, page by page.
_SOURCES = "reviewbook_sources"  # digest of the page's file and of those that it includes
_BEGUN = "reviewbook_begun"  # digest of the page's file before it was read
_TAKES = "reviewbook_takes"  # what it takes from elsewhere: kind and name
_GIVEN = "reviewbook_given"  # digest of what it was given when it was last written
GLUE, CITATION, LABEL = "glue", "citation", "label"


class Asked:
    """What a build by `reviewbook.press.typeset` says to this extension; by itself, Sphinx builds as it does without it.

    Attributes
    ----------
    again : pages to read again whether they changed or not
    styles : digest of what every page loads
    app : afterwards, Sphinx
    """

    again: frozenset[str] = frozenset()
    styles: str | None = None
    app: Sphinx | None = None


asked = Asked()


def _kept(env: BuildEnvironment, name: str) -> dict[str, Any]:
    if not hasattr(env, name):
        setattr(env, name, {})
    return getattr(env, name)


def _source(env: BuildEnvironment, page: str) -> str:
    files = {str(env.doc2path(page)), *(str(Path(env.srcdir, one)) for one in env.dependencies.get(page, ()))}
    return digest.of_value({file: digest.of_file(Path(file)) for file in sorted(files)})


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Called by Sphinx when it knows which files are newer: those that are other than they were."""
    if asked.styles is None:
        return []
    sources = _kept(env, _SOURCES)
    known = env.found_docs - added - removed
    return {page for page in known if sources.get(page) != _source(env, page)} | (asked.again & known)


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Called by Sphinx when it has read a page."""
    from myst_nb.ext.glue.utils import PendingGlueReference

    page, takes = app.env.docname, set()
    begun = _kept(app.env, _BEGUN).pop(page, None)
    for node in doctree.findall():
        if isinstance(node, PendingGlueReference):
            takes.add((GLUE, f"{node.refdoc}::{node.key}"))
        elif isinstance(node, addnodes.pending_xref):
            takes.add((CITATION if node.get("refdomain") == "cite" else LABEL, ""))
        elif type(node).__module__.startswith("sphinxcontrib.bibtex"):
            takes.add((CITATION, ""))
    _kept(app.env, _TAKES)[page] = takes
    # Saved meanwhile: nobody knows which version was read.
    same = digest.of_file(Path(app.env.doc2path(page))) == begun
    _kept(app.env, _SOURCES)[page] = _source(app.env, page) if same else None


def _to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Called by Sphinx when all pages are read and numbered: those that are given something else than when they were written."""
    if asked.styles is None:
        return []
    everybody = digest.of_value(
        [
            asked.styles,
            {page: title.astext() for page, title in sorted(env.titles.items())},
            {page: sorted(pages) for page, pages in sorted(env.toctree_includes.items())},
            {page: str(numbers) for page, numbers in sorted(env.toc_secnumbers.items())},
        ]
    )
    shared = {LABEL: _labels(env), CITATION: _citations(env)}
    glued: dict[str, Any] = {}
    given = _kept(env, _GIVEN)
    touched = []
    for page in sorted(env.found_docs):
        takes = sorted(_kept(env, _TAKES).get(page, ()))
        parts = [shared[kind] if kind in shared else _glued(app, name, glued) for kind, name in takes]
        now = digest.of_value([everybody, parts])
        if given.get(page) != now:
            given[page] = now
            touched.append(page)
    return touched


def _labels(env: BuildEnvironment) -> str:
    """What a reference to a page, a heading, a figure or a table can show."""
    std = env.domaindata["std"]
    return digest.of_value(
        [
            *(
                sorted((name, *map(str, where)) for name, where in std[kind].items())
                for kind in ("labels", "anonlabels")
            ),
            {page: str(numbers) for page, numbers in sorted(env.toc_fignumbers.items())},
        ]
    )


def _citations(env: BuildEnvironment) -> str:
    """What a citation can show, and the bibliography."""
    cite = env.domaindata["cite"]
    return digest.of_value(
        [
            [
                str(one.citation_id),
                str(one.bibliography_key),
                one.key,
                one.formatted_entry.label,
                str(one.formatted_entry.text),
                str(one.entry),
            ]
            for one in cite["citations"]
        ]
        + [str(one) for one in sorted(cite["citation_refs"])]
    )


def _glued(app: Sphinx, name: str, read: dict[str, Any]) -> Any:
    """A number or text that another page gives, as Sphinx's notebooks keep it."""
    page, _, key = name.partition("::")
    if page not in read:
        file = Path(app.env.mystnb_config.output_folder, f"{page}.glue.json")  # type: ignore[attr-defined]
        read[page] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return read[page].get(key)


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """Called by Sphinx when a page is gone or about to be read again."""
    for name in (_SOURCES, _TAKES):
        _kept(env, name).pop(page, None)
    _kept(env, _BEGUN)[page] = digest.of_file(Path(env.doc2path(page)))


def _merge(app: Sphinx, env: BuildEnvironment, pages: Iterable[str], other: BuildEnvironment) -> None:
    """Called by Sphinx with what another process read."""
    for name in (_SOURCES, _TAKES):
        _kept(env, name).update({page: found for page, found in _kept(other, name).items() if page in pages})


def _forget_words(app: Sphinx) -> Iterable[Any]:
    """Called by Sphinx before it writes the index of the search: words that no page holds any more are not in it."""
    indexer = getattr(app.builder, "indexer", None)
    for words in (indexer._mapping, indexer._title_mapping) if indexer is not None else ():
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
    return []


def _built(app: Sphinx, failure: Exception | None) -> None:
    """Called by Sphinx at the end."""
    asked.app = app


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("doctree-read", _note)
    app.connect("env-get-updated", _to_write, priority=900)  # when figures and entries have their numbers
    app.connect("html-collect-pages", _forget_words)
    app.connect("build-finished", _built)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
