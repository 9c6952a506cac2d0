"""What saving costs and what it survives: kills, two programs on one file, bytes written, a project of 2 GB, lists.

    python tests/benchmarks/storage.py [--part PART] [--scale 1.0] [--folder FOLDER] [--json FILE]

PART: kills (1,000), window (100 kills of the real window), rounds (200), adding (200 photos of 5 MB), large (200 photos
of 10 MB) or list (2,000 projects); `--scale` makes each smaller. Bytes are those that this process has the system
write; FOLDER should be on a disk.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
Figures = dict[str, Any]


def by_program(name: str, folder: Path, count: int) -> Figures:
    """What one of the tests' programs tells."""
    command = [sys.executable, str(ROOT / "tests" / name), str(folder), str(count), "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: Figures = json.loads(done.stdout)
    return found


def kills(folder: Path, scale: float) -> Figures:
    found = by_program("storage_kills.py", folder, round(1000 * scale))
    return {**found, "is_met": not (found["lost_saves"] or found["lost_kept"] or found["broken"])}


def window(folder: Path, scale: float) -> Figures:
    found = by_program("storage_window_kills.py", folder, round(100 * scale))
    return {**found, "is_met": not (found["lost_saves"] or found["lost_edits"] or found["broken"])}


def rounds(folder: Path, scale: float) -> Figures:
    found = by_program("storage_rounds.py", folder, round(200 * scale))
    return {**found, "is_met": not found["lost"]}


def written() -> int:
    """Bytes that this process has had the system write."""
    return int(Path("/proc/self/io").read_text().split("write_bytes: ")[1].split()[0])


def timed(name: str, figures: Figures, work: Callable[[], Any]) -> Any:
    """What the work returned; its seconds, those of the processor (of all threads), and the bytes it had written."""
    began, busy, before = time.perf_counter(), time.process_time(), written()
    value = work()
    figures[f"{name}_s"] = time.perf_counter() - began
    figures[f"{name}_processor_s"] = time.process_time() - busy
    figures[f"{name}_bytes"] = written() - before
    return value


def adding(folder: Path, scale: float) -> Figures:
    """Photos that come in, as the program takes them in: each is kept, the state is kept, the file is saved once."""
    from facebalance_desktop.project.edits_photos import add_photos
    from facebalance_desktop.project.model import new_project
    from facebalance_desktop.project.recovery import begin
    from facebalance_desktop.project.store import save_project
    from facebalance_desktop.work import JobContext

    count, size, chance, recovery = round(200 * scale), 5_000_000, random.Random(1), begin()
    before = written()
    photos = [_photo(recovery.originals.keep(chance.randbytes(size)), number, size) for number in range(count)]
    project = add_photos(photos)(new_project())
    recovery.write(project, None)
    save_project(JobContext(), project, folder / "a.facebalance", recovery.originals)
    recovery.forget()
    bytes_written = written() - before
    recovery.end()
    ratio = bytes_written / (count * size)
    return {"photos": count, "bytes": count * size, "written": bytes_written, "ratio": ratio, "is_met": ratio <= 2.2}


def _photo(sha256: str, number: int, size: int) -> Any:
    from projects_made import made_photo

    return made_photo(f"{number:03}.jpg", sha256=sha256, size=size)


def large(folder: Path, scale: float) -> Figures:
    """A project of 200 photos of 10 MB with faces: opening it, one edit, one save of the whole."""
    from facebalance_desktop.project.edits_photos import add_photos, set_patient
    from facebalance_desktop.project.model import Patient, new_project
    from facebalance_desktop.project.originals import Originals
    from facebalance_desktop.project.recovery import begin
    from facebalance_desktop.project.store import open_project, save_project
    from facebalance_desktop.work import JobContext

    count, size, chance = round(200 * scale), 10_000_000, random.Random(2)
    path, originals = folder / "large.facebalance", Originals(folder / "originals")
    photos = [_photo(originals.keep(chance.randbytes(size)), number, size) for number in range(count)]
    save_project(JobContext(), add_photos(photos)(new_project()), path, originals)
    figures: Figures = {"photos": count, "bytes": path.stat().st_size}
    opened = timed("open", figures, lambda: open_project(path))
    timed("first_photo", figures, lambda: opened.originals.read(opened.project.photos[0].sha256))
    recovery = begin()
    edited = set_patient(Patient("A"))(opened.project)
    timed("edit", figures, lambda: recovery.write(edited, path, opened.known))
    source = recovery.originals.at(path)
    saved = timed("save", figures, lambda: save_project(JobContext(), edited, path, source, None, opened.known))
    again = replace(edited, patient=Patient("B"))
    timed("second_edit", figures, lambda: recovery.write(again, path, saved.known))
    timed("second_save", figures, lambda: save_project(JobContext(), again, path, source, None, saved.known))
    recovery.forget()
    recovery.end()
    is_met = figures["edit_s"] <= 2.0 and figures["open_s"] + figures["first_photo_s"] <= 2.0
    return {**figures, "is_met": is_met}


def listing(folder: Path, scale: float) -> Figures:
    """2,000 projects of a pair with faces: by their cards, and read whole."""
    from hostile_whole import whole

    from facebalance_desktop.project.store import read_project
    from facebalance_desktop.project.summary import summaries_in, summary_of

    count, content = round(2000 * scale), whole().with_version
    for number in range(count):
        (folder / f"{number:04}.facebalance").write_bytes(content)
    figures: Figures = {"projects": count}
    found = timed("by_card", figures, lambda: summaries_in(folder))
    paths = sorted(folder.glob("*.facebalance"))
    timed("whole", figures, lambda: [summary_of(read_project(path)) for path in paths])
    assert len(found) == count
    return {**figures, "is_met": figures["by_card_s"] < figures["whole_s"]}


PARTS: dict[str, Callable[[Path, float], Figures]] = {
    "kills": kills,
    "window": window,
    "rounds": rounds,
    "adding": adding,
    "large": large,
    "list": listing,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", type=Path, metavar="FILE")
    told = parser.parse_args()
    figures: Figures = {}
    for name in told.part or PARTS:
        with tempfile.TemporaryDirectory(prefix="facebalance-storage-", dir=told.folder) as temporary:
            os.environ["FACEBALANCE_HOME"] = str(Path(temporary) / "home")
            figures[name] = PARTS[name](Path(temporary), told.scale)
        figures[name]["load"] = os.getloadavg()[0]
        print(f"{name}: {'met' if figures[name]['is_met'] else 'missed'}")
        for key, value in figures[name].items():
            print(f"  {key}: {value:.2f}" if isinstance(value, float) else f"  {key}: {value}", flush=True)
    if told.json is not None:
        told.json.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0 if all(found["is_met"] for found in figures.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
