"""Reports, studies and interventions written in a test: one intervention with two studies, one with one."""

from packages import table
from reviewbook.studies.links import links

NA, NR = "not_applicable", "not_reported"
# One intervention with two studies, one of them with two reports; one intervention with one study.
INTERVENTIONS = table(
    "intervention_id name region delivery country worker_role",
    ("walk", "Walking", "North", "web", "Xland", "coach"),
    ("swim", "Swimming", "South", "mobile", "Yland", "nurse"),
)
STUDIES = table(
    "study_id intervention_id label country participants_n workers_n",
    ("walk_1", "walk", "Walk one", "Xland", 50, None),
    ("walk_2", "walk", "Walk two", "Xland", 20, 4),
    ("swim_1", "swim", "Swim", "Yland", None, None),
)
REPORTS = table(
    "report_id participants_n workers_n role country design",
    ("A", 50, None, "coach", "Xland", "qualitative"),
    ("B", 30, None, "coach", "Xland", NR),
    ("C", 20, 4, "coach", "Xland", "qualitative"),
    ("D", None, None, "nurse", "Yland", None),
)
REPORT_STUDIES = table(
    "report_id study_id sample_of",
    ("A", "walk_1", NA),
    ("B", "walk_1", "A"),
    ("C", "walk_2", NA),
    ("D", "swim_1", NA),
)
LINKED = links(REPORTS, REPORT_STUDIES, STUDIES)
# A report that tells of a study of each intervention, beside the main report of one of them.
BOTH = table("report_id study_id sample_of", *REPORT_STUDIES.itertuples(index=False), ("C", "swim_1", "D"))


def changed(frame, at, **cells):
    frame = frame.copy()
    for name, value in cells.items():
        frame.loc[at, name] = value
    return frame
