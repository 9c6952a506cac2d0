"""How much of the screen the photos get: the canvas's share of the window, a project open, default panels.

    python tests/benchmarks/layout.py [--json FILE]

The window is as large as the screen; shares are of its client area. `share_hidden_1920`: after F9.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from screens import BOUNDS, SCREENS  # after the folder of tests is on the path


def shares() -> dict[str, float]:
    """The share of each screen, 0 to 1."""
    from canvases_made import pair_with_faces
    from PySide6.QtWidgets import QApplication
    from workspaces import show_project

    from facebalance_desktop.ui.app.commands.table import equipped_workspace
    from facebalance_desktop.ui.app.main_window import MainWindow
    from facebalance_desktop.ui.widgets.theme import apply_theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application)
    window = MainWindow()
    workspace = equipped_workspace(window)
    window.show()
    show_project(application, workspace, pair_with_faces())

    def share(width: int, height: int) -> float:
        window.resize(width, height)
        for _ in range(5):
            application.processEvents()
        assert (window.width(), window.height()) == (width, height), "the window does not fit the screen"
        return window.canvas.width() * window.canvas.height() / (width * height)

    found = {name: share(*size) for name, size in SCREENS.items()}
    workspace.actions["panels"].trigger()
    found["share_hidden_1920"] = share(1920, 1080)
    window.close()
    return {name: round(value, 4) for name, value in found.items()}


def main() -> int:
    """Print the shares beside their bounds; 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["FACEBALANCE_HOME"] = home
        found = shares()
    for name, value in found.items():
        print(f"{name}: {value:.4f} (at least {BOUNDS[name]:.2f})")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(any(found[name] < bound for name, bound in BOUNDS.items()))


if __name__ == "__main__":
    sys.exit(main())
