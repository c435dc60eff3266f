"""What is wrong with a flow: boxes against each other, and their sums."""

from hypothesis import given
from hypothesis import strategies as st
from packages.flows import MANY, seed, truths

from reviewbook.selection.flow_problems import sum_problems
from reviewbook.selection.layout import load_layout

NA = "not_applicable"
LAYOUT = load_layout()


def told(rows, layout=LAYOUT) -> list[tuple]:
    return [(p.code, p.row, p.field, p.found) for p in sum_problems(rows, layout, file="x.csv")]


def test_no_box_at_all_is_a_problem():
    assert told([]) == [("FLOW-007", None, None, "no box")]


def test_the_box_that_another_needs_is_named():
    rows = [b._replace(row=b.position + 1) for b in seed()]
    assert told(rows[1:]) == [("FLOW-007", 3, "step", 'no box "Records screened by title"')]
    assert told([b for b in rows if b.step != "assessed"]) == [
        ("FLOW-007", 7, "step", 'no box "Reports assessed in full text"'),
    ]
    assert told(rows[:-1]) == [("FLOW-007", None, "step", 'no box "Reports included"')]
    assert told([b._replace(step="not_retrieved") if b.position == 2 else b for b in rows])[0][3] == (
        'no box "Records sought for retrieval"'
    )


def test_the_missing_stage_of_an_excluded_box_is_named():
    rows = [b._replace(row=b.position + 1) for b in seed()]
    rows[3] = rows[3]._replace(stage=NA)
    (problem,) = [p for p in sum_problems(rows, LAYOUT, file="x.csv") if p.code == "FLOW-007"]
    assert (problem.row, problem.field, problem.found, problem.expected) == (
        5, "stage", 'no stage of "Records excluded"', "one of title, abstract, full_text",
    )  # fmt: skip


def test_a_box_that_is_there_twice_is_named_with_the_row_of_the_first():
    rows = [b._replace(row=b.position + 1) for b in seed()]
    twice = [*rows[:2], rows[1]._replace(position=99, row=20), *rows[2:]]
    first = next(p for p in sum_problems(twice, LAYOUT, file="x.csv") if p.code == "FLOW-008")
    assert (first.row, first.found, first.expected) == (
        20, '"Records excluded by title" again', "the box once; it stands in row 3",
    )  # fmt: skip


def test_a_route_that_the_layout_does_not_have_is_named():
    rows = [b._replace(route="database", row=4) if b.position == 3 else b for b in seed()]
    assert ("FLOW-012", 4, "route", '"database"') in told(rows)


@MANY
@given(truths())
def test_a_true_flow_is_not_accused(rows):
    assert sum_problems(rows, LAYOUT, file="x.csv") == []


@MANY
@given(truths(), st.randoms(use_true_random=False))
def test_reasons_and_sources_may_stand_in_any_order(rows, rng):
    parts = [at for at, b in enumerate(rows) if b.reason != NA]
    mixed = list(rows)
    for group in {rows[at].key[:4] for at in parts}:
        own = [at for at in parts if rows[at].key[:4] == group]
        for at, b in zip(own, rng.sample([rows[at] for at in own], len(own)), strict=True):
            mixed[at] = b
    assert sum_problems(mixed, LAYOUT, file="x.csv") == []
