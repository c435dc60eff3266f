"""Coding: trees of codes, and what stands behind each code, nothing counted twice."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS, shared, table
from packages.codings import CODES, CODINGS, EXCERPTS, LINKS

from reviewbook.studies.of_review import linked
from reviewbook.themes import coding

PATH = table("report_id study_id intervention_id", ("A", "s1", "i1"), ("B", "s1", "i1"), ("C", "s2", "i1"))


def coded(scheme="themes"):
    return coding.coded(CODES, CODINGS, EXCERPTS, LINKS, scheme=scheme)


def test_a_tree_lists_each_parent_before_its_children_in_their_positions():
    nodes = coding.tree(CODES, scheme="themes")
    assert list(nodes[["code_id", "depth", "top"]].itertuples(index=False, name=None)) == [
        ("staying", 0, "staying"),
        ("st_habit", 1, "staying"),
        ("st_ha_home", 2, "staying"),
        ("st_pride", 1, "staying"),
        ("leaving", 0, "leaving"),
    ]


def test_a_scheme_that_is_not_there_is_an_empty_tree():
    assert coding.tree(CODES, scheme="nowhere").empty
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


def test_an_excerpt_of_no_report_stays_and_says_so():
    rows = coding.coded(CODES, CODINGS, EXCERPTS, LINKS.drop(index=3), scheme="themes")
    assert rows.loc[rows["code_id"] == "leaving", ["excerpt_id", "report_id"]].values.tolist() == [
        ["Q2", pd.NA]
    ]
    assert len(rows) == len(coded())


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("worker", ("worker",)),
        ("service_user_and_worker", ("service_user", "worker")),
        ("a_and_b_and_c", ("a", "b", "c")),
        ("worker_and_worker", ("worker",)),
        ("not_reported", ()),
        ("not_applicable", ()),
        (pd.NA, ()),
        (None, ()),
    ],
)
def test_two_who_speak_together_are_two_parties(speaker, expected):
    assert coding.parties(speaker) == expected


def test_speakers_are_counted_once_an_excerpt_those_with_most_first():
    excerpts = EXCERPTS.assign(speaker=pd.array(["runner_and_worker", "worker", None], dtype="string"))
    rows = coding.speakers(coding.coded(CODES, CODINGS, excerpts, LINKS, scheme="themes"))
    assert list(rows.itertuples(index=False, name=None)) == [
        ("staying", "worker", 2),
        ("staying", "runner", 1),
        ("st_habit", "worker", 2),
        ("st_habit", "runner", 1),
        ("st_ha_home", "runner", 1),
        ("st_ha_home", "worker", 1),
        ("st_pride", "worker", 1),
    ]


COUNTS = ["findings", "quotations", "reports", "studies", "interventions", "speakers"]


def test_support_counts_excerpts_reports_studies_interventions_and_speakers_once():
    support = coding.support(coded(), PATH)
    # F1 comes from two reports of one study and was coded three times below "staying": one finding, one study.
    assert support[COUNTS].T.to_dict("list") == {
        "staying": [1, 1, 2, 1, 1, 2],
        "st_habit": [1, 1, 2, 1, 1, 2],
        "st_ha_home": [1, 0, 2, 1, 1, 1],
        "st_pride": [0, 1, 1, 1, 1, 1],
        "leaving": [0, 1, 1, 1, 1, 1],
    }


def test_support_counts_low_rated_reports_and_excerpts_of_none():
    rows = coding.coded(CODES, CODINGS, EXCERPTS, LINKS.drop(index=3), scheme="themes")
    support = coding.support(rows, PATH, low=["A"])
    assert support["low"].to_dict() == {
        "staying": 1,
        "st_habit": 1,
        "st_ha_home": 1,
        "st_pride": 1,
        "leaving": 0,
    }
    assert support["unreported"].to_dict() == dict.fromkeys(support.index, 0) | {"leaving": 1}
    assert support.loc["leaving", ["quotations", "reports", "interventions"]].tolist() == [1, 0, 0]


def test_support_counts_findings_with_a_contrary_one_whichever_was_written_first():
    for one, other in (("F1", "Q2"), ("Q2", "F1")):
        against = table(
            "finding_id excerpt_id relation", (one, other, "contrary"), ("F1", "Q1", "illustrates")
        )
        support = coding.support(coded(), PATH, relations=against)
        assert support["contrary"].to_dict() == {
            "staying": 1,
            "st_habit": 1,
            "st_ha_home": 1,
            "st_pride": 0,
            "leaving": 0,
        }


def test_what_limits_a_code_or_is_general_is_counted_beside_it():
    said = table("excerpt_id direction", ("F1", "limits"), ("Q1", None), ("Q2", "general"))
    rows = coding.coded(CODES, CODINGS, EXCERPTS.merge(said, on="excerpt_id"), LINKS, scheme="themes")
    support = coding.support(rows, PATH, low=["B"])
    kept = ["findings", "quotations", "reports", "studies", "speakers", "low", "limits", "general"]
    assert support[kept].T.to_dict("list") == {
        "staying": [0, 1, 1, 1, 1, 0, 1, 0],
        "st_habit": [0, 1, 1, 1, 1, 0, 1, 0],
        "st_ha_home": [0, 0, 0, 0, 0, 0, 1, 0],
        "st_pride": [0, 1, 1, 1, 1, 0, 0, 0],
        "leaving": [0, 0, 0, 0, 0, 0, 0, 1],
    }


def test_a_finding_that_another_limits_is_no_contrary_one():
    limits = table("finding_id excerpt_id relation", ("F1", "Q1", "limits"))
    support = coding.support(coded(), PATH, relations=limits)
    assert support.loc["staying", ["contrary", "limited"]].tolist() == [0, 1]
    assert support.loc["st_pride", ["contrary", "limited"]].tolist() == [0, 0]  # Q1, which limits F1


# --- as it is read


FINDINGS = table(
    "excerpt_id speaker kind",
    ("F1", "worker", "finding"),
    ("F2", "worker", "finding"),
    ("Q1", "runner", "quotation"),
    ("Q2", "runner", "quotation"),
    ("Q3", "runner", "quotation"),
)
BEARING = table(
    "finding_id excerpt_id relation",
    ("F1", "Q1", "contrary"),
    ("F2", "Q1", "supports"),
    ("F2", "F1", "supports"),
    ("F1", "Q2", "illustrates"),
)


def read(*pairs, relations=BEARING) -> list[tuple]:
    codings = table("excerpt_id code_id", *pairs)
    rows = coding.statements(CODES, codings, FINDINGS, relations, scheme="themes")
    assert not rows.duplicated(["code_id", "excerpt_id"]).any()
    return [
        tuple(None if pd.isna(cell) else cell for cell in row)
        for row in rows.itertuples(index=False, name=None)
    ]


def test_quotations_stand_beneath_the_finding_that_they_bear_on_most_closely():
    every = [(excerpt, "st_pride") for excerpt in FINDINGS["excerpt_id"]]
    assert read(*every) == [
        ("st_pride", "F1", "F1", None),
        ("st_pride", "F1", "Q2", "illustrates"),
        ("st_pride", "F2", "F2", None),
        ("st_pride", "F2", "Q1", "supports"),
        ("st_pride", None, "Q3", None),
    ]


def test_a_quotation_whose_finding_is_under_another_code_stands_alone():
    assert read(("F1", "st_habit"), ("Q2", "st_pride")) == [
        ("st_habit", "F1", "F1", None),
        ("st_pride", None, "Q2", None),
    ]


def test_an_excerpt_stands_under_the_lowest_codes_that_it_was_given():
    assert read(("F1", "staying"), ("F1", "st_ha_home"), ("F2", "staying"), ("F1", "leaving")) == [
        ("staying", "F2", "F2", None),
        ("st_ha_home", "F1", "F1", None),
        ("leaving", "F1", "F1", None),
    ]


def test_nothing_coded_is_nothing_to_read():
    assert read() == []
    assert read(("F1", "skill")) == []


@given(
    pairs=st.sets(
        st.tuples(st.sampled_from(list(FINDINGS["excerpt_id"])), st.sampled_from(list(CODES["code_id"])))
    ),
    relations=st.sets(
        st.tuples(st.sampled_from(["F1", "F2"]), st.sampled_from(list(FINDINGS["excerpt_id"])))
    ),
    relation=st.sampled_from(coding.RELATIONS),
)
def test_every_excerpt_of_a_code_is_read_there_or_below_it_and_nothing_else(pairs, relations, relation):
    codings = table("excerpt_id code_id", *sorted(pairs))
    bearing = table("finding_id excerpt_id relation", *((*pair, relation) for pair in sorted(relations)))
    links = table("excerpt_id report_id")
    whole = coding.coded(CODES, codings, FINDINGS, links, scheme="themes")
    rows = read(*sorted(pairs), relations=bearing)
    above = {"st_habit": ["staying"], "st_ha_home": ["staying", "st_habit"], "st_pride": ["staying"]}
    there = {(up, excerpt) for code, _, excerpt, _ in rows for up in [code, *above.get(code, [])]}
    assert there == set(whole[["code_id", "excerpt_id"]].itertuples(index=False, name=None))
    assert {(excerpt, code) for code, _, excerpt, _ in rows} <= pairs


def test_what_bears_on_a_finding_is_told_from_both_sides_once():
    relations = table(
        "finding_id excerpt_id relation",
        ("F1", "F2", "contrary"),
        ("F2", "F1", "contrary"),  # the same, written the other way round
        ("F1", "Q1", "illustrates"),
        ("F2", "F3", "supports"),
        ("F3", "F4", "limits"),
    )
    assert list(coding.related(relations).itertuples(index=False, name=None)) == [
        ("F1", "F2", "contrary"),
        ("F2", "F1", "contrary"),
        ("F1", "Q1", "illustrated"),
        ("Q1", "F1", "illustrates"),
        ("F2", "F3", "supported"),
        ("F3", "F2", "supports"),
        ("F3", "F4", "limited"),
        ("F4", "F3", "limits"),
    ]


@REVIEWS
def test_each_finding_of_a_review_is_read_once_under_a_code_and_its_counts_are_those_of_the_table(review):
    r = OPENED[review]
    for scheme in r.codes["scheme"].unique():
        rows = coding.statements(r.codes, r.codings, r.excerpts, r.finding_excerpts, scheme=scheme)
        whole = coding.coded(r.codes, r.codings, r.excerpts, r.excerpt_reports, scheme=scheme)
        assert set(rows["excerpt_id"]) == set(whole["excerpt_id"])
        assert not rows.duplicated(["code_id", "excerpt_id"]).any()
        found = rows[rows["finding_id"].isna() | rows["relation"].notna()]
        assert set(found["excerpt_id"]) == set(whole.loc[whole["kind"] == "quotation", "excerpt_id"])


# --- counts of whole reviews


@REVIEWS
def test_no_code_is_supported_by_more_than_there_is_nor_by_less_than_the_codes_below_it(review):
    r = OPENED[review]
    path = linked(r)
    for scheme in r.codes["scheme"].unique():
        support = coding.support(
            coding.coded(r.codes, r.codings, r.excerpts, r.excerpt_reports, scheme=scheme), path
        )
        assert (support["findings"] <= (r.excerpts["kind"] == "finding").sum()).all()
        assert (support["quotations"] <= (r.excerpts["kind"] == "quotation").sum()).all()
        assert (support["reports"] <= len(r.reports)).all()
        assert (support["studies"] <= support["reports"]).all()  # of these reviews no report tells of several
        assert (support["interventions"] <= support["studies"]).all()
        parents = r.codes.set_index("code_id")["parent_id"]
        for code in support.index:
            if parents[code] in support.index:
                assert (support.loc[parents[code]] >= support.loc[code]).all(), code


def test_support_of_the_synthetic_themes_as_counted_by_hand():
    r = OPENED[SYNTHETIC]
    path = linked(r)
    table_ = coding.coded(r.codes, r.codings, r.excerpts, r.excerpt_reports, scheme="themes")
    support = coding.support(table_, path, low=["Synthetic2019"], relations=r.finding_excerpts)
    assert support[[*COUNTS, "low", "contrary"]].T.to_dict("list") == {
        "carrying_on": [2, 2, 2, 2, 2, 2, 1, 1],
        "co_habit": [1, 1, 2, 2, 2, 1, 1, 1],
        "co_encouragement": [1, 1, 1, 1, 1, 2, 0, 0],
        "stopping": [1, 1, 2, 2, 2, 2, 1, 1],
    }


@pytest.mark.parametrize(
    ("which", "expected"), [("themes", ["themes"]), ("frameworks", ["behaviour_change", "outcomes"])]
)
def test_schemes_are_found_in_the_data_or_brought_to_it(which, expected):
    assert coding.schemes(OPENED[SYNTHETIC].codes, which) == expected


# --- the first review, against its text


def test_every_report_that_the_section_on_influences_cites_stands_behind_an_excerpt():
    text = shared("seed/williams-2019.txt").read_text("utf-8")
    start = text.index("Influences on interactions between service users and\nworkers")
    section = text[start : text.index("Discussion\nPrincipal findings")]
    section = re.sub(r"\s+", " ", section.replace("-\n", "-"))
    cited = set(re.findall(r"\[(\d[\d, –]*)\]", section)) - {"39"}  # the framework's own reference
    told = " ".join(OPENED[WILLIAMS].excerpt_reports["locator"])
    assert len(cited) > 25
    assert {numbers for numbers in cited if f"{numbers}]" not in told} == set()
