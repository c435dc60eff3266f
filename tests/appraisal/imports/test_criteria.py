"""What headings and cells name: a criterion, a category, a version."""

import pytest
from packages.appraised import DESC, M2011, M2018, MIXED, NON, QUAL, RCT, given_answers, read, told

from reviewbook.appraisal.imports import criteria
from reviewbook.appraisal.instruments import appraisal_tools, tool


@pytest.mark.parametrize(
    "heading", ["c1", "C1", "Q1", "q.1", "Criterion 1", "criterion_1", "item 1", "1", "1.", "Q1: fit", "X1"]
)
def test_a_place_within_the_category_has_many_names(heading):
    assert given_answers(read(f"study;category;{heading}\nA;RCT;Y\n")) == [("A", "2.1", "yes")]


@pytest.mark.parametrize(
    "heading",
    [
        "2.1",
        "2.1.",
        "Q2.1",
        "MMAT 2.1",
        "MMAT_2_1",
        "x2.1",
        "X2.1.",
        "2_1",
        "2.1 Randomisation",
        "item 2.1",
        "mmat2018_q2.1",
    ],
)
def test_a_criterion_has_many_names(heading):
    found = read(f"study;{heading};S1\nA;Y;N\n")
    assert given_answers(found) == [("A", "2.1", "yes"), ("A", "S1", "no")]
    assert found.appraisals["category"].tolist() == [RCT, "screening"]


@pytest.mark.parametrize(
    "heading",
    ["S1", "SQ1", "QS1", "Screening 1", "Screening Q1", "Screening question 1", "S1. Clear question?"],
)
def test_a_screening_question_has_many_names(heading):
    assert given_answers(read(f'study,"{heading}",1.1\nA,N,Y\n')) == [("A", "S1", "no"), ("A", "1.1", "yes")]


def test_a_criterion_of_the_other_version_is_refused_by_name():
    found = read(
        "study,category,c1,c2,c3,c4,c5\nA,qualitative,Y,Y,Y,Y,Y\nB,mixed,Y,Y,Y,N,\nC,mixed,Y,Y,Y,N/A,\nD,RCT,Y,Y,Y,Y,\n",
        M2011,
    )
    assert [(p.code, p.row, p.field, p.found, p.expected) for p in found.problems] == [
        ("APPR-001", 2, "c5", '1.5 ("Y")', "1.1, 1.2, 1.3, 1.4"),
        ("APPR-001", 3, "c4", '5.4 ("N")', "5.1, 5.2, 5.3"),
    ]
    assert "1.5" not in set(found.appraisals["criterion"]) and len(found.appraisals) == 14


def test_criteria_of_another_tool_are_refused_by_name():
    found = read("Study,Criterion,Answer\nA,D1,Yes\nA,1.1,Yes\nA,elsewhere,Yes\n")
    assert [(p.code, p.row, p.found) for p in found.problems] == [
        ("APPR-001", 2, 'D1 ("Yes")'),
        ("APPR-001", 4, '"elsewhere"'),
    ]
    assert given_answers(found) == [("A", "1.1", "yes")]


def test_rows_of_another_version_are_named_and_not_read():
    found = read(
        "study,version,category,c1\nA,2011,RCT,Y\nB,MMAT 2018,RCT,Y\nC,v2011,RCT,Y\nD,,RCT,Y\nE,MMAT,RCT,Y\nF,2011,RCT,N\nG,CASP,RCT,Y\n"
    )
    assert [(p.code, p.row, p.field, p.found, p.expected) for p in found.problems] == [
        ("APPR-001", 2, "version", '"2011" in rows 2, 7', "2018, the version of mmat-2018"),
        ("APPR-001", 4, "version", '"v2011" in row 4', "2018, the version of mmat-2018"),
        ("APPR-001", 8, "version", '"CASP" in row 8', "2018, the version of mmat-2018"),
    ]
    assert found.appraisals["report_id"].tolist() == ["B", "D", "E"]


@pytest.mark.parametrize(
    ("written", "category"),
    [
        ("Qualitative", QUAL),
        ("QUAL", QUAL),
        ("1", QUAL),
        ("1. Qualitative studies", QUAL),
        ("RCT", RCT),
        ("quantitative_rct", RCT),
        ("Randomized", RCT),
        ("Quantitative randomised controlled trials", RCT),
        ("Randomised controlled trial (pilot)", RCT),
        ("2. Quantitative RCT", RCT),
        ("Non-randomized", NON),
        ("quantitative_nonrandomised", NON),
        ("Quantitative non-randomised", NON),
        ("non-RCT", NON),
        ("quasi-experimental", NON),
        ("Nonrandomized controlled trial", NON),
        ("Descriptive", DESC),
        ("Quant. descriptive study", DESC),
        ("Cross-sectional survey", DESC),
        ("Mixed Methods", MIXED),
        ("mixed-method study", MIXED),
        ("MM", MIXED),
        ("mixed methods (QUAL + QUAN)", MIXED),
        ("Quantitative", None),
        ("Qualitative and quantitative", None),
        ("Qualitative/quantitative", None),
        ("Cohort study", None),
        ("Cross-sectional", None),
        ("3. RCT", None),
        ("Retrospective", None),
        ("6", None),
    ],
)
def test_only_plain_synonyms_name_a_category(written, category):
    found = read(f"study,category,c1\nA,{written},Y\n")
    assert found.appraisals["category"].tolist() == ([category] if category else [])
    if category is None:
        assert told(found) == [("APPR-007", 2, "category", f'"{written}"')]
        assert found.problems[0].expected == f"one of {QUAL}, {RCT}, {NON}, {DESC}, {MIXED}"


def test_criteria_by_number_settle_a_category_that_is_not_certain():
    found = read("study,category,3.1,3.2\nA,Quantitative,Y,N\n")
    assert given_answers(found) == [("A", "3.1", "yes"), ("A", "3.2", "no")] and found.problems == []


def test_numbers_with_a_point_are_no_header():
    found = read("study,category,c1,c2,c3\nA,RCT,1.0,0.0,1.0\nB,RCT,1.0,1.0,1.0\n")
    assert [answer for *_, answer in given_answers(found)] == ["yes", "no", "yes", "yes", "yes", "yes"]


def test_a_number_such_as_1_0_is_no_criterion():
    names = criteria.Names(tool(M2018))
    assert [names.criterion(text) for text in ("1.0", "0.8", "1.10", "21.1", "2010", "score 1.5")] == [
        None
    ] * 6


@pytest.mark.parametrize(
    ("heading", "item"),
    [
        ("Bias arising from the randomization process", "D1"),
        ("bias.arising.from.the.randomisation.process", "D1"),
        ("Domain 2", "D2"),
        ("Domain 3: Missing outcome data", "D3"),
        ("4", "D4"),
        ("Selection of the reported result", "D5"),
        ("Overall risk of bias", "Overall"),
        ("Overall Bias", "Overall"),
    ],
)
def test_a_domain_is_known_by_its_code_its_number_and_its_names(heading, item):
    assert criteria.Names(tool("rob-2")).criterion(heading).id == item


@pytest.mark.parametrize("name", appraisal_tools())
def test_every_criterion_is_known_by_its_names_or_they_are_those_of_several(name):
    own = tool(name)
    names = criteria.Names(own)
    for item in names.home:
        for text in (names.labels[item], *own["names"].get(item, ())):
            found = names.criterion(text)
            assert found is None or found.id == item, text
    assert all(any(names.criterion(one) for one in each) for each in own["names"].values())


def test_words_of_two_criteria_name_none():
    assert criteria.Names(tool("mmat-2018")).criterion("Outcome data complete") is None


def test_a_comment_on_a_domain_is_none_of_its_answers():
    found = criteria.Names(tool("rob-2")).criterion("Selection of the reported result - support")
    assert (found.id, found.comment) == ("D5", True)


def test_other_headings_name_no_domain():
    names = criteria.Names(tool("rob-2"))
    assert not [
        one for one in ("Weight", "Outcome", "Randomised", "Domain", "Missing") if names.criterion(one)
    ]


@pytest.mark.parametrize("heading", ["Q10", "10", "Item 10", "Question 10", "Q10: conclusions"])
def test_a_tool_of_ten_questions_and_more_is_known_by_their_numbers(heading):
    found = read(f"Study,Q1,{heading}\nA,Y,N\n", "jbi-qualitative")
    assert given_answers(found) == [("A", "Q1", "yes"), ("A", "Q10", "no")]


@pytest.mark.parametrize("heading", ["5a", "Q5a", "5 (a)", "5(a)"])
def test_a_question_of_two_parts_is_known_by_its_part(heading):
    assert given_answers(read(f"Study,Q1,{heading}\nA,Y,N\n", "casp-cohort"))[1] == ("A", "Q5a", "no")


def test_the_number_of_two_parts_alone_is_neither_of_them():
    found = read("Study,Q1,Q6,Q9\nA,Y,N,Y\n", "casp-cohort")
    assert given_answers(found) == [("A", "Q1", "yes"), ("A", "Q9", "yes")]
    assert [code for code, *_ in told(found)] == ["APPR-007"]
