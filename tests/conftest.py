"""What every test gets: a home of its own, an offscreen Qt, and the photos where they are at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["FACEBALANCE_LANGUAGE"] = "en"  # what tests read on the screen, whatever the system speaks
os.environ["QT_QPA_PLATFORM"] = os.environ.get("FACEBALANCE_TEST_PLATFORM", "offscreen")

from PySide6.QtCore import QObject

from facebalance_desktop.project.demonstration import portrait_path  # after the platform is set
from facebalance_desktop.project.memory import ProjectMemory
from facebalance_desktop.ui.app.garbage import search_if_due

ROOT = Path(__file__).resolve().parent.parent
NO_PHOTOS = "the photos for tests are not here"


def photos_folder() -> Path:
    """Where the real photos are looked for."""
    named = os.environ.get("FACEBALANCE_PHOTOS")
    return Path(named) if named else ROOT.parent / "shared" / "photos"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for settings, recovery and recent projects that no other test sees."""
    folder = tmp_path / "home"
    monkeypatch.setenv("FACEBALANCE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def memory() -> ProjectMemory:
    """What a test computes without an open project is remembered for it alone."""
    made = ProjectMemory()
    made.become_current()
    return made


@pytest.fixture
def photos() -> Path:
    """The folder of real photos, or a skip with the reason."""
    folder = photos_folder()
    if not folder.is_dir():
        pytest.skip(f"{NO_PHOTOS}: set FACEBALANCE_PHOTOS to their folder")
    return folder


@pytest.fixture(scope="session")
def hopper_path() -> Path:
    """The public-domain portrait that is always at hand."""
    return portrait_path()


@pytest.fixture(scope="session", autouse=True)
def one_application(qapp: QObject) -> Iterator[None]:
    """One application for all tests, with or without windows; threads of jobs neither delete what belongs to Qt nor
    outlive it, as in the program.

    What a test copied is taken off the clipboard: Qt lets go of it after Python has ended, which ends the process badly
    where it was made in Python.
    """
    from PySide6.QtGui import QGuiApplication

    from facebalance_desktop.ui.app.closing import Closing
    from facebalance_desktop.ui.app.garbage import GarbageSearch
    from facebalance_desktop.work import await_threads

    search = GarbageSearch(qapp)
    search.begin()
    with pytest.MonkeyPatch.context() as nobody:
        nobody.setattr(Closing, "tell", lambda *_: None)  # nobody is there to press OK
        yield
    QGuiApplication.clipboard().clear()
    await_threads()
    search.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Whatever a test shows or builds is gone when it ends: each window has one owner, with which it goes."""
    yield
    if isinstance(item, pytest.Function):
        item.funcargs.clear()
    search_if_due()
    left = widgets_left()
    assert not left, f"widgets left: {left}"


def widgets_left() -> list[str]:
    """The windows that live on, once what waits to be deleted is. All widgets are deleted then.

    A panel that a test builds without its window has no owner but the test, so it is deleted here and is no finding.
    """
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]
    windows = [widget for widget in left if widget.isVisible() or isinstance(widget, QMainWindow | QDialog)]
    told = [f"{type(widget).__name__} {widget.objectName() or widget.windowTitle()}".strip() for widget in windows]
    for are_menus in (False, True):  # a menu without a parent belongs to one of the others, which puts it away
        for widget in QApplication.topLevelWidgets():
            if widget.parent() is None and isinstance(widget, QMenu) is are_menus:
                widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not QApplication.topLevelWidgets()
    return told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.getreports("skipped") if NO_PHOTOS in str(report.longrepr)]
    terminalreporter.write_line(f"{len(skipped)} photo tests skipped")


def pytest_configure(config: pytest.Config) -> None:
    """A folder of photos that is named and missing would skip what the run was for."""
    named = os.environ.get("FACEBALANCE_PHOTOS")
    if named and not Path(named).is_dir():
        raise pytest.UsageError(f"FACEBALANCE_PHOTOS names {named}, which is no folder")
