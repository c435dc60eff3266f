"""What an earlier import of the same files took, and what it set aside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from reviewbook.files.ledger import Table


class Again:
    """What an earlier import of the same files took, and what it set aside: that alone is tried again."""

    def __init__(self, ids: Mapping[str, str], tables: Mapping[str, Table]):
        own = set(ids.values())
        self.there = {row["import_id"] for row in tables["imports"].rows} & own
        self.lines: set[tuple[str, int]] = set()
        self.entries: set[tuple[str, str]] = set()
        self.records: dict[tuple[str, int, str], list[str]] = defaultdict(list)
        self.decisions: set[tuple[str | int, ...]] = set()
        if not self.there:
            return
        for row in tables["set_aside"].rows:
            if row["import_id"] in own:
                if (line := row.get("line") or "").isdecimal():
                    self.lines.add((row["import_id"], int(line)))
                self.entries.add((row["import_id"], row.get("entry") or ""))
        for row in tables["records"].rows:
            if (import_id := row.get("import_id") or "") in own:
                self.records[import_id, line_of(row), row.get("source_key") or ""].append(row["record_id"])
        for row in tables["decisions"].rows:
            if (import_id := row.get("import_id") or "") in own:
                place = import_id, line_of(row), row["record_id"]
                self.decisions.add((*place, row["reviewer"], row["stage"]))

    def record(self, import_id: str, row: Mapping[str, str]) -> str | None:
        """The record that an entry became, whatever it says now; each one once."""
        came = self.records.get((import_id, line_of(row), row.get("source_key") or ""))
        return came.pop(0) if came else None

    def has_decision(self, import_id: str, row: Mapping[str, str], record_id: str) -> bool:
        """Whether a decision was taken, whatever it says now."""
        return (import_id, line_of(row), record_id, row["reviewer"], row["stage"]) in self.decisions

    def is_open(self, import_id: str, row: Mapping[str, str], key: str) -> bool:
        """Whether an entry is to be taken: it comes for the first time, or something of it was set aside."""
        if import_id not in self.there:
            return True
        return (import_id, line_of(row)) in self.lines or (import_id, key) in self.entries


def line_of(row: Mapping[str, str]) -> int:
    """The line of its file in which a row stood; 0 where its locator names none."""
    line = re.search(r", (?:line|row) (\d+)", row.get("locator") or "")
    return int(line[1]) if line else 0
