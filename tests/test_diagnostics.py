"""Errors leave a trace for whoever mends the program, and nothing of a patient in it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from canvases_made import pair_with_faces
from driving import Script, drive, window, workspace
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from sources import ROOT
from workspaces import begin_to_lay_out

from facebalance_desktop import diagnostics
from facebalance_desktop.cli.main import main
from facebalance_desktop.errors import described, without_paths
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.model import Patient, new_id
from facebalance_desktop.settings import Settings, save
from facebalance_desktop.ui.annotate.tools.tool import Tool
from facebalance_desktop.ui.app.diagnostic_facts import COPIED
from facebalance_desktop.ui.open_project.job_bridge import UNEXPECTED
from facebalance_desktop.work import run_in_thread

SECRET = "Erika Mustermann"
log = logging.getLogger("facebalance_desktop.of_a_test")


@pytest.fixture
def kept(home: Path) -> Iterator[Path]:
    """The log of a program that runs."""
    with diagnostics.logged():
        yield home / "log" / diagnostics.LOG


def fail() -> None:
    try:
        Path(f"/home/{SECRET}/photo of {SECRET}.jpg").read_bytes()
    except OSError as error:
        raise ValueError(f"{SECRET} cannot be read") from error


def test_an_exception_is_described_by_kind_and_place() -> None:
    with pytest.raises(ValueError, match=SECRET) as caught:
        fail()
    told = described(caught.value)
    assert "FileNotFoundError: No such file or directory\nwhich led to:" in told
    assert "in fail, test_diagnostics.py:" in told and told.endswith("\nValueError")
    assert SECRET not in told and "/home" not in told and str(ROOT) not in told


def test_what_the_code_says_of_itself_is_kept() -> None:
    with pytest.raises(AttributeError) as caught:
        None.photo  # type: ignore[attr-defined]  # noqa: B018  # that is the fault
    assert described(caught.value).endswith("AttributeError: 'NoneType' object has no attribute 'photo'")


@pytest.mark.parametrize(
    "path",
    [f"/home/{SECRET}/x.jpg", f"C:\\Users\\{SECRET}\\x", f"\\\\server\\{SECRET}", f"file:///a/{SECRET}", f"~/{SECRET}"],
)
def test_no_path_is_left(path: str) -> None:
    assert SECRET not in without_paths(f"cannot read {path}") and "cannot read" in without_paths(f"cannot read {path}")
    assert without_paths("ratio 1/2, in ui/canvas.py:12") == "ratio 1/2, in ui/canvas.py:12"


def test_the_log_holds_kinds_and_places_only(kept: Path) -> None:
    try:
        fail()
    except ValueError:
        log.exception("a failure of %s", f"/clinic/{SECRET}")
    text = kept.read_text("utf-8")
    assert "a failure of (path)" in text and "ValueError" in text and "in fail, test_diagnostics.py" in text
    assert SECRET not in text


def test_threads_and_finalizers_are_logged(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", heard.append)
    monkeypatch.setattr(threading, "excepthook", heard.append)

    class Fragile:
        def __del__(self) -> None:
            raise ValueError(SECRET)

    with diagnostics.logged():
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        made = [Fragile()]
        made.clear()
    assert len(heard) == 2, "who listened before no longer does"
    text = (home / "log" / diagnostics.LOG).read_text("utf-8")
    assert "unexpected, in a thread" in text and "in a finalizer" in text
    assert SECRET not in text


def test_the_log_is_turned_over(kept: Path) -> None:
    for _ in range(5 * diagnostics.LARGEST // 1000):
        log.info("x" * 1000)
    files = sorted(kept.parent.iterdir())
    assert len(files) == 1 + diagnostics.KEPT
    assert all(file.stat().st_size <= diagnostics.LARGEST for file in files)


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_the_log_is_for_the_user_alone(kept: Path) -> None:
    log.info("something")
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_without_a_folder_the_program_runs_all_the_same(home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("no folder")
    with diagnostics.logged():
        log.error("nobody hears it")
    assert logging.getLogger(diagnostics.OURS).handlers == []


class Broken:
    """A tool whose failures quote what a user typed."""

    def __getattr__(self, name: str) -> object:
        raise ValueError(f"{SECRET}: {name}")


def test_failures_in_the_window_are_logged_and_the_report_holds_nothing_of_the_patient(home: Path) -> None:
    save(Settings(clinic_name=SECRET, page_footer=SECRET, text_size=110))

    def go_on() -> Script:
        project = pair_with_faces()
        photos = tuple(replace(photo, name=f"{SECRET}.jpg", camera=SECRET, format=SECRET) for photo in project.photos)
        odd = Annotation(new_id(), photos[0].id, SECRET, kind=SECRET, text=SECRET)
        patient = Patient(SECRET, SECRET, "1971-03-02")
        begin_to_lay_out(workspace(), replace(project, photos=photos, patient=patient, annotations=(odd,)))
        yield lambda: window().session.pair is not None
        canvas = window().canvas
        canvas.tool, usual = cast(Tool, Broken()), canvas.tool
        canvas.grab()
        canvas.tool = usual
        yield lambda: UNEXPECTED in window().message_bar.words.text()
        (copy,) = [one for one in window().findChildren(QAction) if one.text() == "Copy a diagnostic report"]
        copy.trigger()
        yield lambda: COPIED in window().message_bar.words.text()
        report.append(QApplication.clipboard().text())

    report: list[str] = []
    assert drive(go_on) == 0
    text = (home / "log" / diagnostics.LOG).read_text("utf-8")
    assert "in paintEvent, facebalance_desktop/ui/viewer/canvas.py:" in text and "ValueError" in text
    assert "in paintEvent" in report[0] and "Photos: 2 (other 2)" in report[0] and "text_size 110" in report[0]
    for told in (text, report[0]):
        for secret in (SECRET, "Erika", "1971", str(home), str(ROOT)):
            assert secret not in told


def test_the_command_line_prints_the_report(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_in_thread(lambda _: None).result()
    assert main(["diagnose"]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    for words in ("FaceBalance Desktop: ", "mediapipe: 0.10.21", f"The end of {diagnostics.LOG}:", "start of"):
        assert words in told.out


CRASH = """
import ctypes, resource, sys
from facebalance_desktop.diagnostics import keep_crashes
keep_crashes()
print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)
ctypes.string_at(0)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals and limits as POSIX has them")
def test_a_crash_is_written_down_and_leaves_no_core(home: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", CRASH]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (-11, "(0, 0)", "")
    assert "Segmentation fault" in (home / "log" / diagnostics.CRASHES).read_text()
    report = diagnostics.report()
    assert "Segmentation fault" in report and 'File "python3' in report and "string_at" in report
    assert not list(tmp_path.glob("core*"))
