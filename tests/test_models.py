"""Models: only whole and expected folders reach the recognition library, and nothing unsafe is unpacked."""

import functools
import hashlib
import http.server
import shutil
import stat
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from media.clock import SystemClock
from media.fault import Fault
from media.models import (
    BUNDLED,
    RECEIPT,
    KnownModel,
    Limits,
    find_speech_model,
    install,
    installed,
    known_models,
    open_speech_model,
)
from media.stage import Worker

TEST_MODEL = BUNDLED / "vosk-test-cn"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A models folder with a whole copy of the test model in it, as the manifest knows it."""
    shutil.copytree(TEST_MODEL, tmp_path / "models" / "vosk-test-cn")
    return tmp_path / "models"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The test model as an archive with one top folder, as models are published."""
    return zipped(tmp_path / "some-model.zip", TEST_MODEL, "some-model")


def zipped(path: Path, folder: Path, top: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, f"{top}/{file.relative_to(folder).as_posix()}")
    return path


def known_as(model_id: str, archive: Path) -> dict[str, KnownModel]:
    """A manifest that lists just this archive."""
    sha256 = hashlib.sha256(archive.read_bytes()).hexdigest()
    entry = KnownModel(model_id, "speech", "", "Apache-2.0", "", False, archive.stat().st_size, sha256, {})
    return {model_id: entry}


def refused(source: Path | str, models_dir: Path, known: dict[str, KnownModel] | None = None, **options: object) -> str:
    """The code of the fault; asserts that nothing at all was left behind."""
    before = sorted(models_dir.rglob("*")) if models_dir.exists() else []
    with pytest.raises(Fault) as caught:
        install(str(source), models_dir, known, **options)  # type: ignore[arg-type]
    assert (sorted(models_dir.rglob("*")) if models_dir.exists() else []) == before
    return caught.value.code


def test_manifest_names_source_hash_and_licence() -> None:
    known = known_models()
    assert known["vosk-test-cn"].is_test_only and len(known["vosk-test-cn"].files) >= 6
    assert known["vosk-model-small-cn-0.22"].source.startswith("https://")
    assert all(model.licence and model.kind == "speech" for model in known.values())


def test_manifest_unreadable(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text("[[model]]\nid = 1 2")
    with pytest.raises(Fault, match="E-710"):
        known_models(tmp_path / "manifest.toml")


def test_bundled_model_is_whole_and_found() -> None:
    model = find_speech_model([BUNDLED])
    assert model is not None and model.id == "vosk-test-cn"
    assert model.is_test_only and not model.takes_grammar
    assert [m.problem for m in installed(BUNDLED)] == [None]


def test_no_model_anywhere(tmp_path: Path) -> None:
    assert find_speech_model([tmp_path, tmp_path / "absent"]) is None


def test_real_model_goes_before_the_test_model(tmp_path: Path, package: Path) -> None:
    install(str(package), tmp_path / "models", known_as("real", package))
    model = find_speech_model([BUNDLED, tmp_path / "models"])
    assert model is not None and model.id == "real" and not model.is_test_only


def test_damaged_real_model_is_told_and_not_replaced_in_silence(tmp_path: Path, package: Path) -> None:
    install(str(package), tmp_path / "models", known_as("real", package))
    (tmp_path / "models" / "real" / "conf" / "mfcc.conf").write_text("--num-ceps=13\n")
    with pytest.raises(Fault, match="E-702"):
        find_speech_model([BUNDLED, tmp_path / "models"])


@pytest.mark.parametrize("missing", ["am/final.mdl", "graph/HCLG.fst", "conf/mfcc.conf", "graph/words.txt"])
def test_incomplete_folder(copy: Path, missing: str) -> None:
    (copy / "vosk-test-cn" / missing).unlink()
    with pytest.raises(Fault, match="E-701"):
        open_speech_model(copy / "vosk-test-cn")


@pytest.mark.parametrize("keep", [0, 1, 1_000, -1])
def test_truncated_file(copy: Path, keep: int) -> None:
    graph = copy / "vosk-test-cn" / "graph" / "HCLG.fst"
    graph.write_bytes(graph.read_bytes()[:keep])
    with pytest.raises(Fault, match=r"E-70[12]"):
        find_speech_model([copy])


def test_one_flipped_bit(copy: Path) -> None:
    network = copy / "vosk-test-cn" / "am" / "final.mdl"
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    with pytest.raises(Fault, match="E-702"):
        find_speech_model([copy])


def test_folder_that_is_no_model(tmp_path: Path) -> None:
    for folder in (tmp_path / "absent", tmp_path):
        with pytest.raises(Fault, match="E-701"):
            open_speech_model(folder)


def test_folder_put_there_by_hand(tmp_path: Path) -> None:
    shutil.copytree(TEST_MODEL, tmp_path / "mine")
    with pytest.raises(Fault, match="E-703"):
        find_speech_model([tmp_path])


def test_install_from_a_folder_the_manifest_knows(tmp_path: Path) -> None:
    model = install(str(TEST_MODEL), tmp_path / "models")
    assert model.path == tmp_path / "models" / "vosk-test-cn" and model.is_test_only
    again = install(str(TEST_MODEL), tmp_path / "models")
    assert again.sha256 == model.sha256
    assert [entry.name for entry in (tmp_path / "models").iterdir()] == ["vosk-test-cn"]


def test_install_from_a_zip_the_manifest_knows(tmp_path: Path, package: Path) -> None:
    model = install(str(package), tmp_path / "models", known_as("cn", package))
    assert model.id == "cn" and (model.path / RECEIPT).is_file()
    found = installed(tmp_path / "models", known_as("cn", package))
    assert [(m.problem, m.is_trusted_by_hand) for m in found] == [(None, False)]


def test_install_of_an_unknown_model_needs_trust(tmp_path: Path, package: Path) -> None:
    assert refused(package, tmp_path / "models", {}) == "E-703"
    model = install(str(package), tmp_path / "models", {}, trust=True)
    assert model.id == "some-model"
    found = installed(tmp_path / "models", {})
    assert [(m.problem, m.is_trusted_by_hand) for m in found] == [(None, True)]


def test_install_of_another_archive_under_a_known_name(tmp_path: Path, package: Path) -> None:
    known = {"some-model": replace(known_as("some-model", package)["some-model"], archive_sha256="0" * 64)}
    assert refused(package, tmp_path / "models", known, trust=True) == "E-704"


def test_install_of_another_size_where_the_maker_publishes_no_hash(tmp_path: Path, package: Path) -> None:
    known = known_as("some-model", package)
    known["some-model"] = replace(known["some-model"], archive_sha256=None, archive_bytes=12)
    assert refused(package, tmp_path / "models", known, trust=True) == "E-704"


def test_install_does_not_replace_another_model(tmp_path: Path, package: Path) -> None:
    install(str(package), tmp_path / "models", {}, trust=True)
    changed = tmp_path / "changed"
    shutil.copytree(TEST_MODEL, changed)
    (changed / "README").write_text("other\n")
    other = zipped(tmp_path / "other.zip", changed, "some-model")
    assert refused(other, tmp_path / "models", {}, trust=True) == "E-708"


def test_install_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "absent.zip", tmp_path / "models") == "E-707"
    assert refused(tmp_path / "empty", tmp_path / "models") == "E-701"


def test_install_of_a_folder_the_engine_would_die_of(tmp_path: Path) -> None:
    shutil.copytree(TEST_MODEL, tmp_path / "broken")
    (tmp_path / "broken" / "am" / "final.mdl").write_bytes(b"\0B" + b"<TransitionModel> " + bytes(1_000))
    assert refused(tmp_path / "broken", tmp_path / "models", {}, trust=True) == "E-709"


def write(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return path


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    "name", ["../outside", "m/../../outside", "/etc/outside", "m\\..\\..\\outside", "C:/outside", "m/a:b"]
)
def test_zip_slip(tmp_path: Path, name: str) -> None:
    archive = write(tmp_path / "slip.zip", ("m/am/final.mdl", b"\0B"), (name, b"x"))
    assert refused(archive, tmp_path / "models", {}, trust=True) == "E-705"
    assert not list(tmp_path.rglob("outside"))


def test_zip_with_a_link(tmp_path: Path) -> None:
    archive = write(tmp_path / "link.zip", ("m/am/final.mdl", b"\0B"), (link("m/conf"), b"/etc"))
    assert refused(archive, tmp_path / "models", {}, trust=True) == "E-705"


def test_zip_with_twins(tmp_path: Path) -> None:
    archive = write(tmp_path / "twins.zip", ("m/README", b"a"), ("m/readme", b"b"))
    assert refused(archive, tmp_path / "models", {}, trust=True) == "E-705"


def test_zip_bomb(tmp_path: Path) -> None:
    archive = write(tmp_path / "bomb.zip", ("m/am/final.mdl", bytes(50_000_000)))
    assert archive.stat().st_size < 100_000
    assert refused(archive, tmp_path / "models", {}, trust=True) == "E-705"


def test_zip_that_lies_about_its_size(tmp_path: Path) -> None:
    archive = write(tmp_path / "lie.zip", ("m/am/final.mdl", bytes(50_000_000)))
    content = bytearray(archive.read_bytes())
    directory = content.index(b"PK\1\2")
    content[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    archive.write_bytes(content)
    assert refused(archive, tmp_path / "models", {}, trust=True) == "E-705"


def test_zip_with_too_many_files(tmp_path: Path) -> None:
    archive = write(tmp_path / "many.zip", *((f"m/{i}", b"") for i in range(11)))
    assert refused(archive, tmp_path / "models", {}, trust=True, limits=Limits(files=10)) == "E-705"


@pytest.mark.parametrize("keep", [0, 100, -30])
def test_zip_truncated(tmp_path: Path, package: Path, keep: int) -> None:
    package.write_bytes(package.read_bytes()[:keep])
    assert refused(package, tmp_path / "models", {}, trust=True) == "E-705"


def test_folder_with_a_link(tmp_path: Path) -> None:
    shutil.copytree(TEST_MODEL, tmp_path / "linked")
    (tmp_path / "linked" / "extra").symlink_to("/etc/hostname")
    assert refused(tmp_path / "linked", tmp_path / "models", {}, trust=True) == "E-705"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a server on this computer that serves the files of `tmp_path`."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path))) as httpd:
        served = Worker("server", lambda _stop: httpd.serve_forever(0.01), SystemClock(), lambda *_: None)
        served.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        served.close()


def test_install_from_an_address(tmp_path: Path, package: Path, server: str) -> None:
    model = install(f"{server}/some-model.zip", tmp_path / "models", known_as("cn", package))
    assert model.id == "cn"


def test_install_from_an_address_that_is_not_there(tmp_path: Path, server: str) -> None:
    assert refused(f"{server}/absent.zip", tmp_path / "models") == "E-706"
    assert refused("http://127.0.0.1:1/model.zip", tmp_path / "models") == "E-706"
    assert refused("ftp://127.0.0.1/model.zip", tmp_path / "models") == "E-706"


def test_install_from_an_address_that_sends_too_much(tmp_path: Path, package: Path, server: str) -> None:
    limits = Limits(total_bytes=package.stat().st_size - 1)
    assert refused(f"{server}/some-model.zip", tmp_path / "models", limits=limits) == "E-705"


def test_password_in_an_address_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        install("http://name:secret@127.0.0.1:1/model.zip?key=secret", tmp_path / "models")
    assert "secret" not in str(caught.value)


def test_model_is_loaded_once() -> None:
    model = open_speech_model(TEST_MODEL)
    loads: list[Path] = []

    def load(folder: Path) -> object:
        loads.append(folder)
        return threading.Lock()

    assert model.loaded(load) is model.loaded(load)
    assert loads == [TEST_MODEL]
