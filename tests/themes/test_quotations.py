"""Quotations proved: what may differ between a quotation and its source, what may not, and what is told of those that are not there."""

import html
import io
import json
import random
import re

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, WILLIAMS, copied, rows_of, set_cell, shared, table

from reviewbook import check as checking
from reviewbook.cli import main
from reviewbook.files import texts
from reviewbook.review.reading import load_review
from reviewbook.themes import quotations
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


# --- what may differ


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


# --- what may not


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


# --- the quotations of a review

NA, NR = "not_applicable", "not_reported"
EXCERPTS = "excerpt_id kind text document_id start end"
DOCUMENTS = "document_id name kind report_id file"
TEXTS = {
    "Doe2019.txt": "First line.\nWe met every week and talked about goals.\n",
    "sub/Roe2020.txt": "Title\n\nThe app was hard to use at home.\fOn page two they left.\n",
}
LINKS = table("excerpt_id report_id", ("Q1", "doe2019"), ("Q2", "Roe2020"), ("Q3", "Poe2021"))


def excerpts(*rows: tuple) -> pd.DataFrame:
    return table(EXCERPTS, *[(*row, *[None] * (6 - len(row))) for row in rows])


def documents(*rows: tuple) -> pd.DataFrame:
    return table(DOCUMENTS, *rows)


def proved(rows: pd.DataFrame, about=None, links=LINKS, texts=TEXTS, **options) -> list[tuple]:
    about = documents() if about is None else about
    proof = quotations.prove(rows, about, links, texts, **options)
    return [
        (
            row.excerpt_id,
            row.verdict,
            None if pd.isna(row.file) else row.file,
            None if pd.isna(row.line) else row.line,
        )
        for row in proof.itertuples()
    ]


def told(rows: pd.DataFrame, about=None, links=LINKS, texts=TEXTS, **options) -> list[tuple]:
    about = documents() if about is None else about
    proof = quotations.prove(rows, about, links, texts, **options)
    wrong = quotations.quotation_problems(rows, about, links, texts, proof)
    return [(one.code, one.file, one.row, one.field, one.found, one.expected) for one in wrong]


def test_a_quotation_is_looked_for_in_the_text_named_as_its_report_in_any_case():
    rows = excerpts(
        ("F1", "finding", "Weekly meetings helped."),
        ("Q1", "quotation", "every week"),
        ("Q2", "quotation", "hard to use"),
        ("Q9", "quotation", NA),  # a piece of a picture
    )
    assert proved(rows) == [("Q1", "found", "Doe2019.txt", 2), ("Q2", "found", "sub/Roe2020.txt", 3)]


def test_the_text_of_its_document_comes_before_that_of_its_report():
    rows = excerpts(("Q1", "quotation", "hard to use", "d"))
    for file in ("sub/Roe2020.txt", "roe2020.TXT", "Roe2020.docx", "sub\\Roe2020.txt"):
        assert proved(rows, documents(("d", "A text", "text", "Doe2019", file))) == [
            ("Q1", "found", "sub/Roe2020.txt", 3)
        ]
    # Where the document names no file: a text of its own name, then its report's.
    assert proved(rows, documents(("d", "Roe2020.txt", "text", NA, NR)))[0][1] == "found"
    assert proved(rows, documents(("d", "A text", "text", "Roe2020", NR)))[0][1] == "found"
    assert (
        proved(rows.assign(document_id="Roe2020"), documents(("Roe2020", "A text", "text", NA, None)))[0][1]
        == "found"
    )


def test_without_document_or_text_of_its_report_any_text_will_do():
    rows = excerpts(("Q3", "quotation", "The app was … at home"), ("Q4", "quotation", "every week"))
    assert proved(rows) == [("Q3", "found", "sub/Roe2020.txt", 3), ("Q4", "found", "Doe2019.txt", 2)]


def test_a_quotation_that_departs_is_told_with_the_place_and_the_nearest_passage():
    rows = excerpts(("Q1", "quotation", "We met every day and talked about goals."))
    assert told(rows) == [
        (
            "QUOT-001",
            "excerpts.csv",
            2,
            "text",
            '"We met every day and talked about goals."',
            '"... line. We met every week and talked about goals" (Doe2019.txt, line 2)',
        )
    ]


@pytest.mark.parametrize(
    ("quotation", "found_", "expected"),
    [
        ("First line … talked about gaols", '"... talked about gaols"', '"... week and talked about goals" (Doe2019.txt, line 2)'),
        ("We met, every week and talked", '"We met, every week and talked"', '"First line. We met every week and talked about ..." (Doe2019.txt, line 2)'),
        ("We met (all of us) every day", None, None),
    ],
)  # fmt: skip
def test_the_piece_that_departs_is_shown_after_an_ellipsis_a_mark_or_a_bracket(quotation, found_, expected):
    ((code, _, _, _, piece, nearest),) = told(excerpts(("Q1", "quotation", quotation)))
    assert code == "QUOT-001"
    if found_:
        assert (piece, nearest) == (found_, expected)
    else:
        assert "day" in piece and "week" in nearest


def test_a_passage_of_a_text_with_pages_is_placed_by_page():
    rows = excerpts(("Q2", "quotation", "On page two they stayed"))
    ((*_, nearest),) = told(rows)
    assert nearest.endswith("(sub/Roe2020.txt, page 2)")


def test_a_quotation_in_another_text_than_its_own_is_named_with_that_text():
    rows = excerpts(("Q1", "quotation", "The app was hard to use"))
    assert told(rows) == [
        (
            "QUOT-004",
            "excerpts.csv",
            2,
            "text",
            '"The app was hard to use" in sub/Roe2020.txt, page 1',
            "it in its own text",
        )
    ]


def test_a_text_that_is_not_there_is_one_problem_whatever_the_number_of_quotations():
    about = documents(("d", "A text", "text", NA, "lost.txt"))
    rows = excerpts(
        ("Q1", "quotation", "every week", "d"),
        ("Q2", "quotation", "no such words anywhere", "d"),
        ("Q3", "quotation", "nor would anybody have these", NA),
        ("Q4", "quotation", "something different altogether", NA),
    )
    links = table("excerpt_id report_id", ("Q1", "Doe2019"), ("Q3", "Poe2021"), ("Q4", "Poe2021"))
    assert [one[:5] for one in told(rows, about, links)] == [
        (
            "QUOT-002",
            "documents.csv",
            2,
            "file",
            'no text "lost.txt" for 2 quotations, 1 of them in Doe2019.txt',
        ),
        ("QUOT-002", "excerpt_reports.csv", 3, "report_id", 'no text "Poe2021" for 2 quotations'),
    ]


def test_a_text_that_cannot_be_read_is_its_own_problem_and_not_its_quotations():
    rows = excerpts(("Q3", "quotation", "words that nobody can read"))
    assert proved(rows, unread=["Poe2021.pdf"]) == [("Q3", "unread", None, None)]
    assert told(rows, unread=["Poe2021.pdf"]) == []
    assert proved(rows, texts={}, unread=["Poe2021.pdf"]) == [("Q3", "unread", None, None)]


@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [
        (15, 29, "found"),
        (15, 30, "found"),  # with the blank after it
        (13, 29, "misplaced"),  # "e met every week"
        (15, 33, "misplaced"),  # more than the quotation
        (0, 5, "misplaced"),
        (500, 600, "misplaced"),
        (None, 29, "found"),  # no place is given
    ],
)
def test_start_and_end_hold_the_quotation_and_nothing_else(start, end, verdict):
    about = documents(("d", "A text", "text", NA, "Doe2019.txt"))
    rows = excerpts(("Q1", "quotation", "met every week", "d"))
    rows["start"], rows["end"] = (pd.array([place], dtype="Int64") for place in (start, end))
    assert proved(rows, about) == [("Q1", verdict, "Doe2019.txt", 2)]
    if verdict == "misplaced":
        assert told(rows, about) == [
            (
                "QUOT-005",
                "excerpts.csv",
                2,
                "start",
                f"characters {start} to {end}",
                "15 to 29 (Doe2019.txt, line 2)",
            )
        ]


def test_half_a_word_is_a_quotation_where_start_and_end_say_so():
    about = documents(("d", "A text", "text", NA, "Doe2019.txt"))
    rows = excerpts(("Q1", "quotation", "et every wee", "d", 16, 28))
    assert proved(rows, about) == [("Q1", "found", "Doe2019.txt", 2)]


def test_places_that_count_a_line_end_as_two_characters_are_understood():
    about = documents(("d", "A text", "text", NA, "Doe2019.txt"))
    proof = quotations.prove(
        excerpts(("Q1", "quotation", "met every week", "d", 16, 30)), about, LINKS, TEXTS
    )
    assert proof[["verdict", "start", "end"]].iloc[0].tolist() == ["found", 15, 29]


def test_the_tables_are_not_changed_and_the_answer_is_the_same_twice():
    rows = excerpts(("Q1", "quotation", "every day"), ("Q2", "quotation", "hard to use"))
    before = rows.copy()
    first = quotations.prove(rows, documents(), LINKS, TEXTS)
    pd.testing.assert_frame_equal(rows, before)
    pd.testing.assert_frame_equal(first, quotations.prove(rows, documents(), LINKS, TEXTS))
    assert first.index.tolist() == [0, 1]


def test_how_many_are_where_is_said_in_one_line():
    rows = excerpts(
        ("Q1", "quotation", "every week"), ("Q2", "quotation", "hard to use"), ("Q3", "quotation", "xyz")
    )
    proof = quotations.prove(rows, documents(), LINKS, TEXTS)
    assert (
        quotations.in_words(proof) == "2 of 3 quotations are in 2 texts: Doe2019.txt (1), sub/Roe2020.txt (1)"
    )
    assert quotations.in_words(proof.iloc[:1]) == "1 of 1 quotation is in 1 text: Doe2019.txt"
    assert quotations.in_words(proof.iloc[:0]) == "0 of 0 quotations are in 0 texts"
    assert quotations.counts(proof)["found"] == 2


def test_many_quotations_that_are_nowhere_come_to_an_end(monkeypatch):
    monkeypatch.setattr(quotations, "NEAREST", 1)
    rows = excerpts(*[(f"Q{n}", "quotation", "We met every day and talked") for n in range(1, 4)])
    links = table("excerpt_id report_id", *[(f"Q{n}", "Doe2019") for n in range(1, 4)])
    first, second, _ = told(rows, links=links)
    assert "every week" in first[-1]
    assert second[-2:] == ('"We met every day and talked"', "its words in a text of the folder")


def test_a_hundred_texts_and_two_thousand_quotations_are_proved_and_altered_ones_found_out():
    draw = random.Random(7)
    vocabulary = ["".join(draw.choices("abcdefghiklmnoprstu", k=draw.randint(3, 9))) for _ in range(3000)]
    texts = {f"R{n}.txt": " ".join(draw.choices(vocabulary, k=800)) for n in range(100)}
    rows, links = [], []
    for n in range(2000):
        words = texts[f"R{n % 100}.txt"].split()
        at = draw.randrange(len(words) - 12)
        quoted = words[at : at + 12]
        if n % 2:
            quoted[6] = "changed"
        rows.append((f"Q{n}", "quotation", " ".join(quoted)))
        links.append((f"Q{n}", f"R{(n + 1 * (n % 4 == 0)) % 100}"))
    seen = quotations.prove(excerpts(*rows), documents(), table("excerpt_id report_id", *links), texts)
    assert seen["verdict"].tolist() == ["elsewhere", "departs", "found", "departs"] * 500
    nearest = seen[seen["verdict"] != "found"]
    assert nearest["file"].tolist() == [f"R{n % 100}.txt" for n in nearest.index]


PRINT = st.text(st.sampled_from("ab1 .-…[()]\n“’ﬁé\u00ad"), max_size=30)


@given(PRINT, PRINT, st.sampled_from(["Doe2019", "Poe2021"]))
def test_whatever_the_quotation_it_gets_a_verdict_and_a_problem_unless_it_is_found(quotation, text, report):
    rows = excerpts(("Q1", "quotation", quotation or "a"))
    links = table("excerpt_id report_id", ("Q1", report))
    sources = {"Doe2019.txt": text, "Roe2020.txt": f"{quotation} b"}
    proof = quotations.prove(rows, documents(), links, sources)
    wrong = quotations.quotation_problems(rows, documents(), links, sources, proof)
    assert len(wrong) == (proof["verdict"] != "found").sum()
    assert all(one.found and one.expected for one in wrong)


# --- the command


def test_every_quotation_of_the_first_review_is_in_its_source(capsys):
    folder = shared("seed/williams-2019.txt").parent
    assert main(["check", str(WILLIAMS), "--sources", str(folder)]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "15 of 15 quotations are in 1 text: williams-2019.txt"
    assert "passed over: references.bib" in said.err


CHANGES = {
    "changed": lambda words, at: [*words[:at], "zeppelin", *words[at + 1 :]],
    "added": lambda words, at: [*words[:at], "not", *words[at:]],
    "dropped": lambda words, at: [*words[:at], *words[at + 1 :]],
    "swapped": lambda words, at: [*words[:at], words[at + 1], words[at], *words[at + 2 :]],
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_altered_quotation_of_the_first_review_fails_with_its_place(change):
    text = shared("seed/williams-2019.txt").read_text("utf-8")
    review = load_review(WILLIAMS)
    altered = review.excerpts
    rows = altered.index[altered["kind"] == "quotation"].tolist()
    if change in ("dropped", "swapped"):
        rows = [row for row in rows if len(altered.at[row, "text"].split()) > 3]
    for row in rows:
        words = altered.at[row, "text"].split()
        altered.at[row, "text"] = " ".join(CHANGES[change](words, len(words) // 2))
    altered = altered.loc[rows]
    tables = altered, review.documents, review.excerpt_reports, {"williams-2019.txt": text}
    proof = quotations.prove(*tables)
    wrong = quotations.quotation_problems(*tables, proof)
    assert [(one.code, one.row, one.field) for one in wrong] == [
        ("QUOT-001", row + 2, "text") for row in rows
    ]
    if change != "swapped":
        long = proof[[len(words.split()) > 3 for words in altered["text"]]]
        assert (long["file"] == "williams-2019.txt").all()
    assert all(len(one.found) < 150 for one in wrong)


def test_the_command_says_what_is_wrong_and_ends_with_status_1(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    assert main(["check", str(folder), "--sources", str(SYNTHETIC.parent / "texts")]) == 0
    assert capsys.readouterr().out == (
        "0 problems, 0 notices\n"
        "3 of 3 quotations are in 3 texts: Synthetic2019.txt (1), Synthetic2020a.txt (1), Synthetic2021.txt (1)\n"
    )
    row = next(n for n, row in enumerate(rows_of(folder / "excerpts.csv"), 2) if row["excerpt_id"] == "Q1")
    set_cell(
        folder / "excerpts.csv",
        "text",
        "Synthetic quotation: the exercises never fitted into my day.",
        row=row,
    )
    assert main(["check", str(folder), "--sources", str(SYNTHETIC.parent / "texts")]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"QUOT-001  excerpts.csv, row {row}, field text: found ")
    assert "never fitted" in said and "(Synthetic2019.txt, line 3)" in said
    assert said.splitlines()[-1].startswith("2 of 3 quotations are in 2 texts")


def test_json_holds_the_problems_and_the_counts(capsys):
    assert (
        main(["check", str(SYNTHETIC), "--sources", str(SYNTHETIC.parent / "texts"), "--format", "json"]) == 0
    )
    told_ = json.loads(capsys.readouterr().out)
    assert told_["problems"] == [] and told_["passed_over"] == []
    assert told_["quotations"]["found"] == told_["quotations"]["quotations"] == 3


def test_a_folder_of_sources_that_is_not_there_is_a_problem_beside_the_others(tmp_path, capsys):
    assert main(["check", str(SYNTHETIC), "--sources", str(tmp_path / "nowhere")]) == 1
    said = capsys.readouterr().out
    assert "QUOT-006" in said and "no such folder" in said
    assert said.splitlines()[-1] == "The quotations were not looked for."


def test_tables_that_cannot_be_read_come_before_the_quotations(tmp_path):
    folder = copied(SYNTHETIC, tmp_path)
    set_cell(folder / "excerpts.csv", "kind", "rumour", row=2)
    found_, proof, _ = checking.prove(folder, sources=SYNTHETIC.parent / "texts")
    assert [problem.code for problem in found_] == ["TABL-007"] and proof is None


def test_the_quotations_of_the_first_review_are_found_whatever_file_its_text_is_in(tmp_path):
    text = shared("seed/williams-2019.txt").read_text("utf-8")
    page = f"<html><body><pre>{html.escape(text)}</pre></body></html>"
    document = Document()
    for paragraph in text.split("\n\n"):
        document.add_paragraph(paragraph)
    saved = io.BytesIO()
    document.save(saved)
    article = f"<article><body><p>{html.escape(text)}</p></body></article>"
    kinds = {
        "dos.txt": text.replace("\n", "\r\n").encode("utf-8-sig"),
        "windows.txt": text.encode("cp1252", errors="replace"),
        "wide.txt": text.encode("utf-16"),
        "plain.txt": text.translate(
            {0x201C: '"', 0x201D: '"', 0x2019: "'", 0x2026: "...", 0x2013: "-"}
        ).encode(),
        "flat.txt": " ".join(text.split()).encode(),
        "page.html": page.encode(),
        "article.xml": article.encode(),
        "paper.md": text.encode(),
        "paper.docx": saved.getvalue(),
    }
    review = load_review(WILLIAMS)
    for name, data in kinds.items():
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"williams-2019{name[name.index('.') :]}").write_bytes(data)
        sources = texts.read(folder).sources
        proof = quotations.prove(review.excerpts, review.documents, review.excerpt_reports, sources)
        assert proof["verdict"].tolist() == ["found"] * 15, name
