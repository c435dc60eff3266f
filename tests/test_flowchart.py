"""The flow chart: what it says, what it draws, and that nothing on it collides.

After a wanted change of the drawing, write the golden file anew: ``python tests/test_flowchart.py``.
"""

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbook.show import flowchart

GOLDEN = Path(__file__).parent / "golden" / "flowchart.svg"
TITLE = "Flow of records and reports through the review"
NONE = "not_applicable"

REASONS = [
    ("Population does not clearly include people with severe mental illness", 32, "reported"),
    ("Intervention criteria not met", 30, "reported"),
    ("Review or opinion article", None, "not_reported"),
    ("Clinical outcomes only", None, "not_reported"),
    ("Further study of an included intervention that adds nothing", None, "not_reported"),
    ("remaining reasons together (computed)", 51, "computed"),
]


def table(rows):
    columns = ["step", "stage", "unit", "reason", "n", "status", "label"]
    boxes = pd.DataFrame(rows, columns=columns).astype({"n": "Int64"})
    boxes.insert(0, "position", range(1, len(boxes) + 1))
    return boxes


def review(reasons=REASONS):
    return table([
        ("identified", NONE, "records", NONE, None, "not_reported", "Records identified"),
        ("duplicates_removed", NONE, "records", NONE, None, "not_reported", "Duplicate records removed"),
        ("screened", "title", "records", NONE, 558, "reported", "Records screened by title"),
        ("excluded", "title", "records", NONE, 323, "reported", "Records excluded"),
        ("screened", "abstract", "records", NONE, 235, "computed", "Records screened by abstract"),
        ("excluded", "abstract", "records", NONE, 107, "reported", "Records excluded"),
        ("assessed", "full_text", "reports", NONE, 128, "reported", "Reports assessed in full text"),
        ("excluded", "full_text", "reports", NONE, 113, "computed", "Reports excluded"),
        *[("excluded", "full_text", "reports", reason, n, status, reason) for reason, n, status in reasons],
        ("included", NONE, "reports", NONE, 15, "reported", "Reports included"),
        ("included", NONE, "studies", NONE, 12, "computed", "Studies included"),
        ("included", NONE, "interventions", NONE, 11, "reported", "Interventions included"),
    ])  # fmt: skip


DATABASES_AND_REGISTERS = table([
    ("identified", NONE, "records", "Databases", 1204, "reported", "Databases"),
    ("identified", NONE, "records", "Registers", 36, "reported", "Registers"),
    ("duplicates_removed", NONE, "records", NONE, 240, "reported", "Duplicate records removed"),
    ("screened", "title_abstract", "records", NONE, 1000, "reported", "Records screened"),
    ("excluded", "title_abstract", "records", NONE, 900, "reported", "Records excluded"),
    ("sought", NONE, "reports", NONE, 100, "reported", "Reports sought for retrieval"),
    ("not_retrieved", NONE, "reports", NONE, 1, "reported", "Reports not retrieved"),
    ("assessed", "full_text", "reports", NONE, 99, "reported", "Reports assessed for eligibility"),
    ("excluded", "full_text", "reports", "Wrong population", 80, "reported", "Wrong population"),
    ("included", NONE, "studies", NONE, 19, "reported", "Studies included"),
])  # fmt: skip


def drawn(boxes):
    """What stands on the chart, line by line."""
    return [text.text for box in flowchart.layout(boxes).boxes for text in box.texts]


def box_with(boxes, words):
    return next(box for box in flowchart.layout(boxes).boxes if any(words in t.text for t in box.texts))


def apart(a, b):
    slack = 0.01
    return (
        a.right <= b.x + slack or b.right <= a.x + slack or a.bottom <= b.y + slack or b.bottom <= a.y + slack
    )


def inside(inner, outer):
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right + 0.01
        and inner.bottom <= outer.bottom + 0.01
    )


def check_geometry(boxes):
    plan = flowchart.layout(boxes)
    page = flowchart.Rect(0, 0, flowchart.WIDTH, plan.height)
    assert all(inside(box.rect, page) for box in plan.boxes)
    assert all(apart(a.rect, b.rect) for a, b in combinations(plan.boxes, 2))
    for box in plan.boxes:
        texts = [text for text in box.texts if text.text]
        for room in [*(text.rect for text in texts), *(chip for chip, _ in box.chips)]:
            assert inside(room, box.rect)
        assert all(apart(a.rect, b.rect) for a, b in combinations(texts, 2))
        outlined = [text.text for text in texts if text.kind == "chip"]
        for (chip, _), words in zip(box.chips, outlined, strict=box.outline != "legend"):
            assert all(apart(chip, text.rect) for text in texts if text.kind == "count")
            assert flowchart.text_width(words, bold=True) < chip.width


def test_the_example_is_drawn_as_in_the_golden_file():
    assert flowchart.draw(review(), title=TITLE) == GOLDEN.read_text(encoding="utf-8")


def test_the_same_table_gives_the_same_bytes_in_whatever_order_its_rows_come():
    assert flowchart.draw(review(), title=TITLE) == flowchart.draw(review().iloc[::-1], title=TITLE)


def test_drawing_leaves_the_table_as_it_was():
    boxes = review()
    flowchart.figure(boxes, title=TITLE)
    pd.testing.assert_frame_equal(boxes, review())


def test_computed_and_not_reported_are_said_in_words():
    lines = drawn(review())
    assert lines.count("not reported") == 5
    assert [line for line in lines if line.endswith("(computed)")] == [
        "235 (computed)", "113 (computed)", "51 (computed)", "12 (computed)",
    ]  # fmt: skip
    assert "558" in lines


def test_an_outline_tells_computed_and_not_reported_apart_without_colour():
    assert box_with(review(), "Records identified").outline == "not_reported"
    assert box_with(review(), "235 (computed)").outline == "computed"
    assert box_with(review(), "558").outline == "reported"


def test_in_a_box_of_several_statuses_each_count_has_its_own_outline():
    box = box_with(review(), "Studies included")
    assert box.outline == "reported"
    assert [status for _, status in box.chips] == ["computed"]
    full_text = box_with(review(), "113 (computed)")
    assert [status for _, status in full_text.chips] == ["computed", *["not_reported"] * 3, "computed"]


def test_the_legend_explains_only_the_outlines_that_occur():
    assert drawn(review())[-2:] == list(flowchart.LEGEND.values())
    assert not set(flowchart.LEGEND.values()) & set(drawn(DATABASES_AND_REGISTERS))


def test_a_count_that_is_not_reported_is_never_zero():
    boxes = review()
    boxes["n"] = pd.array([pd.NA] * len(boxes), dtype="Int64")
    boxes["status"] = "not_reported"
    assert not re.search(r"\d", flowchart.describe(boxes))
    assert not any(re.search(r"\d", line) for line in drawn(boxes))


def test_a_reported_zero_stays_zero():
    boxes = table([("included", NONE, "studies", NONE, 0, "reported", "Studies included")])
    assert "0" in drawn(boxes)
    assert flowchart.describe(boxes) == "0 studies were included."


@pytest.mark.parametrize(("n", "status"), [(5, "not_reported"), (None, "reported"), (None, "computed")])
def test_a_number_that_contradicts_its_status_is_refused(n, status):
    boxes = table([("included", NONE, "studies", NONE, n, status, "Studies included")])
    with pytest.raises(ValueError, match=r"position \[1\]"):
        flowchart.draw(boxes, title=TITLE)


def test_a_table_without_boxes_is_refused():
    with pytest.raises(ValueError, match="at least one box"):
        flowchart.draw(table([]), title=TITLE)


def test_the_sentences_tell_the_flow():
    assert flowchart.describe(review()) == (
        "The number of records identified is not reported; "
        "the number of records removed as duplicates is not reported. "
        "558 records were screened by title; 323 were excluded. "
        "235 records (computed) were screened by abstract; 107 were excluded. "
        "128 reports were assessed in full text; 113 (computed) were excluded: "
        "Population does not clearly include people with severe mental illness, 32; "
        "Intervention criteria not met, 30; Review or opinion article, not reported; "
        "Clinical outcomes only, not reported; "
        "Further study of an included intervention that adds nothing, not reported; "
        "remaining reasons together, 51 (computed). "
        "15 reports, 12 studies (computed) and 11 interventions were included."
    )


def test_the_sentences_name_sources_and_one_report_in_the_singular():
    assert flowchart.describe(DATABASES_AND_REGISTERS) == (
        "Records identified: Databases, 1,204; Registers, 36; 240 were removed as duplicates. "
        "1,000 records were screened by title and abstract; 900 were excluded. "
        "100 reports were sought for retrieval; 1 was not retrieved. "
        "99 reports were assessed in full text; reports excluded: Wrong population, 80. "
        "19 studies were included."
    )


@pytest.mark.parametrize("boxes", [review(), DATABASES_AND_REGISTERS], ids=["example", "registers"])
def test_the_description_carries_every_number_in_order(boxes):
    svg = ElementTree.fromstring(flowchart.draw(boxes, title=TITLE))
    description = svg.findtext("{http://www.w3.org/2000/svg}desc")
    found = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\d|\d", description)]
    assert found == boxes["n"].dropna().to_list()


def test_exclusions_stand_beside_their_own_stage_even_when_listed_late():
    boxes = review()
    late = boxes["stage"].eq("title") & boxes["step"].eq("excluded")
    boxes.loc[late, "position"] = 99
    assert box_with(boxes, "323").rect.y == box_with(boxes, "558").rect.y


def test_a_stage_that_nobody_foresaw_gets_its_row_and_its_words():
    boxes = table([
        ("screened", "machine_ranking", "records", NONE, 9000, "reported", "Records ranked"),
        ("excluded", "machine_ranking", "records", NONE, 8000, "reported", "Records excluded"),
    ])  # fmt: skip
    assert flowchart.describe(boxes) == "9,000 records were screened by machine ranking; 8,000 were excluded."
    check_geometry(boxes)


def test_the_next_step_stands_below_the_tallest_box_of_the_step_before():
    tall = "Records screened by two reviewers after a first sorting by title, year and language " * 2
    boxes = table([
        ("screened", "title", "records", NONE, 9000, "reported", tall),
        ("excluded", "title", "records", NONE, 8000, "reported", "Records excluded"),
        ("assessed", "full_text", "reports", NONE, 980, "reported", "Reports assessed"),
        ("not_retrieved", NONE, "reports", NONE, 20, "reported", "Reports not retrieved"),
        ("excluded", "full_text", "reports", NONE, 945, "reported", "Reports excluded"),
        ("included", NONE, "reports", NONE, 15, "reported", "Reports included"),
    ])  # fmt: skip
    check_geometry(boxes)
    assert box_with(boxes, "980").rect.y > box_with(boxes, "9,000").rect.bottom
    assert box_with(boxes, "15").rect.y > box_with(boxes, "945").rect.bottom


def test_twelve_reasons_stay_below_forty_kilobytes():
    reasons = [
        (f"{number} {'a long reason for exclusion ' * 4}", 10_000_000, "computed") for number in range(12)
    ]
    assert len(flowchart.figure(review(reasons), title=TITLE).encode()) <= 40_000


@pytest.mark.parametrize("number", range(13))
def test_no_text_meets_another_or_leaves_its_box_with_huge_numbers(number):
    reasons = [(*REASONS[i % 6][:1], 10_000_000, ("reported", "computed")[i % 2]) for i in range(number)]
    boxes = review(reasons)
    boxes["n"] = boxes["n"].mask(boxes["n"].notna(), 10_000_000)
    check_geometry(boxes)


def test_the_prisma_2020_steps_have_room_too():
    check_geometry(DATABASES_AND_REGISTERS)


words = st.text(
    st.characters(exclude_categories=("C", "Z")) | st.sampled_from("iMWg  "), min_size=1, max_size=120
)
counts = st.one_of(
    st.tuples(st.integers(0, 10_000_000), st.sampled_from(["reported", "computed"])),
    st.just((None, "not_reported")),
)


@given(st.lists(st.tuples(words, counts), min_size=1, max_size=12))
def test_no_text_meets_another_or_leaves_its_box_for_any_reasons(reasons):
    boxes = review([(label, n, status) for label, (n, status) in reasons])
    check_geometry(boxes)
    ElementTree.fromstring(flowchart.draw(boxes, title=TITLE))


@given(words, st.floats(20, 300))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text, width):
    lines = flowchart.wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(flowchart.text_width(line) <= width or len(line) == 1 for line in lines)


def helvetica(name):
    metrics = Path(matplotlib.get_data_path()) / "fonts" / "pdfcorefonts" / f"{name}.afm"
    found = re.findall(r"^C (\d+) ; WX (\d+)", metrics.read_text(encoding="latin-1"), re.MULTILINE)
    return {chr(int(code)): int(width) for code, width in found}


def test_the_widths_are_those_of_helvetica():
    real = helvetica("Helvetica")
    quotes = "'`"  # the metrics file has the curly ones in their places
    assert {c: w for c, w in flowchart.ADVANCE.items() if c not in quotes and abs(w - real[c]) > 20} == {}
    assert len(flowchart.ADVANCE) == 95


@pytest.mark.parametrize(
    "text", ["10,000,000 (computed)", "not reported", "558", "Identification", "Screening"]
)
def test_bold_words_are_measured_within_three_hundredths(text):
    real = helvetica("Helvetica-Bold")
    length = sum(real[c] for c in text) * flowchart.SIZE / 1000
    assert flowchart.text_width(text, bold=True) == pytest.approx(length, rel=0.03)


def test_every_latin_line_carries_its_length_so_that_a_wider_font_cannot_push_it_out():
    svg = ElementTree.fromstring(
        flowchart.draw(review([("Présentation à une conférence", 3, "reported")]), title=TITLE)
    )
    texts = svg.findall("{http://www.w3.org/2000/svg}text")
    assert texts and all(float(text.get("textLength")) > 0 for text in texts)


def test_labels_and_titles_are_escaped():
    svg = flowchart.figure(
        review([('Dose < 5 & "other" reasons', 3, "reported")]), title='Flow of "A & B" <draft>'
    )
    assert "Dose &lt; 5 &amp; &quot;other&quot; reasons" in svg
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == 'Flow of "A & B" <draft>'
    assert "".join(root.itertext()).count('Dose < 5 & "other" reasons') == 2  # drawn, and in the description


def test_the_chart_is_named_and_described_by_ids_made_from_its_title():
    svg = ElementTree.fromstring(flowchart.draw(review(), title="Flow: all records!"))
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "flow-flow-all-records-title flow-flow-all-records-desc"
    assert [e.get("id") for e in svg.iter() if e.get("id")] == svg.get("aria-labelledby").split()


def test_titles_without_latin_letters_still_give_two_charts_two_names():
    first, second = (flowchart.draw(review(), title=title) for title in ("文献の流れ", "選択の流れ"))
    assert (
        re.search(r'aria-labelledby="([^"]+)"', first)[1]
        != re.search(r'aria-labelledby="([^"]+)"', second)[1]
    )


def test_nothing_is_fetched_and_nothing_runs():
    svg = flowchart.figure(review(), title=TITLE)
    assert svg.replace('xmlns="http://www.w3.org/2000/svg"', "").count("http") == 0
    assert not re.search(r"<script|<image|<use|href|url\(|@import|@font-face|\bon\w+=", svg)


def test_every_style_rule_keeps_to_the_chart():
    rules = re.findall(r"([^{};]+)\{", re.sub(r"@media[^{]+\{", "", flowchart.STYLE))
    assert rules and all(".rb-flowchart" in part for rule in rules for part in rule.split(","))


def test_the_frame_can_be_scrolled_by_keyboard():
    frame = ElementTree.fromstring(flowchart.figure(review(), title=TITLE))
    assert (frame.get("class"), frame.get("tabindex"), frame.get("role")) == ("rb-flow", "0", "region")
    assert "min-width:36rem" in frame[0].get("style") and frame[0].get("width") == "100%"


if __name__ == "__main__":
    GOLDEN.write_text(flowchart.draw(review(), title=TITLE), encoding="utf-8")
