"""Pictures of the main pages as they were looked at and found good, and how far a page is from its picture.

    python -m audit.golden [--site _build/html]

takes them anew. They are small, and compared blurred and smaller still: letters that another Chromium draws otherwise are no
difference; a figure that is gone, a table that slid under another or a page without its styles is one.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path
from typing import Any

from packages.browser import FLAGS, NONE, find
from PIL import Image, ImageChops, ImageFilter, ImageStat

from audit.serving import served

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "tests" / "golden" / "pages"
PAGES = (
    "book/index",
    "notebooks/05-themes",
    "notebooks/06-practices",
    "notebooks/03-appraisal",
    "notebooks/04-interventions",
    "notebooks/02-studies",
    "notebooks/01-selection",
    "notebooks/07-evidence-map",
    "notebooks/08-claims",
    "reports/_index",
)
WINDOW = {"width": 1280, "height": 1800}
KEPT, COMPARED = (640, 900), (160, 225)
TILE = 25  # px of what is compared, a tenth of a screen
MOST = 16.0  # of 255, by which a tile may differ


def picture_of(page: Any, address: str) -> Image.Image:
    """The top of a page in the light; ``page`` is of a browser, with the window `WINDOW`."""
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(400)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB").resize(KEPT, Image.Resampling.LANCZOS)


def place_of(name: str) -> Path:
    """The file of a page's picture."""
    return PICTURES / f"{name.replace('/', '_')}.webp"


def departs(one: Image.Image, other: Image.Image) -> float:
    """By how much two pictures differ where they differ most: of 255, in the mean of a tile.

    Examples
    --------
    >>> departs(Image.new("RGB", KEPT, "white"), Image.new("RGB", KEPT, "white"))
    0.0
    """
    small = [
        picture.resize(COMPARED, Image.Resampling.BOX).convert("L").filter(ImageFilter.GaussianBlur(2))
        for picture in (one, other)
    ]
    apart = ImageChops.difference(*small)
    width, height = COMPARED
    tiles = ((x, y, x + TILE, y + TILE) for x in range(0, width, TILE) for y in range(0, height, TILE))
    return max(ImageStat.Stat(apart.crop(tile)).mean[0] for tile in tiles)


def main() -> int:
    """Take the pictures anew; the status."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--site", type=Path, default=ROOT / "_build" / "html", help="folder of the site")
    site = asked.parse_args().site
    if not (path := find()):
        print(NONE, file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(parents=True, exist_ok=True)
    with served(site) as address, sync_playwright() as running:
        page = running.chromium.launch(executable_path=path, args=FLAGS).new_page(
            viewport=WINDOW, reduced_motion="reduce"
        )
        for name in PAGES:
            picture = picture_of(page, f"{address}{name}.html")
            picture.save(place_of(name), "WEBP", quality=55, method=6)
            print(f"{place_of(name).relative_to(ROOT)}  {place_of(name).stat().st_size / 1000:.0f} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
