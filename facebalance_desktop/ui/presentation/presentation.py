"""The view as it is, full screen, for the patient: no names, no lists, no controls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facebalance_desktop.drawing.framing import REGIONS
from facebalance_desktop.drawing.mirroring import in_the_mirror
from facebalance_desktop.drawing.primitives import Scene, page_of
from facebalance_desktop.drawing.show import ShowStep
from facebalance_desktop.drawing.text_page import text_page
from facebalance_desktop.drawing.view_options import Mode, ViewOptions
from facebalance_desktop.planning.shapes import simplified
from facebalance_desktop.render import fonts
from facebalance_desktop.render.layers import Layers
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.annotate.tools.annotation_factory import made
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.presentation.patient_view import PatientView
from facebalance_desktop.ui.presentation.pen_tools import PenTool
from facebalance_desktop.ui.presentation.presenter_bar import Act, KeySheet, PresenterBar
from facebalance_desktop.ui.viewer.canvas import Canvas
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.safe_events import safe_override

SHOWN: frozenset[str] = frozenset({"side-by-side", "wipe", "overlay", "blink"})
"""Modes that a presentation takes over; others have to be asked for there."""
BUTTONS: Mapping[str, str] = {"side-by-side": "side", "wipe": "wipe", "overlay": "overlay", "blink": "blink"}
"""The icons of the modes that the bar offers."""
LABELS = 20 / 12
"""How much larger labels are than in the main window: 20 px."""
PEN_TOLERANCE = 0.4
"""Page points by which a kept stroke may leave the pen's."""
KEYS = (
    (tr("Right, Left"), tr("next step of the show, the one before")),
    ("1, 2, 3, 4", tr("side by side, wipe, fade, blink (X turns it)")),
    ("5, 6", tr("difference, mirrored halves")),
    (tr("Z, G, with Shift back"), tr("let the next drawing, the next guide appear")),
    ("H", tr("hide drawings and guides")),
    ("N, I", tr("drawing canons, photo match: on or off")),
    ("M", tr("as you see yourself: in the mirror")),
    ("R, F", tr("next region, whole head")),
    ("D, C, K", tr("pen, take its strokes away, keep them")),
    ("L, B", tr("spotlight, black screen")),
    ("?, F1", tr("these keys")),
    ("Esc", tr("close these keys; else leave")),
)
"""What the keys do in a presentation, for the shortcut sheet."""


class PatientCanvas(Canvas):
    """The canvas for the patient: mirrored on request, or a page of text."""

    def __init__(self, session: Session, layers: Layers, parent: QWidget | None = None) -> None:
        self.is_mirrored = False
        self.words = ""
        self._flipped: tuple[Scene, Scene] | None = None
        super().__init__(session, layers, parent)

    def scene(self) -> Scene | None:
        if self.words:
            return text_page(self.words, page_of(self.width(), self.height()), fonts.measure)
        scene = super().scene()
        if scene is None or not self.is_mirrored:
            return scene
        if self._flipped is None or self._flipped[0] is not scene:
            self._flipped = scene, in_the_mirror(scene)
        return self._flipped[1]

    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every key belongs to the presentation: in the main window some of them move one photo."""
        event.ignore()


class Presentation(QWidget):
    """One canvas on a whole screen, the second where there is one; nothing is edited here.

    P leaves, and Esc while the sheet of keys is not shown.
    """

    left = Signal()
    step_changed = Signal(int)
    """Which step of the show stands on the screen, -1: none."""

    def __init__(
        self,
        session: Session,
        layers: Layers,
        view_options: ViewOptions,
        beside: QWidget,
        steps: Sequence[ShowStep] = (),
        may_name: bool = False,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(tr("Presentation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._beside = beside
        self._steps = tuple(steps)
        self._place = -1
        self._region = -1
        self.stage = PatientView(session, may_name, self)
        self.stage.told.connect(session.tell)
        self.canvas = PatientCanvas(self.stage, layers, self)
        self.canvas.viewport.has_facts = may_name
        self.canvas.viewport.has_signs = False
        self.tool = PenTool(self.canvas)
        self.canvas.tool = self.tool
        self.canvas.set_view_options(
            view_options if view_options.mode in SHOWN else replace(view_options, mode="side-by-side")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)
        self.canvas.viewport.surround = theme.tokens().surround
        self.canvas.viewport.label_scale = LABELS
        self.bar = PresenterBar(self._acts(), self, self.canvas)
        self.sheet = KeySheet(KEYS, self)
        self.canvas.view_options_changed.connect(self._show_mode)
        self._show_mode()
        self._keys = self._actions()
        self._move_to_screen()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenRemoved.connect(self._lose_screen)
        if self._steps:
            self.go(0)

    def _acts(self) -> tuple[Act, ...]:
        """The buttons of the presenter's bar."""
        apart: Act = ("", "", "", lambda: None)
        return (
            ("side", tr("Side by side"), "1", lambda: self.set_mode("side-by-side")),
            ("wipe", tr("Wipe"), "2", lambda: self.set_mode("wipe")),
            ("overlay", tr("Fade"), "3", lambda: self.set_mode("overlay")),
            ("blink", tr("Blink"), "4", lambda: self.set_mode("blink")),
            apart,
            ("self", tr("As you see yourself"), "M", self.toggle_mirror),
            ("region", tr("Next region"), "R", lambda: self.next_region(1)),
            ("zones", tr("Next drawing"), "Z", lambda: self.stage.let_appear("drawn", 1)),
            apart,
            ("pen", tr("Pen"), "D", self.tool.toggle_pen),
            ("spot", tr("Spotlight"), "L", self.tool.toggle_spotlight),
            ("black", tr("Black screen"), "B", self.tool.toggle_black),
            apart,
            ("help", tr("Keys"), "?", self.sheet_toggled),
            ("close", tr("End"), "Esc", self.close),
        )

    def _show_mode(self) -> None:
        self.bar.show_on(BUTTONS.get(self.canvas.viewport.wanted.mode, ""), tuple(BUTTONS.values()))

    def sheet_toggled(self) -> None:
        """Show every key, or take the sheet away."""
        self.sheet.toggle()

    def step_back(self) -> None:
        """Take the sheet of keys away; without it end the presentation."""
        if self.sheet.isVisible():
            self.sheet.toggle()
        else:
            self.close()

    # Steps

    def go(self, place: int) -> None:
        """Show one step of the show; out of its range nothing happens."""
        if not 0 <= place < len(self._steps):
            return
        self._place = place
        step = self._steps[place]
        self.tool.strokes.clear()
        self.canvas.words = step.words
        self.stage.take_step(step)
        if not step.words:
            self.set_mode(step.mode)
            self.canvas.viewport.fit_head()
        self.canvas.update()
        self.step_changed.emit(place)

    def set_mode(self, mode: str) -> None:
        viewport = self.canvas.viewport
        viewport.set_view_options(replace(viewport.wanted, mode=cast(Mode, mode), is_blinked=False, enlarged=""))

    def next_region(self, steps: int) -> None:
        """The next region preset, and after the last the whole head."""
        names = list(REGIONS)
        self._region = (self._region + 1 + steps) % (len(names) + 1) - 1
        if self._region < 0:
            self.canvas.viewport.fit_head()
        else:
            self.canvas.viewport.show_region(names[self._region])

    def turn_blink(self) -> None:
        """The other photo of a blink."""
        viewport = self.canvas.viewport
        viewport.set_view_options(replace(viewport.wanted, is_blinked=not viewport.wanted.is_blinked))

    def toggle_match(self) -> None:
        """The badge of the photo match, which is not for every patient."""
        self.canvas.viewport.has_match = not self.canvas.viewport.has_match
        self.canvas.update()

    def keep_pen(self) -> None:
        """Make drawings of the pen's strokes, on the photos they lie on; undo takes them back."""
        width, _ = self.canvas.page_size()
        kept = []
        for stroke in self.tool.strokes:
            run = [(width - x, y) for x, y in stroke] if self.canvas.is_mirrored else list(stroke)
            pane = self.canvas.pane_at(run[0])
            if pane is not None and len(run) > 1 and not self.canvas.words:
                points = [pane.page_to_photo(at) for at in simplified(run, PEN_TOLERANCE)]
                kept.append(made(self.stage.project, pane.side.photo.id, "stroke", points))
        if kept:
            self.tool.wipe_pen()
            self.stage.keep(kept)

    def toggle_mirror(self) -> None:
        """As you see yourself; R and L go along."""
        self.canvas.is_mirrored = not self.canvas.is_mirrored
        self.canvas.update()

    def fade(self, by: float) -> None:
        """A little more of the after photo, or of the before, in a fade."""
        viewport = self.canvas.viewport
        viewport.set_view_options(replace(viewport.wanted, fade=min(1.0, max(0.0, viewport.wanted.fade + by))))

    # Screens

    def _move_to_screen(self) -> None:
        own = self._beside.screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not own]
        self.setGeometry((others[0] if others else own).geometry())

    def _lose_screen(self, screen: QScreen) -> None:
        """Whatever is left of the screens, the presentation covers it: no lists where the patient looks."""
        QTimer.singleShot(0, self, self._cover)

    def _cover(self) -> None:
        if not QGuiApplication.screens():
            return
        self._move_to_screen()
        self.showFullScreen()
        self.raise_()

    # Keys

    def _actions(self) -> Mapping[Qt.Key, Callable[[bool], object]]:
        """What a key does; it is told whether Shift is held."""
        key, go, appear = Qt.Key, self.go, self.stage.let_appear
        forth: Callable[[bool], object] = lambda _: go(self._place + 1)  # noqa: E731  # one of a table
        back: Callable[[bool], object] = lambda _: go(self._place - 1)  # noqa: E731  # one of a table
        leave: Callable[[bool], object] = lambda _: self.close()  # noqa: E731  # one of a table
        return {
            key.Key_Escape: lambda _: self.step_back(),
            key.Key_P: leave,
            **dict.fromkeys((key.Key_Right, key.Key_PageDown, key.Key_Space, key.Key_Down), forth),
            **dict.fromkeys((key.Key_Left, key.Key_PageUp, key.Key_Backspace, key.Key_Up), back),
            **dict.fromkeys((key.Key_1, key.Key_S), lambda _: self.set_mode("side-by-side")),
            **dict.fromkeys((key.Key_2, key.Key_W), lambda _: self.set_mode("wipe")),
            **dict.fromkeys((key.Key_3, key.Key_O), lambda _: self.set_mode("overlay")),
            **dict.fromkeys((key.Key_F, key.Key_0), lambda _: self.canvas.viewport.fit_head()),
            **dict.fromkeys((key.Key_B, key.Key_Period), lambda _: self.tool.toggle_black()),
            **dict.fromkeys((key.Key_Question, key.Key_F1), lambda _: self.sheet_toggled()),
            key.Key_Plus: lambda _: self.fade(0.1),
            key.Key_Minus: lambda _: self.fade(-0.1),
            key.Key_4: lambda _: self.set_mode("blink"),
            key.Key_5: lambda _: self.set_mode("difference"),
            key.Key_6: lambda _: self.set_mode("mirrored"),
            key.Key_X: lambda _: self.turn_blink(),
            key.Key_I: lambda _: self.toggle_match(),
            key.Key_N: lambda _: self.stage.toggle_canons(),
            key.Key_K: lambda _: self.keep_pen(),
            key.Key_M: lambda _: self.toggle_mirror(),
            key.Key_R: lambda is_back: self.next_region(-1 if is_back else 1),
            key.Key_Z: lambda is_back: appear("drawn", -1 if is_back else 1),
            key.Key_G: lambda is_back: appear("guided", -1 if is_back else 1),
            key.Key_H: lambda _: (appear("drawn", 0), appear("guided", 0)),
            key.Key_D: lambda _: self.tool.toggle_pen(),
            **dict.fromkeys((key.Key_Delete, key.Key_C), lambda _: self.tool.wipe_pen()),
            key.Key_L: lambda _: self.tool.toggle_spotlight(),
        }

    @safe_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._keys.get(Qt.Key(event.key()))
        if action is None:
            super().keyPressEvent(event)
        else:
            action(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    @safe_override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.left.emit()
        super().closeEvent(event)
