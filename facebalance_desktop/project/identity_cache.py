"""Results remembered by the identity of the frozen values they were made from, until an open project ends.

This is the only place where objects are told apart by `id`: whoever is known by it is kept alive by the same entry, so
that no id ever means two objects.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])
KEPT = 64

_caches: weakref.WeakSet[IdentityCache[Any]] = weakref.WeakSet()
_clears: list[Callable[[], None]] = []


def emptied_with_project(clear: Callable[[], None]) -> None:
    """Have another cache that may hold a patient's values (texts, places) emptied by this function as well."""
    _clears.append(clear)


def empty_caches() -> None:
    """Forget all that follows from any project: one has ended, and nothing of its patient shall outlive it. What
    belongs to a project that is still open is made again when it is asked for."""
    for cache in tuple(_caches):
        cache.clear()
    for clear in _clears:
        clear()


class IdentityCache(Generic[T]):
    """At most `kept` results, the oldest leave first; safe between threads."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._known: dict[Hashable, tuple[tuple[Any, ...], T]] = {}
        self._lock = threading.Lock()
        _caches.add(self)

    def __len__(self) -> int:
        return len(self._known)

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

    def clear(self) -> None:
        with self._lock:
            self._known.clear()


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

    remembered.__dict__["cache"] = cache  # it lives as long as the function
    return cast(F, remembered)
