"""The parts of pre-flight by themselves: the table, the noise, the chance, the names, what is remembered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.faults import SENTENCES, Fault, sentence
from app.model import Outcome, StepResult, TakeId, TakeState, Verdict
from app.place import PlaceState, PlaceVerdict
from app.session.preflight import (
    HARD,
    TABLE,
    Action,
    Check,
    CheckId,
    CheckState,
    DeviceNames,
    PastTakes,
    Preflight,
    Remembered,
    named,
    past_takes,
)
from app.session.preflight.chance import LOOKED_BACK, chance_of
from app.session.preflight.findings import OUTSIDE, Disk, Known, Parts, decide
from app.session.preflight.names import _camera, is_virtual
from app.session.preflight.noise import NoiseKind, name_noise
from app.session.preflight.people import find_sweep, trial_sound
from app.session.preflight.table import BEFORE, found
from app.session.take import Sources
from app.settings import Place
from app.vault.vault import Vault
from media.capture import Microphone, Speaker
from media.clock import NS, SystemClock
from media.synthetic import TestPicture
from media.track import SAMPLE_RATE_HZ, Samples
from media.voice import CUSTOMER_VOICE, Voice
from tests.preflight_parts import Watcher, bundled
from tests.pulse import SPEC, SoundServer, sound_server  # noqa: F401
from tests.vault_parts import WALL_NS, make_case, make_take, new_vault

Real = npt.NDArray[np.float64]
TWO_S = 2 * SAMPLE_RATE_HZ
TIME_S = np.arange(TWO_S) / SAMPLE_RATE_HZ
KNOWN = Known(now_ns=10 * NS, wall_ns=WALL_NS, hang_ns=5 * NS, words=("同意",))

# ------------------------------------------------------------------ the table


def test_every_fault_of_the_table_has_a_sentence() -> None:
    named_there = {row.fault for rows in TABLE.values() for row in rows.values() if row.fault}
    assert named_there <= set(SENTENCES) and len(named_there) > 5


def test_table_keeps_its_promises() -> None:
    for check, rows in TABLE.items():
        for code, row in rows.items():
            what = f"{check} {code}"
            assert 0 <= row.factor <= 1, what
            match row.state:
                case CheckState.PASSED | CheckState.RUNNING:
                    assert row.factor == 1 and not row.holds_up, what
                case CheckState.WARNING:
                    assert not row.holds_up and row.action is not Action.NONE, what
                case CheckState.FAILED:
                    assert row.holds_up and row.factor < 0.6, what
                    assert row.action is not Action.NONE or code == "in_doubt", what
                    assert (row.factor == 0) is (check in HARD), what
                case CheckState.NOT_CHECKED:
                    assert row.holds_up is (code == "not_opened"), what


def test_nothing_is_passed_before_it_was_looked_at() -> None:
    assert {TABLE[check][code].state for check, code in BEFORE.items()} <= {CheckState.RUNNING, CheckState.NOT_CHECKED}


def test_vault_in_doubt_holds_up_the_start() -> None:
    doubt = Fault("E-208", vault_epoch=3, head_epoch=5)
    known = replace(KNOWN, is_station_known=True, has_vault=True, doubt=doubt)
    check = next(check for check in decide(known) if check.id is CheckId.VAULT)
    assert (check.code, check.is_hard) == ("in_doubt", True)
    assert check.fault is not None and sentence(check.fault) == sentence(doubt)
    sound = next(check for check in decide(replace(known, doubt=None)) if check.id is CheckId.VAULT)
    assert sound.state is CheckState.PASSED


@pytest.mark.parametrize(
    ("disk", "code"),
    [
        (Disk(10**12, 10**8), "enough"),
        (Disk(10**9, 10**8), "scarce"),
        (Disk(10**7, 10**8), "full"),
        (Disk(reason="Input/output error"), "unreadable"),
        (None, "looking"),
    ],
)
def test_disk(disk: Disk | None, code: str) -> None:
    check = next(check for check in decide(replace(KNOWN, disk=disk)) if check.id is CheckId.DISK)
    assert check.code == code and check.is_hard


def place_check(verdict: PlaceVerdict | None, is_known: bool = True) -> Check:
    known = replace(KNOWN, is_station_known=is_known, place=verdict)
    return next(check for check in decide(known) if check.id is CheckId.PLACE)


@pytest.mark.parametrize("code", sorted(OUTSIDE))
def test_every_reason_of_the_place_gate_fails_a_hard_check(code: str) -> None:
    check = place_check(PlaceVerdict(PlaceState.OUTSIDE, {}, (Fault(code, branch="城东支行"), Fault("E-479"))))
    assert (check.state, check.is_hard, check.facts["fault"]) == (CheckState.FAILED, True, code)
    assert TABLE[CheckId.PLACE][check.code].holds_up


def test_reasons_of_the_place_gate_are_those_that_have_a_sentence() -> None:
    assert set(OUTSIDE) == {code for code in SENTENCES if code.startswith("E-47")}


def test_place_is_inside_or_not_checked_and_never_taken_for_the_other() -> None:
    here = PlaceVerdict(PlaceState.INSIDE, {}, (), Place("城东支行", "03"))
    assert place_check(here, is_known=False).code == "looking"
    assert place_check(here).state is CheckState.PASSED
    warned = place_check(replace(here, has_other_setting=True))
    assert (warned.code, warned.state) == ("inside_otherwise_set", CheckState.WARNING)
    for verdict, code in ((PlaceVerdict(PlaceState.NOT_CHECKED, {}), "no_certificate"), (None, "no_gate")):
        assert (place_check(verdict).code, place_check(verdict).state) == (code, CheckState.NOT_CHECKED)


def test_missing_voice_is_told_with_the_other_parts() -> None:
    people = replace(KNOWN.people, is_loaded=True)
    known = replace(KNOWN, people=people, parts=Parts("ready", "failed", "vosk-model"))
    check = next(check for check in decide(known) if check.id is CheckId.MODELS)
    assert check.code == "missing" and check.facts == {"faces": "ready", "speech": "ready", "voice": "failed"}


# ------------------------------------------------------------------ noise


def at(sound: Real, dbfs: float) -> Samples:
    loud = sound / np.sqrt(np.mean(sound**2)) * 32768 * 10 ** (dbfs / 20)
    return np.asarray(np.clip(loud, -32768, 32767), np.int16)


def coloured(slope: float, seed: int = 1) -> Real:
    """Noise whose power falls by that power of the frequency: 0 white, 1 pink, 2 brown."""
    hz = np.fft.rfftfreq(TWO_S, 1 / SAMPLE_RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(TWO_S))
    spectrum[1:] *= hz[1:] ** (-slope / 2)
    spectrum[hz < 30] = 0
    return np.asarray(np.fft.irfft(spectrum, TWO_S), np.float64)


def hum(hz: float) -> Real:
    return sum((np.sin(2 * np.pi * hz * k * TIME_S + k) / k for k in (1, 2, 3, 5)), 0.05 * coloured(0))


def clicks(times: int, each_ms: int, seed: int = 1) -> Real:
    rng = np.random.default_rng(seed)
    sound = 0.01 * coloured(1, seed)
    size = SAMPLE_RATE_HZ * each_ms // 1000
    for at_s in np.linspace(0.1, 1.8, times) + rng.uniform(-0.05, 0.05, times):
        begin = int(at_s * SAMPLE_RATE_HZ)
        sound[begin : begin + size] += rng.standard_normal(size) * np.exp(-np.arange(size) / (size / 3))
    return sound


@pytest.mark.parametrize("dbfs", [-48.0, -40.0, -25.0])
@pytest.mark.parametrize(
    ("sound", "kind"),
    [
        (coloured(0), NoiseKind.FAN),
        (coloured(1), NoiseKind.FAN),
        (coloured(2), NoiseKind.FAN),
        (hum(50), NoiseKind.MAINS),
        (hum(100), NoiseKind.MAINS),
        (hum(50) + 0.3 * coloured(1), NoiseKind.MAINS),
        (clicks(5, 15), NoiseKind.IMPULSES),
        (clicks(11, 30), NoiseKind.IMPULSES),
        (np.sin(2 * np.pi * 730 * TIME_S), NoiseKind.UNKNOWN),
        (np.sin(2 * np.pi * (300 * TIME_S + 400 * TIME_S**2)), NoiseKind.UNKNOWN),
        (coloured(1) * (1 + 0.6 * np.sin(2 * np.pi * 1.5 * TIME_S)), NoiseKind.UNKNOWN),
    ],
)
def test_noise_is_called_by_its_name_or_not_at_all(sound: Real, kind: NoiseKind, dbfs: float) -> None:
    noise = name_noise(at(sound, dbfs))
    assert noise.kind is kind and abs(noise.dbfs - dbfs) < 1.0
    assert noise.is_loud is (dbfs > -35)


@pytest.mark.parametrize("sound", [coloured(0), hum(50), np.sin(2 * np.pi * 730 * TIME_S)])
def test_faint_noise_is_quiet_whatever_it_is(sound: Real) -> None:
    assert name_noise(at(sound, -55)).kind is NoiseKind.QUIET


def test_silence_is_quiet() -> None:
    noise = name_noise(np.zeros(TWO_S, np.int16))
    assert noise.kind is NoiseKind.QUIET and noise.dbfs <= -119


def test_constant_offset_of_a_cheap_card_is_no_noise() -> None:
    assert name_noise(np.full(TWO_S, 900, np.int16)).kind is NoiseKind.QUIET


@pytest.fixture(scope="module")
def talk() -> Iterator[list[Real]]:
    """Four people who do not speak to us."""
    texts = (
        "今天下午我去银行存了一点钱顺便问了一下理财产品",
        "孩子明年上学我们想换一套大一点的房子",
        "昨天那个人说的事情你听清楚了没有我觉得不太对",
        "请问排队要等多久前面还有几个人",
    )
    with Voice(None) as one, Voice(None, CUSTOMER_VOICE) as other:
        voices = [(one, other)[n % 2].render(text, 4.5).samples for n, text in enumerate(texts)]
    yield [np.resize(voice.astype(np.float64), TWO_S) for voice in voices]


@pytest.mark.parametrize("who", [(0,), (1,), (2,), (3,), (0, 1), (2, 3), (0, 1, 2, 3)])
def test_people_who_talk_near_by_are_babble(talk: list[Real], who: tuple[int, ...]) -> None:
    assert name_noise(at(sum((talk[n] for n in who), np.zeros(TWO_S)), -42)).kind is NoiseKind.BABBLE


# ------------------------------------------------------------------ the test sound


@pytest.mark.parametrize("tone_dbfs", [0.0, -20.0, -34.0])
def test_sweep_is_found_in_a_room_with_its_loudness_and_delay(tone_dbfs: float) -> None:
    room = np.random.default_rng(4).standard_normal(SAMPLE_RATE_HZ * 3 // 2) * 32768 * 10 ** (-50 / 20)
    sound = trial_sound(None)
    room[9600 : 9600 + len(sound)] += sound * 10 ** (tone_dbfs / 20)
    echo = find_sweep(0, room.astype(np.int16))
    assert echo is not None and abs(echo.delay_ns - NS // 5) < NS // 1000
    assert abs(echo.dbfs - (-16.0 + tone_dbfs)) < 1.0


def test_sweep_is_not_found_in_noise_voices_or_silence(talk: list[Real]) -> None:
    for sound in (*talk, coloured(0), coloured(1), hum(50), np.sin(2 * np.pi * 1500 * TIME_S)):
        assert find_sweep(0, at(sound, -25)) is None
    assert find_sweep(0, np.zeros(TWO_S, np.int16)) is None and find_sweep(0, np.zeros(10, np.int16)) is None


def test_test_sound_is_neither_faint_nor_clipped() -> None:
    sound = trial_sound(None).astype(np.float64)
    assert 0.1 < np.abs(sound).max() / 32768 < 0.5 and abs(sound[0]) < 10 and abs(sound[-1]) < 10


def test_loudspeaker_and_microphone_of_a_sound_card(sound_server: SoundServer, tmp_path: Path) -> None:  # noqa: F811
    """Through a real sound server, whose loudspeaker and microphone are one wire."""
    from app.settings import DataFolder

    speaker = Speaker(SPEC)
    make = lambda: Sources((TestPicture(),), Microphone("pulse"), None, play=speaker.play)  # noqa: E731
    watcher = Watcher()
    preflight = Preflight(
        make,
        folder=DataFolder(tmp_path),
        expected_s=600,
        find_model=bundled,
        voice=None,
        vault=None,
        let_go=lambda sources: speaker.close(),
        clock=SystemClock(),
        listeners=[watcher],
    )
    preflight.start()
    try:
        watcher.until(lambda view: view.check(CheckId.SPEAKER).code == "not_played" and view.is_settled)
        preflight.test_speaker()
        asking = watcher.until(lambda view: view.check(CheckId.SPEAKER).facts.get("came_back") is not None)
        preflight.speaker_heard(True)
        watcher.until(lambda view: view.check(CheckId.SPEAKER).code in ("heard", "echoes"))
    finally:
        assert preflight.close()
    facts = asking.check(CheckId.SPEAKER).facts
    assert facts["came_back"] is True and 0 <= facts["delay_ms"] < 900 and facts["echo_dbfs"] > -30


# ------------------------------------------------------------------ the chance


@pytest.mark.parametrize(
    ("past", "percent"),
    [
        (PastTakes(0, 0), None),
        (PastTakes(4, 4), None),
        (PastTakes(5, 5), 86),
        (PastTakes(0, 5), 14),
        (PastTakes(48, 50), 94),
    ],
)
def test_chance_is_what_earlier_takes_say(past: PastTakes, percent: int | None) -> None:
    chance = chance_of(past, [found(CheckId.CAMERA, "ready")])
    assert (chance.percent, chance.of_takes, chance.raises) == (percent, past.all, ())


def test_what_would_raise_the_chance_most_comes_first() -> None:
    checks = [found(CheckId.PERSONS, "nobody"), found(CheckId.SHARPNESS, "blurred"), found(CheckId.LIGHT, "good")]
    chance = chance_of(PastTakes(48, 50), checks)
    assert chance.percent == round(49 / 52 * 0.5 * 0.6 * 100)
    assert [(one.check, one.code) for one in chance.raises] == [
        (CheckId.PERSONS, "nobody"),
        (CheckId.SHARPNESS, "blurred"),
    ]
    mended = chance_of(PastTakes(48, 50), checks[1:])
    assert mended.percent is not None and mended.percent - chance.percent == chance.raises[0].points


def test_what_would_raise_it_is_told_without_earlier_takes_too() -> None:
    chance = chance_of(PastTakes(1, 2), [found(CheckId.LIGHT, "too_dark")])
    assert chance.percent is None and chance.raises[0].points == 70


def add_take(vault: Vault, n: int, outcome: Outcome, attempts: int, script: str = "life") -> None:
    take = replace(make_take(f"T-{n}", "C-1"), script_id=script)
    vault.open_take(take)
    vault.seal_take(
        TakeId(f"T-{n}"), state=TakeState.SEALED, outcome=outcome, sealed_bytes=1, sha256="aa" * 32,
        merkle_root="bb" * 32, duration_ns=NS, manifest_sha256=f"{n:064x}",
        steps=[StepResult("consent", Verdict.ACCEPTED, "同意", 1, "speech"),
               StepResult("knows", Verdict.ACCEPTED, "清楚", attempts, "speech")],
    )  # fmt: skip


def test_earlier_takes_are_counted_from_the_vault(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        vault.add_case(make_case("C-1"), WALL_NS)
        assert past_takes(vault, "life") == PastTakes(0, 0)
        add_take(vault, 1, Outcome.COMPLETED, attempts=1)
        add_take(vault, 2, Outcome.COMPLETED, attempts=2)  # with a remedy
        add_take(vault, 3, Outcome.INCOMPLETE, attempts=1)
        add_take(vault, 4, Outcome.NEEDS_REVIEW, attempts=1)
        add_take(vault, 5, Outcome.STOPPED, attempts=1)  # the customer's right, and nobody's failure
        add_take(vault, 6, Outcome.REFUSED, attempts=1)
        add_take(vault, 7, Outcome.COMPLETED, attempts=1, script="wealth")
        vault.open_take(make_take("T-8", "C-1"))
        assert past_takes(vault, "life") == PastTakes(1, 4)
        assert past_takes(vault, "wealth") == PastTakes(1, 1)


def test_only_the_newest_takes_count(tmp_path: Path) -> None:
    with new_vault(tmp_path) as vault:
        vault.add_case(make_case("C-1"), WALL_NS)
        for n in range(LOOKED_BACK + 5):
            add_take(vault, n, Outcome.COMPLETED if n < 5 else Outcome.INCOMPLETE, attempts=1)
        assert past_takes(vault, "life") == PastTakes(0, LOOKED_BACK)


# ------------------------------------------------------------------ names, and what is remembered


@pytest.mark.parametrize(
    "name",
    [
        "OBS Virtual Camera",
        "OBS-Camera",
        "ManyCam Virtual Webcam",
        "Dummy video device (0x0000)",
        "v4l2loopback output",
        "XSplit VCam",
        "Snap Camera",
        "e2eSoft VCam",
        "虚拟摄像头",
        "Logitech C920 [virtual]",
        "NVIDIA Broadcast",
        "DroidCam Source 3",
    ],
)
def test_software_that_poses_as_a_camera_is_known_by_name(name: str) -> None:
    assert is_virtual(name)


@pytest.mark.parametrize(
    "name",
    ["HD Pro Webcam C920", "Integrated Camera", "USB2.0 HD UVC WebCam", "virtual counter", "test picture", "camera 0",
     "Jobsite Camera", "network camera", "Microsoft LifeCam", "罗技高清摄像头", "synthetic counter"],
)  # fmt: skip
def test_real_cameras_and_the_practice_counter_are_not(name: str) -> None:
    assert not is_virtual(name)


def test_camera_without_hardware_is_told_by_its_place_whatever_its_name(tmp_path: Path) -> None:
    listed, devices = tmp_path / "class", tmp_path / "devices"
    listed.mkdir()
    for number, place in enumerate(("pci0000:00/usb1/video4linux", "virtual/video4linux")):
        folder = devices / place / f"video{number}"
        folder.mkdir(parents=True)
        (folder / "name").write_text("HD Pro Webcam C920\n")
        (listed / f"video{number}").symlink_to(folder)
    assert _camera("device:0", listed) == "HD Pro Webcam C920"
    assert _camera("device:1", listed) == "HD Pro Webcam C920 [virtual]"
    assert _camera("device:9", listed) == "camera 9"


def test_names_hold_no_path_no_address_and_no_password() -> None:
    names = named(["file:/home/li/zhang.mp4", "rtsp://admin:secret@10.0.0.9/1"], "file:/home/li/a.wav", None, "none")
    assert names == DeviceNames(("file", "address"), "file", None, None)


def test_what_is_remembered_holds_for_the_same_devices_on_the_same_day() -> None:
    morning = int(datetime(2026, 6, 1, 9).timestamp()) * NS
    hour = 3600 * NS
    kept = Remembered("abc", "vosk", (CheckId.SPEECH,), morning)
    assert kept.holds("abc", "vosk", morning + 8 * hour)
    assert not kept.holds("abc", "vosk", morning + 16 * hour), "after midnight"
    assert not kept.holds("abc", "vosk", morning - 1), "the clock was set back"
    assert not kept.holds("abd", "vosk", morning + hour) and not kept.holds("abc", "other", morning + hour)
    assert Remembered.from_json(kept.as_json()) == kept


@pytest.mark.parametrize(
    "row", [{}, {"devices": "a", "model": "b", "passed": ["nonsense"], "wall_ns": 1}, {"passed": None}]
)
def test_what_cannot_be_remembered_is_forgotten(row: dict[str, object]) -> None:
    assert Remembered.from_json(row) is None


def test_digest_tells_devices_apart_by_their_places() -> None:
    names = DeviceNames(("A",), "B", "C")
    assert names.digest == DeviceNames(("A",), "B", "C").digest
    assert len({names.digest, DeviceNames(("B",), "A", "C").digest, DeviceNames(("A",), "B", None, "C").digest}) == 3
