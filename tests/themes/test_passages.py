"""Where a quotation stands in a text: what typesetting changes is allowed, a changed word is found out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewbook.themes.passages import ASIDE, LEFT_OUT
from reviewbook.themes.quotations import found, normalised

SOURCE = (
    "The nurses said that it was not easy. They wouldn’t get as much information out of me before this; "
    "self-management helped 12 of 21 people (57.1%), and 1,024 messages were sent – most by peers."
)


def stands(quotation: str, source: str = SOURCE) -> str | None:
    """What stands in the source where the quotation is found."""
    span = found(quotation, source)
    return span and source[span.start : span.end]


@pytest.mark.parametrize(
    ("quotation", "source"),
    [
        ("it was not easy", "it was\n   not easy"),
        ("it was not easy", "it\u00a0was\u2003not\r\neasy"),
        ("it was\nnot easy", "it was not easy"),
        ("communication was easy", "com-\nmunication was easy"),
        ("communication was easy", "com- munication was easy"),  # where line ends became blanks
        ("communication was easy", "com\u00ad\nmunication was easy"),
        ("communication was easy", "com\u00admu\u00adnication was easy"),
        ("communication was easy", "com¬\nmunication was easy"),
        ("self-management was easy", "self-\nmanagement was easy"),
        ("self-management was easy", "self\ufffemanagement was easy"),
        ("self-\nmanagement", "self-management"),
        ("inter-\nvention", "intervention"),
        ("inter-\nvention", "in-\ntervention"),
        ("an efficient office", "an eﬃcient oﬀice"),
        ("an eﬃcient office", "an efficient office"),
        ("café in Łódź", "cafe\u0301 in Ło\u0301dz\u0301"),
        ("cafe\u0301", "café"),
        ("한국어", "\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165"),
        ("12 kg", "１２ ㎏"),
        ("said “no way” twice", 'said "no way" twice'),
        ("said ‘no way’ twice", "said «no way» twice"),
        ("said no way twice", "said “no way” twice"),
        ("didn't", "didn’t"),
        ("didn´t", "didn't"),
        ("he – she – they", "he—she -- they"),
        ("he/she said", "he/\nshe said"),
        ("3–5 weeks", "3 - 5 weeks"),
        ("minus −5 points", "minus -5 points"),
        ("−5 points", "it fell by -5 points"),
        ("p < 0.05 for 10 %", "p<0.05 for 10%"),
        ("zero\u200bwidth", "zerowidth"),
        ("Only the first letter", "only the first letter"),
        ("only the first letter.", "Only the first letter, said"),
        ("“…and so on…”", "and so on"),
        ("患者と話す", "患者と\n話す"),
        ("ΟΔΟΣ ΑΒ", "ΟΔΟΣ ΑΒ"),
        ("İstanbul", "in İstanbul"),
    ],
)
def test_what_typesetting_and_copying_change_is_allowed(quotation, source):
    assert found(quotation, source) is not None


@pytest.mark.parametrize(
    "quotation",
    [
        "The nurses … easy",
        "The nurses ... easy",
        "The nurses [...] easy",
        "The nurses (…) easy",
        "The nurses . . . easy",
        "The nurses […]. Easy",
        "The nurses … They wouldn’t … peers",
        "out of me… before this",  # where nothing is left out
    ],
)
def test_an_ellipsis_stands_for_words_left_out(quotation):
    assert stands(quotation) is not None


def test_an_ellipsis_stands_for_no_more_than_the_stated_distance_and_keeps_the_order():
    between = "x" * (LEFT_OUT - 1)
    assert stands("begin … end", f"begin {between} end") is not None
    assert stands("begin … end", f"begin {between}xx end") is None
    assert stands("easy … nurses") is None
    # A nearer beginning counts, and a later middle.
    assert stands("begin … end", f"begin {between}xx begin {between} end") == f"begin {between} end"
    assert stands("a … b … c", f"a b {'x' * 600} b {'x' * 600} c") is not None


@pytest.mark.parametrize(
    ("quotation", "source"),
    [
        ("Why did [provider] agree", "Why did [provider] agree"),
        ("Why did [provider] agree", "Why did provider agree"),
        ("Why did (provider) agree", "Why did agree"),
        ("Why did [the provider] agree", "Why did agree"),
        ("Why did [provider] agree", "Why did Dr Jane Doe agree"),
        ("[The provider] said no", "said no"),
        ("It works [sic].", "It works well"),
        ("[T]he nurses", "and the nurses"),
        ("the nurse[s] said", "the nurse said"),
        ("the nurse(s) said", "the nurses said"),
        ("out of me (prior to this)…once I tell", "out of me (prior to this)…once I tell"),
        ("out of me (prior to this)…once I tell", "out of me once I tell"),
        ("[She] told [me] … that [they] left", "She told Anna yesterday that they left"),
        ("[all of it in brackets]", "all of it in brackets"),
    ],
)
def test_words_in_brackets_are_the_quoting_authors_or_the_sources(quotation, source):
    assert found(quotation, source) is not None


@pytest.mark.parametrize(
    ("quotation", "source"),
    [
        ("Why did [worker] agree", "Why did [provider] agree"),  # the source has its own bracket
        ("Why did (worker) agree", "Why did Jane agree"),  # round brackets do not replace
        ("Why did [worker] agree", "Why did Dr Jane Mary Doe agree"),  # more than three words
        ("Why did [worker] agree", "Why did the [provider] agree"),
        ("We saw [12] people", "We saw 21 people"),  # nor is a number replaced
        ("[Why] did she agree", "Why did he agree"),
        ("[not]", "yes"),
        ("people (57%)", "people (75%) said"),
        ("[Anna] said so", "[Jane] said so"),
        ("people … [Anna] said", "people, whom [Jane] said"),
        ("they agree", "they (not) agree"),
        ("[T]he nurses", "bathe nurses"),
        (f"they ({'so ' * (ASIDE + 1)}) agree", "they agree"),
    ],
)
def test_brackets_do_not_hide_a_changed_word(quotation, source):
    assert found(quotation, source) is None


@pytest.mark.parametrize(
    ("quotation", "instead"),
    [
        ("it was easy", "not dropped"),
        ("it was not very easy", "a word added"),
        ("it was never easy", "a word changed"),
        ("it not was easy", "two words swapped"),
        ("They would get as much", "not dropped from within a word"),
        ("They wouldnt get", "an apostrophe within a word dropped"),
        ("not eas", "a word cut short at its end"),
        ("urses said", "a word cut short at its beginning"),
        ("management helped", "half a word with a hyphen"),
        ("this; self", "half a word with a hyphen"),
        ("self management helped", "a hyphen dropped"),
        ("selfmanagement helped", "two words made one"),
        ("helped 21 of 12 people", "numbers swapped"),
        ("helped 12 of 2", "a number cut short"),
        ("2 of 21 people", "a number cut short"),
        ("people (57%)", "a decimal dropped"),
        ("people (57.10%)", "a decimal added"),
        ("people (571%)", "the decimal point dropped"),
        ("people (57. 1%)", "the decimal point moved"),
        ("1024 messages", "a comma of a number dropped"),
        ("024 messages", "a number cut short"),
        ("and 1", "a number cut short"),
        ("57.1", "a percentage without its sign"),
        ("it was Not easy", "a capital within"),
        ("it was not easy, They", "another mark"),
        ("it was not easy They", "a mark dropped"),
        ("me before this self-management", "a mark dropped"),
    ],
)
def test_a_word_number_or_mark_that_differs_is_found_out(quotation, instead):
    assert found(quotation, SOURCE) is None, instead


@pytest.mark.parametrize("quotation", ["", " ", "…", "“”", "- ,", "[]"])
def test_a_quotation_without_a_word_stands_nowhere(quotation):
    assert found(quotation, SOURCE) is None
    assert found(SOURCE, quotation) is None


def test_blanks_between_words_count():
    assert found("may be late", "maybe late") is None
    assert found("maybe late", "may be late") is None
    assert found("1000 people", "1 000 people") is None


def test_a_negative_number_is_another_number():
    assert found("5 points", "it fell by -5 points") is None
    assert found("5 points", "−5 points") is None
    assert found("-5 points", "it rose by 5 points") is None
    assert found("15 weeks", "12–15 weeks") is None
    assert found("5 points", "fell – 5 points") is not None


def test_a_page_header_within_the_passage_is_not_skipped():
    assert found("it was not easy", "it was\nDoe BMC Psychiatry 2019 Page 3 of 9\nnot easy") is None


def test_the_place_is_that_of_the_original_text():
    source = "“Eﬃcient of-\nﬁce” cafe\u0301s, they said."
    assert stands("office cafés", source) == "of-\nﬁce” cafe\u0301s"
    assert stands("Efficient", source) == "Eﬃcient"
    assert found("they", "I they they") == (2, 6)  # the first of several
    assert found("eas", "easy eas") == (5, 8)  # the first that is a whole word


def test_a_text_as_it_is_compared():
    assert (
        normalised("“It’s”  (ﬁve)\nof 6—they said: self-\nhelp…") == "It's five of 6-they said: self-\nhelp"
    )


WORDS = [
    "nurses",
    "said",
    "that",
    "communication",
    "about",
    "self-management",
    "wouldn’t",
    "help",
    "everybody",
    "difficult",
    "offices",
    "first",
    "people",
    "found",
    "information",
    "overwhelming",
    "because",
    "messages",
    "arrived",
    "late",
    "often",
    "never",
    "partners",
    "shared",
    "goals",
]


@st.composite
def passages(draw):
    """Words of a text, and which of them are quoted; no word is there twice."""
    words = draw(st.permutations(WORDS)) if draw(st.booleans()) else WORDS
    first = draw(st.integers(0, len(words) - 5))
    return words, first, draw(st.integers(first + 4, len(words)))


def disturbed(draw, word: str) -> str:
    """A word as it may stand in print."""
    ways = [
        word,
        word.replace("fi", "ﬁ").replace("ff", "ﬀ"),
        word.replace("’", draw(st.sampled_from("'`´ʼ"))),
    ]
    plain = re.sub(r"\W", "x", word)
    if plain == word:
        at = draw(st.integers(1, len(word) - 1))
        line_end = draw(st.sampled_from(["-\n", "\u00ad\n", "\u00ad", "- ", "‐\r\n", "-\n\n\f", "\u200b"]))
        ways.append(f"{word[:at]}{line_end}{word[at:]}")
    else:
        ways.append(word.replace("-", draw(st.sampled_from(["-\n", "‑", "–"]))))
    return draw(st.sampled_from(ways))


@given(passages(), st.data())
def test_any_allowed_disturbance_is_still_found(passage, data):
    words, first, last = passage
    blank = st.sampled_from([" ", "\n", "\n\n", "  ", "\u00a0", "\t", " \f\n", " “", "” "])
    source = "".join(disturbed(data.draw, word) + data.draw(blank) for word in words)
    quoted = list(words[first:last])
    if data.draw(st.booleans()):
        quoted[0] = quoted[0].capitalize()
    if data.draw(st.booleans()):
        at = data.draw(st.integers(1, len(quoted) - 1))
        quoted.insert(at, data.draw(st.sampled_from(["[someone]", "(we think)", "[…]", "…", "..."])))
    if data.draw(st.booleans()) and len(quoted) > 3:
        quoted[1:2] = [data.draw(st.sampled_from(["…", "[...]", ". . ."]))]
    span = found(f"“{' '.join(quoted)}.”", source)
    assert span is not None
    # The place holds the passage and nothing more.
    assert normalised(source[span.start :]).startswith(normalised(source[span.start : span.end]))
    assert found(words[first], source[span.start : span.end]) or quoted[0].startswith(("[", "…", "."))


@given(passages(), st.data())
def test_any_changed_dropped_added_or_swapped_word_is_not_found(passage, data):
    words, first, last = passage
    source = "".join(disturbed(data.draw, word) + data.draw(st.sampled_from([" ", "\n"])) for word in words)
    quoted = list(words[first:last])
    at = data.draw(st.integers(1, len(quoted) - 2))
    quoted = data.draw(
        st.sampled_from(
            [
                [*quoted[:at], "another", *quoted[at + 1 :]],
                [*quoted[:at], *quoted[at + 1 :]],
                [*quoted[:at], "not", *quoted[at:]],
                [*quoted[:at], quoted[at + 1], quoted[at], *quoted[at + 2 :]],
                [*quoted[:at], quoted[at][:-1], *quoted[at + 1 :]],
                [*quoted[:at], quoted[at] + "s", *quoted[at + 1 :]],
                [*quoted[:at], quoted[at] + quoted[at + 1], *quoted[at + 2 :]],
            ]
        )
    )
    assert found(" ".join(quoted), source) is None


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=20))
def test_a_piece_of_a_text_between_blanks_is_found_in_it_whatever_its_characters(text, before, after):
    source = f"{before} {text} {after}"
    whole = normalised(text)
    # Ellipses, brackets and signs beside numbers have rules of their own.
    if (
        not whole
        or re.search(r"[.…⋯․‥\[\](){}]|\d", text + source.replace(text, ""))
        or "-" in normalised(source)
    ):
        return
    assert found(text, source) is not None


@given(st.text(max_size=40), st.text(max_size=80))
def test_whatever_the_texts_the_answer_is_a_place_or_none(quotation, source):
    span = found(quotation, source)
    assert span is None or 0 <= span.start < span.end <= len(source)
