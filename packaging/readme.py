"""Writes the parts of README.md that are made from the program's own tables: the keys and the command line.

python packaging/readme.py           tells whether they are as the tables say
python packaging/readme.py --write   writes them
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from facebalance_desktop.cli.commands import COMMANDS
from facebalance_desktop.ui.app.commands.table import commands
from facebalance_desktop.ui.app.sheets import BY_HAND
from facebalance_desktop.ui.presentation.presentation import KEYS

README = Path(__file__).resolve().parent.parent / "README.md"


def keys_table() -> str:
    """Every command that has a key, a row for each menu; then what the pointer does, and the keys of a presentation."""
    menus: dict[str, list[tuple[str, str]]] = {}
    for command in commands():
        if command.keys:
            keys = " ".join(f"`{key}`" for key in command.keys)
            menus.setdefault(command.menu.replace("&", ""), []).append((keys, command.text.rstrip(" …")))
    rows = [(menu, _cells(listed)) for menu, listed in menus.items()]
    rows.append(("By hand", _cells((f"*{what}*", words) for what, words in BY_HAND)))
    rows.append(("In a presentation", _cells((f"*{keys}*", words) for keys, words in KEYS)))
    return "\n".join(["| Where | Keys |", "|---|---|", *(f"| {where} | {cells} |" for where, cells in rows)])


def _cells(listed: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{keys} {words}" for keys, words in listed)


def usage_block() -> str:
    """The usage of every command, with what it is for."""
    lines = ["```", "facebalance [--new-window] [FILE ...]", "    the window, with photos or a project"]
    for command in COMMANDS.values():
        parser = argparse.ArgumentParser(prog=f"facebalance {command.name}", add_help=False)
        command.add_arguments(parser)
        usage = " ".join(parser.format_usage().removeprefix("usage: ").split())
        lines.extend((usage, f"    {command.help}"))
    return "\n".join([*lines, "```"])


def written(text: str) -> str:
    """The README with its parts made anew."""
    for name, part in (("keys", keys_table()), ("usage", usage_block())):
        begin, end = f"<!-- {name}: written by packaging/readme.py -->", f"<!-- end of {name} -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise ValueError(f"README.md must have one part between {begin} and {end}")
        start, stop = text.index(begin) + len(begin), text.index(end)
        text = f"{text[:start]}\n{part}\n{text[stop:]}"
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    is_wanted = parser.parse_args().write
    text = README.read_text(encoding="utf-8")
    now = written(text)
    if is_wanted:
        README.write_text(now, encoding="utf-8")
    elif now != text:
        print("README.md differs from the program's tables: python packaging/readme.py --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
