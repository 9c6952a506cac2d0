"""The command `info`: what a project holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.report import FINE, PROBLEM, info_json, info_words, print_json, print_problem
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.store import open_project
from facebalance_desktop.work import WorkerPool


def info(told: argparse.Namespace, pool: WorkerPool) -> int:
    try:
        project = open_project(told.project).project
    except Problem as problem:
        print_problem(told.json, {"project": str(told.project)}, problem.sentence)
        return PROBLEM
    if told.json:
        print_json(info_json(str(told.project), project))
    else:
        print(info_words(str(told.project), project))
    return FINE


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", type=Path, metavar="PROJECT")
    parser.add_argument("--json", action="store_true", help="one JSON object")


INFO = CliCommand("info", "what a project holds", _add_arguments, info)
