"""The bench as it stands, full screen, for the patient's eyes: no names, no lists, no chrome."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facebalance_desktop.drawing.scene import Look
from facebalance_desktop.render.layers import Layers
from facebalance_desktop.ui.canvas import Canvas
from facebalance_desktop.ui.session import Session
from facebalance_desktop.ui.tools.viewing import ViewingTool


class Presentation(QWidget):
    """One canvas on a whole screen, the second where there is one. Esc or P leaves; nothing can be edited here."""

    left = Signal()
    mode_requested = Signal(str)

    def __init__(self, session: Session, layers: Layers, look: Look, beside: QWidget) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("Presentation")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.canvas = Canvas(session, layers, self)
        self.canvas.tool = ViewingTool(self.canvas)
        self.canvas.set_look(look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        others = [screen for screen in QGuiApplication.screens() if screen is not beside.screen()]
        self.setGeometry((others[0] if others else beside.screen()).geometry())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_1: "side-by-side", Qt.Key.Key_2: "wipe", Qt.Key.Key_W: "wipe", Qt.Key.Key_S: "side-by-side"}
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_P):
            self.close()
        elif key in keys:
            self.mode_requested.emit(keys[key])
        elif key in (Qt.Key.Key_F, Qt.Key.Key_0):
            self.canvas.looking.fit_head()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)
