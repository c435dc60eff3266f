"""What should not leave a team's machines, as far as one text tells: names, addresses, paths, sessions."""

import pytest

from reviewbook.review import private


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "AA",
        "JD",
        "jd",
        "J. D.",
        "J.D.",
        "R1",
        "R12",
        "7",
        "reviewer1",
        "Reviewer 2",
        "rater_b",
        "coder_a",
        "consensus",
        "Consensus",
        "not_reported",
        "",
        "review_authors",
        "second reviewer",
        "User 3",
    ],
)
def test_what_tells_nobody_who_it_is_is_a_pseudonym(name):
    assert private.is_pseudonym(name) and not private.looks_like_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe",
        "Doe, Jane",
        "J. Doe",
        "van der Berg, P.",
        "Mustafa",
        "Ann",
        "Zoë Ågren",
        "O'Neill, M",
        "Jean-Luc",
        "jane@example.org",
        "Jane <jane.doe@example.co.uk>",
    ],
)
def test_a_person_is_told_by_the_form_of_the_name(name):
    assert private.looks_like_name(name) and not private.is_pseudonym(name)


@pytest.mark.parametrize("name", ["jdoe", "4711174", "jane_doe", "reviewer_jane", "mdoe42"])
def test_an_account_is_no_pseudonym_though_its_form_is_no_name(name):
    assert not private.is_pseudonym(name) and not private.looks_like_name(name)


def test_a_name_is_one_in_either_order_and_any_case():
    assert len({private.folded(name) for name in ("Jane Doe", "Doe, Jane", "JANE  DOE")}) == 1
    assert private.folded("Doe, Jane, MD") == "doe, jane, md"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("write to jane.doe+x@lib.example.org.", "jane.doe+x@lib.example.org"),
        ("<o'neill@example.ie>", "o'neill@example.ie"),
        ("at 5 pm @home, a@b", None),
        ("{cite:p}`x`@2x.png", None),
    ],
)
def test_an_address_is_found_without_what_stands_around_it(text, found):
    match = private.EMAIL.search(text)
    assert (match and match[0]) == found


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("/home/jane/My_review/export.ris, row 3", "export.ris, row 3"),
        ("see /tmp/x/y.csv", "see y.csv"),
        (r"C:\Users\Jane Doe\Desktop\a b\export.ris, row 3", "export.ris, row 3"),
        (r"\\server\share\export.ris", "export.ris"),
        ("file:///Users/jane/a.pdf", "a.pdf"),
        ("file:///C:/Users/jane/a.pdf", "a.pdf"),
        ("~/x and ../home/x and a/tmp/x", None),
        ("https://example.org/home/x/y and http://x.org/tmp/z.pdf", None),
        ("yes/no, 1/2, and/or; C: a drive; doi:10.1/x", None),
        ("Ratio 3:1/2, Table 2: see", None),
    ],
)
def test_of_a_path_of_a_machine_the_name_of_the_file_stays(text, without):
    assert private.without_paths(text) == (text if without is None else without)


@pytest.mark.parametrize(
    "text",
    [
        "https://www-sciencedirect-com.ezproxy.lib.example.edu/science/article/pii/1",
        "http://ezproxy.example.edu/login?url=https://doi.org/10.1/x",
        "https://search.example.com/login.aspx?direct=true&sid=ab12cd34@sessionmgr4",
        "https://api.example.org/x?api_key=0123456789abcdef",
        "https://x.example.org/a;jsessionid=0A1B2C3D4E5F",
        "https://jane:secret1@example.org/x",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "https://doi-org.libproxy.example.ac.uk/10.1/x",
    ],
)
def test_an_address_of_a_proxy_or_with_a_session_is_known(text):
    assert private.SESSION.search(f"see {text} there")


@pytest.mark.parametrize(
    "text",
    [
        "https://doi.org/10.1186/s12888-019-2153-0",
        "https://pubmed.ncbi.nlm.nih.gov/?term=token+economy&size=200",
        "https://example.org/x?id=123456&page=2#sec-token",
        "the token economy; session 3; password protected; sid=12",
        "skill-building-and-recovery-oriented-practice",
        "https://www.proxy-journal.example.org/article/1",
    ],
)
def test_an_address_that_anybody_may_follow_is_none(text):
    assert not private.SESSION.search(text)
