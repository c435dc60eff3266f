"""Text that was garbled before its file was saved is named, and nothing else is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, copied, rows_of
from packages.examples import examples

from reviewbook.cli import main
from reviewbook.selection.imports.garbled import garbled, in_columns

LETTERS = "äöüßéèêëàâçñøåæœžšěřłńśıİğşőű"


@examples(40)
@given(st.text(LETTERS, min_size=1, max_size=6), st.sampled_from(["cp1252", "latin-1"]))
def test_a_word_once_read_in_another_encoding_is_found_and_the_word_itself_is_not(letters, encoding):
    word = f"na{letters}ve"
    try:
        was = word.encode().decode(encoding)
    except UnicodeDecodeError:  # five bytes are nothing in cp1252
        return
    assert garbled(f"A {was} word") == was
    assert garbled(f"A {word} word") == ""


@pytest.mark.parametrize(
    "text",
    [
        "Une étude « naïve »",
        "QUALITÉ: «É»",
        "Ärzte, Ångström, Âge",
        "Straße – 5 °C … “so”",
        "10 µg; ±2 ©",
        "Психическое здоровье",
        "日本語",
        "SÃO PAULO",
        "â",
    ],
)
def test_what_stands_as_it_was_written_is_not_garbled(text):
    assert garbled(text) == ""


def test_dashes_and_quotation_marks_are_found_too():
    assert garbled("a range of 5â€“7 years") == "5â€“7"
    assert garbled("the â€œrecoveryâ€\u009d model").startswith("â€œrecovery")


def test_the_columns_are_named_with_how_many_and_an_example():
    records = pd.DataFrame(
        {
            "title": ["Une Ã©tude", "Plain", "ZÃ¼rich", None],
            "authors": ["MÃ¼ller, A", None, None, None],
            "journal": ["Österreich"] * 4,
            "abstract": [None] * 4,
        },
        dtype="string",
    )
    assert in_columns(records) == {"title": (2, "Ã©tude"), "authors": (1, "MÃ¼ller")}
    assert in_columns(None) == {}


def test_an_import_says_so_and_changes_nothing(tmp_path, capsys):
    folder = copied(SYNTHETIC, tmp_path)
    file = tmp_path / "found.csv"
    file.write_text("Title,DOI\nSynthetic Ã©tude of rest,10.5555/garbled\n", "utf-8")
    assert main(["import", "csv", str(file), "--review", str(folder), "--source", "synbase"]) == 0
    assert (
        '  garbled before the file was saved: title of 1 record, such as "Ã©tude"; nothing was changed, '
        "export it once more in UTF-8" in capsys.readouterr().out.splitlines()
    )
    assert "Synthetic Ã©tude of rest" in [row["title"] for row in rows_of(folder / "records.csv")]
