"""Reports, studies and interventions written in a test: one intervention with two studies, one with one."""

from packages import table

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
    "report_id study_id sample_of participants_n workers_n role country design",
    ("A", "walk_1", NA, 50, None, "coach", "Xland", "qualitative"),
    ("B", "walk_1", "A", 30, None, "coach", "Xland", NR),
    ("C", "walk_2", NA, 20, 4, "coach", "Xland", "qualitative"),
    ("D", "swim_1", NA, None, None, "nurse", "Yland", None),
)


def changed(frame, at, **cells):
    frame = frame.copy()
    for name, value in cells.items():
        frame.loc[at, name] = value
    return frame
