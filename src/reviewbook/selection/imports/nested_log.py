"""A log of decisions in YAML or JSON as the table that decisions are read from: a row a decision.

Decisions may stand as a list within each article, each with its reviewer, stage and reason, or as reviewers with what each
decided; a list of decisions without articles is a table as it is.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import yaml

from reviewbook.files.wording import letters, one_line, words
from reviewbook.review import authored
from reviewbook.review.decoding import read_text
from reviewbook.selection.imports import listing
from reviewbook.selection.imports.bibliography import Entries

ENDINGS = (".yaml", ".yml", ".json", ".jsonl")
LISTS = words("decisions votes judgements judgments screening screenings reviews log labels answers")
DECIDES = words("decision vote answer judgement judgment verdict choice inclusion included include label")


def text_of(file: Path) -> tuple[str, str] | None:
    """The table as CSV, each row in the line of its decision as far as there is one, and the encoding of the file.

    None where the file is no list in YAML or JSON, by its ending and what is in it.

    Raises
    ------
    ReviewProblems (IMPT-001) where the file cannot be read.
    """
    if file.suffix.lower() not in ENDINGS:
        return None
    text, encoding = read_text(file)
    try:
        rows = [
            row for key, item in listing.listed(listing.node(text), Entries(file)) for row in _rows(key, item)
        ]
    except authored.Fault:
        return None
    return (_as_csv(rows), encoding) if rows else None


def _rows(key: dict[str, str], item: yaml.Node) -> list[tuple[int, dict[str, str]]]:
    """The decisions of an article, each with what describes the article and the line on which it begins."""
    if not isinstance(item, yaml.MappingNode):
        return []
    logs = [(name.value, value) for name, value in item.value if _is_log(name, value)]
    others = [(name, value) for name, value in item.value if not _is_log(name, value)]
    about = key | listing.fields(yaml.MappingNode(item.tag, others))
    if not logs:
        return [(item.start_mark.line + 1, about)]
    rows = []
    for name, log in logs:
        for line, decided in _decided(log):
            own = {f"{name} {field}" if field in about else field: text for field, text in decided.items()}
            rows.append((line, about | own))
    return rows


def _is_log(name: yaml.Node, value: yaml.Node) -> bool:
    """Whether a field of an article holds its decisions."""
    if isinstance(value, yaml.SequenceNode):
        members = [part.value for part in value.value if isinstance(part, yaml.MappingNode)]
        return bool(members) and all(
            any(letters(str(n.value)) in DECIDES for n, _ in member) for member in members
        )
    of_people = isinstance(value, yaml.MappingNode) and letters(str(name.value)) in LISTS
    return of_people and all(isinstance(part, yaml.ScalarNode) for _, part in value.value)


def _decided(log: yaml.Node) -> list[tuple[int, dict[str, str]]]:
    if isinstance(log, yaml.SequenceNode):
        return [(part.start_mark.line + 1, listing.fields(part)) for part in log.value]
    return [
        (name.start_mark.line + 1, {"reviewer": name.value, "decision": said.value})
        for name, said in log.value
    ]


def _as_csv(rows: list[tuple[int, dict[str, str]]]) -> str:
    header = list(dict.fromkeys(name for _, row in rows for name in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    written = 1
    for line, row in rows:
        out.write("\n" * max(0, line - written - 1))
        writer.writerow([one_line(row.get(name, "")) for name in header])
        written = max(written + 1, line)
    return out.getvalue()
