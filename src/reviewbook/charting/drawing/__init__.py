"""How the chapter is drawn: what became of each question, what was answered, and how far charters agree."""
