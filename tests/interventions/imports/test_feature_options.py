"""Which options of an import of features go together."""

from reviewbook.interventions.imports.feature_options import without_about


def test_a_charter_is_of_answers_alone():
    assert [one.file for one in without_about({"charter": "AB", "blank": "no"})] == ["--charter"]
    assert without_about({"charter": "AB", "about": "report"}) == [] == without_about({"blank": "no"})
