"""Data as scripts that pages load on demand."""

import json

from hypothesis import given
from hypothesis import strategies as st

from reviewbook.page.scripts import script


def test_a_script_is_one_statement_that_puts_data_under_its_name():
    assert script("codes/a", {"n": [1, None], "t": "é"}) == (
        'reviewbook.data["codes/a"]={"n":[1,null],"t":"é"};\n'.encode()
    )


@given(st.text("</script>\u2028\u2029é"))
def test_no_text_ends_the_element_or_the_line_that_it_stands_in(text):
    made = script("x", text).decode()
    assert "</" not in made and "\u2028" not in made and "\u2029" not in made


def test_what_is_escaped_is_read_back_as_it_was():
    text = "</script>\u2028\u2029<\\/"
    made = script("x", text).decode()
    assert "</" not in made and "\u2028" not in made
    assert json.loads(made.removeprefix('reviewbook.data["x"]=').removesuffix(";\n")) == text
