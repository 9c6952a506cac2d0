"""Results remembered by the identity of the frozen values they were made from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class IdentityCache(Generic[T]):
    """At most `kept` results, the oldest leave first; safe between threads.

    It keeps alive what a result was made from, so that no id is ever used twice.
    """

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._known: dict[Hashable, tuple[tuple[Any, ...], T]] = {}
        self._lock = threading.Lock()

    def of(self, values: tuple[Any, ...], also: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """What was made from these very objects and these equal keys, made now if it is not known."""
        key = (*map(id, values), *also)
        entry = self._known.get(key)
        if entry is not None:
            return entry[1]
        made = make()
        with self._lock:
            self._known[key] = (values, made)
            while len(self._known) > self._kept:
                self._known.pop(next(iter(self._known)))
        return made
