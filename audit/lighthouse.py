"""Ask Lighthouse about a page, as on a phone; where it cannot be had, nothing is known."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable

from packages.browser import find

from audit.budgets import SCORES

VERSION = "13.5.0"
SECONDS = 180  # for one page


def program() -> list[str] | None:
    """The command of Lighthouse: that of LIGHTHOUSE, or of npx where there is node; None where neither is."""
    if own := os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse"):
        return [own]
    npx = shutil.which("npx")
    return [npx, "--yes", f"lighthouse@{VERSION}"] if npx else None


def asker() -> Callable[[str], dict[str, float]] | None:
    """What asks Lighthouse about an address: scores by the names of `budgets.SCORES`; None where it cannot be asked."""
    command, browser = program(), find()
    if command is None or browser is None:
        return None

    def ask(address: str) -> dict[str, float]:
        flags = ["--output=json", "--quiet", f"--only-categories={','.join(SCORES)}"]
        flags.append("--chrome-flags=--headless --no-sandbox")
        try:
            done = subprocess.run(
                [*command, address, *flags],
                capture_output=True,
                timeout=SECONDS,
                env={"CHROME_PATH": browser} | os.environ,
                check=True,
            )
            found = json.loads(done.stdout)["categories"]
        except (OSError, ValueError, KeyError, subprocess.SubprocessError):
            return {}
        return {
            budget.name: found[name]["score"] * 100
            for name, budget in SCORES.items()
            if found.get(name, {}).get("score") is not None
        }

    return ask
