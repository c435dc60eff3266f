"""The texts of coded documents, written into a folder for `reviewbook check --sources`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reviewbook.files import replace
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.themes.imports.known import charted


def new_texts(
    texts: Mapping[str, str], documents: Mapping[str, Mapping[str, str]], folder: Path
) -> dict[Path, bytes]:
    """The texts to write: those that are not there yet, and of a document whose text the review has in another file none.

    ``texts`` and rows of ``documents`` are by the same keys.
    """
    wanted, wrong = {}, []
    for key, text in texts.items():
        row = documents.get(key)
        if row is None or charted(row.get("file")) not in ("", f"{row['document_id']}.txt"):
            continue
        file, data = folder / f"{row['document_id']}.txt", text.encode()
        if not file.exists():
            wanted[file] = data
        elif not file.is_file() or file.read_bytes() != data:
            seen = "another text than that of " + quote(row["name"])
            wrong.append(Problem("IMPT-013", str(file), seen, "the same text, or no such file yet"))
    if wrong:
        raise ReviewProblems(wrong)
    return wanted


def in_words(texts: Mapping[str, str], wanted: Mapping[Path, bytes], folder: Path) -> str:
    if not texts:
        return "No text of a document is in what was read: none to write"
    return f"Texts of documents in {folder}: {len(wanted):,} new of {len(texts):,}"


def write(wanted: Mapping[Path, bytes]) -> None:
    for folder in {file.parent for file in wanted}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise ReviewProblems(
                [Problem("PACK-006", str(folder), why, "a folder that can be made")]
            ) from None
    replace.whole(wanted)
