"""A patient of ten years: 200 photos of 24 megapixels are added, opened again, seen on the board and exported.

    python tests/benchmarks/big.py [--photos 200] [--seed 1] [--folder FOLDER] [--json FILE]

The photos are enlarged ones (see big_photos.py), made once in `--folder`. Every step is a process of its own: the real
window without a screen, and the real command. In the JSON:

- `pair_s` from the moment the photos are named until the pair that stays is on the screen, `photos_per_s` until all are
  analysed; `reopen_s` from opening the project until its pair is on the screen
- `board_settled_s` from asking for the board until each cell is sharp, and `board_peak_mib` over all processes until
  then; `export_peak_mib` the same of the board's export, from the window or from the command line, whichever is more
- `longest_block_ms` the longest time in which the window took no event, over all of it

Memory as in gallery_peak.py. Printed besides: how much of the longest block the window itself computed, where it was,
and the processor's time. Measure on a quiet machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parent))

from gallery_peak import Peak

if TYPE_CHECKING:
    from facebalance_desktop.ui.app.workspace import Workspace

LIMIT = 1800.0
"""Seconds that one step may take."""
SETTLED = 500
"""Milliseconds for which the window stands before anything is asked of it."""
TICK = 5
"""Milliseconds between two looks whether the window takes events."""
SIZE = (1600, 1000)
FIGURES = (
    "pair_s",
    "reopen_s",
    "board_peak_mib",
    "board_settled_s",
    "export_peak_mib",
    "longest_block_ms",
    "photos_per_s",
)
BOARD = "board"


class Blocks:
    """The longest time without an event while the block runs, what the thread computed in it, and where it was."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest, self.computed, self.where = 0.0, 0.0, ""
        self._main = threading.get_ident()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._seen = ""
        self._ended = threading.Event()

    def __enter__(self) -> Blocks:
        self._last, self._used = time.perf_counter(), time.thread_time()
        self._timer.start(TICK)
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.stop()
        self._ended.set()

    def _tick(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        lasted = now - self._last
        if lasted > self.longest:
            self.longest, self.computed, self.where = lasted, used - self._used, self._seen
        if used - self._used > 0.04:
            print(f"  block {1000 * lasted:.0f} ms, computed {1000 * (used - self._used):.0f}", self._seen, flush=True)
        self._last, self._used, self._seen = now, used, ""

    def _watch(self) -> None:
        while not self._ended.wait(0.01):
            frame = sys._current_frames().get(self._main)
            if time.perf_counter() - self._last > 0.03 and frame is not None:
                lines = traceback.extract_stack(frame)
                ours = [line for line in lines if "facebalance_desktop" in line.filename]
                self._seen = " < ".join(
                    f"{Path(line.filename).stem}.{line.name}:{line.lineno}" for line in ours[:-7:-1]
                )


class Program:
    """The window with its workspace, and what is waited for."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        from facebalance_desktop.ui.app.application import TURN
        from facebalance_desktop.ui.app.commands.table import equipped_workspace
        from facebalance_desktop.ui.app.main_window import MainWindow
        from facebalance_desktop.ui.app.pauses import prevent_pauses
        from facebalance_desktop.ui.widgets.theme import apply_theme

        self.application = QApplication([])
        sys.setswitchinterval(TURN)  # as the program does, like what prevents pauses
        apply_theme(self.application)
        self.window = MainWindow()
        self.window.resize(*SIZE)
        stood: list[bool] = []
        self.window.stood.connect(lambda: stood.append(True))
        self.window.show()
        self.until(lambda: stood)
        self.workspace: Workspace = equipped_workspace(self.window)
        gc.freeze()
        prevent_pauses(self.window)
        turns: list[bool] = []
        QTimer.singleShot(SETTLED, lambda: turns.append(True))
        self.until(lambda: turns)

    def until(self, condition: Callable[[], object]) -> float:
        """Seconds until the condition held, the window living on."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, timer, begun = QEventLoop(), QTimer(), time.perf_counter()
        timer.timeout.connect(lambda: loop.quit() if condition() or time.perf_counter() - begun > LIMIT else None)
        timer.start(10)
        loop.exec()
        timer.stop()
        if not condition():
            raise TimeoutError
        return time.perf_counter() - begun

    def shown_pair(self) -> tuple[str, ...] | None:
        """The pair whose photos are on the screen, at least reduced."""
        pair = self.workspace.session.pair
        if pair is None or pair.after is None:
            return None
        is_there = all(self.workspace.pixel_cache.pyramid(side.photo.sha256) is not None for side in pair.sides)
        return tuple(side.photo.name for side in pair.sides) if is_there else None

    def is_settled(self) -> bool:
        """Whether every photo on the screen is there as sharp as the screen shows it, and painted."""
        view = self.workspace.view
        layers: Any = view.canvas.layers
        board = view.canvas.viewport.board
        sides = () if board is None else board.sides
        is_there = all(self.workspace.pixel_cache.pyramid(side.photo.sha256) is not None for side in sides)
        return bool(is_there and not self.workspace.pixel_cache.is_busy and not layers.is_unfinished)

    def end(self) -> None:
        """End the workers; the window is left as it is, for closing asks what becomes of it."""
        self.workspace.pool.close()


def add(told: argparse.Namespace) -> dict[str, float]:
    """The photos are named, the pair appears, all are analysed, and the project is saved."""
    from big_photos import big_photos

    from facebalance_desktop.project.store import save_project
    from facebalance_desktop.work import JobContext

    paths = big_photos(told.folder / "photos", told.photos, told.seed)
    program = Program()
    project = program.workspace.project
    seen: list[tuple[float, tuple[str, ...] | None]] = []

    def is_done() -> bool:
        shown = program.shown_pair()
        if not seen or seen[-1][1] != shown:
            seen.append((time.perf_counter() - begun, shown))
        photos = project.session.project.photos
        return len(photos) == len(paths) and all(photo.faces is not None for photo in photos)

    with Blocks() as blocks:
        begun = time.perf_counter()
        project.importer.read_files(paths)
        lasted = program.until(is_done)
        program.until(lambda: program.shown_pair() is not None)
        is_done()
    for at, shown in seen:
        print(f"  {at:.2f} s {shown}")
    save_project(JobContext(), project.session.project, told.folder / "big.facebalance", project.originals)
    program.end()
    return {"pair_s": seen[-1][0], "photos_per_s": len(paths) / lasted, **told_of(blocks)}


def reopen(told: argparse.Namespace) -> dict[str, float]:
    """The project is opened in a window that stands, and seen on the board."""
    program = Program()
    with Blocks() as blocks:
        reopened, settled = open_board(program, told)
    program.workspace.window.grab().save(str(told.folder / "board.png"))
    program.end()
    return {"reopen_s": reopened, "board_settled_s": settled, **told_of(blocks)}


def memory(told: argparse.Namespace) -> dict[str, float]:
    """The same again, and the board exported, now looking at memory: that takes a third of a core and holds up what it
    looks at."""
    program = Program()
    with Peak() as seen:
        open_board(program, told)
    with Peak() as exported:
        export(program, told.folder / "board.jpg")
    program.end()
    return {"board_peak_mib": seen.highest / 2**20, "export_peak_mib": exported.highest / 2**20}


def open_board(program: Program, told: argparse.Namespace) -> tuple[float, float]:
    """Seconds until the project's pair was there, and until its board was sharp from when it was asked for."""
    workspace = program.workspace
    path = told.folder / "big.facebalance"
    begun = time.perf_counter()
    workspace.opening.open(path)
    program.until(lambda: workspace.session.path == path and program.shown_pair() is not None)
    reopened = time.perf_counter() - begun
    workspace.view.set_mode(BOARD)
    program.until(lambda: workspace.view.canvas.viewport.board is not None)
    return reopened, program.until(program.is_settled)


def export(program: Program, path: Path) -> None:
    from facebalance_desktop.drawing.figure import Material
    from facebalance_desktop.drawing.templates import templates
    from facebalance_desktop.render.logo import clinic_of
    from facebalance_desktop.settings import load
    from facebalance_desktop.ui.open_project.export_runner import ExportRequest

    workspace = program.workspace
    pair, known = workspace.session.pair, load().settings
    assert pair is not None
    options = workspace.view.canvas.viewport.view_options
    material = Material(workspace.session.project, pair, options, clinic=clinic_of(known, workspace.clinic.logo))
    runner = workspace.project.export_runner
    runner.export(ExportRequest(material, templates().named(BOARD), None, known), path)
    program.until(lambda: not runner.is_busy and path.is_file())


def command(told: argparse.Namespace) -> dict[str, float]:
    """The board is exported from the command line."""
    from facebalance_desktop.cli.main import main

    with Peak() as peak:
        words = [str(told.folder / "big.facebalance"), "--template", BOARD, "--force"]
        code = main(["export", *words, "-o", str(told.folder / "command.jpg")])
    if code:
        raise SystemExit(code)
    return {"export_peak_mib": peak.highest / 2**20}


def told_of(blocks: Blocks) -> dict[str, float]:
    print(f"  longest block {1000 * blocks.longest:.0f} ms, computed {1000 * blocks.computed:.0f} ms: {blocks.where}")
    return {"longest_block_ms": 1000 * blocks.longest}


STEPS: dict[str, Callable[[argparse.Namespace], dict[str, float]]] = {
    "add": add,
    "reopen": reopen,
    "memory": memory,
    "command": command,
}


def run_step(name: str, told: argparse.Namespace, home: Path) -> dict[str, float]:
    """One step in a process of its own; its figures."""
    result = home / f"{name}.json"
    environment = os.environ | {"FACEBALANCE_HOME": str(home / "home"), "QT_QPA_PLATFORM": "offscreen"}
    words = ["--photos", str(told.photos), "--seed", str(told.seed), "--folder", str(told.folder)]
    print(f"{name}:", flush=True)
    load, before = os.getloadavg()[0], os.times()
    subprocess.run(
        [sys.executable, __file__, *words, "--step", name, "--json", str(result)], env=environment, check=True
    )
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    figures: dict[str, float] = json.loads(result.read_text(encoding="utf-8"))
    words = [f"{key} {value:.2f}" for key, value in figures.items()]
    print(f"  {', '.join(words)}; processor {used:.0f} s, load {load:.1f}-{os.getloadavg()[0]:.1f}", flush=True)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description="Two hundred photos of 24 megapixels.")
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "facebalance-big")
    parser.add_argument("--step", choices=STEPS, help="only this one, in this process")
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    if told.step is not None:
        told.json.write_text(json.dumps(STEPS[told.step](told)), encoding="utf-8")
        sys.stdout.flush()
        os._exit(0)
    from big_photos import big_photos

    big_photos(told.folder / "photos", told.photos, told.seed)
    figures = dict.fromkeys(FIGURES, 0.0)
    with tempfile.TemporaryDirectory(prefix="facebalance-benchmark-") as home:
        for name in STEPS:
            for key, value in run_step(name, told, Path(home)).items():
                figures[key] = max(figures[key], value)
    rounded = {key: round(value, 2) for key, value in figures.items()}
    print(json.dumps(rounded))
    if told.json is not None:
        told.json.write_text(json.dumps(rounded, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
