"""Drawing with 200 annotations on two photos of 24 MP, and how well zones are carried between photos.

    python tests/benchmarks/zones.py [--annotations 200] [--json FILE]

Milliseconds from a pointer event, or an undo, to the finished picture on the screen, 95th percentile: `ink` while a
freehand zone is drawn, `drag` while a zone is moved, `undo` for forty steps back, each of another zone.
Then the errors of carried
features at hand-placed marks (tests/transfer_truth.py), in % of the pupil distance; null where the photos are absent.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from transfer_truth import misses, truth

from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.planning.annotations import COLOURS, Annotation
from facebalance_desktop.project.demonstration import demonstration_photos
from facebalance_desktop.project.edits_annotations import add_annotations, move_annotations
from facebalance_desktop.project.model import new_id
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets import theme

MEGAPIXELS = 24.0
SIZE = (1600, 1000)
MOVES = 80


def large_photos(folder: Path) -> list[Path]:
    """The demonstration's photos, enlarged to 24 MP."""
    paths = []
    for data, name in demonstration_photos():
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        factor = (MEGAPIXELS * 1e6 / (pixels.shape[0] * pixels.shape[1])) ** 0.5
        path = folder / name
        cv2.imwrite(str(path), cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))
        paths.append(path)
    return paths


def annotations_on(workspace: Workspace, count: int) -> list[Annotation]:
    """Zones of twelve corners all over the face, half of them on each photo."""
    rng = np.random.default_rng(7)
    made = []
    for n in range(count):
        photo = workspace.session.project.photos[n % 2]
        assert photo.face is not None
        x, y = photo.face.xy[:468].mean(axis=0) + rng.normal(0, 0.55, 2) * photo.face.iod
        turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
        radius = photo.face.iod * rng.uniform(0.08, 0.2)
        points = tuple((float(x + radius * np.cos(t)), float(y + radius * np.sin(t))) for t in turns)
        made.append(Annotation(new_id(), photo.id, f"Zone {n + 1}", COLOURS[n % len(COLOURS)], points, shape="smooth"))
    return made


def opened(paths: list[Path], count: int) -> tuple[MainWindow, Workspace]:
    """The window with both photos analysed, decoded and drawn on."""
    window = MainWindow()
    workspace = equipped_workspace(window)
    window.resize(*SIZE)
    window.show()
    workspace.incoming.receive(paths)
    session, pixel_cache = workspace.session, workspace.pixel_cache
    wait_for(lambda: len(session.project.photos) == 2)
    wait_for(lambda: all(photo.face is not None for photo in session.project.photos))
    wait_for(lambda: all(pixel_cache.whole(photo.sha256) is not None for photo in session.project.photos))
    session.do("Draw many", add_annotations(annotations_on(workspace, count)))
    wait_for(lambda: not getattr(workspace.view.canvas.layers, "is_hasty", False))
    workspace.view.canvas.repaint()
    return window, workspace


def wait_for(condition: Callable[[], bool], limit: float = 120.0) -> None:
    """Let the program work until something holds; TimeoutError after `limit` seconds."""
    until = time.monotonic() + limit
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("what the benchmark waits for did not happen")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def send(workspace: Workspace, kind: QEvent.Type, at: QPointF) -> None:
    canvas = workspace.view.canvas
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    glob = canvas.mapToGlobal(at)
    QApplication.sendEvent(canvas, QMouseEvent(kind, at, glob, button, held, Qt.KeyboardModifier.NoModifier))


def timed(workspace: Workspace, act: Callable[[], object]) -> float:
    """Milliseconds until what `act` did stands on the screen."""
    start = time.perf_counter()
    act()
    workspace.view.canvas.repaint()
    return 1000 * (time.perf_counter() - start)


def strokes(workspace: Workspace, tool: str, start: QPointF, radius: float) -> list[float]:
    """A pointer's round about `start`, from press to release."""
    workspace.view.use_tool(tool)
    took = [timed(workspace, lambda: send(workspace, QEvent.Type.MouseButtonPress, start))]
    for n in range(MOVES):
        turn = 2 * np.pi * n / MOVES
        at = start + QPointF(radius * (np.cos(turn) - 1), radius * np.sin(turn))
        took.append(timed(workspace, lambda at=at: send(workspace, QEvent.Type.MouseMove, at)))  # type: ignore[misc]  # a float
        QApplication.processEvents()
    send(workspace, QEvent.Type.MouseButtonRelease, start)
    return took


def measured(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FACEBALANCE_HOME"] = folder
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        theme.apply_theme(application)
        window, workspace = opened(large_photos(Path(folder)), count)
        canvas = workspace.view.canvas
        middle = QPointF(canvas.width() * 0.25, canvas.height() * 0.5)
        ink = strokes(workspace, "freehand", middle, 60.0)
        zone = workspace.session.project.annotations[-1]
        pane = canvas.current_panes()[0]
        x, y = pane.photo_to_page.point((zone.points[0][0], zone.points[0][1]))
        unit = canvas.width() / canvas.page_size()[0]
        workspace.view.select.selection.select(zone.id)
        drag = strokes(workspace, "select", QPointF(x * unit, y * unit), 40.0)
        ids = [item.id for item in workspace.session.project.annotations]
        for chosen in ids[:: max(1, len(ids) // 40)]:
            workspace.session.do("Move zone", move_annotations((chosen,), 40.0, 25.0))
        canvas.repaint()
        undo = [timed(workspace, workspace.session.undo) for _ in range(40)]
        window.close()
    return {
        "ink_p95_ms": round(float(np.percentile(ink, 95)), 2),
        "drag_p95_ms": round(float(np.percentile(drag, 95)), 2),
        "undo_p95_ms": round(float(np.percentile(undo, 95)), 2),
    }


def carried() -> dict[str, float | None]:
    named = os.environ.get("FACEBALANCE_PHOTOS")
    photos = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "photos"
    if not (photos / "london").is_dir():
        return {"transfer_smile_mesh": None, "transfer_smile_alignment": None, "transfer_45_mesh": None}
    figures = truth(misses(photos / "london"))
    return {
        "transfer_smile_mesh": round(figures.smile_mesh, 3),
        "transfer_smile_alignment": round(figures.smile_alignment, 3),
        "transfer_45_mesh": round(figures.oblique_mesh, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--annotations", type=int, default=200)
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    figures = {**measured(told.annotations), **carried()}
    for name, value in figures.items():
        print(f"{name}: {value}")
    if told.json is not None:
        told.json.write_text(json.dumps(figures) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
