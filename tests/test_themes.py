"""Coding: trees of codes, and what stands behind each code, nothing counted twice."""

import pytest
from packages import OPENED, REVIEWS, SYNTHETIC, table

from reviewbook import themes

NA = "not_applicable"
CODES = table(
    "code_id parent_id scheme position label",
    ("leaving", NA, "themes", 2, "Leaving"),
    ("staying", NA, "themes", 1, "Staying"),
    ("st_pride", "staying", "themes", 2, "Pride"),
    ("st_habit", "staying", "themes", 1, "Habit"),
    ("st_ha_home", "st_habit", "themes", 1, "At home"),
    ("skill", NA, "framework", 1, "Skill"),
)
EXCERPTS = table(
    "excerpt_id speaker kind text page locator",
    ("F1", "worker", "finding", "a finding", NA, "par. 1"),
    ("Q1", "runner", "quotation", "a quotation", "3", "par. 2"),
    ("Q2", "runner", "quotation", "another", "4", "par. 3"),
)
LINKS = table("excerpt_id report_id", ("F1", "A"), ("F1", "B"), ("Q1", "A"), ("Q2", "C"))
CODINGS = table(
    "excerpt_id code_id coder",
    ("F1", "st_ha_home", "x"),
    ("F1", "st_ha_home", "y"),  # the same code by a second coder
    ("F1", "staying", "y"),  # and a code above it
    ("Q1", "st_pride", "x"),
    ("Q1", "st_habit", "x"),
    ("Q2", "leaving", "x"),
    ("Q2", "skill", "x"),
)
PATH = table("report_id study_id intervention_id", ("A", "s1", "i1"), ("B", "s1", "i1"), ("C", "s2", "i1"))


def coded(scheme="themes"):
    return themes.coded(CODES, CODINGS, EXCERPTS, LINKS, scheme=scheme)


def found(codes=CODES, links=LINKS, codings=CODINGS) -> list[tuple]:
    return [(p.code, p.file, p.row, p.found) for p in themes.problems(codes, EXCERPTS, links, codings)]


def test_a_tree_lists_each_parent_before_its_children_in_their_positions():
    nodes = themes.tree(CODES, scheme="themes")
    assert list(nodes[["code_id", "depth", "top"]].itertuples(index=False, name=None)) == [
        ("staying", 0, "staying"),
        ("st_habit", 1, "staying"),
        ("st_ha_home", 2, "staying"),
        ("st_pride", 1, "staying"),
        ("leaving", 0, "leaving"),
    ]


def test_a_scheme_that_is_not_there_is_an_empty_tree():
    assert themes.tree(CODES, scheme="nowhere").empty
    assert coded("nowhere").empty


def test_a_code_holds_what_is_coded_below_it_each_pair_once():
    rows = coded()[["code_id", "excerpt_id", "report_id"]]
    assert list(rows.itertuples(index=False, name=None)) == [
        ("staying", "F1", "A"),
        ("staying", "F1", "B"),
        ("staying", "Q1", "A"),
        ("st_habit", "F1", "A"),
        ("st_habit", "F1", "B"),
        ("st_habit", "Q1", "A"),
        ("st_ha_home", "F1", "A"),
        ("st_ha_home", "F1", "B"),
        ("st_pride", "Q1", "A"),
        ("leaving", "Q2", "C"),
    ]


def test_schemes_are_kept_apart():
    assert coded("framework")["code_id"].tolist() == ["skill"]


def test_support_counts_excerpts_reports_studies_and_interventions_once():
    support = themes.support(coded(), PATH)
    # F1 comes from two reports of one study and was coded three times below "staying": one finding, one study.
    assert support.to_dict("index") == {
        "staying": {"findings": 1, "quotations": 1, "reports": 2, "studies": 1, "interventions": 1},
        "st_habit": {"findings": 1, "quotations": 1, "reports": 2, "studies": 1, "interventions": 1},
        "st_ha_home": {"findings": 1, "quotations": 0, "reports": 2, "studies": 1, "interventions": 1},
        "st_pride": {"findings": 0, "quotations": 1, "reports": 1, "studies": 1, "interventions": 1},
        "leaving": {"findings": 0, "quotations": 1, "reports": 1, "studies": 1, "interventions": 1},
    }


@REVIEWS
def test_no_code_is_supported_by_more_than_there_is_nor_by_less_than_the_codes_below_it(review):
    r = OPENED[review]
    path = r.reports[["report_id", "study_id"]].merge(
        r.studies[["study_id", "intervention_id"]], on="study_id"
    )
    for scheme in r.codes["scheme"].unique():
        support = themes.support(
            themes.coded(r.codes, r.codings, r.excerpts, r.excerpt_reports, scheme=scheme), path
        )
        assert (support["findings"] <= (r.excerpts["kind"] == "finding").sum()).all()
        assert (support["quotations"] <= (r.excerpts["kind"] == "quotation").sum()).all()
        assert (support["reports"] <= len(r.reports)).all()
        assert (support["studies"] <= support["reports"]).all()
        assert (support["interventions"] <= support["studies"]).all()
        parents = r.codes.set_index("code_id")["parent_id"]
        for code in support.index:
            if parents[code] in support.index:
                assert (support.loc[parents[code]] >= support.loc[code]).all(), code


def test_a_matrix_counts_excerpts_by_report():
    matrix = themes.matrix(coded(), "report_id")
    assert matrix.loc["staying"].to_dict() == {"A": 2, "B": 1, "C": 0}
    assert matrix.loc["leaving"].to_dict() == {"A": 0, "B": 0, "C": 1}


def test_a_matrix_by_speaker_counts_an_excerpt_of_two_reports_once():
    assert themes.matrix(coded(), "speaker").loc["staying"].to_dict() == {"worker": 1, "runner": 1}


def test_support_of_the_synthetic_themes_as_counted_by_hand():
    r = OPENED[SYNTHETIC]
    path = r.reports[["report_id", "study_id"]].merge(
        r.studies[["study_id", "intervention_id"]], on="study_id"
    )
    table_ = themes.coded(r.codes, r.codings, r.excerpts, r.excerpt_reports, scheme="themes")
    assert themes.support(table_, path).to_dict("index") == {
        "carrying_on": {"findings": 2, "quotations": 2, "reports": 2, "studies": 2, "interventions": 2},
        "co_habit": {"findings": 1, "quotations": 1, "reports": 2, "studies": 2, "interventions": 2},
        "co_encouragement": {"findings": 1, "quotations": 1, "reports": 1, "studies": 1, "interventions": 1},
        "stopping": {"findings": 1, "quotations": 1, "reports": 2, "studies": 2, "interventions": 2},
    }


def test_codings_that_are_whole_have_no_problem():
    assert found() == []


def test_an_excerpt_without_a_report_or_a_code_is_named():
    assert found(links=LINKS.drop(index=3), codings=CODINGS.drop(index=[3, 4])) == [
        ("THEM-002", "excerpts.csv", 3, "Q1 without a code"),
        ("THEM-001", "excerpts.csv", 4, "Q2 without a report"),
    ]


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({"st_pride": "skill"}, [("THEM-003", "codes.csv", 4, "a parent in scheme framework")]),
        ({"leaving": "leaving"}, [("THEM-003", "codes.csv", 2, "leaving above itself")]),
        (
            {"staying": "st_pride"},
            [
                ("THEM-003", "codes.csv", 3, "staying above itself"),
                ("THEM-003", "codes.csv", 4, "st_pride above itself"),
                ("THEM-003", "codes.csv", 5, "st_habit above itself"),
                ("THEM-003", "codes.csv", 6, "st_ha_home above itself"),
            ],
        ),
        ({"leaving": "not_reported"}, [("THEM-003", "codes.csv", 2, "the parent not_reported")]),
        ({"leaving": None}, []),
    ],
)
def test_a_parent_that_leads_nowhere_is_named(parents, expected):
    codes = CODES.copy()
    for code, parent in parents.items():
        codes.loc[codes["code_id"] == code, "parent_id"] = parent
    assert found(codes=codes) == expected
