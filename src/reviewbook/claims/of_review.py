"""What the rules of this chapter give for a whole review."""

from __future__ import annotations

import pandas as pd

from reviewbook.review.kept import kept
from reviewbook.review.model import Review


@kept
def evaluated(r: Review) -> pd.DataFrame:
    """The printed numbers with their verdicts (`verdicts.evaluate`); ``r`` is the whole review, as claims are about it."""
    from reviewbook.claims.asking import Limits
    from reviewbook.claims.verdicts import evaluate  # loads DuckDB

    return evaluate(r.claims, {name: getattr(r, name) for name in r.tables}, limits=Limits.of(r.package))
