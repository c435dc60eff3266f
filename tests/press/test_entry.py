"""The pages of reports and interventions together: headings, anchors, lists, and what they leave out."""

import re
from itertools import pairwise

from packages import REVIEWS, WILLIAMS, only
from packages.sites import words, written

from reviewbook.press import entries, entry
from reviewbook.review.reading import load_review


@REVIEWS
def test_anchors_that_other_pages_lead_to_are_always_there(site):
    for name, page in site.every().items():
        if "_index" in name:
            continue
        wanted = ["excerpts", "appraisal"] if name.startswith("reports/") else ["excerpts", "tidier-12"]
        assert all(page.find(id=anchor) for anchor in wanted), name
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), name


@REVIEWS
def test_every_page_has_one_h1_a_title_a_language_and_captions(site):
    for name, page in site.every().items():
        assert len(page.find_all("h1")) == 1 and page.html["lang"] == "en", name
        assert page.title.get_text().startswith(page.h1.get_text()), name
        assert all(
            table.caption and table.caption.get_text(strip=True) for table in page.find_all("table")
        ), name
        levels = [int(head.name[1]) for head in page.main.find_all(re.compile("^h[1-6]$"))]
        assert all(after - before <= 1 for before, after in pairwise(levels)), name


def test_a_review_without_features_tidier_or_excerpts_has_pages_without_sections_of_them(tmp_path):
    there = only("reports", "studies", "interventions", to=tmp_path)
    site = written(there, tmp_path / "site")
    page = words(site.page("interventions/flexline.html"))
    report = words(site.page("reports/Synthetic2018.html"))
    for line in ("gives no", "no finding", "Rating", "not charted yet .", "appraisal tool", "rests on it"):
        assert line not in page.partition("Data:")[0] and line not in report.partition("Data:")[0]
    assert site.page("reports/Synthetic2018.html").h1.get_text() == "Synthetic2018"  # no bibliography


def test_a_long_page_says_what_it_leaves_out(tmp_path, monkeypatch):
    monkeypatch.setattr(entry, "MOST_EXCERPTS", 1)
    monkeypatch.setattr(entry, "MOST_ROWS", 1)
    site = written(WILLIAMS, tmp_path / "site")
    page = site.page("interventions/commonground.html")
    said = words(page.main)
    assert "1 of 2 studies are shown; all are in studies.csv ." in said
    assert re.search(r"1 of \d+ findings and quotations are shown; all are in excerpts\.csv", said)
    assert len(page.find_all("li", id=re.compile("^excerpt-"))) == 1
    assert "2 studies with 2 reports: 179 service users" in said  # the totals stay true


def test_lists_lead_to_every_page_and_go_on_where_they_are_long(tmp_path, monkeypatch):
    monkeypatch.setattr(entry, "PAGE", 4)
    monkeypatch.setattr(entries, "PAGE", 4)
    site = written(WILLIAMS, tmp_path / "site")
    assert set(entries.addresses(load_review(WILLIAMS))) == set(site.every())
    lists = [name for name in site.every() if name.startswith("reports/_index")]
    assert sorted(lists) == [
        "reports/_index-2.html",
        "reports/_index-3.html",
        "reports/_index-4.html",
        "reports/_index.html",
    ]
    led = [a["href"] for name in lists for a in site.page(name).select("tbody th > a")]
    assert sorted(led) == sorted(f"../reports/{row['report_id']}.html" for row in site.rows("reports"))
    names = [
        words(a)
        for name in ["reports/_index.html", *sorted(lists)[:-1]]
        for a in site.page(name).select("tbody th > a")
    ]
    assert names == sorted(names, key=entry.alphabetical)
    first = site.page("reports/_index.html")
    assert [a["href"] for a in first.select(".rb-ranges a")] == [
        "_index.html",
        "_index-2.html",
        "_index-3.html",
        "_index-4.html",
    ]
    assert words(first.caption) == "1 to 4 of 15 reports, by name"


def test_pages_lead_from_each_to_the_next_and_back(tmp_path):
    site = written(WILLIAMS, tmp_path / "site")
    seen, at = [], site.page("reports/_index.html").select_one("tbody th > a")["href"]
    while at:
        seen.append(at)
        page = site.page(at[3:])
        after = page.find("a", rel="next")
        if after:
            assert site.page(after["href"][3:]).find("a", rel="prev")["href"] == at
        at = after and after["href"]
    assert len(seen) == len(set(seen)) == 15
