"""From tables to pages: run the notebooks (`run`), write and build the book (`book`, `pages`)."""
