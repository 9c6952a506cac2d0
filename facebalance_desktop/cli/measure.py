"""`facebalance measure`: the measures of photos of a face, or the differences of two, with their errors."""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping
from typing import Any

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_differences import Difference, difference_words, digits
from facebalance_desktop.analysis.measure_kinds import MeasureTable
from facebalance_desktop.analysis.measures import Reading, needs_words
from facebalance_desktop.analysis.scale import LEAST, MOST, NO_SCALE, Scale, ScaleChoice
from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.photos import analysed_files
from facebalance_desktop.cli.report import FINE, PROBLEM, complain, print_json
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.clinic_rules import MEASURES, POINT_ERRORS
from facebalance_desktop.project.measure_report import differences_csv, pair_json, photo_json, readings_csv
from facebalance_desktop.project.measurements import differences_of, readings_of, scale_of_pair, scale_on
from facebalance_desktop.project.model import Photo
from facebalance_desktop.project.visits import view_of
from facebalance_desktop.translation import NO_BREAK, decimal, tr
from facebalance_desktop.work import WorkerPool


def run(told: argparse.Namespace, pool: WorkerPool) -> int:
    """Print what is measured on each photo; a photo that cannot be read is told and the others go on."""
    if told.difference and len(told.photos) != 2:
        raise Problem(tr("A difference needs two photos: facebalance measure BEFORE AFTER --difference."))
    table = MEASURES.value
    for problem in (*MEASURES.problems, *POINT_ERRORS.problems):
        complain(problem)
    read = list(analysed_files(pool, told.photos))
    if told.difference:
        return _difference(told, table, read)
    code, rows = FINE, []
    for name, photo in read:
        if isinstance(photo, str):
            code = PROBLEM
            if told.json:
                print_json({"photo": name, "problem": photo})
            else:
                complain(photo)
            continue
        found = readings_of(photo, table)
        scale = _told_scale(scale_on(photo, told.scale), name)
        line = photo_json(name, view_of(photo), found, scale)
        rows.append((line, found))
        if told.json:
            print_json(line)
        elif not told.csv:
            print_readings(line, found)
    if told.csv:
        sys.stdout.write(readings_csv(rows))
    return code


def _difference(told: argparse.Namespace, table: MeasureTable, read: list[tuple[str, Photo | str]]) -> int:
    (first, before), (second, after) = read
    for photo in (before, after):
        if isinstance(photo, str):
            raise Problem(photo)
    if isinstance(before, str) or isinstance(after, str):
        return PROBLEM
    found = differences_of(before, after, table)
    scale = _told_scale(scale_of_pair(before, after, told.scale), f"{first}, {second}")
    line = pair_json((first, second), view_of(before), found, scale)
    if told.json:
        print_json(line)
    elif told.csv:
        sys.stdout.write(differences_csv(line, found))
    else:
        print_differences(line, found)
    return FINE


def _told_scale(scale: Scale | str | None, name: str) -> Scale | str | None:
    if isinstance(scale, str):
        complain(f"{name}: {scale}")
    return scale


def print_readings(line: Mapping[str, Any], found: Mapping[str, Reading]) -> None:
    print(line["photo"])
    for item, reading in zip(line["measures"], found.values(), strict=True):
        figures = needs_words(reading)
        if reading.value is not None and reading.sigma is not None:
            half = RANGE * reading.sigma
            form = f".{digits(half)}f"
            doubt = tr("  unconfirmed: {figures}", figures=figures) if reading.status == "unconfirmed" else ""
            figures = f"{decimal(reading.value, form)} ±{NO_BREAK}{decimal(half, form)}{NO_BREAK}{reading.kind.unit}"
            figures += _mm(item) + doubt
        print(f"  {reading.kind.name}: {figures}")
    _print_scale(line)


def print_differences(line: Mapping[str, Any], found: Mapping[str, Difference]) -> None:
    for item, difference in zip(line["measures"], found.values(), strict=True):
        print(f"{difference.kind.name}: {difference_words(difference)}{_mm(item)}")
    for sentence in line["summary"]:
        print(sentence)
    _print_scale(line)


def _mm(item: Mapping[str, Any]) -> str:
    if "mm" not in item:
        return ""
    half = RANGE * item["mm_sigma"]
    return tr(" ({item:.{digits}f} ± {half:.{digits}f} mm)", digits=digits(half), item=item["mm"], half=half)


def _print_scale(line: Mapping[str, Any]) -> None:
    if line["scale"] is not None:
        print(tr("mm by {line}", line=line["scale"]["from"]))


def _scale(text: str) -> ScaleChoice:
    if text in ("none", "iris"):
        return ScaleChoice("iris" if text == "iris" else "none")
    name, _, number = text.partition("=")
    try:
        mm = float(number)
    except ValueError:
        mm = math.nan
    if name != "pupils" or not LEAST <= mm <= MOST:
        raise argparse.ArgumentTypeError(
            tr("iris, none, or pupils=MM with the pupil distance in mm, such as pupils=62.5")
        )
    return ScaleChoice("pupils", mm)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photos", nargs="+", metavar="PHOTO")
    parser.add_argument("--difference", action="store_true", help=tr("of two photos: after minus before"))
    parser.add_argument(
        "--scale", type=_scale, default=NO_SCALE, metavar="iris|pupils=MM|none", help=tr("what lengths in mm come from")
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=tr("one JSON object a line"))
    form.add_argument("--csv", action="store_true", help=tr("one line a measure"))


MEASURE = CliCommand(
    "measure", tr("the measures of a face, or what changed in them, with their errors"), _add_arguments, run
)
