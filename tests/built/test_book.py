"""The pages as readers get them: links, texts for images, captions, weight, and what a browser makes of them.

`make test` builds the book first. Without a built book, or without a browser, the tests say that they were skipped.
"""

import functools
import http.server
import json
import re
import threading
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from packages import ROOT
from packages.browser import violations

from audit.visiting import BOXES

HTML = ROOT / "_build" / "html"
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
OWN_REVIEW = CONFIG["reviewbook"]["review"]
# The site lies below this path where it is published, and the page for wrong addresses is made for it.
PREFIX = urlsplit(CONFIG["html"]["baseurl"]).path
HERE = "http://site.invalid"

PHONE = 375  # pixels, a common width; nothing may stick out of it
DESK = {"width": 1280, "height": 900}
# Next to each view one that differs from it by its width or its colours alone: a browser lays out anew what changed.
VIEWS = [
    (DESK["width"], "light"),
    (1920, "light"),
    (PHONE, "light"),
    (PHONE, "dark"),
    (1920, "dark"),
    (DESK["width"], "dark"),
]

pytestmark = pytest.mark.skipif(
    not HTML.is_dir(), reason="there is no built book in _build/html: run `make book` first"
)


@functools.cache
def pages() -> dict[str, BeautifulSoup]:
    """Every page by its address below the site's root, parsed."""
    # Below _static lie two of the theme's template files that Sphinx copies along; nothing links to them.
    files = sorted(file for file in HTML.rglob("*.html") if "_static" not in file.parts)
    assert files, "the built book has no page"
    return {
        file.relative_to(HTML).as_posix(): BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
        for file in files
    }


def chapters() -> dict[str, BeautifulSoup]:
    """The pages with something to read: all but the redirect at the root."""
    return {name: page for name, page in pages().items() if not page.find("meta", {"http-equiv": "Refresh"})}


def content(page: BeautifulSoup) -> Tag:
    """What we wrote: the article, without the theme's frame."""
    return page.find("article") or page


def address(page: str, link: str) -> str:
    return urljoin(f"{HERE}{PREFIX}{page}", link)


def requested(page: BeautifulSoup) -> list[str]:
    """What a browser fetches to show the page, as written in it."""
    found = []
    for tag in page.find_all(
        ["script", "img", "iframe", "embed", "source", "video", "audio", "track", "input"]
    ):
        found += [tag[name] for name in ("src", "poster") if tag.get(name)]
        found += [part.split()[0] for part in tag.get("srcset", "").split(",") if part.strip()]
    for tag in page.find_all("link"):
        if not {"canonical", "next", "prev", "index", "search", "author"} & set(tag.get("rel", [])):
            found.append(tag["href"])
    found += [tag["data"] for tag in page.find_all("object") if tag.get("data")]
    for style in [tag.get_text() for tag in page.find_all("style")] + [
        tag["style"] for tag in page.find_all(style=True)
    ]:
        found += addresses_in_css(style)
    return found


def addresses_in_css(css: str) -> list[str]:
    found = re.findall(r"""url\(\s*["']?([^"')]+)""", css) + re.findall(r"""@import\s+["']([^"']+)""", css)
    return [link for link in found if not link.startswith(("data:", "#"))]


def test_every_internal_link_leads_somewhere():
    anchors = {
        name: {tag[key] for key in ("id", "name") for tag in page.find_all(attrs={key: True})}
        for name, page in pages().items()
    }
    wrong = []
    for name, page in pages().items():
        links = [tag["href"] for tag in page.find_all(["a", "link"], href=True)] + requested(page)
        refresh = page.find("meta", {"http-equiv": "Refresh"})
        links += [refresh["content"].partition("url=")[2]] if refresh else []
        for link in set(links):
            target = urlsplit(address(name, link))
            if target.scheme not in ("http", "https") or f"{target.scheme}://{target.netloc}" != HERE:
                continue
            path = unquote(target.path)
            file = path.removeprefix(PREFIX) or "index.html"
            if not path.startswith(PREFIX) or not (HTML / file).is_file():
                wrong.append(f"{name}: {link} leads nowhere")
            elif target.fragment and file in anchors and unquote(target.fragment) not in anchors[file]:
                wrong.append(f"{name}: {link} names an anchor that is not there")
    assert not wrong, "\n".join(sorted(wrong))


def test_no_page_asks_another_host():
    wrong = [
        f"{name}: {link}"
        for name, page in pages().items()
        for link in requested(page)
        if not link.startswith("data:") and not address(name, link).startswith(HERE)
    ]
    for sheet in HTML.rglob("*.css"):
        wrong += [
            f"{sheet.name}: {link}"
            for link in addresses_in_css(sheet.read_text(encoding="utf-8"))
            if "//" in link
        ]
    assert not wrong, "\n".join(wrong)


def test_every_image_has_a_text():
    wrong = []
    for name, page in chapters().items():
        wrong += [
            f"{name}: {img.get('src', '')[:80]}"
            for img in page.find_all("img")
            if not img.get("alt", "").strip()
        ]
        for svg in page.find_all("svg"):
            title = svg.find("title")
            if (
                not (title and title.get_text(strip=True))
                and not svg.get("aria-label")
                and svg.get("aria-hidden") != "true"
            ):
                wrong.append(f"{name}: an inline svg {dict(list(svg.attrs.items())[:3])}")
    assert not wrong, "without a text for those who do not see it:\n" + "\n".join(wrong)


def test_every_table_has_a_caption():
    wrong = []
    for name, page in chapters().items():
        for table in content(page).find_all("table"):
            caption = table.find("caption")
            if not (caption and caption.get_text(strip=True)):
                wrong.append(f"{name}: {table.get_text(' ', strip=True)[:80]}")
    assert not wrong, "\n".join(wrong)


def test_every_page_has_one_h1():
    # The theme repeats the title in a block for paper that screens do not show.
    count = {
        name: len([h1 for h1 in page.find_all("h1") if not h1.find_parent(class_="onlyprint")])
        for name, page in chapters().items()
    }
    assert {name: n for name, n in count.items() if n != 1} == {}


def test_no_path_of_this_machine_is_published():
    texts = [
        file
        for file in HTML.rglob("*")
        if file.suffix in {".html", ".ipynb", ".js", ".md", ".txt", ".css", ".svg"}
    ]
    assert [file.name for file in texts if str(ROOT) in file.read_text(encoding="utf-8")] == []


def test_every_table_can_be_downloaded():
    for table in (ROOT / "data" / OWN_REVIEW).glob("*.csv"):
        assert (HTML / "data" / OWN_REVIEW / table.name).read_bytes() == table.read_bytes()


def test_every_page_says_at_its_foot_whose_it_is_and_links_to_the_licence():
    package = json.loads((ROOT / "data" / OWN_REVIEW / "datapackage.json").read_text("utf-8"))
    wanted = {one["path"] for one in [*package["licenses"], *package["sources"]]}
    without = []
    for name, page in chapters().items():
        foot = page.find(class_="rb-footer")
        links = {link["href"] for link in foot.find_all("a")} if foot else set()
        if not (
            wanted <= links and any(address(name, link).endswith("/book/colophon.html") for link in links)
        ):
            without.append(name)
    assert without == []


def test_no_page_loads_a_drawing_library_at_once():
    # 400 KB compressed, for a figure that may never come into view.
    for name, page in pages().items():
        assert [link for link in requested(page) if "plotly" in link] == [], name
        assert not page.find("script", src=re.compile("mathjax|require|thebe", re.IGNORECASE)), name


# --- in a browser ----------------------------------------------------------------------------------------------


@dataclass
class Visit:
    """What happened when a browser opened a page."""

    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sticking_out: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    over: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


class _Site(http.server.SimpleHTTPRequestHandler):
    """The built book below the path that it has where it is published."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.replace(PREFIX, "/", 1))

    def log_message(self, *_args) -> None:
        pass


def note_foreign(visit: Visit, url: str, site: str) -> None:
    if not url.startswith((site, "data:", "blob:")):
        visit.foreign.append(url)


def barriers(page, scheme: str, only: str = "") -> list[str]:
    found = [
        (rule, " ".join(map(str, node["target"])))
        for rule in violations(page, only)
        for node in rule["nodes"]
    ]
    return [f"{rule['id']} ({scheme}): {where}: {rule['help']}" for rule, where in found]


# What is folded is looked at too.
_UNFOLD = "document.querySelectorAll('.rb-fold > details').forEach(fold => { fold.open = true; })"
_STICKING_OUT = """width => {
    if (document.scrollingElement.scrollWidth <= width) return [];
    const out = element => element.getBoundingClientRect().right > width + 1 ||
        (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'visible');
    const found = [...document.querySelectorAll('article, article *')].filter(out);
    return found.slice(-3).map(element => element.outerHTML.slice(0, 100)).concat('the page is wider than the phone');
}"""


def look(page, visit: Visit, view: str, *, boxes: bool = True) -> None:
    """Note what a page shows wrongly as its window now is; where boxes are cannot depend on colours, and is asked once."""
    found = page.evaluate(
        BOXES if boxes else "({sideways: document.documentElement.scrollWidth - innerWidth})"
    )
    if found["sideways"] > 0:
        visit.sideways.append(f"{view}: {found['sideways']} px")
    for what in ("cut", "over", "empty"):
        getattr(visit, what).extend(f"{view}: {one}" for one in found.get(what, ()))


@pytest.fixture(scope="module")
def visits(browser):
    """Every page opened once, and looked at in six views; held against the rules of axe on a desk, in the light and in the dark."""
    from playwright.sync_api import TimeoutError

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Site, directory=HTML))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}"
    seen: dict[str, Visit] = {}
    page = browser.new_page(viewport=DESK, reduced_motion="reduce")
    page.on(
        "console",
        lambda message: seen[name].errors.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: seen[name].errors.append(str(error)))
    page.on("request", lambda request: note_foreign(seen[name], request.url, site))
    page.on("requestfailed", lambda request: seen[name].failed.append(request.url))
    page.on(
        "response",
        lambda response: seen[name].failed.append(response.url) if response.status >= 400 else None,
    )
    for name in chapters():
        seen[name] = Visit()
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)
        page.goto(f"{site}{PREFIX}{name}", wait_until="load")
        page.evaluate(_UNFOLD)
        for figure in page.locator("figure.rb-plotly").all():  # drawn when a reader asks for it
            figure.locator("button").first.click()
            try:
                figure.locator(".main-svg").first.wait_for(timeout=10_000)
            except TimeoutError:
                seen[name].errors.append("a figure was not drawn")
        for width, scheme in VIEWS:  # the first is the one that it was opened in
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": DESK["height"]})
            look(page, seen[name], f"{width} px, {scheme}", boxes=scheme == "light")
            if width == DESK["width"]:  # in the dark nothing but the colours differs
                only = "color-contrast" if scheme == "dark" else ""
                seen[name].violations += barriers(page, scheme, only)
            if width == PHONE and scheme == "light":
                seen[name].sticking_out = page.evaluate(_STICKING_OUT, width)
    page.close()
    server.shutdown()
    return seen


def told(visits: dict[str, Visit], what: str) -> str:
    return "\n".join(f"{name}: {line}" for name, visit in visits.items() for line in getattr(visit, what))


def test_a_browser_asks_no_other_host(visits):
    assert not (lines := told(visits, "foreign")), lines


def test_a_browser_reports_no_error(visits):
    assert not (lines := told(visits, "errors")), lines


def test_nothing_sticks_out_of_a_phone(visits):
    assert not (lines := told(visits, "sticking_out")), lines


def test_axe_finds_no_barrier(visits):
    assert not (lines := told(visits, "violations")), lines


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("failed", id="no request fails"),
        pytest.param("sideways", id="no page scrolls sideways"),
        pytest.param("cut", id="no text is cut off"),
        pytest.param("over", id="no text is written over other text"),
        pytest.param("empty", id="no figure is empty"),
    ],
)
def test_in_six_views(visits, wrong):
    assert not (lines := told(visits, wrong)), lines


BROKEN = """<!doctype html><meta charset="utf-8"><body style="margin:0">
<p style="position:absolute;top:20px;left:5px">Over other words</p><p style="position:absolute;top:22px;left:9px">Words beneath</p>
<div style="margin-top:80px;width:60px;overflow:hidden;white-space:nowrap">Words that are cut off</div>
<figure><svg width="90" height="90"></svg></figure><div style="width:3000px">Wide</div>"""


def test_what_is_wrong_is_seen(browser):
    page = browser.new_page(viewport=DESK)
    page.set_content(BROKEN)
    visit = Visit()
    look(page, visit, "desk")
    page.close()
    assert len(visit.cut) == len(visit.over) == len(visit.empty) == 1 and "1720 px" in visit.sideways[0]


def test_no_head_of_a_page_holds_markup():
    told = [meta["content"] for page in pages().values() for meta in page.find_all("meta", content=True)]
    assert len(told) > 5 * len(chapters()) and [one for one in told if re.search(r"</?\w", one)] == []
