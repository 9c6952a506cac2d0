"""`facebalance measure`: the measures of photos of a face, with their errors."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from facebalance_desktop import __version__, settings
from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_kinds import measure_table
from facebalance_desktop.analysis.measures import Reading, needs_words
from facebalance_desktop.cli.photos import analysed_files
from facebalance_desktop.cli.report import FINE, PROBLEM, complain, print_json
from facebalance_desktop.project.measurements import readings_of
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.work import WorkerPool


def run(told: argparse.Namespace, pool: WorkerPool) -> int:
    """Print what is measured on each photo; a photo that cannot be read is told and the others go on."""
    table = measure_table(settings.clinic_dir(settings.load().settings))
    for problem in table.problems:
        complain(problem)
    code = FINE
    for name, photo in analysed_files(pool, told.photos):
        if isinstance(photo, str):
            code = PROBLEM
            if told.json:
                print_json({"photo": name, "problem": photo})
            else:
                complain(photo)
            continue
        readings = readings_of(photo, table)
        if told.json:
            print_json(readings_json(name, view_of(photo), readings))
        else:
            print_words(Path(name).name, readings)
    return code


def readings_json(name: str, view: str | None, readings: Mapping[str, Reading]) -> dict[str, Any]:
    return {
        "photo": name,
        "view": view,
        "program": f"FaceBalance Desktop {__version__}",
        "measures": [reading.as_json() for reading in readings.values()],
    }


def print_words(name: str, readings: Mapping[str, Reading]) -> None:
    print(name)
    for reading in readings.values():
        if reading.value is None:
            figures = needs_words(reading)
        else:
            half = "" if reading.sigma is None else f" ± {RANGE * reading.sigma:.2f}"
            figures = f"{reading.value:.2f}{half} {reading.kind.unit}"
            if reading.status == "unconfirmed":
                figures += f"  unconfirmed: {needs_words(reading)}"
        print(f"  {reading.kind.name}: {figures}")
