"""The stamp that is burnt into every picture of a take: when, which take, where, who, which step (rule R-B18).

White Chinese text on a half-transparent dark band at the foot of the picture. It is drawn field by field and only when
a field's text has changed: most pictures cost one dimming and one `max` over the band. `is_in` reads a decoded picture
back and says whether the stamp is really there, character by character, so that one wrong digit is noticed.

It holds numbers and names of places, never a customer's name. It does not lay pictures out: `picture.py` does.
"""

import functools
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from media.clock import NS
from media.fault import Fault
from media.planes import Pixels

BACKGROUND_SHARE = 0.38
"""how much of the picture shines through the band"""
WHITE, BLACK = 235, 16
"""luma of white and black in limited range"""
GROUND = 112
"""luma that the picture behind the band never reaches: white shows through as 99; what is darker is ground"""
LIKENESS = 0.85
"""correlation each character must reach: measured after H.264 at crf 30, right ones 0.99, one wrong digit up to 0.69"""
INSTALL_FONT = "apt-get install fonts-noto-cjk"

# Regular weights of fonts with Chinese glyphs, by system; the number is the face within a collection.
FONTS: tuple[tuple[str, int], ...] = (
    ("C:/Windows/Fonts/msyh.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttf", 0),
    ("C:/Windows/Fonts/simhei.ttf", 0),
    ("C:/Windows/Fonts/simsun.ttc", 0),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("/System/Library/Fonts/STHeiti Light.ttc", 0),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", 0),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc", 2),
    ("/usr/share/fonts/opentype/source-han-sans/SourceHanSansSC-Regular.otf", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one picture says about itself."""

    wall_ns: int
    """nanoseconds since 1970 (UTC)"""
    take: str
    branch: str
    counter: str
    clerk: str
    step: str = ""
    """ready to be read: 第 3/17 步 卖方身份"""

    def fields(self, zone: tzinfo | None = None) -> tuple[str, ...]:
        """The texts as they stand in the picture; the time in `zone`, or where the computer is."""
        second = self.wall_ns // NS
        rest = (f"录像 {self.take}", f"网点 {self.branch}", f"柜台 {self.counter}", f"柜员 {self.clerk}", self.step)
        return (_time(second, zone), *(text for text in rest if text and not text.endswith(" ")))


@functools.lru_cache(maxsize=4)
def _time(second: int, zone: tzinfo | None) -> str:
    local = datetime.fromtimestamp(second, UTC).astimezone(zone)
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{offset[:3]}:{offset[3:5]})"


def find_font(places: tuple[tuple[str, int], ...] = FONTS) -> tuple[Path, int]:
    """A font with Chinese glyphs on this computer, and its face's number; raises E-112 when there is none."""
    for name, face in places:
        path = Path(name)
        if path.is_file():
            return path, face
    folders = [Path.home() / ".local/share/fonts", Path.home() / ".fonts"]
    if sys.platform == "win32":
        folders.append(Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft/Windows/Fonts")
    for folder in folders if places is FONTS else ():
        for pattern in ("*CJK*Regular*", "*SourceHan*Regular*", "wqy*", "msyh*", "simhei*"):
            for path in sorted(folder.glob(pattern)) if folder.is_dir() else ():
                if path.suffix.lower() in {".ttf", ".ttc", ".otf"}:
                    return path, 0
    raise Fault("E-112", install=INSTALL_FONT)


class Band:
    """Draws stamps into the foot of pictures of one size, and looks for them there."""

    def __init__(self, width: int, height: int, zone: tzinfo | None = None) -> None:
        """Raises E-112 when the computer has no font with Chinese glyphs."""
        self._width = width
        self._height = height
        self._zone = zone
        path, face = find_font()
        # 26 px of font make Chinese characters about 24 px high, and digits 19, at 720 lines
        self._size = max(14, round(height * 26 / 720))
        self._font = ImageFont.truetype(str(path), self._size, index=face)
        self._line = round(self._size * 1.3)
        self._margin = max(4, round(height * 10 / 720))
        self._drawn: tuple[str, ...] = ()
        self._glyphs = np.zeros((0, width), np.uint8)
        self._words: dict[str, Pixels] = {}

    def burn(self, y: Pixels, u: Pixels, v: Pixels, stamp: Stamp) -> None:
        """Lay the stamp over the foot of a picture's planes, in place."""
        glyphs = self._glyphs_of(stamp)
        top = self._height - glyphs.shape[0]
        foot = y[top:]
        cv2.convertScaleAbs(foot, dst=foot, alpha=BACKGROUND_SHARE, beta=BLACK * (1 - BACKGROUND_SHARE))
        cv2.max(foot, glyphs, dst=foot)
        u[top // 2 :] = 128  # grey under the text: coloured fringes would cost legibility, and bits
        v[top // 2 :] = 128

    def likeness(self, y: Pixels, stamp: Stamp) -> float:
        """How much the worst character of the stamp resembles what the luma plane shows there, -1 … 1."""
        glyphs = self._glyphs_of(stamp)
        foot = y[self._height - glyphs.shape[0] : self._height]
        worst = 1.0
        cell = max(8, self._size // 2)
        for top in range(self._margin // 2, glyphs.shape[0] - self._line + 1, self._line):
            wanted_line, seen_line = glyphs[top : top + self._line], foot[top : top + self._line]
            for left in range(0, self._width - cell + 1, cell):
                wanted, seen = wanted_line[:, left : left + cell], seen_line[:, left : left + cell]
                ink = np.count_nonzero(wanted > 128)
                if ink >= self._size // 2:
                    worst = min(worst, _correlation(wanted, seen))
                elif not ink and np.count_nonzero(seen > 180) >= self._size // 2:
                    worst = min(worst, 0.0)  # something stands where nothing should
        return worst

    def is_in(self, y: Pixels, stamp: Stamp) -> bool:
        """Whether a luma plane (h, w) carries exactly this stamp; false too when the size is another."""
        return y.shape == (self._height, self._width) and self.likeness(y, stamp) >= LIKENESS

    def _glyphs_of(self, stamp: Stamp) -> Pixels:
        fields = stamp.fields(self._zone)
        if fields != self._drawn:
            self._glyphs = self._lines_of(fields)
            self._drawn = fields
        return self._glyphs

    def _lines_of(self, fields: tuple[str, ...]) -> Pixels:
        """Luma of the text on black (lines * line height, width): fields side by side, a new line when one is full."""
        gap, room = self._size, self._width - 2 * self._margin
        lines: list[list[Pixels]] = [[]]
        used = 0
        for word in (self._word(text)[:, :room] for text in fields):
            if lines[-1] and used + word.shape[1] > room:
                lines.append([])
                used = 0
            lines[-1].append(word)
            used += word.shape[1] + gap
        above = self._margin // 2
        height = (len(lines) * self._line + 2 * above + 1) & ~1
        glyphs = np.full((height, self._width), BLACK, np.uint8)
        for k, line in enumerate(lines):
            left = self._margin
            for word in line:
                glyphs[above + k * self._line : above + (k + 1) * self._line, left : left + word.shape[1]] = word
                left += word.shape[1] + gap
        self._words = {text: self._words[text] for text in fields}  # keeps what is shown, so it never grows
        return glyphs

    def _word(self, text: str) -> Pixels:
        if text not in self._words:
            width = max(2, round(self._font.getlength(text)) + 2)
            image = Image.new("L", (width, self._line), BLACK)
            ImageDraw.Draw(image).text((1, self._line / 2), text, fill=WHITE, font=self._font, anchor="lm")
            self._words[text] = np.asarray(image, np.uint8)
        return self._words[text]


def _correlation(wanted: Pixels, seen: Pixels) -> float:
    a = np.maximum(wanted, GROUND).astype(np.float32)
    b = np.maximum(seen, GROUND).astype(np.float32)
    a -= a.mean()
    b -= b.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0
