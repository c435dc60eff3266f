"""Small files of every format that `reviewbook import` takes, written here; and real ones, where they stand beside the checkout.

Every cell of an entry carries the mark of that entry ("zq03zz"), so that an entry which is nowhere afterwards is seen to be lost.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from attacks import ROOT

ENTRIES = 5
MARK = re.compile(r"zq0[0-4]zz")
REAL = 60_000  # bytes: larger files make each try slow


class Sample(NamedTuple):
    """Files to import."""

    format: str
    options: dict[str, str]
    files: dict[str, bytes]
    promises: bool = True  # an entry is taken or set aside; else the file is refused whole


def _each(write: Callable[[str], str], between: str = "") -> str:
    return between.join(write(f"zq{n:02}zz") for n in range(ENTRIES))


def _ris(m: str) -> str:
    tags = {
        "AU": f"{m}, A.",
        "TI": f"On {m} and more",
        "AB": f"Abstract {m}.",
        "PY": "2001",
        "DO": f"10.1000/{m}",
    }
    tags |= {"JO": f"Journal {m}", "ID": m, "KW": m}
    return "TY  - JOUR\n" + "".join(f"{tag}  - {value}\n" for tag, value in tags.items()) + "ER  - \n\n"


def _nbib(m: str) -> str:
    return (
        f"PMID- {m}\nDP  - 2001 Jan\nTI  - On {m}\n      and more\nAB  - Abstract {m}.\nFAU - {m}, Ann\nAU  - {m} A\n"
        f"JT  - Journal {m}\nAID - 10.1000/{m} [doi]\n\n"
    )


def _bibtex(m: str) -> str:
    return (
        f"@article{{{m},\n  title = {{On {m} and {{M}}ore}},\n  author = {{{m}, Ann and Roe, R.}},\n  year = {{2001}},\n"
        f"  journal = {{Journal {m}}},\n  doi = {{10.1000/{m}}},\n  abstract = {{Abstract {m}.}}\n}}\n\n"
    )


def _ciw(m: str) -> str:
    return f"PT J\nAU {m}, A\n   Roe, R\nTI On {m}\nSO JOURNAL {m}\nAB Abstract {m}.\nPY 2001\nDI 10.1000/{m}\nUT WOS:{m}\nER\n\n"


def _endnote(m: str) -> str:
    return (
        f'<record><database name="{m}.enl">{m}.enl</database><ref-type name="Journal Article">17</ref-type><contributors><authors>'
        f"<author><style>{m}, Ann</style></author></authors></contributors><titles><title><style>On {m} </style><style>and more"
        f"</style></title><secondary-title>Journal {m}</secondary-title></titles><dates><year>2001</year></dates>"
        f"<abstract>Abstract {m}.</abstract><accession-num>{m}</accession-num>"
        f"<electronic-resource-num>10.1000/{m}</electronic-resource-num></record>"
    )


def _enw(m: str) -> str:
    return f"%0 Journal Article\n%A {m}, Ann\n%T On {m}\n%J Journal {m}\n%X Abstract {m}.\n%D 2001\n%R 10.1000/{m}\n%M {m}\n\n"


def _refworks(m: str) -> str:
    return f"RT Journal Article\nID {m}\nA1 {m},Ann\nT1 On {m}\nJF Journal {m}\nYR 2001\nAB Abstract {m}.\nDO 10.1000/{m}\n\n"


def _yaml(m: str) -> str:
    return f'- title: "On {m}"\n  authors: {m}, A.\n  year: 2001\n  doi: 10.1000/{m}\n  journal: Journal {m}\n  id: {m}\n'


def _rayyan(m: str) -> str:
    note = '{} | RAYYAN-INCLUSION: {"Ann"=>"Included", "Ben"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong topic,too short'
    fields = f"  title={{On {m}}},\n  year={{2001}},\n  author={{{m}, A}},\n  note={{{note.replace('{}', m, 1)}}}\n"
    return f"@article{{rayyan-{int(m[2:4]) + 100},\n{fields}}}\n\n"


LOG = "created_at,user_id,user_email,article_id,key,value\n" + "".join(
    f"2024-01-0{n + 1}T10:00:00Z,7,ann@example.org,{n + 100},included,{(1, -1, 0, 1, -1)[n]}\n"
    for n in range(ENTRIES)
)
COVIDENCE = (
    "Title,Authors,Abstract,Published Year,Journal,Volume,Issue,Pages,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"
    + _each(
        lambda m: (
            f"On {m},{m},{m},2001,{m},1,2,3,{m},10.1000/{m},{m},#{m},{m} 2001,Exclusion reason: {m};,{m}\n"
        )
    )
)
ASREVIEW = (
    "record_id,title,authors,doi,asreview_label,asreview_time,asreview_note,asreview_user_name\n"
    + _each(lambda m: f"{m},On {m},{m},10.1000/{m},{int(m[3]) % 2},2025-09-07 11:00:00,{m},Ana\n")
)
LONG = "id,title,year,reviewer,decision,reason,note\n" + _each(
    lambda m: f"{m},On {m},2001,A,in,{m},{m}\n{m},On {m},2001,B,out,{m},{m}\n"
)
WIDE = "key,title,Anna,Ben,Final decision\n" + _each(lambda m: f"{m},On {m},1,0,1\n")
RECORDS = "title,authors,year,journal,doi,abstract,id\n" + _each(
    lambda m: f'On {m},"{m}, A.; Roe, R.",2001,Journal {m},10.1000/{m},"Abstract {m}, and",{m}\n'
)
ANSWERS = "Study,Tool,Criterion,Judgement,Reviewer,Justification\n" + "".join(
    f"{report},MMAT 2018,{criterion},{answer},CC,said so\n"
    for report in ("Synthetic2018", "Synthetic2019")
    for criterion, answer in zip(
        ("S1", "S2", "1.1", "1.2", "1.3"), ("Yes", "No", "Can’t tell", "Y", "N"), strict=True
    )
)
MATRIX = "Study,Web,Chat,Diary\nAlpha,yes,no,\nBeta,NR,?,yes\nGamma,✓,✗,1\n"
EXTRACTION = "Study ID,Year,Reviewer,Kind of lane,Length (km),Signs: web,Signs: app,Remarks\n" + _each(
    lambda m: f"{m} 2001,2001,AB,{m},12,x,,on {m}\n{m} 2001,2001,CD,{m},13,x,x,\n"
)
TYPED = "report_id,supervision,sessions,equipment\nSynthetic2018,supervised,4,mat; band\nSynthetic2019,unsupervised,NR,\n"
HIGHLIGHTS = "id,document,tag,content\n" + _each(lambda m: f"{m[2:4]},{m},{m},We hope {m}\n")
CODEBOOK = "tag,description,number of highlights\n" + _each(lambda m: f"{m},looking at {m},1\n")
NODES = "Name,Parent,Description\n" + _each(lambda m: f"{m},,what {m} is\n{m} below,{m},{m} again\n")
PATHS = "Code,Memo\n" + _each(lambda m: f"{m} > {m} more,{m}\n")
QUALCODER = {
    "categories.csv": "catid,name,memo,supercatid\n7,Effects,what it does,\n8,Good,,7\n",
    "codes.csv": "cid,name,memo,catid,color\n" + _each(lambda m: f"{int(m[2:4]) + 1},{m},is {m},8,#fff\n"),
    "codings.csv": "ctid,cid,fid,pos0,pos1,owner\n1,1,1,26,34,ann\n2,1,1,26,34,bob\n3,2,1,12,16,\n",
    "sources.csv": "id,name,mediapath\n1,anna.txt,\n2,p.png,/images/p.png\n",
}


def _refi() -> str:
    text = " ".join(f"She said zq{n:02}zz twice." for n in range(ENTRIES))
    codes = _each(
        lambda m: f'<Code guid="{m}" name="{m}" isCodable="true"><Description>{m}</Description></Code>'
    )
    passages = "".join(
        f'<PlainTextSelection guid="p{n}" name="zq{n:02}zz" startPosition="{n * 23}" endPosition="{n * 23 + 22}">'
        f'<Coding guid="c{n}"><CodeRef targetGUID="zq{n:02}zz"/></Coding></PlainTextSelection>'
        for n in range(ENTRIES)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<Project xmlns="urn:QDA-XML:project:1.0" name="Study" origin="Program 1">\n'
        f"<CodeBook><Codes>\n{codes}\n</Codes></CodeBook>\n<Sources>\n"
        f'<TextSource guid="d" name="Talk" plainTextPath="internal://d.txt">\n{passages}\n</TextSource>\n</Sources></Project>\n|{text}'
    )


def _qdpx() -> bytes:
    project, _, text = _refi().rpartition("|")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("project.qde", project)
        zipped.writestr("sources/d.txt", text)
    return out.getvalue()


def _qde() -> bytes:
    project, _, text = _refi().rpartition("|")
    return project.replace(
        ' plainTextPath="internal://d.txt">', f"><PlainTextContent>{text}</PlainTextContent>"
    ).encode()


def _workbook(text: str) -> bytes:
    import csv

    import openpyxl

    book = openpyxl.Workbook()
    for row in csv.reader(text.splitlines()):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _database() -> bytes:
    """A project of QualCoder: the database within its folder."""
    from packages.coded import CODE, CODED, SOURCE, qualcoder

    codes = [(n + 1, f"zq{n:02}zz", None, "", "#fff") for n in range(ENTRIES)]
    text = " ".join(f"zq{n:02}zz" for n in range(ENTRIES))
    coded = [(n + 1, 1, f"zq{n:02}zz", n * 7, n * 7 + 6, "ann", "", 0) for n in range(ENTRIES)]
    with tempfile.TemporaryDirectory() as folder:
        made = qualcoder(
            Path(folder),
            source=[SOURCE, (1, "a.txt", text, None, "")],
            code_name=[CODE, *codes],
            code_text=[CODED, *coded],
        )
        return (made / "data.qda").read_bytes()


STRATEGY = "1. exp Pain/ (1,234)\n2. (exercise* or\n   training).ti,ab. (56)\n3. 1 and 2 (7)\n"
HISTORY = 'Search number,Query,Results\n2,#1 AND b,5\n1,a[tiab],"1,200"\n'


@cache
def samples() -> dict[str, Sample]:
    """Every sample by its name; the same on each machine, but for the real files."""
    source = {"source": "synbase"}
    stage = {"stage": "title_abstract"}

    def made(format: str, options: dict[str, str], promises: bool = True, **files: str | bytes) -> Sample:
        return Sample(
            format,
            options,
            {
                name.replace("__", "."): data if isinstance(data, bytes) else data.encode()
                for name, data in files.items()
            },
            promises,
        )

    endnote = f'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n{_each(_endnote, chr(10))}\n</records></xml>\n'
    found = {
        "ris": made("ris", source, a__ris=_each(_ris)),
        "nbib": made("nbib", source, a__nbib=_each(_nbib)),
        "bibtex": made("bibtex", source, a__bib=_each(_bibtex)),
        "ciw": made(
            "ciw", source, a__ciw=f"FN Clarivate Analytics Web of Science\nVR 1.0\n{_each(_ciw)}EF\n"
        ),
        "endnote-xml": made("endnote-xml", source, a__xml=endnote),
        "enw": made("enw", source, a__enw=_each(_enw)),
        "refworks": made("refworks", source, a__txt=_each(_refworks)),
        "csv": made("csv", source, a__csv=RECORDS),
        "yaml": made("yaml", source, a__yaml=_each(_yaml)),
        "rayyan": made("rayyan", source | stage, a__bib=_each(_rayyan), customizations_log__csv=LOG),
        "covidence": made("covidence", source, review_77_excluded_csv_20240131__csv=COVIDENCE),
        "asreview": made("asreview", source | {"reviewer": "Ana"}, a__csv=ASREVIEW),
        "asreview-ris": made(
            "asreview",
            source | {"reviewer": "Ana"},
            a__ris=_each(lambda m: _ris(m).replace("ER  -", "N1  - ASReview_relevant\nER  -")),
        ),
        "decisions-long": made("decisions", source | stage, a__csv=LONG),
        "decisions-wide": made("decisions", source | stage, a__csv=WIDE),
        "appraisals": made("appraisals", {"tool": "mmat-2018"}, promises=False, a__csv=ANSWERS),
        "features": made("features", {"blank": "no"}, promises=False, a__csv=MATRIX),
        "extraction": made("extraction", {}, promises=False, a__csv=EXTRACTION),
        "extraction-xlsx": made("extraction", {"about": "study"}, a__xlsx=_workbook(EXTRACTION)),
        "search": made("search", source, promises=False, a__txt=STRATEGY),
        "search-table": made("search", source, promises=False, a__csv=HISTORY),
        "workbook": Sample("workbook", {}, {"review.xlsx": _of_the_review()}, promises=False),
        "charting": made("charting", {"charter": "A1"}, promises=False, a__csv=TYPED),
        "qdpx": made("refi-qda", {}, a__qdpx=_qdpx()),
        "qde": made("refi-qda", {"report": "Synthetic2018"}, a__qde=_qde()),
        "taguette": made("taguette", {}, highlights__csv=HIGHLIGHTS, codebook__csv=CODEBOOK),
        "taguette-xlsx": made(
            "taguette", {}, highlights__xlsx=_workbook(HIGHLIGHTS), codebook__xlsx=_workbook(CODEBOOK)
        ),
        "qualcoder-tables": Sample(
            "qualcoder", {}, {name: text.encode() for name, text in QUALCODER.items()}
        ),
        "qualcoder": Sample("qualcoder", {}, {"study.qda/data.qda": _database()}),
        "nvivo": made("nvivo", {}, a__csv=NODES),
        "nvivo-xlsx": made("nvivo", {}, a__xlsx=_workbook(NODES)),
        "maxqda": made("maxqda", {}, a__xlsx=_workbook(PATHS)),
    }
    return found | _real()


def _of_the_review() -> bytes:
    """The workbook of the review that is attacked."""
    from packages import SYNTHETIC

    from reviewbook.workbook import whole

    return whole.made(SYNTHETIC).data


def _real() -> dict[str, Sample]:
    """Real exports of the folder ../shared/samples, where it is there; a long file of text by its first part."""
    shared = ROOT.parent / "shared" / "samples"
    source, stage = {"source": "synbase"}, {"stage": "title"}
    listed = {
        "ris": [("ris", source, ["Scopus_ris_example.ris"]), ("ris", source, ["Ovid_ris_example.ris"]),
                ("ris", source, ["ovid_zotero.ris"]), ("bibtex", source, ["Scopus_bib_example.bib"]),
                ("nbib", source, ["nbib_data.nbib"]), ("ciw", source, ["WoS_ciw_example.ciw"]), ("csv", source, ["embase.csv"])],
        "rayyan": [("rayyan", source | stage, ["articles.bib", "customizations_log.csv"])],
        "multi-reviewer/screening/titles": [("decisions", source | stage | {"reviewer": "D"}, ["daniel.csv"])],
        "multi-reviewer/screening/abstracts": [("decisions", source | stage | {"reviewer": "D"}, ["daniel.yaml"])],
        "covidence": [("covidence", source, ["covidence_extraction_28feb24.csv"])],
        "multi-reviewer": [("extraction", {}, ["article_characteristics.csv"])],
        "qda/taguette": [("taguette", {}, ["highlights.csv", "codebook.csv"]), ("taguette", {}, ["project.sqlite3"]),
                         ("taguette", {}, ["codebook.xlsx"])],
        "qda/atlasti": [("refi-qda", {}, ["atlasti8-standard-project.qdpx"])],
    }  # fmt: skip
    found = {}
    for folder, each in listed.items():
        for format, options, names in each:
            files = [shared / folder / name for name in names]
            if all(file.is_file() for file in files):
                found[f"real-{files[0].name}"] = Sample(
                    format, options, {file.name: _first_part(file) for file in files}, promises=False
                )
    return found


def _first_part(file: Path) -> bytes:
    data = file.read_bytes()
    if len(data) <= REAL or b"\0" in data[:1000]:
        return data
    return data[: data.rindex(b"\n", 0, REAL) + 1]


def marks_in(data: bytes) -> set[str]:
    """The marks of entries in the bytes of a file, whatever encodes them; in an archive or a database, none."""
    if data[:2] == b"PK" or data[:6] == b"SQLite":
        return set()
    return set(MARK.findall(data.replace(b"\0", b"").decode("latin-1")))
