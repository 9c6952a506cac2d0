"""Named sets of guides: ours (resources/guide_sets.toml) and the clinic's own, kept in its folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from facebalance_desktop import resources
from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.translation import tr

FILE = "guide_sets.toml"


@dataclass(frozen=True)
class GuideSet:
    id: str
    name: str
    guides: tuple[str, ...]


def guide_sets(clinic: resources.ClinicFolder | None) -> tuple[GuideSet, ...]:
    """Every set in the order of the tables."""
    rows = resources.table("guide_sets", clinic, check_row).rows
    return tuple(GuideSet(row["id"], row["name"], tuple(row["guides"])) for row in rows)


def check_row(row: resources.Row) -> None:
    if row.get("hidden"):
        return
    if not isinstance(row["name"], str) or not isinstance(row["guides"], list):
        raise ValueError(tr("a set needs a name and a list of guides"))


def keep_set(clinic: Path, name: str, guides: Sequence[str]) -> None:
    """Add a set to the clinic's table, in place of one of the same name. Raises Problem if it cannot be written."""
    own = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "set"
    path = clinic / FILE
    known = resources.table("guide_sets", clinic, check_row).rows if path.is_file() else ()
    ours = {row["id"] for row in resources.table("guide_sets").rows}
    kept = [dict(row) for row in known if row["id"] not in ours and row["id"] != own]
    kept.append({"id": own, "name": name, "guides": list(guides), "source": tr("set by the clinic")})
    try:
        clinic.mkdir(parents=True, exist_ok=True)
        write_atomically(path, tomli_w.dumps({"row": kept}).encode("utf-8"), is_shared=True)
    except OSError as error:
        raise Problem(
            tr(
                "The set {name} could not be kept in the clinic's folder ({reason}); the guides stay as they are.",
                name=name,
                reason=reason(error),
            )
        ) from None
