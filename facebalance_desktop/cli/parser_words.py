"""What Python's parser of arguments says of itself, in the program's language."""

from __future__ import annotations

import argparse

from facebalance_desktop.translation import tr, tr_plural

SAID = {
    "usage: ": tr("usage: "),
    "positional arguments": tr("positional arguments"),
    "options": tr("options"),
    "show this help message and exit": tr("show this help message and exit"),
    "%(prog)s: error: %(message)s\n": tr("%(prog)s: error: %(message)s\n"),
    "argument %(argument_name)s: %(message)s": tr("argument %(argument_name)s: %(message)s"),
    "the following arguments are required: %s": tr("the following arguments are required: %s"),
    "one of the arguments %s is required": tr("one of the arguments %s is required"),
    "unrecognized arguments: %s": tr("unrecognized arguments: %s"),
    "not allowed with argument %s": tr("not allowed with argument %s"),
    "ignored explicit argument %r": tr("ignored explicit argument %r"),
    "ambiguous option: %(option)s could match %(matches)s": tr("ambiguous option: %(option)s could match %(matches)s"),
    "expected one argument": tr("expected one argument"),
    "expected at most one argument": tr("expected at most one argument"),
    "expected at least one argument": tr("expected at least one argument"),
    "invalid choice: %(value)r (choose from %(choices)s)": tr("invalid choice: %(value)r (choose from %(choices)s)"),
    "invalid %(type)s value: %(value)r": tr("invalid %(type)s value: %(value)r"),
    "unknown parser %(parser_name)r (choices: %(choices)s)": tr(
        "unknown parser %(parser_name)r (choices: %(choices)s)"
    ),
}
"""The parser's sentences by their English words, as it looks them up; all others stay in English."""


def speak() -> None:
    """Have the parser look its sentences up here: it would ask gettext, which has no catalogue for them."""
    argparse._ = _said  # type: ignore[attr-defined]  # the name under which the parser asks for a translation
    argparse.ngettext = _said_plural  # type: ignore[attr-defined]  # and for one with a number


def _said(text: str) -> str:
    return SAID.get(text, text)


def _said_plural(one: str, many: str, count: int) -> str:
    if one == "expected %s argument":
        return tr_plural("expected %s argument", "expected %s arguments", count)
    return one if count == 1 else many
