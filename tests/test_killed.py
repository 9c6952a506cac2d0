"""The real program, killed without a warning while somebody works, and started again: the work is there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from driving import Script, drive, needs_qt, project, window
from workspaces import name_in, saved

from facebalance_desktop.project.recovery import list_recoverable
from facebalance_desktop.project.store import open_project, read_version
from facebalance_desktop.settings import recovery_dir

pytestmark = [needs_qt, pytest.mark.skipif(os.name != "posix", reason="killed by a signal")]
ROOT = Path(__file__).parents[1]
PROGRAM = """
import os, signal, sys
from PySide6.QtWidgets import QApplication
from driving import drive, window, workspace
from projects_made import made_photo
from facebalance_desktop.project.edits_photos import add_photos, set_patient
from facebalance_desktop.project.model import Patient
from facebalance_desktop.settings import recovery_dir

words = sys.argv[1:]

def kept():
    for path in recovery_dir().glob("*/project.json"):
        if "the last edit" in path.read_text("utf-8"):
            return True
    return False

def script():
    yield lambda: not words or window().session.path is not None
    originals = workspace().project.originals
    photo = made_photo("Ü.jpg", sha256=originals.keep(b"bytes"), size=5)
    window().session.do("Add photo", add_photos([photo]))
    for number in range(20):
        window().session.do("Patient", set_patient(Patient(str(number))))
        yield lambda: True
    window().session.do("Patient", set_patient(Patient("the last edit")))
    yield kept
    os.kill(os.getpid(), signal.SIGKILL)

application = QApplication(["facebalance"])
drive(script, words)
"""


def work_and_be_killed(home: Path, words: Sequence[str] = ()) -> None:
    """Start the program, edit, and kill it as soon as the last edit is said to be safe, long before it is saved."""
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text("save_after = 60.0\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (-9, ""), done.stderr
    assert "the last edit" not in done.stderr
    (home / "settings.toml").write_text("save_after = 0.2\n", "utf-8")


def is_the_last_edit_there() -> Script:
    yield lambda: project().patient.name == "the last edit"
    assert "Recovered your last changes" in window().message_bar.words.text()
    yield lambda: window().session.is_saved


def test_a_new_project_is_there_at_the_next_start(home: Path) -> None:
    work_and_be_killed(home)
    assert not (home / "clinic").exists()
    assert drive(is_the_last_edit_there) == 0
    (path,) = (home / "clinic").glob("*.facebalance")
    found = open_project(path)
    assert found.project.patient.name == "the last edit"
    assert found.originals.read(found.project.photos[0].sha256) == b"bytes"
    assert list_recoverable() == ()
    assert [folder.name for folder in recovery_dir().iterdir()] == ["locks"]


def test_work_on_a_file_is_there_when_the_file_is_opened(home: Path, tmp_path: Path) -> None:
    path = saved(tmp_path / "Müller Ö.facebalance", "as it was")
    work_and_be_killed(home, [str(path)])
    assert name_in(path) == "as it was"
    assert drive(is_the_last_edit_there, [str(path)]) == 0
    assert name_in(path) == "the last edit"
    assert [read_version(path, version).patient.name for version in open_project(path).versions] == ["as it was"]
    assert list(tmp_path.glob("*.facebalance")) == [path]
    assert list_recoverable() == ()
