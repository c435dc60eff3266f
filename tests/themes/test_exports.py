"""A review's coding exported as REFI-QDA: valid, the same bytes each time, and the same coding when it is read again."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from lxml import etree
from packages import OPENED, REVIEWS, SYNTHETIC, WILLIAMS, copied, rows_of, set_cell, shared, table
from packages.examples import examples
from pyrefiqda import RefiCodebook, RefiProject

from reviewbook.cli import main
from reviewbook.review.model import Review
from reviewbook.review.problems import ReviewProblems
from reviewbook.review.reading import load_review
from reviewbook.themes import exports
from reviewbook.themes.grounds import BASES, DIRECTIONS
from reviewbook.themes.imports import project as qda
from reviewbook.themes.imports import refi_rows
from reviewbook.themes.imports.positions import plain_line_ends

TEXTS = {
    file.name: file.read_text(encoding="utf-8") for file in sorted((SYNTHETIC.parent / "texts").glob("*.txt"))
}


def changed(review: Review, **tables: pd.DataFrame) -> Review:
    return replace(review, tables={**review.tables, **tables})


def reread(data: bytes, folder: Path) -> qda.Project:
    file = folder / "review.qdpx"
    file.write_bytes(data)
    return qda.read([file], "refi-qda")


def independent(data: bytes, folder: Path):
    """The project as a library that is not ours reads it."""
    file = folder / "review.qdpx"
    file.write_bytes(data)
    return RefiProject.load(file, extract_dir=folder / "unpacked")


def below(codes) -> list:
    return [code for top in codes for code in (top, *below(top.code))]


def selections_at(project: qda.Project, name: str) -> list[tuple]:
    own = project.excerpts[project.excerpts["name"] == name]
    return list(own[["start", "end"]].itertuples(index=False, name=None))


def selections(project) -> list:
    return [chosen for source in project.sources.text_source for chosen in source.plain_text_selection]


def tree(codes: pd.DataFrame, key: str, parent: str, label: str) -> list[tuple]:
    """Each code's labels from the top down, with its scheme and description."""
    rows = codes.set_index(key)

    def path(of: str) -> tuple:
        above = rows.loc[of, parent]
        return (*(path(above) if above in rows.index else ()), rows.loc[of, label])

    told = rows["description"].where(~rows["description"].isin(["not_reported", "not_applicable"]))
    return sorted((path(of), rows.loc[of, "scheme"], told.fillna("")[of]) for of in rows.index)


def charted_pairs(review: Review) -> Counter:
    """How often each passage has a code from a coder: by text, label and coder."""
    rows = review.codings.merge(review.excerpts, on="excerpt_id").merge(review.codes, on="code_id")
    text = rows["text"].map(plain_line_ends)
    return Counter(zip(text, rows["label"], rows["coder"], strict=True))


def read_pairs(project: qda.Project) -> Counter:
    rows = project.codings.merge(project.excerpts, left_on="excerpt", right_on="key")
    rows = rows.merge(project.codes, left_on="code", right_on="key", suffixes=("", "_code"))
    columns = rows.assign(coder=rows["coder"].fillna("not_reported"))[["text", "name_code", "coder"]]
    return Counter(columns.itertuples(index=False, name=None))


# ---- valid, the same, and read by others


@REVIEWS
@pytest.mark.parametrize("scheme", [None, "themes"])
def test_a_project_is_valid(review, scheme):
    schema = etree.XMLSchema(etree.parse(shared("samples/qda/schemas/Project.xsd")))
    data = exports.qdpx(OPENED[review], sources=TEXTS, scheme=scheme).data
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        schema.assertValid(etree.fromstring(zipped.read("project.qde")))


@REVIEWS
def test_a_codebook_is_valid(review):
    schema = etree.XMLSchema(etree.parse(shared("samples/qda/schemas/Codebook.xsd")))
    schema.assertValid(etree.fromstring(exports.qdc(OPENED[review]).data))


@REVIEWS
def test_the_same_review_gives_the_same_bytes(review):
    for write in (exports.qdpx, exports.qdc, exports.codebook):
        assert write(OPENED[review]).data == write(OPENED[review]).data
    with zipfile.ZipFile(io.BytesIO(exports.qdpx(OPENED[review]).data)) as zipped:
        assert {entry.date_time for entry in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@REVIEWS
def test_an_independent_reader_finds_the_same_counts(review, tmp_path):
    r = OPENED[review]
    exported = exports.qdpx(r, sources=TEXTS)
    project = independent(exported.data, tmp_path)
    chosen = selections(project)
    assert len(below(project.code_book.codes.code)) == len(r.codes) == exported.counts["codes"]
    assert len(chosen) == len(r.excerpts) == exported.counts["selections"]
    assert sum(len(one.coding) for one in chosen) == len(r.codings) == exported.counts["codings"]
    assert {user.name for user in project.users.user} == set(r.codings["coder"])
    assert len(project.sources.text_source) == exported.counts["sources"]
    assert len(project.links.link) == len(r.finding_excerpts)


@REVIEWS
def test_an_independent_reader_finds_each_passage_at_its_place(review, tmp_path):
    r = OPENED[review]
    project = independent(exports.qdpx(r, sources=TEXTS).data, tmp_path)
    words = r.excerpts.set_index("excerpt_id")["text"]
    found = {}
    for source in project.sources.text_source:
        text = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "unpacked").read_text(
            "utf-8"
        )
        for one in source.plain_text_selection:
            found[one.name] = text[one.start_position : one.end_position]
    assert found == words.to_dict()


def test_an_independent_reader_reads_the_codebook(tmp_path):
    (tmp_path / "codes.qdc").write_bytes(exports.qdc(OPENED[WILLIAMS]).data)
    read = RefiCodebook.load(tmp_path / "codes.qdc")
    assert len(below(read.codes.code)) == len(OPENED[WILLIAMS].codes)
    members = {group.name: len(group.member_code) for group in read.sets.set}
    assert members == OPENED[WILLIAMS].codes["scheme"].value_counts().to_dict()


# ---- read again


@REVIEWS
@pytest.mark.parametrize("sources", [{}, TEXTS], ids=["no texts", "texts"])
def test_the_same_coding_is_read_again(review, sources, tmp_path):
    r = OPENED[review]
    project = reread(exports.qdpx(r, sources=sources).data, tmp_path)
    assert tree(project.codes, "key", "parent", "name") == tree(r.codes, "code_id", "parent_id", "label")
    assert sorted(project.excerpts["text"]) == sorted(r.excerpts["text"])
    assert dict(zip(project.excerpts["name"], project.excerpts["text"], strict=True)) == dict(
        zip(r.excerpts["excerpt_id"], r.excerpts["text"], strict=True)
    )
    assert read_pairs(project) == charted_pairs(r)


@REVIEWS
@pytest.mark.parametrize("sources", [{}, TEXTS], ids=["no texts", "texts"])
def test_the_reports_of_each_passage_are_read_again_as_cases(review, sources, tmp_path):
    r = OPENED[review]
    project = reread(exports.qdpx(r, sources=sources).data, tmp_path)
    names = project.excerpts.set_index("key")["name"]
    by_document = project.cases.dropna(subset="document").merge(
        project.excerpts, on="document", suffixes=("", "_e")
    )
    pairs = {
        *zip(
            project.cases["excerpt"].dropna().map(names),
            project.cases.dropna(subset="excerpt")["name"],
            strict=True,
        ),
        *zip(by_document["name_e"], by_document["name"], strict=True),
    }
    assert pairs == set(r.excerpt_reports[["excerpt_id", "report_id"]].itertuples(index=False, name=None))


def test_a_description_is_read_again_with_its_line_ends(tmp_path):
    codes = OPENED[SYNTHETIC].codes
    told = codes.assign(description=pd.array(["One.\r\nTwo."] * len(codes), "string"))
    project = reread(exports.qdpx(changed(OPENED[SYNTHETIC], codes=told)).data, tmp_path)
    assert set(project.codes["description"]) == {"One.\r\nTwo."}


def test_an_excerpt_stands_in_the_text_of_its_document(tmp_path):
    project = reread(exports.qdpx(OPENED[SYNTHETIC], sources=TEXTS).data, tmp_path)
    documents = project.documents.set_index("key")
    places = project.excerpts.set_index("name")
    at = places.loc["Q1"]
    assert documents.loc[at["document"], "name"] == "SYNTHETIC text of Synthetic2019"
    assert documents.loc[at["document"], "text"] == TEXTS["Synthetic2019.txt"]
    assert (at["start"], at["end"]) == (39, 93)


def test_texts_are_found_whatever_the_case_of_their_names(tmp_path):
    upper = {name.upper(): text for name, text in TEXTS.items()}
    assert exports.qdpx(OPENED[SYNTHETIC], sources=upper) == exports.qdpx(OPENED[SYNTHETIC], sources=TEXTS)


def test_excerpts_without_a_text_are_compiled_one_text_a_report(tmp_path):
    sources = independent(exports.qdpx(OPENED[SYNTHETIC]).data, tmp_path).sources.text_source
    assert [source.name for source in sources] == [
        "Synthetic2019",
        "Synthetic2020a",
        "Synthetic2021",
        "synthetic: excerpts of several reports",
    ]
    quotation = "Synthetic quotation: some never came back after the first week."
    path = RefiProject.resolve_source_path(sources[2].plain_text_path, tmp_path / "unpacked")
    assert path.read_text("utf-8") == quotation


def test_a_compiled_text_is_no_document_when_it_is_read_again(tmp_path):
    project = reread(exports.qdpx(OPENED[SYNTHETIC]).data, tmp_path)
    assert project.documents.empty
    at = project.excerpts.set_index("name").loc["Q1"]
    assert (at["document_id"], at["start"], at["end"]) == ("text_2019", 39, 93)


def test_excerpts_of_no_report_have_a_text_of_their_own(tmp_path):
    links = OPENED[SYNTHETIC].excerpt_reports
    lone = changed(OPENED[SYNTHETIC], excerpt_reports=links[links["excerpt_id"] != "Q3"])
    sources = independent(exports.qdpx(lone).data, tmp_path).sources.text_source
    held = {source.name: [one.name for one in source.plain_text_selection] for source in sources}
    assert held["synthetic: excerpts of no report"] == ["Q3"]


def left(exported: exports.Exported) -> dict[str, int]:
    return {one.what: one.n for one in exported.left}


def test_a_text_of_another_length_is_not_taken():
    longer = {**TEXTS, "Synthetic2019.txt": TEXTS["Synthetic2019.txt"] + "!"}
    exported = exports.qdpx(OPENED[SYNTHETIC], sources=longer)
    assert left(exported)["texts of another length than their document"] == 1
    assert left(exported)["documents"] == 1


def test_an_excerpt_that_its_positions_do_not_hold_is_compiled_and_said(tmp_path):
    other = {**TEXTS, "Synthetic2019.txt": "x" * len(TEXTS["Synthetic2019.txt"])}
    exported = exports.qdpx(OPENED[SYNTHETIC], sources=other)
    assert left(exported)["positions that do not hold their excerpt"] == 1
    assert read_pairs(reread(exported.data, tmp_path)) == charted_pairs(OPENED[SYNTHETIC])


def test_an_excerpt_charted_with_the_blanks_around_it_stands_where_its_words_do(tmp_path):
    text = TEXTS["Synthetic2019.txt"]
    review = OPENED[SYNTHETIC]
    (at,) = review.excerpts.index[review.excerpts["start"].notna()][:1]
    start, end = (int(review.excerpts.at[at, name]) for name in ("start", "end"))
    assert text[start - 1].isspace() or text[end].isspace()
    wide = review.excerpts.copy()
    wide.loc[at, ["start", "end"]] = [start - text[start - 1].isspace(), end + text[end].isspace()]
    exported = exports.qdpx(changed(review, excerpts=wide), sources=TEXTS)
    assert "positions that do not hold their excerpt" not in left(exported)
    (chosen,) = selections_at(reread(exported.data, tmp_path), review.excerpts.at[at, "excerpt_id"])
    assert chosen == (start, end)


def test_what_is_said_of_an_excerpt_stands_in_its_description(tmp_path):
    project = independent(exports.qdpx(OPENED[SYNTHETIC], sources=TEXTS).data, tmp_path)
    described = {one.name: one.description for one in selections(project)}
    assert (
        described["Q1"]
        == "kind: quotation\nspeaker: participant\ndirection: supports\nbasis: participants_account\npage: 3\n"
        "locator: Synthetic paper, section 4"
    )
    assert described["F1"] == (
        "kind: finding\nspeaker: not_reported\ndirection: supports\nbasis: measured\npage: not_applicable\n"
        "locator: Synthetic paper, section 4"
    )


def test_where_an_excerpt_stands_is_said_of_one_that_is_compiled(tmp_path):
    project = independent(exports.qdpx(OPENED[SYNTHETIC]).data, tmp_path)
    described = {one.name: one.description for one in selections(project)}
    assert described["Q1"] == (
        "kind: quotation\nspeaker: participant\ndirection: supports\nbasis: participants_account\npage: 3\n"
        "document_id: text_2019\nstart: 39\nend: 93\n"
        "locator: Synthetic paper, section 4"
    )


def test_relations_of_findings_are_links(tmp_path):
    project = independent(exports.qdpx(OPENED[SYNTHETIC]).data, tmp_path)
    name = {one.guid: one.name for one in selections(project)}
    links = {
        (name[one.origin_guid], name[one.target_guid], one.name, one.direction.value)
        for one in project.links.link
    }
    assert links == {
        ("F3", "F1", "contrary", "Bidirectional"),
        ("Q1", "F1", "illustrates", "OneWay"),
        ("Q2", "F2", "illustrates", "OneWay"),
        ("Q3", "F3", "supports", "OneWay"),
    }


def test_one_scheme_takes_its_codes_and_their_excerpts_alone(tmp_path):
    r = OPENED[SYNTHETIC]
    exported = exports.qdpx(r, scheme="outcomes")
    project = reread(exported.data, tmp_path)
    assert project.codes["name"].to_list() == ["Adherence", "Pain"]
    assert sorted(project.excerpts["name"]) == ["F1", "F3", "Q3"]
    assert len(project.codings) == 3
    assert left(exported)["excerpts"] == 3


@pytest.mark.parametrize("coder", ["not_reported", None])
def test_a_coder_who_is_not_known_is_no_user(coder, tmp_path):
    codings = OPENED[SYNTHETIC].codings
    nobody = changed(
        OPENED[SYNTHETIC],
        codings=codings.assign(coder=pd.array([coder] * len(codings), "string")).drop_duplicates(
            ["excerpt_id", "code_id"]
        ),
    )
    project = reread(exports.qdpx(nobody).data, tmp_path)
    assert project.codings["coder"].isna().all()
    assert len(project.codings) == len(nobody.codings)


def test_what_the_format_has_no_place_for_is_listed():
    found = left(exports.qdpx(OPENED[WILLIAMS]))
    charted = {name: len(rows) for name, rows in OPENED[WILLIAMS].tables.items() if len(rows)}
    carried = {"codes", "codings", "documents", "excerpts", "excerpt_reports", "finding_excerpts"}
    assert {name: n for name, n in found.items() if name in charted} == {
        name: n for name, n in charted.items() if name not in carried or name == "documents"
    }
    assert found["locators of codes"] == 15


def edited(data: bytes, *changes: tuple[str, str]) -> bytes:
    """The project with pieces of its XML replaced; each piece must be there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            for before, after in changes if name == "project.qde" else ():
                assert before.encode() in held
                held = held.replace(before.encode(), after.encode())
            new.writestr(name, held)
    return out.getvalue()


def kept(project: qda.Project) -> dict[str, int]:
    return {one.what: one.n for one in project.left}


def test_nothing_of_excerpts_and_codes_is_left_when_an_export_is_read(tmp_path):
    project = reread(exports.qdpx(OPENED[SYNTHETIC], sources=TEXTS).data, tmp_path)
    assert kept(project) == {"descriptions of project": 1}


def test_only_a_project_of_our_own_says_what_kind_its_excerpts_are(tmp_path):
    foreign = edited(exports.qdpx(OPENED[SYNTHETIC]).data, ('origin="reviewbook"', 'origin="Other 1"'))
    project = reread(foreign, tmp_path)
    assert project.excerpts[["kind", "speaker", "page", "document_id", "locator"]].isna().all(axis=None)
    assert project.relations.empty
    assert len(project.documents) == 4
    assert (kept(project)["descriptions of passages"], kept(project)["links"]) == (6, 4)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("kind: finding\nspeaker: worker", "speaker: worker\nkind: finding", "descriptions of passages"),
        ("kind: finding\nspeaker: worker", "A memo: finding\nspeaker: worker", "descriptions of passages"),
        ("start: 39\nend: 93", "start: 39\nend: soon", "descriptions of passages"),
        ('name="contrary"', 'name="refutes"', "links"),
        ('direction="Bidirectional"', 'direction="OneWay"', "links"),
    ],
)
def test_what_was_written_otherwise_stays_left(before, after, what, tmp_path):
    project = reread(edited(exports.qdpx(OPENED[SYNTHETIC]).data, (before, after)), tmp_path)
    assert kept(project)[what] == 1
    assert project.excerpts["kind"].isna().sum() == (what != "links")
    assert len(project.relations) == 4 - (what == "links")


def test_an_excerpt_without_words_has_none_when_it_is_read_again(tmp_path):
    excerpts = OPENED[SYNTHETIC].excerpts.copy()
    excerpts.loc[excerpts["excerpt_id"] == "F1", "text"] = "not_applicable"
    project = reread(exports.qdpx(changed(OPENED[SYNTHETIC], excerpts=excerpts)).data, tmp_path)
    wordless = project.excerpts[project.excerpts["text"].isna()]
    assert wordless[["name", "kind"]].to_numpy().tolist() == [["F1", "finding"]]


def test_identifiers_of_codes_are_read_again(tmp_path):
    for data, name in (
        (exports.qdpx(OPENED[WILLIAMS]).data, "a.qdpx"),
        (exports.qdc(OPENED[WILLIAMS]).data, "a.qdc"),
    ):
        (tmp_path / name).write_bytes(data)
        codes = qda.read([tmp_path / name], "refi-qda").codes
        ids = OPENED[WILLIAMS].codes.set_index("code_id")["label"]
        assert codes.set_index("code_id")["name"].to_dict() == ids.to_dict()


def test_a_set_with_other_words_beside_its_codes_is_no_scheme(tmp_path):
    changed_set = edited(
        exports.qdpx(OPENED[SYNTHETIC], scheme="outcomes").data,
        ("coding scheme\n", "coding scheme\nA memo\n"),
    )
    project = reread(changed_set, tmp_path)
    assert kept(project)["sets"] == 1
    assert project.codes[["scheme", "code_id"]].isna().all(axis=None)


CODING = ("codes", "excerpts", "excerpt_reports", "finding_excerpts", "codings")


@REVIEWS
@pytest.mark.parametrize("sources", [{}, TEXTS], ids=["no texts", "texts"])
@pytest.mark.parametrize("kept_tables", [True, False], ids=["headers kept", "tables gone"])
def test_an_export_imported_into_its_review_gives_its_tables_cell_by_cell(
    review, sources, kept_tables, tmp_path, capsys
):
    """But for the locators of codes, codings, excerpt_reports and finding_excerpts, which name the export."""
    to = tmp_path / "review.qdpx"
    to.write_bytes(exports.qdpx(OPENED[review], sources=sources).data)
    there = copied(review, tmp_path)
    before = {name: rows_of(there / f"{name}.csv") for name in CODING}
    for name in CODING:
        file = there / f"{name}.csv"
        header = file.read_text(encoding="utf-8").splitlines()[0]
        file.write_text(header + "\n", encoding="utf-8")
        if not kept_tables:
            file.unlink()
            package = json.loads((there / "datapackage.json").read_text("utf-8"))
            package["resources"] = [one for one in package["resources"] if one["name"] != name]
            (there / "datapackage.json").write_text(json.dumps(package), "utf-8")
    assert main(["import", "refi-qda", str(to), "--review", str(there)]) == 0
    for name in CODING:
        after = rows_of(there / f"{name}.csv")
        columns = set(before[name][0]) - ({"locator"} if name != "excerpts" else set())
        assert [{c: row.get(c, "") for c in columns} for row in after] == [
            {c: row[c] for c in columns} for row in before[name]
        ]
        assert name == "excerpts" or {row["locator"].split(", ")[0] for row in after} == {"review.qdpx"}
    assert rows_of(there / "documents.csv") == rows_of(review / "documents.csv")
    capsys.readouterr()
    assert main(["import", "refi-qda", str(to), "--review", str(there)]) == 0
    assert "Nothing changed." in capsys.readouterr().out


@REVIEWS
def test_an_export_imported_into_an_empty_review_gives_the_same_coding(review, tmp_path, capsys):
    before = OPENED[review]
    to = tmp_path / "review.qdpx"
    to.write_bytes(exports.qdpx(before, sources=TEXTS).data)
    there = copied(review, tmp_path)
    for name in ("codes", "documents", "excerpts", "excerpt_reports", "finding_excerpts", "codings"):
        header = (there / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        (there / f"{name}.csv").write_text(header + "\n", encoding="utf-8")
    assert main(["import", "refi-qda", str(to), "--review", str(there)]) == 0
    after = load_review(there)
    assert tree(after.codes, "code_id", "parent_id", "label") == tree(
        before.codes, "code_id", "parent_id", "label"
    )
    assert charted_pairs(after) == charted_pairs(before)
    for table_, columns in {
        "excerpts": ["excerpt_id", "text"],
        "excerpt_reports": ["excerpt_id", "report_id"],
    }.items():
        assert set(after.tables[table_][columns].itertuples(index=False, name=None)) == set(
            before.tables[table_][columns].itertuples(index=False, name=None)
        )


# ---- pictures, pages and recordings

PIECES = (
    ("picture", "project.qdpx, area 267, 1 to 992, 720", "area 267, 1 to 992, 720"),
    ("pdf", "project.qdpx, page 3, area 1, 2 to 30, 40", "page 3, area 1, 2 to 30, 40"),
    ("audio", "project.qdpx, 00:00:14.706 to 01:00:17", "00:00:14.706 to 01:00:17"),
    ("video", "project.qdpx, 00:00:01 to 00:00:02", "00:00:01 to 00:00:02"),
    ("picture", "somewhere on it", "area 0, 0 to 0, 0"),
)


@pytest.mark.parametrize(("kind", "locator", "place"), PIECES)
def test_a_piece_of_a_picture_or_recording_is_read_again_where_it_was(kind, locator, place, tmp_path):
    r = OPENED[SYNTHETIC]
    documents = r.documents.assign(kind=pd.array([kind] * 3, "string"))
    excerpts = r.excerpts.copy()
    chosen = excerpts["excerpt_id"] == "Q1"
    excerpts.loc[chosen, ["text", "locator"]] = ["not_applicable", locator]
    excerpts.loc[chosen, ["start", "end"]] = pd.NA
    exported = exports.qdpx(changed(r, documents=documents, excerpts=excerpts))
    schema = etree.XMLSchema(etree.parse(shared("samples/qda/schemas/Project.xsd")))
    with zipfile.ZipFile(io.BytesIO(exported.data)) as zipped:
        schema.assertValid(etree.fromstring(zipped.read("project.qde")))
    project = reread(exported.data, tmp_path)
    at = project.excerpts.set_index("name").loc["Q1"]
    assert at["place"] == place
    assert pd.isna(at["text"])
    assert project.documents.set_index("key").loc[at["document"], "kind"] == kind
    assert ("places in pictures and recordings" in left(exported)) == (locator == "somewhere on it")


@pytest.mark.parametrize("kind", ["pdf", "picture", "audio", "video"])
def test_a_passage_in_the_text_of_a_page_or_recording_is_read_again(kind, tmp_path):
    r = OPENED[SYNTHETIC]
    documents = r.documents.assign(kind=pd.array([kind] * 3, "string"))
    exported = exports.qdpx(changed(r, documents=documents), sources=TEXTS)
    schema = etree.XMLSchema(etree.parse(shared("samples/qda/schemas/Project.xsd")))
    with zipfile.ZipFile(io.BytesIO(exported.data)) as zipped:
        schema.assertValid(etree.fromstring(zipped.read("project.qde")))
    project = reread(exported.data, tmp_path)
    at = project.excerpts.set_index("name").loc["Q1"]
    assert (at["start"], at["end"]) == (39, 93)
    assert read_pairs(project) == charted_pairs(r)


# ---- any review

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
)
LABEL = WORDS.map(str.strip).filter(lambda words: words not in ("", "not_reported", "not_applicable"))
PROSE = st.text(
    st.one_of(
        st.sampled_from("ab \n\r\t<&>\"'😀é\u00ad"), st.characters(codec="utf-8", exclude_characters="\ufeff")
    ),
    min_size=1,
    max_size=60,
).filter(lambda words: "\x00" not in words and words not in ("not_reported", "not_applicable"))


@st.composite
def reviews(draw) -> tuple[Review, dict[str, str]]:
    """A small review of any codes, coders, texts and passages, and the texts."""
    n = draw(st.integers(1, 6))
    parents = [draw(st.sampled_from(["not_applicable", *(f"c{m}" for m in range(at))])) for at in range(n)]
    scheme: list[str] = []
    for parent in parents:
        top = parent == "not_applicable"
        scheme.append(draw(st.sampled_from(["themes", "frame"])) if top else scheme[int(parent[1:])])
    codes = [
        (
            f"c{at}",
            parents[at],
            scheme[at],
            at + 1,
            draw(LABEL),
            draw(st.one_of(LABEL, st.just("not_reported"))),
            "p. 1",
        )
        for at in range(n)
    ]
    text = draw(PROSE)
    reports = OPENED[SYNTHETIC].reports["report_id"].to_list()
    excerpts, links, codings = [], [], []
    for at in range(draw(st.integers(1, 5))):
        if "\r" not in text and draw(st.booleans()):  # positions are those in a text with plain line ends
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            place, words = ("d", start, end), text[start:end]
        else:
            place, words = (None, None, None), draw(PROSE)
        speaker = draw(st.sampled_from([None, "not_reported", "worker"]))
        grounds_ = (draw(st.sampled_from([None, *DIRECTIONS])), draw(st.sampled_from([None, *BASES])))
        page = draw(st.one_of(st.none(), st.just("not_applicable"), LABEL))
        kind, locator = draw(st.sampled_from(["finding", "quotation"])), draw(LABEL)
        excerpts.append((f"e{at}", speaker, kind, words, *grounds_, page, *place, locator))
        own = draw(st.lists(st.sampled_from(reports), unique=True, max_size=2))
        links += [(f"e{at}", report, "p. 1") for report in own]
        pairs = st.tuples(st.sampled_from(codes), st.sampled_from(["Ann", "Bob <b>", "not_reported"]))
        codings += [
            (f"e{at}", given_code[0], coder, "p. 1")
            for given_code, coder in draw(st.lists(pairs, unique=True, max_size=4))
        ]
    bearing = [
        (excerpts[finding][0], excerpts[other][0], draw(st.sampled_from(sorted(refi_rows.DIRECTION))), "p. 1")
        for finding, other in draw(
            st.sets(st.tuples(*[st.integers(0, len(excerpts) - 1)] * 2), max_size=4).map(sorted)
        )
        if finding != other
    ]
    tables = {
        "codes": table("code_id parent_id scheme position label description locator", *codes),
        "documents": table(
            "document_id name kind report_id file characters locator",
            ("d", "Talk", "text", None, "d.txt", len(text), "p. 1"),
        ),
        "excerpts": table(
            "excerpt_id speaker kind text direction basis page document_id start end locator", *excerpts
        ),
        "excerpt_reports": table("excerpt_id report_id locator", *links),
        "codings": table("excerpt_id code_id coder locator", *codings),
        "finding_excerpts": table("finding_id excerpt_id relation locator", *bearing),
    }
    for column in ("start", "end"):
        tables["excerpts"][column] = tables["excerpts"][column].astype("Int64")
    return changed(OPENED[SYNTHETIC], **tables), {"d.txt": text}


@examples(80, suppress_health_check=list(HealthCheck))
@given(reviews(), st.booleans())
def test_any_coding_is_read_again_as_it_was(tmp_path_factory, drawn, with_texts):
    r, texts = drawn
    project = reread(
        exports.qdpx(r, sources=texts if with_texts else {}).data, tmp_path_factory.mktemp("any")
    )
    assert tree(project.codes, "key", "parent", "name") == tree(r.codes, "code_id", "parent_id", "label")
    columns = ["kind", "speaker", "direction", "basis", "page", "locator", "text", "start", "end"]
    placed = r.excerpts.assign(text=r.excerpts["text"].map(plain_line_ends))
    assert cells(project.excerpts, "name", columns) == cells(placed, "excerpt_id", columns)
    name = project.excerpts.set_index("key")["name"]
    bearing = project.relations.assign(
        finding=project.relations["finding"].map(name), excerpt=project.relations["excerpt"].map(name)
    )
    charted = r.finding_excerpts[["finding_id", "excerpt_id", "relation"]]
    assert set(bearing.itertuples(index=False, name=None)) == set(charted.itertuples(index=False, name=None))
    assert read_pairs(project) == charted_pairs(r)
    assert project.codings["coder"].dropna().isin(r.codings["coder"]).all()


def cells(rows: pd.DataFrame, key: str, columns: list[str]) -> dict[str, tuple]:
    told = rows[columns].astype("object").where(rows[columns].notna(), None)
    return dict(zip(rows[key], told.itertuples(index=False, name=None), strict=True))


@examples(25, suppress_health_check=list(HealthCheck))
@given(reviews())
def test_any_coding_is_valid(drawn):
    schema = etree.XMLSchema(etree.parse(shared("samples/qda/schemas/Project.xsd")))
    with zipfile.ZipFile(io.BytesIO(exports.qdpx(drawn[0], sources=drawn[1]).data)) as zipped:
        schema.assertValid(etree.fromstring(zipped.read("project.qde")))


# ---- codebook for Taguette


def test_the_codebook_has_taguettes_columns():
    rows = list(
        csv.DictReader(io.StringIO(exports.codebook(OPENED[SYNTHETIC], scheme="outcomes").data.decode()))
    )
    assert rows == [
        {"tag": "Adherence", "description": "Whether people keep exercising."},
        {"tag": "Pain", "description": "How much it hurts."},
    ]


def test_tags_with_one_label_are_told_apart():
    codes = table(
        "code_id parent_id scheme position label description locator",
        ("a", "not_applicable", "themes", 1, "Time", "not_reported", "p. 1"),
        ("b", "a", "themes", 1, "Cost", None, "p. 1"),
        ("c", "not_applicable", "themes", 2, "Money", None, "p. 1"),
        ("d", "c", "themes", 1, "Cost", None, "p. 1"),
        ("e", "c", "themes", 2, "Cost", None, "p. 1"),
    )
    exported = exports.codebook(changed(OPENED[SYNTHETIC], codes=codes))
    rows = list(csv.reader(io.StringIO(exported.data.decode())))
    assert rows[1:] == [["Time", ""], ["Time > Cost", ""], ["Money", ""], ["Cost (d)", ""], ["Cost (e)", ""]]
    assert left(exported)["places of codes in their tree"] == 3


# ---- the command, and what it refuses


def export(*arguments: object) -> int:
    return main(["export", *map(str, arguments)])


def test_the_command_writes_a_project_and_says_what_is_in_it(tmp_path, capsys):
    to = tmp_path / "out.qdpx"
    assert export("refi-qda", SYNTHETIC, "--to", to, "--sources", SYNTHETIC.parent / "texts") == 0
    out, err = capsys.readouterr()
    assert out == f"{to}: 6 sources, 6 selections, 17 codings, 9 codes, 2 users, 3 cases\n"
    assert "not exported: reports 5 (such as Synthetic2018): each is a case with its identifier" in err
    assert to.read_bytes() == exports.qdpx(OPENED[SYNTHETIC], sources=TEXTS).data


@pytest.mark.parametrize(
    ("what", "name", "write"),
    [("refi-qda", "a.qdc", exports.qdc), ("codebook", "A.CSV", exports.codebook)],
)
def test_the_command_writes_codebooks(what, name, write, tmp_path, capsys):
    assert export(what, SYNTHETIC, "--to", tmp_path / name, "--scheme", "themes") == 0
    assert (tmp_path / name).read_bytes() == write(OPENED[SYNTHETIC], scheme="themes").data
    assert capsys.readouterr().out.endswith(": 4 codes\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["refi-qda", "--to", "a.zip"], "EXPO-001"),
        (["codebook", "--to", "a.qdc"], "EXPO-001"),
        (["refi-qda", "--to", "a.qdpx", "--scheme", "nothing"], "EXPO-004"),
        (["tidier", "--to", "a.csv", "--scheme", "themes"], "EXPO-005"),
        (["refi-qda", "--to", "a.qdc", "--sources", "texts"], "EXPO-005"),
        (["codebook", "--to", "a.csv", "--intervention", "flexline"], "EXPO-005"),
    ],
)
def test_a_wrong_command_is_refused_and_writes_nothing(arguments, code, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert export(arguments[0], SYNTHETIC, *arguments[1:]) == 1
    assert capsys.readouterr().err.startswith(code)
    assert list(tmp_path.iterdir()) == []


def test_a_review_without_codes_has_nothing_to_export(tmp_path):
    bare = changed(OPENED[SYNTHETIC], codes=OPENED[SYNTHETIC].codes.iloc[:0])
    for write in (exports.qdpx, exports.qdc, exports.codebook):
        with pytest.raises(ReviewProblems, match="EXPO-003"):
            write(bare)


def test_a_code_above_itself_is_refused_with_its_row(tmp_path, capsys):
    there = copied(SYNTHETIC, tmp_path)
    set_cell(there / "codes.csv", "parent_id", "carrying_on", row=3)
    assert export("refi-qda", there, "--to", tmp_path / "a.qdpx") == 1
    assert "THEM-003  codes.csv, row 3, field parent_id" in capsys.readouterr().err


def test_asking_for_help_loads_no_table():
    code = "import sys; from reviewbook.cli import main\ntry: main(['export', '--help'])\nfinally: assert 'pandas' not in sys.modules"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "refi-qda" in shown and ".qdpx" in shown
