"""A window changes settings: what it writes is read again, what does not fit changes nothing, and a policy wins."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.faults import sentence
from app.rights import Person, Role
from app.settings import SettingRow, Settings, Source, Value, described, load_settings, save
from app.station import Station
from media.fault import Fault
from tests.vault_parts import CHEAP


def rows(settings: Settings) -> dict[str, SettingRow]:
    return {row.key: row for row in described(settings)}


def written(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "settings.toml").read_text(encoding="utf-8"))


def fault_of(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    for language in ("zh", "en"):
        assert "?" not in sentence(caught.value, language)
    return caught.value


def test_look_without_a_file_is_the_default(tmp_path: Path) -> None:
    look = load_settings(tmp_path).look
    assert (look.language, look.theme, look.scale_percent) == ("", "system", 100)
    assert (look.second_display, look.has_sounds) == ("", True)


def test_saved_values_are_loaded_again(tmp_path: Path) -> None:
    first = load_settings(tmp_path / "new")
    changed = save(first, {"look.theme": "dark", "look.scale_percent": 150, "look.has_sounds": False}, {})
    changed = save(changed, {"place.branch": '城东"支行"\\', "detectors.faces_per_s": 7.5}, {})
    again = load_settings(tmp_path / "new", {})
    assert again == changed
    assert (again.look.theme, again.look.scale_percent, again.look.has_sounds) == ("dark", 150, False)
    assert (again.place.branch, again.detectors.faces_per_s) == ('城东"支行"\\', 7.5)
    assert first.look.theme == "system", "settings are values"
    assert (tmp_path / "new" / "settings.toml").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["settings.toml"]


def test_saving_keeps_what_was_not_changed_and_nothing_goes_back_to_the_default(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        '\ufeff[devices]\ncamera = "device:1" # left\ncustomer_microphone = "device:2"\n[look]\ntheme = "dark"', "utf-8"
    )
    changed = save(load_settings(tmp_path), {"devices.customer_microphone": None, "look.theme": None}, {})
    assert (changed.devices.camera, changed.devices.customer_microphone) == ("device:1", None)
    assert changed.look.theme == "system"
    assert written(tmp_path) == {"devices": {"camera": "device:1"}}
    assert rows(changed)["look.theme"].source is Source.DEFAULT


@given(inside=st.text(st.characters(exclude_categories=["Cs"]), max_size=38))
def test_any_text_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, inside: str) -> None:
    folder, branch = tmp_path_factory.mktemp("any"), f"x{inside}x"
    assert save(load_settings(folder), {"place.branch": branch}, {}).place.branch == branch
    assert written(folder) == {"place": {"branch": branch}}


@pytest.mark.parametrize(
    ("key", "value", "named"),
    [
        ("look.scale_percent", 99, "≥ 100"),
        ("look.scale_percent", 176, "≤ 175"),
        ("look.scale_percent", 125.5, "整数"),
        ("look.scale_percent", True, "整数"),
        ("look.theme", "pink", "'light' | 'dark'"),
        ("look.language", "fr", "'zh' | 'en'"),
        ("look.has_sounds", 1, "true | false"),
        ("look.has_sounds", "true", "true | false"),
        ("place.branch", "", "≥ 1"),
        ("detectors.faces_per_s", float("nan"), "≤ 30"),
    ],
)
def test_value_that_does_not_fit_changes_nothing(tmp_path: Path, key: str, value: Value, named: str) -> None:
    settings = save(load_settings(tmp_path), {"look.theme": "light"}, {})
    before = (tmp_path / "settings.toml").read_bytes()
    fault = fault_of(lambda: save(settings, {"place.counter": "07", key: value}, {}))
    assert fault.code == "E-457"
    assert key in sentence(fault) and named in sentence(fault)
    assert (tmp_path / "settings.toml").read_bytes() == before
    assert load_settings(tmp_path) == settings


@pytest.mark.parametrize("key", ["look.colour", "nothing.theme", "look", "look.theme.x", ""])
def test_key_that_there_is_not_is_a_mistake_of_ours(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="no such setting"):
        save(load_settings(tmp_path), {key: "x"}, {})
    assert not (tmp_path / "settings.toml").exists()


def test_file_that_somebody_broke_meanwhile_is_left_alone(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    for text, code in (("[look", "E-902"), ("[look]\ncolour = 1", "E-903"), ("[look]\ntheme = 1", "E-904")):
        (tmp_path / "settings.toml").write_text(text, "utf-8")
        assert fault_of(lambda: save(settings, {"place.counter": "07"}, {})).code == code
        assert (tmp_path / "settings.toml").read_text("utf-8") == text


def test_file_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    (tmp_path / "settings.toml.new").mkdir()
    (tmp_path / "settings.toml.new" / "x").touch()
    fault = fault_of(lambda: save(settings, {"look.theme": "dark"}, {}))
    assert fault.code == "E-459" and not (tmp_path / "settings.toml").exists()


# ── where a value comes from ────────────────────────────────────────────────────────────────────────────────────────


def test_every_setting_is_described_once_with_its_default(tmp_path: Path) -> None:
    found = described(load_settings(tmp_path, {}))
    assert len({row.key for row in found}) == len(found) >= 13
    assert all(row.value == row.default and row.source is Source.DEFAULT and not row.is_locked for row in found)
    assert {row.key for row in found if row.needs_restart} == {"screen.language"}


def test_policy_wins_over_environment_and_environment_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[look]\nlanguage = "en"\ntheme = "dark"\nscale_percent = 125', "utf-8")
    (tmp_path / "policy.toml").write_text("[look]\nscale_percent = 110\nhas_sounds = true", "utf-8")
    settings = load_settings(tmp_path, {"DUALREC_LANGUAGE": "zh"})
    told = rows(settings)
    assert [(told[f"look.{name}"].value, told[f"look.{name}"].source) for name in (
        "language", "theme", "scale_percent", "has_sounds", "second_display"
    )] == [
        ("zh", Source.ENVIRONMENT),
        ("dark", Source.USER_FILE),
        (110, Source.POLICY),
        (True, Source.POLICY),
        ("", Source.DEFAULT),
    ]  # fmt: skip
    assert {key for key, row in told.items() if row.is_locked} == {"look.scale_percent", "look.has_sounds"}
    (tmp_path / "policy.toml").write_text('[look]\nlanguage = "en"', "utf-8")
    assert rows(load_settings(tmp_path, {"DUALREC_LANGUAGE": "zh"}))["look.language"].source is Source.POLICY
    assert load_settings(tmp_path, {"DUALREC_LANGUAGE": "fr"}).look.language == "en"


def test_what_a_policy_holds_is_not_saved(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text('[look]\ntheme = "light"', "utf-8")
    settings = load_settings(tmp_path, {})
    fault = fault_of(lambda: save(settings, {"look.theme": "dark", "look.scale_percent": 125}, {}))
    assert fault.code == "E-458" and "look.theme" in sentence(fault)
    assert not (tmp_path / "settings.toml").exists()
    changed = save(settings, {"look.scale_percent": 125}, {})
    assert (changed.look.theme, changed.look.scale_percent) == ("light", 125)
    assert written(tmp_path) == {"look": {"scale_percent": 125}}, "what IT says is not copied into the other file"


def test_wrong_policy_is_refused_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("[look]\nscale_percent = 300", "utf-8")
    fault = fault_of(lambda: load_settings(tmp_path))
    assert fault.code == "E-904" and "policy.toml" in sentence(fault)


# ── at the station ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_look_is_everybodys_and_the_rest_is_its_administrators(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    with Station.found_alone(settings, "x", kdf=CHEAP) as station:
        station.narrow(Person("0123"))
        assert station.change_settings({"look.theme": "dark"}).look.theme == station.settings.look.theme == "dark"
        row = station.vault.audit_trail()[-1]
        assert (row.kind, row.actor, row.facts) == ("settings.changed", "0123", {"keys": ["look.theme"]})
        assert fault_of(lambda: station.change_settings({"look.theme": "light", "place.counter": "07"})).code == "E-222"
        assert station.settings.look.theme == "dark"
    person = Person("it", frozenset({Role.ADMINISTRATOR}))
    with Station.open(load_settings(tmp_path), "x", person=person) as station:
        station.change_settings({"place.counter": "07"})
        practice = station.practice()
        practice.change_settings({"place.counter": "08"})
        assert practice.settings.folder.is_practice and practice.settings.place.counter == "08"
    assert load_settings(tmp_path).place.counter == "08", "one file for both"
