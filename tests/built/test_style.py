"""What every page carries: the style sheets, and the script that makes tables reachable."""

import gzip
import re
import shutil

import pytest
from packages.browser import STATIC, tags
from packages.style import CSS, colours

FILES = sorted([*STATIC.glob("*.css"), *STATIC.glob("*.js")])
# Bytes of each file when it is sent, compressed: every page loads page.*, and of the others each chapter its own.
BUDGETS = {
    "charting.css": 1_600,
    "claims.css": 800,
    "confidence.css": 1_000,
    "entry.css": 1_800,
    "evidence_map.css": 2_000,
    "evidence_map.js": 11_250,
    "interactive.css": 1_000,
    "interactive.js": 1_300,
    "interventions.css": 1_050,
    "interventions.js": 6_000,
    "landing.css": 1_600,
    "list.js": 1_200,
    "page.css": 11_600,  # all that a theme would bring
    "page.js": 5_700,
    "search.css": 900,
    "search.js": 5_200,
    "share.css": 700,
    "themes.css": 2_100,
    "themes.js": 2_900,
}
FOREIGN = re.compile(r"(?:https?:)?//[\w-]+\.\w")
WRITES_HTML = re.compile(
    r"(?:inner|outer)HTML\s*\+?=(?!=)|document\.write"
)  # what is charted could be markup


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


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_static_asks_another_host(file):
    text = file.read_text(encoding="utf-8")
    assert not FOREIGN.search(text)
    assert "@import" not in text and "url(" not in text
    assert not WRITES_HTML.search(text)
    # One family, whose files are named in one place: page/fonts/web/inter.css (tests/page/test_typeface.py).
    assert "@font-face" not in text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_script_and_style_is_as_small_as_its_budget(file):
    assert len(gzip.compress(file.read_bytes())) < BUDGETS[file.name]


def test_no_budget_is_left_of_a_file_that_is_gone():
    assert list(BUDGETS) == [file.name for file in FILES]


# What page.js does to every table


PAGE = f"""<!doctype html><html lang="en" data-content_root="./" data-theme="light"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Try</title>
{tags("", static="_static")}</head>
<body><main class="rb-main rb-article"><h1>Try</h1>
<div class="rb-frame"><table class="rb-table rb-sticky table" id="tbl-try">
<caption><span class="caption-number">Table 1 </span><span class="caption-text">Studies</span>
<a class="headerlink" href="#tbl-try" title="Link to this table">#</a></caption>
<thead><tr><th>Study</th><th>Country</th><th>Participants in all of the sites</th>
<th>Peer support</th><th>Organisations</th><th>Responsibilities</th></tr></thead>
<tbody><tr><th>Korsbek</th><td>Denmark</td><td>1,200</td><td>yes</td><td>three</td><td>many</td></tr>
<tr><th>Anttila</th><td>Finland</td><td>93</td><td>no</td><td>two</td><td>few</td></tr></tbody></table></div>
<div class="highlight"><pre>reviewbook check --dry-run "data here" -o x.csv</pre></div>
<p>Then <a class="rb-hint" href="#most" data-means="Agreement beyond chance.">kappa</a> is low.</p>
<section class="rb-fold" id="more"><details><summary><h2>More</h2></summary><p>Told on demand.</p>
<section class="rb-fold" id="most"><details><summary><h3>Most</h3></summary><p id="least">Told last.</p></details></section>
</details></section>
<details id="kept"><summary>Kept</summary><noscript><div class="rb-frame"><table class="rb-table" id="tbl-kept"><tbody>
<tr><th>Kept</th><td data-copy>as text</td></tr></tbody></table></div></noscript></details>
</main></body></html>"""


@pytest.fixture
def visit(tab, tmp_path):
    """Opens the page; fails at the end if a script failed."""
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    shutil.copytree(STATIC, tmp_path / "_static")
    (tmp_path / "_static" / "one.js").write_text(
        "reviewbook.data.one = (reviewbook.data.one ?? 0) + 1;", "utf-8"
    )

    def open_page(**options):
        return tab((tmp_path / "index.html").as_uri(), **options)

    return open_page


def test_on_a_phone_no_word_of_a_command_is_parted_behind_its_hyphen(visit):
    whole = [page.locator("pre .rb-whole").all_inner_texts() for page in (visit(), visit(width=375))]
    assert whole == [[], ["--dry-run ", "-o "]]
    assert visit(width=375).locator("pre").text_content() == 'reviewbook check --dry-run "data here" -o x.csv'


def test_frame_is_a_named_region_only_where_the_table_is_wider(visit):
    wide, narrow = visit(), visit(width=320)
    frame = ".rb-frame"
    assert wide.locator(frame).get_attribute("role") is None
    narrow.wait_for_selector(f"{frame}[role=region]")
    region = narrow.get_by_role("region", name="Table 1 Studies")
    region.focus()
    narrow.keyboard.press("ArrowRight")
    narrow.wait_for_function(f"document.querySelector('{frame}').scrollLeft > 0")
    assert narrow.evaluate("document.documentElement.scrollWidth") == 320


def test_headings_have_a_scope(visit):
    page = visit()
    page.wait_for_selector("thead th[scope=col]")
    assert page.locator("thead th[scope=col]").count() == 6
    assert page.locator("tbody th[scope=row]").count() == 2


def test_a_script_of_data_is_loaded_once_and_one_that_is_missing_stops_nothing(visit):
    page = visit()
    for _ in range(2):
        page.evaluate("reviewbook.load('_static/one.js')")
    assert page.evaluate("reviewbook.data.one") == 1
    assert page.locator("script[src$='/one.js']").count() == 1
    failed = page.evaluate("reviewbook.load('_static/gone.js').then(() => 'loaded', () => 'failed')")
    assert failed == "failed"


@pytest.mark.parametrize(("leads_to", "open_folds"), [("tbl-try", 0), ("more", 1), ("most", 2), ("least", 2)])
def test_an_address_opens_the_folds_that_hold_what_it_leads_to(visit, leads_to, open_folds):
    page = visit()
    page.evaluate(f"location.hash = '{leads_to}'")
    page.wait_for_timeout(50)
    assert page.locator("details[open]").count() == open_folds


def test_a_fold_that_is_kept_as_text_is_put_into_the_page_when_it_is_opened(visit):
    page = visit()
    assert page.evaluate(
        "[!!document.getElementById('tbl-kept'), reviewbook.holds('tbl-kept'), reviewbook.holds('no')]"
    ) == [
        False,
        True,
        False,
    ]
    page.locator("#kept summary").click()
    page.wait_for_selector("#tbl-kept")
    assert page.locator("#tbl-kept th[scope=row]").count() == page.locator("#kept .rb-copy").count() == 1
    assert page.locator("noscript").count() == 0


@pytest.mark.parametrize("address", ["tbl-kept", "tbl-kept?row=1"])
def test_an_address_leads_into_a_fold_that_is_kept_as_text(visit, address):
    page = visit()
    page.evaluate(f"location.hash = '{address}'")
    page.wait_for_selector("#kept[open] #tbl-kept")


def test_a_page_without_scripts_shows_what_is_kept_as_text(browser, tmp_path):
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    page = browser.new_page(java_script_enabled=False)
    page.goto((tmp_path / "index.html").as_uri())
    page.locator("#kept summary").click()
    assert page.locator("#tbl-kept").is_visible()
    page.close()


def test_print_shows_what_is_folded_and_leaves_the_page_as_it_was(visit):
    page = visit()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details[open]").count() == 2 and page.locator("#tbl-kept").count() == 1
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_a_term_says_what_it_means_where_it_is_focused_pointed_at_or_tapped_until_escape(visit):
    page = visit()
    term, tip = page.locator("a.rb-hint"), page.locator("#rb-tip")
    assert tip.is_hidden()
    for show in (term.focus, term.hover):
        show()
        assert (
            tip.inner_text() == "Agreement beyond chance."
            and term.get_attribute("aria-describedby") == "rb-tip"
        )
        page.keyboard.press("Escape")
        assert tip.is_hidden() and term.get_attribute("aria-describedby") is None
        page.evaluate("document.activeElement.blur()")
    term.dispatch_event("pointerdown", {"pointerType": "touch"})
    term.dispatch_event("click")
    assert tip.is_visible() and page.evaluate("location.hash") == ""
    term.dispatch_event("pointerdown", {"pointerType": "touch"})
    term.dispatch_event("click")
    assert page.evaluate("location.hash") == "#most"
