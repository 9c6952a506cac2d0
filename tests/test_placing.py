"""A finished file is given a name that nobody else has, on file systems with and without links."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import NoReturn

import pytest

from facebalance_desktop.project.placing import move_to_free


def no_links(*_: object) -> NoReturn:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("has_links", [True, False])
def test_a_free_name_is_taken_and_the_temporary_file_is_gone(
    has_links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    made = tmp_path / ".part"
    made.write_bytes(b"mine")
    move_to_free(made, tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"mine"


@pytest.mark.parametrize("has_links", [True, False])
def test_a_name_that_is_taken_is_left_as_it_is(
    has_links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_links:
        monkeypatch.setattr(os, "link", no_links)
    made, taken = tmp_path / ".part", tmp_path / "a"
    made.write_bytes(b"mine")
    taken.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        move_to_free(made, taken)
    assert (made.read_bytes(), taken.read_bytes()) == (b"mine", b"theirs")


def test_another_refusal_is_no_reason_to_do_without_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    made = tmp_path / ".part"
    made.write_bytes(b"mine")
    with pytest.raises(OSError, match="No space"):
        move_to_free(made, tmp_path / "a")
    assert not (tmp_path / "a").exists()
