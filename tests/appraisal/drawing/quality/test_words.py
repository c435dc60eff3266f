"""The figure of appraisals in words: what each of its sentences says."""

from packages.qualities import BARDOSH, MMAT_2011, PANEL, SPREAD

from reviewbook.appraisal.drawing import quality
from reviewbook.appraisal.drawing.quality import Spread


def test_the_sentences_tell_every_number():
    assert quality.describe([PANEL], SPREAD, tool=MMAT_2011, maximum=4) == (
        "Ratings by design: Qualitative, 3 reports, 1 to 3 of 4 points: 1 in 2, 3 in 1; Mixed methods, no rating. "
        f"{MMAT_2011['scoring']['caution']} "
        "Qualitative, 2 reports, 1 of them mixed methods: 1.1 Approach fits: yes 2 of 2; "
        "1.2 Data adequate: yes 1 of 2, can't tell 1; 1.3 Findings derived: yes 1 of 2, appraisers differ 1; "
        "1.4 Findings backed: yes 0 of 2, no 1, not answered yet 1."
    )


def test_one_report_and_one_rating_are_said_in_the_singular():
    said = quality.describe([PANEL._replace(rows=[BARDOSH])], [Spread("Qualitative", {3: 1})], tool=MMAT_2011)
    assert "Qualitative, 1 report, 3 points: 3 in 1." in said and "Qualitative, 1 report: 1.1" in said


def test_a_single_report_of_mixed_methods_is_not_one_of_several():
    said = quality.describe([PANEL._replace(rows=[BARDOSH._replace(mixed=True)])], [], tool=MMAT_2011)
    assert "Qualitative, 1 report, mixed methods: 1.1" in said
