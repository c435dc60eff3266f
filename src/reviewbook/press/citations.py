"""Citations in a book of many reports: each leads to the report's own page, and the bibliography lists the other works.

Nobody finds a report in one list of thousands, which could only name those that some table happens to show; and to read and format
them would take Sphinx longer than all the rest. Up to `LISTED` reports, citations lead where sphinxcontrib-bibtex has them lead.

In every book a report is cited under the name that tables and figures give it, "Doe 2015a", and no other work that is cited has the
same one: where two works have one author and year, the year of each bears its letter, in citations and in the bibliography.

A Sphinx extension, which `reviewbook.press.static` brings along.
"""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from reviewbook.press import settings
from reviewbook.review.problems import ReviewProblems

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

LISTED = 500  # included reports up to which the bibliography lists those that are cited
DOMAIN = "cite"
ALL = "reports/_index.html"
IN_BRACKETS = ("cite", "cite:p", "cite:ps")
_SAID = "reviewbook_said"  # kept in Sphinx's environment: page -> key of each report that it cites -> how it names it
_YEAR = "reviewbook_year"  # field of an entry of the bibliography: its year without the letter that it got
_LIST = ""  # in place of a key: how many reports the line above a bibliography says there are


def included(book: Path) -> list[str]:
    """The reports of the review that a book is about, by report_id, in the order of their table; none where there is no table.

    Parameters
    ----------
    book : the folder of _config.yml, below which data/ holds the review
    """
    from reviewbook.files import (
        canonical,  # pandas takes longer to load than most books need to be made again
    )

    if (table := _table(book)) is None:
        return []
    try:
        column = canonical.read(table.parent, "reports").cells.get("report_id")
    except ReviewProblems:  # only a draft goes on without that table
        return []
    return [column.cells[code] for code in column.codes] if column else []


def _table(book: Path) -> Path | None:
    if not (book / settings.CONFIG).is_file():
        return None
    table = book / "data" / settings.config(book)["reviewbook"]["review"] / "reports.csv"
    return table if table.is_file() else None


def _may_be_many(book: Path) -> bool:
    """Whether the table of reports has so many lines that there may be more reports than are listed."""
    table = _table(book)
    return table is not None and max(map(table.read_bytes().count, (b"\n", b"\r"))) > LISTED


# --- what Sphinx calls; ``reports``: the names of reports that have a page, by report_id, where they are many


def _know(app: Sphinx, *, reports: dict[str, str]) -> None:
    """When it has read the bibliography, which lets go of the entries of these reports."""
    reports.clear()
    if not (app.registry.has_domain(DOMAIN) and _may_be_many(Path(app.srcdir))):
        return
    keys = included(Path(app.srcdir))
    if len(keys) <= LISTED:
        return
    from reviewbook.review import bibliography

    known = app.env.get_domain(DOMAIN).data["bibdata"]
    reports |= bibliography.names(keys, known.data.entries)
    for name, file in known.bibfiles.items():
        left = {key: None for key in file.keys if key not in reports}
        # As if of another time than the file, so that the next build reads it anew.
        known.bibfiles[name] = file._replace(mtime=-1, keys=left)
    for key in keys:
        known.data.entries.pop(key, None)


def _tell_apart(app: Sphinx, env: BuildEnvironment, *, reports: Mapping[str, str]) -> None:
    """When all pages are read, before bibtex puts citations into words: works of one author and year get letters."""
    if DOMAIN not in env.domaindata:
        return
    from reviewbook.page.reference import style
    from reviewbook.review import bibliography

    domain = env.get_domain(DOMAIN).data
    entries = domain["bibdata"].data.entries
    for entry in entries.values():  # those that an earlier build lettered
        if _YEAR in entry.fields:
            del entry.fields["year"]
            if entry.fields[_YEAR]:
                entry.fields["year"] = entry.fields[_YEAR]
            del entry.fields[_YEAR]
    own = reports or bibliography.names(included(Path(app.srcdir)), entries)
    cited = {target.key for one in domain["citation_refs"] for target in one.targets} - own.keys()
    # In the order in which the bibliography lists them.
    listed = style()().sort([entries[key] for key in sorted(cited & set(entries.keys()))])
    works = bibliography.names([entry.key for entry in listed], entries, taken=own.values())
    for key, year in bibliography.lettered_years({**own, **works}, entries).items():
        fields = entries[key].fields
        fields[_YEAR], fields["year"] = fields.get("year", ""), year


def _renamed(
    app: Sphinx,
    env: BuildEnvironment,
    added: set[str],
    changed: set[str],
    removed: set[str],
    *,
    reports: Mapping[str, str],
) -> Iterable[str]:
    """When it asks which pages are to be read again: those that name a report otherwise than it is named now, if at all."""
    now = {**reports, _LIST: str(len(reports))}
    pages = {
        page for page, said in _said(env).items() if any(now.get(key) != text for key, text in said.items())
    }
    if reports:
        listed = env.get_domain(DOMAIN).data["citation_refs"]
        pages |= {one.docname for one in listed if any(target.key in reports for target in one.targets)}
    return pages


def _take_roles(app: Sphinx, config: Config, *, reports: Mapping[str, str]) -> None:
    """When all extensions are there, in whatever order they were named."""
    if app.registry.has_domain(DOMAIN):
        role = _role(reports)
        for name in app.registry.domains[DOMAIN].roles:
            app.add_role_to_domain(DOMAIN, name, role, override=True)
        app.add_role(DOMAIN, role, override=True)


def _lead_to_all(app: Sphinx, doctree: nodes.document, *, reports: Mapping[str, str]) -> None:
    """When it has read a page: before a bibliography without the reports, a line leads to their list."""
    from sphinxcontrib.bibtex.nodes import bibliography as listed

    for place in list(doctree.findall(listed)):
        _note(app.env, _LIST, str(len(reports)))
        if not reports:
            continue
        from reviewbook.page.words import counted

        to = posixpath.relpath(ALL, posixpath.dirname(app.env.docname) or ".")
        line = nodes.paragraph(
            "", f"The {counted(len(reports), 'report')} that the review includes are in the "
        )
        line += nodes.reference("", "list of all reports", refuri=to, internal=True)
        line += nodes.Text(
            ", which leads to a page on each, with its reference. The other works that are cited:"
        )
        place.parent.insert(place.parent.index(place), line)


def _purge(app: Sphinx, env: BuildEnvironment, page: str) -> None:
    """When a page is gone or about to be read again."""
    _said(env).pop(page, None)


def _merge(app: Sphinx, env: BuildEnvironment, pages: Iterable[str], other: BuildEnvironment) -> None:
    """With what another process read."""
    _said(env).update({page: said for page, said in _said(other).items() if page in pages})


# --- citations


def _role(reports: Mapping[str, str]) -> Any:
    """What stands for the roles of citations."""
    from sphinxcontrib.bibtex.citation_target import parse_citation_targets
    from sphinxcontrib.bibtex.roles import CiteRole

    class Role(CiteRole):
        def run(self) -> Any:
            targets = list(parse_citation_targets(self.target))
            own = [target for target in targets if target.key in reports]
            if not own:
                return super().run()
            folder = posixpath.dirname(self.env.docname)
            found: list[Any] = []
            for target in own:
                _note(self.env, target.key, reports[target.key])
                to = posixpath.relpath(f"reports/{target.key}.html", folder or ".")
                text = " ".join(filter(None, (target.pre, reports[target.key], target.post)))
                found += [nodes.Text("; "), nodes.reference("", text, refuri=to, internal=True)]
            del found[0]
            if self.name in IN_BRACKETS:
                found = [nodes.Text("("), *found, nodes.Text(")")]
            if len(own) == len(targets):
                return found, []
            self.target = ",".join(target.key for target in targets if target not in own)
            works, problems = super().run()
            return [*found, nodes.Text(" "), *works], problems

    return Role()


def _note(env: BuildEnvironment, key: str, text: str) -> None:
    _said(env).setdefault(env.docname, {})[key] = text


def _said(env: BuildEnvironment) -> dict[str, dict[str, str]]:
    if not hasattr(env, _SAID):
        setattr(env, _SAID, {})
    return getattr(env, _SAID)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    reports: dict[str, str] = {}
    app.connect("config-inited", functools.partial(_take_roles, reports=reports))
    app.connect("builder-inited", functools.partial(_know, reports=reports), priority=900)  # bibtex has 500
    app.connect("env-get-outdated", functools.partial(_renamed, reports=reports))
    app.connect("doctree-read", functools.partial(_lead_to_all, reports=reports))
    app.connect(
        "env-updated", functools.partial(_tell_apart, reports=reports), priority=400
    )  # bibtex has 500
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
