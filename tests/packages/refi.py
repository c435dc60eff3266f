"""Projects of REFI-QDA, as tests write them."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

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
