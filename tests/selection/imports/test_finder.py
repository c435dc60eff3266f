"""Which records of the review an entry or a key means, and what is asked."""

import pytest

from reviewbook.selection.imports import finder


def record(key: str, title: str, **others: str) -> dict[str, str]:
    return {"record_id": f"r{key}", "source_key": key, "title": title, "source_id": "synbase", **others}


RECORDS = [
    record("12", "Peer support online: a trial", year="2015", doi="10.1000/peer"),
    record("13", "Editorial", year="2016"),
    record("14", "Editorial", year="2017"),
    record("15", "Abstract A of a meeting", doi="10.1000/meeting"),
    record("16", "Abstract B of a meeting", doi="10.1000/meeting"),
]


@pytest.fixture
def means():
    """What an entry means, by the source's key of the record; the candidates of a question."""

    def of(**entry):
        key = {row["record_id"]: row["source_key"] for row in RECORDS}
        found = finder.Finder(RECORDS)(entry)
        if found.records:
            return key[found.records[0]]
        return sorted(key[one] for one in key if one in found.why.replace(",", "").split())

    return of


def test_a_doi_tells_whatever_else_is_blank(means):
    assert means(doi="10.1000/PEER") == "12"


def test_a_title_tells_with_its_year_or_asks_which(means):
    assert means(title="PEER SUPPORT ONLINE - a trial.") == "12"
    assert means(title="Editorial", year="2017") == "14"
    assert means(title="Editorial") == ["13", "14"]
    assert means(title="Editorial", year="2018") == ["13", "14"]


def test_a_doi_of_a_whole_meeting_tells_nothing_without_the_title(means):
    assert means(doi="10.1000/meeting", title="Abstract B of a meeting") == "16"
    assert means(doi="10.1000/meeting") == ["15", "16"]
    assert means(doi="10.1000/meeting", title="Quite another talk of that day") == ["15", "16"]


def test_a_number_of_another_program_is_no_key(means):
    assert means(source_key="13", title="Peer support online: a trial") == "12"
    assert means(source_key="13", title="Nothing that is there") == []
    assert means(source_key="13") == "13"


def test_a_title_that_is_only_like_is_asked(means):
    assert means(title="Peer support online: a trail") == ["12"]


def test_a_doi_and_a_title_of_two_records_are_asked(means):
    assert means(doi="10.1000/peer", title="Editorial", year="2016") == ["12", "13"]


def test_a_duplicate_stands_for_the_record_that_is_kept():
    rows = [row | {"duplicate_of": "r13"} if row["source_key"] == "14" else row for row in RECORDS]
    assert finder.Finder(rows)({"title": "Editorial", "year": "2017"}).records == ["r13"]


def test_a_key_means_the_record_of_its_source_then_the_one_of_that_id_then_the_one_of_that_doi():
    other = record("99", "Elsewhere", doi="10.1000/else") | {"source_id": "synmed", "source_key": "12"}
    rows = [*RECORDS, other, record("r99", "A key like an identifier")]
    of_key = finder.Finder(rows, "synbase").of_key
    assert (of_key("12"), of_key("r13"), of_key("https://doi.org/10.1000/ELSE")) == (
        ["r12"],
        ["r13"],
        ["r99"],
    )
    assert (of_key("r99"), of_key("nowhere"), of_key("")) == (["rr99"], [], [])
    assert finder.Finder(rows).of_key("12") == ["r12", "r99"]


def test_of_several_records_of_a_key_the_one_that_is_no_duplicate_is_meant():
    rows = [*RECORDS, record("17", "Peer support", doi="10.1000/peer", duplicate_of="r12")]
    assert finder.Finder(rows).of_key("10.1000/peer") == ["r12"]
    assert finder.Finder(RECORDS).of_key("10.1000/meeting") == ["r15", "r16"]
