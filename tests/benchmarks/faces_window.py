"""How long the window stops while photos of 24 megapixels are taken in: the longest gap between ticks of its loop.

`python tests/benchmarks/faces_window.py PHOTO ...` prints one line of JSON; the benchmark of faces runs it by itself,
because models and a window share no process. Offscreen, with the worker processes and a home folder of its own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

LIMIT = 60.0
"""Seconds after which waiting is given up."""
TAIL = 0.4
"""Seconds that the loop is still watched after the last photo has its face: the picture is painted then."""


def measured(photos: list[Path]) -> dict[str, Any]:
    """The figures of a window in a process of its own, photo by photo."""
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FACEBALANCE_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [sys.executable, __file__, *map(str, photos)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=10 * LIMIT,
            check=True,
        )
    made: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return made


def watch(photos: list[Path]) -> dict[str, Any]:
    """Take each photo in, while a timer of 1 ms ticks, until its face is known and painted."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from facebalance_desktop.ui.app.application import TURN
    from facebalance_desktop.ui.app.commands.table import equipped_workspace
    from facebalance_desktop.ui.app.main_window import MainWindow
    from facebalance_desktop.ui.app.pauses import prevent_pauses
    from facebalance_desktop.ui.widgets.theme import apply_theme

    application = QApplication(["benchmark"])
    sys.setswitchinterval(TURN)  # as the program does, like what prevents pauses
    apply_theme(application)
    window = MainWindow()
    window.resize(1360, 860)
    window.show()
    workspace = equipped_workspace(window)
    prevent_pauses(window)
    ticks: list[tuple[float, float]] = []
    heart = QTimer()
    heart.setTimerType(Qt.TimerType.PreciseTimer)
    heart.timeout.connect(lambda: ticks.append((time.perf_counter(), time.thread_time())))
    heart.start(1)

    gaps, works = [], []
    _rest(2.0)  # the workers have loaded their models
    for number, path in enumerate(photos, 1):
        ticks.clear()
        workspace.incoming.receive([path])
        _until(partial(_is_found, workspace, number))
        _rest(TAIL)
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ticks)]
        gaps.append(1000 * max(wall for wall, _ in steps))
        works.append(1000 * max(own for _, own in steps))
    heart.stop()
    window.close()
    _until(lambda: not workspace.project.bridge.is_busy)
    return {
        "ui_block_ms": statistics.median(gaps),
        "longest_ms": max(gaps),
        "own_work_ms": statistics.median(works),
        "gaps_ms": gaps,
        "photos": len(photos),
    }


def _until(condition: Callable[[], object]) -> None:
    """Let the window live until the condition holds."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer, ends = QEventLoop(), QTimer(), time.monotonic() + LIMIT
    timer.timeout.connect(lambda: loop.quit() if condition() or time.monotonic() > ends else None)
    timer.start(10)
    loop.exec()
    timer.stop()
    if not condition():
        raise TimeoutError


def _rest(seconds: float) -> None:
    over = time.monotonic() + seconds
    _until(lambda: time.monotonic() > over)


def _is_found(workspace: Any, number: int) -> bool:
    photos = workspace.session.project.photos
    return len(photos) == number and all(photo.faces is not None for photo in photos)


if __name__ == "__main__":
    print(json.dumps(watch([Path(word) for word in sys.argv[1:]])))
    sys.stdout.flush()
    os._exit(0)
