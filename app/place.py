"""The place gate: whether this station stands where its institution enrolled it; if not, nothing is recorded.

    DATA/enrolment.json ─► read_enrolment ─┐
    this computer: addresses, gateways ────┼─► judge ─► PlaceVerdict ─► preflight row, refusal, facts of the manifest
    a position provider, if there is one ──┘

Ningbo's measures, article 8 (rule R-A21): location, network address and the like show that the seller is in an allowed
place, or nothing may be recorded. Nobody can override it: there is no switch here, and preflight counts it as hard.
Branch and counter come from the certificate where there is one; what the settings say beside it is ignored, and told.

Only addresses of links with a card behind them count. A point-to-point link, one without a hardware address and a tap
device do not: they are what a VPN puts on a computer anywhere, with an address of the institution's network on it. For
the same reason a gateway counts only on a link whose address is in an allowed network.

It asks the operating system and nobody else: no name is resolved, nothing is sent. What it cannot see: that somebody at
home built a network with the same addresses and the same gateway. Against that the institution has the position, the
address from which the station uploads, and the certificate's hash in every manifest. Gateways are read on Linux, and on
Windows for IPv4 (never tried there); elsewhere they are unknown, and a certificate that wants one is not satisfied.
"""

import hashlib
import math
import struct
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_interface
from pathlib import Path
from typing import Any, Protocol

import psutil

from app.evidence.enrolment import FILE_NAME, MOST_BYTES, Address, Area, Enrolment, Network, read_enrolment
from app.settings import DataFolder, Place, Settings
from media.clock import NS, Clock, SystemClock
from media.fault import Fault

EARTH_RADIUS_M = 6_371_009
_ROUTE_UP, _ROUTE_GATEWAY = 1, 2
_ROW_OF_WINDOWS = struct.Struct("=4s4sI4s40x")
"""MIB_IPFORWARDROW: destination, mask, policy, next hop; ten numbers more"""
_TAP_OF_WINDOWS = "00:ff:"
"""begins the hardware address of the usual VPN driver that poses as a card"""


class PlaceState(StrEnum):
    INSIDE = "inside"
    OUTSIDE = "outside"
    NOT_CHECKED = "not_checked"
    """no certificate, and none required: never the same as inside"""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the computer is, in millionths of a degree (WGS 84)."""

    lat_udeg: int
    lon_udeg: int


class PositionProvider(Protocol):
    """Something that knows where the computer is: a GPS stick, the building's own beacons."""

    def position(self) -> Position | None:
        """At once, without waiting; None while it is not known to within the radii of the institution's areas."""


@dataclass(frozen=True, slots=True)
class FixedPosition:
    """The port's own fake: always the same position, or always none."""

    known: Position | None

    def position(self) -> Position | None:
        return self.known


@dataclass(frozen=True, slots=True)
class SeenAddress:
    """An own address of this computer, and the link that bears it."""

    address: Address
    interface: str
    network: Network
    """on that link"""


@dataclass(frozen=True, slots=True)
class SeenGateway:
    """Where a default route leads, and over which link."""

    address: Address
    interface: str


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """What this computer sees of its place at one moment."""

    addresses: tuple[SeenAddress, ...] = ()
    gateways: tuple[SeenGateway, ...] | None = None
    """None: this system does not tell"""
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class PlaceVerdict:
    """Whether a take may be recorded here, and what is said of it in the manifest."""

    state: PlaceState
    facts: Mapping[str, Any]
    """JSON values for the take's circumstances and the audit trail: no address but the one that matched"""
    reasons: tuple[Fault, ...] = ()
    """why not, the one to mend first in front; empty unless outside"""
    place: Place | None = None
    """branch and counter as the certificate says; None: it is for the settings and the case to say"""
    has_other_setting: bool = False
    """the settings name another branch or counter than the certificate: they were ignored"""


class PlaceGate:
    """Reads the certificate anew each time, so that one put there by IT holds from the next take on."""

    def __init__(
        self,
        settings: Settings,
        station: str,
        *,
        clock: Clock | None = None,
        position: PositionProvider | None = None,
        look: Callable[[], PlaceSeen] | None = None,
    ) -> None:
        """`station` is the id of the station's signing key; `look` is replaced in tests."""
        self._settings = settings
        self._station = station
        self._clock: Clock = clock or SystemClock()
        self._position = position
        self._look = look or look_around

    def check(self) -> PlaceVerdict:
        """The verdict of this moment; raises nothing."""
        settings = self._settings
        content: bytes | None = None
        try:
            content = _read(enrolment_file(settings.folder))
            enrolment = None if content is None else read_enrolment(content, settings.security.institution_key)
        except Fault as fault:
            return _outside([fault], None if content is None else hashlib.sha256(content).hexdigest())
        seen = PlaceSeen()
        if enrolment is not None:
            seen = self._look()
            if self._position is not None:
                seen = replace(seen, position=self._position.position())
        day = datetime.fromtimestamp(self._clock.wall_ns() / NS).date()
        verdict = judge(enrolment, seen, day, self._station, settings.security.requires_enrolment)
        return replace(verdict, has_other_setting=_differs(settings.place, verdict.place))

    def require(self) -> PlaceVerdict:
        """The verdict, where a take may be recorded; else the first reason is raised, one of E-470 to E-479."""
        verdict = self.check()
        if verdict.reasons:
            raise verdict.reasons[0]
        return verdict


def enrolment_file(folder: DataFolder) -> Path:
    """Where the certificate of the station lies."""
    return folder.settings.with_name(FILE_NAME)


def judge(
    enrolment: Enrolment | None, seen: PlaceSeen, day: date, station: str, requires_enrolment: bool
) -> PlaceVerdict:
    """Whether the station with this key id may record on that day where it sees what it sees."""
    if enrolment is None:
        if requires_enrolment:
            return _outside([Fault("E-475", station=station)])
        return PlaceVerdict(PlaceState.NOT_CHECKED, _facts(PlaceState.NOT_CHECKED))
    if enrolment.station != station:  # its networks say nothing about this one
        return _outside([Fault("E-474", serial=enrolment.serial, station=station)], enrolment.sha256, enrolment)
    reasons = []
    if not enrolment.valid_from <= day <= enrolment.valid_to:
        first, last = enrolment.valid_from.isoformat(), enrolment.valid_to.isoformat()
        reasons.append(Fault("E-473", valid_from=first, valid_to=last, day=day.isoformat()))
    matches = [(one, network) for one in seen.addresses for network in enrolment.networks if one.address in network]
    if not matches:
        reasons.append(Fault("E-476", branch=enrolment.branch, counter=enrolment.counter))
    gateway = _gateway(enrolment, seen, {one.interface for one, _ in matches})
    if gateway is False:
        reasons.append(Fault("E-477", branch=enrolment.branch, counter=enrolment.counter))
    if enrolment.requires_position and enrolment.area is not None:
        reasons += _position_reasons(enrolment.area, seen.position, enrolment.branch)
    state = PlaceState.OUTSIDE if reasons else PlaceState.INSIDE
    address, network = matches[0] if matches else (None, None)
    facts = _facts(
        state,
        enrolment.sha256,
        enrolment,
        reasons=[fault.code for fault in reasons],
        matched_network=None if network is None else str(network),
        matched_address=None if address is None else str(address.address),
        gateway_matched=gateway,
        position_checked=enrolment.requires_position and seen.position is not None,
    )
    return PlaceVerdict(state, facts, tuple(reasons), Place(enrolment.branch, enrolment.counter))


def distance_m(area: Area, position: Position) -> int:
    """Great-circle distance from the middle of the area, in metres (haversine)."""
    lat, other_lat = (math.radians(udeg / 1_000_000) for udeg in (area.lat_udeg, position.lat_udeg))
    lon_step = math.radians((position.lon_udeg - area.lon_udeg) / 1_000_000)
    part = math.sin((other_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(other_lat) * math.sin(lon_step / 2) ** 2
    return round(2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, part))))


def look_around() -> PlaceSeen:
    """What this computer sees now, but for its position; measured 1 ms."""
    try:
        addresses = seen_addresses(psutil.net_if_addrs(), psutil.net_if_stats(), _is_tap)
        return PlaceSeen(addresses, _default_gateways(addresses))
    except (OSError, psutil.Error):  # a system that tells nothing: nothing matches
        return PlaceSeen()


# --------------------------------------------------------------------------------------------------------- judging


def _gateway(enrolment: Enrolment, seen: PlaceSeen, interfaces: set[str]) -> bool | None:
    """None where any gateway will do."""
    if not enrolment.gateways:
        return None
    return any(one.address in enrolment.gateways and one.interface in interfaces for one in seen.gateways or ())


def _position_reasons(area: Area, position: Position | None, branch: str) -> list[Fault]:
    if position is None:
        return [Fault("E-478", branch=branch)]
    away_m = distance_m(area, position)
    if away_m <= area.radius_m:
        return []
    return [Fault("E-479", branch=branch, distance_m=away_m, radius_m=area.radius_m)]


def _outside(reasons: Sequence[Fault], sha256: str | None = None, enrolment: Enrolment | None = None) -> PlaceVerdict:
    """Refused for the certificate itself, without a look at the network."""
    codes = [fault.code for fault in reasons]
    return PlaceVerdict(
        PlaceState.OUTSIDE, _facts(PlaceState.OUTSIDE, sha256, enrolment, reasons=codes), tuple(reasons)
    )


def _facts(
    state: PlaceState, sha256: str | None = None, enrolment: Enrolment | None = None, **found: Any
) -> dict[str, Any]:
    return {
        "state": state.value,
        "enrolment": sha256,
        "serial": None if enrolment is None else enrolment.serial,
        "issuer": None if enrolment is None else enrolment.issuer,
        "matched_network": None,
        "matched_address": None,
        "gateway_matched": None,
        "position_checked": False,
        "reasons": [],
        **found,
    }


def _differs(setting: Place, place: Place | None) -> bool:
    unset = Place()
    return place is not None and (
        setting.branch not in (unset.branch, place.branch) or setting.counter not in (unset.counter, place.counter)
    )


def _read(file: Path) -> bytes | None:
    """None where there is none; E-470 where it cannot be read."""
    try:
        with file.open("rb") as certificate:
            return certificate.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise Fault("E-470", field=FILE_NAME) from problem


# ---------------------------------------------------------------------------------------------------------- looking


def seen_addresses(
    addresses: Mapping[str, Iterable[Any]], links: Mapping[str, Any], is_tap: Callable[[str], bool]
) -> tuple[SeenAddress, ...]:
    """The addresses that count, from what psutil tells of links and their addresses."""
    seen = []
    for name, rows in addresses.items():
        of_link, link = list(rows), links.get(name)
        if link is None or not link.isup or _is_tunnel(link.flags, of_link) or is_tap(name):
            continue
        for row in of_link:
            found = _own(row)
            if found is not None:
                seen.append(SeenAddress(found[0], name, found[1]))
    return tuple(seen)


def _is_tunnel(flags: str, rows: Iterable[Any]) -> bool:
    """No card behind it: loopback, point to point, or no hardware address at all."""
    if {"loopback", "pointopoint"} & set(flags.split(",")):
        return True
    hardware = [str(row.address).lower().replace("-", ":") for row in rows if row.family == psutil.AF_LINK]
    return not any(address.strip("0:") and not address.startswith(_TAP_OF_WINDOWS) for address in hardware)


def _own(row: Any) -> tuple[Address, Network] | None:
    """The address and its network; None for a hardware address, and for one that is the same or valid anywhere."""
    try:
        found = ip_interface(f"{str(row.address).split('%')[0]}/{_prefix(row.netmask, row.address)}")
    except ValueError:
        return None
    mapped = found.ip.ipv4_mapped if isinstance(found.ip, IPv6Address) else None
    if mapped is not None or found.ip.is_loopback or found.ip.is_link_local or found.ip.is_unspecified:
        return None
    return found.ip, found.network


def _prefix(netmask: str | None, address: str) -> int:
    """Systems tell masks of IPv6 as addresses, as a length, or not at all."""
    if not netmask:
        return ip_address(address.split("%")[0]).max_prefixlen
    return int(ip_address(netmask)).bit_count() if not netmask.isdigit() else int(netmask)


def gateways_of_linux(routes: str, routes_of_ipv6: str) -> tuple[SeenGateway, ...]:
    """The default gateways in `/proc/net/route` and `/proc/net/ipv6_route`."""
    seen = []
    for line in routes.splitlines()[1:]:
        parts = line.split()
        if len(parts) >= 8 and int(parts[1], 16) == int(parts[7], 16) == 0 and _leads_out(parts[3]):
            seen.append(SeenGateway(IPv4Address(int(parts[2], 16).to_bytes(4, sys.byteorder)), parts[0]))
    for line in routes_of_ipv6.splitlines():
        parts = line.split()
        if len(parts) >= 10 and int(parts[0], 16) == int(parts[1], 16) == 0 and _leads_out(parts[8]):
            seen.append(SeenGateway(IPv6Address(bytes.fromhex(parts[4])), parts[9]))
    return tuple(seen)


def _leads_out(flags: str) -> bool:
    return int(flags, 16) & (_ROUTE_UP | _ROUTE_GATEWAY) == _ROUTE_UP | _ROUTE_GATEWAY


def gateways_of_windows(table: bytes, addresses: Sequence[SeenAddress]) -> tuple[SeenGateway, ...]:
    """The default gateways in a MIB_IPFORWARDTABLE, each on the link whose network it is in."""
    (count,) = struct.unpack_from("=I", table)
    rows = [_ROW_OF_WINDOWS.unpack_from(table, 4 + index * _ROW_OF_WINDOWS.size) for index in range(count)]
    hops = [IPv4Address(hop) for destination, mask, _, hop in rows if not any(destination) and not any(mask)]
    return tuple(SeenGateway(hop, one.interface) for hop in hops for one in addresses if hop in one.network)


if sys.platform == "win32":
    import ctypes

    def _is_tap(interface: str) -> bool:
        return False  # told by its hardware address

    def _default_gateways(addresses: Sequence[SeenAddress]) -> tuple[SeenGateway, ...] | None:
        library, size = ctypes.WinDLL("iphlpapi"), ctypes.c_ulong(0)
        library.GetIpForwardTable(None, ctypes.byref(size), False)
        table = ctypes.create_string_buffer(max(4, size.value))
        if library.GetIpForwardTable(table, ctypes.byref(size), False) != 0:
            return None
        return gateways_of_windows(table.raw, addresses)
else:

    def _is_tap(interface: str) -> bool:
        """A program poses as the card."""
        return Path("/sys/class/net", interface, "tun_flags").exists()

    def _default_gateways(addresses: Sequence[SeenAddress]) -> tuple[SeenGateway, ...] | None:
        try:
            routes = Path("/proc/net/route").read_text("ascii")
        except OSError:
            return None
        of_ipv6 = Path("/proc/net/ipv6_route")
        return gateways_of_linux(routes, of_ipv6.read_text("ascii") if of_ipv6.exists() else "")
