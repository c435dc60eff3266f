"""A repository of one's own: what `reviewbook new` writes into an empty folder, and how a newer reviewbook brings it up to date.

`asked` is what its authors said, `tables` what their review begins with, `frame` all that stands around it, `update` what of the
frame a newer version changes. What is written is laid out as files in templates/; of a name there, "dot_" is a dot.
"""
