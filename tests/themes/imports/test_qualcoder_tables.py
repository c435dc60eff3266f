"""QualCoder's tables of codings, and its lists of codes."""

import pytest
from packages.coded import assert_sound, paths, refused, written

from reviewbook.themes.imports import project as qda

TABLES = {
    "categories.csv": "catid,name,memo,supercatid\n7,Effects,what it does,\n8,Good,,7\n",
    "codes.csv": "cid,name,memo,catid,color\n1,helps,it is of use,8,#fff\n2,place,,,#000\n",
    "codings.csv": "ctid,cid,fid,pos0,pos1,owner\n1,1,1,26,34,ann\n2,1,1,26,34,bob\n3,2,1,12,16,\n",
    "sources.csv": "id,name,mediapath\n1,anna.txt,\n2,p.png,/images/p.png\n",
}
NAMED = {
    "categories.csv": "category,parent\nEffects,\nGood,Effects\n",
    "codes.csv": "code,category,description\nhelps,Good,it is of use\nplace,,\n",
    "codings.csv": "source,code,start,end,coder\nanna.txt,helps,26,34,ann\nanna.txt,helps,26,34,bob\nanna.txt,place,12,16,\n",
    "sources.csv": "file,characters\nanna.txt,35\np.png,\n",
}
SPELT_OUT = {
    "categories.csv": "category_id,category_name,parent_category_id\n7,Effects,\n8,Good,7\n",
    "codes.csv": "code_id,code_name,category_id,description\n1,helps,8,it is of use\n2,place,,\n",
    "codings.csv": "code_id,source_id,position_start,position_end,coder\n1,1,26,34,ann\n1,1,26,34,bob\n2,1,12,16,\n",
    "sources.csv": "source_id,name,kind\n1,anna.txt,text\n2,p.png,picture\n",
}


@pytest.mark.parametrize("tables", [TABLES, NAMED, SPELT_OUT], ids=["numbers", "names", "spelt out"])
def test_qualcoders_tables_go_together(tmp_path, tables):
    project = qda.read([written(tmp_path, name, text) for name, text in tables.items()], "qualcoder")
    assert_sound(project)
    assert paths(project) == ["[Effects]", "Effects > [Good]", "Effects > Good > helps", "place"]
    assert project.excerpts[["start", "end"]].to_numpy().tolist() == [[26, 34], [12, 16]]
    assert project.excerpts["text"].isna().all()
    assert project.codings["coder"].fillna("").tolist() == ["ann", "bob", ""]
    assert project.documents["name"].tolist() == ["anna.txt", "p.png"]


def test_codings_alone_bring_codes_by_their_names_but_not_by_numbers(tmp_path):
    project = qda.read([written(tmp_path, "codings.csv", NAMED["codings.csv"])], "qualcoder")
    assert (paths(project), project.documents["name"].tolist()) == (["helps", "place"], ["anna.txt"])
    found = refused("qualcoder", written(tmp_path, "codings.csv", TABLES["codings.csv"]))
    assert found == [("QDAF-021", "codings.csv", row) for row in (2, 3, 4)]


def test_codes_without_a_name_are_named_and_codings_are_there_once(tmp_path):
    nameless = written(tmp_path, "codes.csv", "cid,name,catid\n1,,\n2,b,\n")
    assert refused("qualcoder", nameless) == [("QDAF-021", "codes.csv", 2)]
    twice = written(tmp_path, "codings.csv", "code,source,start,end\nx,a,0.0,5.0\nx,a,0,5\n")
    project = qda.read([twice], "qualcoder")
    assert_sound(project)
    assert (len(project.excerpts), len(project.codings)) == (1, 1)


def test_positions_that_are_none_are_named(tmp_path):
    text = "code,source,start,end\nx,a,5,5\nx,a,one,2\nx,a,0,5\n"
    assert refused("qualcoder", written(tmp_path, "codings.csv", text)) == [
        ("QDAF-021", "codings.csv", row) for row in (2, 3)
    ]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        (
            "codes.txt",
            "code1\tA memo\ncat1>>code2\ncat3>>cat2>>code4\tanother\ncat3>>code5\n",
            [
                "code1",
                "[cat1]",
                "cat1 > code2",
                "[cat3]",
                "cat3 > [cat2]",
                "cat3 > cat2 > code4",
                "cat3 > code5",
            ],
        ),
        (
            "codes.txt",
            "A>>b>>>c>>>d\r\nA>>e\r\n\r\n",
            ["[A]", "A > b", "A > b > c", "A > b > c > d", "A > e"],
        ),
        ("codes.csv", '"A>b",memo\nA>c,\n', ["[A]", "A > b", "A > c"]),
        ("codes.txt", "one\ntwo\n", ["one", "two"]),
        ("codes.csv", "Code,Memo\nA>>b,memo\nA>>c,\n", ["[A]", "A > b", "A > c"]),
    ],
)
def test_qualcoders_lists_of_codes_are_read(tmp_path, name, text, found):
    assert paths(qda.read([written(tmp_path, name, text)], "qualcoder")) == found


def test_qualcoders_codebook_in_words_is_read(tmp_path):
    text = (
        "Codebook for x\r\n========\r\nCategory: Effects, catid:7, Owner: ann\r\nMemo: what it does\r\nin two lines\r\n"
        "--Code: helps, much, cid:1, Frq: 2, Owner: ann\r\n--Memo: \r\nKod: place, cid:2, Frq: 1, Owner: \r\nNotiz: where"
    )
    project = qda.read([written(tmp_path, "codebook.txt", text)], "qualcoder")
    assert paths(project) == ["[Effects]", "Effects > helps, much", "place"]
    assert project.codes["description"].fillna("").tolist() == ["what it does\nin two lines", "", "where"]


def test_a_list_beside_a_table_of_codes_is_refused(tmp_path):
    files = [written(tmp_path, "codes.csv", TABLES["codes.csv"]), written(tmp_path, "list.txt", "a>>b\n")]
    assert refused("qualcoder", *files) == [("QDAF-023", "codes.csv", None)]
