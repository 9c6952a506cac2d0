"""Decides what was asked for: a command, or the window."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Sequence

from facebalance_desktop.diagnostics import logged
from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.project.starts import StartRequest, Starts
from facebalance_desktop.translation import tr

log = logging.getLogger(__name__)
FINE, PROBLEM = 0, 3
"""Exit codes: done, and a problem that a sentence tells."""
NEW_WINDOW = "--new-window"
JOINED = tr("Shown in the FaceBalance window that is open already.")

LACKING = re.compile(r"(lib\S+): cannot open shared object file")
LACKING_LIBRARY = tr(
    "This system has no {library}, which the program needs. On Debian and Ubuntu this line installs it: "
    "sudo apt install libgl1 libegl1"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `facebalance` with these arguments and return the exit code: 0 fine, 2 wrong usage, 3 a problem."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(handlers=[logging.NullHandler()])  # stderr carries only our sentences
    with logged():
        try:
            return _do(words)
        except ImportError as error:
            if (lacking := LACKING.match(str(error))) is None:
                raise
            complain(LACKING_LIBRARY.format(library=lacking[1]))
            return PROBLEM


def _do(words: list[str]) -> int:
    if words[:1] == [NEW_WINDOW]:
        return open_window(words[1:], joins=False)
    if not words or not (words[0].startswith("-") or words[0].isalpha()):
        return open_window(words)  # before the commands are loaded: a command is a word, a file's name has an ending
    from facebalance_desktop.cli.commands import COMMANDS, parser, run

    if words[0].isalpha() and words[0] not in COMMANDS:
        return open_window(words)
    told = parser().parse_args(words)
    if told.command == "demo" and told.output is None and has_display():
        return open_window([], is_demonstration=True)
    try:
        return run(told)
    except Problem as problem:
        complain(problem.sentence)
        return PROBLEM
    except (Cancelled, KeyboardInterrupt):
        complain(tr("Stopped; nothing else was written."))
        return PROBLEM
    except Exception:
        log.exception("a command failed")
        complain(
            tr(
                "Something unexpected happened in the program itself; your photos and projects are unchanged. "
                "facebalance diagnose tells more."
            )
        )
        return PROBLEM


def complain(sentence: str) -> None:
    """A sentence on stderr, which carries nothing else."""
    print(sentence, file=sys.stderr, flush=True)


def has_display() -> bool:
    """Whether a window can be shown here."""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def open_window(words: Sequence[str], is_demonstration: bool = False, joins: bool = True) -> int:
    """Show these photos or this project in the window that is open already, else in one that is open until it returns.

    `joins`: False for a window of its own.
    """
    if not has_display() and os.environ.get("QT_QPA_PLATFORM", "") in ("", "xcb", "wayland"):
        complain(tr("There is no display here. Commands work without one: try facebalance --help."))
        return PROBLEM
    starts: Starts | None = None
    try:
        starts = Starts() if joins else None
        if starts and not starts.take() and starts.hand_over(StartRequest.of(words, is_demonstration)):
            print(JOINED)
            return FINE
    except OSError:  # no folder to meet in: a window of its own
        log.warning("no folder for later starts")
    from facebalance_desktop.ui.app.application import run

    try:
        return run(words, is_demonstration, starts)
    finally:
        if starts is not None:
            starts.free()
