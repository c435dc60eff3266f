"""What a review calls its coding schemes, wherever a book names one."""

from dataclasses import replace

import pytest
from packages import OPENED, SYNTHETIC

from reviewbook import charts, tables
from reviewbook.evidence_map.charts import laid
from reviewbook.review.schemes import described, titled, within

TITLE = "COM-B model of <behaviour>"
SHOWN = "COM-B model of &lt;behaviour&gt;"


def called(scheme="behaviour_change", **said):
    """The synthetic review with a title and a description of a scheme."""
    review = OPENED[SYNTHETIC]
    return replace(review, package=review.package | {"schemes": {scheme: said}})


def test_a_scheme_is_called_by_its_title_else_by_its_identifier():
    package = {"schemes": {"a_b": {"title": "Own  title", "description": "What it\nis"}, "c": {}}}
    assert [titled(package, one) for one in ("a_b", "c", "d_e")] == ["Own title", "C", "D e"]
    assert [within(package, one) for one in ("a_b", "d_e")] == ["own title", "d e"]
    assert [described(package, one) for one in ("a_b", "c", "d_e")] == ["What it is", "", ""]


@pytest.mark.parametrize("odd", [None, [], "text", {"a": None}, {"a": {"title": 3}}])
def test_what_cannot_be_used_is_as_good_as_not_said(odd):
    assert titled({"schemes": odd}, "a") == "A"


@pytest.mark.parametrize(
    "shown",
    [
        lambda r: tables.support(r, "frameworks"),
        lambda r: charts.coded_matrix(r, "frameworks", "report_id"),
        lambda r: charts.thematic_summary(r, "frameworks"),
        lambda r: charts.theme_map(r, "frameworks"),
        lambda r: charts.saturation(r, "frameworks"),
        lambda r: tables.saturation(r, "frameworks"),
        lambda r: tables.confidence(r, "frameworks"),
        lambda r: tables.confidence_profile(r, "frameworks"),
        lambda r: tables.compared_coders(r, "frameworks"),
        lambda r: tables.framework_gaps(r),
    ],
)
def test_its_title_stands_where_the_scheme_is_named(shown):
    told = shown(called(title=TITLE, description="Three <conditions>")).data
    assert "COM-B model of" in told and "of <behaviour>" not in told.replace("\\<", "&lt;")
    assert "Behaviour change" not in told and "behaviour change" not in told
    assert "Three <conditions>" not in told


def test_the_axes_of_the_map_are_called_by_it():
    review = called("themes", title="What people told")
    labels = {key: one.label for key, one in laid(review).dimensions.items()}
    assert labels["scheme.themes"] == "what people told"
    assert labels["below.themes"] == "what people told, in detail"


def test_its_description_stands_above_what_was_found():
    told = charts.thematic_summary(called(title=TITLE, description="Three <conditions>"), "frameworks").data
    assert told.index(SHOWN) < told.index("Three &lt;conditions&gt;") < told.index("Capability")
