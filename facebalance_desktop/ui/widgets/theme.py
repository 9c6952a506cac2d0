"""Colours and shapes of the window: calm, dark, neutral, so that skin is judged against grey."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from facebalance_desktop.render import fonts
from facebalance_desktop.resources import path as resource_path

WINDOW = "#20252b"
PANEL = "#262c33"
RAISED = "#323a44"
EDGE = "#3d4650"
TEXT = "#e8ebee"
QUIET = "#a3adb8"
ACCENT = "#4ea8de"
WARN = "#f2b560"

STYLE = f"""
QWidget {{ font-size: 13px; }}
QScrollBar:vertical {{ background: {PANEL}; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: {PANEL}; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {EDGE}; border-radius: 4px; min-height: 30px; min-width: 30px; margin: 1px; }}
QScrollBar::handle:hover {{ background: #5a6672; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QSplitter::handle {{ background: {EDGE}; width: 1px; }}
QMainWindow, QDialog {{ background: {WINDOW}; }}
QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {EDGE}; padding: 4px 6px; }}
QMenuBar, QMenu, QToolBar, QStatusBar {{ background: {PANEL}; color: {TEXT}; }}
QToolBar {{ border: 0; spacing: 4px; padding: 4px 6px; }}
QToolButton {{ color: {TEXT}; padding: 6px 10px; border: 1px solid transparent; border-radius: 5px; }}
QToolButton#baseline {{ padding: 4px 2px; border-radius: 0; border-right: 1px solid {EDGE}; background: {PANEL}; }}
QToolButton:hover {{ background: {RAISED}; }}
QToolButton:checked {{ background: {ACCENT}; color: #08131c; }}
QToolButton:disabled {{ color: #68727d; }}
QPushButton {{ background: {RAISED}; color: {TEXT}; border: 1px solid {EDGE}; border-radius: 5px; padding: 6px 12px; }}
QPushButton:hover {{ border-color: {ACCENT}; }}
QPushButton:disabled {{ color: #68727d; }}
QPushButton:default {{ background: {ACCENT}; color: #08131c; }}
QLineEdit, QComboBox, QDateEdit, QListWidget, QPlainTextEdit {{ background: #1a1f24; color: {TEXT};
  border: 1px solid {EDGE}; border-radius: 4px; padding: 4px 6px; selection-background-color: {ACCENT};
  selection-color: #08131c; }}
QLineEdit:focus, QListWidget:focus, QComboBox:focus, QPlainTextEdit:focus {{ border-color: {ACCENT}; }}
QLineEdit[wrong="true"] {{ border-color: {WARN}; }}
QLabel#quiet {{ color: {QUIET}; }}
QLabel#title {{ font-weight: 600; color: {TEXT}; }}
QLabel#problem {{ color: {WARN}; }}
QFrame#panel {{ background: {PANEL}; border: 0; }}
QFrame#notice {{ background: #4a3a1e; border: 1px solid {WARN}; border-radius: 5px; }}
QFrame#patient {{ background: {PANEL}; border-bottom: 1px solid {EDGE}; }}
QProgressBar {{ border: 1px solid {EDGE}; border-radius: 4px; background: #1a1f24; color: {TEXT}; text-align: center;
  max-height: 16px; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 3px; }}
QTabWidget::pane {{ border: 0; background: {PANEL}; }}
QTabBar {{ background: {WINDOW}; }}
QTabBar::tab {{ background: {WINDOW}; color: {QUIET}; padding: 8px 6px; border: 0;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ background: {PANEL}; color: {TEXT}; border-bottom-color: {ACCENT}; }}
QTabBar::tab:hover {{ color: {TEXT}; }}
QScrollArea {{ border: 0; background: {PANEL}; }}
QScrollArea > QWidget > QWidget {{ background: {PANEL}; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 3px 0; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid #75808c;
  background: #1a1f24; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {ACCENT}; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {ACCENT}; border-color: {ACCENT}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {EDGE}; }}
QToolButton:checked:disabled {{ background: transparent; border-color: {EDGE}; color: #68727d; }}
"""
CHECKED = """
QCheckBox::indicator:checked {{ image: url({check}); }}
QRadioButton::indicator:checked {{ image: url({dot}); }}
"""


USUAL = "usual text size"


def enlarge(application: QApplication, per_cent: int) -> None:
    """Text of so many per cent of the system's size, at once and everywhere."""
    usual = application.property(USUAL) or application.font().pointSizeF()
    application.setProperty(USUAL, usual)
    font = application.font()
    wanted = float(usual) * per_cent / 100
    if abs(font.pointSizeF() - wanted) > 0.05:
        font.setPointSizeF(wanted)
        application.setFont(font)


def dress(application: QApplication) -> None:
    """Give the whole program its palette and style; once, for every widget is polished anew each time."""
    icons = {name: resource_path(f"icons/{name}.svg").as_posix() for name in ("check", "dot")}
    style = STYLE + CHECKED.format(**icons)
    if application.styleSheet() == style:
        return
    application.setStyle("Fusion")
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: WINDOW,
        QPalette.ColorRole.Base: "#1a1f24",
        QPalette.ColorRole.AlternateBase: PANEL,
        QPalette.ColorRole.Button: RAISED,
        QPalette.ColorRole.WindowText: TEXT,
        QPalette.ColorRole.Text: TEXT,
        QPalette.ColorRole.ButtonText: TEXT,
        QPalette.ColorRole.ToolTipBase: RAISED,
        QPalette.ColorRole.ToolTipText: TEXT,
        QPalette.ColorRole.PlaceholderText: QUIET,
        QPalette.ColorRole.Highlight: ACCENT,
        QPalette.ColorRole.HighlightedText: "#08131c",
        QPalette.ColorRole.Link: ACCENT,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#68727d"))
    application.setPalette(palette)
    application.setFont(QFont(fonts.family()))
    application.setStyleSheet(style)
