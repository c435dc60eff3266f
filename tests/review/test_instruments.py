"""Instruments: one reader, one form; what keeps a file from being one is told at its line."""

import pytest

from reviewbook.appraisal.instruments import HERE as APPRAISAL
from reviewbook.interventions import tidier
from reviewbook.review import authored, checklists, instruments
from reviewbook.review.problems import ReviewProblems

SHIPPED = [
    *sorted(APPRAISAL.glob("*.yaml")),
    *sorted(instruments.HERE.glob("*.yaml")),
    *(tidier.HERE / "instruments").glob("*.yaml"),
]
OWN = """id: own
kind: appraisal
version: '1'
title: Synthetic checklist
short: Own
answers:
  'yes': {label: 'yes', means: met, rank: 1}
  'no': {label: 'no', means: not_met, rank: 2}
screening:
  S1: Question clear
categories:
  survey:
    title: Surveys
    component: quantitative
    criteria:
      Q1: Sample drawn at random
      Q2: {label: Questions piloted, asks: Were they tried?}
optional: [Q2]
scoring:
  rule: none
"""


def faults(folder, text: str, **asked) -> list[tuple]:
    file = folder / "own.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ReviewProblems) as raised:
        instruments.own_form(file, **asked)
    assert {problem.code for problem in raised.value.problems} == {"INST-001"}
    return [(p.row, p.field, p.found) for p in raised.value.problems]


@pytest.mark.parametrize("file", SHIPPED, ids=[file.stem for file in SHIPPED])
def test_what_the_library_holds_is_what_its_reader_accepts_of_anybody(file):
    data, lines = authored.placed(file, code="INST-001")
    assert instruments.faults(data, file.name, lines, named=file.stem) == []
    form = instruments.whole(data)
    assert form["questions"] and all(asked["label"] for asked in form["questions"].values())
    if form["kind"] == instruments.APPRAISAL:
        assert form["designs"] and form["licence"] and form["url"]


def test_the_three_kinds_are_read_alike():
    kinds = [tidier.instrument()["kind"], checklists.instrument("entreq")["kind"]]
    assert kinds == [instruments.DESCRIPTION, instruments.REPORTING]
    asked = instruments.questions(tidier.instrument())
    assert asked.loc[0].to_dict() == {
        "item": 1,
        "label": "Brief name",
        "short": "Name",
        "asks": "By what name or phrase is the intervention known?",
        "section": "",
    }
    last = instruments.questions(checklists.instrument("prisma-scr")).iloc[-1]
    assert (last["item"], last["short"], last["section"]) == (22, "Funding", "Funding")


def test_a_short_file_is_a_whole_instrument(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(OWN, "utf-8")
    form = instruments.own_form(file)
    assert form["categories"]["survey"]["criteria"] == {
        "Q1": "Sample drawn at random",
        "Q2": "Questions piloted",
    }
    assert form["questions"]["Q2"]["asks"] == "Were they tried?"
    assert (form["combined"], form["names"], form["optional"]) == ({}, {}, {"Q2"})
    assert form["scoring"] == {"rule": "none", "maximum": None, "combined": None, "bonus": {}, "caution": ""}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("rule: none", "rule: mean"), (20, "scoring.rule", '"mean"')),
        (("rule: none", "rule: criteria_met"), (19, "scoring.maximum", '"None"')),
        (("rule: none", "rule: worst_domain\n  decides: perhaps"), (21, "scoring.decides", '"perhaps"')),
        (("rank: 2", "rank: 1"), (8, "answers.no.rank", '"1"')),
        (("means: not_met", "means: bad"), (8, "answers.no.means", '"bad"')),
        (("label: 'no'", "label: 'Yes'"), (8, "answers.no", '"Yes"')),
        (("  'no':", "  false:"), (8, "answers.False", '"False"')),
        (("  S1:", "  Q1:"), (16, "categories.survey.criteria.Q1", '"Q1"')),
        (("  Q2: {", "  2: {"), (17, "categories.survey.criteria.2", '"2"')),
        (("asks: Were", "ask: Were"), (17, "categories.survey.criteria.Q2.ask", '"ask"')),
        (("[Q2]", "[Q3]"), (18, "optional.0", '"Q3"')),
        (("id: own", "id: My tool"), (1, "id", '"My tool"')),
        (("kind: appraisal", "kind: form"), (2, "kind", '"form"')),
        (("    component: quantitative\n", ""), (12, "categories.survey", None)),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_its_field(tmp_path, change, told):
    assert change[0] in OWN
    (row, field, found), *_ = faults(tmp_path, OWN.replace(*change))
    assert (row, field) == told[:2] and told[2] in (found, None)


def test_a_question_that_is_there_twice_is_told_at_its_second_line(tmp_path):
    twice = OWN.replace("      Q2: {", "      Q1: Again\n      Q2: {")
    assert faults(tmp_path, twice) == [(17, None, '"Q1" again, as in line 16')]


def test_all_faults_are_told_at_once(tmp_path):
    wrong = OWN.replace("rule: none", "rule: mean").replace("means: met", "means: good")
    assert [field for _, field, _ in faults(tmp_path, wrong)] == ["answers.yes.means", "scoring.rule"]


def test_a_file_is_of_the_id_and_the_kind_that_are_asked_for(tmp_path):
    assert faults(tmp_path, OWN, named="other") == [(1, "id", '"own"')]
    assert faults(tmp_path, OWN, kinds=["reporting"]) == [(2, "kind", '"appraisal"')]
    assert faults(tmp_path, "- a list\n") == [(None, "file", '"list"')]
