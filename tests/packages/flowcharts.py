"""The flows that charts are drawn of: a review that reports a part of its numbers, an updated one, and one that contradicts itself."""

from xml.etree import ElementTree

from hypothesis import strategies as st

from reviewbook.selection import flow
from reviewbook.selection.drawing import flow_plan, flowchart
from reviewbook.selection.layout import JOINT, MAIN, Box, load_layout

TITLE = "Flow of records and reports through the review"
NONE = "not_applicable"
LAYOUT = load_layout("prisma-2020")
REASONS = [
    ("Population does not clearly include people with severe mental illness", 32),
    ("Intervention criteria not met", 30),
    ("Review or opinion article", None),
    ("Clinical outcomes only", None),
    ("Further study of an included intervention that adds nothing", None),
]
MORE = [
    *(words for words, _ in REASONS),
    "Not in English, German or French",
    "Conference abstract without a full report",
    "Study of animals",
    "Protocol of a study",
    "Another report of a study already included",
    "Retracted",
    "No comparison group",
]


def box(position, step, n, *, stage=NONE, unit="records", reason=NONE, route=None, **more):
    joint = step in JOINT or step == "previous"
    route = route if route is not None else "" if joint else MAIN
    status = more.pop("status", "not_reported" if n is None else "reported")
    return Box(position, route, step, stage, unit, reason, n, status, **more)


def numbered(boxes):
    return [one._replace(position=position) for position, one in enumerate(boxes, 1)]


def exclusions(reasons, *, route=MAIN, href=""):
    return [
        box(
            0,
            "excluded",
            n,
            stage="full_text",
            unit="reports",
            reason=words,
            route=route,
            href=href and f"{href}-{i}",
        )
        for i, (words, n) in enumerate(reasons)
    ]


def review(reasons=REASONS):
    """The flow of a review that reports a part of its numbers."""
    boxes = [
        box(0, "identified", None),
        box(0, "duplicates_removed", None),
        box(0, "screened", 558, stage="title"),
        box(0, "excluded", 323, stage="title"),
        box(0, "screened", None, stage="abstract"),
        box(0, "excluded", 107, stage="abstract"),
        box(0, "assessed", 128, stage="full_text", unit="reports"),
        *exclusions(reasons),
        box(0, "included", 15, unit="reports"),
        box(0, "included", 12, unit="studies"),
        box(0, "included", 11, unit="interventions"),
    ]
    return flow.complete(numbered(boxes), LAYOUT)


def routes(*, reasons=3, href="", previous=True, other=True, scale=1, words=MORE):
    """An updated review from databases, registers and other methods."""

    def link(name):
        return href and f"{href}-{name}"

    def parts(whole):
        each = whole // reasons
        return [(words[i], each + (whole - each * reasons if i == 0 else 0)) for i in range(reasons)]

    boxes = [
        box(0, "previous", 12 * scale, unit="studies", href=link("previous-studies")),
        box(0, "previous", 14 * scale, unit="reports", href=link("previous-reports")),
    ][: 2 * previous]
    boxes += [
        box(0, "identified", 1204 * scale, stage="databases", href=link("databases")),
        box(0, "identified", 800 * scale, stage="databases", reason="PubMed", href=link("pubmed")),
        box(0, "identified", 404 * scale, stage="databases", reason="Embase", href=link("embase")),
        box(0, "identified", 36 * scale, stage="registers", href=link("registers")),
        box(0, "duplicates_removed", 200 * scale, href=link("duplicates")),
        box(0, "automation_removed", 30 * scale, href=link("automation")),
        box(0, "other_removed", 10 * scale, href=link("removed-for-other-reasons")),
        box(0, "screened", 1000 * scale, stage="title_abstract", href=link("screened")),
        box(0, "excluded", 900 * scale, stage="title_abstract", href=link("excluded")),
        box(0, "sought", 100 * scale, unit="reports", href=link("sought")),
        box(0, "not_retrieved", 1 * scale, unit="reports", href=link("not-retrieved")),
        box(0, "assessed", 99 * scale, stage="full_text", unit="reports", href=link("assessed")),
        box(0, "excluded", 80 * scale, stage="full_text", unit="reports", href=link("excluded-full-text")),
        *exclusions(parts(80 * scale), href=link("reason")),
    ]
    if other:
        boxes += [
            box(0, "identified", 20 * scale, stage="websites", route="other", href=link("websites")),
            box(
                0, "identified", 30 * scale, stage="citation_searching", route="other", href=link("citations")
            ),
            box(0, "sought", 50 * scale, unit="reports", route="other", href=link("other-sought")),
            box(
                0, "not_retrieved", 2 * scale, unit="reports", route="other", href=link("other-not-retrieved")
            ),
            box(
                0,
                "assessed",
                48 * scale,
                stage="full_text",
                unit="reports",
                route="other",
                href=link("other-assessed"),
            ),
            box(
                0,
                "excluded",
                40 * scale,
                stage="full_text",
                unit="reports",
                route="other",
                href=link("other-excluded"),
            ),
            *exclusions(parts(40 * scale), route="other", href=link("other-reason")),
        ]
    new = (19 + 8 * other) * scale
    boxes += [
        box(0, "included", new - 3, unit="studies", href=link("new-studies")),
        box(0, "included", new, unit="reports", href=link("new-reports")),
    ]
    if previous:
        boxes += [box(0, "total", None, unit=unit, href=link(unit)) for unit in ("studies", "reports")]
    boxes += [
        box(0, "synthesised", 10, stage="narrative", unit="studies", href=link("narrative")),
        box(0, "synthesised", None, stage="quantitative", unit="studies"),
    ]
    return flow.complete(numbered(boxes), LAYOUT)


def contradicted(boxes=None):
    """A review one of whose counts does not fit."""
    boxes = [one._replace(n=130) if one.step == "assessed" else one for one in boxes or review()]
    return flow.mark(
        boxes,
        [
            flow.Violation(
                "FLOW-001", next(b.position for b in boxes if b.step == "assessed"), "130", "128 (x)"
            )
        ],
    )


def drawn(boxes, layout=LAYOUT):
    """What stands on the chart, line by line."""
    return [text.text for frame in flow_plan.place(boxes, layout).frames for text in frame.texts]


def frame_with(boxes, words):
    frames = flow_plan.place(boxes, LAYOUT).frames
    return next(frame for frame in frames if words in " ".join(text.text for text in frame.texts))


def svg(boxes, layout=LAYOUT, **more):
    return ElementTree.fromstring(flowchart.draw(boxes, layout, title=TITLE, **more))


words = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.sampled_from("iMWg  文غé\u0301"),
    min_size=1,
    max_size=120,
)
counts = st.one_of(
    st.tuples(st.integers(0, 10_000_000), st.sampled_from(["reported", "counted", "computed"])),
    st.tuples(st.none(), st.sampled_from(["not_reported", "not_charted"])),
)
notes = st.sampled_from(
    ["", "", "", "expected 128", "expected 10,000,000 - 9,999,999 = 1; expected at most 7"]
)


@st.composite
def flows(draw):
    """Boxes of one to three routes, in any order, whether they add up or not."""
    boxes = []

    def add(step, **more):
        n, status = draw(counts)
        note = draw(notes) if n is not None else ""
        href = draw(st.sampled_from(["", "#list"]))
        label = draw(words) if more.get("reason") or draw(st.integers(0, 5)) == 0 else ""
        boxes.append(box(0, step, n, status=status, contradiction=note, href=href, label=label, **more))

    kinds = ["all", "identifies", "assesses", "screens"]
    for route in ["databases", "other", "a_third_route"][: draw(st.integers(1, 3))]:
        kind = draw(st.sampled_from(kinds))
        if kind != "assesses":
            for stage in draw(st.sets(st.sampled_from([NONE, "databases", "registers"]), min_size=1)):
                add("identified", stage=stage, route=route)
                if draw(st.booleans()):
                    add("identified", stage=stage, reason="a source", route=route)
                if draw(st.booleans()):
                    add("found_again", stage=stage, route=route)
        for step in draw(
            st.sets(st.sampled_from(["duplicates_removed", "automation_removed", "other_removed"]))
        ):
            add(step, route=route)
        if kind in ("all", "screens"):
            for stage in draw(st.lists(st.sampled_from(["title", "abstract", "a_new_stage"]), unique=True)):
                add("screened", stage=stage, route=route)
                add("excluded", stage=stage, route=route)
                for step in draw(st.sets(st.sampled_from(["undecided", "brought_back"]))):
                    add(step, stage=stage, route=route)
                for name in ["A", "B"][: draw(st.integers(0, 2))]:
                    add("kept_by_reviewer", stage=stage, reason=name, route=route)
        if kind in ("all", "assesses"):
            add("sought", unit="reports", route=route)
            add("not_retrieved", unit="reports", route=route)
            add("assessed", stage="full_text", unit="reports", route=route)
            for i in range(draw(st.integers(0, 12))):
                add("excluded", stage="full_text", unit="reports", reason=f"reason {i}", route=route)
    for step, units in {
        "previous": ["studies"],
        "included": ["reports", "studies"],
        "total": ["studies"],
    }.items():
        if draw(st.booleans()):
            for unit in units:
                add(step, unit=unit)
    if draw(st.booleans()):
        add("appraised", unit="reports")
        add("appraisal_removed", unit="reports")
    for stage in draw(st.sets(st.sampled_from(["narrative", "quantitative", "third"]))):
        add("synthesised", stage=stage, unit="studies")
    boxes = boxes or [box(0, "included", 1, unit="studies")]
    return numbered(draw(st.sampled_from([boxes, boxes[::-1]])))
