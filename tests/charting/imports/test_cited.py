"""Which work a row is of."""

import doctest

from reviewbook.charting.imports import cited


def work(**cells):
    return cited.work(cells, numbered=False)


def test_examples():
    assert doctest.testmod(cited).failed == 0


def test_the_year_of_publication_goes_before_that_of_the_label():
    assert work(study="Doe 2020", date="Nov-19").told["year"] == "2019"
    assert work(study="Doe 2020", year="2021", date="Nov-19").told["year"] == "2021"
    assert work(study="Doe 2020").told["year"] == "2020"
    assert "year" not in work(study="S1", year="in press").told


def test_a_citation_is_taken_apart():
    one = work(citation="Doe, J., & Roe, A. B. (2019). Lanes of towns. Synthetic Roads, 4(3), 1-3.")
    assert one.told["authors"] == "Doe, J.; Roe, A. B" or one.told["authors"] == "Doe, J.; Roe, A. B."
    assert (one.told["title"], one.told["year"], one.label) == ("Lanes of towns", "2019", "Doe et al. 2019")
    assert one.told["note"].startswith("Doe, J., & Roe")
    assert work(citation="Doe et al. (2019a)").told["authors"] == "Doe; et al."


def test_rows_of_one_work_have_one_key_and_the_title_tells_works_of_one_label_apart():
    assert work(study="Doe 2020", title="A").key == work(study="DOE 2020", title="a").key
    assert work(study="Doe 2020", title="A").key != work(study="Doe 2020", title="B").key
    assert cited.work({"number": "7", "title": "A"}, numbered=True).key == ("7",)


def test_a_doi_is_found_in_its_address():
    assert work(study="A", doi="https://doi.org/10.5555/ABC.1").told["doi"] == "10.5555/abc.1"


def test_what_a_citation_says_more_is_kept():
    assert work(citation="Doe 2020, USA").told["note"] == "Doe 2020, USA"
    assert "note" not in work(citation="Doe et al. (2020)").told
