"""A lock that people on other machines see: `.~lock.NAME#` beside the project, with who has it open and since when.

It is advice, as in office programs: a share may be away, a machine may have died. What it cannot prevent is found when
the file is saved (file_identity.py).
"""

from __future__ import annotations

import getpass
import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from facebalance_desktop.atomic_files import write_atomically
from facebalance_desktop.days import day_words
from facebalance_desktop.errors import Problem
from facebalance_desktop.project.model import now
from facebalance_desktop.project.placing import is_alive, move_to_free
from facebalance_desktop.translation import tr

REFRESH = 300.0
"""Seconds after which a held lock's file is touched, so that others see that its program is running."""
STALE = 4 * REFRESH
"""Seconds, by the clock of the disk, without a touch: the machine that held it is off or its share was lost."""


@dataclass(frozen=True)
class Holder:
    """Who has a project open. `token` tells one opening from every other; `age` is seconds since the last touch."""

    host: str
    user: str
    process: int
    since: str
    token: str
    age: float = 0.0

    @property
    def is_stale(self) -> bool:
        """Whether the holder's program can no longer be running."""
        return self.age > STALE or (self.host == platform.node() and not is_alive(self.process))

    @property
    def words(self) -> str:
        """`open on RECEPTION-2 by anna since 10:14`, with the day where it is another one."""
        try:
            since = datetime.fromisoformat(self.since).astimezone()
        except ValueError:
            return tr("open on {host} by {user}", host=self.host, user=self.user)
        is_today = since.date() == datetime.now(UTC).astimezone().date()
        day = "" if is_today else f"{day_words(since.date().isoformat())}, "
        return tr(
            "open on {host} by {user} since {day}{since:%H:%M}", host=self.host, user=self.user, day=day, since=since
        )


class OpenElsewhere(Problem):
    """The project is open on another machine; `holder` says who."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self.path = path
        self.holder = holder
        super().__init__(
            tr(
                "{name} is {words}. It was not opened here. Open it read-only to look at it, or take it over "
                "if you know that it is no longer in use there.",
                name=path.name,
                words=holder.words,
            )
        )


class TakenOver(Problem):
    """A project that is open here was taken over on another machine; `holder` says who."""

    def __init__(self, path: Path, holder: Holder) -> None:
        self.path = path
        self.holder = holder
        super().__init__(
            tr(
                "{name} was taken over on another machine: it is {words}. This window no longer saves into "
                "it; your changes are kept for recovery until you decide what to do with them.",
                name=path.name,
                words=holder.words,
            )
        )


class DocumentLock:
    """The lock file beside one project: `take`, `refresh` now and then, `free`. Touches the disk: in a thread."""

    def __init__(self, path: Path) -> None:
        place = Path(os.path.realpath(path))
        self.path = place.with_name(f".~lock.{place.name}#")
        self._mine = own_holder()
        self._is_held = False

    @property
    def is_held(self) -> bool:
        """False as well where the folder takes no file: then others cannot see that the project is open here."""
        return self._is_held

    def take(self, takes_over: bool = False) -> Holder | None:
        """Hold it; else who holds it and was not to be taken over. A stale one is taken over at once."""
        while True:
            try:
                self._put()
            except FileExistsError:
                holder = self.holder()
                if holder is not None and not holder.is_stale and not takes_over:
                    return holder
                with suppress(OSError):
                    self.path.unlink()
                if self.path.exists():  # it can be neither replaced nor removed: it stays, and is told
                    return holder
            except OSError:
                return None  # a read-only folder, a share that is away
            else:
                self._is_held = True
                return None

    def holder(self) -> Holder | None:
        """Who holds it now; None where it is free, or it cannot be read."""
        try:
            value = json.loads(self.path.read_bytes()[:10_000])
            age = self._disk_time() - self.path.stat().st_mtime
            host, user = str(value["host"])[:100], str(value["user"])[:100]
            token = str(value["token"])[:64]
            return Holder(host, user, int(value["process"]), str(value["since"])[:40], token, max(age, 0.0))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def taken_by(self) -> Holder | None:
        """Who has taken it over from us; None while it is ours, was never held, or this is not known."""
        holder = self.holder() if self._is_held else None
        return holder if holder is not None and holder.token != self._mine.token else None

    def is_ours(self) -> bool:
        """Whether it still is: another machine may have taken it over."""
        holder = self.holder()
        return holder is not None and holder.token == self._mine.token

    def refresh(self) -> None:
        """Show that this program is still running."""
        if self._is_held and self.is_ours():
            with suppress(OSError):
                os.utime(self.path)

    def free(self) -> None:
        """Remove it, unless another machine has taken it over."""
        if self._is_held and self.is_ours():
            with suppress(OSError):
                self.path.unlink()
        self._is_held = False

    def _put(self) -> None:
        """Make the file in one step. Raises FileExistsError, OSError."""
        temporary = self.path.with_name(f"{self.path.name}{self._mine.token[:8]}")
        told = {name: value for name, value in asdict(replace(self._mine)).items() if name != "age"}
        try:
            write_atomically(temporary, json.dumps(told).encode())
            move_to_free(temporary, self.path)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _disk_time(self) -> float:
        """The present by the clock of the disk, which on a share is not this machine's. Raises OSError."""
        probe = self.path.with_name(f"{self.path.name}{uuid4().hex[:8]}")
        try:
            probe.touch(mode=0o600)
            return probe.stat().st_mtime
        finally:
            with suppress(OSError):
                probe.unlink()


def own_holder() -> Holder:
    """This program, as it would stand in a lock file."""
    return Holder(platform.node(), user_name(), os.getpid(), now(), uuid4().hex)


def user_name() -> str:
    """The name by which this machine knows who works here."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return tr("an unknown user")
