"""Work in short rounds lengthens no turn of the window that is long by itself."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from driving import needs_qt
from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from workspaces import until

from facebalance_desktop.ui.open_project import rounds
from facebalance_desktop.ui.open_project.rounds import ROUND, SOON, TRIES, Rounds
from facebalance_desktop.ui.widgets.painting import paint_later

pytestmark = needs_qt


class Clock:
    """A clock that goes on by as much as the test says; each look at it takes a thousandth of a round."""

    def __init__(self) -> None:
        self.now = time.perf_counter()

    def perf_counter(self) -> float:
        self.now += ROUND / 1000
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(rounds, "time", made)
    return made


def steps(taken: list[str], name: str, clock: Clock, of: int, lasts: float) -> Iterator[None]:
    for _ in range(of):
        taken.append(name)
        clock.now += lasts
        yield


def test_all_steps_are_taken_one_round_after_another(qapp: QApplication, clock: Clock) -> None:
    owner, taken = QObject(), list[str]()
    work = Rounds(owner)
    work.begin(steps(taken, "a", clock, 7, ROUND / 3))
    until(qapp, lambda: not work.is_active)
    assert taken == ["a"] * 7


def test_two_rounds_never_fall_into_one_turn_and_both_go_on(qapp: QApplication, clock: Clock) -> None:
    owner, taken = QObject(), list[str]()
    first, second = Rounds(owner), Rounds(owner)
    first.begin(steps(taken, "a", clock, 4, 2 * ROUND))
    second.begin(steps(taken, "b", clock, 4, 2 * ROUND))
    first.advance()
    second.advance()  # in the same turn of the window
    assert taken == ["a"]
    clock.now += SOON / 1000
    second.advance()
    assert taken == ["a", "b"]


def test_a_round_makes_way_while_the_window_is_busy_but_not_for_ever(qapp: QApplication, clock: Clock) -> None:
    owner, taken = QObject(), list[str]()
    work = Rounds(owner)
    work.begin(steps(taken, "a", clock, 4, 2 * ROUND))
    for _ in range(TRIES):
        clock.now += 1.0
        work.advance()
    assert taken == []
    clock.now += 1.0
    work.advance()
    assert taken == ["a"]


def test_an_error_ends_the_work_and_is_raised_once(qapp: QApplication, clock: Clock) -> None:
    owner = QObject()
    work = Rounds(owner)
    work.begin(iter(lambda: 1 // 0, True))
    with pytest.raises(ZeroDivisionError):
        work.advance()
    assert not work.is_active


def test_what_is_stopped_takes_no_step_any_more(qapp: QApplication, clock: Clock) -> None:
    owner, taken = QObject(), list[str]()
    work = Rounds(owner)
    work.begin(steps(taken, "a", clock, 4, 2 * ROUND))
    work.stop()
    assert not work.is_active
    clock.now += 1.0
    work.advance()
    assert taken == []


def test_who_waits_twice_to_be_painted_waits_for_the_later_one(qapp: QApplication) -> None:
    owner = QWidget()
    order: list[str] = []
    paint_later(owner, lambda: order.append("first"))
    paint_later(owner, lambda: paint_later(owner, lambda: order.append(f"second, {owner.updatesEnabled()}")))
    until(qapp, owner.updatesEnabled)
    assert order == ["first", "second, False"]
    owner.deleteLater()


class Painted(QWidget):
    count = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        self.count += 1


def test_a_window_is_painted_that_had_something_to_paint_as_it_began_to_wait(qapp: QApplication) -> None:
    window = QWidget()
    part = Painted(window)
    window.show()
    until(qapp, lambda: part.count)
    begun = part.count
    part.update()
    paint_later(window, lambda: None)
    until(qapp, lambda: part.count > begun, patience=5)
    begun = part.count
    part.update()
    until(qapp, lambda: part.count > begun, patience=5)
    window.deleteLater()
