"""The style sheet made from a token table: the only place where Qt's style language is written.

Widgets choose a look with dynamic properties, never with a sheet of their own:
    QPushButton  kind = primary | secondary | quiet | danger | record ; big = true
    QLabel       role = display | title | section | body | caption | prompt | mono ; tone = secondary | ok | warning |
                 danger | primary | on_record
    QFrame       card = true | soft ; tone = ok | warning | danger | primary (a soft ground with an edge of that tone)
"""

from ui.style.tokens import Tokens

FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei UI", "PingFang SC", "WenQuanYi Micro Hei")
"""with Chinese glyphs, the best first; the first that is installed is used"""

SIZES = {"display": 34, "prompt": 28, "title": 24, "section": 18, "body": 15, "caption": 13, "mono": 13}
"""pixels at 100 %"""


def style_sheet(tokens: Tokens, scale: float) -> str:
    """The whole window's sheet; `scale` 1.0 is 100 %."""

    def px(size: float) -> str:
        return f"{max(1, round(size * scale))}px"

    t = tokens
    fonts = "\n".join(f'QLabel[role="{role}"] {{ font-size: {px(size)}; }}' for role, size in SIZES.items())
    tones = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {getattr(t, tone)}; }}'
        for tone in ("secondary", "ok", "warning", "danger", "primary", "on_record")
    )
    grounds = "\n".join(
        f'QFrame[card="soft"][tone="{tone}"] {{ background: {getattr(t, f"{tone}_soft")}; '
        f"border: 1px solid {getattr(t, tone)}; border-radius: {px(8)}; }}"
        for tone in ("ok", "warning", "danger", "primary")
    )
    return f"""
* {{ font-size: {px(15)}; color: {t.text}; }}
QWidget#page, QWidget#window, QStackedWidget#pages, QDialog {{ background: {t.canvas}; }}
QToolTip {{ background: {t.text}; color: {t.surface}; border: none; padding: {px(6)} {px(8)}; }}
QLabel {{ background: transparent; }}
{fonts}
QLabel[role="display"], QLabel[role="title"], QLabel[role="section"] {{ font-weight: 600; }}
QLabel[role="mono"] {{ font-family: "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace; }}
{tones}

QFrame[card="true"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {px(10)}; }}
{grounds}
QFrame[divider="true"] {{ background: {t.line}; border: none; }}

QPushButton {{
    background: {t.surface}; border: 1px solid {t.edge}; border-radius: {px(8)};
    padding: {px(7)} {px(16)}; min-height: {px(22)}; font-weight: 500;
}}
QPushButton:hover {{ background: {t.raised}; }}
QPushButton:pressed {{ background: {t.primary_soft}; }}
QPushButton:focus {{ border: 2px solid {t.focus}; padding: {px(6)} {px(15)}; }}
QPushButton:disabled {{ color: {t.edge}; border-color: {t.line}; background: {t.raised}; }}
QPushButton[kind="primary"] {{ background: {t.primary}; border-color: {t.primary}; color: {t.on_primary}; }}
QPushButton[kind="primary"]:hover {{ background: {t.primary_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.raised}; color: {t.edge}; border-color: {t.line}; }}
QPushButton[kind="danger"] {{ color: {t.danger}; border-color: {t.danger}; }}
QPushButton[kind="danger"]:hover {{ background: {t.danger_soft}; }}
QPushButton[kind="danger"]:disabled {{ color: {t.edge}; border-color: {t.line}; }}
QPushButton[kind="record"] {{ background: {t.record}; border-color: {t.record}; color: {t.on_record}; }}
QPushButton[kind="quiet"] {{ background: transparent; border-color: transparent; color: {t.text}; }}
QPushButton[kind="quiet"]:hover {{ background: {t.raised}; }}
QPushButton[kind="quiet"]:checked {{ background: {t.primary_soft}; color: {t.primary}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {t.focus}; }}
QPushButton[big="true"] {{ font-size: {px(17)}; padding: {px(12)} {px(26)}; border-radius: {px(10)}; }}
QPushButton[link="true"] {{
    background: transparent; border: 1px solid transparent; color: {t.primary}; padding: {px(2)} {px(4)};
    text-align: left; min-height: 0;
}}
QPushButton[link="true"]:hover {{ text-decoration: underline; }}
QPushButton[link="true"]:focus {{ border: 1px solid {t.focus}; }}

QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QPlainTextEdit, QTextEdit {{
    background: {t.surface}; border: 1px solid {t.edge}; border-radius: {px(8)}; padding: {px(6)} {px(10)};
    min-height: {px(22)}; selection-background-color: {t.primary}; selection-color: {t.on_primary};
}}
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus,
QTextEdit:focus {{ border: 2px solid {t.focus}; padding: {px(5)} {px(9)}; }}
QLineEdit[invalid="true"], QComboBox[invalid="true"], QDateEdit[invalid="true"], QSpinBox[invalid="true"],
QDoubleSpinBox[invalid="true"], QPlainTextEdit[invalid="true"] {{ border: 2px solid {t.danger}; }}
QLineEdit:disabled, QComboBox:disabled, QDateEdit:disabled, QSpinBox:disabled {{
    background: {t.raised}; color: {t.secondary}; border-color: {t.line};
}}
QComboBox::drop-down {{ border: none; width: {px(28)}; }}
QComboBox QAbstractItemView, QMenu {{
    background: {t.surface}; border: 1px solid {t.edge}; padding: {px(4)}; outline: none;
    selection-background-color: {t.primary_soft}; selection-color: {t.text};
}}
QMenu::item {{ padding: {px(7)} {px(20)}; border-radius: {px(6)}; }}
QMenu::item:selected {{ background: {t.primary_soft}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(4)} {px(8)}; }}

QCheckBox, QRadioButton {{ spacing: {px(8)}; padding: {px(4)}; border: 2px solid transparent; border-radius: {px(6)}; }}
QCheckBox:focus, QRadioButton:focus {{ border: 2px solid {t.focus}; }}
QCheckBox::indicator, QRadioButton::indicator {{
    width: {px(18)}; height: {px(18)}; border: 1px solid {t.edge}; background: {t.surface};
}}
QCheckBox::indicator {{ border-radius: {px(4)}; }}
QRadioButton::indicator {{ border-radius: {px(9)}; }}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{
    background: {t.primary}; border: {px(4)} solid {t.primary_soft}; width: {px(12)}; height: {px(12)};
}}

QTabWidget::pane {{ border: none; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{
    background: transparent; color: {t.secondary}; padding: {px(9)} {px(14)}; border: none;
    border-bottom: {px(3)} solid transparent; font-weight: 500;
}}
QTabBar::tab:selected {{ color: {t.primary}; border-bottom-color: {t.primary}; }}
QTabBar::tab:hover {{ color: {t.text}; }}
QTabBar::tab:focus {{ background: {t.raised}; }}

QTableView, QTreeView, QListView, QListWidget, QTableWidget {{
    background: {t.surface}; alternate-background-color: {t.canvas}; border: 1px solid {t.line};
    border-radius: {px(10)}; gridline-color: {t.line}; outline: none;
    selection-background-color: {t.primary_soft}; selection-color: {t.text};
}}
QTableView:focus, QTreeView:focus, QListView:focus, QListWidget:focus {{ border: 2px solid {t.focus}; }}
QTableView::item, QListView::item, QListWidget::item {{ padding: {px(6)} {px(10)}; border: none; }}
QTableView::item:selected, QListView::item:selected, QListWidget::item:selected {{
    background: {t.primary_soft}; color: {t.text};
}}
QHeaderView {{ background: {t.raised}; border: none; border-top-left-radius: {px(10)}; }}
QHeaderView::section {{
    background: {t.raised}; color: {t.secondary}; border: none; border-bottom: 1px solid {t.line};
    padding: {px(8)} {px(10)}; font-size: {px(13)}; font-weight: 500;
}}
QTableCornerButton::section {{ background: {t.raised}; border: none; }}

QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget {{ background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: {px(12)}; margin: {px(2)}; }}
QScrollBar:horizontal {{ background: transparent; height: {px(12)}; margin: {px(2)}; }}
QScrollBar::handle {{ background: {t.edge}; border-radius: {px(4)}; min-height: {px(32)}; min-width: {px(32)}; }}
QScrollBar::handle:hover {{ background: {t.secondary}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

QProgressBar {{
    background: {t.line}; border: none; border-radius: {px(3)}; max-height: {px(6)}; min-height: {px(6)};
    text-align: center;
}}
QProgressBar::chunk {{ background: {t.primary}; border-radius: {px(3)}; }}
QSlider::groove:horizontal {{ height: {px(4)}; background: {t.line}; border-radius: {px(2)}; }}
QSlider::sub-page:horizontal {{ background: {t.primary}; border-radius: {px(2)}; }}
QSlider::handle:horizontal {{
    width: {px(16)}; height: {px(16)}; margin: -{px(6)} 0; border-radius: {px(8)}; background: {t.primary};
    border: 2px solid {t.surface};
}}
QSlider:focus {{ border: 1px solid {t.focus}; border-radius: {px(4)}; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}

QFrame#rail {{ background: {t.surface}; border: none; border-right: 1px solid {t.line}; }}
QFrame#topbar {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame#statusbar {{ background: {t.surface}; border: none; border-top: 1px solid {t.line}; }}
QFrame#statusbar QLabel {{ font-size: {px(13)}; color: {t.secondary}; }}
QFrame#rail QToolButton {{
    background: transparent; border: 2px solid transparent; border-radius: {px(10)}; padding: {px(4)} {px(2)};
    color: {t.secondary}; font-size: {px(13)};
}}
QFrame#rail QToolButton:disabled {{ color: {t.edge}; }}
QFrame#rail QToolButton:hover {{ background: {t.raised}; }}
QFrame#rail QToolButton:checked {{ background: {t.primary_soft}; color: {t.primary}; }}
QFrame#rail QToolButton:focus {{ border: 2px solid {t.focus}; }}
QFrame#recordbar {{ background: {t.record}; border: none; }}
QFrame#recordbar QLabel {{ color: {t.on_record}; font-weight: 600; }}
QFrame#practicebar {{ background: {t.warning_soft}; border: none; border-bottom: 2px solid {t.warning}; }}
QFrame#practicebar QLabel {{ color: {t.warning}; font-weight: 600; }}
QFrame#recordframe {{ border: {px(4)} solid {t.record}; background: {t.canvas}; }}
QPushButton[tight="true"] {{ padding: {px(4)} {px(10)}; }}
QPushButton[tight="true"]:focus {{ padding: {px(3)} {px(9)}; }}
QLabel[strong="true"] {{ font-weight: 600; }}
QTextEdit[plain="true"], QListWidget[plain="true"] {{
    background: transparent; border: none; padding: 0; border-radius: 0;
}}
QTextEdit[plain="true"]:focus {{ border: none; border-left: 3px solid {t.focus}; padding: 0; }}
QListWidget[plain="true"]:focus {{ border: none; }}
QListWidget[plain="true"]::item, QListWidget[plain="true"]::item:selected {{ padding: 0; background: transparent; }}
QFrame[row="true"] {{ background: transparent; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[card="true"][reading="true"] {{ border-left: {px(6)} solid {t.primary}; background: {t.primary_soft}; }}
QFrame#actionbar {{ background: {t.surface}; border: none; border-top: 1px solid {t.line}; }}
QFrame#recordbar[over="true"] {{ background: {t.text}; }}
QFrame#recordbar QLabel[over="true"] {{ color: {t.surface}; }}
QFrame#recordbar QPushButton {{ border-color: transparent; }}
QFrame#recordbar QPushButton:focus {{ border: 2px solid {t.on_record}; }}
"""
