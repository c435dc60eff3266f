"""The synthetic review, every text of it replaced by one that would run, fetch, cite or include something if a page took it for more.

Nothing here is a fact about anything. Each payload holds a mark of its own ("q07z"), so that a test finds where it stands and sees
whether it stands there letter by letter.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

from packages import ROOT, SYNTHETIC
from reviewbook.review.dictionary import TABLES, schema
from reviewbook.review.nothing import NOTHING

CANARY = "canary-of-the-building-machine"  # what stands in the file that payloads try to publish
FOREIGN = "evil.invalid"
# {mark} is the payload's own mark, {canary} the path of the canary as a role would take it.
WRITTEN = (
    "<script>window.__ran='{mark}'</script>",
    "<img src=x onerror=\"window.__ran='{mark}'\">",
    "</script><script>window.__ran='{mark}'</script>",
    "<svg onload=\"window.__ran='{mark}'\"><circle r=9></svg>",
    "Vouchers ($5 or $10 a week) {mark}",
    "{{download}}`{mark} <{canary}>`",
    "{{cite}}`Synthetic2019` {mark}",
    "```{{eval-rst}} {mark}```",
    "```{{raw}} html <b>{mark}</b>```",
    "```{{include}} {canary} {mark}",
    "![{mark}](http://evil.invalid/{mark}.png)",
    "[{mark}](javascript:window.__ran='{mark}')",
    "javascript:window.__ran='{mark}'",
    "$x^2$ and $$y$$ {mark}",
    "{{{{ {mark} }}}} {{glue:text}}`answer`",
    "| a | {mark} |",
    "`one` ``{mark}`` *two* _three_ **four** ~~five~~",
    '=HYPERLINK("http://evil.invalid/{mark}";"x")',
    "\"; window.__ran='{mark}'; //",
    "\u202eright to left\u202c {mark}",
    "\U0001f600 \u4e2d\u6587 {mark}",
    "% {mark}",
    "({mark})=",
    "Pneumono" + "ultramicroscopic" * 12 + "{mark}",
    "one\ntwo\tthree\r\n\r\nfour {mark}",
    "&lt;script&gt; &amp; R&D &#36; {mark}",
    "<http://evil.invalid/{mark}> https://evil.invalid/{mark} www.evil.invalid",
    "[^{mark}] [{mark}] [{mark}]: http://evil.invalid",
    "<!-- {mark} --> end",
    ":::{{note}} {mark}",
    "# {mark}",
    "- {mark}",
    "1. {mark}",
    "+1 {mark}",
    "@SUM(A1) {mark}",
    "\\{mark} \\alpha",
    "<b>{mark}</b> %{{x}} <a href='http://evil.invalid'>x</a>",
    "<{mark}@evil.invalid>",
    "<iframe src=//evil.invalid>{mark}</iframe>",
)
CHAPTERS = [
    f"notebooks/{file.stem}" for file in sorted((ROOT / "notebooks").glob("*.ipynb"))
]  # those that are not listed are not in the book
# Columns whose texts rules compare with others or read as something: they stay as they are.
KEPT = {
    "appraisals": {"tool", "category", "criterion", "answer"},
    "ratings": {"tool"},
    "claims": {"query", "worker_role", "unit"},
    "checklist": {"anchor"},
    "merges": {"fields", "method"},
    "imports": {"source_id", "format"},
    "set_aside": {"field"},
    "choices": {"value", "counts_as", "category"},
    "answers": {"about_id", "value"},  # of a text see below
    "disagreement_cells": {"table_name", "row_key", "field_name"},
}
TEXTS = ("reason_to_stop", "recruited_from")  # questions that are answered in texts
SETTLED = ("consensus", *NOTHING)  # who settles, in columns of people; and the words for nothing
# The same text in several tables or rows means the same thing: it is replaced by the same payload.
SAME = {
    "reviewer", "reason", "other_reasons", "coder", "appraiser", "group", "region", "country", "source_key", "section", "answer",
}  # fmt: skip


class Payloads:
    """The payloads in turn, each text of the review replaced by the next."""

    def __init__(self, canary: Path) -> None:
        # A path from the root of the book's sources is, to a role, one from there upwards.
        self.canary = "/" + "../" * 30 + str(canary).lstrip("/")
        self.every: dict[str, str] = {}  # mark -> payload
        self.same: dict[tuple[str, str], str] = {}

    def next(self) -> str:
        at = len(self.every)
        mark = f"q{at:03d}z"
        text = WRITTEN[at % len(WRITTEN)].format(mark=mark, canary=self.canary)
        self.every[mark] = text
        return text

    def for_cell(self, column: str, cell: str) -> str:
        if column == "doi":  # else it would be no DOI, and lead nowhere
            return f"10.5555/{self.next()}"
        column = "reason" if column in ("written", "shown") else column  # of the table of reasons
        if column not in SAME:
            return self.next()
        if (column, cell) not in self.same:
            text = self.next()
            # Would be several countries, or several values of an axis.
            while column in ("country", "region") and re.search("[/;&,|+]", text):
                text = self.next()
            self.same[column, cell] = text
        return self.same[column, cell]


def free(table: str) -> list[str]:
    """The columns of a table that hold free text."""
    described = schema(table)
    named = {key["fields"][0] for key in described.get("foreignKeys", [])} | KEPT.get(table, set())
    return [
        field["name"]
        for field in described["fields"]
        if field["type"] == "string"
        and not {"enum", "pattern"} & set(field.get("constraints", {}))
        and field["name"] not in named
    ]


def review(to: Path, canary: Path) -> tuple[Path, Payloads]:
    """A hostile review in a folder of its own, and what its payloads are."""
    folder = to / "hostile"
    shutil.copytree(SYNTHETIC, folder)
    payloads = Payloads(canary)
    own = {table: _columns(table, payloads) for table in ("studies", "reports", "interventions")}
    for table in TABLES:
        file = folder / f"{table}.csv"
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        names = [*rows[0], *(field["name"] for field in own.get(table, []))]
        for row in rows:
            for column in free(table):
                if column in row and row[column] not in SETTLED:
                    row[column] = payloads.for_cell(column, row[column])
            if row.get("question_id") in TEXTS and table == "answers" and row["value"] not in SETTLED:
                row["value"] = payloads.for_cell("answer", row["value"].casefold())
            for field in own.get(table, []):
                row[field["name"]] = payloads.next()
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    _package(folder / "datapackage.json", payloads, own)
    _bibliography(folder / "references.bib", payloads)
    return folder, payloads


def _columns(table: str, payloads: Payloads) -> list[dict]:
    """Columns of the author's own: one with a title, one whose name is all there is to show."""
    titled = {"name": f"own_{table}", "title": payloads.next(), "description": payloads.next()}
    return [
        titled | {"type": "string"},
        {"name": f"<b>{table}</b> `$x$` {payloads.next()}", "type": "string"},
    ]


def _package(file: Path, payloads: Payloads, own: dict[str, list[dict]]) -> None:
    package = json.loads(file.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        resource["schema"]["fields"] += own.get(resource["name"], [])
        resource |= {"title": payloads.next(), "description": payloads.next()}
    some = lambda n: [payloads.next() for _ in range(n)]  # noqa: E731
    package |= {
        "name": "hostile",
        "title": f"SYNTHETIC <script>window.__ran='title'</script> ${{x}}$ {{cite}}`x` ` {payloads.next()}",
        "description": payloads.next(),
        "version": payloads.next(),
        "keywords": some(5),
        "licenses": [
            {"name": payloads.next(), "title": payloads.next(), "path": "javascript:window.__ran='licence'"}
        ],
        "contributors": [
            {"title": title, "role": "author", "path": "javascript:window.__ran=1"}
            for title in some(len(WRITTEN))
        ],
        "sources": [{"title": payloads.next(), "path": "javascript:window.__ran='source'"}],
        "homepage": 'https://example.org/"><script>window.__home=1</script>/',
        "participants_term": payloads.next(),
        "workers_term": payloads.next(),
        "chapters": [{"file": file, "title": payloads.next()} for file in CHAPTERS],
        "schemes": {
            scheme: {"title": payloads.next(), "description": payloads.next()}
            for scheme in ("themes", "behaviour_change", "outcomes")
        },
        "questions": some(len(WRITTEN)),
        "answers": some(len(WRITTEN)),
    }
    file.write_text(json.dumps(package, indent=1), encoding="utf-8")


def _bibliography(file: Path, payloads: Payloads) -> None:
    """Every field of every entry. What BibTeX and LaTeX read as their own is taken out: there it would be no longer the text."""
    of_tex = re.compile(r"[{}\\%$#&~^`_]")
    kinds = iter(at for _ in range(9) for at in range(len(WRITTEN)))

    def field() -> str:
        at = next(kinds)
        return of_tex.sub(
            "", " ".join(WRITTEN[at].format(mark=f"b{at:03d}z", canary=payloads.canary).split())
        )

    text = file.read_text(encoding="utf-8")
    urls = (
        "javascript:window.__ran='url'",
        "data:text/html,<script>window.__ran=1</script>",
        "file:///etc/passwd",
    )
    entries = []
    for at, key in enumerate(re.findall(r"^@\w+\{([^,\s]+),", text, flags=re.MULTILINE)):
        fields = {name: field() for name in ("title", "journal", "note", "volume")}
        fields |= {"author": f"{{{field()}}}", "year": f"20{10 + at}"}
        fields |= {"doi": "10.1/<script>window.__ran=1</script>", "url": urls[at % len(urls)]}
        written = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        entries.append(f"@article{{{key},\n{written}\n}}\n")
    file.write_text("% SYNTHETIC: none of these works exists.\n" + "\n".join(entries), encoding="utf-8")


def condensed(text: str) -> str:
    """A text as it is compared: pages break its lines, space and capitalise coded words, and set its quotation marks."""
    for written, plain in (("\u2018\u2019", "'"), ("\u201c\u201d", '"'), ("\u2013", "--"), ("\u2014", "---")):
        text = re.sub(f"[{written}]", plain, text)
    return re.sub(r"[\s_\u200b\u00ad]+", "", text).casefold()


def mangled(text: str, payloads: Payloads) -> list[tuple[str, str]]:
    """Payloads that stand in a text, and not letter by letter: each with what stands there. One cut short ends in "…"."""
    whole = condensed(text)
    found = []
    for at in re.finditer(r"q\d{3}z", whole):
        wanted = condensed(payloads.every[at[0]])
        starts = [at.start() - here.start() for here in re.finditer(at[0], wanted)]
        there = [whole[max(start, 0) : start + len(wanted)] for start in starts]
        if not any(one == wanted or _cut(one, wanted) for one in there):
            found.append((wanted, there[0]))
    return found


def _cut(there: str, wanted: str) -> bool:
    end = there.find("\u2026")
    return end > 0 and wanted.startswith(there[:end])


def kinds(text: str, payloads: Payloads) -> set[int]:
    """Which of `WRITTEN` stand in a text."""
    return {
        list(payloads.every).index(mark) % len(WRITTEN) for mark in re.findall(r"q\d{3}z", condensed(text))
    }
