"""Tables of appraisal answers: the shapes they are read in, the words that are answers, and what is left to a person."""

import doctest
import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import SYNTHETIC, rows_of, shared

from reviewbook.appraisal.imports import answer_table, answer_words, answers, criteria, scores
from reviewbook.appraisal.instruments import tool
from reviewbook.files import wording
from reviewbook.review.problems import ReviewProblems, codes

M2011, M2018, ROB = "mmat-2011", "mmat-2018", "rob-2"
QUAL, RCT, NON = "qualitative", "quantitative_randomised", "quantitative_nonrandomised"
DESC, MIXED = "quantitative_descriptive", "mixed_methods"
NOBODY = answers.APPRAISER


def read(table: str | bytes, name: str = M2018, **options) -> answers.Answers:
    """A table written in a test, read as a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.csv"
        file.write_bytes(table if isinstance(table, bytes) else table.encode())
        return answers.read(file, tool=tool(name), name=name, **options)


def given_answers(found: answers.Answers) -> list[tuple]:
    """Report, criterion and answer of each row, with the appraiser where somebody is named."""
    rows = found.appraisals[["report_id", "criterion", "answer", "appraiser"]].itertuples(
        index=False, name=None
    )
    return [row[:3] if row[3] == NOBODY else row for row in rows]


def told(found: answers.Answers) -> list[tuple]:
    return [(p.code, p.row, p.field, p.found) for p in found.problems]


def rated(found: answers.Answers) -> list[tuple]:
    rows = found.scores[["report_id", "category", "value", "of", "unit"]].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).itertuples(index=False, name=None)]


def one_word(word: str, *others: str, name: str = M2018) -> str | None:
    """What a word is read as in a file that has some others too; None where it is left to a person."""
    cells = [word, *others]
    found = read(
        "study,criterion,answer\n" + "".join(f'S{at},1.1,"{cell}"\n' for at, cell in enumerate(cells)), name
    )
    own = found.appraisals[found.appraisals["report_id"] == "S0"]
    return own["answer"].iloc[0] if len(own) else None


# --- shapes


def test_a_long_table_gives_an_answer_a_row():
    found = read(
        "Study,Tool,Criterion,Judgement,Reviewer,Justification\nDoe 2010,MMAT 2018,1.1 Approach,Yes,AA,said so\n"
        "Doe 2010,MMAT 2018,S1,Can’t tell,AA,\nDoe 2010,MMAT 2018,1.1,N,BB,\n"
    )
    assert given_answers(found) == [
        ("Doe 2010", "1.1", "yes", "AA"),
        ("Doe 2010", "S1", "cannot_tell", "AA"),
        ("Doe 2010", "1.1", "no", "BB"),
    ]
    first = found.appraisals.iloc[0]
    assert tuple(first[["tool", "category", "as_written", "comment", "locator"]]) == (
        M2018,
        QUAL,
        "Yes",
        "said so",
        "answers.csv, row 2, column Judgement",
    )
    assert found.appraisals["category"].tolist() == [QUAL, "screening", QUAL]
    assert found.problems == []


def test_our_own_table_comes_back_as_it_is():
    file = SYNTHETIC / "appraisals.csv"
    lines = rows_of(file)
    for name in (M2011, M2018):
        found = answers.read(file, tool=tool(name), name=name)
        own = [line for line in lines if line["tool"] == name]
        assert len(own) > 0 and found.appraisals[list(own[0])].to_dict("records") == own
        other = [at for at, line in enumerate(lines, 2) if line["tool"] != name]
        assert [(p.code, p.row) for p in found.problems] == [("APPR-001", other[0])] and found.left == []


def test_the_criteria_of_a_block_are_counted_within_its_category():
    found = read(
        "study,version,category,component_of,S1,c1,c2,published_decision\nA,2018,qualitative,,Y,Y,N,include\n"
        "B,2018,quantitative_rct,,Y,CT,,exclude\nC,2018,4,,,,+,\n"
    )
    assert given_answers(found) == [
        ("A", "S1", "yes"),
        ("A", "1.1", "yes"),
        ("A", "1.2", "no"),
        ("B", "S1", "yes"),
        ("B", "2.1", "cannot_tell"),
        ("C", "4.2", "yes"),
    ]
    assert found.left == ["published_decision"] and found.problems == []


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


def test_in_a_wide_table_the_categories_follow_from_the_criteria():
    found = read(
        "Study;1.1;1.2;4.1;4.2;5.1;5.2\nA 2010;Y;N;;;;\nB 2011;N/A;N/A;Y;CT;N/A;N/A\nC 2012;Y;Y;Y;N;Y;Y\nD 2013;Y;-;–;–;–;–\n"
    )
    assert [row for row in given_answers(found) if row[0] != "C 2012"] == [
        ("A 2010", "1.1", "yes"),
        ("A 2010", "1.2", "no"),
        ("B 2011", "4.1", "yes"),
        ("B 2011", "4.2", "cannot_tell"),
        ("D 2013", "1.1", "yes"),
    ]
    assert set(found.appraisals.loc[found.appraisals["report_id"] == "C 2012", "category"]) == {
        QUAL,
        DESC,
        MIXED,
    }
    # What stands for a category that is not the study's is no answer, and counted as that; within its own it is a problem.
    assert ("N/A", "not_applicable", 4) in list(found.read_as.itertuples(index=False, name=None))
    assert told(found) == [("APPR-012", 5, "1.2", '"-"')]


def test_a_stated_category_must_agree_with_the_criteria():
    found = read("study,design,1.1,2.1,3.1\nA,RCT,N/A,Y,\nB,Qualitative,Y,Y,\nC,Mixed methods,Y,,N\n")
    assert given_answers(found) == [
        ("A", "2.1", "yes"),
        ("B", "1.1", "yes"),
        ("C", "1.1", "yes"),
        ("C", "3.1", "no"),
    ]
    assert told(found) == [("APPR-002", 3, "2.1", "2.1 under qualitative")]


def test_robvis_domains_are_read_and_the_weight_is_left():
    found = read(
        "Study,D1,D2: Deviations,D3,D4,D5,Overall,Weight\nA,Low,High,Some concerns,+,-,High,33.3\n", ROB
    )
    assert [answer for _, _, answer in given_answers(found)] == [
        "low",
        "high",
        "some_concerns",
        "low",
        "high",
        "high",
    ]
    assert set(found.appraisals["category"]) == {"randomised_trial"}
    assert found.left == ["Weight"] and found.problems == []


CRITIPLOT = "Author_Year,Study_Category,Relevant,Adequate,Derived,Grounded,Coherent,Overall_Rating\n"


def test_critiplots_criteria_are_known_by_their_order():
    found = read(
        CRITIPLOT
        + "A 2010,Qualitative,Yes,No,Can't tell,Yes,Yes,High\nB 2011,Mixed Methods,Yes,Yes,Yes,Yes,No,Low\n"
        "C,Descriptive,Yes,Yes,Yes,Yes,Yes,Moderate\nD,Randomized,No,No,No,No,No,Low\nE,Non-randomized,Yes,Yes,Yes,Yes,Yes,High\n"
    )
    assert found.problems == [] and len(found.appraisals) == 25
    assert given_answers(found)[:3] == [
        ("A 2010", "1.1", "yes"),
        ("A 2010", "1.2", "no"),
        ("A 2010", "1.3", "cannot_tell"),
    ]
    assert found.appraisals.drop_duplicates("report_id")["category"].tolist() == [QUAL, MIXED, DESC, RCT, NON]
    assert rated(found)[0] == ("A 2010", "overall", None, None, "words")
    assert found.scores["written"].tolist() == ["High", "Low", "Moderate", "Low", "High"]


def test_critiplots_columns_must_be_as_many_as_the_criteria():
    short = (
        CRITIPLOT.replace("Grounded,Coherent,", "")
        + "A,Qualitative,Yes,No,Yes,High\nB,Mixed Methods,Yes,Yes,No,Low\n"
    )
    found = read(short, M2011)
    assert told(found) == [("APPR-007", 2, None, "3 columns of criteria")]
    assert given_answers(found) == [("B", "5.1", "yes"), ("B", "5.2", "yes"), ("B", "5.3", "no")]


def test_two_rows_of_headings_number_the_criteria_by_category():
    found = read(
        "Reference,Screening,,1. Qualitative,,4. Quantitative descriptive,,Decision\nCriteria,S1,S2,1,2,1,2,\n"
        "A (2021),Y,Y,Y,CT,,,I\nB (2021),Y,N,,,N,Y,E\n"
    )
    assert given_answers(found) == [
        ("A (2021)", "S1", "yes"),
        ("A (2021)", "S2", "yes"),
        ("A (2021)", "1.1", "yes"),
        ("A (2021)", "1.2", "cannot_tell"),
        ("B (2021)", "S1", "yes"),
        ("B (2021)", "S2", "no"),
        ("B (2021)", "4.1", "no"),
        ("B (2021)", "4.2", "yes"),
    ]
    assert found.left == ["Decision"]


def test_places_once_for_each_category_are_numbered():
    header = "study," + ",".join(["1,2,3,4,5"] * 5)
    found = read(f"{header}\nA,{',' * 10}Y,N,,,{',' * 10}\n")
    assert given_answers(found) == [("A", "3.1", "yes"), ("A", "3.2", "no")]


def test_a_printed_table_has_its_header_again_for_each_category():
    found = read(
        "Table 3. Appraisal\nFirst author (year),Question,,\nQualitative,QS1,Q1.1,Q1.2\nA 2013,Y,Y,U\nQuantitative (RCT),QS1,Q2.1,Q2.2\n"
        "B 2018,Y,N,Y\n"
    )
    assert given_answers(found) == [
        ("A 2013", "S1", "yes"),
        ("A 2013", "1.1", "yes"),
        ("A 2013", "1.2", "cannot_tell"),
        ("B 2018", "S1", "yes"),
        ("B 2018", "2.1", "no"),
        ("B 2018", "2.2", "yes"),
    ]
    assert found.problems == []


def test_a_header_ends_what_a_row_above_named():
    found = read("Qualitative,,\nStudy,1.1,1.2\nA,Y,N\nStudy,2.1,2.2\nB,Y,N\nRCT,,\nStudy,2.1,2.2\nC,Y,N\n")
    assert [row[1] for row in given_answers(found)] == [
        "1.1",
        "1.2",
        "2.1",
        "2.2",
        "2.1",
        "2.2",
    ] and found.problems == []
    found = read("Qualitative,,\nStudy,1,2\nA,Y,N\nRCT,,\nStudy,1,2\nB,Y,N\n")
    assert [row[1] for row in given_answers(found)] == ["1.1", "1.2", "2.1", "2.2"]
    found = read("Author (year),Question,\nQualitative,1.1,1.2\nA,Y,N\nRCT,1.1,1.2\nB,Y,N\n")
    assert [(p.code, p.row) for p in found.problems] == [("APPR-002", 5), ("APPR-002", 5)]


def test_the_same_header_may_stand_again():
    found = read("study,category,c1\nA,RCT,Y\nStudy,category,c1\nB,RCT,N\n")
    assert given_answers(found) == [("A", "2.1", "yes"), ("B", "2.1", "no")] and found.problems == []


def test_a_first_column_without_a_name_holds_the_studies():
    assert given_answers(read(",1.1,1.2\nA 2010,Y,N\n")) == [
        ("A 2010", "1.1", "yes"),
        ("A 2010", "1.2", "no"),
    ]


def test_a_row_may_name_the_category_of_those_below_it():
    found = read("Study,1,2,Score\nQualitative studies,,,\nA,Y,N,50%\n2. RCT,,,\nB,Y,Y,100%\n")
    assert given_answers(found) == [
        ("A", "1.1", "yes"),
        ("A", "1.2", "no"),
        ("B", "2.1", "yes"),
        ("B", "2.2", "yes"),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "1.1 AA,1.1 BB,1.2 AA,1.2 BB",
        "Q1.1_AA,Q1.1_BB,Q1.2_AA,Q1.2_BB",
        "AA 1.1,BB 1.1,AA 1.2,BB 1.2",
        "1.1 (AA),1.1 (BB),1.2 (AA),1.2 (BB)",
    ],
)
def test_pairs_of_columns_are_of_two_appraisers(header):
    found = read(f"study,{header}\nA,Y,N,Y,\n")
    assert given_answers(found) == [
        ("A", "1.1", "yes", "AA"),
        ("A", "1.1", "no", "BB"),
        ("A", "1.2", "yes", "AA"),
    ]


def test_a_column_of_nobody_beside_those_of_appraisers_settles():
    found = read("study,category,c1_R1,c1_R2,c1_final\nA,RCT,Y,N,Y\n")
    assert given_answers(found) == [
        ("A", "2.1", "yes", "R1"),
        ("A", "2.1", "no", "R2"),
        ("A", "2.1", "yes", "consensus"),
    ]
    found = read("Study,Criterion,Reviewer 1,Reviewer 2,Consensus\nA,1.1,Y,N,N\n")
    assert given_answers(found)[2] == ("A", "1.1", "no", "consensus")
    found = read("Study,Criterion,Answer AA,Answer BB,Consensus,DOI\nA,1.1,Y,N,N,10.1/x\n")
    assert [row[2:] for row in given_answers(found)] == [("yes", "AA"), ("no", "BB"), ("no", "consensus")]
    assert found.left == ["DOI"]
    found = read("study,1.1 AA,1.1 BB,1.1\nA,Y,N,N\n")
    assert given_answers(found)[2] == ("A", "1.1", "no", "consensus")


def test_comments_stand_beside_their_criterion():
    found = read("Study,1.1 Approach,1.1 comment,1.2 Collection,Comment 1.2\nA,Yes,clear,No,one interview\n")
    assert found.appraisals["comment"].tolist() == ["clear", "one interview"]
    assert set(found.appraisals["appraiser"]) == {NOBODY} and found.left == []
    found = read("Study,1.1 AA,1.1 AA comment,1.1 BB,1.1 BB comment\nA,Yes,clear,No,vague\n")
    assert found.appraisals[["appraiser", "comment"]].values.tolist() == [["AA", "clear"], ["BB", "vague"]]


def test_the_caller_may_say_whose_answers_they_are():
    table = "study,1.1,rater\nA,Y,\nB,Y,CC\n"
    assert read(table, appraiser="consensus").appraisals["appraiser"].tolist() == ["consensus", "CC"]
    assert read(table).appraisals["appraiser"].tolist() == ["not_reported", "CC"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_encoding_and_any_mark_between_the_cells(encoding, mark):
    table = "study,category,c1,comment\r\nPariseau-Légault,qualitative,Y,fine\r\n\r\n".replace(",", mark)
    found = read(table.encode(encoding))
    assert given_answers(found) == [("Pariseau-Légault", "1.1", "yes")] and found.problems == []


def test_a_comma_within_cells_of_a_semicolon_table_parts_nothing():
    found = read('study;criterion;answer;comment\nA;1.1;Y;"a, b, c, d, e, f, g"\nB;1.1;N;a, b, c\n')
    assert given_answers(found) == [("A", "1.1", "yes"), ("B", "1.1", "no")]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    found = read('study,category,c1,comment\n"A\n2010",qualitative,Y,"two\nlines"\n\nB,qualitative,Maybe,\n')
    assert given_answers(found) == [("A 2010", "1.1", "yes")]
    assert told(found) == [("APPR-012", 4, "c1", '"Maybe"')]


# --- studies


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


# --- versions, categories


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


# --- words


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("Yes", "yes"),
        ("YES.", "yes"),
        (" yes ", "yes"),
        ("Yes*", "yes"),
        ("Yes†", "yes"),
        ("Yes¹", "yes"),
        ("Yes [2]", "yes"),
        ("Y", "yes"),
        ("+", "yes"),
        ("✓", "yes"),
        ("✔\ufe0f", "yes"),
        ("&#10003;", "yes"),
        ("n", "no"),
        ("TRUE", "yes"),
        ("Can’t tell", "cannot_tell"),
        ("CAN`T TELL", "cannot_tell"),
        ("Can´t tell", "cannot_tell"),
        ("Can&rsquo;t tell", "cannot_tell"),
        ("Canâ€™t tell", "cannot_tell"),
        ("cannot_tell", "cannot_tell"),
        ("Can't-tell", "cannot_tell"),
        ("Cannot  tell", "cannot_tell"),
        ("Unable to determine", "cannot_tell"),
        ("Not mentioned", "cannot_tell"),
        ("CT", "cannot_tell"),
        ("UC", "cannot_tell"),
        ("?", "cannot_tell"),
    ],
)
def test_synonyms_are_read_with_the_word_kept(word, answer):
    assert one_word(word) == answer


@pytest.mark.parametrize(
    "word",
    [
        "Partial",
        "Partly",
        "y/n",
        "Y/N",
        "NA",
        "N/A",
        "n.a.",
        "0.5",
        "1",
        "0",
        "-",
        "–",
        "−",
        "x",
        "X",
        "☒",
        "●",
        "○",
        "◐",
        "±",
        "+/-",
        "++",
        "***",
        "yes/no",
        "maybe",
        "NR",
        "not_reported",
        "not_applicable",
        "Yes?",
        "Y(N)",
        "Yes(a)",
        "yesno",
        "low",
    ]
    + ["Not applicable", "Yes - in part", "Y (N)", "no answer", "Y N", "not reported"],
)
def test_every_other_word_is_left_to_a_person(word):
    found = read(f'study,category,c1,c2\nA,qualitative,"{word}",Yes\n')
    assert [(p.code, p.row, p.field, p.found) for p in found.problems] == [("APPR-012", 2, "c1", f'"{word}"')]
    assert found.problems[0].expected == "one of yes, no, cannot_tell"
    assert found.unsettled.values.tolist() == [["A", QUAL, "1.1", NOBODY, word, 2, "c1"]]
    assert given_answers(found) == [("A", "1.2", "yes")]


def test_some_signs_mean_no_only_beside_their_counterpart():
    for dash in "-–−":
        assert one_word(dash, "+") == "no" and one_word(dash, "Yes", "?") is None
    for cross in "xX☒":
        assert one_word(cross, "✓") == "no" and one_word(cross, "Yes") is None
    assert one_word("✗") == "no"


def test_a_table_with_a_column_a_study_is_to_be_turned(tmp_path):
    file = tmp_path / "turned.csv"
    file.write_text(
        "Criteria,Synthetic A,Synthetic B\n1.1 Fits,Y,N\n1.2 Data,Y,Y\n1.3 Derived,N,Y\n", "utf-8"
    )
    with pytest.raises(ReviewProblems, match="criteria in rows, and studies in columns.*turn the table"):
        answers.read(file, tool=tool("mmat-2018"), name="mmat-2018")


def test_1_and_0_are_yes_and_no_only_in_a_file_of_both_and_no_other_number():
    assert (one_word("1", "0"), one_word("0", "1"), one_word("1.0", "0.0")) == ("yes", "no", "yes")
    assert one_word("1") is None and one_word("0", "0") is None
    assert (
        one_word("1", "0", "2") is None
        and one_word("1", "0", "0.5") is None
        and one_word("1", "0", "½") is None
    )
    assert one_word("1", "0", name=ROB) is None
    assert (
        one_word("1", "0", "CT") == "yes" and one_word("0", "1", "?") == "no"
    )  # can't tell is no other word for either


def test_numbers_with_a_point_are_no_header():
    found = read("study,category,c1,c2,c3\nA,RCT,1.0,0.0,1.0\nB,RCT,1.0,1.0,1.0\n")
    assert [answer for *_, answer in given_answers(found)] == ["yes", "no", "yes", "yes", "yes", "yes"]


def test_a_number_such_as_1_0_is_no_criterion():
    names = criteria.Names(tool(M2018))
    assert [names.criterion(text) for text in ("1.0", "0.8", "1.10", "21.1", "2010", "score 1.5")] == [
        None
    ] * 6


def test_the_word_of_the_file_is_kept_where_it_was_normalised():
    found = read("study,1.1,1.2\nA,yes,YES\n")
    assert found.appraisals["as_written"].tolist() == ["not_applicable", "YES"]


def test_a_tool_may_permit_not_applicable():
    own = {
        **tool(M2018),
        "answers": {**tool(M2018)["answers"], "na": {"label": "not applicable", "means": "not_applicable"}},
    }
    assert [
        answer_words.Words(own, ["N/A"]).answer(word) for word in ("N/A", "Not applicable", "Partial")
    ] == ["na", "na", None]


def test_each_word_of_the_file_is_recorded_with_what_it_was_read_as():
    found = read("study,category,c1,c2,c3,c4\nA,RCT,Y,Yes,N,Partial\nB,RCT,Y,U,,\n")
    assert found.read_as.values.tolist() == [
        ["N", "no", 1],
        ["U", "cannot_tell", 1],
        ["Y", "yes", 2],
        ["Yes", "yes", 1],
    ]


# --- published scores


def scored(
    *cells: str, heading: str = "score", unit: str = "", maximum: int | None = 5, screening: int = 2
) -> list[tuple]:
    found = scores.read(
        [(cell, unit) for cell in cells], heading=heading, maximum=maximum, screening=screening
    )
    return [(score.value, score.of, score.unit) for score in found]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("75%", (75, None, "percent")),
        ("75 %", (75, None, "percent")),
        ("66,7 %", (66.7, None, "percent")),
        ("80 per cent", (80, None, "percent")),
        ("3/4", (3, 4, "points")),
        ("3 of 4", (3, 4, "points")),
        ("3 out of 5", (3, 5, "points")),
        ("2.5/4", (2.5, 4, "points")),
        ("6/7 (86%)", (6, 7, "points")),
        ("75% (***)", (75, None, "percent")),
        ("High (4/5)", (4, 5, "points")),
        ("100 (5/5)", (5, 5, "points")),
        ("***", (3, None, "stars")),
        ("★★★", (3, None, "stars")),
        ("★★★☆", (3, 4, "stars")),
        ("⭐⭐", (2, None, "stars")),
        ("* *", (2, None, "stars")),
        ("3 stars", (3, None, "stars")),
        ("1 star", (1, None, "stars")),
        ("4*", (4, None, "stars")),
        ("High", (None, None, "words")),
        ("Tier 1", (None, None, "words")),
        ("25-50", (None, None, "words")),
        ("03-Apr", (None, None, "words")),
        ("-**", (None, None, "words")),
        ("75*", (None, None, "words")),
        ("3/0", (None, None, "words")),
    ],
)
def test_a_score_says_its_unit(cell, expected):
    assert scored(cell) == [expected]


def test_a_bare_number_is_read_from_its_whole_column():
    assert scored("4", "0", "5") == [(4, None, "points"), (0, None, "points"), (5, None, "points")]
    assert scored("75", "100", "0") == [(75, None, "percent"), (100, None, "percent"), (0, None, "percent")]
    assert scored("1.0", "0.6") == [(100, None, "percent"), (60, None, "percent")]
    assert scored("7", "6") == [(7, None, "points"), (6, None, "points")]  # with both screening questions
    assert scored("4", "15", "12") == [(None, None, "words")] * 3  # points of 15, or per cent: open
    assert scored("120") == [(None, None, "words")]
    assert scored("4", maximum=None) == [(None, None, "words")]
    assert scored("4", "4*") == [
        (4, None, "points"),
        (None, None, "words"),
    ]  # a star, or the mark of a footnote


def test_a_unit_beside_the_number_or_above_it_counts_before_the_column():
    assert scored("3", unit="stars") == [(3, None, "stars")]
    assert scored("3", unit="points_of_4") == [(3, 4, "points")]
    assert scored("3", heading="Score (out of 4)") == [(3, 4, "points")]
    assert scored("0.75", "1", heading="MMAT %") == [(75, None, "percent"), (100, None, "percent")]
    assert scored("1", heading="Percentage") == [(1, None, "percent")]
    assert scored("3/4", unit="percent") == [(3, 4, "points")]
    found = scores.read(
        [("3", ""), ("4", "stars"), ("5%", ""), ("Low", "")], heading="score", maximum=5, screening=2
    )
    assert [score.unit_from for score in found] == ["column", "unit column", "cell", ""]


@pytest.mark.parametrize(
    "heading",
    [
        "published_score",
        "Score",
        "Overall",
        "Overall_Rating",
        "MMAT score",
        "Total score (%)",
        "quality rating",
        "MMAT criteria satisfied",
    ],
)
def test_a_column_of_scores_has_many_names(heading):
    found = read(f"study,category,c1,{heading}\nA,RCT,Y,20%\n")
    assert rated(found) == [("A", "overall", 20.0, None, "percent")] and found.left == []


def test_scores_of_a_mixed_study_are_overall_unless_its_blocks_have_their_own():
    head = "study,category,component_of,c1,score\n"
    assert rated(read(head + "K,RCT,K,Y,\nK,QUAL,K,Y,\nK,mixed,K,Y,50%\n")) == [
        ("K", "overall", 50.0, None, "percent")
    ]
    assert rated(read(head + "K,RCT,K,Y,50%\nK,QUAL,K,Y,\nK,mixed,K,Y,\n")) == [
        ("K", "overall", 50.0, None, "percent")
    ]
    assert rated(read(head + "K,RCT,K,Y,50%\nK,QUAL,K,Y,50%\nK,mixed,K,Y,50%\n")) == [
        ("K", "overall", 50.0, None, "percent")
    ]
    assert [row[1] for row in rated(read(head + "K,RCT,K,Y,75%\nK,QUAL,K,Y,75%\nK,mixed,K,Y,\n"))] == [
        RCT,
        QUAL,
    ]
    assert [row[1:3] for row in rated(read(head + "K,RCT,K,Y,75%\nK,QUAL,K,Y,50%\nK,mixed,K,Y,50%\n"))] == [
        (RCT, 75.0),
        (QUAL, 50.0),
        (MIXED, 50.0),
    ]


# --- what cannot be read


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "IMPT-001"),
        (b"\n\n", "IMPT-001"),
        (b"PK\x03\x04...", "IMPT-001"),
        (b"\x00\x00\x00\x05" * 40, "IMPT-001"),
        (b"a,b,c\n1,2,3\n", "APPR-007"),
        (b"study,year,notes\nA,2010,fine\n", "APPR-007"),
        (b"1.1,1.2\nY,N\n", "APPR-007"),
        (b"just a line", "APPR-007"),
        (b"<html><table></table></html>", "APPR-007"),
        (b'{"study": "A"}', "APPR-007"),
    ],
)
def test_a_file_that_is_no_table_of_answers_is_refused_whole(content, code):
    with pytest.raises(ReviewProblems) as raised:
        read(content)
    assert [p.code for p in raised.value.problems] == [code]


def test_a_table_without_known_columns_is_told_which_it_has(tmp_path):
    with pytest.raises(
        ReviewProblems, match="the columns a, b, c, expected .*criterion and answer; .*c1, c2 .*1.1"
    ):
        read("a,b,c\n1,2,3\n")
    with pytest.raises(ReviewProblems, match="IMPT-001"):
        answers.read(tmp_path / "missing.csv", tool=tool(M2018), name=M2018)


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


# --- published appraisals


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


# --- for all inputs

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
@settings(max_examples=150, deadline=None)
def test_the_order_of_rows_does_not_matter(rows: list[tuple], order: random.Random):
    shuffled = list(rows)
    order.shuffle(shuffled)
    header = "study,category,component_of,S1,c1,c2\n"
    tables = [header + "".join(",".join(row) + "\n" for row in given_) for given_ in (rows, shuffled)]
    assert _as_sets(read(tables[0])) == _as_sets(read(tables[1]))


KNOWN = {
    "".join(sign for sign in known.casefold() if not sign.isspace() and sign not in "'_"): word
    for word, answer in tool(M2018)["answers"].items()
    for known in (word, answer["label"], *answer["synonyms"])
}
NEAR = st.sampled_from(
    [
        "Partial",
        "y/n",
        "NA",
        "yes no",
        "n o",
        "Y?",
        "1",
        "0.5",
        "not",
        "tell",
        "yes yes",
        "notclear!",
        "(+)",
        "x",
        "☒",
        "-",
    ]
)


@given(st.one_of(st.text(max_size=12), NEAR, st.from_regex(r"[yncut+?✓✗x*/. -]{1,5}", fullmatch=True)))
@settings(max_examples=500, deadline=None)
def test_no_word_but_the_tools_own_is_ever_turned_into_an_answer(text: str):
    answer = answer_words.Words(tool(M2018), [text]).answer(text)
    if answer is not None:
        plain = "".join(sign for sign in wording.bare(text) if not sign.isspace() and sign not in "'_")
        assert KNOWN[plain] == answer and plain not in ("x", "☒", "-", "1", "0")
        # What is taken off is no letter, no digit but a footnote's, and no sign that is an answer itself.
        letters = [sign for sign in text.casefold() if sign.isalpha() and sign.isascii()]
        assert letters == [sign for sign in wording.bare(text) if sign.isalpha() and sign.isascii()]


@pytest.mark.parametrize(
    "module", [answers, answer_table, answer_words, criteria, scores], ids=lambda m: m.__name__
)
def test_the_examples_of_the_documentation_hold(module):
    assert doctest.testmod(module).failed == 0
