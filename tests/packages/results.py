"""Results written in a test, and a review whose results are others."""

import pandas as pd

from packages import OPENED, SYNTHETIC, table
from packages.reviews import only

COLUMNS = "result_id report_id outcome domain instrument group time_point n value unit direction comparison note locator"


def results(*rows: tuple) -> pd.DataFrame:
    """Results in one line each: report, outcome, domain, direction, and n where it is known."""
    given = ("scale", "all", "at the end")
    made = [
        (f"R{at}", report, outcome, domain, *given, *(n or (None,)), None, "points", way, "usual care", "none", "p. 1")
        for at, (report, outcome, domain, way, *n) in enumerate(rows, 1)
    ]  # fmt: skip
    frame = table(COLUMNS, *made)
    frame["n"], frame["value"] = frame["n"].astype("Int64"), frame["value"].astype("Float64")
    return frame.assign(
        n_as_charted=frame["n"].astype("string"), value_as_charted=pd.array([None] * len(frame), "string")
    )


def reviewed(*rows: tuple):
    """The synthetic review with these results in place of its own."""
    return only(OPENED[SYNTHETIC], results=results(*rows))


def undirected():
    """The synthetic review, none of whose results has a direction."""
    review = OPENED[SYNTHETIC]
    own = review.results
    return only(review, results=own.assign(direction="not_applicable", comparison="not_applicable"))
