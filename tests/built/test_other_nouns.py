"""A review on another topic, of another kind of thing: its whole book speaks its language, and nowhere that of the first review."""

import json
import re
import zipfile

import pytest
from bs4 import BeautifulSoup, Comment
from packages import MEASURES, ROOT

from reviewbook.interventions import tidier
from reviewbook.press import book

# What the first review is about, and what it calls its own things.
FIRST = re.compile(
    r"psychos[ie]s|psychotic|service[ _]users?|\bworkers?\b|mental health|internet-based|\brecover\w*|\binterventions?\b|williams",
    re.IGNORECASE,
)
# Of the words above, what is no word of a review: the page, and what stands around it.
ALLOWED = {
    # names of tables and columns, each as code
    "book/data-dictionary.html": ("`interventions`", "`workers`"),
    # a computer that does part of the work
    "book/errors.html": (
        "dask worker",
        "take its worker out",
        "The workers that a review",
        "logs of the workers",
        "has no worker",
    ),
    # tables by their names, each as a link to its file
    "notebooks/04-interventions.html": ("`interventions`",),
    "notebooks/07-evidence-map.html": ("`interventions`",),
    # published standards, by their titles
    "book/how-to-read.html": ("Template for Intervention Description and Replication",),
    "book/references.html": ("Better reporting of interventions: template for intervention description",),
}
# What the program takes and has, for any review: by the names of its tables and columns, and by the titles of instruments.
OF_THE_PROGRAM = {"book/commands.html", "book/imports.html", "book/instruments.html"}
ATTRIBUTES = ("title", "aria-label", "alt", "content", "placeholder", "label", "data-title")
NEAR = 60  # characters around a word that tell where it stands


@pytest.fixture(scope="module")
def html():
    return book.build(ROOT, review=MEASURES, progress=lambda _: None).parent


def visible(page):
    """The texts of a page, and of its attributes, that a reader sees or hears; code, and names of tables that lead there, in backticks."""
    tree = BeautifulSoup(page, "html.parser")
    for tag in tree(["script", "style"]):
        tag.decompose()
    for tag in tree(True):
        yield from (str(tag[name]) for name in ATTRIBUTES if tag.get(name))
    for code in tree("code"):
        code.replace_with(f"`{code.get_text()}`")
    for table in tree("a", href=re.compile(r"/data/\w+/\w+\.csv$")):
        if table["href"].endswith(f"/{table.get_text()}.csv"):
            table.replace_with(f"`{table.get_text()}`")
    body = [text for text in tree.find_all(string=True) if not isinstance(text, Comment)]
    yield re.sub(r"\s+", " ", " ".join(body)).replace("` `", "``")


def told(text):
    """Where the first review's words stand, but for those in names of files, columns and addresses."""
    for found in FIRST.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() :][:2]
        if not ((before and before in "_./-") or re.match(r"_|[./-]\w", after)):
            yield text[max(found.start() - NEAR, 0) : found.end() + NEAR]


def test_no_page_has_a_word_of_the_first_review(html):
    pages = {
        file.relative_to(html).as_posix(): file
        for file in html.rglob("*.html")
        if "_static" not in file.parts
    }
    assert len(pages) > 20
    found = [
        (name, around)
        for name, file in sorted(pages.items())
        if name not in OF_THE_PROGRAM
        for text in visible(file.read_text("utf-8"))
        for around in told(text)
        if not any(words in around for words in ALLOWED.get(name, ()))
    ]
    assert found == []


@pytest.mark.parametrize("pattern", ["data/**/*.js", "interventions/*.js"])
def test_no_script_with_data_has_one(html, pattern):
    files = sorted(html.glob(pattern))
    assert files
    # Keys are the scripts' own: what readers see are values.
    values = (re.sub(r'"\w+":', "", file.read_text("utf-8")) for file in files)
    assert [
        around for text in values for around in told(re.sub(r'"(intervention|interventions)"', "", text))
    ] == []


def test_no_download_for_readers_has_one(html):
    (document,) = html.glob("data/*/evidence-profile.docx")
    with zipfile.ZipFile(document) as parts:
        words = re.sub(r"<[^>]+>", " ", parts.read("word/document.xml").decode("utf-8"))
    table = (document.parent / "evidence-profile.csv").read_text("utf-8")
    assert [around for text in (words, table) for around in told(text)] == []


def test_no_title_that_the_search_finds_has_one(html):
    script = (html / "search" / "sections.js").read_text("utf-8")
    pages = json.loads(script.partition("=")[2].rstrip(";\n"))
    titles = {title for _, page, kind, parts in pages for title in (page, kind, *(one[1] for one in parts))}
    allowed = (
        "The measures",
        tidier.instrument()["title"],
        *(title for title in titles if "worker" in title and "MANY" in title),
    )
    assert [title for title in titles for _ in told(title) if title not in allowed] == []


MENU = [
    "Themes",
    "Facets of trust",
    "How to choose a measure",
    "What was used",
    "Studies and people",
    "Data charting",
    "How it was found",
    "Evidence map",
    "All reports",
    "All measures",
    "How to read",
    "Colophon",
    "What’s new",
    "References",
    "Data and downloads",
    "Tutorial: from an empty folder to a book",
    "How to bring in what you have",
    "How to chart together, and correct",
    "How to add an instrument, and publish",
    "Commands",
    "Imports",
    "Instruments",
    "Data dictionary",
    "Problem codes",
    "Rerun it yourself",
]


def menu(html):
    page = BeautifulSoup((html / "book" / "index.html").read_text("utf-8"), "html.parser")
    first, *pages = page.select("nav.rb-menu-narrow a")  # which has all of them
    assert first.get_text(strip=True) == "Summary"
    return [link.get_text(strip=True).replace("'", "’") for link in pages]


def test_the_menu_has_what_the_review_has_by_its_names(html):
    assert menu(html) == MENU


def test_pages_of_reports_and_measures_have_the_same_menu(html):
    for name in ("reports/Belief2019.html", "interventions/calm_scale.html", "interventions/_index.html"):
        page = BeautifulSoup((html / name).read_text("utf-8"), "html.parser")
        links = [link.get_text(strip=True) for link in page.select("nav.rb-menu-narrow a")]
        assert [title.replace("'", "’") for title in links[1:]] == MENU


def test_no_page_leads_to_a_chapter_that_is_not_there(html):
    gone = [f"notebooks/{name}" for name in ("03-appraisal", "08-claims", "09-results")]
    gone += [f"book/{name}" for name in ("methods", "discussion", "records", "scoring", "checklist")]
    assert not any((html / f"{name}.html").exists() for name in gone)
    names = "|".join(name.rpartition("/")[2] for name in gone)
    for file in html.rglob("*.html"):
        assert re.findall(rf'href="[^":]*\b(?:{names})\.html', file.read_text("utf-8")) == [], file


def test_a_page_of_the_review_keeps_the_words_of_a_link_that_leads_nowhere(html):
    page = BeautifulSoup((html / "book" / "choosing.html").read_text("utf-8"), "html.parser")
    said = page.find("article").get_text(" ", strip=True)
    assert "Results would say what was found" in said
    assert (
        page.find("article").find("a", string="Studies and people")["href"] == "../notebooks/02-studies.html"
    )
