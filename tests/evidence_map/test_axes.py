"""The evidence map: what lies in a cell, what is a gap, what the page holds without scripts, and the data for the rest."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import table

from reviewbook.evidence_map import axes as rules
from reviewbook.evidence_map import scopes
from reviewbook.review.nothing import WORDS
from reviewbook.studies.links import links
from reviewbook.themes import coding

REPORTS = table(
    "report_id design year year_as_charted country population role setting participants_diagnosis "
    "qualitative_data_from",
    ("A", "qualitative", 2008, "2008", "Norway; Finland", None, "coach", "Clinic", None, None),
    ("B", "quantitative", 2010, "2010", "Norway", None, "coach", "Clinic", None, None),
    ("C", "qualitative", None, "not_reported", "not_reported", None, "nurse", "Home", None, None),
    ("D", "qualitative", 2009, "2009", None, None, "nurse", "Home", None, None),
)
STUDIES = table(
    "study_id intervention_id participants_n weeks",
    ("s1", "i1", 40, "12"),
    ("s2", "i1", None, "12"),
    ("s3", "i2", 7, "26"),
)
TOLD = table(
    "report_id study_id sample_of", ("A", "s1", None), ("B", "s1", None), ("C", "s2", None), ("D", "s3", None)
)
INTERVENTIONS = table(
    "intervention_id name kind region delivery goal",
    ("i1", "<b>One</b>", None, "North", "web", None),
    ("i2", "Two", None, "South", "web", None),
)
FEATURES = table(
    "feature_id position group label",
    ("f2", 2, "Support", "Training"),
    ("f1", 1, "Support", "Peers"),
    ("f3", 3, "Tools", "App"),
)
VALUES = table(
    "intervention_id feature_id value",
    ("i1", "f1", "yes"),
    ("i1", "f2", "yes"),
    ("i1", "f3", "no"),
    ("i2", "f1", "no"),
    ("i2", "f2", "not_reported"),
)
CODES = table(
    "code_id parent_id scheme position label",
    ("top", "not_applicable", "themes", 1, "Top"),
    ("low", "top", "themes", 1, "Low"),
    ("other", "not_applicable", "themes", 2, "Other"),
)
CODINGS = table("excerpt_id code_id coder", ("e1", "low", "x"), ("e1", "low", "y"), ("e2", "top", "x"))
EXCERPTS = table(
    "excerpt_id speaker kind text page locator", *((e, None, "finding", "t", None, "l") for e in ("e1", "e2"))
)
LINKS = table("excerpt_id report_id", ("e1", "A"), ("e2", "A"), ("e2", "B"))
BANDED = pd.Series({"A": "low", "B": "high", "C": "middle"}, dtype="string")
LEADS = rules.paths(links(REPORTS, TOLD, STUDIES), STUDIES)


def found(own=None, leads=LEADS) -> dict[str, rules.Dimension]:
    listed = rules.dimensions(
        REPORTS,
        STUDIES,
        INTERVENTIONS,
        FEATURES,
        VALUES,
        CODES,
        {"themes": coding.coded(CODES, CODINGS, EXCERPTS, LINKS, scheme="themes")},
        leads,
        banded=BANDED,
        own=own,
    )
    return {dimension.key: dimension for dimension in listed}


def values_of(key: str, own=None) -> dict[str, list[str]]:
    given_ = rules.by_report(found(own)[key], LEADS)
    return given_.groupby("report_id")["value"].agg(list).to_dict()


def laid(x: str, y: str) -> pd.DataFrame:
    both = found()
    return rules.cells(both[x], both[y], leads=LEADS, banded=BANDED)


def cell(x: str, y: str, at: tuple[str, str]) -> dict:
    return laid(x, y).set_index(["x", "y"]).loc[at].to_dict()


# The dimensions


def test_a_cell_that_names_several_countries_belongs_to_each():
    assert values_of("country") == {
        "A": ["Norway", "Finland"], "B": ["Norway"], "C": ["not_reported"], "D": ["not_charted"],
    }  # fmt: skip


def test_what_is_not_said_is_a_value_and_comes_last():
    assert found()["country"].values == ("Finland", "Norway", "not_reported", "not_charted")
    assert found()["year"].values == ("2008", "2009", "2010", "not_reported")


def test_words_of_the_schema_keep_its_order():
    assert found()["design"].values == ("qualitative", "quantitative")
    assert rules._in_order({"web", "other", "mobile"}, ["web", "mobile", "web_and_mobile", "other"]) == (
        "web",
        "mobile",
        "other",
    )


def test_numbers_are_ordered_as_numbers():
    assert rules._in_order({"12", "9", "not_reported", "100"}) == ("9", "12", "100", "not_reported")


def test_a_column_of_which_nothing_is_said_is_no_dimension():
    assert "population" not in found() and "goal" not in found()


def test_a_column_of_free_words_is_one_where_they_recur():
    assert found()["setting"].values == ("Clinic", "Home")
    once = REPORTS.assign(setting=table("s", ("a",), ("b",), ("c",), ("c",))["s"])
    assert not rules._recurs(once, "setting")


def test_the_authors_own_column_is_a_dimension_under_its_title_where_its_values_recur():
    own = found({"reports": {"setting": "Where"}, "studies": {"weeks": "Weeks"}})
    where = own["reports.setting"]
    assert (where.label, where.kind, where.of) == ("Where", "column", "report_id")
    assert "studies.weeks" not in own  # three studies with two values


def test_a_column_of_one_value_tells_nothing_apart():
    assert not rules._recurs(STUDIES.assign(weeks="12"), "weeks")


def test_a_code_holds_what_is_coded_below_it_once_however_many_coders():
    assert values_of("scheme.themes") == {
        "A": ["top"], "B": ["top"], "C": ["not_coded"], "D": ["not_coded"],
    }  # fmt: skip
    assert values_of("below.themes")["A"] == ["low"]
    assert values_of("below.themes")["B"] == ["not_coded"]


def test_a_code_without_a_report_stays_on_its_axis():
    assert rules.present(found()["scheme.themes"], LEADS) == ["top", "other", "not_coded"]


def test_a_group_of_features_has_those_that_are_held():
    assert values_of("features.Support") == {
        "A": ["f1", "f2"], "B": ["f1", "f2"], "C": ["f1", "f2"], "D": ["none_told"],
    }  # fmt: skip
    assert found()["features.Support"].values == ("f1", "f2", "none_told")  # in the order of their positions


def test_a_group_of_features_has_none_only_where_all_of_them_are_ruled_out():
    # i1: the one feature is no; i2: it has no cell
    assert values_of("features.Tools") == {
        "A": ["none_held"], "B": ["none_held"], "C": ["none_held"], "D": ["none_told"],
    }  # fmt: skip
    assert found()["features.Tools"].values == ("f3", "none_held", "none_told")


def test_a_feature_without_a_row_is_not_charted_yet():
    assert values_of("feature.f3")["D"] == ["not_charted"]
    assert values_of("feature.f2")["D"] == ["not_reported"]


def test_every_report_has_a_value_in_every_dimension():
    for key in found():
        assert set(values_of(key)) == {"A", "B", "C", "D"}, key


@pytest.mark.parametrize(
    ("points", "band"),
    [(0, "low"), (1.9, "low"), (2, "middle"), (2.9, "middle"), (3, "high"), (4, "high"), (None, "none")],
)
def test_ratings_fall_into_bands(points, band):
    one = pd.Series([points], dtype="Float64")
    assert rules.bands(one, pd.Series([4], dtype="Float64"), min_rating=2).tolist() == [band]


def test_what_is_below_the_minimum_is_low_also_where_it_is_three_quarters():
    assert rules.bands(pd.Series([3.0]), pd.Series([4.0]), min_rating=4).tolist() == ["low"]


# The cells


def test_people_of_a_study_are_counted_once_however_many_of_its_reports_lie_in_the_cell():
    assert cell("role", "region", ("coach", "North"))["reports"] == 2
    assert cell("role", "region", ("coach", "North"))["participants"] == 40
    assert cell("role", "region", ("coach", "North"))["studies"] == 1


def test_a_study_is_in_the_band_of_its_best_rated_report():
    own = cell("role", "region", ("coach", "North"))
    assert (own["reports_high"], own["reports_low"]) == (1, 1)
    assert (own["studies_high"], own["studies_low"]) == (1, 0)
    assert own["participants_high"] == 40 and pd.isna(own["participants_low"])


def test_people_that_no_study_gives_are_missing_and_not_none():
    own = cell("role", "region", ("nurse", "North"))
    assert pd.isna(own["participants"]) and (own["known"], own["studies"]) == (0, 1)


def test_a_report_of_two_countries_lies_in_two_cells():
    table_ = laid("country", "design")
    assert table_[["x", "y", "reports"]].to_numpy().tolist() == [
        ["Finland", "qualitative", 1],
        ["Norway", "qualitative", 1],
        ["not_reported", "qualitative", 1],
        ["not_charted", "qualitative", 1],
        ["Norway", "quantitative", 1],
    ]


def test_a_report_without_a_rating_has_a_band_of_its_own():
    assert cell("role", "region", ("nurse", "South"))["reports_none"] == 1


def test_a_report_of_two_studies_lies_in_the_cells_of_both_and_each_study_in_those_of_its_own():
    told = pd.concat([TOLD, table("report_id study_id sample_of", ("B", "s3", None))])
    leads = rules.paths(links(REPORTS, told, STUDIES), STUDIES)
    every = found(leads=leads)
    cells = rules.cells(every["intervention"], every["design"], leads=leads, banded=BANDED)
    own = cells.set_index(["x", "y"])[["reports", "studies", "interventions", "participants"]]
    assert own.loc[("i1", "quantitative")].tolist() == [1, 1, 1, 40]
    assert own.loc[("i2", "quantitative")].tolist() == [1, 1, 1, 7]
    assert rules.totals(leads) == rules.totals(LEADS)
    values = rules.by_report(every["intervention"], leads)
    assert values.groupby("report_id")["value"].agg(list).to_dict()["B"] == ["i1", "i2"]
    # Both interventions come by the web, which is one value of the report.
    by_web = rules.by_report(every["delivery"], leads)
    assert by_web["report_id"].tolist() == ["A", "B", "C", "D"]
    one = rules.cells(every["role"], every["delivery"], leads=leads, banded=BANDED).iloc[0]
    assert one[["x", "reports", "studies", "interventions"]].tolist() == ["coach", 2, 2, 2]


def test_a_report_without_a_study_lies_in_its_cells_and_stands_for_no_study():
    leads = rules.paths(links(REPORTS, TOLD.iloc[:3], STUDIES), STUDIES)
    every = found(leads=leads)
    cells = rules.cells(every["delivery"], every["intervention"], leads=leads, banded=BANDED)
    left = cells.set_index(["x", "y"]).loc[("not_charted", "not_charted")]
    assert left[
        ["reports", "reports_none", "studies", "studies_none", "interventions", "known"]
    ].tolist() == [1, 1, 0, 0, 0, 0]
    assert pd.isna(left["participants"])
    assert rules.totals(leads)["reports"] == 4 and rules.totals(leads)["studies"] == 2


def test_totals_count_nothing_twice():
    assert rules.totals(LEADS) == {
        "reports": 4,
        "studies": 3,
        "interventions": 2,
        "participants": 47,
        "known": 2,
    }
    silent = LEADS[LEADS["report_id"] == "C"]
    assert rules.totals(silent)["participants"] is None


def test_empty_are_pairs_without_a_report_and_never_of_what_is_not_said():
    x, y = found()["country"], found()["design"]
    gaps = scopes.empty(laid("country", "design"), x.values, y.values)
    assert gaps.to_numpy().tolist() == [["Finland", "quantitative"]]


def test_of_a_long_axis_the_most_frequent_values_are_shown_and_what_is_not_said_stays():
    ids = [f"R{n}" for n in range(100)]
    held = [f"{n % 50:02}" for n in range(99)] + ["not_reported"]
    one = rules.Dimension(
        "k",
        "k",
        "column",
        "report_id",
        rules._in_order(set(held)),
        table("report_id value", *zip(ids, held, strict=True)),
    )
    leads = pd.DataFrame({"report_id": ids})
    shown = rules.most_frequent(one, leads)
    assert shown == [f"{n:02}" for n in range(30)] + ["not_reported"]
    assert len(rules.present(one, leads)) == 51


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from("xyz"),
            st.sampled_from(["s1", "s2", "s3"]),
            st.sampled_from(rules.BANDS),
        ),
        min_size=1,
    )
)
def test_bands_add_up_and_every_report_lies_in_one_cell(rows):
    ids = [f"R{n}" for n in range(len(rows))]
    x, y = (
        rules.Dimension(
            key,
            key,
            "column",
            "report_id",
            tuple(values),
            table("report_id value", *zip(ids, column, strict=True)),
        )
        for key, values, column in (("x", "abc", [r[0] for r in rows]), ("y", "xyz", [r[1] for r in rows]))
    )
    told = table("report_id study_id sample_of", *((i, r[2], None) for i, r in zip(ids, rows, strict=True)))
    leads = rules.paths(links(told, told, STUDIES), STUDIES)
    banded = pd.Series([r[3] for r in rows], index=ids, dtype="string")
    table_ = rules.cells(x, y, leads=leads, banded=banded)
    assert table_["reports"].sum() == len(rows)
    for measure in rules.MEASURES:
        parts = table_[[f"{measure}_{band}" for band in rules.BANDS]].sum(axis=1, min_count=1)
        assert parts.astype("Int64").equals(table_[measure].rename(None)), measure
    assert (table_["participants"].dropna() <= 47).all()
    assert len(table_) + len(scopes.empty(table_, "abc", "xyz")) == 9


def test_nothing_that_is_given_is_changed():
    before = [frame.copy() for frame in (REPORTS, STUDIES, VALUES, LEADS)]
    laid("features.Support", "country")
    for now, then in zip((REPORTS, STUDIES, VALUES, LEADS), before, strict=True):
        pd.testing.assert_frame_equal(now, then)


# What a map opens with, and what it calls a gap


def test_a_framework_is_asked_of_every_report_and_themes_are_found_in_some():
    frame = CODES.assign(scheme="outcomes")
    listed = rules.dimensions(
        REPORTS, STUDIES, INTERVENTIONS, FEATURES, VALUES, frame,
        {"outcomes": coding.coded(frame, CODINGS, EXCERPTS, LINKS, scheme="outcomes")}, LEADS, banded=BANDED,
    )  # fmt: skip
    assert {one.key for one in listed if one.asked} == {"scheme.outcomes", "below.outcomes"}
    assert not any(one.asked for one in found().values())


def test_a_map_opens_with_the_first_dimension_that_tells_reports_apart():
    both = found()
    assert (
        rules.opening(both, LEADS, first=["delivery", "role", "design"]) == "role"
    )  # web alone tells nothing apart
    assert rules.opening(both, LEADS, first=["role", "year"], least=3) == "year"
    assert rules.opening(both, LEADS, first=["population", "delivery"]) is None
    assert rules.opening(both, LEADS, first=["scheme.themes"]) is None, (
        "a theme without a report does not count"
    )


def test_no_word_for_nothing_is_a_value_of_an_axis():
    assert set(WORDS) < set(rules.UNSAID)


def test_what_no_feature_of_a_group_is_asked_of_is_not_asked_and_the_others_are_as_those_that_are_asked_say():
    aside = {("i2", "f3"), ("i2", "f2")}
    found = {one.key: one for one in rules._features(FEATURES, VALUES, INTERVENTIONS, aside)}
    held = {
        key: sorted(map(tuple, found[key].members.to_numpy()))
        for key in ("features.Support", "features.Tools")
    }
    assert held["features.Support"] == [
        ("i1", "f1"),
        ("i1", "f2"),
        ("i2", rules.NONE_HELD),
    ]  # of f1 alone it is asked
    assert held["features.Tools"] == [("i1", rules.NONE_HELD), ("i2", rules.NOT_ASKED)]
    silent = {one.key: dict(one.members.to_numpy()) for one in found.values() if one.kind == "feature"}
    assert silent["feature.f3"] == {"i1": "no", "i2": rules.NOT_ASKED}


def test_the_kind_of_an_entity_is_a_dimension():
    made = rules.column(
        "interventions", INTERVENTIONS.assign(kind=["app", "policy"]), "kind", key="kind", label="kind"
    )
    assert made.values == ("app", "policy") and "kind" in rules.ALWAYS["interventions"]
    assert "kind" not in found()  # of which nothing is charted
