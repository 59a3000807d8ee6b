"""R-D10: takes whose time is over are destroyed by two people, with a reason and a certificate; nothing opens them."""

import datetime
import json
import tempfile
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.destruction import destroy_takes, destruction_act, finish_destructions
from app.evidence.destruction import Signed, is_done
from app.evidence.package import read_signed, verify
from app.faults import sentence
from app.model import CaseId, Outcome, Take, TakeState
from app.session.rules import load_rules
from app.settings import DataFolder
from app.vault.retention import RetentionKind, RetentionRow
from app.vault.vault import Vault
from media.clock import NS, FastClock
from media.fault import Fault
from tests.crash_parts import MEMORY
from tests.destruction_parts import (
    PowerCut,
    assert_gone,
    assert_no_key,
    assert_signed,
    begin,
    contents,
    cut_after,
    data_folder,
    sealed_take,
    wrapped_keys,
)
from tests.evidence_parts import ALICE, BOB, STATION
from tests.vault_parts import ID_NUMBER, NAME, PASSPHRASE, make_case, new_vault

PACK = load_rules(Path(__file__).resolve().parent.parent / "scripts_library").pack("national")
DAY_NS = 86_400 * NS
AT_NS = int(datetime.datetime(2026, 11, 22, 12).timestamp()) * NS
WEALTH = {"start_date": "2026-12-01", "end_date": "2027-05-30"}
KEPT_UNTIL = datetime.date(2027, 11, 30)
AFTER_NS = int(datetime.datetime(2027, 12, 1, 9).timestamp()) * NS
REASON = "保存期满"
WANG, LI = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
pytestmark = pytest.mark.timeout(120)


class Wall(FastClock):
    """A clock on the wall that is moved by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.at_ns = AT_NS

    def wall_ns(self) -> int:
        return self.at_ns


@dataclass
class Station:
    """A vault whose clock is moved by hand, a folder, and two people."""

    vault: Vault
    folder: DataFolder
    clock: Wall

    def sale(self, case: str = "C-1") -> Any:
        return replace(make_case(case, facts=dict(WEALTH)), product_kind="wealth.r3")

    def take(self, name: str = "T-1", case: str = "C-1", **options: Any) -> Take:
        return sealed_take(self.vault, self.folder, name, self.sale(case), wall_ns=AT_NS, **options)

    def act(self, case: str = "C-1", first: str = "wang", second: str = "li", reason: str = REASON) -> bytes:
        today = datetime.datetime.fromtimestamp(self.clock.at_ns // NS).date()
        return destruction_act(
            self.vault, self.folder, STATION, PACK, CaseId(case),
            reason=reason, first=first, second=second, today=today,
        )  # fmt: skip

    def destroy(self, case: str = "C-1", *, first: Signed | None = None, second: Signed | None = None) -> Any:
        act = self.act(case) if first is None or second is None else b""
        return destroy_takes(
            self.vault, self.folder, STATION, PACK, CaseId(case), reason=REASON,
            first=first or signed("wang", WANG, act), second=second or signed("li", LI, act),
            at_wall_ns=self.clock.at_ns,
        )  # fmt: skip

    def add(self, kind: RetentionKind, on_day: datetime.date | None = None, text: str = "") -> None:
        self.vault.add_retention(RetentionRow(CaseId("C-1"), self.clock.at_ns, "wang", kind, on_day, text))

    def code(self, **people: Signed) -> str:
        before = {path: content for path, content in contents(self.folder.root).items() if "vault" not in path.parts}
        rows = self.vault.retention_of(None)
        with pytest.raises(Fault) as caught:
            self.destroy("C-1", **people)
        assert "?" not in sentence(caught.value)
        after = {path: content for path, content in contents(self.folder.root).items() if "vault" not in path.parts}
        assert after == before and self.vault.retention_of(None) == rows, "nothing was done"
        return caught.value.code


def signed(account: str, key: Ed25519PrivateKey, act: bytes) -> Signed:
    return Signed(account, key.public_key().public_bytes_raw(), key.sign(act))


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    folder, clock = data_folder(tmp_path), Wall()
    new_vault(folder.vault).close()
    with Vault.open(folder.vault, PASSPHRASE, clock=clock) as vault:
        yield Station(vault, folder, clock)


# ── it is done ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_people_destroy_what_is_over_and_leave_a_certificate(station: Station, tmp_path: Path) -> None:
    first, second = station.take(), station.take("T-2", outcome=Outcome.INCOMPLETE)
    other = station.take("T-9", "C-9")
    keys = [key for take in (first, second) for key in wrapped_keys(station.folder.root / take.path)]
    assert any(key in content for content in contents(station.folder.root).values() for key in keys)
    chain = [verify(station.folder.packages / name).manifest for name in ("T-1", "T-2", "T-9")]
    station.vault.acknowledge_take(second.id, second.sha256)
    station.clock.at_ns = AFTER_NS

    act = station.act()
    paths = station.destroy()

    assert paths == tuple(station.folder.packages / name / "destruction.json" for name in ("T-2", "T-1"))
    pem = tmp_path / "station.pem"
    pem.write_text(STATION.public_key_pem)
    for take in (first, second):
        assert_gone(station.folder, take, keys)
        assert station.vault.take(take.id).state is TakeState.ERASED
        package = station.folder.packages / take.id
        assert_signed(package, "destruction", pem)
        assert_signed(package, "manifest", pem)
        for name, key in (("first", WANG), ("second", LI)):
            public = tmp_path / f"{name}.pem"
            public.write_bytes(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
            assert_signed(package, "act", public, package / f"act.{name}.sig")
        certificate = read_signed(package, "destruction")
        assert certificate is not None
        assert certificate["take_id"] == take.id and certificate["file_sha256"] == take.sha256
        assert (certificate["cause"], certificate["reason"]) == ("retention_over", REASON)
        assert certificate["keep_until"] == KEPT_UNTIL.isoformat() and certificate["ordered_by"] == ["wang", "li"]
        assert (package / "act.json").read_bytes() == act and certificate["act_sha256"] == sha256(act).hexdigest()
        assert [one["account"] for one in certificate["signatures"]] == ["wang", "li"]
        for one, key in zip(certificate["signatures"], (WANG, LI), strict=True):
            key.public_key().verify(b64decode(one["signature"]), act)
        row = station.vault.audit_trail()[certificate["erased"]["audit_row"] - 1]
        assert (row.kind, row.facts["take"]) == ("take.erased", take.id)
        assert row.sha256 == certificate["erased"]["audit_sha256"]
        written = b"".join(contents(package).values()).decode("utf-8", "replace")
        assert NAME not in written and ID_NUMBER not in written
        found = verify(package, trusted_key=STATION.public_key_pem)
        assert found.fault is not None and found.fault.code == "E-285" and found.is_signer_checked

    ordered = json.loads(act)
    assert [take["take_id"] for take in ordered["takes"]] == ["T-1", "T-2"]
    assert ordered["grounds"] == [{"code": "sold_by_bank", "day": "2027-11-30"}]
    assert verify(station.folder.packages / "T-9", identity=ALICE).has_passed
    after = [verify(station.folder.packages / name).manifest for name in ("T-1", "T-2", "T-9")]
    assert after == chain and after[2] is not None and after[1] is not None
    assert after[2].previous_manifest_sha256 == after[1].sha256, "the chain of manifests is whole"
    assert station.vault.outbox() == (other.id,) and station.vault.check() == ()
    told = [row for row in station.vault.audit_trail() if row.kind == "retention.destroyed"]
    assert [(row.actor, row.facts["second"]) for row in told] == [("wang", "li")]
    assert finish_destructions(station.vault, station.folder, STATION) == ()
    assert station.code() == "E-281", "there is nothing left"


def test_copy_in_the_package_is_destroyed_too(station: Station) -> None:
    """Where the disk knows no links, a package holds a copy; and somebody may have left a half-made one."""
    take = station.take()
    packages = station.folder.packages
    copy, partial = packages / take.id / "take.mp4.age", packages / f".{take.id}.partial" / "take.mp4.age"
    content = copy.read_bytes()
    partial.parent.mkdir()
    for path in (copy, partial):
        path.unlink(missing_ok=True)
        path.write_bytes(content)
    keys = wrapped_keys(copy)
    station.clock.at_ns = AFTER_NS
    station.destroy()
    assert_gone(station.folder, take, keys)


def test_link_to_something_else_is_removed_and_not_followed(station: Station, tmp_path: Path) -> None:
    take = station.take()
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    tail = station.folder.takes / f"{take.id}.tail"
    tail.symlink_to(victim)
    station.clock.at_ns = AFTER_NS
    station.destroy()
    assert victim.read_bytes() == b"mine" and not tail.is_symlink() and is_done(station.folder, take)


def test_refused_take_of_the_case_keeps_its_own_certificate(station: Station) -> None:
    station.take()
    refused = begin(station.vault, station.folder, "T-0", station.sale(), wall_ns=AT_NS)
    station.vault.refuse_take(refused.id, outcome=Outcome.REFUSED, duration_ns=NS, steps=())
    [finished] = finish_destructions(station.vault, station.folder, STATION)
    assert finished.fault is None
    certificate = (station.folder.packages / "T-0" / "destruction.json").read_bytes()
    station.clock.at_ns = AFTER_NS
    assert len(station.destroy()) == 1
    assert (station.folder.packages / "T-0" / "destruction.json").read_bytes() == certificate


def test_take_that_only_the_server_has_gets_no_certificate_of_ours(station: Station) -> None:
    gone = station.take("T-0")
    station.vault.acknowledge_take(gone.id, gone.sha256)
    station.vault.erase_take(gone.id, "acknowledged")
    (station.folder.root / gone.path).unlink()
    (station.folder.packages / "T-0" / "take.mp4.age").unlink()
    station.take()
    station.clock.at_ns = AFTER_NS
    assert [path.parent.name for path in station.destroy()] == ["T-1"]
    assert finish_destructions(station.vault, station.folder, STATION) == ()
    assert not (station.folder.packages / "T-0" / "destruction.json").exists()


# ── it is not done ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_is_destroyed_before_its_time_is_over(station: Station) -> None:
    station.take()
    last_ns = int(datetime.datetime(2027, 11, 30, 23, 59).timestamp()) * NS
    station.clock.at_ns = last_ns
    with pytest.raises(Fault) as caught:
        station.destroy()
    assert caught.value.code == "E-275" and caught.value.facts["until"] == KEPT_UNTIL.isoformat()
    assert station.code() == "E-275"
    station.clock.at_ns += 60 * NS
    assert station.destroy()


def test_hold_keeps_everything_until_two_years_after_its_end(station: Station) -> None:
    station.take()
    station.clock.at_ns = AFTER_NS
    station.add(RetentionKind.HOLD_PLACED, text="投诉")
    assert station.code() == "E-277"
    station.add(RetentionKind.HOLD_LIFTED, datetime.date(2027, 12, 1), "和解")
    assert station.code() == "E-275"
    station.clock.at_ns = AFTER_NS + 731 * DAY_NS
    assert station.code() == "E-275", "until the day itself"
    station.clock.at_ns = AFTER_NS + 732 * DAY_NS
    assert station.destroy()


def test_hold_that_comes_between_signing_and_destroying_counts(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = station.take()
    station.clock.at_ns = AFTER_NS
    act = station.act()
    people = {"first": signed("wang", WANG, act), "second": signed("li", LI, act)}
    station.add(RetentionKind.HOLD_PLACED, text="投诉")
    assert station.code(**people) == "E-277"
    monkeypatch.setattr("app.destruction._refuse", lambda *_: None)  # the very moment after it was looked at
    monkeypatch.setattr("app.destruction.destruction_act", lambda *_, **__: act)
    with pytest.raises(Fault) as caught:
        station.destroy("C-1", **people)
    assert caught.value.code == "E-277" and (station.folder.root / take.path).exists()
    assert station.vault.take(take.id).state is TakeState.SEALED


def test_end_that_nobody_wrote_down_keeps_a_case(station: Station) -> None:
    sale = replace(make_case(facts={"term_years": 10}), product_kind="insurance.life_over_1y")
    sealed_take(station.vault, station.folder, "T-1", sale, wall_ns=AT_NS)
    station.clock.at_ns = AFTER_NS
    assert station.code() == "E-276"
    station.add(RetentionKind.CONTRACT_ENDED, datetime.date(2027, 12, 1))
    assert station.code() == "E-275"


def test_open_take_keeps_its_case(station: Station) -> None:
    station.take()
    begin(station.vault, station.folder, "T-2", station.sale(), wall_ns=AT_NS)
    station.clock.at_ns = AFTER_NS
    assert station.code() == "E-282"


@pytest.mark.parametrize(
    ("first", "second", "reason", "code"),
    [
        ("wang", "wang", REASON, "E-278"),
        ("wang", " WANG", REASON, "E-278"),
        ("wang", "", REASON, "E-278"),
        ("", "li", REASON, "E-278"),
        ("wang", "li", "  ", "E-456"),
    ],
)
def test_one_person_or_no_reason_is_no_order(station: Station, first: str, second: str, reason: str, code: str) -> None:
    station.take()
    station.clock.at_ns = AFTER_NS
    with pytest.raises(Fault) as caught:
        station.act(first=first, second=second, reason=reason)
    assert caught.value.code == code


def test_unknown_case_cannot_be_destroyed(station: Station) -> None:
    with pytest.raises(Fault) as caught:
        station.act("C-0")
    assert caught.value.code == "E-213"


def test_signatures_are_under_this_very_order(station: Station) -> None:
    station.take()
    station.take("T-9", "C-9")
    station.clock.at_ns = AFTER_NS
    act, others = station.act(), station.act("C-9")
    good = signed("li", LI, act)
    for bad in (
        signed("wang", WANG, others),
        signed("wang", WANG, act + b" "),
        replace(signed("wang", WANG, act), signature=b""),
        replace(signed("wang", WANG, act), public_key=b"short"),
        replace(signed("wang", LI, act)),  # one key for two names
        replace(signed("wang", WANG, act), public_key=Ed25519PrivateKey.generate().public_key().public_bytes_raw()),
    ):
        assert station.code(first=bad, second=good) == "E-279"
        assert station.code(first=good, second=bad) == "E-279"
    station.take("T-2")
    assert station.code(first=signed("wang", WANG, act), second=good) == "E-279", "another take has come since"


@pytest.mark.parametrize("how", ["moved", "linked", "in the package"])
def test_file_of_another_take_is_not_destroyed_in_its_place(station: Station, how: str) -> None:
    """A clerk puts a take that is wanted in the place of one whose time is over."""
    take, wanted = station.take(), station.take("T-9", "C-9")
    station.add(RetentionKind.HOLD_PLACED, text="x")
    station.add(RetentionKind.HOLD_LIFTED, datetime.date(2026, 11, 22), "x")
    path, other = station.folder.root / take.path, station.folder.root / wanted.path
    content = other.read_bytes()
    package = station.folder.packages / take.id / "take.mp4.age"
    place = package if how == "in the package" else path
    place.unlink()
    if how == "linked":
        place.hardlink_to(other)
    else:
        place.write_bytes(content)
        other.unlink()
    station.clock.at_ns = AFTER_NS + 800 * DAY_NS
    assert station.code() == "E-284"
    assert place.read_bytes() == content


def test_damaged_file_can_be_destroyed(station: Station) -> None:
    take = station.take()
    path = station.folder.root / take.path
    path.write_bytes(path.read_bytes()[:1000] + b"x")
    station.clock.at_ns = AFTER_NS
    assert station.destroy() and is_done(station.folder, take)


def test_take_that_no_server_has_is_erased_only_by_an_order(station: Station) -> None:
    take = station.take()
    with pytest.raises(Fault) as caught:
        station.vault.erase_take(take.id, "in the way")
    assert caught.value.code == "E-210" and station.vault.outbox() == (take.id,)
    row = RetentionRow(CaseId("C-1"), AT_NS, "wang", RetentionKind.DESTROYED, KEPT_UNTIL, REASON, "li")
    station.vault.add_retention(row)
    later = station.take("T-2")
    later = sealed_take(station.vault, station.folder, "T-3", station.sale(), wall_ns=AT_NS + 1)
    with pytest.raises(Fault) as caught:
        station.vault.erase_take(later.id, "too")
    assert caught.value.code == "E-210", "one that began after the order is not meant"
    station.vault.erase_take(take.id, "ordered")
    assert take.id not in station.vault.outbox() and station.vault.check() == ()


# ── a crash on the way ──────────────────────────────────────────────────────────────────────────────────────────────


def test_crash_anywhere_is_before_the_order_or_ends_in_the_whole_destruction() -> None:
    """The power is cut after each step and in the middle of each write, until it is not cut any more."""
    untouched = finished = 0
    keys: list[bytes] = []
    with tempfile.TemporaryDirectory(dir=MEMORY) as name:
        folder, clock = data_folder(Path(name)), Wall()
        new_vault(folder.vault).close()
        station = Station(Vault.open(folder.vault, PASSPHRASE, clock=clock), folder, clock)
        station.clock.at_ns = AFTER_NS
        for steps in range(300):
            case = f"C-{steps}"
            takes = [station.take(f"T-{steps}-{n}", case) for n in range(2)]
            keys += [key for take in takes for key in wrapped_keys(folder.root / take.path)]
            act = station.act(case)
            people = {"first": signed("wang", WANG, act), "second": signed("li", LI, act)}
            was_cut = False
            with cut_after(steps):
                try:
                    station.destroy(case, **people)
                except PowerCut:
                    was_cut = True
            station.vault.close()
            station.vault = Vault.open(folder.vault, PASSPHRASE, clock=clock)
            assert all(one.fault is None for one in finish_destructions(station.vault, folder, STATION))
            if not station.vault.retention_of(CaseId(case)):
                untouched += 1
                for take in takes:
                    assert verify(folder.packages / take.id, identity=BOB).has_passed
                    assert station.vault.take(take.id).state is TakeState.SEALED
                station.destroy(case, **people)
            else:
                finished += was_cut
            for take in takes:
                assert_gone(folder, take, ())
                certificate = read_signed(folder.packages / take.id, "destruction")
                assert certificate is not None and len(certificate["signatures"]) == 2
                assert certificate["act_sha256"] == sha256(act).hexdigest()
            if not was_cut:
                break
        assert_no_key(folder, keys)
        assert station.vault.check() == () and station.vault.outbox() == ()
        station.vault.close()
    assert untouched > 5 and finished > 25, "each of them was tried"


def test_destruction_goes_on_when_the_signed_order_was_taken_away(station: Station) -> None:
    take = station.take()
    station.clock.at_ns = AFTER_NS
    with cut_after(200) as counted:
        station.destroy()
    again = station.take("T-2", "C-2")
    with cut_after(counted.seen // 2), pytest.raises(PowerCut):
        station.destroy("C-2")
    assert station.vault.retention_of(CaseId("C-2")), "after the order"
    for name in ("act.json", "act.signers.json"):
        (station.folder.packages / again.id / name).unlink()
    [finished] = finish_destructions(station.vault, station.folder, STATION)
    assert (finished.take, finished.fault) == (again.id, None) and is_done(station.folder, take)
    certificate = read_signed(station.folder.packages / again.id, "destruction")
    assert certificate is not None and (certificate["act_sha256"], certificate["signatures"]) == (None, [])
    assert certificate["ordered_by"] == ["wang", "li"], "the vault knows"


def test_verification_believes_only_the_certificate_of_this_take(station: Station) -> None:
    station.take()
    station.take("T-9", "C-9")
    station.clock.at_ns = AFTER_NS
    station.destroy()
    packages = station.folder.packages
    (packages / "T-9" / "take.mp4.age").unlink()
    for name in ("destruction.json", "destruction.sig"):
        (packages / "T-9" / name).write_bytes((packages / "T-1" / name).read_bytes())
    fault = verify(packages / "T-9").fault
    assert fault is not None and fault.code == "E-331"
    (packages / "T-1" / "destruction.sig").write_bytes(bytes(64))
    fault = verify(packages / "T-1").fault
    assert fault is not None and fault.code == "E-331"
