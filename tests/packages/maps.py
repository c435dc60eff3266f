"""The synthetic review with other codes, and as many codes as are asked for."""

from dataclasses import replace

import pandas as pd
import pytest

from packages import OPENED, SYNTHETIC, table

NONE = "not_applicable"


def made(codes, codings, *, relations=()):
    """The synthetic review with other codes (id, parent, scheme, label) and codings (excerpt of its six, or a new one; code)."""
    opened = OPENED[SYNTHETIC]
    rows = [(*row[:3], at, row[3], "not_reported", "Test") for at, row in enumerate(codes, 1)]
    tables = {
        "codes": table("code_id parent_id scheme position label description locator", *rows),
        "codings": table("excerpt_id code_id coder locator", *((e, c, "a", "Test") for e, c in codings)),
        "finding_excerpts": table("finding_id excerpt_id relation locator",
                                  *((a, b, "contrary", "Test") for a, b in relations)),
    }  # fmt: skip
    return replace(opened, tables=opened.tables | tables)


def many(tops: int, below: int, scheme="themes"):
    codes = []
    for top in range(tops):
        codes.append((f"t{top}", NONE, scheme, f"Theme {top}"))
        codes += [(f"t{top}_{sub}", f"t{top}", scheme, f"Subtheme {top}.{sub}") for sub in range(below)]
    return codes


KINDS = pytest.mark.parametrize("which", ["themes", "frameworks"])


def reports(n: int, *, year=lambda at: 2000 + at % 7):
    """The synthetic review with n reports, the codes of its excerpts in the first five."""
    opened = OPENED[SYNTHETIC]
    first = opened.reports
    more = first.iloc[[0] * (n - len(first))].assign(report_id=[f"More{at}" for at in range(n - len(first))])
    both = pd.concat([first, more], ignore_index=True)
    both["year"] = pd.array([year(at) for at in range(n)], dtype="Int64")
    return replace(opened, tables=opened.tables | {"reports": both})


def crowded():
    """Thirty codes, long labels, and as many links as are drawn."""
    practices = [("p" + key, NONE, "practices", name) for key, _, _, name in many(5, 0)]
    codes = [
        (key, parent, scheme, f"{name} and what people say of it, at some length" * (1 + at % 4))
        for at, (key, parent, scheme, name) in enumerate([*many(5, 4), *practices])
    ]
    pairs = [
        (e, f"t{at % 5}_{(at * k) % 4}" if at % 4 else f"pt{at % 5}")
        for k, e in enumerate(["F1", "F2", "F3", "Q1", "Q2", "Q3"])
        for at in range(9)
    ]
    return made(codes, pairs, relations=[("F1", "F3"), ("F2", "F3")])
