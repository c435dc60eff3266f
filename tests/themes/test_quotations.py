"""Quotations proved: what may differ between a quotation and its source, what may not, and what is told of those that are not there."""

import html
import io
import random

import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from packages import WILLIAMS, shared, table
from packages.quotations import LINKS, TEXTS, documents, excerpts, told

from reviewbook.files import texts
from reviewbook.review.reading import load_review
from reviewbook.themes import quotations

# --- the quotations of a review


NA, NR = "not_applicable", "not_reported"


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


@given(st.text(alphabet="aB1é\u0301 .,-–—'ʼʹ\"“…()[]\n\u00adﬁ-½각\u1100\u1161%", max_size=12))
def test_what_is_taken_for_a_whole_quotation_would_be_found_in_a_text_that_is_the_very_same(text):
    if quotations._is_whole(text):
        letters = quotations.Letters(text)
        assert quotations.find(quotations.Quoted(text), letters) == letters.span(0, len(letters.at))


@pytest.mark.parametrize("text", ["ʼʹ", "- – -", "a … b", "so [it] went"])
def test_what_holds_no_letter_or_may_leave_something_out_is_no_whole_quotation(text):
    assert not quotations._is_whole(text)


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
    assert quotations.in_words(proof.iloc[:0]) == "There is no quotation to look for."
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
        assert proof["verdict"].tolist() == ["found"] * 16, name
