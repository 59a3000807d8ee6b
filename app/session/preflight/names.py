"""What the system calls the devices of a take, and which cameras are none (R-B20).

The list is of products that present a film, a filtered face or another computer's screen as a camera. It catches
whoever does not hide it: a driver can be given any name. On Linux a camera that is no hardware at all is told by its
place among the devices, whatever its name. Where the system does not tell names (OpenCV outside Linux) nothing can be
said.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from app.faults import Fault
from app.session.preflight.view import DeviceNames
from media.camera import LINUX_CAMERAS, camera_names, find_camera
from media.capture import DEFAULT, Device, devices
from media.spec import Kind, parse

NO_HARDWARE = " [virtual]"
"""said after the name of a camera that Linux knows to be software"""
NUMBERED = "camera "
"""how a camera is called of which only the number is known"""
VIRTUAL = re.compile(
    r"\bobs\b|obs-?camera|\[virtual\]|v4l2loopback|dummy video device|virtual (cam|video|webcam)|虚拟摄像|虚拟相机|"
    r"manycam|xsplit|\bvcam\b|splitcam|youcam|snap ?camera|mmhmm|nvidia broadcast|unity video capture|akvcam|e2esoft|"
    r"webcamoid|chromacam|facerig|animaze|vtube|prism live|vmix|\bndi\b|\bcamo\b|droidcam|iriun|epoccam|\bivcam\b|"
    r"altercam|fakewebcam|sparkocam|webcammax|cyberlink|logi capture|ecamm|deepfacelive|avatarify",
    re.IGNORECASE,
)


def is_virtual(name: str) -> bool:
    """Whether a camera of that name is known to be software."""
    return VIRTUAL.search(name) is not None


def named(cameras: Sequence[str], counter: str, customer: str | None = None, speaker: str | None = None) -> DeviceNames:
    """The system's names for the devices that these SPECs mean; looks them up, so not on a thread that paints."""
    listed = devices()
    return DeviceNames(
        tuple(_camera(spec) for spec in cameras),
        _sound(counter, listed.microphones),
        None if customer is None else _sound(customer, listed.microphones),
        None if speaker is None or speaker == "none" else _sound(speaker, listed.speakers),
    )


def _camera(spec: str, listed: Path = LINUX_CAMERAS) -> str:
    meant = parse(spec)
    match meant.kind:
        case Kind.DEVICE:
            try:
                number = find_camera(meant.rest, listed)
            except Fault:
                return meant.rest
            name = camera_names(listed).get(number, f"{NUMBERED}{number}")
            is_software = "virtual" in (listed / f"video{number}").resolve().parts
            return name + NO_HARDWARE if is_software else name
        case Kind.SYNTHETIC:
            return f"synthetic {meant.rest}"
        case Kind.FILE | Kind.ADDRESS:
            return str(meant.kind.value)  # never a path or an address: they may name people and hold passwords


def _sound(spec: str, listed: Sequence[Device]) -> str:
    meant = parse(spec)
    if meant.kind is not Kind.DEVICE:
        return f"synthetic {meant.rest}" if meant.kind is Kind.SYNTHETIC else meant.kind.value
    if meant.rest == DEFAULT:
        return next((device.spec for device in listed if device.is_default), DEFAULT)
    return next((device.spec for device in listed if meant.rest in (device.name, str(device.index))), meant.rest)
