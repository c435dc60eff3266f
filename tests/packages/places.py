"""The synthetic review with other values in its reports, or with many of them in places and years."""

from dataclasses import replace

import pandas as pd

from packages import OPENED, SYNTHETIC
from packages.reviews import only


def changed(review=SYNTHETIC, **columns):
    """A review with other values in columns of its reports."""
    opened = OPENED[review]
    reports = opened.reports.assign(
        **{name: pd.array(cells, dtype=opened.reports[name].dtype) for name, cells in columns.items()}
    )
    return replace(opened, tables=opened.tables | {"reports": reports})


def many(n: int, countries: list[str]):
    """The synthetic review with n reports of n studies, from one country after the other."""
    opened = OPENED[SYNTHETIC]
    reports = opened.reports.iloc[[0] * n].reset_index(drop=True)
    reports["report_id"] = [f"Report{i}" for i in range(n)]
    reports["country"] = pd.array([countries[i % len(countries)] for i in range(n)], dtype="string")
    reports["year"] = pd.array([2000 + i % 20 for i in range(n)], dtype="Int64")
    studies = opened.studies.iloc[[0] * n].reset_index(drop=True)
    studies["study_id"], studies["country"] = [f"study{i}" for i in range(n)], reports["country"]
    told = reports[["report_id"]].assign(study_id=studies["study_id"], sample_of="not_applicable")
    return only(opened, reports=reports, report_studies=told, studies=studies)
