"""Results remembered by the identity of the frozen values they were made from, in the memory of their project.

This is the only place where objects are told apart by `id`: whoever is known by it is kept alive by the same entry, so
that no id ever means two objects.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, cast

from facebalance_desktop.project.memory import Section, current

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
KEPT = 64


class IdentityCache(Section, Generic[T]):
    """A section of each memory: at most `kept` results, the oldest leave first; safe between threads."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._lock = threading.Lock()

    def begun(self) -> dict[Hashable, tuple[tuple[Any, ...], T]]:
        return {}

    def count(self, entries: dict[Hashable, Any]) -> int:
        return len(entries)

    def __len__(self) -> int:
        return len(current().sections[self])

    def of(self, values: tuple[Any, ...], also: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """What was made from these very objects and these equal keys, made now if the memory that holds does not know
        it."""
        known: dict[Hashable, tuple[tuple[Any, ...], T]] = current().sections[self]
        key = (*map(id, values), *also)
        entry = known.get(key)
        if entry is not None:
            return entry[1]
        made = make()
        with self._lock:
            known[key] = (values, made)
            while len(known) > self._kept:
                known.pop(next(iter(known)))
        return made


class Same:
    """An object as a part of a key: equal only to a key of the very same object, which it keeps alive."""

    __slots__ = ("_item",)

    def __init__(self, item: object) -> None:
        self._item = item

    def __hash__(self) -> int:
        return id(self._item)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._item is other._item


class IdentityDict(Generic[T]):
    """A dictionary whose keys are the very same objects, whatever they are equal to."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, T]] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __setitem__(self, key: object, value: T) -> None:
        self._known[id(key)] = key, value

    def get(self, key: object) -> T | None:
        entry = self._known.get(id(key))
        return None if entry is None else entry[1]

    def values(self) -> tuple[T, ...]:
        return tuple(value for _, value in self._known.values())

    def drop_oldest(self) -> None:
        self._known.pop(next(iter(self._known)))

    def clear(self) -> None:
        self._known.clear()


def cached_by_identity(function: F) -> F:
    """Remember the latest results for arguments that are the very same objects."""
    cache: IdentityCache[Any] = IdentityCache(KEPT)

    def remembered(*values: Any) -> Any:
        return cache.of(values, (), lambda: function(*values))

    return cast(F, remembered)
