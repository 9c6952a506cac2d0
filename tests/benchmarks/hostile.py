"""What the program makes of spoiled files: seeded mutations of project.json, of the zip round it, and of photos.

    python tests/benchmarks/hostile.py [--files 10000] [--seed 1] [--kind KIND] [--keep FOLDER] [--json FILE]

Each is opened, shown, saved and opened again, or refused with a sentence; counted are crashes, hangs, tracebacks, and
files that were changed although they could not be read whole. Files at fault are kept in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> int:
    from hostile_files import KINDS_OF_FILE
    from hostile_runs import run

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS_OF_FILE)
    parser.add_argument("--first", type=int, default=0, metavar="N", help="begin with this file")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="for files at fault")
    parser.add_argument("--json", type=Path, metavar="FILE")
    told = parser.parse_args()
    kinds = KINDS_OF_FILE if told.kind is None else {told.kind: 1.0}
    figures: dict[str, object] = {}
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="facebalance-hostile-") as temporary:
        for kind, share in kinds.items():
            started = time.monotonic()
            kept = (told.keep or Path(temporary)).absolute()
            report = run(kind, round(told.files * share), told.seed, kept, told.first)
            faults += report.faults
            figures[kind] = {
                "files": report.files,
                **dict(sorted(report.outcomes.items())),
                "slowest_s": round(report.slowest, 2),
                "faults": report.faults,
                "seconds": round(time.monotonic() - started, 1),
            }
            outcomes = ", ".join(f"{count} {name}" for name, count in sorted(report.outcomes.items()))
            print(f"{kind}: {report.files} files: {outcomes}; the slowest {report.slowest:.2f} s", flush=True)
            print(*(f"  {fault}\n" for fault in report.faults), sep="", end="", flush=True)
    if told.json is not None:
        told.json.write_text(json.dumps({"load": os.getloadavg()[0], "kinds": figures}, indent=1) + "\n", "utf-8")
    return 0 if not faults else 1


if __name__ == "__main__":
    sys.exit(main())
