"""What does not fit in interventions: cells of the matrix of features and statements of TIDieR."""

import pandas as pd
import pytest
from packages import table
from packages.features import FEATURES, INTERVENTIONS, VALUES
from packages.tidier import INTERVENTIONS as TOLD
from packages.tidier import LINKED, full, said

from reviewbook.interventions import checks


def found(values=VALUES) -> list[tuple]:
    problems = checks.feature_problems(INTERVENTIONS, FEATURES, values)
    return [(p.code, p.file, p.row, p.found) for p in problems]


def test_a_matrix_that_is_whole_has_no_problem():
    assert found() == []
    assert found(VALUES.iloc[:0]) == []  # a table that a review leaves out lacks nothing


def test_missing_cells_are_named():
    assert found(VALUES.drop(index=[2, 4])) == [
        ("INTV-001", "feature_values.csv", None, "no row (swim, peers)"),
        ("INTV-001", "feature_values.csv", None, "no row (row, phone)"),
    ]


@pytest.mark.parametrize(
    ("value", "evidence", "seen"),
    [
        ("yes", "not_reported", "yes with evidence not_reported"),
        ("unclear", "not_reported", "unclear with evidence not_reported"),
        ("not_reported", "a call a week", "not_reported with evidence given"),
        ("not_available", "a call a week", "not_available with evidence given"),
        ("not_available", "not_reported", "not_available with evidence not_reported"),
    ],
)
def test_a_value_that_does_not_fit_its_evidence_is_named(value, evidence, seen):
    values = VALUES.copy()
    values.loc[0, ["value", "evidence"]] = [value, evidence]
    assert found(values) == [("INTV-003", "feature_values.csv", 2, seen)]
    values.loc[0, "evidence"] = None  # not charted yet: that is told of the table as a whole
    assert found(values) == []


def test_evidence_of_a_report_about_another_intervention_is_named():
    linked = table(
        "report_id intervention_id",
        ("Doe2018", "walk"),
        ("Roe2019", "swim"),
        ("Both2020", "walk"),
        ("Both2020", "swim"),
        ("Unsure2021", "walk"),
        ("Unsure2021", None),  # a study whose intervention is not charted
    )
    values = table(
        "intervention_id feature_id report_id",
        ("walk", "phone", "Doe2018"),
        ("swim", "phone", "Doe2018"),
        ("row", "phone", "not_applicable"),
        ("swim", "peers", None),
        ("swim", "chat", "Both2020"),
        ("row", "chat", "Both2020"),
        ("row", "peers", "Unsure2021"),
    )
    found = checks.of_another(values, linked, file="feature_values.csv")
    assert [(p.code, p.row, p.found) for p in found] == [
        ("INTV-005", 3, "Doe2018, a report about walk"),
        ("INTV-005", 7, "Both2020, a report about walk and swim"),
    ]


def told_of(frame: pd.DataFrame) -> list[tuple]:
    problems = checks.tidier_problems(frame, TOLD, LINKED)
    return [(p.code, p.row, p.field, p.found) for p in problems]


def test_sheets_that_are_whole_have_no_problem():
    assert told_of(full()) == []
    assert told_of(full()[:0]) == []  # a table that a review leaves out lacks nothing


def test_items_without_a_statement_are_named():
    assert told_of(full().drop(index=[0, 23])) == [
        ("INTV-002", None, None, "no item 1 of walk"),
        ("INTV-002", None, None, "no item 12 of swim"),
    ]


@pytest.mark.parametrize(
    ("completeness", "text", "seen"),
    [
        ("reported", "not_reported", "reported with text not_reported"),
        ("not_reported", "a walk a day", "not_reported with text given"),
        ("not_available", "not_reported", "not_available with text not_reported"),
    ],
)
def test_a_statement_that_does_not_fit_its_completeness_is_named(completeness, text, seen):
    frame = full(said("walk", 3, "Roe2020", completeness, text))
    assert told_of(frame) == [("INTV-003", 2, "text", seen)]


ALONE = "a contradiction noted, and nothing else said on item 7 of walk"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], [("INTV-004", 2, "contradiction", ALONE)]),
        ([("Doe2018", "reported", "On  the BEACH")], [("INTV-004", 2, "contradiction", ALONE)]),
        ([("Doe2018", "not_reported", "not_reported")], [("INTV-004", 2, "contradiction", ALONE)]),
        ([("Doe2018", "not_available", "not_available")], [("INTV-004", 2, "contradiction", ALONE)]),
        ([("Doe2018", "reported", "in the hills")], []),
        ([("not_applicable", "reported", "in the hills")], []),
    ],
    ids=[
        "alone",
        "the same in other letters",
        "silent",
        "not at hand",
        "differs",
        "the review itself differs",
    ],
)
def test_a_contradiction_needs_another_statement_that_says_otherwise(others, expected):
    frame = full(
        said("walk", 7, "Roe2020", "reported", "on the beach", "the place"),
        *(said("walk", 7, *other) for other in others),
    )
    assert told_of(frame) == expected


def test_silence_contradicts_nothing():
    frame = full(
        said("walk", 7, "Roe2020", "not_reported", contradiction="the place"),
        said("walk", 7, "Doe2018", "reported", "in the hills"),
        said("walk", 7, "not_applicable", "reported", "on the beach"),
    )
    seen = "a contradiction noted where nothing is said"
    assert told_of(frame) == [("INTV-004", 2, "contradiction", seen)]


def test_a_report_speaks_of_its_own_intervention():
    frame = full(said("walk", 1, "Poe2019", "reported"), said("swim", 1, "Poe2019", "reported"))
    assert told_of(frame) == [("INTV-005", 2, "report_id", "Poe2019, a report about swim")]


@pytest.mark.parametrize(
    ("own", "told", "noticed"),
    [
        ("partly", "reported", True),
        ("not_reported", "partly", True),
        ("partly", "partly", False),
        ("reported", "partly", False),  # two reports may tell a part each
    ],
)
def test_the_whole_is_not_less_than_a_part(own, told, noticed):
    frame = full(said("walk", 5, "Roe2020", told), said("walk", 5, "not_applicable", own))
    assert told_of(frame) == ([("INTV-006", 3, "completeness", own)] if noticed else [])


KINDS = INTERVENTIONS.assign(kind=["sport", "water", "water"]).astype("string")
NO_FORM = table("question_id about type"), table("question_id value counts_as")


def scoped(asked_of, values=VALUES):
    features = FEATURES.assign(asked_of=[asked_of, None]).astype({"asked_of": "string"})
    found = checks.scope_problems(KINDS, features, values, *NO_FORM)
    return [(one.code, one.row, one.found) for one in found], checks.feature_problems(KINDS, features, values)


def test_a_feature_is_asked_of_kinds_that_there_are():
    assert scoped("kind = sport | water") == ([], [])
    assert scoped("kind = air")[0] == [("INTV-007", 2, '"kind = air"')]
    assert scoped("nothing = x")[0] == [("INTV-007", 2, '"nothing = x"')]
    assert scoped("worker_role = coach")[0] == [("INTV-008", 2, "a value for swim")]


def test_a_value_where_a_feature_is_not_asked_is_told_and_none_is_missing_there():
    told, _ = scoped("kind = water")
    assert told == [("INTV-008", 2, "a value for walk")]
    without = VALUES[(VALUES["intervention_id"] != "walk") | (VALUES["feature_id"] != "phone")]
    assert scoped("kind = water", without.reset_index(drop=True)) == ([], [])
    assert [one.code for one in scoped(None, without.reset_index(drop=True))[1]] == ["INTV-001"]


def test_words_are_of_kinds_that_there_are():
    words = {"sport": {}, "water": {}, "air": {}}
    assert [(one.code, one.found) for one in checks.kind_problems(KINDS, {"entity_kinds": words})] == [
        ("INTV-009", '"air"')
    ]
    assert checks.kind_problems(KINDS, {}) == [] == checks.kind_problems(KINDS, {"entity_kinds": ["x"]})
