"""How the format of a foreign file is known by sight."""

from packages.exports import ONE, XML

from reviewbook.files.signs import sight


def test_formats_that_are_met_and_not_read_are_named():
    assert sight("%0 Journal Article\n%T One\n") == "EndNote's tagged format (.enw)"
    assert sight("%A Doe, J\n%T One\n") == "EndNote's tagged format (.enw)"
    assert sight("<!DOCTYPE html><html></html>") == "a web page"
    assert sight("<1>\nUnique Identifier\n  1\n") == "Ovid's text of named fields"
    assert sight('<?xml version="1.0"?>\n<trials></trials>') == "XML of another kind"
    assert sight(XML % "") == "endnote-xml"
    assert sight("<1>\n" + ONE) == "ris"
