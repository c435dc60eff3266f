"""Print what each page of a site is measured at, and end with status 1 where one is beyond its budget.

python -m audit [--site _build/html] [--only 'reports/*'] [--lighthouse] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from packages.browser import FLAGS, NONE, find

from audit import lighthouse, visiting
from audit.budgets import ALL
from audit.serving import served

ROOT = Path(__file__).resolve().parents[1]
BEYOND, UNKNOWN = "!", "–"
Figures = Mapping[str, float | None]


def main() -> int:
    """The status: 0 where every page keeps to its budgets, 1 where one does not, 2 where nothing could be measured."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--site", type=Path, default=ROOT / "_build" / "html", help="folder of the site")
    asked.add_argument("--only", action="append", default=[], help="pattern of pages, such as 'reports/*'")
    asked.add_argument(
        "--lighthouse", action="store_true", help="ask Lighthouse too: some twenty seconds a page"
    )
    asked.add_argument("--json", type=Path, help="file for the figures")
    given = asked.parse_args()
    names = visiting.pages(given.site, given.only)
    if not names:
        print(f"There is no page in {given.site}; `make book` builds one.", file=sys.stderr)
        return 2
    if not (path := find()):
        print(NONE, file=sys.stderr)
        return 2
    ask = lighthouse.asker() if given.lighthouse else None
    from playwright.sync_api import sync_playwright

    found: dict[str, dict[str, float | None]] = {}
    width = max(map(len, names))
    print(f"{'page':<{width}} ", *(f"{budget.name:>8}" for budget in ALL))
    with served(given.site) as address, sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=FLAGS, env=dict(os.environ))
        for name, figures in visiting.visit(browser, given.site, address, names):
            scores = ask(f"{address}{name}") if ask else {}
            if visiting.is_hidden(given.site, name):
                scores.pop("seo", None)  # no search engine is to list it
            found[name] = figures | scores
            print(f"{name:<{width}} ", *line(found[name]), flush=True)
    print(f"{'budget':<{width}} ", *(f"{budget.worst:>8,}" for budget in ALL))
    if given.json:
        given.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    if all(one.get("perf") is None for one in found.values()):
        print("Lighthouse: not measured" + ("; it needs node." if given.lighthouse else " (--lighthouse)."))
    wrong = beyond(found)
    print("\n".join(wrong) if wrong else f"{len(found)} pages keep to their budgets.")
    return bool(wrong)


def line(figures: Figures) -> list[str]:
    """The cells of a page's line: what is beyond its budget is marked, what was not measured or is not asked is a dash."""
    cells = []
    for budget in ALL:
        value = figures.get(budget.name)
        said = UNKNOWN if value is None else f"{value:.1f}" if budget.name == "screens" else f"{value:,.0f}"
        cells.append(f"{said + ('' if budget.holds(value) else BEYOND):>8}")
    return cells


def beyond(found: Mapping[str, Figures]) -> list[str]:
    """Which pages are beyond which budgets, a line a measure."""
    told = []
    for budget in ALL:
        if pages := [name for name, figures in found.items() if not budget.holds(figures.get(budget.name))]:
            few = ", ".join(pages[:5]) + (f" and {len(pages) - 5} more" if len(pages) > 5 else "")
            told.append(
                f"{budget.name} ({'at least' if budget.least else 'at most'} {budget.worst:,}): {few}"
            )
    return told


if __name__ == "__main__":
    sys.exit(main())
