"""What a project does to the tables: its codes, documents and passages are found or added, and the codings of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from reviewbook.files.ledger import IDENTIFIER, Table, identifier
from reviewbook.files.pieces import Piece
from reviewbook.files.pseudonyms import People
from reviewbook.files.wording import compared, one_line
from reviewbook.review.nothing import NOT_APPLICABLE, NOT_REPORTED, NOTHING
from reviewbook.review.problems import Problem, quote
from reviewbook.themes.coding import RELATIONS
from reviewbook.themes.imports import project as qda
from reviewbook.themes.imports.fitted import SCHEME, Aside, of_known_kind, place, texts_of, words_of
from reviewbook.themes.imports.known import Passages, charted, folded, same_documents
from reviewbook.themes.imports.named import Names, code_id_of, parents_first

WORDS = ("speaker", "direction", "basis")  # columns of an excerpt that a project of a review may have
# The ending of a file name: "2016.pdf", but not "et al. 2016" or "v1.2".
ENDING = re.compile(r"\.(?=\w*[A-Za-z])\w{2,5}$")
SHOWN = 5  # documents that are told by name
UNCODED = "only passages with a code are taken; once it has one, a later import takes it"
# Columns that say nothing of rows which were there before documents, places or a tree of codes were kept.
NOT_BEFORE = ("parent_id", "document_id", "start", "end")


def _records(frame: pd.DataFrame) -> list[dict]:
    """The rows of a frame as dicts, None where a cell is missing."""
    cells = (frame[name].astype("object").where(frame[name].notna(), None).tolist() for name in frame)
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*cells, strict=True)]


class Counted(NamedTuple):
    """Rows of one kind in the project, and how many of them came new."""

    total: int
    new: int


@dataclass
class Part:
    """What a project does to the tables."""

    project: qda.Project
    tables: Mapping[str, Table]
    origin: str  # the files, as locators name them
    scheme: str
    coder: str | None
    people: People
    codes: dict[str, str] = field(default_factory=dict)  # code_id by key of the project
    documents: dict[str, dict[str, str]] = field(default_factory=dict)  # row of documents by key
    excerpts: dict[str, dict[str, str]] = field(default_factory=dict)  # row of excerpts by key
    texts: dict[str, str] = field(default_factory=dict)  # of documents, by key
    codings_there: list[dict[str, str]] = field(default_factory=list)  # that the tables had already
    linked: int = 0  # new rows of excerpt_reports
    nameless: list[str] = field(default_factory=list)  # documents that leave passages without a report
    counts: dict[str, Counted] = field(default_factory=dict)
    aside: Aside = field(default_factory=Aside)
    wrong: list[Problem] = field(default_factory=list)

    def take(self, reports: Mapping[str, set[str]], report: str | None) -> None:
        """Add the rows of the project to the tables; ``report`` is for documents that name none."""
        documents = _records(self.project.documents)
        excerpts = of_known_kind(
            _records(self.project.excerpts.sort_values(["start", "end"], kind="stable")), self.aside
        )
        codings = _records(self.project.codings)
        for number, document in enumerate(documents, 1):
            document["name"] = one_line(document["name"] or "") or f"Document {number}"
        self.texts = texts_of(documents, self.aside)
        kinds = {one["key"]: one["kind"] for one in documents}
        place(excerpts, self.texts, self.aside)
        for excerpt in excerpts:
            excerpt["text"] = words_of(excerpt, kinds)
        self._codes(_records(self.project.codes))
        self._documents(documents, excerpts)
        self._elsewhere(excerpts)
        self._excerpts(excerpts, {coding["excerpt"] for coding in codings if coding["code"] in self.codes})
        self._codings(codings)
        self._relations(_records(self.project.relations))
        self._reports(documents, reports, report)
        for left in self.project.left:
            more = f" and {left.n - 1:,} more" if left.n > 1 else ""
            self.aside.pieces.append(
                Piece(None, NOT_APPLICABLE, left.what, f"{left.example}{more}", left.why)
            )

    # --- codes

    def _codes(self, codes: list[dict]) -> None:
        table = self.tables["codes"]
        taken = {row["code_id"].casefold() for row in table.rows}
        there = {row["code_id"]: row for row in table.rows}
        known: dict[tuple[str, str, str], list[str]] = defaultdict(
            list
        )  # by scheme, parent and label, in order
        last: Counter[tuple[str, str]] = Counter()
        for row in sorted(table.rows, key=lambda row: int(row["position"])):
            among = row["scheme"], charted(row.get("parent_id")) or NOT_APPLICABLE
            known[*among, folded(row["label"])].append(row["code_id"])
            last[among] = int(row["position"])
        new, other = [], []
        for number, code in parents_first(codes):
            parent = self.codes.get(code["parent"], NOT_APPLICABLE)
            scheme = self._scheme(code["scheme"]) if parent == NOT_APPLICABLE else there[parent]["scheme"]
            label = one_line(code["name"] or "") or f"Code {number}"
            if same := known[
                scheme, parent, folded(label)
            ]:  # of two with one name, the first is the first again
                self.codes[code["key"]] = code_id = same.pop(0)
                told = folded(code["description"])
                if told and told != folded(there[code_id].get("description")):
                    other.append(code_id)
                continue
            code_id = code["code_id"] or ""
            if not IDENTIFIER.fullmatch(code_id) or code_id.casefold() in taken:
                code_id = code_id_of(label, taken, "" if parent == NOT_APPLICABLE else parent)
            taken.add(code_id)
            last[scheme, parent] += 1
            self.codes[code["key"]] = code_id
            there[code_id] = {
                "code_id": code_id,
                "parent_id": parent,
                "scheme": scheme,
                "position": str(last[scheme, parent]),
                "label": label,
                "description": (code["description"] or "").strip() or NOT_REPORTED,
                "locator": f"{self.origin}, code {number}",
            }
            new.append(there[code_id])
        _append(table, new)
        self.counts["codes"] = Counted(len(codes), len(new))
        self.aside.differ("description", other, "codes.csv")

    def _scheme(self, said: str | None) -> str:
        """The scheme of a code at the top: as the file says, else as asked for."""
        if not said:
            return self.scheme
        return said if SCHEME.fullmatch(said) else identifier(said, ())

    # --- documents

    def _documents(self, documents: list[dict], excerpts: list[dict]) -> None:
        table = self.tables["documents"]
        taken = {row["document_id"].casefold() for row in table.rows}
        elsewhere = self._known_by_name(excerpts)
        self.documents = same_documents(documents, table.rows)
        new, known = [], len(self.documents)
        for number, document in enumerate(documents, 1):
            key, text = document["key"], document["text"]
            if key in self.documents:
                self._check_length(document)
                continue
            if elsewhere.get(key):
                known += 1
                continue
            document_id = document["document_id"] or ""
            if not IDENTIFIER.fullmatch(document_id) or document_id.casefold() in taken:
                document_id = identifier(ENDING.sub("", document["name"]), taken)
            taken.add(document_id.casefold())
            self.documents[key] = {
                "document_id": document_id,
                "name": document["name"],
                "kind": document["kind"],
                "file": NOT_REPORTED if text is None else f"{document_id}.txt",
                "characters": NOT_REPORTED if text is None else str(len(text)),
                "locator": document["locator"] or f"{self.origin}, document {number}",
            }
            new.append(self.documents[key])
        _append(table, new)
        self.counts["documents"] = Counted(len(documents), len(documents) - known)

    def _known_by_name(self, excerpts: list[dict]) -> dict[str, bool]:
        """Take for known the passages whose name and text are those of one that the review has, as in an export of its own; for
        each document whether that is so of all its passages."""
        there = {row["excerpt_id"]: row for row in self.tables["excerpts"].rows}
        named = Counter(excerpt["name"] for excerpt in excerpts)
        whole: dict[str, bool] = {}
        for excerpt in excerpts:
            row = there.get(excerpt["name"]) if named[excerpt["name"]] == 1 else None
            known = False
            if row is not None and folded(row["text"]) == folded(excerpt["text"]):
                known = True
                self.excerpts[excerpt["key"]] = row
            whole[excerpt["document"]] = known and whole.get(excerpt["document"], True)
        return whole

    def _check_length(self, document: dict) -> None:
        row = self.documents[document["key"]]
        before = charted(row.get("characters"))
        if before and document["text"] is not None and int(before) != len(document["text"]):
            seen = f"{len(document['text']):,} characters in {quote(document['name'])}"
            wanted = f"{int(before):,}, as documents.csv has it for {row['document_id']}"
            self.wrong.append(Problem("IMPT-012", self.origin, seen, wanted))

    # --- passages

    def _elsewhere(self, excerpts: list[dict]) -> None:
        """Find the documents of the review that the project names without holding them; without its document a place says nothing."""
        there = {row["document_id"]: row for row in self.tables["documents"].rows}
        odd = []
        for one in excerpts:
            if one["kind"] is not None and one["document"] is None:
                row = there.get(one["document_id"])
                if row is not None:
                    key = f"document_id {one['document_id']}"
                    one["document"] = key
                    self.documents[key] = row
                elif one["start"] is not None:
                    odd.append(f"{one['start']} to {one['end']} of {one['document_id']}")
                    one["start"] = one["end"] = None
        self.aside.lost("position", odd, "the review has no such document")

    def _excerpts(self, excerpts: list[dict], coded: set[str]) -> None:
        table = self.tables["excerpts"]
        again = {row["excerpt_id"] for row in self.excerpts.values()}
        find = Passages(table.rows, again)
        taken = {
            excerpt["key"] for excerpt in excerpts if excerpt["kind"] is not None or excerpt["key"] in coded
        }
        other = []
        for excerpt in sorted(excerpts, key=lambda one: (one["start"] is not None, one["key"] not in coded)):
            if excerpt["key"] not in self.excerpts and (row := find.known(*self._where(excerpt))) is not None:
                if excerpt["kind"] is not None and row["excerpt_id"] in again:
                    continue
                again.add(row["excerpt_id"])
                self.excerpts[excerpt["key"]] = row
                both = charted(row["text"]), charted(excerpt["text"])
                if all(both) and folded(both[0]) != folded(both[1]):
                    other.append(row["excerpt_id"])
        kinds = [
            self.excerpts[one["key"]]["excerpt_id"]
            for one in excerpts
            if one["key"] in self.excerpts and one["kind"] not in (None, self.excerpts[one["key"]]["kind"])
        ]
        name = Names(row["excerpt_id"] for row in table.rows)
        named = Counter(excerpt["name"] for excerpt in excerpts)
        new, uncoded = [], 0
        for excerpt in excerpts:
            if excerpt["key"] in self.excerpts:
                continue
            document = self.documents.get(excerpt["document"], {})
            if excerpt["key"] not in taken:
                uncoded += 1
                self._set_aside_uncoded(excerpt, document)
                continue
            row = find.in_place(*self._where(excerpt)[:4])
            if row is None or excerpt["kind"] is not None:
                own = "" if named[excerpt["name"]] > 1 else one_line(excerpt["name"] or "")
                row = self._excerpt_row(excerpt, document, name, own)
                find.add(row)
                new.append(row)
            self.excerpts[excerpt["key"]] = row
        _append(table, new)
        self.counts["passages"] = Counted(len(excerpts) - uncoded, len(new))
        self.aside.differ("text", other, "excerpts.csv")
        self.aside.differ("kind", kinds, "excerpts.csv")

    def _where(self, excerpt: dict) -> tuple[str, int | None, int | None, str | None, str, str]:
        """Document, start, end, kind, text and place in words, by which a passage is known."""
        document_id = self.documents.get(excerpt["document"], {}).get("document_id", NOT_APPLICABLE)
        place = one_line(excerpt["place"] or "")
        return document_id, excerpt["start"], excerpt["end"], excerpt["kind"], excerpt["text"], place

    def _set_aside_uncoded(self, excerpt: dict, document: Mapping[str, str]) -> None:
        _, start, end, _, text, place = self._where(excerpt)
        found = charted(text) or place or f"characters {start} to {end}"
        title = document.get("name", NOT_APPLICABLE)
        self.aside.pieces.append(Piece(None, title, "passage without a code", found, UNCODED))

    def _excerpt_row(
        self, excerpt: dict, document: Mapping[str, str], name: Names, own: str
    ) -> dict[str, str]:
        """A new row of excerpts; ``own`` is what the program alone calls the passage."""
        document_id = document.get("document_id", NOT_APPLICABLE)
        text, of_review = excerpt["text"], excerpt["kind"] is not None
        if folded(text).startswith(own) and not of_review:  # no name, but the passage again
            own = ""
        excerpt_id = name(own, "excerpt" if document_id == NOT_APPLICABLE else document_id)
        called = quote(own) if own and own != excerpt_id else ""
        where = [self.origin, document.get("name", ""), called, one_line(excerpt["place"] or "")]
        kept = document_id != NOT_APPLICABLE or not of_review
        nowhere = NOT_REPORTED if charted(text) and kept else NOT_APPLICABLE
        row = {
            "excerpt_id": excerpt_id,
            "kind": excerpt["kind"] or "quotation",
            "text": text,
            "page": excerpt["page"] or ("" if of_review else NOT_REPORTED),
            "document_id": document_id,
            "start": nowhere if excerpt["start"] is None else str(excerpt["start"]),
            "end": nowhere if excerpt["end"] is None else str(excerpt["end"]),
            "locator": excerpt["locator"] or ", ".join(filter(None, where)),
        }
        return row | {name: excerpt[name] for name in WORDS if excerpt[name]}

    # --- codings, and the reports behind passages

    def _codings(self, codings: list[dict]) -> None:
        table = self.tables["codings"]
        there = {(row["excerpt_id"], row["code_id"], row["coder"]) for row in table.rows}
        given = {key[:2] for key in there}
        who = [one_line(coding["coder"] or "") or self.coder or NOT_REPORTED for coding in codings]
        called = self.people.called(who)
        new, lost = [], []
        for number, coding in enumerate(codings, 1):
            excerpt, code = self.excerpts.get(coding["excerpt"]), self.codes.get(coding["code"])
            if excerpt is None or code is None:
                lost.append(f"{coding['code']} of {coding['excerpt']}")
                continue
            coder = called[who[number - 1]]
            key = (excerpt["excerpt_id"], code, coder)
            by_somebody = coder == NOT_REPORTED and key[:2] in given  # nobody new
            values = dict(zip(("excerpt_id", "code_id", "coder"), key, strict=True))
            if key in there:
                self.codings_there.append(values)
            elif not by_somebody:
                there.add(key)
                new.append(values | {"locator": f"{self.origin}, coding {number}"})
        _append(table, new)
        self.counts["codings"] = Counted(len(codings) - len(lost), len(new))
        self.aside.lost("coding", lost, "its code or its passage is not in the file")

    def _relations(self, relations: list[dict]) -> None:
        """Excerpts that bear on findings."""
        if not relations:
            return
        table = self.tables["finding_excerpts"]
        there = {(row["finding_id"], row["excerpt_id"]): row["relation"] for row in table.rows}
        new, other, unfit, lost = [], [], [], []
        for number, one in enumerate(relations, 1):
            finding, excerpt, relation = (
                self.excerpts.get(one["finding"]),
                self.excerpts.get(one["excerpt"]),
                one["relation"],
            )
            if finding is None or excerpt is None:
                lost.append(f"{relation} {one['finding']}")
                continue
            key = (finding["excerpt_id"], excerpt["excerpt_id"])
            wanted = "quotation" if relation == "illustrates" else excerpt["kind"]
            kinds = finding["kind"], excerpt["kind"]
            if relation not in RELATIONS or key[0] == key[1] or kinds != ("finding", wanted):
                unfit.append(f"{key[1]} {relation} {key[0]}")
            elif key not in there:
                there[key] = relation
                values = {"finding_id": key[0], "excerpt_id": key[1], "relation": relation}
                new.append(values | {"locator": f"{self.origin}, relation {number}"})
            elif there[key] != relation:
                other.append(key[0])
        _append(table, new)
        self.counts["relations"] = Counted(len(relations) - len(unfit) - len(lost), len(new))
        self.aside.differ("relation", other, "finding_excerpts.csv")
        self.aside.lost(
            "relation",
            unfit,
            "a quotation illustrates a finding; another excerpt supports or limits it, or is contrary",
        )
        self.aside.lost("relation", lost, "its finding or its excerpt was not taken")

    def _reports(self, documents: list[dict], reports: Mapping[str, set[str]], report: str | None) -> None:
        """Name the report of each document that names one, and the reports behind each passage."""
        # report_id -> name of the case
        of_document: dict[str, dict[str, str]] = defaultdict(dict)
        of_excerpt: dict[str, dict[str, str]] = defaultdict(dict)
        for case in _records(self.project.cases):
            for report_id in reports.get(compared(case["name"] or ""), ()):
                if case["document"] is not None:
                    of_document[case["document"]][report_id] = case["name"]
                if case["excerpt"] is not None:
                    of_excerpt[case["excerpt"]][report_id] = case["name"]
        several = []
        for document in documents:
            row = self.documents.get(document["key"])
            if row is None or row.get("report_id"):
                continue
            name = document["name"]
            if document["report_id"] == NOT_APPLICABLE:
                self.tables["documents"].fill(row, "report_id", NOT_APPLICABLE)
                continue
            found = reports.get(compared(name)) or reports.get(compared(ENDING.sub("", name)))
            found = reports.get(compared(document["report_id"] or "")) or found
            found = set(found or of_document[document["key"]] or filter(None, [report]))
            if len(found) == 1:
                self.tables["documents"].fill(row, "report_id", found.pop())
            elif found:
                several.append(f"{name}: {', '.join(sorted(found))}")
        self.aside.lost("report of a document", several, "its name or its cases fit several reports")
        table = self.tables["excerpt_reports"]
        there = {(row["excerpt_id"], row["report_id"]) for row in table.rows}
        new = []
        for excerpt in _records(self.project.excerpts):
            row = self.excerpts.get(excerpt["key"])
            if row is None:
                continue
            behind = {key: f"{self.origin}, case {name}" for key, name in of_excerpt[excerpt["key"]].items()}
            holder = self.documents.get(excerpt["document"])
            if holder is not None and holder["document_id"] == row.get("document_id"):
                report_id = charted(holder.get("report_id"))
                if report_id and excerpt["kind"] is None:
                    behind.setdefault(report_id, f"documents.csv, {holder['document_id']}")
            for report_id, locator in behind.items():
                if (row["excerpt_id"], report_id) not in there:
                    there.add((row["excerpt_id"], report_id))
                    new.append({"excerpt_id": row["excerpt_id"], "report_id": report_id, "locator": locator})
        _append(table, new)
        self.linked = len(new)
        named = {excerpt_id for excerpt_id, _ in there}
        lacking = {row.get("document_id") for row in self.excerpts.values() if row["excerpt_id"] not in named}
        ids = [row["document_id"] for row in self.documents.values() if not row.get("report_id")]
        self.nameless = [document_id for document_id in ids if document_id in lacking]

    def known(self) -> dict[str, list[dict[str, str]]]:
        """The rows of the project that the tables had already."""
        named = {
            "codes": [{"code_id": code_id} for code_id in self.codes.values()],
            "documents": self.documents.values(),
            "excerpts": self.excerpts.values(),
            "codings": self.codings_there,
        }
        return {name: list(rows) for name, rows in named.items()}

    def notes(self) -> list[str]:
        """What came in by table, what differs, and which documents name no report."""
        counted = [
            f"{one.total:,} {what.removesuffix('s') if one.total == 1 else what} ({one.new:,} new)"
            for what, one in self.counts.items()
        ]
        said = [f"{self.origin}: " + ", ".join(counted)]
        if self.linked:
            reports = "1 report" if self.linked == 1 else f"{self.linked:,} reports"
            said.append(f"New in excerpt_reports.csv: {reports} behind passages")
        if self.nameless:
            many = f"{len(self.nameless):,} documents" if len(self.nameless) > 1 else "1 document"
            first = ", ".join(self.nameless[:SHOWN]) + (", ..." if len(self.nameless) > SHOWN else "")
            said.append(
                f"Without a report: {many} ({first}). Fill in report_id in documents.csv, not_applicable where it is none "
                "of the included ones, and import again: the passages then name it too"
            )
        return said + self.aside.said


def _append(table: Table, rows: list[dict[str, str]]) -> None:
    """Append rows; a column that the table lacks comes only where it says something."""
    for name in {name for row in rows for name in row} - set(table.header):
        if all(row.get(name, "") in NOTHING for row in rows):
            for row in rows:
                row.pop(name, None)
        elif name in NOT_BEFORE:
            for row in table.rows:
                row[name] = NOT_APPLICABLE
    table.add(rows)
