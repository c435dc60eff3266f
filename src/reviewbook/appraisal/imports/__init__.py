"""Foreign files that this chapter's tables can be taken from, a module a format."""
