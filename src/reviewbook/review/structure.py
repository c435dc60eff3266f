"""Whether cells and tables have the structure of their schema: types, allowed values, keys, references between tables."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from reviewbook.review import judging, names, patterns
from reviewbook.review.cells import Column
from reviewbook.review.characters import CONTROL, may_hold_control, named
from reviewbook.review.dictionary import ASKED_OF, MAY_BE_BLANK, PLAIN, TABLES, described, is_required, schema
from reviewbook.review.judging import Judged
from reviewbook.review.mending import meanings
from reviewbook.review.nothing import NOTHING, WORDS
from reviewbook.review.problems import Problem, quote
from reviewbook.review.questions import asked_where
from reviewbook.review.spreadsheets import damage

MOST = 10_000  # faults of its cells that are told of one table
# Identifiers by which pages and files of the book are called.
NAMING = {"reports": "report_id", "interventions": "intervention_id", "codes": "code_id"}
OR_NOTHING = (
    f", {', '.join(WORDS[:-1])} or {WORDS[-1]}"  # what may stand in every cell that need not be filled
)
COUNTED = 2**62  # whole numbers up to this are told apart in a table of numbers
LOCATOR = "locator"  # the column of every table that says where a row was read
FOREIGN_WORDS = ("set_aside",)  # a table of what foreign files hold, damage too
IN_KEY_WHERE_BLANK = {"turn": 1}  # a decision without a turn is the reviewer's first


def blank_cells(file: Path, fields: Mapping[str, dict], cells: Mapping[str, Column]) -> list[Problem]:
    """All the cells that are not charted yet as one thing to do, at the first of them; of a question those of what it is asked of."""
    count, first = 0, []
    may_be = MAY_BE_BLANK.get(file.stem, ())
    for at, name in enumerate(fields):
        if not is_required(fields[name]) and name not in may_be:
            rows = cells[name].rows_with(cells[name].blank).tolist()
            if ASKED_OF in fields[name]:
                rows = asked_where(fields[name][ASKED_OF], cells, rows)
            count += len(rows)
            first += [(row + 2, at, name) for row in rows[:1]]
    if not count:
        return []
    found = "a blank cell" if count == 1 else f"{count} blank cells, the first of them here"
    row, _, name = min(first)
    return [Problem("TABL-012", file.name, found, "a value", row, name)]


def odd_numbers(file: Path, fields: Mapping[str, dict], cells: Mapping[str, Column]) -> list[Problem]:
    """Cells of numbers that are not written in plain digits."""
    found = []
    for name, field_ in fields.items():
        if plain := PLAIN.get(field_.get("type", "")):
            nothing = NOTHING[:1] if is_required(field_) else NOTHING
            odd = [
                code
                for code, cell in enumerate(cells[name].cells)
                if cell.strip() not in nothing and not plain.fullmatch(cell.strip())
            ]
            found += [
                Problem(
                    "TABL-006",
                    file.name,
                    quote(cells[name][at]),
                    _meant(cells[name][at], field_) or _number_words(field_),
                    int(at) + 2,
                    name,
                )
                for at in cells[name].rows_with(odd)
            ]
    return found


def _meant(cell: str, field_: dict) -> str:
    """What a cell could mean that does not say it for certain; blank where it means nothing that is known."""
    said = meanings(cell, field_)
    return (
        " or ".join(said) + (", whichever is meant" if len(said) > 1 else ", if that is meant")
        if said
        else ""
    )


def invisible(file: Path, cells: Mapping[str, Column]) -> list[Problem]:
    """Cells with a character that XML, and with it Word and SVG, cannot hold; nothing shows it."""
    if not _may_hold_control(file):
        return []
    found = []
    for name, column in cells.items():
        odd = [code for code, cell in enumerate(column.cells) if CONTROL.search(cell)]
        found += [
            Problem("TABL-030", file.name, quote(named(column[at])), "visible characters", int(at) + 2, name)
            for at in column.rows_with(odd)[:MOST]
        ]
    return sorted(found, key=lambda problem: problem.row or 0)


def _may_hold_control(file: Path) -> bool:
    """Whether it is worth looking at each cell; hardly any file needs it."""
    before = b""
    with file.open("rb") as data:
        while chunk := data.read(1 << 20):
            if may_hold_control(before + chunk):
                return True
            before = chunk[-2:]  # a character may lie across
    return False


def damaged(file: Path, table: str, fields: Mapping[str, dict], cells: Mapping[str, Column]) -> list[Problem]:
    """Cells of text that look like what a spreadsheet makes of a number or a range; a pattern or a list of words names its own."""
    found = []
    for name, field_ in fields.items():
        constrained = field_.get("constraints", {}).keys() & {"pattern", "enum"}
        if table in FOREIGN_WORDS or field_.get("type", "string") != "string" or constrained:
            continue
        what = {code: why for code, cell in enumerate(cells[name].cells) if (why := damage(cell, name))}
        for at in cells[name].rows_with(list(what))[:MOST]:
            seen = f"{quote(cells[name][at])}, which looks like {what[int(cells[name].codes[at])]}"
            found.append(Problem("TABL-024", file.name, seen, "what stood there before", int(at) + 2, name))
    return sorted(found, key=lambda problem: problem.row or 0)


def _number_words(field_: dict) -> str:
    kind = field_.get("type", "string")
    words = "an integer" if kind == "integer" else f"a {kind}"
    return words if is_required(field_) else f"{words} or not_reported"


def cell_problems(
    file: Path,
    table: str,
    fields: Mapping[str, dict],
    cells: Mapping[str, Column],
    lengths: np.ndarray,
    *,
    forms: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Types, allowed values, ranges and keys: the first `MOST` faults in the order of rows.

    ``forms`` are the patterns of the author's own columns (`patterns.own`).

    Each distinct cell of a column is judged once (`reviewbook.review.judging`).
    """
    try:
        judged = judging.judged(table, fields, {name: cells[name].cells for name in fields})
    except judging.UnknownField as unknown:  # only the author's own fields can be wrong
        expected = f"fields of {table} that Frictionless knows"
        return [Problem("PACK-002", "datapackage.json", quote(unknown), expected)]
    if broken := _broken_rows(file, cells, lengths, judged):
        return broken
    unique = [name for name, f in fields.items() if f.get("constraints", {}).get("unique")]
    faults: list[tuple[np.ndarray, Callable[[int], Problem]]] = []
    key = described(table, list(fields.values()))["primaryKey"]
    for name in dict.fromkeys([*unique, *key, *fields]):
        for kind in judged[name].rules:
            wrong = [code for code, kinds in judged[name].wrong.items() if kind in kinds]
            fault = functools.partial(_cell_problem, file, kind, fields[name], cells[name])
            faults.append((cells[name].rows_with(wrong), fault))
    for name, form in (forms or {}).items():
        if name in cells and not patterns.unfit(form):  # an unfit one is told with datapackage.json
            fault = functools.partial(_misfit, file, fields[name], form, cells[name])
            faults.append((cells[name].rows_with(_misfitting(form, cells[name], judged[name])), fault))
    for name in unique:
        again = _repeated(_identities(cells[name], judged[name]))
        found = functools.partial(_value_again, file, name, cells[name], judged[name].values)
        faults.append((again.index.to_numpy(), found))
    again = _repeated(
        *(_identities(cells[name], judged[name], IN_KEY_WHERE_BLANK.get(name)) for name in key),
        # Of a part that is not charted yet nobody knows whether it comes again.
        whole=[not is_required(fields[name]) and name not in IN_KEY_WHERE_BLANK for name in key],
    )
    faults.append((again.index.to_numpy(), functools.partial(_key_again, file, key, again)))
    return _first(faults)


def _misfitting(form: str, column: Column, judged: Judged) -> list[int]:
    """The cells, by their numbers, that hold something which has not the form of a pattern."""
    held = [code for code, value in enumerate(judged.values) if value is not None]
    fits = patterns.fitting(form, [column.cells[code] for code in held])
    return [code for code, fit in zip(held, fits, strict=True) if not fit]


def _broken_rows(
    file: Path, cells: Mapping[str, Column], lengths: np.ndarray, judged: Mapping[str, Judged]
) -> list[Problem]:
    """Rows that are blank, too short or too long."""
    blank = np.arange(len(lengths))
    for name, (values, nothing, wrong, _) in judged.items():
        if not len(blank):
            break
        empty = np.zeros(len(values), bool)
        empty[[code for code in nothing if "type" not in wrong.get(code, ())]] = True
        blank = blank[empty[cells[name].codes[blank]]]
    problems = []
    for row in np.union1d(blank, np.flatnonzero(lengths != len(cells)))[:MOST]:
        odd = "a cell too many" if lengths[row] > len(cells) else "a cell missing"
        found = "a blank row" if row in blank else odd
        problems.append(Problem("TABL-004", file.name, found, f"{len(cells)} cells", row=int(row) + 2))
    return problems


def _identities(column: Column, judged: Judged, blank: object = None) -> np.ndarray:
    """For each row a number that equal values share (1 and 01 are one number), -1 where there is none.

    ``blank`` is the value that a blank cell stands for; another word for nothing is the same as itself.
    """
    given = list(judged.values)
    for code in judged.nothing:
        given[code] = column.cells[code].strip() or blank
    if set(map(type, given)) == {str} and len(set(given)) == len(given):
        return column.codes
    texts = (value if isinstance(value, Hashable) else str(value) for value in given)
    return pd.factorize(pd.Series(list(texts), dtype="object"))[0][column.codes]


def _repeated(*columns: np.ndarray, whole: Sequence[bool] = ()) -> pd.Series:
    """Of rows that have the same values as a row before, the row before; rows without any value are left out.

    ``whole`` says of each column whether a row without its value is left out too.
    """
    one, size, given = np.zeros(len(columns[0]), np.int64), 1, np.zeros(len(columns[0]), bool)
    for column in columns:
        own = int(column.max(initial=-1)) + 2
        if size * own > COUNTED:
            one = pd.factorize(one)[0]
            size = int(one.max(initial=0)) + 1
        one, size = one * own + column + 1, size * own
        given |= column >= 0
    for column, needed in zip(columns, whole, strict=False):
        if needed:
            given &= column >= 0
    rows = pd.Series(one)[given]
    rows = rows[rows.duplicated(keep=False)]
    if rows.empty:  # as in most tables
        return rows
    before = rows.index.to_series().groupby(rows).shift()
    return before.dropna().astype("int64")


def _first(faults: list[tuple[np.ndarray, Callable[[int], Problem]]]) -> list[Problem]:
    """The first `MOST` faults, row by row."""
    at = np.concatenate([rows for rows, _ in faults])
    which = np.repeat(np.arange(len(faults)), [len(rows) for rows, _ in faults])
    return list(dict.fromkeys(faults[which[n]][1](int(at[n])) for n in np.lexsort((which, at))[:MOST]))


def _cell_problem(file: Path, kind: str, field_: dict, column: Column, at: int) -> Problem:
    place = {"file": file.name, "row": at + 2, "field": field_["name"]}
    if kind == "type":
        return Problem("TABL-006", found=quote(column[at]), expected=_number_words(field_), **place)
    if kind == "pattern" and (meant := _meant(column[at], field_)):
        return Problem("TABL-008", found=quote(column[at]), expected=meant, **place)
    return _constraint_problem(kind, field_["constraints"], column[at], place)


def _misfit(file: Path, field_: dict, form: str, column: Column, at: int) -> Problem:
    place = {"file": file.name, "row": at + 2, "field": field_["name"]}
    return _constraint_problem(
        "pattern", field_.get("constraints", {}) | {"pattern": form}, column[at], place
    )


def _value_again(file: Path, name: str, column: Column, values: list, at: int) -> Problem:
    found = f"{quote(values[column.codes[at]])} again"
    return Problem("TABL-009", file.name, found, "a value once", row=at + 2, field=name)


def _key_again(file: Path, key: list[str], before: pd.Series, at: int) -> Problem:
    found = f"the {', '.join(key)} of row {before[at] + 2} again"
    return Problem("TABL-009", file.name, found, "a key once", row=at + 2)


def _constraint_problem(kind: str, constraints: dict, cell: str, place: dict) -> Problem:
    permitted = "" if constraints.get("required") else OR_NOTHING
    if kind == "required":
        if place["field"] == LOCATOR:  # the row can be shown without
            return Problem("DRAF-001", found="nothing", expected="a place in the source", **place)
        return Problem("TABL-005", found="nothing", expected="a value", **place)
    if kind == "enum":
        return Problem(
            "TABL-007",
            found=quote(cell),
            expected="one of " + ", ".join(map(str, constraints["enum"])) + permitted,
            **place,
        )
    words = {"minimum": "at least {}", "maximum": "at most {}"}
    expected = (
        patterns.worded(constraints[kind])
        if kind == "pattern"
        else words.get(kind, kind + " {}").format(constraints[kind])
    )
    return Problem("TABL-008", found=quote(cell), expected=expected + permitted, **place)


def reference_problems(
    tables: Mapping[str, pd.DataFrame], present: set[str], unread: set[str]
) -> list[Problem]:
    """Values that name a row of another table which is not there; nothing is said of a table that could not be read."""
    problems = []
    known: dict[tuple[str, str], set] = {}  # what may be named, by table and column
    for table in TABLES:
        frame = tables[table]
        required = {f["name"] for f in schema(table)["fields"] if is_required(f)}
        for key in schema(table).get("foreignKeys", []):
            (name,), target = key["fields"], key["reference"]["resource"]
            (there,) = key["reference"]["fields"]
            if target in unread:
                continue
            if (target, there) not in known:
                known[target, there] = {*_values(tables[target][there]), pd.NA}
            fit = known[target, there].union(() if name in required else NOTHING)
            if fit.issuperset(_values(frame[name])):  # quicker than to look for each value
                continue
            named = frame[name].dropna()
            if name not in required:
                named = named[~named.isin(NOTHING)]
            if len(named) and target not in present:
                problems.append(
                    Problem("TABL-011", f"{table}.csv", f"no {target}.csv", f"the table {target}", field=name)
                )
                continue
            for at, value in named[~named.isin(tables[target][there])].items():
                expected = f"a {there} of {target}.csv" + ("" if name in required else OR_NOTHING)
                problems.append(
                    Problem("TABL-010", f"{table}.csv", quote(value), expected, row=at + 2, field=name)
                )
    return problems


def _values(column: pd.Series) -> list:
    """The values of a column; to go through the column itself is slow."""
    return column.to_numpy(dtype=object).tolist()


def name_problems(folder: Path, tables: Mapping[str, pd.DataFrame]) -> list[Problem]:
    """The folder's name and identifiers that can be no name of a file (TABL-013): the book calls pages by them."""
    expected = f"a name that every system can give a file, of at most {names.LONGEST} characters"
    why = names.unfit(folder.name) or (
        "a name that _build keeps for itself" if folder.name in names.TAKEN else ""
    )
    problems = (
        [Problem("TABL-013", folder.name or str(folder), f"a folder with {why}", expected)] if why else []
    )
    for table, key in NAMING.items():
        for at, name in tables[table][key].dropna().items():
            if why := names.unfit(name):
                found = f"{quote(name)}, {why}"
                problems.append(Problem("TABL-013", f"{table}.csv", found, expected, row=at + 2, field=key))
    return problems
