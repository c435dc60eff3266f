"""The chart of saturation: what it tells of new codes from report to report."""

import re
import xml.etree.ElementTree as ET

from packages import OPENED, ROOT, SYNTHETIC, WILLIAMS
from packages.browser import barriers
from packages.maps import KINDS, made, reports
from packages.reading import told
from packages.reviews import only

from reviewbook.themes import coding
from reviewbook.themes.drawing import saturation as shown

NONE = "not_applicable"


def test_the_chart_tells_its_numbers():
    drawn = shown.chart(OPENED[SYNTHETIC], "themes").data
    facts = (
        "3 themes have passages of 3 of 5 reports. In the order of publication the last new one comes with "
        "report 3 of 5; 1 later report with any adds none. 1 of 3 themes is in one report alone. "
    )
    rows_ = (
        "Author 2018: 0 themes, 0 new, 0 so far; Author 2019: 2 themes, 2 new, 2 so far; Author 2020a: 2 themes, 1 new, 3 so far; "
        "Author 2020b: 0 themes, 0 new, 3 so far; Author 2021: 1 theme, 0 new, 3 so far."
    )
    assert told(drawn) == [facts + rows_]


@KINDS
def test_every_chart_is_a_named_image_and_no_two_share_ids(which):
    review = OPENED[SYNTHETIC]
    drawn = shown.chart(review, which).data
    svgs = [ET.fromstring(svg) for svg in re.findall(r"<svg .*?</svg>", drawn, re.DOTALL)]
    assert len(svgs) == 2 * len(coding.schemes(review.codes, which))
    ids = [one.get("id") for svg in svgs for one in svg.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert all(svg.get("role") == "img" and svg.get("aria-labelledby") for svg in svgs)


@KINDS
def test_what_was_coded_from_a_text_about_the_reports_is_not_counted_and_says_why(which):
    line = shown.chart(OPENED[WILLIAMS], which).data
    assert line.startswith("Not counted: the passages were taken from a text about the reports, not from")
    assert "<svg" not in line


def about_them(*documents):
    """The synthetic review, some of whose documents are that of no report."""
    table_ = OPENED[SYNTHETIC].documents
    table_ = table_.assign(report_id=table_["report_id"].mask(table_["document_id"].isin(documents), NONE))
    return only(OPENED[SYNTHETIC], documents=table_)


def test_of_some_excerpts_from_a_text_about_the_reports_the_others_are_counted():
    drawn = shown.chart(about_them("text_2021"), "themes").data
    assert "1 passage from a text about the reports is left out." in drawn
    assert "Author 2021: 0 themes, 0 new" in told(drawn)[0]
    assert "left out" not in shown.chart(OPENED[SYNTHETIC], "themes").data


def test_beyond_sixty_reports_a_row_is_a_year():
    few, lots = (told(shown.chart(reports(n), "themes").data)[0] for n in (60, 61))
    assert few.count(" so far") == 60 and lots.count(" so far") == 7
    assert "2000: " in lots and "2006: " in lots and "3 so far." in lots


def test_a_year_that_is_not_known_has_a_row():
    drawn = shown.chart(reports(61, year=lambda at: None if at else 2000), "themes").data
    assert "Year not known: 3 themes, 3 new, 3 so far" in told(drawn)[0]


def test_no_year_at_all_is_one_row():
    drawn = shown.chart(reports(61, year=lambda at: None), "themes").data
    assert told(drawn)[0].count(" so far") == 1


def test_codes_tied_to_no_report_and_codes_without_excerpts_are_said():
    codes = [("a", NONE, "themes", "A"), ("b", NONE, "themes", "B"), ("c", NONE, "themes", "C")]
    part = shown.found(made(codes, [("F1", "a"), ("F9", "b")]), "themes")[0]
    assert shown.facts(part)[0] == ("1 theme has passages of 2 of 5 reports; 1 has none.")
    assert shown.facts(part)[-1] == "1 further theme has only passages that are tied to no report."


def test_new_information_is_given_where_there_are_reports_enough():
    assert "On average over all orders the last 3 reports add" in " ".join(
        shown.notes(shown.found(reports(8), "themes")[0])
    )
    assert "On average over all orders" not in " ".join(
        shown.notes(shown.found(OPENED[SYNTHETIC], "themes")[0])
    )


def test_the_chart_says_in_which_order_reports_stand_and_what_a_flat_curve_means():
    drawn = shown.chart(OPENED[SYNTHETIC], "themes").data
    assert "Reports stand by year of publication, those of one year as in the table" in drawn
    assert "not that there is none" in drawn


def test_names_of_reports_are_drawn_letter_by_letter(monkeypatch):
    names = {
        key: f"<b>{key[-5:]}</b> $x^2$ & Sons, with a name that goes on and on"
        for key in OPENED[SYNTHETIC].reports["report_id"]
    }
    monkeypatch.setattr(shown.bibliography, "labels", lambda review: names)
    drawn = shown.chart(OPENED[SYNTHETIC], "themes").data
    assert "<b>" not in drawn and "&lt;b&gt;c2018&lt;/b&gt; $x^2$" in drawn


def test_the_chart_has_no_barriers(browser, tmp_path):

    style = ROOT / "book" / "_static" / "page.css"
    (tmp_path / "page.html").write_text(
        f"<!doctype html><html lang=en data-theme=light><title>t</title><link rel=stylesheet href='{style.as_uri()}'>"
        f"<main class=rb-article><h1>Look</h1>{shown.chart(OPENED[SYNTHETIC], 'themes').data}</main>",
        encoding="utf-8",
    )
    page = browser.new_page(viewport={"width": 375, "height": 900})
    page.goto((tmp_path / "page.html").as_uri())
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.close()


def test_the_title_says_when_the_last_new_code_came():
    part = shown.found(OPENED[SYNTHETIC], "themes")[0]
    assert shown.finding(part) == "The last new theme came with report 3 of 5; 1 later report added none"
    first = part._replace(reports=part.reports.head(3))
    assert shown.finding(first) == "New themes came up to the last report that has any (report 3 of 3)"
