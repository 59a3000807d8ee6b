"""`place …`: the enrolment certificate, on both sides. `show`, `trust` and `enrol` are the station's; `keygen` and
`issue` are the institution's and run wherever its key lies, which is never a station.
"""

import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.common import (
    AccountName,
    DataDir,
    Json,
    console,
    language,
    opened,
    plain,
    read_bytes_given,
    say,
    write_new,
)
from app.faults import sentence
from app.printing import print_json, print_rows

if TYPE_CHECKING:
    from app.place import PlaceVerdict

KEY_PASSPHRASE = "DUALREC_INSTITUTION_PASSPHRASE"
"""of the institution's key file, if it has one"""
MICRO = 1_000_000
STATES = {"inside": "在登记的地方", "outside": "不在登记的地方，不能录制", "not_checked": "没有登记，未核对"}

place_commands = typer.Typer(no_args_is_help=True, help="网点登记 The place")


@place_commands.command("show")
def show(account: AccountName = None, as_json: Json = False, data_dir: DataDir = None) -> None:
    """这台电脑现在是不是在登记的地方，为什么。"""
    with opened(data_dir, account) as station:
        verdict, station_id = station.place_gate().check(), station.key.id
    if as_json:
        print_json({"station": station_id, **_verdict_json(verdict)})
        return
    rows = [("工作站", station_id), *((name, str(value)) for name, value in verdict.facts.items() if value)]
    print_rows(console(), f"网点登记：{STATES[verdict.state]}", ("项目", "值"), rows)
    _say_reasons(verdict)


@place_commands.command("enrol")
def enrol_station(
    file: Annotated[Path, typer.Argument(help="机构签发的证书 The certificate")],
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """放置机构签发的登记证书：先核对签名和工作站编号。"""
    from app.administration import Administration

    content = read_bytes_given(file)
    with opened(data_dir, account) as station:
        verdict = Administration(station).enrol(content)
    if as_json:
        print_json(_verdict_json(verdict))
        return
    place = "—" if verdict.place is None else f"{verdict.place.branch} {verdict.place.counter}"
    say(f"证书已放置：{place}，现在{STATES[verdict.state]}。")
    _say_reasons(verdict)


@place_commands.command("trust")
def trust(
    institution_key: Annotated[str, typer.Argument(help="机构公钥（keygen 给出），可用空格隔开几把 Public key")],
    require: Annotated[
        bool, typer.Option("--require/--no-require", help="没有证书不能录制 Nothing is recorded without a certificate")
    ] = True,
    account: AccountName = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """认定由谁签发登记证书，由管理员签名：改设置文件改不掉。"""
    from app.administration import Administration

    with opened(data_dir, account) as station:
        Administration(station).trust_institution(institution_key, requires_enrolment=require)
    if as_json:
        print_json({"institution_key": institution_key, "requires_enrolment": require})
    else:
        say("已认定签发机构。" + ("没有它的证书不能录制。" if require else ""))


@place_commands.command("keygen")
def keygen(
    file: Annotated[Path, typer.Argument(help="私钥写到这里 The secret key, a new file")],
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """机构用：做一把签发密钥。私钥留在机构，公钥写进各工作站的 policy。"""
    from app.evidence.enrolment import InstitutionKey

    key = InstitutionKey.generate()
    write_new(file, key.pem())
    if as_json:
        print_json({"path": str(file), "id": key.id, "public_key": key.public_key})
    else:
        say(f"私钥在 {file}，请勿放在工作站上。写进 policy 的公钥：")
        say(f'[security]\ninstitution_key = "{key.public_key}"')


@place_commands.command("issue")
def issue(
    target: Annotated[Path, typer.Argument(help="证书写到这里 The certificate, a new file")],
    key: Annotated[Path, typer.Option("--key", help="机构私钥 PEM The institution's key")],
    station: Annotated[str, typer.Option("--station", help="工作站编号（place show） Its id")],
    branch: Annotated[str, typer.Option("--branch", help="网点")],
    counter: Annotated[str, typer.Option("--counter", help="柜台")],
    network: Annotated[list[str], typer.Option("--network", help="允许的网段，可重复 CIDR")],
    serial: Annotated[str, typer.Option("--serial", help="证书编号 Number of the certificate")],
    issued_by: Annotated[str, typer.Option("--issued-by", help="签发人 Who at the institution")],
    valid_to: Annotated[datetime, typer.Option("--valid-to", formats=["%Y-%m-%d"], help="最后有效日 Last day")],
    valid_from: Annotated[
        datetime | None, typer.Option("--valid-from", formats=["%Y-%m-%d"], help="首个有效日，缺省今天 First day")
    ] = None,
    gateway: Annotated[list[str] | None, typer.Option("--gateway", help="允许的网关，可重复 Gateways")] = None,
    area: Annotated[
        str | None, typer.Option("--area", help="纬度,经度,半径米；有它就要核对位置 LAT,LON,METRES")
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """机构用：给一台工作站签发登记证书。"""
    from app.evidence.enrolment import Area, InstitutionKey
    from app.evidence.enrolment import issue as sign

    passphrase = os.environ.get(KEY_PASSPHRASE)
    institution = InstitutionKey.from_pem(read_bytes_given(key), None if passphrase is None else passphrase.encode())
    circle = None
    if area is not None:
        try:
            lat, lon, radius_m = area.split(",")
            circle = Area(round(float(lat) * MICRO), round(float(lon) * MICRO), int(radius_m))
        except ValueError:
            raise typer.BadParameter("--area LAT,LON,METRES") from None
    enrolment = sign(
        institution,
        station=station,
        branch=branch,
        counter=counter,
        networks=network,
        gateways=gateway or (),
        valid_from=(valid_from or datetime.now()).date(),
        valid_to=valid_to.date(),
        serial=serial,
        issued_by=issued_by,
        area=circle,
        requires_position=circle is not None,
    )
    write_new(target, enrolment.content)
    if as_json:
        print_json({"path": str(target), **{name: plain(value) for name, value in asdict(enrolment).items()}})
    else:
        say(f"证书 {serial} 在 {target}：{branch} {counter}，有效至 {enrolment.valid_to}。")


def _verdict_json(verdict: "PlaceVerdict") -> dict[str, object]:
    place = None if verdict.place is None else plain(verdict.place)
    return {"place": place, **plain(verdict.facts), "faults": plain(verdict.reasons)}


def _say_reasons(verdict: "PlaceVerdict") -> None:
    for reason in verdict.reasons:
        say(f"✖ {sentence(reason, language())}")
    if verdict.has_other_setting:
        say("设置里写了别的网点或柜台：以证书为准。")
