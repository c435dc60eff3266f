"""datapackage.json: no content of it may stop the check, and what is wrong is named by its property."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packages import SYNTHETIC, WILLIAMS, only
from packages.examples import examples

from reviewbook.check import check
from reviewbook.files.describe import describe
from reviewbook.review import package as reading
from reviewbook.review.package import MOST_BYTES, fits, package_problems, read_package

GOOD = json.loads((SYNTHETIC / "datapackage.json").read_text("utf-8"))
CHECKED = list(reading._validator().schema["properties"])
TYPES = [
    "string",
    "integer",
    "number",
    "boolean",
    "date",
    "datetime",
    "time",
    "year",
    "yearmonth",
    "duration",
    "any",
    "array",
    "object",
    "list",
    "geopoint",
    "geojson",
]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


# Of each place in datapackage.json some values that may stand there, and some that may not.
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "a",
        "A b",
        "a\n",
        "https://a.b/c",
        "https://a.b/c\n",
        "ftp://a",
        "../a.csv",
        "a/b.csv",
        "~x",
        "é",
    ]
)
OBJECTS = st.dictionaries(
    st.sampled_from(["name", "title", "path", "role", "email", "data", "schema", "fields", "seconds", "memory_mb", "x"]),
    TEXTS | st.integers(0, 600) | st.sampled_from([0.1, 512.0, True, None, [], {}, {"fields": [{"name": "a"}]}, {"fields": {}}]),
    max_size=4,
)  # fmt: skip
SIMPLE = TEXTS | st.integers(-1, 700) | st.sampled_from([None, True, 2.5]) | OBJECTS


def told(package: dict) -> list[tuple]:
    return [(p.code, p.field, p.found) for p in package_problems(package)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return only("editions", to=tmp_path_factory.mktemp("package"))


def written(folder, text: str | bytes):
    file = folder / "datapackage.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return check(folder)


@pytest.mark.parametrize(
    ("given_", "field", "found"),
    [
        ({"title": 5}, "title", "5"),
        ({"title": " "}, "title", '""'),
        ({"description": ["x"]}, "description", "a list"),
        ({"contributors": "x"}, "contributors", '"x"'),
        ({"contributors": [{"role": "author"}]}, "contributors[0]", "no title"),
        ({"contributors": [{"title": "A", "role": 1}]}, "contributors[0].role", "1"),
        ({"licenses": "CC BY 4.0"}, "licenses", '"CC BY 4.0"'),
        ({"licenses": [{"title": "mine"}]}, "licenses[0]", "no name"),
        ({"sources": [[]]}, "sources[0]", "a list"),
        ({"questions": "why?"}, "questions", '"why?"'),
        ({"answers": [None]}, "answers[0]", "null"),
        ({"homepage": "ftp://x"}, "homepage", '"ftp://x"'),
        ({"citation": "a b"}, "citation", '"a b"'),
        ({"bibliography": {"file": "x"}}, "bibliography", "an object"),
        ({"claims": {"seconds": "2"}}, "claims.seconds", '"2"'),
        ({"claims": {"minutes": 2}}, "claims", 'the property "minutes"'),
        ({"claims": {"memory_mb": 1}}, "claims.memory_mb", "1"),
        ({"name": "My review"}, "name", '"My review"'),
        ({"name": "a/b"}, "name", '"a/b"'),
        ({"name": "Review"}, "name", '"Review"'),
        ({"name": "con"}, "name", '"con", a name that Windows keeps for a device'),
        ({"name": "a" * 101}, "name", f'"{"a" * 57}...", a name of 101 characters'),
        ({"resources": {}}, "resources", "an object"),
        ({"resources": [5]}, "resources[0]", "5"),
        ({"resources": [{"path": "a.csv"}]}, "resources[0]", "no name"),
        ({"resources": [{"name": "a"}]}, "resources[0]", "no path"),
        ({"resources": [{"name": "a", "path": "/etc/passwd"}]}, "resources[0].path", '"/etc/passwd"'),
        ({"resources": [{"name": "a", "path": "C:\\a.csv"}]}, "resources[0].path", '"C:\\a.csv"'),
        ({"resources": [{"name": "a", "path": "../a.csv"}]}, "resources[0].path", '"../a.csv"'),
        ({"resources": [{"name": "a", "path": "x/../../a.csv"}]}, "resources[0].path", '"x/../../a.csv"'),
        ({"resources": [{"name": "a", "path": "https://x.org/a"}]}, "resources[0].path", '"https://x.org/a"'),
        ({"resources": [{"name": "A b", "path": "a.csv"}]}, "resources[0].name", '"A b"'),
        (
            {"resources": [{"name": "a", "path": "a.csv"}] * 2},
            "resources[1].name",
            '"a", as resources[0]',
        ),
        (
            {"resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [{"type": "string"}]}}]},
            "resources[0].schema.fields[0]",
            "no name",
        ),
        ({"title": "a\ud800"}, "title", "the character U+D800"),
        ({"own": {"\x00": 1}}, "own.\ufffd", "the character U+0000"),
        ({"entity": "app"}, "entity", '"app"'),
        ({"schemes": ["practices"]}, "schemes", "a list"),
        ({"schemes": {"practices": "Practices"}}, "schemes.practices", '"Practices"'),
        ({"schemes": {"practices": {"name": "P"}}}, "schemes.practices", 'the property "name"'),
        ({"entity": {"singular": "app"}}, "entity", "no plural"),
        ({"entity": {"singular": "a*p*p", "plural": "apps"}}, "entity.singular", '"a*p*p"'),
        ({"entity": {"singular": "app", "plural": "apps", "article": "the"}}, "entity.article", '"the"'),
        ({"chapters": ["notebooks/06-practices"]}, "chapters[0]", '"notebooks/06-practices"'),
        ({"chapters": [{"title": "Practices"}]}, "chapters[0]", "no file"),
        ({"chapters": [{"file": "../outside"}]}, "chapters[0].file", '"../outside"'),
    ],
)
def test_a_property_of_a_wrong_type_or_form_is_named(given_, field, found):
    assert told(GOOD | given_) == [("PACK-007", field, found)]


def test_paths_with_points_and_properties_of_the_authors_own_pass():
    resource = {"name": "a", "path": "texts/a..b.csv", "mood": [{}]}
    assert told(GOOD | {"resources": [resource], "mood": {"deep": [[1]]}, "claims": {"seconds": 0.5}}) == []


def test_many_wrong_properties_are_told_in_order():
    package = GOOD | {"questions": [1] * 12, "title": 5}
    fields = [p.field for p in package_problems(package)]
    assert fields == [*(f"questions[{n}]" for n in range(12)), "title"]


@pytest.mark.parametrize(
    ("text", "code", "field", "found"),
    [
        ("[" * 100_000, "PACK-002", None, "lists and objects too deep in one another"),
        ('{"a":' + "[" * 200 + "]" * 200 + "}", "PACK-002", None, "lists and objects 201 deep"),
        ('{"name": "a", "name": "b"}', "PACK-007", "name", "the property twice"),
        ('{"own": NaN}', "PACK-002", None, '"NaN is no number of JSON"'),
        ('{"own": -Infinity}', "PACK-002", None, '"-Infinity is no number of JSON"'),
        ('{"own": ' + "9" * 5000 + "}", "PACK-002", None, '"Exceeds the limit'),
        (" " * (MOST_BYTES + 1), "PACK-002", None, f"a file of {MOST_BYTES + 1:,} bytes"),
        (b'{"title": "\x00\x00\x00"}', "PACK-002", None, "a file of bytes"),
        ("null", "PACK-002", None, "no JSON object"),
    ],
)
def test_a_file_that_json_should_not_hold_is_a_problem(text, code, field, found, folder):
    seen = [(p.code, p.field) for p in written(folder, text) if p.found.startswith(found)]
    assert seen == [(code, field)]


def test_a_folder_in_the_place_of_the_file_is_a_problem(tmp_path):
    (tmp_path / "datapackage.json").mkdir()
    (problem,) = read_package(tmp_path)[1]
    assert (problem.code, problem.found) == ("PACK-002", "is a directory")


@pytest.mark.parametrize("name", CHECKED)
@examples(15)
@given(value=VALUES)
def test_whatever_a_property_is_the_check_ends_and_names_no_other(name, value):
    problems = package_problems(GOOD | {name: value})
    assert all((p.field or "").partition("[")[0].partition(".")[0] == name for p in problems)
    assert not any(p.expected.startswith("{") or "Traceback" in str(p) for p in problems)


@examples(20)
@given(
    own=st.fixed_dictionaries(
        {"name": st.just("own")},
        optional={
            "type": st.sampled_from(TYPES) | VALUES,
            "format": VALUES,
            "constraints": VALUES
            | st.fixed_dictionaries(
                {},
                optional={
                    "required": VALUES,
                    "enum": VALUES,
                    "pattern": VALUES,
                    "minimum": VALUES,
                    "unique": VALUES,
                },
            ),
            "missingValues": VALUES,
            "trueValues": VALUES,
            "groupChar": VALUES,
        },
    )
)
def test_whatever_a_column_of_the_authors_own_is_declared_as_the_check_ends(own, folder):
    resources = [r for r in GOOD["resources"] if r["name"] == "editions"]
    fields = [*resources[0]["schema"]["fields"], own]
    described = [resources[0] | {"schema": {"fields": fields}}]
    table = (SYNTHETIC / "editions.csv").read_text("utf-8").splitlines()
    (folder / "editions.csv").write_text(
        "\n".join(f"{row},{cell}" for row, cell in zip(table, ["own", "1", "b"], strict=True)), "utf-8"
    )
    assert written(folder, json.dumps(GOOD | {"resources": described})) is not None
    describe(folder)


@examples(400)
@given(st.dictionaries(st.sampled_from([*CHECKED, "own"]), SIMPLE | st.lists(SIMPLE, max_size=2), max_size=3))
def test_what_fits_for_certain_has_no_error_for_jsonschema_either(package):
    rules = reading._rules()
    if fits(package, rules, rules["$defs"]):
        assert list(reading._validator().iter_errors(package)) == []


@pytest.mark.parametrize("name", CHECKED)
@examples(25)
@given(st.data())
def test_what_jsonschema_lets_pass_at_a_place_nearly_always_fits_for_certain(name, data):
    value = data.draw(SIMPLE | st.lists(SIMPLE, max_size=2))
    rules = reading._rules()
    wrong = list(reading._validator().iter_errors({name: value}))
    if type(value) is not float and name != "claims":  # 512.0 is a whole number for jsonschema
        assert fits({name: value}, rules, rules["$defs"]) == (not wrong)


@pytest.mark.parametrize(
    ("value", "rules", "certain"),
    [
        ({"a": None}, {"properties": {"b": {"type": "string"}}}, True),
        ("a", {"type": "string", "maxLength": 5}, False),  # a rule that package.yaml does not have yet
        ({"a": 1}, {"additionalProperties": {"type": "string"}}, False),
        (True, {"type": "integer"}, False),
        (2.0, {"type": "integer"}, False),
        (2, {"type": "number", "minimum": 2, "maximum": 2}, True),
        (1, {"type": "number", "minimum": 2}, False),
        (3, {"type": "number", "maximum": 2}, False),
        ("", {"type": "string", "minLength": 1}, False),
        ({}, {"anyOf": [{"required": ["a"]}]}, False),
        ([1], {"type": ["array", "string"], "items": {"$ref": "#/$defs/text"}}, False),
        (["b"], {"type": ["array", "string"], "items": {"$ref": "#/$defs/text"}}, True),
    ],
)
def test_a_value_fits_only_by_rules_that_are_known(value, rules, certain):
    assert fits(value, rules, {"text": {"type": "string", "pattern": "b"}}) is certain


@pytest.mark.parametrize("review", [SYNTHETIC, WILLIAMS], ids=lambda path: path.name)
def test_a_sound_description_is_read_without_jsonschema(review):
    code = "import sys; from pathlib import Path; from reviewbook.review.package import read_package"
    code += "; print(read_package(Path(sys.argv[1]))[1], 'jsonschema' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, review], capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"


def test_what_a_wrong_property_leaves_unsaid_is_not_told_a_second_time():
    wrong = package_problems(GOOD | {"contributors": [{"title": "Doe", "role": 1}]})
    assert [(p.code, p.field) for p in wrong] == [("PACK-007", "contributors[0].role")]
    assert [p.code for p in package_problems(GOOD | {"contributors": [{"title": "Doe"}]})] == ["PACK-013"]
