"""Foreign files that this chapter's tables can be taken from, a module a program."""

from reviewbook.files.formats import Format

OPTIONS = {name: name for name in ("scheme", "report", "coder", "texts")} | {"keep-names": "keep_names"}


def _coded(name: str, says: str, endings: str) -> Format:
    return Format(name, says, endings, "reviewbook.themes.imports.coded", OPTIONS)


FORMATS = (  # the readers are those of `project.READERS`
    _coded(
        "refi-qda",
        "REFI-QDA: a project or a codebook of NVivo, ATLAS.ti, MAXQDA and others",
        ".qdpx .qde .qdc",
    ),
    _coded(
        "taguette",
        "Taguette: highlights and codebook, given together, or a project",
        ".csv .xlsx .qdc .sqlite3",
    ),
    _coded("qualcoder", "QualCoder: a project, a list of codes, or tables of codings", ".qda .csv .txt"),
    _coded("nvivo", "NVivo: a list of nodes or a codebook", ".csv .xlsx"),
    _coded("maxqda", "MAXQDA: a codebook or coded segments", ".xlsx .csv"),
)
HELP = """\
coded material comes into codes, documents, excerpts and codings; all files of one project are given together. A document or a case
whose name is that of a report names the report of its passages; else --report, or report_id in documents.csv and the import again.
A project imported again adds only what is new. What a review has no place for goes to set_aside.csv.
"""
