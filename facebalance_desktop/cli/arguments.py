"""What a command of the command line is, and the arguments that several commands take."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from facebalance_desktop.translation import tr
from facebalance_desktop.work import WorkerPool


@dataclass(frozen=True)
class CliCommand:
    """One command, declared in the file that carries it out.

    `run` returns the exit code; a Problem that concerns the whole command is raised.
    """

    name: str
    help: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, WorkerPool], int]


def add_output(parser: argparse.ArgumentParser, help: str, metavar: str = "FILE", is_required: bool = True) -> None:
    """`-o` with `--force`, without which no file is replaced."""
    parser.add_argument("-o", dest="output", type=Path, required=is_required, metavar=metavar, help=help)
    parser.add_argument("--force", action="store_true", help=tr("replace a file that is there"))


def listed(kind: str, known: Callable[[], Sequence[str]]) -> Callable[[str], tuple[str, ...]]:
    """The type of an argument of words parted by commas, each of them one of `known`."""

    def read(text: str) -> tuple[str, ...]:
        words = tuple(word.strip() for word in text.split(",") if word.strip())
        unknown = [word for word in words if word not in known()]
        if unknown:
            raise argparse.ArgumentTypeError(
                tr(
                    "unknown {kind} {unknown}; there are {names}",
                    kind=kind,
                    unknown=", ".join(unknown),
                    names=", ".join(known()),
                )
            )
        return words

    return read
