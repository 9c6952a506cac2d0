"""Sentences for the user that stand outside a call of tr, and so are in no catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

TRANSLATED = {"tr", "tr_plural"}
NOT_SHOWN = re.compile(
    r"(^|\.)(log|logging)\.|re\.(compile|match|sub|search|split|fullmatch|findall)$|setStyleSheet$|setObjectName$"
    r"|TypeVar|getattr$|setattr$|hasattr$|cast$|QFont$|QColor$|findChild|property$|import_module$|getLogger$"
    r"|remove(prefix|suffix)$|startswith$|endswith$|strftime$|strptime$|QKeySequence$|setApplication\w+$|Literal$"
)
"""Calls whose texts nobody reads on the screen."""
BUGS = {"RuntimeError", "AssertionError", "TypeError", "KeyError", "LookupError", "OSError", "FileNotFoundError"}
"""Exceptions that are no messages to the user; a ValueError may be, where a table of the clinic is checked."""
CHECKED = ("analysis", "planning", "comparison", "drawing", "resources")
CODED = {"key", "keys", "shortcut", "id", "icon", "metavar", "dest", "kind", "encoding", "mode", "suffix", "source"}
KEYS = re.compile(r"((Ctrl|Shift|Alt|Meta)\+)+\S+( .*)?|Space|Esc|Enter|Return|Backspace|Del|Home|End|PgUp|PgDown|F\d+")
NAMES = {"Lab", "WebP", "JPEG 2000", "JPEG XL", "La", "BigTIFF", "FaceBalance", "Fusion", "% iod", "% se-me"}
"""Names of things, the same in all languages, and codes."""
FILE = re.compile(r"[\w .{}-]+\.(jpg|png|ttf|toml|json|svg)")


def is_sentence(text: str) -> bool:
    """Whether it reads like something for the user: several words, or one that begins large."""
    told = text.strip().removeprefix("&")  # the name of a menu
    if not re.search("[A-Za-z]{2,}", told) or told in NAMES or KEYS.fullmatch(told) or FILE.fullmatch(told):
        return False
    if told.startswith(("<", "#", ">", "http", "image/")) or re.match(r"[a-z-]+: ?\S+( \S+)*;", told) or "{" in told:
        return False
    return bool(re.search("[A-Za-z]{2,} | [A-Za-z]{2,}", told) or re.fullmatch("[A-Z][a-z]+[ .:,…A-Za-z()-]*", told))


JOINING = re.compile(r"\{\} [A-Za-z]{2,} \{\}|\n[A-Z][a-z]+: \{\}")
"""A word between two values, or one that names the value after it in a line of its own."""


def _shape(node: ast.expr) -> str:
    """An f-string with {} for each value; empty for a plain string."""
    parts = node.values if isinstance(node, ast.JoinedStr) else ()
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)


def bare(source: str, module: str) -> Iterator[tuple[int, str]]:
    """Line and text of every sentence outside tr; docstrings, annotations, names and bugs are none."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    spoken = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text, inside = node.value, isinstance(above[node], ast.JoinedStr | ast.FormattedValue)
        elif isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
            inside = isinstance(above[node], ast.FormattedValue)
        else:
            continue
        is_part = isinstance(above[node], ast.IfExp) and bool(re.fullmatch(r" .*[A-Za-z]{3,}.*", text))
        is_said = is_part or is_sentence(text) or bool(JOINING.search(_shape(node)))
        if not inside and node not in spoken and is_said and _is_shown(node, above, module):
            yield node.lineno, text


def _is_shown(node: ast.expr, above: dict[ast.AST, ast.AST], module: str) -> bool:
    child: ast.AST = node
    while (parent := above.get(child)) is not None:
        if isinstance(parent, ast.Call) and child is not parent.func:
            called = ast.unparse(parent.func)
            if called in TRANSLATED or NOT_SHOWN.search(called) or called in BUGS:
                return False
            if called.endswith("Error") and not module.startswith(CHECKED):
                return False
        if _is_code(parent, child):
            return False
        if isinstance(parent, ast.stmt):
            break
        child = parent
    return True


def _is_code(parent: ast.AST, child: ast.AST) -> bool:
    """A key, an annotation, what is compared or asserted: text of the program itself."""
    if isinstance(parent, ast.Subscript):
        return child is parent.slice
    if isinstance(parent, ast.Dict):
        return child in parent.keys
    if isinstance(parent, ast.Assert):
        return child is parent.msg
    if isinstance(parent, ast.AnnAssign):
        return child is parent.annotation
    if isinstance(parent, ast.Assign):
        return ast.unparse(parent.targets[0]) in ("__all__", "__slots__")
    if isinstance(parent, ast.keyword):
        return parent.arg in CODED
    return isinstance(parent, ast.Compare | ast.arg | ast.match_case)


FIGURED = re.compile(r"(\.[1-9*]\w*f|g|%)$")
"""Formats that write a decimal sign."""


def bare_figures(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every number that is written with a decimal point in all languages: outside tr and decimal."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.FormattedValue) or not isinstance(node.format_spec, ast.JoinedStr):
            continue
        parts = node.format_spec.values
        form = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in parts)
        is_compared = isinstance(above[above[node]], ast.Compare)
        if FIGURED.search(form) and not is_compared:
            yield node.lineno, ast.unparse(above[node])


LOOSE = re.compile(r"(?<=[\d}]) %|± (?=[\d{])")


def loose_figures(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of every figure outside tr that a line could part from its per cent, or its error from its sign."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr) or isinstance(above[node], ast.FormattedValue):
            continue
        if LOOSE.search(_shape(node)):
            yield node.lineno, ast.unparse(node)


def with_spaces(text: str) -> str:
    """The text with plain spaces for its no-break ones."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
