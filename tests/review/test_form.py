"""The charting form as readers see it."""

from packages import table

from reviewbook.review import form

CHOICES = table(
    "question_id value position label counts_as",
    ("kind", "b", 2, "Bee", None),
    ("kind", "a_b", 1, None, None),
    ("kind", "c", 3, "Sea", "b"),
    ("other", "x", 1, "Ex", None),
)
KIND = {"question_id": "kind", "type": "choice", "label": "Kind"}


def test_choices_have_their_words_and_their_order_and_what_counts_as_another_is_none_of_them():
    assert form.words(KIND, CHOICES) == {"a_b": "A b", "b": "Bee"}
    assert list(form.words(KIND | {"type": "yes_no"}, CHOICES)) == ["yes", "no", "unclear"]
    assert form.words(KIND | {"type": "text"}, CHOICES) == {}


def test_questions_come_in_their_order_and_only_those_that_are_wanted():
    asked = table("question_id position table_1", ("b", 2, "yes"), ("a", 1, "yes"), ("c", 3, None))
    assert [one["question_id"] for one in form.ordered(asked, table_1="yes")] == ["a", "b"]
    assert form.ordered(asked)[2]["table_1"] is None


def test_a_number_is_named_with_its_unit_unless_the_label_says_it_or_it_counts_people():
    def named(label: str, unit: str | None) -> str:
        return form.heading({"label": label, "unit": unit, "type": "number"})

    assert named("Length", "minutes") == "Length (minutes)"
    assert named("Minutes of a session", "minutes") == "Minutes of a session"
    assert named("Sample", "people") == "Sample" and named("Sample", "not_applicable") == "Sample"
    assert named("Men", "percent") == "Men (%)" and named("Men (%)", "percent") == "Men (%)"


def test_numbers_that_are_called_alike_are_told_apart_by_their_groups():
    two = [{"label": "n", "group": group, "type": "text"} for group in ("Workers", "Service users")]
    assert form.headings(two) == ["Workers: n", "Service users: n"]
    assert form.headings(two[:1]) == ["n"]


def test_the_answers_of_a_cell_are_those_that_it_gives():
    several = KIND | {"type": "choices"}
    assert form.answers(several, "b; a_b") == ["b", "a_b"]
    assert form.answers(several, "not_reported") == [] == form.answers(KIND, None)
    assert form.in_words(several, ["b", "zz top"], form.words(KIND, CHOICES)) == "Bee; Zz top"
    assert form.in_words(KIND | {"type": "text"}, ["as it is"], {}) == "as it is"


def test_listed_answers_come_in_their_order_and_others_after_them_by_name():
    assert form.in_order(["z", "b", "y", "a_b", "b"], form.words(KIND, CHOICES)) == ["a_b", "b", "y", "z"]
