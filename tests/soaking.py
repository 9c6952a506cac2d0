"""Four projects opened, drawn on, exported and left again and again in one process, with random delays in every job.

Everything that is done to a project carries its patient's name, so that whatever came into another is found.
"""

from __future__ import annotations

import gc
import random
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from patients_made import jpeg, patient_file
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from workspaces import is_free, until

from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.edits_annotations import add_annotations
from facebalance_desktop.project.edits_exports import set_consent
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, new_id
from facebalance_desktop.project.store import open_project, read_project, save_project
from facebalance_desktop.render.export import export_template
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.patient_card import PatientCard
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project import export_runner, open_job, save_job
from facebalance_desktop.ui.open_project.export_runner import ExportRequest
from facebalance_desktop.ui.open_project.open_project import OpenProject

NAMES = ("Ada", "Ben", "Cid", "Dot")
LONGEST = 0.03
"""Seconds that a job is held up at most."""
PATIENCE = 120.0
"""Seconds that a step may take on a busy machine."""
PHOTO_EVERY, WINDOW_EVERY, LOOK_EVERY = 10, 50, 5
"""Rounds after which a photo is added, the window is closed and another opened, memory is looked at."""


@dataclass(frozen=True)
class Size:
    """What is alive after a round: widgets, Qt objects below the window, open projects, and memory in MiB.

    The start page's cards are not counted: they follow the list of recent patients, which grows with the patients.
    """

    widgets: int
    objects: int
    projects: int
    memory: float


@dataclass
class Report:
    """What was done, what is in the files, what came into another, and how large the program was."""

    rounds: int = 0
    done: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    misplaced: list[str] = field(default_factory=list)
    sizes: list[Size] = field(default_factory=list)


class Soak:
    """One run; the same `seed` does the same."""

    def __init__(self, application: object, folder: Path, seed: int = 1) -> None:
        self._application = application
        self._chance = random.Random(seed)
        self._folder = folder
        self._paths = {
            name: patient_file(folder / f"{name}.facebalance", name, 20 + 50 * n) for n, name in enumerate(NAMES)
        }
        self.report = Report()
        self._alive: weakref.WeakSet[OpenProject] = weakref.WeakSet()
        self._told: list[str] = []
        self._workspace = self._opened()

    def run(self, rounds: int) -> Report:
        """So many times: open, draw, export, open another, undo, close."""
        with delays(self._chance.randint(0, 1_000_000)):
            for number in range(1, rounds + 1):
                self._round(number)
                self.report.rounds = number
                if number % WINDOW_EVERY == 0:
                    self._close()
                    self._until(lambda: all(thread.name != "job" for thread in threading.enumerate()))
                    self._workspace = self._opened()
                if number % LOOK_EVERY == 0:
                    self.report.sizes.append(self._size())
            self._close()
        self._count()
        return self.report

    def _opened(self) -> Workspace:
        made = equipped_workspace(MainWindow())
        made.clinic.change(Settings(save_after=0.2))
        made.window.show()
        self._alive.add(made.project)
        made.opening.laid_out.connect(self._alive.add)
        made.session.told.connect(self._told.append)
        return made

    def _close(self) -> None:
        self._workspace.window.close()
        self._workspace.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _round(self, number: int) -> None:
        name, hurried, *_ = self._chance.sample(NAMES, 4)
        opening = self._workspace.opening
        if self._chance.random() < 0.5:
            opening.open(self._paths[hurried])  # and at once another
        if self._chance.random() < 0.2:
            opening.start_new()
        opening.open(self._paths[name])
        self._until(lambda: self._name == name and not opening.is_opening)
        self._draw(name)
        self._note_consent(name, number)
        if number % PHOTO_EVERY == 0:
            self._add_photo(name, number)
        self._export(name, number)
        self._workspace.session.do("Undone", set_patient(Patient("undone")))
        self._workspace.session.undo()

    @property
    def _name(self) -> str:
        return self._workspace.session.project.patient.name

    def _until(self, condition: Callable[[], object]) -> None:
        try:
            until(self._application, condition, PATIENCE)
        except AssertionError as late:
            raise AssertionError(f"stuck after: {self._told[-5:]}") from late

    def _draw(self, name: str) -> None:
        photo = self._workspace.session.project.photos[0]
        made = Annotation(new_id(), photo.id, name, kind="note", points=((100.0, 100.0), (140.0, 90.0)), text=name)
        self._workspace.session.do("Draw", add_annotations([made]))
        self._workspace.view.canvas.grab()
        self.report.done[f"annotations of {name}"] += 1

    def _note_consent(self, name: str, number: int) -> None:
        edit = set_consent("teaching", True, "visit", f"2026-01-{number:03d}", "2026-01-01", name)
        self._workspace.session.do("Note consent", edit)
        self.report.done[f"consents of {name}"] += 1

    def _add_photo(self, name: str, number: int) -> None:
        path = self._folder / f"{name} added {number}.jpg"
        path.write_bytes(jpeg(number % 256) + f"{name} {number}".encode())
        count = len(self._workspace.session.project.photos)
        self._workspace.incoming.receive([path])
        self._until(lambda: len(self._workspace.session.project.photos) > count)
        self.report.done[f"photos of {name}"] += 1

    def _export(self, name: str, number: int) -> None:
        project = self._workspace.project
        material = self._workspace.export_commands.material(project)
        assert material is not None
        template = self._workspace.export_commands.last_template()
        order = ExportRequest(material, template, 200, Settings())
        project.export_runner.export(order, self._folder / f"{name} {number}.png")

    def _count(self) -> None:
        """What the files hold; whatever carries another name than its file's is misplaced."""
        for name, path in self._paths.items():
            self.report.done[f"exports of {name}"] = len(list(self._folder.glob(f"{name} *.png")))
            self._until(partial(is_free, path))
            project = read_project(path)
            found = {
                "annotations": [item.text for item in project.annotations],
                "consents": [item.note for item in project.consents],
                "photos": [photo.name.split(" ")[0] for photo in project.photos[2:]],
                "patient": [project.patient.name],
            }
            for what, names in found.items():
                self.report.misplaced += [f"{what} of {other} in {name}" for other in names if other != name]
                self.report.found[f"{what} of {name}"] = len(names)
            photos = {photo.id for photo in project.photos}
            self.report.misplaced += [f"export in {name}" for item in project.exports if not set(item.photos) <= photos]
            self.report.found[f"exports of {name}"] = len(project.exports)
            del self.report.found[f"patient of {name}"]

    def _size(self) -> Size:
        """With an empty project shown, once all others have ended."""
        opening = self._workspace.opening
        opening.start_new()
        self._until(lambda: self._name == "" and not opening.retired)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        objects = self._workspace.window.findChildren(QObject)
        cards = [
            inner
            for card in self._workspace.window.findChildren(PatientCard)
            for inner in (card, *card.findChildren(QWidget))
        ]
        return Size(len(QApplication.allWidgets()) - len(cards), len(objects), len(self._alive), memory())


@contextmanager
def delays(seed: int) -> Iterator[None]:
    """Opening, saving and exporting are held up for a random moment, before and after."""
    chance, held = random.Random(seed), threading.Event()

    def slow(function: Callable[..., Any]) -> Callable[..., Any]:
        def slowly(*values: Any, **named: Any) -> Any:
            held.wait(chance.uniform(0, LONGEST))
            result = function(*values, **named)
            held.wait(chance.uniform(0, LONGEST))
            return result

        return slowly

    with (
        patch.object(open_job, "open_project", slow(open_project)),
        patch.object(save_job, "save_project", slow(save_project)),
        patch.object(export_runner, "export_template", slow(export_template)),
    ):
        yield


def memory() -> float:
    """Resident memory of this process in MiB; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
