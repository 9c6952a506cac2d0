"""How the window stood when it was closed: size, panels, page, mode and the folder photos came from last."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication

from facebalance_desktop.atomic_files import write_atomically
from facebalance_desktop.settings import data_dir
from facebalance_desktop.ui.app.main_window import MainWindow

FOLDED_BELOW = 1280
"""Pixels of width below which the panels are folded at first."""
FIRST = QSize(1600, 1000)
FRAME = 48
"""px that the title of the window may take: a first window that has no room for it fills the screen."""


@dataclass(frozen=True)
class WindowState:
    """`place` is x, y, width and height, empty: never closed yet."""

    place: tuple[int, ...] = ()
    is_maximized: bool = False
    is_folded: bool = False
    is_film_folded: bool = False
    page: str = ""
    mode: str = ""
    folder: str = ""


def load() -> WindowState:
    """What was kept; a file that cannot be understood is none."""
    try:
        table = json.loads((data_dir() / "window.json").read_text(encoding="utf-8"))
        known = {item.name for item in fields(WindowState)}
        state = WindowState(**{key: value for key, value in table.items() if key in known})
    except (OSError, ValueError, TypeError, AttributeError):
        return WindowState()
    is_place = isinstance(state.place, list) and len(state.place) == 4 and all(isinstance(n, int) for n in state.place)
    texts = (state.page, state.mode, state.folder)
    return state if is_place and all(isinstance(text, str) for text in texts) else WindowState()


def save(window: MainWindow, mode: str, folder: str) -> None:
    """Keep how the window stands; where the disk refuses, the next window is as the one before."""
    place = window.normalGeometry()
    state = WindowState(
        (place.x(), place.y(), place.width(), place.height()),
        window.isMaximized() or window.isFullScreen(),
        window.side.is_folded,
        window.filmstrip.is_folded,
        window.side.page,
        mode,
        folder,
    )
    try:
        write_atomically(data_dir() / "window.json", json.dumps(asdict(state)).encode())
    except OSError:
        return


def place_window(window: MainWindow, state: WindowState) -> None:
    """Give the window its size of before, or one that fits the screen; it never stands where no screen is."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.setMinimumSize(window.minimumSize().boundedTo(screen.size()))
    kept = QRect(*state.place) if state.place else QRect()
    if state.place and any(each.availableGeometry().intersects(kept) for each in QGuiApplication.screens()):
        window.setGeometry(QRect(kept.topLeft(), kept.size().expandedTo(window.minimumSize())))
    else:
        size = FIRST.boundedTo(screen.size())
        window.resize(size)
        window.move(screen.x() + (screen.width() - size.width()) // 2, screen.y())
    if state.is_maximized or (not state.place and not screen.adjusted(0, 0, 0, -FRAME).contains(window.geometry())):
        window.showMaximized()


def restore_panels(window: MainWindow, state: WindowState) -> None:
    """Fold and open the panels as before."""
    window.side.choose_page(state.page)
    window.side.fold(state.is_folded if state.place else window.width() < FOLDED_BELOW)
    window.filmstrip.fold(state.is_film_folded)
