"""The evidence map without scripts, and the data that its script reads."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from packages import HERE, OPENED, REVIEWS, SYNTHETIC, WILLIAMS
from packages.reviews import only

from reviewbook.check import open_review
from reviewbook.evidence_map import axes as rules
from reviewbook.evidence_map import charts


class Parsed(HTMLParser):
    """Checks that what is opened is closed, and keeps identifiers, links and the text that a reader sees."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open, self.ids, self.links, self.text = [], [], [], ""
        self.feed(text)
        self.close()
        assert not self.open, f"never closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_a_review_with_one_thing_to_lay_reports_out_by_has_its_list_and_no_map_of_that_by_itself():
    review = open_review(HERE / "synthetic_policy")
    page = Parsed(charts.evidence_map(review).data)
    assert page.ids == ["fig-evidence-map", "tbl-explorer"]
    assert "here that can be done by year alone. All reports are listed." in page.text
    assert all(f"../reports/{report}.html" in page.links for report in review.reports["report_id"])
    with pytest.raises(ValueError, match="no dimension 'design', expected one of year"):
        charts.evidence_map(review, x="design")


@REVIEWS
def test_page_holds_every_report_the_totals_and_the_anchors(review):
    opened = OPENED[review]
    page = Parsed(charts.evidence_map(opened).data)
    assert page.ids == ["figure-map", "map", "fig-evidence-map", "tbl-explorer"]
    for report in opened.reports["report_id"]:
        assert f"../reports/{report}.html" in page.links
    for intervention in opened.interventions["intervention_id"]:
        assert f"../interventions/{intervention}.html" in page.links


def test_seeds_totals_stand_in_one_line():
    page = Parsed(charts.evidence_map(OPENED[WILLIAMS]).data)
    assert "15 of 15 reports, 11 of 11 interventions, 919 people in 11 of 12 studies" in page.text


def test_seeds_countries_by_design_come_out():
    page = charts.evidence_map(OPENED[WILLIAMS], x="design", y="country").data
    rows = re.findall(r'<tr><th scope="row">([^<]+)</th>(.*?)</tr>', page.split("tbl-explorer")[0])
    cells = {
        name: [re.sub(r"<[^>]+>", "", text) for text in re.findall(r"<td[^>]*>(.*?)</td>", row)]
        for name, row in rows
    }
    assert cells["Canada"] == ["none", "2", "none"]
    assert cells["Netherlands"] == ["none", "1", "1"]
    assert cells["Norway"] == ["1 2", "1", "none"]
    assert "8 pairs without a report" in page and "gap<" not in page and "Norway: Quantitative" in page


def test_the_seeds_map_opens_on_what_reports_tell_by_worker_role_as_its_form_calls_it():
    page = charts.evidence_map(OPENED[WILLIAMS]).data
    assert 'data-x="role" data-y="below.themes"' in page
    assert "by Worker role (columns) and Themes, in detail (rows)" in page and "<span>gap</span>" not in page


def test_a_map_opens_on_outcomes_where_a_review_has_them():
    assert 'data-x="role" data-y="scheme.outcomes"' in charts.evidence_map(OPENED[SYNTHETIC]).data


def test_a_single_gap_is_one_pair():
    assert "1 gap: a pair without a report" in charts.evidence_map(OPENED[SYNTHETIC]).data


def test_a_cell_without_a_report_is_a_gap_only_where_the_question_was_asked():
    def nothing(review, **axes):
        page = charts.evidence_map(OPENED[review], **axes).data
        return set(re.findall(r"<span>(gap|none|none told)</span>", page))

    assert nothing(SYNTHETIC, x="design", y="scheme.outcomes") == {"gap"}
    assert nothing(WILLIAMS, x="design", y="country") == {"none"}
    assert nothing(WILLIAMS, x="country", y="features.Technology components") == {"none told"}


def test_seeds_people_are_counted_once():
    page = charts.evidence_map(OPENED[WILLIAMS], x="role", y="country", measure="participants").data
    canada = re.search(r'<th scope="row">Canada</th>(.*?)</tr>', page).group(1)
    assert "400" in canada and "794" not in canada


def test_people_that_are_not_reported_are_said_so():
    page = charts.evidence_map(OPENED[WILLIAMS], x="role", y="intervention", measure="participants").data
    mieli = re.search(r'<th scope="row">Mieli.Net</th>(.*?)</tr>', page).group(1)
    assert 'aria-label="middle rating, number of people not known"' in mieli
    assert "?</span>" in mieli and "in 0 of 1 study" in mieli


def test_area_of_a_bubble_says_its_number():
    sizes = [float(re.search(r'width="([\d.]+)"', charts._mark("high", n, 100)).group(1)) for n in (100, 25)]
    assert sizes[0] == pytest.approx(2 * sizes[1], abs=0.1)


def test_words_of_the_review_are_escaped():
    opened = OPENED[SYNTHETIC]
    tables = dict(opened.tables)
    tables["interventions"] = opened.interventions.assign(name="</script><b>\u2028&")
    strange = replace(opened, tables=tables)
    page = charts.evidence_map(strange, x="intervention").data
    assert "<b>" not in page and "&lt;b&gt;" in page
    script = charts.data(strange).decode()
    assert "</" not in script and "\u2028" not in script
    names = next(one for one in content(strange)["dimensions"] if one["key"] == "intervention")["labels"]
    assert names[0] == "</script><b>\u2028&"


def test_subset_and_minimum_stand_on_the_page_for_the_script():
    opened = open_review(WILLIAMS, subset="usual_worker", min_rating=3)
    page = charts.evidence_map(opened).data
    assert f'data-reports="{" ".join(opened.reports["report_id"])}"' in page and 'data-min-rating="3"' in page
    assert "data-reports" not in charts.evidence_map(open_review(WILLIAMS)).data
    assert "11 of 11 reports" in page and "below 3 of 4 points" in page


def test_without_a_contrast_low_is_below_two_points():
    assert 'data-min-rating="2"' in charts.evidence_map(open_review(WILLIAMS, min_rating=0)).data


def test_more_reports_than_a_page_can_hold_are_counted_and_all_downloadable(monkeypatch):
    monkeypatch.setattr(charts, "MOST_ROWS", 3)
    page = Parsed(charts.evidence_map(OPENED[SYNTHETIC]).data)
    assert "3 of 5 reports are shown; all are in reports.csv." in page.text
    assert "../data/synthetic/reports.csv" in page.links
    assert len([link for link in page.links if link.startswith("../reports/")]) == 3


def test_long_axis_says_how_much_of_it_is_shown(monkeypatch):
    monkeypatch.setattr(rules, "LONGEST_AXIS", 3)
    monkeypatch.setattr(rules, "MOST_FREQUENT", 2)
    page = Parsed(charts.evidence_map(OPENED[WILLIAMS], y="country").data)
    assert "Country: 2 of 6 shown in rows, those with most reports; filter to see others." in page.text


def test_a_review_without_reports_says_so():
    bare = replace(
        OPENED[SYNTHETIC], tables=OPENED[SYNTHETIC].tables | {"reports": OPENED[SYNTHETIC].reports.iloc[:0]}
    )
    page = Parsed(charts.evidence_map(bare).data)
    assert "This review gives no included reports" in page.text and page.ids == [
        "fig-evidence-map",
        "tbl-explorer",
    ]


def test_a_review_of_nothing_but_reports_and_studies_has_a_map():
    opened = OPENED[SYNTHETIC]
    empty = (
        "ratings",
        "appraisals",
        "features",
        "feature_values",
        "codes",
        "codings",
        "excerpts",
        "excerpt_reports",
    )
    tables = dict(opened.tables) | {name: opened.tables[name].iloc[:0] for name in empty}
    page = Parsed(charts.evidence_map(replace(opened, tables=tables)).data)
    assert "5 of 5 reports" in page.text
    keys = [one["key"] for one in content(replace(opened, tables=tables))["dimensions"]]
    assert "rating" not in keys and "intervention" in keys


def test_the_page_of_the_map_offers_every_table_that_the_map_lays_out():
    notebook = json.loads((WILLIAMS.parents[1] / "notebooks" / "07-evidence-map.ipynb").read_text("utf-8"))
    (offered,) = [
        source for cell in notebook["cells"] if "tables.downloads" in (source := "".join(cell["source"]))
    ]
    laid_out = (
        "reports",
        "studies",
        "interventions",
        "ratings",
        "feature_values",
        "codes",
        "codings",
        "excerpts",
        "excerpt_reports",
    )
    assert [table for table in laid_out if f'"{table}"' not in offered] == []


@pytest.mark.parametrize("asked", [{"x": "colour"}, {"y": "colour"}, {"measure": "pages"}])
def test_what_there_is_no_dimension_of_is_refused_with_what_there_is(asked):
    with pytest.raises(ValueError, match=r"expected one of .*(design|studies)"):
        charts.evidence_map(OPENED[SYNTHETIC], **asked)


def content(review) -> dict:
    text = charts.data(review).decode()
    assert text.startswith('reviewbook.data["explorer"]={') and text.endswith("};\n")
    return json.loads(text.removeprefix('reviewbook.data["explorer"]=').removesuffix(";\n"))


@REVIEWS
def test_data_hold_each_report_and_its_values(review):
    opened = OPENED[review]
    whole, found_ = content(opened), charts.laid(opened)
    assert whole["reports"]["id"] == opened.reports["report_id"].tolist()
    for one in whole["dimensions"]:
        if one["key"] == "rating":
            continue
        ids = getattr(opened, one["of"] + "s")[one["of"] + "_id"].tolist()
        if one["of"] == "intervention":  # and that of reports which name none
            assert one["members"].pop() == []
        members = found_.dimensions[one["key"]].members
        held = members.groupby(f"{one['of']}_id")["value"].agg(set)
        for key, places in zip(ids, one["members"], strict=True):
            assert {one["values"][at] for at in ([places] if isinstance(places, int) else places)} == held[
                key
            ]


def test_data_and_page_are_the_same_bytes_in_every_process():
    program = (
        "import sys; from reviewbook.review.reading import load_review; from reviewbook.evidence_map import charts;"
        "r = load_review(sys.argv[1]); sys.stdout.buffer.write(charts.data(r) + charts.evidence_map(r).data.encode())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(WILLIAMS)],
        capture_output=True,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1"},
    )
    opened = OPENED[WILLIAMS]
    assert run.stdout == charts.data(opened) + charts.evidence_map(opened).data.encode()


def test_a_report_that_only_limits_a_theme_does_not_stand_under_it():
    review = OPENED[SYNTHETIC]
    said = review.excerpts["direction"].mask(review.excerpts["excerpt_id"] == "Q3", "limits")
    limited = only(review, excerpts=review.excerpts.assign(direction=said))
    under = []
    for one in (review, limited):
        members = charts.laid(one).dimensions["scheme.themes"].members
        under.append(set(members.loc[members["value"] == "stopping", "report_id"]))
    assert under == [{"Synthetic2019", "Synthetic2021"}, {"Synthetic2019"}]


def test_what_is_laid_out_and_stands_otherwise_elsewhere_is_told_beneath_the_map():
    review = OPENED[SYNTHETIC]
    page = Parsed(charts.evidence_map(review).data)
    assert "../notebooks/08-claims.html#disagreement-S2" in page.links
    assert "≠ source disagrees on: Country of the FlexLine trial; Name of FlexLine." in page.text
    part = open_review(SYNTHETIC, subset="coach")  # no report of it rests on a disagreement
    assert "source disagrees on:" not in charts.evidence_map(part).data


def opened(review):
    """The rows and the columns that a map begins with."""
    found = charts.laid(review)
    rows = charts._dimension(found, None, (charts._subjects(found.dimensions), 2))
    columns = charts._dimension(found, None, (charts._groups(found.dimensions), 2))
    return rows.key, columns.key


def test_a_map_without_themes_interventions_and_groups_begins_with_what_the_form_asks_grouping_or_not():
    review = OPENED[SYNTHETIC]
    bare = only(
        review,
        codes=review.codes[:0],
        codings=review.codings[:0],
        interventions=review.interventions[:0],
        studies=review.studies.assign(intervention_id="not_applicable"),
        reports=review.reports.assign(role=None, population=None, design=None, country=None),
        questions=review.questions.assign(
            grouping="no",
            axis=review.questions["axis"].mask(review.questions["question_id"] == "equipment", "yes"),
        ),
    )
    assert opened(bare) == ("equipment", "supervision")
    assert opened(review)[0] == "scheme.themes"


def test_each_cell_of_the_table_of_reports_names_its_column():
    table = charts.evidence_map(OPENED[SYNTHETIC]).data.split("tbl-explorer")[1]
    heads = re.findall(r'<th scope="col">([^<]+)</th>', table)
    for row in re.findall(r'<tr><th scope="row">.*?</tr>', table):
        assert re.findall(r'<td data-label="([^"]+)">', row) == heads[1:]


def test_the_key_shows_the_ratings_that_there_are():
    key = charts.evidence_map(OPENED[WILLIAMS]).data.split('<ul class="rb-map-key">')[1].split("</ul>")[0]
    items = re.findall("<li.*?</li>", key)
    assert [": <span>0 reports" in one for one in items] == [False, False, False, True]
    assert [one.startswith("<li hidden>") for one in items] == [False, False, False, True]


def test_a_map_without_ratings_tells_nothing_of_them():
    review = OPENED[SYNTHETIC]
    rated = charts.evidence_map(review).data
    assert '<ul class="rb-map-key"><li' in rated and "under the best rated of them" in rated
    unrated = charts.evidence_map(
        only(review, ratings=review.ratings[:0], appraisals=review.appraisals[:0])
    ).data
    assert (
        '<ul class="rb-map-key" hidden><li hidden>' in unrated
        and "is counted once, and its people too." in unrated
    )
