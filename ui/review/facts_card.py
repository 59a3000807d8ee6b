"""What is known of the recording: the sale, the film, its fingerprint, and whether it is still what was sealed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.evidence.package import Verification
from app.faults import Fault
from app.model import TakeState
from app.session.case import mask_name
from app.settings import DataFolder
from ui.kit.button import Button
from ui.kit.card import Card
from ui.kit.chip import Chip
from ui.kit.label import label
from ui.kit.tone import Tone
from ui.messages import clock_text, date_text, fault_text, number_text, product_text, take_state_text
from ui.recording.elide import ElidedLabel
from ui.review.reading import Reading
from ui.review.words import bytes_text
from ui.style.theme import Theme

SHORT = 12
"""characters of a fingerprint that people compare"""


class FactsCard(Card):
    """`replay_wished` where the film may be seen; the check of the file is told when it is done."""

    replay_wished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._reading: Reading | None = None
        self._folder: DataFolder | None = None
        self._verified: Verification | Fault | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(6))
        self._grid.setColumnStretch(1, 1)
        self._names: list[QLabel] = []
        self._case, self._customer, self._product = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self._when, self._length, self._faces, self._gaps = (ElidedLabel() for _ in range(4))
        self._hash, self._package, self._attachments = ElidedLabel(role="mono"), ElidedLabel(), ElidedLabel()
        self._signed = Chip(theme)
        self._copy_hash, self._copy_package = Button(theme, kind="link"), Button(theme, kind="link")
        self._replay = Button(theme, icon="play")
        self._no_replay = label(role="caption", tone="secondary", wrap=True)
        rows: tuple[tuple[QWidget, QWidget | None], ...] = (
            (self._case, None),
            (self._customer, None),
            (self._product, None),
            (self._when, None),
            (self._length, None),
            (self._faces, None),
            (self._gaps, None),
            (self._hash, self._copy_hash),
            (self._signed, None),
            (self._package, self._copy_package),
            (self._attachments, None),
        )
        for row, (value, button) in enumerate(rows):
            name = label(role="caption", tone="secondary")
            self._names.append(name)
            self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignVCenter)
            if value is self._signed:
                self._grid.addWidget(value, row, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
            else:
                self._grid.addWidget(value, row, 1, 1, 1 if button else 2)
            if button is not None:
                self._grid.addWidget(button, row, 2)
        self.body.addLayout(self._grid)
        self.add(self._no_replay)
        self.corner.addWidget(self._replay)
        self._copy_hash.clicked.connect(lambda: self._copy(self._hash))
        self._copy_package.clicked.connect(lambda: self._copy(self._package))
        self._replay.clicked.connect(self.replay_wished)

    def show_take(self, reading: Reading, folder: DataFolder, *, can_replay: bool) -> None:
        self._reading, self._folder, self._verified = reading, folder, None
        is_closed = reading.review.take.state not in (TakeState.OPEN, TakeState.ERASED)
        self._replay.setVisible(can_replay and is_closed)
        self._no_replay.setVisible(not can_replay)
        self.retranslate()

    def show_check(self, verified: Verification | Fault) -> None:
        """Whether the file is still what was sealed and signed."""
        self._verified = verified
        self.retranslate()

    def retranslate(self) -> None:
        self.set_heading(self.tr("这次录制"))
        self._replay.setText(self.tr("回放"))
        self._no_replay.setText(self.tr("柜员不能回放录像；要核对画面，请主管回放，回放会记入审计。"))
        for named, text in zip(
            self._names,
            (
                self.tr("业务编号"),
                self.tr("客户"),
                self.tr("产品"),
                self.tr("录制时间"),
                self.tr("时长和大小"),
                self.tr("客户在画面里"),
                self.tr("缺口"),
                self.tr("文件指纹"),
                self.tr("签名"),
                self.tr("证据包"),
                self.tr("附件"),
            ),
            strict=True,
        ):
            named.setText(text)
        for button, what in (
            (self._copy_hash, self.tr("复制文件指纹")),
            (self._copy_package, self.tr("复制证据包位置")),
        ):
            button.setText(self.tr("复制"))
            button.setAccessibleName(what)
            button.setToolTip(what)
        if self._reading is not None:
            self._show(self._reading)

    def _show(self, reading: Reading) -> None:
        take, case = reading.review.take, reading.review.case
        self._case.setText(case.id)
        self._customer.setText(mask_name(case.customer_name))
        product = str(case.facts.get("product_name", "")) or product_text(case.product_kind)
        self._product.setText(product)
        self._when.setText(date_text(take.started_wall_ns))
        self._length.setText(
            self.tr("{length} · {size}").format(length=clock_text(take.duration_ns), size=bytes_text(take.sealed_bytes))
        )
        figures = reading.mark("take_ended")
        facts = {} if figures is None else figures.facts
        permille = facts.get("customer_present_permille")
        share = None if permille is None else number_text(float(permille) / 10, 1)
        self._faces.setText(self.tr("没有检查") if share is None else self.tr("{share} %").format(share=share))
        gaps_ms = {str(name): int(ms) for name, ms in dict(facts.get("gaps_ms", {})).items() if ms}
        seconds = number_text(sum(gaps_ms.values()) / 1000, 1)
        self._gaps.setText(self.tr("共 {seconds} 秒").format(seconds=seconds) if gaps_ms else self.tr("没有"))
        seal = reading.review.seal
        self._hash.setText("" if seal is None else f"{seal.sha256[:SHORT]}…")
        self._hash.setToolTip("" if seal is None else seal.sha256)
        self._copy_hash.setEnabled(seal is not None)
        self._show_signed()
        has_package = self._folder is not None and (seal is not None or reading.is_refused)
        package = self._folder.packages / take.id if self._folder is not None and has_package else None
        self._package.setText("" if package is None else str(package))
        self._copy_package.setEnabled(package is not None)
        self._attachments.setText(self.tr("没有"))

    def _show_signed(self) -> None:
        seal = None if self._reading is None else self._reading.review.seal
        match self._verified:
            case _ if self._reading is not None and self._reading.review.take.state is TakeState.ERASED:
                self._signed.show_state(take_state_text(TakeState.ERASED), Tone.NEUTRAL)
            case _ if seal is None:
                self._signed.show_state(self.tr("还没有封存"), Tone.NEUTRAL)
            case None:
                self._signed.show_state(self.tr("正在核对…"), Tone.NEUTRAL, "running")
            case Fault() as fault:
                self._signed.show_state(self.tr("没有核对成"), Tone.WARNING)
                self._signed.setToolTip(fault_text(fault))
            case Verification(fault=None):
                self._signed.show_state(self.tr("本站已签名，与封存时一致"), Tone.OK)
            case _:
                self._signed.show_state(self.tr("与封存时不一致"), Tone.DANGER)

    def _copy(self, shown: ElidedLabel) -> None:
        QGuiApplication.clipboard().setText(shown.toolTip())
