"""Whether the clock of this computer contradicts the time at which a project was saved last."""

from __future__ import annotations

from datetime import datetime, timedelta

from facebalance_desktop.days import moment_words
from facebalance_desktop.project.model import now
from facebalance_desktop.project.summary import SavedBy
from facebalance_desktop.translation import tr

SLACK = timedelta(hours=1)
"""By how much two clocks may differ without a word: summer time that one of them did not take part in."""


def clock_words(name: str, saved_by: SavedBy | None) -> str:
    """A sentence where the clock lies before the last save of the file `name`; empty where not, or not known."""
    if saved_by is None:
        return ""
    present = now()
    try:
        ahead = datetime.fromisoformat(saved_by.at) - datetime.fromisoformat(present)
    except (ValueError, TypeError):  # what a file says may be no time, or one without its offset
        return ""
    if ahead <= SLACK:
        return ""
    return tr(
        "{name} was saved last on {saved}, but the clock of this computer says {present}: one of the two clocks is "
        "wrong. Nothing is lost; the dates of visits and versions may be wrong.",
        name=name,
        saved=moment_words(saved_by.at),
        present=moment_words(present),
    )
