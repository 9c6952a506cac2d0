"""What a C library writes to stderr while it decodes.

libjpeg decodes damaged data without an error: it fills the hole with grey and only prints a line. That line is the one
sign of it that OpenCV leaves us, so stderr is caught at the file descriptor while it works; what others wrote in the
meantime is passed on.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_LOCK = threading.Lock()


@contextmanager
def native_lines(prefixes: tuple[bytes, ...]) -> Iterator[list[str]]:
    """A list that holds, after the block, the lines with one of `prefixes`; it stays empty where stderr is closed."""
    caught: list[str] = []
    with _LOCK:
        try:
            kept = os.dup(2)
        except OSError:
            yield caught
            return
        with tempfile.TemporaryFile() as file:
            os.dup2(file.fileno(), 2)
            try:
                yield caught
            finally:
                os.dup2(kept, 2)
                os.close(kept)
                file.seek(0)
                for line in file.read().splitlines(keepends=True):
                    if line.startswith(prefixes):
                        caught.append(line.decode("latin-1").strip())
                    else:
                        os.write(2, line)
