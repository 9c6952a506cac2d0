"""The jobs of a consultation, by mouse and key, and how many actions each takes beside what it may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from benches_made import pair_with_faces
from driving import application
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget
from workspaces import lent_workspace, put_on_bench, until

from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets.fields import LineField, read_amount_of


class Hand:
    """Does what a user does and counts it: a click, a choice in a list, words typed with Enter, a key."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.count = 0

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.count += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center() if at is None else at)

    def choose(self, field: QComboBox, key: str) -> None:
        self.count += 1
        place = field.findData(key)
        assert place >= 0, key
        field.setCurrentIndex(place)
        field.activated.emit(place)

    def write(self, field: LineField, words: str) -> None:
        self.count += 1
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def press(self, keys: str) -> None:
        self.count += 1
        stroke = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs miss it
        canvas = self.workspace.view.canvas
        canvas.setFocus()
        QTest.keyClick(canvas, stroke.key(), stroke.keyboardModifiers())


@pytest.fixture
def hand(qapp: object) -> Iterator[Hand]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        put_on_bench(qapp, made, pair_with_faces())
        yield Hand(made)


def treatments(hand: Hand) -> tuple[Treatment, ...]:
    return hand.workspace.session.project.plan.treatments


def page(hand: Hand, title: str) -> QWidget:
    side = hand.workspace.window.side
    button = side._buttons.button(side._titles.index(title))
    assert button is not None
    return button


def tell(job: str, count: int, goal: int) -> None:
    print(f"{job}: {count} actions, goal {goal}")
    assert count <= goal


def plan_both_cheeks(hand: Hand) -> Treatment:
    window = hand.workspace.window
    hand.click(page(hand, "Zones"))
    hand.choose(window.zones.zone, "cheek-malar")
    hand.click(window.zones.sides["both"])
    hand.press("Ctrl+T")
    hand.choose(window.plan.form.modality, "ha-filler")
    hand.write(window.plan.form.amount, "0.6 mL")
    (planned,) = treatments(hand)
    return planned


def test_a_filler_on_both_cheeks_with_its_amount(hand: Hand) -> None:
    planned = plan_both_cheeks(hand)
    tell("bilateral malar filler", hand.count, 6)
    assert (planned.side, planned.modality, planned.amount, planned.unit) == ("both", "ha-filler", 0.6, "mL")
    assert len(hand.workspace.session.project.annotations) == 2


def test_recorded_as_performed(hand: Hand) -> None:
    planned = plan_both_cheeks(hand)
    hand.count = 0
    plan = hand.workspace.window.plan
    plan.pick(planned.id)
    hand.count += 1
    hand.click(plan.copy)
    done = treatments(hand)[-1]
    tell("record as performed", hand.count, 3)
    assert (done.state, done.amount, done.lot, done.expiry) == ("done", None, "", None)
    assert done.date is not None


def test_the_chart_as_pdf(qapp: object, hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan_both_cheeks(hand)
    hand.count = 0
    path = tmp_path / "chart.pdf"

    def answer(*_: object, **__: object) -> tuple[str, str]:
        hand.count += 1  # Enter in the dialog
        return str(path), "PDF (*.pdf)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    hand.press("Ctrl+Alt+E")
    tell("chart as PDF", hand.count, 2)


@pytest.mark.parametrize(
    ("job", "act", "held"),
    [
        (
            "thirds, midline and horizontals",
            lambda hand: hand.press("Shift+G"),
            lambda hand: all(
                hand.workspace.session.project.is_guide_shown(g) for g in ("thirds", "midline", "horizontals")
            ),
        ),
        ("present", lambda hand: hand.press("P"), lambda hand: hand.workspace.view.presentation is not None),
    ],
)
def test_one_action(
    qapp: object, hand: Hand, job: str, act: Callable[[Hand], None], held: Callable[[Hand], bool]
) -> None:
    for state in hand.workspace.session.project.guides:
        assert not state.is_shown
    act(hand)
    until(qapp, lambda: held(hand))
    tell(job, hand.count, 1)
    application(qapp).processEvents()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0,6 mL", (0.6, "mL")),
        ("0.6ml", (0.6, "mL")),
        ("2 syringe", (2.0, "syringe")),
        ("0.6", (0.6, "")),
        ("", (None, "")),
    ],
)
def test_an_amount_is_typed_with_its_unit(typed: str, read: tuple[float | None, str]) -> None:
    assert read_amount_of(typed, ("mL", "syringe")) == (*read, None)


@pytest.mark.parametrize("typed", ["0.6 U", "mL", "a little", "-1"])
def test_what_is_no_amount_has_a_sentence(typed: str) -> None:
    amount, unit, problem = read_amount_of(typed, ("mL", "syringe"))
    assert (amount, unit) == (None, "") and problem
