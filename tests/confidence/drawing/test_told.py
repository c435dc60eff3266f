"""How assessments and counts are said: right for none, one and many, and never a zero for what is not known."""

from types import SimpleNamespace

import pytest
from packages import OPENED, SYNTHETIC, table
from packages.assessed import assessments, whole

from reviewbook.confidence import assessing
from reviewbook.confidence.drawing import told


def row(**changed):
    """The only assessment of a table, as `of_review.subjects` has it."""
    (one,) = assessing.standing(assessments(whole("staying", **changed))).itertuples(index=False)
    return one


def nobody():
    judged = {name: None for column in assessing.JUDGED for name in (column, assessing.reason(column))}
    return SimpleNamespace(state="not_assessed", assessors=[], differ=[], assessed_on=None, **judged)


def given(*rows: tuple):
    """What stands beside a component: rows of component, measure, value, n, of."""
    frame = table(
        "about_kind about_id component measure value n of", *(("code", "staying", *one) for one in rows)
    )
    return told.by_subject(frame).get(("code", "staying"), {})


def test_each_level_has_its_dots_and_its_word_and_none_has_no_dots():
    assert told.mark(row(level="high")) == ("rb-level", "●●●●", "high confidence")
    assert told.mark(row(level="very_low")) == ("rb-level", "●○○○", "very low confidence")
    assert told.mark(nobody()) == ("rb-nr", "–", "not assessed")
    assert told.mark(row(level=None))[2] == "assessment under way"


def test_a_concern_has_a_sign_and_a_word():
    assert told.concern(row(), "coherence") == ("rb-minor", "·", "minor concerns")
    assert told.concern(row(coherence="not_reported"), "coherence") == ("rb-nr", "–", "not reported")
    assert told.concern(row(coherence=None), "coherence") == ("rb-nr", "–", "not assessed")


def test_why_is_the_reason_or_what_is_open():
    assert told.explanation(row()) == "Because of level."
    assert told.explanation(row(level=None, coherence=None)) == "Not judged yet: coherence and the level."
    assert told.explanation(nobody()) == "Nobody has judged it yet."
    assert told.reason(row(coherence="moderate", coherence_reason=None), "coherence") == (
        "The reason is not charted yet."
    )
    assert told.reason(row(coherence="no_or_very_minor", coherence_reason=None), "coherence") == ""


def test_assessors_who_differ_are_shown_with_what_each_judged():
    rows = assessments(whole("staying"), whole("staying", "BB", coherence="no_or_very_minor"))
    (one,) = assessing.standing(rows).itertuples(index=False)
    assert told.mark(one) == ("rb-differs", "!", "assessors differ")
    assert told.explanation(one) == "Assessors differ on coherence."
    assert told.reason(one, "coherence") == "AA: minor; BB: no or very minor."


def test_who_assessed_is_named_with_the_day():
    assert told.who(row()) == "Assessed by AA, 2022-02-01."
    assert told.who(row(assessor=None, assessed_on=None)) == "Assessed; who did it is not charted yet."
    assert told.who(nobody()) == ""
    assert told.who(row(assessor="consensus")) == "Assessed by consensus, 2022-02-01."
    rows = assessments(whole("staying"), whole("staying", "BB"), whole("staying", "consensus"))
    (settled,) = assessing.standing(rows).itertuples(index=False)
    assert told.who(settled) == "Assessed by AA and BB, who agreed where they had differed, 2022-02-01."


METHODS = "methodological_limitations"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [
                ("reports", None, 3, 5),
                ("low_rated", None, 1, 2),
                ("not_rated", None, 1, 3),
                ("design", "qualitative", 3, None),
            ],
            "3 of 5 reports stand behind it. 1 of 2 that have a rating is rated low (below 2 points). 1 has no rating in "
            "points. Reports by design: Qualitative 3.",
        ),
        (
            [
                ("reports", None, 1, 1),
                ("low_rated", None, 0, 0),
                ("not_rated", None, 1, 1),
                ("design", "", 1, None),
            ],
            "1 of 1 report stands behind it. 1 has no rating in points. Reports by design: not charted yet 1.",
        ),
        (
            [("reports", None, 0, 5), ("low_rated", None, 0, 0), ("not_rated", None, 0, 0)],
            "No report is named behind it.",
        ),
    ],
)
def test_ratings_are_said(rows, said):
    beside = given(*((METHODS, *one) for one in rows))
    assert " ".join(told.sentences(METHODS, beside, below="2 points")) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("relation", "contrary", 0, 4)], "0 of 4 findings are contrary to another."),
        ([("relation", "contrary", 1, 1)], "1 of 1 finding is contrary to another."),
        ([("relation", "contrary", 0, 1)], "0 of 1 finding is contrary to another."),
        ([("relation", "contrary", 0, 0)], "No finding stands under it."),
        ([], "What is contrary to its findings is not charted yet."),
        (
            [
                ("relation", "contrary", 0, 4),
                ("relation", "limits", 2, 4),
                ("direction", "limits", 2, None),
                ("direction", "", 1, None),
            ],
            "0 of 4 findings are contrary to another. 2 of 4 findings are limited by another. Passages by direction: Limits 2, "
            "not charted yet 1.",
        ),
    ],
)
def test_what_speaks_against_it_is_said(rows, said):
    findings = next((one[3] for one in rows if one[0] == "relation"), 1)
    beside = given(*(("coherence", *one) for one in rows), ("adequacy", "findings", None, findings, None))
    assert " ".join(told.sentences("coherence", beside, below="2 points")) == said


def test_people_of_whom_no_study_gives_a_number_are_not_none():
    rows = [
        ("studies", None, 2, 3),
        ("interventions", None, 1, 2),
        ("participants", None, 12, None),
        ("participants_not_said", None, 1, 2),
        ("workers", None, None, None),
        ("workers_not_said", None, 2, 2),
        ("findings", None, 1, None),
        ("quotations", None, 0, None),
    ]
    assert " ".join(
        told.sentences("adequacy", given(*(("adequacy", *one) for one in rows)), below="2 points")
    ) == (
        "2 of 3 studies and 1 of 2 interventions. 12 participants took part in these studies; "
        "of 1 of 2 studies no number is known. How many workers there were is not known of any of these studies. "
        "1 finding and 0 quotations."
    )


def test_those_who_took_part_are_called_what_the_review_calls_them():
    rows = [("studies", None, 1, 1), ("interventions", None, 1, 1), ("participants", None, 1, None)]
    rows += [
        ("participants_not_said", None, 0, 1),
        ("workers", None, 2, None),
        ("workers_not_said", None, 0, 1),
    ]
    rows += [("findings", None, 0, None), ("quotations", None, 0, None)]
    beside = given(*(("adequacy", *one) for one in rows))
    assert "2 exercise workers took part" in told.beside(OPENED[SYNTHETIC], "adequacy", beside)


def test_reports_are_told_by_what_they_rest_on_where_that_is_charted():
    whole = ("methodological_limitations", "reports", None, 6, 9)
    assert told.reports_of(given(whole)) == "6 of 9 reports"
    based = [("participants_account", 2), ("measured", 1), ("hypothesis", 1), ("not_reported", 1), ("", 1)]
    beside = given(
        whole,
        ("adequacy", "studies", None, 4, 5),
        *(("adequacy", "basis", basis, n, None) for basis, n in based),
    )
    assert told.reports_of(beside) == (
        "2 of 9 reports tell of it, 1 more measures something of it, 1 more supposes it, 1 more stands behind it on a basis not said and "
        "1 more stands behind it on a basis not charted yet"
    )
    rest = [("interventions", None, 1, 1), ("findings", None, 1, None), ("quotations", None, 0, None)]
    rest += [
        (f"{who}{silent}", None, None, None)
        for who in ("participants", "workers")
        for silent in ("", "_not_said")
    ]
    whole_and_rest = {**beside, **given(*(("adequacy", *one) for one in rest))}
    assert "2 of 9 reports tell of it, 1 more" in " ".join(
        told.sentences("adequacy", whole_and_rest, below="2 points")
    )
    assert told.short("adequacy", beside) == (
        "3 to 5 of 9 reports tell of it or measure something of it; in all, 6 reports from 4 studies stand behind it"
    )


def test_the_studies_of_all_reports_are_not_those_of_the_reports_that_tell_of_it():
    rows = [
        ("methodological_limitations", "reports", None, 1, 5),
        ("adequacy", "studies", None, 1, 4),
    ]
    account = ("adequacy", "basis", "participants_account", 1, None)
    assert told.short("adequacy", given(*rows, account)) == "1 of 5 reports tells of it, 1 study"
    supposed = ("adequacy", "basis", "hypothesis", 1, None)
    assert told.short("adequacy", given(*rows, supposed)) == (
        "0 of 5 reports tell of it; in all, 1 report from 1 study stands behind it"
    )
    unsaid = ("adequacy", "basis", "not_reported", 1, None)
    assert told.short("adequacy", given(*rows, unsaid)) == (
        "0 to 1 of 5 reports tell of it; in all, 1 report from 1 study stands behind it"
    )
    assert told.short("adequacy", given(*rows)) == "1 of 5 reports, 1 study"


def test_places_are_listed_with_their_numbers():
    rows = [("country", "Kenya", 2, None), ("country", "not_reported", 1, None), ("role", "coach", 1, None)]
    beside = given(*(("relevance", *one) for one in rows))
    assert told.sentences("relevance", beside, below="2 points") == [
        "Studies by country: Kenya 2, not reported 1.",
        "Studies by group: Coach 1.",
    ]
    assert told.sentences("relevance", given(), below="2 points") == ["No study is named behind it."]


def test_of_very_many_places_the_first_are_listed():
    rows = [("setting", f"Place {at}", 1, None) for at in range(14)]
    (said,) = told.sentences("relevance", given(*(("relevance", *one) for one in rows)), below="2 points")
    assert said.endswith("Place 11 1 and 2 more values.")


def test_what_the_review_includes_stands_by_domain():
    criteria = table(
        "domain role text",
        ("population", "include", "Adults"),
        ("population", "exclude", "Children"),
        ("concept", "include", "Running"),
        ("population", "include", "Runners"),
    )
    assert told.question(criteria) == "Population: Adults; Runners. Concept: Running."
    assert told.question(criteria[:0]) == ""


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("country", "Norway", 1), ("setting", "Club", 2)], "1 country, 1 setting"),
        (
            [("country", "Norway", 2), ("setting", "Club", 1), ("setting", "not_reported", 1)],
            "1 country, 1 setting (not known of 1 study)",
        ),
        (
            [("country", "not_available", 1), ("country", "", 1), ("setting", "Club", 2)],
            "country not known of 2 studies, 1 setting",
        ),
        ([("country", "", 2), ("setting", "", 2)], "places not charted yet"),
        ([], "places not charted yet"),
        ([("country", "not_applicable", 1)], "no place applies"),
    ],
)
def test_places_that_are_not_known_stand_beside_those_that_are(rows, said):
    beside = given(*(("relevance", name, value, n, None) for name, value, n in rows))
    assert told.short("relevance", beside) == said


def test_the_people_of_a_single_study_took_part_in_it_alone():
    rows = [("studies", 1, 3), ("participants", 9, None), ("participants_not_said", 0, 1)]
    rows += [("workers", None, None), ("workers_not_said", 1, 1), ("interventions", 1, 2)]
    rows += [("findings", 1, None), ("quotations", 0, None)]
    beside = given(*(("adequacy", name, None, n, of) for name, n, of in rows))
    said = " ".join(told.sentences("adequacy", beside, below="2 points"))
    assert "9 participants took part in this study." in said
    assert "How many workers there were is not known of this study." in said
