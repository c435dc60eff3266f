"""A browser for tests, and what axe finds in a page."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Without its sandbox, as CI runs as root; it finds no host but this one.
FLAGS = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
NONE = "no browser: install Chromium, or set CHROMIUM to its path"


def find() -> str | None:
    """The path of a Chromium; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def barriers(page) -> list[tuple[str, str]]:
    """What axe finds in a page: the rule and where it is broken first."""
    from axe_playwright_python.sync_playwright import Axe

    rules = {rule: {"enabled": True} for rule in ("target-size", "label-content-name-mismatch")}
    options = {"resultTypes": ["violations"], "preload": False, "rules": rules}
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
