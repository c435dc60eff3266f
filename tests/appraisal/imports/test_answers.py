"""Appraisal answers from tables of any shape, each with its place."""

import doctest
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, rows_of, shared
from packages.appraised import M2011, M2018, MIXED, NON, QUAL, RCT, given_answers, rated, read, told
from packages.examples import examples

from reviewbook.appraisal.imports import answer_table, answer_words, answers, criteria, scores
from reviewbook.appraisal.instruments import tool
from reviewbook.review.problems import codes


def test_our_own_table_comes_back_as_it_is():
    file = SYNTHETIC / "appraisals.csv"
    lines = rows_of(file)
    for name in (M2011, M2018):
        found = answers.read(file, tool=tool(name), name=name)
        own = [line for line in lines if line["tool"] == name]
        assert len(own) > 0 and found.appraisals[list(own[0])].to_dict("records") == own
        other = [at for at, line in enumerate(lines, 2) if line["tool"] != name]
        assert [(p.code, p.row) for p in found.problems] == [("APPR-001", other[0])] and found.left == []


def test_a_stated_category_must_agree_with_the_criteria():
    found = read("study,design,1.1,2.1,3.1\nA,RCT,N/A,Y,\nB,Qualitative,Y,Y,\nC,Mixed methods,Y,,N\n")
    assert given_answers(found) == [
        ("A", "2.1", "yes"),
        ("B", "1.1", "yes"),
        ("C", "1.1", "yes"),
        ("C", "3.1", "no"),
    ]
    assert told(found) == [("APPR-002", 3, "2.1", "2.1 under qualitative")]


def test_the_caller_may_say_whose_answers_they_are():
    table = "study,1.1,rater\nA,Y,\nB,Y,CC\n"
    assert read(table, appraiser="consensus").appraisals["appraiser"].tolist() == ["consensus", "CC"]
    assert read(table).appraisals["appraiser"].tolist() == ["not_reported", "CC"]


def test_the_blocks_of_a_mixed_study_are_one_report():
    by_label = "study,category,component_of,S1,c1\nK,mixed,,Y,Y\nK,qualitative,,,N\nK,survey,,Y,Y\nL,qualitative,,Y,Y\n"
    by_name = "study,category,component_of,S1,c1\nK (MM),mixed,K,Y,Y\nK (QUAL),qualitative,K,,N\nK (QUAN),survey,K,Y,Y\nL,QUAL,,Y,Y\n"
    by_parent = "study,category,component_of,S1,c1\nK,mixed,,Y,Y\nK a,qualitative,K,,N\nK b,survey,K,Y,Y\nL,qualitative,,Y,Y\n"
    for table in (by_label, by_name, by_parent):
        found = read(table)
        assert given_answers(found) == [
            ("K", "S1", "yes"),
            ("K", "5.1", "yes"),
            ("K", "1.1", "no"),
            ("K", "4.1", "yes"),
            ("L", "S1", "yes"),
            ("L", "1.1", "yes"),
        ]
        assert found.problems == []


def test_two_studies_of_one_label_are_told_apart_by_what_joins_their_rows_or_by_year():
    found = read("study,category,component_of,c1\nK,mixed,K1,Y\nK,RCT,K1,N\nK,mixed,K2,N\nK,RCT,K2,Y\n")
    assert set(found.appraisals["report_id"]) == {"K1", "K2"} and found.problems == []
    found = read("study,year,category,c1\nK,2010,RCT,Y\nK,2012,RCT,N\nL,2012,RCT,N\n")
    assert given_answers(found) == [("K (2010)", "2.1", "yes"), ("K (2012)", "2.1", "no"), ("L", "2.1", "no")]


def test_rows_of_one_label_that_nothing_joins_are_not_one_study():
    found = read("study,category,c1\nK,qualitative,Y\nK,RCT,N\n")
    assert set(found.appraisals["report_id"]) == {"K (qualitative)", "K (quantitative_randomised)"}
    assert told(found) == [
        ("APPR-007", 2, "study", "K as qualitative and quantitative_randomised in rows 2, 3")
    ]


def test_a_criterion_answered_twice_names_both_rows():
    found = read("study,category,c1,c2\nK,RCT,Y,N\nL,RCT,Y,Y\nK,RCT,Y,Y\n")
    assert [p.code for p in found.problems] == ["APPR-008"]
    assert found.problems[0].found == "2.1, 2.2 of K in rows 2, 4" and found.problems[0].row == 4
    # The answer on which both rows agree is there once; on the other one, neither.
    assert given_answers(found) == [("K", "2.1", "yes"), ("L", "2.1", "yes"), ("L", "2.2", "yes")]
    assert found.unsettled[["report_id", "criterion", "found", "row"]].values.tolist() == [
        ["K", "2.2", "N", 2],
        ["K", "2.2", "Y", 4],
    ]


def test_identical_rows_are_a_problem_too():
    found = read("study,category,c1\nK,RCT,Y\nK,RCT,Y\n")
    assert told(found) == [("APPR-008", 3, "c1", "2.1 of K in rows 2, 3")]


def test_columns_of_the_same_name_answer_twice():
    found = read("study,category,c1,c1\nK,RCT,Y,N\n")
    assert [(p.code, p.found) for p in found.problems] == [
        ("APPR-008", "2.1 of K in row 2")
    ] and given_answers(found) == []


def test_screening_beside_each_block_must_agree():
    found = read("study,category,S1,c1\nK,mixed,Y,Y\nK,RCT,N,Y\n")
    assert told(found) == [("APPR-008", 3, "S1", "S1 of K in rows 2, 3")]


def test_screening_that_stands_beside_another_block_is_not_asked_for_again():
    found = read("study,category,component_of,S1,c1\nK,RCT,K,N/A,Y\nK,mixed,K,Y,Y\nL,RCT,,N/A,Y\n")
    assert given_answers(found) == [
        ("K", "2.1", "yes"),
        ("K", "S1", "yes"),
        ("K", "5.1", "yes"),
        ("L", "2.1", "yes"),
    ]
    assert told(found) == [("APPR-012", 4, "S1", '"N/A"')]


def test_a_column_for_the_block_counts_before_the_design_of_the_study():
    found = read(
        "study,category,component,c1\nK,mixed,qualitative component,Y\nK,mixed,descriptive,N\nK,mixed,mixed,Y\n"
        "K,mixed,quantitative,Y\nL,RCT,quantitative,Y\n"
    )
    assert given_answers(found) == [
        ("K", "1.1", "yes"),
        ("K", "4.1", "no"),
        ("K", "5.1", "yes"),
        ("L", "2.1", "yes"),
    ]
    assert told(found) == [("APPR-007", 5, "component", '"quantitative"')]


def test_a_study_without_an_answer_is_told():
    found = read("study,category,c1,score\nK,RCT,Y,1\nByrd,descriptive,,3\n")
    assert told(found) == [("APPR-003", 3, None, 'no answer for "Byrd"')]
    assert rated(found)[1] == ("Byrd", "overall", 3.0, None, "points")


def test_rows_that_cannot_be_used_leave_the_others():
    found = read("study,category,c1,c2\nA,RCT,Y\nB,RCT,Y,N,N\n,RCT,Y,N\nC,RCT,Y,N,,\n,,,\nD,,Y,N\n")
    assert told(found) == [
        ("TABL-004", 2, None, "3 cells"),
        ("TABL-004", 3, None, "5 cells"),
        ("APPR-007", 4, "study", "no study"),
        ("APPR-007", 7, "category", "no category"),
    ]
    assert given_answers(found) == [("C", "2.1", "yes"), ("C", "2.2", "no")]


def test_every_problem_is_told_at_once():
    found = read(
        "study,version,category,c1,c2\nA,2011,RCT,Y,Y\nB,2018,cohort,Y,Y\nC,2018,RCT,NA,Partial\nD,2018,RCT,Y,\nD,2018,RCT,N,\n"
    )
    assert Counter(p.code for p in found.problems) == {
        "APPR-001": 1,
        "APPR-007": 1,
        "APPR-012": 2,
        "APPR-008": 1,
    }
    assert all(p.code in codes() and p.file == "answers.csv" for p in found.problems)


def test_pmc6633275_is_read_whole():
    found = answers.read(shared("mmat/v2011/pmc6633275-part.csv"), tool=tool(M2011), name=M2011)
    assert found.problems == [] and len(found.unsettled) == 0 and found.left == ["transcription_note"]
    assert Counter(found.appraisals["report_id"]) == {"Herschman": 4, "Holtz": 4, "Jibb": 11, "Kenny": 2}
    assert found.read_as.values.tolist() == [
        ["No", "no", 1],
        ["Unable to determine", "cannot_tell", 4],
        ["Yes", "yes", 16],
    ]
    assert rated(found) == [
        (name, "overall", value, None, "percent")
        for name, value in (("Herschman", 75), ("Holtz", 100), ("Jibb", 50), ("Kenny", 75))
    ]
    jibb = found.appraisals[found.appraisals["report_id"] == "Jibb"]
    assert Counter(jibb["category"]) == {NON: 4, QUAL: 4, MIXED: 3}


def test_pmc7164241_is_read_whole():
    found = answers.read(shared("mmat/v2011/pmc7164241.csv"), tool=tool(M2011), name=M2011)
    assert found.problems == [] and found.left == []
    assert Counter(found.appraisals["category"]) == {QUAL: 20, RCT: 52}
    assert found.read_as.values.tolist() == [["N", "no", 29], ["Y", "yes", 43]]
    assert Counter(found.scores["value"]) == {25: 3, 50: 8, 75: 6, 100: 1}


def test_pmc9795912_is_read_whole():
    found = answers.read(shared("mmat/v2018/pmc9795912-partial.csv"), tool=tool(M2018), name=M2018)
    assert (
        found.problems == [] and len(found.appraisals) == 55 and found.appraisals["report_id"].nunique() == 11
    )
    assert found.read_as.values.tolist() == [
        ["Cannot tell", "cannot_tell", 11],
        ["No", "no", 5],
        ["Yes", "yes", 39],
    ]
    assert Counter(found.scores["value"]) == {100: 4, 80: 2, 60: 2, 40: 1, 20: 1}


def test_the_partial_answers_of_spcare_156908_are_refused_with_their_places():
    found = answers.read(shared("mmat/v2018/spcare-156908.csv"), tool=tool(M2018), name=M2018)
    places = [(2, "c5"), (3, "c1"), (4, "c2"), (5, "c1"), (5, "c5"), (6, "c1"), (7, "c2"), (7, "c4")]
    places += [(8, "c2"), (8, "c3"), (8, "c5"), (10, "c2"), (10, "c5")]
    assert [(p.code, p.row, p.field, p.found) for p in found.problems] == [
        ("APPR-012", row, name, '"Partial"') for row, name in places
    ]
    assert len(found.appraisals) == 38 and Counter(found.unsettled["report_id"]) == {
        "Kim et al": 3,
        "Nolan et al": 5,
        "Puts et al": 5,
    }
    assert Counter(found.appraisals["criterion"])["S1"] == 3


def test_a_file_of_one_version_read_as_the_other_gives_no_answer():
    found = answers.read(shared("mmat/v2018/spcare-156908.csv"), tool=tool(M2011), name=M2011)
    assert [(p.code, p.found) for p in found.problems] == [
        ("APPR-001", '"2018" in rows 2, 3, 4, 5, 6, 7, 8, 9, 10')
    ]
    assert len(found.appraisals) == 0


STUDIES = st.sampled_from(["A", "B", "C"])
CATEGORIES = st.sampled_from(["qualitative", "RCT", "survey", "mixed", "cohort", ""])
WORDS = st.sampled_from(["Y", "N", "CT", "Yes", "", "Partial", "NA", "-"])
ROWS = st.lists(
    st.tuples(STUDIES, CATEGORIES, st.sampled_from(["", "K"]), WORDS, WORDS, WORDS), min_size=1, max_size=8
)


def _as_sets(found: answers.Answers) -> tuple:
    keys = ["report_id", "category", "criterion", "appraiser"]
    return (
        set(found.appraisals[[*keys, "answer"]].itertuples(index=False, name=None)),
        Counter(found.unsettled[[*keys, "found"]].itertuples(index=False, name=None)),
        Counter(p.code for p in found.problems),
    )


@given(ROWS, st.randoms(use_true_random=False))
@examples(150)
def test_the_order_of_rows_does_not_matter(rows: list[tuple], order: random.Random):
    shuffled = list(rows)
    order.shuffle(shuffled)
    header = "study,category,component_of,S1,c1,c2\n"
    tables = [header + "".join(",".join(row) + "\n" for row in given_) for given_ in (rows, shuffled)]
    assert _as_sets(read(tables[0])) == _as_sets(read(tables[1]))


@pytest.mark.parametrize(
    "module", [answers, answer_table, answer_words, criteria, scores], ids=lambda m: m.__name__
)
def test_the_examples_of_the_documentation_hold(module):
    assert doctest.testmod(module).failed == 0


def test_criteria_that_a_failed_screening_left_out_are_no_answers():
    read_ = read("study,S1,S2,1.1,1.2,1.3,1.4\nA,Y,N,NA,NA,NA,NA\nB,Y,Y,NA,Y,Y,Y\n", M2011)
    assert [(problem.code, problem.row, problem.field) for problem in read_.problems] == [
        ("APPR-012", 3, "1.1")
    ]
    assert list(read_.appraisals["report_id"]) == ["A"] * 2 + ["B"] * 5


def test_columns_of_answers_that_name_no_criterion_are_named_with_the_criteria_that_lack():
    head = "study,Randomisation,Missing outcome data,Overall,Weight,Funder"
    read_ = read(f"{head}\nA,Low,High,High,33,low\nB,Low,High,High,67,a charity\n", "rob-2")
    assert [(p.code, p.found.partition(": ")[2], p.expected.count("(")) for p in read_.problems] == [
        ("APPR-007", '"Randomisation"', 4)
    ]
    assert read_.left == ["Randomisation", "Weight", "Funder"]
