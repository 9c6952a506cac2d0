"""A program of the tests: what becomes of a project when its disk, its share, its home or its clock fails.

    python disasters.py FOLDER

It mounts and unmounts, so it runs in a mount namespace of its own: `unshare -m` as root, `unshare -rm` elsewhere.
Prints a line of JSON for each disaster: which state of the project is whole afterwards, and the sentence that is told.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from clocks import clock_at, in_year
from patients_made import jpeg
from projects_stored import made, renamed

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.clock import clock_words
from facebalance_desktop.project.held import hold_copy
from facebalance_desktop.project.intake import take_in
from facebalance_desktop.project.locks import ProjectLock, lock_project
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recovery import Recovery, begin, list_recoverable
from facebalance_desktop.project.shares import note_share
from facebalance_desktop.project.store import Opened, open_project, read_version, save_project
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.open_project.open_job import begun
from facebalance_desktop.ui.open_project.save_job import SaveRequest, save
from facebalance_desktop.work import JobContext, WorkerPool

PHOTOS = (b"first" * 20_000, b"second" * 20_000)
Told = dict[str, object]


class MountedProject:
    """A project that is open, and the folder that is mounted."""

    def __init__(self, folder: Path) -> None:
        self.disk, self.place = folder / "disk", folder / "share"
        self.disk.mkdir(parents=True)
        self.place.mkdir()
        self.path = self.place / "Müller.facebalance"
        self.recovery: Recovery
        self.opened: Opened

    def mount(self, *words: str) -> None:
        subprocess.run(["mount", *words, str(self.place)], check=True)

    def begin(self) -> None:
        """The project as it was, open for work."""
        originals = Originals(self.disk / "elsewhere")
        save_project(JobContext(), renamed("old")(made(originals, *PHOTOS)), self.path, originals)
        note_share(self.place)
        self.opened, self.recovery = open_project(self.path), begin()
        hold_copy(JobContext(), self.path, self.recovery.folder)

    def save(self, project: Project | None = None, lock: ProjectLock | None = None) -> str:
        """Save as the program does, with the change kept for recovery; the sentence that is told."""
        changed = renamed("new")(project or self.opened.project)
        self.recovery.write(changed, self.path, self.opened.known)
        order = SaveRequest(
            project=changed,
            path=self.path,
            chosen=None,
            stem="",
            better_stem="",
            lock=lock,
            known=self.opened.known,
            originals=self.recovery.originals.at(self.path),
            recovery=self.recovery,
            settings=Settings(),
            paint=lambda: None,
            kept=self.recovery.writes,
        )
        try:
            result = save(JobContext(), order)
        except Problem as problem:
            return problem.sentence
        if result.lock is not None and result.lock is not lock:
            result.lock.free()
        return result.saved.sentence or "Saved."

    def whole(self, path: Path | None = None) -> str:
        """Which state is in the file, with all photos; else what is wrong with it."""
        try:
            found = open_project(path or self.path)
            for photo in found.project.photos:
                found.originals.read(photo.sha256)
            return found.project.patient.name
        except Problem as problem:
            return problem.sentence

    def kept(self) -> bool:
        """Whether the change would be offered at the next start, and all photos can be saved elsewhere."""
        self.recovery.free()
        (left,) = list_recoverable()
        originals = Originals(left.folder / "originals", left.path, left.folder / "held")
        other = self.disk / "saved elsewhere.facebalance"
        save_project(JobContext(), left.project, other, originals)
        return self.whole(other) == "new"


def disk_full(case: MountedProject) -> Told:
    case.mount("-t", "tmpfs", "-o", "size=700k", "tmpfs")
    case.begin()
    data = os.urandom(600_000)
    project = case.opened.project
    photo = replace(project.photos[0], id="x" * 32, sha256=case.recovery.originals.keep(data), size=len(data))
    sentence = case.save(replace(project, photos=(*project.photos, photo)))
    halves = [left.name for left in case.place.iterdir() if left != case.path]
    return {"whole": case.whole(), "sentence": sentence, "kept": case.kept(), "left": halves}


def read_only(case: MountedProject) -> Told:
    case.mount("-t", "tmpfs", "tmpfs")
    case.begin()
    subprocess.run(["mount", "-o", "remount,ro", str(case.place)], check=True)
    sentence = case.save()
    return {"whole": case.whole(), "sentence": sentence, "kept": case.kept()}


def share_gone(case: MountedProject) -> Told:
    server = case.disk / "server"
    server.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(server)], check=True)
    case.mount("--bind", str(server))
    case.begin()
    subprocess.run(["umount", "-l", str(case.place)], check=True)
    sentence = case.save()
    under = [left.name for left in case.place.iterdir()]
    kept = case.kept()
    case.mount("--bind", str(server))
    old = case.whole()
    return {"whole": old, "sentence": sentence, "kept": kept, "left": under, "back": case.save() and case.whole()}


def replaced(case: MountedProject) -> Told:
    case.begin()
    other = case.disk / "other"
    other.write_bytes(b"what another program wrote")
    os.replace(other, case.path)
    sentence = case.save()
    (beside,) = (left for left in case.place.glob("*.facebalance") if left != case.path)
    is_theirs = case.path.read_bytes() == b"what another program wrote"
    return {"whole": case.whole(beside), "sentence": sentence, "kept": is_theirs}


def clock_back(case: MountedProject) -> Told:
    """The first save while the clock is ahead, the next one when it stands in 1970; the disk has the same clock."""
    told = []
    for year in (2110, 1970):
        with clock_at(in_year(year)):
            if year == 2110:
                case.begin()
            case.opened = open_project(case.path)
            told += [clock_words(case.path.name, case.opened.saved_by), case.save()]
        os.utime(case.path, (in_year(year).timestamp(),) * 2)
    versions = [read_version(case.path, version).patient.name for version in open_project(case.path).versions]
    return {"whole": case.whole(), "sentence": " ".join(filter(None, told)), "kept": versions == ["old"]}


def two_windows(case: MountedProject) -> Told:
    case.begin()
    lock = lock_project(case.path)
    sentence = "It was opened twice."
    try:
        lock_project(case.path)
    except Problem as problem:
        sentence = problem.sentence
    saved = case.save(lock=lock)
    lock.free()
    lock_project(case.path).free()  # raises where the first window's lock outlives it
    return {"whole": case.whole(), "sentence": sentence, "kept": saved == "Saved."}


def home_unwritable(case: MountedProject) -> Told:
    (case.disk / "file").write_bytes(b"")
    home = os.environ["FACEBALANCE_HOME"]
    os.environ["FACEBALANCE_HOME"] = str(case.disk / "file" / "home")
    try:
        case.begin()
        case.recovery.end()
        case.recovery, sentence = begun()
        saved = case.save()
        case.recovery.end()
        return {"whole": case.whole(), "sentence": sentence, "kept": saved == "Saved."}
    finally:
        os.environ["FACEBALANCE_HOME"] = home


def shared_memory(case: MountedProject, words: str) -> Told:
    """A photo is read by a worker while /dev/shm is full or cannot be written."""
    case.begin()
    photo = case.disk / "a.jpg"
    photo.write_bytes(jpeg(40))
    subprocess.run(["mount", "-t", "tmpfs", "-o", words, "tmpfs", "/dev/shm"], check=True)
    pool = WorkerPool(processes=1)
    try:
        job = pool.submit(take_in, photo, case.recovery.originals, 400, deadline=100.0, name="Reading a.jpg")
        found = job.result(100.0).photo
        sentence = f"{found.name} was read."
        is_kept = case.recovery.originals.read(found.sha256) == photo.read_bytes()
    except Problem as problem:
        sentence, is_kept = problem.sentence, False
    finally:
        pool.close()
        subprocess.run(["umount", "/dev/shm"], check=True)
    return {"whole": case.whole(), "sentence": sentence, "kept": is_kept}


DISASTERS: dict[str, Callable[[MountedProject], Told]] = {
    "the disk is full": disk_full,
    "the disk is read-only": read_only,
    "the share is gone": share_gone,
    "replaced by another program": replaced,
    "the clock goes back": clock_back,
    "two windows": two_windows,
    "the home cannot be written": home_unwritable,
    "shared memory is full": lambda case: shared_memory(case, "size=4k"),
    "shared memory is read-only": lambda case: shared_memory(case, "ro"),
}


def main(folder: Path) -> None:
    for number, (name, disaster) in enumerate(DISASTERS.items()):
        os.environ["FACEBALANCE_HOME"] = str(folder / f"home {number}")
        case = MountedProject(folder / str(number))
        print(json.dumps({"disaster": name, **disaster(case)}), flush=True)
        with suppress(OSError):
            subprocess.run(["umount", "-l", str(case.place)], check=False, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
