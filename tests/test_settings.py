"""A station believes only what its settings file says, and says what is wrong with it."""

from pathlib import Path

import pytest

from app.faults import sentence
from app.settings import DataFolder, Settings, data_folder, load_settings
from media.fault import Fault


def load(tmp_path: Path, text: str) -> Settings:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    return load_settings(tmp_path)


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "not there yet")
    assert settings.devices.camera == "device:0"
    assert settings.devices.customer_microphone is None
    assert settings.screen.language == "zh"
    assert not (tmp_path / "not there yet").exists(), "reading makes nothing"


def test_every_key_of_the_example_is_understood(tmp_path: Path) -> None:
    import app.settings

    example = "\n".join(line.strip() for line in (app.settings.__doc__ or "").split("\n\n", 2)[2].splitlines())
    settings = load(tmp_path, example)
    assert (settings.place.branch, settings.place.counter) == ("城东支行", "03")
    assert settings.devices.customer_microphone == "device:USB Audio"
    assert (settings.detectors.faces_per_s, settings.detectors.quality_per_s) == (5.0, 2.0)


def test_byte_order_mark_of_an_editor_is_no_matter(tmp_path: Path) -> None:
    assert load(tmp_path, '\ufeff[place]\nbranch = "城东支行"').place.branch == "城东支行"


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("[place", "E-902", "settings.toml"),
        ('[place]\nbrnch = "x"', "E-903", "place.brnch"),
        ('[plac]\nbranch = "x"', "E-903", "plac"),
        ('[place]\nbrnch = "x"\ncounter = 3', "E-903", "branch, counter"),
        ("[place]\nbranch = 3", "E-904", "place.branch"),
        ('[place]\nbranch = ""', "E-904", "place.branch"),
        ('[place]\nbranch = "' + "长" * 41 + '"', "E-904", "≤ 40"),
        ('place = "x"', "E-904", "place"),
        ("[detectors]\nfaces_per_s = 99", "E-904", "≤ 30"),
        ("[detectors]\nfaces_per_s = 0.1", "E-904", "≥ 0.5"),
        ('[detectors]\nfaces_per_s = "5"', "E-904", "detectors.faces_per_s"),
        ("[detectors]\nfaces_per_s = true", "E-904", "detectors.faces_per_s"),
        ('[screen]\nlanguage = "fr"', "E-904", "'zh' | 'en'"),
        ('[devices]\nmicrophone = ""', "E-904", "devices.microphone"),
    ],
)
def test_wrong_setting_is_refused_by_name(tmp_path: Path, text: str, code: str, named: str) -> None:
    with pytest.raises(Fault) as refused:
        load(tmp_path, text)
    assert refused.value.code == code
    for language in ("zh", "en"):
        assert named in sentence(refused.value, language)
        assert "?" not in sentence(refused.value, language)


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes('[place]\nbranch = "城东支行"'.encode("gb18030"))
    with pytest.raises(Fault, match="E-902"):
        load_settings(tmp_path)


def test_settings_that_are_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(Fault, match="E-902"):
        load_settings(tmp_path)


def test_command_line_goes_before_environment_and_environment_before_the_account(tmp_path: Path) -> None:
    named = {"DUALREC_DATA_DIR": str(tmp_path / "b")}
    assert data_folder(tmp_path / "a", named).root == tmp_path / "a"
    assert data_folder(None, named).root == tmp_path / "b"
    assert data_folder(None, {}).root.name == "dualrec"
    assert data_folder(Path("relative"), {}).root.is_absolute()


def test_prepared_folder_is_for_this_account_only(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    folder.prepare()
    folder.prepare()
    made = sorted(path.name for path in folder.root.iterdir())
    assert made == ["logs", "models", "packages", "takes", "vault"]
    assert folder.root.stat().st_mode & 0o077 == 0
    assert folder.takes.stat().st_mode & 0o077 == 0


def test_folder_that_cannot_be_made_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way", encoding="utf-8")
    with pytest.raises(Fault) as refused:
        DataFolder(tmp_path / "data").prepare()
    assert refused.value.code == "E-905"
    assert str(tmp_path / "data") in sentence(refused.value)
