"""Take a matrix of features into a review: interventions, features and feature_values, each table whole or not at all."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from reviewbook.files import ledger
from reviewbook.files.ledger import Imported, Report, Table, identifier
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import compared, one_line
from reviewbook.interventions import asked
from reviewbook.interventions.imports import feature_table, feature_values
from reviewbook.interventions.imports.feature_table import Named
from reviewbook.interventions.imports.feature_values import Value
from reviewbook.interventions.imports.feature_words import BLANK, Words
from reviewbook.review import bibliography
from reviewbook.review.dictionary import schema
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED, WORDS
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.usable import needed

TABLES = ("interventions", "features", "feature_values", "imports")

FORMAT = "features"
SHOWN = 12  # names that are told one by one
NOBODY = {"", compared(NOT_APPLICABLE), compared(NOT_REPORTED)}


def add(review: str | os.PathLike, file: Path, *, blank: str | None = None, dry_run: bool = False) -> Report:
    """Import a matrix of features into the tables interventions, features and feature_values of a review.

    Parameters
    ----------
    review : folder of the review: a path, or the name of a folder in data/.
    blank : "no" or "not_reported": what a blank cell or a dash stands for; None refuses a matrix that has some.
    dry_run : read and report, write nothing.

    Returns
    -------
    Report; values that were there already count as known

    Raises
    ------
    ReviewProblems with every problem, and nothing written: the file cannot be read (IMPT-001) or is no matrix (IMPT-007,
    TABL-004), a cell is no value (IMPT-008), cells are blank (IMPT-009), a value is another one than elsewhere in the file or
    in the review (IMPT-010), evidence stands beside not_reported (INTV-003), a review that is none (IMPT-004) or not sound.
    """
    folder = ledger.folder_of(review)
    loaded = needed(folder, *TABLES)
    tables = {name: Table.read(folder, name) for name in TABLES}
    import_id = ledger.identified(tables["imports"], file, FORMAT, {"blank": blank})
    if any(row["import_id"] == import_id for row in tables["imports"].rows):
        return Report([Imported(file.name, import_id, FORMAT, before=True)], [], [])
    people = _Known(tables["interventions"], ("intervention_id", "name", "abbreviation"))
    read = feature_table.read(file, is_known=lambda name: bool(people.find(name)))
    reports = {
        compared(name): key for key, label in bibliography.labels(loaded).items() for name in (label, key)
    }
    placed: list[Problem] = []
    interventions = _placed(read.interventions, people, file.name, placed)
    features = _placed(read.features, _Known(tables["features"], ("feature_id", "label")), file.name, placed)
    out = asked.without(loaded.features, loaded.interventions)
    aside = {
        (who, what)
        for who, key in enumerate(interventions)
        for what, feature in enumerate(features)
        if (key, feature) in out
    }
    values, wrong = feature_values.values_of(read, file.name, blank=blank, reports=reports, aside=aside)
    wrong = read.problems + wrong + placed
    there = {
        (row["intervention_id"], row["feature_id"]): row["value"] for row in tables["feature_values"].rows
    }
    new, known = {}, []
    for (who, what), value in values.items():
        key = (interventions[who], features[what])
        if key not in there:
            new[key] = value
        elif there[key] == value.value:
            known.append({"intervention_id": key[0], "feature_id": key[1]})
        else:
            seen = f"{value.value} for {', '.join(key)} ({value.locator})"
            wrong.append(Problem("IMPT-010", file.name, seen, f"{there[key]}, as feature_values.csv has it"))
    if wrong:
        raise ReviewProblems(wrong)
    notes = [f"{file.name}: left out: {', '.join(read.left)}"] if read.left else []
    notes += _add_interventions(tables["interventions"], read.interventions, interventions, file.name)
    notes += _add_features(tables["features"], read.features, features, file.name)
    _add_values(tables["feature_values"], new)
    notes += _open_cells(tables, out)
    done = Imported(file.name, import_id, FORMAT, entries=len(values), added=len(new), known=len(known))
    tables["imports"].add([ledger.entered(done)])
    changed = [table for table in tables.values() if table.changed]
    reviewers = People(loaded)
    ledger.redact(changed, reviewers)
    if not dry_run:
        held = {
            "interventions": [{"intervention_id": key} for key in interventions],
            "features": [{"feature_id": key} for key in features],
            "feature_values": known,
        }
        ledger.write(folder, changed, reviewers, by=[import_id], known={import_id: ledger.keys(held)})
    return Report([done], [table.name for table in changed], reviewers.notes() + notes)


# --- from names to identifiers


class _Known:
    """The interventions, or features, that a review has: found by identifier or name, case and punctuation aside."""

    def __init__(self, table: Table, columns: tuple[str, ...]):
        self.table, self.key = table, columns[0]
        self.group = {row[self.key]: compared(row.get("group", "")) for row in table.rows}
        self._by_name: dict[str, list[str]] = {}
        for row in table.rows:
            for name in {compared(row.get(column) or "") for column in columns} - NOBODY:
                self._by_name.setdefault(name, []).append(row[self.key])

    def find(self, name: str) -> list[str]:
        """The identifiers of all that have this name."""
        return [name] if name in self.group else self._by_name.get(compared(name), [])


def _placed(named: list[Named], known: _Known, file: str, wrong: list[Problem]) -> list[str]:
    """The identifier of each: that of the review, or a new one; names that fit several, or one that fits another's too, are
    added to the problems."""
    labels = Counter(compared(one.label) for one in named)
    ids: list[str] = []
    taken = {key.casefold() for key in known.group}
    found: dict[str, Named] = {}
    for one in named:
        in_groups = (
            labels[compared(one.label)] > 1
        )  # a label that is there in two groups means that of its own alone
        fits = known.find(one.label)
        same = [key for key in fits if known.group[key] == compared(one.group)]
        fits = same or ([] if in_groups else fits)
        if len(fits) > 1:
            wanted = f"a name for one of {', '.join(fits)}"
            wrong.append(Problem("IMPT-007", file, f"{quote(one.label)} at {one.place}", wanted))
        elif fits and fits[0] in found:
            wanted = f"another name than {fits[0]}, which {found[fits[0]].place} has"
            wrong.append(Problem("IMPT-007", file, f"{quote(one.label)} at {one.place}", wanted))
        key = fits[0] if fits else identifier(one.label, taken, group=one.group if in_groups else "")
        taken.add(key.casefold())
        found[key] = one
        ids.append(key)
    return ids


# --- into the tables


def _add_interventions(table: Table, named: list[Named], ids: list[str], file: str) -> list[str]:
    """Rows for interventions that are not there yet; what to say of them."""
    there = {row["intervention_id"] for row in table.rows}
    new = {key: one for key, one in zip(ids, named, strict=True) if key not in there}
    notes: list[str] = []
    facts: dict[str, dict[str, str]] = {}
    old = [one for key, one in zip(ids, named, strict=True) if key in there]
    if kept := [fact for fact in (old[0].facts if old else {}) if any(one.facts[fact] for one in old)]:
        notes.append(
            f"{file}: left out: {', '.join(kept)} of interventions that are there already ({len(old):,})"
        )
    for column in dict.fromkeys(fact for one in new.values() for fact in one.facts):
        told = {key: _fact(column, one.facts[column]) for key, one in new.items()}
        if None in told.values():
            odd = next(new[key].facts[column] for key, fact in told.items() if fact is None)
            notes.append(f"{file}: left out: {column} ({quote(odd)} is no word of the data dictionary)")
        else:
            facts[column] = {key: fact for key, fact in told.items() if fact is not None}
    rows = [  # what the matrix does not hold stays blank: nobody has looked
        {
            "intervention_id": key,
            "name": one.label,
            "worker_role": NOT_APPLICABLE,
            "locator": f"{file}, {one.place}",
        }
        | {column: known[key] for column, known in facts.items()}
        for key, one in new.items()
    ]
    table.add(rows)
    return notes + _told(new.values(), "intervention", "interventions.csv")


def _fact(column: str, written: str) -> str | None:
    """A fact about an intervention as its table has it; None where it may not."""
    words = one_line(written)
    if Words([]).read(words).value in (BLANK, *WORDS):
        return NOT_REPORTED
    field = next(f for f in schema("interventions")["fields"] if f["name"] == column)
    allowed = field.get("constraints", {}).get("enum")
    if allowed is None:
        return words
    return next((word for word in allowed if compared(word) == compared(words)), None)


def _add_features(table: Table, named: list[Named], ids: list[str], file: str) -> list[str]:
    """Rows for features that are not there yet, after those that are; what to say of them."""
    there = {row["feature_id"] for row in table.rows}
    groups = {compared(row["group"]): row["group"] for row in table.rows}
    last = max((int(row["position"]) for row in table.rows), default=0)
    new = {key: one for key, one in zip(ids, named, strict=True) if key not in there}
    rows = [
        {
            "feature_id": key,
            "position": str(last + at),
            "group": groups.setdefault(compared(one.group), one.group),
            "label": one.label,
            "locator": f"{file}, {one.place}",
        }
        for at, (key, one) in enumerate(new.items(), 1)
    ]
    table.add(rows)
    inside = list(dict.fromkeys(row["group"] for row in rows))
    said = (
        [f"Groups of the new features: {', '.join(inside)}"]
        if inside and inside != [feature_table.GROUP]
        else []
    )
    return _told(new.values(), "feature", "features.csv") + said


def _told(new: Iterable[Named], what: str, file: str) -> list[str]:
    names = [one.label for one in new]
    if not names:
        return []
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return [f"New in {file}: {len(names):,} {what}{'s' * (len(names) > 1)}: {', '.join(names[:SHOWN])}{more}"]


def _add_values(table: Table, new: Mapping[tuple[str, str], Value]) -> None:
    """Rows for values; where the first report is named, the rows that were there before name none."""
    if "report_id" not in table.header and any(value.report_id != NOT_APPLICABLE for value in new.values()):
        for row in table.rows:
            row["report_id"] = NOT_APPLICABLE
        table.header.append("report_id")
    rows = []
    for (who, what), value in new.items():
        row = {"intervention_id": who, "feature_id": what, "value": value.value, "evidence": value.evidence}
        row |= {"locator": value.locator}
        rows.append(row | ({"report_id": value.report_id} if "report_id" in table.header else {}))
    table.add(rows)


def _open_cells(tables: Mapping[str, Table], not_asked: Collection[tuple[str, str]]) -> list[str]:
    """What to say where the review then has interventions and features without a value, of which these are asked."""
    there = {(row["intervention_id"], row["feature_id"]) for row in tables["feature_values"].rows}
    there |= set(not_asked)
    pairs = (
        (one["intervention_id"], feature["feature_id"])
        for one in tables["interventions"].rows
        for feature in tables["features"].rows
    )
    lacking = [pair for pair in pairs if pair not in there]
    if not lacking:
        return []
    first = " of ".join(reversed(lacking[0]))
    return [
        f"Not charted yet, which `reviewbook check` tells as INTV-001: {len(lacking):,} values, first {first}"
    ]
