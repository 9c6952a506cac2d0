"""Undo and redo as a list of frozen projects."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from facebalance_desktop.project.model import Project

Edit = Callable[[Project], Project]
LIMIT = 1000
_gesture: ContextVar[str | None] = ContextVar("gesture", default=None)


@contextmanager
def one_gesture(gesture: str) -> Iterator[None]:
    """Edits made within are one step with all others of this gesture, unless they name one themselves."""
    token = _gesture.set(gesture)
    try:
        yield
    finally:
        _gesture.reset(token)


def current_gesture() -> str | None:
    """The gesture that edits belong to at this moment, if any."""
    return _gesture.get()


@dataclass(frozen=True)
class HistoryStep:
    """A state that can be come back to, and what was done to it next (`label`, for the menu).

    `gesture` names the drag the step belongs to: edits of one gesture are one step. `known` is how many of the
    history's facts the state holds already.
    """

    project: Project
    label: str
    gesture: str | None = None
    known: int = 0


@dataclass(frozen=True)
class History:
    """The present project, the steps behind it and those undone.

    `facts` are what was learned meanwhile; a state takes in those it does not hold yet when it is come back to.
    """

    present: Project
    past: tuple[HistoryStep, ...] = ()
    future: tuple[HistoryStep, ...] = ()
    facts: tuple[Edit, ...] = ()

    def done(self, label: str, edit: Edit, gesture: str | None = None) -> History:
        """The history after a human edit; an edit that changes nothing is no step."""
        after = edit(self.present)
        if after == self.present:
            return self
        if gesture is not None and self.past and self.past[-1].gesture == gesture:
            return replace(self, present=after, future=())
        return replace(self, present=after, past=(*self.past, self._step(label, gesture))[-LIMIT:], future=())

    def learned(self, edit: Edit) -> History:
        """Facts found by work in the background: true of every state, so no step, and no undo forgets them."""
        return replace(self, present=edit(self.present), facts=(*self.facts, edit))

    def undone(self) -> History:
        if not self.past:
            return self
        last = self.past[-1]
        future = (*self.future, self._step(last.label))
        return replace(self, present=self._present_of(last), past=self.past[:-1], future=future)

    def redone(self) -> History:
        if not self.future:
            return self
        step = self.future[-1]
        past = (*self.past, self._step(step.label))
        return replace(self, present=self._present_of(step), past=past, future=self.future[:-1])

    def _step(self, label: str, gesture: str | None = None) -> HistoryStep:
        return HistoryStep(self.present, label, gesture, len(self.facts))

    def _present_of(self, step: HistoryStep) -> Project:
        project = step.project
        for fact in self.facts[step.known :]:
            project = fact(project)
        return project

    @property
    def undo_label(self) -> str | None:
        return self.past[-1].label if self.past else None

    @property
    def redo_label(self) -> str | None:
        return self.future[-1].label if self.future else None
