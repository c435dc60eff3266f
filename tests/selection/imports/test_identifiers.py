"""Identifiers of a record: whole, in one form, or none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.examples import examples

from reviewbook.selection.imports import identifiers
from reviewbook.selection.imports.identifiers import RULES, doi, identifier, is_issn, is_none


@pytest.mark.parametrize(
    "text",
    [
        "10.1000/ABC.1",
        "https://doi.org/10.1000/abc.1",
        "http://dx.doi.org/10.1000/Abc.1",
        "doi:10.1000/abc.1",
        "DOI: 10.1000/abc.1.",
        "doi10.1000/abc.1",
        "urn:doi:10.1000/abc.1",
        "info:doi/10.1000/abc.1",
        "doi.org/10.1000/abc.1",
        "10.1000/abc.1 [doi]",
        "https://doi.org/10.1000%2Fabc.1",
        "https://doi.org/10.1000/abc.1?from=list#top",
        "http://doi.acm.org/10.1000/abc.1",
        "https://dx-doi-org.proxy.example.edu/10.1000/abc.1",
        "{10.1000/abc.1}",
        "{{10.1000/abc.1}}",
        "(doi: 10.1000/abc.1)",
        "<10.1000/abc.1>",
        "\u201c10.1000/abc.1\u201d",
        "10.1000/\u200babc.1\u00ad",
    ],
)
def test_doi_is_bare_and_in_lower_case(text):
    assert doi(text) == identifier("doi", text).value == "10.1000/abc.1"


@pytest.mark.parametrize(
    "text", ["", "not_reported", "10.1", "PMC1234", "https://example.org/10", "https://a.org/10.1000/b/full"]
)
def test_what_is_no_doi_gives_none(text):
    assert doi(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1000/s1(19)30041-8", "10.1000/s1(19)30041-8"),
        ("10.1002/(SICI)1(19)17:1<66::AID-S1>3.0.CO;2-2", "10.1002/(sici)1(19)17:1<66::aid-s1>3.0.co;2-2"),
        (
            "10.1002/(SICI)1(19)17:1$<$66::AID-S1$>$3.0.CO;2-2",
            "10.1002/(sici)1(19)17:1<66::aid-s1>3.0.co;2-2",
        ),
        ("10.1000/978-3{\\_}12", "10.1000/978-3_12"),
        ("10.1000/a{\\textless}1{\\textgreater}2", "10.1000/a<1>2"),
        ("10.1000/theses/743/", "10.1000/theses/743/"),
        ("10.1000.10/ab", "10.1000.10/ab"),
        ("https://doi.org/10.1000/a%3F1", "10.1000/a?1"),
    ],
)
def test_doi_keeps_every_sign_of_its_own(text, expected):
    assert doi(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "10.1371/journal. pone.0180070",
        "10.1371/ journal.pone.0180070",
        "10.1371 /journal.pone.0180070",
        "10. 1371/journal.pone.0180070",
        "10.1371/journal.\npone. 0180070",
        "https://doi.org/10.1371/journal.%20pone.0180070",
    ],
)
def test_doi_broken_by_a_blank_is_joined_where_it_surely_goes_on(text):
    assert doi(text) == "10.1371/journal.pone.0180070"


@pytest.mark.parametrize(
    "text",
    [
        "10.1371/journal.po ne.0180070",
        "10.1016/j.tests.2019. 01.001",
        "10.1016/s0140-6736 (19)30041-8",
        "10.1371/journal. 2019",
        "10.1371/journal. See there",
        "10.1000/a1 2019",
        "10.1371/journal.",
        "10.1371/journal.pone.01...",
        "10.1371/journal.pone.01\u2026",
        "10.1186/s12888-019-",
        "10.1000/a\\emph1",
    ],
)
def test_doi_of_which_only_a_part_is_certain_is_none(text):
    assert identifier("doi", text) == ("", "")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("10.1000/a1, 10.1000/b2", "10.1000/b2"),
        ("10.1000/a1;https://doi.org/10.1000/b2", "https://doi.org/10.1000/b2"),
        ("10.1000/a1. Epub 2019 Mar 1", "Epub 2019 Mar 1"),
        ("10.1000/a1; PMID: 12", "PMID: 12"),
        ("10.1000/a1 (in Spanish)", "(in Spanish)"),
        ("10.1000/a1 S0140-6736 [pii]", "S0140-6736 [pii]"),
        ("10.1000/a1     WE  - Some Index", "WE - Some Index"),
    ],
)
def test_doi_is_parted_from_what_is_surely_something_else(text, rest):
    assert identifier("doi", text) == ("10.1000/a1", rest)
    assert doi(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("77", "77"),
        ("0077", "77"),
        ("77.0", "77"),
        ("{77}", "77"),
        ("PMID: 77", "77"),
        ("PUBMED 77", "77"),
        ("MEDLINE:77", "77"),
        ("77 [pmid]", "77"),
        ("https://pubmed.ncbi.nlm.nih.gov/77/", "77"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/77", "77"),
        ("77; PMCID: PMC9", "77"),
        ("77; 78", "77"),
        ("PMC77", ""),
        ("EMBASE 77", ""),
        ("7.7E+06", ""),
        ("7 700 000", ""),
        ("7,700,000", ""),
        ("77-78", ""),
        ("123456789", ""),
    ],
)
def test_pubmed_identifier_is_a_number_of_at_most_eight_digits_and_no_part_of_another(text, expected):
    assert identifier("pmid", text).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.org/x", "https://a.org/x"),
        ("{https://a.org/x}", "https://a.org/x"),
        ("\\url{https://a.org/a\\_b}", "https://a.org/a_b"),
        ("https://a.org/{\\textasciitilde}b", "https://a.org/~b"),
        ("<https://a.org/x>", "https://a.org/x"),
        ("URL: https://a.org/x.", "https://a.org/x"),
        ("http://a.org;http://b.org", "http://a.org"),
        ("https://a.org/x (accessed 3 May 2019)", "https://a.org/x"),
        ("a.org/x", "a.org/x"),
        ("https://a.org/x y.pdf", ""),
        ("https://", ""),
        ("https://doi.org/NA", ""),
        ("at the publisher", ""),
    ],
)
def test_address_is_whole_or_none(text, expected):
    assert identifier("url", text).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9780306406157", "9780306406157"),
        ("978-0-306-40615-7", "9780306406157"),
        ("0-306-40615-2", "9780306406157"),
        ("ISBN-10: 0 306 40615 2", "9780306406157"),
        ("{0-8044-2957-X}", "9780804429573"),
        ("080442957x", "9780804429573"),
        ("978-0-306-40615-7 (print)", "9780306406157"),
        ("978-0-306-40615-7; 0-8044-2957-X", "9780306406157"),
        ("9780306406157 0306406152", "9780306406157"),
        ("978-0-306-40615-8", ""),  # its last digit is another
        ("0-306-40615-3", ""),
        ("978-0-306-40615", ""),
        ("97803064061577", ""),
        ("1471-244X", ""),
        ("9.78031E+12", ""),
    ],
)
def test_isbn_is_thirteen_digits_of_which_the_last_fits_the_others(text, expected):
    assert identifier("isbn", text).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1471-244X", True),
        ("1471244X", True),
        ("ISSN: 1471-244x (Electronic)", True),
        ("1471-244X; 0033-2917", True),
        ("978-0-306-40615-7", False),
        ("0306406152", False),
        ("0-306-40615-2", False),
        ("not there", False),
    ],
)
def test_the_number_of_a_series_is_known(text, expected):
    assert is_issn(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{WOS:1}", "WOS:1"),
        ("{{ a }}", "a"),
        ('"12"', "12"),
        ("0001", "0001"),
        ("A, B", "A, B"),
        ("\u65e0", "\u65e0"),
    ],
)
def test_key_is_what_stands_in_the_field_without_its_braces(text, expected):
    assert identifier("source_key", text).value == expected


@pytest.mark.parametrize(
    "text",
    """NA|N/A|n/a|n.a.|NaN|NULL|null|none|None|0|0.0|000|-1|-99|-|--|?|.|unknown|Unknown.|not available|Not Available|(none)|{NA}
    |<NA>|[not reported]|not_reported|not_applicable|no DOI|No PMID available|DOI not found|doi: n/a|https://doi.org/|#N/A|#REF!| |missing
    |\u2013|undefined|unavailable
    |{0}|{{-1}}|"0"|(0)""".replace("\n    ", "").split("|"),
)
@pytest.mark.parametrize("column", RULES)
def test_what_stands_for_no_identifier_is_none(column, text):
    assert is_none(text)
    assert identifier(column, text) == ("", "")


@pytest.mark.parametrize(
    "text", ["10", "1", "NA12", "A-1", "Nadal2019", "doina", "none-such-1", "\u65e0", "x" * 99]
)
def test_what_only_looks_like_none_is_a_key(text):
    assert not is_none(text)
    assert identifier("source_key", text).value == text


PIECES = st.sampled_from(
    [
        *"10.aA/;,]})>\"'(<[{% \n&-_?#\\$|:0\u2026\u00ad\u65e0",
        *(
            "10.1000/",
            "10.1371/journal.",
            "%2F",
            "%20",
            "&amp;",
            "&GT;",
            "[doi]",
            "[pii]",
            "doi:",
            "https://doi.org/",
        ),
        *(
            "doi.x/",
            "https://a.org/",
            "www.",
            "PMID: ",
            "NA",
            "-1",
            "none",
            "77",
            "Epub 2019",
            "\\_",
            "\\url{",
            "TI  - ",
            "978-0-306-40615-7",
            "0306406152",
            "1471-244X",
            "ISBN ",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=12)
FORMS = {
    "doi": re.compile(r"10\.\d{4,9}(\.\d+)*/[^\s\\{}]*[^\s\\{}.,;:]"),
    "pmid": re.compile(r"[1-9]\d{0,7}", re.ASCII),
    "isbn": re.compile(r"97[89]\d{10}", re.ASCII),
    "url": re.compile(r"[^\s\\{}]+[.:/][^\s\\{}]*"),
    "source_key": re.compile(r"\S+( \S+)*"),
}


@pytest.mark.parametrize("column", RULES)
@given(TEXTS | TEXTS.map("10.1234/a1{}".format))
@examples(400)
def test_whatever_goes_in_what_is_kept_is_whole_or_blank_and_passes_once_more_unchanged(column, text):
    value, rest = identifier(column, text)
    assert (FORMS[column].fullmatch(value) and not is_none(value)) or (value, rest) == ("", "")
    assert identifier(column, value) == (value, "")


@pytest.mark.parametrize("column", identifiers.SOUND)
@given(TEXTS, st.sampled_from(["", "10.1234/a", "https://a.org/", "https://doi.org/", "WOS:", "1"]))
@examples(200)
def test_what_is_sound_at_sight_is_read_like_any_other(column, text, before):
    read = identifier(column, before + text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(identifiers.SOUND, column, re.compile(r"(?!)"))
        assert identifier(column, before + text) == read
