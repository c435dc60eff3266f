"""Matrices of what was coded: the rules, the HTML that stands without scripts, the scripts of the cells, and the gaps."""

import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS, table
from packages.coded_tables import HOSTILE, WHICH, lines
from packages.reviews import only as made

from reviewbook.appraisal import of_review
from reviewbook.check import open_review
from reviewbook.review.model import Review
from reviewbook.review.schemes import titled
from reviewbook.studies.of_review import linked
from reviewbook.themes import coding, grounds
from reviewbook.themes.drawing import coded_matrix
from reviewbook.themes.drawing.coded_matrix import CELLS
from reviewbook.themes.drawing.gaps import framework_gaps
from reviewbook.themes.drawing.ways import ALWAYS, CROSSED_WITH, ways

BY, CROSSED = ways(OPENED[SYNTHETIC]), CROSSED_WITH + "role"


def page(review: Review, which: str, by: str, **options) -> BeautifulSoup:
    return BeautifulSoup(coded_matrix.coded_matrix(review, which, by, **options).data, "html.parser")


def scripts(review: Review) -> dict[str, dict]:
    """What the scripts hold, by code."""
    found = {}
    for place, content in coded_matrix.files(review):
        name, text = re.fullmatch(r'reviewbook\.data\["codes/([^"]+)"\]=(.*);\n', content.decode()).groups()
        assert place == f"data/{review.name}/codes/{name}.js"
        found[name] = json.loads(text)
    return found


# The tables


def test_themes_by_report():
    assert lines(page(OPENED[SYNTHETIC], "themes", "report_id")) == [
        ["Report", "Passages, each once", "Carrying on", "Stopping"],
        ["All of it", "Making a habit", "Being encouraged"],
        ["Reports, of 5", "3/5", "2/5", "2/5", "1/5", "2/5"],
        ["Passages, each once", "3+3", "2+2", "1+1", "1+1", "1+1"],
        ["Author 2018", "0", "·", "·", "·", "·"],
        ["Author 2019", "2+1", "●1+1", "●1+1", "·", "●1+0"],
        ["Author 2020a", "2+1", "●2+1", "●1+0", "●1+1", "·"],
        ["Author 2020b", "0", "·", "·", "·", "·"],
        ["Author 2021", "0+1", "·", "·", "·", "●0+1"],
    ]  # fmt: skip


def test_a_speaker_row_for_each_party_and_where_an_excerpt_does_not_say_who_speaks_a_range():
    review = OPENED[SYNTHETIC]
    said = {"F1": "participant_and_worker", "F2": pd.NA}
    speaker = review.excerpts["excerpt_id"].map(said).astype("string")
    keep = review.excerpts["excerpt_id"].isin(said)
    changed = review.excerpts.assign(speaker=review.excerpts["speaker"].mask(keep, speaker))
    assert lines(page(made(review, excerpts=changed), "themes", "speaker"))[2:] == [
        ["Speakers, of 2", "2/2", "2/2", "2/2", "1 to 2 of 2", "2/2"],
        ["Passages, each once", "3+3", "2+2", "1+1", "1+1", "1+1"],
        ["Participant", "2+2", "●1+2", "●1+1", "●0+1", "●1+0"],
        ["Worker", "1+1", "●1+0", "●1+0", "·", "●0+1"],
        ["Not charted yet", "1+0", "●1+0", "·", "●1+0", "·"],
    ]


def test_an_excerpt_without_a_report_has_a_row_of_its_own_that_is_not_counted():
    review = OPENED[SYNTHETIC]
    links = review.excerpt_reports
    review = made(review, excerpt_reports=links[links["excerpt_id"] != "Q3"].reset_index(drop=True))
    for by in ("report_id", "intervention_id", "role", CROSSED):
        rows = lines(page(review, "themes", by))
        assert rows[-1] == ["No report named", "0+1", "·", "·", "·", "●0+1"]
        assert rows[3][1] == "3+3"
    assert lines(page(review, "themes", "report_id"))[2][1] == "2/5"


def asked_of(scheme: str, some: str) -> Review:
    """The synthetic review with a scheme that was brought to some reports alone."""
    review = OPENED[SYNTHETIC]
    said = pd.Series(some, index=review.codes.index, dtype="string")
    return made(review, codes=review.codes.assign(asked_of=said.where(review.codes["scheme"] == scheme)))


def test_a_report_that_was_not_asked_is_in_no_denominator_and_its_cells_say_so():
    review = asked_of("themes", "design = qualitative")
    view = page(review, "themes", "report_id")
    assert lines(view)[2:] == [
        ["Reports, of those asked", "3/3", "2/3", "2/3", "1/3", "2/2"],
        ["Passages, each once", "3+3", "2+2", "1+1", "1+1", "1+1"],
        ["Author 2018", "–·", "–·", "–·", "–·", "–·"],
        ["Author 2019", "2+1", "●1+1", "●1+1", "·", "●1+0"],
        ["Author 2020a", "2+1", "●2+1", "●1+0", "●1+1", "–·"],
        ["Author 2020b", "–·", "–·", "–·", "–·", "–·"],
        ["Author 2021", "0+1", "·", "·", "·", "●0+1"],
    ]
    assert "not asked of these reports" in view.get_text()
    assert {cell.get_text() for cell in view.select("td.rb-not-asked")} == {"–not asked"}
    assert "not asked" not in page(OPENED[SYNTHETIC], "themes", "report_id").get_text()


def test_an_intervention_is_asked_where_one_of_its_reports_is_and_in_its_group_where_one_of_that_is():
    review = asked_of("themes", "design = qualitative")
    assert lines(page(review, "themes", "intervention_id"))[2] == [
        "Interventions, of those asked", "3/3", "2/3", "2/3", "1/3", "2/2",
    ]  # fmt: skip
    rows = {row[0]: row[1:] for row in lines(page(review, "themes", CROSSED))}
    assert rows["Coach (1)"] == ["1/1", "1/1", "1/1", "1/1", "–·"]
    assert rows["StrongBack"][-1] == "–·"
    # Nobody knows whom a report would have let speak.
    assert "not asked" not in page(review, "themes", "speaker").get_text()


def test_the_matrix_of_groups_is_that_of_the_reviews_own_question():
    review = OPENED[SYNTHETIC]
    own, named_ = (page(review, "frameworks", by) for by in ("grouping", CROSSED_WITH + "design"))
    assert str(own) == str(named_) and "by intervention and Design" in own.get_text()
    bare = made(review, studies=review.studies.assign(intervention_id="not_applicable"))
    bare = made(bare, questions=bare.questions.assign(grouping="no"), reports=bare.reports.assign(role=pd.NA))
    assert "rb-absent" in coded_matrix.coded_matrix(bare, "frameworks", "grouping").data


def crossed() -> Review:
    """The synthetic review with one intervention alone, used with both worker groups."""
    review = OPENED[SYNTHETIC]
    of_2020a = review.reports["report_id"] == "Synthetic2020a"
    role = pd.Series("usual_worker", index=of_2020a.index, dtype="string").mask(of_2020a, "research_worker")
    return made(
        review,
        reports=review.reports.assign(role=role),
        studies=review.studies.assign(intervention_id="flexline"),
    )


def test_an_intervention_used_with_both_groups_stands_in_each_with_its_reports_of_it():
    review = crossed()
    rows = lines(page(review, "themes", CROSSED))
    assert rows[2:] == [
        ["Interventions, of 1", "1/1", "1/1", "1/1", "1/1", "1/1"],
        ["Passages, each once", "3+3", "2+2", "1+1", "1+1", "1+1"],
        ["Research worker (1)", "1/1", "1/1", "1/1", "1/1", "0/1"],
        ["FlexLine", "2+1", "●2+1", "●1+0", "●1+1", "·"],
        ["Usual worker (1)", "1/1", "1/1", "1/1", "0/1", "1/1"],
        ["FlexLine", "2+2", "●1+1", "●1+1", "·", "●1+1"],
    ]
    assert lines(page(review, "themes", "intervention_id"))[2:] == [
        ["Interventions, of 3", "1/3", "1/3", "1/3", "1/3", "1/3"],
        ["Passages, each once", "3+3", "2+2", "1+1", "1+1", "1+1"],
        ["FlexLine", "3+3", "●2+2", "●1+1", "●1+1", "●1+1"],
        ["MoveMore groups", "0", "·", "·", "·", "·"],
        ["StrongBack", "0", "·", "·", "·", "·"],
    ]
    assert lines(page(review, "themes", "role"))[2][:3] == ["Groups, of 2", "2/2", "2/2"]


def test_cells_of_low_rated_reports_alone_are_marked_and_the_key_says_so():
    review = open_review(WILLIAMS, min_rating=2)
    low = set(of_review.low_rated(review))
    view = page(review, "themes", "report_id")
    for row in view.select("tr[data-row]"):
        signs = {b.get_text() for b in row.select("td b")} - {"○"}  # a supposition, from whichever report
        assert signs <= ({"!"} if row["data-row"] in low else {"●"})
        assert all(
            ("low-rated reports only" in a.get_text()) == (row["data-row"] in low) for a in row.select("td a")
        )
    assert "low-rated reports only (below 2 of 4 points)" in view.select_one(".rb-matrix-key").get_text()
    plain = page(open_review(WILLIAMS), "themes", "report_id")
    assert "!" not in plain.get_text() and "low-rated" not in plain.get_text()


@REVIEWS
@WHICH
def test_totals_are_those_of_the_rule(review, which):
    opened = open_review(review)
    paths = linked(opened)
    for by, unit in (("report_id", "reports"), ("intervention_id", "interventions")):
        for view, scheme in zip(
            page(opened, which, by).select(".rb-coded-view"),
            coding.schemes(opened.codes, which),
            strict=True,
        ):
            coded = coding.coded(
                opened.codes, opened.codings, opened.excerpts, opened.excerpt_reports, scheme=scheme
            )
            rule = coding.support(coded, paths).reindex(view.table["data-codes"].split(), fill_value=0)
            rows = {row[0]: row[2:] for row in lines(view)}
            of = len(getattr(opened, unit))
            assert rows[f"{unit.capitalize()}, of {of}"] == [f"{k}/{of}" for k in rule[unit]]
            told = [sum(map(int, cell.split("+"))) for cell in rows["Passages, each once"]]
            every = rule[["findings", "quotations", "limits", "general"]].sum(axis=1)
            assert told == every.tolist()
            counts = grounds.counts(coded, "report_id").reindex(rule.index, fill_value=0)
            if by == "report_id":
                told, open_ = (counts[list(some)].sum(axis=1) for some in (grounds.EMPIRICAL, grounds.OPEN))
                pairs = zip(told, told + open_, strict=True)
                tell = [f"{k}/{of}" if k == may else f"{k} to {may} of {of}" for k, may in pairs]
                assert rows.get("– with an account or a measure", tell) == tell


def test_what_is_no_account_or_only_limits_has_signs_of_its_own_and_is_not_counted_for_its_code():
    review = OPENED[SYNTHETIC]
    said = {"F1": ("supports", "hypothesis"), "F3": ("limits", "measured"), "Q3": ("general", "authors_view")}
    excerpts = review.excerpts
    for at, column in enumerate(("direction", "basis")):
        given = excerpts["excerpt_id"].map({key: words[at] for key, words in said.items()}).astype("string")
        excerpts = excerpts.assign(**{column: given.fillna(excerpts[column])})
    view = page(made(review, excerpts=excerpts), "themes", "report_id")
    assert lines(view)[2:] == [
        ["Reports, of 5", "2/5", "2/5", "2/5", "1/5", "0/5"],
        ["– with an account or a measure", "2/5", "2/5", "1/5", "1/5", "0/5"],
        ["Passages, each once", "3+3", "2+2", "1+1", "1+1", "1+1"],
        ["Author 2018", "0", "·", "·", "·", "·"],
        ["Author 2019", "2+1", "●1+1", "●1+1", "·", "±1+0"],
        ["Author 2020a", "2+1", "●2+1", "○1+0", "●1+1", "·"],
        ["Author 2020b", "0", "·", "·", "·", "·"],
        ["Author 2021", "0+1", "·", "·", "·", "±0+1"],
    ]
    told = [a.span.get_text() for a in view.select('[data-row="Synthetic2019"] td a')]
    assert told[-1] == "1 finding, only limits or general"
    key = view.select_one(".rb-matrix-key").get_text()
    assert "○ findings + quotations, none of which is known to be an account or a measure" in key
    assert "± findings + quotations that only limit it or speak of it in general" in key


def test_a_scheme_with_quotations_alone_shows_one_number():
    review = OPENED[SYNTHETIC]
    review = made(review, excerpts=review.excerpts.assign(kind=pd.array(["quotation"] * 6, dtype="string")))
    view = page(review, "themes", "report_id")
    assert lines(view)[5] == ["Author 2019", "3", "●2", "●2", "·", "●1"]
    assert view.select_one(".rb-matrix-key li").get_text() == "● quotations"


def test_each_cell_leads_to_its_code_and_says_in_words_what_it_holds():
    row = page(OPENED[SYNTHETIC], "themes", "report_id").select_one('[data-row="Synthetic2020a"]')
    assert [(a["href"], a.span.get_text()) for a in row.select("td a")] == [
        ("#code-carrying_on", "2 findings and 1 quotation"),
        ("#code-co_habit", "1 finding"),
        ("#code-co_encouragement", "1 finding and 1 quotation"),
    ]
    assert row.select("td")[-1].get_text() == "none"  # never "no"
    assert row.th.a["href"] == "../reports/Synthetic2020a.html"


def test_each_scheme_is_a_table_under_a_name_of_its_own():
    review = OPENED[SYNTHETIC]
    names = [view["id"] for view in page(review, "frameworks", "report_id").select(".rb-coded-view")]
    assert names == ["tbl-behaviour-change-by-report", "tbl-outcomes-by-report"]
    names = [view["id"] for view in page(review, "frameworks", CROSSED, name="x").select(".rb-coded-view")]
    assert names == ["x", "x-outcomes"]


def test_spans_fit_the_columns_and_every_head_has_a_scope():
    for by in BY:
        for view in page(crossed(), "themes", by).select("table"):
            widths, deep = set(), []
            for row in view.find_all("tr"):
                cells = row.find_all(["th", "td"])
                widths.add(sum(int(cell.get("colspan", 1)) for cell in cells) + sum(deep))
                deep = [1 for cell in cells if cell.get("rowspan")]
            assert len(widths) == 1 and all(head.get("scope") for head in view.find_all("th"))


def test_deeper_codes_stand_under_their_top_code():
    review = OPENED[SYNTHETIC]
    parent = review.codes["parent_id"].mask(review.codes["code_id"] == "co_encouragement", "co_habit")
    view = page(made(review, codes=review.codes.assign(parent_id=parent)), "themes", "report_id")
    assert lines(view)[1] == ["All of it", "Making a habit", "– Being encouraged"]
    head = view.select_one('[data-code="co_encouragement"]')
    assert head["data-label"] == "Carrying on: Being encouraged"
    assert lines(view)[3] == ["Passages, each once", "3+3", "2+2", "2+2", "1+1", "1+1"]


@WHICH
@pytest.mark.parametrize("by", BY)
def test_same_review_gives_the_same_bytes_and_is_not_changed(which, by):
    review = open_review(SYNTHETIC, min_rating=2)
    before = {name: frame.copy(deep=True) for name, frame in review.tables.items()}
    first = coded_matrix.coded_matrix(review, which, by).data
    assert first == coded_matrix.coded_matrix(open_review(SYNTHETIC, min_rating=2), which, by).data
    for name, frame in before.items():
        pd.testing.assert_frame_equal(review.tables[name], frame)


@pytest.mark.parametrize("by", BY)
def test_hostile_texts_stay_text(by):
    review = OPENED[SYNTHETIC]
    review = made(review, codes=review.codes.assign(label=HOSTILE, description=HOSTILE),
                  interventions=review.interventions.assign(name=HOSTILE),
                  excerpts=review.excerpts.assign(text=HOSTILE, locator=HOSTILE))  # fmt: skip
    html = coded_matrix.coded_matrix(review, "themes", by).data
    assert "<img" not in html and "<b>bold" not in html and "</script" not in html
    for _, content in coded_matrix.files(review):
        assert b"</" not in content
    assert scripts(review)["stopping"]["excerpts"][0]["text"] == HOSTILE
    gaps = framework_gaps(made(review, codings=review.codings[review.codings["code_id"] == "stopping"]))
    assert not re.search(r"(?<!\\)<(img|b>|/script)", gaps.data) and " *all*" not in gaps.data


def test_a_way_to_part_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(
        ValueError, match="by: 'country', expected one of report_id, intervention_id, speaker, role,"
    ):
        coded_matrix.coded_matrix(OPENED[SYNTHETIC], "themes", "country")


def test_a_review_without_codes_or_schemes_says_so_under_the_same_name():
    review = OPENED[SYNTHETIC]
    none = coded_matrix.coded_matrix(made(review, codes=review.codes[:0]), "themes", "report_id").data
    assert ":name: tbl-themes-by-report" in none and "gives no" in none
    assert list(coded_matrix.files(made(review, codes=review.codes[:0]))) == []
    only = made(review, codes=review.codes[review.codes["scheme"] == "themes"])
    told = coded_matrix.coded_matrix(only, "frameworks", "role").data
    assert "This review has no frameworks." in told and ":name: tbl-frameworks-by-role" in told
    assert ":name: tbl-framework-gaps" in framework_gaps(only).data


# The excerpts of a cell


@REVIEWS
@WHICH
@pytest.mark.parametrize("part", [False, True], ids=["all", "one worker group"])
def test_scripts_hold_for_every_cell_as_many_excerpts_as_it_counts(review, which, part):
    opened = open_review(review)
    held, subset = scripts(opened), "all"
    if part:
        subset = max(opened.reports["role"])
        opened = open_review(review, subset=subset)
    some = 0
    for by in ALWAYS if part else ways(opened):
        for view in page(opened, which, by).select(".rb-coded-view"):
            codes = view.table["data-codes"].split()
            assert view["data-by"] == f"{subset} {by}"
            for row in view.select("tr[data-row]"):
                for code, cell in zip(codes, row.select("td")[1:], strict=True):
                    places = (
                        held.get(code, {"rows": {}})["rows"].get(view["data-by"], {}).get(row["data-row"], [])
                    )
                    kinds = [held[code]["excerpts"][at]["kind"] for at in places]
                    n = {"finding": 0, "quotation": 0}
                    for number, kind in re.findall(r"(\d+) (finding|quotation)", cell.span.get_text()):
                        n[kind] = int(number)
                    assert {kind: kinds.count(kind) for kind in n} == n
                    some += len(places)
    assert some


def test_a_script_says_who_speaks_where_and_in_which_reports():
    found = scripts(OPENED[SYNTHETIC])["stopping"]
    assert found["about"] == "What makes people stop."
    quotation = next(one for one in found["excerpts"] if one["id"] == "Q3")
    report = found["reports"][quotation.pop("reports")[0]]
    assert quotation == {
        "id": "Q3", "kind": "quotation", "speaker": "Worker", "page": "", "locator": "Synthetic paper, section 4",
        "text": "Synthetic quotation: some never came back after the first week.", "grounds": ["participants’ account"],
    }  # fmt: skip
    assert report["href"] == "../reports/Synthetic2021.html" and report.keys() == {
        "label",
        "href",
        "rating",
        "points",
    }


def test_nothing_is_told_apart_in_a_script():
    review = OPENED[SYNTHETIC]
    words = pd.array(["not_reported", pd.NA, "not_applicable", "worker", "worker", "worker"], dtype="string")
    texts = review.excerpts["text"].mask(review.excerpts["excerpt_id"] == "Q1", "not_applicable")
    held = scripts(made(review, excerpts=review.excerpts.assign(speaker=words, text=texts)))
    told = {one["id"]: one for code in held.values() for one in code["excerpts"]}
    assert [told[key]["speaker"] for key in ("F1", "F2", "F3")] == [
        "speaker not reported", "speaker not charted yet", "no speaker",
    ]  # fmt: skip
    assert told["Q1"]["text"] == ""


def test_a_code_without_an_excerpt_has_no_script():
    review = OPENED[SYNTHETIC]
    assert "oc_pain" in scripts(review)
    assert "oc_pain" not in scripts(
        made(review, codings=review.codings[review.codings["code_id"] != "oc_pain"])
    )


# Reviews too large for a page


def test_a_long_matrix_shows_its_first_rows_and_totals_of_all(big):
    view = page(big, "themes", "report_id")
    assert len(view.select("tr[data-row]")) == CELLS // 25
    assert (
        view.select_one(".rb-count")
        .get_text()
        .startswith(
            "60 of 300 reports are shown; the totals count all. All are in codes.csv, codings.csv and excerpt_reports.csv."
        )
    )
    assert lines(view)[2][0] == "Reports, of 300"
    whole = coding.coded(big.codes, big.codings, big.excerpts, big.excerpt_reports, scheme="themes")
    n = whole.drop_duplicates("excerpt_id")["kind"].value_counts()
    assert lines(view)[3][1] == f"{n['finding']:,}+{n['quotation']:,}"


def test_schemes_that_stand_together_share_the_room_of_a_page(big):
    several = coding.schemes(big.codes, "frameworks")
    assert len(several) == 2
    for view, scheme in zip(
        page(big, "frameworks", "report_id").select(".rb-coded-view"), several, strict=True
    ):
        codes = (big.codes["scheme"] == scheme).sum()
        assert len(view.select("tr[data-row]")) == CELLS // 2 // codes


def test_where_there_is_much_the_first_scheme_alone_stands_in_the_open(big):
    views = page(big, "frameworks", "report_id").select(".rb-coded-view")
    assert len(views) > 1
    assert [bool(view.find_parent("details")) for view in views] == [False] + [True] * (len(views) - 1)
    titles = [view.find_parent("details").summary.get_text() for view in views[1:]]
    assert titles == [titled(big.package, scheme) for scheme in coding.schemes(big.codes, "frameworks")[1:]]
    few = page(OPENED[SYNTHETIC], "frameworks", "report_id")
    assert len(few.select(".rb-coded-view")) > 1 and not few.find("details")


def test_each_worker_group_has_its_share_of_a_page(big):
    view = page(big, "themes", CROSSED)
    shown = [row["data-row"].split("|")[0] for row in view.select("tr[data-row]")]
    assert shown.count("usual_worker") == shown.count("research_worker") == CELLS // 25 // 2
    assert "interventions are shown" in view.select_one(".rb-count").get_text()


def test_thousands_of_cells_are_no_links_without_scripts(big, monkeypatch):
    view = page(big, "themes", "report_id")
    filled = len(view.select("td i"))
    assert bool(view.select("td a")) == (filled <= 1000)
    monkeypatch.setattr(coded_matrix, "LINKED", filled - 1)
    assert not page(big, "themes", "report_id").select("td a")


def test_a_cell_opens_its_first_50_excerpts(big):
    held = scripts(big)
    view = page(big, "themes", "speaker")
    row = view.select_one("tr[data-row=worker]")
    (code, cell) = next(zip(view.table["data-codes"].split(), row.select("td")[1:], strict=True))
    assert sum(map(int, cell.i.get_text().replace(",", "").split("+"))) > 50
    places = held[code]["rows"]["all speaker"]["worker"]
    order = big.excerpts["excerpt_id"].tolist()
    shown = [held[code]["excerpts"][at]["id"] for at in places]
    assert len(places) == 50 and shown == sorted(shown, key=order.index)


def many_codes(review: Review, n: int) -> Review:
    """A review whose themes have n codes below their first."""
    codes = pd.DataFrame(
        {
            "code_id": [f"c{at:03}" for at in range(n)],
            "parent_id": "carrying_on",
            "scheme": "themes",
            "label": [f"Code {at}" for at in range(n)],
            "description": "not_reported",
            "locator": "x",
        }
    )
    codes = codes.astype("string").assign(position=pd.array(range(10, 10 + n), dtype="Int64"))
    codings = table("excerpt_id code_id coder locator", ("Q3", f"c{n - 1:03}", "a", "x"))
    return made(review, codes=pd.concat([review.codes, codes], ignore_index=True),
                codings=pd.concat([review.codings, codings], ignore_index=True))  # fmt: skip


def test_of_very_many_codes_the_upper_ones_are_shown_and_then_those_with_most_excerpts():
    review = many_codes(OPENED[SYNTHETIC], 300)
    view = page(review, "themes", "report_id")
    codes = view.table["data-codes"].split()
    assert len(codes) == 60 and {"carrying_on", "co_habit", "co_encouragement", "stopping", "c299"} <= set(
        codes
    )
    assert "60 of 304 themes and subthemes are shown" in view.select_one(".rb-count").get_text()
    assert codes == [code for code in coding.tree(review.codes, scheme="themes")["code_id"] if code in codes]
    assert "c299" in scripts(review) and len(lines(view)[4]) == 2 + 60


def test_pages_of_a_large_review_stay_small(big):
    size = sum(len(coded_matrix.coded_matrix(big, "frameworks", by).data) for by in ("report_id", CROSSED))
    assert size < 1_000_000


# By the answers to questions of the form


def test_what_was_coded_is_parted_by_the_answers_to_any_question_with_which_tables_may_be_grouped():
    assert [by for by in BY if "supervision" in by or "design" in by] == [
        "design", "intervention_id x design", "supervision", "intervention_id x supervision"
    ]  # fmt: skip
    assert tuple(BY)[:5] == ALWAYS
    found = page(OPENED[SYNTHETIC], "themes", "supervision")
    assert found.select_one(".rb-coded-view")["id"] == "tbl-themes-by-supervision"
    assert found.caption.text == "Themes by Supervision"
    heads = [row[0] for row in lines(found)[2:]]
    assert heads == [
        "Answers, of 3", "Passages, each once", "Supervised", "Partly supervised", "Unsupervised", "Not reported"
    ]  # fmt: skip


def test_a_question_about_interventions_groups_these_by_their_own_answers():
    review = OPENED[SYNTHETIC]
    questions = review.questions
    row = questions[questions["question_id"] == "supervision"].assign(
        question_id="delivery", about="entity", label="Delivery", type="text"
    )
    one = made(review, questions=pd.concat([questions, row.assign(type="choice")], ignore_index=True))
    found = page(one, "themes", "intervention_id x delivery")
    groups = [head.th.text for head in found.select("tr.rb-group")]
    assert groups == ["Mobile (1)", "Other (1)", "Web (1)"]


def test_a_page_of_one_answer_opens_the_excerpts_of_its_reports():
    opened = open_review(SYNTHETIC, subset="supervision=partly")
    view = page(opened, "themes", "report_id").select_one(".rb-coded-view")
    assert view["data-by"] == "all report_id"
    assert view["data-reports"].split() == [f"../reports/{one}.html" for one in opened.reports["report_id"]]
    whole = page(OPENED[SYNTHETIC], "themes", "report_id").select_one(".rb-coded-view")
    assert "data-reports" not in whole.attrs
