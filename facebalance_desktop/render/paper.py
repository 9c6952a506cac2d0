"""The paper of pages that name none: what was chosen in the settings, else what offices of the place use."""

from __future__ import annotations

import os

from PySide6.QtCore import QLocale

from facebalance_desktop.drawing.templates import Paper

LETTER_PLACES = frozenset(["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"])
"""Territories whose usual paper is US Letter, by the paperSize of Unicode CLDR 46; all others have A4."""


def paper_of(chosen: str) -> Paper:
    """The paper that the setting `paper` names; that of the place where it follows the system."""
    named: dict[str, Paper] = {"a4": "a4", "letter": "letter"}
    return named.get(chosen) or usual_paper(_place())


def usual_paper(place: QLocale) -> Paper:
    return "letter" if QLocale.territoryToCode(place.territory()) in LETTER_PLACES else "a4"


def _place() -> QLocale:
    """The system's place; on Linux LC_PAPER stands above LANG."""
    paper = "" if os.environ.get("LC_ALL") else os.environ.get("LC_PAPER", "")
    return QLocale(paper) if paper else QLocale.system()
