"""Shows one page of the manual: Markdown and pictures out of the manual's own folder, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from facebalance_desktop.render import fonts
from facebalance_desktop.resources import manual_folder
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.manual.manual_pages import ManualPage, places
from facebalance_desktop.ui.widgets import theme
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.theme import scaled

OWN_PICTURE = re.compile(r"pictures/[\w-]+\.png")
WIDEST = 620
"""Pixels of a picture at 100 %."""
STEPS = {1: 2, 2: 1}
"""Qt's steps of size by which a heading is larger than the text: one and a half times, a fifth."""
ABOVE = {1: 0, 2: 16, 3: 10}
"""Pixels above a heading at 100 %."""


class PageBrowser(QTextBrowser):
    """Follows the links between these pages; `page` is the name of the one that is shown."""

    page_shown = Signal()

    def __init__(self, pages: Sequence[ManualPage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = {page.name: page for page in pages}
        self.setAccessibleName(tr("Page of the manual"))
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(scaled(16))
        self._folder = manual_folder()
        self._words = ""
        self.page = ""
        self.sourceChanged.connect(self._dress)
        theme.current().changed.connect(self.reload)

    def show_place(self, place: str) -> None:
        """A page, or a heading of it: `export#for-the-chart`."""
        name, _, heading = place.partition("#")
        url = QUrl(f"{name}.md")
        if heading:
            url.setFragment(heading)
        self.setSource(url)
        if not heading:
            self.verticalScrollBar().setValue(0)

    def mark(self, words: str, is_shown: bool = False) -> None:
        """Mark every place of these words; `is_shown`: bring the first of them into view."""
        self._words = words
        colours = theme.tokens()
        look = QTextCharFormat()
        look.setBackground(QColor(colours.tint))
        look.setForeground(QColor(colours.on_tint))
        marks = []
        for cursor in self._found(words):
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)
        if marks and is_shown:
            at = QTextCursor(marks[0].cursor)
            at.clearSelection()
            self.setTextCursor(at)
            self.ensureCursorVisible()

    def _found(self, words: str) -> Iterator[QTextCursor]:
        """Every place of each of the words, whatever its case and accents."""
        block = self.document().begin()
        while words and block.isValid():
            for start, end in (place for word in words.split() for place in places(block.text(), word)):
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + start)
                cursor.setPosition(block.position() + end, QTextCursor.MoveMode.KeepAnchor)
                yield cursor
            block = block.next()

    @safe_override
    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pages and pictures of the manual; whatever else is named is nothing."""
        name = QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            page = None if name.scheme() else self._pages.get(name.path().removesuffix(".md"))
            return None if page is None else page.shown
        if name.scheme() or not OWN_PICTURE.fullmatch(name.path()):
            return None
        image = QImage(str(self._folder / name.path()))
        width = min(scaled(image.width()), scaled(WIDEST))
        if image.isNull() or width == image.width():
            return image
        return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)

    def _dress(self, url: QUrl) -> None:
        """Space round headings, keys on a ground of their own; then the heading that was asked for."""
        self.page = Path(url.path()).stem
        whole = QTextCursor(self.document())
        whole.beginEditBlock()  # laid out once
        for table in (frame for frame in self.document().rootFrame().childFrames() if isinstance(frame, QTextTable)):
            _dress_table(table)
        headings = []
        block = self.document().begin()
        while block.isValid():
            level = block.blockFormat().headingLevel()
            _dress_block(block, level)
            if level > 1:
                headings.append(block)
            block = block.next()
        whole.endEditBlock()
        self.mark(self._words)
        anchors = self._pages[self.page].anchors if self.page in self._pages else ()
        for name, heading in zip(anchors, headings, strict=False):
            if name == url.fragment():
                self._show_block(heading)
        self.page_shown.emit()

    def _show_block(self, block: QTextBlock) -> None:
        layout = self.document().documentLayout()
        layout.documentSize()  # the whole page is laid out, else it cannot be scrolled as far
        self.setTextCursor(QTextCursor(block))
        self.verticalScrollBar().setValue(round(layout.blockBoundingRect(block).top()))


def _dress_table(table: QTextTable) -> None:
    """As wide as the page."""
    look = table.format()
    look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    look.setCellPadding(scaled(4))
    table.setFormat(look)


def _dress_block(block: QTextBlock, level: int) -> None:
    cursor = QTextCursor(block)
    space = QTextBlockFormat()
    is_item = block.textList() is not None
    space.setTopMargin(scaled(ABOVE.get(level, 8) if level else 2 if is_item else 8))
    space.setBottomMargin(scaled(4 if level or is_item else 8))
    if cursor.currentTable() is None:
        cursor.mergeBlockFormat(space)
    colours = theme.tokens()
    for start, length, is_code in _pieces(block):
        if not (level or is_code):
            continue
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        look = QTextCharFormat()
        if level:
            look.setProperty(QTextCharFormat.Property.FontSizeAdjustment, STEPS.get(level, 0))
        if is_code:
            look.setFontFamilies([fonts.family()])
            look.setFontFixedPitch(False)
            look.setBackground(QColor(colours.hover))
            look.setFontWeight(QFont.Weight.DemiBold)
        cursor.mergeCharFormat(look)


def _pieces(block: QTextBlock) -> list[tuple[int, int, bool]]:
    """Where each run of one look begins, how long it is, and whether it is a key or a word of code."""
    pieces = []
    run = block.begin()
    while not run.atEnd():
        piece = run.fragment()
        pieces.append((piece.position(), piece.length(), piece.charFormat().fontFixedPitch()))
        run += 1
    return pieces
