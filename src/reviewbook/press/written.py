"""The prose that people wrote of a review: its pages, and the texts of its datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewbook.press.settings import GENERATED
from reviewbook.review.model import Review


def pages(review: Review, root: Path | None) -> Iterator[tuple[str, str]]:
    """Name and text of everything that people wrote of a review as prose."""
    files: Sequence[tuple[str, Path]] = [
        (f"book/{file.name}", file)
        for file in sorted((root / "book").glob("*.md") if root else ())
        if file.stem not in GENERATED
    ]
    files = [*files, *((f"pages/{file.name}", file) for file in sorted((review.path / "pages").glob("*.md")))]
    for name, file in files:
        yield name, file.read_text(encoding="utf-8", errors="replace")
    said = [review.package.get("description"), *(review.package.get("answers") or [])]
    yield "datapackage.json", "\n\n".join(str(text) for text in said if text)
