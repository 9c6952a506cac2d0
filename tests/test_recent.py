"""Recent projects, found by what a surgeon types."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from facebalance_desktop.project import recent
from facebalance_desktop.project.model import Patient
from facebalance_desktop.settings import data_dir

BORN = "1958-07-02"


@pytest.fixture
def three(tmp_path: Path) -> None:
    for name, number, birth_date in (
        ("Zoë Ångström-Müller", "2024/117", BORN),
        ("Li 王小明", "A-9", "1990-12-31"),
        ("", "", None),
    ):
        path = tmp_path / f"{number.replace('/', '-') or 'Untitled'}.facebalance"
        path.touch()
        recent.remember(path, Patient(name, number, birth_date))


def found(text: str) -> list[str]:
    return [entry.path.stem for entry in recent.search(text)]


@pytest.mark.usefixtures("three")
def test_all_come_back_the_last_opened_first(tmp_path: Path) -> None:
    assert found("") == ["Untitled", "A-9", "2024-117"]
    recent.remember(tmp_path / "A-9.facebalance", Patient("Li 王小明", "A-9", "1990-12-31"))
    assert found("") == ["A-9", "Untitled", "2024-117"]


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("text", ["zoe", "ANGSTROM", "muller", "Müll", "2024/117", "117", "zoe 1958", "müller 2.7.58"])
def test_names_and_ids_are_found_by_any_part(text: str) -> None:
    assert found(text) == ["2024-117"]


@pytest.mark.usefixtures("three")
def test_other_scripts_are_found_and_nonsense_is_not() -> None:
    assert found("王小") == ["A-9"]
    assert found("untitled") == ["Untitled"]
    assert found("zoe 1990") == []
    assert found("xyz") == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2.7.1958",
            "02.07.1958",
            "2.7.58",
            "02/07/1958",
            "07/02/1958",
            "7/2/58",
            "1958-07-02",
            "1958-7-2",
            "58-07-02",
        ),
        *(
            "02071958",
            "07021958",
            "19580702",
            "020758",
            "1958",
            "195807",
            "2.7.",
            "2.7",
            "1958-07",
            "02 07 1958",
            "2-7-19",
        ),
    ],
)
def test_a_birth_date_is_found_in_any_form(text: str) -> None:
    assert recent.is_date_typed(BORN, text)


@pytest.mark.parametrize(
    "text", ["3.7.1958", "2.8.58", "1959", "58", "2.7.1959", "", "zoe", "2.7.1958.1", "03071958", "."]
)
def test_another_date_is_not(text: str) -> None:
    assert not recent.is_date_typed(BORN, text)
    assert not recent.is_date_typed("", text)


def test_a_missing_file_stays_in_the_list_until_it_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "a.facebalance"
    recent.remember(path, Patient("Zoë"))
    assert found("") == ["a"]
    recent.forget(path)
    assert recent.search() == ()


def test_the_list_has_a_limit(tmp_path: Path) -> None:
    for number in range(5):
        recent.remember(tmp_path / f"{number}.facebalance", Patient(), limit=3)
    assert found("") == ["4", "3", "2"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"recent": [{"name": 1}]}', b'{"recent": 3}', b"\xff"])
def test_a_damaged_list_is_an_empty_one(content: bytes, tmp_path: Path) -> None:
    (data_dir() / "recent.json").write_bytes(content)
    assert recent.search() == ()
    recent.remember(tmp_path / "a.facebalance", Patient())
    assert found("") == ["a"]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_list_is_for_this_user_alone(tmp_path: Path) -> None:
    recent.remember(tmp_path / "a.facebalance", Patient("Zoë"))
    assert stat.S_IMODE((data_dir() / "recent.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(data_dir().stat().st_mode) == 0o700


def test_the_list_asks_for_no_file_of_a_patient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "share" / "a.facebalance"
    recent.remember(path, Patient("A"))
    asked: list[Path] = []

    def noted(self: Path, **_: object) -> os.stat_result:
        asked.append(self)
        return os.stat(self)

    monkeypatch.setattr(Path, "stat", noted)
    assert found("") == ["a"]
    assert path not in asked


def test_two_windows_that_save_at_the_same_moment_are_both_in_the_list(tmp_path: Path) -> None:
    def remember(number: int) -> None:
        recent.remember(tmp_path / f"{number}.facebalance", Patient(str(number)))

    windows = [threading.Thread(target=remember, args=(number,)) for number in range(8)]
    for one in windows:
        one.start()
    for one in windows:
        one.join(20)
    assert sorted(entry.name for entry in recent.search()) == [str(number) for number in range(8)]
