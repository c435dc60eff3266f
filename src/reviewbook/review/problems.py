"""What can be wrong with a review, each with a code, a place and a remedy.

A problem never stands for an author's mistake alone: it says where it is, what was found there, what was expected and
what to do. The registry `CODES` also makes the book's page of problem codes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Code:
    """One kind of problem: what it means, and what to do about it."""

    code: str
    title: str
    remedy: str
    severity: str = "problem"  # or "notice": shown, but the review still passes


def _registry(*codes: Code) -> dict[str, Code]:
    return {code.code: code for code in codes}


CODES: dict[str, Code] = _registry(
    Code(
        "PACK-001",
        "There is no review in the folder.",
        "Name a folder that holds datapackage.json and CSV tables.",
    ),
    Code(
        "PACK-002",
        "datapackage.json cannot be read.",
        "Write it as JSON; copy the one of another review and change it.",
    ),
    Code(
        "PACK-003",
        "datapackage.json lacks a property.",
        "Add the property; data/williams-2019/datapackage.json has them all.",
    ),
    Code(
        "PACK-004",
        "A CSV file is not a table of a review.",
        "Rename it to one of the tables of the data dictionary, or move it out.",
    ),
    Code(
        "PACK-005",
        "datapackage.json and the files do not agree.",
        "Run `reviewbook describe` on the folder to list the tables anew.",
    ),
    Code(
        "PACK-006",
        "A file cannot be written.",
        "Name a file in a folder that is there and may be written to.",
    ),
    Code("TABL-001", "A table cannot be read.", "Save it as CSV in UTF-8 with one header row."),
    Code("TABL-002", "A column is missing.", "Add the column; the data dictionary says what it holds."),
    Code(
        "TABL-003",
        "A column is not declared.",
        "Rename it to a column of the data dictionary, or declare it in datapackage.json.",
    ),
    Code(
        "TABL-004",
        "A row has too many or too few cells.",
        "Quote cells that hold a comma; give each row one cell per column.",
    ),
    Code(
        "TABL-005",
        "A value is required and blank.",
        "Fill it in; where the source is silent, a locator still says where you looked.",
    ),
    Code(
        "TABL-006",
        "A value has the wrong type.",
        "Write a plain number or date, or not_reported where the source gives none.",
    ),
    Code("TABL-007", "A value is not one of those allowed.", "Use one of the allowed values."),
    Code("TABL-008", "A value is outside its range or form.", "Look the value up again in the source."),
    Code("TABL-009", "A key is there twice.", "Give each row its own key, or remove the repeated row."),
    Code(
        "TABL-010",
        "A value names a row that is not there.",
        "Correct the name, or add the row to the other table.",
    ),
    Code(
        "TABL-011",
        "A value names a row of a table that is not there.",
        "Add the table, or write not_applicable.",
    ),
    Code(
        "TABL-012",
        "Cells are blank: not charted yet.",
        "Chart them, or write not_reported where the source is silent.",
        "notice",
    ),
    Code(
        "CITE-001", "A report is not in the bibliography.", "Add an entry with this key to the bibliography."
    ),
    Code(
        "FLOW-001",
        "A stage does not follow from the stage before.",
        "Check the counts of both stages and of what was excluded between them.",
    ),
    Code(
        "FLOW-002",
        "Reasons do not add up to the total of their stage.",
        "Check each reason's count; a count that is not given is not_reported.",
    ),
    Code(
        "FLOW-003",
        "An included count differs from the table.",
        "Correct the count, or add the missing row to the table named.",
    ),
    Code(
        "FLOW-004", "The sources do not add up to the records identified.", "Check the count of each source."
    ),
    Code(
        "FLOW-005",
        "More studies than reports are included.",
        "Count reports and studies apart: a study has at least one report.",
    ),
    Code(
        "FLOW-006",
        "A reported count differs from the records and decisions.",
        "Correct the count, or the record-level tables.",
    ),
    Code(
        "FLOW-007",
        "A flow has no box that others need.",
        "Give at least the records screened or assessed and the reports included.",
    ),
    Code(
        "FLOW-008",
        "A box of the flow is there twice.",
        "Keep one of the two, or tell them apart by stage, unit, reason or route.",
    ),
    Code(
        "FLOW-009",
        "A count is not a whole number.",
        "Write the number in plain digits; where the source gives none, or only roughly, write not_reported.",
    ),
    Code(
        "FLOW-010",
        "Previous and new do not add up to the total.",
        "Check the counts of the previous version, of this one and of both together.",
    ),
    Code("FLOW-011", "More is in a synthesis than is included.", "Check both counts, and their unit."),
    Code(
        "FLOW-012",
        "A file of counts or a layout cannot be used.",
        "Give a CSV file with the columns step and n, or the PRISMA2020 template; `reviewbook flow --help` has an example.",
    ),
    Code(
        "IMPT-001",
        "A file to import cannot be read.",
        "Give the file as it was exported; save a workbook as CSV in UTF-8 first.",
    ),
    Code(
        "IMPT-002",
        "A file is not of the format that it was given as.",
        "Name the format that the file has; `reviewbook import --help` lists them.",
    ),
    Code(
        "IMPT-003",
        "An XML file declares entities.",
        "Export it again, or take its DOCTYPE out: entities may grow without end or point at other files.",
    ),
    Code(
        "IMPT-004",
        "A folder to import into is no review yet.",
        "Copy the datapackage.json of another review into it and change it; list the places searched in sources.csv.",
    ),
    Code(
        "IMPT-005",
        "An option of an import does not fit.",
        "`reviewbook import --help` says what each format takes.",
    ),
    Code(
        "IMPT-006",
        "The source of imported records is not known.",
        "List the place searched in sources.csv, and name its source_id with --source.",
    ),
    Code(
        "IMPT-007",
        "A table is no matrix of features, or a part of it cannot be placed.",
        "Give each row and column its own name, in one of the shapes that `reviewbook import --help` shows.",
    ),
    Code(
        "IMPT-008",
        "A cell of a matrix of features is none of the values of a feature.",
        "Settle it in the file: write yes, no, unclear or not_reported; what it says beside goes behind a comma.",
    ),
    Code(
        "IMPT-009",
        "Cells of a matrix of features are blank.",
        "Say with --blank what they stand for, or fill them in: no mark may mean absent, or that nobody said.",
    ),
    Code(
        "IMPT-010",
        "A feature of an intervention has two values.",
        "Look both up again in the source; correct the file, or the table of the review.",
    ),
    Code(
        "IMPT-011",
        "A file holds nothing of a coding program.",
        "Export the project, or its list of codes, from the program again, and name its format.",
    ),
    Code(
        "IMPT-012",
        "A document is longer or shorter than when it was imported.",
        "Where it is another document, rename it in the program; where its text was changed, its passages have moved: take its "
        "rows out of documents.csv, excerpts.csv, excerpt_reports.csv and codings.csv, and import again.",
    ),
    Code(
        "IMPT-013",
        "A file of another text is where the text of a document is to go.",
        "Name another folder with --texts, or move the file away.",
    ),
    Code("DECI-001", "A decision is about a duplicate record.", "Judge the record that it duplicates."),
    Code(
        "DECI-002",
        "A decision is not understood.",
        "Write include, exclude, maybe or withdrawn, or leave the cell blank where nobody judged.",
    ),
    Code(
        "DECI-003",
        "A file of decisions lacks what is needed to read it.",
        "Name the columns as in `reviewbook agree --help`, or name the format if it is another one.",
    ),
    Code(
        "DECI-004",
        "Decisions do not say whose they are, at which stage, or what was decided.",
        "Say it with the option named, or add a column for it.",
    ),
    Code(
        "DECI-005",
        "Records that were kept are not among those judged.",
        "Give the file of all records that were judged; --universe union compares the kept ones alone, without a figure "
        "for what all left out.",
    ),
    Code(
        "DECI-006",
        "A record was excluded and judged again at a later stage.",
        "Settle it: the earlier exclusion counts in the flow until a consensus of that stage says include.",
        "notice",
    ),
    Code(
        "DEDU-001",
        "A merged pair is not in the records.",
        "Run `reviewbook dedupe`, which sets duplicate_of as merges.csv has it, or take the pair back with --undo.",
    ),
    Code(
        "DEDU-002",
        "A duplicate has no judged pair.",
        "Run `reviewbook dedupe` to take it over, or give the reason with --merge.",
        "notice",
    ),
    Code(
        "DEDU-003",
        "A record is the duplicate of a duplicate.",
        "Name the record that is kept; `reviewbook dedupe` does so.",
    ),
    Code(
        "DEDU-004",
        "Records are duplicates of each other in a circle.",
        "Keep one of them: write not_applicable in its duplicate_of.",
    ),
    Code(
        "DEDU-005",
        "Two records were taken apart and are still one.",
        "Take back what joins them too, or merge the two again; both with `reviewbook dedupe`.",
    ),
    Code(
        "DEDU-006",
        "A pair cannot be merged or taken back.",
        "Name two records of records.csv by their record_id; `reviewbook dedupe` lists the pairs that wait.",
    ),
    Code("DEDU-007", "A pair is judged twice.", "Keep the row that holds, and remove the other."),
    Code(
        "AGRE-001", "Reported agreement differs from the decisions.", "Correct the figure, or the decisions."
    ),
    Code(
        "AGRE-002",
        "No record was judged by two reviewers.",
        "Give the decisions of two reviewers or more on the same records, known by the same keys.",
    ),
    Code(
        "STUD-001", "A report has more people than its study.", "Give the study the size of its whole sample."
    ),
    Code(
        "STUD-002",
        "A report shares the sample of a report of another study.",
        "Put both reports under one study, or correct sample_of.",
    ),
    Code("STUD-003", "A study has no report.", "Add its report, or remove the study."),
    Code("STUD-004", "An intervention has no study.", "Add its study, or remove the intervention."),
    Code(
        "STUD-005",
        "A report's role differs from its intervention's.",
        "Make reports.role and interventions.worker_role agree.",
    ),
    Code(
        "STUD-006",
        "Reports of one study do not say whose sample they share.",
        "Name the main report in sample_of for the others.",
    ),
    Code(
        "STUD-007",
        "Tables name different countries.",
        "Check the source; if it disagrees with itself, say so in the review's README.",
        "notice",
    ),
    Code(
        "STUD-008",
        "A country is not recognised.",
        "Write the English short name; several countries with a semicolon between them. It is shown as it stands.",
        "notice",
    ),
    Code(
        "STUD-009",
        "A study period cannot be.",
        "Look both dates up again in the source; write a year alone where the day or month is not sure.",
    ),
    Code(
        "STUD-010",
        "Two identifiers differ in capitals alone.",
        "Give one of them another name: their pages would overwrite each other on many disks.",
    ),
    Code(
        "APPR-001",
        "A criterion is not in this version of the tool.",
        "Check the tool's version; the same number can mean another thing.",
    ),
    Code(
        "APPR-002",
        "A criterion stands under another category.",
        "Use the category that the tool gives the criterion.",
    ),
    Code(
        "APPR-003",
        "A report's appraisal is not complete.",
        "Answer every criterion of each category that the report needs.",
    ),
    Code("APPR-004", "A rating is larger than its unit allows.", "Check the rating and its unit."),
    Code(
        "APPR-005",
        "A reported rating differs from the answers.",
        "Look at both; the book shows both.",
        "notice",
    ),
    Code(
        "APPR-006",
        "An appraisal tool cannot be used.",
        "Name one of those listed, or correct the file; mmat-2011.yaml among the library's instruments shows the form.",
    ),
    Code(
        "APPR-007",
        "A file of answers lacks what is needed to read it.",
        "Name the columns as in `reviewbook appraise --help`.",
    ),
    Code(
        "APPR-008",
        "A criterion is answered twice by one appraiser.",
        "Keep the answer that holds, or name the two appraisers.",
    ),
    Code(
        "APPR-009",
        "An overall rating is asked for in a way that there is not.",
        'Write "count", or leave it out: the guide of MMAT 2018 discourages an overall rating.',
    ),
    Code(
        "APPR-010",
        "Answers are about a report that the review does not have.",
        "Write its report_id in the file, or add the report to reports.csv.",
    ),
    Code(
        "APPR-011",
        "A criterion that rests on other blocks is met, and one of theirs is not.",
        "Look at both answers again, or say in the comment why they go together.",
        "notice",
    ),
    Code(
        "APPR-012",
        "An answer is none of those that the tool permits.",
        "Settle it with the second appraiser: write one of the answers permitted, with a comment.",
    ),
    Code(
        "INTV-001",
        "An intervention lacks a value for a feature.",
        "Add the row; where the source is silent, the value is not_reported.",
    ),
    Code(
        "INTV-002",
        "An intervention lacks a TIDieR item.",
        "Add the row; where the source is silent, the text is not_reported.",
    ),
    Code(
        "INTV-003",
        "A value and its evidence do not agree.",
        "Give evidence for yes, no and unclear; for not_reported write not_reported.",
    ),
    Code(
        "INTV-004",
        "A contradiction is noted where nothing contradicts.",
        "Add the other statement, on a row that names its report, or write not_applicable.",
    ),
    Code(
        "INTV-005",
        "A statement comes from a report about another intervention.",
        "Correct the report or the intervention, or put the statement under its own intervention.",
    ),
    Code(
        "INTV-006",
        "An item as a whole is judged less complete than one of its reports tells it.",
        "Look at both again; the row without a report speaks for all of them together.",
        "notice",
    ),
    Code(
        "THEM-001",
        "An excerpt names no report.",
        "Name its report in excerpt_reports.csv; until then it is shown without one.",
        "notice",
    ),
    Code("THEM-002", "An excerpt has no code.", "Code it in codings.csv, or remove it."),
    Code("THEM-003", "A code's parent is in another scheme, or above itself.", "Correct parent_id."),
    Code(
        "THEM-004",
        "A row about a finding does not fit its excerpts.",
        "Only a finding is borne on, and only a quotation illustrates: correct the identifiers or the relation.",
    ),
    Code(
        "THEM-005",
        "The place of a passage cannot be.",
        "Correct start, end or document_id; they count the Unicode characters of the document's text.",
    ),
    Code(
        "THEM-006",
        "The excerpts of a document name no report.",
        "Name its report in documents.csv and import the same file again, or name the reports in excerpt_reports.csv.",
        "notice",
    ),
    Code(
        "QUOT-001",
        "A quotation is not in its source.",
        "Correct it after the source; mark words left out with an ellipsis, words of your own with brackets.",
    ),
    Code(
        "QUOT-002",
        "The folder of source texts lacks a text.",
        "Put the text there, or correct documents.file; a text may also be named as its report.",
    ),
    Code(
        "QUOT-003",
        "A source text cannot be read.",
        "Save it anew, as plain text in UTF-8 where nothing else helps, or move it out of the folder.",
    ),
    Code(
        "QUOT-004",
        "A quotation stands in another text than its own.",
        "Correct its document_id, or its report in excerpt_reports.csv.",
    ),
    Code(
        "QUOT-005",
        "A quotation does not stand where start and end say.",
        "Correct start and end, or leave both blank; they count the characters of the document's text.",
    ),
    Code(
        "QUOT-006",
        "There are no source texts to look in.",
        "Name a folder with the texts of the reports: .txt, .md, .html, .xml, .docx or .pdf.",
    ),
    Code(
        "CLAI-001",
        "A printed number has neither a query nor a reason.",
        "Write the SQL, or why the tables cannot give the number.",
    ),
    Code("CLAI-002", "A query cannot be run.", "Correct the SQL; it may only read this review's tables."),
    Code(
        "CLAI-003",
        "A query does not give one number.",
        "Let it return one row with one column, or with two: low and high.",
    ),
    Code(
        "CLAI-004",
        "A printed number keeps to a worker group that no intervention has.",
        "Use a value of interventions.worker_role, or not_applicable.",
    ),
    Code(
        "EXPO-001",
        "A file to export to has an ending that is not known.",
        "Give the file one of the endings listed.",
    ),
    Code(
        "EXPO-002",
        "An intervention to export is not in the review.",
        "Name it by its intervention_id; interventions.csv lists them.",
    ),
    Code(
        "EXPO-003",
        "There is nothing to export.",
        "Chart the table first; the data dictionary says what it holds.",
    ),
    Code(
        "EXPO-004",
        "A coding scheme to export is not in the review.",
        "Name it as the column scheme of codes.csv does.",
    ),
    Code(
        "EXPO-005",
        "An option of an export does not fit.",
        "`reviewbook export --help` says what each format takes.",
    ),
    Code(
        "QDAF-001",
        "A file of coded material cannot be read.",
        "Give the file as the program exported it; export it again where it is damaged.",
    ),
    Code(
        "QDAF-002",
        "A file holds no REFI-QDA project or codebook.",
        "Give the .qdpx, .qde or .qdc file that the program exported; `reviewbook import --help` lists the other formats.",
    ),
    Code(
        "QDAF-003",
        "An archive would grow beyond measure.",
        "Do not unpack it; ask whoever made it for an export without it, or leave large files out of the export.",
    ),
    Code(
        "QDAF-004",
        "An archive names files outside itself.",
        "Do not unpack it; export the project again with the program that it comes from.",
    ),
    Code(
        "QDAF-005",
        "An archive is encrypted.",
        "Export it again without a password.",
    ),
    Code(
        "QDAF-006",
        "A project declares a document type or entities.",
        "Take the DOCTYPE out, or export it again: entities may grow without end or point at other files.",
    ),
    Code(
        "QDAF-007",
        "A project is nested deeper than any real one.",
        "Export it again; where its codes really go that deep, flatten them first.",
    ),
    Code(
        "QDAF-020",
        "A file is not one that the coding program writes.",
        "Name the program that wrote the file; `reviewbook import --help` says which files of each can be read.",
    ),
    Code(
        "QDAF-021",
        "A row of a table of codes or coded passages cannot be used.",
        "Correct the row in the file, or export the table again.",
    ),
    Code(
        "QDAF-022",
        "A code is above itself.",
        "Give the code another parent in the program, or in the file.",
    ),
    Code(
        "QDAF-023",
        "Files, or rows, of a coding program contradict each other.",
        "Give files of one project, exported at one time; import other projects one by one.",
    ),
    Code("PARA-001", "There is no such subset.", "Use one of the values listed."),
    Code(
        "PARA-002",
        "min_rating is not a whole number in range.",
        "Use points of the tool's scale, 0 to show no contrast.",
    ),
)


@dataclass(frozen=True)
class Problem:
    """One problem at one place.

    ``row`` counts as a spreadsheet does: the header is row 1. ``row`` and ``field`` are None where the problem is one of
    the whole file.
    """

    code: str
    file: str
    found: str
    expected: str
    row: int | None = None
    field: str | None = None

    @property
    def severity(self) -> str:
        return CODES[self.code].severity

    def __str__(self) -> str:
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.field is not None:
            place += f", field {self.field}"
        first = f"{self.code}  {place}: found {self.found}, expected {self.expected}."
        return f"{first}\n          {CODES[self.code].remedy} See errors.html#{self.code.lower()}"

    def as_dict(self) -> dict:
        """All fields, with severity and remedy, for machines."""
        return asdict(self) | {
            "severity": self.severity,
            "title": CODES[self.code].title,
            "remedy": CODES[self.code].remedy,
        }


class ReviewProblems(Exception):
    """Raised where a review cannot be used; carries every problem found in ``problems``."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__(report(self.problems))

    def _render_traceback_(self) -> list[str]:
        # What a notebook shows in place of a traceback: an author's mistake needs the places, not our call stack.
        return [str(self)]


def quote(value: object) -> str:
    """The value as a problem shows it: quoted, cut at 60 characters, on one line."""
    text = " ".join(str(value).split())
    return f'"{text[:57]}..."' if len(text) > 60 else f'"{text}"'


def report(problems: Iterable[Problem]) -> str:
    """Every problem in words, with a closing count."""
    problems = list(problems)
    notices = sum(problem.severity == "notice" for problem in problems)
    wrong = len(problems) - notices
    count = f"{wrong} problem{'' if wrong == 1 else 's'}, {notices} notice{'' if notices == 1 else 's'}"
    return "\n".join([*map(str, problems), count])


def as_json(problems: Iterable[Problem]) -> str:
    """Every problem as a JSON list of objects."""
    return json.dumps([problem.as_dict() for problem in problems], indent=2, ensure_ascii=False)
