"""What one export does to the tables."""

import pytest

from reviewbook.selection.imports import placing


@pytest.mark.parametrize(
    ("key", "record_id"),
    [
        ("Li2020", "Li2020"),
        ("28441597", "synbase-28441597"),
        ("2-s2.0-85079532227", "synbase-2-s2.0-85079532227"),
        ("WOS:000514379300001", "WOS-000514379300001"),
        ("https://openalex.org/W4390569890", "W4390569890"),
        ("00007", "synbase-00001"),
        ("a key with blanks", "synbase-00001"),
        ("", "synbase-00001"),
    ],
)
def test_record_id_is_made_from_the_key_where_that_fits(key, record_id):
    assert placing.Names("synbase", [])(key) == record_id
