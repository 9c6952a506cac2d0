"""A program of the tests: does with spoiled files what FaceBalance does with any file, and tells what went wrong.

    python hostile_program.py KIND FIRST COUNT SEED FOLDER

It runs apart, because what it looks for may take its process along. It prints a line before each file, `{"begins": n}`,
and one after it: `{"n": n, "outcome": ..., "seconds": ..., "fault": ...}`. Outcomes are `refused` with a sentence,
`salvaged` in part, `opened`; a fault is a traceback's end, or what was lost. Files at fault stay in FOLDER.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import sys
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from hostile_files import spoiled
from hostile_whole import Whole, whole
from projects_stored import is_same

from facebalance_desktop.cli.photos import InMemory
from facebalance_desktop.cli.plan import plan_json, plan_words, write_csv
from facebalance_desktop.cli.report import info_json, info_words, landmarks_json
from facebalance_desktop.drawing.figure import Material, lay_out
from facebalance_desktop.drawing.scene import ViewOptions, compose
from facebalance_desktop.drawing.templates import templates
from facebalance_desktop.drawing.view_options import MODES, Mode
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.project.codec import to_json
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.differences import differences
from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.intake import decode_pyramid, take_in_bytes
from facebalance_desktop.project.match_warnings import shown_warning
from facebalance_desktop.project.measurements import measures_of, readings_of, table_in_use
from facebalance_desktop.project.model import Patient, Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.salvage import salvage
from facebalance_desktop.project.store import (
    Opened,
    list_versions,
    open_project,
    read_preview,
    read_version,
    save_project,
)
from facebalance_desktop.project.summary import read_summary
from facebalance_desktop.project.visits import visits_of
from facebalance_desktop.render import fonts
from facebalance_desktop.render.offscreen import ensure_painting
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.work import JobContext

MEMORY = 3 * 2**30
"""Bytes of address space beyond what stands at the start: what a file may make the program take."""
SIZE = (320, 200)


class Lost(AssertionError):
    """Something that was in the file is not in the one that was saved, or a refused file was changed."""


def quietly(job: Callable[[], object]) -> bool:
    """Do what may be refused with a sentence; whether it was done."""
    try:
        job()
    except Problem as problem:
        check_sentence(problem)
        return False
    return True


def check_sentence(problem: Problem) -> None:
    if not problem.sentence or len(problem.sentence) > 1500 or "Traceback" in problem.sentence:
        raise Lost(f"no sentence: {problem.sentence[:200]!r}")


def tried_project(path: Path, data: bytes, chance: random.Random) -> str:
    """Look at a project's file, open it, show it, save it; what became of it."""
    path.write_bytes(data)
    quietly(lambda: read_summary(path))
    quietly(lambda: read_preview(path))
    quietly(lambda: read_versions(path))
    try:
        opened = open_project(path)
    except Problem as problem:
        check_sentence(problem)
        outcome = salvaged(path, chance)
        if path.read_bytes() != data:
            raise Lost("a file that was refused was changed") from None
        return outcome
    if path.read_bytes() != data:
        raise Lost("a file was changed by opening it")
    check_kept(json.loads(_content(path)), to_json(opened.project), "")
    show(opened.project, chance)
    save_again(path, opened)
    return "opened"


def _content(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read("project.json")


def read_versions(path: Path) -> None:
    for version in list_versions(path):
        quietly(partial(read_version, path, version))


def salvaged(path: Path, chance: random.Random) -> str:
    """What is whole of a file that cannot be opened, saved as another file."""
    folder = path.with_name("salvaged")
    originals = Originals(folder)
    outcome = "refused"
    try:
        found = salvage(path, originals)
        if found.project is not None:
            outcome = "salvaged"
            other = path.with_name("other.facebalance")
            save_project(JobContext(), found.project, other, originals)
            if not is_same(open_project(other).project, found.project):
                raise Lost("what was salvaged and saved is not the same")
            show(found.project, chance)
    except Problem as problem:
        check_sentence(problem)
    return outcome


def check_kept(before: Any, now: Any, where: str) -> None:
    """Every key and value that stood in the file is in what was read from it."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key, value in before.items():
            if key not in now:
                raise Lost(f"{where}.{key} is lost")
            check_kept(value, now[key], f"{where}.{key}")
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (one, other) in enumerate(zip(before, now, strict=True)):
            check_kept(one, other, f"{where}[{number}]")
    elif before != now:
        raise Lost(f"{where} was {before!r:.80} and is {now!r:.80}")


def save_again(path: Path, opened: Opened) -> None:
    """Change the patient, save over the file, and open it again: nothing else is different."""
    changed = set_patient(Patient("Somebody else"))(opened.project)
    saved = save_project(JobContext(), changed, path, opened.originals, None, opened.known)
    again = open_project(saved.path)
    if saved.path != path or not is_same(again.project, changed):
        raise Lost("what was saved is not what is read")
    read_versions(path)
    differences(opened.project, again.project)


def show(project: Project, chance: random.Random) -> None:
    """What the window and the command line make of it: views, figures, measures, lists."""
    tables = load_tables()
    with contextlib.redirect_stdout(io.StringIO()):
        write_csv(project.plan)
    json.dumps(info_json("a", project), allow_nan=False)
    info_words("a", project)
    json.dumps(plan_json(project, tables), allow_nan=False)
    plan_words(project, tables)
    visits_of(project)
    for photo in project.photos:
        json.dumps(landmarks_json("a", photo), allow_nan=False)
        readings_of(photo, table_in_use())
    pair = pair_of(project)
    measures_of(project, pair, table_in_use())
    if pair is None:
        return
    shown_warning(pair, project)
    pixels = Pyramid.of(picture())
    modes: tuple[Mode, ...] = (chance.choice(list(MODES)), "side-by-side")
    for mode in modes:
        scene = compose(project, pair, ViewOptions(mode=mode), SIZE, fonts.measure)
        painted_page(scene, SIZE, lambda _: pixels)
    if chance.random() < 0.2:
        with contextlib.suppress(Problem):
            lay_out(Material(project, pair, ViewOptions()), chance.choice(templates().all), fonts.measure)


def picture() -> Any:
    from canvases_made import drawn_pixels

    return drawn_pixels()


def tried_photo(name: str, data: bytes) -> str:
    """Take a photo in, as a worker does, and decode it whole."""
    keeper = InMemory()
    try:
        photo = take_in_bytes(JobContext(), data, name, keeper).photo
        decode_pyramid(JobContext(), keeper, photo.sha256, name)
    except Problem as problem:
        check_sentence(problem)
        return "refused"
    return "opened"


def kind_of(kind: str, number: int) -> str:
    """`mixed` is each kind in turn but the window."""
    return ("json", "text", "zip", "photo")[number % 4] if kind == "mixed" else kind


def tried(kind: str, name: str, data: bytes, folder: Path) -> str:
    if kind == "photo":
        return tried_photo(name, data)
    if kind == "window":
        from hostile_window import tried_window

        return tried_window(folder / name, data)
    return tried_project(folder / name, data, random.Random(data))


def main(kind: str, first: int, count: int, seed: int, kept: Path) -> None:
    warnings.simplefilter("error")
    if kind != "window":
        ensure_painting()
    sound = whole()
    tried(kind, *warm(kind, sound), fresh(kept))  # what is loaded once is no file's time
    limit_memory()
    for number in range(first, first + count):
        print(json.dumps({"begins": number}), flush=True)
        now = kind_of(kind, number)
        name, data = spoiled(now, number, seed, sound)
        folder, fault, outcome = fresh(kept), "", "fault"
        started = time.process_time()  # another program may have the processor
        try:
            if "FACEBALANCE_HOSTILE_FAULT" in os.environ:
                raise Lost("as the test asked")
            outcome = tried(now, name, data, folder)
        except Exception as error:  # noqa: BLE001  # the very thing that is looked for
            fault = told(error)
            (kept / f"{now}-{number}-{name}").write_bytes(data)
        seconds = time.process_time() - started
        print(json.dumps({"n": number, "outcome": outcome, "seconds": round(seconds, 4), "fault": fault}), flush=True)


def warm(kind: str, sound: Whole) -> tuple[str, bytes]:
    return ("a.jpg", sound.photos["a.jpg"]) if kind == "photo" else ("a.facebalance", sound.archive)


def fresh(kept: Path) -> Path:
    """An empty folder for one file."""
    folder = kept / "now"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def told(error: BaseException) -> str:
    places = [
        f"{Path(at.filename).name}:{at.lineno} {at.name}" for at in traceback.extract_tb(error.__traceback__)[-3:]
    ]
    return f"{type(error).__name__}: {str(error)[:200]} ({' < '.join(reversed(places))})"


def limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
        if pages:
            most = pages * resource.getpagesize() + MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
