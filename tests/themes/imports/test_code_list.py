"""Lists of codes: a tree by depth, by level or by parents."""

from hypothesis import given
from hypothesis import strategies as st
from packages.coded import paths

from reviewbook.themes.imports import code_list
from reviewbook.themes.imports import project as qda

NAME = st.text("abc", min_size=1, max_size=2)
TREES = st.dictionaries(st.lists(NAME, min_size=1, max_size=4).map(tuple), st.none(), min_size=1, max_size=12)


def with_parents(tree) -> list[tuple[str, ...]]:
    return sorted({path[:depth] for path in tree for depth in range(1, len(path) + 1)})


@given(TREES)
def test_a_tree_by_depth_or_by_level_comes_back(tree):
    tree = with_parents(tree)
    indented = ["\t" * (len(path) - 1) + path[-1] for path in tree]
    levels = [[""] * (len(path) - 1) + [path[-1]] + [""] * (4 - len(path)) for path in tree]
    assert code_list.by_depth(indented) == code_list.by_level(levels) == tree


@given(TREES)
def test_a_tree_by_parents_comes_back_where_names_tell_codes_apart(tree):
    tree = [
        tuple(f"{depth}{'/'.join(path[:depth])}" for depth in range(1, len(path) + 1))
        for path in with_parents(tree)
    ]
    rows = [(n, path[-1], path[-2] if path[1:] else "") for n, path in enumerate(tree)]
    assert code_list.by_parent(reversed(rows), "x.csv") == tree[::-1]


@given(TREES)
def test_a_list_gives_each_code_once_under_its_parent(tree):
    codes = code_list.CodeList()
    for path in tree:
        codes.add(path)
    project = qda.Project("x", "x", qda.frame("codes", codes.rows()))
    found = [path.replace("[", "").replace("]", "") for path in paths(project)]
    assert sorted(found) == sorted(" > ".join(path) for path in with_parents(tree))
    assert set(project.codes.loc[project.codes["codable"], "name"]) == {path[-1] for path in tree}
