"""What can be wrong with the charting form and its answers, beyond what each broken review shows."""

from packages import table

from reviewbook.charting.checks import (
    answer_problems,
    brought_problems,
    form_problems,
    scope_problems,
    spelling_problems,
)

FORM = "question_id position about label type asked_of"
CHOICES = "question_id value counts_as"
ANSWERS = "question_id about_id charter value settled_by"


def places(problems):
    return [(p.code, p.row, p.field) for p in problems]


def tables(**reports):
    columns = " ".join(["report_id", *reports])
    rows = zip(("R1", "R2", "R3"), *reports.values(), strict=False)
    return {
        "reports": table(columns, *rows),
        "studies": table("study_id"),
        "interventions": table("intervention_id"),
    }


def test_a_scope_must_name_a_question_about_the_same_kind_of_thing():
    form = table(
        FORM,
        ("design", 1, "report", "Design", "choice", None),
        ("funder", 2, "study", "Funder", "text", "design = trial"),
        ("blind", 3, "report", "Blinded", "yes_no", "nothing = x"),
    )
    assert places(form_problems(form, table(CHOICES))) == [
        ("CHAR-005", 3, "asked_of"),
        ("CHAR-005", 4, "asked_of"),
    ]


def test_a_scope_may_name_kinds_of_entity_that_there_are():
    form = table(
        FORM,
        ("price", 1, "entity", "Price", "text", "kind = app | policy"),
        ("law", 2, "entity", "Law", "text", "kind = programme"),
        ("blind", 3, "report", "Blinded", "yes_no", "kind = app"),
    )
    wrong = form_problems(form, table(CHOICES), ["app", "policy"])
    assert places(wrong) == [("CHAR-005", 3, "asked_of"), ("CHAR-005", 4, "asked_of")]
    assert wrong[0].expected == "answers out of app, policy"
    assert [one.row for one in form_problems(form, table(CHOICES))] == [2, 3, 4]  # a review of no kinds


def test_a_scope_by_yes_or_no_names_one_of_these():
    form = table(
        FORM,
        ("blind", 1, "report", "Blinded", "yes_no", None),
        ("how", 2, "report", "How", "text", "blind = yes"),
        ("why", 3, "report", "Why not", "text", "blind = never"),
    )
    assert places(form_problems(form, table(CHOICES))) == [("CHAR-005", 4, "asked_of")]


def test_a_choice_is_not_counted_as_itself_or_in_a_chain():
    form = table(FORM, ("robot", 1, "report", "Robot", "choice", None))
    choices = table(
        CHOICES, ("robot", "a", "b"), ("robot", "b", "c"), ("robot", "c", None), ("robot", "d", "d")
    )
    assert places(form_problems(form, choices)) == [
        ("CHAR-008", 2, "counts_as"),
        ("CHAR-008", 5, "counts_as"),
    ]


def test_of_several_answers_each_must_be_a_choice():
    form = table(FORM, ("tools", 1, "report", "Tools", "choices", None))
    choices = table(CHOICES, ("tools", "web", None), ("tools", "app", None))
    answers = table(
        ANSWERS, ("tools", "R1", "ab", "web; App", None), ("tools", "R2", "ab", "web; phone", None)
    )
    found = answer_problems(answers, form, choices, tables(tools=("web; app", None)))
    assert places(found) == [("CHAR-010", 2, "value"), ("CHAR-002", 3, "value")]


def test_any_answer_is_right_where_no_choices_are_listed():
    form = table(FORM, ("tools", 1, "report", "Tools", "choice", None))
    answers = table(ANSWERS, ("tools", "R1", "ab", "anything", None))
    assert answer_problems(answers, form, table(CHOICES), tables(tools=("anything", None))) == []


def test_the_table_may_hold_the_choice_as_which_an_answer_is_counted():
    form = table(FORM, ("robot", 1, "report", "Robot", "choice", None))
    choices = table(CHOICES, ("robot", "animal", None), ("robot", "dog", "animal"))
    answers = table(ANSWERS, ("robot", "R1", "ab", "dog", None))
    assert answer_problems(answers, form, choices, tables(robot=("animal", None))) == []
    assert places(answer_problems(answers, form, choices, tables(robot=("person", None)))) == [
        ("CHAR-007", 2, "value")
    ]


def test_who_settled_it_may_be_not_reported_but_not_blank():
    form = table(FORM, ("why", 1, "report", "Why", "text", None))
    rows = [("why", "R1", "consensus", "x", "not_reported"), ("why", "R2", "consensus", "x", None)]
    found = answer_problems(table(ANSWERS, *rows), form, table(CHOICES), tables(why=("x", "x")))
    assert places(found) == [("CHAR-004", 3, "settled_by")]


def test_an_answer_out_of_scope_is_told_once_for_all():
    form = table(
        FORM,
        ("design", 1, "report", "Design", "choice", None),
        ("blind", 2, "report", "Blinded", "yes_no", "design = trial"),
    )
    assert scope_problems(form, tables(design=("trial", "survey"), blind=("yes", None))) == []
    (told,) = scope_problems(form, tables(design=("survey", "survey"), blind=("yes", "no")))
    assert (told.row, told.found) == (3, "an answer for R1, R2")


def test_near_spellings_are_told_where_no_choices_are_listed_in_answers_and_in_the_table_itself():
    form = table(
        FORM,
        ("robot", 1, "report", "Robot", "choice", None),
        ("tools", 2, "report", "Tools", "choices", None),
    )
    answers = table(
        ANSWERS,
        *(("tools", f"R{n}", "ab", value, None) for n, value in enumerate(("web; App", "app", "app"))),
    )
    own = tables(robot=("Non-humanoid", "non-humanoid", "non-humanoid"), tools=("app", "app", "app"))
    found = spelling_problems(answers, form, table(CHOICES), own)
    assert places(found) == [("CHAR-014", 2, "robot"), ("CHAR-014", 2, "value")]
    assert [one.file for one in found] == ["reports.csv", "answers.csv"]
    assert "(row 2)" in found[0].found and '"non-humanoid", as 2 rows have it' in found[0].expected
    listed = table(CHOICES, ("robot", "Non-humanoid", "non-humanoid"), ("robot", "non-humanoid", None))
    assert [one.file for one in spelling_problems(answers, form, listed, own)] == ["answers.csv"]


def test_a_scheme_and_results_are_asked_of_answers_that_there_are():
    form = table(FORM, ("robot", 1, "report", "Robot", "choice", None))
    choices = table(CHOICES, ("robot", "arm", None))
    codes = table(
        "code_id asked_of", ("a", "robot = arm"), ("b", "robot = leg"), ("c", None), ("d", "zoo = x")
    )
    reports = table("report_id design", ("R1", "cohort"))
    package = {"asked_of": {"results": "robot = tail"}}
    found = brought_problems(codes, package, form, choices, reports)
    assert [(one.code, one.file, one.row) for one in found] == [
        ("CHAR-015", "codes.csv", 3), ("CHAR-015", "codes.csv", 5), ("CHAR-015", "datapackage.json", None)
    ]  # fmt: skip
    by_kind = table("code_id asked_of", ("a", "kind = app"), ("b", "kind = programme"))
    told = [brought_problems(by_kind, {}, form, choices, reports, kinds) for kinds in (["app"], [])]
    assert [[one.row for one in found] for found in told] == [[3], [2, 3]]
    assert (
        brought_problems(codes[:1], {"asked_of": {"results": "design = any"}}, form, choices, reports) == []
    )
