"""Results remembered by the identity of the frozen values they were made from."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """The latest `kept` results; safe between threads. It keeps what it was made from alive, so no id is used twice."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._known: OrderedDict[Hashable, tuple[tuple[Any, ...], T]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, values: tuple[Any, ...], also: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """What was made from these very objects and these equal keys, made now if it is not known."""
        key = (*map(id, values), *also)
        with self._lock:
            entry = self._known.get(key)
            if entry is not None:
                self._known.move_to_end(key)
                return entry[1]
        made = make()
        with self._lock:
            self._known[key] = (values, made)
            while len(self._known) > self._kept:
                self._known.popitem(last=False)
        return made
