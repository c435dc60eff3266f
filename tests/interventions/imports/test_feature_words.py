"""What the cells of a matrix mean."""

import pytest

from reviewbook.interventions.imports import feature_words


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *((word, "yes") for word in ("Yes", "Y", "1", "1.0", "x", "X", "×", "✓", "✔️", "TRUE", "Present", "+", "●", "Yes*", "✓a")),
        *((word, "no") for word in ("No", "n", "0", "false", "Absent", "✗", "❌", "○", "Not present")),
        *((word, "unclear") for word in ("Unclear", "?", "unsure", "Cannot tell", "Can’t tell")),
        *((word, "not_reported") for word in ("NR", "nr", "N.R.", "Not reported", "not_reported", "not stated", "NS")),
        *((word, "not_applicable") for word in ("NA", "n/a", "N.A.", "Not applicable")),
        *((word, "blank") for word in ("", "-", "–", "—", "--", "…", "None", "NaN")),
        *((word, None) for word in ("Partial", "partial?", "2", "0.5", "Yes/No", "Yes, no", "some", "y/n", "++", "+/-", "N (12)",
                                    "Yes, partly", "High", "Yes or no", "No or not stated", "Other: yes")),
    ],
)  # fmt: skip
def test_a_word_means_one_thing_or_is_left_to_a_person(written, value):
    assert feature_words.Words([written]).read(written).value == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Yes, by text message", "yes"),
        ("Yes (web only)", "yes"),
        ("No – planned for later", "no"),
        ("Y: forum", "yes"),
        ("✓ forum", None),
        ("✓ (forum)", "yes"),
        ("Yes. Weekly email", "yes"),
        ("Unclear; two papers differ", "unclear"),
        ("yes [12, 13]", "yes"),
    ],
)
def test_a_word_with_more_behind_it_keeps_that_as_its_evidence(written, value):
    read = feature_words.Words([]).read(written)
    assert read.value == value and read.more == (value is not None)


def test_a_cross_means_yes_but_no_beside_a_tick_and_nothing_beside_both():
    def cross(*others):
        return feature_words.Words(["x", *others]).read("x").value

    assert (cross(), cross("no", "?"), cross("✗")) == ("yes", "yes", "yes")
    assert (cross("✓"), cross("☑", "NR")) == ("no", "no")
    assert (cross("yes"), cross("1", "0"), cross("✓", "✗"), cross("✔", "no")) == (None, None, None, None)
