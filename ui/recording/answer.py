"""Under the prompt: what is waited for, how long still, and what became of the last answer."""

from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.session.script import QuestionKind, ReadyQuestion
from ui.kit.chip import Chip
from ui.kit.tone import Tone
from ui.messages import VERDICT_TONES, verdict_text
from ui.problem_words import reason_text
from ui.recording.elide import ElidedLabel
from ui.recording.ring import Ring
from ui.recording.take_log import Try, shorter
from ui.style.theme import Theme

WORDS_SHOWN = 2
FEW, MANY = 6, 14
"""characters of an answer"""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who is seen at this moment; None where nobody looks."""

    customer: bool
    clerk: bool


class AnswerStrip(QFrame):
    """A ring, a line for what is expected, and the verdict line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        row.setSpacing(theme.px(12))
        self.ring = Ring(theme)
        self._expected = ElidedLabel(role="body")
        self._voice, self._faces = Chip(theme), Chip(theme)
        self._tried = ElidedLabel(role="caption", tone="secondary")
        lines = QVBoxLayout()
        lines.setSpacing(theme.px(4))
        lines.addWidget(self._expected)
        verdict = QHBoxLayout()
        verdict.setSpacing(theme.px(8))
        for widget in (self._voice, self._faces):
            verdict.addWidget(widget)
        verdict.addWidget(self._tried, 1)
        lines.addLayout(verdict)
        row.addWidget(self.ring)
        row.addLayout(lines, 1)
        self._is_compact = False
        self.show_try(None)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), super().minimumSizeHint().height())

    def set_compact(self, is_compact: bool) -> None:
        """With only as much of an answer as fits."""
        self._is_compact = is_compact

    # ------------------------------------------------------------------ what is waited for

    def expect(self, text: str) -> None:
        self._expected.setText(text)

    def expected_text(self, question: ReadyQuestion | None) -> str:
        """What the clerk may see of the right answer (R-C07): of a yes its words, of anything else kind and time."""
        if question is None:
            return self.tr("这一步不用回答")
        seconds = f"{question.listen_s:.0f}"
        if question.kind is QuestionKind.UNDERSTANDING:
            return self.tr("理解题：等客户用自己的话回答，请不要提示（最多 {seconds} 秒）").format(seconds=seconds)
        if question.kind is QuestionKind.FACT:
            return self.tr("事实题：等客户照实回答，请不要提示（最多 {seconds} 秒）").format(seconds=seconds)
        words = self.tr(" / ").join(_shortest(question.accept))
        return self.tr("应答：{words}").format(words=words)

    # ------------------------------------------------------------------ what became of it

    def show_try(self, judged: Try | None, presence: Presence | None = None) -> None:
        """语音 ✔ “清楚” 0.93 · 人脸 ✔ 同框 · 第 2 次"""
        self._voice.setVisible(judged is not None)
        self._faces.setVisible(judged is not None)
        self._tried.setVisible(judged is not None)
        if judged is None:
            return
        one = shorter(judged, FEW if self._is_compact else MANY)
        tone = VERDICT_TONES.get(one.verdict, Tone.NEUTRAL)
        if one.text and self._is_compact:
            said = self.tr("{verdict} “{text}”").format(verdict=verdict_text(one.verdict), text=one.text)
        elif one.text:
            said = self.tr("语音 {verdict} “{text}” {confidence}").format(
                verdict=verdict_text(one.verdict), text=one.text, confidence=f"{one.confidence:.2f}"
            )
        else:
            said = self.tr("语音 {verdict}").format(verdict=verdict_text(one.verdict))
        self._voice.show_state(said, tone)
        if presence is None:
            self._faces.show_state(self.tr("人脸 未检查"), Tone.NEUTRAL)
        elif presence.customer and presence.clerk:
            self._faces.show_state(self.tr("人脸 同框"), Tone.OK)
        elif presence.customer:
            self._faces.show_state(self.tr("人脸 柜员不在"), Tone.WARNING)
        else:
            self._faces.show_state(self.tr("人脸 客户不在"), Tone.DANGER)
        self._faces.setVisible(not self._is_compact)
        tried = self.tr("第 {attempt} 次").format(attempt=one.attempt)
        is_plain = one.verdict == "accepted"
        self._tried.setText(tried if is_plain else f"{tried} · {reason_text(one.reason)}")


def _shortest(words: tuple[str, ...]) -> list[str]:
    """A few that stand for all: the shortest of those that are longer than a syllable."""
    plain = [word for word in words if len(word) > 1] or list(words)
    return sorted(plain, key=lambda word: (len(word), words.index(word)))[:WORDS_SHOWN]
