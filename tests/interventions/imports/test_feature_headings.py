"""What the headings of a matrix are for."""

from packages import rows_of
from packages.featured import add, refused, values


def test_columns_that_are_no_features_are_left_out_and_said(review):
    report = add(
        review,
        "No.,Author,Year,Country,Design,N,Web,Comments,Aim,Chat,DOI,Notes\n"
        '1,Doe,2001,Norway,RCT,1,yes,0,"To help",no,10.1/a,\n2,Roe,2002,Kenya,cohort,0,no,1,"To see",yes,10.1/b,\n',
    )
    assert {label for _, label in values(review)} == {"web", "comments", "chat"}, "comments may be a feature"
    assert report.notes[0] == (
        "m.csv: left out: column No. (known by its heading), column Year (known by its heading), column Design (known by its "
        "heading), column N (known by its heading), column Aim (known by its heading), column DOI (known by its heading), "
        "column Notes (known by its heading)"
    )


def test_a_column_of_many_other_words_is_left_out_and_one_of_few_is_asked_about(review):
    text = "App,Web,Provider\nA,1,nurse\nB,0,Yes\nC,1,peer\nD,0,GP\nE,1,nobody\n"
    report = add(review, text)
    assert report.notes[0] == 'm.csv: left out: column Provider (no answers: "nurse", "peer" ...)'
    assert refused(review, "App,Web,Level\nF,1,High\nG,0,Low\nH,0,Yes\nI,1,Low\nJ,1,Low\nK,1,Low\n") == [
        ("IMPT-008", 2, "Level", '"High"'),
        ("IMPT-008", 3, "Level", '"Low", also in rows 5, 6, 7'),
    ]


def test_numbers_alone_are_named_by_their_heading(review):
    add(review, "Study,Web\n1,yes\n2,no\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == ["Study 1", "Study 2"]
