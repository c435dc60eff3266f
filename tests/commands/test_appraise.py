"""A table of answers through the command line: what is rated, drawn, refused and where; and answers taken into a review."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest
from packages import SYNTHETIC, WILLIAMS, copied, rows_of, shared

from reviewbook.check import check
from reviewbook.cli import main

BLOCKS = """study,category,c1,c2,c3,c4,published_score,score_unit
Synthetic A 2019,qualitative,Y,Y,Y,N,75,percent
Synthetic B 2020,RCT,Y,CT,N,Y,75,percent
Synthetic C 2021,mixed methods,yes,no,?,,,
Synthetic C 2021,qualitative,+,+,+,+,,
Synthetic C 2021,descriptive,Yes,No,Can't tell,Yes,50,percent
"""


class Done:
    def __init__(self, status, out, err, folder):
        self.status, self.out, self.err, self.folder = status, out, err, folder
        self.codes = re.findall(r"^([A-Z]{4}-\d{3})  ", err, re.MULTILINE)

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_csv(self.folder / name, dtype=str, keep_default_na=False)

    def there(self, name: str) -> bool:
        return (self.folder / name).exists()


@pytest.fixture
def run(tmp_path, capsys):
    """Appraise a file (its text, or its path) with every output asked for."""

    def run(content, *options, tool="mmat-2011"):
        file = content
        if isinstance(content, str):
            file = tmp_path / "answers.csv"
            file.write_text(content, "utf-8")
        outputs = []
        for option, name in (
            ("-o", "f.svg"),
            ("--ratings", "r.csv"),
            ("--as-read", "a.csv"),
            ("--agreement", "g.csv"),
        ):
            outputs += [option, str(tmp_path / name)]
        status = main(["appraise", str(file), *(["--tool", tool] if tool else []), *outputs, *options])
        done = capsys.readouterr()
        return Done(status, done.out, done.err, tmp_path)

    return run


def test_answers_are_rated_drawn_and_held_against_what_is_published(run):
    done = run(BLOCKS)
    assert (done.status, done.err) == (0, "")
    table = done.table("r.csv").set_index("report_id")
    assert table[["points", "percent", "stars", "lowest", "verdict"]].to_dict("index") == {
        "Synthetic A 2019": {
            "points": "3",
            "percent": "75",
            "stars": "★★★",
            "lowest": "qualitative",
            "verdict": "holds",
        },
        "Synthetic B 2020": {
            "points": "2",
            "percent": "50",
            "stars": "★★",
            "lowest": "quantitative_randomised",
            "verdict": "differs",
        },
        "Synthetic C 2021": {
            "points": "2",
            "percent": "50",
            "stars": "★★",
            "lowest": "mixed_methods, quantitative_descriptive",
            "verdict": "holds",
        },
    }
    assert "2 of 3 published scores are what their answers give" in done.out
    assert (
        "Synthetic B 2020: published 75, the answers give 50 %: contradicted by its own answers" in done.out
    )
    assert '"Y" as yes (5)' in done.out, "what was read as another word is said"
    drawn = " ".join(ElementTree.parse(done.folder / "f.svg").getroot().itertext())
    assert "Synthetic A 2019" in drawn and "3/4" in drawn


def test_the_answers_as_read_keep_the_words_of_the_file(run):
    rows = run(BLOCKS).table("a.csv")
    pairs = set(zip(rows["as_written"], rows["answer"], strict=True))
    assert pairs == {
        ("Y", "yes"), ("N", "no"), ("CT", "cannot_tell"), ("not_applicable", "yes"), ("not_applicable", "no"), ("?", "cannot_tell"),
        ("+", "yes"), ("Yes", "yes"), ("No", "no"), ("Can't tell", "cannot_tell"),
    }  # fmt: skip


@pytest.mark.parametrize("word", ["Partial", "y/n", "NA"])
def test_an_answer_to_settle_is_named_with_its_place_and_nothing_is_written(run, word):
    done = run(BLOCKS.replace("Y,CT,N,Y", f"Y,CT,{word},Y"))
    assert (done.status, done.codes) == (1, ["APPR-012"])
    assert f'answers.csv, row 3, field c3: found "{word}", expected one of yes, no, cannot_tell' in done.err
    assert not any(done.there(name) for name in ("f.svg", "r.csv", "a.csv"))
    assert "  3 of 4: 1 (Synthetic A 2019)" in done.out, "the other reports are rated all the same"
    anyway = run(BLOCKS.replace("Y,CT,N,Y", f"Y,CT,{word},Y"), "--draw-anyway")
    assert anyway.status == 1 and anyway.there("f.svg")
    table = anyway.table("r.csv").set_index("report_id")
    assert (table.at["Synthetic B 2020", "points"], table.at["Synthetic B 2020", "note"]) == (
        "",
        "to settle: 2.3",
    )


def test_a_criterion_of_the_other_version_is_refused_by_name(run):
    done = run("study,category,c1,c2,c3,c4,c5\nA,qualitative,Y,Y,Y,N,Y\n")
    assert (done.status, done.codes) == (1, ["APPR-001"]) and "1.5" in done.err


def test_a_missing_block_and_missing_answers_are_problems_and_the_rest_is_drawn(run):
    lacking = "\n".join(line for line in BLOCKS.splitlines() if "descriptive" not in line) + "\n"
    done = run(lacking.replace("Y,CT,N,Y", "Y,CT,,"))
    assert (done.status, done.codes) == (1, ["APPR-003", "APPR-003"])
    assert "row 3: found Synthetic B 2020: no 2.3, 2.4" in done.err
    assert "row 4: found Synthetic C 2021: mixed methods, no quantitative block" in done.err
    table = done.table("r.csv").set_index("report_id")["points"].to_dict()
    assert table == {"Synthetic A 2019": "3", "Synthetic B 2020": "", "Synthetic C 2021": ""}
    assert done.there("f.svg")


EIGHTEEN = """study,category,S1,S2,c1,c2,c3,c4,c5
Synthetic A,qualitative,Y,CT,Y,Y,Y,N,Y
Synthetic B,RCT,Y,Y,Y,Y,N,N,Y
"""


def test_2018_has_no_overall_rating_unless_it_is_asked_for_with_the_caution(run):
    done = run(EIGHTEEN, tool="mmat-2018")
    assert done.status == 0 and "No overall rating. The guide of this version discourages" in done.out
    assert set(done.table("r.csv")["points"]) == {""}
    assert "Synthetic A: screening not met: S2: can't tell" in done.out
    asked = run(EIGHTEEN, "--overall", "count", tool="mmat-2018")
    assert "Caution: The guide of this version discourages" in asked.out
    assert asked.table("r.csv")["points"].tolist() == ["4", "3"]


def test_a_screening_answer_to_settle_is_told_beside_what_it_leaves_open(run):
    done = run(EIGHTEEN.replace("Y,CT,Y,Y,Y,N,Y", "Y,NA,Y,Y,Y,Partial,Y"), tool="mmat-2018")
    assert (done.status, done.codes) == (1, ["APPR-012", "APPR-012"])
    assert "Synthetic A: screening not met: S2: to settle" in done.out


def test_two_appraisers_are_compared_and_a_consensus_settles(run):
    rows = [("1.1", "yes", "yes"), ("1.2", "yes", "no"), ("1.3", "no", "no"), ("1.4", "yes", "cannot_tell")]
    lines = [f"A,{c},{who},{a}" for c, *both in rows for who, a in zip(("AA", "BB"), both, strict=True)]
    text = "\n".join(["study,criterion,appraiser,answer", *lines]) + "\n"
    done = run(text)
    assert "differences: 2, 0 of them settled by consensus" in done.out
    assert done.table("r.csv")["note"].tolist() == ["appraisers differ on 1.2, 1.4"]
    settled = run(text + "A,1.2,consensus,no\nA,1.4,consensus,yes\n")
    assert settled.status == 0 and "differences: 2, 2 of them settled by consensus" in settled.out
    assert settled.table("r.csv")["points"].tolist() == ["2"]
    whole = settled.table("g.csv").query("criterion == 'all'").iloc[0]
    assert (whole["units"], whole["agreed"], whole["percent"]) == ("4", "2", "50")


def test_robvis_tables_are_drawn_under_rob_2(run):
    done = run(
        "Study,D1,D2,D3,D4,D5,Overall,Weight\nSynthetic A,Low,Some concerns,High,Low,Low,High,1\n",
        tool="rob-2",
    )
    assert done.status == 0 and "Weight" in done.out
    rows = done.table("a.csv")
    assert dict(zip(rows["criterion"], rows["answer"], strict=True)) == {
        "D1": "low", "D2": "some_concerns", "D3": "high", "D4": "low", "D5": "low", "Overall": "high",
    }  # fmt: skip
    assert set(done.table("r.csv")["points"]) == {""}, "domains are not counted"


OWN = """id: synthetic-checklist
kind: appraisal
version: '1'
title: Synthetic checklist
short: Synthetic
source: null
url: null
answers:
  'yes': {label: 'yes', means: met, synonyms: [y]}
  'no': {label: 'no', means: not_met, synonyms: [n]}
  not_applicable: {label: not applicable, means: not_applicable, synonyms: [na]}
screening: {}
categories:
  cohort: {title: Cohort studies, component: quantitative, criteria: {Q1: Groups alike, Q2: Exposure measured, Q3: Follow-up}}
combined: {}
scoring: {rule: none, maximum: null, combined: null, bonus: {}, caution: Synthetic.}
"""


def test_a_tool_of_ones_own_is_one_data_file(run, tmp_path):
    (tmp_path / "own.yaml").write_text(OWN, "utf-8")
    done = run("study,Q1,Q2,Q3\nSynthetic A,Y,N,NA\n", tool=str(tmp_path / "own.yaml"))
    assert (done.status, done.err) == (0, "")
    assert done.table("a.csv")["answer"].tolist() == ["yes", "no", "not_applicable"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (("kind: appraisal", "kind: checklist"), "kind"),
        (("means: met", "means: good"), "answers"),
        (("rule: none", "rule: mean"), "scoring.rule"),
        (("title: Cohort studies, ", ""), "categories.cohort"),
        (("combined: {}", "combined: {cohort: [other]}"), "combined.cohort"),
        (("combined: {}", "combined: {}\nrests_on: {Q1: [other]}"), "rests_on.Q1"),
        (("screening: {}", "screening: {Q1: Asked twice}"), "categories.cohort"),
        (("combined: {}", "combined: {}\nnames: {Q9: [Asked]}"), "names.Q9"),
        (("combined: {}", "combined: {}\nnames: {Q1: Asked}"), "names.Q1"),
    ],
)
def test_a_tool_that_cannot_be_used_is_named_with_its_field(run, tmp_path, change, field):
    (tmp_path / "own.yaml").write_text(OWN.replace(*change), "utf-8")
    done = run("study,Q1\nA,Y\n", tool=str(tmp_path / "own.yaml"))
    assert (done.status, done.codes) == (1, ["INST-001"])
    assert re.search(rf"own.yaml, row \d+, field {re.escape(field)}\b", done.err)


@pytest.mark.parametrize("tool", [None, "mmat-2009"])
def test_a_tool_has_to_be_named(run, tool):
    done = run(BLOCKS, tool=tool)
    assert (done.status, done.codes) == (1, ["APPR-006"]) and "mmat-2011, mmat-2018, rob-2" in done.err


# --- other tools of the library, an invented table of each family

JBI = """Study,Q1,Q2,Q3,Q4,Q5,Q6,Q7,Q8,Q9,Q10,Q11,Q12,Q13
Synthetic A,Y,Y,Y,N,U,NA,Y,Y,Y,Y,Y,Y,Y
Synthetic B,+,?,+,-,+,NA,+,+,+,+,+,+,-
"""
CASP = """Study,1,2,3,4,5a,5b,6(a),6(b),Q7,8,9,10,11,12
Synthetic A,Yes,Yes,Can't tell,No,Yes,Yes,No,Yes,a small effect,,Yes,Yes,Yes,
"""
ROBINS = """Study,Bias due to confounding,D2,D3,D4,Missing data,D6,D7,Overall bias
Synthetic A,Moderate,Low,Low,Low,Serious,Low,NI,
Synthetic B,L,L,L,L,L,L,No information,
Synthetic C,Low,Low,Low,Low,Low,Critical,Low,Serious
"""


def test_a_table_under_jbi_is_read_and_gives_no_rating(run):
    done = run(JBI, tool="jbi-rct")
    assert (done.status, done.err) == (0, "")
    assert "No overall rating. JBI gives no score" in done.out
    read = done.table("a.csv")
    assert len(read) == 26 and set(read["criterion"]) == {f"Q{at}" for at in range(1, 14)}
    assert read["answer"].value_counts().to_dict() == {"yes": 19, "no": 3, "not_applicable": 2, "unclear": 2}


def test_a_table_under_casp_may_answer_open_questions_in_words(run):
    done = run(CASP, tool="casp-cohort")
    assert (done.status, done.err) == (0, "") and "not read: Q7" in done.out
    read = done.table("a.csv")
    assert read["criterion"].tolist() == [
        "Q1",
        "Q2",
        "Q3",
        "Q4",
        "Q5a",
        "Q5b",
        "Q6a",
        "Q6b",
        "Q9",
        "Q10",
        "Q11",
    ]
    wanting = run(CASP.replace("Yes,Yes,Can't tell", "Yes,,Can't tell"), tool="casp-cohort")
    assert (wanting.status, wanting.codes) == (1, ["APPR-003"]) and "no Q2" in wanting.err


def test_a_table_under_robins_i_is_judged_by_its_worst_domain(run):
    done = run(ROBINS, tool="robins-i")
    assert (done.status, done.err) == (0, "")
    rated = done.table("r.csv").set_index("report_id")
    assert rated["judgement"].to_dict() == {
        "Synthetic A": "serious risk",
        "Synthetic B": "no information",
        "Synthetic C": "serious risk",  # as its appraisers judge it
    }
    assert rated["lowest"].to_dict() == {"Synthetic A": "D5", "Synthetic B": "D7", "Synthetic C": "D6"}
    assert "serious risk: 2 (Synthetic A, Synthetic C)" in done.out


def test_gaps_of_a_table_with_locators_of_its_own_are_named_with_their_row(run):
    text = "study,criterion,answer,locator\nA,1.1,yes,p. 3\nB,1.1,yes,p. 4\nB,1.2,no,p. 4\n"
    done = run(text)
    assert (done.status, done.codes) == (1, ["APPR-003", "APPR-003"])
    assert "row 2: found A: no 1.2, 1.3, 1.4" in done.err and "row 3: found B: no 1.3, 1.4" in done.err
    assert done.table("a.csv")["locator"].tolist() == ["p. 3", "p. 4", "p. 4"]


def test_a_file_that_is_not_there_or_holds_no_answers_is_a_problem_without_traceback(run, tmp_path):
    assert run(tmp_path / "nothing.csv").codes == ["IMPT-001"]
    assert run("name,colour\nA,blue\n").codes == ["APPR-007"]


def test_only_svg_is_drawn_and_no_file_that_is_read_is_overwritten(run, tmp_path):
    assert run(BLOCKS, "-o", str(tmp_path / "f.png")).codes == ["EXPO-001"]
    assert run(BLOCKS, "--ratings", str(tmp_path / "answers.csv")).codes == ["PACK-006"]
    assert (tmp_path / "answers.csv").read_text("utf-8") == BLOCKS


def test_a_review_is_appraised_by_the_tool_named(run):
    assert run(SYNTHETIC, tool=None).codes == ["APPR-006"], "it has answers under two tools"
    done = run(SYNTHETIC)
    assert done.status == 0 and "screening not met: S2: can't tell" in done.out
    assert run(WILLIAMS).codes == ["APPR-007"], "the seed review prints ratings and no answers"


# --- published appraisals


def test_seventeen_of_eighteen_published_scores_come_out_and_the_other_is_contradicted(run):
    done = run(shared("mmat/v2011/pmc7164241.csv"))
    assert done.status == 0 and "17 of 18 published scores are what their answers give" in done.out
    table = done.table("r.csv").set_index("report_id")
    assert table.index[table["verdict"] != "holds"].tolist() == ["Williams et al. 2017"]
    assert table.loc["Williams et al. 2017", ["published", "computed_in_that_unit", "verdict_note"]].tolist() == [
        "25", "75", "contradicted by its own answers",
    ]  # fmt: skip


def test_a_published_mixed_methods_score_of_half_comes_out_beside_an_appraisal_that_is_not_whole(run):
    done = run(shared("mmat/v2011/pmc6633275-part.csv"))
    assert (done.status, done.codes) == (1, ["APPR-003"]) and "Kenny: no 1.3, 1.4" in done.err
    table = done.table("r.csv").set_index("report_id")
    assert table["percent"].to_dict() == {"Herschman": "75", "Holtz": "100", "Jibb": "50", "Kenny": ""}
    assert table.loc[["Herschman", "Holtz", "Jibb"], "verdict"].tolist() == ["holds"] * 3


def test_scores_published_under_2018_are_checked_and_none_is_given(run):
    done = run(shared("mmat/v2018/pmc9795912-partial.csv"), tool="mmat-2018")
    assert (
        done.status == 0
        and "10 of 10 published scores are what their answers give (criteria met)." in done.out
    )
    assert set(done.table("r.csv")["points"]) == {""}


def test_partial_answers_of_2018_are_refused_each_with_its_place(run, monkeypatch):
    monkeypatch.setattr("reviewbook.review.problems.ALONE", 99)  # each told by itself
    file = shared("mmat/v2018/spcare-156908.csv")
    done = run(file, tool="mmat-2018")
    places = {
        (at, name)
        for at, row in enumerate(rows_of(file), 2)
        for name, cell in row.items()
        if cell == "Partial"
    }
    named = re.findall(r'row (\d+), field (\w+): found "Partial"', done.err)
    assert done.status == 1 and {(int(at), name) for at, name in named} == places and len(places) == 13
    assert not done.there("f.svg")


# --- into a review

MORE = """study,category,c1,c2,c3,c4,c5,score
Synthetic2021,qualitative,Y,N,Can't tell,Y,Y,60%
"""


def imported(review, content, *options, capsys, tool="mmat-2018"):
    file = review.parent / "form.csv"
    file.write_text(content, "utf-8")
    status = main(["import", "appraisals", str(file), "--review", str(review), "--tool", tool, *options])
    return status, capsys.readouterr()


def test_answers_are_taken_into_a_review_with_the_word_that_was_written(tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    status, said = imported(review, MORE, "--reviewer", "CC", capsys=capsys)
    assert status == 0 and "6 entries, 6 added" in said.out
    new = [row for row in rows_of(review / "appraisals.csv") if row["appraiser"] == "CC"]
    assert [(row["criterion"], row["answer"], row["as_written"]) for row in new] == [
        ("1.1", "yes", "Y"), ("1.2", "no", "N"), ("1.3", "cannot_tell", "Can't tell"), ("1.4", "yes", "Y"), ("1.5", "yes", "Y"),
    ]  # fmt: skip
    assert {row["locator"] for row in new} == {f"form.csv, row 2, column c{n}" for n in range(1, 6)}
    (score,) = [row for row in rows_of(review / "ratings.csv") if row["report_id"] == "Synthetic2021"]
    assert (score["rating"], score["unit"], score["component"]) == ("60", "percent", "overall")
    (told,) = check(review)  # what CC answers is another judgement, to be settled
    assert told.code == "DRAF-004"
    before = {file.name: file.read_bytes() for file in review.iterdir()}
    assert imported(review, MORE, "--reviewer", "CC", capsys=capsys)[0] == 0
    assert {file.name: file.read_bytes() for file in review.iterdir()} == before, (
        "a second import changes nothing"
    )


def test_a_published_score_that_is_no_whole_number_is_left_and_the_answers_are_taken(tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    before = (review / "ratings.csv").read_bytes()
    status, said = imported(review, MORE.replace("60%", "61.5%"), "--reviewer", "CC", capsys=capsys)
    assert status == 0 and "5 entries, 5 added" in said.out
    assert (review / "ratings.csv").read_bytes() == before


def test_a_dry_run_takes_nothing(tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    before = {file.name: file.read_bytes() for file in review.iterdir()}
    assert imported(review, MORE, "--dry-run", capsys=capsys)[0] == 0
    assert {file.name: file.read_bytes() for file in review.iterdir()} == before


@pytest.mark.parametrize(
    ("content", "options", "codes"),
    [
        (MORE.replace("Synthetic2021", "Nobody 1999"), (), ["APPR-010"]),
        (MORE.replace(",N,", ",Partial,"), (), ["APPR-012"]),
        (MORE, ("--stage", "title"), ["IMPT-005"]),
        (MORE, ("--source", "x"), ["IMPT-005"]),
    ],
)
def test_what_cannot_be_taken_leaves_the_review_as_it_was(tmp_path, capsys, content, options, codes):
    review = copied(SYNTHETIC, tmp_path)
    before = {file.name: file.read_bytes() for file in review.iterdir()}
    status, said = imported(review, content, *options, capsys=capsys)
    assert status == 1 and re.findall(r"^([A-Z]{4}-\d{3})  ", said.err, re.MULTILINE) == codes
    assert {file.name: file.read_bytes() for file in review.iterdir()} == before


def test_an_answer_that_is_there_with_another_word_is_a_problem(tmp_path, capsys):
    review = copied(SYNTHETIC, tmp_path)
    assert imported(review, MORE, "--reviewer", "CC", capsys=capsys)[0] == 0
    status, said = imported(review, MORE.replace("Y,N,", "N,N,"), "--reviewer", "CC", capsys=capsys)
    assert status == 1 and 'found "no" for Synthetic2021, mmat-2018, 1.1, CC' in said.err


def test_a_study_is_known_by_author_and_year_too(tmp_path, capsys):
    review = copied(WILLIAMS, tmp_path)
    text = "study,category,c1,c2,c3,c4\nStrand et al. (2017),qualitative,Y,Y,Y,Y\n"
    status, said = imported(review, text, capsys=capsys, tool="mmat-2011")
    assert (status, said.err) == (0, "")
    assert {row["report_id"] for row in rows_of(review / "appraisals.csv")} == {"Strand2017"}


def test_a_report_that_failed_screening_is_counted_named_and_drawn(run):
    done = run("study,S1,S2,1.1,1.2,1.3,1.4\n1,Y,Y,Y,Y,Y,N\n2,Y,N,,,,\n")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(
        "2 reports, Mixed Methods Appraisal Tool (MMAT), version 2011: 1 qualitative, 1 failed screening."
    )
    assert "2: screening not met: S2: no" in done.out
    assert "Failed screening, 1 report" in (done.folder / "f.svg").read_text("utf-8")


@pytest.mark.parametrize("content", ['"', ",,,,\n,,,,\n"])
def test_a_file_without_a_filled_cell_is_named(run, content):
    done = run(content)
    assert (done.status, done.codes) == (1, ["APPR-007"])


def test_counts_by_criterion_are_drawn_as_bars_and_give_no_ratings(run, tmp_path, capsys):
    file = tmp_path / "counts.csv"
    file.write_text("criterion,n yes,n no\n1.1,7,2\n", "utf-8")
    assert main(["appraise", str(file), "--tool", "mmat-2011", "-o", str(tmp_path / "bars.svg")]) == 0
    assert "1.1 Data sources relevant to the question: yes 7 of 9, no 2." in capsys.readouterr().out
    assert "7/9" in (tmp_path / "bars.svg").read_text("utf-8")
    assert run("criterion,n yes,n no\n1.1,7,2\n").codes == ["APPR-007"], "there are no ratings to write"
    assert main(["appraise", str(file), "--tool", "rob-2", "-o", str(tmp_path / "none.svg")]) == 1
