"""What all tests share: property tests that draw the same examples in every run."""

from hypothesis import settings

# A red run must be red again for the next person; a slow machine is no failure.
settings.register_profile("same-every-time", derandomize=True, deadline=None, database=None)
settings.load_profile("same-every-time")
