"""The page of a report: its reference, its rating, its answers, its excerpts and what rests on it."""

from urllib.parse import unquote

import pandas as pd
from bs4 import BeautifulSoup
from packages import OPENED, REVIEWS, SAMPLES, SYNTHETIC, WILLIAMS, rows_of, table
from packages.reviews import only
from packages.sites import plain, words, written

from reviewbook.page.reporting import receiver
from reviewbook.press import entry
from reviewbook.press.entry import listing
from reviewbook.press.entry.frame import Frame
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
def test_an_excerpt_names_each_of_its_codes_but_for_those_above_another(site):
    codes = {row["code_id"]: row for row in site.rows("codes")}
    own: dict[str, set[str]] = {}
    for row in site.rows("codings"):
        own.setdefault(row["excerpt_id"], set()).add(row["code_id"])
    for link in site.rows("excerpt_reports"):
        item = site.page(f"reports/{link['report_id']}.html").find(id=f"excerpt-{link['excerpt_id']}")
        given = own[link["excerpt_id"]]
        above = {codes[code]["parent_id"] for code in given}
        named = {path.rpartition(": ")[2] for path in words(item.b).split("; ")}
        assert named == {codes[code]["label"].rpartition(": ")[2] for code in given - above}


def test_what_the_source_disagrees_on_is_marked_at_a_finding(tmp_path):
    page = written(WILLIAMS, tmp_path / "site").page("reports/Korsbek2016.html")
    assert page.find(id="excerpt-F41").select("a.rb-disagrees")
    assert words(page.find(id="excerpt-Q06").blockquote).startswith("“set an agenda of their own")
    heads = {words(head): head.find_next_sibling() for head in page.find(id="about").find_all("dt")}
    assert words(heads["Source of qualitative data"]).startswith("Service users and mental health workers")


def test_a_report_shows_its_reference_its_rating_its_study_and_what_rests_on_it(tmp_path):
    site = written(WILLIAMS, tmp_path / "site")
    page = site.page("reports/Koivunen2012.html")
    assert "Nurses' roles in systematic patient education sessions" in words(page.find(class_="rb-reference"))
    assert words(page.find(class_="rb-answer")).startswith(
        "Qualitative report on Mieli.Net (Norway, 2005 to 2006). ≠ source disagrees It counts 30 workers. It is rated 2/4."
    )
    assert page.find(id="study").find_next("a", href="../reports/Anttila2008.html")
    leeuw = words(site.page("reports/deLeeuw2012.html").find(id="appraisal").find_next("p"))
    assert leeuw.startswith(
        "Rating: ○○○○ 0/4 (qualitative component only). ≠ source disagrees ≠ another point The tables"
    )
    assert site.page("reports/Anttila2008.html").find(
        "a", href="https://doi.org/10.1111/j.1365-2648.2008.04770.x"
    )


def made(review) -> entry.Entries:
    return entry.Entries(
        review, labels=bibliography.labels(review), bibliography=bibliography.references(review)
    )


def study_part(page: BeautifulSoup) -> str:
    """What a page says of the report's studies."""
    for link in page.find_all("a", class_="rb-wrong"):
        link.decompose()
    return words(page.find(id="study"))


def test_a_report_of_two_studies_shows_each_with_its_own_and_links_to_both_interventions():
    page = BeautifulSoup(made(OPENED[SAMPLES]).report("Both2020"), "html.parser")
    lead = page.find(class_="rb-answer")
    assert words(lead).startswith(
        "Mixed methods report on BendWell and LiftUp (Norway; Japan, 2018 to 2019)."
    )
    assert words(lead).endswith("It is rated 3/4.")
    assert [a["href"] for a in lead.find_all("a")] == [
        "../interventions/bendwell.html",
        "../interventions/liftup.html",
    ]
    said = study_part(page)
    assert said.startswith("Its studies The report tells of 2 studies.")
    for words_ in (
        "The report belongs to the study BendWell trial (intervention: BendWell ); it shares its sample with Writer 2021 .",
        "The report belongs to the study LiftUp interviews (intervention: LiftUp ).",
        "Design Quantitative Population Adults in clinics",
        "Design Qualitative Population Adults at work",
        "row Both2020, second study",
        "Other reports of the studies",
    ):
        assert words_ in said, words_
    table = page.find("caption", string="Other reports of the studies").parent
    assert [words(row.th) for row in table.tbody.find_all("tr")] == ["Writer 2021"]
    later = study_part(BeautifulSoup(made(OPENED[SAMPLES]).report("Later2021"), "html.parser"))
    assert (
        later.startswith("Its study The report belongs to the study BendWell trial")
        and "2 studies" not in later
    )
    assert "Shares the sample of Author 2020" in later
    assert "BendWell trial and LiftUp interviews" in later  # of the other report in the table


def test_a_report_that_others_share_the_sample_of_is_not_said_to_share_none():
    pages = made(OPENED[WILLIAMS])
    gammon = study_part(BeautifulSoup(pages.report("Gammon2017"), "html.parser"))
    assert "it shares its sample with Strand et al. 2017" in gammon and "Shares the sample of" not in gammon
    assert "Where it says so Table 2, rows Gammon and Strand; Table 2, row Gammon" in gammon
    strand = study_part(BeautifulSoup(pages.report("Strand2017"), "html.parser"))
    assert "Shares the sample of Gammon et al. 2017" in strand
    alone = study_part(BeautifulSoup(pages.report("Goscha2015"), "html.parser"))
    assert "Shares" not in alone and alone.count("Table 2, row Goscha") == 1


def test_qualitative_data_come_from_people_whom_the_review_names():
    pages = made(OPENED[WILLIAMS])

    def whose(report: str) -> str:
        heads = BeautifulSoup(pages.report(report), "html.parser").find_all("dt")
        (head,) = [head for head in heads if words(head) == "Source of qualitative data"]
        return words(head.find_next_sibling())

    assert whose("Thomas2016") == "Service users" and whose("Anttila2008") == "Mental health workers"
    assert whose("Goscha2015") == "Service users and mental health workers"
    assert whose("Baumel2016") == "No one (no qualitative data)" and whose("Forchuk2015a").startswith(
        "– not reported"
    )


def test_what_the_source_disagrees_on_is_marked_wherever_the_page_shows_it():
    review = OPENED[SYNTHETIC]
    result = review.results.loc[review.results["report_id"] == "Synthetic2018", "result_id"].iloc[0]
    value = review.feature_values[review.feature_values["report_id"] == "Synthetic2018"].iloc[0]
    cell = f"{value['intervention_id']} {value['feature_id']}"
    touched = [
        ("S1", "ratings", "Synthetic2018 mmat-2011 overall", "rating"),
        ("S1", "results", result, "value"),
        ("S1", "feature_values", cell, "value"),
    ]
    cells = table("disagreement_id table_name row_key field_name", *touched)
    page = BeautifulSoup(made(only(review, disagreement_cells=cells)).report("Synthetic2018"), "html.parser")

    def parts(page) -> list[str]:
        heads = [mark.find_previous(["h1", "h2"]) for mark in page.find_all("a", class_="rb-disagrees")]
        return [words(head) for head in heads]

    # In the first sentences, at a glance, in the sentence and at the place in the source.
    assert parts(page) == [
        *["Author 2018"] * 2,
        "What was found",
        *["How good is it?"] * 2,
        "What the review rests on it (13)",
    ]
    unmarked = BeautifulSoup(made(review).report("Synthetic2018"), "html.parser")
    assert len(parts(unmarked)) < len(parts(page))


def test_of_which_intervention_a_feature_is_stands_beside_it_where_the_report_has_several():
    def beside(review, report: str) -> set[str]:
        resting = BeautifulSoup(made(review).report(report), "html.parser").find(id="resting")
        rows = [row for part in resting.find_all_next("dl", class_="rb-rows") for row in part.find_all("dt")]
        assert rows
        return {words(row.small) for row in rows if row.small}

    assert beside(OPENED[WILLIAMS], "Schlosser2016") == set()
    both = OPENED[SAMPLES]
    values = both.feature_values.assign(report_id="Both2020")
    sheets = both.tidier.assign(report_id="Both2020")
    assert beside(only(both, feature_values=values, tidier=sheets), "Both2020") == {"BendWell", "LiftUp"}


def test_a_report_whose_study_is_not_charted_says_so():
    r = OPENED[SAMPLES]
    page = BeautifulSoup(made(only(r, report_studies=r.report_studies[:0])).report("Both2020"), "html.parser")
    assert study_part(page) == "Its study To which study it belongs is not said yet."
    assert words(page.find(class_="rb-answer")).startswith(
        "Mixed methods report on a study that is not named yet"
    )


def test_an_intervention_has_the_reports_and_people_of_all_its_studies_once():
    entries = made(OPENED[SAMPLES])
    page = BeautifulSoup(entries.intervention("bendwell"), "html.parser")
    assert words(page.find(class_="rb-answer")).endswith(
        "1 study with 2 reports: 40 people with back pain and 6 exercise workers."
    )
    assert "Each person counted once: 40 people with back pain;" in words(page)
    lift = BeautifulSoup(entries.intervention("liftup"), "html.parser")
    assert "2 studies with 2 reports: 37 people with back pain" in words(lift.find(class_="rb-answer"))
    assert "37 people with back pain in 2 of 2 studies" in words(lift)
    # Of a report that tells of it beside another.
    assert "Synthetic finding: exercises at a fixed hour" in words(lift)
    lists = {kind: words(BeautifulSoup(listing.page(Frame(entries.shared), held), "html.parser").tbody)
             for kind in ("reports", "interventions") for _, held in entries.lists(kind)}  # fmt: skip
    assert "BendWell and LiftUp Mixed methods 2020 Norway; Japan 52" in lists["reports"]
    assert "Japan Mobile device Coach 2 2" in lists["interventions"]


def test_answers_stand_by_criterion_with_what_each_appraiser_said():
    review = load_review(SYNTHETIC)
    page = BeautifulSoup(made(review).report("Synthetic2018"), "html.parser")
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


def test_a_report_says_what_it_does_for_each_code_and_one_that_only_limits_it_does_not_stand_behind_it():
    review = load_review(SYNTHETIC)
    limits = review.excerpts["direction"].mask(review.excerpts["excerpt_id"] == "F3", "limits")
    review = only(review, excerpts=review.excerpts.assign(direction=limits))
    made = entry.Entries(review, labels=bibliography.labels(review), bibliography={})
    page = BeautifulSoup(made.report("Synthetic2019"), "html.parser")
    (table,) = [one for one in page.find_all("table") if "stands behind" in words(one.caption)]
    told = {words(row.th): words(row.find_all("td")[1]) for row in table.tbody.find_all("tr")}
    assert told["Carrying on: Making a habit"] == "tells of it from participants’ accounts"
    assert told["Adherence"] == "measures something of it"
    assert "Stopping" not in told and "Pain" not in told
    assert made.behind["stopping"] == {"Synthetic2021"}
    assert "± limits it" in words(page.find(id="excerpt-F3"))


def test_a_report_of_a_review_without_grounds_names_its_codes_as_before():
    review = load_review(SYNTHETIC)
    review = only(review, excerpts=review.excerpts.assign(direction=pd.NA, basis=pd.NA))
    made = entry.Entries(review, labels=bibliography.labels(review), bibliography={})
    page = BeautifulSoup(made.report("Synthetic2019"), "html.parser")
    (table,) = [one for one in page.find_all("table") if "stands behind" in words(one.caption)]
    assert [words(cell) for cell in table.thead.find_all("th")] == [
        "Theme or category",
        "Scheme",
        "Also behind it",
    ]


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


def test_an_error_in_a_value_is_reported_with_its_table_row_and_field():
    review = OPENED[WILLIAMS]
    entries = entry.Entries(
        review, labels=bibliography.labels(review), bibliography={}, errors_to=receiver(review.package)
    )
    page = BeautifulSoup(entries.report("Anttila2008"), "html.parser")
    (row,) = [row for row in page.find(id="about").find_all("div") if row.dt and words(row.dt) == "Setting"]
    to = unquote(row.find("a", class_="rb-wrong")["href"])
    assert to.startswith(
        "https://github.com/reviewbook/reviewbook/issues/new?title=Error in reports, Anttila2008, setting&body="
    )
    for line in ("Page: reports/Anttila2008.html", "Table: reports", "Row: Anttila2008", "Field: setting"):
        assert line in to
    assert "Report an error on this page" in words(page.footer)
    assert not BeautifulSoup(made(OPENED[SYNTHETIC]).report("Synthetic2018"), "html.parser").select(
        ".rb-wrong"
    )


def test_a_page_says_how_it_and_its_report_are_cited_and_leads_to_the_full_text():
    review = OPENED[WILLIAMS]
    known = bibliography.references(review)
    entries = entry.Entries(
        review, labels=bibliography.labels(review), bibliography=known, home="https://example.org/book/"
    )
    page = BeautifulSoup(entries.report("Gammon2017"), "html.parser")
    report, own = map(words, page.find(id="cite").find_all("p"))
    assert report.startswith("Gammon, D., Strand, M.") and own.startswith(
        "“Gammon et al. 2017.” In: reviewbook contributors. (2026). Williams et al. 2019"
    )
    assert own.endswith("https://example.org/book/reports/Gammon2017.html")
    assert page.find("a", string="Full text")["href"] == "https://doi.org/10.2196/jmir.7524"
    unknown = entry.Entries(review, labels=bibliography.labels(review), bibliography={})
    page = BeautifulSoup(unknown.report("Forchuk2013"), "html.parser")
    assert "No link to its full text is known." in words(page.find(class_="rb-links"))


def test_what_the_source_disagrees_on_is_marked_behind_its_sentence():
    review = OPENED[WILLIAMS]
    pages = made(review)

    def lead(report: str) -> str:
        return words(BeautifulSoup(pages.report(report), "html.parser").find(class_="rb-answer"))

    mark = "≠ source disagrees"
    assert f"(Norway, 2005 to 2006). {mark} It counts 56 workers." in lead("Anttila2008")
    assert lead("Anttila2008").endswith("It is rated 2/4.")
    assert f"It counts 400 service users and 54 workers. {mark} It is rated" in lead("Forchuk2013")


def test_where_a_review_is_published_again_the_page_says_in_what_its_places_are():
    said = "are in the review that is published again, not in the report."
    assert said in made(OPENED[WILLIAMS]).report("Gammon2017")
    assert said not in made(OPENED[SYNTHETIC]).report("Synthetic2018")
