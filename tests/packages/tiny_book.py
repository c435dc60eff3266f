"""A book of three small pages, with the configuration of the real one: what is built quickly and is a whole book all the same."""

import shutil
from pathlib import Path

import yaml

from packages import ROOT, SYNTHETIC
from packages.notebook import READS_A_TABLE, notebook
from reviewbook.press import book

TOC = "format: jb-book\nroot: book/start\nchapters:\n- file: book/methods\n- file: notebooks/01-toy\n"


def tiny_book(root: Path, *, own: str) -> Path:
    """Write the book into a folder; its own review, named ``own``, is for the test to put into data/."""
    notebook(root / "notebooks" / "01-toy.ipynb", READS_A_TABLE, parameters=f'review: str = "{own}"')
    for folder in ("_static", "_vendor"):
        shutil.copytree(ROOT / "book" / folder, root / "book" / folder)
    shutil.copytree(ROOT / book.FONTS, root / book.FONTS)
    for file in ("requirements.txt", "book/scoring.csv"):
        shutil.copyfile(ROOT / file, root / file)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["reviewbook"]["review"] = own
    (root / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True, sort_keys=False), "utf-8")
    for bibliography in config["bibtex_bibfiles"]:
        (root / bibliography).write_text("")
    (root / "_toc.yml").write_text(TOC)
    (root / "book" / "start.md").write_text("# Toy\n\nIt costs $5 or $6.\n")
    (root / "book" / "methods.md").write_text("# Methods\n\nWe looked.\n")
    return root


def named(name: str, folder: Path) -> Path:
    """The synthetic review under another name."""
    return Path(shutil.copytree(SYNTHETIC, folder / name))


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
