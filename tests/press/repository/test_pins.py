"""The pins of new repositories are those of the book here, without what only those need who change the library."""

from packages import ROOT

from reviewbook.press.repository import pins


def test_the_pins_that_are_stored_follow_from_those_of_the_book():
    assert pins.PINS.read_bytes() == pins.pinned(), "run `python -m reviewbook.press.repository.pins`"


def test_every_pin_is_one_of_the_book_and_no_tool_for_developers_is_among_them():
    own = [line for line in pins.PINS.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert set(own) <= set((ROOT / "requirements.txt").read_text("utf-8").splitlines())
    names = {line.partition("==")[0] for line in own}
    assert {"jupyter-book", "papermill", "nbval", "pytest", "pandas"} <= names
    assert not names & {"mypy", "ruff", "playwright", "hypothesis", "statsmodels", "distributed"}


def test_what_no_package_here_is_known_to_bring_stays():
    says = {"app": ["kit>=1"], "lint": ["Kit", "words; extra == 'more'", "signs"]}
    lock = "app==1\nkit==2\nlint==3\nfor-windows==1 ; sys_platform == 'win32'\nsigns==5\nwords==6\n"
    left = pins.without(lock, ["app", "lint # why"], ["app"], says.get)
    assert left == "app==1\nkit==2\nfor-windows==1 ; sys_platform == 'win32'\nwords==6\n"
