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


class Desk:
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


def disk_full(desk: Desk) -> Told:
    desk.mount("-t", "tmpfs", "-o", "size=700k", "tmpfs")
    desk.begin()
    data = os.urandom(600_000)
    project = desk.opened.project
    photo = replace(project.photos[0], id="x" * 32, sha256=desk.recovery.originals.keep(data), size=len(data))
    sentence = desk.save(replace(project, photos=(*project.photos, photo)))
    halves = [left.name for left in desk.place.iterdir() if left != desk.path]
    return {"whole": desk.whole(), "sentence": sentence, "kept": desk.kept(), "left": halves}


def read_only(desk: Desk) -> Told:
    desk.mount("-t", "tmpfs", "tmpfs")
    desk.begin()
    subprocess.run(["mount", "-o", "remount,ro", str(desk.place)], check=True)
    sentence = desk.save()
    return {"whole": desk.whole(), "sentence": sentence, "kept": desk.kept()}


def share_gone(desk: Desk) -> Told:
    server = desk.disk / "server"
    server.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(server)], check=True)
    desk.mount("--bind", str(server))
    desk.begin()
    subprocess.run(["umount", "-l", str(desk.place)], check=True)
    sentence = desk.save()
    under = [left.name for left in desk.place.iterdir()]
    kept = desk.kept()
    desk.mount("--bind", str(server))
    old = desk.whole()
    return {"whole": old, "sentence": sentence, "kept": kept, "left": under, "back": desk.save() and desk.whole()}


def replaced(desk: Desk) -> Told:
    desk.begin()
    other = desk.disk / "other"
    other.write_bytes(b"what another program wrote")
    os.replace(other, desk.path)
    sentence = desk.save()
    (beside,) = (left for left in desk.place.glob("*.facebalance") if left != desk.path)
    is_theirs = desk.path.read_bytes() == b"what another program wrote"
    return {"whole": desk.whole(beside), "sentence": sentence, "kept": is_theirs}


def clock_back(desk: Desk) -> Told:
    """The first save while the clock is ahead, the next one when it stands in 1970; the disk has the same clock."""
    told = []
    for year in (2110, 1970):
        with clock_at(in_year(year)):
            if year == 2110:
                desk.begin()
            desk.opened = open_project(desk.path)
            told += [clock_words(desk.path.name, desk.opened.saved_by), desk.save()]
        os.utime(desk.path, (in_year(year).timestamp(),) * 2)
    versions = [read_version(desk.path, version).patient.name for version in open_project(desk.path).versions]
    return {"whole": desk.whole(), "sentence": " ".join(filter(None, told)), "kept": versions == ["old"]}


def two_windows(desk: Desk) -> Told:
    desk.begin()
    lock = lock_project(desk.path)
    sentence = "It was opened twice."
    try:
        lock_project(desk.path)
    except Problem as problem:
        sentence = problem.sentence
    saved = desk.save(lock=lock)
    lock.free()
    lock_project(desk.path).free()  # raises where the first window's lock outlives it
    return {"whole": desk.whole(), "sentence": sentence, "kept": saved == "Saved."}


def home_unwritable(desk: Desk) -> Told:
    (desk.disk / "file").write_bytes(b"")
    home = os.environ["FACEBALANCE_HOME"]
    os.environ["FACEBALANCE_HOME"] = str(desk.disk / "file" / "home")
    try:
        desk.begin()
        desk.recovery.end()
        desk.recovery, sentence = begun()
        saved = desk.save()
        desk.recovery.end()
        return {"whole": desk.whole(), "sentence": sentence, "kept": saved == "Saved."}
    finally:
        os.environ["FACEBALANCE_HOME"] = home


def shared_memory(desk: Desk, words: str) -> Told:
    """A photo is read by a worker while /dev/shm is full or cannot be written."""
    desk.begin()
    photo = desk.disk / "a.jpg"
    photo.write_bytes(jpeg(40))
    subprocess.run(["mount", "-t", "tmpfs", "-o", words, "tmpfs", "/dev/shm"], check=True)
    pool = WorkerPool(processes=1)
    try:
        job = pool.submit(take_in, photo, desk.recovery.originals, 400, deadline=100.0, name="Reading a.jpg")
        found = job.result(100.0).photo
        sentence = f"{found.name} was read."
        is_kept = desk.recovery.originals.read(found.sha256) == photo.read_bytes()
    except Problem as problem:
        sentence, is_kept = problem.sentence, False
    finally:
        pool.close()
        subprocess.run(["umount", "/dev/shm"], check=True)
    return {"whole": desk.whole(), "sentence": sentence, "kept": is_kept}


DISASTERS: dict[str, Callable[[Desk], Told]] = {
    "the disk is full": disk_full,
    "the disk is read-only": read_only,
    "the share is gone": share_gone,
    "replaced by another program": replaced,
    "the clock goes back": clock_back,
    "two windows": two_windows,
    "the home cannot be written": home_unwritable,
    "shared memory is full": lambda desk: shared_memory(desk, "size=4k"),
    "shared memory is read-only": lambda desk: shared_memory(desk, "ro"),
}


def main(folder: Path) -> None:
    for number, (name, disaster) in enumerate(DISASTERS.items()):
        os.environ["FACEBALANCE_HOME"] = str(folder / f"home {number}")
        desk = Desk(folder / str(number))
        print(json.dumps({"disaster": name, **disaster(desk)}), flush=True)
        with suppress(OSError):
            subprocess.run(["umount", "-l", str(desk.place)], check=False, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
