"""The table of commands of the command line, and the parser that is made from it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from contextlib import closing

from facebalance_desktop import __version__
from facebalance_desktop.cli.align import ALIGN, LANDMARKS
from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.changes import CHANGES
from facebalance_desktop.cli.check import CHECK
from facebalance_desktop.cli.clinic import CLINIC
from facebalance_desktop.cli.compare import COMPARE, DEMO
from facebalance_desktop.cli.diagnose import DIAGNOSE
from facebalance_desktop.cli.exports import EXPORT
from facebalance_desktop.cli.info import INFO
from facebalance_desktop.cli.lots import LOTS
from facebalance_desktop.cli.measure import MEASURE
from facebalance_desktop.cli.parser_words import speak
from facebalance_desktop.cli.plan import PLAN, ZONES
from facebalance_desktop.cli.report import FINE
from facebalance_desktop.diagnostics import versions
from facebalance_desktop.translation import tr
from facebalance_desktop.work import WorkerPool

COMMANDS: Mapping[str, CliCommand] = {
    command.name: command
    for command in (
        DEMO,
        LANDMARKS,
        ALIGN,
        CHANGES,
        MEASURE,
        COMPARE,
        EXPORT,
        INFO,
        PLAN,
        LOTS,
        ZONES,
        CHECK,
        CLINIC,
        DIAGNOSE,
    )
}
"""Every command by its name, in the order of `facebalance --help`."""


def parser() -> argparse.ArgumentParser:
    """Commands and their arguments; wrong usage ends with exit code 2."""
    speak()
    top = argparse.ArgumentParser(
        prog="facebalance",
        description=tr(
            "Visual comparison, communication and documentation of photos of the face. "
            "Without a command the window opens, with any photos or project named."
        ),
        epilog=tr(
            "facebalance FILE... shows these photos or this project, in the window that is open already if there "
            "is one; facebalance --new-window FILE... in a window of its own."
        ),
    )
    told = tr("print the version; with --verbose those of all parts")
    top.add_argument("--version", action="store_true", help=told)
    top.add_argument("--verbose", action="store_true", help=argparse.SUPPRESS)
    places = top.add_subparsers(dest="command", metavar="COMMAND")
    for command in COMMANDS.values():
        command.add_arguments(places.add_parser(command.name, help=command.help))
    return top


def run(told: argparse.Namespace) -> int:
    """Do the command that was parsed."""
    if told.version:
        lines = versions().items() if told.verbose else [("facebalance", __version__)]
        print("\n".join(f"{name} {version}" for name, version in lines))
        return FINE
    if told.command is None:
        parser().error(tr("a command is missing"))
    with closing(WorkerPool()) as pool:
        return COMMANDS[told.command].run(told, pool)
