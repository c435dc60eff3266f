"""The page of a report: its reference, its rating, its answers, its excerpts and what rests on it."""

from bs4 import BeautifulSoup
from packages import REVIEWS, SYNTHETIC, WILLIAMS, rows_of
from packages.sites import plain, words, written

from reviewbook.press import entry
from reviewbook.review import bibliography
from reviewbook.review.reading import load_review


@REVIEWS
def test_every_excerpt_stands_whole_once_on_the_pages_of_its_reports(site):
    texts = {row["excerpt_id"]: row for row in site.rows("excerpts")}
    links = site.rows("excerpt_reports")
    assert links
    for link in links:
        page = site.page(f"reports/{link['report_id']}.html")
        (item,) = page.find_all(id=f"excerpt-{link['excerpt_id']}")
        row = texts[link["excerpt_id"]]
        assert plain(row["text"]) in words(item) and plain(row["locator"]) in words(item)
        assert bool(item.find("blockquote")) == (row["kind"] == "quotation")


@REVIEWS
def test_an_excerpt_is_named_under_each_of_its_codes_but_for_those_above_another(site):
    codes = {row["code_id"]: row for row in site.rows("codes")}
    own: dict[str, set[str]] = {}
    for row in site.rows("codings"):
        own.setdefault(row["excerpt_id"], set()).add(row["code_id"])
    for link in site.rows("excerpt_reports"):
        page = site.page(f"reports/{link['report_id']}.html")
        heads = set()
        for name in page.find_all("h4"):
            place = name.find_next("ul")
            if place.find(id=f"excerpt-{link['excerpt_id']}") or place.find(
                "a", href=f"#excerpt-{link['excerpt_id']}"
            ):
                heads.add(name.get_text().rpartition(": ")[2])
        given = own[link["excerpt_id"]]
        above = {codes[code]["parent_id"] for code in given}
        assert heads == {codes[code]["label"].rpartition(": ")[2] for code in given - above}


def test_a_report_shows_its_reference_its_rating_its_study_and_what_rests_on_it(tmp_path):
    site = written(WILLIAMS, tmp_path / "site")
    page = site.page("reports/Koivunen2012.html")
    assert "Nurses' roles in systematic patient education sessions" in words(page.find(class_="rb-reference"))
    assert words(page.find(class_="rb-answer")).startswith("Qualitative report on Mieli.Net ; rating 2/4;")
    assert page.find(id="study").find_next("a", href="../reports/Anttila2008.html")
    (leeuw,) = [
        words(p) for p in site.page("reports/deLeeuw2012.html").find_all("p") if "Rating: " in p.get_text()
    ]
    assert leeuw.removesuffix(".").split(" ≠ ") == [
        "Rating: 0/4 (qualitative component only)",
        "source disagrees",
        "again ",
    ]
    assert site.page("reports/Anttila2008.html").find(
        "a", href="https://doi.org/10.1111/j.1365-2648.2008.04770.x"
    )


def test_answers_stand_by_criterion_with_what_each_appraiser_said():
    review = load_review(SYNTHETIC)
    made = entry.Entries(
        review, labels=bibliography.labels(review), bibliography=bibliography.references(review)
    )
    page = BeautifulSoup(made.report("Synthetic2018"), "html.parser")
    lines = {words(div.dt): words(div) for div in page.find_all("div") if div.find("dt", recursive=False)}
    for row in rows_of(SYNTHETIC / "appraisals.csv"):
        if row["report_id"] == "Synthetic2018":
            (line,) = [text for term, text in lines.items() if term.startswith(f"{row['criterion']} ")]
            assert row["appraiser"] in line and plain(row["locator"]) in line


def test_a_code_that_rests_on_one_report_alone_says_so():
    review = load_review(SYNTHETIC)
    made = entry.Entries(review, labels=bibliography.labels(review), bibliography={})
    alone = {made.path(code): reports for code, reports in made.behind.items() if len(reports) == 1}
    assert alone
    for path, (report,) in alone.items():
        page = BeautifulSoup(made.report(report), "html.parser")
        (table,) = [one for one in page.find_all("table") if "stands behind" in words(one.caption)]
        told = {words(row.th): words(row.find_all("td")[-1]) for row in table.tbody.find_all("tr")}
        assert told[path] == "! alone"
        assert all(
            word == "! alone" or word.endswith(("other report", "other reports")) for word in told.values()
        )


def test_a_value_on_which_the_source_disagrees_is_marked_and_no_other():
    review = load_review(SYNTHETIC)
    made = entry.Entries(
        review, labels=bibliography.labels(review), bibliography=bibliography.references(review)
    )
    page = BeautifulSoup(made.report("Synthetic2018"), "html.parser")
    marked = [words(mark.find_parent("div").dt) for mark in page.find_all("a", class_="rb-disagrees")]
    assert marked == ["Country", "Country"]  # of the report and of its study
    other = BeautifulSoup(made.report("Synthetic2019"), "html.parser")
    assert [mark["href"] for mark in other.find_all("a", class_="rb-disagrees")] == [
        "../notebooks/08-claims.html#disagreement-S2"  # of the study that they share
    ]
    assert not BeautifulSoup(made.report("Synthetic2020b"), "html.parser").find(class_="rb-disagrees")
