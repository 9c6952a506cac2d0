"""Applies the colours of `tokens` and the chosen text size to the whole program."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from facebalance_desktop.render import fonts
from facebalance_desktop.resources import path as resource_path
from facebalance_desktop.ui.widgets.style_sheet import STYLE
from facebalance_desktop.ui.widgets.tokens import DARK, Tokens, tokens_for

BODY = 13
"""Pixels of the text at 100 %."""
SIGNS = "signs"
"""The name by which the style sheet finds ticks and arrows: a path in it is not understood with an apostrophe or an
ampersand."""


class Theme(QObject):
    """The theme in effect: `changed` is for widgets that paint themselves."""

    changed = Signal()
    sized = Signal()
    """The text has another size: who has a fixed size fits itself anew (`text_size.keep_fitted`)."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens: Tokens = DARK
        self.text_size = 100
        self.appearance = "dark"


_worn: list[Theme] = []


def current() -> Theme:
    """The theme of this program."""
    if not _worn:
        _worn.append(Theme())
    return _worn[0]


def tokens() -> Tokens:
    """The colours of now."""
    return current().tokens


def scaled(pixels: float) -> int:
    """A length that grows with the text, in pixels."""
    return round(pixels * current().text_size / 100)


def apply_theme(application: QApplication, appearance: str = "dark", text_size: int = 100) -> None:
    """Give the whole program its palette, style and text size; does nothing where they are in effect already."""
    theme = current()
    hints = application.styleHints()
    wanted = tokens_for(appearance, hints.colorScheme() != Qt.ColorScheme.Light)
    style = style_sheet(wanted, text_size)
    QDir.setSearchPaths(SIGNS, [str(resource_path("icons/style"))])
    is_worn, is_sized = application.styleSheet() == style, theme.text_size != text_size
    theme.tokens, theme.text_size, theme.appearance = wanted, text_size, appearance
    if is_worn:
        return
    application.setStyle("Fusion")
    application.setPalette(palette_of(wanted))
    font = QFont(fonts.family())
    font.setPixelSize(round(BODY * text_size / 100))
    application.setFont(font)
    application.setStyleSheet(style)
    theme.changed.emit()
    if is_sized:
        theme.sized.emit()


def follow_system(application: QApplication) -> None:
    """Change with the system between light and dark while the appearance is the system's."""
    theme = current()

    def follow() -> None:
        if theme.appearance == "system":
            apply_theme(application, theme.appearance, theme.text_size)

    application.styleHints().colorSchemeChanged.connect(follow)


def style_sheet(colours: Tokens, text_size: int = 100) -> str:
    """The style of all widgets in these colours and at this text size (per cent)."""
    kind = "dark" if colours.is_dark else "light"
    values: dict[str, object] = {item.name: getattr(colours, item.name) for item in fields(colours)}
    for size in (11, 12, 13, 20):
        values[f"px{size}"] = f"{round(size * text_size / 100)}px"
    values["dark_tint"] = DARK.tint  # on what is dark in both themes
    for name in ("check", "dot", "down", "up", "back", "ahead", "parent"):
        values[name] = f"{SIGNS}:{name}-{kind}.svg"
    return STYLE.format_map(values)


def palette_of(colours: Tokens) -> QPalette:
    """The palette for what no style sheet reaches."""
    palette = QPalette()
    role = QPalette.ColorRole
    for key, colour in {
        role.Window: colours.window,
        role.Base: colours.field,
        role.AlternateBase: colours.panel,
        role.Button: colours.card,
        role.WindowText: colours.t1,
        role.Text: colours.t1,
        role.ButtonText: colours.t1,
        role.ToolTipBase: colours.toast,
        role.ToolTipText: colours.on_toast,
        role.PlaceholderText: colours.t2,
        role.Highlight: colours.tint,
        role.HighlightedText: colours.on_tint,
        role.Link: colours.accent,
    }.items():
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(colours.t3))
    return palette
