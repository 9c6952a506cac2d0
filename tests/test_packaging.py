"""The set-up: every package pinned, the bootstrap's decisions, the system libraries that Qt asks for."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import bootstrap
import hashes
import PySide6
import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sources import ROOT

from facebalance_desktop import __version__
from facebalance_desktop.diagnostics import PACKAGES, versions

PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PLATFORMS = (
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
)
PYTHONS = (
    {"python_version": "3.11", "python_full_version": "3.11.7"},
    {"python_version": "3.12", "python_full_version": "3.12.1"},
)


# --- pins -----------------------------------------------------------------------------------------------------------


def direct() -> list[str]:
    """What pyproject.toml asks for by name, all extras included."""
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    return [*PYPROJECT["project"]["dependencies"], *(text for extra in extras for text in extra)]


def pins() -> dict[str, str]:
    """Version by package, of what is pinned to one."""
    found: dict[str, str] = {}
    for text in direct() + PYPROJECT["tool"]["uv"]["constraint-dependencies"]:
        if pin := re.fullmatch(r"([\w.-]+)==([\w.]+)", text):
            found[canonicalize_name(pin[1])] = pin[2]
    return found


def resolved() -> dict[str, str]:
    """Every package that is installed somewhere, on any platform and Python, and which package asks for it."""
    dropped = {canonicalize_name(Requirement(text).name) for text in PYPROJECT["tool"]["uv"]["override-dependencies"]}
    python_here: Any = default_environment()
    asked: dict[str, str] = {}
    for environment in (platform | python for platform in PLATFORMS for python in PYTHONS):
        waiting = [(text, "pyproject.toml", "") for text in direct()]
        seen: set[tuple[str, str]] = set()
        while waiting:
            text, by, extra = waiting.pop()
            requirement = Requirement(text)
            name = canonicalize_name(requirement.name)
            marker = requirement.marker
            facts: dict[str, str] = {**python_here, **environment, "extra": extra}
            if name in dropped or (marker is not None and not marker.evaluate(facts)) or (text, extra) in seen:
                continue
            seen.add((text, extra))
            asked.setdefault(name, by)
            for wanted in ("", *requirement.extras):
                waiting += [(text, name, wanted) for text in requirements_of(name)]
    return asked


def requirements_of(name: str) -> Iterable[str]:
    """From the metadata of the installed package; those that this platform lacks bring nothing along."""
    try:
        return importlib.metadata.requires(name) or ()
    except importlib.metadata.PackageNotFoundError:
        return ()


def test_every_package_is_pinned() -> None:
    assert {name: by for name, by in resolved().items() if name not in pins()} == {}


def test_every_pin_is_needed() -> None:
    assert set(pins()) - set(resolved()) == set()


def test_what_is_asked_for_directly_is_pinned_exactly() -> None:
    asked = direct() + PYPROJECT["tool"]["uv"]["constraint-dependencies"]
    assert [text for text in asked if not re.fullmatch(r"[\w.-]+==[\w.]+", text)] == []


def test_packages_of_packages_and_of_other_platforms_are_seen() -> None:
    asked = resolved()
    assert (asked["protobuf"], asked["kiwisolver"], asked["colorama"]) == ("mediapipe", "matplotlib", "pytest")
    assert "jax" not in asked


def test_what_is_installed_is_what_is_pinned() -> None:
    def installed() -> Iterator[tuple[str, str, str]]:
        for name, version in pins().items():
            try:
                yield name, version, importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                continue

    assert [(name, pinned, there) for name, pinned, there in installed() if pinned != there] == []


# --- bootstrap ------------------------------------------------------------------------------------------------------


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


def test_suitable_pythons_are_those_of_the_package() -> None:
    assert PYPROJECT["project"]["requires-python"] == ">=3.11,<3.13"
    assert [bootstrap.unsuitable(version) for version in ((3, 11), (3, 12))] == ["", ""]


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


# --- hashes ---------------------------------------------------------------------------------------------------------


def listed(name: str) -> dict[str, tuple[str, int]]:
    """Of a list of hashes: version and number of hashes by package."""
    found: dict[str, tuple[str, int]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / "packaging" / "hashes" / f"{name}.txt").read_text("utf-8")):
        first = re.match(r"([\w.-]+)==(\S+)", block)
        assert first, block
        found[canonicalize_name(first[1])] = first[2], len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", block))
    return found


def test_every_package_that_is_pinned_is_listed_with_hashes() -> None:
    program = {
        name: version for list_name in ("program", "test", "video") for name, (version, _) in listed(list_name).items()
    }
    assert program == {name: version for name, version in pins().items() if name in program}
    assert set(pins()) - set(program) == set()


@pytest.mark.parametrize("name", ["program", "test", "video", *("build", "uv", "bundle", "sbom")])
def test_every_list_has_a_hash_for_each_package_and_names_no_place(name: str) -> None:
    assert [package for package, (_, count) in listed(name).items() if count == 0] == []
    assert "://" not in (ROOT / "packaging" / "hashes" / f"{name}.txt").read_text("utf-8")


def test_what_is_built_and_bundled_with_is_what_is_named() -> None:
    named = PYPROJECT["build-system"]["requires"] + PYPROJECT["tool"]["uv"]["build-constraint-dependencies"]
    assert {f"{name}=={version}" for name, (version, _) in listed("build").items()} == set(named)
    for name, requirements in hashes.TOOLS.items():
        there = {f"{package}=={version}" for package, (version, _) in listed(name).items()}
        assert set(requirements) <= there


def test_the_version_stands_in_one_place() -> None:
    assert PYPROJECT["project"]["dynamic"] == ["version"] and "version" not in PYPROJECT["project"]
    assert importlib.metadata.version("facebalance-desktop") == __version__


def test_versions_of_all_parts_are_told() -> None:
    asked = {canonicalize_name(Requirement(text).name) for text in PYPROJECT["project"]["dependencies"]}
    assert {canonicalize_name(name) for name in PACKAGES} == asked
    assert "not installed" not in versions().values()


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
    assert ran == ["ruff", "mypy", "pytest"]


# --- the rest -------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("ldd") is None, reason="asks Linux's loader")
def test_no_library_that_a_window_needs_is_missing() -> None:
    qt = Path(PySide6.__file__).parent / "Qt" / "plugins"
    plugins = [
        *qt.glob("platforms/libq[owx]*.so"),
        *qt.glob("xcbglintegrations/*.so"),
        *qt.glob("wayland-*client/*.so"),
    ]
    assert {path.stem for path in plugins} >= {"libqxcb", "libqoffscreen", "libqwayland"}
    answer = subprocess.run(["ldd", *map(str, plugins)], capture_output=True, text=True, timeout=60, check=False)
    assert set(re.findall(r"(\S+) => not found", answer.stdout)) == set()
    assert bootstrap.lacking_libraries() == []


def test_a_missing_library_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "LIBRARIES", {"libabsent.so.9": "libabsent9"})
    monkeypatch.setattr(sys, "platform", "linux")
    assert bootstrap.lacking_libraries() == ["libabsent.so.9"]


def test_continuous_integration_runs_the_same_command() -> None:
    script = ROOT / ".ci" / "run"
    assert "python3 packaging/bootstrap.py test" in script.read_text("utf-8")
    assert os.access(script, os.X_OK) or sys.platform == "win32"


def test_the_licence_is_the_one_that_the_package_names() -> None:
    assert PYPROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text("utf-8")


def test_warnings_of_python_and_of_qt_fail_a_test(tmp_path: Path) -> None:
    (tmp_path / "test_sample.py").write_text(
        "import warnings\n"
        "from PySide6.QtCore import qWarning\n"
        "def test_python(): warnings.warn('sample')\n"
        "def test_qt(): qWarning('sample')\n"
        "def test_fine(): pass\n",
        "utf-8",
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "no:cacheprovider",
        str(tmp_path),
    ]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "2 failed, 1 passed" in answer.stdout
