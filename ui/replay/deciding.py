"""What a reviewer writes down about a take, and taking a copy of it: asked for where it must be, then done in order."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.model import TakeId
from app.review import TakeReview
from app.rights import Right
from app.station import Station
from ui.desk import Desk
from ui.kit.ask import ReasonDialog
from ui.kit.second_person import ask_second
from ui.kit.tone import Tone
from ui.messages import clock_text, number_text
from ui.replay.findings_panel import Draft

if TYPE_CHECKING:
    from ui.pages.replay import ReplayPage


class Deciding(QObject):
    """Everything is written by the station, which checks the rights; `changed` carries the review as it is now."""

    changed = Signal(object)

    def __init__(self, desk: Desk, page: "ReplayPage") -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    def mark(self, at_ns: int) -> None:
        station, take_id = self._desk.open_station, self._take_id
        if take_id is not None and station.person.may(Right.FIND):
            self._write(station, take_id, lambda: station.reviewer_mark(take_id, at_ns))
            self._desk.tell(self.tr("已在 {time} 打点。").format(time=clock_text(at_ns)), Tone.OK)

    def save(self, station: Station, take_id: TakeId, drafts: Sequence[Draft]) -> None:
        """Also when the window has just been locked: what was judged is written before that station is closed."""

        def write() -> None:
            for draft in drafts:
                station.find(take_id, draft.rule, draft.step, draft.verdict, draft.text)

        self._write(station, take_id, write)
        self._desk.tell(self.tr("已保存 %n 项结论。", "", len(drafts)), Tone.OK)

    def approve(self) -> None:
        """What is judged but not saved is saved first: it may stand against the approval."""
        take_id = self._take_id
        if take_id is not None:
            station = self._desk.open_station
            self._page.save_drafts()
            self._write(station, take_id, lambda: station.approve(take_id), self.tr("已复核通过。"))

    def send_back(self) -> None:
        take_id = self._take_id
        if take_id is None:
            return
        station = self._desk.open_station
        dialog = ReasonDialog(
            self._window, self._desk.theme, self.tr("退回这份录像"),
            self.tr("柜员会看到理由。请写明要补什么、什么时候之前。"), self.tr("退回"), danger=True,
        )  # fmt: skip

        def on_accepted() -> None:
            reason = dialog.text
            self._page.save_drafts()
            self._write(station, take_id, lambda: station.send_back(take_id, reason), self.tr("已退回给柜员。"))

        self._open(dialog, on_accepted)

    def export(self) -> None:
        """A copy that anybody can play, with a reason and a second person: the one way plaintext leaves the station."""
        take_id = self._take_id
        if take_id is None or not self._page.has_picture or not self._desk.open_station.person.may(Right.EXPORT):
            return
        dialog = ReasonDialog(
            self._window, self._desk.theme, self.tr("导出录像"),
            self.tr("导出的文件没有加密，离开工作站后由您保管。需要另一位能回放的同事同意。"),
            self.tr("选择位置…"), danger=True,
        )  # fmt: skip
        self._open(dialog, lambda: self._choose_place(take_id, dialog.text))

    def _choose_place(self, take_id: TakeId, reason: str) -> None:
        chooser = QFileDialog(self._window, self.tr("导出到"), f"{take_id}.mp4", "MP4 (*.mp4)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("mp4")
        chooser.setOption(QFileDialog.Option.DontConfirmOverwrite)  # the station never writes over a file
        chooser.fileSelected.connect(lambda name: self.export_to(take_id, Path(name), reason))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def export_to(self, take_id: TakeId, target: Path, reason: str) -> None:
        """Plaintext leaves the station only when two agree who may both replay."""
        desk, station = self._desk, self._desk.open_station
        act = self.tr("把录像 {take} 导出成没有加密的文件。理由：{reason}").format(take=take_id, reason=reason)
        ask_second(
            self._window, desk.theme, desk.bridge, station, act=act, right=Right.REPLAY,
            do=lambda second: station.export(take_id, target, reason, second), done=self._on_exported,
        )  # fmt: skip

    def _on_exported(self, size: int) -> None:
        self._desk.tell(self.tr("已导出 {size} MB。").format(size=number_text(size / 1e6, 1)), Tone.OK)

    # ------------------------------------------------------------------ small ones

    @property
    def _take_id(self) -> TakeId | None:
        opened = self._page.opened
        return None if opened is None else opened.take_id

    @property
    def _window(self) -> QWidget:
        return self._page.window()

    def _open(self, dialog: ReasonDialog, on_accepted: Callable[[], None]) -> None:
        dialog.accepted.connect(on_accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _write(self, station: Station, take_id: TakeId, write: Callable[[], None], done: str = "") -> None:
        def op() -> TakeReview:
            write()
            return station.review_of(take_id)

        def on_written(review: TakeReview) -> None:
            if done:
                self._desk.tell(done, Tone.OK)
            self.changed.emit(review)

        self._desk.bridge.run(op, on_written)
