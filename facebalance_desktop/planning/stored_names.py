"""Names that a project keeps as they were when they were used, told in the language that is spoken now.

Only a name that our own table has for the same id, in any of its languages, is told in this one. Every other name is
the clinic's or the surgeon's and is told as it was written. What is stored does not change.
"""

from __future__ import annotations

from functools import lru_cache

from facebalance_desktop.resources import own_names
from facebalance_desktop.translation import in_every_language, sided, tr


def told_name(table: str, row_id: str, stored: str) -> str:
    """The stored name of a row of a table; of one of a pair, whose id ends in -right or -left, with its side."""
    ours, told = _names_of(table, row_id)
    return told if stored in ours else stored


@lru_cache(maxsize=1024)
def _names_of(table: str, row_id: str) -> tuple[frozenset[str], str]:
    """A row's name in every language, and in the one that is spoken. What a project stored is not remembered."""
    names = own_names(table)
    side = next((side for side in ("right", "left") if row_id.endswith(f"-{side}") and row_id not in names), "")
    english = names.get(row_id.removesuffix(f"-{side}"))
    if english is None:
        return frozenset(), ""
    return in_every_language(english, side), sided(tr(english), side) if side else tr(english)
