"""How the format of a foreign file is known by sight."""

from packages.exports import ONE, XML

from reviewbook.files.signs import FOREIGN, INSTEAD, sight


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


def test_what_platforms_write_beside_ris_is_named_with_what_to_export_instead():
    texts = {
        "the Cochrane Library's text": "Record #1 of 2\nID: CN-1\nTI: One\n",
        "ProQuest's text": "_" * 60 + "\n\nDocument 1 of 2\n\nOne\n",
        "Scopus's text": "Scopus\nEXPORT DATE: 03 March 2024\n\nDoe A.\nOne\n",
        "RDF, such as Zotero's": '<rdf:RDF\n xmlns:rdf="x">',
        "ICTRP's XML": '<?xml version="1.0"?><Trials_downloaded_from_ICTRP><Trial>',
    }
    assert [sight(text) for text in texts.values()] == list(texts)
    assert texts.keys() <= INSTEAD.keys()
    assert sight("Scopus\nEXPORT DATE: 03 March 2024\n\n@ARTICLE{k1,\ntitle={One}}\n") == "bibtex"


def test_lists_of_pubmed_and_ebsco_are_known_by_how_they_begin():
    listed = "\n1. Arch Trials. 2014 Mar 3;7(2):31-39. doi: 10.1000/a.\n\nA trial.\n"
    assert (
        sight(listed)
        == sight("1: Doe J. A trial. Arch Trials. 2014. PMID: 7\n")
        == "PubMed's text of abstracts"
    )
    assert sight('<?xml version="1.0"?>\n<records>\n<rec resultID="1"></rec></records>') == "EBSCO's XML"
    assert sight("title\n1. Arch Trials. 2014 Mar 3;7(2)") is None
    assert INSTEAD.keys() <= FOREIGN.keys()
