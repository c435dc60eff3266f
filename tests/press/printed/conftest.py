"""A small site, as a build lays it out."""

import pytest

from reviewbook.press import menu
from reviewbook.press.menu import Page, Part

CONTENTS = [
    Part("What was found", [Page("notebooks/05-themes.html", "Themes")]),
    Part("For authors", [Page("book/rerun.html", "Rerun")]),
]
LISTS = [Page("reports/_index.html", "All reports")]
BODIES = {
    "book/index.html": '<h1>Mood apps</h1><a href="../notebooks/05-themes.html#more">More</a>',
    "notebooks/05-themes.html": """<h1>Which &lt;/style> "themes"?<a class="headerlink" href="#t">#</a></h1><section id="more"><details>
        <summary><h2>More</h2></summary><noscript><p>Folded words</p></noscript></details></section><svg><g clip-path="url(#cut)"/></svg>
        <a href="../data/codes.csv">codes</a><a href="../book/rerun.html">rerun</a><a href="https://example.org/">far</a>
        <details class="rb-query"><summary>Query</summary>SELECT 1</details>""",
    "reports/_index.html": '<h1>All reports</h1><a href="../reports/Doe.html">Doe</a><a href="../reports/gone.html">x</a>',
    "reports/Doe.html": '<h1>Doe 2020</h1><table id="t"><tr><th id="h">n</th><td headers="h">12</td></tr></table>'
    '<section id="cite"><h2>How to cite it</h2></section>',
    "book/rerun.html": "<h1>Rerun</h1>",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    for address, body in BODIES.items():
        (folder / address).parent.mkdir(exist_ok=True)
        top = menu.top(menu.parts_of(CONTENTS, LISTS), address, "A <book>")
        (folder / address).write_text(
            f'<html lang="de"><head><title>x</title></head><body>{top}<article class="rb-article">{body}</article></body></html>',
            encoding="utf-8",
        )
    return folder
