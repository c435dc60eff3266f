"""Chapter 03: how good the reports are, and what rests on the weaker ones."""
