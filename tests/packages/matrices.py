"""Interventions by features as a matrix is drawn of them: a few, and as many as are asked for."""

import pandas as pd

from packages import table

MARKS = {value: value for value in ("yes", "no", "unclear", "not_reported", "not_available")}
HOSTILE = "</script><img src=x onerror=alert(1)> & <b>bold</b>"
ROWS = table("key label href region", ("a", "Alpha", "../interventions/a.html", "Europe"),
             ("b", "Beta", "../interventions/b.html", None), ("c", "Gamma", "../interventions/c.html", "Asia"),
             ("d", "Delta", "../interventions/d.html", "Europe"))  # fmt: skip
COLUMNS = table("key label group anchor", ("app", "App", "Technology", "feature-app"),
                ("forum", "Forum", "Peers", "feature-forum"), ("web", "Web", "Technology", "feature-web"))  # fmt: skip
VALUES = table("row column value",
               ("a", "app", "yes"), ("a", "forum", "no"), ("a", "web", "yes"),
               ("b", "app", "no"), ("b", "forum", "yes"), ("b", "web", "not_reported"),
               ("c", "app", "unclear"), ("c", "forum", None),
               ("d", "app", "yes"), ("d", "forum", "not_available"), ("d", "web", "yes"))  # fmt: skip


def many(n: int) -> dict[str, pd.DataFrame]:
    """A matrix of n interventions by 60 features."""
    rows = pd.DataFrame({"key": [f"i{at}" for at in range(n)], "label": [f"Name {at}" for at in range(n)]})
    rows["parity"] = ["odd" if at % 2 else "even" for at in range(n)]
    columns = pd.DataFrame(
        {"key": [f"f{at}" for at in range(60)], "label": [f"Feature {at}" for at in range(60)]}
    )
    cells = [(row, f, list(MARKS)[:4][(r * 7 + c * 3 + r * c) % 4])
             for r, row in enumerate(rows["key"]) for c, f in enumerate(columns["key"])]  # fmt: skip
    return {
        "rows": rows,
        "columns": columns,
        "values": pd.DataFrame(cells, columns=["row", "column", "value"]),
    }
