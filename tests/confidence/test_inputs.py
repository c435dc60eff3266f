"""What the data give beside each component, counted once, and never more than is charted."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from packages import table
from packages.examples import examples

from reviewbook.confidence import inputs
from reviewbook.studies.links import links

NA = "not_applicable"
REPORTS = table(
    "report_id design population country setting role",
    ("A", "qualitative", "Runners", "Norway", "Club", "coach"),
    ("B", "mixed_methods", "Runners", "Norway", "Club", "coach"),
    ("C", "qualitative", "not_reported", "Kenya", None, "coach"),
    ("D", "quantitative", "Swimmers", "Japan", "Pool", "friend"),
)
TOLD = table(
    "report_id study_id sample_of",
    ("A", "s1", NA),
    ("B", "s1", NA),
    ("C", "s2", NA),
    ("D", "s3", NA),
)
STUDIES = table(
    "study_id intervention_id participants_n workers_n",
    ("s1", "run", 12, None),
    ("s2", "run", None, None),
    ("s3", "swim", 30, 2),
)
EXCERPTS = table(
    "excerpt_id speaker kind",
    ("F1", "runner_and_coach", "finding"),
    ("F2", "not_reported", "finding"),
    ("Q1", "runner", "quotation"),
)
CODED = table(
    "code_id excerpt_id report_id",
    ("staying", "F1", "A"),
    ("staying", "F1", "B"),
    ("staying", "Q1", "A"),
    ("staying", "F2", "C"),
    ("staying", "F2", None),
)
LINKS = table("excerpt_id report_id", ("F1", "A"), ("F1", "B"), ("Q1", "A"), ("F2", "C"))
RELATIONS = table(
    "finding_id excerpt_id relation",
    ("F1", "Q1", "illustrates"),
    ("F1", "F2", "contrary"),
    ("F2", "F1", "supports"),
)
POINTS = pd.Series({"A": 1.0, "B": 3.0})
SUBJECTS = table("about_kind about_id", ("code", "staying"), ("code", "leaving"), ("finding", "F1"))


def told(about: str = "staying", component: str | None = None, **changed) -> list[tuple]:
    given_ = {"excerpts": EXCERPTS, "relations": RELATIONS, "reports": REPORTS, "studies": STUDIES} | changed
    behind = inputs.evidence(CODED, ["F1"], LINKS, given_["relations"])
    found = inputs.measures(
        behind,
        SUBJECTS,
        given_["reports"],
        given_["studies"],
        links(given_["reports"], TOLD, given_["studies"]),
        given_["excerpts"],
        given_["relations"],
        POINTS,
        min_rating=changed.get("min_rating", 2),
    )
    own = found[(found["about_id"] == about) & (found["component"] == component)]
    rows = own[["measure", "value", "n", "of"]].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).to_numpy().tolist()]


def test_behind_a_finding_are_itself_and_the_quotations_that_illustrate_it():
    behind = inputs.evidence(CODED, ["F1"], LINKS, RELATIONS)
    own = behind[behind["about_kind"] == "finding"]
    assert set(own[["excerpt_id", "report_id"]].itertuples(index=False, name=None)) == {
        ("F1", "A"),
        ("F1", "B"),
        ("Q1", "A"),
    }


def test_ratings_count_reports_once_and_a_report_without_one_is_not_low():
    assert told(component="methodological_limitations") == [
        ("reports", None, 3, 4),
        ("low_rated", None, 1, 2),
        ("not_rated", None, 1, 3),
        ("design", "qualitative", 2, None),
        ("design", "mixed_methods", 1, None),
    ]
    assert told("F1", "methodological_limitations")[:3] == [
        ("reports", None, 2, 4),
        ("low_rated", None, 1, 2),
        ("not_rated", None, 0, 2),
    ]


def test_without_a_contrast_nothing_is_called_low():
    assert "low_rated" not in [row[0] for row in told(component="methodological_limitations", min_rating=0)]


def test_what_is_contrary_counts_in_both_directions():
    assert told(component="coherence") == [("relation", "contrary", 2, 2)]
    assert told("F1", "coherence") == [("relation", "contrary", 1, 1)]


def test_where_no_relation_is_charted_nobody_says_that_nothing_is_contrary():
    assert told(component="coherence", relations=RELATIONS[:0]) == []


def test_a_limit_counts_for_the_finding_that_it_limits():
    limits = table("finding_id excerpt_id relation", ("F1", "F2", "limits"))
    assert told(component="coherence", relations=limits) == [
        ("relation", "contrary", 0, 2),
        ("relation", "limits", 1, 2),
    ]


def directed(*directions: str | None) -> pd.DataFrame:
    return EXCERPTS.assign(direction=pd.array(list(directions), "string"))


def test_what_limits_a_code_stands_beside_it_and_counts_for_coherence_alone():
    limited = directed("supports", "limits", None)
    assert told(component="coherence", excerpts=limited) == [
        ("relation", "contrary", 2, 2),
        ("direction", "limits", 1, None),
        ("direction", "supports", 1, None),
        ("direction", "", 1, None),
    ]
    assert told(component="methodological_limitations", excerpts=limited)[0] == ("reports", None, 2, 4)
    rows = {row[0]: row[2] for row in told(component="adequacy", excerpts=limited)}
    assert (rows["findings"], rows["quotations"], rows["studies"]) == (1, 1, 1)
    assert ("country", "Kenya", 1, None) not in told(component="relevance", excerpts=limited)


def test_a_finding_that_limits_a_code_stands_for_itself_where_it_is_assessed():
    limits = directed("limits", "supports", "limits")
    assert told("F1", "methodological_limitations", excerpts=limits)[0] == ("reports", None, 2, 4)
    assert [row[0] for row in told("F1", "coherence", excerpts=limits)] == ["relation"]


def test_a_column_that_is_blank_says_nothing():
    assert told(component="coherence", excerpts=directed(None, None, None)) == [
        ("relation", "contrary", 2, 2)
    ]


def test_people_are_counted_once_a_study_and_unknown_numbers_are_no_zero():
    assert told(component="adequacy") == [
        ("studies", None, 2, 3),
        ("interventions", None, 1, 2),
        ("participants", None, 12, None),
        ("participants_not_said", None, 1, 2),
        ("workers", None, None, None),
        ("workers_not_said", None, 2, 2),
        ("findings", None, 2, None),
        ("quotations", None, 1, None),
        ("speaker", "runner", 2, None),
        ("speaker", "coach", 1, None),
        ("speaker", "not_reported", 1, None),
    ]


def test_a_report_counts_once_by_the_basis_that_says_most():
    based = EXCERPTS.assign(basis=pd.array(["hypothesis", None, "measured"], "string"))
    rows = [row for row in told(component="adequacy", excerpts=based) if row[0] == "basis"]
    # A has a quotation that was measured and a finding that is supposed.
    assert rows == [
        ("basis", "measured", 1, None),
        ("basis", "", 1, None),
        ("basis", "hypothesis", 1, None),
    ]
    blank = EXCERPTS.assign(basis=pd.array([None] * 3, "string"))
    assert "basis" not in [row[0] for row in told(component="adequacy", excerpts=blank)]


def test_places_are_those_of_studies_and_what_is_silent_comes_last():
    assert told(component="relevance") == [
        ("population", "Runners", 1, None),
        ("population", "not_reported", 1, None),
        ("country", "Kenya", 1, None),
        ("country", "Norway", 1, None),
        ("setting", "Club", 1, None),
        ("setting", "", 1, None),
        ("role", "coach", 2, None),
    ]


def test_what_one_report_of_a_study_says_is_said_of_the_study():
    silent = REPORTS.assign(
        population=REPORTS["population"].where(REPORTS["report_id"] != "B", "not_reported")
    )
    own = told(component="relevance", reports=silent)
    assert [one for one in own if one[0] == "population"] == [
        ("population", "Runners", 1, None),
        ("population", "not_reported", 1, None),
    ]
    neither = REPORTS.assign(population="not_reported")
    assert ("population", "not_reported", 2, None) in told(component="relevance", reports=neither)


def test_columns_of_the_authors_own_are_not_taken_for_others():
    own = EXCERPTS.assign(setting="mine", design="mine", country="mine")
    studies = STUDIES.assign(about_id="mine", setting="mine")
    assert told(component="relevance", excerpts=own, studies=studies) == told(component="relevance")
    assert told(component="adequacy", excerpts=own, studies=studies) == told(component="adequacy")


def test_nothing_stands_behind_a_code_that_nothing_is_coded_under():
    assert told("leaving", "methodological_limitations") == [
        ("reports", None, 0, 4),
        ("low_rated", None, 0, 0),
        ("not_rated", None, 0, 0),
    ]
    assert told("leaving", "relevance") == []


@examples(20)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["staying", "leaving"]),
            st.sampled_from(["F1", "F2", "Q1"]),
            st.sampled_from("ABCD"),
        ),
        max_size=12,
    )
)
def test_parts_add_up_to_their_whole_and_no_count_is_above_it(pairs):
    coded = table("code_id excerpt_id report_id", *pairs)
    behind = inputs.evidence(coded, [], LINKS, RELATIONS)
    found = inputs.measures(
        behind,
        SUBJECTS,
        REPORTS,
        STUDIES,
        links(REPORTS, TOLD, STUDIES),
        EXCERPTS,
        RELATIONS,
        POINTS,
        min_rating=2,
    )
    assert (found["n"] <= found["of"]).fillna(True).all()
    for about in ("staying", "leaving"):
        own = found[found["about_id"] == about].set_index("measure")["n"]
        excerpts = {excerpt for code, excerpt, _ in pairs if code == about}
        reports = {report for code, _, report in pairs if code == about}
        assert own["findings"] + own["quotations"] == len(excerpts)
        assert own["reports"] == len(reports) == own[own.index == "design"].sum()


def test_what_a_study_says_of_its_own_place_stands_before_what_its_report_says():
    reports = REPORTS.assign(country=["Norway; Kenya", "Norway; Kenya", "Kenya", "Japan"])
    studies = STUDIES.assign(country=pd.array(["Norway", "not_reported", None], "string"))
    rows = told(component="relevance", reports=reports, studies=studies)
    assert [row for row in rows if row[0] == "country"] == [
        ("country", "Kenya", 1, None),
        ("country", "Norway", 1, None),
    ]
