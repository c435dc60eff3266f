"""A flow chart's counts as a CSV file: our own columns, or the template of the R package PRISMA2020.

Own columns: step and n; stage, unit, route, reason, label and href where they are needed (see layouts/). One row is one box.
The template (Haddaway et al. 2022, doi 10.1002/cl2.1230) has the columns data and n, and one row a box with a name of its
own; reasons and named sources stand in one cell, "Reason, 12; Another, 3".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reviewbook.files.table import Row, Rows, Unpaired, filled
from reviewbook.review.decoding import BINARY, BYTES, read_text
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_AVAILABLE, NOT_REPORTED
from reviewbook.review.problems import Problem, ReviewProblems, quote
from reviewbook.review.rows import HEADER_WITHIN, header_at, mark_of
from reviewbook.selection.flow import REMAINING, describe_number
from reviewbook.selection.layout import JOINT, MAIN, Box, full_label, headed, label

COLUMNS = ("step", "stage", "unit", "route", "reason", "n", "label", "href")
BESIDE = ("position", "locator", "note", "")  # of a review's own flow.csv, or a remark; not needed here

# Name in the template: route, step, stage, unit. In the template's order.
TEMPLATE: dict[str, tuple[str, str, str, str]] = {
    "previous_studies": ("previous", "previous", NOT_APPLICABLE, "studies"),
    "previous_reports": ("previous", "previous", NOT_APPLICABLE, "reports"),
    "database_results": (MAIN, "identified", "databases", "records"),
    "database_specific_results": (MAIN, "identified", "databases", "records"),
    "register_results": (MAIN, "identified", "registers", "records"),
    "register_specific_results": (MAIN, "identified", "registers", "records"),
    "website_results": ("other", "identified", "websites", "records"),
    "organisation_results": ("other", "identified", "organisations", "records"),
    "citations_results": ("other", "identified", "citation_searching", "records"),
    "duplicates": (MAIN, "duplicates_removed", NOT_APPLICABLE, "records"),
    "excluded_automatic": (MAIN, "automation_removed", NOT_APPLICABLE, "records"),
    "excluded_other": (MAIN, "other_removed", NOT_APPLICABLE, "records"),
    "records_screened": (MAIN, "screened", NOT_APPLICABLE, "records"),
    "records_excluded": (MAIN, "excluded", NOT_APPLICABLE, "records"),
    "dbr_sought_reports": (MAIN, "sought", NOT_APPLICABLE, "reports"),
    "dbr_notretrieved_reports": (MAIN, "not_retrieved", NOT_APPLICABLE, "reports"),
    "other_sought_reports": ("other", "sought", NOT_APPLICABLE, "reports"),
    "other_notretrieved_reports": ("other", "not_retrieved", NOT_APPLICABLE, "reports"),
    "dbr_assessed": (MAIN, "assessed", NOT_APPLICABLE, "reports"),
    "dbr_excluded": (MAIN, "excluded", NOT_APPLICABLE, "reports"),
    "other_assessed": ("other", "assessed", NOT_APPLICABLE, "reports"),
    "other_excluded": ("other", "excluded", NOT_APPLICABLE, "reports"),
    "new_studies": ("", "included", NOT_APPLICABLE, "studies"),
    "new_reports": ("", "included", NOT_APPLICABLE, "reports"),
    "total_studies": ("", "total", NOT_APPLICABLE, "studies"),
    "total_reports": ("", "total", NOT_APPLICABLE, "reports"),
    "total_studies_ma": ("", "synthesised", "quantitative", "studies"),
    "total_reports_ma": ("", "synthesised", "quantitative", "reports"),
}
# The headings of its columns: route, and what a layout calls it; those of phases are called as the phases are.
HEADED = {
    "prevstud": ("previous", "Previous studies"),
    "newstud": (MAIN, "Identification via databases and registers"),
    "othstud": ("other", "Identification via other methods"),
}
LISTS = {"database_specific_results", "register_specific_results", "dbr_excluded", "other_excluded"}
# Arms of the template that a review may not have: there all their counts are 0 or NA.
ARMS: dict[str, tuple[str, ...]] = {
    "the previous version": ("previous",),
    "other methods": ("other",),
    "the meta-analysis": ("synthesised",),
}
FROM = "Records identified from "  # what stands before the box texts of the template's sources
UNFILLED = {"", "xxx"}  # as the template comes
PLACEHOLDER = re.compile(r"(?:database|register|reason) ?[0-9]+", re.IGNORECASE)
NONE_AT_ALL = {"", "na", "n/a", "none", "not applicable"}  # a reason that is none, with a count of 0
NOT_KNOWN = "NA"  # R's word for a number that is not known


class Counts(NamedTuple):
    """What a file of counts holds."""

    boxes: list[Box]  # as they stand there
    left_out: list[str]  # in words: unknown columns, unused arms of the template, words of the author's
    layout: dict[str, Any]  # with the author's own names of columns and phases


def read(file: Path, layout: dict[str, Any]) -> Counts:
    """The boxes of a file of counts, and what was left out; the layout that was asked for, with the headings of the template.

    Raises
    ------
    ReviewProblems with every cell that cannot be used (FLOW-009, FLOW-012).
    """
    rows = _rows(file)
    at = header_at(rows[:HEADER_WITHIN], _known) or 0
    if len(rows) < at + 2:
        raise ReviewProblems([Problem("FLOW-012", file.name, "no row", "a header and one row a box")])
    (top, header), body = (
        (rows[at].number, rows[at].cells),
        [(row.number, row.cells) for row in rows[at + 1 :]],
    )
    names = [name.strip().lower() for name in header]
    wrong = [
        Problem("FLOW-012", file.name, f"the column {quote(name)} twice", "it once", top)
        for name in dict.fromkeys(names)
        if name and names.count(name) > 1
    ]
    wrong += [
        Problem(
            "FLOW-012", file.name, f"{len(row)} cells", f"{len(names)}: quote cells that hold a comma", at
        )
        for at, row in body
        if any(cell.strip() for cell in row[len(names) :])
    ]
    if wrong:
        raise ReviewProblems(wrong)
    if "data" in names and "n" in names and "step" not in names:
        return _read_template(file, names, body, layout)
    left = [f"the column {quote(name)} is not read" for name in names if name not in COLUMNS + BESIDE]
    return Counts(_read_own(file, names, body, layout), left, layout)


def _rows(file: Path) -> list[Row]:
    """The rows of the file; comma, semicolon, tab or upright line, whichever parts the columns that are known."""
    wanted = "a CSV file of counts"
    if file.is_dir():
        raise ReviewProblems([Problem("FLOW-012", str(file), "a folder", wanted)])
    try:
        text, _ = read_text(file)
    except ReviewProblems as unread:
        found = unread.problems[0].found
        found = "no text (a spreadsheet?)" if found in (*BINARY.values(), BYTES) else found
        raise ReviewProblems(
            [Problem("FLOW-012", file.name if file.is_file() else str(file), found, wanted)]
        ) from None
    try:
        # A quotation mark that does not pair is no remark but perhaps a box: nothing is guessed.
        return [row for row in Rows(text, mark=mark_of(text, _known), exact=True) if filled(row.cells)]
    except Unpaired as wrong:
        raise ReviewProblems([Problem("FLOW-012", file.name, quote(wrong), wanted)]) from None


def _known(cells: list[str]) -> int:
    """How many columns of a header are known; none where it is none, whose one word may be anything."""
    names = {cell.strip().lower() for cell in cells}
    found = len(names.intersection(COLUMNS)) + len(names & {"data"})
    return found if found > 1 else 0


def _read_own(
    file: Path, names: list[str], body: list[tuple[int, list[str]]], layout: Mapping[str, Any]
) -> list[Box]:
    wrong = [
        Problem("FLOW-012", file.name, "no such column", "the column", 1, name)
        for name in ("step", "n")
        if name not in names
    ]
    steps, known = layout["steps"], layout["units"]
    boxes: list[Box] = []
    for at, row in body:
        cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
        step, n = cells.get("step", ""), cells.get("n", "")
        if "step" in names and step not in steps:
            wrong.append(
                Problem("FLOW-012", file.name, quote(step), f"one of {', '.join(steps)}", at, "step")
            )
        unit = cells.get("unit", "")
        if unit and unit not in known:
            wrong.append(
                Problem("FLOW-012", file.name, quote(unit), f"one of {', '.join(known)}", at, "unit")
            )
        if "n" in names and n and (expected := describe_number(n)):
            wrong.append(Problem("FLOW-009", file.name, quote(n), expected, at, "n"))
        if wrong or n == NOT_APPLICABLE:
            continue
        staged = ("excluded", "kept_by_reviewer", "brought_back")
        in_full = step in staged and (
            cells.get("stage") == "full_text"
            or (boxes and boxes[-1].unit == "reports" and boxes[-1].step in ("assessed", *staged))
        )
        boxes.append(
            Box(
                position=at,
                route=""
                if step in JOINT
                else cells.get("route") or ("previous" if step == "previous" else MAIN),
                step=step,
                stage=cells.get("stage") or NOT_APPLICABLE,
                unit=unit or ("reports" if in_full else steps[step]["unit"]),
                reason=cells.get("reason") or NOT_APPLICABLE,
                **_count(n),
                label=cells.get("label", ""),
                href=cells.get("href", ""),
                row=at,
            )
        )
    if wrong:
        raise ReviewProblems(wrong)
    return boxes


def _count(cell: str) -> dict[str, Any]:
    if cell in (NOT_REPORTED, NOT_AVAILABLE):
        return {"n": None, "status": cell}
    return {"n": int(cell), "status": "reported"} if cell else {"n": None, "status": "not_charted"}


def _read_template(
    file: Path, names: list[str], body: list[tuple[int, list[str]]], layout: dict[str, Any]
) -> Counts:
    wrong: list[Problem] = []
    said: list[str] = []  # what of the author's words is not used
    found: dict[str, list[Box]] = {}
    headings: dict[str, tuple[int, str]] = {}  # by box: the row and the author's own words
    told: set[int] = set()  # rows in which somebody wrote not_reported: no unused arm
    for at, row in body:
        cells = dict(zip(names, (cell.strip() for cell in row), strict=False))
        name, cell = cells.get("data", ""), cells.get("n", "")
        if name not in TEMPLATE:
            if text := _own_heading(cells):
                headings[cells["box"]] = at, text
            if name not in ("", "NA", "identification", "screening", "included"):
                wrong.append(
                    Problem("FLOW-012", file.name, quote(name), "a name of the template", at, "data")
                )
            continue
        if name in found:
            wrong.append(Problem("FLOW-008", file.name, f"{quote(name)} again", "the row once", at, "data"))
            continue
        href, own_text, more = _in_the_authors_words(name, cells, file)
        said += more
        found[name] = []
        parts = _parts(cell) if name in LISTS else [(NOT_APPLICABLE, cell)]
        if name.endswith("_specific_results") and parts[0] in [
            (NOT_APPLICABLE, n) for n in (*UNFILLED, NOT_KNOWN)
        ]:
            continue  # sources are not told apart
        if own_text and all(reason != NOT_APPLICABLE for reason, _ in parts):
            said.append(
                f"row {at}: the box text {quote(own_text)} is not used, for the parts of {name} have names of their own"
            )
        for number, (reason, n) in enumerate(parts):
            if n not in (*UNFILLED, NOT_KNOWN) and (expected := describe_number(n)):
                wrong.append(Problem("FLOW-009", file.name, quote(n), expected, at, "n"))
                continue
            if n == NOT_APPLICABLE:
                continue  # the box is not there
            if n in (NOT_REPORTED, NOT_AVAILABLE):
                told.add(at)
            count = _count("" if n in UNFILLED else NOT_REPORTED if n == NOT_KNOWN else n)
            route, step, stage, unit = TEMPLATE[name]
            called = "" if reason != NOT_APPLICABLE else own_text
            found[name].append(
                Box(
                    at * 1000 + number,
                    route,
                    step,
                    stage,
                    unit,
                    reason,
                    **count,
                    label=called,
                    href=href,
                    row=at,
                )
            )
    if wrong:
        raise ReviewProblems(wrong)
    left_out = []
    for words, arm in ARMS.items():
        left = arm
        own = [box for boxes in found.values() for box in boxes if box.route in arm or box.step in arm]
        if own and not any(box.n or box.row in told for box in own):
            left_out.append(f"{words}: every count is 0 or NA, so it is not drawn")
            if "previous" in arm and _total_is_the_new(found, told):
                left = (*arm, "total")
                left_out[-1] += ", nor is the total, which is that of the new ones"
            found = {
                name: [b for b in boxes if b.route not in left and b.step not in left]
                for name, boxes in found.items()
            }
    left_out += said
    in_order = [box for name in TEMPLATE for box in found.get(name, [])]
    layout, unused = _headed(layout, headings, {box.route for box in in_order} - {""})
    boxes = [box._replace(position=at) for at, box in enumerate(in_order, 1)]
    return Counts(boxes, left_out + unused, layout)


def _total_is_the_new(found: Mapping[str, Sequence[Box]], told: set[int]) -> bool:
    """Whether the template's total, of a review without a previous version, says nothing but what is new, or nothing."""
    new, total = (
        {box.unit: box.n for boxes in found.values() for box in boxes if box.step == step}
        for step in ("included", "total")
    )
    said = any(box.row in told for boxes in found.values() for box in boxes if box.step == "total")
    return not said and all(not n or n == new.get(unit) for unit, n in total.items())


def _in_the_authors_words(name: str, cells: Mapping[str, str], file: Path) -> tuple[str, str, list[str]]:
    """The link and the label of a box where they are the author's, not the template's; and what of them is not used.

    The template links each box to a page of its own making: a link to a page that is not there is none.
    """
    href = "" if cells.get("url", NOT_KNOWN) == NOT_KNOWN else cells["url"]
    said = []
    if (
        href
        and "://" not in href
        and not href.startswith("#")
        and not (file.parent / href.partition("#")[0]).is_file()
    ):
        if href not in _PAGES:
            said.append(
                f"the link of {quote(name)} leads to {quote(href)}, which is not there, and is left out"
            )
        href = ""
    text = " ".join(cells.get("boxtext", "").split())
    if text in ("", NOT_KNOWN) or _folded(text) in _DEFAULTS[name]:
        return href, "", said
    return href, f"{FROM}{text}" if TEMPLATE[name][1] == "identified" else text, said


def _own_heading(cells: Mapping[str, str]) -> str:
    """What an author wrote over a column or a phase in place of the template's words; blank where those stand there."""
    text, box = " ".join(cells.get("boxtext", "").split()), cells.get("box", "")
    return "" if text in ("", NOT_KNOWN) or _folded(text) in _HEADINGS.get(box, {_folded(text)}) else text


def _headed(
    layout: dict[str, Any], headings: Mapping[str, tuple[int, str]], columns: set[str]
) -> tuple[dict[str, Any], list[str]]:
    """The layout with the author's headings, and which of them it cannot take: it has names of its own, or draws none there."""
    routes: dict[str, str] = {}
    phases: dict[str, str] = {}
    unused = []
    for box, (at, text) in headings.items():
        route, usual = HEADED.get(box, ("", ""))
        if route:
            why = "" if layout["routes"].get(route) == usual else "the layout has a name of its own"
            why = why or ("" if route in columns and len(columns) > 1 else "no head is drawn there")
            routes |= {} if why else {route: text}
        else:
            why = "" if box.capitalize() in layout["phases"] else "the layout has phases of its own"
            why = why or (
                "another phase is called so" if text in {*layout["phases"], *phases.values()} else ""
            )
            phases |= {} if why else {box.capitalize(): text}
        if why:
            unused.append(f"row {at}: the heading {quote(text)} is not used: {why}")
    if not (routes or phases):
        return layout, unused
    kept = {box: text for box, (_, text) in headings.items()}
    return {**headed(layout, routes=routes, phases=phases), "headings": kept}, unused


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _parts(cell: str) -> list[tuple[str, str]]:
    """The parts of a cell "Reason, 12; Another, 3"; a bare number is the total, placeholders that nobody filled are nothing."""
    if not cell or cell == NOT_KNOWN or describe_number(cell) is None:
        return [(NOT_APPLICABLE, cell)]
    parts = []
    for part in filter(None, map(str.strip, cell.split(";"))):
        name, comma, n = part.rpartition(",")
        if comma and re.fullmatch(r"[0-9]{3}", n) and re.search(r"(^|[,\s])[0-9]{1,3}$", name):
            parts.append((part, part))  # "Reason, 1,204": which comma parts the name from the number?
        else:
            parts.append((name.strip() or part, n.strip() if comma else part))
    parts = [(name, n) for name, n in parts if n not in UNFILLED or not PLACEHOLDER.fullmatch(name)]
    if len(parts) < 2 and all(_folded(name) in NONE_AT_ALL and n == "0" for name, n in parts):
        return [(NOT_APPLICABLE, parts[0][1] if parts else "")]
    return parts


def _sum(counts: Sequence[int | None]) -> int | None:
    """The sum of counts; None where one is not known."""
    known = [n for n in counts if n is not None]
    return sum(known) if len(known) == len(counts) else None


def write_template(boxes: Sequence[Box], layout: Mapping[str, Any] | None = None) -> tuple[str, list[str]]:
    """The template filled with these boxes (CSV text), and in words what it cannot carry.

    A total that is called otherwise than the layout has it keeps its words as box text; without a layout none is looked for.
    Its one stage of screening takes the records of the first stage and the exclusions of all stages of screening together.
    Counts that are not known are NA.
    """
    lost: list[str] = []
    cells: dict[str, str] = {}
    texts: dict[str, str] = {}  # box texts of the author's own
    stages = [box.stage for box in boxes if box.step == "screened" and box.reason == NOT_APPLICABLE]
    if len(stages) > 1:
        lost.append(f"{len(stages)} stages of screening are written as one")
    taken: set[int] = set()

    def shown(box: Box) -> str:
        return NOT_KNOWN if box.n is None else str(box.n)

    def listed(own: Sequence[Box]) -> str:
        return "; ".join(f"{(box.label or box.reason).replace(';', ',')}, {shown(box)}" for box in own)

    for name, (route, step, stage, unit) in TEMPLATE.items():
        own = [
            (at, box)
            for at, box in enumerate(boxes)
            if (box.route, box.step, box.unit) == (route, step, unit)
        ]
        if step in ("identified", "synthesised"):
            own = [(at, box) for at, box in own if box.stage == stage]
        elif step in ("screened", "assessed", "sought"):
            own = own[:1]
        totals = [(at, box) for at, box in own if box.reason == NOT_APPLICABLE]
        reasons = [(at, box) for at, box in own if box.reason != NOT_APPLICABLE]
        if name in LISTS and reasons:
            if any(
                box.reason.startswith(REMAINING) for _, box in reasons
            ):  # instead of those it holds together
                reasons = [(at, box) for at, box in reasons if box.n is not None]
            cells[name] = listed([box for _, box in reasons])
            taken |= {at for at, _ in reasons}
            sums = [_sum([box.n for _, box in boxed]) for boxed in (totals, reasons)]
            if totals and sums[0] is not None and sums[0] != sums[1]:
                lost.append(f"{totals[0][1].label}: the template has no place for {sums[0]} beside reasons")
        elif name not in LISTS or name.endswith("excluded"):
            known = _sum([box.n for _, box in totals])
            cells[name] = NOT_KNOWN if not totals or known is None else str(known)
        taken |= {at for at, _ in totals}
        first = totals[0][1] if totals else None
        if first and layout and first.label not in ("", label(first, layout)):
            texts[name] = first.label.removeprefix(FROM)
    identified = [(at, box) for at, box in enumerate(boxes) if box.step == "identified" and box.route == MAIN]
    if identified and all(box.stage == NOT_APPLICABLE for _, box in identified):
        whole = [box for _, box in identified if box.reason == NOT_APPLICABLE]
        named = [box for _, box in identified if box.reason != NOT_APPLICABLE]
        cells |= {"database_results": shown(whole[0])} if whole else {}
        cells |= {"database_specific_results": listed(named)} if named else {}
        lost.append("where records were identified is not told apart: all stand under databases")
        taken |= {at for at, _ in identified}
    taken |= {at for at, box in enumerate(boxes) if box.step == "screened" and box.stage in stages}
    lost += [
        f"{full_label(box, layout) if layout else box.label}: the template has no place for it"
        for at, box in enumerate(boxes)
        if at not in taken
    ]
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"])
    headings = (layout or {}).get("headings", {})
    for name, node, box, text in _LINES:
        n = cells.get(name, NOT_KNOWN) if name in TEMPLATE else 0  # a heading has no count
        words = texts.get(name, text) if name in TEMPLATE else headings.get(box, text)
        table.writerow([name, node, box, text, words, text, f"{name}.html", n])
    return out.getvalue(), lost


# Row, node and box of the template, in its order; a row without a name in `TEMPLATE` is a heading.
_LINES = (
    ("NA", "node4", "prevstud", "Previous studies"),
    ("previous_studies", "node5", "box1", "Studies included in previous version of review"),
    ("previous_reports", "NA", "box1", "Reports of studies included in previous version of review"),
    ("NA", "node6", "newstud", "Identification of new studies via databases and registers"),
    ("database_results", "node7", "box2", "Databases"),
    ("database_specific_results", "NA", "box2", "Specific Databases"),
    ("register_results", "NA", "box2", "Registers"),
    ("register_specific_results", "NA", "box2", "Specific Registers"),
    ("NA", "node16", "othstud", "Identification of new studies via other methods"),
    ("website_results", "node17", "box11", "Websites"),
    ("organisation_results", "NA", "box11", "Organisations"),
    ("citations_results", "NA", "box11", "Citation searching"),
    ("duplicates", "node8", "box3", "Duplicate records"),
    ("excluded_automatic", "NA", "box3", "Records marked as ineligible by automation tools"),
    ("excluded_other", "NA", "box3", "Records removed for other reasons"),
    ("records_screened", "node9", "box4", "Records screened"),
    ("records_excluded", "node10", "box5", "Records excluded"),
    ("dbr_sought_reports", "node11", "box6", "Reports sought for retrieval"),
    ("dbr_notretrieved_reports", "node12", "box7", "Reports not retrieved"),
    ("other_sought_reports", "node18", "box12", "Reports sought for retrieval"),
    ("other_notretrieved_reports", "node19", "box13", "Reports not retrieved"),
    ("dbr_assessed", "node13", "box8", "Reports assessed for eligibility"),
    ("dbr_excluded", "node14", "box9", "Reports excluded"),
    ("other_assessed", "node20", "box14", "Reports assessed for eligibility"),
    ("other_excluded", "node21", "box15", "Reports excluded"),
    ("new_studies", "node15", "box10", "New studies included in review"),
    ("new_reports", "NA", "box10", "Reports of new included studies"),
    ("total_studies", "node22", "box16", "Total studies included in review"),
    ("total_reports", "NA", "box16", "Reports of total included studies"),
    ("identification", "node1", "identification", "Identification"),
    ("screening", "node2", "screening", "Screening"),
    ("included", "node3", "included", "Included"),
    ("total_studies_ma", "node23", "box17", "Total studies included in meta-analysis"),
    ("total_reports_ma", "NA", "box17", "Reports of total included studies in meta-analysis"),
)

_HEADINGS = {box: {_folded(text)} for name, _, box, text in _LINES if name not in TEMPLATE}
# What the boxes are called as the template comes, in its versions; "Reports excluded" heads a list, as "Reports excluded:" may.
_DEFAULTS = {name: {_folded(text), _folded(f"{text}:")} for name, _, _, text in _LINES if name in TEMPLATE}
_PAGES = {f"{name}.html" for name, _, _, _ in _LINES} | {
    "dbrexcludedrecords.html",
    "prevstud.html",
    "newstud.html",
    "othstud.html",
    "total_studies_meta_analysis.html",
    "total_reports_meta_analysis.html",
}
