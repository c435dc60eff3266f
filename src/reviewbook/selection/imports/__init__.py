"""Foreign files that this chapter's tables can be taken from, a module a format."""

from reviewbook.files.formats import Format
from reviewbook.selection.imports import formats

# Records and decisions; and the strategies that found them.
FORMATS = (
    *formats.FORMATS.values(),
    Format(
        "search",
        "a search strategy, as a platform prints or exports it: PubMed, Ovid, EBSCO, Cochrane, Embase.com, Scopus and others",
        ".txt .csv .xlsx",
        "reviewbook.selection.imports.strategy",
        {"source": "source_id"},
        alone="one strategy at a time",
    ),
)
