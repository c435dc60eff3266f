"""`reviewbook import features`: a matrix as teams keep it comes into a review right, or is refused with every reason."""

import doctest
import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import ROOT, SYNTHETIC, rows_of, shared, table

from reviewbook import open_review
from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.files import ledger
from reviewbook.interventions.imports import (
    feature_headings,
    feature_matrix,
    feature_table,
    feature_values,
    feature_words,
)
from reviewbook.review.problems import ReviewProblems, codes
from reviewbook.review.reading import load_review
from reviewbook.studies import checks

WIDE = "Intervention,Web,Chat\nAlpha,yes,no\nBeta,NR,?\n"
OF_WIDE = {
    ("alpha", "web"): "yes",
    ("alpha", "chat"): "no",
    ("beta", "web"): "not_reported",
    ("beta", "chat"): "unclear",
}


def empty(folder: Path) -> Path:
    """A review that has its datapackage.json and no table."""
    folder.mkdir()
    package = json.loads((SYNTHETIC / "datapackage.json").read_text("utf-8"))
    (folder / "datapackage.json").write_text(json.dumps(package | {"resources": []}), "utf-8")
    return folder


@pytest.fixture
def review(tmp_path):
    return empty(tmp_path / "review")


@pytest.fixture
def synthetic(tmp_path):
    """The synthetic review: flexline, movemore and strongback, with four features."""
    return Path(shutil.copytree(SYNTHETIC, tmp_path / "synthetic"))


def add(review: Path, text: str | bytes, *, name: str = "m.csv", **options) -> feature_matrix.Report:
    file = review.parent / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return feature_matrix.add(review, file, **options)


def values(review: Path, column: str = "value") -> dict[tuple[str, str], str]:
    rows = rows_of(review / "feature_values.csv")
    return {(row["intervention_id"], row["feature_id"]): row[column] for row in rows}


def refused(review: Path, text: str | bytes, **options) -> list[tuple]:
    """Code, row, field and found of each problem of an import that must leave the folder as it is."""
    before = {path.name: path.read_bytes() for path in review.iterdir()}
    with pytest.raises(ReviewProblems) as wrong:
        add(review, text, **options)
    assert {path.name: path.read_bytes() for path in review.iterdir()} == before
    return [(p.code, p.row, p.field, p.found) for p in wrong.value.problems]


# --- what comes in


def test_a_row_an_intervention_and_a_column_a_feature(review):
    report = add(review, WIDE)
    assert values(review) == OF_WIDE
    assert report.files[0].entries == report.files[0].added == 4
    assert rows_of(review / "feature_values.csv")[0] == {
        "intervention_id": "alpha",
        "feature_id": "chat",
        "value": "no",
        "evidence": "Charted as “no” in the matrix",
        "report_id": "not_applicable",
        "locator": "m.csv, row 2, column Chat",
    }
    assert values(review, "evidence")["beta", "web"] == "not_reported"
    assert rows_of(review / "features.csv") == [
        {
            "feature_id": key,
            "position": position,
            "group": "Features",
            "label": label,
            "description": "",
            "locator": f"m.csv, column {label}",
        }
        for key, position, label in (("chat", "2", "Chat"), ("web", "1", "Web"))
    ]
    alpha = rows_of(review / "interventions.csv")[0]
    assert (alpha["name"], alpha["worker_role"], alpha["goal"], alpha["locator"]) == (
        "Alpha",
        "not_applicable",
        "",
        "m.csv, row 2",
    )


@pytest.mark.parametrize(
    "text",
    [
        WIDE.replace(",", ";"),
        WIDE.replace(",", "\t"),
        ("\ufeff" + WIDE).replace("\n", "\r\n").encode(),
        WIDE.encode("utf-16"),
        WIDE + "\n\n,,\n",
        WIDE.replace("\n", ",,\n"),
        "sep=;\n" + WIDE.replace(",", ";"),
        '"Table 2. Features, as charted",,\n,,\n' + WIDE,
        WIDE + '"Note. NR: not reported, and yes where the text says so",,\n',
        WIDE.replace(",", ";")
        + "Abbreviations: SMS, text message; NR, not reported;\n"
        + "* one paper alone;;\n",
        "Study ID,First author (year),Web,Chat\n1,Alpha,1,0\n2,Beta,nr,?\n",
        WIDE + "Total,1,0\n" + "n (%),1 (50%),0 (0%)\n",
        "Feature,Alpha,Beta\nWeb,Yes,n.r.\nChat,No,Unclear\n",
        "No.,App features,Alpha,Beta,Total\n1,Web,✓,NR,1\n2,Chat,✗,?,0\nTotal,,1,0,1\n",
        "study;feature;value\nAlpha;Web;1\nAlpha;Chat;0\nBeta;Web;not stated\nBeta;Chat;can’t tell\n",
        "Value,Feature,App name\nY,Web,Alpha\nN,Chat,Alpha\nNS,Web,beta\nunsure,Chat,BETA\n",
        "No.,Apps reviewed,Web,Chat\n1,Alpha,1,0\n2,Beta,nr,?\n",
        "Study,Strategy,Web,Chat\nAlpha,goals,1,0\nBeta,feedback,nr,?\n",
        "Study,Component,Response,Web,Chat\nAlpha,goals,81%,1,0\nBeta,feedback,75%,nr,?\n",
        "Author(s),Web,Chat\nAlpha,1,0\nBeta,nr,?\nTotal (n = 2),1,0\n",
        "Study,Web,Chat\n,on a web site,by text\nAlpha,1,0\nBeta,nr,?\n",
        ",name,Web,Chat\n1,Alpha,1,0\n2,Beta,nr,?\n",
        '"Study","We\nb","Chat"\n"Alpha","yes","no"\n"Beta","NR","?"\n'.replace("We\nb", "\nWeb"),
    ],
)
def test_the_same_matrix_comes_in_the_same_from_every_usual_shape(review, text):
    add(review, text)
    assert values(review) == OF_WIDE


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


def test_one_label_in_two_groups_is_two_features_also_when_it_comes_again(review):
    text = ",Phone,,Watch,\nApp,Web,Other,Other,Peer\nA,1,0,1,0\nB,1,1,0,0\n"
    add(review, text)
    ids = {"web", "phone_other", "watch_other", "peer"}
    assert {feature for _, feature in values(review)} == ids
    assert values(review, "locator")["a", "watch_other"] == "m.csv, row 3, column Watch, Other"
    report = add(review, text + "C,0,0,1,1\n")
    assert {feature for _, feature in values(review)} == ids
    assert (report.files[0].added, report.files[0].known) == (4, 8)


def test_a_label_of_two_groups_is_not_taken_for_that_of_one(review):
    add(review, ",Phone,,\nApp,Web,Other,Peer\nA,1,0,0\n")
    add(review, ",Phone,,Watch,\nApp,Web,Other,Other,Peer\nA,1,0,1,0\n")
    assert {feature for _, feature in values(review)} == {"web", "other", "watch_other", "peer"}


def test_rows_are_counted_as_a_spreadsheet_does(review):
    add(review, 'Features of apps,\n,\nApp,"We\nb"\n"A\nlong",1\n\nB,0\n')
    assert list(values(review, "locator").values()) == [
        "m.csv, row 4, column We b",
        "m.csv, row 6, column We b",
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *((word, "yes") for word in ("Yes", "Y", "1", "1.0", "x", "X", "×", "✓", "✔️", "TRUE", "Present", "+", "●", "Yes*", "✓a")),
        *((word, "no") for word in ("No", "n", "0", "false", "Absent", "✗", "❌", "○", "Not present")),
        *((word, "unclear") for word in ("Unclear", "?", "unsure", "Cannot tell", "Can’t tell")),
        *((word, "not_reported") for word in ("NR", "nr", "N.R.", "Not reported", "not_reported", "not stated", "NS")),
        *((word, "not_applicable") for word in ("NA", "n/a", "N.A.", "Not applicable")),
        *((word, "blank") for word in ("", "-", "–", "—", "--", "…", "None", "NaN")),
        *((word, None) for word in ("Partial", "partial?", "2", "0.5", "Yes/No", "Yes, no", "some", "y/n", "++", "+/-", "N (12)",
                                    "Yes, partly", "High", "Yes or no", "No or not stated", "Other: yes")),
    ],
)  # fmt: skip
def test_a_word_means_one_thing_or_is_left_to_a_person(written, value):
    assert feature_words.Words([written]).read(written).value == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Yes, by text message", "yes"),
        ("Yes (web only)", "yes"),
        ("No – planned for later", "no"),
        ("Y: forum", "yes"),
        ("✓ forum", None),
        ("✓ (forum)", "yes"),
        ("Yes. Weekly email", "yes"),
        ("Unclear; two papers differ", "unclear"),
        ("yes [12, 13]", "yes"),
    ],
)
def test_a_word_with_more_behind_it_keeps_that_as_its_evidence(written, value):
    read = feature_words.Words([]).read(written)
    assert read.value == value and read.more == (value is not None)


def test_a_cross_means_yes_but_no_beside_a_tick_and_nothing_beside_both():
    def cross(*others):
        return feature_words.Words(["x", *others]).read("x").value

    assert (cross(), cross("no", "?"), cross("✗")) == ("yes", "yes", "yes")
    assert (cross("✓"), cross("☑", "NR")) == ("no", "no")
    assert (cross("yes"), cross("1", "0"), cross("✓", "✗"), cross("✔", "no")) == (None, None, None, None)


def test_a_cell_that_says_more_is_the_evidence_and_of_a_silent_one_goes_to_the_locator(review):
    add(review, 'App,Web,Chat\nA,"Yes, by text message",NR (authors asked)\nB,1,0\n')
    said, places = values(review, "evidence"), values(review, "locator")
    assert said["a", "web"] == "Yes, by text message" and said["b", "web"] == "Charted as “1” in the matrix"
    assert said["a", "chat"] == "not_reported"
    assert places["a", "chat"] == "m.csv, row 2, column Chat: “NR (authors asked)”"


def test_a_box_that_is_checked_may_repeat_its_heading(review):
    add(review, "Study,Depression,Stress\nA,depression,Stress\nB,,stress\n", blank="no")
    assert values(review) == {
        ("a", "depression"): "yes",
        ("a", "stress"): "yes",
        ("b", "depression"): "no",
        ("b", "stress"): "yes",
    }


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


def test_country_region_and_delivery_come_with_interventions_that_are_new(synthetic):
    report = add(
        synthetic,
        "Name,Country,Region,Mode of delivery,Exercises at home,Log of progress,Group sessions,Reminders\n"
        "FlexLine,Sweden,Elsewhere,mobile,Yes,Yes,No,Yes\nNew one,Norway,NR,Web and mobile,Yes,NR,No,Yes\n",
    )
    rows = {row["intervention_id"]: row for row in rows_of(synthetic / "interventions.csv")}
    assert [rows["new_one"][name] for name in ("country", "region", "delivery", "goal")] == [
        "Norway",
        "not_reported",
        "web_and_mobile",
        "",
    ]
    assert rows["flexline"]["country"] == "Norway", "what the review says of its own stays"
    assert (
        report.notes[0]
        == "m.csv: left out: country, region, delivery of interventions that are there already (1)"
    )
    assert (report.files[0].added, report.files[0].known) == (4, 4)
    assert rows_of(synthetic / "features.csv") == rows_of(SYNTHETIC / "features.csv")
    assert "STUD-004" in {problem.code for problem in check(synthetic)}, "the new one has no study yet"


def test_a_delivery_of_other_words_is_left_out_and_said(review):
    report = add(review, "App,Delivery,Web\nA,web,1\nB,by post,0\n")
    assert report.notes[0] == 'm.csv: left out: delivery ("by post" is no word of the data dictionary)'
    assert {row["delivery"] for row in rows_of(review / "interventions.csv")} == {""}


# --- who a row is about


def test_interventions_and_features_are_found_by_identifier_name_or_abbreviation(synthetic):
    before = (synthetic / "feature_values.csv").read_bytes()
    report = add(synthetic, "App,Reminders,log OF progress\nFL,yes,yes\nmovemore groups!,NR,NR\n")
    assert (report.files[0].known, report.files[0].added, report.changed) == (4, 0, ["imports"])
    assert (synthetic / "feature_values.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Author,Year", ["Doe et al. 2001", "Doe et al. 2003"]),
        ("Study,Year", ["Doe et al. 2001", "Doe et al. 2003"]),
        ("Program,Publication year", ["Doe et al. 2001", "Doe et al. 2003"]),
    ],
)
def test_authors_and_names_that_come_again_are_told_apart_by_their_year(review, head, names):
    add(review, f"{head},Web\nDoe et al.,2001,1\nDoe et al.,2003,0\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == names


def test_authors_alone_always_get_their_year(review):
    add(review, "Author(s),Pub. year,Web\nDoe,2001,1\nRoe (2002),2002,0\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == ["Doe 2001", "Roe (2002)"]


def test_the_column_that_names_the_rows_tells_them_apart(review):
    add(review, "Intervention,Study,Web\nMind,Doe 2001,1\nMind,Roe 2002,0\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == ["Doe 2001", "Roe 2002"]


def test_where_the_review_knows_one_column_s_names_that_column_counts(synthetic):
    text = "Product,Study,Reminders\nMind,strongback,{}\nBody,flexline,yes\n"
    was = values(synthetic)["strongback", "reminders"]
    assert add(synthetic, text.format(was)).files[0].known == 2


def test_rows_or_columns_of_known_names_or_of_years_say_which_way_the_table_stands(review, tmp_path):
    add(review, ",Doe 2001,Roe 2002\nWeb,1,0\nChat,0,1\n")
    assert values(review)["doe_2001", "web"] == "yes"
    other = empty(tmp_path / "other")
    add(other, "Features / apps,Country,Web\nAlpha,Norway,1\nBeta,Kenya,0\n")
    assert values(other) == {("alpha", "web"): "yes", ("beta", "web"): "no"}
    add(other, "?,Gamma,Beta,Alpha\nSound,0,1,1\nLight,1,1,0\n", name="n.csv")
    assert values(other)["gamma", "light"] == "yes"


def test_identifiers_are_made_from_names_and_are_free():
    made: list[str] = []
    for name in ("Mieli.Net", "MIELI net", "Élan (v2)", "1.1 Goals", "云", "a" * 60, "a" * 60 + "b"):
        made.append(ledger.identifier(name, made))
    assert made[:4] == ["mieli_net", "mieli_net_2", "elan_v2", "x1_1_goals"]
    assert re.fullmatch("x[0-9a-f]{8}", made[4]) and made[5:] == ["a" * 40, "a" * 40 + "_2"]


def test_numbers_alone_are_named_by_their_heading(review):
    add(review, "Study,Web\n1,yes\n2,no\n")
    assert [row["name"] for row in rows_of(review / "interventions.csv")] == ["Study 1", "Study 2"]


# --- blank cells


def test_blank_cells_and_dashes_are_one_problem_a_file(review):
    text = "App,Web,Chat\nA,x,\nB,-,x\nC,,–\n"
    assert refused(review, text) == [
        ("IMPT-009", 2, "Chat", "4 cells blank or with a dash, the first of them here")
    ]


@pytest.mark.parametrize(("blank", "evidence"), [("no", "Charted as a blank cell in the matrix"), ("not_reported", "not_reported")])  # fmt: skip
def test_what_blank_cells_stand_for_can_be_said(review, blank, evidence):
    add(review, "App,Web,Chat\nA,x,\nB,-,x\n", blank=blank)
    assert values(review) == {
        ("a", "web"): "yes",
        ("a", "chat"): blank,
        ("b", "web"): blank,
        ("b", "chat"): "yes",
    }
    assert values(review, "evidence")["a", "chat"] == evidence
    assert {problem.code for problem in check(review)} <= {"TABL-012"}, (
        "nothing but what nobody has looked for"
    )


def test_pairs_that_a_long_table_leaves_out_are_blank_too(review):
    text = "App,Feature,Value\nA,Web,yes\nB,Chat,yes\n"
    assert refused(review, text) == [
        ("IMPT-009", None, None, "no row for 2 of the pairs of intervention and feature")
    ]
    add(review, text, blank="no")
    assert (
        values(review)["a", "chat"] == "no"
        and values(review, "evidence")["a", "chat"] == "Not listed in the matrix"
    )


def test_a_feature_that_nobody_has_stays_and_a_file_without_any_answer_is_refused(review):
    add(review, "App,Web,Chat\nA,x,\nB,x,\n", blank="no")
    assert values(review)["a", "chat"] == "no"
    assert [code for code, *_ in refused(review, "App,Year,Web\nA,2001,\nB,2002,-\n", blank="no")] == [
        "IMPT-007"
    ]


# --- what is refused


def test_words_that_are_no_values_are_told_by_row_and_column_all_at_once(review):
    text = "App,Web,Chat\nA,Partial,NA\nB,yes,no\nC,partial,n/a\nD,no,2\nE,Partial,\n"
    assert refused(review, text) == [
        ("IMPT-008", 2, "Web", '"Partial", also in row 6'),
        ("IMPT-008", 2, "Chat", '"NA" in 2 cells, the first of them here'),
        ("IMPT-008", 4, "Web", '"partial"'),
        ("IMPT-008", 5, "Chat", '"2"'),
        ("IMPT-009", 6, "Chat", "1 cell blank or with a dash, the first of them here"),
    ]


def test_a_column_of_halves_alone_is_asked_about_and_not_left_out(review):
    assert refused(review, "App,Web,Chat\nA,yes,Partial\nB,no,partly met\n") == [
        ("IMPT-008", 2, "Chat", '"Partial"'),
        ("IMPT-008", 3, "Chat", '"partly met"'),
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


def test_a_file_that_is_not_there_is_a_problem(review):
    with pytest.raises(ReviewProblems, match="IMPT-001"):
        feature_matrix.add(review, review / "none.csv")


def test_a_name_that_two_interventions_have_is_asked_about(synthetic):
    text = (synthetic / "interventions.csv").read_text("utf-8").replace("MoveMore groups", "StrongBack")
    (synthetic / "interventions.csv").write_text(text, "utf-8")
    assert ("IMPT-007", None, None, '"Strong back" at row 2') in refused(
        synthetic, "App,Reminders\nStrong back,1\n"
    )


def test_two_names_of_one_intervention_are_told(synthetic):
    assert refused(synthetic, "App,Reminders\nFL,yes\nFlexLine,yes\n") == [
        ("IMPT-007", None, None, '"FlexLine" at row 3')
    ]


@pytest.mark.parametrize(
    ("sample", "seen"),
    [
        ("covidence/covidence_extraction_28feb24.csv", '"Yu 2021" 3 times: row 4, row 5, row 6'),
        ("multi-reviewer/article_characteristics.csv", "nothing that is a feature"),
        ("multi-reviewer/screening/abstracts.yaml", "591 of 597 rows with fewer"),
        ("multi-reviewer/themes.md", "120 of 123 rows with fewer"),
        ("multi-reviewer/reviewed-records.bib", "a file of another kind: bibtex"),
        ("multi-reviewer/screening/titles/luke.csv", "nothing that is a feature"),
        ("ris/embase.csv", "nothing that is a feature"),
    ],
)
def test_tables_of_other_kinds_are_refused_and_never_half_taken(review, sample, seen):
    problems = refused(review, shared(f"samples/{sample}").read_bytes(), blank="no")
    assert problems[0][0] == "IMPT-007" and problems[0][3].startswith(seen)


# --- again, and against what is there


def test_the_same_file_again_changes_not_one_byte(review):
    add(review, WIDE)
    before = {path.name: path.read_bytes() for path in review.iterdir()}
    report = add(review, WIDE, name="renamed.csv")
    assert report.files[0].before and report.changed == []
    assert {path.name: path.read_bytes() for path in review.iterdir()} == before


def test_another_value_than_the_review_s_is_told_with_both(review):
    add(review, WIDE)
    with pytest.raises(ReviewProblems) as wrong:
        add(review, WIDE.replace("Alpha,yes", "Alpha,no"))
    assert [(p.code, p.found, p.expected) for p in wrong.value.problems] == [
        ("IMPT-010", "no for alpha, web (m.csv, row 2, column Web)", "yes, as feature_values.csv has it")
    ]


def test_more_rows_and_features_are_added_to_those_that_are_there(review):
    add(review, WIDE)
    report = add(review, "App,Chat,Games\nAlpha,no,yes\nGamma,no,yes\n")
    assert (report.files[0].added, report.files[0].known) == (3, 1)
    assert {row["feature_id"]: row["position"] for row in rows_of(review / "features.csv")} == {
        "web": "1",
        "chat": "2",
        "games": "3",
    }
    assert (
        report.notes[-1].startswith("Not charted yet") and "2 values, first games of beta" in report.notes[-1]
    )
    assert {problem.code for problem in check(review)} == {"INTV-001", "TABL-012"}


def test_a_dry_run_says_the_same_and_writes_nothing(review):
    dry = add(review, WIDE, dry_run=True)
    assert [path.name for path in review.iterdir()] == ["datapackage.json"]
    assert add(review, WIDE) == dry


def test_columns_that_a_review_leaves_out_are_not_brought_back(review):
    (review / "interventions.csv").write_text(
        "intervention_id,name,worker_role,locator,colour\na,A,nurse,by hand,red\n", "utf-8"
    )
    package = json.loads((review / "datapackage.json").read_text("utf-8"))
    own = {
        "name": "interventions",
        "path": "interventions.csv",
        "schema": {"fields": [{"name": "colour", "type": "string"}]},
    }
    (review / "datapackage.json").write_text(json.dumps(package | {"resources": [own]}), "utf-8")
    add(review, "App,Web\nA,1\nB,0\n")
    assert rows_of(review / "interventions.csv") == [
        {"intervention_id": "a", "name": "A", "worker_role": "nurse", "locator": "by hand", "colour": "red"},
        {
            "intervention_id": "b",
            "name": "B",
            "worker_role": "not_applicable",
            "locator": "m.csv, row 3",
            "colour": "",
        },
    ]
    load_review(review)


# --- long tables


def test_our_own_table_comes_back_as_it_is(synthetic, tmp_path):
    own = (SYNTHETIC / "feature_values.csv").read_text("utf-8")
    report = add(synthetic, own)
    assert (report.files[0].known, report.files[0].added, report.notes) == (12, 0, [])
    other = empty(tmp_path / "other")
    add(other, own)
    assert values(other) == values(synthetic) and values(other, "evidence") == values(synthetic, "evidence")


def test_a_long_table_brings_evidence_places_and_reports(synthetic):
    add(
        synthetic,
        "Intervention,Study,Feature,Value,Quote,Page\nNew,Synthetic2018,Reminders,Yes,an email,p. 4\n"
        "New,Nobody 2001,Group sessions,No,,p. 5\nNew,,Exercises at home,NR,,\nNew,,Log of progress,y,,\n",
    )
    row = {
        key: row
        for row in rows_of(synthetic / "feature_values.csv")
        for key in [(row["intervention_id"], row["feature_id"])]
    }
    assert [row["new", "reminders"][name] for name in ("value", "evidence", "report_id", "locator")] == [
        "yes",
        "an email",
        "Synthetic2018",
        "p. 4 (m.csv, row 2, column Value)",
    ]
    assert row["new", "group_sessions"]["report_id"] == "not_applicable"
    assert row["new", "group_sessions"]["locator"] == "Nobody 2001, p. 5 (m.csv, row 3, column Value)"


def test_the_first_report_that_is_named_makes_its_column(synthetic):
    rows = rows_of(synthetic / "feature_values.csv")
    head = ["intervention_id", "feature_id", "value", "evidence", "locator"]
    lines = [",".join(head), *(",".join(f'"{row[name]}"' for name in head) for row in rows)]
    (synthetic / "feature_values.csv").write_text("\n".join(lines) + "\n", "utf-8")
    add(
        synthetic,
        "App,Paper,Feature,Value\nNew,Synthetic2018,Reminders,1\nNew,,Group sessions,0\nNew,,Exercises at home,0\nNew,,Log of progress,0\n",
    )
    reports = values(synthetic, "report_id")
    assert reports.pop(("new", "reminders")) == "Synthetic2018" and set(reports.values()) == {
        "not_applicable"
    }


def test_two_rows_for_one_value_are_joined_where_they_agree_and_told_where_not(review):
    add(review, "App,Feature,Value,Quote,Page\nA,Web,yes,one,p. 1\nA,Web,Yes,two,p. 2\n")
    (row,) = rows_of(review / "feature_values.csv")
    assert (row["evidence"], row["locator"]) == (
        "one; two",
        "p. 1 (m.csv, row 2, column Value); p. 2 (m.csv, row 3, column Value)",
    )
    assert refused(review, "App,Feature,Value\nB,Web,yes\nB,Web,no\n") == [
        ("IMPT-010", 3, "Value", "no for B, Web")
    ]


def test_two_reports_behind_one_value_leave_no_single_one(synthetic):
    rows = "New,Synthetic2018,Reminders,1\nNew,Synthetic2019,Reminders,1\n"
    rest = "New,,Group sessions,0\nNew,,Exercises at home,0\nNew,,Log of progress,0\n"
    add(synthetic, "App,Paper,Feature,Value\n" + rows + rest)
    assert values(synthetic, "report_id")["new", "reminders"] == "not_applicable"


def test_evidence_beside_not_reported_is_told(review):
    assert refused(review, "App,Feature,Value,Evidence\nA,Web,NR,a site\nB,Web,1,a site\n") == [
        ("INTV-003", 2, None, 'not_reported with evidence "a site"')
    ]


# --- the review afterwards


def large() -> str:
    """46 features of 115 studies, with facts beside them, ticks, words and text; half of them under group headings."""
    features = [f"Feature {at}" for at in range(46)]
    groups = ["Content", *[""] * 22, "Support", *[""] * 22]
    lines = [["Table S3"], ["", "", "", *groups], ["First author", "Year", "Country", *features]]
    words = ("Yes", "No", "NR", "Unclear", "Yes, weekly", "no")
    for row in range(115):
        cells = [words[(row * at) % 6] for at in range(1, 47)]
        lines.append([f"Author{row}", str(1990 + row % 30), ("Norway", "Kenya")[row % 2], *cells])
    return "\n".join(";".join(line + [""] * (49 - len(line))) for line in lines) + "\n"


def test_a_review_of_a_matrix_alone_is_sound_and_its_chapters_open(review, monkeypatch):
    report = add(review, large())
    assert report.files[0].added == 46 * 115
    assert {problem.code for problem in check(review)} <= {"TABL-012"}, (
        "nothing but what nobody has looked for"
    )
    loaded = open_review(review)
    assert (len(loaded.interventions), len(loaded.features), len(loaded.feature_values)) == (115, 46, 5290)
    assert loaded.interventions["country"].value_counts().to_dict() == {"Norway": 58, "Kenya": 57}
    assert loaded.features["group"].value_counts().to_dict() == {"Content": 23, "Support": 23}
    monkeypatch.chdir(ROOT / "notebooks")
    for chapter in ("02-studies", "04-interventions", "07-evidence-map"):
        names: dict = {}
        cells = json.loads((ROOT / "notebooks" / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
        for cell in (cell for cell in cells if cell["cell_type"] == "code"):
            exec("".join(cell["source"]), names)  # noqa: S102 - what the notebook itself runs
            if "parameters" in cell["metadata"].get("tags", []):
                names["review"] = str(review)


def test_interventions_need_a_study_only_where_the_review_has_studies():
    reports = table(
        "report_id study_id participants_n workers_n sample_of role country",
        ("R1", "S1", 1, 1, "not_applicable", "nurse", "Norway"),
    )
    interventions = table("intervention_id worker_role country", ("a", "nurse", None))
    none = table("study_id intervention_id participants_n workers_n country label")
    assert checks.study_problems(reports, none, interventions) == []
    own = table(
        "study_id intervention_id participants_n workers_n country label", ("S1", "b", 1, 1, "Norway", "one")
    )
    assert [problem.code for problem in checks.study_problems(reports, own, interventions)] == ["STUD-004"]


# --- the command


def test_the_command_says_what_it_took_and_left(review, tmp_path, capsys):
    file = tmp_path / "m.csv"
    file.write_text("App,Year,Web\nA,2001,x\nB,2002,\n", "utf-8")
    arguments = ["import", "features", str(file), "--review", str(review), "--blank", "no"]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines() == [
        "m.csv: left out: column Year (known by its heading)",
        "New in interventions.csv: 2 interventions: A, B",
        "New in features.csv: 1 feature: Web",
        "m.csv: features, 2 entries, 2 added, 0 known, 0 set aside",
        "Changed: interventions.csv, features.csv, feature_values.csv, imports.csv",
    ]
    assert main(arguments) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Nothing changed."


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["features", "m.csv", "--source", "s", "--tool", "mmat-2018"], ["--source", "--tool"]),
        (["features", "m.csv", "n.csv"], ["FILE"]),
        (["ris", "m.csv", "--blank", "no"], ["--blank"]),
    ],
)
def test_options_that_do_not_fit_are_told(review, capsys, options, told):
    assert main(["import", *options, "--review", str(review)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[1].rstrip(":") for line in lines if line.startswith("IMPT-005")] == told


def test_the_command_ends_with_1_and_every_problem(review, tmp_path, capsys):
    file = tmp_path / "m.csv"
    file.write_text("App,Web,Chat\nA,Partial,\nB,yes,no\n", "utf-8")
    assert main(["import", "features", str(file), "--review", str(review)]) == 1
    told = capsys.readouterr().err
    assert "IMPT-008  m.csv, row 2, field Web" in told and "IMPT-009  m.csv, row 2, field Chat" in told
    assert "--blank no or --blank not_reported" in told and told.endswith("2 problems, 0 notices\n")


def test_the_help_shows_the_shapes(capsys):
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    text = capsys.readouterr().out
    assert "  features " in text and "turned  a row a feature" in text and "--blank" in text


# --- for all inputs

WRITTEN = {
    "yes": ["yes", "Y", "✓", "1"],
    "no": ["no", "0", "absent"],
    "unclear": ["?", "unclear"],
    "not_reported": ["NR", "ns"],
}
CELLS = st.lists(st.lists(st.sampled_from(sorted(WRITTEN)), min_size=3, max_size=3), min_size=2, max_size=5)


@given(
    CELLS,
    st.randoms(use_true_random=False),
    st.sampled_from(["wide", "turned", "long"]),
    st.sampled_from(",;\t"),
)
@settings(max_examples=60, deadline=None)
def test_every_matrix_comes_back_whatever_its_shape(tmp_path_factory, cells, random, shape, mark):
    studies_, features = [f"Study {chr(65 + at)}" for at in range(len(cells))], ["Web", "Chat", "Peer"]
    written = [[random.choice(WRITTEN[value]) for value in row] for row in cells]
    if shape == "wide":
        lines = [["App", *features], *([name, *row] for name, row in zip(studies_, written, strict=True))]
    elif shape == "turned":
        lines = [
            ["Feature", *studies_],
            *([name, *row] for name, *row in zip(features, *written, strict=True)),
        ]
    else:
        lines = [["App", "Feature", "Value"]]
        lines += [
            [name, feature, word]
            for name, row in zip(studies_, written, strict=True)
            for feature, word in zip(features, row, strict=True)
        ]
        body = lines[1:]
        random.shuffle(body)
        lines[1:] = body
    file = tmp_path_factory.mktemp("m") / "m.csv"
    file.write_text("\n".join(map(mark.join, lines)), "utf-8")
    read = feature_table.read(file, is_known=lambda name: False)
    found, problems = feature_values.values_of(read, file.name, blank=None, reports={})
    named = {
        (read.interventions[i].label, read.features[f].label): value.value for (i, f), value in found.items()
    }
    assert problems == read.problems == read.left == []
    assert named == {
        (name, feature): value
        for name, row in zip(studies_, cells, strict=True)
        for feature, value in zip(features, row, strict=True)
    }


ODD = st.sampled_from(
    [
        "yes",
        "no",
        "x",
        "",
        "-",
        "Partial",
        "NA",
        "Doe 2001",
        "Feature",
        "Total",
        "2001",
        "Web",
        "Group",
        "Value",
    ]
)


@given(st.lists(st.lists(st.one_of(ODD, st.text(max_size=4)), min_size=1, max_size=5), max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_table_is_read_or_refused(tmp_path_factory, rows):
    file = tmp_path_factory.mktemp("any") / "m.csv"
    file.write_text(
        "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows), "utf-8"
    )
    try:
        read = feature_table.read(file, is_known=lambda name: False)
        feature_values.values_of(read, file.name, blank="no", reports={})
    except ReviewProblems as refused_:
        assert refused_.problems and all(problem.code in codes() for problem in refused_.problems)


@pytest.mark.parametrize(
    "module", [feature_headings, feature_words, feature_matrix], ids=lambda m: m.__name__
)
def test_the_examples_of_the_documentation_hold(module):
    assert doctest.testmod(module).failed == 0
