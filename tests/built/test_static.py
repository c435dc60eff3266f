"""Scripts and styles: each page loads those of what it shows and no others, and each chapter's keep to themselves."""

import functools
import re
from itertools import combinations

import pytest
import yaml
from packages import ROOT
from packages.browser import STATIC

from reviewbook.press.static import ON_DEMAND, SCRIPT_ALONE, SHOWN, STYLE_ALONE, loaded

CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
HTML = ROOT / "_build" / "html"
CHAPTERS = [name for name in SHOWN if (ROOT / "src" / "reviewbook" / name).is_dir()]
OURS = {file.name for file in STATIC.iterdir() if file.suffix in (".css", ".js")}
built = pytest.mark.skipif(not HTML.is_dir(), reason="no built book in _build/html: run `make book` first")


def files(name: str) -> set[str]:
    kinds = (("css", SCRIPT_ALONE), ("js", STYLE_ALONE))
    return {f"{name}.{kind}" for kind, without in kinds if name not in without}


@functools.cache
def pages() -> dict[str, str]:
    """The pages with something to read, by address: not the redirect at the root, and nothing of the theme's."""
    found = {
        file.relative_to(HTML).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(HTML.rglob("*.html"))
        if "_static" not in file.parts
    }
    return {address: text for address, text in found.items() if 'http-equiv="Refresh"' not in text}


def asked(page: str) -> list[str]:
    """The scripts and styles of book/_static that a page names, in order."""
    tags = re.findall(r'<(?:link|script)\b[^>]*\b(?:href|src)="[^"]*_static/([^"/?]+)', page)
    return [name for name in tags if name in OURS]


def classes(name: str) -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", (STATIC / f"{name}.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return set(re.findall(r"\.(rb-[\w-]+)", text))


@built
def test_every_page_loads_exactly_the_scripts_and_styles_of_what_it_shows():
    wrong = {}
    for address, page in pages().items():
        wanted = files("page").union(*(files(name) for name in loaded(page)))
        if sorted(asked(page)) != sorted(wanted):
            wrong[address] = (asked(page), wanted)
    assert wrong == {}


@built
def test_styles_and_scripts_come_after_those_that_they_build_on():
    order = ["page", *SHOWN]
    for address, page in pages().items():
        if "entry.js" in asked(page):  # sets the colours before anything is drawn
            continue
        for suffix in (".css", ".js"):
            names = [name.removesuffix(suffix) for name in asked(page) if name.endswith(suffix)]
            assert names == sorted(names, key=order.index), address


@built
def test_every_script_and_style_is_loaded_by_some_page():
    found = {name for page in pages().values() for name in asked(page)}
    assert found.union(*map(files, ON_DEMAND)) == OURS


def test_every_script_and_style_is_in_the_table_of_what_pages_show():
    assert files("page").union(*(files(name) for name in [*SHOWN, *ON_DEMAND])) == OURS


def test_every_page_loads_the_styles_and_the_script_of_pages_and_the_letters():
    assert CONFIG["html_css_files"] == ["inter.css", "page.css"]
    assert [name for name, _ in CONFIG["html_js_files"]] == ["page.js"]


@pytest.mark.parametrize(("one", "other"), list(combinations(CHAPTERS, 2)))
def test_no_chapters_style_sheet_names_a_class_of_another_chapter(one, other):
    shared = classes("page")
    assert classes(one) & classes(other) - shared == set()


@pytest.mark.parametrize("kit", ["page", "interactive"])
def test_the_kits_of_style_sheets_know_no_chapter(kit):
    for chapter in CHAPTERS:
        marks = set(SHOWN[chapter])
        assert not marks & classes(kit), chapter
