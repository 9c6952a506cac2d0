"""The lock that people on other machines see."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from another_process import in_another_process

from facebalance_desktop.errors import Problem
from facebalance_desktop.project import document_lock
from facebalance_desktop.project.document_lock import DocumentLock, OpenElsewhere
from facebalance_desktop.project.locks import lock_project


def left_by(path: Path, age: float = 0.0, **changes: object) -> Path:
    """The lock file of somebody on another machine."""
    since = datetime.now(UTC).astimezone().replace(hour=10, minute=14)
    told = {"host": "RECEPTION-2", "user": "anna", "process": 1, "since": since.isoformat(), "token": "a"}
    file = path.with_name(f".~lock.{path.name}#")
    file.write_text(json.dumps(told | changes))
    at = (datetime.now(UTC) - timedelta(seconds=age)).timestamp()
    os.utime(file, (at, at))
    return file


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "clinic").mkdir()
    place = tmp_path / "clinic" / "Fall Ä.facebalance"
    place.write_bytes(b"project")
    return place


def test_an_open_project_says_so_beside_it_and_the_file_goes_with_it(path: Path) -> None:
    lock = lock_project(path)
    (beside,) = (found for found in path.parent.iterdir() if found != path)
    assert beside.name == ".~lock.Fall Ä.facebalance#"
    told = json.loads(beside.read_text())
    assert told["process"] == os.getpid() and told["host"] and told["user"]
    assert os.name != "posix" or beside.stat().st_mode & 0o777 == 0o600
    lock.free()
    assert list(path.parent.iterdir()) == [path]


def test_another_machine_s_project_is_not_opened_and_the_sentence_says_whose(path: Path) -> None:
    file = left_by(path)
    before = file.read_bytes()
    with pytest.raises(OpenElsewhere, match=r"is open on RECEPTION-2 by anna since 10:14\.") as caught:
        lock_project(path)
    assert caught.value.holder.user == "anna"
    assert file.read_bytes() == before
    assert sorted(found.name for found in path.parent.iterdir()) == sorted([path.name, file.name])


def test_it_can_be_taken_over_and_the_other_one_does_not_remove_it(path: Path) -> None:
    theirs = DocumentLock(path)
    assert theirs.take() is None
    ours = DocumentLock(path)
    assert ours.take() is not None and not ours.is_held
    assert ours.take(takes_over=True) is None and ours.is_held
    assert not theirs.is_ours()
    theirs.free()
    assert ours.is_ours()
    ours.free()
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("changes", [{"age": document_lock.STALE + 60}, {"host": "here", "process": 2**22 + 7}])
def test_a_stale_one_is_taken_over_at_once(
    path: Path, changes: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.node", lambda: "here")
    left_by(path, **changes)
    lock = lock_project(path)
    assert lock.document.is_ours()
    lock.free()


def test_one_that_is_touched_does_not_become_stale(path: Path) -> None:
    lock = DocumentLock(path)
    lock.take()
    old = datetime.now(UTC).timestamp() - 2 * document_lock.STALE
    os.utime(lock.path, (old, old))
    found = lock.holder()
    assert found is not None and found.is_stale
    lock.refresh()
    found = lock.holder()
    assert found is not None and not found.is_stale
    lock.free()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"host": 1}', b"\xff" * 20_000])
def test_what_is_no_lock_is_replaced(path: Path, content: bytes) -> None:
    path.with_name(f".~lock.{path.name}#").write_bytes(content)
    lock = lock_project(path)
    assert lock.document.is_ours()
    lock.free()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_read_only_folder_has_none(path: Path) -> None:
    path.parent.chmod(0o500)
    try:
        lock = lock_project(path)
        assert not lock.document.is_held
        lock.free()
    finally:
        path.parent.chmod(0o700)


def test_a_folder_that_is_gone_has_none(tmp_path: Path) -> None:
    lock = lock_project(tmp_path / "away" / "a.facebalance")
    assert not lock.document.is_held
    lock.free()


def test_another_process_that_was_killed_leaves_no_lock_behind(path: Path) -> None:
    script = """
        import sys
        from pathlib import Path
        from facebalance_desktop.project.locks import lock_project
        lock = lock_project(Path(sys.argv[1]))
        print("held")
        """
    in_another_process(script, str(path), is_killed=True)
    lock = lock_project(path)
    lock.free()


def test_two_windows_of_one_machine_are_told_apart_as_before(path: Path) -> None:
    lock = lock_project(path)
    with pytest.raises(Problem, match=re.escape("already open in another window")):
        lock_project(path)
    lock.free()
