"""A table of appraisal answers as it stands in a file: shapes, headers, and which columns hold what."""

import pytest
from packages.appraised import (
    DESC,
    M2011,
    M2018,
    MIXED,
    NOBODY,
    NON,
    QUAL,
    RCT,
    ROB,
    given_answers,
    rated,
    read,
    told,
)

from reviewbook.appraisal.imports import answers
from reviewbook.appraisal.instruments import tool
from reviewbook.review.problems import ReviewProblems


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


def test_a_table_with_a_column_a_study_is_to_be_turned(tmp_path):
    file = tmp_path / "turned.csv"
    file.write_text(
        "Criteria,Synthetic A,Synthetic B\n1.1 Fits,Y,N\n1.2 Data,Y,Y\n1.3 Derived,N,Y\n", "utf-8"
    )
    with pytest.raises(ReviewProblems, match=r"criteria in rows, and studies in columns.*turn the table"):
        answers.read(file, tool=tool("mmat-2018"), name="mmat-2018")


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
        ReviewProblems, match=r"the columns a, b, c, expected .*criterion and answer; .*c1, c2 .*1\.1"
    ):
        read("a,b,c\n1,2,3\n")
    with pytest.raises(ReviewProblems, match="IMPT-001"):
        answers.read(tmp_path / "missing.csv", tool=tool(M2018), name=M2018)


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nstudy;criterion;answer\nA;1.1;Y\n",
        "study,criterion,answer,,\nA,1.1,Y\n",
        "study,criterion,answer\nA,1.1,Y,,\n",
        "Table 2\nAnswers to the tool,as agreed\nstudy,criterion,answer\nA,1.1,Y\n",
        "study|criterion|answer|comment\nA|1.1|Y|a, b; c\n",
        "\ufeffstudy\tcriterion\tanswer\r\n\r\nA\t1.1\tY\r\n",
    ],
    ids=["sep", "header with blanks", "row with blanks", "title rows", "upright line", "mark and tab"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_a_table_is_read_as_people_and_spreadsheets_leave_it(text, encoding):
    text = text.removeprefix("\ufeff") if encoding == "cp1252" else text
    assert given_answers(read(text.encode(encoding))) == [("A", "1.1", "yes")]
