"""Writes the manual page `facebalance(1)` from the commands' own parsers."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from facebalance_desktop import __version__
from facebalance_desktop.cli.commands import COMMANDS, parser


def escaped(text: str) -> str:
    """As words of a manual page: no character of it is a request to the formatter."""
    told = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    return "\\&" + told if told.startswith((".", "'")) else told


def arguments(command: argparse.ArgumentParser) -> Iterator[str]:
    """Each argument of a command with what it is for."""
    for action in command._actions:
        if action.help is argparse.SUPPRESS or isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
        value = f" {action.metavar or action.dest.upper()}" if action.option_strings and action.nargs != 0 else ""
        yield f".TP\n.B {escaped(name)}{escaped(value)}\n{escaped(action.help or '')}"


def page() -> str:
    """The whole page, in the man macros of groff."""
    top = parser()
    lines = [
        f'.TH FACEBALANCE 1 "" "FaceBalance Desktop {__version__}" "User Commands"',
        ".SH NAME",
        "facebalance \\- before and after photos of the face, aligned, guided and annotated",
        ".SH SYNOPSIS",
        ".B facebalance\n[\\-\\-new\\-window] [FILE ...]",
        ".br",
        ".B facebalance\nCOMMAND [ARGUMENT ...]",
        ".SH DESCRIPTION",
        escaped(top.description or ""),
        ".PP",
        escaped(top.epilog or ""),
        ".PP",
        "Visual comparison, communication and documentation; not for diagnosis, treatment selection, dosing or outcome",
        "prediction. Nothing leaves the machine.",
        ".SH OPTIONS",
        *arguments(top),
        ".SH COMMANDS",
    ]
    for command in COMMANDS.values():
        own = argparse.ArgumentParser(prog=f"facebalance {command.name}", add_help=False)
        command.add_arguments(own)
        usage = " ".join(own.format_usage().partition(":")[2].split())
        lines += [f".SS {escaped(command.name)}", f"{escaped(command.help)}", ".PP", escaped(usage), *arguments(own)]
    lines += [
        ".SH EXIT STATUS",
        "0 when it was done, 2 for wrong usage, 3 for a problem that a sentence tells.",
        ".SH ENVIRONMENT",
        ".TP\n.B FACEBALANCE_HOME\nthe folder for settings, unsaved work and the clinic's projects",
        ".TP\n.B FACEBALANCE_LANGUAGE\nthe language: en, de, fr or es",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
