"""Chapter 08: the numbers that the authors print, asked of the tables."""
