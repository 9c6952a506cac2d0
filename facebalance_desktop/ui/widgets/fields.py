"""Small fields that the side panels share: numbers, choices and dates that become edits when they are left."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from uuid import uuid4
from weakref import WeakSet

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from facebalance_desktop.planning.units import amount_in, unit_words
from facebalance_desktop.project.history import one_gesture
from facebalance_desktop.translation import LANGUAGE, WITH_COMMA, decimal, tr
from facebalance_desktop.ui.widgets.inputs import ComboBox, DoubleSpinBox
from facebalance_desktop.ui.widgets.plain_text import plain
from facebalance_desktop.ui.widgets.section import say

PAUSE = 500
"""Milliseconds without a key until what was typed becomes an edit."""
GROUPED = re.compile(r"[1-9]\d{0,2}[.]\d{3}" if LANGUAGE in WITH_COMMA else r"[1-9]\d{0,2},\d{3}")
"""A number whose sign groups thousands in the language, and parts decimals in others."""
_typed: WeakSet[LineField | NumberField] = WeakSet()
"""Whose text may not have been taken yet; to ask every field of the window took a third of a frame."""


def swatch(colour: str, size: int = 14) -> QIcon:
    """A square of one colour."""
    pixmap = QPixmap(size, size)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)


class LineField(QLineEdit):
    """A line of text; `take` is called with it when typing pauses, and when it is left.

    `take` returns a sentence where it does not understand the text: the text then stays in the field, marked as soon as
    the field is left, whatever else is chosen or undone, until it is corrected. `owner` names whose text is shown (a
    treatment's id): what was not understood belongs to it and comes back with it. One go of typing is one step to undo.
    """

    problem_changed = Signal()

    def __init__(
        self, name: str, take: Callable[[str], str | None], hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setToolTip(plain(hint))  # a narrow field cuts it
        self._shown = ""
        self._owner = ""
        self._left_over: dict[str, tuple[str, str]] = {}
        self._take = take
        self._is_typing = False
        self._gesture = uuid4().hex
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._take_paused)
        self.problem = ""
        """Why the text was not understood; empty where it was."""
        self.textChanged.connect(self._note)
        self.textEdited.connect(self._go_on_typing)
        self.editingFinished.connect(self.commit)

    def _note(self, _: str) -> None:
        _typed.add(self)

    def _go_on_typing(self, _: str) -> None:
        self._pause.start()

    @property
    def is_pending(self) -> bool:
        """Whether a key was pressed a moment ago and typing may go on."""
        return self._pause.isActive()

    def show_text(self, text: str, owner: str = "") -> None:
        """Show what is kept; what is being typed or was not understood stays while the kept text is the same."""
        if owner != self._owner:
            self._pause.stop()
            if self._stays:
                self._left_over[self._owner] = self.text(), self.problem
            self._owner = owner
            typed, problem = self._left_over.pop(owner, (text, ""))
            self._show(typed, problem)
        elif text != self._shown and not self._is_typing:
            self._show(text, "")
        self._shown = text

    @property
    def _stays(self) -> bool:
        """Whether the text is kept for its owner while another one's is shown."""
        return bool(self.problem)

    def _show(self, text: str, problem: str) -> None:
        if self.text() != text:
            self.setText(text)
            _typed.discard(self)
            if not self.hasFocus():
                self.setCursorPosition(0)  # a long text shows its beginning
        self._mark(problem)

    def commit(self) -> None:
        """The field is left, or what is typed in it is needed: take it now."""
        self._pause.stop()
        _typed.discard(self)
        problem = self._taken()
        self._gesture = uuid4().hex
        self._mark(problem)

    def _take_paused(self) -> None:
        """Take what is typed so far; it stays as it was typed, and what makes no sense yet is not told yet."""
        self._is_typing = True
        try:
            self._taken()
        finally:
            self._is_typing = False

    def _taken(self) -> str:
        typed, before = self.text().strip(), self._shown
        if typed == before:
            return ""
        self._shown = typed
        with one_gesture(self._gesture):
            problem = self._take(typed)
        if problem:
            self._shown = before
        return problem or ""

    def _mark(self, problem: str) -> None:
        if problem == self.problem:
            return
        self.problem = problem
        self.setToolTip(plain(problem or self.placeholderText()))
        self.setAccessibleDescription(problem)
        self.setProperty("wrong", bool(problem))
        self.style().unpolish(self)
        self.style().polish(self)
        self.problem_changed.emit()


class DraftField(LineField):
    """A line that only a button takes: until then what is typed belongs to its owner and comes back with it."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__(name, lambda text: None, hint)

    @property
    def _stays(self) -> bool:
        return bool(self.text().strip())

    def _taken(self) -> str:
        return ""

    def show_draft(self, owner: str) -> None:
        """Show what was typed for this owner."""
        self.show_text("", owner)

    def draft(self, owner: str) -> str:
        """What was typed for this owner, shown or not."""
        return (self.text() if owner == self._owner else self._left_over.get(owner, ("", ""))[0]).strip()

    def hand_on(self, owner: str, to: str) -> None:
        """The owner that is shown goes by another name from now on."""
        if owner == self._owner and to not in self._left_over:
            self._owner = to

    def forget(self, owner: str) -> None:
        """What was typed for this owner was taken."""
        self._left_over.pop(owner, None)
        if owner == self._owner:
            self.clear()


class NumberField(DoubleSpinBox):
    """A number; `take` is called when it was changed by hand."""

    def __init__(
        self, name: str, take: Callable[[float], None], low: float, high: float, suffix: str = "", step: float = 1.0
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setDecimals(1)
        self.setSuffix(suffix)
        self.setKeyboardTracking(False)
        self.valueChanged.connect(take)
        self.lineEdit().textEdited.connect(self._note)

    def _note(self, _: str) -> None:
        _typed.add(self)

    def show_value(self, value: float) -> None:
        with QSignalBlocker(self):
            self.setValue(value)

    def commit(self) -> None:
        """What is typed in it is needed: take it now."""
        _typed.discard(self)
        self.interpretText()


def commit_typing(window: QWidget) -> None:
    """Take what is typed in any field of the window: something is done with the project, or it is left."""
    for field in tuple(_typed):
        if isValid(field) and _is_in(field, window):
            field.commit()


def _is_in(field: QObject, window: QWidget) -> bool:
    """Whether it belongs to the window, to a dialog of it as well."""
    owner: QObject | None = field
    while owner is not None and owner is not window:
        owner = owner.parent()
    return owner is window


def tell_problems(label: QLabel, *fields: LineField) -> None:
    """Show the first sentence on what was not understood in these fields."""

    def tell() -> None:
        say(label, next((field.problem for field in fields if field.problem), ""))

    for field in fields:
        field.problem_changed.connect(tell)


class ChoiceField(ComboBox):
    """One of several; `take` is called with the id of the one that was picked. The first is the empty one."""

    def __init__(self, name: str, take: Callable[[str], None], empty: str = tr("Choose …")) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self._empty = empty
        self._options: tuple[tuple[str, str, str | None], ...] | None = None
        self._take = take
        self.activated.connect(self._take_picked)

    def _take_picked(self, _: int) -> None:
        self._take(str(self.currentData() or ""))

    def offer(self, options: Sequence[tuple[str, str, str | None]]) -> None:
        """Options as id, words and colour."""
        if tuple(options) == self._options:
            return
        self._options = tuple(options)
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self._empty, "")
            for key, words, colour in options:
                if colour is None:
                    self.addItem(words, key)
                else:
                    self.addItem(swatch(colour), words, key)

    def show_id(self, key: str, words: str = "") -> None:
        """Show an option; one that is no longer offered shows the words it was kept with."""
        place = self.findData(key)
        with QSignalBlocker(self):
            if place < 0 and key:
                self.addItem(words or key, key)
                place = self.count() - 1
                self._options = (*(self._options or ()), (key, words or key, None))
            self.setCurrentIndex(max(place, 0))


def read_amount(text: str) -> tuple[float | None, str | None]:
    """A typed amount, or the sentence that says what is wrong with it; empty is no amount."""
    typed = text.strip()
    words = typed.replace(",", ".")
    if not words:
        return None, None
    if GROUPED.fullmatch(typed):
        large, small = re.sub(r"\D", "", typed), decimal(float(words), "g")
        return None, tr(
            "Write {large} or {small}: {typed} can be read as either.", large=large, small=small, typed=typed
        )
    try:
        amount = float(words)
    except ValueError:
        return None, tr("An amount is a number, for example 0.8; its unit stands beside it.")
    if not 0 <= amount < 1e6:
        return None, tr("An amount is a number from 0 upwards.")
    return amount, None


def read_amount_of(text: str, units: Sequence[str]) -> tuple[float | None, str, str | None]:
    """A typed amount with its unit behind it or without: (amount, unit or empty, the sentence on what is wrong)."""
    found = re.fullmatch(r"\s*([\d.,]*)\s*(\D.*?)?\s*", text)
    if found is None or (not found[1] and found[2]):
        return None, "", read_amount(text)[1]
    amount, problem = read_amount(found[1])
    typed = (found[2] or "").strip()
    if problem is not None or not typed:
        return amount, "", problem
    unit = unit_of(typed, units)
    if unit is None:
        known = (
            tr("use {units}", units=tr(" or ").join(map(unit_words, units)))
            if units
            else tr("choose the product first")
        )
        return None, "", tr("{typed} is not a unit of this treatment: {known}.", typed=typed, known=known)
    return amount, unit, None


def unit_of(typed: str, units: Sequence[str]) -> str | None:
    """The unit that was meant: `ml` for mL, `U` where one unit alone is a U of something; None where it is unclear."""
    said = typed.casefold()
    named = {unit: _names_of(unit) for unit in units}
    same = [unit for unit, names in named.items() if said in names]
    begun = [unit for unit, names in named.items() if any(name.startswith(f"{said} ") for name in names)]
    return same[0] if same else begun[0] if len(begun) == 1 else None


def _names_of(unit: str) -> set[str]:
    """How a unit may be typed: by its id, and as it is shown for one and for more."""
    shown = (amount_in(count, unit).partition(" ")[2] for count in (1, 2, 3))
    return {name.casefold() for name in (unit, unit_words(unit), *shown)}
