"""Who speaks in a book, in words, for each place that they can stand in."""

import pytest
from packages import table

from reviewbook.page import colophon
from reviewbook.page.colophon import Link, as_html, as_myst, as_text

CC = {"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
CC0 = {"name": "CC0-1.0"}
AGAIN = {
    "relation": "republication",
    "updates": "none_planned",
    "changes": "the text was charted",
    "licenses": [CC, CC0],
    "contributors": [
        {"title": "Roe", "role": "wrangler"},
        {"title": "The desk", "role": "contact", "path": "https://example.org/issues"},
        {"title": "Poe", "role": "contact", "email": "poe@example.org"},
    ],
    "sources": [{"title": "Doe 2019 <b>", "path": "https://doi.org/10.1/x", "licenses": [CC]}],
}
OWN = {"relation": "own", "updates": "living", "contributors": [{"title": "Doe"}, {"title": "Roe"}]}


def test_a_re_publication_names_its_source_and_speaks_for_nobody_else():
    assert as_text(colophon.whose(AGAIN)) == (
        "This book is a re-publication of a published review as open, recomputed data; the authors of that review have no part in "
        "it and have not endorsed it."
    )
    assert as_text(colophon.taken_from(AGAIN)) == (
        "The review: Doe 2019 <b> (https://doi.org/10.1/x) (CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/))."
    )
    assert as_text(colophon.updated(AGAIN)) == "It is not a living review: no further search is planned."
    assert as_text(colophon.updated(AGAIN, last="May 2020")) == (
        "It is not a living review: no search reaches beyond May 2020, and none is planned."
    )
    assert colophon.updated(OWN, last="May 2020") == colophon.updated(OWN)
    assert as_text(colophon.changed(AGAIN)) == "What was changed: the text was charted."


def test_a_book_of_its_authors_says_so():
    assert as_text(colophon.whose(OWN)) == "This book is published by the authors of the review, Doe and Roe."
    single = OWN | {"contributors": [{"title": "Doe", "role": "author"}]}
    assert as_text(colophon.whose(single)) == "This book is published by the author of the review, Doe."
    assert colophon.taken_from(OWN | {"sources": AGAIN["sources"]}) == []
    assert as_text(colophon.updated(OWN)).startswith("It is a living review: ")


def test_what_is_not_said_is_not_made_up():
    told = (colophon.whose, colophon.taken_from, colophon.changed, colophon.updated, colophon.licensed)
    package = {"relation": "theirs", "updates": "soon", "changes": 5}
    assert [make(package) for make in told] == [[]] * len(told)
    assert as_text(colophon.where_to_write({})) == "This book names nobody to write to."
    assert colophon.foot({}, colophon="") == ""


def test_several_licences_and_contacts_are_a_list():
    assert as_text(colophon.licensed(AGAIN)).endswith(
        "may be used under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/) and CC0-1.0."
    )
    assert as_text(colophon.where_to_write(AGAIN)) == (
        "Corrections go to The desk (https://example.org/issues) and Poe (poe@example.org)."
    )


@pytest.mark.parametrize(
    ("write", "link", "bare"),
    [
        (as_myst, "[a\\*b](<https://x.org>) \\<i\\> ", "[a\\*b](<https://x.org>)"),
        (as_html, '<a href="https://x.org">a*b</a> &lt;i&gt; ', '<a href="https://x.org">a*b</a>'),
        (as_text, "a*b (https://x.org) <i> ", "a*b (https://x.org)"),
    ],
)
def test_a_sentence_is_escaped_for_its_place_and_keeps_its_blanks(write, link, bare):
    assert write([Link("a*b", "https://x.org"), " <i> "]) == link
    assert write([Link("a*b", "https://x.org")]) == bare


@pytest.mark.parametrize("write", [as_myst, as_html, as_text])
def test_an_address_that_is_none_to_follow_leads_nowhere(write):
    assert write([Link("a", "javascript:alert(1)")]) == "a"


def test_every_page_has_at_its_foot_the_source_the_licences_with_their_links_and_the_changes():
    foot = colophon.foot(AGAIN, colophon="../book/colophon.html")
    assert foot == (
        '<p class="rb-foot">Re-publication as data of <a href="https://doi.org/10.1/x">Doe 2019 &lt;b&gt;</a> '
        '(<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>), not by its authors and not endorsed by them. '
        'What was changed: the text was charted. Licence of this book: <a href="https://creativecommons.org/licenses/by/4.0/">'
        'CC BY 4.0</a> and CC0-1.0.</p><p class="rb-foot"><a href="../book/colophon.html">Who made this book, and how</a></p>'
    )
    assert colophon.foot(OWN, colophon="c.html") == (
        '<p class="rb-foot"><a href="c.html">Who made this book, and how</a></p>'
    )
    assert colophon.foot({}, colophon="", cite="i.html#c", data="d.html") == (
        '<p class="rb-foot"><a href="i.html#c">How to cite</a> · <a href="d.html">Data and downloads</a></p>'
    )


def test_who_did_what_is_one_sentence():
    people = table(
        "who activity work", ("A", "wrote", "book"), ("A", "charted", "book"), ("B", "checked", "book")
    )
    assert colophon.did(people, "book") == "A took the data from the sources and wrote; B checked"
    assert colophon.did(people, "review") == ""
