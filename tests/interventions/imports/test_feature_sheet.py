"""The rows of a matrix under their headings: header, groups, totals, notes."""

import pytest
from packages import rows_of
from packages.featured import OF_WIDE, WIDE, add, refused, values

GROUPED = {"web": ("1", "Delivery"), "app": ("2", "Delivery"), "peer": ("3", "Support")}


@pytest.mark.parametrize(
    "text",
    [
        ",Delivery,,Support\nStudy,Web,App,Peer\nA,1,0,1\nB,1,1,0\n",
        ",Delivery,Delivery,Support\nStudy,Web,App,Peer\nA,1,0,1\nB,1,1,0\n",
        "Study,Delivery,,Support\n,Web,App,Peer\nA,1,0,1\nB,1,1,0\n",
        "Table 1,,,,\nStudy,Year,Delivery,,Support\n,,Web,App,Peer\nA,2001,1,0,1\nB,2002,1,1,0\n",
        "Domain,Feature,A,B\nDelivery,Web,1,1\n,App,0,1\nSupport,Peer,1,0\n",
        ",Feature,A,B\nDelivery,Web,1,1\n,App,0,1\nSupport,Peer,1,0\n",
        "Feature,A,B\nDelivery,,\nWeb,1,1\nApp,0,1\nSupport,,\nPeer,1,0\n",
        """Intervention,Category,Feature,Present\nA,Delivery,Web,1\nA,Delivery,App,0\nA,Support,Peer,1
B,Delivery,Web,1\nB,Delivery,App,1\nB,Support,Peer,0\n""",
    ],
)
def test_groups_stand_over_the_features_or_beside_them(review, text):
    report = add(review, text)
    assert {
        row["feature_id"]: (row["position"], row["group"]) for row in rows_of(review / "features.csv")
    } == GROUPED
    assert {key for key, value in values(review).items() if value == "no"} == {("a", "app"), ("b", "peer")}
    assert "Groups of the new features: Delivery, Support" in report.notes


def test_a_line_with_a_date_above_the_header_is_no_row_of_groups(review):
    add(review, "Exported on,2024-05-01,\n" + WIDE)
    assert {row["group"] for row in rows_of(review / "features.csv")} == {"Features"}


def test_a_row_of_groups_nearly_as_full_as_the_header_is_no_header(review):
    add(review, ",G1,G2,G3,G4,G5\nApp,Web,Chat,Peer,Game,Sound\nA,1,0,1,0,1\nB,1,0,1,0,1\n")
    assert [row["group"] for row in rows_of(review / "features.csv")] == ["G2", "G4", "G3", "G5", "G1"]


def test_rows_are_counted_as_a_spreadsheet_does(review):
    add(review, 'Features of apps,\n,\nApp,"We\nb"\n"A\nlong",1\n\nB,0\n')
    assert list(values(review, "locator").values()) == [
        "m.csv, row 4, column We b",
        "m.csv, row 6, column We b",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("App,Web\nA,1\na!,0\n", ['"A" 2 times: row 2, row 3']),
        ("App,Web,web\nA,1,0\nB,0,0\n", ['"Web" 2 times: column Web, column web']),
        ("Feature,A,A\nWeb,1,0\nChat,0,0\n", ['"A" 2 times: column A, column A']),
        ("App,Web,Chat\nA,1,0\n,0,1\n", ["no name"]),
        ("Feature,A\nWeb,1\n,0\n", ["no name"]),
        ("Feature,A,\nWeb,1,0\nChat,0,0\n", ["answers in column 3 without a heading"]),
        ("App,Web,\nA,1,0\nB,0,0\n", ["answers in column 3 without a heading"]),
        ("App,Web,Chat\nOnline,,\nA,1,0\nFace to face,,\nB,0,1\n", ['nothing but "Online", and others in row 4']),
        ("Feature,A,B\nWeb,1,0\nSupport,,\nPeer,1,0\n", ['nothing but "Support"']),
        ("Feature,A,B\nDelivery,,\nSupport,,\nPeer,1,0\n", ['nothing but "Delivery"']),
        ("Thing,Alpha,Beta\nWeb,1,0\nChat,0,1\n", ['"Thing" above the first column']),
        ("Apps \\ features,Alpha,Beta\nWeb,1,0\nChat,0,1\n", ['"Apps \\ features" above the first column']),
        ("App,Country,Aim\nA,Norway,To help\nB,Kenya,To see\n",
         ["nothing that is a feature; column Aim (known by its heading)"]),
        ("name,retrieval,output\nA,5,6\nB,2,4\nC,3,3\nD,1,2\n",
         ['nothing that is a feature; column retrieval (no answers: "5", "2" ...); column output (no answers: "6", "4" ...)']),
        ("App,Feature,Value\nA,Web,yes\n,Chat,no\nA,,yes\n", ["no intervention", "no feature"]),
        ("App,Web\n", ["nothing below the header"]),
        ("one line", ["no header"]),
        ("We saw apps, sites, and calls\nby text\nor not\n", ["2 of 2 rows with fewer than the 3 cells of the header"]),
        ("1,2,3\n4,5,6\n", ["no header"]),
        ("TY  - JOUR\nTI  - A\nER  - \n", ["a file of another kind: ris"]),
        ("<html><body>App</body></html>", ["a file of another kind: a web page"]),
        ('[{"app": "A"}]', ["a file of another kind: JSON"]),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_refused_with_the_reason(review, text, found):
    problems = refused(review, text)
    assert [(code, seen) for code, *_, seen in problems if code != "IMPT-009"] == [
        ("IMPT-007", seen) for seen in found
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "IMPT-001"),
        (b"PK\x03\x04 a workbook", "IMPT-001"),
        (b"\x00\x00\x00\x05" * 40, "IMPT-001"),
        ("App,Web,Chat\nA,1\nB,1,0\nC,0,1\n", "TABL-004"),
        ("App,Web,Chat\nA,1,0\nB,1,0,1\nC,0,1\n", "TABL-004"),
    ],
)
def test_a_file_that_is_no_whole_table_is_refused(review, text, code):
    assert {problem[0] for problem in refused(review, text)} == {code}


@pytest.mark.parametrize(
    "text",
    [
        "sep=|\n" + WIDE.replace(",", "|"),
        "SEP=;\n" + WIDE.replace(",", ";"),
        WIDE.replace("Chat\n", "Chat,,\n"),
        WIDE.replace(",", "|"),
        WIDE.replace("Alpha", "Älpha").encode("cp1252"),
    ],
)
def test_a_matrix_is_read_as_people_and_spreadsheets_leave_it(review, text):
    add(review, text)
    assert sorted(values(review).values()) == sorted(OF_WIDE.values())
