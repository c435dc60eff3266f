"""What the machine can do to a command, told as a problem: no memory, no space, no permission, a process that was killed."""

from __future__ import annotations

import errno

from reviewbook.review.problems import Problem, quote

SPACE = {errno.ENOSPC, errno.EDQUOT}
PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}
REFUSED = {errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENAMETOOLONG, errno.ELOOP, errno.EFBIG, errno.ESTALE}


def told(error: BaseException) -> Problem | None:
    """The problem behind an error of the machine (MACH-001 to 005); None where the error is one of the program."""
    from concurrent.futures.process import BrokenProcessPool

    if isinstance(error, MemoryError):
        return Problem("MACH-001", "memory", "none left", "room for what is read")
    if isinstance(error, BrokenProcessPool):
        return Problem("MACH-005", "process", "one that was stopped", "one that comes to its end")
    if isinstance(error, RuntimeError) and isinstance(error.__context__, OSError):
        error = error.__context__  # pathlib says so of links that lead in a circle
    if not isinstance(error, OSError):
        return None
    file = str(error.filename or error.filename2 or "file")
    why = quote((error.strerror or str(error)).lower())
    if error.errno in SPACE:
        return Problem("MACH-002", file, why, "space for it")
    if error.errno in PERMISSION:
        return Problem("MACH-003", file, why, "a file or folder that may be used")
    if error.errno in REFUSED:
        return Problem("MACH-004", file, why, "a file or folder that the system takes")
    return None
