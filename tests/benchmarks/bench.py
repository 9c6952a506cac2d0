"""How quickly the bench moves and how much memory it takes: offscreen, CPU raster, 45 megapixels twice, all guides.

    python tests/benchmarks/bench.py [--runs 5] [--frames 300] [--seconds 60] [--cpu] [--json FILE]

The pair is two real photos (FACEBALANCE_PHOTOS, else ../shared/photos), enlarged. A frame lasts from the delivery of
the input event to the end of paintEvent. 95th percentiles, median over the runs. --cpu counts this thread's own time in
place of the clock's: what a frame costs on a machine that is busy with other work.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("FACEBALANCE_HOME", tempfile.mkdtemp())

import psutil
from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.view_options import Mode, divider_knob
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.render.live import LiveLayers
from facebalance_desktop.ui.annotate.tools.select import SelectTool
from facebalance_desktop.ui.app.commands.table import equipped_workspace
from facebalance_desktop.ui.app.main_window import MainWindow
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.widgets.theme import apply_theme

PAIR = ("london/002_front_neutral.jpg", "london/002_front_smile.jpg")
PIXELS = 45_000_000
CLOCKS: dict[bool, Callable[[], float]] = {False: time.perf_counter, True: time.thread_time}
FULL, LARGE = (1920, 1080), (3840, 2160)


def photos_folder() -> Path:
    named = os.environ.get("FACEBALANCE_PHOTOS")
    return Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "photos"


def enlarged_pair(folder: Path) -> list[Path]:
    """The two photos as JPEGs of 45 megapixels."""
    made = []
    for name in PAIR:
        photo = Image.open(photos_folder() / name).convert("RGB")
        factor = (PIXELS / (photo.width * photo.height)) ** 0.5
        large = photo.resize((round(photo.width * factor), round(photo.height * factor)), Image.Resampling.BICUBIC)
        made.append(folder / Path(name).name)
        large.save(made[-1], quality=92)
    return made


def process_until(condition: Callable[[], bool], patience: float = 180.0) -> None:
    """Let events happen until the condition holds."""
    until = time.monotonic() + patience
    while not condition():
        if time.monotonic() > until:
            raise RuntimeError("the benchmark waited too long")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def memory() -> int:
    """Bytes of this process and its workers; shared pages counted once."""
    own = psutil.Process()
    total = 0
    for process in (own, *own.children(recursive=True)):
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total


@contextmanager
def peak_memory() -> Iterator[list[int]]:
    """The largest `memory` while the block runs, sampled every 20 ms, in the first item of the list."""
    peak = [memory()]
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            peak[0] = max(peak[0], memory())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        is_over.set()
        watcher.join()


class Bench:
    """One canvas of a given size on the workspace's session, with its own layers."""

    def __init__(self, workspace: Workspace, size: tuple[int, int], clock: Callable[[], float]) -> None:
        self.canvas = Canvas(workspace.session, LiveLayers(workspace.pixel_cache.pyramid))
        self.canvas.viewport.has_facts = self.canvas.viewport.has_match = True
        self.canvas.tool = SelectTool(self.canvas)
        self.canvas.resize(*size)
        self.canvas.show()
        process_until(lambda: self.canvas.windowHandle() is not None and self.canvas.windowHandle().isExposed())
        self.worst = 0.0
        self.clock = clock

    def settle(self) -> None:
        """Wait until everything is sharp."""
        layers = self.canvas.layers
        assert isinstance(layers, LiveLayers)
        process_until(self.canvas.updatesEnabled)
        self.canvas.repaint()
        process_until(lambda: not self.canvas.viewport.is_moving and not layers.is_unfinished)

    def mode(self, mode: Mode) -> None:
        viewport = self.canvas.viewport
        viewport.set_view_options(replace(viewport.wanted, mode=mode, centre=None, scale=None))
        self.settle()

    def frame(self, act: Callable[[], object]) -> float:
        """Milliseconds from the event to the end of painting."""
        start = self.clock()
        act()
        while not self.canvas.updatesEnabled():  # another mode is painted in a turn of its own; then it counts twice
            QApplication.processEvents()
        self.canvas.repaint()
        lasted = 1000 * (self.clock() - start)
        self.worst = max(self.worst, lasted)
        return lasted

    def mouse(self, kind: QMouseEvent.Type, at: QPointF, is_down: bool = True) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        button = none if kind == QMouseEvent.Type.MouseMove else left
        event = QMouseEvent(kind, at, at, button, left if is_down else none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.canvas, event)

    def drag(self, start: QPointF, step: Callable[[int], QPointF], frames: int) -> list[float]:
        """Press, move once a frame, release."""
        self.mouse(QMouseEvent.Type.MouseButtonPress, start)
        lasted = [self.frame(partial(self.mouse, QMouseEvent.Type.MouseMove, step(place))) for place in range(frames)]
        self.mouse(QMouseEvent.Type.MouseButtonRelease, step(frames), is_down=False)
        return lasted

    def wipe(self, frames: int) -> list[float]:
        self.mode("wipe")
        unit = self.canvas.unit()
        x, y = divider_knob(self.canvas.view_options, Rect(0, 0, *self.canvas.page_size()))
        knob = QPointF(x * unit, y * unit)
        return self.drag(knob, lambda n: knob + QPointF(0.35 * self.canvas.width() * _swing(n), 0), frames)

    def fade(self, frames: int) -> list[float]:
        self.mode("overlay")
        viewport = self.canvas.viewport
        shares = [0.5 + 0.45 * _swing(n) for n in range(frames)]
        return [
            self.frame(partial(viewport.set_view_options, replace(viewport.wanted, fade=share))) for share in shares
        ]

    def blink(self, frames: int) -> list[float]:
        self.mode("blink")
        viewport = self.canvas.viewport
        for is_after in (True, False):
            viewport.set_view_options(replace(viewport.wanted, is_blinked=is_after))
            self.settle()
        return [
            self.frame(partial(viewport.set_view_options, replace(viewport.wanted, is_blinked=n % 2 == 0)))
            for n in range(frames)
        ]

    def sharp_after(self) -> float:
        """Milliseconds of the clock from the last movement until a picture that stands still is painted sharp."""
        layers = self.canvas.layers
        assert isinstance(layers, LiveLayers)
        start = time.perf_counter()
        self.wheel(24)
        process_until(lambda: not self.canvas.viewport.is_moving and not layers.is_unfinished)
        return 1000 * (time.perf_counter() - start)

    def pan_and_zoom(self, mode: Mode, frames: int) -> list[float]:
        """Half the frames each, away from every handle."""
        self.mode(mode)
        away = QPointF(0.03 * self.canvas.width(), 0.9 * self.canvas.height())
        lasted = self.drag(away, lambda n: away + QPointF(120 * _swing(n), 60 * _swing(n)), frames // 2)
        self.settle()
        for number in range(frames // 2):
            lasted.append(self.frame(partial(self.wheel, 24 if number % 30 < 15 else -24)))
        self.settle()
        return lasted

    def wheel(self, turn: int) -> None:
        at = QPointF(0.3 * self.canvas.width(), 0.4 * self.canvas.height())
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, at, QPoint(), QPoint(0, turn), none, Qt.KeyboardModifier.NoModifier, phase, False)
        QApplication.sendEvent(self.canvas, event)


def _swing(n: int) -> float:
    """There and back between -1 and 1 in 80 steps."""
    place = n % 80
    return place / 20 - 1 if place < 40 else 3 - place / 20


def p95(lasted: list[float]) -> float:
    return sorted(lasted)[int(0.95 * len(lasted))]


def blit(size: tuple[int, int], frames: int, clock: Callable[[], float]) -> float:
    """A bare copy of an image of this size, p95."""
    source, target = (QImage(*size, QImage.Format.Format_RGB32) for _ in range(2))
    source.fill(0x808080)
    lasted = []
    for _ in range(frames):
        start = clock()
        painter = QPainter(target)
        painter.drawImage(0, 0, source)
        painter.end()
        lasted.append(1000 * (clock() - start))
    return p95(lasted)


def use(bench: Bench, seconds: float) -> float:
    """The worst frame of scripted use: modes in turn, each panned, zoomed and left to become sharp."""
    bench.worst = 0.0
    until = time.monotonic() + seconds
    modes: tuple[Mode, ...] = ("side-by-side", "wipe", "overlay", "blink", "mirrored")
    turn = 0
    while time.monotonic() < until:
        wanted = replace(bench.canvas.viewport.wanted, mode=modes[turn % len(modes)])
        bench.frame(partial(bench.canvas.set_view_options, wanted))
        for number in range(20):
            bench.frame(partial(bench.canvas.pan, 3 * _swing(number), 2))
            bench.frame(partial(bench.wheel, 24 if number % 10 < 5 else -24))
        layers = bench.canvas.layers
        assert isinstance(layers, LiveLayers)
        process_until(lambda: not bench.canvas.viewport.is_moving)
        bench.frame(lambda: None)
        while layers.is_unfinished:
            bench.frame(lambda: None)
        turn += 1
    return bench.worst


def sharp_in(bench: Bench, mode: Mode) -> float:
    """The longest of some movements until it is sharp again."""
    bench.mode(mode)
    return max(bench.sharp_after() for _ in range(8))


def opened(workspace: Workspace, paths: list[Path]) -> float:
    """Open the pair, wipe it; peak growth of memory over the raw size of both photos."""
    before = memory()
    with peak_memory() as peak:
        workspace.incoming.receive(paths)
        process_until(lambda: len(workspace.session.project.photos) == len(paths))
        process_until(lambda: all(photo.faces is not None for photo in workspace.session.project.photos))
        pair = workspace.session.pair
        assert pair is not None
        process_until(lambda: all(workspace.pixel_cache.whole(side.photo.sha256) is not None for side in pair.sides))
        workspace.view.set_mode("wipe")
        for step in range(60):
            viewport = workspace.view.canvas.viewport
            viewport.set_view_options(replace(viewport.wanted, wipe=step / 60))
            QApplication.processEvents()
    raw = sum(2 * side.photo.width * side.photo.height * 3 for side in pair.sides) / 2
    return (peak[0] - before) / raw


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--frames", type=int, default=300)
    arguments.add_argument("--seconds", type=float, default=60.0)
    arguments.add_argument("--cpu", action="store_true")
    arguments.add_argument("--json", type=Path)
    wanted = arguments.parse_args()
    application = QApplication([])
    apply_theme(application)
    window = MainWindow()
    workspace = equipped_workspace(window)
    window.show()
    process_until(lambda: True)
    with tempfile.TemporaryDirectory() as folder:
        ratio = opened(workspace, enlarged_pair(Path(folder)))
    workspace.session.do("Show all guides", show_only_guides(tuple(guide_kinds())))
    clock = CLOCKS[wanted.cpu]
    full = Bench(workspace, FULL, clock)
    runs: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        runs.setdefault(name, []).append(value)
        print(f"{name} {value:.2f}", file=sys.stderr)

    for _ in range(wanted.runs):
        note("wipe_1080p_p95_ms", p95(full.wipe(wanted.frames)))
        note("fade_1080p_p95_ms", p95(full.fade(wanted.frames)))
        note("blink_p95_ms", p95(full.blink(wanted.frames)))
        modes: tuple[Mode, ...] = ("side-by-side", "wipe", "overlay")
        note("pan_zoom_1080p_p95_ms", max(p95(full.pan_and_zoom(mode, wanted.frames)) for mode in modes))
        note("sharp_after_ms", max(sharp_in(full, mode) for mode in modes))
        note("blit_1080p_ms", blit(FULL, wanted.frames, clock))
    note("worst_frame_ms", use(full, wanted.seconds))
    full.canvas.close()
    large = Bench(workspace, LARGE, clock)
    for _ in range(wanted.runs):
        note("wipe_2160p_p95_ms", p95(large.wipe(wanted.frames)))
    large.canvas.close()
    figures = {name: round(statistics.median(values), 2) for name, values in sorted(runs.items())}
    figures["memory_ratio"] = round(ratio, 3)
    window.close()
    text = json.dumps(figures, indent=2)
    print(text)
    if wanted.json:
        wanted.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
