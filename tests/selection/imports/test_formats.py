"""The formats of records and decisions, and every sample of them read to its end."""

import pytest
from packages import shared
from packages.exports import READERS

from reviewbook.selection.imports import bibliography
from reviewbook.selection.imports.formats import FORMATS

SAMPLES = {  # format, entries, records, pieces set aside
    "ris/Ovid_ris_example.ris": ("ris", 4, 4, 0),
    "ris/ovid_zotero.ris": ("ris", 6, 6, 0),
    "ris/Scopus_ris_example.ris": ("ris", 3, 3, 0),
    "ris/faulty_year.ris": ("ris", 1, 1, 1),
    "ris/PubMed_example.txt": ("nbib", 3, 3, 0),
    "ris/nbib_data.nbib": ("nbib", 1, 1, 0),
    "ris/Scopus_bib_example.bib": ("bibtex", 3, 3, 0),
    "ris/WoS_ciw_example.ciw": ("ciw", 5, 5, 0),
    "ris/embase.csv": ("csv", 6, 6, 0),
    "ris/generic_labels.csv": ("csv", 6, 6, 0),
    "ris/duplicate_records.csv": ("csv", 14, 10, 7),
    "rayyan/articles.bib": ("bibtex", 293, 293, 31),
    "dedup/haematology/records_pre_merged.csv": ("csv", 1415, 1415, 0),
    "dedup/special_cases/records_pre_merged.csv": ("csv", 6, 6, 0),
    "multi-reviewer/reviewed-records.bib": ("bibtex", 13, 13, 0),
    "multi-reviewer/screening/titles.csv": ("csv", 3102, 3102, 0),
    "multi-reviewer/screening/abstracts.yaml": ("yaml", 33, 33, 0),
    "multi-reviewer/screening/abstracts/daniel.yaml": ("yaml", 20, 20, 0),
    "multi-reviewer/screening/abstracts/luke.yaml": ("yaml", 14, 14, 0),
    "multi-reviewer/screening/abstracts/mario.yaml": ("yaml", 19, 19, 0),
    "multi-reviewer/screening/abstracts/disagreements.yaml": ("yaml", 18, 18, 0),
    "multi-reviewer/screening/abstracts/resolved.yaml": ("yaml", 3, 3, 0),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_read_to_its_last_entry(name):
    format_, entries, records, pieces = SAMPLES[name]
    export = READERS[format_].read(shared(f"samples/{name}"))
    assert (export.entries, len(export.records), len(export.set_aside)) == (entries, records, pieces)
    assert list(export.records.columns) == list(bibliography.COLUMNS)
    assert export.records["locator"].is_unique


def test_every_format_of_search_exports_has_a_reader():
    exports = {name: known.reader for name, known in FORMATS.items() if not known.decisions}
    assert exports == {name: module.read for name, module in READERS.items()}
