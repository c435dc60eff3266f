"""Reviews with other tables, and labels that a browser must not obey, for the thematic summary."""

from dataclasses import replace

from packages import OPENED, SYNTHETIC

HOSTILE = 'a <b>bold</b> "label" & </script><img src=x onerror=alert(1)>'


def changed(review=SYNTHETIC, *, min_rating=0, **new):
    """A review with other tables: a DataFrame in place of one, or a function of the one that is there."""
    opened = OPENED[review]
    frames = {
        name: made(opened.tables[name].copy()) if callable(made) else made for name, made in new.items()
    }
    return replace(opened, tables=dict(opened.tables) | frames, min_rating=min_rating)
