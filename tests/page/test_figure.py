"""What stands around a figure on its page."""

import csv
import io
import re
from dataclasses import replace
from urllib.parse import unquote

from packages import OPENED, SYNTHETIC

from reviewbook.page.figure import Data, framed, slug

REVIEW = OPENED[SYNTHETIC]


def shown(review=REVIEW, **given) -> str:
    options = {
        "name": "bars",
        "finding": "A <b> & more",
        "unit": "Reports, 5",
        "tables": ["reports", "studies"],
    }
    return framed(review, "<svg></svg>", **(options | given))


def test_a_figure_has_its_finding_as_a_title_and_says_what_is_counted():
    assert '<p class="rb-finding-of">A &lt;b&gt; &amp; more</p>' in shown()
    assert '<p class="rb-unit">Reports, 5</p>' in shown() and "rb-unit" not in shown(unit="")
    assert '<p class="rb-note">1 &lt; 2</p>' in shown(note="1 < 2") and "rb-note" not in shown()


def test_it_says_where_its_numbers_come_from_and_has_an_address_of_its_own():
    review = replace(REVIEW, package={**REVIEW.package, "title": "A review: of <many> things"})
    said = shown(review)
    assert f'tables <a href="../data/{review.name}/reports.csv">reports</a> and' in said
    assert "of A review</span>" in said
    assert 'id="figure-bars"' in said and 'href="#figure-bars"' in said


def test_a_drawing_is_two_files_and_a_table_too():
    assert re.findall(r'href="\.\./figures/([^"]+)" download', shown()) == ["bars.svg", "bars.png"]
    assert "figures/bars.svg" in shown(table=True) and "rb-of-table" in shown(table=True)


def test_its_numbers_can_be_saved_as_a_table_in_which_nothing_is_a_formula():
    said = shown(data=Data(["Name", "n"], [['a, "b"', 1], ["=1+1", -2]]))
    link = re.search(r'href="data:text/csv;charset=utf-8,([^"]*)" download="bars.csv"', said)
    assert list(csv.reader(io.StringIO(unquote(link[1])))) == [
        ["Name", "n"],
        ['a, "b"', "1"],
        ["'=1+1", "-2"],
    ]
    assert f'href="../data/{REVIEW.name}/answers.csv" download' in shown(csv="answers", table=True)


def test_a_name_of_a_figure_is_of_plain_letters():
    assert slug("MMAT 2011: <b>") == "mmat-2011-b"
