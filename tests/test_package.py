"""The evidence package: whole or not there, and no bit of it can be changed unseen."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import app.evidence.package as package_module
from app.evidence.chunks import CHUNK_BYTES, SEALED_CHUNK_BYTES
from app.evidence.manifest import Manifest, StationKey, canonical_json, is_signed_by
from app.evidence.package import LABELS, Result, Verification, verify, write_package
from app.evidence.sealed import Identity, read_identities
from media.fault import Fault
from tests.evidence_parts import ALICE, BOB, MALLORY, STATION, Disk, code_of, manifest_for, seal, take

VECTOR = Path(__file__).parent / "vectors" / "package"
FILM = b"\0\0\0\x1cftypiso5" + take(200)
OTHER_STATION = StationKey.generate()


def make(folder: Path, plain: bytes = FILM, station: StationKey = STATION) -> Path:
    """A package as the station makes it; returns its folder."""
    (folder / "take").write_bytes(seal(plain, ALICE, BOB))
    manifest = manifest_for((folder / "take").read_bytes(), station)
    return write_package(folder / "package", folder / "take", manifest, station)


def results(verification: Verification) -> dict[str, Result]:
    return {check.name: check.result for check in verification.checks}


def code(folder: Path, identity: Identity | None = None) -> str | None:
    fault = verify(folder, trusted_key=STATION.id, identity=identity).fault
    return None if fault is None else fault.code


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.unlink()  # the sealed file is linked to the take
    path.write_bytes(content)


# What is right.


def test_whole_package_passes_every_check(tmp_path: Path) -> None:
    folder = make(tmp_path)
    assert sorted(path.name for path in folder.iterdir()) == ["manifest.json", "manifest.sig", "take.mp4.age"]
    verification = verify(folder, trusted_key=STATION.public_key_pem, identity=[MALLORY, BOB])
    assert results(verification) == dict.fromkeys(LABELS, Result.PASSED)
    assert verification.has_passed and verification.is_signer_checked
    assert verification.manifest is not None and verification.manifest.take_id == "20260314-kq7x"
    assert [check.text() for check in verification.checks] == [zh for zh, _ in LABELS.values()]
    assert verification.checks[1].text("en") == "the manifest's signature is valid"


def test_package_without_a_trusted_key_passes_and_says_that_the_signer_is_not_checked(tmp_path: Path) -> None:
    verification = verify(make(tmp_path))
    assert verification.has_passed and not verification.is_signer_checked
    not_checked = [check for check in verification.checks if check.result is Result.NOT_CHECKED]
    assert [check.name for check in not_checked] == ["signer", "content"]
    assert not_checked[0].text() == "未检查：签名者是所信任的工作站"
    assert not_checked[0].text("en") == "not checked: the signer is the trusted station"


def test_key_beside_the_package_is_the_trusted_one(tmp_path: Path) -> None:
    folder = make(tmp_path)
    (tmp_path / "station.pem").write_text(STATION.public_key_pem)
    assert verify(folder).is_signer_checked
    (tmp_path / "station.pem").write_text(OTHER_STATION.public_key_pem)
    assert code_of_fault(verify(folder)) == "E-327"
    assert verify(folder, trusted_key=STATION.id).is_signer_checked  # what is said goes before what lies there


def code_of_fault(verification: Verification) -> str:
    assert verification.fault is not None
    return verification.fault.code


# What is wrong.


def test_every_flipped_bit_of_a_manifest_is_noticed(tmp_path: Path) -> None:
    folder = make(tmp_path)
    content, signature = (folder / "manifest.json").read_bytes(), (folder / "manifest.sig").read_bytes()
    readable = 0
    for bit in range(len(content) * 8):
        changed = bytearray(content)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            manifest = Manifest.read(bytes(changed))
        except Fault as fault:
            assert fault.code in ("E-321", "E-322", "E-323", "E-324")
        else:
            readable += 1
            assert manifest.canonical() == changed
            assert not is_signed_by(STATION.public_key_pem, signature, bytes(changed))
    assert readable > len(content)


@pytest.mark.parametrize(
    ("name", "step", "codes"),
    [
        ("manifest.json", 97, {"E-321", "E-322", "E-323", "E-324", "E-326", "E-327"}),
        ("manifest.sig", 1, {"E-326"}),
        ("take.mp4.age", 7, {"E-335"}),
    ],
)
def test_flipped_bit_anywhere_in_a_package_is_noticed(name: str, step: int, codes: set[str], tmp_path: Path) -> None:
    path = make(tmp_path) / name
    original = path.read_bytes()
    for bit in range(0, len(original) * 8, step):
        flip(path, bit)
        assert code(tmp_path / "package") in codes, bit
        path.write_bytes(original)
    assert code(tmp_path / "package") is None


@pytest.mark.parametrize("chunk", [0, 1, 2])
def test_changed_chunk_is_named_when_an_identity_is_given(chunk: int, tmp_path: Path) -> None:
    folder = make(tmp_path, FILM + take(2 * CHUNK_BYTES))
    path = folder / "take.mp4.age"
    start = path.stat().st_size - 2 * SEALED_CHUNK_BYTES - len(FILM) - 16
    flip(path, (start + chunk * SEALED_CHUNK_BYTES + 100) * 8)
    verification = verify(folder, identity=ALICE)
    faults = {check.name: check.fault for check in verification.checks if check.fault}
    assert {name: fault.code for name, fault in faults.items()} == {
        "hash": "E-335",
        "content": "E-306" if chunk == 2 else "E-304",
    }
    assert faults["content"].facts == {"chunk": chunk}


@pytest.mark.parametrize("name", ["manifest.json", "manifest.sig", "take.mp4.age"])
def test_every_cut_and_every_longer_file_is_noticed(name: str, tmp_path: Path) -> None:
    path = make(tmp_path) / name
    original = path.read_bytes()
    cut = {"manifest.json": {"E-321"}, "manifest.sig": {"E-325"}, "take.mp4.age": {"E-333"}}[name]
    longer = {"manifest.json": {"E-321", "E-322"}, "manifest.sig": {"E-325"}, "take.mp4.age": {"E-334"}}[name]
    path.unlink()
    for length in sorted({*range(0, len(original), 11), *range(max(0, len(original) - 40), len(original))}):
        path.write_bytes(original[:length])
        assert code(tmp_path / "package") in cut, length
    for more in (b"\0", b"\n", b"}", bytes(100)):
        path.write_bytes(original + more)
        assert code(tmp_path / "package") in longer


@pytest.mark.parametrize(
    ("name", "expected"), [("manifest.json", "E-321"), ("manifest.sig", "E-325"), ("take.mp4.age", "E-331")]
)
def test_missing_file_is_noticed(name: str, expected: str, tmp_path: Path) -> None:
    folder = make(tmp_path)
    (folder / name).unlink()
    assert code(folder) == code(folder, ALICE) == expected
    assert code(tmp_path / "nowhere") == "E-321"


def test_manifest_signed_by_another_station_is_noticed(tmp_path: Path) -> None:
    folder = make(tmp_path, station=OTHER_STATION)
    for trusted in (STATION.public_key_pem, STATION.id):
        verification = verify(folder, trusted_key=trusted)
        assert code_of_fault(verification) == "E-327"
        assert results(verification)["signature"] is Result.PASSED
        assert OTHER_STATION.id in verification.checks[2].text()
    assert verify(folder).has_passed


def test_signature_of_one_station_on_the_manifest_of_another_is_noticed(tmp_path: Path) -> None:
    folder = make(tmp_path)
    content = (folder / "manifest.json").read_bytes()
    (folder / "manifest.sig").write_bytes(OTHER_STATION.sign(content))
    assert code(folder) == "E-326"


def sign_anew(folder: Path, content: bytes, station: StationKey = STATION) -> None:
    (folder / "manifest.json").write_bytes(content)
    (folder / "manifest.sig").write_bytes(station.sign(content))


def test_borrowed_station_id_does_not_help(tmp_path: Path) -> None:
    """Another station signs with its own key and puts the trusted station's id beside it."""
    folder = make(tmp_path)
    manifest = manifest_for((folder / "take.mp4.age").read_bytes())
    forged = replace(manifest, station=replace(OTHER_STATION.station, id=STATION.id))
    sign_anew(folder, forged.canonical(), OTHER_STATION)
    assert code(folder) == "E-326"
    verification = verify(folder, trusted_key=STATION.public_key_pem)
    assert results(verification)["signature"] is results(verification)["signer"] is Result.FAILED


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": "../take.mp4.age"}, "E-332"),
        ({"name": "other.age"}, "E-332"),
        ({"sha256": "0" * 64}, "E-335"),
        ({"merkle_root": "0" * 64}, "E-337"),
        ({"chunk_count": 2}, "E-337"),
        ({"plain_bytes": 1}, "E-337"),
        ({"sealed_bytes": 1}, "E-334"),
    ],
)
def test_manifest_that_speaks_of_another_file_is_noticed(
    change: dict[str, object], expected: str, tmp_path: Path
) -> None:
    folder = make(tmp_path)
    manifest = manifest_for((folder / "take.mp4.age").read_bytes())
    sign_anew(folder, replace(manifest, file=replace(manifest.file, **change)).canonical())  # type: ignore[arg-type]
    assert code(folder) == expected


def test_take_swapped_with_another_signed_one_is_noticed(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make(tmp_path / name)
    one, two = tmp_path / "one" / "package", tmp_path / "two" / "package"
    (one / "take.mp4.age").unlink()
    shutil.copy(two / "take.mp4.age", one / "take.mp4.age")
    assert code(one, ALICE) == "E-335"


def test_newer_format_is_not_guessed_at(tmp_path: Path) -> None:
    folder = make(tmp_path)
    sign_anew(folder, canonical_json({"format": "dualrec.manifest.v9"}))
    verification = verify(folder)
    assert code_of_fault(verification) == "E-323"
    assert [check.result for check in verification.checks[1:]] == [Result.NOT_CHECKED] * 7


def test_take_that_is_no_film_is_noticed(tmp_path: Path) -> None:
    assert code(make(tmp_path, b"not a film at all"), ALICE) == "E-338"


def test_identity_or_key_that_does_not_fit_is_told_to_who_gave_it(tmp_path: Path) -> None:
    folder = make(tmp_path)
    assert code_of(lambda: verify(folder, identity=MALLORY)) == "E-302"
    for wrong in ("", "abc", STATION.id[:-1], STATION.id.upper() + "x", "-----BEGIN"):
        assert code_of(lambda: verify(folder, trusted_key=wrong)) == "E-328"  # noqa: B023


# How it is made.


def test_package_is_not_made_over_another(tmp_path: Path) -> None:
    make(tmp_path)
    before = (tmp_path / "package" / "manifest.sig").read_bytes()
    manifest = manifest_for((tmp_path / "take").read_bytes())
    assert code_of(lambda: write_package(tmp_path / "package", tmp_path / "take", manifest, STATION)) == "E-339"
    assert (tmp_path / "package" / "manifest.sig").read_bytes() == before


def test_package_of_a_crash_is_not_there_and_the_next_attempt_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = seal(FILM)
    (tmp_path / "take").write_bytes(sealed)
    manifest = manifest_for(sealed)
    for step in ("_link_or_copy", "write_new", "sync_folder"):

        def dies(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(package_module, step, dies)
        with pytest.raises(KeyboardInterrupt):
            write_package(tmp_path / "package", tmp_path / "take", manifest, STATION)
        assert not (tmp_path / "package").exists()
        monkeypatch.undo()
    write_package(tmp_path / "package", tmp_path / "take", manifest, STATION)
    assert verify(tmp_path / "package", identity=ALICE).has_passed
    assert sorted(path.name for path in tmp_path.iterdir()) == ["package", "take"]


def test_package_is_linked_or_else_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make(tmp_path)
    assert (folder / "take.mp4.age").samefile(tmp_path / "take")
    shutil.rmtree(folder)

    def refuses(*_: object) -> None:
        raise OSError(18, "another disk")

    monkeypatch.setattr(os, "link", refuses)
    folder = make(tmp_path, FILM + take(3_000_000))
    assert not (folder / "take.mp4.age").samefile(tmp_path / "take")
    assert verify(folder, identity=ALICE).has_passed


def test_package_on_a_full_disk_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal(FILM)
    (tmp_path / "take").write_bytes(sealed)
    disk = Disk(100)

    def refuses(*_: object) -> None:
        raise OSError(18, "another disk")

    def opened(path: Path, mode: str) -> object:
        return disk.open(path, mode) if mode == "xb" else open(path, "rb", buffering=0)

    monkeypatch.setattr(os, "link", refuses)
    monkeypatch.setattr(package_module, "open_raw", opened)
    manifest = manifest_for(sealed)
    assert code_of(lambda: write_package(tmp_path / "package", tmp_path / "take", manifest, STATION)) == "E-911"
    assert not (tmp_path / "package").exists()


def test_manifest_of_another_take_or_station_is_a_mistake_of_ours(tmp_path: Path) -> None:
    sealed = seal(FILM)
    (tmp_path / "take").write_bytes(sealed + b"x")
    manifest = manifest_for(sealed)

    def attempt(manifest_: object, key: StationKey) -> Callable[[], object]:
        return lambda: write_package(tmp_path / "package", tmp_path / "take", manifest_, key)  # type: ignore[arg-type]

    for work in (
        attempt(manifest, STATION),
        attempt(manifest, OTHER_STATION),
        attempt(replace(manifest, file=replace(manifest.file, name="x")), STATION),
    ):
        with pytest.raises(ValueError, match="the manifest"):
            work()
    (tmp_path / "take").unlink()
    with pytest.raises(Fault, match="E-331"):
        write_package(tmp_path / "package", tmp_path / "take", manifest, STATION)


def test_package_of_the_past_verifies() -> None:
    """`tests/vectors/package` stays for ever."""
    identities = read_identities((VECTOR / "archive-identity.txt").read_text())
    verification = verify(VECTOR / "package", identity=identities)
    assert results(verification) == dict.fromkeys(LABELS, Result.PASSED)
