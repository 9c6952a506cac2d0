"""Undo and redo as a list of frozen projects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from facebalance_desktop.project.model import Project

Edit = Callable[[Project], Project]
LIMIT = 1000


@dataclass(frozen=True)
class Step:
    """A state that can be come back to, and what was done to it next (`label`, for the menu).

    `gesture` names the drag the step belongs to: edits of one gesture are one step.
    """

    project: Project
    label: str
    gesture: str | None = None


@dataclass(frozen=True)
class History:
    """The present project, the steps behind it and those undone."""

    present: Project
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()

    def done(self, label: str, edit: Edit, gesture: str | None = None) -> History:
        """The history after a human edit; an edit that changes nothing is no step."""
        after = edit(self.present)
        if after == self.present:
            return self
        if gesture is not None and self.past and self.past[-1].gesture == gesture:
            return replace(self, present=after, future=())
        return History(after, (*self.past, Step(self.present, label, gesture))[-LIMIT:])

    def learned(self, edit: Edit) -> History:
        """Facts found by work in the background: true of every state, so no step, and no undo forgets them."""
        return History(
            edit(self.present),
            tuple(replace(step, project=edit(step.project)) for step in self.past),
            tuple(replace(step, project=edit(step.project)) for step in self.future),
        )

    def undone(self) -> History:
        if not self.past:
            return self
        last = self.past[-1]
        return History(last.project, self.past[:-1], (*self.future, Step(self.present, last.label)))

    def redone(self) -> History:
        if not self.future:
            return self
        step = self.future[-1]
        return History(step.project, (*self.past, Step(self.present, step.label)), self.future[:-1])

    @property
    def undo_label(self) -> str | None:
        return self.past[-1].label if self.past else None

    @property
    def redo_label(self) -> str | None:
        return self.future[-1].label if self.future else None

    @property
    def reachable_photos(self) -> frozenset[str]:
        """The SHA-256 of every photo that undo or redo can bring back."""
        states = (self.present, *(step.project for step in self.past), *(step.project for step in self.future))
        return frozenset(photo.sha256 for project in states for photo in project.photos)
