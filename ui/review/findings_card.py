"""What the machine found, rule by rule: what failed or wants a person first, the rest on request."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.inspection.findings import Checked, Finding
from ui.kit.button import Button
from ui.kit.card import Card, clear
from ui.kit.chip import Chip
from ui.kit.label import label
from ui.messages import clock_text
from ui.replay.finding_words import CHECKED_TONES, checked_text, finding_detail, finding_text
from ui.review.reading import Reading
from ui.style.theme import Theme

FIRST = (Checked.FAILED, Checked.REVIEW)
ORDER = (Checked.FAILED, Checked.REVIEW, Checked.NOT_CHECKED, Checked.PASSED)


class FindingsCard(Card):
    """Findings about the take as a whole; those about a step stand with the step."""

    time_wished = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._findings: list[Finding] = []
        self._can_replay = False
        self._is_whole = False
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(6))
        self._rest = label(role="caption", tone="secondary", wrap=True)
        self._all = Button(theme, kind="link")
        self.body.addLayout(self._lines)
        foot = QHBoxLayout()
        foot.addWidget(self._rest, 1)
        foot.addWidget(self._all)
        self.body.addLayout(foot)
        self._all.clicked.connect(self.on_all_clicked)

    def show_take(self, reading: Reading, *, can_replay: bool) -> None:
        self._findings = [finding for finding in reading.findings if finding.title_code != "step"]
        self._can_replay = can_replay
        self._is_whole = False
        self.retranslate()

    def on_all_clicked(self) -> None:
        self._is_whole = not self._is_whole
        self.retranslate()

    def retranslate(self) -> None:
        self.set_heading(self.tr("机器检查"))
        clear(self._lines)
        by_result = {result: [one for one in self._findings if one.result is result] for result in ORDER}
        shown = ORDER if self._is_whole else FIRST
        for result in shown:
            for finding in by_result[result]:
                self._lines.addLayout(self._line(finding))
        if not any(by_result[result] for result in FIRST):
            self._lines.insertWidget(0, label(self.tr("机器没有发现问题。"), "body", "ok"))
        passed, unchecked = len(by_result[Checked.PASSED]), len(by_result[Checked.NOT_CHECKED])
        self._rest.setText(
            self.tr("{passed} 项通过，{unchecked} 项机器没有检查，由人复核。").format(
                passed=passed, unchecked=unchecked
            )
        )
        self._all.setText(self.tr("收起") if self._is_whole else self.tr("全部显示"))

    def _line(self, finding: Finding) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(10))
        chip = Chip(self._theme, checked_text(finding.result), CHECKED_TONES[finding.result])
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignTop)
        words = " · ".join(part for part in (finding_text(finding, {}), finding_detail(finding)) if part)
        row.addWidget(label(words, wrap=True), 1)
        if finding.at_ns is not None and finding.result in FIRST:
            clock = clock_text(finding.at_ns)
            if self._can_replay:
                button = Button(self._theme, clock, kind="link")
                button.setAccessibleName(self.tr("从 {time} 回放").format(time=clock))
                button.clicked.connect(lambda _=False, at_ns=finding.at_ns: self.time_wished.emit(at_ns))
                row.addWidget(button)
            else:
                row.addWidget(label(clock, "caption", "secondary"))
        return row
