"""All that is said of the package stands in pyproject.toml; here, what a wheel holds beside the code: the book of every review.

Notebooks, pages and configuration have one source, at the top of this repository. A wheel holds a copy in ``reviewbook/_book``, where
`reviewbook.review.place.library` finds it; an editable installation finds the source itself.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent
LIST = HERE / "src/reviewbook/press/repository/of_every_book.txt"


class WithBook(build_py):
    """Builds the package, and lays the book of every review into it."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        book = Path(self.build_lib) / "reviewbook" / "_book"
        shutil.rmtree(book, ignore_errors=True)  # of an earlier build
        for pattern in LIST.read_text(encoding="utf-8").splitlines():
            for file in sorted(HERE.glob(pattern)) if pattern and not pattern.startswith("#") else ():
                to = book / file.relative_to(HERE)
                to.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, to)


setup(cmdclass={"build_py": WithBook})
