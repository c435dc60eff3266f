"""JSON as the nodes that YAML is read into."""

import pytest
import yaml

from reviewbook.files import json_nodes
from reviewbook.review.authored import Fault


def plain(value):
    """A node as lists, mappings and texts."""
    if isinstance(value, yaml.MappingNode):
        return {name.value: plain(inner) for name, inner in value.value}
    if isinstance(value, yaml.SequenceNode):
        return [plain(inner) for inner in value.value]
    return None if value.tag == json_nodes.NULL else value.value


def test_values_stay_as_they_are_written():
    text = (
        '{"a": [1.10E+01, -2, true, null, ""], "b": {"c\\u00e9": "x\\/y \\ud83d\\ude00"}, "d": [], "e": {}}'
    )
    words = ["1.10E+01", "-2", "true", None, ""]
    assert plain(json_nodes.node(text)) == {"a": words, "b": {"cé": "x/y 😀"}, "d": [], "e": {}}


def test_each_value_has_its_line():
    whole = json_nodes.node('[\n  {"a": 1},\n\n  {"b":\n 2}\n]\n')
    assert [item.start_mark.line for item in whole.value] == [1, 3]
    assert whole.value[1].value[0][1].start_mark.line == 4


def test_values_on_lines_of_their_own_are_a_list():
    assert plain(json_nodes.node('{"a": "1"}\n{"a": "2"}\n')) == [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize(
    "text", ["", "a: 1", "[1, 2", '{"a" 1}', "[1 2]", '{"a": tru}', "{1: 2}", '["a]', "[1,]", "[,]"]
)
def test_what_is_no_json_is_left_to_others(text):
    assert json_nodes.node(text) is None


def test_lists_that_are_deeper_than_any_are_refused_with_their_line():
    with pytest.raises(Fault, match="line 2: found lists and mappings 31 deep"):
        json_nodes.node("[\n" + "[" * 5000)
