"""Readers meet the words that How to read explains, and none of the house's own: codes and cells, excerpts, what was charted or settled."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment, Tag
from packages import ROOT, SYNTHETIC, WILLIAMS

from reviewbook.press import book

HTML = ROOT / "_build" / "html"
CHAPTERS = sorted(file.stem for file in ROOT.glob("notebooks/*.ipynb"))
INTERNAL = re.compile(r"\b(cells?|codes?|coded|codings|excerpts?|charted|settled|locators?)\b", re.IGNORECASE)
# Pages for authors, which speak of tables and their columns; and the chapter on charting, which explains its word.
OTHERS = re.compile(
    r"book/(commands|data-dictionary|errors|imports|instruments|open-points|rerun|scoring|tutorial|how-to-(?!read).*)\.html|notebooks/10-charting\.html"
)
ALLOWED = {
    "not charted yet": "one of the four kinds of nothing: How to read and the glossary say what it means",
    "✓ charted, ·": "the sign of the chapter on charting, where How to read explains it",
    "Problem codes": "the title of a page for authors",
    "Who coded and analysed": "an item of ENTREQ, which names the field's own step",
    "How findings were coded": "an item of ENTREQ, which names the field's own step",
}
ATTRIBUTES = ("title", "aria-label", "alt", "placeholder", "data-means")
# What is no sentence of the page: programs, what stands around every page, and how to run it again.
APART = "script, style, pre, code, nav, header, .rb-rerun"
INLINE = ("a", "abbr", "b", "em", "i", "small", "span", "strong", "sub", "sup", "tspan")
BESIDE = 3  # words on one side by which a text of the review is known again
NEAR = 60  # characters around a word that tell where it stands


def first_book() -> Path:
    if not HTML.is_dir():
        pytest.skip("there is no built book in _build/html: run `make book` first")
    return HTML


@pytest.fixture(scope="module", params=[SYNTHETIC, WILLIAMS], ids=lambda review: review.name)
def built(request, tmp_path_factory) -> tuple[Path, str]:
    """A built book, and the texts of its review."""
    review = request.param
    if review == WILLIAMS:
        return first_book(), quoted(review)
    # A book that stands in the place of the review's own would be looked through by `check --private`.
    place = tmp_path_factory.mktemp("words") / "words"
    shutil.copytree(review, place)
    return book.build(ROOT, review=place, progress=lambda _: None).parent, quoted(review)


def quoted(review: Path) -> str:
    """Every text of a review, as a page may quote it: the cells of its tables, and what datapackage.json says."""
    texts = [json.dumps(json.loads((review / "datapackage.json").read_text("utf-8")), ensure_ascii=False)]
    for file in sorted(review.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            texts += [cell for row in list(csv.reader(lines))[1:] for cell in row]
    return "\n".join(map(plain, texts))


def plain(text: str) -> str:
    """Words alone, so that marks of typesetting do not matter."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def told(page: str) -> Iterator[str]:
    """The texts of a page, block by block, and of its attributes that a reader sees or hears."""
    tree = BeautifulSoup(page, "html.parser")
    for tag in tree.select(APART):
        tag.decompose()
    for link in tree("a", href=re.compile(r"\.(csv|json)$")):  # the name of a file, which stands as it is
        link.replace_with("–")
    for tag in tree(True):
        yield from (str(tag[name]) for name in ATTRIBUTES if tag.get(name))
        if isinstance(tag, Tag) and tag.name not in INLINE:
            tag.insert_before("\n")
            tag.append("\n")
    body = "".join(text for text in tree.find_all(string=True) if not isinstance(text, Comment))
    yield from (line for line in body.splitlines() if line.strip())


def internal(line: str, texts: str) -> Iterator[str]:
    """Where a line has a word of the house that no text of the review has there."""
    for found in INTERNAL.finditer(line):
        before, after = plain(line[: found.start()]).split(), plain(line[found.end() :]).split()
        word = found[0].casefold()
        known = (
            " ".join(part)
            for part in ([*before[-BESIDE:], word], [word, *after[:BESIDE]])
            if len(part) > min(BESIDE, len(before) + len(after))
        )
        around = line[max(found.start() - NEAR, 0) : found.end() + NEAR].strip()
        if not any(part in texts for part in known) and not any(
            words.casefold() in around.casefold() for words in ALLOWED
        ):
            yield around


def test_no_page_for_readers_has_a_word_of_the_house(built):
    html, texts = built
    pages = {file.relative_to(html).as_posix(): file for file in html.rglob("*.html")}
    read = {
        name: file
        for name, file in pages.items()
        if not name.startswith("_static") and not OTHERS.match(name)
    }
    # The book of another review has every chapter too.
    assert len(read) > 20 and {f"notebooks/{name}.html" for name in CHAPTERS} <= {*pages}
    assert not [
        name for name, file in read.items() if "This page shows" in file.read_text("utf-8")
    ]  # none is of a subset
    found = [
        (name, around)
        for name, file in sorted(read.items())
        for line in told(file.read_text("utf-8"))
        for around in internal(line, texts)
    ]
    assert found == []


def test_what_counts_as_low_rated_is_said_of_how_many_points():
    said = [
        (file.name, line)
        for file in sorted(first_book().glob("notebooks/*.html"))
        for line in told(file.read_text("utf-8"))
        if re.search(r"\bbelow \d+(?! of)(?!/)\b", line) and "rated" in line
    ]
    assert said == []
