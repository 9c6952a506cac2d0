"""Decoded photos in memory, within a budget of bytes: what was not looked at for longest goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

BUDGET = 512 * 2**20
"""Bytes kept decoded by default: five whole pyramids of 24 megapixels; two workers have room within 2 GiB."""


class Weighed(Protocol):
    """Anything that knows its size in memory: pixels, a pyramid."""

    @property
    def nbytes(self) -> int: ...


Value = TypeVar("Value", bound=Weighed)


class BudgetedCache(Generic[Value]):
    """Decoded photos by the SHA-256 of their bytes. Safe to use from several threads.

    Pinned photos, those on screen, are never dropped, even when they alone exceed the budget; nor is the one just put
    in.
    """

    def __init__(self, budget_bytes: int = BUDGET) -> None:
        self._budget = budget_bytes
        self._photos: OrderedDict[str, Value] = OrderedDict()  # last used last
        self._pinned: frozenset[str] = frozenset()
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._photos)

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._photos

    def get(self, sha256: str) -> Value | None:
        """The photo, which counts as looked at, or None where it must be decoded (again)."""
        with self._lock:
            found = self._photos.get(sha256)
            if found is not None:
                self._photos.move_to_end(sha256)
            return found

    def put(self, sha256: str, photo: Value) -> Value:
        """Keep the photo and return what is kept: a first look that comes late never replaces the larger decode."""
        with self._lock:
            present = self._photos.get(sha256)
            if present is not None and present.nbytes > photo.nbytes:
                photo = present
            self._bytes += photo.nbytes - (present.nbytes if present is not None else 0)
            self._photos[sha256] = photo
            self._photos.move_to_end(sha256)
            self._make_room(keep=sha256)
            return photo

    def pin(self, on_screen: Iterable[str]) -> None:
        """Those photos, and no others, are on screen now."""
        with self._lock:
            self._pinned = frozenset(on_screen)
            self._make_room()

    def discard(self, sha256: str) -> None:
        """Forget a photo, pinned or not."""
        with self._lock:
            gone = self._photos.pop(sha256, None)
            self._bytes -= gone.nbytes if gone is not None else 0

    def clear(self) -> None:
        with self._lock:
            self._photos.clear()
            self._bytes, self._pinned = 0, frozenset()

    def _make_room(self, keep: str | None = None) -> None:
        if self._bytes <= self._budget:
            return
        for sha256 in [name for name in self._photos if name != keep and name not in self._pinned]:
            self._bytes -= self._photos.pop(sha256).nbytes
            if self._bytes <= self._budget:
                return
