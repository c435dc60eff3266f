"""A Sphinx extension that lets a book speak of what its review has, in the review's words.

The library's own pages are written for any review: of an intervention, with a link to every chapter. When Sphinx reads them, they
get the review's nouns and titles, say in links what the menu calls a page, and lose the sentences that lead to chapters which the
book does not have; the menu has those that it has. With plain ``jupyter-book build .`` too.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from reviewbook.page.escape import myst
from reviewbook.press import chapters
from reviewbook.review.nouns import Nouns

if TYPE_CHECKING:
    from sphinx.application import Sphinx

# Whose value Sphinx compares with that of the build before: where it is another, all pages are read anew.
BOOK = "reviewbook_book"
_TOC = "reviewbook-toc.yml"  # beside the folder of the site
_BEFORE = 100  # what reads the list of pages has 900
_DOC = re.compile(r"\{doc\}`(?:([^`<]*?)\s*<)?/?([^`<>]+?)>?`")
_GLUED = re.compile(r"\{glue:text\}`(?:\.\./)?(notebooks/[\w-]+)\.ipynb::([\w-]+)(?::([^`]*))?`")
_REFERS = re.compile(r"\{(?:numref|ref)\}`(?:[^`<]*<)?([^`<>]+?)>?`")
_NAMED = re.compile(r":name: ([\w-]+)|\"name\": \"((?:fig|tbl)-[\w-]+)\"")
_HEADING = re.compile(r"^# .*$", re.MULTILINE)
ELSEWHERE = "(not in this book)"  # in place of a number of a table that stands in no chapter of it


def page(text: str, name: str, book: dict[str, Any], *, notebook: Callable[[str], str]) -> str:
    """A page as the book of a review has it.

    Parameters
    ----------
    text : what stands in its file, MyST or a notebook
    name : of the page, such as "notebooks/05-themes"
    book : from `chapters.Book.plain`
    notebook : the text of the file of a chapter that the book does not have; "" where there is none
    """
    told = Nouns(*book["nouns"]).told
    title = book["titles"].get(name, "")
    is_library = name.startswith("notebooks/") or (
        name.removeprefix("book/") in chapters.LIBRARY and name not in book["own"]
    )

    def prose(part: str) -> str:
        part = _named(_without(part, book, drop=is_library, notebook=notebook), book["names"])
        return told(part) if is_library else part

    def headed(part: str) -> str:
        return _HEADING.sub(lambda _: f"# {myst(title)}", part, count=1) if title else part

    if not name.startswith("notebooks/"):
        return headed(prose(text))
    try:
        content = json.loads(text)
        cells = content["cells"]
        first = next((cell for cell in cells if cell["cell_type"] == "markdown"), None)
        for cell in cells:
            if cell["cell_type"] == "markdown":
                said = prose("".join(cell["source"]))
                cell["source"] = headed(said) if cell is first else said
            elif figure := cell["metadata"].get("mystnb", {}).get("figure"):
                figure["caption"] = told(figure["caption"])
    except (ValueError, KeyError, TypeError, AttributeError):  # no notebook, as Sphinx tells
        return text
    return json.dumps(content)


def _without(text: str, book: dict[str, Any], *, drop: bool, notebook: Callable[[str], str]) -> str:
    """A text that leads to no page which the book does not have.

    Parameters
    ----------
    drop : whether lines that lead to one are left out (one line is one sentence, or one row); else the words stay and lead nowhere
    """
    out = set(book["out"])

    def leads_out(found: re.Match) -> bool:
        return _page_of(found[2]) in out

    if drop:
        text = "\n".join(line for line in text.split("\n") if not any(map(leads_out, _DOC.finditer(line))))
    else:
        text = _DOC.sub(lambda found: _words(found, book, notebook) if leads_out(found) else found[0], text)
    text = _GLUED.sub(
        lambda found: _number(notebook(found[1]), found[2], found[3]) if found[1] in out else found[0], text
    )
    if not drop and out and _REFERS.search(text):
        gone = {name for one in out for pair in _NAMED.findall(notebook(one)) for name in pair if name}
        text = _REFERS.sub(lambda found: ELSEWHERE if found[1] in gone else found[0], text)
    return text


def _named(text: str, names: Mapping[str, str]) -> str:
    """A text whose links have words: one that has none of its own says what the menu calls the page, and not its question."""

    def link(found: re.Match) -> str:
        name = "" if found[1] else names.get(_page_of(found[2]), "")
        # To a role, "!" in front says that nothing is to be linked, and these three end the words.
        if not name or name.startswith("!") or set(name) & set("`<>"):
            return found[0]
        return f"{{doc}}`{name} </{_page_of(found[2])}>`"

    return _DOC.sub(link, text)


def _page_of(target: str) -> str:
    target = target.strip()
    return target if "/" in target else f"book/{target}"


def _words(found: re.Match, book: dict[str, Any], notebook: Callable[[str], str]) -> str:
    """What a link says that leads nowhere any more: its own words, or what the page is called."""
    name = _page_of(found[2])
    if found[1]:
        return found[1]
    own = re.search(r"# ([^\n\"\\]+)", notebook(name))
    return myst(book["names"].get(name) or (own[1] if own else name.rpartition("/")[2]))


def _number(text: str, key: str, form: str | None) -> str:
    """What a notebook glues under a name, for a page of a book that does not have the notebook; "" where it glues nothing so."""
    try:
        outputs = (
            output
            for cell in json.loads(text)["cells"]
            for output in cell.get("outputs", [])
            if output.get("metadata", {}).get("scrapbook", {}).get("name") == key
        )
        (written,) = next(outputs)["data"].values()
        value = ast.literal_eval("".join(written))
    except (ValueError, KeyError, TypeError, SyntaxError, StopIteration):
        return ""
    return myst(value if isinstance(value, str) else f"{value:{(form or '').rstrip('s')}}")


def _begin(app: Sphinx, config: Any) -> None:
    """Called by Sphinx when it knows its settings, before the list of pages is read."""
    root = Path(app.confdir)
    book = chapters.of(root)
    config[BOOK] = book.plain()
    if not book.toc:
        return
    file = Path(app.outdir).parent / _TOC
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(book.toc, allow_unicode=True, sort_keys=False), encoding="utf-8")
    config["external_toc_path"] = str(file)


def _read(app: Sphinx, name: str, source: list[str]) -> None:
    """Called by Sphinx when it has read the file of a page."""
    root = Path(app.srcdir)

    def notebook(chapter: str) -> str:
        for ending in (".ipynb", ".md"):
            if (file := root / f"{chapter}{ending}").is_file():
                app.env.note_dependency(str(file))
                return file.read_text(encoding="utf-8")
        return ""

    source[0] = page(source[0], name, app.config[BOOK], notebook=notebook)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx where an extension is loaded."""
    app.add_config_value(BOOK, {}, "env", types=[dict])
    app.connect("config-inited", _begin, priority=_BEFORE)
    app.connect("source-read", _read)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
