"""What a browser finds sections with is made of the pages alone, anew only where they changed, and the same each time."""

import json
from pathlib import Path

import pytest

from reviewbook.press.menu import Page, Part
from reviewbook.press.search import index
from reviewbook.press.search.index import Index, as_data, kind_of, synonyms

CONTENTS = [
    Part("What was found", [Page("notebooks/05-themes.html", "Themes")]),
    Part("For authors", [Page("book/rerun.html", "Rerun it yourself")]),
]
TEXT = "<html lang='en'><article><h1>{0}</h1><p>{1}</p><h2 id='more'>More</h2><p>More of {0}.</p></article></html>"


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "pages"
    for name, words in {
        "notebooks/05-themes": "Themes",
        "book/methods": "Methods",
        "book/rerun": "Rerun",
        "search": "All",
        "reports/Doe": "Doe",
        "interventions/calm": "Calm",
    }.items():
        write(folder / f"{name}.html", words)
    return folder


def write(file: Path, title: str, said: str = "Words"):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TEXT.format(title, said), "utf-8")


def made(folder: Path, pages: Path, review: Path) -> tuple[str, dict[str, bytes]]:
    one = Index(folder, CONTENTS, "apps")
    reused = one.bring(pages)
    one.bring(pages, entries=True)
    one.scripts(review)
    site = folder / index.FOLDER
    return reused, {
        file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()
    }


def told(files: dict[str, bytes], name: str):
    return json.loads(files[name].decode().partition("=")[2].rstrip(";\n"))


def test_the_same_pages_give_the_same_bytes_and_are_not_indexed_twice(pages, tmp_path):
    _, once = made(tmp_path / "a", pages, tmp_path)
    _, again = made(tmp_path / "b", pages, tmp_path)
    reused, same = made(tmp_path / "a", pages, tmp_path)
    assert once == again == same and reused == "all"
    assert {"chapters/pagefind.js", "authors/pagefind-entry.json"} <= once.keys()
    assert not [name for name in once if "ui" in name]


def test_only_the_bundle_of_a_changed_page_is_made_anew(pages, tmp_path):
    made(tmp_path / "a", pages, tmp_path)
    write(pages / "book" / "rerun.html", "Rerun", "Other words")
    reused, files = made(tmp_path / "a", pages, tmp_path)
    assert reused == index.CHAPTERS
    assert "Other words" in files["sections.js"].decode()


def test_a_page_is_called_as_in_the_menu_and_the_list_of_pages_is_not_found(pages, tmp_path):
    _, files = made(tmp_path / "a", pages, tmp_path)
    assert [(page[0], page[1], page[2]) for page in told(files, "sections.js")] == [
        ("book/methods.html", "Methods", "Methods"),
        ("notebooks/05-themes.html", "Themes", "Findings"),
        ("interventions/calm.html", "Calm", "Apps"),
        ("reports/Doe.html", "Doe", "Reports"),
        ("book/rerun.html", "Rerun it yourself", "For authors"),
    ]
    assert told(files, "about.js")["kinds"] == ["Findings", "Reports", "Apps", "Methods", "For authors"]


@pytest.mark.parametrize("fails", ["is not there", "breaks"])
def test_without_pagefind_the_sections_are_there_all_the_same(pages, tmp_path, monkeypatch, fails):
    monkeypatch.setattr(index, "_program", lambda: None if fails == "is not there" else Path("/bin/false"))
    _, files = made(tmp_path / "a", pages, tmp_path)
    assert files.keys() == {"about.js", "sections.js"}
    assert told(files, "about.js")["bundles"] == {}


def test_a_review_adds_its_own_words(pages, tmp_path):
    (tmp_path / index.SYNONYMS).write_text("# ours\nLantern, lamp\n", "utf-8")
    groups = told(made(tmp_path / "a", pages, tmp_path)[1], "about.js")["synonyms"]
    assert ["lantern", "lamp"] in groups and any("mmat" in group for group in groups)


def test_no_word_of_the_field_stands_in_two_groups():
    groups = synonyms(Path(index.__file__).with_name(index.SYNONYMS).read_text("utf-8"))
    words = [word for group in groups for word in group]
    assert len(groups) > 15 and len(words) == len(set(words))


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("notebooks/05-themes.html", "Findings"),
        ("notebooks/01-selection.html", "Methods"),
        ("book/index.html", "Findings"),
        ("book/rerun.html", "For authors"),
        ("reports/Doe.html", "Reports"),
    ],
)
def test_kinds_of_pages(address, kind):
    assert kind_of(address, CONTENTS, "apps") == kind


def test_a_large_book_has_the_beginnings_of_its_sections_on_a_disk(monkeypatch):
    section = index.Section("a", "A", "", "word " * 200)
    found = [index.Found("a.html", "Findings", index.Page("A", "en", [section]))]
    assert len(as_data(found)[0][3][0][3]) == 1000
    monkeypatch.setattr(index, "MOST", 100)
    assert len(as_data(found)[0][3][0][3]) == index.BEGINNING
