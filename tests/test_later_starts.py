"""A second start of the program: what it was asked to open is opened in the window that is there."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from driving import Script, drive, needs_qt, window, workspace
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QDialog
from sources import ROOT
from test_no_network import INTERNET

from facebalance_desktop.cli import main as cli
from facebalance_desktop.project import starts as module
from facebalance_desktop.project.starts import StartRequest, Starts
from facebalance_desktop.ui.app import application, file_events
from facebalance_desktop.ui.app.file_events import FileEvents
from facebalance_desktop.ui.app.later_starts import LaterStarts
from facebalance_desktop.ui.widgets.passing import passing

PHOTO = StartRequest.of(["photo.jpg"])


def second_start(*words: str, tracing: Path | None = None) -> subprocess.Popen[str]:
    """The program once more, in a process of its own; its sockets are written to `tracing`."""
    command = [sys.executable, "-m", "facebalance_desktop", *words]
    if tracing is not None and (strace := shutil.which("strace")):
        command = [strace, "-f", "-qq", "-e", "trace=network", "-o", str(tracing), *command]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@needs_qt
def test_photos_of_a_second_start_come_into_the_first_window(hopper_path: Path, tmp_path: Path) -> None:
    """The first into the empty project that is there; the next, once no dialog is open, into a new one."""

    def script() -> Script:
        empty = window().session.project
        first = second_start(str(hopper_path), tracing=tmp_path / "sockets")
        yield lambda: first.poll() is not None
        assert (first.communicate(), first.returncode) == ((cli.JOINED + "\n", ""), 0)
        yield lambda: len(window().session.project.photos) == 1
        before = window().session.project
        assert before.id == empty.id
        with passing(QDialog(window())) as dialog:
            dialog.open()
            second = second_start(str(hopper_path))
            yield lambda: second.poll() is not None
            second.communicate()
            assert window().session.project.id == before.id
            dialog.close()
        yield lambda: window().session.project.id != before.id and window().session.project.photos
        assert len(window().session.project.photos) == len(before.photos) == 1

    assert drive(script) == 0
    if shutil.which("strace"):
        assert not INTERNET.search((tmp_path / "sockets").read_text())


@needs_qt
def test_files_that_the_system_asks_to_open_come_into_the_window(
    hopper_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As macOS sends them for a double click or a drop on the Dock: one event a file, once no dialog is open."""
    monkeypatch.setattr(file_events, "ARE_SENT", True)
    other = tmp_path / "other.png"
    with Image.open(hopper_path) as picture:
        picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(other)

    def send(*paths: Path) -> None:
        application = QCoreApplication.instance()
        assert application is not None
        for path in paths:
            event = QFileOpenEvent(QUrl.fromLocalFile(str(path)))
            assert QCoreApplication.sendEvent(application, event)

    def script() -> Script:
        empty = window().session.project
        later = workspace().findChild(LaterStarts)
        assert later is not None
        with passing(QDialog(window())) as dialog:
            dialog.open()
            send(hopper_path, other)
            yield lambda: later.waiting
            assert window().session.project is empty
            dialog.close()
        yield lambda: len(window().session.project.photos) == 2
        before = window().session.project
        assert before.id == empty.id
        send(other)
        yield lambda: window().session.project.id != before.id and window().session.project.photos
        assert len(window().session.project.photos) == 1

    assert drive(script, [cli.NEW_WINDOW]) == 0


def test_where_the_system_sends_no_files_no_event_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    monkeypatch.setattr(file_events, "ARE_SENT", False)
    events = FileEvents(application)
    try:
        seen: list[QEvent] = []
        monkeypatch.setattr(FileEvents, "eventFilter", lambda _, __, event: seen.append(event))
        QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "Ada.facebalance"))))
        assert seen == []
    finally:
        application.removeEventFilter(events)


def test_files_opened_before_the_window_is_built_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_events, "ARE_SENT", True)
    application = QCoreApplication.instance()
    assert application is not None
    events, told = FileEvents(application), list[StartRequest]()
    try:
        QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(tmp_path / "Ada.facebalance"))))
        assert not QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl("facebalance:elsewhere")))
        events.listen(told.append)
        assert told == [StartRequest((tmp_path / "Ada.facebalance",))]
    finally:
        application.removeEventFilter(events)


def test_a_request_is_told_once_and_its_start_learns_of_it(home: Path) -> None:
    first = Starts()
    assert first.take()
    asked = "from facebalance_desktop.project.starts import *; print(Starts().hand_over(StartRequest.of(['a b.jpg'])))"
    second = subprocess.Popen([sys.executable, "-c", asked], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found: list[StartRequest] = []
    while second.poll() is None:
        found += first.requests()
    assert (found, second.communicate()[0]) == ([StartRequest((ROOT / "a b.jpg",))], "True\n")
    assert first.requests() == []
    first.free()


def test_without_an_answer_a_start_goes_on_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAIT", 0.1)
    first, second = Starts(), Starts()
    assert first.take()
    assert not second.hand_over(PHOTO)
    assert first.requests() == []
    first.free()


def test_a_start_takes_the_place_of_one_that_has_ended(home: Path) -> None:
    gone, second, third = Starts(), Starts(), Starts()
    assert gone.take()
    gone.free()
    assert not second.hand_over(PHOTO)
    assert not third.take()
    assert second.requests() == []
    second.free()


def test_what_was_left_by_a_start_that_was_killed_is_not_opened_later(home: Path) -> None:
    first = Starts()
    (left := first.folder / "1-1.json").write_text('{"paths": ["/photo.jpg"], "is_demonstration": false}')
    os.utime(left, (time.time() - 60,) * 2)
    assert first.requests() == []
    assert not left.exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"paths": 3, "is_demonstration": true}', "[" * 100_000])
def test_a_damaged_request_is_dropped(home: Path, text: str) -> None:
    first = Starts()
    (first.folder / "1-1.json").write_text(text)
    assert first.requests() == []
    assert first.requests() == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_nobody_else_can_look_into_the_folder(home: Path) -> None:
    folder = Starts().folder
    assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, folder.parent)] == [0o700, 0o700]


def test_another_screen_has_a_window_of_its_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Starts()
    monkeypatch.setenv("DISPLAY", ":of another session")
    assert Starts().folder != first.folder


@pytest.mark.parametrize("words", [["photo.jpg"], [cli.NEW_WINDOW, "photo.jpg"]])
def test_a_window_of_its_own_on_request(home: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    seen: list[Starts | None] = []

    def run(words: Sequence[str], is_demonstration: bool, starts: Starts | None) -> int:
        seen.append(starts)
        return 0

    monkeypatch.setattr(application, "run", run)
    assert cli.main(words) == 0
    assert (seen[0] is None) is (cli.NEW_WINDOW in words)


def test_without_a_folder_to_meet_in_the_window_opens_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Starts:
        raise PermissionError

    monkeypatch.setattr(cli, "Starts", refuse)
    monkeypatch.setattr(application, "run", lambda words, is_demonstration, starts: 7)
    assert cli.main([]) == 7
