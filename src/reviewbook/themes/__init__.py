"""Chapters 05 and 06: excerpts, codes and themes, found in the data or brought to them."""
