"""How the format of a foreign file is known by sight."""

from packages.exports import ONE, XML

from reviewbook.files.signs import sight


def test_formats_that_are_met_and_not_read_are_named():
    assert sight("1. J Tests. 2017 Jul 7;7(7):63. doi: \n10.1000/a.\n\nOne.\n").startswith(
        "PubMed's text of abstracts"
    )
    assert sight("<!DOCTYPE html><html></html>") == "a web page"
    assert sight("<1>\nUnique Identifier\n  1\n") == "Ovid's text of named fields"
    assert sight('<?xml version="1.0"?>\n<trials></trials>') == "XML of another kind"
    assert sight(XML % "") == "endnote-xml"
    assert sight("<1>\n" + ONE) == sight("1. \n" + ONE) == "ris"
    assert sight("%0 Journal Article\n%T One\n") == sight("%A Doe, J\n%T One\n") == "enw"
    assert sight("RT Journal Article\nSR Electronic(1)\nT1 One\n") == "refworks"
