"""Interactive figures (plotly): what the library writes, and what a browser does with it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import plotly.graph_objects as go
import pytest
from packages import ROOT
from packages.browser import STATIC, tags
from packages.style import colours

from reviewbook.page import interactive

FOREIGN = re.compile(r"(?:https?:)?//[\w-]+\.\w")
POINTS = 40


def marks() -> go.Figure:
    """Two traces of marks whose colours come from the style sheet, under labels down the side."""
    names = [f"Report number {n} with a long name" for n in range(POINTS)]
    traces = [
        go.Scatter(
            x=[2000 + n % 7 for n in range(POINTS)], y=names, mode="markers", name="yes", meta={"rb": "yes"}
        ),
        go.Scatter(x=[2010] * 2, y=names[:2], mode="markers", name="no", meta={"rb": "no"}),
    ]
    return go.Figure(traces, {"height": 900, "xaxis": {"dtick": 1}})


def shown(fig=None, **options) -> str:
    given = {"div_id": "map", "caption": "Marks", "description": "42 marks in all."} | options
    return interactive.plotly_figure(fig or marks(), **given).data


def drawn(text: str) -> dict:
    """The figure that the HTML carries."""
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', text, re.DOTALL).group(1))


class Parsed(HTMLParser):
    """Checks that what is opened is closed, and keeps identifiers and the text that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.tags[tag] += 1
        self.ids += [value for name, value in attrs if name == "id"]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "script" not in self.open:
            self.text += data


# What the library writes


def test_same_figure_gives_the_same_bytes_in_every_process():
    code = (
        "import plotly.graph_objects as go; from reviewbook.page import interactive; "
        "f = go.Figure(go.Bar(x=['a', 'b'], y=[1, 2], meta={'rb': 'yes'}), {'xaxis': {'title': 't'}, 'height': 300}); "
        "print(interactive.plotly_figure(f, div_id='bar', caption='Bars', narrow={'height': 99, 'margin.l': 4}).data)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "src")},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_arguments_are_not_changed():
    fig = go.Figure(go.Bar(x=["a"], y=[1]), {"title": "before"})
    before = fig.to_json()
    interactive.plotly_figure(fig, div_id="bar", caption="Bars", narrow={"height": 99})
    assert fig.to_json() == before


def test_html_is_well_formed_and_named():
    page = Parsed(shown())
    assert page.ids == ["map", "map-caption"]
    assert page.tags == Counter(
        figure=1, figcaption=1, strong=1, span=1, div=1, p=1, button=1, script=1
    )  # fmt: skip


def test_caption_description_and_fallback_are_words_on_the_page():
    text = Parsed(shown()).text
    assert "Marks 42 marks in all." in text
    assert "Show the interactive figure" in text
    still = shown(still="<svg></svg>")
    assert "<svg></svg>" in still and 'class="rb-unseen">' in still, (
        "the drawing stands under a title of its own"
    )


def test_phones_get_a_layout_and_a_height_of_their_own():
    text = shown(narrow={"height": 1200, "margin.l": 4}, min_width=286)
    assert drawn(text)["narrow"] == {"height": 1200, "margin.l": 4}
    assert "--rb-height:900px;--rb-height-narrow:1200px;--rb-min-width:286px" in text


def test_keys_stand_in_order_whatever_order_they_were_given_in():
    def keys(part):
        return [list(part), *(keys(inner) for inner in part.values() if isinstance(inner, dict))]

    figure = drawn(shown())
    assert keys(figure) == keys(json.loads(json.dumps(figure, sort_keys=True)))


def test_nothing_in_a_figure_asks_or_tells_another_host():
    config = drawn(shown())["config"]
    assert not FOREIGN.search(shown())
    assert config["showSendToCloud"] is False
    assert config["plotlyServerURL"] == ""
    assert config["displaylogo"] is False
    assert config["responsive"] is True and config["typesetMath"] is False


def test_a_figure_without_marks_is_small():
    assert len(shown(go.Figure())) < 2_000  # plotly's own template alone is 6,500


def test_any_text_of_any_figure_is_safe_inside_the_page():
    evil = "</script><img src=x> & $5"
    text = interactive.plotly_figure(go.Figure(go.Bar(x=[evil], y=[1])), div_id="bar", caption="Bars").data
    assert Parsed(text).tags["img"] == 0 and "$" not in text
    assert drawn(text)["data"][0]["x"] == [evil]


def test_plotly_template_is_replaced_and_own_layout_kept():
    fig = go.Figure(go.Bar(x=["a"], y=[1]), {"xaxis": {"title": "reports"}, "template": "plotly_dark"})
    layout = drawn(interactive.plotly_figure(fig, div_id="bar", caption="Bars").data)["layout"]
    assert layout["template"] == interactive.TEMPLATE
    assert layout["xaxis"]["title"]["text"] == "reports"


def test_a_trace_that_the_bundle_cannot_draw_is_refused():
    fig = go.Figure(go.Choropleth(locations=["FIN"], z=[1]))
    with pytest.raises(ValueError, match="choropleth is not in plotly-basic"):
        interactive.plotly_figure(fig, div_id="countries", caption="Countries")


@pytest.mark.parametrize("div_id", ["", "1st", "a b", 'a"b'])
def test_an_identifier_that_is_no_anchor_is_refused(div_id):
    with pytest.raises(ValueError, match="div_id"):
        interactive.plotly_figure(go.Figure(), div_id=div_id, caption="x")


# What a browser does


def page_text() -> str:
    bars = shown(go.Figure(go.Bar(x=["a"], y=[1])), div_id="bars", caption="Bars")
    still = shown(still="<p>A drawing</p>")
    return f"""<!doctype html><html lang="en" data-content_root="./" data-theme="light">
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Try</title>
{tags(bars, static="_static")}</head>
<body><main class="rb-main rb-article"><h1>Try</h1><div style="height:3000px"></div>{still}{bars}</main></body></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(page_text(), encoding="utf-8")
    shutil.copytree(STATIC, folder / "_static")
    shutil.copy(ROOT / "book" / "_vendor" / interactive.BUNDLE, folder)
    return folder


@pytest.fixture
def visit(tab, site):
    def open_page(query="", **options):
        return tab((site / "index.html").as_uri() + query, **options)

    return open_page


def asked(page, name: str) -> None:
    page.locator(f"#{name} .rb-plotly-frame > button").click()


def test_without_scripts_the_drawing_stands_and_nothing_can_be_pressed(visit):
    page = visit(scripts=False)
    assert page.locator("button:visible").count() == 0
    assert page.locator("#map .rb-plotly-still").is_visible()


def test_the_bundle_is_loaded_once_and_only_when_a_reader_asks_for_it(visit):
    page = visit()
    page.locator("#bars").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert [url for url in page.requests if interactive.BUNDLE in url] == []
    for name in ("map", "bars"):
        asked(page, name)
        page.wait_for_selector(f"#{name} .main-svg")
    assert len([url for url in page.requests if interactive.BUNDLE in url]) == 1


def test_the_figure_takes_the_place_of_its_drawing(visit):
    page = visit()
    figure = page.locator("#map")
    assert "42 marks in all." in figure.inner_text() and figure.locator(".rb-plotly-still").is_visible()
    asked(page, "map")
    page.wait_for_selector("#map .main-svg")
    assert not figure.locator(".rb-plotly-still").is_visible()
    page.emulate_media(media="print")
    assert figure.locator(".rb-plotly-still").is_visible()


def test_figure_shows_every_mark_and_no_way_to_upload_it(visit):
    page = visit()
    asked(page, "map")
    page.wait_for_selector("#map .scatterlayer .point")
    assert page.locator("#map .scatterlayer .point").count() == POINTS + 2
    labels = [button.get_attribute("aria-label") for button in page.locator("#map .modebar-btn").all()]
    assert "Download plot as a PNG" in labels
    assert not [label for label in labels if re.search(r"share|cloud|upload|edit", label, re.IGNORECASE)]
    assert page.locator("#map .main-svg:not([aria-hidden=true])").count() == 0


def test_marks_follow_the_theme(visit):
    page = visit()
    asked(page, "map")
    page.wait_for_selector("#map .scatterlayer .point")
    for theme in ("dark", "light"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        wanted = tuple(int(colours(theme)["--rb-yes"][i : i + 2], 16) for i in (1, 3, 5))
        page.wait_for_function(
            "wanted => getComputedStyle(document.querySelector('#map .scatterlayer .point')).fill === wanted",
            arg=f"rgb({', '.join(map(str, wanted))})",
        )
        ink = tuple(int(colours(theme)["--rb-ink"][i : i + 2], 16) for i in (1, 3, 5))
        text = page.locator("#map .ytick text").first.evaluate("e => getComputedStyle(e).fill")
        assert text == f"rgb({', '.join(map(str, ink))})"


def test_figure_fits_a_phone_after_the_window_was_narrowed(visit):
    page = visit()
    asked(page, "map")
    page.wait_for_selector("#map .scatterlayer .point")
    page.set_viewport_size({"width": 375, "height": 800})
    page.wait_for_function("document.querySelector('#map .main-svg').getBoundingClientRect().width < 375")
    assert page.evaluate("document.documentElement.scrollWidth") == 375


def test_a_bundle_that_does_not_come_is_said_in_words_and_can_be_asked_for_again(visit):
    page = visit(block="**/plotly-basic*")
    button = page.locator("#map button")
    button.click()
    page.get_by_text(
        "The figure could not be loaded. The table beneath holds the same values."
    ).first.wait_for()
    assert page.locator("#map").bounding_box()["height"] < 400  # no room kept for what does not come
    page.unroute("**/plotly-basic*")
    button.click()
    page.wait_for_selector("#map .scatterlayer .point")
