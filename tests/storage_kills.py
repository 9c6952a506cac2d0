"""A program of the tests: somebody edits, keeps, saves and repairs, and is killed at random moments.

    python storage_kills.py FOLDER KILLS SEED

Each life is a forked process that tells through a pipe what it did: `e 7` edit 7 was made, `k 7` it was kept for
recovery, `s 7` it was saved, each with the time. The parent kills it, looks at what is left, and goes on from there.
It prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import sys
import time
import zipfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from forked_lives import lived
from projects_made import made_photo

from facebalance_desktop.project.edits_photos import add_photos, set_patient
from facebalance_desktop.project.model import Patient, Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.recovery import Recovery, begin, list_recoverable, resume
from facebalance_desktop.project.salvage import salvage
from facebalance_desktop.project.store import Known, open_project, save_project
from facebalance_desktop.work import JobContext

PHOTOS, SIZE = 3, 300_000
LONGEST = 0.25
"""Seconds that a life lasts at most."""


@dataclass
class Found:
    """What the kills did. `lost_saves` and `lost_kept` are words on each that should not be."""

    kills: int = 0
    during: Counter[str] = field(default_factory=Counter)
    halves: int = 0
    lost_saves: list[str] = field(default_factory=list)
    lost_kept: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def named(project: Project, number: int) -> Project:
    return set_patient(Patient(str(number)))(project)


def number_of(project: Project) -> int:
    return int(project.patient.name or 0)


@dataclass
class Life:
    """One process: it goes on from what is there, and tells what it does."""

    path: Path
    damaged: Path
    pipe: int
    chance: random.Random
    project: Project = field(default_factory=new_project)
    known: Known | None = None
    recovery: Recovery | None = None

    def tell(self, what: str) -> None:
        os.write(self.pipe, f"{what} {self.number}\n".encode())

    @property
    def number(self) -> int:
        return number_of(self.project)

    def begin(self) -> None:
        """As the program does at its start: unsaved work first, else the file."""
        for left in list_recoverable():
            with suppress(Exception):
                self.recovery = resume(left)
                self.project, self.known = left.project, left.known
                return
        opened = open_project(self.path)
        self.project, self.known, self.recovery = opened.project, opened.known, begin()

    def live(self) -> None:
        self.begin()
        self.tell("b")
        acts = (self.edit, self.keep, self.save, self.repair)
        while True:
            (act,) = self.chance.choices(acts, (4, 3, 2, 1))
            self.tell("-" + act.__name__)
            act()

    def edit(self) -> None:
        self.project = named(self.project, self.number + 1)
        self.tell("e")

    def keep(self) -> None:
        assert self.recovery is not None
        self.recovery.write(self.project, self.path, self.known)
        self.tell("k")

    def save(self) -> None:
        assert self.recovery is not None
        source = self.recovery.originals.at(self.path)
        self.recovery.keep_before_saving(self.project, self.path, self.known, self.recovery.writes)
        saved = save_project(JobContext(), self.project, self.path, source, b"preview", self.known, 2)
        assert saved.path == self.path, "nobody else is there"
        self.known = saved.known
        self.tell("s")
        self.recovery.has_been_saved(self.project)

    def repair(self) -> None:
        assert self.recovery is not None
        found = salvage(self.damaged, self.recovery.originals)
        assert found.project is not None
        out = self.path.with_name("repaired.facebalance")
        save_project(JobContext(), found.project, out, self.recovery.originals)


class Kills:
    """Lives one after the other on one file."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.path = folder / "Müller.facebalance"
        self.damaged = folder / "damaged.facebalance"
        self.chance = random.Random(seed)
        self.found = Found()
        self.saved = self.kept = 0
        originals = Originals(folder / "originals")
        contents = [self.chance.randbytes(SIZE) for _ in range(PHOTOS)]
        photos = [made_photo(f"{n}.jpg", sha256=originals.keep(data), size=SIZE) for n, data in enumerate(contents)]
        project = named(add_photos(photos)(new_project()), 0)
        for path in (self.path, self.damaged):
            save_project(JobContext(), project, path, originals)
        spoilt = bytearray(self.damaged.read_bytes())
        spoilt[SIZE // 2] ^= 255
        self.damaged.write_bytes(spoilt)
        self.spoilt = bytes(spoilt)

    def run(self, kills: int) -> Found:
        for _ in range(kills):
            self.one()
        return self.found

    def one(self) -> None:
        seed = self.chance.random()
        life = lived(lambda pipe: Life(self.path, self.damaged, pipe, random.Random(seed)).live(), self.wait)
        self.found.kills += 1
        if life.ended_by_itself:
            self.found.broken.append("a life ended by itself")
        self.judge(life.lines)

    def wait(self, pipe: int) -> None:
        os.read(pipe, 4)  # it has begun
        select.select([], [], [], self.chance.uniform(0, LONGEST))

    def judge(self, lines: list[str]) -> None:
        acts = [line for line in lines if line.startswith("-")]
        self.found.during[acts[-1][1:].split()[0] if acts else "begin"] += 1
        for line in lines:
            what, _, number = line.partition(" ")
            if what == "s":
                self.saved = max(self.saved, int(number))
            if what in ("s", "k"):
                self.kept = max(self.kept, int(number))
        with zipfile.ZipFile(self.path) as archive:
            if archive.testzip() is not None:
                self.found.broken.append("the file is damaged")
        in_file = number_of(open_project(self.path).project)
        if in_file < self.saved:
            self.found.lost_saves.append(f"{self.saved} was saved, {in_file} is in the file")
        recoverable = max([in_file, *(number_of(left.project) for left in list_recoverable())])
        if recoverable < self.kept:
            self.found.lost_kept.append(f"{self.kept} was kept, {recoverable} is found")
        if self.damaged.read_bytes() != self.spoilt:
            self.found.broken.append("a damaged file was written to by its repair")
        out = self.folder / "repaired.facebalance"
        if out.exists() and len(open_project(out).project.photos) < PHOTOS - 1:
            self.found.broken.append("what was repaired is not whole")
        for left in self.folder.glob(".*.part"):
            self.found.halves += 1
            left.unlink()
        for left in self.folder.glob("* (*"):
            self.found.broken.append(f"a file beside: {left.name}")
            left.unlink()


def main(folder: Path, kills: int, seed: int) -> None:
    os.environ["FACEBALANCE_HOME"] = str(folder / "home")
    started = time.monotonic()
    found = Kills(folder, seed).run(kills)
    print(json.dumps({**vars(replace(found)), "seconds": round(time.monotonic() - started, 1)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
