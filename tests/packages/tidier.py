"""Statements of TIDieR written in a test, of three reports on two interventions and of the review itself."""

import pandas as pd

from packages import table

INTERVENTIONS = table(
    "intervention_id name worker_role", ("walk", "Walking", "coach"), ("swim", "Swimming", "nurse")
)
REPORTS = table("report_id", ("Roe2020",), ("Doe2018",), ("Poe2019",), ("Lou2021",))
LINKED = table(
    "report_id intervention_id",
    ("Roe2020", "walk"),
    ("Doe2018", "walk"),
    ("Poe2019", "swim"),
    ("Lou2021", "swim"),
)
COLUMNS = "intervention_id item report_id completeness text contradiction locator"


def said(intervention, item, report, completeness, text=None, contradiction="not_applicable"):
    silent = completeness in ("not_reported", "not_available")
    told = text or (completeness if silent else f"{report} on {item}")
    return intervention, item, report, completeness, told, contradiction, "p. 1"


def made(*rows: tuple) -> pd.DataFrame:
    return table(COLUMNS, *rows)


def full(*rows: tuple) -> pd.DataFrame:
    """These statements, and one of the review itself on every other item."""
    there = {row[:2] for row in rows}
    rest = [
        said(intervention, item, "not_applicable", "reported")
        for intervention in INTERVENTIONS["intervention_id"]
        for item in range(1, 13)
        if (intervention, item) not in there
    ]
    return made(*rows, *rest)
