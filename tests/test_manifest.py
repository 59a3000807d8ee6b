"""The manifest: one spelling, typed fields, and a signature that plain OpenSSL checks."""

import hashlib
import json
import subprocess
from collections.abc import Mapping
from dataclasses import fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.manifest import Manifest, StationKey, canonical_json, is_same_key, is_signed_by, key_id
from tests.evidence_parts import STATION, code_of, manifest_for, seal, take

SEALED = seal(take(500))
MANIFEST = manifest_for(SEALED)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def changed(**members: Any) -> bytes:
    """The manifest's bytes with members replaced, or left out when None, in canonical form."""
    whole = json.loads(MANIFEST.canonical()) | members
    return canonical_json({name: value for name, value in whole.items() if value is not None})


def test_manifest_comes_back_as_it_was_written() -> None:
    content = MANIFEST.canonical()
    again = Manifest.read(content)
    assert again.canonical() == content
    assert again.answers[0]["text"] == "同意"
    assert MANIFEST.sha256 == again.sha256 == hashlib.sha256(content).hexdigest()
    assert replace(again, previous_manifest_sha256=again.sha256).sha256 != again.sha256


@given(JSON_VALUES)
@settings(max_examples=300)
def test_canonical_json_reads_back_and_is_stable(value: Any) -> None:
    content = canonical_json(value)
    assert json.loads(content) == value
    assert canonical_json(json.loads(content)) == content


def test_canonical_json_is_that_of_rfc_8785() -> None:
    """The examples of RFC 8785, 3.2.2 and 3.2.3, as far as they have no floats."""
    value: Any = {
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    content = canonical_json(value)
    assert b'"string":"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"' in content
    assert b'"literals":[null,true,false]' in content
    order = [content.index(json.dumps(name, ensure_ascii=False).encode() + b":") for name in value if len(name) == 1]
    names = [name for name in value if len(name) == 1]
    assert [name for _, name in sorted(zip(order, names, strict=True))] == [
        "\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


class Colour(StrEnum):
    RED = "red"


def test_enums_and_tuples_are_written_as_what_they_are() -> None:
    assert canonical_json({"a": (Colour.RED, 1), "b": True}) == b'{"a":["red",1],"b":true}'


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), b"bytes", {1: 2}, {"x": object()}, "\ud800", {"\udfff": 1}, {1, 2}]
)
def test_value_without_a_canonical_form_is_refused(value: Any) -> None:
    assert code_of(lambda: canonical_json({"field": value})) == "E-324"
    assert code_of(lambda: replace(MANIFEST, devices={"field": value}).canonical()) == "E-324"


def test_endless_nesting_is_refused() -> None:
    value: Any = 0
    for _ in range(100):
        value = [value]
    assert code_of(lambda: canonical_json(value)) == "E-324"
    assert code_of(lambda: Manifest.read(b'{"format":' + b"[" * 200_000)) == "E-321"


@pytest.mark.parametrize("field", [field.name for field in fields(Manifest)])
def test_field_that_is_missing_or_of_the_wrong_kind_is_refused(field: str) -> None:
    expected = "E-323" if field == "format" else "E-324"
    assert code_of(lambda: Manifest.read(changed(**{field: None}))) == expected
    for wrong in (True, -1, [[1]], {"file": 1}, "text"):
        is_right_kind = isinstance(getattr(MANIFEST, field), str | Mapping) and isinstance(wrong, str | dict)
        if not is_right_kind:
            assert code_of(lambda: Manifest.read(changed(**{field: wrong}))) == expected  # noqa: B023


def test_unknown_field_hash_of_wrong_length_and_other_format_are_refused() -> None:
    assert code_of(lambda: Manifest.read(changed(surprise=1))) == "E-324"
    assert code_of(lambda: Manifest.read(changed(script_sha256="ab"))) == "E-324"
    assert code_of(lambda: Manifest.read(changed(script_sha256="G" * 64))) == "E-324"
    assert code_of(lambda: Manifest.read(changed(format="dualrec.manifest.v2"))) == "E-323"
    file = json.loads(MANIFEST.canonical())["file"]
    assert code_of(lambda: Manifest.read(changed(file=file | {"more": 1}))) == "E-324"
    assert code_of(lambda: Manifest.read(changed(file=file | {"sha256": "x"}))) == "E-324"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text + b"\n", "E-322"),
        (lambda text: b"\xef\xbb\xbf" + text, "E-321"),
        (lambda text: text.replace(b":", b": ", 1), "E-322"),
        (lambda text: json.dumps(json.loads(text)).encode(), "E-322"),
        (lambda text: text.replace("同意".encode(), rb"\u540c\u610f"), "E-322"),
        (lambda text: text.replace(b'"attempts":1', b'"attempts":1.0'), "E-321"),
        (lambda text: text.replace(b'"attempts":1', b'"attempts":1e0'), "E-321"),
        (lambda text: text.replace(b'"attempts":1', b'"attempts":NaN'), "E-321"),
        (lambda text: text.replace(b'"attempts":1', b'"attempts":1,"attempts":1'), "E-321"),
        (lambda text: text.replace(b'"attempts":1', b'"attempts":' + b"9" * 5000), "E-321"),
        (lambda text: text.replace(b'"attempts":1', b'"attempts":99999999999999999999'), "E-324"),
        (lambda text: text.replace(b'"attempts":1', b'"attempts":-0'), "E-322"),
        (lambda text: text[:-1], "E-321"),
        (lambda text: b"", "E-321"),
        (lambda text: b"[]", "E-321"),
        (lambda text: b"\xff\xfe", "E-321"),
    ],
)
def test_manifest_in_another_spelling_is_refused(change: Any, code: str) -> None:
    content = MANIFEST.canonical()
    other = change(content)
    assert other != content
    assert code_of(lambda: Manifest.read(other)) == code


def test_stock_openssl_checks_the_signature(tmp_path: Path) -> None:
    content = MANIFEST.canonical()
    (tmp_path / "manifest.json").write_bytes(content)
    (tmp_path / "manifest.sig").write_bytes(STATION.sign(content))
    (tmp_path / "station.pem").write_text(STATION.public_key_pem)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "station.pem", "-rawin"]
    command += ["-in", "manifest.json", "-sigfile", "manifest.sig"]
    good = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout.strip()) == (0, "Signature Verified Successfully")
    (tmp_path / "manifest.json").write_bytes(content[:-1] + b" ")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_signature_is_of_this_key_and_these_bytes_only() -> None:
    signature = STATION.sign(b"content")
    assert len(signature) == 64
    assert is_signed_by(STATION.public_key_pem, signature, b"content")
    assert not is_signed_by(STATION.public_key_pem, signature, b"Content")
    assert not is_signed_by(StationKey.generate().public_key_pem, signature, b"content")


def test_station_key_is_kept_as_pkcs8_and_shows_no_secret(tmp_path: Path) -> None:
    secret = STATION.pkcs8()
    again = StationKey.from_pkcs8(secret)
    assert (again.id, again.public_key_pem) == (STATION.id, STATION.public_key_pem)
    assert again.sign(b"x") == STATION.sign(b"x")
    assert repr(again) == f"StationKey(id={STATION.id})"
    assert secret[-32:].hex() not in repr(vars(StationKey)) + repr(again)
    (tmp_path / "station.pem").write_text(STATION.public_key_pem)
    command = ["openssl", "pkey", "-pubin", "-in", str(tmp_path / "station.pem"), "-outform", "DER"]
    der = subprocess.run(command, check=True, capture_output=True).stdout
    assert STATION.id == key_id(STATION.public_key_pem) == hashlib.sha256(der[-32:]).hexdigest()[:16]
    assert is_same_key(STATION.public_key_pem, STATION.public_key_pem.replace("\n", "\r\n"))


@pytest.mark.parametrize("curve", ["X25519", "RSA"])
def test_key_of_another_kind_is_refused(curve: str, tmp_path: Path) -> None:
    pem = tmp_path / "key.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", curve, "-out", str(pem)], check=True, capture_output=True)
    public = subprocess.run(["openssl", "pkey", "-in", str(pem), "-pubout"], check=True, capture_output=True, text=True)
    for text in (public.stdout, pem.read_text(), "", "钥匙", "-----BEGIN PUBLIC KEY-----"):
        assert code_of(lambda: key_id(text)) == "E-328"  # noqa: B023
    der = subprocess.run(
        ["openssl", "pkcs8", "-topk8", "-nocrypt", "-in", str(pem), "-outform", "DER"], check=True, capture_output=True
    )
    with pytest.raises(ValueError, match="Ed25519"):
        StationKey.from_pkcs8(der.stdout)
