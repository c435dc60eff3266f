"""A file of another format than it was given as is refused, and which it is."""

import pytest
from packages.exports import TEXTS, cells

from reviewbook.review.problems import ReviewProblems


@pytest.mark.parametrize("given_", TEXTS)
@pytest.mark.parametrize("said", TEXTS)
def test_file_of_another_format_is_refused_with_the_name_of_its_format(read, given_, said):
    if given_ == said:
        assert cells(read(said, TEXTS[given_]), "title")[0][0] in ("One", "A <b> title")
        return
    with pytest.raises(ReviewProblems) as refused:
        read(said, TEXTS[given_])
    (problem,) = refused.value.problems
    assert problem.code == "IMPT-002"
    assert f"import it as {given_}" in problem.expected


def test_format_that_is_not_read_is_refused_with_what_to_do(read):
    with pytest.raises(ReviewProblems, match="export it once more as RIS, BibTeX or CSV"):
        read("ris", "{\\rtf1 One}")


@pytest.mark.parametrize("said", ["csv", "nbib", "endnote-xml", "ris"])
def test_what_a_platform_writes_beside_is_refused_with_what_to_export(read, said):
    ebsco = "<records><rec resultID='1'><header><controlInfo/></header></rec></records>"
    with pytest.raises(ReviewProblems, match=r"found EBSCO's XML.*export it once more from EBSCO as RIS"):
        read(said, ebsco)
    pubmed = (
        "1. Arch Trials. 2014 Mar 3;7(2):31-39. doi:\n10.1000/a.\n\nWe searched; PubMed; Embase.\n\nPMID: 7\n"
    )
    with pytest.raises(ReviewProblems, match="in the format PubMed, and import it as nbib"):
        read(said, pubmed)
