"""A sound server of the tests' own, with a loudspeaker and a microphone that are one wire: what is played is heard.

    player ──► sink "wire" ──► its monitor ──► source "vmic" ──► microphone

Use it as a fixture: `from tests.pulse import sound_server  # noqa: F401`. PortAudio reaches the server through ALSA's
"pulse" device (Debian: libasound2-plugins), so `device:pulse` is both speaker and microphone. The server is a private
process with its own socket; it and nothing else is ended with the fixture. Without PulseAudio the tests are skipped.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from media.capture import devices, refresh_sound_devices

SPEC = "device:pulse"
WIRE = (
    "module-null-sink sink_name=wire rate=48000 channels=1 channel_map=mono",
    "module-remap-source master=wire.monitor source_name=vmic",
)
START_TRIES = 200


class SoundServer:
    """A running PulseAudio without any hardware; its socket lies in `folder`, which is its home."""

    def __init__(self, folder: Path, modules: Sequence[str] = WIRE) -> None:
        self._socket = folder / "native"
        self._process = subprocess.Popen(
            [
                *(
                    "pulseaudio",
                    "-n",
                    "--daemonize=no",
                    "--exit-idle-time=-1",
                    "--use-pid-file=no",
                    "--log-level=error",
                ),
                *("-L", f"module-native-protocol-unix socket={self._socket} auth-anonymous=1"),
                *(word for module in modules for word in ("-L", module)),
            ],
            env=os.environ | {"XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
            stderr=subprocess.DEVNULL,
        )
        for _ in range(START_TRIES):
            if self._control("info").returncode == 0:
                return
            try:
                self._process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
        self.close()
        raise RuntimeError("the sound server did not start")

    @property
    def environment(self) -> dict[str, str]:
        """What a program must find in its environment to use this server."""
        return {"PULSE_SERVER": f"unix:{self._socket}", "PULSE_SINK": "wire", "PULSE_SOURCE": "vmic"}

    def play(self, wav: Path) -> "subprocess.Popen[bytes]":
        """Play a file into the wire; the caller waits for the player."""
        return subprocess.Popen(["paplay", str(wav)], env=os.environ | self.environment)

    def pull_out_the_microphone(self) -> None:
        """What pulling the plug does: the sound card goes, and with it every stream on it."""
        for name in ("module-remap-source", "module-null-sink"):
            self._control("unload-module", name).check_returncode()

    def close(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _control(self, *words: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            ["pactl", *words], env=os.environ | self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )


@pytest.fixture
def sound_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
    """A private sound server that this process' PortAudio sees as the device `pulse`."""
    if shutil.which("pulseaudio") is None or shutil.which("pactl") is None:
        pytest.skip("PulseAudio is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pulse-"))
    server = SoundServer(folder)
    try:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        refresh_sound_devices()
        if not any(device.name == "pulse" for device in devices().microphones):
            pytest.skip("ALSA does not know PulseAudio: libasound2-plugins is not installed")
        yield server
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)
