"""The sensitivity analysis: what a review shows with, and without, its low-rated reports."""

import functools
import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import REVIEWS, open_once, table, without_low
from packages.examples import examples

from reviewbook.appraisal import of_review, sensitivity
from reviewbook.review.designs import Designs, by_schema
from reviewbook.studies import characteristics
from reviewbook.studies.links import links, lists
from reviewbook.studies.of_review import linked
from reviewbook.themes import coding

NA = "not_applicable"
KNOWN = by_schema()
# Two reports of one study (a, b), one study with a report of its own (c), one that is not rated (d).
REPORTS = table(
    "report_id design", ("a", "qualitative"), ("b", "quantitative"), ("c", "mixed_methods"), ("d", None)
)
TOLD = table(
    "report_id study_id sample_of", ("a", "s1", NA), ("b", "s1", "a"), ("c", "s2", NA), ("d", "s3", NA)
)
STUDIES = table(
    "study_id intervention_id label participants_n workers_n",
    ("s1", "i1", "One", 10, None),
    ("s2", "i2", "Two", 20, 4),
    ("s3", "i2", "Three", None, None),
)
PATHS = links(REPORTS, TOLD, STUDIES)
CODES = table(
    "code_id parent_id scheme position label",
    ("t", NA, "themes", 1, "Top"),
    ("t1", "t", "themes", 1, "Below"),
    ("t2", "t", "themes", 2, "Beside"),
    ("silent", NA, "themes", 2, "Silent"),
    ("k", NA, "frame", 1, "Category"),
)
EXCERPTS = table(
    "excerpt_id kind", ("e1", "finding"), ("e2", "quotation"), ("e3", "finding"), ("e4", "finding")
)
LINKS = table("excerpt_id report_id", ("e1", "a"), ("e1", "c"), ("e2", "c"), ("e3", "b"), ("e4", "d"))
CODINGS = table("excerpt_id code_id", ("e1", "t1"), ("e2", "t1"), ("e3", "t2"), ("e4", "k"), ("e2", "k"))


def rated(**points) -> pd.DataFrame:
    return pd.DataFrame(
        {"points": pd.array(list(points.values()), dtype="Float64")},
        index=pd.Index(list(points), name="report_id", dtype="string"),
    )


def coded(codes, codings, excerpts, links) -> dict[str, pd.DataFrame]:
    schemes = dict.fromkeys(codes["scheme"])
    return {scheme: coding.coded(codes, codings, excerpts, links, scheme=scheme) for scheme in schemes}


def support(low):
    return sensitivity.support(CODES, coded(CODES, CODINGS, EXCERPTS, LINKS), PATHS, low=low)


@functools.cache
def behind():
    return sensitivity.behind(CODES, CODINGS, LINKS)


def verdicts(low) -> dict[str, str]:
    found = sensitivity.conclusions(behind(), low=low)
    return dict(zip(found["conclusion"], found["verdict"], strict=True))


# --- which reports are low-rated


def test_low_rated_is_below_the_points_asked_for_and_not_rated_is_not_low():
    points = rated(c=1.9, b=2, a=0, d=None)
    assert sensitivity.low_rated(points, min_rating=2) == ["a", "c"]
    assert sensitivity.low_rated(points, min_rating=0) == []
    assert sensitivity.low_rated(points.iloc[:0], min_rating=5) == []


# --- what stays and what goes


def test_designs_stand_in_the_order_of_the_review():
    known = Designs({"quantitative": "Trials", "mixed_methods": "Both"}, {}, True)
    found = sensitivity.counts(REPORTS, STUDIES, PATHS, low=[], known=known)
    expected = ["quantitative", "mixed_methods", "not_charted", "qualitative"]
    assert found["design"].dropna().tolist() == expected


def test_a_study_goes_with_its_last_report_and_people_are_counted_once():
    found = sensitivity.counts(REPORTS, STUDIES, PATHS, low=["a", "c"], known=KNOWN).astype(object)
    found = found.where(found.notna(), None).to_numpy().tolist()
    none = [None, None, None]
    assert found == [
        ["reports", None, 4, 2, 2, *none],
        ["reports", "qualitative", 1, 0, 1, *none],
        ["reports", "mixed_methods", 1, 0, 1, *none],
        ["reports", "quantitative", 1, 1, 0, *none],
        ["reports", "not_charted", 1, 1, 0, *none],
        ["studies", None, 3, 2, 1, *none],
        ["interventions", None, 2, 2, 0, *none],
        ["participants", None, 30, 10, 20, 2, 1, 1],
        ["workers", None, 4, None, 4, 1, 0, 1],  # the studies left give no number of workers: unknown, not 0
    ]


def test_a_study_of_two_reports_goes_with_both_and_a_report_of_two_studies_is_one_report():
    told = pd.concat([TOLD, table("report_id study_id sample_of", ("a", "s2", "c"), ("a", "s3", "d"))])
    paths = links(REPORTS, told, STUDIES)
    found = sensitivity.counts(REPORTS, STUDIES, paths, low=["c", "d"], known=KNOWN).set_index("unit")
    assert found.loc[["reports", "studies", "interventions"], "set_aside"].tolist()[-2:] == [0, 0]
    assert found.loc["reports", "set_aside"].tolist()[0] == 2
    assert found.loc["participants", ["all", "without", "set_aside"]].tolist() == [30, 30, 0]
    both = sensitivity.counts(REPORTS, STUDIES, paths, low=["a", "c", "d"], known=KNOWN).set_index("unit")
    assert both.loc[["studies", "interventions", "participants"], "set_aside"].tolist() == [2, 1, 20]


def test_a_report_without_a_study_stands_for_no_study_and_no_intervention():
    paths = links(REPORTS, TOLD.iloc[:3], STUDIES)
    found = sensitivity.counts(REPORTS, STUDIES, paths, low=["d"], known=KNOWN).set_index("unit")
    assert found.loc["reports", "set_aside"].tolist()[0] == 1
    assert found.loc[["studies", "interventions"], ["all", "set_aside"]].to_numpy().tolist() == [
        [2, 0],
        [2, 0],
    ]


@examples(40)
@given(
    st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from(["s1", "s2", "s3"]))),
    st.sets(st.sampled_from("abcd")),
)
def test_counts_by_links_are_those_counted_one_by_one(pairs, low):
    told = table("report_id study_id sample_of", *((*pair, NA) for pair in sorted(pairs)))
    paths = links(REPORTS, told, STUDIES)
    found = sensitivity.counts(REPORTS, STUDIES, paths, low=low, known=KNOWN)
    found = found[found["design"].isna()].set_index("unit")
    about = dict(zip(STUDIES["study_id"], STUDIES["intervention_id"], strict=True))
    left = {(report, study) for report, study in pairs if report not in low}
    for part, own in (("all", pairs), ("without", left)):
        assert found.at["studies", part] == len({study for _, study in own})
        assert found.at["interventions", part] == len({about[study] for _, study in own})
    assert found.loc["reports", ["all", "without"]].tolist() == [4, 4 - len(low)]
    gone = {study for _, study in pairs} - {study for _, study in left}
    people = dict(zip(STUDIES["study_id"], STUDIES["participants_n"].fillna(0), strict=True))
    assert found.at["participants", "set_aside"] is pd.NA or found.at["participants", "set_aside"] == sum(
        people[study] for study in gone
    )
    own = {unit: {report: set() for report in "abcd"} for unit in ("study_id", "intervention_id")}
    for report, study in pairs:
        own["study_id"][report].add(study)
        own["intervention_id"][report].add(about[study])
    for unit, expected in own.items():
        assert {key: set(names) for key, names in lists(paths, "report_id", unit).items()} == {
            report: names for report, names in expected.items() if names
        }


def test_without_any_report_there_is_nobody():
    found = sensitivity.counts(REPORTS, STUDIES, PATHS, low=["a", "b", "c", "d"], known=KNOWN).set_index(
        "unit"
    )
    assert found.loc[["studies", "interventions", "participants", "workers"], "without"].tolist() == [
        0,
        0,
        0,
        0,
    ]
    assert found.loc[["participants", "workers"], "set_aside"].tolist() == [30, 4]


def test_a_code_is_counted_with_and_without_and_an_excerpt_goes_with_its_last_report():
    found = support(["c"]).drop(
        columns=["label", "top", *(f"{unit}{left}" for unit in ("told", "open") for left in ("", "_without"))]
    )
    assert found.fillna("").to_numpy().tolist() == [
        ["themes", "t", 0, 3, 3, 2, 2, 2, 1, "partly"],
        ["themes", "t1", 1, 2, 2, 2, 1, 1, 1, "partly"],  # e1 stays with a
        ["themes", "t2", 1, 1, 1, 1, 1, 1, 1, "none"],
        ["themes", "silent", 0, 0, 0, 0, 0, 0, 0, ""],
        ["frame", "k", 0, 2, 2, 1, 1, 1, 1, "partly"],
    ]


def test_what_tells_of_a_code_is_counted_apart_from_what_supposes_it_or_limits_it():
    coded = table(
        "code_id excerpt_id kind report_id direction basis",
        ("t", "e1", "finding", "a", "supports", "measured"),
        ("t", "e1", "finding", "c", "supports", "measured"),
        ("t", "e2", "finding", "b", "supports", "hypothesis"),
        ("t", "e3", "finding", "d", "limits", "measured"),
    )
    found = sensitivity.support(CODES, {"themes": coded}, PATHS, low=["c"]).set_index("code_id").loc["t"]
    units = ["reports", "told", "excerpts"]
    assert found[units].tolist() == [3, 2, 2]
    assert found[[f"{unit}_without" for unit in units]].tolist() == [2, 1, 2]


# --- which conclusions rest on low-rated reports


def test_what_a_conclusion_is_and_which_reports_are_behind_it():
    found = sensitivity.conclusions(behind(), low=["c", "a"]).fillna("")
    assert found.to_numpy().tolist() == [
        ["theme", "themes", "t", "Top", "", 3, 2, "mostly", ["a", "c"], ["b"]],
        ["subtheme", "themes", "t1", "Below", "Top", 2, 2, "alone", ["a", "c"], []],
        ["subtheme", "themes", "t2", "Beside", "Top", 1, 0, "none", [], ["b"]],
        ["category", "frame", "k", "Category", "", 2, 1, "partly", ["c"], ["d"]],
    ]


def test_a_conclusion_with_an_unrated_report_never_rests_on_low_rated_reports_alone():
    assert verdicts(["c"])["k"] == "partly"  # c low-rated and d not rated: half is not most
    assert verdicts(["a", "b", "c"])["t"] == "alone"
    assert verdicts([]) == dict.fromkeys(["t", "t1", "t2", "k"], "none")


def test_codes_have_the_same_verdict_in_both_tables():
    for low in ([], ["a"], ["c"], ["a", "c"], ["a", "b", "c", "d"]):
        told = support(low).set_index("code_id")["verdict"].dropna().to_dict()
        assert told == {code: verdict for code, verdict in verdicts(low).items() if code in told}


def test_the_summary_counts_each_conclusion_once():
    low = ["a", "c"]
    found = sensitivity.conclusions(behind(), low=low)
    points = rated(a=0, b=3, c=1, d=None)
    assert sensitivity.summary(found, REPORTS, points, low=low) == {
        "n_reports": 4,
        "n_rated": 3,
        "n_low": 2,
        "n_conclusions": 4,
        "n_alone": 1,
        "n_mostly": 1,
        "n_partly": 1,
        "n_none": 1,
        "low": ["a", "c"],
    }


# --- what holds for all inputs


SOME = st.lists(st.sampled_from("abcd"), unique=True)
POINTS = st.fixed_dictionaries({report: st.none() | st.integers(0, 4) for report in "abcd"})


@examples(30)
@given(POINTS, st.integers(0, 5))
def test_raising_min_rating_never_raises_a_count(points, low_end):
    less, more = (sensitivity.low_rated(rated(**points), min_rating=n) for n in (low_end, low_end + 1))
    assert set(less) <= set(more)
    before, after = (
        sensitivity.counts(REPORTS, STUDIES, PATHS, low=low, known=KNOWN).set_index(["unit", "design"])
        for low in (less, more)
    )
    assert (after["without"].dropna() <= before["without"].reindex(after["without"].dropna().index)).all()
    columns = ["reports_without", "told_without", "excerpts_without", "interventions_without"]
    assert (support(more)[columns] <= support(less)[columns]).all(axis=None)
    order = dict(zip(reversed(sensitivity.VERDICTS), range(4), strict=True))
    weaker = verdicts(more)
    assert all(order[verdict] <= order[weaker[key]] for key, verdict in verdicts(less).items())


def test_setting_nothing_aside_changes_nothing():
    found = sensitivity.counts(REPORTS, STUDIES, PATHS, low=[], known=KNOWN)
    pd.testing.assert_series_equal(found["all"], found["without"], check_names=False)
    assert (found["set_aside"] == 0).all()
    codes = support([])
    for unit in ("reports", "excerpts", "interventions"):
        assert codes[unit].tolist() == codes[f"{unit}_without"].tolist()


@examples(15)
@given(SOME, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(low, random):
    def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
        rows = list(range(len(frame)))
        random.shuffle(rows)
        return frame.iloc[rows]

    def alike(one: pd.DataFrame, other: pd.DataFrame, *keys: str) -> None:
        pd.testing.assert_frame_equal(*(t.sort_values(list(keys), ignore_index=True) for t in (one, other)))

    reports, studies_ = shuffled(REPORTS), shuffled(STUDIES)
    alike(
        sensitivity.counts(reports, studies_, links(reports, shuffled(TOLD), studies_), low=low, known=KNOWN),
        sensitivity.counts(REPORTS, STUDIES, PATHS, low=low, known=KNOWN),
        "unit",
        "design",
    )
    paths = links(reports, shuffled(TOLD), studies_)
    codes, codings, behind_ = map(shuffled, (CODES, CODINGS, LINKS))
    alike(
        sensitivity.support(codes, coded(codes, codings, shuffled(EXCERPTS), behind_), paths, low=low),
        support(low),
        "code_id",
    )
    found = sensitivity.conclusions(sensitivity.behind(codes, codings, behind_), low=low)
    alike(found, sensitivity.conclusions(behind(), low=low), "conclusion")


def test_rules_change_none_of_their_tables():
    frames = (REPORTS, STUDIES, CODES, CODINGS, EXCERPTS, LINKS, PATHS)
    before = [frame.copy(deep=True) for frame in frames]
    sensitivity.counts(REPORTS, STUDIES, PATHS, low=["a"], known=KNOWN)
    support(["a"])
    pairs = behind()
    sensitivity.conclusions(pairs, low=["a"])
    for one, other in zip(before, frames, strict=True):
        pd.testing.assert_frame_equal(one, other)


# --- over whole reviews


@REVIEWS
@pytest.mark.parametrize("min_rating", [1, 2, 3, 4])
def test_what_is_left_is_what_the_review_without_its_low_rated_reports_holds(review, min_rating):
    r = open_once(review, min_rating=min_rating)
    left = without_low(r)
    low, paths = of_review.low_rated(r), linked(r)
    found = sensitivity.counts(r.reports, r.studies, paths, low=low, known=KNOWN).set_index("unit")["without"]
    units = ("reports", "studies", "interventions")
    assert [found.loc[[unit]].iloc[0] for unit in units] == [len(getattr(left, unit)) for unit in units]
    people = characteristics.people(left.studies).set_index("who")["people"]
    assert found[["participants", "workers"]].tolist() == people[["participants", "workers"]].tolist()
    whole = coded(r.codes, r.codings, r.excerpts, r.excerpt_reports)
    codes = sensitivity.support(r.codes, whole, paths, low=low)
    for scheme, own in codes.groupby("scheme"):
        table_ = coding.coded(left.codes, left.codings, left.excerpts, left.excerpt_reports, scheme=scheme)
        behind_ = coding.support(table_, linked(left))
        every = coding.coded(r.codes, r.codings, r.excerpts, r.excerpt_reports, scheme=scheme)
        # A finding that names no report is never set aside, and belongs to no part of the reports.
        unnamed = coding.support(every, paths)["unreported"]
        behind_ = behind_.reindex(unnamed.index, fill_value=0)
        behind_["excerpts"] = behind_["findings"] + behind_["quotations"] + unnamed
        for unit in ("reports", "excerpts", "interventions"):
            told = own.set_index("code_id")[f"{unit}_without"]
            assert told[told > 0].to_dict() == behind_.loc[behind_[unit] > 0, unit].to_dict()


# --- what is shown


def test_fifteen_thousand_reports_are_contrasted_in_seconds():
    random, n, m = np.random.default_rng(4), 15_000, 100_000

    def text(prefix: str, numbers) -> pd.array:
        return pd.array([f"{prefix}{i}" for i in numbers], dtype="string")

    reports = pd.DataFrame({"report_id": text("r", range(n))})
    told = reports.assign(study_id=text("s", range(n)), sample_of=NA)
    studies_ = pd.DataFrame(
        {"study_id": told["study_id"], "intervention_id": text("i", random.integers(0, 8000, n))}
    )
    codes = table(
        "code_id parent_id scheme position label",
        *((f"c{i}", NA if i < 10 else f"c{i % 10}", "themes", i, f"C{i}") for i in range(60)),
    )
    excerpts = pd.DataFrame({"excerpt_id": text("e", range(m)), "kind": text("finding", [""] * m)})
    tied = pd.DataFrame(
        {"excerpt_id": excerpts["excerpt_id"], "report_id": text("r", random.integers(0, n, m))}
    )
    codings = pd.DataFrame(
        {"excerpt_id": excerpts["excerpt_id"], "code_id": text("c", random.integers(0, 60, m))}
    )
    low, paths = set(reports["report_id"][::3]), links(reports, told, studies_)
    began = time.process_time()
    sensitivity.support(codes, coded(codes, codings, excerpts, tied), paths, low=low)
    pairs = sensitivity.behind(codes, codings, tied)
    found = sensitivity.conclusions(pairs, low=low)
    assert time.process_time() - began < 8  # about 1.5 s; a loop over rows takes a minute
    assert len(found) == 60
