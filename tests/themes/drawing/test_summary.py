"""The thematic summary: every finding with its evidence, and numbers that agree with the tables."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS, large, table
from packages.summaries import HOSTILE, changed

from reviewbook import check, tables
from reviewbook.check import open_review
from reviewbook.themes import coding
from reviewbook.themes.drawing import summary
from reviewbook.themes.drawing.summary import thematic_summary

WHICH = pytest.mark.parametrize("which", ["themes", "frameworks"])


def soup(review, which="themes"):
    return BeautifulSoup(thematic_summary(review, which).data, "html.parser")


def words(element) -> str:
    return " ".join(element.get_text(" ").split()).replace(" .", ".").replace(" ;", ";").replace(" )", ")")


def item(page, excerpt):
    return page.find(id=f"excerpt-{excerpt}").find_parent("li")


# --- everything is there, and the numbers agree


@REVIEWS
@WHICH
def test_every_excerpt_of_a_review_is_there_in_full_under_its_codes(review, which):
    r = OPENED[review]
    page = soup(r, which)
    text = dict(zip(r.excerpts["excerpt_id"], r.excerpts["text"], strict=True))
    for scheme in coding.schemes(r.codes, which):
        rows = coding.statements(r.codes, r.codings, r.excerpts, r.finding_excerpts, scheme=scheme)
        for code, own in rows.groupby("code_id"):
            place = page.find(id=f"code-{code}")
            told = [
                p.get_text() for p in place.select(".rb-finding > p:first-child, blockquote > p:first-child")
            ]
            said = [p.strip("“”") for p in told]
            assert {text[e].strip("“”") for e in own["excerpt_id"]} <= set(said), code


@REVIEWS
@WHICH
def test_counts_of_the_summary_are_those_of_the_table(review, which):
    r = OPENED[review]
    page, rows = soup(r, which), {}
    for line in tables.support(r, which).data.split("\n* - ")[1:]:
        cells = [cell.strip() for cell in line.split("\n  - ")]
        if code := re.search(r'href="#code-([^"]+)"', cells[0]):
            findings = sum(int(n) for n in re.findall(r"(?:^|<br>)\+?(\d+)", cells[5]))
            rows[code[1]] = (cells[1], int(cells[3].split("/")[0]), findings, int(cells[6].split("\n")[0]))
    assert set(rows) == set(r.codes.loc[r.codes["scheme"].isin(coding.schemes(r.codes, which)), "code_id"])
    for code, (reports, interventions, findings, quotations) in rows.items():
        place = page.find(id=f"code-{code}")
        if not findings + quotations:
            assert place.name == "span" and "Without any passage" in words(place.parent)
            continue
        line = words((place if place.name == "section" else place.parent).select_one(".rb-behind"))
        told = {
            noun: int(n) for n, noun in re.findall(r"(\d+) (finding|quotation)s?\b", line.split(" for it")[0])
        }
        assert told == {k: n for k, n in (("finding", findings), ("quotation", quotations)) if n}, line
        first, *more = re.findall(r"(?:^|<br>)\+?(\d+)", reports)
        assert f"{first} of {len(r.reports)} reports " in line, line
        assert re.findall(r"(\d+) more ", line) == more, line
        assert f"{interventions} of {len(r.interventions)} interventions" in line


def test_without_direction_and_basis_a_theme_is_counted_as_before():
    blank = {"excerpts": lambda frame: frame.assign(direction=pd.NA, basis=pd.NA)}
    line = words(soup(changed(**blank)).find(id="code-carrying_on").select_one(".rb-behind"))
    assert line.startswith("2 findings and 2 quotations from 2 of 5 reports, 2 of 3 interventions.")
    assert "charted yet" not in soup(changed(**blank)).get_text()


def test_what_limits_a_theme_is_marked_and_not_counted_for_it():
    def limiting(frame):
        return frame.assign(direction=frame["direction"].mask(frame["excerpt_id"] == "F1", "limits"))

    place = soup(changed(excerpts=limiting)).find(id="code-carrying_on")
    line = words(place.select_one(".rb-behind"))
    assert line.startswith("1 finding and 2 quotations speak for it: 2 of 5 reports tell of it")
    assert "± 1 passage limits it" in line
    assert "± limits it" in words(place.find(id="excerpt-F1"))


def test_a_finding_that_another_limits_stands_beside_it_with_its_word():
    def limits(frame):
        return frame.assign(relation=frame["relation"].replace({"contrary": "limits"}))

    page = soup(changed(finding_excerpts=limits))
    assert "± 1 finding is limited by another" in words(
        page.find(id="code-carrying_on").select_one(".rb-behind")
    )
    assert "± Limited by:" in words(page.select_one("li.rb-limited"))
    assert "± Limits:" in words(page.select_one("li.rb-limits"))
    assert "≠" not in words(page)


def test_seed_themes_carry_every_finding_of_the_section_that_they_stand_for():
    r = OPENED[WILLIAMS]
    section = r.excerpts[r.excerpts["locator"].str.startswith(("Working together", "Feelings of mistrust"))]
    page = soup(r)
    assert len(section) > 50
    assert {f"excerpt-{key}" for key in section["excerpt_id"]} <= {
        tag["id"] for tag in page.find_all(id=True)
    }


@REVIEWS
@WHICH
def test_every_link_within_the_page_leads_somewhere_and_every_anchor_is_one(review, which):
    page = soup(OPENED[review], which)
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in page.select('a[href^="#"]')} <= set(ids)
    away = [a for a in page.select('a[href^="../"]') if "rb-disagrees" not in a.get("class", [])]
    reports = {a["href"] for a in away}
    assert reports <= {f"../reports/{key}.html" for key in OPENED[review].reports["report_id"]}


@REVIEWS
@WHICH
def test_summary_is_the_same_every_time(review, which):
    assert thematic_summary(OPENED[review], which).data == thematic_summary(OPENED[review], which).data


# --- a theme


def test_theme_says_what_stands_behind_it_and_who_speaks():
    theme = soup(OPENED[SYNTHETIC]).find(id="code-carrying_on")
    assert theme.name == "section" and theme.h3.get_text() == "Carrying on"
    assert theme.select_one(".rb-statement").get_text() == "What keeps people exercising."
    assert words(theme.select_one(".rb-behind")) == (
        "2 findings and 2 quotations speak for it: 2 of 5 reports tell of it from participants’ accounts; 2 of 3 interventions. "
        "≠ 1 finding has a contrary one"
    )
    assert words(theme.select_one(".rb-source")) == (
        "Passages by speaker: Participant 2; Worker 1 (2 of 2 kinds of speaker); not said 1."
    )


def test_subthemes_unfold_and_their_evidence_is_in_sight_before():
    folded = soup(OPENED[SYNTHETIC]).select("#code-carrying_on > details")
    assert [one.h4.get_text() for one in folded] == ["Making a habit", "Being encouraged"]
    assert words(folded[1].summary) == (
        "Being encouraged 1 finding and 1 quotation speak for it: 1 of 5 reports tells of it from participants’ accounts; "
        "1 of 3 interventions. ! rests on a single report"
    )
    assert (
        folded[0].select_one("div")["id"] == "code-co_habit"
    )  # within what is folded: a link to it unfolds it
    assert not folded[0].has_attr("open")


@pytest.mark.parametrize(
    ("min_rating", "marks"),
    [(0, ["! rests on a single report"]),
     (2, ["! rests on a single report"]),
     (3, ["! rests on a single report", "! rests on low-rated reports alone"])],
)  # fmt: skip
def test_code_that_rests_on_one_or_on_low_rated_reports_is_marked(min_rating, marks):
    review = replace(OPENED[SYNTHETIC], min_rating=min_rating)
    summary_ = soup(review).find(id="code-co_encouragement").parent.summary
    assert [words(mark) for mark in summary_.select(".rb-marks > span")] == marks
    text = tables.support(review, "themes").data
    row = next(row for row in text.split("\n* - ") if "#code-co_encouragement" in row)
    assert [mark for mark, _ in re.findall(r"\[([!◐][^]]*)\]\{\.(rb-\w+)\}", row)] == marks


def test_code_that_rests_mostly_on_low_rated_reports_says_how_many():
    review = replace(OPENED[WILLIAMS], min_rating=2)
    line = words(soup(review).find(id="code-wt_footing").parent.select_one(".rb-behind"))
    assert "; 4 of these reports are rated low; 7 of 11 interventions." in line and "mostly" not in line
    line = words(soup(review).find(id="code-wt_more_say").parent.select_one(".rb-behind"))
    assert "; 3 of these reports are rated low; " in line and "◐ rests mostly on low-rated reports" in line


def test_codes_under_which_nothing_is_coded_are_named_and_can_be_linked_to():
    review = changed(codings=lambda codings: codings[codings["code_id"] != "oc_pain"])
    page = soup(review, "frameworks")
    assert words(page.find(id="code-oc_pain").parent) == "Without any passage: Pain."


def test_several_schemes_stand_under_their_names_and_one_stands_alone():
    page = soup(OPENED[SYNTHETIC], "frameworks")
    assert [h.get_text() for h in page.find_all("h3")] == ["Behaviour change", "Outcomes"]
    assert [h.get_text() for h in page.find_all("h4")] == [
        "Capability",
        "Opportunity",
        "Motivation",
        "Adherence",
        "Pain",
    ]
    assert [h.get_text() for h in soup(OPENED[WILLIAMS]).find_all("h3")] == [
        "Working together",
        "Feelings of mistrust and not being appreciated",
    ]


def test_a_tree_of_any_depth_keeps_to_the_levels_of_headings():
    codes = [("c0", "not_applicable")] + [(f"c{n}", f"c{n - 1}") for n in range(1, 7)]
    rows = [(code, above, "themes", 1, code.upper(), "About it.", "here") for code, above in codes]
    review = changed(
        codes=table("code_id parent_id scheme position label description locator", *rows),
        codings=table("excerpt_id code_id coder locator", ("F1", "c6", "x", "here")),
    )
    page = soup(review)
    assert [h.name for h in page.find_all(re.compile("^h[1-6]$"))] == [
        "h3",
        "h4",
        "h5",
        "h6",
        "h6",
        "h6",
        "h6",
    ]
    assert len(item(page, "F1").find_parents("details")) == 6


# --- a finding


def test_finding_has_its_speaker_its_reports_with_ratings_and_its_place():
    review = replace(OPENED[SYNTHETIC], min_rating=3)
    finding = soup(review).find(id="excerpt-F1")
    assert words(finding.select_one(".rb-source")) == (
        "Finding · speaker not reported · measured · Author 2019 (2/4) ! low and Author 2020a (2/4) ! low · Synthetic paper, section 4"
    )
    assert [a["href"] for a in finding.select("a")] == [
        "../reports/Synthetic2019.html",
        "../reports/Synthetic2020a.html",
    ]


def test_a_finding_on_which_the_source_disagrees_is_marked_and_no_other():
    page = soup(OPENED[WILLIAMS])
    marked = {one.find_parent(id=True)["id"] for one in page.select(".rb-disagrees")}
    assert marked == {"excerpt-F10", "excerpt-F12"}


def test_quotations_stand_beneath_their_finding_marked_exact_with_their_page():
    quotation = item(soup(OPENED[SYNTHETIC]), "F1").blockquote
    assert quotation["id"] == "excerpt-Q1"
    assert quotation.p.get_text() == "“Synthetic quotation: the exercises fitted into my day.”"
    line = words(quotation.select_one(".rb-source"))
    assert line.startswith("Quotation, exact · Participant · ") and " · p. 3 · " in line


def test_page_that_is_not_reported_is_said_and_one_not_charted_yet_too():
    def forgets(excerpts):
        return excerpts.assign(page=excerpts["page"].mask(excerpts["excerpt_id"] == "Q1"))

    page = soup(changed(excerpts=forgets))
    assert "page not reported" in words(page.find(id="excerpt-Q3"))
    assert "page not charted yet" in words(page.find(id="excerpt-Q1"))


def test_contrary_findings_stand_beside_each_other_in_both_directions():
    page = soup(OPENED[SYNTHETIC])
    one, other = (item(page, key).select(".rb-beside > .rb-contrary") for key in ("F1", "F3"))
    assert [a["href"] for li in one for a in li.select('a[href^="#"]')] == ["#excerpt-F3"]
    assert [a["href"] for li in other for a in li.select('a[href^="#"]')] == ["#excerpt-F1"]
    assert words(one[0]).startswith("≠ Contrary: Synthetic finding: pain made some people stop.")
    assert "under “Stopping”" in words(one[0])


def test_each_code_that_an_excerpt_beside_stands_under_is_named_in_marks_of_its_own():
    (against,) = item(soup(OPENED[SYNTHETIC], "frameworks"), "F3").select(".rb-beside > .rb-contrary")
    assert words(against).endswith("under “Opportunity” and “Adherence”")


def test_an_excerpt_of_two_speakers_is_said_to_count_for_each():
    note = "A passage of two kinds of speaker counts for each of them."
    assert note in words(soup(OPENED[WILLIAMS]).select_one(".rb-note"))
    assert note not in words(soup(OPENED[SYNTHETIC]).select_one(".rb-note"))


def test_contrary_findings_that_were_written_twice_are_named_once():
    def twice(relations):
        return pd.concat(
            [relations, table("finding_id excerpt_id relation locator", ("F3", "F1", "contrary", "p"))]
        )

    page = soup(changed(finding_excerpts=lambda relations: twice(relations).reset_index(drop=True)))
    assert len(item(page, "F1").select(".rb-contrary")) == len(item(page, "F3").select(".rb-contrary")) == 1


def test_supporting_findings_are_named_at_both_ends():
    page = soup(OPENED[WILLIAMS])
    assert "+ Supported by:" in words(item(page, "F02")) and "+ Supports:" in words(item(page, "F20"))


def test_quotation_that_supports_or_is_contrary_says_so_beneath_its_finding():
    assert "+ Supports · Quotation, exact" in words(item(soup(OPENED[SYNTHETIC]), "F3").blockquote)
    against = changed(finding_excerpts=lambda own: own.assign(relation="contrary"))
    assert "≠ Contrary · Quotation, exact" in words(item(soup(against), "F3").blockquote)


def test_what_bears_on_a_finding_and_stands_on_another_page_is_told_without_a_link():
    rows = ("excerpt_id code_id coder locator", ("F1", "co_habit", "x", "p"), ("F3", "oc_pain", "x", "p"))
    beside = item(soup(changed(codings=table(*rows))), "F1").select_one(".rb-contrary")
    assert "pain made some people stop" in words(beside) and beside.select('a[href^="#"]') == []


def test_much_that_bears_on_a_finding_is_cut_and_counted():
    n = summary.BEARING + 3
    more = pd.DataFrame({"excerpt_id": [f"X{at}" for at in range(n)], "kind": "finding", "text": "Other."})
    review = changed(
        excerpts=lambda own: pd.concat([own, more.astype("string")], ignore_index=True),
        finding_excerpts=table(
            "finding_id excerpt_id relation locator",
            *[("F1", key, "contrary", "p") for key in more["excerpt_id"]],
        ),
    )
    beside = item(soup(review), "F1").select(".rb-beside > li")
    assert len(beside) == summary.BEARING + 1
    assert words(beside[-1]) == "3 more are in finding_excerpts.csv."


def test_excerpt_of_no_report_is_shown_and_says_so_with_its_document():
    page = soup(changed(excerpt_reports=lambda links: links[~links["excerpt_id"].isin(["F2", "Q2"])]))
    assert "no report named · " in words(page.find(id="excerpt-F2"))
    assert "no report named (SYNTHETIC text of Synthetic2020a)" in words(page.find(id="excerpt-Q2"))
    line = words(page.find(id="code-co_encouragement").parent.summary)
    assert "1 finding and 1 quotation speak for it: 0 of 5 reports; 0 of 3 interventions." in line
    assert "– 2 of these passages name no report" in line
    none = changed(excerpt_reports=lambda links: links.head(0), min_rating=2)
    assert len(soup(none).select(".rb-finding")) == 3
    assert "0/5\n" in tables.support(none, "themes").data


def test_picture_or_recording_is_named_in_words():
    def pictured(excerpts):
        return excerpts.assign(text=excerpts["text"].mask(excerpts["excerpt_id"] == "Q1", "not_applicable"))

    quotation = soup(changed(excerpts=pictured)).find(id="excerpt-Q1")
    assert quotation.p.get_text() == "a piece of a picture or a recording"


def test_very_long_passage_is_cut_and_says_how_long_it_is():
    long = "word " * 1_000
    page = soup(
        changed(excerpts=lambda own: own.assign(text=own["text"].mask(own["excerpt_id"] == "F3", long)))
    )
    text = page.select_one("#excerpt-F3 > p").get_text()
    assert text.endswith("… [cut here; 4,999 characters in all]") and len(text) < summary.CHARACTERS + 60


def test_review_without_ratings_names_reports_alone():
    review = changed(ratings=lambda own: own.head(0), appraisals=lambda own: own.head(0))
    line = words(soup(review).find(id="excerpt-F1"))
    assert "/4" not in line and "not rated" not in line
    assert "Behind each report" not in words(soup(review))


def test_report_without_a_rating_is_said_not_to_have_one():
    review = changed(
        ratings=lambda own: own[own["report_id"] != "Synthetic2019"], appraisals=lambda own: own.head(0)
    )
    assert "(not rated)" in words(soup(review).find(id="excerpt-F3"))


# --- what cannot be shown


def test_labels_and_texts_of_a_review_stay_text():
    review = changed(
        codes=lambda own: own.assign(label=HOSTILE, description=HOSTILE),
        excerpts=lambda own: own.assign(text=HOSTILE, locator=HOSTILE, page=HOSTILE),
        documents=lambda own: own.assign(name=HOSTILE),
        excerpt_reports=lambda own: own.head(0),
    )
    for which in ("themes", "frameworks"):
        html = thematic_summary(review, which).data
        assert "<img" not in html and "<b>bold" not in html and "</script" not in html
        assert BeautifulSoup(html, "html.parser").find(string=re.compile(re.escape("<b>bold</b>")))


def test_review_without_codes_or_of_no_such_scheme_says_so_in_a_line():
    none = changed(codes=lambda own: own.head(0))
    assert "This review gives no themes and categories" in thematic_summary(none, "themes").data
    assert "tbl-findings-themes" in thematic_summary(none, "themes").data
    only = changed(codes=lambda own: own[own["scheme"] == "outcomes"])
    assert "This review has no themes." in thematic_summary(only, "themes").data


def test_subset_shows_its_own_reports_alone():
    whole = open_review(SYNTHETIC, subset="coach")
    page = soup(whole)
    assert {a["href"] for a in page.select('a[href^="../reports"]')} == {"../reports/Synthetic2020a.html"}
    assert "of 2 reports" in words(page)


# --- many


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many") / "large"
    return check.open_review(
        large.write(folder, reports=60, interventions=20, features=3, excerpts=3_000), min_rating=2
    )


@WHICH
def test_large_summary_shows_an_equal_part_of_each_code_and_says_of_how_many(many, which):
    page = soup(many, which)
    lists = page.select("ul.rb-statements")
    shown = len(page.select(".rb-said > .rb-finding, .rb-said > blockquote"))
    assert shown <= summary.EXCERPTS
    assert all(one.find_parent("details") for one in lists)  # a page of so many begins folded
    assert {len(one.select(".rb-finding, blockquote")) for one in lists} == {summary.EXCERPTS // len(lists)}
    told = [
        re.match(r"(\d+) of ([\d,]+) passages are shown", words(one.find_next_sibling("p"))) for one in lists
    ]
    assert {int(one[1]) for one in told} == {summary.EXCERPTS // len(lists)}
    own = sum(
        len(coding.statements(many.codes, many.codings, many.excerpts, many.finding_excerpts, scheme=scheme))
        for scheme in coding.schemes(many.codes, which)
    )
    assert sum(int(one[2].replace(",", "")) for one in told) == own
    ids = {tag["id"] for tag in page.find_all(id=True)}
    assert {a["href"][1:] for a in page.select('a[href^="#"]')} <= ids


def test_many_excerpts_of_a_code_at_the_top_are_folded(monkeypatch):
    top = soup(OPENED[WILLIAMS], "frameworks").find(id="code-understanding_values")
    n = len(top.select("details .rb-said > .rb-finding, details .rb-said > blockquote"))
    assert n > summary.OPEN and top.details.summary.get_text() == f"{n} findings and quotations"
    monkeypatch.setattr(summary, "OPEN", n)
    assert soup(OPENED[WILLIAMS], "frameworks").find(id="code-understanding_values").details is None


def test_a_long_list_of_codes_is_cut_and_counted(monkeypatch):
    monkeypatch.setattr(summary, "CODES", 2)
    page = soup(OPENED[SYNTHETIC])
    assert page.select('[id^="code-"]') == page.select("#code-carrying_on, #code-co_habit")
    assert "2 of 4 themes or categories of “Themes” are shown; all are in codes.csv." in words(page)
