"""Interactive figures and tables: what the library writes, the style sheet promises, a browser does."""

import csv
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from itertools import product
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from reviewbook.show import interactive

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "book" / "_static"
CSS = (STATIC / "reviewbook.css").read_text(encoding="utf-8")
SCRIPT = (STATIC / "explore.js").read_text(encoding="utf-8")
FOREIGN = re.compile(r"(?:https?:)?//[\w-]+\.\w")

# intervention, group, feature, feature_group, value, evidence, locator
CELLS = [
    ("PCR", "usual workers", "app", "Technology", "no", "a website only", "Table 4"),
    ("PCR", "usual workers", "training", "Support", "not_reported", "not_reported", "Table 4"),
    ("PRIME", "research workers", "app", "Technology", "yes", "mobile application", "Table 4, note b"),
    ("PRIME", "research workers", "training", "Support", "unclear", "one visit", ""),
    ("MHEN", "usual workers", "app", "Technology", "yes", "", "Table 4"),
    ("MHEN", "usual workers", "training", "Support", None, None, None),
]


def matrix(cells=CELLS) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=list(interactive.COLUMNS))


def large(interventions=11, features=18) -> pd.DataFrame:
    values = list(interactive.MARKS)
    return matrix(
        [
            (f"Intervention {i}", f"group {i > 6}", f"a feature with a long name, number {f}",
             f"Group {f // 5}", values[(i * f + i) % 4],
             "What the report says, in one sentence of usual length.", "Table 4, row 3")
            for f, i in product(range(features), range(interventions))
        ]
    )  # fmt: skip


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
        "import pandas as pd; from reviewbook.show import interactive; "
        f"m = pd.DataFrame({CELLS!r}, columns=list(interactive.COLUMNS)); "
        "print(interactive.feature_map(m, title='Features', div_id='map').data)"
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
    cells, fig = matrix(), go.Figure(go.Bar(x=["a"], y=[1]), {"title": "before"})
    kept, before = cells.copy(deep=True), fig.to_json()
    interactive.feature_map(cells, title="Features", div_id="map")
    interactive.plotly_figure(fig, div_id="bar", caption="Bars", narrow={"height": 99})
    pd.testing.assert_frame_equal(cells, kept)
    assert fig.to_json() == before


def test_html_is_well_formed_and_named():
    page = Parsed(interactive.feature_map(matrix(), title="Features", div_id="map").data)
    assert page.ids == ["map", "map-caption"]
    assert page.tags == Counter(
        figure=1, figcaption=1, strong=1, span=1, div=1, p=2, button=1, noscript=1, script=1
    )  # fmt: skip


def test_caption_description_and_fallback_are_words_on_the_page():
    text = Parsed(interactive.feature_map(matrix(), title="Features", div_id="map").data).text
    assert (
        "Features 3 interventions by 2 features: of 6 cells, "
        "2 yes, 1 no, 1 unclear, 1 not reported, 1 not charted yet." in text
    )
    assert "Show the interactive figure" in text
    assert "The table beneath holds the same values." in text


def test_one_trace_a_value_with_its_sign_colour_and_count():
    traces = [
        t
        for t in drawn(interactive.feature_map(matrix(), title="F", div_id="map").data)["data"]
        if "name" in t
    ]
    assert [(t["name"], t["meta"]["rb"], t["marker"]["symbol"]) for t in traces] == [
        ("yes (2)", "yes", "circle"),
        ("no (1)", "no", "x"),
        ("unclear (1)", "unclear", "diamond-open"),
        ("not reported (1)", "not-reported", "line-ew-open"),
    ]
    assert len({t["marker"]["color"] for t in traces}) == 4


def test_each_mark_stands_at_its_intervention_and_feature():
    figure = drawn(interactive.feature_map(matrix(), title="F", div_id="map").data)
    across, down = figure["layout"]["xaxis"], figure["layout"]["yaxis"]
    name_at = dict(zip(across["tickvals"], across["ticktext"], strict=True))
    feature_at = dict(zip(down["tickvals"], down["ticktext"], strict=True))
    places = {
        (name_at[x], feature_at[y]): trace["meta"]["rb"]
        for trace in figure["data"]
        if "name" in trace
        for x, y in zip(trace["x"], trace["y"], strict=True)
    }
    assert places == {
        ("PCR", "app"): "no",
        ("PRIME", "app"): "yes",
        ("MHEN", "app"): "yes",
        ("PCR", "training"): "not-reported",
        ("PRIME", "training"): "unclear",
    }


def test_interventions_stand_by_worker_group_and_features_under_their_heading():
    layout = drawn(interactive.feature_map(matrix(), title="F", div_id="map").data)["layout"]
    assert layout["xaxis"]["ticktext"] == ["PCR", "MHEN", "PRIME"]
    assert layout["xaxis"]["tickvals"] == [0, 1, 2.5]
    assert layout["yaxis"]["ticktext"] == ["<b>Technology</b>", "app", "<b>Support</b>", "training"]
    assert [note["text"].replace("<br>", " ") for note in layout["annotations"]] == [
        "usual workers",
        "research workers",
    ]


def test_same_feature_name_in_two_groups_stays_two_rows():
    twice = matrix([("A", "", "app", "Before", "yes", "", ""), ("A", "", "app", "After", "no", "", "")])
    figure = drawn(interactive.feature_map(twice, title="F", div_id="map").data)
    assert figure["layout"]["yaxis"]["ticktext"] == ["<b>Before</b>", "app", "<b>After</b>", "app"]
    assert [trace["y"] for trace in figure["data"] if "name" in trace] == [[1], [3]]


def test_hover_says_who_what_value_evidence_and_where():
    figure = drawn(interactive.feature_map(matrix(), title="F", div_id="map").data)
    hover = {trace["meta"]["rb"]: trace["hovertext"] for trace in figure["data"] if "name" in trace}
    assert hover["yes"] == [
        "<b>PRIME</b>: app<br><b>yes</b><br>mobile application<br><i>Table 4, note b</i>",
        "<b>MHEN</b>: app<br><b>yes</b><br><i>Table 4</i>",
    ]
    assert hover["not-reported"] == ["<b>PCR</b>: training<br><b>not reported</b><br><i>Table 4</i>"]


def test_phones_get_labels_above_the_marks_and_a_higher_figure():
    text = interactive.feature_map(large(), title="F", div_id="map").data
    figure = drawn(text)
    assert figure["narrow"]["yaxis.ticklabelposition"] == "inside top"
    assert figure["narrow"]["height"] > figure["layout"]["height"]
    assert f"--rb-height:{figure['layout']['height']}px" in text
    assert f"--rb-height-narrow:{figure['narrow']['height']}px" in text
    assert "--rb-min-width:286px" in text  # 11 columns fit a phone of 375 pixels


def test_hostile_texts_stay_text():
    evil = "</script><img src=x onerror=alert(1)> & <b>bold</b> for $5 or $6"
    text = interactive.feature_map(
        matrix([(evil, evil, evil, evil, "yes", evil, evil)]), title=evil, div_id="map"
    ).data
    assert Parsed(text).text.startswith(f"\n{evil} 1 intervention by 1 feature")
    assert "<img" not in text and "$" not in text
    trace = drawn(text)["data"][1]
    assert "<img" not in trace["hovertext"][0] and "&lt;img src=x" in trace["hovertext"][0]
    assert "$" not in json.dumps(drawn(text)["data"])  # plotly would take $5 or $6 for mathematics


def test_any_text_of_any_figure_is_safe_inside_the_page():
    evil = "</script><img src=x> & $5"
    text = interactive.plotly_figure(go.Figure(go.Bar(x=[evil], y=[1])), div_id="bar", caption="Bars").data
    assert Parsed(text).tags["img"] == 0 and "$" not in text
    assert drawn(text)["data"][0]["x"] == [evil]


def test_keys_stand_in_order_whatever_order_they_were_given_in():
    def keys(part):
        return [list(part), *(keys(inner) for inner in part.values() if isinstance(inner, dict))]

    figure = drawn(interactive.feature_map(matrix(), title="F", div_id="map").data)
    assert keys(figure) == keys(json.loads(json.dumps(figure, sort_keys=True)))


def test_nothing_in_a_figure_asks_or_tells_another_host():
    text = interactive.feature_map(large(), title="F", div_id="map").data
    config = drawn(text)["config"]
    assert not FOREIGN.search(text)
    assert (
        config["showSendToCloud"] is False
        and config["plotlyServerURL"] == ""
        and config["displaylogo"] is False
    )
    assert config["responsive"] is True and config["typesetMath"] is False


def test_figures_are_small():
    empty = interactive.plotly_figure(go.Figure(), div_id="empty", caption="Nothing").data
    assert len(empty) < 2_000  # plotly's own template alone is 6,500
    text = interactive.feature_map(large(), title="F", div_id="map").data
    assert len(text) < 350 * 11 * 18
    assert len(gzip.compress(text.encode())) < 6_000


def test_plotly_template_is_replaced_and_own_layout_kept():
    fig = go.Figure(go.Bar(x=["a"], y=[1]), {"xaxis": {"title": "reports"}, "template": "plotly_dark"})
    layout = drawn(interactive.plotly_figure(fig, div_id="bar", caption="Bars").data)["layout"]
    assert layout["template"] == interactive.TEMPLATE
    assert layout["xaxis"]["title"]["text"] == "reports"


def test_nothing_charted_is_said_in_one_line():
    for cells in (matrix([]), matrix([("A", "g", "f", "h", None, None, None)])):
        text = interactive.feature_map(cells, title="F", div_id="map").data
        assert Parsed(text).text == "No feature is charted in this review, so there is no map to draw."


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (matrix().drop(columns="locator"), "no column locator"),
        (
            matrix([("A", "g", "f", "h", "Yes", "", "")]),
            "value Yes is none of yes, no, unclear, not_reported",
        ),
        (
            matrix([("A", "g", "f", "h", "yes", "", ""), ("A", "g", "f", "h", "no", "", "")]),
            "A, f appears twice",
        ),
    ],
)
def test_a_matrix_that_cannot_be_drawn_is_refused(cells, message):
    with pytest.raises(ValueError, match=message):
        interactive.feature_map(cells, title="F", div_id="map")


def test_a_trace_that_the_bundle_cannot_draw_is_refused():
    fig = go.Figure(go.Choropleth(locations=["FIN"], z=[1]))
    with pytest.raises(ValueError, match="choropleth is not in plotly-basic"):
        interactive.plotly_figure(fig, div_id="countries", caption="Countries")


@pytest.mark.parametrize("div_id", ["", "1st", "a b", 'a"b'])
def test_an_identifier_that_is_no_anchor_is_refused(div_id):
    with pytest.raises(ValueError, match="div_id"):
        interactive.plotly_figure(go.Figure(), div_id=div_id, caption="x")


# What the style sheet and the script promise


def colours(theme: str) -> dict[str, str]:
    """The --rb-colours of a theme: those of the dark one, where it has its own, over the light ones."""
    found = dict(re.findall(r"(--rb-[\w-]+): (#[0-9a-f]{6});", CSS.split("@media screen", 1)[0]))
    if theme == "dark":
        block = re.search(r'html\[data-theme="dark"\] \{(.*?)\}', CSS, re.DOTALL).group(1)
        found |= dict(re.findall(r"(--rb-[\w-]+): (#[0-9a-f]{6});", block))
    return found


def contrast(a: str, b: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["--rb-paper", "--rb-head", "--rb-hover"])
def test_every_text_colour_can_be_read_on_every_ground(theme, ground):
    palette = colours(theme)
    texts = ["ink", "muted", "link", "yes", "no", "unclear", "not-reported", "computed"]
    weak = {name: contrast(palette[f"--rb-{name}"], palette[ground]) for name in texts}
    assert {name: ratio for name, ratio in weak.items() if ratio < 4.5} == {}
    assert contrast(palette["--rb-edge"], palette[ground]) >= 3  # outlines of fields


def test_dark_theme_sets_every_colour_anew():
    light, dark = colours("light"), colours("dark")
    assert [name for name in light if light[name] == dark[name]] == []


def test_figures_and_tables_share_their_light_colours():
    palette = colours("light")
    for value, mark in interactive.MARKS.items():
        assert palette[f"--rb-{value.replace('_', '-')}"] == mark.colour


@pytest.mark.parametrize(
    "status",
    [
        "yes",
        "no",
        "unclear",
        "nr",
        "computed",
        "met",
        "notmet",
        "cannottell",
        "holds",
        "differs",
        "cannotcheck",
    ],
)
def test_each_status_has_a_colour_and_a_weight_or_an_outline(status):
    rules = "".join(
        body
        for names, body in re.findall(r"([^{}]+)\{([^}]*)\}", CSS)
        if re.search(rf"\.rb-{status}\b", names)
    )
    assert "color: var(--rb-" in rules
    assert re.search(r"font-weight|font-style|border-color|border: 1px dashed|border-bottom: 2px", rules)


@pytest.mark.parametrize("text", [CSS, SCRIPT], ids=["css", "js"])
def test_nothing_static_asks_another_host(text):
    assert not FOREIGN.search(text)
    assert "@import" not in text and "url(" not in text and "@font-face" not in text


def test_what_every_page_loads_is_small():
    assert len(gzip.compress(SCRIPT.encode())) < 4_000
    assert len(gzip.compress(CSS.encode())) < 5_000


# What a browser does


ROWS = [
    ("Korsbek", "Denmark", "2016", "1,200", '<span class="rb-yes">✓ yes</span>'),
    (
        "Anttila",
        "Finland",
        "2008",
        '<span class="rb-nr">– not reported</span>',
        '<span class="rb-no">✗ no</span>',
    ),
    ("Koivunen", "Finland", "2012", "93", '<span class="rb-nr">– not reported</span>'),
    ('Forchuk "MHEN", Rudnick', "Canada", "2013", "394", '<span class="rb-yes">✓ yes</span>'),
    ("Åsberg", "Norway", "2017", "", '<span class="rb-unclear">? unclear</span>'),
]
HEADS = ("Study", "Country", "Year", "Participants", "Peer support")


def page_text() -> str:
    heads = "".join(f'<th class="head"><p>{head}</p></th>' for head in HEADS)
    heads = heads.replace("Year", '<a href="#year">Year</a>') + '<th class="head"><p></p></th>'
    rows = "".join(
        f'<tr><th class="stub"><p><a href="#r">{row[0]}</a></p></th>'
        + "".join(f"<td><p>{c}</p></td>" for c in row[1:])
        + f"<td>{'ab'[n % 2]}</td></tr>"
        for n, row in enumerate(ROWS)
    )
    feature_map = interactive.feature_map(large(), title="Features", div_id="map").data
    bars = interactive.plotly_figure(go.Figure(go.Bar(x=["a"], y=[1])), div_id="bars", caption="Bars").data
    return f"""<!doctype html><html lang="en" data-content_root="./" data-theme="light">
<head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Try</title>
<link rel="stylesheet" href="reviewbook.css"><script src="explore.js"></script></head>
<body><main class="bd-content"><h1>Try</h1>
<div class="pst-scrollable-table-container"><table class="rb-table rb-explore rb-sticky table" id="tbl-try">
<caption><span class="caption-number">Table 1 </span><span class="caption-text">Studies</span>
<a class="headerlink" href="#tbl-try" title="Link to this table">#</a></caption>
<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
<div style="height:3000px"></div>{feature_map}{bars}</main></body></html>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(page_text(), encoding="utf-8")
    for file in ("reviewbook.css", "explore.js"):
        shutil.copy(STATIC / file, folder)
    shutil.copy(ROOT / "book" / "_vendor" / interactive.BUNDLE, folder)
    return folder


@pytest.fixture
def visit(browser, site):
    """Opens the page and fails at the end if a script failed or another host was asked."""
    contexts, errors, requests = [], [], []

    def open_page(query="", width=1280, scripts=True, block=None):
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.requests = requests
        if block:
            page.route(block, lambda route: route.abort())
        page.goto((site / "index.html").as_uri() + query)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
    assert [url for url in requests if not url.startswith(("file:", "blob:", "data:"))] == []


def column(page, number: int) -> list[str]:
    return [
        text.strip()
        for text in page.locator(f"#tbl-try tbody tr:visible > :nth-child({number})").all_inner_texts()
    ]


def counted(page) -> str:
    return page.get_by_role("status").first.inner_text()


def test_table_is_whole_without_scripts(visit):
    page = visit(scripts=False)
    assert len(column(page, 1)) == 5
    assert page.locator(".rb-tools, button:visible").count() == 0
    assert "The interactive figure needs scripts." in page.locator("#map").inner_text()


def test_menus_are_there_for_columns_of_few_words_alone(visit):
    page = visit()
    assert page.locator(".rb-tools label").all_inner_texts()[0].startswith("Search all columns")
    menus = {
        box.evaluate("e => e.parentNode.firstChild.data"): box
        for box in page.locator(".rb-tools select").all()
    }
    assert list(menus) == ["Country", "Peer support"]
    assert menus["Peer support"].locator("option").all_inner_texts() == [
        "All",
        "no",
        "unclear",
        "yes",
        "not reported",
    ]


def test_search_and_menus_combine_with_and_and_are_counted(visit):
    page = visit()
    assert counted(page) == "5 of 5 studies shown"
    page.get_by_label("Search all columns").fill("finland 2016")  # each word is in some row, both in none
    assert counted(page) == "0 of 5 studies shown"
    page.get_by_label("Search all columns").fill("")
    page.get_by_label("Country").select_option("Finland")
    assert counted(page) == "2 of 5 studies shown"
    page.get_by_label("Search all columns").fill("2012 KOI")
    assert counted(page) == "1 of 5 studies shown"
    assert column(page, 1) == ["Koivunen"]
    page.get_by_label("Peer support").select_option("yes")
    assert counted(page) == "0 of 5 studies shown"
    page.get_by_role("button", name="Reset").click()
    assert counted(page) == "5 of 5 studies shown"
    assert "#" not in page.url


def test_search_finds_the_word_of_a_status(visit):
    page = visit()
    page.get_by_label("Search all columns").fill("not reported")
    assert column(page, 1) == ["Anttila", "Koivunen"]


def test_numbers_sort_as_numbers_and_what_is_not_known_comes_last_both_ways(visit):
    page = visit()
    button = page.get_by_role("button", name="Participants")
    button.click()
    assert column(page, 4)[:3] == ["93", "394", "1,200"]
    assert sorted(column(page, 4)[3:]) == ["", "– not reported"]
    button.click()
    assert column(page, 4)[:3] == ["1,200", "394", "93"]
    assert sorted(column(page, 4)[3:]) == ["", "– not reported"]


def test_sorting_is_told_to_screen_readers_and_undone_by_reset(visit):
    page = visit()
    original = column(page, 1)
    page.get_by_role("button", name="Study").click()
    head = page.get_by_role("columnheader", name="Study")
    assert head.get_attribute("aria-sort") == "ascending"
    assert column(page, 1) == ["Anttila", "Åsberg", 'Forchuk "MHEN", Rudnick', "Koivunen", "Korsbek"]
    page.get_by_role("button", name="Year").click()
    assert head.get_attribute("aria-sort") is None
    page.get_by_role("button", name="Reset").click()
    assert column(page, 1) == original


def test_view_is_kept_in_the_address_and_restored(visit):
    page = visit()
    page.get_by_label("Peer support").select_option("not reported")
    for _ in range(2):
        page.get_by_role("button", name="Year").click()
    query = "#" + page.evaluate("location.hash.slice(1)")
    assert query == "#tbl-try?Peer+support=not+reported&sort=-Year"
    again = visit(query)
    assert counted(again) == "1 of 5 studies shown"
    assert again.get_by_label("Peer support").input_value() == "not reported"
    assert again.get_by_role("columnheader", name="Year").get_attribute("aria-sort") == "descending"


def test_a_view_can_be_followed_from_a_link_on_the_page(visit):
    page = visit()
    page.evaluate("location.hash = '#tbl-try?q=canada'")
    page.wait_for_function("document.querySelector('.rb-count').textContent.startsWith('1 of 5')")
    assert column(page, 1) == ['Forchuk "MHEN", Rudnick']


def test_a_view_that_names_what_is_gone_shows_the_rest(visit):
    page = visit("#tbl-try?Country=Atlantis&sort=Nothing&q=finland")
    assert counted(page) == "2 of 5 studies shown"
    assert page.get_by_label("Country").evaluate("menu => menu.selectedOptions[0]?.text") == "All"
    assert page.locator("[aria-sort]").count() == 0


def test_a_restored_view_is_scrolled_to(visit):
    page = visit()
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_function("scrollY > 1000")
    page.evaluate("location.hash = '#tbl-try?q=canada'")
    page.wait_for_function("scrollY < 200")


def test_a_heading_with_a_link_keeps_it_beside_its_button_and_an_empty_one_gets_none(visit):
    page = visit()
    year, empty = page.locator("thead th").nth(2), page.locator("thead th").nth(5)
    assert year.locator("> p > a").inner_text() == "Year"
    assert year.get_by_role("button", name="Sort by Year").count() == 1
    assert page.locator("button a").count() == 0
    assert empty.locator("button").count() == 0


def test_an_anchor_of_another_kind_changes_nothing(visit):
    page = visit("#tbl-try")
    assert counted(page) == "5 of 5 studies shown"
    assert page.url.endswith("#tbl-try")


def test_download_holds_what_is_shown_in_its_order(visit):
    page = visit()
    page.get_by_label("Search all columns").fill("a")
    page.get_by_label("Peer support").select_option("yes")
    page.get_by_role("button", name="Year").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download what is shown (CSV)").click()
    assert download.value.suggested_filename == "tbl-try.csv"
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and raw.endswith(b"\r\n")
    assert list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) == [
        [*HEADS, ""],
        ['Forchuk "MHEN", Rudnick', "Canada", "2013", "394", "yes", "b"],
        ["Korsbek", "Denmark", "2016", "1,200", "yes", "a"],
    ]


def test_everything_can_be_reached_and_used_by_keyboard(visit):
    page = visit()
    names = []
    for _ in range(13):
        page.keyboard.press("Tab")
        names.append(
            page.locator(":focus").evaluate(
                "e => e.labels?.[0]?.firstChild.data ?? e.ariaLabel ?? e.textContent"
            )
        )
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert names == [
        "Search all columns", "Country", "Peer support", "Reset", "Download what is shown (CSV)", "#",
        "Study", "Country", "Year", "Sort by Year", "Participants", "Peer support", "Korsbek",
    ]  # fmt: skip
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    assert page.get_by_role("columnheader", name="Participants").get_attribute("aria-sort") == "descending"
    assert page.evaluate("document.activeElement.textContent") == "Participants"


def test_frame_is_a_named_region_only_where_the_table_is_wider(visit):
    wide, narrow = visit(), visit(width=320)
    frame = ".pst-scrollable-table-container"
    assert wide.locator(frame).get_attribute("role") is None
    narrow.wait_for_selector(f"{frame}[role=region]")
    region = narrow.get_by_role("region", name="Table 1 Studies")
    region.focus()
    narrow.keyboard.press("ArrowRight")
    narrow.wait_for_function(f"document.querySelector('{frame}').scrollLeft > 0")
    assert narrow.evaluate("document.documentElement.scrollWidth") == 320


def test_headings_have_a_scope(visit):
    page = visit()
    assert page.locator("thead th[scope=col]").count() == 6
    assert page.locator("tbody th[scope=row]").count() == 5


def test_bundle_is_loaded_once_and_only_when_a_figure_comes_into_view(visit):
    page = visit()
    page.wait_for_timeout(300)
    assert [url for url in page.requests if interactive.BUNDLE in url] == []
    page.locator("#map").scroll_into_view_if_needed()
    page.wait_for_selector("#map .main-svg")
    page.locator("#bars").scroll_into_view_if_needed()
    page.wait_for_selector("#bars .main-svg")
    assert len([url for url in page.requests if interactive.BUNDLE in url]) == 1


def test_before_it_is_drawn_a_figure_says_what_it_shows_at_its_full_height(visit):
    page = visit()
    figure = page.locator("#map")
    assert "11 interventions by 18 features: of 198 cells" in figure.inner_text()
    assert figure.get_by_role("button", name="Show the interactive figure").is_visible()
    before = figure.bounding_box()["height"]
    figure.get_by_role("button").click()
    page.wait_for_selector("#map .main-svg")
    page.wait_for_timeout(500)
    assert abs(figure.bounding_box()["height"] - before) < 40


def test_figure_shows_every_cell_and_no_way_to_upload_it(visit):
    page = visit()
    page.locator("#map button").click()
    page.wait_for_selector("#map .scatterlayer .point")
    assert page.locator("#map .scatterlayer .point").count() == 198
    labels = [button.get_attribute("aria-label") for button in page.locator("#map .modebar-btn").all()]
    assert labels == ["Download plot as a PNG"]
    assert page.locator("#map .main-svg:not([aria-hidden=true])").count() == 0


def test_marks_follow_the_theme(visit):
    page = visit()
    page.locator("#map button").click()
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
    page.locator("#map button").click()
    page.wait_for_selector("#map .scatterlayer .point")
    page.set_viewport_size({"width": 375, "height": 800})
    page.wait_for_function("document.querySelector('#map .main-svg').getBoundingClientRect().width < 375")
    plot = page.locator("#map .nsewdrag").bounding_box()
    assert plot["width"] > 300  # no sliver beside long labels
    assert page.locator("#map .xtick text:visible").count() == 11
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
