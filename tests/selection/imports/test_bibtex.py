"""BibTeX: LaTeX, macros, and broken entries among good ones."""

import pytest
from packages.exports import aside, cells

from reviewbook.selection.imports import bibtex


def test_bibtex_latex_becomes_letters_and_per_cent_stays(read):
    text = r"""@article{k1,
  title = {{\"U}ber {G}ermany: 50% \& 20\% of $p<0.05$},
  author = {M{\"u}ller, J. and {World Health Organization} and {\O}. Li},
  year = 2019, pages = {1--9}, journal = "A \emph{journal}"
}"""
    export = read("bibtex", text)
    assert cells(export, "title", "authors", "year", "pages", "journal") == [
        (
            "Über Germany: 50% & 20% of $p<0.05$",
            "Müller, J.; World Health Organization; Ø. Li",
            "2019",
            "1-9",
            "A journal",
        )
    ]
    assert not export.set_aside


def test_bibtex_macros_are_put_in_and_an_undefined_one_is_set_aside(read):
    text = '@string{ fm = "Fun " # "Monthly" }\n@comment{x}\n@article{a, title={A}, journal = fm # { now}, month = jan}\n'
    export = read("bibtex", text + "@article{b, title={B},\n journal = nowhere}\n")
    assert cells(export, "title", "journal") == [("A", "Fun Monthly now"), ("B", None)]
    assert aside(export) == [(5, "journal", "nowhere")]
    assert export.left == {"comment": 1, "month": 1}


def test_bibtex_broken_entry_among_good_ones_is_set_aside_alone(read):
    text = "@article{a,\n title={A}}\n\n@article{bad,\n title={Open {brace},\n year=2001}\n\n@article{c,\n title={C}}\n"
    export = read("bibtex", text)
    assert cells(export, "title", "locator") == [("A", "export.txt, line 1"), ("C", "export.txt, line 8")]
    ((line, _, found),) = aside(export)
    assert line == 4 and found.startswith("@article{bad,") and export.set_aside[0].entry == "bad"
    assert export.entries == 3


def test_bibtex_broken_entry_gives_the_fields_that_stand_whole_on_a_line(read):
    text = "@article{bad,\n author={Doe, J},\n title={A {B} c},\n abstract={Open {brace},\n year={2001}\n}\n"
    export = read("bibtex", text + "\n@article{c,\n title={C}}\n")
    columns = ("source_key", "title", "authors", "year", "abstract")
    assert cells(export, *columns) == [("bad", "A B c", "Doe, J", "2001", None), ("c", "C", None, None, None)]
    (piece,) = export.set_aside
    assert (export.entries, piece.line, piece.entry) == (2, 1, "bad")
    assert "abstract={Open {brace}" in piece.found and piece.why.endswith("its sound fields were taken")


@pytest.mark.parametrize("entry", ["{PMID:77, title={A}}", "{a, title={A}, note={PMID: 77}}"])
def test_bibtex_pubmed_identifier_is_taken_from_key_or_note(read, entry):
    export = read("bibtex", f"@article{entry}\n")
    assert (cells(export, "pmid"), export.left) == ([("77",)], {})


def test_bibtex_heading_of_scopus_is_left(read):
    export = read("bibtex", "Scopus\nEXPORT DATE: 1 May 2001\n\n@article{a, title={A}}\n")
    assert (cells(export, "title"), export.left, export.set_aside) == ([("A",)], {"heading": 1}, [])


def test_bibtex_missing_comma_loses_no_field_in_silence(read):
    export = read("bibtex", "@article{a,\n title={A},\n journal={J}\n year={2001}, doi={10.1000/a}}\n")
    assert cells(export, "title", "journal", "doi") == [("A", None, "10.1000/a")]
    assert aside(export) == [(3, "journal", "{J}\n year={2001}")]


def test_bibtex_key_or_field_that_comes_twice(read):
    text = "@article{a, title={One}, title={Other}}\n@article{a, TITLE={Two}}\n"
    export = read("bibtex", text)
    assert cells(export, "source_key", "title") == [("a", "One"), ("a", "Two")]
    assert [(p.field, p.found) for p in export.set_aside] == [("title", "{Other}")]


def test_bibtex_entry_that_says_nothing_takes_no_piece_of_another_along(read):
    export = read("bibtex", "@misc{a, keywords={k}}\n@misc{b, title={B}, journal=nowhere, keywords={k}}\n")
    assert cells(export, "source_key") == [("b",)]
    assert [(p.entry, p.field) for p in export.set_aside] == [("a", "not_applicable"), ("b", "journal")]
    assert export.left == {"keywords": 1}


def test_bibtex_entries_keep_their_notes_as_they_stand(tmp_path):
    file = tmp_path / "articles.bib"
    file.write_text(
        '@article{a,\n note={RAYYAN-INCLUSION: {"A"=>"Included"} | RAYYAN-LABELS: x\\_y}}\n', "utf-8"
    )
    (entry,), pieces = bibtex.entries(file)
    assert entry.fields["note"] == 'RAYYAN-INCLUSION: {"A"=>"Included"} | RAYYAN-LABELS: x\\_y'
    assert (entry.key, entry.lines["note"], pieces) == ("a", 2, [])


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("@article{Doe,A2019,\n", "Doe,A2019"),
        ("@article{Doe,A2019, ", "Doe,A2019"),
        ("@article{{WOS:1},\n", "WOS:1"),
        ('@article{M{\\"u}ller2019,\n', "M\u00fcller2019"),
        ("@article{k1\n", "k1"),
        ("@article{\n", None),
        ("@article{,\n", None),
        ("@article(Doe,A2019,\n", "Doe,A2019"),
    ],
)
def test_bibtex_key_that_is_none_of_bibtex_costs_no_entry(read, head, key):
    end = ")" if "(" in head else "}"
    entry = head + f"Early Access Date = {{{{FEB 2020}}}},\n title={{One}}, doi={{10.1000/a}}\n{end}\n"
    export = read("bibtex", entry + "@article{k2, title={Two}}\n")
    assert cells(export, "source_key", "title", "year", "doi") == [
        (key, "One", "2020", "10.1000/a"),
        ("k2", "Two", None, None),
    ]
    assert (export.set_aside, export.left) == ([], {})


@pytest.mark.parametrize(
    "broken", ["{{A @ sign, a@b.org, and 5} brace.}}", "{{A lone { brace}}", "{A } brace}"]
)
@pytest.mark.parametrize("key", ["k1", "Doe,A", ""])
def test_bibtex_stray_brace_costs_its_field_alone_and_is_named(read, broken, key):
    text = f"@article{{{key},\n title={{{{A long\n title}}}},\n abstract={broken},\n year=2018,\n doi={{10.1000/a}},\n}}\n\n"
    export = read("bibtex", text + "@article{k2,\n title={Two}}\n")
    assert cells(export, "source_key", "title", "year", "doi", "locator") == [
        (key or None, "A long title", "2018", "10.1000/a", "export.txt, line 1"),
        ("k2", "Two", None, None, "export.txt, line 9"),
    ]
    (piece,) = export.set_aside
    assert (export.entries, piece.line, piece.found) == (2, 1, text.strip())
    assert piece.why.endswith("its sound fields were taken")


def test_bibtex_broken_entry_without_a_field_is_set_aside_whole(read):
    export = read("bibtex", "@article{k1 title\n\n@article{k2,\n title={Two}}\n")
    assert cells(export, "source_key", "title") == [("k2", "Two")]
    (piece,) = export.set_aside
    assert piece.line == 1 and piece.found.startswith("@article{k1 title")


def test_bibtex_text_that_stands_behind_a_sound_entry_is_no_part_of_it(read):
    export = read(
        "bibtex", "@article{k1,\n title={One}}\nyear = {2001},\n@article{k2,\n title={Two}} and more\n"
    )
    assert cells(export, "title", "year") == [("One", None), ("Two", None)]
    assert [p.why for p in export.set_aside] == ["text outside every entry"] * 2


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("{{Doe, Ann and Roe, Bob}}", "Doe, Ann; Roe, Bob"),
        ('"{Doe, Ann and Roe, Bob}"', "Doe, Ann; Roe, Bob"),
        ("{{Department of Health and Social Care}}", "Department of Health and Social Care"),
        ("{{Smith, Jones and Partners}}", "Smith, Jones and Partners"),
        ("{{Smith and Co} and Roe, Bob}", "Smith and Co; Roe, Bob"),
    ],
)
def test_bibtex_list_of_authors_in_braces_is_a_list_and_the_name_of_a_body_one_name(read, value, authors):
    assert cells(read("bibtex", f"@article{{k1, title={{One}}, author={value}}}\n"), "authors") == [
        (authors,)
    ]


@pytest.mark.parametrize("value", ["{{%s}}", "{%s}", '"{%s}"', '"{{%s}}"', "{{{%s}}}"])
def test_bibtex_braces_around_a_value_are_no_part_of_it_in_any_field(read, value):
    given_ = {
        "title": ("One", "One"),
        "year": ("2001", "2001"),
        "doi": ("10.1000/A_1", "10.1000/a_1"),
        "journal": ("J", "J"),
        "volume": ("3", "3"),
        "number": ("2", "2"),
        "pages": ("1--9", "1-9"),
        "abstract": ("Why", "Why"),
        "language": ("English", "English"),
        "pmid": ("77", "77"),
        "url": ("https://a.org/~b_c?d=1\\&e=50\\%", "https://a.org/~b_c?d=1&e=50%"),
        "author": ("Doe, A", "Doe, A"),
    }
    fields = ",\n".join(f"{name} = {value % text}" for name, (text, _) in given_.items())
    export = read("bibtex", f"@article{{k1,\n{fields}}}\n")
    names = {"number": "issue", "author": "authors"}
    assert cells(export, *(names.get(name, name) for name in given_)) == [
        tuple(e for _, e in given_.values())
    ]
    assert (export.set_aside, export.left) == ([], {})
