"""A Sphinx extension that names the pages which a change touches, so that an incremental build equals one from nothing.

Sphinx reads a page again when its file is newer. A page here also shows numbers, titles, labels and citations of others and
loads styles: what each takes from elsewhere is noted when it is read, and compared before pages are written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
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
_LAST = 1_000_000  # in the order of what Sphinx calls
GLUE, CITATION, LABEL = "glue", "citation", "label"


class Asked:
    """What a build by `reviewbook.press.typeset` says to this extension; by itself, Sphinx builds as it does without it.

    Attributes
    ----------
    again : pages to read again whether they changed or not; None where nobody asks
    began : when, as files have it, in nanoseconds: what is saved later may have been read before
    begin : is called when Sphinx has started and has not looked at a page yet
    app : afterwards, Sphinx
    """

    again: frozenset[str] | None = None
    began: int = 0
    begin: Callable[[], object] = staticmethod(lambda: None)
    app: Sphinx | None = None


asked = Asked()


def _kept(env: BuildEnvironment, name: str) -> dict[str, Any]:
    if not hasattr(env, name):
        setattr(env, name, {})
    return getattr(env, name)


def _others(env: BuildEnvironment, page: str) -> list[Path]:
    """Files that a page includes or shows."""
    return [Path(env.srcdir, one) for one in sorted(env.dependencies.get(page, ()))]


def _source(env: BuildEnvironment, page: str) -> str:
    files = {str(file) for file in [Path(env.doc2path(page)), *_others(env, page)]}
    return digest.of_value({file: digest.of_file(Path(file)) for file in sorted(files)})


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> Iterable[str]:
    """Called by Sphinx when it knows which files are newer: those that are other than they were."""
    if asked.again is None:
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
        elif isinstance(node, nodes.image) and node["uri"].endswith(".*"):
            app.env.note_dependency(node["uri"])  # another file may fit next time: such a page is always read
    _kept(app.env, _TAKES)[page] = takes
    # Saved meanwhile: nobody knows which version was read.
    same = digest.of_file(Path(app.env.doc2path(page))) == begun
    same &= all(file.stat().st_mtime_ns < asked.began for file in _others(app.env, page) if file.is_file())
    _kept(app.env, _SOURCES)[page] = _source(app.env, page) if same else None


def _to_write(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Called by Sphinx when all pages are read and numbered: those that are given something else than when they were written."""
    if asked.again is None:
        return []
    everybody = digest.of_value(
        [
            [
                _of_place(app, place)
                for place in [*_beside(app), app.config.html_logo, app.config.html_favicon]
            ],
            {page: str(title) for page, title in sorted(env.titles.items())},
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


def _beside(app: Sphinx) -> list[str]:
    """Folders and files that are copied into the site as they are: scripts and styles of every page, and bundles."""
    return [*app.config.html_static_path, *app.config.html_extra_path]


def _of_place(app: Sphinx, place: str | None) -> str | None:
    there = Path(app.confdir, place or "")
    return digest.of_folder(there) if place and there.is_dir() else digest.of_file(there)


def copied(app: Sphinx) -> list[str]:
    """The files that are copied into the site as they are."""
    folders = [Path(app.confdir, place) for place in _beside(app)]
    return sorted(
        file.relative_to(one).as_posix() for one in folders for file in one.rglob("*") if file.is_file()
    )


def unlike(app: Sphinx) -> bool:
    """Whether two pictures have one name: then it depends on the order of reading what the site calls them."""
    return any(Path(image).name != name for image, (_, name) in app.env.images.items())


def sweep(app: Sphinx) -> None:
    """Take from the site the pictures and downloads that no page has any more."""
    env, html = app.env, Path(app.outdir)
    kept = {html / "_images" / name for _, name in env.images.values()}
    kept |= {html / "_downloads" / name for _, name in env.dlfiles.values()}
    for folder in ("_images", "_downloads"):
        for file in [file for file in (html / folder).rglob("*") if file.is_file() and file not in kept]:
            file.unlink()


def _labels(env: BuildEnvironment) -> str:
    """What a reference to a page, a heading, a term, an equation, a figure or a table can show."""
    std, equations = env.domaindata["std"], env.domaindata["math"]["objects"]
    named = [std[kind] for kind in ("labels", "anonlabels", "objects", "terms")]
    slugs = {page: known.get("myst_slugs", {}) for page, known in env.metadata.items()}
    return digest.of_value(
        [
            [
                sorted((str(name), *map(str, where)) for name, where in one.items())
                for one in [*named, equations]
            ],
            {page: {slug: where[1:] for slug, where in found.items()} for page, found in slugs.items()},
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
        + [str(one._replace(line=0)) for one in sorted(cite["citation_refs"])]
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


def _started(app: Sphinx) -> None:
    """Called by Sphinx when all is loaded, configured, and known of the build before."""
    asked.begin()


def _built(app: Sphinx, failure: Exception | None) -> None:
    """Called by Sphinx at the end."""
    asked.app = app


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.connect("builder-inited", _started, priority=_LAST)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("doctree-read", _note)
    app.connect("env-get-updated", _to_write, priority=900)  # when figures and entries have their numbers
    app.connect("build-finished", _built)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
