"""The ledger of imports: what a report says, rows by their columns, and tables written whole or not at all."""

import re

from reviewbook.files import ledger


def test_identifiers_are_made_from_names_and_are_free():
    made: list[str] = []
    for name in ("Mieli.Net", "MIELI net", "Élan (v2)", "1.1 Goals", "云", "a" * 60, "a" * 60 + "b"):
        made.append(ledger.identifier(name, made))
    assert made[:4] == ["mieli_net", "mieli_net_2", "elan_v2", "x1_1_goals"]
    assert re.fullmatch("x[0-9a-f]{8}", made[4]) and made[5:] == ["a" * 40, "a" * 40 + "_2"]
