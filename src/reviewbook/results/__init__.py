"""Chapter 09: what the reports measured and found, and which way their results point."""
