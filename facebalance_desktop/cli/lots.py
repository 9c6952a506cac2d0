"""The command `lots`: who was treated with a lot, in all projects of a folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.report import FINE, PROBLEM, complain, print_json
from facebalance_desktop.days import day_words
from facebalance_desktop.planning.treatments import place_words, treatment_words
from facebalance_desktop.project.lots import LotUse, search_lots
from facebalance_desktop.translation import tr, tr_plural
from facebalance_desktop.work import JobContext, WorkerPool


def run(told: argparse.Namespace, pool: WorkerPool) -> int:
    """Print each use; a file that cannot be read is told, the others are searched, and the exit code says so."""
    found = search_lots(JobContext(), told.lot, told.folder)
    for use in found.uses:
        if told.json:
            print_json(use_json(use))
        else:
            print(use_words(use))
    if not found.uses and not told.json:
        files = tr_plural("{count} project", "{count} projects", found.searched)
        print(tr("Lot {lot} was not found as performed in {files}.", lot=told.lot, files=files))
    for problem in found.problems:
        complain(problem)
    return PROBLEM if found.problems else FINE


def use_json(use: LotUse) -> dict[str, Any]:
    item = use.treatment
    return {
        "project": str(use.path),
        "patient": {"name": use.patient.name or None, "id": use.patient.id or None},
        "treatment": item.id,
        "date": item.date,
        "lot": item.lot,
        "expiry": item.expiry,
        "product": item.product_name or None,
        "region": item.region_name or item.region or None,
        "side": item.side or None,
        "amount": item.amount,
        "unit": item.unit or None,
        "operator": item.operator or None,
        "where": item.where,
    }


def use_words(use: LotUse) -> str:
    """`a.facebalance: 12, Jane Doe: 1 Feb 2026: Lips: HA, 0.5 mL, lot X9`."""
    item, patient = use.treatment, use.patient
    whose = ", ".join(part for part in (patient.id, patient.name) if part) or tr("patient not named")
    return tr(
        "{path}: {whose}: {date}: {place}: {treatment}, lot {lot}",
        path=use.path,
        whose=whose,
        date=day_words(item.date or "") or tr("no date"),
        place=place_words(item),
        treatment=treatment_words(item),
        lot=item.lot,
    )


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("lot", metavar="LOT", help=tr("upper and lower case, spaces and hyphens do not matter"))
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=tr("searched with the folders in it"))
    parser.add_argument("--json", action="store_true", help=tr("one JSON object a treatment"))


LOTS = CliCommand("lots", tr("who was treated with a lot: searches all projects of a folder"), _add_arguments, run)
