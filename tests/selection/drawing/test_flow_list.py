"""The flow as a list, and what its title says."""

import re

import pytest
from packages import OPENED, SYNTHETIC, WILLIAMS

from reviewbook.selection.drawing import flow_list, flowchart
from reviewbook.selection.flow import complete
from reviewbook.selection.of_review import flow_of


def boxes(folder):
    found = flow_of(OPENED[folder])
    return complete(found.boxes, found.layout), found.layout


@pytest.mark.parametrize("folder", [SYNTHETIC, WILLIAMS], ids=lambda one: one.name)
def test_the_list_and_the_chart_hold_the_same_numbers(folder):
    own, layout = boxes(folder)
    listed = flow_list.as_list(own, layout)
    there = [f"{box.n:,}" for box in own if box.n is not None]
    said = re.findall(r"<b[^>]*>([\d,]+)", listed)
    assert sorted(said) == sorted(there)
    assert set(there) <= set(re.findall(r">([\d,]+)", flowchart.draw(own, layout, title="Flow")))


def test_what_left_stands_under_what_it_left_and_what_is_not_known_is_said():
    own, layout = boxes(WILLIAMS)
    listed = flow_list.as_list(own, layout)
    assert (
        listed.index("Records screened by title")
        < listed.index("Records excluded by title")
        < listed.index("screened by abstract")
    )
    assert 'class="rb-step rb-left rb-dotted"' in listed and "<b>not available</b>" in listed
    # Where the numbers of a box are of several kinds, each has its outline; in a box of one kind none.
    assert '<b class="rb-dashed">113 (computed)</b>' in listed and "<b>235 (computed)</b>" in listed
    assert listed.count("<ol") == listed.count("</ol>") and "rb-step-head" not in listed


def test_texts_are_escaped_links_are_kept_and_a_contradiction_is_marked():
    own, layout = boxes(SYNTHETIC)
    one = own[0]._replace(label="A <b>", href="../book/records.html#x", contradiction="expected 9")
    listed = flow_list.as_list([one, *own[1:]], layout)
    assert "A &lt;b&gt;" in listed and 'href="../book/records.html#x"' in listed
    assert '<em class="rb-differs">≠ expected 9</em>' in listed


def test_the_title_leads_from_records_to_reports_as_far_as_both_are_known():
    own, layout = boxes(SYNTHETIC)
    assert flow_list.finding(own, layout) == "20 records led to 5 reports"
    assert (
        flow_list.finding(*boxes(WILLIAMS))
        == "15 reports included; how many records were found is not available"
    )
    assert flow_list.finding([box for box in own if box.step != "identified"], layout) == "5 reports included"
    assert flow_list.finding([box for box in own if box.unit == "records"], layout) == layout["title"]
    two = own[0]._replace(route="other", n=None, status="not_reported")
    assert "20 records" not in flow_list.finding([*own, two], layout), "of one route it is not known"
