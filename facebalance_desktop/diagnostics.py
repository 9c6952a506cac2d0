"""What went wrong, kept for its maintainers, without anything of a patient: no names, no paths, no texts.

The log and the crash log lie in the user-only folder `log`; nothing of them leaves the machine unless a user copies
the report and pastes it somewhere.
"""

from __future__ import annotations

import faulthandler
import importlib.metadata
import logging
import logging.handlers
import os
import platform
import re
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import TracebackType

from facebalance_desktop import __version__, settings
from facebalance_desktop.errors import described, source_name, without_paths

OURS = "facebalance_desktop"
LOG, CRASHES = "facebalance.log", "crash.log"
LARGEST, KEPT = 256 * 1024, 3
"""Bytes of one log file, and how many full ones are kept besides."""
SOURCE = re.compile(r'File "([^"]*)"')
SHOWN = 200
"""Lines of the log in a report."""
PACKAGES = (
    *("PySide6-Essentials", "mediapipe", "opencv-contrib-python", "numpy", "Pillow", "pillow-heif", "rawpy"),
    *("tifffile", "imagecodecs", "matplotlib", "platformdirs", "tomli-w"),
)
"""What pyproject.toml asks for."""
log = logging.getLogger(__name__)


def log_dir() -> Path:
    """The user-only folder of the logs."""
    return settings.user_only(settings.data_dir() / "log")


class _Formatter(logging.Formatter):
    """Lines without what a user may have typed: exceptions by their kind and place, texts without paths."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        told = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        text = super().format(told)
        return without_paths(text if error is None else f"{text}: {described(error)}")


class _File(logging.handlers.RotatingFileHandler):
    """A log whose errors never reach the program: where it cannot be written or rotated, nothing is logged."""

    def doRollover(self) -> None:  # noqa: N802  # logging's name
        with suppress(OSError):  # another window has it open
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging's name
        """The disk is full or the folder gone: the program goes on without a log."""


@contextmanager
def logged() -> Iterator[None]:
    """Keep a log while the program runs; bugs in threads and in finalizers come into it as well."""
    ours = logging.getLogger(OURS)
    level, thread_hook, last_hook = ours.level, threading.excepthook, sys.unraisablehook
    handler: logging.Handler = logging.NullHandler()
    with suppress(OSError):
        handler = _File(log_dir() / LOG, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True)
        handler.setFormatter(_Formatter())
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    threading.excepthook = partial(_log_thread, thread_hook)
    sys.unraisablehook = partial(_log_unraisable, last_hook)
    log.info("start of %s on Python %s, %s", __version__, platform.python_version(), sys.platform)
    try:
        yield
    finally:
        log.info("end")
        threading.excepthook, sys.unraisablehook = thread_hook, last_hook
        ours.setLevel(level)
        ours.removeHandler(handler)
        handler.close()


def log_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A bug that nothing caught."""
    log.critical("unexpected: %s", described(error.with_traceback(trace)))


def _log_thread(before: Callable[[threading.ExceptHookArgs], object], told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        log.critical("unexpected, in a thread: %s", described(told.exc_value))
    if before is not threading.__excepthook__:  # which prints to stderr
        before(told)


def _log_unraisable(before: Callable[[sys.UnraisableHookArgs], object], told: sys.UnraisableHookArgs) -> None:
    if told.exc_value is not None:
        log.error("in a finalizer: %s", described(told.exc_value))
    if before is not sys.__unraisablehook__:
        before(told)


def keep_crashes() -> None:
    """Have a crash of native code write down where Python was, and leave no core dump: it would hold the photos."""
    if sys.platform == "win32":
        import ctypes

        no_report = 0x0002 | 0x0001  # SEM_NOGPFAULTERRORBOX, SEM_FAILCRITICALERRORS
        ctypes.windll.kernel32.SetErrorMode(no_report)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError):
        path = log_dir() / CRASHES
        size = path.stat().st_size if path.exists() else 0
        file = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if size > LARGEST else os.O_APPEND), 0o600)
        faulthandler.enable(file=file)


def versions() -> dict[str, str]:
    """The versions of the program, the system, Python and every package, by name."""
    return {
        "FaceBalance Desktop": __version__,
        "System": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }


def report(facts: Mapping[str, str] | None = None) -> str:
    """What the maintainers of the program need to know: versions, the machine, `facts`, and the end of the logs."""
    lines = {**versions(), "Processors": str(os.cpu_count()), **(facts or {})}
    told = [f"{name}: {value}" for name, value in lines.items()]
    for name in (LOG, CRASHES):
        told += ["", f"The end of {name}:", *_end_of(log_dir() / name)]
    return without_paths("\n".join(told)) + "\n"


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _shortened(found: re.Match[str]) -> str:
    return f'File "{source_name(found[1])}"'


def _end_of(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return [SOURCE.sub(_shortened, line.rstrip("\n")) for line in deque(file, SHOWN)] or ["(empty)"]
    except OSError:
        return ["(nothing)"]
