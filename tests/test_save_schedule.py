"""When a project's file is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from workspaces import until

from facebalance_desktop.ui.open_project import save_schedule
from facebalance_desktop.ui.open_project.save_schedule import SaveSchedule
from facebalance_desktop.work import Report


@pytest.fixture
def owner(qapp: object) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()


def test_the_pause_grows_with_what_a_save_costs(owner: QObject, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    schedule = SaveSchedule(lambda: None, lambda: 2.0, owner)
    assert schedule.quiet == 2000
    schedule.begin()
    now[0] += 4.0
    schedule.end()
    assert schedule.quiet == 1000 * 4 * save_schedule.PAUSE_OF_COST
    schedule.edited()
    assert schedule.interval() == schedule.quiet
    now[0] += schedule.quiet / 1000
    schedule.begin()
    now[0] += 0.01
    schedule.end()
    assert schedule.quiet == 2000


def test_nothing_is_written_while_photos_come_in(qapp: object, owner: QObject) -> None:
    saves: list[int] = []
    asked: list[int] = []
    schedule = SaveSchedule(lambda: saves.append(1), lambda: 0.01, owner)

    def is_busy() -> bool:
        asked.append(1)
        return len(asked) < 4

    schedule.is_busy = is_busy
    schedule.edited()
    until(qapp, lambda: saves)
    assert (len(saves), len(asked)) == (1, 4)


def test_a_long_save_tells_how_far_it_is_and_how_long_it_will_take(
    owner: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    schedule = SaveSchedule(lambda: None, lambda: 2.0, owner)
    schedule.begin()
    now[0] += 0.5
    assert schedule.words(Report(50, 200, "")) == "Saving …"
    now[0] += 3.5
    assert schedule.words(Report(50, 200, "")).replace("\N{NO-BREAK SPACE}", " ") == "Saving … 25 %, about 12 s left"
    assert [schedule.share(Report(done, 200, "")) for done in (0, 50, 200)] == [None, 0.25, None]
    assert schedule.words(Report(0, 200, "")) == schedule.words(Report(200, 200, "")) == "Saving …"
