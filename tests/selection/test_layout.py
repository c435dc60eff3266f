"""The layouts of flow charts: how they word every step, how one extends another, and what is wrong with one of an author."""

import pytest
from packages.flows import box, boxes, codes

from reviewbook.review.problems import ReviewProblems
from reviewbook.selection import checks
from reviewbook.selection.layout import MAIN, Box, full_label, load_layout, words
from reviewbook.selection.layout import label as label_

NA, NR = "not_applicable", "not_reported"
LAYOUT = load_layout()
TITLE, ABSTRACT, FULL = "title", "abstract", "full_text"


def own_layout(tmp_path, text: str):
    file = tmp_path / "own.yaml"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("name", ["prisma-2020", "prisma-scr"])
def test_every_layout_words_every_step_in_every_unit(name):
    layout = load_layout(name)
    for step, own in layout["steps"].items():
        for unit in layout["units"]:
            for key in ("label", "said"):
                said = words(own[key], unit=unit, stage="title_abstract", layout=layout)
                without = words(own[key], unit=unit, stage=NA, layout=layout)
                assert not set("[]{}") & set(said + without), (step, said)


def test_a_layout_that_extends_another_differs_only_where_it_says_so():
    base, scoping = load_layout("prisma-2020"), load_layout("prisma-scr")
    assert scoping["units"]["reports"] == ["source of evidence", "sources of evidence"]
    assert scoping["units"]["studies"] == base["units"]["studies"]
    assert label_(box(1, "assessed", 9, stage=FULL), scoping).startswith(
        "Sources of evidence assessed for eligibility"
    )
    assert scoping["steps"]["assessed"]["kind"] == "state"
    assert {step: own["kind"] for step, own in scoping["steps"].items()} == {
        step: own["kind"] for step, own in base["steps"].items()
    }


def test_a_layout_of_ones_own_can_add_a_step_and_a_route(tmp_path):
    file = own_layout(
        tmp_path,
        "extends: prisma-2020\nroutes: {preprints: Preprints}\nsteps:\n"
        "  piloted: {kind: loss, phase: Screening, unit: records, label: '{Unit} used in the pilot', said: used}\n",
    )
    layout = load_layout(file)
    rows = boxes(("screened", 9), ("excluded", 4), ("included", 3, {"unit": "records"}))
    pilot = Box(9, MAIN, "piloted", NA, "records", NA, 2, "reported")
    assert codes(rows, layout) == ["FLOW-001"]
    assert codes([*rows[:2], pilot, rows[2]], layout) == []
    preprints = [b._replace(route="preprints") if b.route else b for b in rows]
    assert "FLOW-012" not in {p.code for p in checks.sum_problems(preprints, layout, file="x.csv")}
    assert "FLOW-012" in {p.code for p in checks.sum_problems(preprints, LAYOUT, file="x.csv")}


@pytest.mark.parametrize(
    ("text", "field", "seen"),
    [
        ("[1, 2]", None, "no mapping"),
        ("name: mine", "extends", "neither"),
        ("extends: prisma-2009", "extends", '"prisma-2009"'),
        ("extends: [prisma-2020]", "extends", "\"['prisma-2020']\""),
        ("extends: prisma-2020\nunits: 5", "units", '"5"'),
        ("extends: prisma-2020\nsteps:", "steps", "nothing"),
        ("extends: prisma-2020\nsteps: {screened: 5}", "steps.screened", '"5"'),
        ("extends: prisma-2020\nsteps: {piloted: {kind: loss}}", "steps.piloted", "nothing"),
        ("extends: prisma-2020\nsteps: {screened: {kind: lost}}", "steps.screened.kind", '"lost"'),
        ("extends: prisma-2020\nsteps: {screened: {phase: 7}}", "steps.screened.phase", '"7"'),
        ("extends: prisma-2020\nsteps: {screened: {unit: papers}}", "steps.screened.unit", '"papers"'),
        (
            "extends: prisma-2020\nsteps: {screened: {label: '{n} read'}}",
            "steps.screened.label",
            '"{n} read"',
        ),
        ("extends: prisma-2020\nsteps: {screened: {label: 12}}", "steps.screened.label", '"12"'),
        ("extends: prisma-2020\nunits: {reports: paper}", "units.reports", '"paper"'),
        ("steps: {}", "title", "nothing"),
    ],
)
def test_what_is_wrong_with_a_layout_is_named(tmp_path, text, field, seen):
    with pytest.raises(ReviewProblems) as raised:
        load_layout(own_layout(tmp_path, text))
    (problem,) = raised.value.problems
    assert (problem.code, problem.file, problem.field, problem.found) == ("FLOW-012", "own.yaml", field, seen)


@pytest.mark.parametrize("content", [b"a: [1", b"\xff\xfe\x00\x01", b"a: \xe9", b"", b"\x00"])
def test_a_layout_that_is_no_yaml_is_a_problem_and_no_traceback(tmp_path, content):
    file = tmp_path / "own.yaml"
    file.write_bytes(content)
    with pytest.raises(ReviewProblems, match="FLOW-012"):
        load_layout(file)


@pytest.mark.parametrize("name", ["prisma-2009", "", ".", "no/such/file.yaml", "PRISMA-2020"])
def test_a_layout_that_is_not_there_is_named_with_those_that_are(name):
    with pytest.raises(ReviewProblems, match=r"prisma-2020, prisma-scr"):
        load_layout(name)


def test_a_part_that_needs_no_total_says_what_it_is_a_part_of_where_nothing_stands_above_it():
    layout = load_layout()
    kept = Box(1, "databases", "kept_by_reviewer", "title", "records", "A", 34, "reported", label="A")
    assert full_label(kept, layout) == "Records kept by each reviewer by title: A"
    reason = kept._replace(step="excluded", reason="Animals", label="Animals")
    assert full_label(reason, layout) == "Animals"  # stands below its total
