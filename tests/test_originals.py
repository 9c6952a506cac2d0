"""Photos' bytes: copied at once, checked at every read, gone only when nobody can reach them."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
from pathlib import Path

import pytest

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.originals import Originals

DATA = b"a photo's bytes" * 1000
SHA256 = hashlib.sha256(DATA).hexdigest()


def test_bytes_are_kept_under_their_hash_for_this_user_alone(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals")
    assert originals.keep(DATA) == SHA256
    assert originals.keep(DATA) == SHA256
    assert originals.read(SHA256) == DATA
    assert [path.name for path in (tmp_path / "originals").iterdir()] == [SHA256]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "originals").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "originals" / SHA256).stat().st_mode) == 0o600


def test_they_travel_to_a_worker(tmp_path: Path) -> None:
    originals = Originals(tmp_path / "originals", tmp_path / "a.facebalance")
    assert pickle.loads(pickle.dumps(originals)) == originals


def test_a_damaged_copy_is_never_handed_out_and_mended_by_adding_again(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    originals.keep(DATA)
    (tmp_path / SHA256).write_bytes(DATA[:-1])
    with pytest.raises(Problem, match="missing"):
        originals.read(SHA256)
    originals.keep(DATA)
    assert originals.read(SHA256) == DATA


def test_a_refused_copy_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(Problem, match=r"no space left on device\. Nothing was changed"):
        Originals(tmp_path / "originals").keep(DATA)
    assert list((tmp_path / "originals").iterdir()) == []


def test_a_copy_that_differs_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "facebalance_desktop.project.originals.write_atomically", lambda path, data: path.write_bytes(data[1:])
    )
    with pytest.raises(Problem, match="copy differs"):
        Originals(tmp_path).keep(DATA)
    assert list(tmp_path.iterdir()) == []


def test_only_what_can_be_reached_stays(tmp_path: Path) -> None:
    originals = Originals(tmp_path)
    first, second = originals.keep(b"first"), originals.keep(b"second")
    originals.forget_all_but({first})
    assert originals.read(first) == b"first"
    with pytest.raises(Problem):
        originals.read(second)
    Originals(tmp_path / "none").forget_all_but(set())
    Originals().forget_all_but(set())


def test_only_hashes_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Originals(tmp_path).read("../secret")
    with pytest.raises(ValueError, match="only read"):
        Originals().keep(DATA)


def test_a_project_that_is_no_zip_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.facebalance"
    with pytest.raises(Problem, match="no longer at its place"):
        Originals(project=path).read(SHA256)
    path.write_bytes(b"nothing")
    with pytest.raises(Problem, match="cannot be read"):
        Originals(project=path).read(SHA256)
