"""YAML of authors: within bounds whatever it holds, each fault at its line, and nothing is ever run or raised but problems."""

import time

import pytest

from reviewbook.review import authored
from reviewbook.review.problems import ReviewProblems

CODE = "APPR-006"  # any: it is the caller's


def faults(file) -> list[tuple]:
    began = time.perf_counter()
    with pytest.raises(ReviewProblems) as raised:
        authored.load(file, code=CODE)
    assert time.perf_counter() - began < 1
    assert {(p.code, p.file, p.field) for p in raised.value.problems} == {(CODE, file.name, None)}
    return [(problem.row, problem.found, problem.expected) for problem in raised.value.problems]


def written(folder, content: str | bytes):
    file = folder / "own.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


LAUGHS = "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("content", "row", "found", "expected"),
    [
        (
            "a: &a x\n" + LAUGHS,
            2,
            "the alias *a within what the anchor &b stands for",
            "no alias within an anchor",
        ),
        (
            "a: &a\n  b: *a\n",
            2,
            "the alias *a within what the anchor &a stands for",
            "no alias within an anchor",
        ),
        ("a: &a x\nb: [" + "*a, " * 101 + "]\n", 2, "101 aliases", "at most 100"),
        ("a: 1\nb: " + "[" * 100_000, 2, "lists and mappings 31 deep in one another", "at most 30 deep"),
        ("- " * 100_000, 1, "lists and mappings 31 deep in one another", "at most 30 deep"),
        ("[" + "1, " * 300_000 + "]", 1, "50,001 values", "at most 50,000"),
        ("&a [" + "1, " * 499 + "1]", None, None, None),
        ("a: &a [" + "1, " * 999 + "1]\nb: [" + "*a, " * 60 + "]", 2, "50,054 values", "at most 50,000"),
        ("a: 1\n" * 500_000, None, "a file of 2,500,000 bytes", "at most 1,000,000 bytes"),
        (
            "a: 1\nb: !!python/object/apply:os.system [date]\n",
            2,
            "the tag !!python/object/apply:os.system, a list or a mapping",
            "a text, a number, true, false or null",
        ),
        ("a: !mine x\n", 1, 'the tag !mine, "x"', "a text, a number, true, false or null"),
        ("version: 2011-05-01\n", 1, 'a date, "2011-05-01"', "a text in quotation marks"),
        (
            "a:\n  ratio: 1:30\n",
            2,
            '"1:30", which YAML reads as a number of minutes or seconds',
            "a text in quotation marks",
        ),
        ("a: !!int one\n", 1, '"one" as a value of the kind int', "a plain number, true or false"),
        (
            "a: " + "1" * 5000,
            1,
            f'"{"1" * 57}..." as a value of the kind int',
            "a plain number, true or false",
        ),
        ("a: !!seq x\n", 1, '"x" with the tag !!seq', "a value of that kind"),
        ("a: 1\nb: 2\na: 3\n", 3, '"a" again, as in line 1', "each name once"),
        ("yes: 1\ntrue: 2\n", 2, '"true" again, as in line 1', "each name once"),
        ("? [a]\n: 1\n", 1, "a list or a mapping as a name", "a text"),
        ("a: 1\nb: x\0y\n", 2, "the character U+0000 in column 5", "text that can be printed"),
        (b"a: 1\nb: \xe9t\xe9\n", 2, "the byte 0xE9, which is no UTF-8, in column 4", "YAML in UTF-8"),
        ("a:\n\tb: 1\n", 2, "a tab in column 1", "blanks at the beginning of a line"),
        ("a: [1, 2\nb: 3\n", 2, "\"did not find expected ',' or ']'\" in column 2", "YAML"),
        ("a: *nowhere\n", 1, '"found undefined alias" in column 4', "YAML"),
        ("a: 1\n---\nb: 2\n", 2, '"but found another document" in column 1', "YAML"),
        ("a: &a 3\nb:\n  <<: *a\n", 1, None, "YAML"),
        ("", None, "an empty file", "names with values"),
        ("# nothing yet\n", None, "an empty file", "names with values"),
    ],
)
def test_a_fault_is_told_with_its_line(content, row, found, expected, tmp_path):
    file = written(tmp_path, content)
    if expected is None:
        assert len(authored.load(file, code=CODE)) == 500, "within the bounds"
        return
    (fault,) = faults(file)
    assert fault == (row, fault[1] if found is None else found, expected)


def test_all_faults_of_kind_and_all_names_twice_are_told_at_once(tmp_path):
    file = written(tmp_path, "a: 2020-01-01\nb:\n  c: !x y\n  c: 1\n")
    assert [row for row, *_ in faults(file)] == [1, 4, 3]
    many = written(tmp_path, "".join(f"k{n}: 2020-01-01\n" for n in range(500)))
    assert len(faults(many)) == authored.MOST


def test_what_is_no_file_is_told(tmp_path):
    folder = tmp_path / "own.yaml"
    folder.mkdir()
    assert faults(folder) == [(None, "a folder", "a YAML file")]
    assert faults(tmp_path / "gone.yaml") == [(None, "no such file or directory", "a file that can be read")]


def test_what_is_sound_is_read_as_it_is_meant(tmp_path):
    said = "\ufeffa: &a {x: 1, y: no}\nb:\n  <<: *a\n  x: [2.5, null, '2020-01-01', ~]\nc: *a\nd: é\n"
    assert authored.load(written(tmp_path, said), code=CODE) == {
        "a": {"x": 1, "y": False},
        "b": {"x": [2.5, None, "2020-01-01", None], "y": False},
        "c": {"x": 1, "y": False},
        "d": "é",
    }


@pytest.mark.parametrize(
    "mark",
    [
        "\x07",
        "\ud7ff",
        "a: b: c",
        "%",
        "@",
        "`",
        "'",
        '"\\x',
        "!<",
        "&",
        "*",
        "|9",
        ">",
        "{",
        "}",
        "- -\n-",
        "<<",
    ],
)
def test_no_sign_of_yaml_is_more_than_a_problem(mark, tmp_path):
    for text in (mark, f"a: {mark}", f"{mark}: a", f"- {mark}\n- b"):
        try:
            authored.load(written(tmp_path, text), code=CODE)
        except ReviewProblems as told:
            assert told.problems[0].code == CODE


def test_a_text_is_read_as_nodes_with_any_number_of_values_and_the_same_names_twice():
    assert len(authored.node("[" + "1, " * 60_000 + "]").value) == 60_000
    assert len(authored.node("{a: 1, a: 2}").value) == 2
    assert authored.node("") is None


@pytest.mark.parametrize(
    ("text", "line", "syntax"),
    [
        ("- a\n- " + "[" * 40, 2, False),
        ("- &a [*a]", 1, False),
        ("- a: b: c", 1, True),
        ("a: \x07", None, True),
    ],
)
def test_a_text_that_is_no_yaml_is_told_from_one_beyond_the_bounds(text, line, syntax):
    with pytest.raises(authored.Fault) as raised:
        authored.node(text)
    assert (raised.value.line, raised.value.syntax) == (line, syntax)
