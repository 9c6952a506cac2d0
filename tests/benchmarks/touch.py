"""How long one touch holds the window up: edits, drags with 200 drawings, first entries of modes and pages. Offscreen.

    python tests/benchmarks/touch.py [--turns 12] [--drawings 200] [--wall] [--slow ACT ...]
        [--project FILE] [--json FILE]

The whole window at 1920x1080 on a real pair (FACEBALANCE_PHOTOS, else ../shared/photos). A touch lasts from its event
to the end of all that follows from it at once: edits, panels, layouts, painting. Figures are ms of this thread's own
time, so that other work on the machine counts less; --wall takes the clock's. `p95` and `worst` of each act; the first
entry of each mode and page once. --slow ACT prints where the time of that act goes; --project takes a pair with its
faces from a project.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("FACEBALANCE_HOME", tempfile.mkdtemp())

from bench import PAIR, blit, photos_folder, process_until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.edits_annotations import add_annotations
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.project.edits_plan import add_treatment, change_treatment
from facebalance_desktop.project.guide_points import shown_codes
from facebalance_desktop.project.model import new_id
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.panels import PAGES
from facebalance_desktop.ui.app.pauses import prevent_pauses
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.theme import apply_theme

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
LIMITS = {"edit": 16.0, "drag": 16.0, "first": 50.0}
"""Milliseconds; an act belongs to the kind that its name begins with."""
REST = 6.0
"""Seconds that the window is left alone before first entries: what it warms in the meantime is warm."""


class Touched:
    """The open window, its acts by name, and what each took."""

    def __init__(self, workspace: Workspace, clock: Callable[[], float], slow: Sequence[str]) -> None:
        self.workspace, self.window, self.session = workspace, workspace.window, workspace.session
        self.canvas = workspace.view.canvas
        self.clock = clock
        self.took: dict[str, list[float]] = {}
        self._profiles = {name: cProfile.Profile(clock) for name in slow}

    def touch(self, name: str, act: Callable[[], object]) -> None:
        """Do it and note how long it and all that follows at once took."""
        profile = self._profiles.get(name)
        if profile is not None:
            profile.enable()
        start = self.clock()
        act()
        QApplication.sendPostedEvents()  # layouts and the painting of all that is to be painted
        lasted = 1000 * (self.clock() - start)
        if profile is not None:
            profile.disable()
        self.took.setdefault(name, []).append(lasted)
        QApplication.processEvents()

    def tell_slow(self) -> None:
        for name, profile in self._profiles.items():
            print(f"\n{name}")
            pstats.Stats(profile).sort_stats("cumulative").print_stats(45)

    def rest(self, seconds: float = 0.12) -> None:
        """Nothing is touched for a moment."""
        until = time.monotonic() + seconds
        process_until(lambda: time.monotonic() > until)

    def at(self, point: tuple[float, float]) -> QPoint:
        """Where a point of the before photo (px) is on the canvas."""
        x, y = self.canvas.current_panes()[0].photo_to_page.point(point)
        return QPoint(round(x * self.canvas.unit()), round(y * self.canvas.unit()))

    def drag(self, name: str, start: QPoint, steps: int) -> None:
        """Press, move by a few pixels a step, release; each step is a touch."""
        QTest.mousePress(self.canvas, LEFT, NONE, start)
        for step in range(1, steps + 1):
            to = start + QPoint(3 * step, 2 * step)
            self.touch(name, partial(QTest.mouseMove, self.canvas, to))
        self.touch(f"{name}, released", partial(QTest.mouseRelease, self.canvas, LEFT, NONE, to))


def drawings(photo: str, size: tuple[int, int], count: int) -> Iterator[Annotation]:
    """Zones in rows all over the middle of the photo."""
    width, height = size
    for number in range(count):
        x, y = 0.25 + 0.5 * (number % 20) / 20, 0.2 + 0.6 * (number // 20) / max(count / 20, 1)
        corners = ((0.0, 0.0), (0.016, 0.004), (0.018, 0.02), (0.004, 0.018))
        points = tuple(((x + dx) * width, (y + dy) * height) for dx, dy in corners)
        yield Annotation(new_id(), photo, f"Zone {number}", "#8fd3ff", points)


def use(touched: Touched, turns: int) -> None:
    """Edits of every kind in turns, with a moment between them."""
    window, session = touched.window, touched.session
    treatment = Treatment(new_id(), region="cheek-malar", region_name="Cheek", modality="ha-filler", unit="mL")
    session.do("Plan", add_treatment(treatment))
    window.plan.pick(treatment.id)
    for turn in range(turns):
        count = partial(session.do, "Amount", change_treatment(treatment.id, amount=0.1 * (turn + 1)))
        acts: tuple[tuple[str, str, Callable[[], object]], ...] = (
            ("Guides", "edit: a guide", lambda: window.guides.toggle("thirds")),
            ("Guides", "edit: another guide", lambda: window.guides.toggle("fifths")),
            ("Match", "edit: nudge", lambda: window.alignment.nudge_by(1.0, 0.0, 0.0, 1.0)),
            ("Match", "edit: a tick", window.match.boxes["tan"].click),
            ("Plan", "edit: amount", count),
            ("Plan", "edit: plane", window.plan.form.plane.buttons["subdermal"].click),
            ("Zones", "edit: undo", session.undo),
            ("Zones", "edit: redo", session.redo),
            ("Measures", "edit: guide on measures", lambda: window.guides.toggle("midline")),
        )
        for page, name, act in acts:
            window.side.show_page(page)
            window.plan.pick(treatment.id)
            touched.rest()
            touched.touch(name, act)


def drag(touched: Touched, count: int, turns: int) -> None:
    """A zone of many, and a point of a guide, moved over the photo."""
    window, session = touched.window, touched.session
    photo = session.project.photos[0]
    made = tuple(drawings(photo.id, (photo.width, photo.height), count))
    session.do("Draw", add_annotations(made))
    window.side.show_page("Zones")
    touched.rest(1.0)
    moved = made[len(made) // 2]
    inside = (sum(x for x, _ in moved.points) / 4, sum(y for _, y in moved.points) / 4)
    touched.workspace.view.pick_zone(moved.id)
    touched.rest()
    touched.drag(f"drag: one of {count} drawings", touched.at(inside), 3 * turns)
    touched.rest(0.5)
    session.do("Guides", show_only_guides(("thirds", "midline", "horizontals")))
    touched.rest(0.5)
    pair = session.pair
    assert pair is not None
    code = shown_codes(session.project, pair.before)[0]
    touched.drag("drag: a point of a guide", touched.at(pair.before.points[code].xy), 3 * turns)


def enter(touched: Touched) -> None:
    """Every mode and page for the first time, after a rest."""
    touched.rest(REST)
    for mode in MODES:
        touched.touch(f"first: {mode}", partial(touched.workspace.view.set_mode, mode))
        touched.rest(0.3)
    touched.workspace.view.set_mode("side-by-side")
    touched.rest()
    for page in PAGES:
        touched.touch(f"first: page {page.title}", partial(touched.window.side.show_page, page.title))
        touched.rest(0.1)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--turns", type=int, default=12)
    arguments.add_argument("--drawings", type=int, default=200)
    arguments.add_argument("--wall", action="store_true")
    arguments.add_argument("--slow", nargs="*", default=(), metavar="ACT")
    arguments.add_argument("--project", type=Path, metavar="FILE")
    arguments.add_argument("--json", type=Path, metavar="FILE")
    wanted = arguments.parse_args()
    application = QApplication([])
    apply_theme(application)
    window = MainWindow()
    workspace = equipped_workspace(window)
    window.resize(1920, 1080)
    window.show()
    prevent_pauses(window)  # as the program does
    if wanted.project is not None:
        workspace.opening.open(wanted.project)
    else:
        workspace.incoming.receive([photos_folder() / name for name in PAIR])
    process_until(lambda: len(workspace.session.project.photos) == len(PAIR))
    process_until(lambda: all(photo.faces is not None for photo in workspace.session.project.photos))
    touched = Touched(workspace, time.perf_counter if wanted.wall else time.thread_time, wanted.slow)
    touched.rest(2.0)
    enter(touched)
    use(touched, wanted.turns)
    drag(touched, wanted.drawings, wanted.turns)
    touched.tell_slow()
    speed = blit((1920, 1080), 100, touched.clock)
    print(f"{speed:8.2f}           a bare copy of 1920x1080: how fast this machine is at the moment")
    figures = {"blit": {"p95": round(speed, 2), "worst": round(speed, 2)}}
    for name, took in touched.took.items():
        ranked = sorted(took)
        figures[name] = {"p95": round(ranked[int(0.95 * (len(ranked) - 1))], 2), "worst": round(ranked[-1], 2)}
        limit = LIMITS[name.split(":", 1)[0]]
        mark = "" if ranked[-1] <= limit else f"  over {limit:g}"
        print(f"{figures[name]['p95']:8.2f} {figures[name]['worst']:8.2f}  {name}{mark}")
    window.close()
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(any(max(took) > LIMITS[name.split(":", 1)[0]] for name, took in touched.took.items()))


if __name__ == "__main__":
    sys.exit(main())
