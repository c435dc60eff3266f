"""The instruments: each tool is one data file, whole and with its version."""

import pytest
from packages.appraisals import DESC, MIXED, NRS, NUMBER, QUAL, RCT

from reviewbook.appraisal import answering
from reviewbook.appraisal.instruments import instrument


@pytest.mark.parametrize(
    ("tool", "each", "mixed", "total"), [("mmat-2011", 4, 3, 19), ("mmat-2018", 5, 5, 25)]
)
def test_each_version_has_its_number_of_criteria(tool, each, mixed, total):
    criteria = answering.criteria(instrument(tool))
    assert list(criteria.pop("screening")) == ["S1", "S2"]
    assert {category: len(items) for category, items in criteria.items()} == dict.fromkeys(
        (QUAL, RCT, NRS, DESC), each
    ) | {MIXED: mixed}
    assert sum(map(len, criteria.values())) == total
    for category, items in criteria.items():
        assert list(items) == [f"{NUMBER[category]}.{i}" for i in range(1, len(items) + 1)]
