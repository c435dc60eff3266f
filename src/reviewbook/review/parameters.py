"""The parameters that papermill gave a notebook: a name that the notebook does not have would be passed over in silence.

papermill writes the values into a cell of its own after the one tagged ``parameters`` and warns, on a terminal that nobody
may see, of a name that it does not find there. The notebook then runs on its defaults. What both cells said stands in
IPython's history.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from itertools import pairwise

from reviewbook.review.problems import Problem, quote

INJECTED = "# Parameters\n"  # how papermill begins the cell


def unknown(cells: Sequence[str]) -> list[Problem]:
    """Parameters that a notebook was given and does not have (PARA-003).

    Parameters
    ----------
    cells : the source of each code cell that was run, in order
    """
    for own, given in reversed(list(pairwise(cells))):
        known, asked = _assigned(own), _assigned(given)
        if given.startswith(INJECTED) and known and asked:
            expected = "one of " + ", ".join(known)
            return [
                Problem("PARA-003", "parameters", quote(name), expected, field=name)
                for name in asked
                if name not in known
            ]
    return []


def _assigned(cell: str) -> list[str]:
    """The names that a cell sets, where it does nothing else."""
    try:
        statements = ast.parse(cell).body
    except (SyntaxError, ValueError):
        return []
    names = []
    for one in statements:
        targets = one.targets if isinstance(one, ast.Assign) else [getattr(one, "target", None)]
        if not isinstance(one, ast.Assign | ast.AnnAssign):
            return []
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return list(dict.fromkeys(names))


def cells_run() -> list[str]:
    """The source of each cell that the notebook which calls has run; none outside of a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return list(shell.user_ns.get("In", [])) if shell else []
