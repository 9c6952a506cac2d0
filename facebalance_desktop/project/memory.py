"""What was computed of a project's values, remembered as long as the project is open: one memory for each.

The code that computes finds the memory that holds now by itself. In the window's thread that is the shown project's; a
thread goes on with the memory of whoever started it (`work.run_in_thread`). Where no project is open, on the command
line and in tests, there is one for the whole process.
"""

from __future__ import annotations

import threading
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


class Section(ABC):
    """One kind of results, of which each memory has its own entries."""

    @abstractmethod
    def begun(self) -> Any:
        """What holds the entries, without any."""

    @abstractmethod
    def count(self, entries: Any) -> int:
        """How many entries it holds."""


class _Kept(dict[Section, Any]):
    def __missing__(self, section: Section) -> Any:
        return self.setdefault(section, section.begun())


class _Ended(dict[Section, Any]):
    def __missing__(self, section: Section) -> Any:
        return section.begun()  # for whoever asks, and for nobody else


class ProjectMemory:
    """The entries of all sections, for one project. `sections` gives those of each, whether there are any or not.

    `sections` is another one once the memory was emptied: what is being made at that moment does not come into it.
    """

    def __init__(self) -> None:
        self.sections: dict[Section, Any] = _Kept()
        with _lock:
            _living.add(self)

    def __len__(self) -> int:
        return sum(section.count(entries) for section, entries in self.sections.copy().items())

    def become_current(self) -> None:
        """Hold from now on, in this thread."""
        _current.set(self)

    def run(self, function: Callable[P, T], *args: P.args, **words: P.kwargs) -> T:
        """What the function returns; meanwhile this memory holds, and then the one before again, unless one has
        become current for good."""
        before = _current.get()
        _current.set(self)
        try:
            return function(*args, **words)
        finally:
            if _current.get() is self:
                _current.set(before)

    def clear(self) -> None:
        """Forget everything."""
        self.sections = type(self.sections)()

    def end(self) -> None:
        """Forget everything, and remember nothing any more, whoever still computes with it: a thread may be late."""
        self.sections = _Ended()


_lock = threading.Lock()
_living: weakref.WeakSet[ProjectMemory] = weakref.WeakSet()
_of_the_process = ProjectMemory()
_current: ContextVar[ProjectMemory] = ContextVar("memory", default=_of_the_process)
current = _current.get
"""The memory that holds now; asked for thousands of times in a frame."""


def forget_all() -> None:
    """Empty every memory: what all of it follows from besides a project, as the clinic's tables, is another now."""
    with _lock:
        living = tuple(_living)
    for memory in living:
        memory.clear()


class _ByValue(Section):
    def __init__(self, function: Callable[..., Any], kept: int) -> None:
        self._function, self._kept = function, kept

    def begun(self) -> Any:
        return lru_cache(self._kept)(self._function)

    def count(self, entries: Any) -> int:
        return int(entries.cache_info().currsize)


def cached_by_value(kept: int) -> Callable[[F], F]:
    """Remember the results for equal arguments, the `kept` that were asked for last: of texts and places, which tell
    of a patient as well. The arguments are given without their names."""

    def decorated(function: F) -> F:
        section = _ByValue(function, kept)

        @wraps(function)
        def remembered(*values: Any) -> Any:
            return current().sections[section](*values)

        return cast(F, remembered)

    return decorated
