"""What every test gets: a home of its own, an offscreen Qt, and the photos where they are at hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = os.environ.get("FACEBALANCE_TEST_PLATFORM", "offscreen")

from facebalance_desktop.project.demonstration import portrait_path  # after the platform is set

ROOT = Path(__file__).resolve().parent.parent
SKIPPED: list[str] = []


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


@pytest.fixture
def photos(request: pytest.FixtureRequest) -> Path:
    """The folder of real photos, or a skip with the reason."""
    folder = photos_folder()
    if not folder.is_dir():
        SKIPPED.append(request.node.nodeid)
        pytest.skip("the photos for tests are not here: set FACEBALANCE_PHOTOS to their folder")
    return folder


@pytest.fixture(scope="session")
def hopper_path() -> Path:
    """The public-domain portrait that is always at hand."""
    return portrait_path()


@pytest.fixture(scope="session", autouse=True)
def no_window_left(qapp: object) -> Iterator[None]:
    """One application for all tests, with or without windows; every window a test opens is closed by it."""
    yield
    from PySide6.QtGui import QGuiApplication

    left = [window.title() for window in QGuiApplication.topLevelWindows() if window.isVisible()]
    assert not left, f"windows left open: {left}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"{len(SKIPPED)} photo tests skipped")


STATUS: list[int] = []


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    STATUS.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """End with the tests' own status: many windows of one process, which the program never has, may fall in any order
    when the interpreter takes Qt's objects down."""
    if STATUS:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(STATUS[-1])
