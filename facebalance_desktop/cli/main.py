"""Decides what was asked for: a command, or the window."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from facebalance_desktop.diagnostics import logged
from facebalance_desktop.errors import Cancelled, Problem

log = logging.getLogger(__name__)
PROBLEM = 3
"""Exit code of a problem that a sentence tells."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `facebalance` with these arguments and return the exit code: 0 fine, 2 wrong usage, 3 a problem."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    logging.basicConfig(handlers=[logging.NullHandler()])  # stderr carries only our sentences
    with logged():
        return _do(words)


def _do(words: list[str]) -> int:
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
        complain("Stopped; nothing else was written.")
        return PROBLEM
    except Exception:
        log.exception("a command failed")
        complain(
            "Something unexpected happened in the program itself; your photos and projects are unchanged. "
            "facebalance diagnose says more."
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


def open_window(words: Sequence[str], is_demonstration: bool = False) -> int:
    """Show the window with these photos or this project; returns when it is closed."""
    if not has_display() and os.environ.get("QT_QPA_PLATFORM", "") in ("", "xcb", "wayland"):
        complain("There is no display here. Commands work without one: try facebalance --help.")
        return PROBLEM
    from facebalance_desktop.ui.app.application import run

    return run(words, is_demonstration)
