"""Which records may be one article: what is merged, what waits for a person, and which record is kept."""

import csv
import re
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import shared
from packages.examples import examples
from packages.records import article, judged, records

from reviewbook.selection import candidates

BIB = "bib-dedupe 0.11.0"
SAMPLE = [("R2", "R1", "maybe"), ("R4", "R3", "maybe")]
TRIAL = "Peer support for adults with psychosis: a randomised trial"


def reasons(*rows: dict) -> list[str]:
    return candidates.candidates(records(*rows))["reason"].tolist()


def test_two_records_of_one_article_are_merged_and_the_row_says_why():
    found = candidates.candidates(records(article(), article(title=TRIAL.upper() + ".", issue=None)))
    assert found.to_dict("records") == [
        {
            "record_id": "R2",
            "duplicate_of": "R1",
            "status": "merged",
            "method": BIB,
            "reason": "same title, authors, journal, year, volume and pages",
            "fields": "title 1.00; authors 1.00; journal 1.00; year 1.00; volume 1.00; issue missing; pages 1.00; "
            "abstract missing; doi missing; pmid missing",
        }
    ]


def test_two_articles_are_no_pair():
    assert judged(article(), article(title="Cognitive therapy at home", pages="200-210")) == []


def test_title_and_doi_are_enough_where_an_export_gives_no_more():
    doi = {"title": TRIAL, "doi": "10.5555/Trial"}
    found = candidates.candidates(records(doi, doi | {"doi": "https://doi.org/10.5555/trial"}))
    assert found[["status", "method", "reason"]].to_numpy().tolist() == [
        ["merged", "reviewbook", "same title and DOI"]
    ]


def test_title_and_pmid_are_enough_where_an_export_gives_no_more():
    assert judged({"title": TRIAL, "pmid": "123"}, {"title": TRIAL, "pmid": "123"}) == [
        ("R2", "R1", "merged")
    ]


def test_one_doi_with_two_titles_waits():
    assert judged({"title": TRIAL, "doi": "10.5/a"}, {"title": "Telephone coaching", "doi": "10.5/a"}) == [
        ("R2", "R1", "maybe")
    ]


def test_a_doi_of_a_whole_supplement_says_nothing_of_its_parts():
    titles = ["Telephone coaching", "Sleep and mood", "Art in prison", "Walking groups"]
    assert judged(*({"title": title, "doi": "10.5/supplement"} for title in titles)) == []


SUPPLEMENT = {
    "authors": "Berg, A.; Dahl, K.",
    "journal": "Journal of Mental Health",
    "volume": "28",
    "issue": "Suppl 1",
    "year": 2019,
    "doi": "10.5555/supplement",
}


@pytest.mark.parametrize("pages", [None, "S12"])
@pytest.mark.parametrize("doi", ["10.5555/supplement", "https://doi.org/10.5555/SUPPLEMENT"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sleep in adults with psychosis", "Mood in adults with psychosis"),
        ("Effects of walking on sleep in young adults", "Effects of walking on mood in young adults"),
        ("A trial of coaching by telephone", "Voices of families after discharge"),
    ],
)
def test_two_abstracts_of_one_supplement_are_never_merged_by_its_doi(one, other, doi, pages):
    parts = [
        SUPPLEMENT | {"title": one, "pages": pages},
        SUPPLEMENT | {"title": other, "pages": pages, "doi": doi},
    ]
    assert judged(*parts) in ([], [("R2", "R1", "maybe")])


def test_a_pair_waits_whose_one_doi_stands_on_titles_that_differ():
    one, other = (
        SUPPLEMENT | {"title": "Sleep in adults with psychosis"},
        SUPPLEMENT | {"title": "Mood in adults with psychosis"},
    )
    assert reasons(one, other)[0].endswith("one DOI on titles that differ")


def test_a_title_and_the_doi_of_a_container_are_not_enough():
    sessions = {"title": "Oral presentations", "doi": "10.5555/supplement"}
    assert judged(sessions, sessions) == [("R2", "R1", "merged")]
    found = candidates.candidates(
        records(sessions, sessions, {"title": "Telephone coaching", "doi": "10.5555/supplement"})
    )
    assert set(found["status"]) == {"maybe"}
    assert found["reason"].tolist()[0] == "same title and DOI; the DOI stands on other titles too"


def test_one_title_in_many_spellings_is_not_taken_for_a_container():
    spellings = ["tumour care", "tumor care", "Tumours: care", "Tumor cares", "Care of tumours"]
    assert len(judged(*({"title": title, "doi": "10.5/one"} for title in spellings))) == 10


def test_a_pmid_says_what_the_doi_of_a_container_does_not():
    sessions = {"title": "Oral presentations", "doi": "10.5555/supplement", "pmid": "7"}
    other = {"title": "Telephone coaching", "doi": "10.5555/supplement", "pmid": "8"}
    assert ("R2", "R1", "merged") in judged(sessions, sessions, other)


def test_copies_of_a_part_are_merged_whatever_its_doi_stands_on():
    part = SUPPLEMENT | {"title": "Sleep in adults with psychosis", "pages": "S12"}
    other = SUPPLEMENT | {
        "title": "Voices of families after discharge",
        "pages": "S40",
        "authors": "Eide, E.",
    }
    assert ("R2", "R1", "merged") in judged(part, part, other)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("sleep in adults", "mood in adults", True),
        ("a trial in adults", "a trial in adolescents", True),
        ("sleep in adults", "sleep in adults a trial", False),  # a subtitle
        ("erratum sleep in adults", "sleep in adults", False),
        ("sleep after tumour surgery", "sleep after tumor surgery", False),
        ("a randomised trial of care", "a randomized trial of care", False),
        ("coaching versus care", "coaching vs care", False),
        ("e health for adults", "ehealth for adults", False),
        ("sleep", "sleep", False),
        ("sleep", "", False),
    ],
)
def test_titles_differ_where_each_has_words_that_the_other_does_not_spell_otherwise(one, other, differ):
    assert candidates.titles_differ(one, other) is candidates.titles_differ(other, one) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("report 12 of group 3", "report 13 of group 3", True),
        ("report 3rd part", "report 4th part", True),
        ("report 03", "report 3", False),
        ("2 000 patients", "2000 patients", False),
        ("report 3", "report", False),
        ("report 3 of group a", "report 4 of group b", True),
        ("care of older people part a", "care of older people part b", True),
        ("a trial of care", "the trial of care", False),
        ("report 3 of a group", "report 3 of group", False),
        ("report 3 of men", "report 4 of women", False),
    ],
)
def test_titles_of_a_series_differ_in_their_numbers_or_letters_alone(one, other, differ):
    assert candidates.numbers_differ(one, other) is candidates.numbers_differ(other, one) is differ


def serial(at: int, **cells) -> dict:
    return (
        article(title=f"Results of year {at} in region {at % 97} by group {at % 13}", issue=None, pages=None)
        | cells
    )


def test_parts_of_a_series_are_no_pair_unless_year_and_pages_are_the_same():
    assert judged(serial(1, doi="10.5/a"), serial(2, doi="10.5/b")) == []
    assert judged(serial(3), serial(4)) == []
    one, other = serial(3, pages="1-9"), serial(4, pages="1-9")
    assert reasons(one, other)[0].endswith("the titles differ in a number or a letter")


@pytest.mark.parametrize(
    ("one", "other"), [("first", "second"), ("twenty-first", "thirty-second"), ("III", "IV"), ("9th", "10th")]
)
def test_numbers_of_a_series_may_be_words_or_roman(one, other):
    titles = [f"The {each} report of year 2 in region 4 by group 13" for each in (one, other)]
    assert judged(*(article(title=title, issue=None, pages=None) for title in titles)) == []


def test_of_too_many_like_records_it_is_said_what_is_not_compared():
    told: list[str] = []
    many = records(*[serial(at, doi=f"10.5/{at}", volume=str(at)) for at in range(150)])
    assert candidates.candidates(many, notice=told.append).empty
    assert (
        "pairs that share the first author and the year (1 group of more than 100 records, 150 in all;"
        in told[0]
    )
    assert re.match(r"[\d,]+ of 11,175 pairs", told[0])


def test_of_few_like_records_all_are_compared_and_nothing_is_said():
    told: list[str] = []
    candidates.candidates(records(*[serial(at) for at in range(50)]), notice=told.append)
    assert told == []


def test_a_duplicate_is_found_among_very_many_like_records():
    many = [serial(at, doi=f"10.5/{at}", volume=str(at)) for at in range(150)]
    assert judged(*many, serial(7, doi="10.5/7", volume="7")) == [("R8", "R151", "merged")]


def test_a_title_on_very_many_records_that_share_no_more_is_named():
    told: list[str] = []
    many = records(*[{"title": "Editorial", "authors": f"Author{at}, A."} for at in range(12)])
    candidates.candidates(many, notice=told.append)
    assert told == ["66 of 66 pairs that share the title alone (1 group of more than 10 records, 12 in all)"]


@pytest.mark.parametrize(
    ("other", "doubt"),
    [
        ({"title": None}, "a title is missing"),
        ({"title": f"Erratum: {TRIAL}"}, "one is a notice or comment about the other"),
        ({"title": TRIAL[:12]}, "the titles as written are only 0.34 alike"),
        ({"doi": "10.5555/b"}, "DOIs differ"),
        ({"pmid": "8"}, "PMIDs differ"),
    ],
)
def test_a_pair_that_the_library_would_merge_waits_where_something_speaks_against_it(other, doubt):
    one = article(doi="10.5555/a", pmid="7")
    two = article(doi=None, pmid=None) | other
    assert judged(one, two) == [("R2", "R1", "maybe")]
    assert reasons(one, two)[0].endswith(doubt)


def test_a_paper_given_at_the_same_conference_in_two_years_waits():
    assert judged(article(volume=None), article(volume=None, year=2020, issue="9", pages="5-6")) == [
        ("R2", "R1", "maybe")
    ]


def test_titles_in_other_letters_are_not_the_same_for_being_unreadable_to_the_library():
    assert judged(article(title="Исследование терапии"), article(title="高血压患者研究")) == []


def test_titles_in_other_letters_are_merged_by_their_doi():
    russian = {"title": "Исследование терапии", "doi": "10.5/ru"}
    assert judged(russian, russian) == [("R2", "R1", "merged")]


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_records_for_a_pair_give_none(count):
    assert judged(*[article()] * count) == []


def test_records_without_authors_and_digits_of_other_scripts_do_no_harm():
    assert judged({"title": TRIAL, "issue": "²2"}, {"title": TRIAL, "issue": "²2"}) == [("R2", "R1", "maybe")]


def test_the_sample_with_repeated_titles_and_dois_merges_only_what_has_both_the_same():
    file = shared("samples/ris/duplicate_records.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [
            {
                "title": row["title"].strip() or None,
                "abstract": row["abstract"].strip() or None,
                "doi": row["doi"].strip() or None,
            }
            for row in csv.DictReader(lines, delimiter=";")
        ]
    assert judged(*rows) == SAMPLE


def test_the_more_complete_record_is_kept():
    assert judged(article(), article(abstract="Aims.")) == [("R1", "R2", "merged")]


def test_the_smaller_identifier_is_kept_of_two_alike():
    assert judged(article(record_id="B"), article(record_id="A")) == [("B", "A", "merged")]


def test_not_reported_makes_a_record_no_more_complete():
    assert judged(article(), article(abstract="not_reported")) == [("R2", "R1", "merged")]


def test_the_record_with_decisions_is_kept_before_a_more_complete_one():
    assert judged(article(), article(abstract="Aims."), decided={"R1"}) == [("R2", "R1", "merged")]


@given(st.permutations(range(6)))
@examples(5)
def test_the_order_of_the_records_does_not_matter(order):
    six = records(
        article(),
        article(title=TRIAL.upper()),
        article(abstract="Aims."),
        article(title=None),
        {"title": TRIAL, "doi": "10.5/a"},
        {"title": TRIAL, "doi": "10.5/a", "year": 2018},
    )
    pd.testing.assert_frame_equal(candidates.candidates(six.iloc[list(order)]), candidates.candidates(six))


def test_the_matching_library_is_loaded_only_to_match():
    code = "import sys; from reviewbook import cli; from reviewbook.selection import duplicates; sys.exit('bib_dedupe' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
