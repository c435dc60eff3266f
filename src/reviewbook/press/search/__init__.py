"""The search of a book: the sections of its pages, and what a browser finds them with."""
