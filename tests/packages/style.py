"""The colours of the book's style sheet."""

import re

from packages import ROOT

STATIC = ROOT / "book" / "_static"
CSS = (STATIC / "page.css").read_text(encoding="utf-8")


def colours(theme: str) -> dict[str, str]:
    """The --rb-colours of a theme: those of the dark one, where it has its own, over the light ones."""
    found = dict(re.findall(r"(--rb-[\w-]+): (#[0-9a-f]{6});", CSS.split("@media screen", 1)[0]))
    if theme == "dark":
        block = re.search(r'html\[data-theme="dark"\] \{(.*?)\}', CSS, re.DOTALL).group(1)
        found |= dict(re.findall(r"(--rb-[\w-]+): (#[0-9a-f]{6});", block))
    return found
