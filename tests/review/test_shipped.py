"""YAML of the library: the quick reader and PyYAML's own give the same of each of its files."""

from pathlib import Path

import pytest
import yaml

import reviewbook
from reviewbook.review import shipped

FILES = sorted(Path(reviewbook.__file__).parent.rglob("*.yaml"))


def test_each_file_of_the_library_says_the_same_with_and_without_libyaml(monkeypatch):
    quick = [shipped.read(file) for file in FILES]
    assert len(FILES) > 30
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert [shipped.read(file) for file in FILES] == quick


@pytest.mark.skipif(not yaml.__with_libyaml__, reason="this PyYAML was built without libyaml")
def test_libyaml_reads_where_it_is_there(monkeypatch):
    used = []
    monkeypatch.setattr(yaml, "CSafeLoader", lambda text: used.append(text) or yaml.SafeLoader(text))
    shipped.read(FILES[0])
    assert len(used) == 1
