"""The results on the pages of their report and of its intervention."""

from packages import REVIEWS, SYNTHETIC, WILLIAMS, blanks
from packages.sites import plain, words, written


@REVIEWS
def test_every_result_stands_on_the_pages_of_its_report_and_of_its_intervention(site):
    study_of = {row["report_id"]: row["study_id"] for row in site.rows("report_studies")}
    about = {row["study_id"]: row["intervention_id"] for row in site.rows("studies")}
    found = site.rows("results")
    assert found
    for row in found:
        own = site.page(f"reports/{row['report_id']}.html")
        whole = site.page(f"interventions/{about[study_of[row['report_id']]]}.html")
        for page in (own, whole):
            wanted = [plain(row[name]).replace("_", " ") for name in ("outcome", "time_point", "locator")]
            lines = [
                line
                for line in map(words, page.select("#results tr, #more-results tr"))
                if all(one in line for one in wanted)
            ]
            assert len(lines) == 1, row
            assert row["note"] == "not_applicable" or plain(row["note"]) in lines[0]


def test_a_direction_stands_as_sign_and_word_with_what_it_is_compared_with(tmp_path):
    site = written(SYNTHETIC, tmp_path / "site")
    text = " ".join(map(words, site.page("reports/Synthetic2018.html").select("#results, #more-results")))
    assert "▲ favours compared with: usual care" in text and "−12.5 points" in text and "87.5 %" in text
    assert "Synthetic2018" not in text, "a page does not name its own report in each row"


def test_a_report_without_results_has_no_part_for_them(tmp_path):
    page = written(SYNTHETIC, tmp_path / "site").page("reports/Synthetic2019.html")
    assert page.find(id="results") is None and not page.find("a", href="#results")


def test_a_review_without_results_has_the_pages_that_it_had(tmp_path):
    site = written(blanks.without(WILLIAMS, tmp_path, "results"), tmp_path / "site")
    for page in ("reports/Schlosser2016.html", "interventions/prime.html"):
        assert site.page(page).find(id="results") is None and "results.csv" not in str(site.page(page))


def test_a_result_says_of_what_it_is_silent(tmp_path):
    page = written(WILLIAMS, tmp_path / "site").page("interventions/pcr.html")
    lines = [
        words(row).replace(" ,", ",") for row in page.find(id="results").find_next("table").find_all("tr")
    ]
    assert any("whose: – not reported, up to months 5 and 6" in line for line in lines)
    assert any("service users, when: – not reported" in line for line in lines)
