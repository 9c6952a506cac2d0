"""The command `info`: what a project holds."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from pathlib import Path

from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.report import FINE, PROBLEM, info_json, info_words, print_json, print_problem
from facebalance_desktop.days import day_words
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.store import open_project
from facebalance_desktop.project.summary import summaries_in
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.work import WorkerPool


def info(told: argparse.Namespace, pool: WorkerPool) -> int:
    if told.project.is_dir():
        return _list(told.project, told.json)
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


def _list(folder: Path, is_json: bool) -> int:
    """A line for each project of a folder, from the cards in the files."""
    code = FINE
    for path, found in summaries_in(folder):
        if isinstance(found, str):
            code = PROBLEM
            print_problem(is_json, {"project": str(path)}, found)
        elif is_json:
            print_json({"project": str(path), **asdict(found)})
        else:
            last, due = found.last_visit, found.next_due(date.today())
            whose = ", ".join(filter(None, (found.id, found.name))) or tr("patient not named")
            photos = tr_plural("{count} photo", "{count} photos", found.photos)
            words = [
                whose,
                photos,
                tr("last visit {last}", last=day_words(last)) if last else tr("no dated visit"),
                tr("due {due}", due=day_words(due)) if due else "",
            ]
            print(f"{path.name}: {'; '.join(filter(None, words))}")
    return code


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", type=Path, metavar="PROJECT|FOLDER")
    parser.add_argument("--json", action="store_true", help=tr("one JSON object"))


INFO = CliCommand("info", tr("what a project contains; for a folder, the projects in it"), _add_arguments, info)
