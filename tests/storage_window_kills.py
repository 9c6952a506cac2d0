"""A program of the tests: the real window is worked in and killed at random moments, and started again.

    python storage_window_kills.py FOLDER KILLS SEED

Each life is a forked process with the window of the program. It tells through a pipe what happens in it, with the time:
`e 7` edit 7 was made, `s 7` the window says that it is saved. After the kill at most two seconds of edits may be
missing, and nothing that was saved. The next life goes on with what the program recovers. One line of JSON is printed.
"""

from __future__ import annotations

import json
import os
import random
import select
import sys
import time
import zipfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from driving import Script, drive, window, workspace
from forked_lives import lived
from patients_made import jpeg, patient_file
from PySide6.QtWidgets import QApplication

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient, Project
from facebalance_desktop.project.recovery import list_recoverable
from facebalance_desktop.project.store import open_project
from facebalance_desktop.ui.app.recovery_offer import RecoveryQuestion

LONGEST = 6.0
"""Seconds that a life lasts at most, from the project on the screen."""
PAUSES = (0.005, 0.3)
"""Seconds between two edits."""
LOST_AT_MOST = 2.0
"""Seconds of edits that a kill may cost."""
START = 120.0
"""Seconds until the project is on the screen, on a busy machine."""


@dataclass
class Found:
    """What the kills did; the lists hold words on each that should not be. `longest_lost_s` is the age of the oldest
    edit that was gone."""

    kills: int = 0
    edits: int = 0
    saves: int = 0
    longest_lost_s: float = 0.0
    lost_saves: list[str] = field(default_factory=list)
    lost_edits: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def number_of(project: Project) -> int:
    return int(project.patient.name or 0)


class Life:
    """The window of one process, in which somebody works as fast as they can."""

    def __init__(self, path: Path, pipe: int, seed: float) -> None:
        self.path, self.pipe, self.chance = path, pipe, random.Random(seed)
        self.told = -1

    def live(self) -> None:
        words = [] if list_recoverable() else [str(self.path)]
        QApplication(["facebalance"])
        drive(self.script, words)

    def script(self) -> Script:
        yield self._is_there
        self._tell("b", number_of(window().session.project))
        while True:
            yield partial(self._is_time, time.monotonic() + self.chance.uniform(*PAUSES))
            self._act()

    def _is_there(self) -> bool:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, RecoveryQuestion):
            next(button for button, answer in asked.answers.items() if answer == "open").click()
        return window().session.path is not None and not workspace().opening.is_opening

    def _is_time(self, at: float) -> bool:
        session = window().session
        number = number_of(session.project)
        if session.is_saved and number > self.told:
            self.told = number
            self._tell("s", number)
        return time.monotonic() >= at

    def _act(self) -> None:
        session = window().session
        act = self.chance.random()
        if act < 0.05:
            workspace().actions["save"].trigger()
        elif act < 0.07:
            photo = self.path.parent / f"{number_of(session.project)}.jpg"
            photo.write_bytes(jpeg(self.chance.randrange(200)) + self.chance.randbytes(300_000))
            workspace().incoming.receive([photo])
        else:
            number = number_of(session.project) + 1
            session.do("Patient", set_patient(Patient(str(number))))
            self._tell("e", number)

    def _tell(self, what: str, number: int) -> None:
        os.write(self.pipe, f"{what} {number} {time.monotonic()}\n".encode())


class WindowKills:
    """Lives one after the other on one file and one home."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.found = Found()
        self.path = patient_file(folder / "Müller.facebalance", "0", 20)
        self.edited: dict[int, float] = {}
        self.saved = 0

    def run(self, kills: int) -> Found:
        for _ in range(kills):
            self._one()
        return self.found

    def _one(self) -> None:
        seed = self.chance.random()
        life = lived(lambda pipe: Life(self.path, pipe, seed).live(), self._wait)
        self.found.kills += 1
        if life.ended_by_itself:
            self.found.broken.append("a life ended by itself")
        self._judge(life.lines, life.killed)

    def _wait(self, pipe: int) -> None:
        has_begun, _, _ = select.select([pipe], [], [], START)
        if has_begun:
            select.select([], [], [], self.chance.uniform(0, LONGEST))
        else:
            self.found.broken.append(f"nothing was on the screen after {START:.0f} s")

    def _judge(self, lines: list[str], killed: float) -> None:
        for line in lines:
            what, number, at = line.split()
            if what == "e":
                self.edited[int(number)] = float(at)
                self.found.edits += 1
            elif what == "s":
                self.saved = max(self.saved, int(number))
                self.found.saves += 1
        with zipfile.ZipFile(self.path) as archive:
            if archive.testzip() is not None:
                self.found.broken.append("the file is damaged")
        in_file = number_of(open_project(self.path).project)
        if in_file < self.saved:
            self.found.lost_saves.append(f"{self.saved} was saved, {in_file} is in the file")
        there = max([in_file, *(number_of(left.project) for left in list_recoverable())])
        ages = [killed - at for number, at in self.edited.items() if number > there]
        lost = max(ages, default=0.0)
        self.found.longest_lost_s = max(self.found.longest_lost_s, round(lost, 2))
        if lost > LOST_AT_MOST:
            self.found.lost_edits.append(f"{there} is found; the oldest lost edit was {lost:.2f} s old")
        self.edited = {}


def main(folder: Path, kills: int, seed: int) -> None:
    os.environ["FACEBALANCE_HOME"] = str(folder / "home")
    (folder / "home").mkdir()
    (folder / "home" / "settings.toml").write_text("save_after = 1.0\n", "utf-8")
    started = time.monotonic()
    found = WindowKills(folder, seed).run(kills)
    print(json.dumps({**vars(found), "seconds": round(time.monotonic() - started, 1)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
