"""Logs of decisions in YAML and JSON."""

import json

import pytest

from reviewbook.selection.imports import decisions

ARTICLES = """\
- id: A1
  title: A trial
  decisions:
    - reviewer: ANN
      stage: full_text
      decision: include
    - {reviewer: BOB, stage: full_text, decision: exclude, reason: wrong population}
- id: A2
  title: Another
  votes: [{reviewer: ANN, stage: full_text, vote: exclude}]
"""


@pytest.fixture
def taken(tmp_path):
    """What is read of a log: key, reviewer, decision and line of each decision, and the titles of the records."""

    def read(name, text, **options):
        (tmp_path / name).write_text(text, "utf-8")
        export = decisions.read(tmp_path / name, **options)
        rows = export.decisions[["source_key", "reviewer", "decision", "locator"]].itertuples(index=False)
        return [tuple(row) for row in rows], [] if export.records is None else export.records[
            "title"
        ].tolist()

    return read


def test_decisions_within_articles_are_rows_with_their_lines(taken):
    rows, titles = taken("log.yaml", ARTICLES.replace("votes:", "decisions:").replace("vote:", "decision:"))
    assert rows == [
        ("A1", "ANN", "include", "log.yaml, line 4"),
        ("A1", "BOB", "exclude", "log.yaml, line 7"),
        ("A2", "ANN", "exclude", "log.yaml, line 10"),
    ]
    assert titles == ["A trial", "Another"]


@pytest.mark.parametrize(
    "log",
    [
        [{"id": "A1", "title": "A trial", "decisions": {"ANN": "include", "BOB": "exclude"}}],
        {"articles": [{"id": "A1", "title": "A trial", "votes": {"ANN": "include", "BOB": "exclude"}}]},
        {
            "A1": {
                "title": "A trial",
                "decisions": [{"user": "ANN", "decision": "include"}, {"user": "BOB", "decision": "exclude"}],
            }
        },
        [
            {"id": "A1", "reviewer": "ANN", "decision": "include"},
            {"id": "A1", "reviewer": "BOB", "decision": "exclude"},
        ],
    ],
    ids=["by reviewer", "within a list", "by key", "flat"],
)
def test_the_same_decisions_in_any_shape_are_the_same(taken, log):
    rows, _ = taken("log.json", json.dumps(log, indent=1), stage="full_text")
    assert [row[:3] for row in rows] == [("A1", "ANN", "include"), ("A1", "BOB", "exclude")]


def test_a_table_is_no_log(taken):
    rows, _ = taken("log.csv", "id,reviewer,stage,decision\nA1,ANN,full_text,include\n")
    assert rows == [("A1", "ANN", "include", "log.csv, line 2")]
