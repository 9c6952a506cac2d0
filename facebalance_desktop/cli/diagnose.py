"""The command `diagnose`: what the maintainers of the program need to know, without anything of a patient."""

from __future__ import annotations

import argparse

from facebalance_desktop import diagnostics
from facebalance_desktop.cli.arguments import CliCommand
from facebalance_desktop.cli.report import FINE
from facebalance_desktop.translation import tr
from facebalance_desktop.work import WorkerPool


def run(told: argparse.Namespace, pool: WorkerPool) -> int:
    print(diagnostics.report(), end="")
    return FINE


DIAGNOSE = CliCommand(
    "diagnose", tr("versions and the end of the log, without anything of a patient"), lambda parser: None, run
)
