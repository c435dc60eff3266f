"""Near spellings: what differs from a more frequent answer in capitals, blanks, hyphens and underscores alone."""

from reviewbook.charting.spellings import Near, near


def test_the_rarer_spelling_is_told_with_its_places_and_the_usual_one():
    said = [
        (2, "Non-humanoid"),
        (3, "non humanoid"),
        (4, "non-humanoid"),
        (5, "non-humanoid"),
        (7, "Non-humanoid"),
    ]
    assert near([*said, (8, "non-humanoid"), (9, "arm")]) == [
        Near("Non-humanoid", (2, 7), "non-humanoid", 3),
        Near("non humanoid", (3,), "non-humanoid", 3),
    ]


def test_of_two_that_are_as_frequent_the_later_one_is_told():
    assert near([(2, "Web"), (3, "web")]) == [Near("web", (3,), "Web", 1)]


def test_other_answers_and_marks_alone_are_near_to_nothing():
    assert near([(2, "arm"), (3, "arms"), (4, "-"), (5, "?"), (6, "_")]) == []
