"""How many examples a property test draws: few that are the same in every run, or at night many that are new."""

from hypothesis import settings

QUICK, THOROUGH = "quick", "thorough"
OF = 100  # what a number of examples is a share of


def profiles() -> None:
    """Let `pytest --hypothesis-profile` choose between the two; quick unless asked.

    A red run must be red again for the next person, so quick draws the same every time. A slow machine is no failure.
    """
    settings.register_profile(QUICK, max_examples=50, derandomize=True, deadline=None, database=None)
    settings.register_profile(THOROUGH, max_examples=500, deadline=None, print_blob=True)
    settings.load_profile(QUICK)


def examples(count: int, **others) -> settings:
    """For a test that needs more or fewer than others: ``count`` where others draw a hundred."""
    return settings(max_examples=max(1, count * settings.default.max_examples // OF), **others)
