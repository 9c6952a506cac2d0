"""What the patient may see of a project: no identifiers, and only the drawings that were let through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.show import ShowStep
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.edits_annotations import add_annotations
from facebalance_desktop.project.edits_photos import compare_photos
from facebalance_desktop.project.model import Patient, Project
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.open_project.session import Session

PINNED = "measure:"
"""Before the id of a pinned measure among the guides, some of which have the same id."""


class PatientView(Session):
    """Stands for the surgeon's session on the other screen; nothing can be edited here.

    Drawings appear one by one: `drawn` and `guided` are how many are let through, None: as the surgeon shows them.
    """

    def __init__(self, session: Session, may_name: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent=parent)
        self._source = session
        self._may_name = may_name
        self._has_canons = False
        self._step: ShowStep | None = None
        self.drawn: int | None = None
        self.guided: int | None = None
        self._seen: Project | None = None
        self._comparisons: dict[tuple[str, str], Project] = {}
        session.changed.connect(self._follow)

    @property
    def project(self) -> Project:
        if self._seen is None:
            self._seen = self._let_through(self._source.project)
        return self._seen

    @property
    def pair(self) -> Pair | None:
        return pair_of(self.project)

    @property
    def step(self) -> ShowStep | None:
        return self._step

    def take_step(self, step: ShowStep | None) -> None:
        """Show a step of a show; None: the surgeon's view as it is."""
        self._step = step
        self.refresh()

    def refresh(self) -> None:
        before, self._seen = self.project, None
        self.changed.emit(before, self.project)

    def let_appear(self, what: str, count: int) -> None:
        """One more (1) or one less (-1) of the drawings or the guides; 0: none."""
        many = len(self.drawings() if what == "drawn" else self.guides())
        held: int | None = getattr(self, what)
        start = many if held is None else held
        setattr(self, what, 0 if count == 0 else max(0, min(many, start + count)))
        self.refresh()

    def toggle_canons(self) -> None:
        """The drawing canons that the surgeon shows, or none."""
        self._has_canons = not self._has_canons
        self.refresh()

    def keep(self, strokes: Sequence[Annotation]) -> None:
        """Put the pen's strokes into the surgeon's project; they stay in sight."""
        if self.drawn is not None:
            self.drawn += len(strokes)
        self._source.do(tr("Keep the pen's strokes"), add_annotations(strokes))

    def drawings(self) -> Sequence[str]:
        """Ids of the annotations that may appear, in their order."""
        return [item.id for item in self._source.project.annotations if item.is_shown]

    def guides(self) -> Sequence[str]:
        """Ids of the guides that the surgeon has on, without the drawing canons, then of the pinned measures."""
        pinned = [f"{PINNED}{name}" for name in self._source.project.measures.pinned]
        return [*(name for name in self._shown_guides() if name not in canons()), *pinned]

    def _shown_guides(self) -> Sequence[str]:
        return [state.id for state in self._source.project.guides if state.is_shown]

    def _follow(self, before: Project, now: Project) -> None:
        self.refresh()

    def _let_through(self, project: Project) -> Project:
        step = self._step
        if step is not None and step.drawings is not None:
            shown = set(step.drawings)
        else:
            names = self.drawings()
            shown = set(names if self.drawn is None else names[: self.drawn])
        guides = self.guides()
        allowed = set(guides if self.guided is None else guides[: self.guided])
        if step is not None and self.guided is None:
            allowed = set()
        if self._has_canons:
            allowed |= {name for name in self._shown_guides() if name in canons()}
        seen = replace(
            project,
            patient=project.patient if self._may_name else Patient(),
            annotations=tuple(item for item in project.annotations if item.id in shown),
            guides=tuple(state for state in project.guides if state.id in allowed),
            measures=replace(project.measures, pinned=_allowed(project.measures.pinned, allowed)),
        )
        if step is not None and step.before and step.after:
            seen = compare_photos(step.before, step.after)(seen)
        return seen


def _allowed(pinned: tuple[str, ...], allowed: set[str]) -> tuple[str, ...]:
    return tuple(name for name in pinned if f"{PINNED}{name}" in allowed)


def canons() -> frozenset[str]:
    """Ids of the guides that are drawing canons."""
    return frozenset(kind.id for kind in guide_kinds().values() if kind.group == "canon")
