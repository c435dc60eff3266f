"""A review whose every text would do something if a page, a chart or a file took it for more than text. None does."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from io import StringIO
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

import nbformat
import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from packages import ROOT, hostile
from packages.notebooks import ran

from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.press import book

# What a page may be made of beside the theme's own frame. No payload asks for one of these by name alone.
LEADS_TO = {"", "http", "https", "mailto"}
HANDLERS = {"window.print()", "toggleFullScreen()"}  # the theme's own
NEVER = ("img", "iframe", "object", "embed", "base", "video", "audio")
DATA = {"application/json", "application/ld+json"}  # scripts of these types are data, and nothing runs
NUMBERS = "data:text/csv;charset=utf-8,"  # the numbers of a figure, saved and never shown


class Built(NamedTuple):
    review: Path
    payloads: hostile.Payloads
    html: Path
    said: str  # by way of warnings, while the notebooks ran

    def pages(self) -> dict[str, BeautifulSoup]:
        files = sorted(file for file in self.html.rglob("*.html") if "_static" not in file.parts)
        names = [file.relative_to(self.html).as_posix() for file in files]
        return {
            name: BeautifulSoup(file.read_text("utf-8"), "html.parser")
            for name, file in zip(names, files, strict=True)
        }


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Built:
    """The whole book about the hostile review; its notebooks run in this process, where a kernel each would take a minute."""
    folder = tmp_path_factory.mktemp("hostile")
    canary = folder / "canary.txt"
    canary.write_text(hostile.CANARY, "utf-8")
    review, payloads = hostile.review(folder, canary)
    root = folder / "root"
    for name in ("book", "notebooks", book.FONTS):
        shutil.copytree(ROOT / name, root / name)
    for file in [*ROOT.glob("_*.yml"), *ROOT.glob("*.md"), *ROOT.glob("*.cff")]:
        shutil.copy(file, root)
    (root / "data" / "williams-2019").mkdir(parents=True)
    told = []

    def run(tables, *, notebooks, out, **_):
        for notebook in notebooks:
            read, said = ran(notebook, review=str(tables))
            told.append(said)
            nbformat.write(read, out / notebook.name)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(book, "run", run)
        patched.setattr(book, "digest_sources", lambda *_: "")
        index = book.build(root, review=review, progress=lambda line: None)
    return Built(review, payloads, index.parent, "".join(told))


@pytest.fixture(scope="module")
def pages(built) -> dict[str, BeautifulSoup]:
    return built.pages()


def words(page: BeautifulSoup) -> str:
    """What a reader sees of a page, and what is read out of it: no scripts, styles and comments, which are strings of other types.

    Nor a citation as BibTeX or RIS, which is shown as the file has it, with that file's own way of writing a brace.
    """
    seen = "".join(
        text
        for text in page.find_all(string=True)
        if type(text) is NavigableString and not text.find_parent("pre", attrs={"data-copy": True})
    )
    told = [
        tag[name] for tag in page.find_all(True) for name in ("aria-label", "alt", "title") if tag.get(name)
    ]
    return " \n ".join([seen, *told])


def test_check_passes_it(built):
    assert [str(p) for p in check(built.review) if p.severity == "problem"] == []


def test_no_warning_of_a_library_reaches_an_output(built):
    assert built.said == ""


def own(name: str, tag: Tag) -> bool:
    """Whether an element that no text may bring is the frame's: the logo, and the address that the page of lost ones is read from."""
    if tag.name == "img":
        return "logo" in tag.get("src", "")
    to = urlsplit(tag.get("href", ""))
    return name == "404.html" and tag.name == "base" and not to.scheme and not to.netloc


def test_no_element_of_a_page_comes_from_a_text(pages):
    found = []
    for name, page in pages.items():
        for tag in page.find_all(True):
            if tag.name in NEVER and not own(name, tag):
                found.append((name, str(tag)[:200]))
            if {value for name_, value in tag.attrs.items() if name_.startswith("on")} - HANDLERS:
                found.append((name, str(tag)[:200]))
            if tag.name == "script" and "__ran" in tag.get_text():
                if tag.get("type") not in DATA:
                    found.append((name, tag.get_text()[:200]))
                json.loads(tag.get_text())
            if "download" in tag.get("class", []) or "math" in tag.get("class", []):
                found.append((name, str(tag)[:200]))
    assert found == []


def test_every_link_leads_to_a_page_or_a_web_address(pages):
    leads = [
        (name, urlsplit(re.sub(r"\s", "", tag[attribute])), str(tag)[:200])
        for name, page in pages.items()
        for tag in page.find_all(True)
        for attribute in ("href", "src", "action", "xlink:href", "data")
        if tag.get(attribute) and not (tag.has_attr("download") and tag[attribute].startswith(NUMBERS))
    ]
    wrong = [one for one in leads if one[1].scheme not in LEADS_TO or one[1].netloc == hostile.FOREIGN]
    assert len(leads) > 1000 and wrong == []


def test_every_text_stands_letter_by_letter_wherever_it_stands(built, pages):
    found = {name: hostile.mangled(words(page), built.payloads)[:5] for name, page in pages.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("part", ["notebooks/", "reports/", "interventions/", "book/"])
def test_each_kind_of_payload_is_read_in_each_part_of_the_book(built, pages, part):
    read = "".join(words(page) for name, page in pages.items() if name.startswith(part))
    missing = set(range(len(hostile.WRITTEN))) - hostile.kinds(read, built.payloads)
    assert [hostile.WRITTEN[kind] for kind in sorted(missing)] == []


def test_no_file_of_the_machine_is_published(built):
    holding = [
        file.relative_to(built.html).as_posix()
        for file in built.html.rglob("*")
        if file.is_file() and hostile.CANARY.encode() in file.read_bytes()
    ]
    assert holding == []
    assert not (built.html / "_downloads").exists()


# --- files


EXPORTS = {"tidier": ("docx", "csv"), "refi-qda": ("qdpx", "qdc"), "codebook": ("csv",)}


@pytest.fixture(scope="module")
def exported(built, tmp_path_factory) -> dict[str, Path]:
    """Every export of the hostile review, by the command line."""
    folder = tmp_path_factory.mktemp("exported")
    files = {f"{what}.{ending}": folder / f"{what}.{ending}" for what in EXPORTS for ending in EXPORTS[what]}
    for name, file in files.items():
        assert main(["export", name.partition(".")[0], str(built.review), "--to", str(file)]) == 0
    return files


def parts_of(file: Path) -> dict[str, ElementTree.Element]:
    """The XML of a file by its name in there."""
    if not zipfile.is_zipfile(file):
        return {"": ElementTree.fromstring(file.read_bytes())}
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert [name for name in names if not re.fullmatch(r"[\w./\[\]-]+", name) or ".." in name] == []
        xml = [name for name in names if name.endswith((".xml", ".rels", ".qde"))]
        return {name: ElementTree.fromstring(archive.read(name)) for name in xml}


def test_no_cell_of_a_table_for_spreadsheets_is_a_formula(built, exported, pages):
    published = built.html / "data" / "hostile"
    made = [exported["tidier.csv"], exported["codebook.csv"], published / "ledger.csv"]
    files = [file.read_bytes().decode("utf-8-sig") for file in [*made, published / "tidier-sheets.csv"]]
    numbers = [
        unquote(link["href"].removeprefix(NUMBERS))
        for page in pages.values()
        for link in page.select(f'a[download][href^="{NUMBERS}"]')
    ]
    assert numbers
    for text in [*files, "\n".join(numbers)]:
        cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
        assert [cell for cell in cells if re.match("[=+@\t\r-]", cell)] == []
        # The rest is as it was.
        assert (
            hostile.mangled("\n".join(re.sub("^'(?=[=+@-])", "", cell) for cell in cells), built.payloads)
            == []
        )
        assert hostile.kinds("".join(cells), built.payloads)


@pytest.mark.parametrize("name", ["tidier.docx", "refi-qda.qdpx", "refi-qda.qdc"])
def test_exports_are_whole_and_hold_texts_alone(built, exported, name):
    assert hostile.CANARY.encode() not in exported[name].read_bytes()
    parts = parts_of(exported[name])
    leads = [one.get("Target", "") for root in parts.values() for one in root.iter()]
    assert [to for to in leads if re.match("javascript|file|data:", to) or hostile.FOREIGN in to] == []
    told = ["".join(root.itertext()) for root in parts.values()]
    told += [value for root in parts.values() for one in root.iter() for value in one.attrib.values()]
    assert hostile.kinds(" ".join(told), built.payloads)
    assert hostile.mangled("\n".join(told), built.payloads) == []


# --- in a browser

# What a reader of a page can bring about: everything opened, everything come into view.
READ = """async () => {
    document.querySelectorAll("details").forEach(one => one.open = true);
    for (const one of document.querySelectorAll("figure, svg, table, .rb-map, .rb-matrix-view")) {
        one.scrollIntoView();
        await new Promise(requestAnimationFrame);
    }
    document.querySelectorAll("button").forEach(one => one.dispatchEvent(new MouseEvent("mouseover", {bubbles: true})));
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), told = [];
    const unread = "script, style, noscript, pre[data-copy]";
    while (texts.nextNode()) if (!texts.currentNode.parentElement.closest(unread)) told.push(texts.currentNode.data);
    const leads = /^(xlink:)?href$|^src$/, script = /^\\s*(javascript|data):/i;
    const bad = [...document.querySelectorAll("*")].filter(one => [...one.attributes].some(({name, value}) =>
        name.startsWith("on") && value.includes("__ran") ||
        leads.test(name) && script.test(value) && !(one.matches("a[download]") && /^data:text.csv;/.test(value))));
    return {ran: window.__ran, text: told.join(""), bad: bad.map(one => one.outerHTML.slice(0, 200))};
}"""


def test_in_a_browser_nothing_runs_and_nobody_is_asked(built, pages, tab):
    page = tab("about:blank")
    dialogs, found, drawn = [], {}, 0
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for name, read in pages.items():
        if name == "404.html" or read.find(
            "meta", {"http-equiv": "Refresh"}
        ):  # made for the published address; leads on
            continue
        page.goto((built.html / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for figure in page.locator(".rb-plotly").all():
            figure.locator("button").first.click()
            figure.locator("svg.main-svg").first.wait_for()
            drawn += 1
        told = page.evaluate(READ)
        wrong = [told["ran"]] if told["ran"] else []
        wrong += told["bad"] + hostile.mangled(told["text"], built.payloads)[:3]
        if wrong:
            found[name] = wrong
    assert (found, dialogs) == ({}, []) and drawn


def test_a_search_shows_headings_as_text(built, pages, tab):
    headings = {
        " ".join(tag.get_text().removesuffix("#").split())
        for page in pages.values()
        for tag in page.select(
            "article.rb-article :is(h1, h2, h3):has(> a.headerlink), summary:has(+ a.headerlink) > :is(h2, h3)"
        )
    }
    asked = sorted(text for text in headings if hostile.kinds(text, built.payloads))
    assert len(asked) > 3
    page = tab("about:blank")
    for heading in asked:
        page.goto(f"{(built.html / 'search.html').as_uri()}?q={quote(heading)}")
        page.locator(".rb-found a").first.wait_for()
        results = page.locator(".rb-found b")
        assert any(
            hostile.condensed(heading) in hostile.condensed(text) for text in results.all_inner_texts()
        ), heading
        inside = page.locator(".rb-found a :not(b, span, mark)").count()
        assert inside == 0 and page.evaluate("window.__ran") is None
