"""The bootstrap's decisions: what is installed, what is left as it is, and what is told."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest
from sources import ROOT


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project whose system libraries are all there, in which no command may run."""
    (tmp_path / "packaging" / "hashes").mkdir(parents=True)
    for name in ("pyproject.toml", "packaging/bootstrap.py", "packaging/hashes/program.txt"):
        (tmp_path / name).write_text("first", "utf-8")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "lacking_libraries", list)
    monkeypatch.setattr(bootstrap, "quietly", lambda command, *_: pytest.fail(f"ran {command}"))
    return tmp_path


def installed(project: Path, extras: list[str]) -> Path:
    """Make it look as if the packages were there; the Python is this one."""
    python: Path = bootstrap.python_of(project / ".venv")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    note = {"made_for": bootstrap.fingerprint(), "extras": extras}
    (project / ".venv" / "installed.json").write_text(json.dumps(note), "utf-8")
    return python


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 13)])
def test_another_python_is_told_what_to_do(version: tuple[int, ...]) -> None:
    sentence = bootstrap.unsuitable(version)
    assert f"this is Python {version[0]}.{version[1]}" in sentence
    assert "python3.11" in sentence


def test_old_pythons_can_read_the_script() -> None:
    ast.parse((ROOT / "packaging/bootstrap.py").read_text("utf-8"), feature_version=(3, 7))


def test_a_finished_installation_is_left_alone(project: Path) -> None:
    python = installed(project, ["test"])
    assert bootstrap.prepare() == bootstrap.prepare("test") == python


@pytest.mark.parametrize("change", ["pyproject", "hashes", "python", "moved", "unfinished", "extra", "venv", "note"])
def test_any_other_is_installed_anew(project: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    python = installed(project, [] if change == "extra" else ["test"])
    note = project / ".venv" / "installed.json"
    if change == "pyproject":
        (project / "pyproject.toml").write_text("second", "utf-8")
    elif change == "hashes":
        (project / "packaging/hashes/program.txt").write_text("second", "utf-8")
    elif change == "python":
        monkeypatch.setattr(sys, "version", "3.11.99 (another)")
    elif change == "moved":
        note.write_text(note.read_text("utf-8").replace(project.name, "elsewhere"), "utf-8")
    elif change == "unfinished":
        note.unlink()
    elif change == "venv":
        python.unlink()
    elif change == "note":
        note.write_text('{"made_for": 3}', "utf-8")
    ran: list[list[str]] = []

    def quietly(command: list[str], *_: object) -> None:
        ran.append(command)
        if command[1] == "venv":
            Path(command[-1]).mkdir()

    monkeypatch.setattr(bootstrap, "uv", lambda: "uv")
    monkeypatch.setattr(bootstrap, "quietly", quietly)
    (project / ".venv").mkdir(exist_ok=True)
    bootstrap.prepare("test")
    rebuilt = ["venv"] if change in {"python", "moved", "venv"} else []
    assert [command[2] if command[1] == "pip" else command[1] for command in ran] == [*rebuilt, "sync", "install"]
    assert [Path(word).name for word in ran[-2][-2:]] == ["program.txt", "test.txt"]
    assert "--require-hashes" in ran[-2]
    assert bootstrap.read_note(project / ".venv") == (bootstrap.fingerprint(), {"test"})


def test_an_extra_that_is_there_stays(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(project, ["test"])
    (project / "pyproject.toml").write_text("second", "utf-8")
    ran: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "uv", lambda: "uv")
    monkeypatch.setattr(bootstrap, "quietly", lambda command, *_: ran.append(command))
    bootstrap.prepare()
    assert Path(ran[-2][-1]).name == "test.txt"


@pytest.mark.parametrize("change", ["pyproject", "python"])
@pytest.mark.parametrize(("starts", "extra"), [(True, ""), (True, "test"), (False, "")])
def test_without_a_network_a_finished_installation_is_used_as_it_is(
    project: Path, monkeypatch: pytest.MonkeyPatch, starts: bool, extra: str, change: str
) -> None:
    """It was made for an older state of the project; what was never installed, and what does not start, is told."""

    def fail(command: list[str], failure: str, *_: object) -> None:
        raise bootstrap.Stop(failure)

    python = installed(project, [])
    if change == "python":
        monkeypatch.setattr(sys, "version", "3.11.99 (another)")
    else:
        (project / "pyproject.toml").write_text("second", "utf-8")
    monkeypatch.setattr(bootstrap, "uv", lambda: "uv")
    monkeypatch.setattr(bootstrap, "quietly", fail)
    package = project / "facebalance_desktop"
    package.mkdir()
    (package / "__main__.py").write_text("" if starts else "raise SystemExit(1)", "utf-8")
    if starts and not extra:
        assert bootstrap.prepare() == python
    else:
        with pytest.raises(bootstrap.Stop, match="could not be installed"):
            bootstrap.prepare(extra)
    assert bootstrap.read_note(project / ".venv")[0] != bootstrap.fingerprint()


def test_a_read_only_folder_is_told_before_anything_is_tried(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != project and real(path, mode))
    monkeypatch.setattr(bootstrap, "uv", lambda: pytest.fail("the installer was asked for"))
    with pytest.raises(bootstrap.Stop, match=r"is read-only\. Nothing was changed\. Copy it"):
        bootstrap.prepare()
    with pytest.raises(bootstrap.Stop, match="is read-only"):
        bootstrap.bundle()
    installed(project, [])
    assert bootstrap.prepare() == bootstrap.python_of(project / ".venv")


def test_an_installation_that_was_ended_halfway_gives_its_place_back(project: Path) -> None:
    installed(project, ["test"])
    (project / ".venv").rename(project / ".venv.former")
    (project / ".venv").mkdir()
    assert bootstrap.prepare() == bootstrap.python_of(project / ".venv")
    assert not (project / ".venv.former").exists()


def test_a_finished_installation_is_not_refused_for_a_system_library(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = installed(project, ["test"])
    monkeypatch.setattr(bootstrap, "lacking_libraries", lambda: ["libGL.so.1"])
    monkeypatch.setattr(bootstrap, "administrator", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda _: "apt-get")
    assert bootstrap.prepare() == python


def test_without_rights_the_line_to_type_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(bootstrap.Stop, match=r"\nsudo apt-get install --yes libegl1 libgl1$"):
        bootstrap.install_libraries(["libGL.so.1", "libEGL.so.1"])


def test_another_linux_is_only_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    bootstrap.install_libraries(["libGL.so.1"])
    assert "libGL.so.1" in capsys.readouterr().out


def test_a_failing_command_stops_with_its_reason() -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('the disk is full')"]
    with pytest.raises(bootstrap.Stop, match=r"Not installed\.\nthe disk is full"):
        bootstrap.quietly(command, "Not installed.")


def test_a_wrong_word_shows_how_to_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["walk"]) == 2
    assert "bootstrap.py run" in capsys.readouterr().out


def test_all_checks_run_and_one_failure_fails(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(project, ["test"])
    ran = []

    def call(command: list[str], **_: object) -> int:
        ran.append(command[2])
        return 1 if command[2] == "mypy" else 0

    monkeypatch.setattr(subprocess, "call", call)
    assert bootstrap.test() == 1
    assert ran == ["ruff", "mypy", "pytest", "pytest"]
