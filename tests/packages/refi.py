"""Projects of REFI-QDA, as tests write them."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

from reviewbook.review.problems import ReviewProblems
from reviewbook.themes.imports import project as qda

NS = 'xmlns="urn:QDA-XML:project:1.0"'


def xml(inner: str, *, namespace: str = NS) -> str:
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<Project {namespace} name="Study" origin="Program 1">{inner}</Project>'


def passage(start: object, end: object, *, name: str = "", key: str = "p", inner: str = "") -> str:
    places = f'startPosition="{start}" endPosition="{end}"'
    return f'<PlainTextSelection guid="{key}" name={quoteattr(name)} {places}>{inner}</PlainTextSelection>'


def kept(path: str, *selections: str, key: str = "d", rich: str = "") -> str:
    more = f' richTextPath="{rich}"' if rich else ""
    return f'<TextSource guid="{key}" name="Talk" plainTextPath="{path}"{more}>{"".join(selections)}</TextSource>'


def sources(*each: str) -> str:
    return f"<Sources>{''.join(each)}</Sources>"


def qdpx(
    tmp_path: Path, text: str, files: dict[str, bytes] | None = None, *, inside: str = "project.qde"
) -> Path:
    file = tmp_path / "study.qdpx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(inside, text)
        for name, data in (files or {}).items():
            zipped.writestr(name, data)
    return file


def read(file: Path) -> qda.Project:
    return qda.read([file], "refi-qda")


TALK = "Ça va?\r\nOui, 😀 très bien, et toi?\r\nMoi aussi 😀, je te remercie beaucoup.\r\nAu revoir."


def book(*codes: str) -> str:
    return f"<CodeBook><Codes>{''.join(codes)}</Codes></CodeBook>"


def code(key: str, name: str = "", inner: str = "", more: str = 'isCodable="true"') -> str:
    return f"<Code guid={quoteattr(key)} name={quoteattr(name or key)} {more}>{inner}</Code>"


def coding(of: str, by: str = "") -> str:
    user = f' creatingUser="{by}"' if by else ""
    return f'<Coding guid="x"{user}><CodeRef targetGUID="{of}"/></Coding>'


def source(text: str, *selections: str, key: str = "d", more: str = 'name="Talk"') -> str:
    content = f"<PlainTextContent>{escape(text)}</PlainTextContent>"
    return f'<TextSource guid="{key}" {more}>{content}{"".join(selections)}</TextSource>'


def qde(tmp_path: Path, text: str | bytes, name: str = "project.qde") -> Path:
    file = tmp_path / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def refused(file: Path) -> dict:
    with pytest.raises(ReviewProblems) as wrong:
        read(file)
    assert len(wrong.value.problems) == 1
    return wrong.value.problems[0]


def rows(frame, *columns: str) -> list[tuple]:
    chosen = frame[list(columns)].astype(object)
    return list(chosen.where(frame[list(columns)].notna(), None).itertuples(index=False, name=None))


def left(project: qda.Project) -> dict[str, int]:
    return {one.what: one.n for one in project.left}
