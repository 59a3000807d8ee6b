"""What a take is: case, place, script, digests, and whether it is still what was sealed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from app.evidence.package import Result, Verification
from app.review import TakeReview
from app.session.case import mask_id, mask_name
from ui.kit.card import clear
from ui.kit.chip import Chip
from ui.kit.label import divider, label
from ui.kit.scroller import Scroller
from ui.kit.sign import Sign
from ui.kit.tone import SIGNS, Tone, foreground
from ui.messages import clock_text, date_text, language, number_text, outcome_text, product_text, take_state_text
from ui.style.theme import Theme

TONES = {Result.PASSED: Tone.OK, Result.FAILED: Tone.DANGER, Result.NOT_CHECKED: Tone.NEUTRAL}


class FactsPanel(Scroller):
    """Names are masked here as everywhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._review: TakeReview | None = None
        self._verification: Verification | None = None
        self._refuses_capture = False
        self._chip = Chip(theme)
        self._checks, self._facts = QVBoxLayout(), QGridLayout()
        self._checks.setSpacing(theme.px(6))
        self._facts.setSpacing(theme.px(6))
        self._facts.setColumnStretch(1, 1)
        self.body.setSpacing(theme.px(12))
        self.body.addWidget(self._chip)
        self.body.addLayout(self._checks)
        self._capture = label(role="caption", tone="secondary", wrap=True)
        self.body.addWidget(divider())
        self.body.addLayout(self._facts)
        self.body.addWidget(divider())
        self.body.addWidget(self._capture)
        self.body.addStretch(1)
        self.retranslate()

    def show_review(self, review: TakeReview | None) -> None:
        self._review = review
        self.retranslate()

    def show_guard(self, refuses_capture: bool) -> None:
        """Whether the system keeps this window out of screenshots."""
        self._refuses_capture = refuses_capture
        self.retranslate()

    def show_verification(self, verification: Verification | None) -> None:
        """None while it is being made."""
        self._verification = verification
        self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("信息"))
        clear(self._checks)
        clear(self._facts)
        if self._verification is None:
            self._chip.show_state(self.tr("正在核对"), Tone.NEUTRAL)
        elif self._verification.has_passed:
            self._chip.show_state(self.tr("核对通过，与封存时一致"), Tone.OK)
        else:
            self._chip.show_state(self.tr("核对不通过，不能采信"), Tone.DANGER)
        self._chip.setVisible(self._review is not None)
        self._capture.setText(
            self.tr("这个窗口不能被截屏或共享；画面带您的工号水印。")
            if self._refuses_capture
            else self.tr("这台电脑的系统不能阻止截屏；画面带您的工号水印，请不要截屏或共享。")
        )
        for check in self._verification.checks if self._verification is not None else ():
            tone = TONES[check.result]
            row = QHBoxLayout()
            sign = Sign(self._theme, SIGNS[tone], foreground(tone), 16)
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(check.text(language()), "caption", wrap=True), 1)
            self._checks.addLayout(row)
        if self._review is not None:
            for number, (name, value) in enumerate(self._pairs(self._review)):
                self._facts.addWidget(label(name, "caption", "secondary"), number, 0, Qt.AlignmentFlag.AlignTop)
                self._facts.addWidget(_value(value), number, 1)

    def _pairs(self, review: TakeReview) -> list[tuple[str, str]]:
        take, case = review.take, review.case
        began = next((mark for mark in review.marks if mark.kind == "take_began"), None)
        facts = began.facts if began is not None else {}
        pairs = [
            (self.tr("录像"), take.id),
            (self.tr("业务"), case.id),
            (self.tr("产品"), product_text(case.product_kind)),
            (self.tr("客户"), f"{mask_name(case.customer_name)} {mask_id(case.customer_id_number)}"),
            (self.tr("柜员"), case.clerk_id),
            (self.tr("网点柜台"), f"{case.branch} · {case.counter}"),
            (self.tr("开始"), date_text(take.started_wall_ns)),
            (self.tr("时长"), clock_text(take.duration_ns)),
            (self.tr("结果"), outcome_text(take.outcome)),
            (self.tr("状态"), take_state_text(take.state)),
            (self.tr("大小"), self.tr("{size} MB").format(size=number_text(take.sealed_bytes / 1e6, 1))),
            (self.tr("话术"), f"{take.script_id} {facts.get('script', {}).get('version', '')}"),
            (self.tr("话术指纹"), take.script_sha256),
            (self.tr("规则包"), str(facts.get("rule_pack", {}).get("id", ""))),
            (self.tr("程序版本"), str(facts.get("program", ""))),
            (self.tr("录像指纹"), take.sha256),
        ]
        if review.seal is not None:
            pairs += [(self.tr("分块根"), review.seal.merkle_root), (self.tr("清单指纹"), review.seal.manifest_sha256)]
        return [(name, value) for name, value in pairs if value]


def _value(text: str) -> QLabel:
    """Digests break anywhere, and can be chosen: they are compared with what the server or the archive says."""
    is_digest = len(text) == 64 and text.isalnum()
    shown = "\u200b".join(text[at : at + 8] for at in range(0, 64, 8)) if is_digest else text
    made = label(shown, "mono" if is_digest else "caption", wrap=True)
    if is_digest:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        made.setAccessibleName(text)
    return made
