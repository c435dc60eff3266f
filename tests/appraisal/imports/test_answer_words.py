"""What the words in a table of appraisal answers mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages.appraised import M2018, NOBODY, QUAL, ROB, given_answers, read
from packages.examples import examples

from reviewbook.appraisal.imports import answer_words
from reviewbook.appraisal.instruments import tool
from reviewbook.files import wording


def one_word(word: str, *others: str, name: str = M2018) -> str | None:
    """What a word is read as in a file that has some others too; None where it is left to a person."""
    cells = [word, *others]
    found = read(
        "study,criterion,answer\n" + "".join(f'S{at},1.1,"{cell}"\n' for at, cell in enumerate(cells)), name
    )
    own = found.appraisals[found.appraisals["report_id"] == "S0"]
    return own["answer"].iloc[0] if len(own) else None


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("Yes", "yes"),
        ("YES.", "yes"),
        (" yes ", "yes"),
        ("Yes*", "yes"),
        ("Yes†", "yes"),
        ("Yes¹", "yes"),
        ("Yes [2]", "yes"),
        ("Y", "yes"),
        ("+", "yes"),
        ("✓", "yes"),
        ("✔\ufe0f", "yes"),
        ("&#10003;", "yes"),
        ("n", "no"),
        ("TRUE", "yes"),
        ("Can’t tell", "cannot_tell"),
        ("CAN`T TELL", "cannot_tell"),
        ("Can´t tell", "cannot_tell"),
        ("Can&rsquo;t tell", "cannot_tell"),
        ("Canâ€™t tell", "cannot_tell"),
        ("cannot_tell", "cannot_tell"),
        ("Can't-tell", "cannot_tell"),
        ("Cannot  tell", "cannot_tell"),
        ("Unable to determine", "cannot_tell"),
        ("Not mentioned", "cannot_tell"),
        ("CT", "cannot_tell"),
        ("UC", "cannot_tell"),
        ("?", "cannot_tell"),
    ],
)
def test_synonyms_are_read_with_the_word_kept(word, answer):
    assert one_word(word) == answer


@pytest.mark.parametrize(
    "word",
    [
        "Partial",
        "Partly",
        "y/n",
        "Y/N",
        "NA",
        "N/A",
        "n.a.",
        "0.5",
        "1",
        "0",
        "-",
        "–",
        "−",
        "x",
        "X",
        "☒",
        "●",
        "○",
        "◐",
        "±",
        "+/-",
        "++",
        "***",
        "yes/no",
        "maybe",
        "NR",
        "not_reported",
        "not_applicable",
        "Yes?",
        "Y(N)",
        "Yes(a)",
        "yesno",
        "low",
        "Not applicable",
        "Yes - in part",
        "Y (N)",
        "no answer",
        "Y N",
        "not reported",
    ],
)
def test_every_other_word_is_left_to_a_person(word):
    found = read(f'study,category,c1,c2\nA,qualitative,"{word}",Yes\n')
    assert [(p.code, p.row, p.field, p.found) for p in found.problems] == [("APPR-012", 2, "c1", f'"{word}"')]
    assert found.problems[0].expected == "one of yes, no, cannot_tell"
    assert found.unsettled.values.tolist() == [["A", QUAL, "1.1", NOBODY, word, 2, "c1"]]
    assert given_answers(found) == [("A", "1.2", "yes")]


def test_some_signs_mean_no_only_beside_their_counterpart():
    for dash in "-–−":
        assert one_word(dash, "+") == "no" and one_word(dash, "Yes", "?") is None
    for cross in "xX☒":
        assert one_word(cross, "✓") == "no" and one_word(cross, "Yes") is None
    assert one_word("✗") == "no"


def test_1_and_0_are_yes_and_no_only_in_a_file_of_both_and_no_other_number():
    assert (one_word("1", "0"), one_word("0", "1"), one_word("1.0", "0.0")) == ("yes", "no", "yes")
    assert one_word("1") is None and one_word("0", "0") is None
    assert (
        one_word("1", "0", "2") is None
        and one_word("1", "0", "0.5") is None
        and one_word("1", "0", "½") is None
    )
    assert one_word("1", "0", name=ROB) is None
    assert (
        one_word("1", "0", "CT") == "yes" and one_word("0", "1", "?") == "no"
    )  # can't tell is no other word for either


def test_the_word_of_the_file_is_kept_where_it_was_normalised():
    found = read("study,1.1,1.2\nA,yes,YES\n")
    assert found.appraisals["as_written"].tolist() == ["not_applicable", "YES"]


def test_a_tool_may_permit_not_applicable():
    own = {
        **tool(M2018),
        "answers": {**tool(M2018)["answers"], "na": {"label": "not applicable", "means": "not_applicable"}},
    }
    assert [
        answer_words.Words(own, ["N/A"]).answer(word) for word in ("N/A", "Not applicable", "Partial")
    ] == ["na", "na", None]


def test_each_word_of_the_file_is_recorded_with_what_it_was_read_as():
    found = read("study,category,c1,c2,c3,c4\nA,RCT,Y,Yes,N,Partial\nB,RCT,Y,U,,\n")
    assert found.read_as.values.tolist() == [
        ["N", "no", 1],
        ["U", "cannot_tell", 1],
        ["Y", "yes", 2],
        ["Yes", "yes", 1],
    ]


KNOWN = {
    "".join(sign for sign in known.casefold() if not sign.isspace() and sign not in "'_"): word
    for word, answer in tool(M2018)["answers"].items()
    for known in (word, answer["label"], *answer["synonyms"])
}
NEAR = st.sampled_from(
    [
        "Partial",
        "y/n",
        "NA",
        "yes no",
        "n o",
        "Y?",
        "1",
        "0.5",
        "not",
        "tell",
        "yes yes",
        "notclear!",
        "(+)",
        "x",
        "☒",
        "-",
    ]
)


@given(st.one_of(st.text(max_size=12), NEAR, st.from_regex(r"[yncut+?✓✗x*/. -]{1,5}", fullmatch=True)))
@examples(500)
def test_no_word_but_the_tools_own_is_ever_turned_into_an_answer(text: str):
    answer = answer_words.Words(tool(M2018), [text]).answer(text)
    if answer is not None:
        plain = "".join(sign for sign in wording.bare(text) if not sign.isspace() and sign not in "'_")
        assert KNOWN[plain] == answer and plain not in ("x", "☒", "-", "1", "0")
        # What is taken off is no letter, no digit but a footnote's, and no sign that is an answer itself.
        letters = [sign for sign in text.casefold() if sign.isalpha() and sign.isascii()]
        assert letters == [sign for sign in wording.bare(text) if sign.isalpha() and sign.isascii()]
