"""Of whom the map was asked: the questions of the form as dimensions, and gaps only where a report that was asked could have stood."""

import pandas as pd
import pytest
from packages import table

from reviewbook.charting.coverage import reports_within
from reviewbook.evidence_map import axes as rules
from reviewbook.evidence_map import scopes
from reviewbook.review.cells import empty
from reviewbook.studies.links import links
from reviewbook.themes import brought

QUESTIONS = "question_id position about group label type asked_of axis filter"
# Eight studies: of the qualitative ones nobody asked for outcomes.
DESIGNS = ["cohort"] * 3 + ["cross_sectional"] * 2 + ["interviews"] * 3
AGES = ["adults", "adults", "children", "adults", "adults", "children", "older", "adults"]
OUTCOMES = ["weight", "weight; sleep", "sleep", "weight", "not_reported", None, None, None]
REPORTS = table(
    "report_id design ages outcomes",
    *((f"R{at}", *row) for at, row in enumerate(zip(DESIGNS, AGES, OUTCOMES, strict=True))),
)
STUDIES = table(
    "study_id intervention_id participants_n dose",
    *((f"s{at}", None, 10, "high" if at < 2 else "low") for at in range(8)),
)
TOLD = table("report_id study_id sample_of", *((f"R{at}", f"s{at}", None) for at in range(8)))
FORM = table(
    QUESTIONS,
    ("outcomes", 3, "report", "Outcome", "Outcomes", "choices", "design = cohort | cross_sectional", "yes", "yes"),
    ("design", 1, "report", "Method", "Design", "choice", None, "yes", None),
    ("ages", 2, "report", None, "Ages", "choice", None, "yes", "yes"),
    ("dose", 4, "study", None, "Dose", "choice", None, None, "yes"),
    ("note", 5, "report", None, "Note", "text", None, "no", "no"),
)  # fmt: skip
CHOICES = table(
    "question_id value position label counts_as",
    ("design", "interviews", 3, None, None),
    ("design", "cohort", 1, "Cohort study", None),
    ("design", "cross_sectional", 2, None, None),
    ("outcomes", "sleep", 2, None, None),
    ("outcomes", "weight", 1, "Body weight", None),
    ("outcomes", "pain", 3, None, None),
)
TABLES = {
    "reports": REPORTS,
    "studies": STUDIES,
    "interventions": table("intervention_id name"),
    "report_studies": TOLD,
}
LEADS = rules.paths(links(REPORTS, TOLD, STUDIES), STUDIES)


def of_form(form=FORM, reports=REPORTS, **options):
    made = scopes.of_questions(form, CHOICES, TABLES | {"reports": reports}, **options)
    return {one.key: one for one in made}


def gaps(x, y, leads=LEADS):
    across, down = ([v for v in one.values if v not in rules.UNSAID] for one in (x, y))
    found = rules.cells(x, y, leads=leads, banded=pd.Series(dtype="string"))
    pairs = scopes.empty(found, across, down)
    return {tuple(pair): gap for pair, gap in zip(pairs.to_numpy(), scopes.gaps(pairs, x, y, leads), strict=True)}  # fmt: skip


def test_questions_that_may_be_an_axis_or_a_filter_are_dimensions_in_their_order():
    found = of_form()
    assert list(found) == ["design", "ages", "outcomes", "dose"]
    uses = {key: (one.axis, one.filter, one.group) for key, one in found.items()}
    assert uses == {
        "design": (True, False, "Method"),
        "ages": (True, True, ""),
        "outcomes": (True, True, "Outcome"),
        "dose": (False, True, ""),
    }
    assert found["dose"].of == "study_id"


def test_answers_stand_in_the_order_and_the_words_of_the_choices():
    found = of_form()
    assert found["design"].values == ("cohort", "cross_sectional", "interviews")
    names = {"cohort": "Cohort study", "cross_sectional": "Cross sectional", "interviews": "Interviews"}
    assert found["design"].names == names
    assert found["ages"].values == ("adults", "children", "older") and not found["ages"].asked


def test_of_several_choices_all_stand_on_the_axis_and_were_asked():
    outcomes = of_form()["outcomes"]
    assert outcomes.values[:3] == ("weight", "sleep", "pain") and outcomes.asked
    assert rules.present(outcomes, LEADS)[:3] == ["weight", "sleep", "pain"]


def test_who_was_not_asked_is_neither_silent_nor_open():
    outcomes = of_form()["outcomes"]
    told = dict(zip(outcomes.members["report_id"], outcomes.members["value"], strict=True))
    assert [told[f"R{at}"] for at in (4, 5, 6, 7)] == ["not_reported", *["not_asked"] * 3]
    assert outcomes.values[3:] == ("not_reported", "not_asked")


def test_a_gap_is_only_where_a_report_that_was_asked_could_have_stood():
    found = of_form()
    # Interviews were asked for no outcome; children were, by R2; older people by nobody.
    assert gaps(found["outcomes"], found["design"]) == {
        ("pain", "cohort"): True,
        ("sleep", "cross_sectional"): True,
        ("pain", "cross_sectional"): True,
        ("weight", "interviews"): False,
        ("sleep", "interviews"): False,
        ("pain", "interviews"): False,
    }
    by_age = gaps(found["ages"], found["outcomes"])
    assert by_age == {
        ("children", "weight"): True,
        ("older", "weight"): False,
        ("older", "sleep"): False,
        **{(age, "pain"): age != "older" for age in ("adults", "children", "older")},
    }


def test_without_a_scope_every_pair_without_a_report_is_a_gap():
    found = of_form(FORM.assign(asked_of=pd.Series([None] * len(FORM), dtype="string")))
    assert sum(gaps(found["outcomes"], found["design"]).values()) == 6


def test_what_was_asked_of_nobody_makes_no_gap_with_a_list_that_was_brought_to_all():
    free = rules.replace(
        of_form()["ages"], asked=True, kind="choices", values=(*of_form()["ages"].values, "infants")
    )
    outcomes = rules.replace(
        of_form()["outcomes"], scopes=dict.fromkeys(("weight", "sleep", "pain"), frozenset())
    )
    told = gaps(outcomes, free)
    assert told and not any(told.values())


def test_no_pair_of_which_nobody_was_asked_is_a_gap():
    found = of_form()
    assert set(gaps(found["ages"], found["design"]).values()) == {False}


def test_who_answered_was_asked_whatever_the_form_says():
    reports = REPORTS.assign(outcomes=REPORTS["outcomes"].where(REPORTS["report_id"] != "R6", "sleep"))
    found = of_form(reports=reports)
    assert ("older", "sleep") not in gaps(found["ages"], found["outcomes"])


def test_a_design_that_the_form_does_not_list_stands_in_words_behind_those_that_it_lists():
    reports = REPORTS.assign(design=REPORTS["design"].where(REPORTS["report_id"] != "R0", "case_series"))
    design = of_form(reports=reports)["design"]
    assert [design.names[value] for value in design.values] == [
        "Cohort study",
        "Cross sectional",
        "Interviews",
        "Case series",
    ]


def test_an_answer_in_the_reviewers_own_words_stays_as_it_is():
    form = FORM.assign(type=FORM["type"].where(FORM["question_id"] != "ages", "text"))
    assert set(of_form(form=form)["ages"].names.values()) == {"adults", "children", "older"}


def test_a_question_by_which_no_table_is_grouped_is_an_axis_all_the_same():
    assert set(of_form(form=FORM.assign(grouping="no"))) == set(of_form())


def test_a_number_is_no_dimension_and_a_key_that_is_taken_gets_another():
    form = FORM.assign(type=FORM["type"].where(FORM["question_id"] != "ages", "number"))
    assert "ages" not in of_form(form)
    assert next(iter(of_form(taken=["design"]))) == "asked.design"


# --- schemes of codes, and results

CODES = table(
    "code_id parent_id scheme position label asked_of",
    ("out", "not_applicable", "outcomes", 1, "Outcomes", "design = cohort | cross_sectional"),
    ("deep", "out", "outcomes", 1, "Deep", None),
    ("all", "not_applicable", "outcomes", 2, "All", None),
)


def scheme(*held, codes=CODES):
    pairs = table("report_id code_id", *held)
    names = codes.loc[codes["parent_id"] == "not_applicable", "code_id"].tolist()
    members = pairs.rename(columns={"code_id": "value"})
    one = rules.many(
        "scheme.outcomes", "outcomes", "scheme", "report_id", pd.Series(names), members,
        REPORTS["report_id"], dict(zip(names, names, strict=True)), rules.NOT_CODED,
    )  # fmt: skip
    made = rules.replace(one, asked=True)
    return scopes.scoped_to(made, brought.asked(codes, FORM, TABLES))


def test_the_codes_of_a_scheme_make_gaps_where_it_was_brought_to_the_reports():
    found = gaps(scheme(("R0", "out"), ("R1", "all")), of_form()["design"])
    assert found == {
        ("all", "cross_sectional"): True,
        ("out", "cross_sectional"): True,
        ("out", "interviews"): False,
        ("all", "interviews"): True,
    }


def test_a_report_is_not_asked_only_where_no_code_of_the_scheme_was_brought_to_it():
    assert "not_asked" not in scheme(("R0", "out")).values
    alone = scheme(("R0", "out"), codes=CODES[CODES["code_id"] != "all"])
    told = dict(zip(alone.members["report_id"], alone.members["value"], strict=True))
    assert (told["R1"], told["R6"]) == ("not_coded", "not_asked")


RESULTS = table(
    "report_id domain", ("R0", "Weight"), ("R0", "Weight"), ("R3", "Sleep"), ("R1", "not_applicable"), ("R2", None)
)  # fmt: skip


def test_domains_of_results_are_gaps_only_where_the_review_says_of_whom_they_were_asked():
    (free,) = scopes.of_results(RESULTS, REPORTS["report_id"], None)
    assert free.values == ("Weight", "Sleep", "no_result") and not free.asked
    asked = reports_within("design = cohort", FORM, TABLES)
    (scoped,) = scopes.of_results(RESULTS, REPORTS["report_id"], asked)
    assert gaps(scoped, of_form()["design"]) == {
        ("Sleep", "cohort"): True,
        ("Weight", "cross_sectional"): False,
        ("Weight", "interviews"): False,
        ("Sleep", "interviews"): False,
    }
    assert scopes.of_results(RESULTS.iloc[3:], REPORTS["report_id"], None) == []


# --- the case of the field: 115 observational studies

ACROSS = [f"outcome {n}" for n in range(8)]


def field_case():
    """115 reports: 60 cohorts, 34 cross-sectional studies, 21 qualitative ones, in six settings; outcomes are those of the first two."""
    design = ["cohort"] * 60 + ["cross_sectional"] * 34 + ["qualitative"] * 21
    # The last three settings hold qualitative studies alone.
    setting = [f"setting {at % 3}" for at in range(94)] + [f"setting {3 + at % 3}" for at in range(21)]
    held = [ACROSS[at % 7] if at < 94 else None for at in range(115)]  # nobody has the eighth
    names = [f"R{at}" for at in range(115)]
    reports = table(
        "report_id design setting outcomes", *zip(names, design, setting, held, strict=True)
    )  # fmt: skip
    form = table(
        QUESTIONS,
        ("design", 1, "report", None, "Design", "choice", None, "yes", "yes"),
        ("setting", 2, "report", None, "Setting", "choice", None, "yes", "yes"),
        ("outcomes", 3, "report", None, "Outcomes", "choices", "design = cohort | cross_sectional", "yes", "yes"),
    )  # fmt: skip
    choices = table("question_id value position label counts_as",
                    *(("outcomes", one, at, None, None) for at, one in enumerate(ACROSS)))  # fmt: skip
    studies = table("study_id intervention_id participants_n")
    told = table("report_id study_id sample_of")
    tables = {
        "reports": reports,
        "studies": studies,
        "interventions": empty("interventions"),
        "report_studies": told,
    }
    leads = rules.paths(links(reports, told, studies), studies)
    return form, choices, tables, leads


@pytest.mark.parametrize(("asked", "expected"), [(True, 3), (False, 27)])
def test_observational_studies_have_no_gaps_for_what_was_never_asked_of_the_qualitative(asked, expected):
    form, choices, tables, leads = field_case()
    if not asked:
        form = form.assign(asked_of=pd.Series([None] * 3, dtype="string"))
    found = {one.key: one for one in scopes.of_questions(form, choices, tables)}
    told = gaps(found["outcomes"], found["setting"], leads)
    # 24 pairs of an outcome and a setting of qualitative studies, and three of the outcome that nobody reports.
    assert len(told) == 27 and sum(told.values()) == expected
