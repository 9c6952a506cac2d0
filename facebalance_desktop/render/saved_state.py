"""A painter's state, kept and brought back whatever happens in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPainter


@contextmanager
def saved_state(painter: QPainter) -> Iterator[None]:
    """What is set within holds only there, also where an exception leaves it: no painter ends with saved states."""
    painter.save()
    try:
        yield
    finally:
        painter.restore()
