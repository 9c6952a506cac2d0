"""The line icons of resources/icons, drawn in the colours of the theme at whatever size and density is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from facebalance_desktop.render.saved_state import saved_state
from facebalance_desktop.resources import path as resource_path
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.safe_events import safe_override


def icon(name: str, colour: str = "") -> QIcon:
    """The icon of this name; `colour` in place of the theme's: #rrggbb, or `on-fill` for what stands on the fill."""
    _asked.add((name, colour))
    return QIcon(LineIcon(name, colour))


_asked: set[tuple[str, str]] = set()


def prepare_icons() -> Iterator[None]:
    """Read the icons that were asked for in the colours that they are drawn in, one at a time."""
    for name, colour in sorted(_asked):
        for drawn in (_drawn_in(colour), theme.tokens().accent, theme.tokens().t3):
            renderer(name, QColor(drawn).name())
            yield


def _drawn_in(colour: str) -> str:
    """#rrggbb of what `icon` takes."""
    return {"": theme.tokens().icon, "on-fill": theme.tokens().on_fill}.get(colour, colour)


class LineIcon(QIconEngine):
    """Draws one SVG whose strokes are `currentColor`: accent where it is on and has no colour of its own, the
    disabled colour where it is off."""

    def __init__(self, name: str, colour: str = "") -> None:
        super().__init__()
        self._name = name
        self._colour = colour

    def clone(self) -> QIconEngine:
        return LineIcon(self._name, self._colour)

    @safe_override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        colours = theme.tokens()
        colour = _drawn_in(self._colour)
        if mode == QIcon.Mode.Disabled:
            colour = colours.t3
        elif state == QIcon.State.On and not self._colour:
            colour = colours.accent
        side = min(rect.width(), rect.height())
        square = QRect(0, 0, side, side)
        square.moveCenter(rect.center())
        draw_icon(painter, self._name, QRectF(square), colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        if size.isEmpty():  # of a button that has no room for it: there is nothing to paint on
            return made
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return made


class LineSign(QWidget):
    """An icon that stands by itself, `side` px wide and high, in the colour of the theme of now.

    A pixmap would keep the colours and the density of the moment in which it was made.
    """

    def __init__(self, name: str, side: int) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(side, side)

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_icon(painter, self._name, QRectF(self.rect()), theme.tokens().icon)
        painter.end()


def draw_icon(painter: QPainter, name: str, square: QRectF, colour: str) -> None:
    """Draw an icon into a square in one colour (#rrggbb)."""
    with saved_state(painter):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer(name, QColor(colour).name()).render(painter, square)


@lru_cache(maxsize=512)
def renderer(name: str, colour: str) -> QSvgRenderer:
    """An icon of `resources/icons` read in one colour (#rrggbb), once."""
    text = resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
