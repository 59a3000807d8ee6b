"""The demo from end to end: a whole guided take at the virtual counter, opened afterwards with other people's tools."""

import json
import subprocess
import threading
from pathlib import Path

import pytest

from app.__main__ import main
from app.counter import prepare_take
from app.demo import CASES, read_answers
from tests.drills.process import LIBRARY

pytestmark = pytest.mark.timeout(280)


def run(*words: object) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def test_demo_leaves_a_verified_package_that_anybody_can_open(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = {thread.name for thread in threading.enumerate()}
    assert main(["demo", "--fast", "--json", "--out", str(tmp_path)]) == 0
    out, err = capfd.readouterr()
    told = json.loads(out)
    assert "Traceback" not in err

    assert told["outcome"] == "completed" and told["verified"] and told["faults"] == []
    assert {step["verdict"] for step in told["steps"]} == {"accepted"}
    assert max(step["attempts"] for step in told["steps"]) >= 2
    answers = read_answers(LIBRARY / "cases" / "demo-life.answers.yaml")
    said = {line["text"] for line in told["transcript"] if line["channel"] == "customer"}
    assert {answers["consent"][-1], *answers["rights-notice"]} - {"嗯"} <= said
    assert told["faces"]["checked"] and told["faces"]["customer_present_share"] > 0.95
    assert told["faces"]["max_faces"] == 2
    assert told["video"]["dropped"] == 0 and abs(told["video"]["fps"] - 15) < 0.1
    assert told["audio"]["gaps_s"] == 0

    package = Path(told["package"])
    assert {file.name for file in package.iterdir()} == {"take.mp4.age", "manifest.json", "manifest.sig"}
    film = tmp_path / "film.mp4"
    run("age", "-d", "-i", tmp_path / "archive-identity.txt", "-o", film, package / "take.mp4.age")
    found = json.loads(run("ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json", film))
    video, audio = sorted(found["streams"], key=lambda stream: str(stream["codec_type"]), reverse=True)
    assert (video["codec_name"], video["width"], video["height"]) == ("h264", 1280, 720)
    assert (audio["codec_name"], audio["channels"], audio["sample_rate"]) == ("aac", 2, "48000")
    assert abs(float(found["format"]["duration"]) - told["take"]["duration_s"]) < 0.15

    assert main(["verify", str(package), "--identity", str(tmp_path / "archive-identity.txt"), "--json"]) == 0
    assert {check["result"] for check in json.loads(capfd.readouterr().out)["checks"]} == {"passed"}
    assert {thread.name for thread in threading.enumerate()} == before


@pytest.mark.parametrize(("script", "is_elder"), CASES)
def test_demo_customer_has_an_answer_to_everything(script: str, is_elder: bool) -> None:
    """Every question of the example case is one that the answers know, by its name or by the default."""
    name = CASES[script, is_elder]
    prepared = prepare_take(script, LIBRARY / "cases" / f"{name}.yaml", seed=1)
    answers = read_answers(LIBRARY / "cases" / f"{name}.answers.yaml")
    asked = [step.id for step in prepared.script.steps if step.ask is not None]
    assert asked and all(answers.get(step, answers.get("default")) for step in asked)
