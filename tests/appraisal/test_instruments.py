"""The instruments: each tool is one data file, whole and with its version."""

import pytest
from packages import BROKEN, SYNTHETIC, copied, rows_of
from packages.appraisals import DESC, MIXED, NRS, NUMBER, QUAL, RCT

from reviewbook.appraisal import answering, of_review
from reviewbook.appraisal.instruments import appraisal_tools, instrument, own_problems, tool
from reviewbook.check import check
from reviewbook.cli import main
from reviewbook.review import reading
from reviewbook.review.problems import ReviewProblems

NUMBERS = {  # of questions, as their authors count them
    "casp-cohort": 12,
    "casp-qualitative": 10,
    "casp-rct": 11,
    "casp-systematic-review": 10,
    "jbi-case-control": 10,
    "jbi-case-report": 8,
    "jbi-case-series": 10,
    "jbi-cohort": 11,
    "jbi-cross-sectional": 8,
    "jbi-prevalence": 9,
    "jbi-qualitative": 10,
    "jbi-quasi-experimental": 9,
    "jbi-rct": 13,
    "jbi-systematic-review": 11,
    "jbi-text-opinion": 6,
    "robins-i": 7,
}
OWN = (BROKEN / "INST-001" / "instruments" / "own.yaml").read_text("utf-8")
POINTS = OWN.replace("rule: mean", "rule: criteria_met, maximum: 2")


@pytest.mark.parametrize(
    ("tool", "each", "mixed", "total"), [("mmat-2011", 4, 3, 19), ("mmat-2018", 5, 5, 25)]
)
def test_each_version_has_its_number_of_criteria(tool, each, mixed, total):
    criteria = answering.criteria(instrument(tool))
    assert list(criteria.pop("screening")) == ["S1", "S2"]
    assert {category: len(items) for category, items in criteria.items()} == dict.fromkeys(
        (QUAL, RCT, NRS, DESC), each
    ) | {MIXED: mixed}
    assert sum(map(len, criteria.values())) == total
    for category, items in criteria.items():
        assert list(items) == [f"{NUMBER[category]}.{i}" for i in range(1, len(items) + 1)]


@pytest.mark.parametrize("name", sorted(NUMBERS))
def test_a_tool_has_the_number_of_questions_that_its_authors_count(name):
    own = instrument(name)
    (block,) = own["categories"].values()
    letter = "D" if name == "robins-i" else "Q"
    asked = [item for item in block["criteria"] if item != own["scoring"].get("overall")]
    numbers = dict.fromkeys(item.rstrip("ab") for item in asked)  # 5a and 5b are one question of two parts
    assert list(numbers) == [f"{letter}{at}" for at in range(1, NUMBERS[name] + 1)]


def test_no_tool_of_jbi_or_casp_gives_a_rating():
    named = [name for name in appraisal_tools() if name.startswith(("jbi-", "casp-"))]
    assert len(named) == 15
    for name in named:
        scoring = instrument(name)["scoring"]
        assert (scoring["rule"], scoring["maximum"]) == ("none", None) and "score" in scoring["caution"]


# --- the instruments of a review


def with_own(to, text: str = POINTS, name: str = "own"):
    folder = copied(SYNTHETIC, to)
    (folder / "instruments").mkdir()
    (folder / "instruments" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def test_an_instrument_of_a_review_rates_as_those_of_the_library_do(tmp_path):
    folder = with_own(tmp_path)
    form = tmp_path / "form.csv"
    form.write_text("study,Q1,Q2\nSynthetic2021,Y,N\n", "utf-8")
    assert (
        main(
            ["import", "appraisals", str(form), "--review", str(folder), "--tool", "own", "--reviewer", "CC"]
        )
        == 0
    )
    assert [row["answer"] for row in rows_of(folder / "appraisals.csv") if row["tool"] == "own"] == [
        "yes",
        "no",
    ]
    assert [p for p in check(folder) if p.severity == "problem"] == []
    rated = of_review.rated(reading.read(folder)[0])
    assert rated.loc["Synthetic2021", ["tool", "rating", "unit"]].tolist() == ["own", 1, "points_of_2"]


def test_an_instrument_of_a_review_that_cannot_be_used_is_told_whether_it_is_named_or_not(tmp_path):
    folder = with_own(tmp_path, OWN)
    assert [(p.code, p.file, p.row) for p in check(folder)] == [("INST-001", "instruments/own.yaml", 15)]
    rows = (folder / "appraisals.csv").read_text("utf-8").splitlines()
    added = 'Synthetic2021,own,survey,Q1,AA,yes,not_applicable,not_applicable,"Synthetic form"'
    (folder / "appraisals.csv").write_text("\n".join([*rows, added]) + "\n", "utf-8")
    assert [(p.code, p.file, p.field) for p in check(folder)] == [
        ("INST-001", "instruments/own.yaml", "scoring.rule"),
        ("APPR-006", "appraisals.csv", "tool"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("mmat-2018", "the library has a tool of this name"), ("other", "other, as its file is called")],
)
def test_an_instrument_of_a_review_has_a_name_of_its_own(tmp_path, name, expected):
    (problem,) = own_problems(with_own(tmp_path, POINTS, name))
    assert (problem.code, problem.field) == ("INST-001", "id") and expected in problem.expected


def test_a_tool_that_lies_beside_the_tables_is_told_where_it_belongs(tmp_path):
    (tmp_path / "own.yaml").write_text(POINTS, "utf-8")
    with pytest.raises(ReviewProblems, match=r"own\.yaml in the folder instruments/ of the review"):
        tool("own", folder=tmp_path)
