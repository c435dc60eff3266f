"""What a page loads is known by the classes in it, whoever builds the page."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from packages import ROOT
from packages.browser import STATIC

from reviewbook.page.typeface import FONTS
from reviewbook.press.static import _own_fonts, loaded, wanted


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("", []),
        ('<p class="rb-map-note">no map</p>', []),
        ('<pre>class=&quot;rb-map&quot;</pre><i data-class="rb-map" title="rb-map"></i>', []),
        ('<div id="a" class="docutils rb-map"></div>', ["evidence_map"]),
        ('<table class="rb-matrix-grid"></table><div class="rb-coded-view"></div>', ["themes"]),
        (
            '<div class="rb-matrix-view"><table class="rb-matrix-grid"></table></div>',
            ["interventions"],
        ),
        ('<ul class="rb-trust-list"></ul>', ["confidence"]),
        ('<div class="rb-summary"></div><figure class="rb-plotly"></figure>', ["interactive", "themes"]),
    ],
)
def test_what_a_page_shows_is_known_by_the_classes_of_its_elements(html, names):
    assert loaded(html) == names


@pytest.mark.parametrize(
    ("html", "needed"),
    [
        ('<div class="sd-card sd-sphinx-override sd-mb-3"></div>', True),
        (
            '<details class="sd-sphinx-override sd-dropdown sd-card"><p class="sd-card-text">Folded</p></details>',
            False,
        ),
    ],
)
def test_a_fold_alone_asks_for_no_style_sheet_of_cards(html, needed):
    assert wanted("_static/sphinx-design.min.css", html) == needed


def built(folder: Path, out: Path) -> dict[str, str]:
    """The pages of a small site that Sphinx builds without Jupyter Book, by name."""
    options = {
        "extensions": "reviewbook.press.static",
        "html_theme": "basic",
        "html_static_path": STATIC,
        "html_css_files": "page.css",
        "html_last_updated_fmt": "",
    }
    settings = [part for key, value in options.items() for part in ("-D", f"{key}={value}")]
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-C", *settings, str(folder), str(out)]
    subprocess.run(command, check=True, cwd=folder)
    return {page.stem: page.read_text(encoding="utf-8") for page in out.glob("*.html")}


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    show = '{0}\n===\n\n.. raw:: html\n\n   <div class="{1}">Shown</div>\n'
    (folder / "index.rst").write_text(
        "Try\n===\n\n.. toctree::\n\n   map\n   prose\n   summary\n   trust\n   charted\n", "utf-8"
    )
    for name, css in (
        ("map", "rb-map"),
        ("prose", "rb-answer"),
        ("summary", "rb-summary"),
        ("charted", "rb-charted"),
        ("trust", "rb-trust-list"),
    ):
        (folder / f"{name}.rst").write_text(show.format(name.title()[:3], css), "utf-8")
    with (folder / "prose.rst").open("a", encoding="utf-8") as page:
        page.write("\n.. rst-class:: rb-fold\n\nMore\n----\n\nWords.\n\nLess\n----\n\nPlain.\n")
    return folder


@pytest.fixture(scope="module")
def pages(site, tmp_path_factory) -> dict[str, str]:
    return built(site, tmp_path_factory.mktemp("out"))


def test_sphinx_gives_a_page_what_it_shows_and_keeps_nothing_for_the_next(pages):
    own = r'_static/((?:page|interactive|interventions|themes|confidence|charting|evidence_map)\.(?:css|js))\?v=[0-9a-f]{8}"'
    named = {name: re.findall(own, text) for name, text in pages.items()}
    assert named["map"] == ["page.css", "evidence_map.css", "evidence_map.js"]
    assert named["summary"] == ["page.css", "themes.css", "themes.js"]
    assert named["charted"] == ["page.css", "charting.css"]
    assert named["trust"] == ["page.css", "confidence.css"]  # it has no script
    assert named["prose"] == named["index"] == named["search"] == ["page.css"]
    assert len(re.findall(r'<script defer="defer" src="_static/', pages["map"])) == 1


def test_a_section_that_says_so_is_a_fold_whose_heading_opens_it(pages):
    fold = re.search(r'<section class="rb-fold" id="more">(.*?)</section>', pages["prose"], re.DOTALL)
    assert fold
    assert re.fullmatch(
        r'\s*<details><summary><h2>More</h2>\s*</summary>\s*<a class="headerlink" href="#more"[^>]*>[^<]*</a>'
        r"<p>Words.</p>\s*</details>\s*",
        fold[1],
    )
    assert pages["prose"].count("<details>") == 1


def test_addresses_of_scripts_and_styles_are_the_same_in_every_build(site, pages, tmp_path):
    assert built(site, tmp_path / "again") == pages


def test_a_book_apart_from_the_library_has_its_letters_from_there(tmp_path):
    config = SimpleNamespace(html_static_path=["book/_static", "src/reviewbook/page/fonts/web"])
    (tmp_path / "book" / "_static").mkdir(parents=True)
    _own_fonts(SimpleNamespace(confdir=str(tmp_path)), config)
    assert config.html_static_path == ["book/_static", str(FONTS / "web")]


def test_a_book_beside_the_library_has_them_where_its_configuration_says():
    config = SimpleNamespace(html_static_path=["book/_static", "src/reviewbook/page/fonts/web"])
    _own_fonts(SimpleNamespace(confdir=str(ROOT)), config)
    assert config.html_static_path == ["book/_static", "src/reviewbook/page/fonts/web"]
