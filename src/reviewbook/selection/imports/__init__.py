"""Foreign files that this chapter's tables can be taken from, a module a format."""

from reviewbook.selection.imports import formats

FORMATS = tuple(formats.FORMATS.values())
