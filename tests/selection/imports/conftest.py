"""What the tests of readers of foreign files share."""

import pytest
from packages.exports import READERS


@pytest.fixture
def read(tmp_path):
    """Read a text as a file of a format."""

    def read_text(format_, text, *, encoding="utf-8"):
        file = tmp_path / "export.txt"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return READERS[format_].read(file)

    return read_text
