"""What is read first of a report."""

from packages import OPENED, SAMPLES, WILLIAMS

from reviewbook.press.entry import Entries, glance
from reviewbook.review import bibliography


def held(review, key: str):
    return glance.held(Entries(review, labels=bibliography.labels(review), bibliography={}), key)


def test_where_when_and_how_many_are_parts_of_a_sentence():
    assert glance.told(held(OPENED[WILLIAMS], "Forchuk2013")) == (
        "Canada, 2012 to 2014",
        "400 service users and 54 workers",
    )


def test_what_is_not_known_is_said_once_beneath():
    first, quiet = glance.shown(held(OPENED[WILLIAMS], "Anttila2008"))
    assert [one.term for one in first][2:] == ["Service users", "Workers"]
    assert quiet == ["Not reported: men (%) and age (years)."]
    assert "not reported" in first[2].first and not first[2].number  # no text takes the place of the number
    assert "Schizophrenia" in first[2].lines[0]
    assert first[3].number and first[3].first.startswith("56")


def test_whose_sample_a_report_shares_stands_beside_its_people():
    first, _ = glance.shown(held(OPENED[SAMPLES], "Later2021"))
    (line,) = [line for one in first for line in one.lines if "shares the sample of" in line]
    assert '<a href="../reports/Both2020.html">' in line


def test_a_report_without_a_number_of_people_says_apart_whose_sample_it_shares():
    first, quiet = glance.shown(held(OPENED[WILLIAMS], "Koivunen2012"))
    assert not any("shares the sample of" in line for one in first for line in one.lines)
    assert quiet[0].startswith("Shares the sample of <a ") and quiet[0].endswith("</a>.")
