"""Four projects in turns for a long time: what landed in the wrong one, and whether widgets and memory grow.

python tests/benchmarks/soak.py [rounds]
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))


def main(rounds: int) -> int:
    """Print the figures; 1 where something landed in the wrong project or is missing."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="facebalance-soak-") as folder:
        os.environ["FACEBALANCE_HOME"] = str(Path(folder) / "home")
        from PySide6.QtWidgets import QApplication
        from soaking import Soak

        report = Soak(QApplication([]), Path(folder)).run(rounds)
    print(f"{report.rounds} rounds on four projects")
    for name in sorted({*report.done, *report.found}):
        print(f"  {name}: {report.done[name]} made, {report.found[name]} in its file")
    print(f"in the wrong project: {len(report.misplaced)}", *report.misplaced)
    print("after so many rounds: widgets, Qt objects of the window, open projects, MiB")
    for number, size in enumerate(report.sizes, start=1):
        print(f"  {number * report.rounds // len(report.sizes)}: "
              f"{size.widgets}, {size.objects}, {size.projects}, {size.memory:.0f}")  # fmt: skip
    return 0 if not report.misplaced and report.done == report.found else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
