"""The style of all widgets, with the names of `tokens` for colours and pxN for text of N pixels at 100 %."""

STYLE = """
QWidget {{ font-size: {px13}; color: {t1}; }}
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {toast}; color: {on_toast}; border: 1px solid {edge}; padding: 4px 8px; font-size: {px12}; }}
QMenuBar {{ background: {window}; }}
QMenu {{ background: {card}; border: 1px solid {edge}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 24px 5px 12px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {tint}; color: {on_tint}; }}
QMenu::item:disabled {{ color: {t3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 0; }}

QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {edge}; border-radius: 3px; min-height: 30px; min-width: 30px; margin: 2px; }}
QScrollBar::handle:hover {{ background: {t2}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; }}
QSplitter::handle {{ background: {line}; }}

QToolButton {{ background: transparent; color: {t1}; padding: 4px 8px; border: 1px solid transparent;
  border-radius: 6px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed {{ background: {hover}; border-color: {edge}; }}
QToolButton:checked {{ background: {tint}; color: {on_tint}; }}
QToolButton:focus {{ border: 2px solid {accent}; }}
QToolButton:disabled {{ color: {t3}; }}
QToolButton::menu-indicator {{ image: none; }}
QFileDialog QToolButton#backButton {{ qproperty-icon: url({back}); }}
QFileDialog QToolButton#forwardButton {{ qproperty-icon: url({ahead}); }}
QFileDialog QToolButton#toParentButton {{ qproperty-icon: url({parent}); }}
QToolButton#icon, QToolButton#switch {{ padding: 0; }}
QToolButton#switch:checked {{ background: transparent; }}
QToolButton#switch:hover {{ background: {hover}; }}
QToolButton#mode {{ padding: 0; border-radius: 8px; }}
QToolButton#mode:checked {{ border: 1px solid {accent}; }}
QToolButton#page {{ padding: 0; border: 0; border-radius: 0; border-left: 2px solid transparent; }}
QToolButton#page:checked {{ background: {tint}; border-left: 2px solid {accent}; }}
QToolButton#page:focus {{ border: 2px solid {accent}; border-radius: 6px; }}
QToolButton#view {{ padding: 0 10px; border-radius: 0; border: 0; border-bottom: 2px solid transparent;
  font-size: {px12}; color: {t2}; background: transparent; }}
QToolButton#view:hover {{ color: {t1}; background: {hover}; }}
QToolButton#view:checked {{ color: {t1}; font-weight: 700; border-bottom: 2px solid {accent}; }}
QToolButton#view:focus {{ border: 2px solid {accent}; border-radius: 6px; padding: 0 8px; }}
QToolButton#view:disabled {{ color: {t2}; }}
QToolButton#way {{ background: {card}; border: 1px solid {line}; border-radius: 8px; padding: 4px 12px;
  text-align: left; }}
QToolButton#way:hover {{ background: {hover}; }}
QToolButton#way:focus {{ border: 2px solid {accent}; }}
QToolButton#chip {{ border: 1px solid {line}; padding: 0 10px; }}
QToolButton#chip:focus {{ border: 2px solid {accent}; }}
QToolButton#fold {{ font-weight: 700; padding: 4px 2px; border: 1px solid transparent; }}
QToolButton#fold:focus {{ border: 2px solid {accent}; padding: 3px 1px; }}
QToolButton#choice {{ border: 1px solid {edge}; border-radius: 6px; padding: 2px 7px; font-size: {px12}; }}
QToolButton#choice:checked {{ background: {tint}; color: {on_tint}; border-color: {accent}; }}
QToolButton#choice:focus {{ border: 2px solid {accent}; padding: 1px 6px; }}
QToolButton#choice:disabled {{ color: {t3}; border-color: {line}; }}
QToolButton#strip {{ padding: 0 7px; border: 0; border-radius: 0; font-size: {px12}; }}
QToolButton#strip:focus {{ border: 2px solid {accent}; border-radius: 6px; padding: 0 5px; }}

QPushButton {{ background: transparent; color: {t1}; border: 1px solid {edge}; border-radius: 6px; padding: 5px 12px;
  min-height: 20px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {hover}; border-color: {t1}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 11px; outline: none; }}
QPushButton:disabled {{ color: {t3}; border-color: {line}; }}
QPushButton:default, QPushButton#fill {{ background: {fill}; color: {on_fill}; border: 1px solid {fill}; }}
QPushButton#fill {{ font-weight: 700; }}
QPushButton:default:focus, QPushButton#fill:focus {{ border: 2px solid {accent}; padding: 4px 11px; }}
QPushButton:default:disabled, QPushButton#fill:disabled {{ background: transparent; color: {t3};
  border-color: {line}; }}
QPushButton#plain {{ border: 1px solid transparent; }}
QPushButton#plain:focus {{ border: 2px solid {accent}; }}
QPushButton:checked {{ background: {tint}; color: {on_tint}; border-color: {accent}; }}

QDialogButtonBox, QMessageBox, QFileDialog {{ dialogbuttonbox-buttons-have-icons: 0; }}

QLineEdit, QComboBox, QAbstractSpinBox, QListWidget, QPlainTextEdit, QTextEdit, QTreeWidget, QTableWidget {{
  background: {field}; color: {t1}; border: 1px solid {edge}; border-radius: 6px;
  selection-background-color: {tint}; selection-color: {on_tint}; }}
QLineEdit, QComboBox, QAbstractSpinBox {{ padding: 4px 8px; min-height: 20px; }}
QPlainTextEdit, QTextEdit {{ padding: 4px 6px; }}
QComboBox {{ padding-right: 2px; }}
QComboBox::drop-down {{ border: 0; width: 22px; }}
QComboBox::down-arrow {{ image: url({down}); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ background: {card}; border: 1px solid {edge}; selection-background-color: {tint};
  selection-color: {on_tint}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: 0; width: 16px; background: transparent; }}
QAbstractSpinBox::up-arrow {{ image: url({up}); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url({down}); width: 10px; height: 10px; }}
QLineEdit:focus, QListWidget:focus, QComboBox:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus,
  QTreeWidget:focus, QTableWidget:focus {{ border: 2px solid {accent}; padding-left: 7px; }}
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{ color: {t3}; border-color: {line}; }}
QLineEdit[wrong="true"] {{ border: 2px solid {bad}; }}
QHeaderView::section {{ background: {panel}; color: {t2}; border: 0; border-bottom: 1px solid {line};
  padding: 4px 6px; }}
QListWidget::item:selected, QTreeWidget::item:selected {{ background: {tint}; color: {on_tint}; }}

QLabel {{ background: transparent; }}
QLabel#quiet {{ color: {t2}; font-size: {px12}; }}
QLabel#title {{ font-weight: 700; color: {t1}; }}
QLabel#heading {{ font-weight: 700; font-size: {px20}; }}
QLabel#problem {{ color: {warn}; }}
QLabel#key {{ color: {t2}; font-size: {px11}; }}
QFrame#bar, QFrame#rail, QFrame#head, QFrame#film {{ background: {window}; border: 0; }}
QFrame#bar, QFrame#rail, QFrame#head {{ border-bottom: 1px solid {line}; }}
QFrame#head {{ border-left: 1px solid {line}; }}
QFrame#film {{ border-top: 1px solid {line}; }}
QFrame#pages {{ background: {window}; border: 0; border-left: 1px solid {line}; }}
QFrame#inspector {{ background: {panel}; border: 0; border-left: 1px solid {line}; }}
QFrame#modes {{ background: {field}; border: 1px solid {line}; border-radius: 8px; }}
QFrame#separator {{ background: {line}; border: 0; }}
QFrame#strip {{ background: {panel}; border: 1px solid {line}; border-radius: 6px; }}
QFrame#strip QLabel {{ font-size: {px12}; }}
QFrame#strip QLabel#title {{ font-size: {px12}; }}
QFrame#toast {{ background: {toast}; border: 1px solid {edge}; border-radius: 8px; }}
QFrame#toast[level="warning"] {{ background: {warn_toast}; border-color: {warn}; }}
QFrame#toast QLabel {{ color: {on_toast}; }}
QFrame#toast QPushButton {{ color: {on_toast}; background: #333333; border: 1px solid transparent; font-weight: 700;
  padding: 2px 8px; }}
QFrame#toast[level="warning"] QPushButton {{ background: #5A4720; }}
QFrame#toast QPushButton:hover {{ border-color: {on_toast}; }}
QFrame#toast QPushButton:focus {{ border: 2px solid {on_toast}; padding: 1px 7px; }}
QFrame#toast QToolButton:focus {{ border: 2px solid {on_toast}; border-radius: 6px; }}
QFrame#presenter {{ background: {toast}; border: 1px solid {edge}; border-radius: 12px; }}
QFrame#presenter QLabel {{ color: {on_toast}; }}
QToolButton#presenter {{ border-radius: 8px; padding: 0; }}
QToolButton#presenter:hover {{ background: #333333; }}
QToolButton#presenter:checked, QToolButton#presenter:checked:hover {{ background: {dark_tint}; }}
QToolButton#presenter {{ color: {on_toast}; }}
QFrame#patient {{ background: {card}; border: 1px solid {edge}; border-radius: 8px; }}

QProgressBar {{ border: 1px solid {edge}; border-radius: 4px; background: {field}; color: {t1}; text-align: center;
  max-height: 16px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QTabWidget::pane {{ border: 0; }}
QTabBar::tab {{ background: transparent; color: {t2}; padding: 8px 8px; border: 0;
  border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {t1}; border-bottom-color: {accent}; font-weight: 700; }}
QTabBar::tab:hover {{ color: {t1}; }}
QScrollArea {{ border: 0; background: transparent; }}
QScrollArea:focus {{ border: 2px solid {accent}; border-radius: 6px; }}
QListView#measures {{ border: 2px solid transparent; border-radius: 6px; }}
QListView#measures:focus {{ border: 2px solid {accent}; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 3px 0; background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {edge};
  background: {field}; }}
QCheckBox::indicator {{ border-radius: 3px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {accent}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {accent}; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QCheckBox::indicator:checked {{ image: url({check}); }}
QRadioButton::indicator:checked {{ image: url({dot}); }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {line}; background: {line}; }}
QSlider::groove:horizontal {{ height: 2px; background: {edge}; border-radius: 1px; }}
QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -5px 0; border-radius: 6px; background: {t1}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {accent}; margin: -7px 0; border-radius: 8px; }}
"""
